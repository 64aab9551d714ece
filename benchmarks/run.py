"""Runs the benchmarks and prints one table: ``python3 dev.py bench``."""

import argparse
import os
import platform
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication

from benchmarks import board_frame, booking, day_query, search, start
from benchmarks.big_database import big_database
from benchmarks.measures import Row
from dayhospital.clock import Clock
from dayhospital.ui.theme import apply_theme, load_theme

NAMES = ("board", "start", "booking", "day", "search")
README = Path(__file__).with_name("README.md")
MARK = "<!-- figures -->"


def board_rows() -> list[Row]:
    """Return the frames of the board against bare painting and against 4 ms."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, load_theme("light"))
    found = board_frame.measure()
    bare, scroll, drag = found["bare"], found["whole"], found["drag"]
    return [
        Row("board frame, 60 chairs × 200 sessions", f"{scroll:.1f} ms", "4 ms", scroll / 4.0, 1.0),
        Row("the same", f"{scroll:.1f} ms", f"bare QPainter {bare:.1f} ms", scroll / bare, 3.0),
        Row("a step of a drag", f"{drag:.1f} ms", "4 ms", drag / 4.0, 1.0),
    ]


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| what | figure | against | ratio | budget | kept |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        kept = "yes" if row.kept else "**no**"
        lines.append(f"| {row.name} | {row.figure} | {row.against} | {row.ratio:.2f} | {row.budget:g} | {kept} |")
    return "\n".join(lines)


def run(options: argparse.Namespace) -> list[Row]:
    """Run what was asked for."""
    wanted = options.only or NAMES
    rows = board_rows() if "board" in wanted else []
    if set(wanted) - {"board"}:
        print("Making or finding the large database…", flush=True)
        database = big_database(options.patients, options.sessions, Clock().today())
        few, many = (2, 20) if options.quick else (7, 100)
        for name, measure, rounds in (
            ("start", start.measure, few),
            ("booking", booking.measure, many),
            ("day", day_query.measure, many),
            ("search", search.measure, few * 3),
        ):
            if name in wanted:
                rows += measure(database, rounds)
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table and, if asked, keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=NAMES)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--patients", type=int, default=200_000)
    parser.add_argument("--sessions", type=int, default=2_000_000)
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/README.md")
    options = parser.parse_args(arguments)
    if options.write and (options.only or options.quick):
        parser.error("only a whole run is kept: --write goes with neither --only nor --quick")
    rows = run(options)
    found = table(rows)
    print(found)
    if options.write:
        before, mark, _ = README.read_text(encoding="utf-8").partition(MARK)
        python, cores = platform.python_version(), os.cpu_count()
        when = f"\n\nMeasured on {Clock().today().isoformat()}, Python {python}, {cores} shared cores.\n\n"
        README.write_text(before + mark + when + found + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

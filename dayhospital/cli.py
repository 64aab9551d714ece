"""The command line: opens the window, builds the demonstration hospital, prints a day, checks a database."""

import argparse
import re
import sys
from datetime import date, time
from pathlib import Path
from typing import NoReturn

from dayhospital import __version__, paths
from dayhospital.clock import Clock
from dayhospital.errors import DayHospitalError

DEMO_TIME = time(11, 20)
"""The demonstration's clock starts here: the middle of a lively morning."""
PAGES = (
    *("board", "patients", "patient", "patient-form", "ports", "plan-course", "review"),
    *("regimens", "roster", "settings", "palette", "inspector"),
)


class Parser(argparse.ArgumentParser):
    """Says one clear line instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. See {self.prog} --help.\n")


def _day(text: str) -> date:
    if text == "today":
        return Clock().today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-24 or today") from None


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; write it as 1440x900")
    return int(match[1]), int(match[2])


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time; write it as 11:20") from None


def parser() -> Parser:
    """Return the parser of every argument the program understands."""
    whole = Parser(
        prog="dayhospital", description="Plans an oncology day hospital. Without a command it opens the window."
    )
    whole.add_argument("--version", action="version", version=f"dayhospital {__version__}")
    _add_database(whole)
    whole.add_argument("--screenshot", type=Path, metavar="FILE", help="draw one page to a PNG file and exit")
    whole.add_argument("--page", choices=PAGES, default="board", help="the page of the screenshot or to start with")
    whole.add_argument("--patient", type=int, metavar="ID", help="the patient of a patient page")
    whole.add_argument("--size", type=_size, default=(1440, 900), metavar="WxH", help="the window's size, 1440x900")
    whole.add_argument("--scheme", choices=("light", "dark"), help="light or dark; the preference if not given")
    whole.add_argument("--day", type=_day, help="the day of the board or roster, today if not given")
    whole.add_argument("--now", type=_time, metavar="HH:MM", help="the time the window shows; stands still")
    commands = whole.add_subparsers(dest="command", parser_class=Parser, metavar="COMMAND")
    demo = commands.add_parser("demo", help="build the demonstration hospital")
    demo.add_argument("--patients", type=int, default=400, help="how many fictional patients, 400")
    demo.add_argument("--seed", type=int, default=7, help="same seed, same hospital")
    demo.add_argument("--today", type=_day, default=_day("today"), help="the day in the middle of it")
    _add_database(demo, with_demo=False)
    print_day = commands.add_parser("print-day", help="print the sheets of one day to a PDF file")
    print_day.add_argument("day", type=_day, metavar="DATE")
    print_day.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    print_day.add_argument("--list", dest="sheet", choices=("chair", "time", "pharmacy"), default="chair")
    _add_database(print_day)
    check = commands.add_parser("check", help="check schema, guards and integrity of a database")
    _add_database(check)
    return whole


def _add_database(to: argparse.ArgumentParser, with_demo: bool = True) -> None:
    # SUPPRESS: a command's own default must not overwrite what was given before the command.
    to.add_argument("--db", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="the database file")
    if with_demo:
        to.add_argument("--demo", action="store_true", default=argparse.SUPPRESS, help="the demonstration hospital")


def database_of(options: argparse.Namespace) -> Path:
    """Return the database file the arguments name."""
    if "db" in options:
        return Path(options.db)
    if options.command == "demo" or "demo" in options:
        return paths.demonstration_database()
    return paths.default_database()


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit status: 0 done, 1 found something wrong, 2 could not be done."""
    options = parser().parse_args(arguments)
    try:
        return _run(options)
    except DayHospitalError as error:
        print(f"dayhospital: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"dayhospital: {error.filename or 'the file'} cannot be used: {error.strerror}.", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    from dayhospital import app

    path = database_of(options)
    if options.command == "demo":
        return app.make_demo(path, options.today, options.seed, options.patients)
    if options.command == "check":
        return app.check_database(path)
    if "demo" in options:
        app.ensure_demo(path)
    if options.command == "print-day":
        return app.print_day(path, options.day, options.sheet, options.out)
    if options.screenshot:
        return app.screenshot(path, options, "demo" in options)
    return app.open_window(path, options, "demo" in options)

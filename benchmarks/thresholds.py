"""Moves every figure of the clinical data by one step and looks whether a test notices.

A figure is a number of the rules and regimens in ``resources/``, or one inside a text that is shown as an
instruction (``intake: days 1–14, twice daily``). One step is its last decimal, up and down. The tests that hold the
data to the reference run against the changed copy; a change that no test notices survives and is named.

A regimen is read by its own tests only, so a round changes one figure in every regimen at once and looks whose tests
fail. Everything else is changed one by one. The tests run in forked children: a POSIX system is needed.
"""

import argparse
import io
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from queue import SimpleQueue

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pytest
import yaml

from dayhospital import paths
from dayhospital.clinical import eligibility, gates, library, molecular_tests, panels, reactions  # noqa: F401
from dayhospital.clock import Clock
from dayhospital.scheduling import course_dates  # noqa: F401
from dayhospital.ui import finding_words  # noqa: F401

# What the tests import is imported before the fork, once for all of them; no data is read before it.
ROOT = Path(__file__).resolve().parent.parent
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- one step -->", "<!-- /one step -->"
NO_FIGURES = frozenset({"version", "sequence"})
"""A version is no dose, and of a sequence only the order counts, which a step of one does not change."""
TEXTS = frozenset({"intake", "advice", "unit", "until", "salt", "expressed_as", "cumulative_limit"})
"""Texts that instruct; their numbers are figures too."""
NUMBER = re.compile(r"\d+(?:\.\d+)?")
REGIMENS = "regimens"
TESTS = {
    "gates.yaml": ("test_gates", "test_gate_heart", "test_gate_patient", "test_making"),
    "drugs.yaml": ("test_drug_figures", "test_cumulative", "test_dosing_schema", "test_library", "test_port"),
    "analytes.yaml": ("test_analyte_figures", "test_analytes", "test_gates"),
    "reactions.yaml": ("test_analyte_figures", "test_reactions"),
    "tests.yaml": ("test_analyte_figures",),
    REGIMENS: ("test_regimen_figures", "test_regimen_needs"),
}
"""The tests of ``tests/clinical`` that hold each kind of data to the reference."""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure moved by one step."""

    file: Path
    """Below ``resources``."""
    start: int
    old: str
    new: str
    line: int
    field: str

    @property
    def kind(self) -> str:
        return REGIMENS if self.file.parent.name == REGIMENS else self.file.name

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.field}: {self.old} → {self.new}"


def steps(old: str) -> Iterator[str]:
    """Yield a number one step of its last decimal up and, unless it would turn negative, down."""
    figure = Decimal(old)
    step = Decimal((0, (1,), int(figure.as_tuple().exponent)))
    yield str(figure + step)
    if figure >= step:
        yield str(figure - step)


def changes(file: Path) -> list[Change]:
    """Return every change of a file of ``resources``."""
    text = (paths.resources() / file).read_text(encoding="utf-8")
    begins = [0]
    for line in text.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    found = []
    for node, field in _scalars(yaml.compose(text, Loader=yaml.SafeLoader)):
        at = begins[node.start_mark.line] + node.start_mark.column
        written = text[at : begins[node.end_mark.line] + node.end_mark.column]
        last = field.rsplit(".", 1)[-1]
        number = node.tag.endswith((":int", ":float"))
        if last in NO_FIGURES or not (number or last in TEXTS):
            continue
        for match in [re.match(r"[\d.]+", written)] if number else NUMBER.finditer(written):
            assert match is not None, f"{file}: {written}"
            for new in steps(match[0]):
                found.append(Change(file, at + match.start(), match[0], new, node.start_mark.line + 1, field))
    return found


def _scalars(node: yaml.Node, field: str = "") -> Iterator[tuple[yaml.ScalarNode, str]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{field}.{key.value}".strip(".")
            if key.tag.endswith((":int", ":float")):
                yield key, f"{below} (key)"
            yield from _scalars(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _scalars(value, field)
    elif isinstance(node, yaml.ScalarNode):
        yield node, field


class Failed:
    """A pytest plugin that keeps the names of the tests that failed."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.names.append(report.nodeid)


class Copy:
    """A copy of the data that one worker changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(paths.resources(), folder, ignore=shutil.ignore_patterns("*.svg", "*.ttf"))
        for shared in ("icons", "fonts"):
            shutil.rmtree(folder / shared)
            (folder / shared).symlink_to(paths.resources() / shared)

    def tested(self, changed: Iterable[Change], kind: str, first_only: bool) -> list[str] | None:
        """Return the tests that fail on a changed copy, None when not even their tables can be read."""
        touched = list(changed)
        for one in touched:
            text = (paths.resources() / one.file).read_text(encoding="utf-8")
            new = text[: one.start] + one.new + text[one.start + len(one.old) :]
            (self.folder / one.file).write_text(new, encoding="utf-8")
        try:
            return self._in_child(kind, first_only)
        finally:
            for one in touched:
                shutil.copy(paths.resources() / one.file, self.folder / one.file)

    def _in_child(self, kind: str, first_only: bool) -> list[str] | None:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            code, failed = self._run(kind, first_only)
            os.write(write, "\n".join([str(code), *failed]).encode()[:60_000])
            os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as stream:
            code, *failed = stream.read().decode().split("\n")
        os.waitpid(child, 0)
        if code not in {"0", "1", "2"}:
            raise RuntimeError(f"pytest ended with {code} on {kind}")
        return None if code == "2" else failed

    def _run(self, kind: str, first_only: bool) -> tuple[int, list[str]]:
        paths.resources = lambda: self.folder  # type: ignore[assignment]
        failed = Failed()
        files = [str(ROOT / "tests" / "clinical" / f"{name}.py") for name in TESTS[kind]]
        options = ["-q", "-p", "no:cacheprovider", "--tb=no", *(["-x"] if first_only else [])]
        os.chdir(ROOT)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            code = pytest.main([*options, *files], plugins=[failed])
        return int(code), failed.names


def rounds(every: list[Change]) -> list[list[Change]]:
    """Return rounds that change one figure of each regimen at once."""
    by_file: dict[Path, list[Change]] = {}
    for one in every:
        by_file.setdefault(one.file, []).append(one)
    longest = max(map(len, by_file.values()), default=0)
    return [[some[turn] for some in by_file.values() if turn < len(some)] for turn in range(longest)]


def survivors(kind: str, every: list[Change], workers: int, folder: Path) -> list[Change]:
    """Return the changes that no test notices."""
    together = kind == REGIMENS
    jobs = rounds(every) if together else [[one] for one in every]
    copies: SimpleQueue[Copy] = SimpleQueue()
    for number in range(workers):
        copies.put(Copy(folder / f"{kind}-{number}"))
    copy = copies.get()
    if copy.tested([], kind, first_only=True) != []:
        raise RuntimeError(f"The tests of {kind} fail on the data as it is.")
    copies.put(copy)

    def work(job: list[Change]) -> list[Change]:
        copy = copies.get()
        try:
            failed = copy.tested(job, kind, first_only=not together)
        finally:
            copies.put(copy)
        if not together:
            return job if failed == [] else []
        if failed is None:
            raise RuntimeError("One regimen changed what is read of the others.")
        noticed = {name.split("[", 1)[-1].split("-", 1)[0].rstrip("]") for name in failed}
        return [one for one in job if one.file.stem not in noticed]

    with ThreadPoolExecutor(workers) as pool:
        return [one for some in pool.map(work, jobs) for one in some]


def files(kind: str) -> list[Path]:
    below = paths.resources()
    found = sorted((below / REGIMENS).glob("*.yaml")) if kind == REGIMENS else [below / kind]
    return [one.relative_to(below) for one in found]


def table(rows: list[tuple[str, int, int, int]]) -> str:
    """Return the score of each kind of data as a Markdown table."""
    rows = [*rows, ("together", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))]  # type: ignore[list-item]
    lines = ["| data | figures | steps | noticed | score |", "| --- | --- | --- | --- | --- |"]
    for kind, figures, moved, noticed in rows:
        lines.append(f"| {kind} | {figures} | {moved} | {noticed} | {noticed / moved:.1%} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Change every figure, print what survives and the score; with ``--write`` keep it in the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=tuple(TESTS))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/README.md")
    options = parser.parse_args(arguments)
    if options.write and options.only:
        parser.error("only a whole run is kept: --write goes without --only")
    rows, left = [], []
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.only or TESTS:
            every = [one for file in files(kind) for one in changes(file)]
            alive = survivors(kind, every, options.workers, Path(folder))
            figures = len({(one.file, one.start) for one in every})
            rows.append((kind, figures, len(every), len(every) - len(alive)))
            left += alive
            for one in alive:
                print("unnoticed:", one, flush=True)
    found = table(rows)
    print(found)
    print(f"{time.monotonic() - begun:.0f} s")
    if options.write:
        keep(found, left)
    return 0


def keep(found: str, left: list[Change]) -> None:
    """Write the score and what survived between the marks of the README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    when = f"Moved on {Clock().today().isoformat()}, Python {platform.python_version()}."
    named = "\n".join(f"- `{one}`" for one in left)
    parts = [before + BEGIN, when, found, *(["Unnoticed:", named] if left else []), END + after]
    README.write_text("\n\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())

"""Moves every figure of the clinical data by one step and looks whether a test notices.

A figure is a number of the rules and regimens in ``resources/``, or one inside a text that is shown as an
instruction (``intake: days 1–14, twice daily``). One step is its last decimal, up and down. The tests that hold the
data to the reference are called on the changed copy until the first of them fails; a change that none of them notices
survives and is named. Tests are called as functions, without fixtures, for pytest would take ten times as long.

Each change is tried in a forked child, so that nothing read before is left: a POSIX system is needed.
"""

import argparse
import importlib
import inspect
import itertools
import multiprocessing
import os
import platform
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import yaml

from dayhospital import paths
from dayhospital.clinical import eligibility, gates, library, molecular_tests, panels, reactions  # noqa: F401
from dayhospital.clinical.analytes import analytes
from dayhospital.clock import Clock
from dayhospital.scheduling import course_dates  # noqa: F401

# What the tests import is imported before the fork, once for all of them; no data is read before it.
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- one step -->", "<!-- /one step -->"
LONGEST = 120
"""Seconds of computing after which a child is ended: a change that makes a test run for ever is noticed."""
NO_FIGURES = frozenset({"version", "sequence"})
"""A version is no dose, and of a sequence only the order counts, which a step of one does not change."""
TEXTS = frozenset({"intake", "advice", "unit", "until", "salt", "expressed_as", "cumulative_limit"})
"""Texts that instruct; their numbers are figures too, unless they belong to a word (``free T4``)."""
NUMBER = re.compile(r"(?<![A-Za-z])\d+(?:\.\d+)?")
REGIMENS = "regimens"
TESTS = {
    "gates.yaml": ("test_gate_figures", "test_gates", "test_gate_heart", "test_gate_patient"),
    "drugs.yaml": ("test_drug_figures", "test_cumulative"),
    "analytes.yaml": ("test_analyte_figures", "test_analytes"),
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


def _scalars(node: yaml.Node | None, field: str = "") -> Iterator[tuple[yaml.ScalarNode, str]]:
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


def calls(module: ModuleType, first: str = "") -> Iterator[Callable[[], object]]:
    """Yield the tests of a module with each row of their tables, without those that need a fixture.

    Args:
        module: One of the modules of ``tests/clinical``.
        first: If given, only rows whose first value it is, the id of a regimen.
    """
    for name, function in list(vars(module).items()):
        if not name.startswith("test_") or not callable(function):
            continue
        tables = []
        for mark in getattr(function, "pytestmark", ()):
            values = mark.args[1] if len(mark.args) > 1 else mark.kwargs["argvalues"]
            names = mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0]
            rows = [row if isinstance(row, tuple | list) and len(names) > 1 else (row,) for row in values]
            tables.append([dict(zip(map(str.strip, names), row, strict=True)) for row in rows])
        for chosen in itertools.product(*tables):
            arguments = {key: value for row in chosen for key, value in row.items()}
            if set(arguments) != set(inspect.signature(function).parameters):
                break
            if not first or first in list(arguments.values())[:1]:
                yield partial(function, **arguments)


class Copy:
    """A copy of the data that one worker changes, one figure at a time."""

    def __init__(self, folder: Path) -> None:
        self.original, self.folder = paths.resources(), folder
        shutil.copytree(self.original, folder, ignore=shutil.ignore_patterns("fonts", "icons", "themes"))
        paths.resources = lambda: folder

    def unnoticed(self, change: Change) -> bool:
        """Return whether no test fails on the changed copy."""
        text = (self.original / change.file).read_text(encoding="utf-8")
        new = text[: change.start] + change.new + text[change.start + len(change.old) :]
        (self.folder / change.file).write_text(new, encoding="utf-8")
        try:
            return self.passes(change.kind, change.file.stem if change.kind == REGIMENS else "")
        finally:
            shutil.copy(self.original / change.file, self.folder / change.file)

    def passes(self, kind: str, first: str = "") -> bool:
        """Return whether every test of a kind of data passes in a child that has read nothing yet."""
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1] == 0
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        code = 1
        try:
            for name in TESTS[kind]:
                for call in calls(importlib.import_module(f"tests.clinical.{name}"), first):
                    call()
            code = 0
        finally:  # whatever is raised, the child ends here
            os._exit(code)


_COPY: list[Copy] = []
"""The copy of a worker."""


def begin(folder: Path, kind: str) -> None:
    """Make a worker ready; where the data stands on other data that no change touches, that is read beforehand."""
    _COPY.append(Copy(Path(tempfile.mkdtemp(dir=folder)) / "resources"))
    if kind == REGIMENS:
        analytes()
        for name in TESTS[kind]:
            importlib.import_module(f"tests.clinical.{name}").library().drugs()
    elif kind == "gates.yaml":
        analytes()
        importlib.import_module("tests.clinical.gate_samples").library().all()


def unnoticed(change: Change) -> bool:
    return _COPY[0].unnoticed(change)


def survivors(kind: str, every: list[Change], workers: int, folder: Path) -> list[Change]:
    """Return the changes that no test notices.

    Raises:
        RuntimeError: If the tests fail on the data as it is.
    """
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=fork, initializer=begin, initargs=(folder, kind)) as pool:
        if not pool.submit(as_it_is, kind).result():
            raise RuntimeError(f"The tests of {kind} fail on the data as it is.")
        found = []
        for change, alive in zip(every, pool.map(unnoticed, every, chunksize=8), strict=True):
            if alive:
                print("unnoticed:", change, flush=True)
                found.append(change)
    return found


def as_it_is(kind: str) -> bool:
    return _COPY[0].passes(kind)


def files(kind: str) -> list[Path]:
    below = paths.resources()
    found = sorted((below / REGIMENS).glob("*.yaml")) if kind == REGIMENS else [below / kind]
    return [one.relative_to(below) for one in found]


def table(rows: list[tuple[str, int, int, int]]) -> str:
    """Return the score of each kind of data as a Markdown table."""
    rows = [*rows, ("together", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))]
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

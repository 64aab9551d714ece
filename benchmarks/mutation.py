"""Changes the rules of ``dayhospital/clinical`` one place at a time and counts the changes that no test notices.

``python benchmarks/mutation.py`` lets mutmut change every function, and steps every figure that stands outside of one
(which mutmut leaves alone) up and down. The work is done in a copy under ``build/mutation``; the project is not written
to, unless ``--write`` keeps the table in the README beside this. What stayed alive is printed with what was changed.
Linux and macOS: a mutant is tried in a fork (:mod:`benchmarks.mutant_runs`).
"""

import argparse
import ast
import difflib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "build" / "mutation"
COPIED = ("benchmarks", "dayhospital", "db", "resources", "tests", "main.py", "pyproject.toml")
CLINICAL = Path("dayhospital/clinical")
TESTS = ("tests/clinical", "tests/stories")
DESELECTED = ("--deselect", "tests/clinical/test_sources.py")
"""It reads the text of the code, where the mutants stand."""
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- mutation -->", "<!-- end of mutation -->"
SETTINGS = "[tool.mutmut]\n"
MISSING = "mutmut is not installed here; install it with: python -m pip install mutmut"


@dataclass(frozen=True)
class Score:
    """The mutants of one module; ``killed`` includes those that ran out of time."""

    module: str
    mutants: int
    killed: int
    timeouts: int = 0

    @property
    def percent(self) -> float:
        return 100 * self.killed / self.mutants if self.mutants else 100.0


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for and print the table; return an exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="of dayhospital/clinical, without .py; all if none is named")
    parser.add_argument("--children", type=int, default=2, help="how many mutants are tried at a time")
    parser.add_argument("--only", choices=("functions", "figures"), help="one half of the work")
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/README.md")
    options = parser.parse_args(arguments)
    if options.write and (options.modules or options.only):
        parser.error("only a whole run is kept: --write goes with neither modules nor --only")
    if options.only != "figures" and importlib.util.find_spec("mutmut") is None:
        print(MISSING, file=sys.stderr)
        return 2
    copy_project()
    rows: list[Score] = []
    alive: list[str] = []
    if options.only != "functions":
        figures, alive = try_figures(options.modules)
        rows.append(figures)
    if options.only != "figures":
        scores, unnoticed = try_functions(options.modules, options.children)
        rows, alive = [*scores, *rows], [*unnoticed, *alive]
    found = table(rows)
    print("\n".join((*alive, found)))
    if options.write:
        write(found)
    return 0


def copy_project() -> None:
    """Make the copy anew; what an earlier run found does not count for the tests of today."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, COPY / name)


def environment() -> dict[str, str]:
    """Return the variables of a run: no screen, the same examples every time, no compiled file that is out of date."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def try_functions(modules: list[str], children: int) -> tuple[list[Score], list[str]]:
    """Let mutmut make the mutants of some modules or all, and return the scores and what no test noticed."""
    if modules:
        only = json.dumps([f"{CLINICAL}/{module}.py" for module in modules])
        told = (COPY / "pyproject.toml").read_text(encoding="utf-8")
        (COPY / "pyproject.toml").write_text(told.replace(SETTINGS, f"{SETTINGS}only_mutate = {only}\n"), "utf-8")
    subprocess.run([sys.executable, "-c", MAKE_MUTANTS], cwd=COPY, env=environment(), check=True)
    made = COPY / "mutants"
    names = {
        file.name.removesuffix(".py.meta"): list(json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"])
        for file in sorted((made / CLINICAL).glob("*.meta"))
    }
    wanted = {module: found for module, found in names.items() if found and (not modules or module in modules)}
    (COPY / "mutants.json").write_text(json.dumps([name for found in wanted.values() for name in found]), "utf-8")
    files = {"MUTANTS": str(COPY / "mutants.json"), "MUTANT_ENDS": str(COPY / "ends.json")}
    plain = [
        "-q",
        "-s",
        "--tb=native",
        "-p",
        "no:cacheprovider",
        "--basetemp",
        str(COPY / "temp"),
        "-o",
        "faulthandler_timeout=0",
    ]
    kept = ["-o", "tmp_path_retention_policy=none", "-p", "benchmarks.mutant_runs"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *plain, *kept, *DESELECTED, *TESTS],
        cwd=made,
        env={**environment(), **files, "MUTANT_CHILDREN": str(children)},
        check=True,
    )
    ends = json.loads((COPY / "ends.json").read_text(encoding="utf-8"))
    rows = []
    for module, found in wanted.items():
        count = Counter(ends[name] for name in found)
        rows.append(Score(module, len(found), count["killed"] + count["timeout"], count["timeout"]))
    alive = [f"{ends[name]}: {name}" for name in ends if ends[name] in {"survived", "no tests"}]
    return rows, [f"{line}  {change_of(line.split()[-1])}" for line in alive]


MAKE_MUTANTS = """
from pathlib import Path
from mutmut import __main__ as mutmut
mutmut.set_mutant_under_test("mutant_generation")
Path("mutants").mkdir()
mutmut.copy_src_dir()
mutmut.copy_also_copy_files()
mutmut.setup_source_paths()
mutmut.store_lines_covered_by_tests()
mutmut.create_mutants(2)
"""
"""What ``mutmut run`` does before its first test."""


def change_of(name: str) -> str:
    """Return the lines a mutant changes, the old and the new one."""
    module, _, function = name.rpartition(".")
    file = COPY / "mutants" / f"{module.replace('.', '/')}.py"
    spans = json.loads(file.with_name(f"{file.name}.spans").read_text(encoding="utf-8"))["spans"]
    lines = file.read_text(encoding="utf-8").splitlines()

    def source(which: str) -> list[str]:
        first, last = spans[which]
        return [line.partition("  # type: ignore")[0].strip().replace(which, "") for line in lines[first - 1 : last]]

    before, after = source(f"{function.partition('__mutmut_')[0]}__mutmut_orig"), source(function)
    changed = difflib.unified_diff(before, after, lineterm="", n=0)
    return " ".join(line for line in changed if not line.startswith(("---", "+++", "@@")))


def try_figures(modules: list[str]) -> tuple[Score, list[str]]:
    """Change every figure outside of functions, and return the score and the changes that no test noticed."""
    alive, count = [], 0
    for file in sorted((COPY / CLINICAL).glob("*.py")):
        if modules and file.stem not in modules:
            continue
        text = file.read_text(encoding="utf-8")
        for line, name, was, now, changed in steps(text):
            count += 1
            file.write_text(changed, encoding="utf-8")
            if not noticed(file.stem):
                alive.append(f"alive: {file.name}, line {line}, {name}: {was} as {now}")
            file.write_text(text, encoding="utf-8")
            print(f"\r{count} figures tried, {len(alive)} alive", end="", flush=True)
    print()
    return Score("figures outside of functions", count, count - len(alive)), alive


def noticed(module: str) -> bool:
    """Return whether a test fails; those that import the module come first."""
    every = [file for folder in TESTS for file in sorted((COPY / folder).glob("test_*.py"))]
    own = [file for file in every if f"clinical.{module} import" in file.read_text(encoding="utf-8")]
    first = [str(file.relative_to(COPY)) for file in own]
    for tests in (first, list(TESTS)):
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *DESELECTED, *tests]
        if tests and subprocess.run(command, cwd=COPY, env=environment(), check=False, capture_output=True).returncode:
            return True
    return False


def steps(text: str) -> Iterator[tuple[int, str, str, str, str]]:
    """Yield line, name, figure, changed figure and changed text for every figure outside of functions.

    A step is one of the last digit that is written. Powers of ten (``1e-9``) are tolerances of arithmetic and not
    touched; neither are the sizes of caches.
    """
    lines = text.splitlines(keepends=True)
    for statement in _outside(ast.parse(text)):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        for node in ast.walk(statement.value) if statement.value else ():
            if not isinstance(node, ast.Constant) or type(node.value) not in {int, float}:
                continue
            line, begin, end = node.lineno - 1, node.col_offset, node.end_col_offset
            row = lines[line].encode()
            was = row[begin:end].decode()
            if not re.fullmatch(r"\d+(\.\d+)?", was):
                continue
            decimals = len(was.partition(".")[2])
            for step in (1, -1):
                now = f"{node.value + step * 10**-decimals:.{decimals}f}"
                changed = (row[:begin] + now.encode() + row[end:]).decode()
                yield line + 1, ast.unparse(target), was, now, "".join((*lines[:line], changed, *lines[line + 1 :]))


def _outside(tree: ast.Module) -> Iterator[ast.Assign | ast.AnnAssign]:
    for node in tree.body:
        for one in node.body if isinstance(node, ast.ClassDef) else (node,):
            if isinstance(one, ast.Assign | ast.AnnAssign):
                yield one


def table(rows: list[Score]) -> str:
    """Return the scores as a Markdown table, the total last."""
    total = Score("**all**", *(sum(getattr(row, name) for row in rows) for name in ("mutants", "killed", "timeouts")))
    lines = ["| module | mutants | killed | of these by time | score |", "| --- | --- | --- | --- | --- |"]
    for row in (*rows, total):
        lines.append(f"| {row.module} | {row.mutants} | {row.killed} | {row.timeouts or ''} | {row.percent:.1f} % |")
    return "\n".join(lines)


def write(found: str) -> None:
    """Put the table between its two marks in the README."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    version = importlib.metadata.version("mutmut")
    when = f"Counted on {datetime.now(UTC).date().isoformat()} with mutmut {version}."
    README.write_text(f"{before}{BEGIN}\n\n{when}\n\n{found}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())

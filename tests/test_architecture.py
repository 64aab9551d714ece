"""The house rules, executed: sizes, import contracts, and words that must not be in the tree."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "dayhospital"

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MOST_PUBLIC_METHODS = 20

EXCEPTIONS: dict[str, str] = {}
"""What may be larger, as ``path`` or ``path:name``, and why."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef


def files_of_the_project() -> list[Path]:
    """Return what is, or would be, under version control; without git, what a downloaded copy holds."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if listing.returncode == 0:
        return [path for path in map(ROOT.joinpath, listing.stdout.splitlines()) if path.is_file()]
    made = {".venv", "build", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    return [path for path in ROOT.rglob("*") if path.is_file() and made.isdisjoint(path.relative_to(ROOT).parts)]


FILES = files_of_the_project()
MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".py"
}
TREES = {name: ast.parse(text, name) for name, text in MODULES.items()}


def texts() -> Iterator[tuple[str, str]]:
    for path in FILES:
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font


def nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...], under: str = "") -> Iterator[tuple[str, ast.AST]]:
    for name, tree in TREES.items():
        if name.startswith(under):
            yield from ((name, node) for node in ast.walk(tree) if isinstance(node, kind))


def public_methods(node: ast.ClassDef) -> list[str]:
    """Return the names of our own public methods; camelCase ones are Qt's, overridden."""
    names = {child.name for child in node.body if isinstance(child, Definition)}
    return [name for name in names if not name.startswith("_") and name == name.lower()]


def test_no_file_is_longer_than_can_be_read():
    sizes = {name: text.count("\n") for name, text in MODULES.items()}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE and name not in EXCEPTIONS} == {}


def test_no_function_is_longer_than_a_screen():
    sizes = {
        f"{name}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        if isinstance(node, Definition)
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION and name not in EXCEPTIONS} == {}


def test_no_class_has_more_public_methods_than_can_be_remembered():
    sizes = {
        f"{name}:{node.name}": len(public_methods(node))
        for name, node in nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef)
    }
    assert {name: size for name, size in sizes.items() if size > MOST_PUBLIC_METHODS and name not in EXCEPTIONS} == {}


def test_each_exception_is_still_needed():
    known = {
        *MODULES,
        *(f"{name}:{getattr(node, 'name', '')}" for name, node in nodes((*Definition.__args__, ast.ClassDef))),
    }
    assert set(EXCEPTIONS) <= known


def test_the_import_contracts_hold(capsys: pytest.CaptureFixture[str]):
    status = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_command_line_is_read_before_qt_and_the_database_are_imported():
    code = "import sys, dayhospital.cli; print(*{'PySide6', 'sqlalchemy', 'alembic', 'holidays'} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert ran.stdout.split() == []


def test_every_module_says_in_one_sentence_what_it_is():
    assert [name for name, tree in TREES.items() if tree.body and ast.get_docstring(tree) is None] == []


def test_only_the_clock_asks_the_machine_for_the_time():
    asking = [
        f"{name}:{node.lineno}"
        for name, node in nodes(ast.Attribute, under="dayhospital/")
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"} and is_date_class(node.value)
    ]
    assert [place for place in asking if not place.startswith("dayhospital/clock.py")] == []


def is_date_class(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"datetime", "date"}


def test_no_window_spins_the_event_loop_by_hand():
    calls = nodes(ast.Attribute, under="dayhospital/")
    assert [name for name, node in calls if getattr(node, "attr", "") == "processEvents"] == []


def test_translated_texts_are_whole_sentences_with_placeholders():
    broken = [
        f"{name}:{node.lineno}"
        for name, node in nodes(ast.Call, under="dayhospital/")
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"tr", "translate"}
        and any(isinstance(argument, ast.JoinedStr) for argument in node.args)
    ]
    assert broken == []


def test_tests_mirror_the_rooms():
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in FILES if path.parent.parent == ROOT / "tests"}
    assert folders - rooms - {"docs", "end_to_end", "data", "stories"} == set()


# Written in pieces, so that this file passes its own test.
FORBIDDEN = {
    "a folder of one machine": r"(?<![\w.])/" + r"work(?!\w)",
    "the host of a package registry": "|".join(
        ("pypi\\." + "org", "python" + "hosted", "registry\\." + "npmjs", "deb\\." + "debian")
    ),
    "work left undone": r"\b(" + "TO" + "DO|FIX" + r"ME)\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_tree_is_free_of(what: str):
    pattern = re.compile(FORBIDDEN[what])
    found = chain.from_iterable(
        (f"{name}:{number}" for number, line in enumerate(text.splitlines(), 1) if pattern.search(line))
        for name, text in texts()
    )
    assert list(found) == []

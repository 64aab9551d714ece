"""Every source a rule names is known and described."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dayhospital
from dayhospital.clinical.sources import SOURCES, describe
from dayhospital.errors import NotFound

PACKAGE = Path(dayhospital.__file__).parent
ROOMS = ("clinical", "scheduling", "services")
MAKERS = {"Finding", "_finding", "_note", "_no", "_doctor", "_condition", "sentence"}


def sources_named_in(tree: ast.AST) -> Iterator[str]:
    """Yield each source given as a text to a call that makes a finding: after the code, or by name."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MAKERS):
            continue
        texts = [item.value for item in call.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        yield from texts[1:2]
        named = (word.value for word in call.keywords if word.arg == "source")
        yield from (str(value.value) for value in named if isinstance(value, ast.Constant))


def rooms() -> list[Path]:
    return [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]


@pytest.mark.parametrize("path", rooms(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_source_named_by_a_rule_is_described(path):
    unknown = set(sources_named_in(ast.parse(path.read_text("utf-8")))) - set(SOURCES)
    assert not unknown


def test_the_search_for_sources_finds_some():
    found = {key for path in rooms() for key in sources_named_in(ast.parse(path.read_text("utf-8")))}
    assert {"a-diva-2019", "practice", "first-watch-label"} <= found


def test_every_line_is_one_sentence_or_two():
    assert all(line.endswith(".") and "\n" not in line and len(line) < 120 for line in SOURCES.values())


def test_an_unknown_key_is_an_expected_error():
    assert describe("unit") == SOURCES["unit"]
    with pytest.raises(NotFound, match="nowhere-1999"):
        describe("nowhere-1999")

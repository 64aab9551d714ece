"""Reading YAML field by field, so that an error can name the file, the line and the field."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from dayhospital.errors import LibraryError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser is about ten times faster; some builds of PyYAML come without it."""

_TAG = "tag:yaml.org,2002:"
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}

Choice = TypeVar("Choice", bound=StrEnum)


class Fields:
    """The fields of one YAML mapping; each is read once, by the type it must have.

    Every reader raises :class:`LibraryError` with one sentence when the field is missing (and no default is given)
    or has another type. :meth:`done` refuses what nobody asked for.
    """

    def __init__(self, node: yaml.Node, file: Path, path: str = "") -> None:
        self.file = file
        self.path = path
        self.line = _line(node)
        if not isinstance(node, yaml.MappingNode):
            self.refuse("", "must be a list of fields with values", self.line)
        self._values: dict[str, yaml.Node] = {}
        self._read: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in self._values:
                self.refuse(name, "stands twice", _line(key))
            self._values[name] = value

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def refuse(self, name: str, why: str, line: int | None = None) -> NoReturn:
        """Raise the error for a field; ``why`` completes the sentence that begins with the field's name."""
        line = line if line is not None else self.line_of(name)
        field = ".".join(part for part in (self.path, name) if part)
        raise LibraryError(f"{self.file.name}, line {line}: {field or 'the file'} {why}.", line, field)

    def line_of(self, name: str) -> int:
        """Return the line of a field, or of its mapping when the field is not there."""
        node = self._values.get(name)
        return self.line if node is None else _line(node)

    def done(self) -> None:
        """Raise for the first field that nobody read."""
        for name in self._values:
            if name not in self._read:
                known = ", ".join(sorted(self._read))
                self.refuse(name, f"is not a known field; known here are: {known}")

    def text(self, name: str, default: str | None = None) -> str:
        node = self._take(name)
        if node is None:
            return self._absent(name, default)
        if not isinstance(node, yaml.ScalarNode) or node.tag != _TAG + "str" or not node.value.strip():
            self.refuse(name, "must be a text")
        return str(node.value)

    def whole(self, name: str, default: int | None = None, least: int = 0) -> int:
        node = self._take(name)
        return self._absent(name, default) if node is None else self._whole(node, name, least)

    def whole_or_none(self, name: str, none: str) -> int | None:
        """Return a positive whole number, or None when the field holds the word ``none`` (``open``)."""
        node = self._take(name)
        if node is None:
            self._absent(name, None)
        if isinstance(node, yaml.ScalarNode) and node.value == none:
            return None
        return self._whole(node, name, 1)

    def number(self, name: str) -> float:
        value = self.optional_number(name)
        return self._absent(name, None) if value is None else value

    def optional_number(self, name: str) -> float | None:
        node = self._take(name)
        if node is None:
            return None
        return self._number(node, name)

    def numbers(self, name: str) -> tuple[float, ...]:
        """Return a list of numbers that are not negative."""
        node = self._take(name)
        if node is None:
            self._absent(name, None)
        return tuple(self._number(item, name) for item in self._items(node, name))

    def flag(self, name: str, default: bool) -> bool:
        node = self._take(name)
        if node is None:
            return default
        if not isinstance(node, yaml.ScalarNode) or node.value not in _TRUE | _FALSE:
            self.refuse(name, "must be true or false")
        return node.value in _TRUE

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        node = self._take(name)
        return self._absent(name, default) if node is None else self._choice(node, name, kind)

    def choices(self, name: str, kind: type[Choice], default: tuple[Choice, ...] | None = None) -> tuple[Choice, ...]:
        node = self._take(name)
        if node is None:
            return self._absent(name, default)
        return tuple(self._choice(item, name, kind) for item in self._items(node, name))

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        node = self._take(name)
        if node is None:
            return self._absent(name, default)
        items = self._items(node, name)
        if not all(isinstance(item, yaml.ScalarNode) and item.value for item in items):
            self.refuse(name, "must be a list of texts")
        return tuple(str(item.value) for item in items)

    def one_or_more(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        node = self._values.get(name)
        return (self.text(name),) if isinstance(node, yaml.ScalarNode) else self.texts(name)

    def wholes(self, name: str, default: tuple[int, ...] | None = None, least: int = 0) -> tuple[int, ...]:
        """Return a list of whole numbers; a single number counts as a list of one."""
        node = self._take(name)
        if node is None:
            return self._absent(name, default)
        items = [node] if isinstance(node, yaml.ScalarNode) else self._items(node, name)
        return tuple(self._whole(item, name, least) for item in items)

    def child(self, name: str) -> "Fields | None":
        node = self._take(name)
        return None if node is None else Fields(node, self.file, self._below(name))

    def children(self, name: str) -> "list[Fields]":
        node = self._take(name)
        if node is None:
            self._absent(name, None)
        items = self._items(node, name, empty=True)
        return [Fields(item, self.file, self._below(f"{name}[{number}]")) for number, item in enumerate(items, start=1)]

    def _below(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _take(self, name: str) -> yaml.Node | None:
        self._read.add(name)
        return self._values.get(name)

    def _absent(self, name: str, default: "Value | None") -> "Value":
        if default is None:
            self.refuse(name, "is missing")
        return default

    def _items(self, node: yaml.Node | None, name: str, empty: bool = False) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode) or not (node.value or empty):
            self.refuse(name, "must be a list, for example [1, 8]")
        return list(node.value)

    def _whole(self, node: yaml.Node | None, name: str, least: int) -> int:
        if not isinstance(node, yaml.ScalarNode) or node.tag != _TAG + "int" or not _is_whole(node.value):
            self.refuse(name, "must be a whole number", None if node is None else _line(node))
        value = int(node.value)
        if value < least:
            self.refuse(name, f"must be at least {least}, it is {value}", _line(node))
        return value

    def _number(self, node: yaml.Node, name: str) -> float:
        if not isinstance(node, yaml.ScalarNode) or node.tag not in {_TAG + "int", _TAG + "float"}:
            self.refuse(name, "must be a number")
        try:
            value = float(node.value)
        except ValueError:
            self.refuse(name, f"must be a number, not {node.value}")
        if not value >= 0 or value == float("inf"):
            self.refuse(name, f"must not be negative, it is {node.value}")
        return value

    def _choice(self, node: yaml.Node, name: str, kind: type[Choice]) -> Choice:
        word = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
        try:
            return kind(word)
        except ValueError:
            self.refuse(name, f"must be one of {_words(kind)}, not {word or 'a list'}", _line(node))


Value = TypeVar("Value")


def read(file: Path) -> Fields:
    """Return the fields of a YAML file.

    Raises:
        LibraryError: If the file cannot be read or is not YAML.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"{file.name} cannot be read ({error}); other files are not touched.") from error
    return read_text(text, file)


def read_text(text: str, file: Path) -> Fields:
    """Return the fields of a YAML text; ``file`` is what errors call it.

    Raises:
        LibraryError: If it is not YAML.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise LibraryError(f"{file.name}, line {line}: this is not valid YAML ({error.problem}).", line) from error
    except yaml.YAMLError as error:
        raise LibraryError(f"{file.name}, line 1: this is not valid YAML ({error}).", 1) from error
    if node is None:
        raise LibraryError(f"{file.name}, line 1: the file is empty.", 1)
    return Fields(node, file)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _words(kind: Iterable[StrEnum]) -> str:
    return ", ".join(member.value for member in kind)

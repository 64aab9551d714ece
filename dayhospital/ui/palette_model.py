"""What the command palette offers for a text: patients, days, commands. No widget here."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import combining, normalize

from dayhospital.ui.widgets.datefield import parse_day


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the palette."""

    section: str
    title: str
    act: Callable[[], object]
    icon: str = ""
    colour: str = ""
    """Colour group of the dot before a patient."""
    below: str = ""
    aside: str = ""
    key: str = ""
    actions: tuple["Choice", ...] = ()
    """What ``Tab`` lists."""


def read_day(text: str, today: date) -> date | None:
    """Return the day a text means, or None: ``24/11``, ``24 nov``, ``2026-11-24``, ``tomorrow``, ``+7``."""
    words = {"today": 0, "tomorrow": 1, "yesterday": -1}
    text = text.strip().casefold()
    if text in words:
        return today + timedelta(days=words[text])
    if re.fullmatch(r"[+-]\d{1,3}", text):
        return today + timedelta(days=int(text))
    return parse_day(text, today)


def matches(text: str, title: str) -> bool:
    """Return whether every word of a text begins a word of a title."""
    words = plain(title).split()
    return all(any(word.startswith(part) for word in words) for part in plain(text).split())


def plain(text: str) -> str:
    """Return a text without case and accents, character for character as long as the text."""
    return "".join((_bare(character) or character) for character in text)


def _bare(character: str) -> str:
    bare = "".join(part for part in normalize("NFKD", character) if not combining(part)).casefold()
    return bare[:1]


def underlined(text: str, title: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of a text stand in a title, as (start, length), for the underline."""
    bare = plain(title)
    found = []
    for word in plain(text).split():
        at = bare.find(word)
        if at >= 0:
            found.append((at, len(word)))
    return tuple(found)


def sections(choices: Sequence[Choice]) -> list[Choice | str]:
    """Return the choices with a heading before each section."""
    rows: list[Choice | str] = []
    for choice in choices:
        if not rows or (isinstance(rows[-1], Choice) and rows[-1].section != choice.section):
            rows.append(choice.section)
        rows.append(choice)
    return rows

"""What of a card's words fits its width: names give way in a fixed order and are cut only with an ellipsis."""

from collections.abc import Callable
from dataclasses import dataclass

from dayhospital.ui.board.look import FADED, Card, LeaveMark, PortMark

Measure = Callable[[str], float]
"""Returns the width of a text in px."""

XS, S, M, L = 46, 96, 190, 340
"""Widths in px where the size classes S, M, L and XL begin."""
SHORTEST_CUT = 5
"""A surname keeps at least so many letters before its ellipsis, else it becomes initials."""
GAP = 7
MARK = {"first": 21, "port": 15, "missing": 15, "leave": 15, "fixed": 12, "homonym": 13}
"""Widths of the marks in px, at text size 100 %."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The words and marks that are drawn."""

    name: str
    given: str = ""
    regimen: str = ""
    marks: tuple[str, ...] = ()
    """From left to right: homonym, fixed, first, leave, missing or port."""
    initials: bool = False

    def marks_width(self, scale: float) -> float:
        return sum(MARK[mark] * scale for mark in self.marks) + 2 * max(0, len(self.marks) - 1)


def marks_of(card: Card, *, leave_home: bool = False) -> tuple[str, ...]:
    """Return the marks a card has when there is room for all; *home the same day* only where it is conditional."""
    over = card.state in FADED
    shows_leave = (leave_home or card.flags.leave is not LeaveMark.HOME) and not over
    port = {PortMark.MISSING: "missing", PortMark.IN_PLACE: "port"}.get(card.flags.port)
    found = (
        "homonym" if card.homonym else None,
        "fixed" if card.fixed else None,
        "first" if card.flags.first and not over else None,
        "leave" if shows_leave else None,
        port,
    )
    return tuple(mark for mark in found if mark is not None)


def fit(card: Card, room: float, bold: Measure, plain: Measure, small: Measure, scale: float = 1.0) -> Fitted:
    """Return what fits into ``room`` px beside the icon.

    Order of loss: given name (homonyms keep it longer, then its initial), cycle, regimen, P badge, pin, 1st; then
    the surname is cut, then becomes initials. *Port missing* and *leaving at risk* go last of all.
    """
    for given, regimen, dropped in _levels(card):
        marks = tuple(mark for mark in marks_of(card) if mark not in dropped)
        fitted = Fitted(card.surname, given, regimen, marks)
        if _width(fitted, bold, plain, small, scale) <= room:
            return fitted
    vital = tuple(mark for mark in marks_of(card) if mark in ("leave", "missing"))
    for marks in (vital, vital[-1:], ()):
        taken = Fitted("", marks=marks).marks_width(scale) + (4 if marks else 0)
        if cut := _cut(card.surname, room - taken, bold):
            return Fitted(cut, marks=marks)
        if marks and bold(card.initials) + taken <= room:
            return Fitted(card.initials, marks=marks, initials=True)
    return Fitted(card.initials, initials=True)


def _levels(card: Card) -> list[tuple[str, str, frozenset[str]]]:
    given = f", {card.given}" if card.given else ""
    whole = f"{card.short} {card.label}".strip()
    none: frozenset[str] = frozenset()
    words = [(given, whole), ("", whole), ("", card.short), ("", "")]
    if card.homonym:
        initial = f", {card.given[:1]}." if card.given else ""
        words = [(given, whole), (given, card.short), (given, ""), (initial, "")]
    losses = [none, frozenset({"port"}), frozenset({"port", "fixed"}), frozenset({"port", "fixed", "first", "homonym"})]
    levels = [(first, second, none) for first, second in words]
    last = words[-1][0]
    levels += [(last, "", loss) for loss in losses[1:]]
    if last:
        levels.append(("", "", losses[-1]))
    return levels


def _width(fitted: Fitted, bold: Measure, plain: Measure, small: Measure, scale: float) -> float:
    width = bold(fitted.name) + (plain(fitted.given) if fitted.given else 0)
    width += small(fitted.regimen) + GAP if fitted.regimen else 0
    return width + (fitted.marks_width(scale) + 4 if fitted.marks else 0)


def _cut(name: str, room: float, bold: Measure) -> str:
    """Return the name cut to ``room`` with an ellipsis, empty if fewer than the shortest cut would be left."""
    if bold(name) <= room:
        return name
    for length in range(len(name) - 1, SHORTEST_CUT - 1, -1):
        shown = name[:length].rstrip(" -'") + "…"
        if bold(shown) <= room:
            return shown
    return ""

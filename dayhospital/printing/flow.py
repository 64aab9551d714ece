"""Text in a column: words, codes and boxes set line by line, so that nothing is ever cut.

A cell is a tuple of paragraphs, a paragraph a tuple of :class:`Run`. Lines break between words; what is kept together
(an identifier) or is one long word moves to a line of its own, and breaks inside only if even that is too narrow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter

from dayhospital.printing import marks, typeface

LINE_HEIGHT = 1.52
"""Distance of lines, in text sizes."""


class Look(Enum):
    PLAIN = "plain"
    BADGE = "badge"
    """A code in a frame."""
    INVERSE = "inverse"
    """White on black: what must not be overlooked."""
    BOX = "box"
    """A box to tick; has no text."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. ``keep`` never breaks it between words."""

    text: str
    bold: bool = False
    look: Look = Look.PLAIN
    keep: bool = False
    size: int = typeface.BODY

    @property
    def weight(self) -> QFont.Weight:
        return typeface.BOLD if self.bold else typeface.REGULAR

    def width(self, text: str) -> float:
        if self.look is Look.BOX:
            return marks.TICK
        if self.look is Look.PLAIN:
            return typeface.width(text, self.size, self.weight)
        return marks.badge_width(text, self.size)


BOX = Run("", look=Look.BOX)
Paragraph = tuple[Run, ...]
Cell = tuple[Paragraph, ...]


def plain(text: str, bold: bool = False, keep: bool = False) -> Cell:
    """Return a cell of one text, an empty one for an empty text."""
    return ((Run(text, bold, keep=keep),),) if text else ()


def legend(*texts: str | Run) -> Paragraph:
    """Return a paragraph of the foot in small type; a run keeps its look."""
    runs = (Run(each) if isinstance(each, str) else each for each in texts)
    return tuple(replace(run, size=typeface.SMALL) for run in runs)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text at its place in a line."""

    run: Run
    text: str
    left: float


@dataclass(frozen=True, slots=True)
class Flow:
    """A cell set into lines for a width."""

    lines: tuple[tuple[_Piece, ...], ...]
    line_height: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.line_height

    def split(self, count: int) -> tuple["Flow", "Flow"]:
        """Return the first lines and the rest."""
        return Flow(self.lines[:count], self.line_height), Flow(self.lines[count:], self.line_height)

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        for number, pieces in enumerate(self.lines):
            middle = top + (number + 0.5) * self.line_height
            for piece in pieces:
                _paint(painter, piece, left + piece.left, middle)


def set_cell(cell: Cell, width: float, size: int = typeface.BODY) -> Flow:
    """Set a cell into lines no wider than ``width`` (tenths of a millimetre)."""
    lines = tuple(line for paragraph in cell for line in _lines(paragraph, width))
    return Flow(lines, size * LINE_HEIGHT)


def _lines(paragraph: Paragraph, width: float) -> Iterator[tuple[_Piece, ...]]:
    pieces: list[_Piece] = []
    right = 0.0
    for run, word in _words(paragraph):
        for part in _parts(run, word, width):
            gap = run.width(" ") if run.look is Look.PLAIN else run.size * 0.3
            left = right + gap if pieces else 0.0
            if pieces and left + run.width(part) > width:
                yield tuple(pieces)
                pieces, left = [], 0.0
            right = left + run.width(part)
            _add(pieces, _Piece(run, part, left))
    if pieces:
        yield tuple(pieces)


def _add(pieces: list[_Piece], piece: _Piece) -> None:
    """Join words of one run to one text, so that what reads the file finds whole phrases."""
    last = pieces[-1] if pieces else None
    if last and last.run is piece.run and piece.run.look is Look.PLAIN:
        pieces[-1] = _Piece(last.run, f"{last.text} {piece.text}", last.left)
    else:
        pieces.append(piece)


def _words(paragraph: Paragraph) -> Iterator[tuple[Run, str]]:
    for run in paragraph:
        whole = run.keep or run.look is not Look.PLAIN
        yield from ((run, word) for word in ([run.text] if whole else run.text.split()))


def _parts(run: Run, word: str, width: float) -> Iterator[str]:
    """Break a word that is wider than the whole column."""
    if run.look is not Look.PLAIN or run.width(word) <= width:
        yield word
        return
    if " " in word:
        for each in word.split():
            yield from _parts(run, each, width)
        return
    start = 0
    for end in range(1, len(word) + 1):
        if end - start > 1 and run.width(word[start:end]) > width:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]


def _paint(painter: QPainter, piece: _Piece, left: float, middle: float) -> None:
    run = piece.run
    if run.look is Look.BOX:
        marks.tick_box(painter, left, middle)
    elif run.look is Look.PLAIN:
        baseline = middle + typeface.ascent(run.size, run.weight) / 2
        marks.text(painter, QPointF(left, baseline), piece.text, run.size, run.weight)
    else:
        marks.badge(painter, left, middle, piece.text, run.size, inverse=run.look is Look.INVERSE)

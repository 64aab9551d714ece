"""The page: A4 with head and foot, and a document of any number of them.

Every measure on paper is in tenths of a millimetre: A4 landscape is 2970 × 2100. A document knows its pages from the
start; :meth:`Document.paint` draws one with a painter whose unit is the tenth of a millimetre.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPainter

from dayhospital.domain.formats import day_text, time_text
from dayhospital.printing import flow, marks, typeface
from dayhospital.printing.flow import Cell

LONG_SIDE, SHORT_SIDE = 2970.0, 2100.0
MARGIN = 90.0
HEAD = 195.0
"""Top of the body."""
LAST_BASE = 45.0
GAP = 40.0
"""From the bottom edge to the last line's baseline."""
PRIVACY = "Patient data. Keep in the unit, shred after use. State at print time; the board is leading."

Body = Callable[[QPainter, QRectF], None]
"""Draws what is between head and foot."""


@dataclass(frozen=True, slots=True)
class Printed:
    """When a document was made and by whom, local time; the user may be empty."""

    at: datetime
    by: str = ""

    @property
    def text(self) -> str:
        by = f" by {self.by}" if self.by else ""
        return f"Printed {day_text(self.at)} {time_text(self.at)}{by}"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands in the head and foot of a page."""

    unit: str
    title: str
    middle: str
    """The date, or the patient."""
    above_middle: str
    printed: Printed
    marks: Cell
    """What the marks mean; the foot grows with it."""
    version: str
    landscape: bool = True
    subject: Cell = ()
    """Whom the whole document is about, under the head of each page."""
    privacy: str = PRIVACY

    @property
    def size(self) -> QSizeF:
        """A4 in tenths of a millimetre."""
        return QSizeF(LONG_SIDE, SHORT_SIDE) if self.landscape else QSizeF(SHORT_SIDE, LONG_SIDE)

    @property
    def body(self) -> QRectF:
        """The room between head and foot."""
        top = HEAD + (self._set(self.subject).height + 16 if self.subject else 0.0)
        return QRectF(MARGIN, top, self._width, self._foot_top - 16 - top)

    @property
    def _width(self) -> float:
        return self.size.width() - 2 * MARGIN

    @property
    def _foot_top(self) -> float:
        return self.size.height() - LAST_BASE - 44 - self._set(self.marks).height

    def _set(self, cell: Cell) -> flow.Flow:
        return flow.set_cell(cell, self._width, max((run.size for line in cell for run in line), default=0))

    def paint(self, painter: QPainter, page: int, of: int) -> None:
        self._paint_head(painter, page, of)
        self._paint_foot(painter)

    def _paint_head(self, painter: QPainter, page: int, of: int) -> None:
        left, right = MARGIN, self.size.width() - MARGIN
        marks.text(painter, QPointF(left, 100), self.unit, typeface.CAPTION)
        marks.text(painter, QPointF(left, 160), self.title, typeface.TITLE, typeface.BOLD)
        _right(painter, right, 100, self.printed.text, typeface.CAPTION)
        _right(painter, right, 160, f"Page {page} of {of}", 38, weight=typeface.BOLD)
        room = (
            typeface.width(self.title, typeface.TITLE, typeface.BOLD),
            typeface.width("Page 100 of 100", 38, typeface.BOLD),
        )
        _middle(painter, self.size.width(), 160, self.middle, max(room) + MARGIN)
        unit, printed = (typeface.width(text, typeface.CAPTION) for text in (self.unit, self.printed.text))
        between = QRectF(left + unit, 0, right - left - unit - printed, 100)
        _between(painter, between, self.size.width() / 2, self.above_middle)
        marks.line(painter, QPointF(left, 181), QPointF(right, 181), 4.5)
        self._set(self.subject).paint(painter, left, HEAD)

    def _paint_foot(self, painter: QPainter) -> None:
        left, right, top = MARGIN, self.size.width() - MARGIN, self._foot_top
        bottom = self.size.height() - LAST_BASE
        marks.line(painter, QPointF(left, top), QPointF(right, top), marks.HAIRLINE)
        self._set(self.marks).paint(painter, left, top + 8)
        marks.text(painter, QPointF(left, bottom), self.privacy, typeface.SMALL)
        _right(painter, right, bottom, self.version, typeface.SMALL)


def _between(painter: QPainter, room: QRectF, middle: float, text: str) -> None:
    """Write a caption on the foot of a room, in the middle of the page if it fits there; long ones get smaller."""
    size = typeface.CAPTION
    while size > 12 and typeface.width(text, size) > room.width() - 2 * GAP:
        size -= 1
    width = typeface.width(text, size)
    left = min(max(middle - width / 2, room.left() + GAP), room.right() - GAP - width)
    marks.text(painter, QPointF(left, room.bottom()), text, size)


def _right(
    painter: QPainter,
    right: float,
    base: float,
    text: str,
    size: int,
    *,
    weight: QFont.Weight = typeface.REGULAR,
) -> None:
    marks.text(painter, QPointF(right - typeface.width(text, size, weight), base), text, size, weight)


def _middle(painter: QPainter, page_width: float, base: float, text: str, beside: float) -> None:
    """Write the middle as large as the room between its neighbours allows; a long name gets smaller, never cut."""
    room = page_width - 2 * beside - 40
    size = typeface.TITLE
    while size > 12 and typeface.width(text, size, typeface.BOLD) > room:
        size -= 1
    left = (page_width - typeface.width(text, size, typeface.BOLD)) / 2
    marks.text(painter, QPointF(left, base), text, size, typeface.BOLD)


@dataclass(frozen=True, slots=True)
class Page:
    frame: Frame
    body: Body


class Document:
    """Pages ready to be shown, written or printed. Building one needs a QGuiApplication."""

    def __init__(self, name: str, pages: Sequence[Page]) -> None:
        self.name = name
        self._pages = tuple(pages)

    def __add__(self, other: "Document") -> "Document":
        """Return both as one document with one count of pages."""
        return Document(self.name, (*self._pages, *other._pages))

    def page_count(self) -> int:
        return len(self._pages)

    def landscape(self, page: int) -> bool:
        return self._pages[page].frame.landscape

    def size(self, page: int) -> QSizeF:
        """Return the size of a page, 0 for the first, in tenths of a millimetre."""
        return self._pages[page].frame.size

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw a page, 0 for the first, with the page's corner at the origin and 10 units to the millimetre."""
        found = self._pages[page]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        found.body(painter, found.frame.body)
        found.frame.paint(painter, page + 1, len(self._pages))
        painter.restore()

"""Tables over any number of pages: the head repeats, groups repeat with "continued", rows never break over a page.

The one exception is a row too tall for a page of its own (a very long remark): it goes on in the next one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from dayhospital.printing import marks, typeface
from dayhospital.printing.flow import Cell, Flow, set_cell
from dayhospital.printing.page import Body, Frame, Page

GAP = 17.0
"""Between two columns."""
HEAD_HEIGHT = 54.0
GROUP_HEIGHT = 42.0
ROW_PADDING = 5.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column; a width of 0 takes what the others leave."""

    title: str
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a cell for each column, or cells for the first columns and several ``parts`` for the others.

    The parts of a row (the drugs of a patient) stand under each other beside its cells and stay on one page.
    """

    cells: tuple[Cell, ...]
    parts: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    title: str
    detail: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row set into lines."""

    flows: tuple[Flow, ...]
    parts: tuple[tuple[Flow, ...], ...] = ()

    @property
    def height(self) -> float:
        return max(_height(self.flows), sum(map(_height, self.parts)))


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading, or a row, at its place on a page."""

    top: float
    height: float
    title: str = ""
    detail: str = ""
    line: _Line | None = None


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    nothing: str
    """What stands there when the table is empty."""

    def pages(self, frame: Frame) -> Iterator[Page]:
        """Yield the pages of the table; one at least."""
        room = frame.body
        columns = _places(self.columns, room.width())
        for blocks in self._broken(columns, room.height() - HEAD_HEIGHT):
            yield Page(frame, self._body(columns, tuple(blocks)))

    def _broken(self, columns: Sequence[tuple[float, float]], height: float) -> Iterator[list[_Block]]:
        page: list[_Block] = []
        top = 0.0
        for group in self.groups:
            title = group.title
            for number, line in enumerate(_lines(group.rows, columns, height)):
                heading = GROUP_HEIGHT if title and (number == 0 or not page) else 0.0
                if page and top + heading + line.height > height:
                    yield page
                    page, top = [], 0.0
                if title and (number == 0 or not page):
                    detail = group.detail if number == 0 else "continued"
                    page.append(_Block(top, GROUP_HEIGHT, title, detail))
                    top += GROUP_HEIGHT
                page.append(_Block(top, line.height, line=line))
                top += line.height
        if page:
            yield page
        elif not any(group.rows for group in self.groups):
            yield []

    def _body(self, columns: Sequence[tuple[float, float]], blocks: tuple[_Block, ...]) -> Body:
        def paint(painter: QPainter, room: QRectF) -> None:
            self._paint_head(painter, room, columns)
            top = room.top() + HEAD_HEIGHT
            if not blocks:
                marks.text(painter, QPointF(room.left() + 10, top + 60), self.nothing)
            for block in blocks:
                _paint_block(painter, room, columns, block, top)

        return paint

    def _paint_head(self, painter: QPainter, room: QRectF, columns: Sequence[tuple[float, float]]) -> None:
        head = QRectF(room.left(), room.top(), room.width(), HEAD_HEIGHT)
        marks.fill(painter, head, marks.LIGHT)
        for column, (left, _) in zip(self.columns, columns, strict=True):
            at = QPointF(room.left() + left, head.top() + 36)
            marks.text(painter, at, column.title, typeface.SMALL, typeface.BOLD)
        marks.line(painter, head.bottomLeft(), head.bottomRight(), marks.LINE)


def _places(columns: Sequence[Column], width: float) -> list[tuple[float, float]]:
    """Return left edge and width of the text of each column."""
    fixed = sum(column.width for column in columns)
    open_columns = sum(1 for column in columns if not column.width)
    rest = (width - fixed) / max(1, open_columns)
    places, left = [], 10.0
    for column in columns:
        wide = column.width or rest
        places.append((left, wide - GAP))
        left += wide
    return places


def _lines(rows: Iterable[Row], columns: Sequence[tuple[float, float]], height: float) -> Iterator[_Line]:
    room = height - GROUP_HEIGHT
    for row in rows:
        count = len(row.cells)
        flows = _set(row.cells, columns[:count])
        parts = tuple(_set(part, columns[count:]) for part in row.parts)
        yield from _with_parts(flows, parts, room) if parts else _shortened(flows, room)


def _with_parts(flows: tuple[Flow, ...], parts: tuple[tuple[Flow, ...], ...], room: float) -> Iterator[_Line]:
    """Yield a row, or several with the same first cells where its parts do not fit a page."""
    page: list[tuple[Flow, ...]] = []
    for part in parts:
        if page and sum(map(_height, (*page, part))) > room:
            yield _Line(flows, tuple(page))
            page = []
        page.append(part)
    yield _Line(flows, tuple(page))


def _shortened(flows: tuple[Flow, ...], room: float) -> Iterator[_Line]:
    """Yield a row, or several with the lines that did not fit a page."""
    most = int((room - 2 * ROW_PADDING) / max(flow.line_height for flow in flows))
    while any(len(flow.lines) > most for flow in flows):
        split = [flow.split(most) for flow in flows]
        yield _Line(tuple(first for first, _ in split))
        flows = tuple(rest for _, rest in split)
    yield _Line(flows)


def _set(cells: Sequence[Cell], columns: Sequence[tuple[float, float]]) -> tuple[Flow, ...]:
    return tuple(set_cell(cell, wide) for cell, (_, wide) in zip(cells, columns, strict=True))


def _height(flows: tuple[Flow, ...]) -> float:
    return max((flow.height for flow in flows), default=0.0) + 2 * ROW_PADDING


def _paint_block(
    painter: QPainter, room: QRectF, columns: Sequence[tuple[float, float]], block: _Block, top: float
) -> None:
    place = QRectF(room.left(), top + block.top, room.width(), block.height)
    if block.line is None:
        marks.fill(painter, place, marks.FAINT)
        base = place.top() + 31
        wide = marks.text(painter, QPointF(place.left() + 10, base), block.title, typeface.CAPTION, typeface.BOLD)
        marks.text(painter, QPointF(place.left() + wide + 45, base), block.detail, typeface.SMALL)
    else:
        _paint_line(painter, place, columns, block.line)
    marks.line(painter, place.bottomLeft(), place.bottomRight(), marks.HAIRLINE, marks.HAIR)


def _paint_line(painter: QPainter, place: QRectF, columns: Sequence[tuple[float, float]], line: _Line) -> None:
    count = len(line.flows)
    for flow, (left, _) in zip(line.flows, columns, strict=False):
        flow.paint(painter, place.left() + left, place.top() + ROW_PADDING)
    top = place.top()
    for number, part in enumerate(line.parts):
        if number:
            start = QPointF(place.left() + columns[count][0], top)
            marks.line(painter, start, QPointF(place.right(), top), marks.HAIRLINE, marks.HAIR)
        for flow, (left, _) in zip(part, columns[count:], strict=True):
            flow.paint(painter, place.left() + left, top + ROW_PADDING)
        top += _height(part)

"""Where the cells of the roster are: nurses down, days across, in px of the viewport."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

NARROWEST_COLUMN = 35
"""Px a day needs for the hours of a duty."""
Cell = tuple[int, int]
"""Row of the nurse and column of the day."""


@dataclass(frozen=True, slots=True)
class RosterGeometry:
    """Maps cells to boxes and back; ``left`` and ``top`` are what is scrolled out of sight."""

    width: float
    height: float
    names: float
    """Width of the column of names."""
    head: float
    row: float
    foot: float
    rows: int
    columns: int
    left: float = 0.0
    top: float = 0.0
    narrowest: float = NARROWEST_COLUMN

    @property
    def column(self) -> float:
        """The width of a day: the days fill the window, but are never too narrow to read."""
        room = self.width - self.names
        return max(self.narrowest, room / self.columns) if self.columns else room

    @property
    def body(self) -> QRectF:
        """Where the cells are seen."""
        return QRectF(self.names, self.head, self.width - self.names, max(0.0, self.foot_top - self.head))

    @property
    def foot_top(self) -> float:
        """The foot follows the last nurse, and stays at the lower edge when there are more than fit."""
        return min(self.head + self.rows * self.row, self.height - self.foot)

    @property
    def hidden_right(self) -> int:
        """How far it can be scrolled to the right, in px."""
        return max(0, round(self.names + self.columns * self.column - self.width))

    @property
    def hidden_below(self) -> int:
        return max(0, round(self.head + self.rows * self.row + self.foot - self.height))

    def x_of(self, column: int) -> float:
        return self.names + column * self.column - self.left

    def y_of(self, row: int) -> float:
        return self.head + row * self.row - self.top

    def box(self, cell: Cell) -> QRectF:
        """Return where a cell is drawn."""
        row, column = cell
        return QRectF(self.x_of(column), self.y_of(row), self.column, self.row)

    def day_at(self, point: QPointF) -> int | None:
        """Return the column of a point at any height, None beside the days."""
        if not self.names <= point.x() < self.width or not self.columns:
            return None
        column = int((point.x() - self.names + self.left) // self.column)
        return column if 0 <= column < self.columns else None

    def cell_at(self, point: QPointF) -> Cell | None:
        """Return the cell under a point, None beside them."""
        column = self.day_at(point)
        if column is None or not self.head <= point.y() < self.foot_top:
            return None
        row = int((point.y() - self.head + self.top) // self.row)
        return (row, column) if 0 <= row < self.rows else None

    def nearest(self, point: QPointF) -> Cell:
        """Return the cell nearest to a point: a stroke goes on along the edge when the pointer leaves."""
        column = int((point.x() - self.names + self.left) // self.column)
        row = int((point.y() - self.head + self.top) // self.row)
        return min(max(row, 0), self.rows - 1), min(max(column, 0), self.columns - 1)


def cells_between(first: Cell, last: Cell) -> tuple[Cell, ...]:
    """Return every cell of the rectangle between two."""
    rows = range(min(first[0], last[0]), max(first[0], last[0]) + 1)
    columns = range(min(first[1], last[1]), max(first[1], last[1]) + 1)
    return tuple((row, column) for row in rows for column in columns)

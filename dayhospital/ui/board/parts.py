"""Where the parts of the board are in its viewport: left column, axis, rows, strips. Strips give way before rows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from dayhospital.ui.board.geometry import FIT_ROWS, ROW_PX, RowMode, fit_row_height
from dayhospital.ui.board.overlay import Frame
from dayhospital.ui.theme import holder

if TYPE_CHECKING:
    from dayhospital.ui.board.view import BoardView

STRIPS = 3
_AXIS, _LEFT = 28, 116
_STRIP, _NARROW_STRIP, _WIDEST_STRIP = 38, 28, 46


class Parts:
    """The measures of one board at its present size, mode and text size; ``rows`` is how many chairs it shows."""

    def __init__(self, view: "BoardView") -> None:
        self._view = view
        self.rows = 1

    @property
    def left(self) -> int:
        """Px of the left column."""
        return holder().px(_LEFT)

    @property
    def axis(self) -> int:
        """Px of the time axis."""
        return holder().px(_AXIS)

    @property
    def _scale(self) -> float:
        return max(holder().text_scale, 1.0)

    @property
    def _room(self) -> int:
        """Px for rows and strips."""
        return self._view.viewport().height() - self.axis

    def row_height(self) -> int:
        if self._view.mode is RowMode.FIT:
            return fit_row_height(self._room - STRIPS * self._smallest_strip(), self.rows, holder().text_scale)
        return holder().px(ROW_PX[self._view.mode])

    def strip_height(self) -> int:
        """Return the height of one strip: it takes what the rows leave, between its limits."""
        spare = self._room - self.rows * self.row_height() if self._view.mode is RowMode.FIT else 0
        return round(min(max(spare // STRIPS, self._smallest_strip()), _WIDEST_STRIP * self._scale))

    def _smallest_strip(self) -> int:
        rows_fit = self.rows * FIT_ROWS[0] * self._scale <= self._room - STRIPS * _STRIP * self._scale
        return round((_STRIP if rows_fit else _NARROW_STRIP) * self._scale)

    def frame(self) -> Frame:
        """Return where the grid is, and how far it is scrolled."""
        view = self._view.viewport()
        below = self.axis + STRIPS * self.strip_height()
        return Frame(
            self.left,
            self.axis,
            max(view.width() - self.left, 0),
            max(view.height() - below, 0),
            self._view.horizontalScrollBar().value(),
            self._view.verticalScrollBar().value(),
        )

    def strip_area(self, index: int) -> QRectF:
        """Return where a strip is, beside the left column."""
        view, height = self._view.viewport(), self.strip_height()
        top = view.height() - (STRIPS - index) * height
        return QRectF(self.left, top, view.width() - self.left, height)

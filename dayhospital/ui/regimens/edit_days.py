"""The days of a phase to write: arrows go from cell to cell, Shift takes a run of days, Space or a click sets it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dayhospital.domain.regimen import Phase
from dayhospital.ui.regimens.tables import DayMatrix, Given
from dayhospital.ui.texts import say
from dayhospital.ui.theme import holder

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class DayGrid(DayMatrix):
    """The matrix with a cursor.

    Signals:
        toggled: Days of a drug are to be set or cleared; carries its row and the days.
    """

    toggled = Signal(int, object)

    def __init__(self, phase: Phase, drugs: Sequence[Given], parent: QWidget | None = None) -> None:
        super().__init__(phase, drugs, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row, self._column, self._anchor = 0, 0, 0

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the cursor."""
        return self._row, self._column

    def put(self, row: int, column: int) -> None:
        """Put the cursor on a cell, or on the nearest there is."""
        self._row = max(0, min(row, len(self._drugs) - 1))
        self._column = self._anchor = max(0, min(column, len(self.days) - 1))
        self._tell()
        self.update()

    def chosen_days(self) -> tuple[int, ...]:
        """Return the days under the cursor and of the run begun with Shift."""
        first, last = sorted((self._anchor, self._column))
        return self.days[first : last + 1]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            down, right = _STEPS[key]
            anchor = self._anchor
            run = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and not down
            self.put(self._row + down, self._column + right)
            if run:
                self._anchor = anchor
                self._tell()
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.put(self._row, 0 if key == Qt.Key.Key_Home else len(self.days) - 1)
        elif key == Qt.Key.Key_Space:
            self.toggled.emit(self._row, self.chosen_days())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.put(*cell)
        self.toggled.emit(self._row, self.chosen_days())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(holder().theme.accent, 2))
        name, step, head, row = self.measures()
        first, last = sorted((self._anchor, self._column))
        side = min(22.0, step - 3, row - 3)
        left = name + first * step + (step - side) / 2
        width = (last - first) * step + side
        top = head + self._row * row + (row - side) / 2
        painter.drawRoundedRect(QRectF(left - 1, top - 1, width + 2, side + 2), 5, 5)

    def _cell_at(self, at: QPointF) -> tuple[int, int] | None:
        name, step, head, height = self.measures()
        row, column = int((at.y() - head) // height), int((at.x() - name) // step)
        inside = 0 <= row < len(self._drugs) and 0 <= column < len(self.days)
        return (row, column) if inside else None

    def _tell(self) -> None:
        """Say the cell to a screen reader."""
        drug, known = self._drugs[self._row]
        days = self.chosen_days()
        given = say("given") if set(days) <= set(drug.days) else say("not given")
        words = say("{drug}, day {days}, {given}", drug=known.shown, days=", ".join(map(str, days)), given=given)
        self.setAccessibleDescription(words)

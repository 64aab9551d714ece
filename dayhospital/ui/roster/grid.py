"""The grid of the roster: it shows a month and says what is wanted of its cells; it changes nothing itself."""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from dayhospital.domain.roster import RosterEntry
from dayhospital.queries.roster import RosterMonth
from dayhospital.ui.roster.geometry import NARROWEST_COLUMN, Cell, RosterGeometry, cells_between
from dayhospital.ui.roster.painter import RosterPainter
from dayhospital.ui.roster.words import cell_text, day_words
from dayhospital.ui.texts import say
from dayhospital.ui.theme import OWN_FOCUS, holder

NAMES, HEAD, ROW, FOOT = 178, 42, 48, 64
"""Px at text size 100 %."""
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class RosterGrid(QAbstractScrollArea):
    """Nurses down, days across.

    Signals:
        stroke: Cells are to get the brush; carries them.
        erased: Cells are to be emptied; carries them.
        kind_asked: A number key was pressed over cells; carries the number and the cells.
        brush_dropped: No brush is wanted any more.
        opened: Hours, break and chairs of a cell are wanted; carries the cell.
        month_asked: The month before or after is wanted; carries −1 or 1.
        copied, pasted: The week of a cell; carries the cell.
        moved: Another cell is current.
    """

    stroke = Signal(object)
    erased = Signal(object)
    kind_asked = Signal(int, object)
    brush_dropped = Signal()
    opened = Signal(object)
    month_asked = Signal(int)
    copied = Signal(object)
    pasted = Signal(object)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month: RosterMonth | None = None
        self.current: Cell = (0, 0)
        self.preview: RosterEntry | None = None
        """What the brush would leave in a cell; None without a brush: then the mouse only chooses."""
        self._anchor: Cell = (0, 0)
        self._today = date.min
        self._painting = False
        self.setAccessibleName(say("Roster"))
        self.setProperty(OWN_FOCUS, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        holder().changed.connect(self._fit)

    def show_month(self, month: RosterMonth, today: date) -> None:
        """Show another month, or the same one changed; the keyboard stays where it is."""
        self.month, self._today = month, today
        self.current, self._anchor = self._inside(self.current), self._inside(self._anchor)
        self._fit()
        self._tell()

    def go_to(self, day: date) -> None:
        """Put the keyboard on a day of the month."""
        if self.month is not None and day in self.month.days:
            self._move((self.current[0], self.month.days.index(day)), extend=False)

    @property
    def chosen(self) -> tuple[Cell, ...]:
        """The cells a key acts on."""
        return cells_between(self._anchor, self.current) if self._any else ()

    @property
    def measures(self) -> RosterGeometry:
        """Where everything is now."""
        month, found, size = self.month, holder(), self.viewport().size()
        return RosterGeometry(
            size.width(),
            size.height(),
            *(found.px(NAMES), found.px(HEAD), found.px(ROW), found.px(FOOT)),
            len(month.nurses) if month else 0,
            len(month.days) if month else 0,
            self.horizontalScrollBar().value(),
            self.verticalScrollBar().value(),
            found.px(NARROWEST_COLUMN),
        )

    @property
    def _any(self) -> bool:
        return self.month is not None and bool(self.month.nurses)

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.month is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        found = RosterPainter(painter, self.measures, self.month, self._today)
        found.paint(frozenset(self.chosen if self._painting else ()), self.preview)
        if self._any:
            found.frame(self.chosen, self.current, focused=self.hasFocus())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        geometry = self.measures
        for bar, hidden, page in (
            (self.horizontalScrollBar(), geometry.hidden_right, geometry.width),
            (self.verticalScrollBar(), geometry.hidden_below, geometry.body.height()),
        ):
            bar.setRange(0, hidden)
            bar.setPageStep(round(page))
            bar.setSingleStep(round(geometry.row))
        self.viewport().update()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.measures.cell_at(event.position())
        if cell is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._painting = self.preview is not None
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._move(cell, extend=shift and not self._painting)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._any:
            self._move(self.measures.nearest(event.position()), extend=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._painting:
            return
        cells, self._painting = self.chosen, False
        self._anchor = self.current
        self.viewport().update()
        self.stroke.emit(cells)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self.measures.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(cell)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, point: QPointF) -> str:
        """Return what the tooltip says at a point: the cell, or the day over and under the cells."""
        geometry, month = self.measures, self.month
        if month is None:
            return ""
        cell, column = geometry.cell_at(point), geometry.day_at(point)
        if cell is not None:
            return cell_text(month, *cell)
        return day_words(month, month.days[column]) if column is not None else ""

    # --- keyboard ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._painting and event.key() == Qt.Key.Key_Escape:
            self._painting = False
            self._move(self._anchor, extend=False)
        elif not self._any or not (self._moves(event) or self._acts(event)):
            super().keyPressEvent(event)

    def _moves(self, event: QKeyEvent) -> bool:
        """Go where a key leads; return whether it leads anywhere."""
        key, (row, column) = Qt.Key(event.key()), self.current
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key in _STEPS:
            self._move((row + _STEPS[key][0], column + _STEPS[key][1]), extend=extend)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            last = len(self.month.days) - 1 if self.month else 0
            self._move((row, 0 if key == Qt.Key.Key_Home else last), extend=extend)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.month_asked.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            return False
        return True

    def _acts(self, event: QKeyEvent) -> bool:
        """Ask for what a key does to the cells; return whether it does anything."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit(self.current)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(self.current)
        elif event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.erased.emit(self.chosen)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.current)
        elif key == Qt.Key.Key_Escape:
            self.brush_dropped.emit()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.kind_asked.emit(key - Qt.Key.Key_0, self.chosen)
        else:
            return False
        return True

    def _move(self, cell: Cell, *, extend: bool) -> None:
        self.current = self._inside(cell)
        if not extend:
            self._anchor = self.current
        self._reveal()
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        """Say where the keyboard is, for the line below and the screen reader."""
        if self.month is not None and self._any:
            self.setAccessibleDescription(cell_text(self.month, *self.current))
        self.moved.emit()

    def _reveal(self) -> None:
        geometry = self.measures
        box, body = geometry.box(self.current), geometry.body
        for bar, low, high in (
            (self.horizontalScrollBar(), box.left() - body.left(), box.right() - body.right()),
            (self.verticalScrollBar(), box.top() - body.top(), box.bottom() - body.bottom()),
        ):
            if low < 0:
                bar.setValue(bar.value() + int(low) - 1)
            elif high > 0:
                bar.setValue(bar.value() + int(high) + 1)

    def _inside(self, cell: Cell) -> Cell:
        rows, columns = (len(self.month.nurses), len(self.month.days)) if self.month else (0, 0)
        return min(max(cell[0], 0), max(rows - 1, 0)), min(max(cell[1], 0), max(columns - 1, 0))

"""Lists of two lines a row: what it is, and below where it would go or why not."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text

LINES = Qt.ItemDataRole.UserRole + 1
BOX = 16


@dataclass(frozen=True, slots=True)
class Lines:
    """What one row shows; ``warning`` stands in amber after the second line."""

    first: str
    second: str = ""
    warning: str = ""


class LinesDelegate(QStyledItemDelegate):
    """Paints the two lines, and a tick box where the item has one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        lines: Lines = index.data(LINES)
        return QSize(200, holder().px(48 if lines.second or lines.warning else 30))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, lines = holder().theme, index.data(LINES)
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected)
            painter.drawRoundedRect(box, 6, 6)
        left = box.left() + 10
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            self._paint_tick(painter, QRectF(left, box.center().y() - BOX / 2, BOX, BOX), Qt.CheckState(state))
            left += BOX + 10
        self._paint_lines(painter, QRectF(left, box.top(), box.right() - left - 10, box.height()), lines)
        painter.restore()

    def _paint_tick(self, painter: QPainter, box: QRectF, state: Qt.CheckState) -> None:
        theme = holder().theme
        ticked = state is Qt.CheckState.Checked
        painter.setPen(theme.accent if ticked else theme.control)
        painter.setBrush(theme.accent if ticked else theme.surface)
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            draw_icon(painter, "check", theme.on_accent, box.adjusted(2, 2, -2, -2))

    def _paint_lines(self, painter: QPainter, box: QRectF, lines: Lines) -> None:
        theme, found = holder().theme, holder()
        if not (lines.second or lines.warning):
            draw_text(painter, box, lines.first, found.font(FontRole.BODY_MEDIUM), theme.text1)
            return
        upper = QRectF(box.left(), box.top() + 3, box.width(), box.height() / 2 - 2)
        lower = upper.translated(0, upper.height())
        draw_text(painter, upper, lines.first, found.font(FontRole.BODY_STRONG), theme.text1)
        used = draw_text(painter, lower, lines.second, found.font(FontRole.DENSE), theme.text2)
        if lines.warning:
            rest = lower.adjusted(used + (12 if lines.second else 0), 0, 0, 0)
            draw_text(painter, rest, lines.warning, found.font(FontRole.DENSE_MEDIUM), theme.status("warn").text)


class LinesList(QListWidget):
    """A list of such rows; a click anywhere on a row with a tick box turns the tick."""

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(LinesDelegate(self))
        self.setProperty("bare", True)
        self.setMinimumHeight(height)
        self.setAccessibleName(name)
        self.itemClicked.connect(turn_tick)

    def add(self, lines: Lines, value: object, ticked: bool | None = None, enabled: bool = True) -> None:
        """Add a row; ``ticked`` None is a row without a tick box."""
        item = QListWidgetItem()
        item.setData(LINES, lines)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join((lines.first, lines.second, lines.warning)).strip())
        if ticked is not None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        if not enabled:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def value(self) -> object:
        """Return the value of the current row, None without one."""
        item = self.currentItem()
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)

    def ticked(self) -> list[object]:
        """Return the values of the ticked rows."""
        items = [self.item(row) for row in range(self.count())]
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.data(Qt.ItemDataRole.CheckStateRole) is not None and item.checkState() is Qt.CheckState.Checked
        ]


def turn_tick(item: QListWidgetItem) -> None:
    if item.data(Qt.ItemDataRole.CheckStateRole) is not None:
        ticked = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

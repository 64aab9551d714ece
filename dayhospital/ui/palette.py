"""The command palette: patients first, then actions, then places to go (``Ctrl K``)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from dayhospital.ui.palette_model import Choice, sections, underlined
from dayhospital.ui.theme.fonts import FontRole
from dayhospital.ui.theme.holder import holder
from dayhospital.ui.theme.icons import draw_icon
from dayhospital.ui.widgets import Divider, IconView, Label, Panel

CHOICE = Qt.ItemDataRole.UserRole
PATIENT_ROW, ROW, HEADING = 44, 36, 28
WIDTH, LIST_HEIGHT = 640, 430
Finder = Callable[[str, Callable[[Sequence[Choice]], None]], None]
"""Takes the text and a function that shows the choices, now or later."""


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a heading or a choice; marks what matches the text."""

    text = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        choice = index.data(CHOICE)
        height = HEADING if isinstance(choice, str) else PATIENT_ROW if choice.below else ROW
        return QSize(100, holder().px(height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice = index.data(CHOICE)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(choice, str):
            painter.setFont(holder().font(FontRole.CAPTION_STRONG))
            painter.setPen(holder().theme.text3)
            painter.drawText(box.adjusted(16, 4, -16, 0), Qt.AlignmentFlag.AlignVCenter, choice)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(holder().theme.selected)
                painter.drawRoundedRect(box.adjusted(8, 0, -8, 0), 8, 8)
            self._paint_choice(painter, box.adjusted(20, 0, -20, 0), choice)
        painter.restore()

    def _paint_choice(self, painter: QPainter, box: QRectF, choice: Choice) -> None:
        theme = holder().theme
        left = box.left()
        if choice.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.group(choice.colour).colour)
            painter.drawRoundedRect(QRectF(left, box.top() + 10, 8, 8), 2, 2)
        elif choice.icon:
            draw_icon(painter, choice.icon, theme.text2, QRectF(left, box.center().y() - 8, 16, 16))
        left += 18 if choice.colour else 26
        right = box.right() - self._paint_right(painter, box, choice)
        line = QRectF(left, box.top() + (4 if choice.below else 0), right - left, 20 if choice.below else box.height())
        self._paint_title(painter, line, choice)
        if choice.below:
            painter.setFont(holder().font(FontRole.DENSE_IDENTIFIER))
            painter.setPen(theme.text3)
            painter.drawText(line.translated(0, 18), Qt.AlignmentFlag.AlignVCenter, choice.below)

    def _paint_title(self, painter: QPainter, line: QRectF, choice: Choice) -> None:
        theme = holder().theme
        font = holder().font(FontRole.BODY_STRONG if choice.below else FontRole.BODY_MEDIUM)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.text1)
        painter.drawText(
            line,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(choice.title, Qt.TextElideMode.ElideRight, line.width()),
        )
        base = line.center().y() + metrics.ascent() / 2 + 2
        for start, length in underlined(self.text, choice.title):
            x = line.left() + metrics.horizontalAdvance(choice.title[:start])
            width = metrics.horizontalAdvance(choice.title[start : start + length])
            painter.fillRect(QRectF(x, base, width, 2), theme.accent)

    def _paint_right(self, painter: QPainter, box: QRectF, choice: Choice) -> float:
        """Paint the key or the words at the right edge and return the room they took, in pixels."""
        theme = holder().theme
        text = choice.key or choice.aside
        if not text:
            return 0
        painter.setFont(holder().font(FontRole.CAPTION_MEDIUM if choice.key else FontRole.DENSE))
        width = painter.fontMetrics().horizontalAdvance(text)
        place = QRectF(box.right() - width - (8 if choice.key else 0), box.center().y() - 10, width, 20)
        if choice.key:
            painter.setPen(theme.line_strong)
            painter.setBrush(theme.surface)
            painter.drawRoundedRect(place.adjusted(-7, 0, 7, 0), 5, 5)
        painter.setPen(theme.text2)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return width + 24


class Palette(QWidget):
    """Lies over the window with a veil; takes keys until something is chosen or ``Esc``.

    Signals:
        closed: The palette went away; the caller gives the focus back.
    """

    closed = Signal()

    def __init__(self, finder: Finder, parent: QWidget) -> None:
        super().__init__(parent)
        self._finder = finder
        self._over = parent
        self._delegate = ChoiceDelegate(self)
        self._panel = Panel("palette", self)
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setFont(holder().font(FontRole.FIGURE))
        self.field.setPlaceholderText(self.tr("Name, date of birth, number or command"))
        self.field.setAccessibleName(self.tr("Search or command"))
        self.list = QListWidget()
        self.list.setProperty("bare", True)
        self.list.setItemDelegate(self._delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        self._delay = QTimer(self, singleShot=True, interval=40)
        self._delay.timeout.connect(self._look)
        self.field.textChanged.connect(self._delay.start)
        self.field.installEventFilter(self)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the palette over the whole window."""
        self.setGeometry(self._over.rect())
        self._place_panel()
        self.field.setText(text)
        self.show()
        self.raise_()
        self.field.setFocus()
        self._look()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """List the choices; the first one is selected."""
        self._delegate.text = self.field.text().removeprefix(">")
        self.list.clear()
        for row in sections(choices):
            item = QListWidgetItem()
            item.setData(CHOICE, row)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, row if isinstance(row, str) else f"{row.title} {row.below}"
            )
            if isinstance(row, str):
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        if not choices:
            nothing = QListWidgetItem()
            nothing.setData(
                CHOICE, self.tr("Nothing found. Try a surname, a birth date such as 12-03-1961 or a number.")
            )
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self._step(1, from_row=-1)
        self._place_panel()
        self.update()

    def close_palette(self) -> None:
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event.key())
        if watched is self.parent() and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
            self._place_panel()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(10, 14, 22, 110))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panel = QRectF(self._panel.geometry())
        painter.setPen(Qt.PenStyle.NoPen)
        for spread in range(12, 0, -2):  # a soft shadow: only things above the page have one
            painter.setBrush(QColor(10, 14, 22, 10))
            painter.drawRoundedRect(panel.adjusted(-spread, -spread / 2, spread, spread), 14 + spread, 14 + spread)

    def _key(self, key: int) -> bool:
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key == Qt.Key.Key_Tab:
            item = self.list.currentItem()
            choice = item.data(CHOICE) if item else None
            if isinstance(choice, Choice) and choice.actions:
                self.show_choices(choice.actions)
        else:
            return False
        return True

    def _step(self, by: int, from_row: int | None = None) -> None:
        row = (self.list.currentRow() if from_row is None else from_row) + by
        while 0 <= row < self.list.count():
            if isinstance(self.list.item(row).data(CHOICE), Choice):
                self.list.setCurrentRow(row)
                return
            row += by

    def _take(self, item: QListWidgetItem | None) -> None:
        choice = item.data(CHOICE) if item else None
        if isinstance(choice, Choice):
            self.close_palette()
            choice.act()

    def _look(self) -> None:
        text = self.field.text()

        def show(choices: Sequence[Choice]) -> None:
            if self.field.text() == text:  # an answer to an older text comes too late
                self.show_choices(choices)

        self._finder(text, show)

    def _place_panel(self) -> None:
        width = min(WIDTH, self.width() - 48)
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        height = min(max(rows, holder().px(ROW)) + holder().px(96), LIST_HEIGHT + 96, self.height() - 120)
        self._panel.setGeometry((self.width() - width) // 2, min(96, self.height() // 8), width, height)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(20, 8, 16, 8)
        top.addWidget(IconView("search", "text3", 18))
        top.addWidget(self.field, 1)
        column.addLayout(top)
        column.addWidget(Divider())
        column.addWidget(self.list, 1)
        column.addWidget(Divider())
        foot = Label(
            self.tr("↑↓ choose     ↵ open     Tab actions     > commands only     Esc close"), FontRole.DENSE, "text3"
        )
        foot.setContentsMargins(20, 8, 20, 8)
        column.addWidget(foot)

"""The navigation rail: one button per page, icon over word, always visible."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPainterPath, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from dayhospital.ui.theme.fonts import FontRole
from dayhospital.ui.theme.holder import holder
from dayhospital.ui.theme.icons import draw_icon
from dayhospital.ui.theme.paint import CENTRE, draw_text, fill_rounded, text_width
from dayhospital.ui.widgets import Avatar

RAIL_WIDTH = 64
MOST_COUNTED = 99
"""Above it the badge says that there are more."""


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A page of the rail: its name in code, its word, its icon."""

    name: str
    word: str
    icon: str


class RailButton(QAbstractButton):
    """Icon over word; the active one stands on a tint with an accent bar at the window's edge."""

    def __init__(self, entry: RailEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._count = 0
        self.setText(entry.word)
        self.setAccessibleName(entry.word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int, words: str) -> None:
        """Show a number on the icon, said as ``words``; 0 takes it away."""
        self._count = count
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(RAIL_WIDTH, holder().px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(7, 3, -7, -3)
        active = self.isChecked()
        if active or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected if active else theme.sunken)
            painter.drawRoundedRect(box, 8, 8)
        if active:
            painter.fillRect(QRectF(0, box.top() + 8, 3, box.height() - 16), theme.accent)
        if self.hasFocus():
            painter.setPen(theme.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        colour = theme.accent_text if active else theme.text2
        draw_icon(painter, self.entry.icon, colour, QRectF(self.width() / 2 - 10, box.top() + 7, 20, 20))
        if self._count:
            self._draw_count(painter, QRectF(self.width() / 2 + 2, box.top() + 2, 0, 15))
        painter.setFont(holder().font(FontRole.CAPTION_STRONG if active else FontRole.CAPTION_MEDIUM))
        painter.setPen(colour)
        painter.drawText(
            QRectF(0, box.top() + 28, self.width(), box.height() - 28), Qt.AlignmentFlag.AlignCenter, self.text()
        )

    def _draw_count(self, painter: QPainter, at: QRectF) -> None:
        """Draw the number on a red ground, as wide as it needs."""
        theme, font = holder().theme, holder().font(FontRole.CAPTION_STRONG)
        words = str(self._count) if self._count <= MOST_COUNTED else f"{MOST_COUNTED}+"
        side = at.height()
        ground = QRectF(at.left(), at.top(), max(side, text_width(words, font) + 8), side)
        fill_rounded(painter, ground, side / 2, theme.status("critical").fill)
        draw_text(painter, ground, words, font, theme.on_accent, align=CENTRE)


class Mark(QWidget):
    """The program's sign: three sessions on a board."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(RAIL_WIDTH, 54)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QPainterPath()
        square.addRoundedRect(QRectF(18, 13, 28, 28), 7, 7)
        painter.fillPath(square, theme.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        for x, y, width in ((24, 20, 12), (26, 26, 14), (24, 32, 9)):
            painter.drawRoundedRect(QRectF(x, y, width, 3), 1.5, 1.5)


class Rail(QWidget):
    """All pages of the program, the settings and the person at the bottom.

    Signals:
        chosen: A page was chosen; carries its name.
    """

    chosen = Signal(str)

    def __init__(self, entries: tuple[RailEntry, ...], last: RailEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(RAIL_WIDTH)
        self.setAccessibleName(self.tr("Pages"))
        self._avatar = Avatar(side=30, fill="ok")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        column.addWidget(Mark())
        for number, entry in enumerate(entries, start=1):
            column.addWidget(self._button(entry, QKeySequence(f"Ctrl+{number}")))
        column.addStretch(1)
        column.addWidget(self._button(last, QKeySequence("Ctrl+,")))
        column.addSpacing(6)
        column.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_person(self, name: str, initials: str) -> None:
        """Show who works here."""
        self._avatar.show_initials(initials)
        self._avatar.setToolTip(name)
        self._avatar.setAccessibleName(name)

    def show_count(self, name: str, count: int, words: str) -> None:
        """Show how many things wait on a page; ``words`` say it to screen readers."""
        self._buttons[name].show_count(count, words)

    def mark(self, name: str) -> None:
        """Show a page as the active one; pages outside the rail leave it as it is."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def _button(self, entry: RailEntry, key: QKeySequence) -> RailButton:
        button = RailButton(entry, self)
        # Not the button's own shortcut: that animates a click, 100 ms before the page changes.
        QShortcut(key, self, lambda: self.chosen.emit(entry.name))
        button.setToolTip(f"{entry.word}  {key.toString(QKeySequence.SequenceFormat.NativeText)}")
        button.clicked.connect(lambda: self.chosen.emit(entry.name))
        self._group.addButton(button)
        self._buttons[entry.name] = button
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = holder().theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.bg)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.line)

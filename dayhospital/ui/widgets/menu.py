"""Menus with round corners, grey keys and a red last row."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from dayhospital.ui.theme import FontRole, Kind, Theme, draw_icon, holder
from dayhospital.ui.theme.paint import LEFT, RIGHT, draw_shadow, draw_text, fill_rounded

MARGIN = 12
_ICON_NAME = "rowIcon"
_KEY_NAME = "keyText"
_ENDS = "endsIt"


class Menu(QMenu):
    """A context menu. Add rows with :meth:`add_row`; groups are parted with ``addSeparator``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("painted", True)
        self.setWindowFlags(
            self.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFont(holder().font(FontRole.BODY_MEDIUM))

    def add_row(self, words: str, icon: str = "", key: str = "", *, ends: bool = False, why_not: str = "") -> QAction:
        """Add a row.

        Args:
            words: What it does.
            icon: Name of its icon.
            key: The key that does the same, shown at the right; the board or window owns it.
            ends: Whether it is the act that ends the thing (drawn in red).
            why_not: Not empty: the row is greyed and its tooltip says this.
        """
        action = self.addAction(words)
        action.setProperty(_ICON_NAME, icon)
        action.setProperty(_KEY_NAME, key)
        action.setProperty(_ENDS, ends)
        action.setEnabled(not why_not)
        action.setToolTip(why_not)
        self.setToolTipsVisible(True)
        return action

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = holder().theme
        box = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN - 2)
        draw_shadow(painter, box, theme.radius.card, theme, MARGIN)
        fill_rounded(painter, box, theme.radius.card, theme.raised, theme.line_strong)
        for action in self.actions():
            row = QRectF(self.actionGeometry(action))
            row.setLeft(box.left() + 5)
            row.setRight(box.right() - 5)
            if action.isSeparator():
                painter.fillRect(QRectF(box.x(), round(row.center().y()), box.width(), 1), theme.line)
            elif action.isVisible():
                self._draw_row(painter, row, action, theme)

    def _draw_row(self, painter: QPainter, row: QRectF, action: QAction, theme: Theme) -> None:
        ink = theme.text1
        if not action.isEnabled():
            ink = theme.disabled
        elif action.property(_ENDS):
            ink = theme.status(Kind.CRITICAL).text
        if action is self.activeAction() and action.isEnabled():
            fill_rounded(painter, row, theme.radius.row - 2, theme.selected)
        x = row.x() + 10
        name = action.property(_ICON_NAME) or ("check" if action.isChecked() else "")
        if name:
            plain = action.isEnabled() and not action.property(_ENDS)
            draw_icon(painter, name, theme.text2 if plain else ink, QRectF(x, row.center().y() - 8, 16, 16))
        words = QRectF(x + 27, row.y(), row.width() - 47, row.height())
        draw_text(painter, words, _words(action), holder().font(FontRole.BODY_MEDIUM), ink, align=LEFT)
        key = action.property(_KEY_NAME) or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tone = theme.text3 if action.isEnabled() else theme.disabled
        right = row.adjusted(0, 0, -12, 0)
        draw_text(painter, right, str(key), holder().font(FontRole.DENSE), tone, align=RIGHT)


def _words(action: QAction) -> str:
    return action.text().split("\t", maxsplit=1)[0].replace("&&", "\0").replace("&", "").replace("\0", "&")

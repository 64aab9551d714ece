"""The focus ring: 2 px of accent, 2 px outside whatever has the keyboard, and only when the keyboard brought it there.

Style sheets can neither draw outside a widget nor tell a key from a click, so one overlay per container does it.
"""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from dayhospital.ui.theme.holder import theme_of

OWN_FOCUS = "ownFocus"
"""Dynamic property of widgets that draw their focus themselves (the board and its strips)."""
GAP = 2
WIDTH = 2
_SHOW_IT_THEMSELVES = (QLineEdit, QComboBox, QAbstractSpinBox, QTextEdit, QPlainTextEdit, QMenu)
_EVENTS = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show, QEvent.Type.MouseButtonPress}


class FocusRing(QObject):
    """Watches the keyboard focus of the application and rings the widget that has it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._target: QWidget | None = None
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._move)

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._drop()
        self._target = new if new is not None and _rings(new) else None
        if self._target is not None:
            self._target.installEventFilter(self)
            self._target.destroyed.connect(self._forget)
            self._place()

    def _forget(self) -> None:
        self._target = None
        self._drop()

    def _drop(self) -> None:
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self._drop()
            return
        host = _host(target)
        if self._ring is None:
            self._ring = _Ring(host)
            self._ring.destroyed.connect(self._lost)
        inside = isinstance(target, QAbstractItemView | QAbstractScrollArea | QTabBar)
        reach = 0 if inside else GAP + WIDTH
        area = QRect(target.mapTo(host, target.rect().topLeft()), target.size()).adjusted(-reach, -reach, reach, reach)
        self._ring.setGeometry(area)
        self._ring.raise_()
        self._ring.show()

    def _lost(self) -> None:
        self._ring = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._target and event.type() in _EVENTS:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._drop()
            elif self._ring is not None:
                self._place()
        return False


class _Ring(QWidget):
    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self)
        painter.setPen(QPen(theme.accent, WIDTH))
        radius = theme.radius.control + GAP
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)


def _rings(widget: QWidget) -> bool:
    by_keyboard = widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return by_keyboard and not isinstance(widget, _SHOW_IT_THEMSELVES) and not widget.property(OWN_FOCUS)


def _host(widget: QWidget) -> QWidget:
    """The widget the ring is drawn on: what the nearest scroll area scrolls, else the window."""
    host = widget
    while (parent := host.parentWidget()) is not None and not host.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea) and host is not widget:
            return host
        host = parent
    return host

"""A figure of the figures row: label over value, a button that shows what is behind it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, fill_rounded, text_width

_ICON = 17
_GAP = 6
_SIDE = 8


class Figure(QAbstractButton):
    """``Arrived`` over ``45 of 80``: ``value`` is large, ``rest`` small beside it, an icon before it if it asks for
    something.

    It is a button where somebody connects ``clicked`` and calls :meth:`opening`; else it cannot be focused.
    """

    def __init__(self, label: str, value: str = "", rest: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value, self._rest, self._icon, self._tone = value, rest, "", ""
        self.setText(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_value(value, rest)

    def opening(self) -> "Figure":
        """Make it focusable, since a click opens what is behind it; returns itself."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        return self

    def show_value(self, value: str, rest: str = "", icon: str = "", tone: str = "") -> None:
        """Show other figures; ``tone`` (a status) colours the icon."""
        wider = (len(value), rest, icon) != (len(self._value), self._rest, self._icon)
        self._value, self._rest, self._icon, self._tone = value, rest, icon, tone
        self.setAccessibleName(f"{self.text()}: {value} {rest}".strip())
        if wider:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        found = holder()
        value = text_width(self._value, found.font(FontRole.FIGURE))
        rest = text_width(self._rest, found.font(FontRole.DENSE_MEDIUM)) + _GAP if self._rest else 0
        icon = _ICON + _GAP if self._icon else 0
        label = text_width(self.text(), found.font(FontRole.DENSE))
        return QSize(round(max(label, icon + value + rest)) + 2 * _SIDE + 1, found.px(42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        found = holder()
        theme = found.theme
        if self.underMouse() and self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            fill_rounded(painter, QRectF(self.rect()), theme.radius.control, theme.hover)
        half = self.height() / 2
        width = self.width() - 2 * _SIDE + 1
        draw_text(painter, QRectF(_SIDE, 2, width, half - 2), self.text(), found.font(FontRole.DENSE), theme.text2)
        x: float = _SIDE
        if self._icon:
            tone = theme.colour(self._tone or "text2")
            draw_icon(painter, self._icon, tone, QRectF(x, half + (half - 2 - _ICON) / 2, _ICON, _ICON))
            x += _ICON + _GAP
        line = QRectF(x, half, self.width() - x, half - 2)
        x += draw_text(painter, line, self._value, found.font(FontRole.FIGURE), theme.text1) + _GAP
        line = QRectF(x, half + 1, self.width() - x, half - 2)
        draw_text(painter, line, self._rest, found.font(FontRole.DENSE_MEDIUM), theme.text2)

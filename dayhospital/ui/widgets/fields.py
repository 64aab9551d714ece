"""Fields: a search line, and the frame of label, field and help that every form is made of."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dayhospital.ui.theme import STATUS_ICONS, FontRole, Kind, draw_icon, holder
from dayhospital.ui.widgets.icon_view import IconView
from dayhospital.ui.widgets.keycap import draw_keycap, keycap_width
from dayhospital.ui.widgets.label import Label, repolish

_ICON = 15
_LEFT = 26


class SearchField(QLineEdit):
    """A line to search or filter with: glass at the left, the key that leads here at the right while it is empty."""

    def __init__(self, placeholder: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        self._set_margins()

    def _set_margins(self) -> None:
        right = round(keycap_width(self._key)) + 4 if self._key and not self.text() else 0
        self.setTextMargins(_LEFT - 6, 0, right, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = holder().theme
        tone = theme.text2 if self.isEnabled() else theme.disabled
        draw_icon(painter, "search", tone, QRectF(10, (self.height() - _ICON) / 2, _ICON, _ICON))
        if self._key and not self.text():
            width = keycap_width(self._key)
            box = QRectF(self.width() - width - 7, 0, width, self.height())
            draw_keycap(painter, box, self._key, theme.text2, theme.line_strong)


class FormField(QWidget):
    """Label above, field, help below. A message replaces the help, with an icon, and frames the field."""

    def __init__(self, label: str, field: QWidget, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._help = help_text
        self._label = Label(label, FontRole.DENSE, "text2")
        self._label.setBuddy(field)
        self._icon = IconView("circle-alert", "critical", 13)
        self._message = Label("", FontRole.DENSE, "text2").wrapped()
        self._icon.setFixedHeight(self._message.fontMetrics().height())
        below = QHBoxLayout()
        below.setSpacing(5)
        below.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._message, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addWidget(field)
        layout.addLayout(below)
        field.setAccessibleName(label)
        self.setFocusProxy(field)
        self.clear_message()

    @property
    def message(self) -> str:
        """What stands below the field now."""
        return self._message.text()

    @property
    def has_error(self) -> bool:
        return bool(self.field.property("state") == "error")

    def set_error(self, text: str) -> None:
        """Say what is wrong and what is allowed; an empty text takes it back."""
        self._say(text, "error", Kind.CRITICAL)

    def set_warning(self, text: str) -> None:
        """Say what is unusual; it stops nobody. An empty text takes it back."""
        self._say(text, "warn", Kind.WARN)

    def set_help(self, text: str) -> None:
        """Help with something else; a message stays until it is taken back."""
        self._help = text
        if not self.field.property("state"):
            self.clear_message()

    def clear_message(self) -> None:
        """Show the help again."""
        self._say("", "", Kind.INFO)

    def _say(self, text: str, state: str, kind: Kind) -> None:
        self.field.setProperty("state", state if text else "")
        repolish(self.field)
        self._message.setText(text or self._help)
        self._message.setVisible(bool(text or self._help))
        self._message.set_tone(kind if text else "text2")
        self._message.set_role(FontRole.DENSE_MEDIUM if text else FontRole.DENSE)
        self._icon.setVisible(bool(text))
        self._icon.show_icon(STATUS_ICONS[kind], kind)
        self.field.setAccessibleDescription(text or self._help)

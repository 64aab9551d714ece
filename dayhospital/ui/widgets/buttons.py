"""Buttons with icon, words and the key that does the same: shown here, owned by an action elsewhere."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from dayhospital.ui.theme import FontRole, Kind, draw_icon, holder
from dayhospital.ui.theme.paint import CENTRE, LEFT, draw_text, fill_rounded, text_width
from dayhospital.ui.widgets.keycap import draw_keycap, keycap_width
from dayhospital.ui.widgets.label import repolish

ICON = 16
GAP = 8
BADGE = 15
_PADDING = {"": 13, "small": 10, "footer": 15}
_STRONG = {"primary", "danger_filled", "link", "toast"}
_HEIGHTS = {"segment": 28, "filter": 24, "link": 22, "toast": 24, "toast_quiet": 24}
_TIGHT = {"link", "toast", "toast_quiet"}
_TONES = {
    "primary": "on_accent",
    "danger_filled": "on_accent",
    "danger": "critical",
    "ghost": "text2",
    "icon": "text2",
    "link": "accent_text",
    "toast": "toast_link",
    "toast_quiet": "toast_muted",
    "segment": "text2",
    "filter": "text2",
}
_CHECKED_TONES = {"segment": "text1"}


class Button(QPushButton):
    """A push button of a ``kind``: primary, secondary, ghost, danger, danger_filled, icon, link, segment or filter.

    ``size`` is empty (32 px), ``small`` (28, in cards) or ``footer`` (34).
    """

    def __init__(
        self, text: str = "", kind: str = "secondary", icon: str = "", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._key = key
        self._badge = 0
        self._drops = False
        self._tone = ""
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)

    @property
    def kind(self) -> str:
        return str(self.property("kind"))

    def sized(self, size: str) -> "Button":
        """Make it ``small`` or ``footer``; returns itself."""
        self.setProperty("controlSize", size)
        repolish(self)
        self.updateGeometry()
        return self

    def dropping(self) -> "Button":
        """Show that it opens a menu or list; returns itself."""
        self._drops = True
        self.updateGeometry()
        return self

    def set_kind(self, kind: str) -> None:
        self.setProperty("kind", kind)
        repolish(self)

    def set_icon_name(self, name: str, tone: str = "") -> None:
        """Show another icon; ``tone`` is a token or status for the icon alone, else it has the colour of the words."""
        self._icon_name, self._tone = name, tone
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        self._key = key
        self.updateGeometry()
        self.update()

    def set_badge(self, count: int) -> None:
        """Show a red disc with how many things wait; 0 shows none."""
        self._badge = count
        self.update()

    def sizeHint(self) -> QSize:
        height = holder().px({"small": 26, "footer": 32}.get(self._size(), 30)) + 2
        if self.kind == "icon":
            return QSize(height, height)
        if self.kind in _HEIGHTS:
            height = holder().px(_HEIGHTS[self.kind] - 2) + 2
        padding = 3 if self.kind in _TIGHT else _PADDING[self._size()]
        return QSize(round(self._content_width()) + 2 * padding, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_content(painter)
        if self._badge:
            self._draw_badge(painter)

    def _draw_content(self, painter: QPainter) -> None:
        ink = self._ink()
        area = QRectF(self.rect())
        x = area.center().x() - self._content_width() / 2
        if self._icon_name:
            tint = holder().theme.colour(self._tone) if self._tone and self.isEnabled() else ink
            draw_icon(painter, self._icon_name, tint, QRectF(round(x), (area.height() - ICON) / 2, ICON, ICON))
            x += ICON + GAP
        words = self._words()
        if words:
            width = text_width(words, self._font())
            draw_text(painter, QRectF(x, 0, width + 1, area.height()), words, self._font(), ink, align=LEFT)
            x += width + GAP
        if self._key:
            frame = QColor(ink)
            frame.setAlphaF(0.45)
            width = keycap_width(self._key)
            draw_keycap(painter, QRectF(x, 0, width, area.height()), self._key, ink, frame)
            x += width + GAP
        if self._drops:
            draw_icon(painter, "chevron-down", ink, QRectF(round(x) - 1, (area.height() - 14) / 2, 14, 14))

    def _draw_badge(self, painter: QPainter) -> None:
        theme = holder().theme
        text = str(self._badge) if self._badge < 100 else "99"
        font = holder().font(FontRole.CAPTION_STRONG)
        width = max(BADGE, text_width(text, font) + 8)
        box = QRectF(min(self.width() / 2 + 1, self.width() - width), 0, width, BADGE)
        fill_rounded(painter, box, BADGE / 2, theme.status(Kind.CRITICAL).fill)
        draw_text(painter, box, text, font, theme.on_accent, align=CENTRE)

    def _ink(self) -> QColor:
        theme = holder().theme
        if not self.isEnabled():
            return theme.disabled
        if self.isChecked():
            return theme.colour(_CHECKED_TONES.get(self.kind, "accent_text"))
        return theme.colour(_TONES.get(self.kind, "text1"))

    def _font(self) -> QFont:
        role = FontRole.BODY_STRONG if self.kind in _STRONG else FontRole.BODY_MEDIUM
        if self.kind == "filter":
            role = FontRole.DENSE_MEDIUM
        return holder().font(role)

    def _size(self) -> str:
        return str(self.property("controlSize") or "")

    def _words(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _content_width(self) -> float:
        parts: list[float] = [ICON] if self._icon_name else []
        if self.text():
            parts.append(text_width(self._words(), self._font()))
        if self._key:
            parts.append(keycap_width(self._key))
        if self._drops:
            parts.append(12)
        return sum(parts) + GAP * (len(parts) - 1)


def primary(text: str, icon: str = "", key: str = "") -> Button:
    """Return the one button an area is about."""
    return Button(text, "primary", icon, key)


def secondary(text: str, icon: str = "", key: str = "") -> Button:
    return Button(text, "secondary", icon, key)


def ghost(text: str, icon: str = "", key: str = "") -> Button:
    """Return a quiet button without a frame."""
    return Button(text, "ghost", icon, key)


def danger(text: str, icon: str = "trash-2", *, filled: bool = False) -> Button:
    """Return the button of an act that cannot be taken back; ``filled`` in the dialog that asks for it."""
    return Button(text, "danger_filled" if filled else "danger", "" if filled else icon)


def link(text: str) -> Button:
    """Return words that act."""
    made = Button(text, "link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def icon_button(icon: str, name: str, key: str = "") -> Button:
    """Return a square button with an icon only; ``name`` says what it does, in the tooltip and to screen readers."""
    made = Button("", "icon", icon)
    made.setAccessibleName(name)
    made.setToolTip(f"{name}  [{key}]" if key else name)
    return made


def filter_chip(text: str, icon: str = "") -> Button:
    """Return a chip of 24 px that is on or off."""
    made = Button(text, "filter", icon)
    made.setCheckable(True)
    return made

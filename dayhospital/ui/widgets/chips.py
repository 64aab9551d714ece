"""Chips: a word with an icon on a soft ground, or a treatment group with its colour."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.ui.theme import STATUS_ICONS, FontRole, Kind, Theme, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, fill_rounded, text_width

HEIGHT = 20
NEUTRAL = "neutral"
_ICON = 12
_DOT = 8
_SIDE = 7
_GAP = 5
_GROUP_TINT = 0.16


def chip_icon(kind: str, icon: str | None) -> str:
    """Return the icon of a chip: the one given, else the one of its status; an empty name means none."""
    if icon is not None:
        return icon
    return STATUS_ICONS[Kind(kind)] if kind in set(Kind) else ""


def chip_width(text: str, kind: str = NEUTRAL, icon: str | None = None) -> float:
    """Return the width in px of a chip."""
    mark = _DOT if kind in holder().theme.groups else _ICON if chip_icon(kind, icon) else 0
    return text_width(text, holder().font(FontRole.CAPTION_STRONG)) + 2 * _SIDE + (mark + _GAP if mark else 0)


def draw_chip(painter: QPainter, box: QRectF, text: str, kind: str = NEUTRAL, icon: str | None = None) -> None:
    """Draw a chip that fills ``box``; ``kind`` is a status, a group code or ``neutral``."""
    theme = holder().theme
    soft, ink = _chip_colours(theme, kind)
    fill_rounded(painter, box, theme.radius.block, soft, ink if theme.high_contrast else None)
    x = box.x() + _SIDE
    if kind in theme.groups:
        draw_group_dot(painter, QRectF(x, box.center().y() - _DOT / 2, _DOT, _DOT), kind, theme)
        x += _DOT + _GAP
    elif name := chip_icon(kind, icon):
        draw_icon(painter, name, ink, QRectF(x, box.center().y() - _ICON / 2, _ICON, _ICON))
        x += _ICON + _GAP
    words = QRectF(x, box.y(), box.right() - _SIDE - x + 1, box.height())
    draw_text(painter, words, text, holder().font(FontRole.CAPTION_STRONG), ink)


def draw_group_dot(painter: QPainter, box: QRectF, code: str, theme: Theme) -> None:
    """Draw the square mark of a treatment group."""
    fill_rounded(painter, box, 2, theme.group(code).colour)


def _chip_colours(theme: Theme, kind: str) -> tuple[QColor, QColor]:
    if kind in theme.groups:
        return theme.mix(theme.group(kind).colour, _GROUP_TINT), theme.text1
    if kind == NEUTRAL:
        return theme.line if theme.dark else theme.sunken, theme.text2
    status = theme.status(kind)
    return status.soft, status.text


class Chip(QWidget):
    """A chip of 20 px. ``icon`` None takes the icon of the status, an empty name none."""

    def __init__(self, text: str, kind: str = NEUTRAL, icon: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._kind, self._icon = text, kind, icon
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._text

    def show_chip(self, text: str, kind: str = NEUTRAL, icon: str | None = None) -> None:
        """Say something else."""
        self._text, self._kind, self._icon = text, kind, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self._text, self._kind, self._icon)), holder().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_chip(painter, QRectF(self.rect()), self._text, self._kind, self._icon)


class GroupDot(QWidget):
    """The mark of a treatment group; ``name`` is what a screen reader says."""

    def __init__(self, code: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = code
        self.setAccessibleName(name or code)
        self.setFixedSize(_DOT + 2, _DOT + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_group_dot(painter, QRectF(1, 1, _DOT, _DOT), self._code, holder().theme)

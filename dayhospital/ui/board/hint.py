"""The dark panel beside the pointer while something is dragged: each check with a tick, a triangle or a cross."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from dayhospital.ui.theme import FontRole, Theme, ThemeHolder, draw_icon, holder
from dayhospital.ui.theme.paint import draw_shadow, draw_text, fill_rounded, text_width

_SHADOW = 12
_PAD = 11
_ICON = 15
_ASIDE = 10
"""The ghost hangs so many px beside and a little below the pointer, so that the landing frame stays in sight."""


class Sign(StrEnum):
    TITLE_FITS = "title_fits"
    TITLE_SOFT = "title_soft"
    TITLE_REFUSED = "title_refused"
    OK = "ok"
    SOFT = "soft"
    REFUSED = "refused"
    KEY = "key"
    NONE = "none"
    """There is no key that helps."""


@dataclass(frozen=True, slots=True)
class HintRow:
    sign: Sign
    text: str


_ICONS = {
    Sign.TITLE_FITS: ("check", "toast_text"),
    Sign.TITLE_SOFT: ("triangle-alert", "toast_warn"),
    Sign.TITLE_REFUSED: ("circle-slash", "toast_critical"),
    Sign.OK: ("check", "toast_ok"),
    Sign.SOFT: ("triangle-alert", "toast_warn"),
    Sign.REFUSED: ("x", "toast_text"),
    Sign.KEY: ("corner-down-left", "toast_muted"),
    Sign.NONE: ("info", "toast_muted"),
}
_TITLES = (Sign.TITLE_FITS, Sign.TITLE_SOFT, Sign.TITLE_REFUSED)


class HintPanel(QWidget):
    """Shows rows near a point and lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._rows: tuple[HintRow, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def rows(self) -> tuple[HintRow, ...]:
        return self._rows

    @property
    def text(self) -> str:
        """All rows as one text, for screen readers and tests."""
        return "\n".join(row.text for row in self._rows)

    def show_rows(self, rows: Sequence[HintRow], near: QPoint) -> None:
        """Show rows below and to the right of a point of the parent, moved so that nothing is cut."""
        self._rows = tuple(rows)
        found = holder()
        self.resize(*self._size(found))
        self.move(self._place(near))
        self.setAccessibleName(self.text)
        self.raise_()
        self.show()
        self.update()

    def _size(self, found: ThemeHolder) -> tuple[int, int]:
        widest = max((text_width(row.text, self._font(found, row)) for row in self._rows), default=0.0)
        room = self._window.width() - 2 * _SHADOW
        width = min(widest + 2 * _PAD + _ICON + 10, room)
        return round(width) + 2 * _SHADOW, len(self._rows) * self._line(found) + 2 * _PAD - 4 + 2 * _SHADOW

    @staticmethod
    def _line(found: ThemeHolder) -> int:
        return found.px(19)

    @staticmethod
    def _font(found: ThemeHolder, row: HintRow) -> QFont:
        return found.font(FontRole.DENSE_STRONG if row.sign in _TITLES else FontRole.DENSE_MEDIUM)

    def _place(self, near: QPoint) -> QPoint:
        parent = self._window.rect()
        size = QRect(QPoint(), self.size())
        x = min(max(near.x() - 40, -_SHADOW), parent.width() - size.width() + _SHADOW)
        y = near.y() + 16
        if y + size.height() > parent.height() + _SHADOW:
            y = near.y() - size.height() - 22 + _SHADOW
        return QPoint(x, max(y, -_SHADOW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        found = holder()
        theme = found.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW - 2, -_SHADOW, -_SHADOW)
        draw_shadow(painter, box, theme.radius.row, theme, _SHADOW)
        fill_rounded(painter, box, theme.radius.row, theme.toast_bg)
        line = self._line(found)
        y = box.y() + _PAD - 2
        for row in self._rows:
            area = QRectF(box.x() + _PAD, y, box.width() - 2 * _PAD, line)
            self._row(painter, area, row, found)
            y += line

    def _row(self, painter: QPainter, area: QRectF, row: HintRow, found: ThemeHolder) -> None:
        name, token = _ICONS[row.sign]
        colour: QColor = getattr(found.theme, token)
        draw_icon(painter, name, colour, QRectF(area.x(), area.center().y() - _ICON / 2, _ICON, _ICON))
        ink = found.theme.toast_muted if row.sign in (Sign.KEY, Sign.NONE) else found.theme.toast_text
        words = area.adjusted(_ICON + 8, 0, 1, 0)
        draw_text(painter, words, row.text, self._font(found, row), ink)


class Ghost(QWidget):
    """The card under the pointer, above everything in the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def carry(self, picture: QPixmap) -> None:
        """Show a card's picture."""
        self._picture = picture
        size = picture.deviceIndependentSize()
        self.resize(round(size.width()) + 2 * _SHADOW, round(size.height()) + 2 * _SHADOW)

    def follow(self, point: QPoint, grip: int) -> None:
        """Put the card so that the pointer holds it ``grip`` px from its left edge."""
        self.move(point.x() - grip + _ASIDE - _SHADOW, point.y() - 6 - _SHADOW)
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme: Theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        draw_shadow(painter, box, theme.radius.block, theme, _SHADOW // 2)
        fill_rounded(painter, box, theme.radius.block, theme.surface)
        painter.drawPixmap(box.topLeft(), self._picture)

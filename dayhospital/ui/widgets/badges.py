"""The small marks on blocks and cards: port, first dose, leaving, initials."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.ui.theme import FontRole, Kind, Theme, draw_icon, holder, sized_font
from dayhospital.ui.theme.paint import CENTRE, draw_text, fill_rounded, text_width

SIDE = 14
_FIRST_PX = 10


def draw_port_badge(painter: QPainter, box: QRectF, theme: Theme, *, missing: bool = False) -> None:
    """Draw P for a port in place; white on red and struck through when one is needed and missing."""
    side = min(box.width(), box.height())
    square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    letter = sized_font(max(8, round(side * 0.66)), 700)
    if not missing:
        painter.setBrush(theme.surface)
        painter.setPen(QPen(theme.text2, 1.3))
        painter.drawRoundedRect(square.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        draw_text(painter, square, "P", letter, theme.text1, align=CENTRE)
        return
    fill_rounded(painter, square, 3, theme.status(Kind.CRITICAL).fill)
    draw_text(painter, square, "P", letter, theme.on_accent, align=CENTRE)
    corners = square.adjusted(2, 2, -2, -2)
    painter.setPen(QPen(theme.on_accent, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(corners.bottomLeft(), corners.topRight())


def first_badge_width() -> float:
    """Return the width in px of the 1st badge."""
    return text_width("1st", sized_font(_FIRST_PX, 700)) + 6


def draw_first_badge(painter: QPainter, box: QRectF, group: str, theme: Theme) -> None:
    """Draw the badge of a first dose on the full colour of its treatment group."""
    colours = theme.group(group)
    fill_rounded(painter, box, 3, colours.colour)
    draw_text(painter, box, "1st", sized_font(_FIRST_PX, 700), colours.ink, align=CENTRE)


def draw_leaving(
    painter: QPainter, box: QRectF, theme: Theme, *, conditional: bool = False, stays: bool = False
) -> None:
    """Draw how the patient leaves: a house, a house with an amber dot (on conditions), or a moon (stays overnight)."""
    if stays:
        draw_icon(painter, "moon", theme.status(Kind.WARN).text, box)
        return
    draw_icon(painter, "house", theme.status(Kind.WARN).text if conditional else theme.text2, box)
    if conditional:
        radius = box.width() * 0.2
        centre = QPointF(box.right() - radius * 0.8, box.y() + radius)
        painter.setPen(QPen(theme.surface, 1))
        painter.setBrush(theme.status(Kind.WARN).fill)
        painter.drawEllipse(centre, radius + 0.5, radius + 0.5)


class PBadge(QWidget):
    """The port badge as a widget."""

    def __init__(self, missing: bool = False, side: int = SIDE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._missing = missing
        self.setFixedSize(side, side)
        self.setAccessibleName(self.tr("Port needed, missing") if missing else self.tr("Port in place"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_port_badge(painter, QRectF(self.rect()), holder().theme, missing=self._missing)


class Avatar(QWidget):
    """Initials in a disc; ``fill`` is a token or group code whose colour tints it."""

    def __init__(self, initials: str = "", fill: str = "accent", side: int = 46, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initials, self._fill, self._side = initials, fill, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_initials(self, initials: str, fill: str = "") -> None:
        self._initials, self._fill = initials, fill or self._fill
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = holder().theme
        box = QRectF(self.rect())
        fill_rounded(painter, box, box.width() / 2, theme.mix(theme.colour(self._fill), 0.22))
        role = FontRole.FIGURE if self._side > 36 else FontRole.CAPTION_STRONG
        draw_text(painter, box, self._initials, holder().font(role), theme.text1, align=CENTRE)

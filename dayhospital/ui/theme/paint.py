"""Small painting helpers that every painted view needs."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from dayhospital.ui.theme.tokens import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def fill_rounded(painter: QPainter, box: QRectF, radius: float, fill: QColor, frame: QColor | None = None) -> None:
    """Fill a rounded box, with a sharp 1 px frame inside its edge if ``frame`` is given."""
    painter.setBrush(fill)
    if frame is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius, radius)
    else:
        painter.setPen(QPen(frame, 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: Qt.AlignmentFlag = LEFT,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> float:
    """Draw one line, cut with an ellipsis if it is too long, at its end unless ``elide`` says else.

    Return its width in px.
    """
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, elide, box.width() + 0.5)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, int(align | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def text_width(text: str, font: QFont) -> float:
    """Return the width of one line in px."""
    return QFontMetricsF(font).horizontalAdvance(text)


def draw_diamond(painter: QPainter, centre: QPointF, radius: float, fill: QColor) -> None:
    """Draw a diamond (a due day, a check)."""
    path = QPainterPath(QPointF(centre.x(), centre.y() - radius))
    for x, y in ((radius, 0), (0, radius), (-radius, 0)):
        path.lineTo(centre.x() + x, centre.y() + y)
    path.closeSubpath()
    painter.fillPath(path, fill)


def hatch(colour: QColor, spacing: int = 6, width: float = 1.2) -> QBrush:
    """Return a brush of diagonal lines on nothing, that tiles without seams."""
    tile = QPixmap(spacing, spacing)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width))
    for shift in (-spacing, 0, spacing):
        painter.drawLine(QPointF(shift - 1, spacing + 1), QPointF(shift + spacing + 1, -1))
    painter.end()
    return QBrush(tile)


def draw_shadow(painter: QPainter, box: QRectF, radius: float, theme: Theme, reach: int = 12) -> None:
    """Draw a soft shadow around and a little below a rounded box; it needs ``reach`` px of room on each side."""
    painter.setPen(Qt.PenStyle.NoPen)
    colour = QColor(theme.shadow)
    colour.setAlphaF(theme.shadow.alphaF() / reach)
    painter.setBrush(colour)
    for step in range(reach, 0, -1):
        grown = box.adjusted(-step + 2, -step + 4, step - 2, step)
        painter.drawRoundedRect(grown, radius + step, radius + step)

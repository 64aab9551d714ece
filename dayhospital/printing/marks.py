"""Marks that survive a bad copier: boxes, framed codes, white on black, hatching."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from dayhospital.printing import typeface

BLACK = QColor(0, 0, 0)
WHITE = QColor(255, 255, 255)
GREY = QColor(128, 128, 128)
"""Every second drug of a session, beside black."""
LIGHT = QColor(229, 229, 229)
"""Heads of tables."""
FAINT = QColor(242, 242, 242)
"""Heads of groups."""
HAIR = QColor(150, 150, 150)
HAIRLINE = 1.6
LINE = 3.0
HATCH_STEP = 8.0
TICK = 27.0
"""Side of a tick box."""
PAD = 7.0
"""Left and right of the text inside a badge."""


def pen(width: float = LINE, colour: QColor = BLACK, dashed: bool = False) -> QPen:
    made = QPen(colour, width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        made.setDashPattern([3.0, 2.0])
    return made


def line(painter: QPainter, start: QPointF, end: QPointF, width: float = LINE, colour: QColor = BLACK) -> None:
    painter.setPen(pen(width, colour))
    painter.drawLine(QLineF(start, end))


def text(
    painter: QPainter,
    at: QPointF,
    words: str,
    size: int = typeface.BODY,
    weight: QFont.Weight = typeface.REGULAR,
    *,
    colour: QColor = BLACK,
) -> float:
    """Write a text with its baseline at a point and return its width."""
    painter.setPen(colour)
    painter.setFont(typeface.font(size, weight))
    painter.drawText(at, words)
    return typeface.width(words, size, weight)


def tick_box(painter: QPainter, left: float, middle: float, side: float = TICK) -> None:
    """Draw an empty box to tick, centred on a height."""
    painter.setPen(pen(HAIRLINE + 0.6))
    painter.setBrush(WHITE)
    painter.drawRoundedRect(QRectF(left, middle - side / 2, side, side), 4, 4)


def badge_width(words: str, size: int) -> float:
    return typeface.width(words, badge_size(size), typeface.BOLD) + 2 * PAD


def badge_size(size: int) -> int:
    """Return the size of the letters in a badge beside text of a size."""
    return round(size * 0.8)


def badge(painter: QPainter, left: float, middle: float, words: str, size: int, *, inverse: bool = False) -> float:
    """Draw a framed code, or white on black, centred on a height, and return its width."""
    letters = badge_size(size)
    box = QRectF(left, middle - size * 0.56, badge_width(words, size), size * 1.12)
    painter.setPen(Qt.PenStyle.NoPen if inverse else pen(HAIRLINE + 0.4))
    painter.setBrush(BLACK if inverse else WHITE)
    painter.drawRoundedRect(box, 6, 6)
    baseline = middle + typeface.ascent(letters, typeface.BOLD) / 2
    text(painter, QPointF(left + PAD, baseline), words, letters, typeface.BOLD, colour=WHITE if inverse else BLACK)
    return box.width()


def hatch(painter: QPainter, box: QRectF, step: float = HATCH_STEP, colour: QColor = BLACK, width: float = 1.6) -> None:
    """Fill a box with slanted lines. Drawn one by one: a brush pattern would be as fine as the printer's dots."""
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(pen(width, colour))
    left = box.left() - box.height()
    while left < box.right():
        painter.drawLine(QLineF(left, box.bottom(), left + box.height(), box.top()))
        left += step
    painter.restore()


def frame(painter: QPainter, box: QRectF, width: float = HAIRLINE, colour: QColor = BLACK) -> None:
    painter.setPen(pen(width, colour))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def fill(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.fillRect(box, QBrush(colour))

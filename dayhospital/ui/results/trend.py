"""A line of the last values, small enough for a table row: dots, the allowed part as a band, the newest strongest."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.domain.result import Analyte, Result
from dayhospital.ui.results.words import exact_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import Kind, Theme, holder

MOST = 10
"""So many values are drawn, the newest ones."""
_MARGIN = 5.0
_DOT, _NEWEST = 2.1, 3.4


def trend_values(results: Sequence[Result]) -> tuple[float, ...]:
    """Return the numbers of results given newest first, oldest first and no more than are drawn."""
    numbers = [result.value for result in results if result.value is not None]
    return tuple(reversed(numbers[:MOST]))


def draw_trend(painter: QPainter, box: QRectF, values: Sequence[float], upper: float | None, theme: Theme) -> None:
    """Draw values, the oldest at the left. Those above ``upper`` are red squares, so that colour is not alone."""
    if not values:
        return
    inner = box.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    lowest, highest = min(values), max(values)
    room = (highest - lowest) * 0.1 or max(abs(highest) * 0.2, 0.5)
    lowest, highest = lowest - room, highest + room

    def y(value: float) -> float:
        return inner.bottom() - inner.height() * (value - lowest) / (highest - lowest)

    _draw_band(painter, box, y(upper) if upper is not None else None, theme)
    step = inner.width() / max(1, len(values) - 1)
    left = inner.left() if len(values) > 1 else inner.right()
    points = [QPointF(left + step * number, y(value)) for number, value in enumerate(values)]
    painter.setPen(QPen(theme.text3, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    for number, (point, value) in enumerate(zip(points, values, strict=True)):
        newest = number == len(points) - 1
        radius = _NEWEST if newest else _DOT
        if upper is not None and value > upper:
            painter.setBrush(theme.status(Kind.CRITICAL).fill)
            painter.drawRect(QRectF(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius))
        else:
            painter.setBrush(theme.accent if newest else theme.text2)
            painter.drawEllipse(point, radius, radius)


def _draw_band(painter: QPainter, box: QRectF, limit: float | None, theme: Theme) -> None:
    """Draw the ground: all of it allowed without a limit in sight, else what lies below the limit."""
    ground = box.adjusted(1, 1, -1, -1)
    allowed = QRectF(ground)
    if limit is not None:
        allowed.setTop(min(max(limit, ground.top()), ground.bottom()))
        painter.fillRect(ground, theme.line if theme.dark else theme.sunken)
        painter.fillRect(allowed, theme.status(Kind.OK).soft)
        if ground.top() < limit < ground.bottom():
            painter.setPen(QPen(theme.status(Kind.OK).fill, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(ground.left(), limit), QPointF(ground.right(), limit))
    else:
        painter.fillRect(ground, theme.line if theme.dark else theme.sunken)


class Trend(QWidget):
    """The line as a widget; a screen reader hears the values, the newest first."""

    def __init__(self, analyte: Analyte, results: Sequence[Result], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values, self._upper = trend_values(results), analyte.upper
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(holder().px(30))
        said = ", ".join(exact_text(value) for value in reversed(self._values))
        self.setAccessibleName(say("{analyte}, newest first: {values}", analyte=analyte.name, values=said))

    def sizeHint(self) -> QSize:
        return QSize(110, holder().px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_trend(painter, QRectF(self.rect()), self._values, self._upper, holder().theme)

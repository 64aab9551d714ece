"""The load strips under the board: bars against a limit, on the board's own time axis."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from dayhospital.ui.board.geometry import BoardGeometry
from dayhospital.ui.theme import FontRole, Theme, ThemeHolder
from dayhospital.ui.theme.paint import draw_text

_HEADROOM = 9
"""Px kept free above the highest limit for the triangle."""
_PAST = 0.30
_COMING = 0.62


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip. ``bins`` are (value, limit) pairs of ``minutes`` each, from ``start`` on; a limit of 0 is no limit."""

    title: str
    subtitle: str
    start: datetime
    minutes: int
    bins: tuple[tuple[float, float], ...]
    ghost: tuple[float, ...] = ()
    """What the dragged thing would add to each bin; empty when nothing is dragged."""

    def bin_at(self, moment: datetime) -> int | None:
        index = int((moment - self.start) // timedelta(minutes=self.minutes))
        return index if 0 <= index < len(self.bins) else None

    def with_ghost(self, ghost: tuple[float, ...]) -> "Strip":
        return replace(self, ghost=ghost)

    def breaches(self) -> tuple[int, ...]:
        """Return the bins that the dragged thing would lift above their limit."""
        return tuple(
            index
            for index, ((value, limit), added) in enumerate(zip(self.bins, self.ghost, strict=False))
            if added > 0 and limit > 0 and value + added > limit
        )


def scale_of(strip: Strip, height: float) -> float:
    """Return the px per unit at which bars and limit fit into ``height``; 0 for an empty strip."""
    top = max((min(value, limit) if limit else value for value, limit in strip.bins), default=0.0)
    top = max(top, max((limit for _, limit in strip.bins), default=0.0))
    return (height - _HEADROOM - 2) / top if top > 0 else 0.0


def paint_strip(
    painter: QPainter, strip: Strip, area: QRectF, geometry: BoardGeometry, *, left: float, now: datetime, theme: Theme
) -> None:
    """Draw the bars into ``area``; ``left`` is the x of the axis' start, so that scrolled bars stay in time."""
    per_unit = scale_of(strip, area.height())
    if not per_unit:
        return
    step = timedelta(minutes=strip.minutes)
    for index, (value, limit) in enumerate(strip.bins):
        bar = _place(strip, index, value * per_unit, area, geometry, left=left)
        _bar(painter, bar, value, limit, past=strip.start + (index + 1) * step <= now, theme=theme)
    _limit_line(painter, strip, area, geometry, left=left, theme=theme)


def paint_ghost(
    painter: QPainter, strip: Strip, area: QRectF, geometry: BoardGeometry, *, left: float, theme: Theme
) -> None:
    """Draw over the bars what the dragged thing would add."""
    per_unit = scale_of(strip, area.height())
    for index, ((value, limit), added) in enumerate(zip(strip.bins, strip.ghost, strict=False)):
        if added <= 0 or not per_unit:
            continue
        total = value + added
        breach = limit > 0 and total > limit
        piece = _place(strip, index, total * per_unit, area, geometry, left=left)
        piece.setHeight(max(added * per_unit, 2.5))
        if piece.top() < area.top() + 6:
            piece.moveTop(area.top() + 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.status("critical").fill if breach else theme.accent)
        painter.drawRoundedRect(piece, 1, 1)
        if breach:
            _triangle(painter, QPointF(piece.center().x(), piece.top() - 1), theme.status("critical").text)


def _place(strip: Strip, index: int, height: float, area: QRectF, geometry: BoardGeometry, *, left: float) -> QRectF:
    start = strip.start + timedelta(minutes=index * strip.minutes)
    x, right = left + geometry.x_of(start), left + geometry.x_of(start + timedelta(minutes=strip.minutes))
    return QRectF(x + 1, area.bottom() - height, right - x - 2, height)


def _bar(painter: QPainter, bar: QRectF, value: float, limit: float, *, past: bool, theme: Theme) -> None:
    if value <= 0:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    over = limit > 0 and value > limit
    fill = theme.mix(theme.control, _PAST if past else _COMING)
    if limit > 0 and value == limit and not past:
        fill = theme.status("warn").fill
    if over:
        bar = QRectF(bar.x(), bar.bottom() - bar.height() * limit / value, bar.width(), bar.height() * limit / value)
    painter.setBrush(fill)
    painter.drawRoundedRect(bar, 2, 2)
    if over:
        critical = theme.status("critical")
        cap = QRectF(bar.x(), bar.top() - 3.0, bar.width(), 3.0)
        painter.setBrush(theme.mix(critical.fill, 0.6) if past else critical.fill)
        painter.drawRect(cap)
        _triangle(painter, QPointF(bar.center().x(), cap.top() - 1), critical.text)


def _triangle(painter: QPainter, foot: QPointF, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([foot + QPointF(-4.5, 0), foot + QPointF(0, -6), foot + QPointF(4.5, 0)]))


def _limit_line(
    painter: QPainter, strip: Strip, area: QRectF, geometry: BoardGeometry, *, left: float, theme: Theme
) -> None:
    per_unit = scale_of(strip, area.height())
    lines: list[list[QPointF]] = [[]]
    for index, (_, limit) in enumerate(strip.bins):
        if limit <= 0:  # no limit, no line
            lines.append([])
            continue
        start = strip.start + timedelta(minutes=index * strip.minutes)
        y = round(area.bottom() - limit * per_unit) + 0.5
        lines[-1].append(QPointF(left + geometry.x_of(start), y))
        lines[-1].append(QPointF(left + geometry.x_of(start + timedelta(minutes=strip.minutes)), y))
    pen = QPen(theme.text1, 1.2)
    pen.setDashPattern([4, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for points in lines:
        painter.drawPolyline(QPolygonF(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_strip_title(painter: QPainter, strip: Strip, area: QRectF, holder: ThemeHolder) -> None:
    """Write the title over its subtitle, beside the bars."""
    theme = holder.theme
    line = area.height() / 2
    upper = QRectF(area.x() + 10, area.y() + 2, area.width() - 14, line - 2)
    lower = QRectF(area.x() + 10, upper.bottom() - 1, area.width() - 14, line - 1)
    draw_text(painter, upper, strip.title, holder.font(FontRole.DENSE_STRONG), theme.text1)
    draw_text(painter, lower, strip.subtitle, holder.font(FontRole.CAPTION), theme.text2)

"""What a hold does to the course, in two rows: as planned now, and after it."""

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.queries.delays import Delay, DelayedDay
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import CENTRE, draw_text, text_width

LEFT = 66
RADIUS = 7.0
GAP = 4
MOST = 5
"""Days shown: the last ones given, the held one, and what follows."""


def days_shown(delay: Delay) -> tuple[DelayedDay, ...]:
    """Return the days around the first that moves, as many as fit."""
    moving = next((n for n, day in enumerate(delay.days) if day.moves), 0)
    first = max(0, min(moving - 2, len(delay.days) - MOST))
    return delay.days[first : first + MOST]


def intensity_text(delay: Delay) -> str:
    """Return ``dose intensity 100 to 92 %``."""
    now, then = round(delay.intensity_now), round(delay.intensity_then)
    if now == then:
        return say("dose intensity stays {now} %", now=now)
    return say("dose intensity {now} to {then} %", now=now, then=then)


class DelayTimeline(QWidget):
    """Discs on two lines; an arrow leads from each day that moves to where it lands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delay: Delay | None = None
        self._colour = "TX"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_delay(self, delay: Delay | None, colour: str) -> None:
        """Show a hold, in the colour group of the regimen; None shows nothing."""
        self._delay, self._colour = delay, colour
        if delay is not None:
            moved = [f"{day.label} {day_text(day.now)} → {day_text(day.then)}" for day in delay.days if day.moves]
            self.setAccessibleName(", ".join([intensity_text(delay), *moved]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, holder().px(88))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._delay is None:
            return
        theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        days = days_shown(self._delay)
        every = [day.now for day in days] + [day.then for day in days]
        first, last = min(every), max(every)
        upper, lower = 12.0, self.height() - 34.0

        def place(on: date) -> float:
            share = (on - first).days / max(1, (last - first).days)
            return LEFT + 20 + share * (self.width() - LEFT - 44)

        names = holder().font(FontRole.DENSE)
        draw_text(painter, QRectF(0, upper - 9, LEFT, 18), say("Plan"), names, theme.text2)
        strong = holder().font(FontRole.DENSE_STRONG)
        draw_text(painter, QRectF(0, lower - 9, LEFT, 18), say("Deferred"), strong, theme.text1)
        painter.setPen(QPen(theme.line_strong, 1.5))
        for y in (upper, lower):
            painter.drawLine(QPointF(LEFT, y), QPointF(self.width() - 4, y))
        named = _Named(), _Named()
        for day in days:
            now, then = place(day.now), place(day.then)
            self._disc(painter, QPointF(now, upper), day, day.now, theme.text2, named[0])
            if day.moves:
                painter.setPen(QPen(theme.text3, 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(now, upper + 24), QPointF(now, lower))
                painter.setPen(QPen(theme.accent, 2))
                painter.drawLine(QPointF(now, lower), QPointF(then - RADIUS - 1, lower))
            ink = theme.accent_text if day.moves else theme.text2
            self._disc(painter, QPointF(then, lower), day, day.then, ink, named[1])

    def _disc(
        self, painter: QPainter, centre: QPointF, day: DelayedDay, on: date, ink: QColor, named: "_Named"
    ) -> None:
        """Draw a day, with its date below where that does not run into the one before."""
        theme, given = holder().theme, day.given
        group = theme.group(self._colour).colour
        painter.setPen(QPen(group, 1.8))
        painter.setBrush(group if given else theme.surface)
        painter.drawEllipse(centre, RADIUS, RADIUS)
        if given:
            draw_icon(painter, "check", theme.surface, QRectF(centre.x() - 5, centre.y() - 5, 10, 10))
        words, font = day_text(on, year=False), holder().font(FontRole.CAPTION)
        half = text_width(words, font) / 2
        if centre.x() - half < named.until:
            return
        named.until = centre.x() + half + GAP
        below = QRectF(centre.x() - 32, centre.y() + RADIUS + 2, 64, 14)
        draw_text(painter, below, words, font, ink, align=CENTRE)


class _Named:
    """How far along a row dates have been written, in px."""

    until = 0.0

"""The window of a treatment day as a bar: pale allowed days, diamond on the due day, red tick today."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.ui.theme import Kind, Theme, holder
from dayhospital.ui.theme.paint import draw_diamond, fill_rounded

DAYS_BEFORE = 2
DAYS_AFTER = 6
"""The bar shows this many days around today; what lies outside sits at its end."""
_ALLOWED = 0.45


@dataclass(frozen=True, slots=True)
class WindowMarks:
    """First, due and last allowed day."""

    first: date
    due: date
    last: date


def draw_window(painter: QPainter, box: QRectF, marks: WindowMarks, today: date, theme: Theme) -> None:
    """Draw the bar into ``box`` (12 px high or more)."""
    track = QRectF(box.x() + 4, box.center().y() - 2, box.width() - 8, 4)
    overdue = marks.last < today

    def x(day: date) -> float:
        share = ((day - today).days + DAYS_BEFORE) / (DAYS_BEFORE + DAYS_AFTER)
        return track.x() + track.width() * min(1.0, max(0.0, share))

    colour = theme.status(Kind.CRITICAL).fill if overdue else theme.accent
    fill_rounded(painter, track, 2, theme.line if theme.dark else theme.sunken)
    allowed = QRectF(x(marks.first), track.y(), max(2.0, x(marks.last) - x(marks.first)), track.height())
    fill_rounded(painter, allowed, 2, theme.mix(colour, _ALLOWED))
    tick = QRectF(round(x(today)) - 0.75, box.center().y() - 6, 1.5, 12)
    painter.fillRect(tick, theme.now)
    draw_diamond(painter, QPointF(x(marks.due), box.center().y()), 4.5, colour)


class WindowBar(QWidget):
    """The bar as a widget."""

    def __init__(self, marks: WindowMarks, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._marks, self._today = marks, today
        self.show_window(marks, today)

    def show_window(self, marks: WindowMarks, today: date) -> None:
        self._marks, self._today = marks, today
        said = self.tr("Due {due}, allowed {first} to {last}")
        self.setAccessibleName(
            said.format(due=day_text(marks.due), first=day_text(marks.first), last=day_text(marks.last))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(92, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_window(painter, QRectF(self.rect()), self._marks, self._today, holder().theme)

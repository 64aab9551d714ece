"""The marks of treatment days: what became of a day, as a disc, a ring or a cross, and in words."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.domain.course import DayState, TreatmentDay
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, text_width


class Mark(StrEnum):
    """What became of a treatment day, as its disc shows it."""

    GIVEN = "given"
    TODAY = "today"
    BOOKED = "booked"
    DUE = "due"
    OMITTED = "omitted"


def mark_of(day: TreatmentDay, today: date) -> Mark:
    """Return the mark of a treatment day."""
    if day.state is DayState.GIVEN:
        return Mark.GIVEN
    if day.state is DayState.OMITTED:
        return Mark.OMITTED
    if day.session_id is not None:
        return Mark.TODAY if day.plan.planned == today else Mark.BOOKED
    return Mark.DUE


def mark_text(day: TreatmentDay, today: date) -> str:
    """Return what became of a treatment day in words; one without a chair is never booked, only due."""
    due = say("to be booked") if day.plan.needs_chair else say("planned")
    return {
        Mark.GIVEN: say("given"),
        Mark.TODAY: say("today"),
        Mark.BOOKED: say("booked"),
        Mark.DUE: due,
        Mark.OMITTED: say("left out"),
    }[mark_of(day, today)]


def draw_mark(painter: QPainter, box: QRectF, mark: Mark, colour: str) -> None:
    """Draw the disc, ring or cross of a mark in the colour of a treatment group."""
    theme, inner = holder().theme, box.adjusted(*(box.width() / 5 * sign for sign in (1, 1, -1, -1)))
    tone = theme.group(colour).colour
    if mark is Mark.OMITTED:
        painter.setPen(QPen(theme.text3, 1.6))
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif mark in {Mark.GIVEN, Mark.TODAY}:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent if mark is Mark.TODAY else tone)
        painter.drawEllipse(box)
        ink = theme.on_accent if mark is Mark.TODAY else theme.group(colour).ink
        draw_icon(painter, "play" if mark is Mark.TODAY else "check", ink, inner)
    else:
        style = Qt.PenStyle.SolidLine if mark is Mark.BOOKED else Qt.PenStyle.DotLine
        painter.setPen(QPen(tone, 2 if box.width() > 10 else 1.4, style))
        painter.setBrush(theme.surface)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        if mark is Mark.BOOKED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(box.center(), box.width() / 6, box.width() / 6)


class Legend(QWidget):
    """What the marks of the timeline mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = (
            (Mark.GIVEN, say("Given")),
            (Mark.TODAY, say("Today")),
            (Mark.BOOKED, say("Booked")),
            (Mark.DUE, say("Due, with window")),
            (Mark.OMITTED, say("Left out")),
        )
        self.setAccessibleName(", ".join(words for _, words in self._entries))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        font = holder().font(FontRole.DENSE)
        return QSize(round(sum(text_width(words, font) + 36 for _, words in self._entries)), holder().px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, font, x = holder().theme, holder().font(FontRole.DENSE), 2.0
        for mark, words in self._entries:
            draw_mark(painter, QRectF(x, self.height() / 2 - 6, 12, 12), mark, "SU")
            box = QRectF(x + 18, 0, text_width(words, font) + 2, self.height())
            x += 36 + draw_text(painter, box, words, font, theme.text2)

"""A course across the months: one row per drug, one disc per treatment day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dayhospital.domain.course import Course, DayState, TreatmentDay
from dayhospital.domain.drug import Drug
from dayhospital.domain.formats import MONTHS, day_text
from dayhospital.domain.regimen import Place, Regimen
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, text_width

LEFT = 176
HEAD, BAND, ROW = 26, 22, 42
RADIUS = 7.5
MARGIN_DAYS = 10


class Mark(StrEnum):
    """What became of a treatment day, as its disc shows it."""

    GIVEN = "given"
    TODAY = "today"
    BOOKED = "booked"
    DUE = "due"
    OMITTED = "omitted"


@dataclass(frozen=True, slots=True)
class Dot:
    """One drug on one treatment day."""

    day: TreatmentDay
    on: date
    mark: Mark
    label: str


@dataclass(frozen=True, slots=True)
class DrugRow:
    """One drug of the course with its dots; ``below`` says how it is given."""

    name: str
    below: str
    colour: str
    dots: tuple[Dot, ...]


def mark_of(day: TreatmentDay, today: date) -> Mark:
    """Return the mark of a treatment day."""
    if day.state is DayState.GIVEN:
        return Mark.GIVEN
    if day.state is DayState.OMITTED:
        return Mark.OMITTED
    if day.session_id is not None:
        return Mark.TODAY if day.plan.planned == today else Mark.BOOKED
    return Mark.DUE


def drug_rows(course: Course, regimen: Regimen, drug: Callable[[str], Drug], today: date) -> tuple[DrugRow, ...]:
    """Return a row for each drug of the regimen; tablets at home have one dot where a pack begins."""
    dots: dict[str, list[Dot]] = {name: [] for name in regimen.drug_ids}
    for day in course.days:
        for dose in day.plan.doses:
            if dose.drug in dots:
                dots[dose.drug].append(Dot(day, day.plan.planned, mark_of(day, today), day.plan.label))
    first = {one.drug: (one, phase) for phase in reversed(regimen.phases) for one in phase.drugs}
    rows = []
    for name, found in dots.items():
        one, phase = first[name]
        known = drug(name)
        at_home = one.places[0] is Place.HOME
        words = {True: "{dose} {unit}, {intake}", False: "{dose} {unit}, every {days} d"}[bool(at_home and one.intake)]
        below = say(words, dose=f"{one.dose:g}", unit=one.unit, intake=one.intake, days=phase.cycle_days)
        rows.append(DrugRow(known.shown, below, known.colour, tuple(found)))
    return tuple(rows)


class Timeline(QWidget):
    """Painted rows; arrow keys walk through the days, ``Enter`` or a click chooses one.

    Signals:
        chosen: A treatment day was chosen; carries it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[DrugRow, ...] = ()
        self._bands: tuple[tuple[str, date, date], ...] = ()
        self._days: tuple[TreatmentDay, ...] = ()
        self._today = date.min
        self._first = self._last = date.min
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_course(self, course: Course, regimen: Regimen, drug: Callable[[str], Drug], today: date) -> None:
        """Show a course."""
        self._rows = drug_rows(course, regimen, drug, today)
        self._days, self._today = course.days, today
        dates = [day.plan.planned for day in course.days] or [course.start]
        self._first = min(dates) - timedelta(days=MARGIN_DAYS)
        self._last = max(*dates, min(dates) + timedelta(days=60)) + timedelta(days=MARGIN_DAYS)
        self._bands = tuple(_bands(course, regimen))
        self._cursor = next((n for n, day in enumerate(self._days) if day.plan.planned >= today), 0)
        self._speak()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, holder().px(HEAD + BAND + ROW * max(1, len(self._rows)) + 8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self._days:
            self._cursor = max(0, min(len(self._days) - 1, self._cursor + step))
            self._speak()
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._days:
            self.chosen.emit(self._days[self._cursor])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (dot := self._dot_at(event.position())) is not None:
            self.chosen.emit(dot.day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._dot_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            dot = self._dot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), spoken(dot.day, self._today) if dot else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_months(painter)
        self._paint_bands(painter)
        for number, row in enumerate(self._rows):
            self._paint_row(painter, number, row)
        self._paint_now(painter)

    def _speak(self) -> None:
        name = say("Course timeline")
        if self._days:
            name += ". " + spoken(self._days[self._cursor], self._today)
        self.setAccessibleName(name)

    def _x(self, day: date) -> float:
        share = (day - self._first).days / max(1, (self._last - self._first).days)
        return LEFT + share * (self.width() - LEFT - 12)

    def _top(self, row: int) -> float:
        return float(holder().px(HEAD + BAND) + row * holder().px(ROW))

    def _dot_at(self, point: QPointF) -> Dot | None:
        for number, row in enumerate(self._rows):
            middle = self._top(number) + holder().px(ROW) / 2
            for dot in row.dots:
                if abs(point.x() - self._x(dot.on)) <= RADIUS + 2 and abs(point.y() - middle) <= RADIUS + 4:
                    return dot
        return None

    def _paint_months(self, painter: QPainter) -> None:
        theme = holder().theme
        month = date(self._first.year, self._first.month, 1)
        font = holder().font(FontRole.DENSE)
        used = 0.0
        while month <= self._last:
            x = self._x(max(month, self._first))
            painter.fillRect(QRectF(x, 4, 1, self.height() - 8), theme.line)
            name = MONTHS[month.month - 1]
            text = f"{name} {month.year}" if month.month == 1 or used == 0 else name
            if x >= used:
                draw_text(painter, QRectF(x + 5, 2, 90, holder().px(HEAD) - 4), text, font, theme.text2)
                used = x + text_width(text, font) + 14
            month = (month.replace(day=28) + timedelta(days=7)).replace(day=1)

    def _paint_bands(self, painter: QPainter) -> None:
        theme = holder().theme
        top = float(holder().px(HEAD))
        for name, first, last in self._bands:
            left, right = self._x(first) - RADIUS - 4, self._x(last) + RADIUS + 4
            painter.fillRect(QRectF(left, top, right - left, self.height() - top - 4), theme.mix(theme.accent, 0.05))
            box = QRectF(left + 6, top, right - left - 8, holder().px(BAND))
            draw_text(painter, box, name, holder().font(FontRole.DENSE_STRONG), theme.accent_text)

    def _paint_row(self, painter: QPainter, number: int, row: DrugRow) -> None:
        theme, found = holder().theme, holder()
        top, height = self._top(number), float(found.px(ROW))
        if number:
            painter.fillRect(QRectF(0, top, self.width(), 1), theme.line)
        half = height / 2
        draw_text(
            painter, QRectF(0, top + 3, LEFT - 12, half - 3), row.name, found.font(FontRole.BODY_STRONG), theme.text1
        )
        draw_text(
            painter, QRectF(0, top + half, LEFT - 12, half - 5), row.below, found.font(FontRole.CAPTION), theme.text3
        )
        for dot in row.dots:
            self._paint_dot(painter, QPointF(self._x(dot.on), top + half), dot, row.colour)

    def _paint_dot(self, painter: QPainter, centre: QPointF, dot: Dot, colour: str) -> None:
        theme = holder().theme
        tone = theme.group(colour).colour
        box = QRectF(centre.x() - RADIUS, centre.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
        if self.hasFocus() and self._days and dot.day is self._days[self._cursor]:
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(-3, -3, 3, 3))
        if dot.mark is Mark.OMITTED:
            painter.setPen(QPen(theme.text3, 1.6))
            painter.drawLine(box.topLeft() + QPointF(3, 3), box.bottomRight() - QPointF(3, 3))
            painter.drawLine(box.topRight() + QPointF(-3, 3), box.bottomLeft() + QPointF(3, -3))
            return
        if dot.mark in {Mark.GIVEN, Mark.TODAY}:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent if dot.mark is Mark.TODAY else tone)
            painter.drawEllipse(box)
            ink = theme.on_accent if dot.mark is Mark.TODAY else theme.group(colour).ink
            draw_icon(painter, "play" if dot.mark is Mark.TODAY else "check", ink, box.adjusted(3, 3, -3, -3))
            return
        if dot.mark is Mark.DUE:
            window = dot.day.plan.window
            bar = QRectF(
                self._x(window.earliest), centre.y() - 2.5, self._x(window.latest) - self._x(window.earliest), 5
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mix(tone, 0.25))
            painter.drawRoundedRect(bar, 2.5, 2.5)
        style = Qt.PenStyle.SolidLine if dot.mark is Mark.BOOKED else Qt.PenStyle.DotLine
        painter.setPen(QPen(tone, 2, style))
        painter.setBrush(theme.surface)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        if dot.mark is Mark.BOOKED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(centre, 2.6, 2.6)

    def _paint_now(self, painter: QPainter) -> None:
        if not self._first <= self._today <= self._last:
            return
        theme = holder().theme
        x, font = self._x(self._today), holder().font(FontRole.CAPTION_STRONG)
        painter.fillRect(QRectF(x - 0.8, holder().px(HEAD) - 4, 1.6, self.height()), theme.now)
        text = day_text(self._today, year=False)
        width = text_width(text, font) + 14
        pill = QRectF(min(max(LEFT, x - width / 2), self.width() - width), 3, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.now)
        painter.drawRoundedRect(pill, 9, 9)
        draw_text(painter, pill, text, font, theme.surface, align=Qt.AlignmentFlag.AlignCenter)


def _bands(course: Course, regimen: Regimen) -> Sequence[tuple[str, date, date]]:
    """Return name, first and last day of each phase that stands behind the rows; one phase needs no name."""
    found = []
    for index, phase in enumerate(regimen.phases):
        dates = [day.plan.planned for day in course.days if any(dose.phase == index for dose in day.plan.doses)]
        if dates:
            found.append((phase.name if len(regimen.phases) > 1 else "", min(dates), max(dates)))
    return found


def spoken(day: TreatmentDay, today: date) -> str:
    """Return a treatment day in a sentence, for the tooltip and the screen reader."""
    words = {
        Mark.GIVEN: say("given"),
        Mark.TODAY: say("today"),
        Mark.BOOKED: say("booked"),
        Mark.DUE: say("to be booked"),
        Mark.OMITTED: say("left out"),
    }[mark_of(day, today)]
    window = day.plan.window
    return say(
        "{label}, {day}, {state}, window {earliest} to {latest}",
        label=day.plan.label,
        day=day_text(day.plan.planned, weekday=True),
        state=words,
        earliest=day_text(window.earliest, year=False),
        latest=day_text(window.latest, year=False),
    )

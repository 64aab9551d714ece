"""A course across the months: one row per drug, one disc per treatment day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dayhospital.domain.course import Course, TreatmentDay
from dayhospital.domain.drug import Drug
from dayhospital.domain.formats import MONTHS, day_text
from dayhospital.domain.regimen import PhaseOrder, Place, Regimen
from dayhospital.ui.patients.marks import Mark, draw_mark, mark_of, mark_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import CENTRE, draw_text, text_width

LEFT = 200
HEAD, BAND, ROW = 26, 22, 42
RADIUS, SMALLEST = 7.5, 3.5
"""Of a disc, in px: the usual one, and the one where weekly doses stand close."""
NARROW_MONTH = 40
"""Px of a month below which only quarters are named."""
LABEL_GAP = 24
"""Px between first days of cycles from which each carries its cycle."""
MARGIN_DAYS = 10


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


@dataclass(frozen=True, slots=True)
class SurgeryMark:
    """Surgery in the course: its day, or the days between which it is due."""

    first: date
    last: date
    known: bool
    """Whether it has a day."""


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
        rhythm = one.intake if at_home and one.intake else _rhythm(one.days, phase.cycle_days)
        rows.append(DrugRow(known.shown, f"{one.dose:g} {one.unit}, {rhythm}", known.colour, tuple(found)))
    return tuple(rows)


def _rhythm(days: tuple[int, ...], cycle_days: int) -> str:
    """Return ``every 21 d``, or ``days 1, 8 of 21`` for several days of a cycle."""
    if len(days) == 1:
        return say("every {days} d", days=cycle_days)
    if len(days) > 4:
        return say("days {first} to {last} of {days}", first=days[0], last=days[-1], days=cycle_days)
    return say("days {list} of {days}", list=days, days=cycle_days)


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
        self._surgery: SurgeryMark | None = None
        self._today = date.min
        self._first = self._last = date.min
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_course(
        self,
        course: Course,
        regimen: Regimen,
        drug: Callable[[str], Drug],
        today: date,
        surgery: SurgeryMark | None = None,
    ) -> None:
        """Show a course, with the surgery that belongs to it in a row of its own."""
        self._surgery = surgery
        self._rows = drug_rows(course, regimen, drug, today)
        self._days, self._today = course.days, today
        dates = [day.plan.planned for day in course.days] or [course.start]
        self._first = min(dates) - timedelta(days=MARGIN_DAYS)
        ends = [*dates, min(dates) + timedelta(days=60), *([surgery.last] if surgery else [])]
        self._last = max(ends) + timedelta(days=MARGIN_DAYS)
        self._bands = tuple(_bands(course, regimen))
        self._cursor = next((n for n, day in enumerate(self._days) if day.plan.planned >= today), 0)
        self._speak()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._rows)) + (self._surgery is not None)
        return QSize(600, holder().px(HEAD + BAND + ROW * rows + 8))

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
        self._paint_bands(painter)
        self._paint_months(painter)
        for number, row in enumerate(self._rows):
            self._paint_row(painter, number, row)
        if self._surgery is not None:
            self._paint_surgery(painter, self._surgery)
        self._paint_now(painter)

    def _speak(self) -> None:
        name = say("Course timeline")
        if self._surgery is not None:
            name += ". " + say("Surgery: {when}", when=surgery_days(self._surgery))
        if self._days:
            name += ". " + spoken(self._days[self._cursor], self._today)
        self.setAccessibleName(name)

    def _x(self, day: date) -> float:
        share = (day - self._first).days / max(1, (self._last - self._first).days)
        return LEFT + share * (self.width() - LEFT - 12)

    def _top(self, row: int) -> float:
        return float(holder().px(HEAD + BAND) + row * holder().px(ROW))

    def _radius(self, row: DrugRow) -> float:
        """Return how large the discs of a row are: smaller where doses stand closer than a disc is wide."""
        places = sorted(self._x(dot.on) for dot in row.dots)
        gap = min((b - a for a, b in pairwise(places) if b > a), default=LABEL_GAP)
        return float(max(SMALLEST, min(RADIUS, gap / 2 - 1)))

    def _labelled(self, row: DrugRow) -> bool:
        """Return whether the first days of cycles of a row have room for their cycle below."""
        places = sorted(self._x(dot.on) for dot in row.dots if dot.day.plan.day == 1)
        return all(b - a >= holder().px(LABEL_GAP) for a, b in pairwise(places) if b > a)

    def _dot_at(self, point: QPointF) -> Dot | None:
        for number, row in enumerate(self._rows):
            middle = self._top(number) + holder().px(ROW) / 2
            for dot in row.dots:
                if abs(point.x() - self._x(dot.on)) <= self._radius(row) + 1 and abs(point.y() - middle) <= RADIUS + 6:
                    return dot
        return None

    def _paint_months(self, painter: QPainter) -> None:
        theme = holder().theme
        font, pill, year_shown = holder().font(FontRole.DENSE), self._pill(), False
        months = self._months()
        for month, following in pairwise([*months, self._last]):
            x = self._x(max(month, self._first))
            painter.fillRect(QRectF(x, 4, 1, self.height() - 8), theme.line)
            box = QRectF(x + 5, 2, self._x(following) - x - 8, holder().px(HEAD) - 4)
            name = MONTHS[month.month - 1]
            full, january = f"{name} {month.year}", month.month == 1
            wanted = (full, str(month.year)) if january else (name,) if year_shown else (full, name)
            for text in wanted:
                width = text_width(text, font)
                if width <= box.width() and not pill.intersects(QRectF(box.left(), 2, width, 20)):
                    draw_text(painter, box, text, font, theme.text2)
                    year_shown = year_shown or text != name
                    break

    def _months(self) -> list[date]:
        """Return the first days of the months that get a line: each one, or each quarter where months are narrow."""
        wide = self._x(self._first + timedelta(days=30)) - LEFT >= NARROW_MONTH
        month = self._first.replace(day=1)
        found: list[date] = []
        while month <= self._last:
            if wide or month.month % 3 == 1 or not found:
                found.append(month)
            month = (month + timedelta(days=31)).replace(day=1)
        return found

    def _paint_bands(self, painter: QPainter) -> None:
        theme = holder().theme
        top = float(holder().px(HEAD))
        lefts = [self._x(first) - RADIUS - 4 for _, first, _ in self._bands]
        for (name, _, last), left, following in zip(self._bands, lefts, [*lefts[1:], float(self.width())], strict=True):
            right = min(self._x(last) + RADIUS + 4, following - 2) if following > left else self._x(last) + RADIUS + 4
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
        radius, labelled = self._radius(row), self._labelled(row)
        middle = top + half - (6 if labelled else 0)
        for dot in row.dots:
            x = self._x(dot.on)
            self._paint_dot(painter, QPointF(x, middle), dot, row.colour, radius)
            if labelled and dot.day.plan.day == 1:
                below = QRectF(x - 20, middle + RADIUS + 1, 40, top + height - middle - RADIUS - 2)
                font = found.font(FontRole.CAPTION)
                draw_text(painter, below, f"C{dot.day.plan.cycle}", font, theme.text2, align=CENTRE)

    def _paint_surgery(self, painter: QPainter, surgery: SurgeryMark) -> None:
        """Paint the day, or a dashed box over the days between which it is due."""
        theme, found = holder().theme, holder()
        top, height = self._top(len(self._rows)), float(found.px(ROW))
        painter.fillRect(QRectF(0, top, self.width(), 1), theme.line)
        draw_text(
            painter, QRectF(0, top, LEFT - 12, height), say("Surgery"), found.font(FontRole.BODY_STRONG), theme.text1
        )
        words, font = surgery_days(surgery), found.font(FontRole.CAPTION)
        wide = text_width(words, font) + 12
        left, right = self._x(surgery.first), self._x(surgery.last)
        box = QRectF(left, top + height / 2 - 10, max(6.0, right - left), 20)
        painter.setPen(QPen(theme.text3, 1.2, Qt.PenStyle.SolidLine if surgery.known else Qt.PenStyle.DashLine))
        painter.setBrush(theme.text3 if surgery.known else theme.sunken)
        painter.drawRoundedRect(box, 4, 4)
        beside = box.right() + 6 if box.right() + wide < self.width() else box.left() - wide
        place = box if box.width() >= wide else QRectF(beside, box.top(), wide - 6, box.height())
        draw_text(painter, place, words, font, theme.text2, align=CENTRE)

    def _paint_dot(self, painter: QPainter, centre: QPointF, dot: Dot, colour: str, radius: float) -> None:
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        theme = holder().theme
        if self.hasFocus() and self._days and dot.day is self._days[self._cursor]:
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(-3, -3, 3, 3))
        if dot.mark is Mark.DUE:
            window, tone = dot.day.plan.window, theme.group(colour).colour
            bar = QRectF(
                self._x(window.earliest), centre.y() - 2.5, self._x(window.latest) - self._x(window.earliest), 5
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mix(tone, 0.25))
            painter.drawRoundedRect(bar, 2.5, 2.5)
        draw_mark(painter, box, dot.mark, colour)

    def _pill(self) -> QRectF:
        """Return where today's date stands, an empty box when today is not in the course."""
        if not self._first <= self._today <= self._last:
            return QRectF()
        width = text_width(day_text(self._today, year=False), holder().font(FontRole.CAPTION_STRONG)) + 14
        left = min(max(LEFT, self._x(self._today) - width / 2), self.width() - width)
        return QRectF(left, 3, width, holder().px(18))

    def _paint_now(self, painter: QPainter) -> None:
        if not self._first <= self._today <= self._last:
            return
        theme = holder().theme
        x, font = self._x(self._today), holder().font(FontRole.CAPTION_STRONG)
        painter.fillRect(QRectF(x - 0.8, holder().px(HEAD) - 4, 1.6, self.height()), theme.now)
        text, pill = day_text(self._today, year=False), self._pill()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.now)
        painter.drawRoundedRect(pill, 9, 9)
        draw_text(painter, pill, text, font, theme.surface, align=CENTRE)


def surgery_days(surgery: SurgeryMark) -> str:
    """Return the day of a surgery, or the days between which it is due."""
    if surgery.first == surgery.last:
        return day_text(surgery.first, year=False)
    return f"{day_text(surgery.first, year=False)} – {day_text(surgery.last, year=False)}"


def _bands(course: Course, regimen: Regimen) -> Sequence[tuple[str, date, date]]:
    """Return name, first and last day of each phase that stands behind the rows; one phase needs no name.

    Phases that run beside the first are told by their rows.
    """
    found = []
    for index, phase in enumerate(regimen.phases):
        if index and phase.order is PhaseOrder.PARALLEL:
            continue
        dates = [day.plan.planned for day in course.days if any(dose.phase == index for dose in day.plan.doses)]
        if dates:
            found.append((phase.name, min(dates), max(dates)))
    return found if len(found) > 1 else [("", first, last) for _, first, last in found]


def spoken(day: TreatmentDay, today: date) -> str:
    """Return a treatment day in a sentence, for the tooltip and the screen reader."""
    window = day.plan.window
    return say(
        "{label}, {day}, {state}, window {earliest} to {latest}",
        label=day.plan.label,
        day=day_text(day.plan.planned, weekday=True),
        state=mark_text(day, today),
        earliest=day_text(window.earliest, year=False),
        latest=day_text(window.latest, year=False),
    )

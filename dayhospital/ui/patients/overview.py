"""The overview of the patient page: the course in time, the next sessions, the tumour, the biomarkers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.treatment_lines import Endocrine
from dayhospital.clinical.tumour_picture import Marker, TumourPicture, tumour_picture
from dayhospital.domain.board import BoardSession
from dayhospital.domain.course import Course, CourseState
from dayhospital.domain.formats import day_text, span_text
from dayhospital.domain.line import Line
from dayhospital.domain.metastasis import Metastasis
from dayhospital.domain.pathway import StepKind
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Results
from dayhospital.domain.session import DONE, NOT_LIVE
from dayhospital.domain.surgery import Surgery
from dayhospital.domain.tumour import Her2Status, Tumour
from dayhospital.errors import NotFound
from dayhospital.ui.pathways.card import pathway_card
from dayhospital.ui.pathways.surgery_rows import surgery_rows
from dayhospital.ui.pathways.words import PathwayShown
from dayhospital.ui.patients.line_words import lines_card
from dayhospital.ui.patients.marks import Legend
from dayhospital.ui.patients.metastases import metastases_row
from dayhospital.ui.patients.more_cards import site_text
from dayhospital.ui.patients.timeline import SurgeryMark, Timeline
from dayhospital.ui.plan.facts import FactRows, ReasonRow, setting_text
from dayhospital.ui.results.cards import MarkerCard
from dayhospital.ui.texts import fact_text, say, status_text
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import (
    Card,
    Chip,
    ChoiceBox,
    EmptyState,
    GroupDot,
    Label,
    StatusIcon,
    block_state,
    clear_layout,
    link,
)

NEXT_SHOWN = 6

WHEN = 126
"""Width of the dates of coming sessions, so that what they are for stands in one column."""


class SessionLine(QWidget):
    """One coming session: day and time, what for, where, how far."""

    opened = Signal()

    def __init__(self, session: BoardSession, chair: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(10)
        when, what = QVBoxLayout(), QVBoxLayout()
        for column in (when, what):
            column.setSpacing(0)
        day = link(day_text(session.span.day, weekday=True))
        day.clicked.connect(self.opened)
        when.addWidget(day)
        times = Label(span_text(session.span.start, session.span.end), FontRole.DENSE, "text2")
        times.setIndent(3)  # as far in as the words of a link
        when.addWidget(times)
        what.addWidget(Label(f"{session.treatment.short} {session.treatment.label}".strip(), FontRole.BODY_MEDIUM))
        what.addWidget(Label(say("pinboard") if session.on_pinboard else chair, FontRole.DENSE, "text2"))
        row.addWidget(GroupDot(session.treatment.colour))
        when.addStrut(holder().px(WHEN))
        row.addLayout(when)
        row.addLayout(what, 1)
        row.addWidget(StatusIcon(block_state(session.status, on_hold=bool(session.hold_reason))))
        row.addWidget(Label(status_text(session.status), FontRole.DENSE_MEDIUM, "text2"))


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the tumour's course: results, lines of treatment, pathway and surgery."""

    results: Results
    lines: tuple[Line, ...]
    endocrine: Endocrine
    metastases: tuple[Metastasis, ...] = ()
    pathways: tuple[PathwayShown, ...] = ()
    surgeries: tuple[Surgery, ...] = ()


class Overview(QScrollArea):
    """Cards that scroll together.

    Signals:
        day_chosen: A treatment day of the timeline; carries the TreatmentDay.
        session_opened: A coming session; carries the BoardSession.
        asked: An act on a course or tumour; carries its name and the course or tumour, or None.
    """

    day_chosen = Signal(object)
    session_opened = Signal(object)
    asked = Signal(str, object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._chosen: int | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(18, 14, 18, 18)
        self._column.setSpacing(14)
        self.setWidget(inside)

    def show_patient(
        self,
        courses: Sequence[Course],
        sessions: Sequence[BoardSession],
        tumours: Sequence[Tumour],
        markers: MarkerCard,
        chair: Callable[[int], str],
        now: datetime,
        told: Told,
    ) -> None:
        """Show everything anew; the course chosen before stays chosen."""
        clear_layout(self._column)
        self._column.addWidget(self._course_card(courses, now.date(), told.pathways))
        for shown in told.pathways:
            self._column.addWidget(pathway_card(shown, self._library, self.asked.emit, self))
        row = QWidget()
        cards = QHBoxLayout(row)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self._next_card(sessions, chair, now))
        left.addWidget(self._tumour_card(tumours, told))
        left.addStretch(1)
        markers.asked.connect(lambda name: self.asked.emit(name, None))
        cards.addLayout(left, 1)
        cards.addWidget(markers, 1, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(row)
        self._column.addWidget(lines_card(told.lines, told.endocrine, self.asked.emit, self))
        self._column.addStretch(1)

    def _course_card(self, courses: Sequence[Course], today: date, pathways: Sequence[PathwayShown]) -> Card:
        card = Card(self.tr("Course"))
        if not courses:
            empty = EmptyState("calendar-plus", self.tr("No course yet"), "", self.tr("Plan a course"))
            empty.acted.connect(lambda: self.asked.emit("plan", None))
            card.body.addWidget(empty)
            return card
        course = next((one for one in courses if one.id == self._chosen), courses[0])
        if len(courses) > 1:
            chooser = ChoiceBox((one.id, f"{one.regimen_short}, {day_text(one.start)}") for one in courses)
            chooser.choose(course.id)
            chooser.currentIndexChanged.connect(lambda: self._choose(chooser.value()))
            card.add_to_header(chooser)
        card.add_to_header(Legend())
        self._describe(card, course)
        try:
            regimen = self._library.of_course(course.regimen_id, course.regimen_version)
        except NotFound:
            card.body.addWidget(Label(self.tr("This regimen is no longer in the library."), tone="warn").wrapped())
            return card
        timeline = Timeline()
        timeline.show_course(course, regimen, self._library.drug, today, surgery_of(course, pathways))
        timeline.chosen.connect(self.day_chosen)
        card.body.addWidget(timeline)
        return card

    def _describe(self, card: Card, course: Course) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Chip(course.regimen_name, course.colour))
        line.addWidget(Chip(setting_text(course.setting), "neutral"))
        if course.state is not CourseState.ACTIVE:
            words = {CourseState.STOPPED: self.tr("Stopped"), CourseState.COMPLETED: self.tr("Completed")}
            line.addWidget(Chip(words[course.state], "warn"))
        line.addStretch(1)
        acts = [("book", self.tr("Book open days…")), ("extend", self.tr("More cycles…")), ("stop", self.tr("Stop…"))]
        if newer := self._newer(course):
            acts.insert(0, ("version", self.tr("Move to v{n}…").format(n=newer)))
        if course.state is CourseState.ACTIVE:
            for name, words_of in acts:
                if name == "extend" and not self._goes_on(course):
                    continue
                button = link(words_of)
                button.clicked.connect(lambda _=False, name=name: self.asked.emit(name, course))
                line.addWidget(button)
        card.body.addLayout(line)

    def _newer(self, course: Course) -> int:
        """Return the version in use where the course has another one that is still known, else 0."""
        if course.regimen_id not in self._library.ids():
            return 0
        number = self._library.get(course.regimen_id).version
        began = self._library.of_course(course.regimen_id, course.regimen_version).version
        return number if number != course.regimen_version == began else 0

    def _goes_on(self, course: Course) -> bool:
        """Return whether more cycles can be planned: an open-ended phase, or one phase only."""
        if course.regimen_id not in self._library:
            return False
        phases = self._library.of_course(course.regimen_id, course.regimen_version).phases
        return len(phases) == 1 or any(phase.cycles_in(course.setting) is None for phase in phases)

    def _choose(self, course_id: int) -> None:
        self._chosen = course_id
        self.asked.emit("show", None)

    def _next_card(self, sessions: Sequence[BoardSession], chair: Callable[[int], str], now: datetime) -> Card:
        card = Card(self.tr("Next sessions"))
        coming = sorted(
            (
                one
                for one in sessions
                if one.status not in NOT_LIVE | DONE and one.span.end >= now.replace(hour=0, minute=0)
            ),
            key=lambda one: one.span,
        )
        for session in coming[:NEXT_SHOWN]:
            line = SessionLine(session, chair(session.chair_id))
            line.opened.connect(lambda session=session: self.session_opened.emit(session))
            card.body.addWidget(line)
        if not coming:
            card.body.addWidget(Label(self.tr("Nothing is booked."), tone="text2"))
        elif len(coming) > NEXT_SHOWN:
            more = self.tr("and {n} more, see Sessions").format(n=len(coming) - NEXT_SHOWN)
            card.body.addWidget(Label(more, FontRole.DENSE, "text3"))
        return card

    def _tumour_card(self, tumours: Sequence[Tumour], told: Told) -> Card:
        card = Card(self.tr("Tumour"))
        add = link(self.tr("Add…"))
        add.clicked.connect(lambda: self.asked.emit("tumour", None))
        card.add_to_header(add)
        for tumour in tumours:
            rows = FactRows()
            picture = tumour_picture(tumour, told.results)
            rows.show_rows(tumour_facts(tumour, picture))
            edit = link(self.tr("Edit…"))
            edit.clicked.connect(lambda _=False, tumour=tumour: self.asked.emit("tumour", tumour))
            card.body.addWidget(rows)
            for change in picture.changes:
                card.body.addWidget(ReasonRow(change))
            remove = link(self.tr("Remove tumour"))
            remove.clicked.connect(lambda _=False, tumour=tumour: self.asked.emit("tumour_remove", tumour))
            acts = QHBoxLayout()
            acts.addWidget(edit)
            acts.addWidget(remove)
            acts.addStretch(1)
            card.body.addLayout(acts)
            card.body.addWidget(surgery_rows(tumour, told.surgeries, told.results, self.asked.emit))
        if not tumours:
            card.body.addWidget(Label(self.tr("No tumour recorded."), tone="text2"))
        card.body.addWidget(metastases_row(told.metastases, lambda: self.asked.emit("metastases", None)))
        return card


def surgery_of(course: Course, pathways: Sequence[PathwayShown]) -> SurgeryMark | None:
    """Return the surgery that follows a course before it on a pathway, None where none does or nobody knows when."""
    standings = (shown.row.standing for shown in pathways if shown.row is not None)
    steps = [one for standing in standings if standing is not None for one in standing.steps]
    if course.setting is not Setting.NEOADJUVANT or course.regimen_name not in {one.given for one in steps}:
        return None
    for one in steps:
        if one.step.kind is StepKind.SURGERY:
            first, last = one.day or one.earliest, one.day or one.latest
            return None if first is None or last is None else SurgeryMark(first, last, one.day is not None)
    return None


def tumour_facts(tumour: Tumour, picture: TumourPicture) -> list[tuple[str, str]]:
    """Return what is known of a tumour, as label and value; receptors by the result that counts, with its day."""

    def marker(found: Marker, *before: str) -> str:
        day = "" if found.day in {None, tumour.diagnosed} else f"{found.specimen}, {day_text(found.day)}"
        return ", ".join(part for part in (*before, found.value, day) if part) or say("not known")

    ki67 = say("not known") if tumour.ki67_percent is None else f"{tumour.ki67_percent} %"
    status = "" if picture.her2.status == Her2Status.UNKNOWN else fact_text(picture.her2.status)
    return [
        (say("Side"), say(tumour.side.value)),
        (say("Site"), say("not recorded") if tumour.site is None else site_text(tumour.site)),
        (
            say("Type"),
            f"{tumour.histology.value}, {say('grade {n}', n=tumour.grade) if tumour.grade else ''}".strip(", "),
        ),
        (say("Extent"), f"{tumour.tnm}  {tumour.stage}".strip() or say("not known")),
        (say("Diagnosed"), day_text(tumour.diagnosed)),
        (say("ER"), marker(picture.er)),
        (say("PR"), marker(picture.pr)),
        (say("HER2"), marker(picture.her2, status)),
        (say("Ki-67"), ki67),
    ]

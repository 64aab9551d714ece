"""What people do with courses: start, book whole, extend, stop; and with their treatment days: move, omit, record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import select

from dayhospital.clinical.eligibility import judge, objections
from dayhospital.domain.course import CourseState, DayState, PlannedDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text
from dayhospital.domain.regimen import Regimen, Setting
from dayhospital.domain.session import PLANNED, CancelReason
from dayhospital.errors import InvalidValue, Refused
from dayhospital.queries.eligibility import case_of
from dayhospital.services import checks
from dayhospital.services.command import Command
from dayhospital.services.lifetime_doses import lifetime_findings
from dayhospital.services.pathways import follow, pathway_findings, pathway_of
from dayhospital.services.patients import patient_name
from dayhospital.services.plans import (
    calendar_around,
    doses_in_day_hospital,
    insert_days,
    more_days,
    planned_course,
    stored_days,
)
from dayhospital.services.sessions import Booking
from dayhospital.services.status import cancel, live_session
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """Where one treatment day is to be given; in :class:`PlanCourse` the id is the index of the day."""

    treatment_day_id: int
    chair_id: int
    start: datetime


@dataclass(frozen=True, slots=True)
class StartCourse(Command):
    """Give a patient a regimen from a day on: works out and stores every treatment day. Returns the course id.

    A regimen that does not fit the patient, or comes at another time than her pathway says, needs a reason.
    """

    title: ClassVar[str] = "Start course"
    patient_id: int
    regimen_id: str
    setting: Setting
    start: date
    consultant: str
    line: int = 1
    cycles: int | None = None
    note: str = ""
    reason: str = ""
    tumour_id: int | None = None
    """The tumour by which the regimen is judged; the first when not given."""

    def run(self, work: UnitOfWork) -> int:
        regimen = work.library.get(self.regimen_id)
        days = planned_course(work, regimen, self.setting, self.start, self.cycles)
        work.accept(start_findings(work, self, regimen, days), self.reason)
        work.say(f"Started {regimen.short} for {patient_name(work, self.patient_id)} on {day_text(self.start)}")
        return store_course(work, self, regimen, days)


@dataclass(frozen=True, slots=True)
class PlanCourse(Command):
    """Start a course with the days as they were shown and changed, and book those with a choice, as one step.

    A regimen that does not fit the patient, or comes at another time than her pathway says, needs a reason.
    Returns the course id.
    """

    title: ClassVar[str] = "Plan course"
    patient_id: int
    regimen_id: str
    setting: Setting
    start: date
    consultant: str
    days: tuple[PlannedDay, ...]
    choices: tuple[SlotChoice, ...] = ()
    line: int = 1
    cycles: int | None = None
    note: str = ""
    reason: str = ""
    regimen_version: int | None = None
    """The version the days were worked out from; another one in use by now is refused. None if it does not matter."""
    tumour_id: int | None = None
    """The tumour by which the regimen is judged; the first when not given."""
    pathway: str = ""
    """The pathway the patient follows from now on; empty leaves it as it is."""

    def run(self, work: UnitOfWork) -> int:
        regimen = work.library.get(self.regimen_id)
        if self.regimen_version not in {None, regimen.version}:
            finding = Finding(Severity.BLOCK, "version-changed-since")
            sentence = (
                f"Version {regimen.version} of {regimen.name} is in use since. Nothing was saved; choose it again."
            )
            raise Refused(sentence, (finding,))
        if not self.days:
            raise InvalidValue("A course has at least one treatment day. Nothing was saved.")
        work.accept(start_findings(work, self, regimen, self.days), self.reason)
        if self.pathway:
            follow(work, self.patient_id, pathway_of(work, self.pathway), self.tumour_id)
        course_id = store_course(work, self, regimen, self.days)
        table = tables.treatment_days.c
        rows = work.all(select(table.id).where(table.course_id == course_id).order_by(table.position))
        ids = [row.id for row in rows]
        choices = [SlotChoice(ids[c.treatment_day_id], c.chair_id, c.start) for c in self.choices]
        book(work, choices, self.reason)
        booked = f" and booked {len(choices)} sessions" if choices else ""
        work.say(f"Started {regimen.short} for {patient_name(work, self.patient_id)}{booked}")
        return course_id


@dataclass(frozen=True, slots=True)
class BookCourse(Command):
    """Book several treatment days of a course at once: all of them or none."""

    title: ClassVar[str] = "Book course"
    course_id: int
    choices: tuple[SlotChoice, ...]
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        course = work.one(tables.courses, self.course_id)
        table = tables.treatment_days.c
        own = {row.id for row in work.all(select(table.id).where(table.course_id == self.course_id))}
        if any(choice.treatment_day_id not in own for choice in self.choices):
            raise InvalidValue("One of these days belongs to another course. Nothing was booked; look again.")
        book(work, self.choices, self.reason)
        name = patient_name(work, course["patient_id"])
        work.say(f"Booked {len(self.choices)} sessions of {course['regimen_short']} for {name}")


@dataclass(frozen=True, slots=True)
class BookDays(Command):
    """Book treatment days of several patients at once, as proposed for the whole tray: all of them or none."""

    title: ClassVar[str] = "Book sessions"
    choices: tuple[SlotChoice, ...]
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        if not self.choices:
            raise InvalidValue("Nothing was chosen, so nothing was booked. Tick at least one session.")
        book(work, self.choices, self.reason)
        work.say(f"Booked {len(self.choices)} sessions")


@dataclass(frozen=True, slots=True)
class StopCourse(Command):
    """End a course: what was planned from the day on is cancelled, what is still due is omitted."""

    title: ClassVar[str] = "Stop course"
    course_id: int
    day: date
    reason_code: CancelReason | str
    note: str = ""

    def run(self, work: UnitOfWork) -> None:
        course = work.one(tables.courses, self.course_id)
        if course["state"] is CourseState.STOPPED:
            raise InvalidValue("This course has been stopped already. Nothing was changed.")
        code = str(self.reason_code)
        reason = CancelReason(code) if code in set(CancelReason) else CancelReason.OTHER
        for row, plan in stored_days(work, self.course_id):
            if row.state is not DayState.DUE:
                continue
            held = live_session(work, row.id)
            if held is not None and (held.status not in PLANNED or held.starts.date() < self.day):
                continue
            if held is not None:
                cancel(work, held.id, reason, self.note)
            if held is not None or plan.planned >= self.day or plan.needs_chair:
                work.update(tables.treatment_days, row.id, state=DayState.OMITTED, omit_reason="course stopped")
        work.update(
            tables.courses,
            self.course_id,
            state=CourseState.STOPPED,
            stopped_on=self.day,
            stop_reason=code,
            stop_note=self.note.strip(),
        )
        work.say(f"Stopped {course['regimen_short']} of {patient_name(work, course['patient_id'])}")


@dataclass(frozen=True, slots=True)
class ExtendCourse(Command):
    """Plan so many more cycles of an open-ended regimen, after those planned."""

    title: ClassVar[str] = "Extend course"
    course_id: int
    cycles: int
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        course = work.one(tables.courses, self.course_id)
        if self.cycles < 1:
            raise InvalidValue("At least one cycle is added. Nothing was changed.")
        if course["state"] is CourseState.STOPPED:
            raise InvalidValue("This course has been stopped. Nothing was planned; start a new one.")
        days = [plan for _, plan in stored_days(work, self.course_id)]
        ordered, added = more_days(work, course, days, self.cycles)
        work.accept(lifetime_findings(work, course["patient_id"], added, self.course_id), self.reason)
        insert_days(work, self.course_id, course["patient_id"], added, len(days))
        doses = doses_in_day_hospital([*days, *added])
        state = CourseState.ACTIVE
        work.update(tables.courses, self.course_id, cycles=ordered, course_doses=doses, state=state)
        work.say(f"Planned {self.cycles} more cycles for {patient_name(work, course['patient_id'])}")


# --- shared


def start_findings(
    work: UnitOfWork, deed: StartCourse | PlanCourse, regimen: Regimen, days: Sequence[PlannedDay]
) -> list[Finding]:
    """Return what speaks against starting this course."""
    patient = work.one(tables.patients, deed.patient_id)
    found = []
    if not regimen.enabled:
        found.append(Finding(Severity.BLOCK, "regimen-disabled", facts={"regimen": regimen.name}))
    if deed.setting not in regimen.settings:
        facts = {"regimen": regimen.name, "setting": deed.setting.value}
        found.append(Finding(Severity.BLOCK, "setting-not-in-regimen", facts=facts))
    if patient["deceased"] is not None:
        found.append(Finding(Severity.BLOCK, "patient-deceased", facts={"day": patient["deceased"]}))
    if why := calendar_around(work, deed.start).why_closed(deed.start):
        found.append(Finding(Severity.NOTE, "start-on-closed-day", facts={"day": deed.start, "why": why}))
    table = tables.courses.c
    same = work.first(
        select(table.start).where(
            table.patient_id == deed.patient_id,
            table.regimen_id == regimen.id,
            table.state == CourseState.ACTIVE,
        )
    )
    if same is not None:
        facts = {"regimen": regimen.name, "since": same.start}
        found.append(Finding(Severity.WARNING, "same-regimen-active", facts=facts))
    return [*found, *_unfit(work, deed, regimen), *lifetime_findings(work, deed.patient_id, days)]


def _unfit(work: UnitOfWork, deed: StartCourse | PlanCourse, regimen: Regimen) -> list[Finding]:
    """Return what speaks against this regimen for this patient, and against its day on the pathway she follows."""
    if deed.setting not in regimen.settings:
        return []  # that alone blocks, and is said
    case = case_of(work.connection, deed.patient_id, work.library, work.clock.today(), deed.tumour_id)
    unfit = objections(judge(regimen, deed.setting, case, deed.start), regimen)
    tumour_id = None if case.tumour is None else case.tumour.id
    return [*unfit, *pathway_findings(work, deed.patient_id, tumour_id, regimen.id, deed.setting, deed.start)]


def store_course(work: UnitOfWork, deed: StartCourse | PlanCourse, regimen: Regimen, days: Sequence[PlannedDay]) -> int:
    course_id = work.insert(
        tables.courses,
        patient_id=deed.patient_id,
        regimen_id=regimen.id,
        regimen_version=regimen.version,
        regimen_name=regimen.name,
        regimen_short=regimen.short,
        colour=regimen.colour,
        setting=deed.setting,
        line=deed.line,
        start=deed.start,
        cycles=deed.cycles,
        consultant=deed.consultant.strip(),
        note=deed.note.strip(),
        course_doses=doses_in_day_hospital(days),
        port_default=regimen.port,
    )
    insert_days(work, course_id, deed.patient_id, days)
    return course_id


def book(work: UnitOfWork, choices: Sequence[SlotChoice], reason: str) -> None:
    """Check and store every choice; what speaks against any of them speaks against all.

    Each is written before the next is checked, so that they see one another; a refusal takes all of them back.
    """
    found: list[Finding] = []
    for choice in choices:
        booking = Booking(choice.treatment_day_id, choice.chair_id, choice.start)
        request = booking.request(work)
        findings = checks.findings(work, request)
        if any(finding.severity is Severity.BLOCK for finding in findings):
            when = f"{request.treatment.label} on {day_text(request.span.day)}"
            raise Refused(f"{when} does not fit there. Nothing was booked; choose another place.", findings)
        found.extend(findings)
        booking.write(work, request)
    work.accept(found, reason)

"""What people do with sessions on the board: book, move, resize, pin, fix, note."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from dayhospital.domain.board import BoardSession
from dayhospital.domain.course import DayState
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.regimen import Group
from dayhospital.domain.session import MAX_SESSION_MINUTES, NOT_LIVE, PLANNED, PRESENT, Status
from dayhospital.domain.span import Span
from dayhospital.errors import InvalidValue, Refused
from dayhospital.queries import board, unit
from dayhospital.queries.encoding import plan_text
from dayhospital.queries.patients import patient_facts
from dayhospital.services import checks
from dayhospital.services.command import Command
from dayhospital.services.plans import day_plan, extra_treatment
from dayhospital.services.status import record_status
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class BookDay(Command):
    """Book a due treatment day, for its chair minutes or for ``minutes``. Returns the session id."""

    title: ClassVar[str] = "Book session"
    treatment_day_id: int
    chair_id: int
    start: datetime
    minutes: int | None = None
    reason: str = ""

    def run(self, work: UnitOfWork) -> int:
        booking = Booking(self.treatment_day_id, self.chair_id, self.start, self.minutes)
        request = booking.request(work)
        work.accept(checks.findings(work, request), self.reason)
        session_id = booking.write(work, request)
        work.say(f"Booked {request.patient.label.name} at {where(work, self.start, self.chair_id)}")
        return session_id


@dataclass(frozen=True, slots=True)
class BookExtra(Command):
    """Book a supportive session outside any course: transfusion, iron, flush. Returns the session id."""

    title: ClassVar[str] = "Book extra session"
    patient_id: int
    regimen_id: str
    chair_id: int
    start: datetime
    minutes: int | None = None
    reason: str = ""
    note: str = ""

    def run(self, work: UnitOfWork) -> int:
        regimen = work.library.get(self.regimen_id)
        if regimen.group is not Group.SUPPORTIVE or not regimen.enabled:
            finding = Finding(Severity.BLOCK, "not-an-extra", facts={"regimen": regimen.name})
            raise Refused(
                f"{regimen.name} is given in a course. Nothing was booked; start the course first.", (finding,)
            )
        treatment = extra_treatment(work, regimen.id)
        if not treatment.chair_kinds:
            raise InvalidValue(f"{regimen.name} needs no chair. Nothing was booked.")
        span = Span.lasting(self.start, checked_minutes(self.minutes or treatment.chair_minutes))
        request = checks.Request(patient_facts(work.connection, self.patient_id), treatment, self.chair_id, span)
        work.accept(checks.findings(work, request), self.reason)
        work.say(f"Booked {request.patient.label.name} at {where(work, self.start, self.chair_id)}")
        return insert_session(work, request, note=self.note.strip())


@dataclass(frozen=True, slots=True)
class MoveSession(Command):
    """Move a session to another chair or time, keeping its length; from the pinboard it comes back onto the board.

    A confirmed session that goes to another day is only booked again: the patient has to be called.
    """

    title: ClassVar[str] = "Move session"
    session_id: int
    chair_id: int
    start: datetime
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        span = session.span.moved_to(self.start)
        require_movable(session, other_day=span.day != session.span.day)
        request = checks.Request.of(session, self.chair_id, span)
        work.accept(checks.findings(work, request), self.reason)
        place_session(work, session, self.chair_id, span)
        work.say(f"Moved {session.patient.label.name} to {where(work, self.start, self.chair_id, session.span.start)}")


@dataclass(frozen=True, slots=True)
class ResizeSession(Command):
    """Give a session another length; shorter than the regimen asks needs a reason."""

    title: ClassVar[str] = "Resize session"
    session_id: int
    minutes: int
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        if session.status not in PLANNED | PRESENT:
            raise _over(session)
        span = Span.lasting(session.span.start, checked_minutes(self.minutes))
        found = [] if session.on_pinboard else checks.findings(work, checks.Request.of(session, session.chair_id, span))
        work.accept([*found, *checks.too_short(session, span)], self.reason)
        work.update(tables.sessions, session.id, ends=span.end)
        work.say(f"{session.patient.label.name} now until {time_text(span.end)}")


@dataclass(frozen=True, slots=True)
class PutOnPinboard(Command):
    """Take a planned session off the board and keep it at hand, with where it came from."""

    title: ClassVar[str] = "Put on pinboard"
    session_id: int

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        if session.status not in PLANNED:
            raise _over(session)
        work.update(tables.sessions, session.id, on_pinboard=True)
        work.say(f"{session.patient.label.name} put on the pinboard")


@dataclass(frozen=True, slots=True)
class ReturnFromPinboard(Command):
    """Put a session back where it came from, if that is still free."""

    title: ClassVar[str] = "Return from pinboard"
    session_id: int
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        if not session.on_pinboard:
            return
        require_movable(session, other_day=False)
        request = checks.Request.of(session, session.chair_id, session.span)
        work.accept(checks.findings(work, request), self.reason or "Put back where it was")
        work.update(tables.sessions, session.id, on_pinboard=False)
        work.say(f"{session.patient.label.name} back at {where(work, session.span.start, session.chair_id)}")


@dataclass(frozen=True, slots=True)
class FixSession(Command):
    """Pin a session to its place, or let it go: the optimiser and re-planning leave a fixed one."""

    title: ClassVar[str] = "Fix session"
    session_id: int
    fixed: bool

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        work.update(tables.sessions, session.id, fixed=self.fixed)
        work.say(f"{session.patient.label.name} {'fixed in place' if self.fixed else 'no longer fixed'}")


@dataclass(frozen=True, slots=True)
class NoteSession(Command):
    """Write the note of a session."""

    title: ClassVar[str] = "Note"
    session_id: int
    note: str

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        work.update(tables.sessions, session.id, note=self.note.strip())
        work.say(f"Note of {session.patient.label.name} saved")


# --- shared with the other deeds


@dataclass(frozen=True, slots=True)
class Booking:
    """One treatment day on one chair at one time."""

    treatment_day_id: int
    chair_id: int
    start: datetime
    minutes: int | None = None

    def request(self, work: UnitOfWork) -> checks.Request:
        """Return what to check; only a day that is due and needs a chair can be booked."""
        due = board.due_day(work.connection, self.treatment_day_id)
        row = work.one(tables.treatment_days, self.treatment_day_id)
        name = f"{due.patient.label.name} {due.treatment.label}"
        if row["state"] is not DayState.DUE:
            raise InvalidValue(f"{name} is {row['state'].value} already. Nothing was booked.")
        if not row["needs_chair"]:
            raise InvalidValue(f"{name} needs a day but no chair. Nothing was booked.")
        span = Span.lasting(self.start, checked_minutes(self.minutes or due.treatment.chair_minutes))
        return checks.Request(due.patient, due.treatment, self.chair_id, span)

    def write(self, work: UnitOfWork, request: checks.Request) -> int:
        """Store the session and set the planned date of its treatment day."""
        session_id = insert_session(work, request)
        plan_day_on(work, self.treatment_day_id, request.span)
        return session_id


def insert_session(work: UnitOfWork, request: checks.Request, note: str = "") -> int:
    treatment = request.treatment
    return work.insert(
        tables.sessions,
        patient_id=request.patient.label.id,
        chair_id=request.chair_id,
        starts=request.span.start,
        ends=request.span.end,
        treatment_day_id=treatment.treatment_day_id,
        course_id=treatment.course_id,
        regimen_id=treatment.regimen_id,
        regimen_name=treatment.regimen_name,
        short=treatment.short,
        colour=treatment.colour,
        label=treatment.label,
        plan=plan_text(day_plan(treatment)),
        note=note,
    )


def place_session(work: UnitOfWork, session: BoardSession, chair_id: int, span: Span) -> None:
    """Write a session to a place that was checked, with the trace of where it came from."""
    values: dict[str, Any] = {
        "chair_id": chair_id,
        "starts": span.start,
        "ends": span.end,
        "on_pinboard": False,
        "moved": _trace(work, session, span),
    }
    if span.day != session.span.day:
        if session.status is Status.CONFIRMED:
            values["status"] = Status.BOOKED
            record_status(work, session.id, Status.BOOKED)
        if session.treatment.treatment_day_id is not None:
            plan_day_on(work, session.treatment.treatment_day_id, span)
    work.update(tables.sessions, session.id, **values)


def plan_day_on(work: UnitOfWork, treatment_day_id: int, span: Span) -> None:
    """Let the treatment day follow its session."""
    if work.one(tables.treatment_days, treatment_day_id)["planned"] != span.day:
        work.update(tables.treatment_days, treatment_day_id, planned=span.day)


def require_movable(session: BoardSession, *, other_day: bool) -> None:
    """Planned sessions go anywhere; somebody who is in the building changes chair or time on the day only."""
    if session.status in PLANNED or (session.status in PRESENT and not other_day):
        return
    raise _over(session)


def checked_minutes(minutes: int) -> int:
    if not 5 <= minutes <= MAX_SESSION_MINUTES:
        raise InvalidValue(
            f"A session takes 5 to {MAX_SESSION_MINUTES} minutes, not {minutes}. Nothing was changed; choose a length."
        )
    return minutes


def where(work: UnitOfWork, start: datetime, chair_id: int, since: datetime | None = None) -> str:
    """Return ``10:15, chair A4``, with the day in front when it is not that of ``since`` (default: today)."""
    day = since.date() if since else work.clock.today()
    chair = unit.chair(work.connection, chair_id).name
    word = "chair " if len(chair.split()) == 1 else ""
    when = time_text(start) if start.date() == day else f"{day_text(start.date(), year=False)} {time_text(start)}"
    return f"{when}, {word}{chair}"


def _trace(work: UnitOfWork, session: BoardSession, span: Span) -> str:
    """Return ``Moved from B2 10:15 by J. Osselaer, 20-Nov 14:02``; what was there before if it comes back unmoved."""
    if session.span == span and session.on_pinboard:
        return session.moved
    chair = unit.chair(work.connection, session.chair_id).name
    old, now = session.span.start, work.clock.local()
    day = "" if old.date() == span.day else f"{day_text(old.date(), year=False)} "
    stamp = f"{day_text(now.date(), year=False)} {time_text(now)}"
    return f"Moved from {chair} {day}{time_text(old)} by {work.user}, {stamp}"


def _over(session: BoardSession) -> Refused:
    word = session.status.value.replace("_", " ")
    finding = Finding(Severity.BLOCK, "session-not-movable", facts={"status": session.status.value})
    after = " Correct the status first if that is wrong." if session.status not in NOT_LIVE else ""
    return Refused(f"{session.patient.label.name} is {word}: the session stays where it is.{after}", (finding,))

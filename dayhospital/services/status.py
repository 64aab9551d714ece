"""How a session goes: arrived, in treatment, left; cancelled, no-show, on hold, admitted; corrections."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar, Self

from sqlalchemy import select

from dayhospital.clinical.port_insertion import seating_findings
from dayhospital.clinical.reactions import again_findings
from dayhospital.domain.board import BoardSession
from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import time_text
from dayhospital.domain.leaving import BedState
from dayhospital.domain.session import DONE, GIVEN, LEGAL, NOT_LIVE, CancelReason, Status
from dayhospital.errors import InvalidValue, Refused
from dayhospital.queries import board
from dayhospital.queries.care import reactions_of
from dayhospital.queries.leaving import open_bed
from dayhospital.queries.ports import vein_check
from dayhospital.services.command import Command
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChangeStatus(Command):
    """Take a session one legal step on; stamped with time and user. From *in treatment* on it cannot be undone."""

    title: ClassVar[str] = "Change status"
    session_id: int
    to: Status
    reason: str = ""
    """Why treatment begins in spite of a warning: a vesicant with no usable access, a drug not tolerated before."""

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        if self.to is Status.CANCELLED or self.to is Status.NO_SHOW:
            raise InvalidValue("A cancelled session and a no-show need a reason. Nothing was changed.")
        _require_step(session, self.to)
        if self.to is Status.IN_TREATMENT:
            work.accept(_to_begin(work, session, work.clock.today()), self.reason)
        reach(work, session, self.to)
        work.say(f"{session.patient.label.name}: {status_words(self.to)} {time_text(work.clock.local())}")


@dataclass(frozen=True, slots=True)
class CorrectStatus(Command):
    """Set a status that was clicked by mistake right; the wrong one stays in the record with the reason."""

    title: ClassVar[str] = "Correct status"
    undoable: ClassVar[bool] = False
    session_id: int
    to: Status
    reason: str
    """Why the status was wrong."""
    in_spite: str = ""
    """Why treatment began in spite of a warning, where the right status says that it did and the wrong one did not."""

    def accepting(self, reason: str) -> Self:
        return replace(self, in_spite=reason)

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        if not self.reason.strip():
            raise InvalidValue("A correction needs a reason. Nothing was changed.")
        if self.to in NOT_LIVE:
            raise InvalidValue("A session is cancelled or marked as no-show with its own command. Nothing was changed.")
        if self.to is session.status:
            raise InvalidValue(f"The session is {status_words(self.to)} already. Nothing was changed.")
        if self.to in GIVEN and session.status not in GIVEN:
            work.accept(_to_begin(work, session, session.span.day), self.in_spite)
        reach(work, session, self.to, reason=self.reason)
        if session.cancel_reason is not None:
            work.update(tables.sessions, session.id, cancel_reason=None, cancel_note="")
        work.say(f"{session.patient.label.name} corrected to {status_words(self.to)}")


@dataclass(frozen=True, slots=True)
class CancelSession(Command):
    """Cancel a session that has not begun; its treatment day is due again."""

    title: ClassVar[str] = "Cancel session"
    session_id: int
    reason: CancelReason
    note: str = ""

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        _require_step(session, Status.CANCELLED)
        cancel(work, session.id, self.reason, self.note)
        work.say(f"Cancelled {session.patient.label.name} {time_text(session.span.start)}")


@dataclass(frozen=True, slots=True)
class MarkNoShow(Command):
    """Record that nobody came; the treatment day is due again."""

    title: ClassVar[str] = "No-show"
    session_id: int
    reason: CancelReason
    note: str = ""

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        _require_step(session, Status.NO_SHOW)
        cancel(work, session.id, self.reason, self.note, Status.NO_SHOW)
        work.say(f"{session.patient.label.name} did not come")


@dataclass(frozen=True, slots=True)
class HoldSession(Command):
    """Put a session on hold: it waits for something, named in the reason."""

    title: ClassVar[str] = "Hold session"
    session_id: int
    reason: str

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        if not self.reason.strip():
            raise InvalidValue("A hold needs a reason. Nothing was changed.")
        if session.status in NOT_LIVE | DONE:
            raise _not_legal(session, "hold")
        work.update(tables.sessions, session.id, hold_reason=self.reason.strip())
        work.say(f"{session.patient.label.name} on hold: {self.reason.strip()}")


@dataclass(frozen=True, slots=True)
class LiftHold(Command):
    """Let a session go on."""

    title: ClassVar[str] = "Lift hold"
    session_id: int

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        if session.hold_reason:
            work.update(tables.sessions, session.id, hold_reason="")
        work.say(f"{session.patient.label.name} no longer on hold")


@dataclass(frozen=True, slots=True)
class AdmitSession(Command):
    """Record that the patient was admitted instead of going home; a bed asked for is taken with it."""

    title: ClassVar[str] = "Admit patient"
    undoable: ClassVar[bool] = False
    session_id: int
    note: str = ""

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        _require_step(session, Status.ADMITTED)
        reach(work, session, Status.ADMITTED)
        bed = open_bed(work.connection, session.id)
        if bed is not None:
            work.update(tables.bed_requests, bed.id, state=BedState.ADMITTED)
        if self.note.strip():
            work.update(tables.sessions, session.id, note=" · ".join(filter(None, (session.note, self.note.strip()))))
        work.say(f"{session.patient.label.name} admitted")


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """What happened to one session while the program was not at hand: statuses in order, each at a local time."""

    session_id: int
    steps: tuple[tuple[Status, datetime], ...]
    reason: CancelReason | None = None
    """For a cancelled session or a no-show."""


@dataclass(frozen=True, slots=True)
class EnterFromPaper(Command):
    """Enter what happened on paper during a downtime, with the times written there."""

    title: ClassVar[str] = "Enter from paper"
    undoable: ClassVar[bool] = False
    entries: tuple[PaperEntry, ...]
    reason: str = ""
    """Why vesicants began with no usable access on their day, if any did."""

    def run(self, work: UnitOfWork) -> None:
        work.accept([one for entry in self.entries for one in _on_paper(work, entry)], self.reason)
        for entry in self.entries:
            self._enter(work, entry)
        work.say(f"Entered {len(self.entries)} sessions from paper")

    def _enter(self, work: UnitOfWork, entry: PaperEntry) -> None:
        row = work.one(tables.sessions, entry.session_id)
        before: Status = row["status"]
        for status, at in entry.steps:
            if status not in LEGAL[before]:
                raise _step_refused(before, status)
            if at > work.clock.local():
                raise InvalidValue(f"{time_text(at)} is still to come. Nothing was entered; check the times.")
            record_status(work, entry.session_id, status, at=at.replace(tzinfo=work.clock.zone))
            before = status
        values: dict[str, Any] = {"status": before}
        if before in NOT_LIVE:
            if entry.reason is None:
                raise InvalidValue("A cancelled session and a no-show need a reason. Nothing was entered.")
            values["cancel_reason"] = entry.reason
        work.update(tables.sessions, entry.session_id, **values)
        follow_status(work, row["treatment_day_id"], {status for status, _ in entry.steps}, before)


# --- shared with the other deeds


def record_status(
    work: UnitOfWork, session_id: int, status: Status, reason: str = "", at: datetime | None = None
) -> None:
    """Stamp a status reached, now or at an aware moment."""
    work.insert(
        tables.status_events,
        session_id=session_id,
        status=status,
        at=at or work.clock.utc(),
        by=work.user,
        reason=reason.strip(),
    )


def reach(work: UnitOfWork, session: BoardSession, to: Status, reason: str = "") -> None:
    """Write a status, its stamp, and what it means for the treatment day."""
    values: dict[str, Any] = {"status": to}
    if session.on_pinboard and to not in NOT_LIVE:
        values["on_pinboard"] = False
    if to in DONE and session.hold_reason:
        values["hold_reason"] = ""
    work.update(tables.sessions, session.id, **values)
    record_status(work, session.id, to, reason)
    if to in GIVEN:
        work.mark_as_fact()
    given_before = {event.status for event in session.events} if not reason else set[Status]()
    follow_status(work, session.treatment.treatment_day_id, given_before | {to}, to)


def follow_status(work: UnitOfWork, treatment_day_id: int | None, reached: set[Status], last: Status) -> None:
    """Set the state of the treatment day: given when the patient left or was admitted after treatment began."""
    if treatment_day_id is None:
        return
    day = work.one(tables.treatment_days, treatment_day_id)
    state, why = DayState.DUE, ""
    if last is Status.LEFT or (last is Status.ADMITTED and reached & GIVEN):
        state = DayState.GIVEN
    elif last is Status.ADMITTED:
        state, why = DayState.OMITTED, "admitted before treatment"
    if day["state"] is not state:
        work.update(tables.treatment_days, treatment_day_id, state=state, omit_reason=why)
        close_course_if_done(work, day["course_id"])


def close_course_if_done(work: UnitOfWork, course_id: int) -> None:
    """Complete a course of a fixed number of cycles with its last day; open it again when that is taken back."""
    course = work.one(tables.courses, course_id)
    if course["state"] is CourseState.STOPPED:
        return
    table = tables.treatment_days.c
    left = work.first(select(table.id).where(table.course_id == course_id, table.state == DayState.DUE).limit(1))
    regimen = work.library.of_course(course["regimen_id"], course["regimen_version"])
    fixed = all(phase.cycles_in(course["setting"]) is not None for phase in regimen.phases)
    state = CourseState.COMPLETED if left is None and fixed else CourseState.ACTIVE
    if course["state"] is not state:
        work.update(tables.courses, course_id, state=state)


def cancel(
    work: UnitOfWork, session_id: int, reason: CancelReason, note: str, status: Status = Status.CANCELLED
) -> None:
    """Take a session off its chair with a coded reason."""
    values: dict[str, Any] = {"status": status, "cancel_reason": reason, "cancel_note": note.strip()}
    work.update(tables.sessions, session_id, on_pinboard=False, **values)
    record_status(work, session_id, status)


def live_session(work: UnitOfWork, treatment_day_id: int) -> Any:
    """Return id, status, starts, fixed of the live session of a treatment day, None without one."""
    table = tables.sessions.c
    return work.first(
        select(tables.sessions).where(table.treatment_day_id == treatment_day_id, table.status.not_in(NOT_LIVE))
    )


def status_words(status: Status) -> str:
    return status.value.replace("_", " ")


def _to_begin(work: UnitOfWork, session: BoardSession, day: date) -> tuple[Finding, ...]:
    """Return what speaks against beginning a treatment on a day."""
    return (*_access(work, session, day), *_again(work, session))


def _access(work: UnitOfWork, session: BoardSession, day: date) -> tuple[Finding, ...]:
    """Return what speaks against seating a patient for a vesicant: nothing when there is a port or a checked vein."""
    patient = session.patient
    checked = vein_check(work.connection, patient.label.id, day) is not None
    return seating_findings(patient.port, checked, session.treatment, day, work.library.drug)


def _on_paper(work: UnitOfWork, entry: PaperEntry) -> Iterator[Finding]:
    """Yield that a vesicant began with no usable access on its day, with the name: a downtime has many patients."""
    begun = next((at.date() for status, at in entry.steps if status is Status.IN_TREATMENT), None)
    if begun is not None:
        session = board.session(work.connection, entry.session_id)
        for finding in _access(work, session, begun):
            facts = {"patient": session.patient.label.name, "drug": finding.facts["drug"], "day": begun}
            yield replace(finding, code="vesicant-began-without-access", facts=facts)


def _again(work: UnitOfWork, session: BoardSession) -> tuple[Finding, ...]:
    """Return what earlier reactions say about giving the drugs of a session again."""
    earlier = [one for one in reactions_of(work.connection, session.patient.label.id) if one.session_id != session.id]
    if not earlier:
        return ()
    drugs = {dose.drug for dose in session.treatment.doses}
    return again_findings(earlier, drugs, lambda name: work.library.drug(name).tall_man)


def _require_step(session: BoardSession, to: Status) -> None:
    if to not in LEGAL[session.status]:
        raise _not_legal(session, status_words(to))


def _not_legal(session: BoardSession, wanted: str) -> Refused:
    facts = {"status": session.status.value, "to": wanted}
    finding = Finding(Severity.BLOCK, "status-not-legal", facts=facts)
    name, now = session.patient.label.name, status_words(session.status)
    return Refused(f"{name} is {now}: {wanted} cannot follow. Nothing was changed.", (finding,))


def _step_refused(before: Status, to: Status) -> Refused:
    finding = Finding(Severity.BLOCK, "status-not-legal", facts={"status": before.value, "to": status_words(to)})
    return Refused(f"{status_words(to)} cannot follow {status_words(before)}. Nothing was entered.", (finding,))

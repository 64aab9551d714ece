"""What people do with the treatment days of a course: move, leave out, record as given."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from dayhospital.domain.course import DayState, PlannedDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text
from dayhospital.domain.session import PLANNED, CancelReason
from dayhospital.domain.span import Span
from dayhospital.errors import InvalidValue, Refused
from dayhospital.queries import board, unit
from dayhospital.queries.surgeries import surgeries_of
from dayhospital.scheduling.course_dates import replan
from dayhospital.services import checks
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name
from dayhospital.services.plans import calendar_around, day_columns, stored_days
from dayhospital.services.sessions import place_session
from dayhospital.services.status import cancel, close_course_if_done, live_session
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MoveTreatmentDay(Command):
    """Move a treatment day to another date, and if asked all that follows it by the rule of the regimen.

    Sessions of the days moved go along to the same chair and time where that is free, else to the pinboard. Days
    given, omitted, begun or fixed stay. After the surgery of a pause was done, what moves is no longer provisional.
    """

    title: ClassVar[str] = "Move treatment day"
    treatment_day_id: int
    to: date
    shift_following: bool
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        day = work.one(tables.treatment_days, self.treatment_day_id)
        course = work.one(tables.courses, day["course_id"])
        stored = stored_days(work, course["id"])
        index = next(i for i, (row, _) in enumerate(stored) if row.id == self.treatment_day_id)
        kept = {i for i, (row, _) in enumerate(stored) if _stays(work, row)}
        name = f"{patient_name(work, course['patient_id'])} {day['label']}"
        if index in kept:
            raise _stays_refused(name, day["state"])
        moved = self._moved(work, course, [plan for _, plan in stored], index, kept)
        news = [f for (_, old), new in zip(stored, moved, strict=True) for f in new.findings if f not in old.findings]
        work.accept([*news, *_closed(work, self.to)], self.reason)
        to_pinboard, firm = 0, _surgery_done(work, course)
        for (row, old), new in zip(stored, moved, strict=True):
            if new != old:
                to_pinboard += _store(work, row, old, replace(new, provisional=new.provisional and not firm))
        work.say(f"Moved {name} to {day_text(self.to)}" + (f", {to_pinboard} on the pinboard" if to_pinboard else ""))

    def _moved(
        self, work: UnitOfWork, course: Any, plans: Sequence[PlannedDay], index: int, kept: set[int]
    ) -> tuple[PlannedDay, ...]:
        return replan(
            plans,
            index,
            self.to,
            work.library.of_course(course["regimen_id"], course["regimen_version"]),
            calendar_around(work, self.to),
            policy=unit.settings(work.connection).observation_policy,
            drug_lookup=work.library.drug,
            shift_following=self.shift_following,
            keep=kept,
        )


@dataclass(frozen=True, slots=True)
class OmitTreatmentDay(Command):
    """Leave a treatment day out, with its reason; a planned session of it is cancelled."""

    title: ClassVar[str] = "Omit treatment day"
    treatment_day_id: int
    reason: str

    def run(self, work: UnitOfWork) -> None:
        day = work.one(tables.treatment_days, self.treatment_day_id)
        name = f"{patient_name(work, day['patient_id'])} {day['label']}"
        if not self.reason.strip():
            raise InvalidValue("Leaving a treatment day out needs a reason. Nothing was changed.")
        held = live_session(work, self.treatment_day_id)
        if day["state"] is not DayState.DUE or (held is not None and held.status not in PLANNED):
            raise _stays_refused(name, day["state"])
        if held is not None:
            cancel(work, held.id, CancelReason.OTHER, self.reason)
        work.update(
            tables.treatment_days, self.treatment_day_id, state=DayState.OMITTED, omit_reason=self.reason.strip()
        )
        close_course_if_done(work, day["course_id"])
        work.say(f"Left out {name}")


@dataclass(frozen=True, slots=True)
class RecordGiven(Command):
    """Record treatment days without a chair as done: tablets handed out, the consultation held."""

    title: ClassVar[str] = "Record as given"
    undoable: ClassVar[bool] = False
    treatment_day_ids: tuple[int, ...]

    def run(self, work: UnitOfWork) -> None:
        for treatment_day_id in self.treatment_day_ids:
            day = work.one(tables.treatment_days, treatment_day_id)
            name = f"{patient_name(work, day['patient_id'])} {day['label']}"
            if day["needs_chair"]:
                raise InvalidValue(f"{name} is given in a chair: its session says when. Nothing was changed.")
            if day["state"] is not DayState.DUE or day["planned"] > work.clock.today():
                raise InvalidValue(f"{name} is not to be given by today. Nothing was changed.")
            work.update(tables.treatment_days, treatment_day_id, state=DayState.GIVEN)
            close_course_if_done(work, day["course_id"])
            work.say(f"{name} given")
        if len(self.treatment_day_ids) > 1:
            work.say(f"{len(self.treatment_day_ids)} treatment days given")


def _surgery_done(work: UnitOfWork, course: Any) -> bool:
    """Return whether the surgery in the pause of a course was done: what is moved after it is provisional no more."""
    found = surgeries_of(work.connection, course["patient_id"])
    return any(course["start"] < surgery.day <= work.clock.today() for surgery in found)


def _stays(work: UnitOfWork, row: Any) -> bool:
    """Whether re-planning leaves a day alone."""
    if row.state is not DayState.DUE:
        return True
    held = live_session(work, row.id)
    return held is not None and (held.status not in PLANNED or held.fixed)


def _stays_refused(name: str, state: DayState) -> Refused:
    finding = Finding(Severity.BLOCK, "treatment-day-stays", facts={"state": state.value})
    word = "begun or fixed" if state is DayState.DUE else state.value
    return Refused(f"{name} is {word}: it stays where it is. Nothing was changed.", (finding,))


def _closed(work: UnitOfWork, day: date) -> tuple[Finding, ...]:
    why = calendar_around(work, day).why_closed(day)
    return (Finding(Severity.WARNING, "closed-day", facts={"day": day, "why": why}),) if why else ()


def _store(work: UnitOfWork, row: Any, old: PlannedDay, new: PlannedDay) -> int:
    """Write a day that moved or is dosed anew, with its session; return 1 if the session went to the pinboard."""
    columns = day_columns(new)
    work.update(tables.treatment_days, row.id, **columns)
    held = live_session(work, row.id)
    if held is None:
        return 0
    if held.plan != columns["plan"] and held.status in PLANNED:
        work.update(tables.sessions, held.id, plan=columns["plan"])
    if new.planned == old.planned or held.starts.date() == new.planned or held.on_pinboard:
        return 0
    session = board.session(work.connection, held.id)
    span = session.span.moved_to(datetime.combine(new.planned, session.span.start.time()))
    if checks.fits(work, session, session.chair_id, span):
        place_session(work, session, session.chair_id, Span(span.start, span.end))
        return 0
    work.update(tables.sessions, held.id, on_pinboard=True)
    return 1

"""Moving a course to another version of its regimen: the treatment days to come are planned anew, those behind stay."""

from dataclasses import dataclass
from typing import Any, ClassVar

from dayhospital.domain.course import DayState, PlannedDay
from dayhospital.domain.session import CancelReason
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name
from dayhospital.services.plans import day_columns, doses_in_day_hospital, insert_days, stored_days
from dayhospital.services.sessions import place_session
from dayhospital.services.status import cancel
from dayhospital.services.version_moves import SessionMove, VersionMove, plan_move
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MoveCourseToVersion(Command):
    """Go on with a course by another version of its regimen.

    Only days still due, from today on, are planned anew; sessions begun or fixed stay as they are. A day keeps its
    date unless the clock of the version is another one. A day the version no longer has is left out, its planned
    session cancelled; a day it brings is added, to be booked. Booked sessions become as long as the version asks and
    go along with their day where their chair is free, else to the pinboard. What the new plan finds, and sessions that
    lose their place, need a reason.
    """

    title: ClassVar[str] = "Move course to another version"
    course_id: int
    regimen_version: int
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        move = plan_move(work, self.course_id, self.regimen_version)
        work.accept(move.findings(), self.reason)
        for session in move.sessions:
            if session.new is not None and (session.other_day or not session.fits):
                # Off the board first: a day may move to where a later one still sits.
                work.update(tables.sessions, session.session.id, on_pinboard=True)
        for place in sorted(move.open_days):
            self._write_day(work, *move.stored[place], move.changed.get(place))
        for session in move.sessions:
            self._write_session(work, move, session)
        patient_id, regimen = move.course["patient_id"], move.regimen
        insert_days(work, self.course_id, patient_id, move.added, len(move.stored))
        _put_in_order(work, self.course_id)
        days = [plan for row, plan in stored_days(work, self.course_id) if row.state is not DayState.OMITTED]
        work.update(
            tables.courses,
            self.course_id,
            regimen_version=self.regimen_version,
            regimen_name=regimen.name,
            regimen_short=regimen.short,
            colour=regimen.colour,
            port_default=regimen.port,
            course_doses=doses_in_day_hospital(days),
        )
        pinned = sum(not session.fits for session in move.sessions)
        said = f"{patient_name(work, patient_id)} goes on with version {regimen.version} of {regimen.name}"
        work.say(said + (f", {pinned} on the pinboard" if pinned else ""))

    def _write_day(self, work: UnitOfWork, row: Any, old: PlannedDay, new: PlannedDay | None) -> None:
        if new is None:
            work.update(tables.treatment_days, row.id, state=DayState.OMITTED, omit_reason=self._gone)
        elif new != old:
            work.update(tables.treatment_days, row.id, **day_columns(new))

    def _write_session(self, work: UnitOfWork, move: VersionMove, one: SessionMove) -> None:
        session, regimen = one.session, move.regimen
        if one.new is None:
            cancel(work, session.id, CancelReason.OTHER, self._gone)
            return
        plan = day_columns(one.new)["plan"]
        work.update(
            tables.sessions,
            session.id,
            plan=plan,
            regimen_name=regimen.name,
            short=regimen.short,
            colour=regimen.colour,
        )
        if one.fits and one.other_day and not session.on_pinboard:
            place_session(work, session, session.chair_id, one.span)
        elif one.span != session.span:
            work.update(tables.sessions, session.id, starts=one.span.start, ends=one.span.end)

    @property
    def _gone(self) -> str:
        return f"not in version {self.regimen_version}"


def _put_in_order(work: UnitOfWork, course_id: int) -> None:
    """Number the days of a course by date, where days came in between."""
    stored = sorted(stored_days(work, course_id), key=lambda pair: (pair[1].planned, pair[1].window.ideal))
    for place, (row, _) in enumerate(stored):
        if row.position != place:
            work.update(tables.treatment_days, row.id, position=place)

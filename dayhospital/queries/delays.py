"""What holding a treatment day would do: the dates that move, whether the place is free, and the dose intensity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from dayhospital.clinical.dose_intensity import IntensityDay, dose_intensity
from dayhospital.domain.course import DayState, PlannedDay
from dayhospital.domain.decision import DecisionKind, newest
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.session import NOT_LIVE, PLANNED
from dayhospital.errors import InvalidValue, NotFound
from dayhospital.queries import board, unit
from dayhospital.queries.courses import planned_day
from dayhospital.queries.gates import decisions_of
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course, replan
from dayhospital.scheduling.load import reach
from dayhospital.scheduling.offers import check_place
from dayhospital.storage.tables import courses, sessions, treatment_days

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library

_t, _s = treatment_days.c, sessions.c
_BACK, _AHEAD = timedelta(days=400), timedelta(days=3 * 366)
"""Closures this far around the day are asked for."""


@dataclass(frozen=True, slots=True)
class DelayedDay:
    """One treatment day of the course, as planned now and after the hold."""

    label: str
    now: date
    then: date
    given: bool

    @property
    def moves(self) -> bool:
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class Delay:
    """What a hold to a day would do to the course."""

    treatment_day_id: int
    to: date
    days: tuple[DelayedDay, ...]
    """Of the phase of the held day, in order, without those left out."""
    intensity_now: float
    """Relative dose intensity of the phase in percent."""
    intensity_then: float
    place_free: bool | None
    """Whether the session could keep chair and time on the new day; None without a session."""
    findings: tuple[Finding, ...] = ()
    """What the new dates bring along, such as a loading dose again."""


def one_week_later(connection: Connection, planned: date) -> date:
    """Return the day a hold of one week ends on: seven days later, or the first open day after that."""
    return _calendar(connection, planned).first_open(planned + timedelta(days=7))


def delay_of(
    connection: Connection, library: "Library", treatment_day_id: int, now: datetime, to: date | None = None
) -> Delay:
    """Return what a hold of a treatment day would do, by default one of a week.

    Raises:
        NotFound: If there is no such treatment day.
        InvalidValue: If the day is not later than it is planned for.
    """
    row = connection.execute(select(treatment_days).where(_t.id == treatment_day_id)).first()
    if row is None:
        raise NotFound("This treatment day is no longer there. Nothing was changed; look again.")
    to = to or one_week_later(connection, row.planned)
    if to <= row.planned:
        raise InvalidValue("A hold ends after the day that was planned. Nothing was changed; choose a later day.")
    course = connection.execute(select(courses).where(courses.c.id == row.course_id)).one()
    rows = connection.execute(select(treatment_days).where(_t.course_id == course.id).order_by(_t.position)).all()
    plans = [planned_day(one) for one in rows]
    index = next(i for i, one in enumerate(rows) if one.id == treatment_day_id)
    regimen, calendar = library.of_course(course.regimen_id, course.regimen_version), _calendar(connection, row.planned)
    policy = unit.settings(connection).observation_policy
    held = _sessions(connection, course.id)
    moved = replan(
        plans,
        index,
        to,
        regimen,
        calendar,
        policy=policy,
        drug_lookup=library.drug,
        keep={i for i, one in enumerate(rows) if _stays(one, held.get(one.id))},
    )
    first = plan_course(
        regimen, course.setting, course.start, calendar, policy, drug_lookup=library.drug, cycles=course.cycles
    )
    fractions = _fractions(connection, rows)
    phase = plans[index].phase
    return Delay(
        treatment_day_id=treatment_day_id,
        to=to,
        days=tuple(
            DelayedDay(old.label, old.planned, new.planned, one.state is DayState.GIVEN)
            for one, old, new in zip(rows, plans, moved, strict=True)
            if one.state is not DayState.OMITTED and _in_phase(old, phase)
        ),
        intensity_now=_intensity(regimen, phase, first, plans, fractions),
        intensity_then=_intensity(regimen, phase, first, moved, fractions),
        place_free=_place_free(connection, held.get(treatment_day_id), moved[index], now),
        findings=tuple(f for f in moved[index].findings if f not in plans[index].findings),
    )


def _calendar(connection: Connection, day: date) -> WorkingCalendar:
    return WorkingCalendar(unit.settings(connection), unit.closures(connection, day - _BACK, day + _AHEAD))


def _sessions(connection: Connection, course_id: int) -> dict[int, Any]:
    rows = connection.execute(
        select(_s.id, _s.treatment_day_id, _s.status, _s.fixed).where(
            _s.course_id == course_id, _s.status.not_in(NOT_LIVE)
        )
    )
    return {row.treatment_day_id: row for row in rows}


def _stays(row: Any, held: Any) -> bool:
    """Whether re-planning leaves a day alone, by the rule of the deed that moves it."""
    return row.state is not DayState.DUE or (held is not None and (held.status not in PLANNED or held.fixed))


def _in_phase(day: PlannedDay, phase: int) -> bool:
    return day.phase == phase or any(dose.phase == phase for dose in day.doses)


def _fractions(connection: Connection, rows: Sequence[Any]) -> dict[str, float]:
    """Return the share of the dose of each treatment day that does not get all of it, by label."""
    decided = decisions_of(connection, [row.id for row in rows])
    found = {}
    for row in rows:
        counts = newest(decided.get(row.id, ()))
        if row.state is DayState.OMITTED:
            found[row.label] = 0.0
        elif counts is not None and counts.kind is DecisionKind.GO_REDUCED and counts.percent is not None:
            found[row.label] = counts.percent / 100
    return found


def _intensity(
    regimen: Regimen,
    phase: int,
    first: Sequence[PlannedDay],
    actual: Sequence[PlannedDay],
    fractions: dict[str, float],
) -> float:
    """Return the dose intensity of one phase against the course as it was first planned."""
    planned = {day.label: day.planned for day in first}
    days = [day for day in actual if _in_phase(day, phase) and day.label in planned]
    if not days:
        return 100.0
    last = max(days, key=lambda day: day.planned)
    cycle_day = min((dose.day for dose in last.doses if dose.phase == phase), default=last.day)
    return dose_intensity(
        [IntensityDay(planned[day.label], day.planned, fractions.get(day.label, 1.0)) for day in days],
        regimen.phases[phase].cycle_days - cycle_day + 1,
    )


def _place_free(connection: Connection, held: Any, moved: PlannedDay, now: datetime) -> bool | None:
    """Return whether the session could keep its chair and time on the new day, by the window it will have then."""
    if held is None:
        return None
    session = board.session(connection, held.id)
    treatment = replace(session.treatment, window=moved.window)
    span = session.span.moved_to(datetime.combine(moved.planned, session.span.start.time()))
    patient = session.patient.label.id
    around = board.board_around(connection, patient, session.chair_id, span, reach(treatment))
    found = check_place(around, treatment, patient, session.chair_id, span, now, session.id)
    return all(finding.severity is Severity.NOTE for finding in found)

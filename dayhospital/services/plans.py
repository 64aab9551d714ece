"""Plans between the scheduler and the tables: what is worked out, what is stored, what is read back."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dayhospital.domain.board import Treatment
from dayhospital.domain.course import PlannedDay
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.domain.regimen import Place, Regimen, Setting
from dayhospital.errors import InvalidValue
from dayhospital.queries import unit
from dayhospital.queries.courses import planned_day
from dayhospital.queries.encoding import DayPlan, findings_text, plan_text
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library

_LOOK_BACK = timedelta(days=90)
_LOOK_AHEAD = timedelta(days=3 * 366)
"""Closures this far around a course's start are asked for."""


def calendar_around(work: UnitOfWork, day: date) -> WorkingCalendar:
    """Return the working calendar for planning from a day on."""
    closures = unit.closures(work.connection, day - _LOOK_BACK, day + _LOOK_AHEAD)
    return WorkingCalendar(unit.settings(work.connection), closures)


def planned_course(
    work: UnitOfWork, regimen: Regimen, setting: Setting, start: date, cycles: int | None
) -> tuple[PlannedDay, ...]:
    """Return every treatment day of a course by the unit's calendar and observation policy."""
    policy = unit.settings(work.connection).observation_policy
    calendar = calendar_around(work, start)
    return plan_course(regimen, setting, start, calendar, policy=policy, drug_lookup=work.library.drug, cycles=cycles)


def extra_treatment(work: UnitOfWork, regimen_id: str) -> Treatment:
    """Return what an extra session of a supportive regimen is for: its first treatment day."""
    policy = unit.settings(work.connection).observation_policy
    return extra_of(work.library, work.library.get(regimen_id), policy)


@lru_cache(maxsize=64)
def extra_of(library: "Library", regimen: Regimen, policy: ObservationPolicy) -> Treatment:
    """Return the same for a library and a policy.

    Nothing of it depends on the day, so any Monday will do, and it is worked out once.
    """
    monday, open_then = date(2024, 1, 8), WorkingCalendar(UnitSettings())
    setting, drug = regimen.settings[0], library.drug
    first = plan_course(regimen, setting, monday, open_then, policy=policy, drug_lookup=drug, cycles=1)[0]
    return Treatment(
        course_id=None,
        treatment_day_id=None,
        regimen_id=regimen.id,
        regimen_name=regimen.name,
        short=regimen.short,
        colour=regimen.colour,
        setting=None,
        label="",
        cycle=1,
        day=1,
        window=None,
        chair_kinds=first.chair_kinds,
        doses=first.doses,
        segments=first.time.segments,
        chair_minutes=first.time.chair_minutes,
        stay_minutes=first.time.stay_minutes,
        acuity=first.acuity,
        course_doses=1,
    )


def day_plan(treatment: Treatment) -> DayPlan:
    """Return the part of a treatment that a session keeps as its own."""
    return DayPlan(
        treatment.chair_kinds,
        treatment.doses,
        treatment.segments,
        Place.DAY_HOSPITAL,
        treatment.acuity,
        treatment.chair_minutes,
        treatment.stay_minutes,
    )


def day_columns(day: PlannedDay) -> dict[str, Any]:
    """Return the columns of a treatment day that come from its plan."""
    plan = DayPlan(
        day.chair_kinds,
        day.doses,
        day.time.segments,
        day.place,
        day.acuity,
        day.time.chair_minutes,
        day.time.stay_minutes,
    )
    return {
        "label": day.label,
        "cycle": day.cycle,
        "day": day.day,
        "phase": day.phase,
        "earliest": day.window.earliest,
        "ideal": day.window.ideal,
        "latest": day.window.latest,
        "planned": day.planned,
        "place": day.place,
        "plan": plan_text(plan),
        "findings": findings_text(day.findings),
        "needs_chair": day.needs_chair,
        "provisional": day.provisional,
    }


def insert_days(
    work: UnitOfWork, course_id: int, patient_id: int, days: Sequence[PlannedDay], first_position: int = 0
) -> None:
    """Store treatment days of a course."""
    for position, day in enumerate(days, first_position):
        work.insert(
            tables.treatment_days,
            course_id=course_id,
            patient_id=patient_id,
            position=position,
            **day_columns(day),
        )


def stored_days(work: UnitOfWork, course_id: int) -> list[tuple[Any, PlannedDay]]:
    """Return the rows of a course's treatment days with their plans, in order."""
    table = tables.treatment_days
    rows = work.all(select(table).where(table.c.course_id == course_id).order_by(table.c.position))
    return [(row, planned_day(row)) for row in rows]


def doses_in_day_hospital(days: Sequence[PlannedDay]) -> int:
    """Return how many treatment days need a chair: what the port rule counts."""
    return sum(day.needs_chair for day in days)


def more_days(
    work: UnitOfWork, course: Any, days: Sequence[PlannedDay], cycles: int
) -> tuple[int, tuple[PlannedDay, ...]]:
    """Return the number of cycles ordered in all, and the days so many more cycles add after the planned ones.

    A course that was delayed goes on from where it is: the start moves by the delay of its last day.
    """
    regimen = work.library.of_course(course["regimen_id"], course["regimen_version"])
    setting = course["setting"]
    open_ended = [index for index, phase in enumerate(regimen.phases) if phase.cycles_in(setting) is None]
    if not open_ended and len(regimen.phases) > 1:
        raise InvalidValue(f"{regimen.name} has a fixed number of cycles. Nothing was planned.")
    phases = set(open_ended) or {0}
    planned = [dose.cycle for day in days for dose in day.doses if dose.phase in phases]
    ordered = max(planned, default=len(days)) + cycles
    fresh = planned_course(work, regimen, setting, course["start"], ordered)
    known = {day.label: day for day in days}
    last = max((day for day in fresh if day.label in known), key=lambda day: day.window.ideal, default=None)
    delay = known[last.label].window.ideal - last.window.ideal if last else timedelta(0)
    if delay:
        fresh = planned_course(work, regimen, setting, course["start"] + delay, ordered)
    return ordered, tuple(day for day in fresh if day.label not in known)

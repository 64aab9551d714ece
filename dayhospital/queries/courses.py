"""Reads courses with their treatment days."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from dayhospital.domain.course import Course, PlannedDay, TreatmentDay
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Window
from dayhospital.queries.encoding import findings_of, plan_of
from dayhospital.storage.tables import courses as course_table
from dayhospital.storage.tables import sessions, treatment_days


def courses(connection: Connection, patient_id: int) -> tuple[Course, ...]:
    """Return the courses of a patient, the newest start first, each with its treatment days in order."""
    return courses_of_many(connection, (patient_id,))[patient_id]


def courses_of_many(connection: Connection, patient_ids: Sequence[int]) -> dict[int, tuple[Course, ...]]:
    """Return the same of some patients, by patient; patients without any are there too."""
    c = course_table.c
    rows = connection.execute(
        select(course_table).where(c.patient_id.in_(patient_ids)).order_by(c.start.desc(), c.id.desc())
    ).all()
    days = _days_of(connection, patient_ids)
    found: dict[int, list[Course]] = {patient_id: [] for patient_id in patient_ids}
    for row in rows:
        found[row.patient_id].append(_course(row, tuple(days[row.id])))
    return {patient_id: tuple(some) for patient_id, some in found.items()}


def _course(row: Any, days: tuple[TreatmentDay, ...]) -> Course:
    return Course(
        id=row.id,
        patient_id=row.patient_id,
        regimen_id=row.regimen_id,
        regimen_version=row.regimen_version,
        regimen_name=row.regimen_name,
        regimen_short=row.regimen_short,
        colour=row.colour,
        setting=row.setting,
        line=row.line,
        start=row.start,
        consultant=row.consultant,
        state=row.state,
        days=days,
        note=row.note,
        version=row.version,
        stopped_on=row.stopped_on,
        stop_reason=row.stop_reason,
    )


def drugs_had(connection: Connection, patient_id: int) -> frozenset[str]:
    """Return the ids of every drug that stands in a course of a patient, given or planned."""
    plans = connection.execute(
        select(treatment_days.c.plan).where(treatment_days.c.patient_id == patient_id).distinct()
    ).scalars()
    return frozenset(dose.drug for plan in plans for dose in plan_of(plan).doses)


def _days_of(connection: Connection, patient_ids: Sequence[int]) -> dict[int, list[TreatmentDay]]:
    t, s = treatment_days.c, sessions.c
    live = connection.execute(
        select(s.treatment_day_id, s.id).where(
            s.patient_id.in_(patient_ids), s.treatment_day_id.is_not(None), s.status.not_in(NOT_LIVE)
        )
    )
    held = {row.treatment_day_id: row.id for row in live}
    found: dict[int, list[TreatmentDay]] = defaultdict(list)
    rows = connection.execute(
        select(treatment_days).where(t.patient_id.in_(patient_ids)).order_by(t.course_id, t.planned, t.position)
    )
    for row in rows:
        day = TreatmentDay(row.id, row.course_id, planned_day(row), row.state, row.version, held.get(row.id))
        found[row.course_id].append(day)
    return found


def planned_day(row: Any) -> PlannedDay:
    """Return the plan of a row of ``treatment_days``."""
    plan = plan_of(row.plan)
    return PlannedDay(
        label=row.label,
        cycle=row.cycle,
        day=row.day,
        phase=row.phase,
        window=Window(row.earliest, row.ideal, row.latest),
        planned=row.planned,
        place=plan.place,
        chair_kinds=plan.chair_kinds,
        doses=plan.doses,
        time=plan.time,
        acuity=plan.acuity,
        provisional=row.provisional,
        findings=findings_of(row.findings),
    )

"""Reads what the worklist shows beside the gates: lifetime doses, tests that are waited for, the treatment before.

A fixed number of statements however many treatment days there are.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from dayhospital.clinical.cumulative import heart_risks, lifetime_doses, portions
from dayhospital.domain.chosen_dose import by_day
from dayhospital.domain.course import Course, DayState, Dose, TreatmentDay
from dayhospital.domain.decision import Decision, newest
from dayhospital.domain.lifetime_dose import LifetimeDose
from dayhospital.domain.patient import Weight
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.queries.chosen_doses import signed_doses
from dayhospital.queries.courses import courses_of_many
from dayhospital.queries.earlier_doses import chest_radiotherapy_of_many, earlier_doses_of_many
from dayhospital.queries.gates import GateCase, decisions_of, weights_of
from dayhospital.queries.requested_tests import requests_of_many
from dayhospital.storage.tables import journal_patients, journal_rows, patients

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library

_p, _r, _of = patients.c, journal_rows.c, journal_patients.c


@dataclass(frozen=True, slots=True)
class Before:
    """The treatment day of the course that was given before."""

    label: str
    day: date
    doses: tuple[Dose, ...]
    """As planned, before any reduction that was signed."""
    decision: Decision | None = None
    """What was signed about it."""
    weight_kg: float | None = None
    """The newest weight on that day."""

    @property
    def percent(self) -> float | None:
        """Percent of the planned dose that was let go, None for the full dose."""
        return None if self.decision is None else self.decision.percent


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of one treatment day's patient beside its gate."""

    lifetime: tuple[LifetimeDose, ...] = ()
    """With the whole planned course."""
    tests: tuple[RequestedTest, ...] = ()
    """Those waited for, the first one due first."""
    before: Before | None = None
    alike: tuple[Dose, ...] = ()
    """The doses planned when the same day of a cycle was given before."""
    ecog_day: date | None = None
    ecog_before: int | None = None
    """The performance status before the one that stands; None if it never was another."""


def beside(connection: Connection, library: "Library", cases: Sequence[GateCase]) -> dict[int, Beside]:
    """Return what is known beside the gates of some treatment days, by treatment day."""
    people = sorted({case.patient.id for case in cases})
    found = courses_of_many(connection, people)
    earlier, radiated = earlier_doses_of_many(connection, people), chest_radiotherapy_of_many(connection, people)
    chosen = signed_doses(connection, [course.id for some in found.values() for course in some])
    requests = requests_of_many(connection, people)
    weights = weights_of(connection, people)
    rows = connection.execute(select(_p.id, _p.high_risk, _p.ecog_day).where(_p.id.in_(people)))
    persons = {row.id: (frozenset(row.high_risk.split()), row.ecog_day) for row in rows}
    changed = _ecog_before(connection, people)
    lifetimes = {}
    for one in people:
        doses = by_day([dose for course in found[one] for dose in chosen.get(course.id, ())])
        lifetimes[one] = lifetime_doses(
            portions(found[one], earlier[one], library.drug, doses),
            library.drug,
            heart_risks(persons[one][0], radiated[one]),
        )
    given = {case.treatment_day_id: _given_before(case, found[case.patient.id]) for case in cases}
    signed = decisions_of(connection, [days[-1].id for days in given.values() if days])
    known = {}
    for case in cases:
        one, days = case.patient.id, given[case.treatment_day_id]
        alike = [day.plan.doses for day in days if day.plan.day == case.day.day]
        known[case.treatment_day_id] = Beside(
            lifetimes[one],
            waiting(requests[one]),
            _before(days[-1], signed, weights[one]) if days else None,
            alike[-1] if alike else (),
            persons[one][1],
            changed.get(one),
        )
    return known


def waiting(requests: Sequence[RequestedTest]) -> tuple[RequestedTest, ...]:
    """Return the tests that are waited for: by the day they are due, those not sent yet last."""
    open_ = [request for request in requests if request.open]
    return tuple(sorted(open_, key=lambda one: (one.due_on is None, one.due_on or one.asked_on, one.id)))


def _given_before(case: GateCase, courses: Sequence[Course]) -> tuple[TreatmentDay, ...]:
    """Return the days of the same course that were given before, in their order."""
    days = [day for course in courses if course.id == case.course_id for day in course.days]
    return tuple(day for day in days if day.state is DayState.GIVEN and day.plan.planned < case.day.planned)


def _before(day: TreatmentDay, signed: Mapping[int, tuple[Decision, ...]], weighed: Sequence[Weight]) -> Before:
    kg = next((one.kg for one in weighed if one.day <= day.plan.planned), None)
    decision = newest(signed.get(day.id, ()))
    return Before(day.plan.label, day.plan.planned, day.plan.doses, decision, kg)


def _ecog_before(connection: Connection, people: Sequence[int]) -> dict[int, int]:
    """Return the ECOG before the newest change, of the journal: the table of patients keeps the last one only."""
    rows = connection.execute(
        select(_r.row_id, _r.before)
        .join(journal_patients, (_of.entry_id == _r.entry_id) & (_of.patient_id == _r.row_id))
        .where(
            _of.patient_id.in_(people),
            _r.table_name == patients.name,
            _r.before.is_not(None),
            _r.after.contains('"ecog"'),
        )
        .order_by(_r.entry_id, _r.position)
    )
    found = {}
    for patient_id, text in rows:
        before = json.loads(text).get("ecog")
        if before is not None:
            found[patient_id] = int(before)
    return found

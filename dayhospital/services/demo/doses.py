"""What the doses of the demonstration rest on: fresh weights, a few reduced doses, one weight corrected afterwards."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Protocol

from sqlalchemy import Connection, select

from dayhospital.clinical.dose import CREATININE
from dayhospital.clinical.dose_choice import reducible
from dayhospital.clinical.dose_facts import doses_by_auc
from dayhospital.clinical.library import Library
from dayhospital.domain.course import CourseState, Dose, TreatmentDay
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.drug import Stability
from dayhospital.domain.regimen import Route
from dayhospital.domain.result import Result
from dayhospital.queries.courses import courses
from dayhospital.queries.gates import GateCase, due_cases
from dayhospital.queries.results import results_of
from dayhospital.services.command import Command
from dayhospital.services.decisions import Decide
from dayhospital.services.demo.days import Booked
from dayhospital.services.desk import Desk
from dayhospital.services.patients import RecordWeight
from dayhospital.services.results import RecordResults
from dayhospital.storage import tables

SOON = timedelta(days=2)
"""Of those treated up to so many days ahead some had less the last time."""
REDUCED = ((80.0, "Fatigue grade 3"), (75.0, "Febrile neutropenia"), (80.0, "Mucositis grade 3"))
LOST = 0.86
"""Share of the weight that somebody has left when she is weighed again after the signature."""
WELL_UMOL_L = (52, 78)


class Stage(Protocol):
    """What is asked of the builder."""

    today: date
    now: datetime
    moment: datetime
    library: Library
    desk: Desk
    booked: list[Booked]

    def do(self, command: Command) -> int: ...


def weigh(stage: Stage, cases: Iterable[GateCase]) -> None:
    """Weigh everybody at the last treatment, and those who are treated soon the day before or in the morning."""
    past = (one for one in stage.booked if one.day_id and one.span.day < stage.today)
    days = {one.patient_id: one.span.day for one in sorted(past, key=lambda booked: booked.span)}
    for case in cases:
        days[case.patient.id] = min(case.day.planned - timedelta(days=1), stage.today)
    weights = stage.desk.ask(_weights)
    for patient_id, on in sorted(days.items()):
        if patient_id in weights:
            stage.moment = datetime.combine(on, time(7, 35))
            change = Random(f"weight {patient_id}").uniform(0.96, 1.03)
            stage.do(RecordWeight(patient_id, on, round(weights[patient_id] * change, 1)))


def measure_kidneys(stage: Stage) -> None:
    """Take blood for those who are to get a dose by AUC and whose creatinine nobody knows."""
    for patient_id in sorted({one.patient_id for one in stage.booked}):
        held = stage.desk.ask(partial(courses, patient_id=patient_id))
        known = stage.desk.ask(partial(results_of, patient_id=patient_id))
        starts = [course.start for course in held for day in course.days if doses_by_auc(day.plan.doses)]
        if starts and not known.all(CREATININE):
            stage.moment = datetime.combine(min(*starts, stage.today) - timedelta(days=1), time(8, 0))
            value = float(Random(f"creatinine {patient_id}").randint(*WELL_UMOL_L))
            stage.do(RecordResults(patient_id, (Result(CREATININE, stage.moment, value),)))


def reduce_some(stage: Stage) -> None:
    """Sign a reduced dose for the last treatment of a few who get the same drug again soon."""
    left = list(REDUCED)
    start = datetime.combine(stage.today, time(7, 0))
    for case in stage.desk.ask(lambda c: due_cases(c, stage.library, start, stage.today, stage.today + SOON)):
        before = stage.desk.ask(partial(_day_before, case=case))
        if not left or before is None or not (_made(stage, case.day.doses) & _made(stage, before.plan.doses)):
            continue
        percent, reason = left.pop()
        stage.moment = datetime.combine(before.plan.planned - timedelta(days=1), time(15, 0))
        stage.do(Decide(before.id, DecisionKind.GO_REDUCED, percent, reason=reason))


def weigh_again(stage: Stage) -> None:
    """Sign for somebody treated tomorrow, and weigh her again: the dose is to be chosen anew."""
    tomorrow = stage.today + timedelta(days=1)
    stage.moment = datetime.combine(stage.today, time(8, 0))
    for case in stage.desk.ask(lambda c: due_cases(c, stage.library, stage.moment, tomorrow, tomorrow)):
        weight = case.doses.facts.weight
        if case.needs_decision and case.seat is not None and weight is not None and _made(stage, case.day.doses):
            stage.do(Decide(case.treatment_day_id, DecisionKind.GO, reason="Counts known by telephone"))
            stage.moment = datetime.combine(stage.today, time(9, 0))
            stage.do(RecordWeight(case.patient.id, stage.today, round(weight.kg * LOST, 1)))
            return


def _made(stage: Stage, doses: Iterable[Dose]) -> set[str]:
    """Return the drugs that are infused, may be reduced, and may be made the day before."""
    infused = {dose.drug for dose in doses if dose.route == Route.IV}
    drugs = [stage.library.drug(name) for name in infused]
    return {drug.id for drug in drugs if reducible(drug) and drug.stability is not Stability.SHORT}


def _day_before(connection: Connection, case: GateCase) -> TreatmentDay | None:
    """Return the booked day of the same course before another one."""
    days = [
        day
        for course in courses(connection, case.patient.id)
        if course.id == case.course_id and course.state is CourseState.ACTIVE
        for day in course.days
        if day.session_id is not None and day.plan.planned < case.day.planned
    ]
    return max(days, key=lambda day: day.plan.planned, default=None)


def _weights(connection: Connection) -> dict[int, float]:
    """Return the newest weight of each patient in kg."""
    w = tables.weights.c
    rows = connection.execute(select(w.patient_id, w.kg).order_by(w.day, w.id))
    return {row.patient_id: row.kg for row in rows}

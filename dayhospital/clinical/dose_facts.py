"""Which weight and which creatinine count for a dose: read from what is known of a patient."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from dayhospital.clinical.dose import CREATININE, basis_of
from dayhospital.domain.course import Course, CourseState, DayState, Dose, TreatmentDay
from dayhospital.domain.dosing import MicromolPerLitre
from dayhospital.domain.patient import Patient, Sex, Weight
from dayhospital.domain.regimen import DoseBasis
from dayhospital.domain.result import Result, Results
from dayhospital.domain.worked_dose import Creatinine, DoseFacts


def next_treatment_day(courses: Iterable[Course]) -> tuple[Course, TreatmentDay] | None:
    """Return the next day with doses of the courses that go on, None if nothing is due."""
    due = [
        (course, day)
        for course in courses
        if course.state is CourseState.ACTIVE
        for day in course.days
        if day.state is DayState.DUE and day.plan.doses
    ]
    return min(due, key=lambda pair: (pair[1].plan.planned, pair[1].id), default=None)


@dataclass(frozen=True, slots=True)
class Body:
    """What doses need to know of a person, whoever read it."""

    birth_date: date
    sex: Sex
    height_cm: float | None
    weights: Sequence[Weight]
    """Newest first."""


def dose_facts(patient: Patient, results: Results, course: Course, on: date) -> DoseFacts:
    """Return what is known of a patient for the doses of a course on a day."""
    body = Body(patient.label.birth_date, patient.label.sex, patient.height_cm, patient.weights)
    by_auc = [day.plan.planned for day in course.days if day.state is DayState.GIVEN and doses_by_auc(day.plan.doses)]
    return facts_on(on, body, results, course.start, by_auc)


def facts_on(on: date, body: Body, results: Results, start: date, by_auc: Sequence[date]) -> DoseFacts:
    """Return what is known on a day of a course that began on ``start`` and gave doses by AUC on some days."""
    creatinine, before = _creatinines(results, by_auc, on)
    return DoseFacts(
        on=on,
        birth_date=body.birth_date,
        sex=body.sex,
        height_cm=body.height_cm,
        weight=newest_weight(body.weights, on),
        course_weight=_course_weight(body.weights, start),
        creatinine=_creatinine(creatinine),
        creatinine_before=_creatinine(before),
    )


def newest_weight(weights: Sequence[Weight], on: date) -> Weight | None:
    """Return the newest weight up to a day."""
    return max((one for one in weights if one.day <= on), key=lambda one: one.day, default=None)


def _course_weight(weights: Sequence[Weight], start: date) -> Weight | None:
    """Return the weight a course began with: the newest up to its first day, else the first one after."""
    before = newest_weight(weights, start)
    return before or min(weights, key=lambda one: one.day, default=None)


def _creatinines(results: Results, by_auc: Sequence[date], on: date) -> tuple[Result | None, Result | None]:
    """Return the newest creatinine up to a day, and the one to compare it with.

    That is the one on which the last dose by AUC rests; for a first dose it is the one before the newest.
    """
    known = [one for one in results.all(CREATININE) if one.at <= _end_of(on)]
    if not known:
        return None, None
    earlier = [day for day in by_auc if day < on]
    if not earlier:
        return known[0], known[1] if len(known) > 1 else None
    return known[0], results.latest(CREATININE, _end_of(max(earlier)))


def doses_by_auc(doses: Iterable[Dose]) -> bool:
    """Return whether any of some doses follows the renal function by AUC."""
    return any(basis_of(dose.unit) is DoseBasis.AUC for dose in doses)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max)


def _creatinine(result: Result | None) -> Creatinine | None:
    if result is None or result.value is None:
        return None
    return Creatinine(MicromolPerLitre(result.value), result.at.date())

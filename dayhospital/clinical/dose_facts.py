"""Which weight and which creatinine count for a dose: read from what is known of a patient."""

from collections.abc import Iterable
from datetime import date, datetime, time

from dayhospital.clinical.dose import CREATININE, basis_of
from dayhospital.domain.course import Course, CourseState, DayState, TreatmentDay
from dayhospital.domain.dosing import MicromolPerLitre
from dayhospital.domain.patient import Patient, Weight
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


def dose_facts(patient: Patient, results: Results, course: Course, on: date) -> DoseFacts:
    """Return what is known of a patient for the doses of a course on a day."""
    creatinine, before = _creatinines(results, course, on)
    return DoseFacts(
        on=on,
        birth_date=patient.label.birth_date,
        sex=patient.label.sex,
        height_cm=patient.height_cm,
        weight=newest_weight(patient, on),
        course_weight=_course_weight(patient, course),
        creatinine=_creatinine(creatinine),
        creatinine_before=_creatinine(before),
    )


def newest_weight(patient: Patient, on: date) -> Weight | None:
    """Return the newest weight up to a day."""
    return max((one for one in patient.weights if one.day <= on), key=lambda one: one.day, default=None)


def _course_weight(patient: Patient, course: Course) -> Weight | None:
    """Return the weight a course began with: the newest up to its first day, else the first one after."""
    before = newest_weight(patient, course.start)
    return before or min(patient.weights, key=lambda one: one.day, default=None)


def _creatinines(results: Results, course: Course, on: date) -> tuple[Result | None, Result | None]:
    """Return the newest creatinine up to a day, and the one to compare it with.

    That is the one on which the last dose by AUC rests; for a first dose it is the one before the newest.
    """
    known = [one for one in results.all(CREATININE) if one.at <= _end_of(on)]
    if not known:
        return None, None
    given = [day.plan.planned for day in course.days if day.state is DayState.GIVEN and _by_auc(day)]
    earlier = [day for day in given if day < on]
    if not earlier:
        return known[0], known[1] if len(known) > 1 else None
    return known[0], results.latest(CREATININE, _end_of(max(earlier)))


def _by_auc(day: TreatmentDay) -> bool:
    return any(basis_of(dose.unit) is DoseBasis.AUC for dose in day.plan.doses)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max)


def _creatinine(result: Result | None) -> Creatinine | None:
    if result is None or result.value is None:
        return None
    return Creatinine(MicromolPerLitre(result.value), result.at.date())

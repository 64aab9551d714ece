"""Which weight and creatinine count for a dose."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from dayhospital.clinical.dose_facts import dose_facts, next_treatment_day
from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.patient import PatientLabel, Sex, Weight
from dayhospital.domain.result import Result, Results
from tests.ui.patients import people
from tests.ui.patients.conftest import library

COURSE = people.course(library(), "carboplatin_q3w", date(2026, 11, 3))
"""Given on 3 November, due on the 24th and later."""


def creatinine(day: date, value: float, number: int = 0) -> Result:
    return Result("creatinine", datetime(day.year, day.month, day.day, 8, 0), value, id=number)


def facts(*results: Result, on: date = date(2026, 11, 24), course=COURSE, **person) -> Any:
    return dose_facts(people.patient(**person), Results(results), course, on)


def test_the_newest_weight_up_to_the_day_counts_and_the_one_the_course_began_with():
    weights = (Weight(date(2026, 11, 25), 70), Weight(date(2026, 11, 20), 66), Weight(date(2026, 11, 2), 64))
    found = facts(weights=weights)
    assert (found.weight.kg, found.course_weight.kg) == (66, 64)
    assert facts(weights=weights, on=date(2026, 11, 25)).weight.kg == 70


def test_a_course_that_began_without_a_weight_begins_with_the_first_one_after():
    found = facts(weights=(Weight(date(2026, 11, 20), 66), Weight(date(2026, 11, 10), 65)))
    assert found.course_weight.kg == 65


def test_without_a_weight_there_is_none():
    found = facts(weights=())
    assert (found.weight, found.course_weight, found.creatinine, found.creatinine_before) == (None, None, None, None)


def test_the_creatinine_of_the_last_dose_by_auc_is_the_one_to_compare_with():
    assert COURSE.days[0].state is DayState.GIVEN
    old, at_dose, between, now = (
        creatinine(date(2026, 10, 1), 50),
        creatinine(date(2026, 11, 3), 60),
        creatinine(date(2026, 11, 10), 90),
        creatinine(date(2026, 11, 24), 70),
    )
    found = facts(old, at_dose, between, now, creatinine(date(2026, 11, 25), 200))
    assert (found.creatinine.umol_l, found.creatinine.day) == (70, date(2026, 11, 24))
    assert found.creatinine_before.umol_l == 60


def test_before_the_first_dose_it_is_the_one_before():
    fresh = replace(COURSE, days=tuple(replace(day, state=DayState.DUE) for day in COURSE.days))
    found = facts(creatinine(date(2026, 10, 1), 50), creatinine(date(2026, 11, 20), 70), course=fresh)
    assert (found.creatinine.umol_l, found.creatinine_before.umol_l) == (70, 50)
    assert facts(creatinine(date(2026, 11, 20), 70), course=fresh).creatinine_before is None


def test_the_next_day_is_the_earliest_due_one_of_the_courses_that_go_on():
    later = replace(COURSE, id=6, days=tuple(replace(day, state=DayState.DUE) for day in COURSE.days[2:]))
    found = next_treatment_day([later, COURSE])
    assert found is not None
    course, day = found
    assert course is COURSE
    assert day.plan.planned == date(2026, 11, 24)


@pytest.mark.parametrize("state", [CourseState.STOPPED, CourseState.COMPLETED])
def test_nothing_is_next_in_a_course_that_ended(state):
    assert next_treatment_day([replace(COURSE, state=state)]) is None


def test_the_person_and_the_day_are_told_with_them():
    label = PatientLabel(1, "Feitens", "Fons", date(1959, 8, 30), Sex.MALE, "F 1")
    found = facts(label=label, height_cm=171)
    told = (found.on, found.birth_date, found.sex, found.height_cm)
    assert told == (date(2026, 11, 24), date(1959, 8, 30), Sex.MALE, 171)


@pytest.mark.parametrize(("day", "kg"), [(date(2026, 11, 3), 64), (date(2026, 11, 4), 60)])
def test_a_weight_of_the_first_day_itself_is_that_of_the_course(day, kg):
    """With one of the day after, the newest before the first day is still the one."""
    weights = (Weight(date(2026, 11, 20), 66), Weight(day, 64), Weight(date(2026, 10, 13), 60))
    assert facts(weights=weights).course_weight.kg == kg


def test_no_other_result_is_taken_for_a_creatinine():
    moment = datetime(2026, 11, 20, 8)
    found = facts(Result("urea", moment, 30.0), creatinine(date(2026, 11, 2), 61))
    assert (found.creatinine.umol_l, found.creatinine_before.umol_l) == (61, 61)


def test_only_doses_by_auc_and_only_days_that_were_given_rest_on_a_creatinine():
    paclitaxel = people.course(library(), "pac_weekly", date(2026, 11, 3))
    assert paclitaxel.days[0].state is DayState.GIVEN
    values = (creatinine(date(2026, 10, 1), 50), creatinine(date(2026, 11, 10), 60), creatinine(date(2026, 11, 20), 70))
    assert facts(*values, course=paclitaxel).creatinine_before.umol_l == 60
    left_out = replace(COURSE, days=tuple(replace(day, state=DayState.OMITTED) for day in COURSE.days))
    assert facts(*values, course=left_out, on=date(2027, 1, 1)).creatinine_before.umol_l == 60


def test_a_dose_given_on_the_day_itself_is_no_earlier_one():
    values = (creatinine(date(2026, 10, 1), 50), creatinine(date(2026, 11, 3), 70))
    assert facts(*values, on=date(2026, 11, 3)).creatinine_before.umol_l == 50

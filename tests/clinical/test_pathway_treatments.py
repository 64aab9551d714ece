"""What pathways see of courses and lines: the last dose before surgery, what comes after it, whether it is over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.library import Library
from dayhospital.clinical.pathway_treatments import Taken, pause_in, taken_of
from dayhospital.clinical.treatment_lines import treatment_lines
from dayhospital.domain.course import Course, CourseState, DayState, TreatmentDay
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.regimen import Setting
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course

START = date(2026, 3, 2)
NEO, ADJ = Setting.NEOADJUVANT, Setting.ADJUVANT
LIBRARY = Library.load()


def course(regimen_id: str, setting: Setting = NEO, given: int = 0, **changes: object) -> Course:
    """Return a course of which so many days were given."""
    regimen = LIBRARY.get(regimen_id)
    policy = UnitSettings().observation_policy
    planned = plan_course(
        regimen, setting, START, WorkingCalendar(UnitSettings()), policy=policy, drug_lookup=LIBRARY.drug, cycles=None
    )
    days = tuple(
        TreatmentDay(number, 1, plan, DayState.GIVEN if number < given else DayState.DUE, 1)
        for number, plan in enumerate(planned)
    )
    made = Course(
        1,
        7,
        regimen.id,
        1,
        regimen.name,
        regimen.short,
        regimen.colour,
        setting,
        1,
        START,
        "Dr",
        CourseState.ACTIVE,
        days,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def seen(made: Course, phases: dict[str, int] | None = None) -> Taken:
    lines = treatment_lines((), (made,), lambda course: LIBRARY.get(course.regimen_id))
    (found,) = taken_of(lines, (made,), lambda name, _version: LIBRARY.get(name), phases or {})
    return found


def last_of(made: Course, *phases: int) -> date:
    return max(day.plan.planned for day in made.days if day.plan.phase in phases)


def test_a_course_with_a_pause_is_looked_at_up_to_it():
    made = course("kn522")
    found = seen(made)
    assert found.last == last_of(made, 0, 1)
    assert found.later == tuple(day.plan.planned for day in made.days if day.plan.phase == 2)
    assert not found.over


def test_a_course_without_a_pause_may_be_divided_by_the_pathway():
    made = course("tchp")
    assert seen(made).last == last_of(made, 0, 1) and seen(made).later == ()
    divided = seen(made, {"tchp": 1})
    assert divided.last == last_of(made, 0)
    assert divided.later[-1] == last_of(made, 1)


def test_after_surgery_nothing_is_divided():
    made = course("tchp", ADJ)
    assert seen(made, {"tchp": 1}).later == ()
    assert pause_in("kn522", ADJ, LIBRARY.get("kn522"), {}) is None
    assert pause_in("kn522", NEO, LIBRARY.get("kn522"), {}) == 2
    assert pause_in("kn522", NEO, None, {}) is None


@pytest.mark.parametrize(("given", "over"), [(5, False), (6, True)])
def test_the_part_before_surgery_is_over_with_its_last_dose(given, over):
    assert seen(course("tchp", given=given), {"tchp": 1}).over is over


def test_the_rest_is_over_when_every_day_was_given():
    made = course("tchp", given=17)
    assert not seen(made, {"tchp": 1}).later_over
    assert seen(course("tchp", given=18), {"tchp": 1}).later_over


def test_a_course_without_an_end_has_no_last_dose_until_it_is_stopped():
    made = course("ofs_ai", ADJ, given=3)
    assert seen(made).last is None and not seen(made).over
    stopped = replace(made, state=CourseState.STOPPED, stopped_on=date(2026, 7, 1))
    assert seen(stopped).last == date(2026, 7, 1) and seen(stopped).over


def test_days_left_out_do_not_count():
    made = course("tchp", given=5)
    days = tuple(
        replace(day, state=DayState.OMITTED) if day.plan.phase == 1 or n == 5 else day
        for n, day in enumerate(made.days)
    )
    found = seen(replace(made, days=days), {"tchp": 1})
    assert found.over and found.later == ()
    assert found.last == made.days[4].plan.planned


@pytest.mark.parametrize(("days", "began"), [(-1, 0), (0, 1), (20, 1), (21, None)])
def test_what_goes_on_after_surgery_begins_with_the_first_day_after_it(days, began):
    later = (START, START + timedelta(21))
    found = Taken("tchp", "TCHP", NEO, START - timedelta(100), later=later).after(START + timedelta(days))
    assert (found.started if found else None) == (None if began is None else later[began])


def test_while_surgery_is_not_known_everything_that_is_planned_after_it_counts():
    found = Taken("tchp", "TCHP", NEO, START - timedelta(100), later=(START, START + timedelta(21))).after(None)
    assert found is not None and (found.started, found.last) == (START, START + timedelta(21))

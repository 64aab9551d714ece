"""What a hold would do is worked out without doing it, and is what the hold then does."""

from datetime import timedelta

import pytest

from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.hospital import ClosureKind
from dayhospital.domain.regimen import Setting
from dayhospital.errors import InvalidValue, NotFound
from dayhospital.queries.courses import courses
from dayhospital.queries.delays import delay_of, one_week_later
from dayhospital.services.courses import BookCourse, SlotChoice
from dayhospital.services.decisions import Decide
from dayhospital.services.sessions import BookExtra
from dayhospital.services.unit import AddClosure
from tests.hospital import TODAY

WEEK = timedelta(days=7)


def days(hospital):
    return hospital.desk.ask(lambda c: courses(c, hospital.patients[0]))[0].days


def delay(hospital, day_id, to=None):
    return hospital.desk.ask(lambda c: delay_of(c, hospital.library, day_id, hospital.clock.local(), to))


def begin(hospital, regimen="ec_q3w", book=False):
    hospital.start(0, regimen, Setting.ADJUVANT)
    planned = days(hospital)
    if book:
        at = hospital.at("10:00", planned[0].plan.planned)
        hospital.do(BookCourse(planned[0].course_id, (SlotChoice(planned[0].id, hospital.chairs[0], at),), "agreed"))
    return planned


def test_a_week_in_four_cycles_of_three_weeks_costs_eight_percent(hospital):
    planned = begin(hospital)
    assert len(planned) == 4
    found = delay(hospital, planned[1].id)
    assert found.to == planned[1].plan.planned + WEEK
    assert (round(found.intensity_now), round(found.intensity_then)) == (100, 92)
    assert [day.moves for day in found.days] == [False, True, True, True]
    assert found.place_free is None


def test_what_was_shown_is_what_the_hold_does(hospital):
    planned = begin(hospital)
    shown = delay(hospital, planned[0].id)
    hospital.do(Decide(planned[0].id, DecisionKind.HOLD, to=shown.to, reason="neutrophils"))
    assert [day.plan.planned for day in days(hospital)] == [day.then for day in shown.days]
    again = delay(hospital, planned[0].id)
    assert again.intensity_now == pytest.approx(shown.intensity_then)


def test_a_delay_behind_lowers_the_intensity_before_the_next_hold(hospital):
    planned = begin(hospital)
    hospital.do(Decide(planned[1].id, DecisionKind.HOLD, to=planned[1].plan.planned + WEEK, reason="wish"))
    found = delay(hospital, planned[2].id)
    assert found.intensity_now == pytest.approx(84 / 91 * 100)
    assert found.intensity_then == pytest.approx(84 / 98 * 100)


def test_a_reduced_dose_and_an_omitted_day_lower_it_too(hospital):
    planned = begin(hospital)
    hospital.do(Decide(planned[0].id, DecisionKind.GO_REDUCED, percent=75, reason="tired"))
    assert delay(hospital, planned[1].id).intensity_now == pytest.approx(93.75)
    hospital.do(Decide(planned[0].id, DecisionKind.OMIT, reason="wish"))
    found = delay(hospital, planned[1].id)
    assert found.intensity_now == pytest.approx(75)
    assert len(found.days) == 3


def test_only_the_phase_of_the_held_day_is_shown(hospital):
    planned = begin(hospital, "ddac_wp")
    assert len(delay(hospital, planned[1].id).days) == 4
    assert len(planned) == 16


def test_the_place_on_the_new_day_is_free_until_somebody_sits_there(hospital):
    planned = begin(hospital, book=True)
    assert delay(hospital, planned[0].id).place_free is True
    other = BookExtra(hospital.patients[1], "blood_draw", hospital.chairs[0], hospital.at("10:00", TODAY + WEEK))
    hospital.do(other)
    assert delay(hospital, planned[0].id).place_free is False


def test_a_week_later_is_an_open_day(hospital):
    assert hospital.desk.ask(lambda c: one_week_later(c, TODAY)) == TODAY + WEEK
    hospital.do(AddClosure(TODAY + WEEK, "Team day", ClosureKind.UNIT))
    assert hospital.desk.ask(lambda c: one_week_later(c, TODAY)) == TODAY + WEEK + timedelta(days=1)


@pytest.mark.parametrize("shift", [0, -1])
def test_a_hold_to_an_earlier_day_is_refused(hospital, shift):
    planned = begin(hospital)
    with pytest.raises(InvalidValue, match="after the day"):
        delay(hospital, planned[1].id, planned[1].plan.planned + timedelta(days=shift))
    with pytest.raises(NotFound):
        delay(hospital, 9999)

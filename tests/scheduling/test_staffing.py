"""How many nurses a day asks for, and when it is short of them."""

from dataclasses import replace

import pytest

from dayhospital.domain.hospital import Nurse, Shift, UnitSettings
from dayhospital.scheduling.staffing import Cover, staffing
from tests.scheduling.days import CHAIRS, at, board, session, span, treatment


def on_duty(*hours: tuple[str, str]):
    return tuple(Shift(Nurse(number, "N", "N"), span(*one)) for number, one in enumerate(hours))


def starting(count: int, start: str = "09:00", end: str = "11:00"):
    return [session(number + 1, CHAIRS[number].id, start, end) for number in range(count)]


@pytest.mark.parametrize(("starts", "missing"), [(0, 0), (1, 0), (2, 0), (3, 1), (4, 2)])
def test_as_many_nurses_are_asked_for_as_start_at_once(starts, missing):
    found = staffing(board(*starting(starts), nurses=2))
    assert (found.nurses, found.asked, found.missing) == (2, starts, missing)
    assert found.cover is (Cover.TIGHT if missing else Cover.ENOUGH)
    assert found.worst == (at("09:00") if missing else None)


@pytest.mark.parametrize(("acuity", "missing"), [(10, 0), (11, 1)])
def test_acuity_above_what_one_nurse_carries_asks_for_another(acuity, missing):
    heavy = [
        session(1, 1, "09:00", "11:00", treatment=treatment(acuity=5)),
        session(2, 2, "09:15", "11:00", treatment=treatment(acuity=acuity - 5)),
    ]
    found = staffing(board(*heavy, nurses=1))
    assert (found.asked, found.missing) == (1 + missing, missing)


@pytest.mark.parametrize(("end", "minutes", "cover"), [("10:00", 60, Cover.TIGHT), ("10:15", 75, Cover.SHORT)])
def test_short_for_up_to_an_hour_is_tight_and_for_longer_is_short(end, minutes, cover):
    settings = UnitSettings(acuity_per_nurse=4)
    sitting = session(1, 1, "09:00", end, treatment=treatment(acuity=5))
    found = staffing(board(sitting, nurses=1, settings=settings))
    assert (found.missing, found.short_minutes, found.cover) == (1, minutes, cover)


def test_nobody_on_duty_on_a_booked_day_is_short_at_once_and_on_an_empty_day_is_enough():
    one = session(1, 1, "09:00", "09:15")
    found = staffing(board(one, shifts=()))
    assert (found.short_minutes, found.cover) == (15, Cover.SHORT)
    assert staffing(board(shifts=())).cover is Cover.ENOUGH


def test_a_break_and_the_end_of_a_duty_count_where_they_fall():
    late = session(1, 1, "12:00", "14:00")
    whole, pause = on_duty(("07:00", "19:00")), span("12:00", "12:30")
    assert staffing(board(late, shifts=whole)).missing == 0
    resting = (replace(whole[0], pause=pause),)
    assert staffing(board(late, shifts=resting)).short_minutes == 30
    assert staffing(board(late, shifts=on_duty(("07:00", "13:00")))).short_minutes == 60

"""On which days the unit works, and where a closed day sends a treatment."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.domain.hospital import Closure, ClosureKind, UnitSettings
from dayhospital.domain.span import Window
from dayhospital.errors import InvalidValue
from dayhospital.scheduling.calendar import WorkingCalendar, place_in_window, seed_holidays

CHRISTMAS = date(2026, 12, 25)


def calendar(*closed: date) -> WorkingCalendar:
    return WorkingCalendar(UnitSettings(), [Closure(day, "closed", ClosureKind.UNIT) for day in closed])


def window(early: int, ideal: date, late: int) -> Window:
    return Window(ideal - timedelta(early), ideal, ideal + timedelta(late))


def test_the_belgian_public_holidays_are_known() -> None:
    days = {closure.day for year in (2026, 2027) for closure in seed_holidays("BE", "", year)}
    assert {
        date(2026, 12, 25),
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 7, 21),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
    } <= days
    assert date(2027, 5, 2) not in days


def test_holidays_carry_an_english_name_and_their_kind() -> None:
    christmas = next(closure for closure in seed_holidays("BE", "", 2026) if closure.day == CHRISTMAS)
    assert (christmas.name, christmas.kind) == ("Christmas Day", ClosureKind.HOLIDAY)


def test_a_subdivision_has_its_own_holidays() -> None:
    assert date(2027, 1, 6) in {closure.day for closure in seed_holidays("DE", "BY", 2027)}
    assert date(2027, 1, 6) not in {closure.day for closure in seed_holidays("DE", "BE", 2027)}


@pytest.mark.parametrize(("country", "subdivision"), [("XX", ""), ("BE", "ZZZ")])
def test_an_unknown_country_or_region_is_said_in_a_sentence(country: str, subdivision: str) -> None:
    with pytest.raises(InvalidValue, match="Nothing was changed"):
        seed_holidays(country, subdivision, 2027)


def test_closed_days_say_why() -> None:
    unit = WorkingCalendar(UnitSettings(), [Closure(CHRISTMAS, "Christmas Day", ClosureKind.HOLIDAY)])
    assert unit.why_closed(CHRISTMAS) == "Christmas Day"
    assert unit.why_closed(date(2026, 12, 26)) == "Saturday"
    assert unit.why_closed(date(2026, 12, 24)) == ""


def test_of_two_equally_near_days_the_later_is_taken() -> None:
    wednesday = date(2026, 12, 9)
    assert place_in_window(window(2, wednesday, 2), calendar(wednesday)) == date(2026, 12, 10)


def test_a_nearer_day_before_wins_over_a_later_one() -> None:
    assert place_in_window(window(1, CHRISTMAS, 3), calendar(CHRISTMAS)) == date(2026, 12, 24)


def test_a_day_is_never_moved_before_its_window() -> None:
    assert place_in_window(window(0, CHRISTMAS, 3), calendar(CHRISTMAS)) == date(2026, 12, 28)
    assert place_in_window(window(0, CHRISTMAS, 2), calendar(CHRISTMAS)) is None


def test_a_unit_that_never_opens_is_said_in_a_sentence() -> None:
    never = WorkingCalendar(UnitSettings(open_weekdays=frozenset()))
    with pytest.raises(InvalidValue, match="Settings"):
        never.first_open(CHRISTMAS)


@given(
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.integers(0, 14),
    st.integers(0, 28),
    st.frozensets(st.integers(-14, 28)),
)
def test_the_place_is_open_inside_the_window_and_nearest(
    ideal: date, early: int, late: int, off: frozenset[int]
) -> None:
    unit = calendar(*(ideal + timedelta(days) for days in off))
    frame = window(early, ideal, late)
    open_days = [day for day in (ideal + timedelta(n) for n in range(-early, late + 1)) if unit.is_open(day)]
    place = place_in_window(frame, unit)
    if place is None:
        assert open_days == []
    else:
        assert place in open_days
        assert min(abs(day - ideal) for day in open_days) == abs(place - ideal)

"""Dose intensity by hand: time lost and dose lost."""

from datetime import date, timedelta

import pytest

from dayhospital.clinical.dose_intensity import IntensityDay, dose_intensity
from dayhospital.errors import InvalidValue

START = date(2026, 10, 27)


def course(cycles: int, days: int, delay: int = 0, since: int = 99, fractions: dict[int, float] | None = None):
    """Return the days of a course whose cycles from number ``since`` on (0 the first) come ``delay`` days late."""
    return [
        IntensityDay(
            START + timedelta(days=n * days),
            START + timedelta(days=n * days + (delay if n >= since else 0)),
            (fractions or {}).get(n, 1.0),
        )
        for n in range(cycles)
    ]


@pytest.mark.parametrize(
    ("days", "rest", "percent"),
    [
        (course(4, 21), 21, 100.0),
        (course(4, 21, 7, since=2), 21, 84 / 91 * 100),
        (course(6, 21, 7, since=3), 21, 126 / 133 * 100),
        (course(4, 14, 7, since=1), 14, 56 / 63 * 100),
        (course(4, 21, 7, since=3), 21, 84 / 91 * 100),
        (course(4, 21, fractions={2: 0.75}), 21, 93.75),
        (course(4, 21, 7, since=2, fractions={2: 0.75}), 21, 93.75 * 84 / 91),
        (course(12, 7, fractions={5: 0.0}), 7, 11 / 12 * 100),
        (course(1, 21), 21, 100.0),
        (course(8, 1, 1, since=4), 1, 8 / 9 * 100),
    ],
)
def test_time_and_dose_that_are_lost_lower_it(days, rest, percent):
    assert dose_intensity(days, rest) == pytest.approx(percent)


def test_a_week_in_four_cycles_of_three_weeks_leaves_92_percent():
    assert round(dose_intensity(course(4, 21, 7, since=2), 21)) == 92


@pytest.mark.parametrize(("days", "rest"), [([], 21), (course(2, 21), 0)])
def test_nothing_is_computed_without_days_or_time(days, rest):
    said = r"^Dose intensity needs at least one treatment day and a cycle\. Nothing was computed\.$"
    with pytest.raises(InvalidValue, match=said):
        dose_intensity(days, rest)


def test_a_day_of_which_nothing_is_said_has_its_whole_dose():
    assert dose_intensity([IntensityDay(START, START)], 21) == 100

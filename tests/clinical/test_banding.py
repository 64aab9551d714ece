"""Bands: the nearest one, never above a cap, and only within the limits of NICE KTT22."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.clinical.banding import deviation_percent, may_be_banded, nearest_band
from dayhospital.domain.dosing import DoseKind, Milligrams
from dayhospital.errors import InvalidValue

FIVES = tuple(float(mg) for mg in range(5, 205, 5))


@pytest.mark.parametrize(
    ("calculated", "band", "percent"),
    [(99.5, 100, 0.50), (133, 135, 1.50), (147.6, 150, 1.63), (62, 60, 3.23), (71.8, 75, 4.46)],
)
def test_the_deviation_is_the_worked_one_and_inside_the_limit(calculated, band, percent):
    assert deviation_percent(band, calculated) == pytest.approx(percent, abs=0.005)
    assert may_be_banded(deviation_percent(band, calculated), DoseKind.CYTOTOXIC)


@pytest.mark.parametrize(
    ("calculated", "band"),
    [(99.5, 100), (133, 135), (147.6, 150), (62, 60), (100, 100), (102.4, 100), (102.6, 105), (2, 5), (300, 200)],
)
def test_the_nearest_band_is_taken(calculated, band):
    assert nearest_band(calculated, FIVES) == band


def test_of_two_equally_near_bands_the_lower_one_is_taken():
    assert nearest_band(102.5, FIVES) == Milligrams(100)


@pytest.mark.parametrize(("cap", "band"), [(135, 135), (134.9, 130), (4.9, None), (None, 135)])
def test_no_band_is_above_the_cap(cap, band):
    assert nearest_band(134, FIVES, cap) == band


def test_without_bands_there_is_none():
    assert nearest_band(134, ()) is None


@pytest.mark.parametrize(
    ("deviation", "kind", "may"),
    [
        (6.0, DoseKind.CYTOTOXIC, True),
        (6.01, DoseKind.CYTOTOXIC, False),
        (10.0, DoseKind.BIOLOGICAL, True),
        (10.01, DoseKind.BIOLOGICAL, False),
        (0.0, DoseKind.OTHER, False),
    ],
)
def test_a_band_may_be_six_percent_off_for_cytotoxics_and_ten_for_biologicals(deviation, kind, may):
    assert may_be_banded(deviation, kind) is may


def test_exactly_six_percent_is_inside_whatever_the_binary_fractions():
    assert all(may_be_banded(deviation_percent(mg * 1.06, mg), DoseKind.CYTOTOXIC) for mg in (100.0, 99.5, 33.1, 7.7))


def test_small_doses_deviate_like_large_ones():
    assert deviation_percent(0.55, 0.5) == pytest.approx(10)


def test_there_is_no_deviation_from_nothing():
    with pytest.raises(InvalidValue):
        deviation_percent(100, 0)


@given(st.floats(1, 400), st.lists(st.floats(1, 400), max_size=12), st.none() | st.floats(1, 400))
def test_no_other_allowed_band_is_nearer(mg, bands, cap):
    bands = sorted(set(bands))
    found = nearest_band(mg, bands, cap)
    allowed = [band for band in bands if cap is None or band <= cap]
    assert (found is None) is (not allowed)
    assert all(abs(found - mg) <= abs(band - mg) for band in allowed)

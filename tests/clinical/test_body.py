"""Body surface and weights against the worked values of the clinical reference, section 8."""

import pytest

from dayhospital.clinical.body import (
    BSA_M2,
    HEIGHT_CM,
    WEIGHT_KG,
    adjusted_weight,
    body_mass_index,
    body_surface,
    du_bois,
    ideal_weight,
    mosteller,
    plausible,
    weight_changed,
)
from dayhospital.domain.hospital import BsaFormula
from dayhospital.domain.patient import Sex
from dayhospital.errors import InvalidValue

WORKED = [
    (165, 60, 1.658, 1.659, 0.0),
    (170, 70, 1.818, 1.810, -0.5),
    (158, 52.5, 1.518, 1.519, 0.0),
    (162, 95, 2.068, 1.990, -3.8),
    (175, 110, 2.312, 2.240, -3.2),
]
"""Height in cm, weight in kg, m² by Mosteller and by Du Bois, difference in percent."""


@pytest.mark.parametrize(("height", "weight", "by_mosteller", "by_du_bois", "difference"), WORKED)
def test_the_surface_is_the_worked_one_by_both_formulas(height, weight, by_mosteller, by_du_bois, difference):
    assert mosteller(height, weight) == pytest.approx(by_mosteller, abs=0.0005)
    assert du_bois(height, weight) == pytest.approx(by_du_bois, abs=0.0005)
    assert (du_bois(height, weight) / mosteller(height, weight) - 1) * 100 == pytest.approx(difference, abs=0.055)


def test_the_formula_is_the_one_asked_for():
    assert body_surface(162, 95, BsaFormula.MOSTELLER) == mosteller(162, 95)
    assert body_surface(162, 95, BsaFormula.DU_BOIS) == du_bois(162, 95)


@pytest.mark.parametrize("formula", [mosteller, du_bois, body_mass_index])
@pytest.mark.parametrize(("height", "weight"), [(0, 70), (170, 0), (-1, 70)])
def test_a_body_has_height_and_weight(formula, height, weight):
    with pytest.raises(InvalidValue):
        formula(height, weight)


def test_anything_above_nothing_has_a_surface():
    assert mosteller(0.9, 0.9) == pytest.approx(0.015)


def test_ideal_and_adjusted_weight_are_the_worked_ones():
    assert ideal_weight(162, Sex.FEMALE) == pytest.approx(54.2, abs=0.05)
    assert adjusted_weight(162, 95, Sex.FEMALE) == pytest.approx(70.5, abs=0.05)


@pytest.mark.parametrize(
    ("height", "sex", "kg"),
    [
        (152.4, Sex.FEMALE, 45.5),
        (152.4, Sex.MALE, 50.0),
        (152.4, Sex.OTHER, 45.5),
        (154.94, Sex.FEMALE, 47.8),
        (154.94, Sex.MALE, 52.3),
        (149.86, Sex.FEMALE, 45.5),
    ],
)
def test_each_inch_over_sixty_adds_and_none_under_it_takes_away(height, sex, kg):
    assert ideal_weight(height, sex) == pytest.approx(kg)


@pytest.mark.parametrize(("kg", "adjusted"), [(45.4, 45.4), (45.5, 45.5), (46.5, 45.9), (55.5, 49.5)])
def test_only_what_is_above_the_ideal_weight_is_adjusted(kg, adjusted):
    assert adjusted_weight(152.4, kg, Sex.FEMALE) == pytest.approx(adjusted)


def test_the_mass_index_is_in_kg_per_square_metre():
    assert body_mass_index(200, 100) == pytest.approx(25)


@pytest.mark.parametrize(
    ("now", "changed"),
    [(109.9, False), (110.0, True), (90.1, False), (90.0, True), (100.0, False), (77, True)],
)
def test_a_tenth_up_or_down_is_a_change_of_weight(now, changed):
    assert weight_changed(now, 100.0) is changed


def test_exactly_a_tenth_counts_whatever_the_binary_fractions():
    assert all(weight_changed(kg * 1.1, kg) and weight_changed(kg * 0.9, kg) for kg in (52.3, 61.7, 70.0, 83.1))


@pytest.mark.parametrize(
    ("limits", "step"),
    [(HEIGHT_CM, 0.1), (WEIGHT_KG, 0.1), (BSA_M2, 0.01)],
)
def test_the_limits_of_what_is_plausible_are_plausible_and_a_step_outside_is_not(limits, step):
    low, high = limits
    assert not [*plausible("weight-implausible", low, limits), *plausible("weight-implausible", high, limits)]
    outside = [
        *plausible("weight-implausible", low - step, limits),
        *plausible("weight-implausible", high + step, limits),
    ]
    assert [finding.code for finding in outside] == ["weight-implausible"] * 2


def test_the_guards_are_those_of_the_reference():
    assert (HEIGHT_CM, WEIGHT_KG, BSA_M2) == ((120, 210), (30, 200), (1.2, 2.6))

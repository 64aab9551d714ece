"""Renal function and Calvert's formula against the worked values of the clinical reference, section 8."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dayhospital.clinical.kidney import (
    CREATININE_UMOL_L,
    calvert,
    capped_gfr,
    check_creatinine,
    check_kidney,
    cockcroft_gault,
    highest_by_auc,
    kidney_function,
    kidney_weight,
    weight_of,
)
from dayhospital.domain.dosing import MicromolPerLitre
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import Sex, Weight
from dayhospital.domain.worked_dose import Creatinine, DoseFacts, KidneyWeight
from dayhospital.errors import InvalidValue

ON = date(2026, 11, 24)
FACTS = DoseFacts(ON, date(1981, 3, 9), Sex.FEMALE, 165, Weight(ON, 60), None, Creatinine(MicromolPerLitre(60), ON))


def umol(value, day=ON) -> Creatinine:
    return Creatinine(MicromolPerLitre(value), day)


def codes(findings):
    return [finding.code for finding in findings]


def kidney_of(facts, settings=None) -> Any:
    return kidney_function(facts, settings or UnitSettings())


def without(name) -> DoseFacts:
    missing: dict[str, Any] = {name: None}
    return replace(FACTS, **missing)


@pytest.mark.parametrize(
    ("age", "kg", "creatinine", "sex", "clearance"),
    [
        (45, 60, 60, Sex.FEMALE, 99.2),
        (62, 70, 80, Sex.FEMALE, 71.2),
        (78, 52.5, 95, Sex.FEMALE, 35.8),
        (38, 95, 55, Sex.FEMALE, 183.9),
        (55, 82, 90, Sex.MALE, 95.1),
        (38, 70.5, 55, Sex.FEMALE, 136.5),
    ],
)
def test_the_clearance_is_the_worked_one(age, kg, creatinine, sex, clearance):
    assert cockcroft_gault(age, kg, creatinine, sex) == pytest.approx(clearance, abs=0.055)


def test_who_is_neither_woman_nor_man_gets_the_lower_clearance():
    assert cockcroft_gault(45, 60, 60, Sex.OTHER) == cockcroft_gault(45, 60, 60, Sex.FEMALE)
    assert cockcroft_gault(45, 60, 60, Sex.FEMALE) == pytest.approx(cockcroft_gault(45, 60, 60, Sex.MALE) * 0.85)


@pytest.mark.parametrize(("age", "kg", "creatinine"), [(0, 60, 60), (140, 60, 60), (45, 0, 60), (45, 60, 0)])
def test_there_is_no_clearance_of_nobody(age, kg, creatinine):
    with pytest.raises(InvalidValue):
        cockcroft_gault(age, kg, creatinine, Sex.FEMALE)


@pytest.mark.parametrize(("age", "kg", "creatinine"), [(1, 60, 60), (139, 60, 60)])
def test_the_youngest_and_the_oldest_have_one(age, kg, creatinine):
    assert cockcroft_gault(age, kg, creatinine, Sex.FEMALE) > 0


@pytest.mark.parametrize(
    ("auc", "gfr", "used", "mg", "uncapped", "highest"),
    [
        (5, 90.0, 90.0, 575.0, 575.0, 750),
        (6, 64.6, 64.6, 537.6, 537.6, 900),
        (5, 140.2, 125, 750.0, 826.0, 750),
        (2, 33.1, 33.1, 116.2, 116.2, 300),
        (1.5, 115.0, 115.0, 210.0, 210.0, 225),
        (6, 125, 125, 900.0, 900.0, 900),
    ],
)
def test_the_dose_by_auc_is_the_worked_one(auc, gfr, used, mg, uncapped, highest):
    assert capped_gfr(gfr) == used
    assert calvert(auc, capped_gfr(gfr)) == pytest.approx(mg)
    assert calvert(auc, gfr) == pytest.approx(uncapped)
    assert highest_by_auc(auc) == highest


@pytest.mark.parametrize(("gfr", "used"), [(124.9, 124.9), (125.0, 125.0), (125.1, 125.0)])
def test_an_estimated_gfr_counts_up_to_125(gfr, used):
    assert capped_gfr(gfr) == used


@pytest.mark.parametrize(("auc", "gfr"), [(0, 90), (5, 0), (-1, 90)])
def test_there_is_no_dose_without_auc_and_gfr(auc, gfr):
    with pytest.raises(InvalidValue):
        calvert(auc, gfr)


@pytest.mark.parametrize(
    ("kg", "limit", "kind"),
    [
        (119.9, 30, KidneyWeight.ACTUAL),
        (120.0, 30, KidneyWeight.ADJUSTED),
        (99.9, 25, KidneyWeight.ACTUAL),
        (100.0, 25, KidneyWeight.ADJUSTED),
    ],
)
def test_the_adjusted_weight_is_taken_from_the_units_bmi_on(kg, limit, kind):
    found, weight = kidney_weight(200, kg, Sex.FEMALE, limit)
    assert found is kind
    assert weight == weight_of(kind, 200, kg, Sex.FEMALE)
    assert (weight == kg) is (kind is KidneyWeight.ACTUAL)


def test_the_ideal_weight_is_there_for_who_asks_for_it():
    assert weight_of(KidneyWeight.IDEAL, 162, 95, Sex.FEMALE) == pytest.approx(54.2, abs=0.05)


def test_the_heavy_patient_of_the_reference_comes_out_above_the_ceiling():
    heavy = replace(FACTS, birth_date=date(1988, 1, 1), height_cm=162, weight=Weight(ON, 95), creatinine=umol(55, ON))
    kidney = kidney_of(heavy)
    assert kidney.age_years == 38
    assert kidney.weight_kg == pytest.approx(70.5, abs=0.05)
    assert kidney.gfr == pytest.approx(136.5, abs=0.05)
    assert kidney.gfr_used == 125
    found = codes(check_kidney(kidney, heavy.sex, UnitSettings()))
    assert found == ["gfr-adjusted-weight", "gfr-capped"]


def test_nothing_is_said_of_an_ordinary_renal_function():
    kidney = kidney_of(FACTS)
    assert kidney.gfr == pytest.approx(99.2, abs=0.05) and kidney.gfr_used == kidney.gfr
    assert codes(check_kidney(kidney, FACTS.sex, UnitSettings())) == []
    assert codes(check_kidney(kidney, Sex.OTHER, UnitSettings())) == ["sex-for-gfr"]


@pytest.mark.parametrize(("floor", "used", "found"), [(0, 60, []), (60, 60, []), (61, 61, ["creatinine-floored"])])
def test_a_creatinine_below_the_units_floor_counts_as_the_floor(floor, used, found):
    settings = UnitSettings(creatinine_floor_umol_l=floor)
    kidney = kidney_of(FACTS, settings)
    assert kidney.creatinine_used == used
    assert codes(check_kidney(kidney, FACTS.sex, settings)) == found


@pytest.mark.parametrize("missing", ["height_cm", "weight", "creatinine"])
def test_without_its_figures_there_is_no_renal_function(missing):
    assert kidney_of(without(missing)) is None


@pytest.mark.parametrize(
    ("creatinine", "born", "there"),
    [
        (0, date(1981, 3, 9), False),
        (0.1, date(1981, 3, 9), True),
        (60, date(2026, 3, 9), False),
        (60, date(2025, 3, 9), True),
        (60, date(1886, 3, 9), False),
        (60, date(1887, 3, 9), True),
    ],
)
def test_figures_that_cannot_be_give_no_renal_function_and_no_crash(creatinine, born, there):
    found = kidney_of(replace(FACTS, creatinine=umol(creatinine), birth_date=born))
    assert (found is not None) is there


def test_a_creatinine_of_nothing_is_no_base_for_a_comparison():
    assert codes(check_creatinine(replace(FACTS, creatinine_before=umol(0)), 72)) == []


def test_a_missing_creatinine_stops_a_dose_by_auc():
    (found,) = check_creatinine(replace(FACTS, creatinine=None), 72)
    assert (found.code, found.severity.name) == ("creatinine-missing", "BLOCK")


@pytest.mark.parametrize(
    ("umol_l", "found"),
    [(19.9, ["creatinine-implausible"]), (20, []), (1000, []), (1000.1, ["creatinine-implausible"])],
)
def test_an_implausible_creatinine_is_asked_about(umol_l, found):
    assert codes(check_creatinine(replace(FACTS, creatinine=umol(umol_l, ON)), 72)) == found
    assert CREATININE_UMOL_L == (20, 1000)


@pytest.mark.parametrize(("days", "found"), [(3, []), (4, ["creatinine-old"])])
def test_a_creatinine_older_than_it_is_valid_is_pointed_out(days, found):
    old = replace(FACTS, creatinine=umol(60, ON - timedelta(days=days)))
    assert codes(check_creatinine(old, 72)) == found
    assert codes(check_creatinine(old, None)) == []


@pytest.mark.parametrize(
    ("now", "found"),
    [(120, []), (120.1, ["creatinine-moved"]), (80, []), (79.9, ["creatinine-moved"]), (100, [])],
)
def test_a_creatinine_that_moved_by_more_than_a_fifth_asks_for_a_new_dose(now, found):
    before = umol(100, ON - timedelta(days=21))
    assert codes(check_creatinine(replace(FACTS, creatinine=umol(now, ON), creatinine_before=before), 72)) == found

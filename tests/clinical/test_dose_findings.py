"""What is asked about before a dose is believed: both sides of every limit, and how much each finding weighs."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dayhospital.domain.dosing import Reduction
from dayhospital.domain.findings import Severity
from dayhospital.domain.hospital import BsaFormula, UnitSettings
from dayhospital.domain.patient import Sex, Weight
from dayhospital.domain.worked_dose import DoseFacts
from tests.clinical.doses import FACTS, ON, body, codes, umol, worked


@pytest.mark.parametrize(
    ("height", "kg", "found"),
    [
        (119.9, 60, ["height-implausible"]),
        (120, 60, []),
        (210, 80, []),
        (210.1, 80, ["height-implausible"]),
        (200, 29.9, ["weight-implausible"]),
        (200, 30, []),
        (121, 200, []),
        (120, 200.1, ["weight-implausible"]),
        (144, 36, []),
        (143.9, 36, ["bsa-implausible"]),
        (169, 144, []),
        (170, 144, ["bsa-implausible"]),
    ],
)
def test_implausible_figures_are_asked_about_on_both_sides(height, kg, found):
    assert codes(worked("docetaxel", 75, facts=body(height, kg))) == found


@pytest.mark.parametrize(
    ("without", "drug", "unit", "found"),
    [
        ("height_cm", "docetaxel", "mg/m²", ["height-missing"]),
        ("weight", "docetaxel", "mg/m²", ["weight-missing"]),
        ("weight", "tdm1", "mg/kg", ["weight-missing"]),
        ("height_cm", "carboplatin", "AUC", ["height-missing"]),
        ("creatinine", "carboplatin", "AUC", ["creatinine-missing"]),
    ],
)
def test_a_dose_without_its_figures_is_not_worked_out(without, drug, unit, found):
    missing: dict[str, Any] = {without: None}
    dose = worked(drug, 5, unit, replace(FACTS, **missing))
    assert (dose.calculated, dose.banded, dose.chosen) == (None, None, None)
    assert codes(dose) == found
    assert dose.findings[0].severity is Severity.BLOCK


@pytest.mark.parametrize(("limit", "days", "found"), [(28, 28, []), (28, 29, ["weight-old"]), (7, 8, ["weight-old"])])
def test_a_weight_older_than_the_units_limit_is_pointed_out(limit, days, found):
    facts = replace(FACTS, weight=Weight(ON - timedelta(days=days), 60))
    assert codes(worked("docetaxel", 75, facts=facts, settings=UnitSettings(weight_valid_days=limit))) == found


@pytest.mark.parametrize(
    ("kg", "found"),
    [(65.9, []), (66, ["weight-changed"]), (54.1, []), (54, ["weight-changed"])],
)
def test_a_tenth_more_or_less_than_the_course_began_with_asks_for_a_new_dose(kg, found):
    dose = worked("docetaxel", 75, facts=replace(FACTS, weight=Weight(ON, kg)))
    assert codes(dose) == found


def test_the_units_formula_is_used():
    found = worked("docetaxel", 75, settings=UnitSettings(bsa_formula=BsaFormula.DU_BOIS), facts=body(162, 95))
    assert found.bsa == pytest.approx(1.990, abs=0.0005)
    assert found.bsa_formula is BsaFormula.DU_BOIS


@pytest.mark.parametrize(
    ("height", "kg", "settings", "used", "found"),
    [
        (200, 72, {"bsa_warning_m2": 2.0}, 2.0, []),
        (200, 72.1, {"bsa_warning_m2": 2.0}, 2.0014, ["bsa-large"]),
        (200, 72.1, {}, 2.0014, []),
        (200, 72, {"bsa_cap_m2": 2.0}, 2.0, []),
        (200, 80, {"bsa_cap_m2": 2.0}, 2.0, ["bsa-capped"]),
        (200, 80, {"bsa_cap_m2": 2.2}, 2.1082, []),
    ],
)
def test_a_large_surface_is_pointed_out_or_capped_as_the_unit_says(height, kg, settings, used, found):
    dose = worked("docetaxel", 75, facts=body(height, kg), settings=UnitSettings(**settings))
    assert dose.bsa_used == pytest.approx(used, abs=0.0001)
    assert dose.calculated.value == pytest.approx(75 * used, abs=0.01)
    assert codes(dose) == found


def test_a_moved_creatinine_and_the_units_floor_reach_the_dose():
    facts = replace(FACTS, creatinine=umol(60, ON), creatinine_before=umol(49, ON - timedelta(days=21)))
    found = worked("carboplatin", 5, "AUC", facts, UnitSettings(creatinine_floor_umol_l=70))
    assert codes(found) == ["creatinine-moved", "creatinine-floored"]
    assert found.kidney.creatinine_used == 70


WEIGHTS = {
    "BLOCK": {"height-missing", "weight-missing", "creatinine-missing", "dose-never-reduced", "dose-level-unknown"},
    "WARNING": {
        "height-implausible",
        "weight-implausible",
        "creatinine-implausible",
        "bsa-implausible",
        "bsa-large",
        "bsa-capped",
        "weight-old",
        "weight-changed",
        "creatinine-old",
        "creatinine-moved",
        "sex-for-gfr",
    },
    "NOTE": {
        "creatinine-floored",
        "gfr-adjusted-weight",
        "gfr-capped",
        "dose-capped",
        "dose-reduced",
        "band-not-used",
    },
}
"""The codes by how much they weigh."""


def test_what_stops_what_needs_a_reason_and_what_informs():
    old, light = Weight(ON - timedelta(days=40), 60), Weight(ON, 50)
    bare = DoseFacts(ON, date(1981, 3, 9), Sex.OTHER)
    odd = DoseFacts(ON, date(1981, 3, 9), Sex.OTHER, 110, Weight(ON, 25), None, umol(10, ON - timedelta(days=9)))
    moved = replace(FACTS, creatinine_before=umol(90, ON - timedelta(days=21)))
    heavy = body(180, 150)
    findings = [
        *worked("docetaxel", 75, facts=bare).findings,
        *worked("carboplatin", 5, "AUC", replace(FACTS, creatinine=None)).findings,
        *worked("docetaxel", 75, facts=replace(bare, height_cm=165)).findings,
        *worked("docetaxel", 75, facts=odd).findings,
        *worked("carboplatin", 5, "AUC", odd, UnitSettings(creatinine_floor_umol_l=20)).findings,
        *worked("docetaxel", 75, facts=replace(FACTS, weight=old)).findings,
        *worked("docetaxel", 75, facts=replace(FACTS, weight=light)).findings,
        *worked("docetaxel", 75, facts=heavy, settings=UnitSettings(bsa_warning_m2=2.0)).findings,
        *worked("docetaxel", 75, facts=heavy, settings=UnitSettings(bsa_cap_m2=2.0)).findings,
        *worked("carboplatin", 5, "AUC", moved).findings,
        *worked("carboplatin", 5, "AUC", replace(heavy, creatinine=umol(40))).findings,
        *worked("docetaxel", 75, reduction=Reduction(percent=75)).findings,
        *worked("docetaxel", 75, reduction=Reduction(level=1)).findings,
        *worked("pertuzumab", 420, "mg", reduction=Reduction(percent=50)).findings,
        *worked("docetaxel", 75, facts=body(120, 10)).findings,
        *worked("capecitabine", 100, facts=body(165, 60)).findings,
    ]
    found: dict[str, set[str]] = {}
    for one in findings:
        found.setdefault(one.severity.name, set()).add(one.code)
    assert found == WEIGHTS

"""What is said about a dose and a renal function: each sentence with its figures and its source."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.banding import deviation_percent
from dayhospital.clinical.body import adjusted_weight, ideal_weight, mosteller, weight_changed
from dayhospital.clinical.kidney import calvert, check_creatinine, cockcroft_gault, kidney_function, weight_of
from dayhospital.domain.dosing import Amount, MlPerMinute, Reduction
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import Sex, Weight
from dayhospital.domain.worked_dose import KidneyWeight
from dayhospital.errors import InvalidValue
from tests.clinical.doses import FACTS, ON, body, umol, worked
from tests.clinical.spoken import spoken

LATE = ON - timedelta(days=29)
BEFORE = ON - timedelta(days=21)
HEAVY = body(180, 150)
CAPPED = UnitSettings(bsa_cap_m2=2.0)


def said(drug: str = "docetaxel", dose: float = 75, unit: str = "mg/m²", facts=FACTS, **more):
    return [(text, one.source) for text, one in _pairs(worked(drug, dose, unit, facts, **more).findings)]


def _pairs(findings):
    return zip(spoken(findings), findings, strict=True)


@pytest.mark.parametrize(
    ("given", "sentence", "source"),
    [
        (
            {"facts": replace(FACTS, height_cm=None)},
            "No height is recorded: the dose cannot be worked out",
            "practice",
        ),
        ({"facts": replace(FACTS, weight=None)}, "No weight is recorded: the dose cannot be worked out", "practice"),
        (
            {"facts": body(110, 60)},
            "A height of 110 cm is unusual (expected 120 to 210): check it",
            "practice",
        ),
        (
            {"facts": body(200, 29.5)},
            "A weight of 29.5 kg is unusual (expected 30 to 200): check it",
            "practice",
        ),
        (
            {"facts": body(143, 36)},
            "A body surface of 1.196 m² is unusual (expected 1.2 to 2.6): check height and weight",
            "practice",
        ),
        (
            {"facts": body(200, 80), "settings": UnitSettings(bsa_warning_m2=2.0)},
            "The body surface is 2.11 m², above 2: the full dose is advised, check it",
            "asco-dosing-2021",
        ),
        (
            {"facts": body(200, 80), "settings": CAPPED},
            "The body surface is 2.11 m², the dose follows 2 m²: the unit caps it",
            "unit",
        ),
        (
            {"facts": replace(FACTS, weight=Weight(LATE, 60))},
            "The weight of 26-Oct-2026 is 29 days old on the day of the dose (limit 28): weigh again",
            "unit",
        ),
        (
            {"facts": replace(FACTS, weight=Weight(ON, 70.5), course_weight=Weight(BEFORE, 60))},
            "The weight is 70.5 kg, 17.5 % away from the 60 kg of 03-Nov-2026: prescribe anew",
            "practice",
        ),
        (
            {"facts": replace(FACTS, weight=Weight(ON, 50), course_weight=Weight(BEFORE, 62.5))},
            "The weight is 50 kg, 20 % away from the 62.5 kg of 03-Nov-2026: prescribe anew",
            "practice",
        ),
        ({"reduction": Reduction(percent=75)}, "DOCEtaxel: reduced from 75 mg/m² to 56.25 mg/m²", "library"),
        ({"reduction": Reduction(level=9)}, "DOCEtaxel has no reduction level 9 below this dose", "library"),
        (
            {"drug": "pertuzumab", "dose": 420, "unit": "mg", "reduction": Reduction(percent=50)},
            "pertuzumab is never reduced: it is given, put off or stopped",
            "library",
        ),
    ],
)
def test_a_dose_says_what_is_to_know_of_it(given, sentence, source):
    assert (sentence, source) in said(**given)


@pytest.mark.parametrize(
    ("facts", "sentence", "source"),
    [
        (
            replace(FACTS, creatinine=None),
            "No creatinine is recorded: a dose by AUC cannot be worked out",
            "calvert-1989",
        ),
        (
            replace(FACTS, creatinine=umol(15)),
            "A creatinine of 15 µmol/L is unusual (expected 20 to 1000): check the unit",
            "practice",
        ),
        (
            replace(FACTS, creatinine=umol(60, ON - timedelta(days=4))),
            "The creatinine of 20-Nov-2026 is 4 days old on the day of the dose (valid 72 h): test again",
            "library",
        ),
        (
            replace(FACTS, creatinine=umol(60), creatinine_before=umol(90, BEFORE)),
            "The creatinine moved by 33.3 %, from 90 on 03-Nov-2026 to 60 µmol/L: work out anew",
            "practice",
        ),
        (
            replace(FACTS, creatinine=umol(1.5), creatinine_before=umol(1, BEFORE)),
            "The creatinine moved by 50 %, from 1 on 03-Nov-2026 to 1.5 µmol/L: work out anew",
            "practice",
        ),
        (
            replace(FACTS, sex=Sex.OTHER),
            "The sex is neither female nor male: the lower renal function, that of a woman, was taken",
            "cockcroft-gault-1976",
        ),
        (
            replace(body(162, 95), creatinine=umol(55), birth_date=date(1988, 1, 1)),
            "The renal function follows the adjusted weight, 70.5 kg: BMI 30 or more",
            "unit",
        ),
        (
            replace(body(162, 95), creatinine=umol(55), birth_date=date(1988, 1, 1)),
            "The estimated GFR of 136.5 mL/min counts as 125",
            "fda-carboplatin-2010",
        ),
    ],
)
def test_a_renal_function_says_what_it_rests_on(facts, sentence, source):
    assert (sentence, source) in said("carboplatin", 5, "AUC", facts)


def test_the_floor_of_the_unit_is_told():
    found = said("carboplatin", 5, "AUC", settings=UnitSettings(creatinine_floor_umol_l=70))
    assert ("A creatinine of 60 µmol/L counts as 70, the unit's lowest", "unit") in found


def test_a_ceiling_tells_both_doses():
    found = worked("carboplatin", 5, "AUC", replace(body(162, 95), creatinine=umol(55), birth_date=date(1988, 1, 1)))
    assert "CARBOplatin: 807.5 mg by the formula, at most 750 mg are given at once" in spoken(found.findings)
    assert found.calculated == Amount(750, "mg")


def test_a_band_that_is_too_far_off_is_told_with_its_distance():
    assert said(dose=2)[-1] == (
        "The nearest band, 4 mg, is 20.60 % off (limit 6 %): the exact dose stands",
        "nice-ktt22",
    )


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: mosteller(0, 70), "height and weight must be positive, got 0 cm and 70 kg"),
        (lambda: ideal_weight(0, Sex.FEMALE), "height and weight must be positive, got 0 cm and 1 kg"),
        (lambda: deviation_percent(5, 0), "a calculated dose is positive, got 0 mg"),
        (lambda: calvert(0, MlPerMinute(90)), "AUC and GFR must be positive, got 0 and 90"),
        (lambda: cockcroft_gault(45, 0, 60, Sex.FEMALE), "no clearance from 45 years, 0 kg and 60 µmol/L"),
    ],
)
def test_figures_that_cannot_be_are_named(act, sentence):
    with pytest.raises(InvalidValue) as refused:
        act()
    assert str(refused.value) == sentence


def test_small_figures_that_can_be_are_worked_with():
    """Just above nothing is enough: only nothing and less cannot be."""
    assert mosteller(0.5, 0.5) == pytest.approx(0.5 / 60)
    assert calvert(0.5, MlPerMinute(0.5)) == 12.75
    assert deviation_percent(0.6, 0.5) == pytest.approx(20)
    assert cockcroft_gault(45, 0.5, 0.5, Sex.MALE) == pytest.approx(95 * 0.5 / 72 * 88.42 / 0.5)


@pytest.mark.parametrize(("sex", "ideal"), [(Sex.FEMALE, 45.5), (Sex.MALE, 50.0), (Sex.OTHER, 45.5)])
def test_men_and_women_have_their_own_ideal_weight(sex, ideal):
    assert ideal_weight(152.4, sex) == ideal
    assert ideal_weight(154.94, sex) == pytest.approx(ideal + 2.3)
    assert adjusted_weight(152.4, ideal + 10, sex) == pytest.approx(ideal + 4)
    assert weight_of(KidneyWeight.IDEAL, 152.4, 90, sex) == ideal
    assert weight_of(KidneyWeight.ADJUSTED, 152.4, ideal + 10, sex) == pytest.approx(ideal + 4)
    assert weight_of(KidneyWeight.ACTUAL, 152.4, 90, sex) == pytest.approx(90)


def test_a_heavy_man_has_the_renal_function_of_a_man():
    man = kidney_function(replace(body(162, 95), sex=Sex.MALE), UnitSettings())
    assert man is not None
    assert man.weight_kg == pytest.approx(58.7 + 0.4 * (95 - 58.7), abs=0.05)
    assert man.gfr == pytest.approx(95 * man.weight_kg / 72 * 88.42 / 60, abs=0.01)


@pytest.mark.parametrize(("kg", "changed"), [(65.99, False), (66, True), (54.01, False), (54, True), (60, False)])
def test_a_weight_has_changed_from_a_tenth_on(kg, changed):
    assert weight_changed(kg, 60) is changed


@pytest.mark.parametrize(("hours", "old"), [(96, False), (95, True)])
def test_a_creatinine_is_old_by_the_hours_of_whole_days(hours, old):
    found = check_creatinine(replace(FACTS, creatinine=umol(60, ON - timedelta(days=4))), hours)
    assert [one.code for one in found] == (["creatinine-old"] if old else [])

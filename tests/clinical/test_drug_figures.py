"""Every figure of ``drugs.yaml`` against tables by hand: sections 2.6, 4.4, 4.5 and 5.1 of the clinical reference.

The bands are from knowledge (the reference says only how far a band may be off); they stand here as what the pharmacy
makes ready, so that none changes unseen.
"""

import re
from collections.abc import Iterator

import pytest

from dayhospital.clinical.cumulative import lifetime_doses, limits_of
from dayhospital.clinical.library import Library
from dayhospital.domain.dosing import DoseKind
from dayhospital.domain.lifetime_dose import Limits, Origin, Portion
from tests.clinical.doses import ON, codes, library

LEVELS: dict[str, tuple[str, tuple[float, ...]]] = {
    # section 4.5, reduction levels
    "tdm1": ("mg/kg", (3.6, 3.0, 2.4)),
    "tdxd": ("mg/kg", (5.4, 4.4, 3.2)),
    "sg": ("mg/kg", (10, 7.5, 5)),
    "dato": ("mg/kg", (6, 4, 3)),
    "eribulin": ("mg/m²", (1.23, 0.97, 0.62)),
    "palbociclib": ("mg", (125, 100, 75)),
    "ribociclib": ("mg", (600, 400, 200)),
    "abemaciclib": ("mg", (150, 100, 50)),
    "capivasertib": ("mg", (400, 320, 200)),
    "alpelisib": ("mg", (300, 250, 200)),
    "elacestrant": ("mg", (345, 258)),
}
NEVER_REDUCED = {  # section 4.5, its last sentence
    "trastuzumab_iv", "trastuzumab_sc", "pertuzumab", "phesgo", "pembrolizumab", "pembrolizumab_sc", "atezolizumab",
}  # fmt: skip
CAPS = {
    # section 4.5, absolute caps: planned dose, highest single dose in mg. Dato-DXd: 540 mg at 6 mg/kg is a weight of
    # 90 kg, kept for the lower levels.
    "vinorelbine_po": {60: 120, 80: 160},
    "dato": {6: 540, 4: 360, 3: 270},
}
STEPS = {
    # up to so many mg, in steps of so many
    "doxorubicin": "50 by 2, 150 by 5, 250 by 10",
    "epirubicin": "50 by 2, 150 by 5, 300 by 10",
    "pld": "50 by 2, 150 by 5",
    "cyclophosphamide": "500 by 20, 1000 by 50, 2000 by 100",
    "paclitaxel": "50 by 2, 150 by 5, 500 by 10",
    "docetaxel": "50 by 2, 150 by 5, 250 by 10",
    "nab_paclitaxel": "50 by 2, 100 by 5, 700 by 10",
    "carboplatin": "100 by 5, 250 by 10, 500 by 25, 1000 by 50",
    "gemcitabine": "1000 by 50, 3500 by 100",
    "vinorelbine_iv": "20 by 1, 80 by 2",
    "vinorelbine_po": "160 by 10",
    "eribulin": "1 by 0.05, 4 by 0.1",
    "fluorouracil": "500 by 20, 1000 by 50, 2000 by 100",
    "methotrexate": "50 by 2, 150 by 5",
    "trastuzumab_iv": "150 by 10, 1500 by 30",
    "tdm1": "100 by 5, 700 by 10",
    "tdxd": "200 by 5, 1100 by 10",
    "sg": "200 by 10, 500 by 20, 2000 by 50",
    "dato": "200 by 5, 540 by 10",
    "bevacizumab": "400 by 25, 3000 by 50",
}
NAMED = {
    # capsules of 20 and 30 mg; tablets of 150 and 500 mg
    "vinorelbine_po": [20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160],
    "capecitabine": [500, 650, 800, 1000, 1150, 1300, 1500, 1650, 1800, 2000, 2150, 2300, 2500, 2650, 2800, 3000],
}
HIGH_RISK = {
    # section 2.6: exposures at which an infusion reaction is likely
    "paclitaxel": (2, 0),
    "docetaxel": (2, 0),
    "carboplatin": (0, 7),
    "trastuzumab_iv": (1, 0),
    "pertuzumab": (1, 0),
    "sg": (1, 0),
    "pld": (1, 0),
    "dato": (2, 0),
    "iron_iv": (0, 1),
}


def bands(steps: str) -> Iterator[float]:
    """Yield the doses of steps such as ``50 by 2, 150 by 5``, counted in hundredths of a milligram."""
    at = 0
    for part in steps.split(", "):
        up_to, by = (round(float(number) * 100) for number in part.split(" by "))
        while at < up_to:
            at += by
            yield at / 100
        assert at == up_to, part


def test_each_drug_has_the_bands_the_pharmacy_makes_ready():
    wanted = {name: tuple(bands(steps)) for name, steps in STEPS.items()}
    wanted |= {name: tuple(map(float, doses)) for name, doses in NAMED.items()}
    assert {one.id: one.dosing.bands.mg for one in library().drugs() if one.dosing.bands.mg} == wanted


def test_tablets_are_made_of_the_strengths_there_are():
    assert all(any((dose - 500 * many) % 150 == 0 for many in range(7)) for dose in NAMED["capecitabine"])


@pytest.mark.parametrize("name", LEVELS)
def test_a_dose_goes_down_by_the_levels_of_the_reference(name):
    unit, doses = LEVELS[name]
    levels = library().drug(name).dosing.levels
    assert (levels.unit, levels.doses) == (unit, doses)
    for number, dose in enumerate(doses):
        assert levels.below(dose, unit) == doses[number + 1 :]


def test_no_other_drug_has_levels_and_antibodies_are_never_reduced():
    assert {one.id for one in library().drugs() if one.dosing.levels.doses} == set(LEVELS)
    assert {one.id for one in library().drugs() if one.dosing.levels.never} == NEVER_REDUCED


def test_single_doses_are_capped():
    assert {one.id: dict(one.dosing.caps.by_dose) for one in library().drugs() if one.dosing.caps.by_dose} == CAPS
    oral, dato = (library().drug(name).dosing.caps for name in ("vinorelbine_po", "dato"))
    assert [float(oral.at(dose) or 0) for dose in (60, 60.1, 80)] == [120, 160, 160]
    assert [float(dato.at(dose) or 0) for dose in (3, 3.1, 4, 4.1, 6)] == [270, 360, 360, 540, 540]


def test_what_a_figure_of_eribulin_means_is_written_with_both_salts():
    words = library().drug("eribulin").dosing.expressed_as
    assert re.findall(r"[\d.]+", words) == ["1.23", "1.4"]


@pytest.mark.parametrize(
    ("name", "limits", "at_risk"),
    [
        ("doxorubicin", Limits(400, 450, 550), 400),
        ("epirubicin", Limits(None, 600, 900), 900),
        ("pld", Limits(400, 450, 550), 400),
    ],
)
def test_lifetime_limits_hold_on_both_sides(name, limits, at_risk):
    drug = library().drug(name)
    assert limits_of(drug) == limits and limits_of(drug, at_risk=True).hard == at_risk
    for total, last in ((limits.hard, "lifetime-warn"), (limits.hard + 0.1, "lifetime-hard")):
        own = lifetime_doses([Portion(name, total, Origin.GIVEN, ON)], library().drug)[-1]
        assert codes(own)[-1:] == [last]


def test_doses_count_together_by_the_convention_and_by_feijen():
    found = {
        one.id: (one.equivalent.drug, one.equivalent.factor, one.equivalent.factor_feijen)
        for one in library().drugs()
        if one.equivalent is not None
    }
    assert found == {"epirubicin": ("doxorubicin", 0.67, 0.8), "pld": ("doxorubicin", 1, 1)}


def test_reactions_are_likely_at_the_exposures_of_the_reference():
    found = {
        one.id: (one.high_risk_until_exposure, one.high_risk_from_exposure)
        for one in library().drugs()
        if one.high_risk_until_exposure or one.high_risk_from_exposure
    }
    assert found == HIGH_RISK


def test_a_wound_waits_28_days_after_bevacizumab_and_7_before_it():
    # section 5.1: not within 28 days before a port, and 7 days from the port to the next dose
    found = {(one.id, one.wound_days_before, one.wound_days_after) for one in library().drugs() if one.wound_days_after}
    assert found == {("bevacizumab", 28, 7)}


def test_lines_are_rinsed_five_minutes_and_after_vinorelbine_twenty():
    assert {one.flush_minutes for one in library().drugs()} == {5, 20}
    assert [one.id for one in library().drugs() if one.flush_minutes == 20] == ["vinorelbine_iv"]


def test_what_is_rounded_is_said_to_be_cytotoxic_or_biological():
    rounded = {one.id: one.dosing.kind for one in Library.load().drugs() if one.dosing.bands.mg}
    assert {name for name, kind in rounded.items() if kind is DoseKind.BIOLOGICAL} == {"trastuzumab_iv", "bevacizumab"}
    assert DoseKind.OTHER not in rounded.values()

"""Doses of whole patients: the worked values of the reference, and both sides of everything that is pointed out."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.clinical.banding import MAX_DEVIATION_PERCENT
from dayhospital.clinical.dose import basis_of, work_out
from dayhospital.domain.dosing import Amount, DoseKind, Reduction
from dayhospital.domain.findings import Severity
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import DoseBasis
from dayhospital.domain.worked_dose import DoseFacts
from dayhospital.errors import InvalidValue
from tests.clinical.doses import FACTS, ON, UNIT, body, codes, library, planned, umol, worked

# --- the three numbers


@pytest.mark.parametrize(
    ("height", "kg", "doses"),
    [
        (165, 60, (99.5, 132.7, 124.4, 149.2)),
        (170, 70, (109.1, 145.4, 136.4, 163.6)),
        (158, 52.5, (91.1, 121.4, 113.8, 136.6)),
        (162, 95, (124.1, 165.4, 155.1, 186.1)),
        (175, 110, (138.7, 185.0, 173.4, 208.1)),
    ],
)
def test_doses_by_surface_are_the_worked_ones_and_not_rounded(height, kg, doses):
    asked = (("doxorubicin", 60), ("paclitaxel", 80), ("docetaxel", 75), ("epirubicin", 90))
    for (drug, mg_m2), expected in zip(asked, doses, strict=True):
        found = worked(drug, mg_m2, facts=body(height, kg))
        assert found.calculated.unit == "mg"
        assert found.calculated.value == pytest.approx(expected, abs=0.055)
        assert found.calculated.value == mg_m2 * found.bsa_used


@pytest.mark.parametrize(
    ("drug", "mg_m2", "calculated", "band"),
    [("doxorubicin", 60, 99.5, 100), ("paclitaxel", 80, 132.7, 135), ("docetaxel", 75, 124.4, 125)],
)
def test_calculated_banded_and_chosen_are_three_numbers(drug, mg_m2, calculated, band):
    found = worked(drug, mg_m2)
    assert found.calculated.value == pytest.approx(calculated, abs=0.055)
    assert (found.banded, found.chosen) == (Amount(band, "mg"), Amount(band, "mg"))
    assert found.deviation_percent == pytest.approx(abs(band / found.calculated.value - 1) * 100)
    assert codes(found) == []


def test_a_dose_by_weight_is_mg_per_kg():
    found = worked("trastuzumab_iv", 6, "mg/kg", body(None, 70))
    assert (found.calculated, found.banded) == (Amount(420, "mg"), Amount(420, "mg"))
    assert codes(found) == []


def test_a_loading_dose_is_worked_out_as_planned_and_says_so():
    found = work_out(planned("trastuzumab_iv", 8, "mg/kg", loading=True), library().drug("trastuzumab_iv"), FACTS, UNIT)
    assert found.loading and found.calculated == Amount(480, "mg")


@pytest.mark.parametrize(
    ("drug", "amount", "unit"),
    [("pertuzumab", 420, "mg"), ("phesgo", 600, "mg + 600 mg"), ("rbc", 1, "unit"), ("hydration", 1000, "mL")],
)
def test_a_flat_dose_asks_nothing_of_the_body_and_is_not_banded(drug, amount, unit):
    nobody = DoseFacts(ON, date(1981, 3, 9), Sex.FEMALE)
    found = worked(drug, amount, unit, nobody)
    assert found.calculated == found.chosen == Amount(amount, unit)
    assert found.banded is None and codes(found) == []


@pytest.mark.parametrize(
    ("auc", "creatinine", "birth_year", "calculated", "cap"),
    [(5, 60, 1981, 5 * (99.2 + 25), 750), (6, 30, 1981, 900, 900), (2, 200, 1948, 2 * (19.4 + 25), 300)],
)
def test_a_dose_by_auc_follows_calvert_with_its_ceiling(auc, creatinine, birth_year, calculated, cap):
    facts = replace(FACTS, creatinine=umol(creatinine, ON), birth_date=date(birth_year, 1, 1))
    found = worked("carboplatin", auc, "AUC", facts)
    assert found.calculated.value == pytest.approx(calculated, abs=0.5)
    assert found.cap == Amount(cap, "mg")
    assert found.kidney.creatinine == facts.creatinine and found.kidney.weight_kg == 60
    assert found.chosen.value <= cap


def test_the_ceiling_on_gfr_is_said_with_what_the_formula_gave():
    found = worked("carboplatin", 6, "AUC", replace(FACTS, creatinine=umol(30, ON)))
    assert codes(found) == ["gfr-capped", "dose-capped"]
    assert found.uncapped.value == pytest.approx(6 * (found.kidney.gfr + 25))
    assert found.calculated == Amount(900, "mg")


def test_every_unit_of_the_library_means_what_the_regimen_says():
    for regimen in library().all():
        for phase in regimen.phases:
            for drug in phase.drugs:
                assert basis_of(drug.unit) is drug.basis, (regimen.id, drug.drug)


@pytest.mark.parametrize(("drug", "unit"), [("docetaxel", "mg/m²"), ("carboplatin", "AUC"), ("tdm1", "mg/kg")])
def test_a_dose_of_nothing_is_not_worked_out(drug, unit):
    found = worked(drug, 0, unit)
    assert (found.calculated, found.banded, found.chosen) == (None, None, None)


# --- caps


@pytest.mark.parametrize(
    ("kg", "calculated", "found"),
    [(89.9, 539.4, []), (90, 540, []), (90.1, 540, ["dose-capped"]), (140, 540, ["dose-capped"])],
)
def test_datopotamab_is_never_above_540_mg(kg, calculated, found):
    dose = worked("dato", 6, "mg/kg", body(165, kg))
    assert dose.calculated.value == pytest.approx(calculated)
    assert dose.chosen.value <= 540
    assert codes(dose) == found


@pytest.mark.parametrize(("mg_m2", "kg", "highest"), [(60, 110, 120), (80, 110, 160)])
def test_oral_vinorelbine_has_a_cap_for_each_of_its_doses(mg_m2, kg, highest):
    found = worked("vinorelbine_po", mg_m2, facts=body(175, kg))
    assert found.uncapped.value > highest
    assert found.calculated == found.banded == Amount(highest, "mg")
    assert codes(found) == ["dose-capped"]


def test_an_oral_vinorelbine_dose_under_its_cap_is_not_touched():
    assert codes(worked("vinorelbine_po", 60, facts=body(165, 60))) == []


# --- banding in the library


def test_everything_that_follows_the_body_has_bands_and_a_limit():
    followed = {
        drug.drug
        for regimen in library().all()
        for phase in regimen.phases
        for drug in phase.drugs
        if drug.basis in {DoseBasis.BSA, DoseBasis.WEIGHT, DoseBasis.AUC}
    }
    for name in followed:
        dosing = library().drug(name).dosing
        assert dosing.bands.mg and dosing.kind in MAX_DEVIATION_PERCENT, name
        assert dosing.bands.confidence.value == "from knowledge"


def test_bands_of_antibodies_may_be_further_off_than_those_of_cytotoxics():
    assert MAX_DEVIATION_PERCENT == {DoseKind.CYTOTOXIC: 6, DoseKind.BIOLOGICAL: 10}
    assert library().drug("trastuzumab_iv").dosing.kind is DoseKind.BIOLOGICAL
    assert library().drug("tdxd").dosing.kind is DoseKind.CYTOTOXIC


@given(st.integers(145, 190), st.floats(42, 130), st.integers(35, 250), st.sampled_from((1.0, 0.75, 0.5)))
def test_no_chosen_dose_is_further_off_than_allowed_nor_above_its_cap(height, kg, creatinine, share):
    facts = body(height, kg)
    facts = replace(facts, creatinine=umol(creatinine, ON))
    for drug, amount, unit in (
        ("doxorubicin", 60, "mg/m²"),
        ("paclitaxel", 80, "mg/m²"),
        ("capecitabine", 1000, "mg/m²"),
        ("eribulin", 1.23, "mg/m²"),
        ("carboplatin", 5, "AUC"),
        ("tdm1", 3.6, "mg/kg"),
        ("dato", 6, "mg/kg"),
        ("bevacizumab", 10, "mg/kg"),
    ):
        found = worked(drug, amount, unit, facts, reduction=Reduction(percent=share * 100))
        limit = MAX_DEVIATION_PERCENT[library().drug(drug).dosing.kind]
        off = abs(found.chosen.value / found.calculated.value - 1) * 100
        assert off <= limit + 1e-6
        assert found.chosen in {found.banded, found.calculated}
        assert ("band-not-used" in codes(found)) is (found.chosen != found.banded)
        assert found.cap is None or found.chosen.value <= found.cap.value + 1e-9


@pytest.mark.parametrize(
    ("mg", "chosen", "found"),
    [(106.38, 100, []), (106.39, 106.39, ["band-not-used"]), (94.4, 100, []), (94.3, 94.3, ["band-not-used"])],
)
def test_a_band_more_than_six_percent_off_leaves_the_exact_dose(mg, chosen, found):
    drug = library().drug("docetaxel")
    drug = replace(drug, dosing=replace(drug.dosing, bands=replace(drug.dosing.bands, mg=(100.0,))))
    dose: Any = work_out(planned("docetaxel", mg / 31, "mg/kg"), drug, body(165, 31), UNIT)
    assert dose.chosen.value == pytest.approx(chosen)
    assert dose.banded == Amount(100, "mg")
    assert codes(dose) == found


# --- reductions


@pytest.mark.parametrize(
    ("drug", "unit", "doses"),
    [
        ("tdm1", "mg/kg", (3.6, 3.0, 2.4)),
        ("tdxd", "mg/kg", (5.4, 4.4, 3.2)),
        ("sg", "mg/kg", (10, 7.5, 5)),
        ("dato", "mg/kg", (6, 4, 3)),
        ("eribulin", "mg/m²", (1.23, 0.97, 0.62)),
        ("palbociclib", "mg", (125, 100, 75)),
        ("ribociclib", "mg", (600, 400, 200)),
        ("abemaciclib", "mg", (150, 100, 50)),
        ("capivasertib", "mg", (400, 320, 200)),
        ("alpelisib", "mg", (300, 250, 200)),
        ("elacestrant", "mg", (345, 258)),
    ],
)
def test_the_levels_of_reduction_are_those_of_the_reference(drug, unit, doses):
    for level, expected in enumerate(doses):
        found = worked(drug, doses[0], unit, reduction=Reduction(level=level))
        assert found.used == Amount(expected, unit)
        assert found.planned == Amount(doses[0], unit)
        assert codes(found) == (["dose-reduced"] if level else [])
    beyond = worked(drug, doses[0], unit, reduction=Reduction(level=len(doses)))
    assert (beyond.used, codes(beyond)) == (Amount(doses[0], unit), ["dose-level-unknown"])


def test_the_first_level_is_the_next_one_below_what_is_planned():
    assert worked("ribociclib", 400, "mg", reduction=Reduction(level=1)).used == Amount(200, "mg")


@pytest.mark.parametrize(
    ("drug", "unit"),
    [
        ("trastuzumab_iv", "mg/kg"),
        ("trastuzumab_sc", "mg"),
        ("pertuzumab", "mg"),
        ("phesgo", "mg + 600 mg"),
        ("pembrolizumab", "mg"),
        ("pembrolizumab_sc", "mg"),
        ("atezolizumab", "mg"),
    ],
)
@pytest.mark.parametrize("reduction", [Reduction(level=1), Reduction(percent=75)])
def test_some_drugs_are_never_reduced(drug, unit, reduction):
    found = worked(drug, 6, unit, reduction=reduction)
    assert found.used == found.planned
    assert [(one.code, one.severity) for one in found.findings] == [("dose-never-reduced", Severity.BLOCK)]


def test_a_share_of_the_dose_is_banded_anew():
    found = worked("doxorubicin", 60, reduction=Reduction(percent=75))
    assert found.used == Amount(45, "mg/m²")
    assert found.calculated.value == pytest.approx(74.6, abs=0.05)
    assert found.chosen == Amount(75, "mg")


@pytest.mark.parametrize("wrong", [{"level": -1}, {"percent": 0}, {"percent": 101}, {"level": 1, "percent": 75}])
def test_a_reduction_reduces(wrong):
    with pytest.raises(InvalidValue):
        Reduction(**wrong)

"""Choosing a dose: what is proposed, both sides of each limit, and what has changed since the signature."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dayhospital.clinical.dose_choice import (
    any_reducible,
    carried_choices,
    carried_reason,
    changed_since,
    choice_limit_percent,
    least_percent,
    next_level_choices,
    propose,
    reduced_choices,
)
from dayhospital.domain.chosen_dose import ChosenDose, DayDoses, DoseChoice, SignedDose
from dayhospital.domain.dosing import FULL_DOSE, Amount, Reduction
from dayhospital.domain.findings import Severity
from dayhospital.domain.patient import Weight
from dayhospital.errors import InvalidValue
from tests.clinical.doses import FACTS, ON, UNIT, body, library, planned, umol

drug = library().drug
EC = (planned("epirubicin", 90), planned("cyclophosphamide", 600))
TDM1 = (planned("tdm1", 3.6, "mg/kg"),)
BEFORE = ON - timedelta(days=21)


def known(*doses, facts=FACTS, before=()):
    return DayDoses(doses or EC, facts, UNIT, tuple(before))


def signed(name, reduction=FULL_DOSE, amount=None, doses=EC, facts=FACTS, reason="neuropathy"):
    """What was chosen of a drug three weeks ago."""
    found = propose(known(*doses, facts=facts), drug, (DoseChoice(name, reduction, amount),))
    (chosen,) = (one.chosen for one in found if one.drug.id == name)
    return SignedDose(chosen, 1, "C3D1", BEFORE, "Dr Rietzanger", datetime(2026, 11, 3, 8), reason)


def proposal(name, choice=None, **more):
    found = propose(known(*more.get("doses", ())), drug, (choice,) if choice else ())
    return next(one for one in found if one.drug.id == name)


def codes(found):
    return [(one.code, one.severity) for one in found.findings]


def test_without_a_choice_the_banded_dose_is_proposed_in_full():
    epirubicin, cyclophosphamide = propose(known(), drug)
    assert (epirubicin.chosen.planned, epirubicin.chosen.used) == (Amount(90, "mg/m²"), Amount(90, "mg/m²"))
    assert epirubicin.chosen.calculated is not None
    assert epirubicin.chosen.calculated.value == pytest.approx(149.25, abs=0.01)
    assert epirubicin.chosen.chosen == epirubicin.chosen.banded == Amount(150, "mg")
    assert (epirubicin.chosen.height_cm, epirubicin.chosen.weight) == (165, Weight(ON, 60))
    assert epirubicin.chosen.creatinine is None and not epirubicin.chosen.by_hand
    assert least_percent((epirubicin, cyclophosphamide)) == 100


def test_a_dose_by_auc_remembers_its_creatinine_and_a_flat_one_nothing():
    carboplatin = proposal("carboplatin", doses=(planned("carboplatin", 5, "AUC"),)).chosen
    assert (carboplatin.creatinine, carboplatin.weight, carboplatin.height_cm) == (umol(60), Weight(ON, 60), 165)
    flat = proposal("pertuzumab", doses=(planned("pertuzumab", 420, "mg"),)).chosen
    assert (flat.creatinine, flat.weight, flat.height_cm) == (None, None, None)
    assert flat.chosen == Amount(420, "mg")


@pytest.mark.parametrize(
    ("name", "limit"), [("epirubicin", 6.0), ("trastuzumab_iv", 10.0), ("zoledronic_acid", 10.0), ("capecitabine", 6.0)]
)
def test_how_far_a_chosen_dose_may_be_off_follows_its_kind(name, limit):
    assert choice_limit_percent(drug(name)) == limit


@pytest.mark.parametrize(
    ("dose", "share", "asks"),
    [
        (planned("epirubicin", 90), 1.0599, False),
        (planned("epirubicin", 90), 1.0601, True),
        (planned("epirubicin", 90), 0.9401, False),
        (planned("epirubicin", 90), 0.9399, True),
        (planned("trastuzumab_iv", 6, "mg/kg"), 1.0999, False),
        (planned("trastuzumab_iv", 6, "mg/kg"), 1.1001, True),
        (planned("zoledronic_acid", 4, "mg"), 0.9001, False),
        (planned("zoledronic_acid", 4, "mg"), 0.8999, True),
    ],
)
def test_an_amount_by_hand_asks_for_a_reason_beyond_the_limit_only(dose, share, asks):
    calculated = proposal(dose.drug, doses=(dose,)).chosen.calculated
    assert calculated is not None
    found = proposal(dose.drug, DoseChoice(dose.drug, amount=calculated.value * share), doses=(dose,))
    assert found.chosen.by_hand
    assert codes(found) == ([("dose-off-calculated", Severity.WARNING)] if asks else [])


def test_the_banded_amount_written_by_hand_is_the_banded_dose():
    found = proposal("epirubicin", DoseChoice("epirubicin", amount=150))
    assert not found.chosen.by_hand and found.findings == ()


@pytest.mark.parametrize(("amount", "asks"), [(540, False), (540.1, True)])
def test_an_amount_above_the_highest_single_dose_asks_for_a_reason(amount, asks):
    heavy = body(175, 92)
    dose = planned("dato", 6, "mg/kg")
    found = propose(known(dose, facts=heavy), drug, (DoseChoice("dato", amount=amount),))[0]
    assert [code for code, _ in codes(found)] == (["dose-above-cap"] if asks else [])


def test_an_amount_with_nothing_to_compare_it_with_asks_for_a_reason():
    nobody = replace(FACTS, weight=None, course_weight=None)
    found = propose(known(facts=nobody), drug, (DoseChoice("epirubicin", amount=150),))[0]
    assert (found.chosen.calculated, found.chosen.chosen) == (None, Amount(150, "mg"))
    assert codes(found) == [("dose-not-compared", Severity.WARNING)]
    assert propose(known(facts=nobody), drug)[0].chosen.chosen is None


@pytest.mark.parametrize(
    ("amount", "possible"), [(0, False), (-1, False), (0.1, True), (100_000, True), (1e5 + 1, False)]
)
def test_a_dose_is_more_than_nothing(amount, possible):
    if possible:
        assert DoseChoice("epirubicin", amount=amount).amount == amount
    else:
        with pytest.raises(InvalidValue, match="more than nothing"):
            DoseChoice("epirubicin", amount=amount)


# --- reductions


def test_a_share_of_the_dose_reaches_cytotoxics_and_no_antibody():
    doses = (planned("docetaxel", 75), planned("trastuzumab_iv", 6, "mg/kg"), planned("goserelin", 3.6, "mg"))
    found = reduced_choices(known(*doses), drug, 80)
    assert [choice.reduction for choice in found] == [Reduction(percent=80), FULL_DOSE, FULL_DOSE]
    assert least_percent(propose(known(*doses), drug, found)) == 80
    assert any_reducible(known(*doses), drug) and not any_reducible(known(*doses[1:]), drug)


def test_a_drug_that_is_never_reduced_refuses_a_level():
    dose = planned("pertuzumab", 420, "mg")
    found = proposal("pertuzumab", DoseChoice("pertuzumab", Reduction(percent=75)), doses=(dose,))
    assert codes(found) == [("dose-never-reduced", Severity.BLOCK)]


def test_the_next_level_is_the_first_below_the_last_time():
    assert next_level_choices(known(*TDM1), drug) == (DoseChoice("tdm1", Reduction(level=1)),)
    once = known(*TDM1, before=[signed("tdm1", Reduction(level=1), doses=TDM1)])
    assert next_level_choices(once, drug) == (DoseChoice("tdm1", Reduction(level=2)),)
    share = known(*TDM1, before=[signed("tdm1", Reduction(percent=80), doses=TDM1)])
    assert next_level_choices(share, drug) == (DoseChoice("tdm1", Reduction(level=2)),), "3.0 is not below 2.88"
    lowest = known(*TDM1, before=[signed("tdm1", Reduction(level=2), doses=TDM1)])
    assert next_level_choices(lowest, drug) == ()
    assert next_level_choices(known(), drug) == ()


# --- from one cycle to the next


def test_the_level_of_the_last_time_goes_on_and_is_said():
    reduced = known(before=[signed("epirubicin", Reduction(percent=75))])
    choices = carried_choices(reduced)
    assert choices == (DoseChoice("epirubicin", Reduction(percent=75)), DoseChoice("cyclophosphamide"))
    epirubicin, cyclophosphamide = propose(reduced, drug, choices)
    assert codes(epirubicin) == [("dose-carried", Severity.NOTE)] and cyclophosphamide.findings == ()
    assert epirubicin.findings[0].facts["why"] == "neuropathy"
    assert epirubicin.chosen.used == Amount(67.5, "mg/m²")
    assert carried_reason(reduced, (epirubicin, cyclophosphamide)) == "neuropathy"
    assert carried_reason(reduced, propose(reduced, drug)) == ""


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (Reduction(percent=75.1), "dose-raised"),
        (FULL_DOSE, "dose-raised"),
        (Reduction(percent=75), "dose-carried"),
        (Reduction(percent=74.9), "dose-lowered"),
    ],
)
def test_only_going_up_again_asks_for_a_reason(now, code):
    reduced = known(before=[signed("epirubicin", Reduction(percent=75))])
    found = propose(reduced, drug, (DoseChoice("epirubicin", now),))[0]
    assert [one for one, _ in codes(found)] == [code]
    assert (found.findings[0].severity is Severity.WARNING) is (code == "dose-raised")


def test_after_a_full_dose_nothing_is_said_and_after_one_by_hand_it_is_told():
    assert propose(known(before=[signed("epirubicin")]), drug)[0].findings == ()
    found = propose(known(before=[signed("epirubicin", amount=120)]), drug)[0]
    assert codes(found) == [("dose-by-hand-before", Severity.NOTE)]
    assert found.findings[0].facts["chosen"] == "120 mg"


# --- what counts over a life


@pytest.mark.parametrize(
    ("reduction", "amount", "counted"),
    [(FULL_DOSE, None, 90), (FULL_DOSE, 150, 90), (Reduction(percent=75), None, 67.5), (FULL_DOSE, 120, 72.36)],
)
def test_the_level_counts_and_what_was_written_by_hand_but_no_banding(reduction, amount, counted):
    assert signed("epirubicin", reduction, amount).dose.counted == pytest.approx(counted, abs=0.01)


def test_a_dose_by_hand_with_nothing_calculated_counts_as_planned():
    chosen = ChosenDose("epirubicin", Amount(90, "mg/m²"), Amount(90, "mg/m²"), FULL_DOSE, None, None, Amount(9, "mg"))
    assert chosen.by_hand and chosen.counted == 90


# --- after the signature


def since(chosen, dose, facts):
    found = changed_since(chosen, dose, drug(dose.drug), known(dose, facts=facts))
    return [(one.code, one.severity) for one in found]


@pytest.mark.parametrize(
    ("kg", "severity"), [(60, None), (60.5, Severity.NOTE), (54.0, Severity.NOTE), (53.9, Severity.WARNING)]
)
def test_another_weight_is_told_and_weighs_once_the_dose_is_off_the_limit(kg, severity):
    """150 mg was chosen; at 165 cm it would be 141.6 mg with 54 kg, 5.9 % off, and 141.5 with 53.9 kg, 6.0 % off."""
    chosen = signed("epirubicin").dose
    assert since(chosen, EC[0], body(165, kg)) == ([] if severity is None else [("dose-weight-since", severity)])


@pytest.mark.parametrize(("height", "found"), [(165, []), (166, [("dose-height-since", Severity.NOTE)])])
def test_another_height_is_told(height, found):
    assert since(signed("epirubicin").dose, EC[0], body(height, 60)) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (60, []),
        (61, [("dose-creatinine-since", Severity.NOTE)]),
        (90, [("dose-creatinine-since", Severity.WARNING)]),
    ],
)
def test_another_creatinine_is_told_where_the_dose_follows_it(value, found):
    auc = planned("carboplatin", 5, "AUC")
    chosen = signed("carboplatin", doses=(auc,)).dose
    assert since(chosen, auc, replace(FACTS, creatinine=umol(value))) == found
    assert since(signed("epirubicin").dose, EC[0], replace(FACTS, creatinine=umol(value))) == []


def test_a_new_weight_of_the_same_figure_changes_nothing():
    again = replace(FACTS, weight=Weight(ON - timedelta(days=1), 60))
    assert since(signed("epirubicin").dose, EC[0], again) == []


def test_a_flat_dose_follows_no_weight():
    flat = planned("pertuzumab", 420, "mg")
    assert since(signed("pertuzumab", doses=(flat,)).dose, flat, body(165, 90)) == []


def test_an_amount_by_hand_is_measured_by_what_was_calculated_then():
    chosen = signed("epirubicin", amount=100).dose
    assert since(chosen, EC[0], body(165, 60.5)) == [("dose-weight-since", Severity.NOTE)]
    assert since(chosen, EC[0], body(165, 80)) == [("dose-weight-since", Severity.WARNING)]


def test_what_was_never_worked_out_or_can_no_longer_be_says_nothing():
    nobody = replace(FACTS, weight=None, course_weight=None)
    assert since(signed("epirubicin", facts=nobody).dose, EC[0], FACTS) == []
    assert since(signed("epirubicin").dose, EC[0], nobody) == []

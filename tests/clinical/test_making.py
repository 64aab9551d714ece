"""OK to make: what each stability class waits for."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dayhospital.clinical.dose_choice import propose
from dayhospital.clinical.making import DayGo, Making, may_make, preparations
from dayhospital.domain.chosen_dose import DayDoses, SignedDose
from dayhospital.domain.decision import Decision, DecisionKind
from dayhospital.domain.drug import Stability
from dayhospital.domain.gate import Colour
from dayhospital.domain.regimen import Place
from tests.clinical.doses import FACTS, UNIT, body, library, planned

DAY = date(2026, 11, 25)
A, B, C, R = Stability
BEFORE, EARLIER, MORNING = datetime(2026, 11, 24, 16), datetime(2026, 11, 23, 16), datetime(2026, 11, 25, 8)


def go(at: datetime = BEFORE, kind: DecisionKind = DecisionKind.GO, day: date = DAY, released: bool = False) -> DayGo:
    percent = 80.0 if kind is DecisionKind.GO_REDUCED else None
    to = DAY + timedelta(days=7) if kind is DecisionKind.HOLD else None
    return DayGo(DAY, Decision(1, kind, "Dr Rietzanger", at, day, Colour.GREEN, percent, to, "because"), released)


@pytest.mark.parametrize(
    ("stability", "known", "now", "expected"),
    [
        (A, go(), BEFORE, Making.TOO_EARLY),
        (A, go(), MORNING, Making.GO_OF_THE_DAY),
        (A, go(at=MORNING), MORNING, Making.OK),
        (A, go(released=True), MORNING, Making.OK),
        (B, go(), BEFORE, Making.OK),
        (B, go(at=EARLIER), EARLIER, Making.TOO_EARLY),
        (C, go(), BEFORE, Making.OK),
        (C, go(at=EARLIER), EARLIER, Making.TOO_EARLY),
        (R, go(at=EARLIER), EARLIER, Making.TOO_EARLY),
        (R, go(), BEFORE, Making.OK),
        (B, go(kind=DecisionKind.GO_REDUCED), BEFORE, Making.OK),
        (B, go(kind=DecisionKind.HOLD), BEFORE, Making.NO_GO),
        (B, go(day=DAY - timedelta(days=1)), BEFORE, Making.NO_GO),
        (B, DayGo(DAY, None), BEFORE, Making.NO_GO),
        (A, DayGo(DAY, None, released=True), MORNING, Making.OK),
    ],
)
def test_a_drug_may_be_made_when_its_class_and_the_decision_allow(stability, known, now, expected):
    assert may_make(stability, known, now) is expected


# --- with the dose


DOCETAXEL, CARBOPLATIN = planned("docetaxel", 75), planned("carboplatin", 6, "AUC")
FLAT, TABLETS = planned("pertuzumab", 420, "mg"), replace(planned("capecitabine", 1000), route="PO")


def made(*doses, decision=None, facts=FACTS, signed_from=FACTS, now=MORNING):
    """What the pharmacy hears of some doses, chosen with a go from what was known then."""
    known = DayDoses(doses, facts, UNIT)
    if decision is not None:
        chosen = propose(DayDoses(doses, signed_from, UNIT), library().drug)
        signed = (SignedDose(one.chosen, 1, "C1D1", DAY, "Dr Rietzanger", MORNING) for one in chosen)
        known = replace(known, signed=tuple(signed))
    found = preparations(DayGo(DAY, decision), known, library().drug, now)
    return {one.drug.id: one.making for one in found}


def test_a_chosen_dose_with_its_go_is_ok_to_make():
    assert made(DOCETAXEL, decision=go(MORNING).decision) == {"docetaxel": Making.OK}
    assert made(DOCETAXEL) == {"docetaxel": Making.NO_GO}


def test_a_dose_that_follows_the_patient_waits_until_one_is_chosen():
    released = DayGo(DAY, None, released=True)
    known = DayDoses((DOCETAXEL, FLAT), FACTS, UNIT)
    found = preparations(released, known, library().drug, MORNING)
    assert [(one.drug.id, one.making) for one in found] == [("docetaxel", Making.NO_DOSE), ("pertuzumab", Making.OK)]


def test_a_go_signed_without_a_weight_has_no_dose_to_make():
    nobody = replace(FACTS, weight=None)
    assert made(DOCETAXEL, decision=go(MORNING).decision, signed_from=nobody) == {"docetaxel": Making.NO_DOSE}


@pytest.mark.parametrize(("kg", "making"), [(54.0, Making.OK), (53.9, Making.DOSE_CHANGED)])
def test_a_dose_whose_weight_has_changed_waits_once_it_is_off_its_limit(kg, making):
    """125 mg was chosen; at 165 cm it would be 118.0 mg with 54 kg, 5.9 % off, and 117.9 with 53.9 kg, 6.0 % off."""
    assert made(DOCETAXEL, decision=go(MORNING).decision, facts=body(165, kg)) == {"docetaxel": making}


def test_each_drug_of_a_day_waits_for_itself():
    found = made(DOCETAXEL, CARBOPLATIN, decision=go(BEFORE).decision, now=BEFORE)
    assert found == {"docetaxel": Making.TOO_EARLY, "carboplatin": Making.OK}


def test_tablets_and_what_is_given_elsewhere_are_not_made():
    at_home = replace(FLAT, place=Place.HOME)
    assert made(TABLETS, at_home, planned("retired_drug", 5), decision=None) == {}

"""Which checks a session needs before the patient leaves."""

from dataclasses import replace

import pytest

from dayhospital.clinical.discharge import assess_discharge
from dayhospital.clinical.leaving_checks import checks_needed, open_checks
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.leaving import LeavingCheck
from dayhospital.domain.regimen import Place
from tests.clinical.samples import dose, drug, patient, span_from, treatment


def needed(*given):
    what = treatment(*given)
    leaving = assess_discharge(patient(), what, span_from(9), UnitSettings(), drug)
    return set(checks_needed(what, leaving, drug)), what, leaving


ALWAYS = {
    LeavingCheck.VITALS,
    LeavingCheck.AWAKE,
    LeavingCheck.WALKS,
    LeavingCheck.SYMPTOMS,
    LeavingCheck.MEDICATION,
    LeavingCheck.CONTACT,
    LeavingCheck.NEXT_DATE,
}


@pytest.mark.parametrize(
    ("given", "more"),
    [
        ((), set()),
        ((dose("fulvestrant", route="IM"),), set()),
        ((dose("gemcitabine"),), {LeavingCheck.LINE, LeavingCheck.FEVER_CARD}),
        ((dose("gemcitabine", place=Place.HOME),), {LeavingCheck.FEVER_CARD}),
        ((dose("paclitaxel"),), {LeavingCheck.LINE, LeavingCheck.FEVER_CARD, LeavingCheck.ESCORT}),
    ],
)
def test_what_is_checked_follows_from_what_was_given(given, more):
    assert needed(*given)[0] == ALWAYS | more


def test_an_antibody_alone_asks_for_no_neutropenia_card():
    antibody = replace(drug("trastuzumab_iv"), group="targeted")
    what = treatment(dose("trastuzumab_iv"))
    leaving = assess_discharge(patient(), what, span_from(9), UnitSettings(), drug)
    assert LeavingCheck.FEVER_CARD not in checks_needed(what, leaving, {"trastuzumab_iv": antibody}.__getitem__)


def test_an_extra_session_gives_no_next_date():
    _, what, leaving = needed(dose("gemcitabine"))
    extra = replace(what, course_id=None)
    assert LeavingCheck.NEXT_DATE not in checks_needed(extra, leaving, drug)


def test_only_what_is_needed_can_be_open():
    assert open_checks((LeavingCheck.AWAKE,), {LeavingCheck.AWAKE, LeavingCheck.LINE}) == ()
    (finding,) = open_checks((LeavingCheck.AWAKE, LeavingCheck.WALKS), {LeavingCheck.AWAKE})
    assert finding.facts["checks"] == (LeavingCheck.WALKS,)

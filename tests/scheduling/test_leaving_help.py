"""While there is time to act, the program says what would let a patient go home."""

from dataclasses import replace

import pytest

from dayhospital.clinical.discharge import Leave, assess_discharge
from dayhospital.clinical.library import Library
from dayhospital.domain.drug import Drug, Emetic, Extravasation, Stability
from dayhospital.domain.session import Status
from dayhospital.scheduling.leaving_help import what_helps
from tests.scheduling.days import EARLY, board, session, treatment

PLAIN = Drug(
    "drug0", "Drug", "DRUG", "", "targeted", "H2", Extravasation.NON_VESICANT, Emetic.LOW, Stability.DAY
)  # fmt: skip
DRUGS = {"drug0": PLAIN, "drug1": replace(PLAIN, id="drug1"), "form": replace(PLAIN, id="form", tall_man="DRUG SC")}


def drug(key):
    return DRUGS[key]


def helps(one, *others, lookup=drug):
    day = board(one, *others)
    leaving = assess_discharge(one.patient, one.treatment, one.span, day.settings, lookup)
    return leaving.verdict, {found.code: found.facts for found in what_helps(day, one, leaving, lookup, EARLY)}


def late(status=Status.BOOKED, chair=1, **more):
    what = treatment(180, **more)
    return session(1, chair, "15:45", "18:45", status, treatment=what)


def test_a_session_past_closing_starts_earlier_where_a_chair_is_free():
    verdict, found = helps(late())
    assert verdict is Leave.NO
    assert found["help-earlier-start"]["chair"] == "A1"
    assert found["help-earlier-start"]["start"].hour < 15
    assert "help-bed" in found


def test_a_full_day_has_no_earlier_start_to_offer():
    others = [session(10 + chair, chair, "07:30", "15:45") for chair in (1, 2, 3, 4)]
    _, found = helps(late(), *others)
    assert "help-earlier-start" not in found


@pytest.mark.parametrize("status", [Status.ARRIVED, Status.IN_TREATMENT])
def test_what_has_begun_is_too_late_to_change(status):
    assert helps(late(status))[1] == {}


def test_who_goes_home_in_time_needs_no_help():
    one = session(1, 1, "09:00", "11:00")
    assert helps(one)[1] == {}


def test_a_form_under_the_skin_is_named_where_the_library_has_one():
    lookup = {**DRUGS, "drug0": replace(PLAIN, subcutaneous_form="form")}.__getitem__
    assert helps(late(), lookup=lookup)[1]["help-subcutaneous"] == {"drug": "DRUG", "form": "DRUG SC"}
    assert "help-subcutaneous" not in helps(late())[1]


def test_several_infusions_past_closing_could_be_spread():
    assert helps(late(routes=("IV", "IV")))[1]["help-two-days"] == {"drugs": 2}
    assert "help-two-days" not in helps(late(routes=("IV", "SC")))[1]


def test_who_lies_in_a_bed_already_is_not_offered_one():
    assert "help-bed" not in helps(late(chair=4))[1]


def test_every_form_under_the_skin_is_a_drug_of_the_library():
    library = Library.load()
    forms = {one.id: one.subcutaneous_form for one in library.drugs() if one.subcutaneous_form}
    assert forms
    assert {library.drug(form).name for form in forms.values()}

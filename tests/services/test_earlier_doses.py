"""Doses from elsewhere are entered, taken away and undone; what cannot be is refused."""

from datetime import timedelta

import pytest

from dayhospital.domain.lifetime_dose import EarlierDose
from dayhospital.errors import InvalidValue, NotFound
from dayhospital.queries.earlier_doses import earlier_doses_of
from dayhospital.services.earlier_doses import RecordEarlierDose, RemoveEarlierDose
from tests.hospital import TODAY

BEFORE = TODAY - timedelta(days=900)


def read(hospital, patient=0):
    return hospital.desk.ask(lambda connection: earlier_doses_of(connection, hospital.patients[patient]))


def record(hospital, drug="doxorubicin", mg_m2=240.0, until=BEFORE, note=" elsewhere ", patient=0):
    return hospital.do(RecordEarlierDose(hospital.patients[patient], EarlierDose(drug, mg_m2, until, note)))


def test_an_earlier_dose_is_kept_with_its_day_and_note(hospital):
    made = record(hospital)
    (found,) = read(hospital)
    assert (found.drug, found.mg_m2, found.until, found.note, found.id) == (
        "doxorubicin",
        240.0,
        BEFORE,
        "elsewhere",
        made,
    )
    assert read(hospital, patient=1) == ()


def test_several_stand_in_the_order_of_their_days(hospital):
    record(hospital, until=BEFORE + timedelta(days=5))
    record(hospital, "epirubicin", 300, BEFORE)
    assert [one.drug for one in read(hospital)] == ["epirubicin", "doxorubicin"]


def test_entering_and_taking_away_are_undone_and_redone(hospital):
    made = record(hospital)
    before = read(hospital)
    hospital.desk.undo()
    assert read(hospital) == ()
    hospital.desk.redo()
    assert [one.mg_m2 for one in read(hospital)] == [240.0]
    hospital.do(RemoveEarlierDose(made))
    assert read(hospital) == ()
    hospital.desk.undo()
    assert [(one.drug, one.mg_m2, one.until, one.note) for one in read(hospital)] == [
        (one.drug, one.mg_m2, one.until, one.note) for one in before
    ]


@pytest.mark.parametrize(
    ("drug", "days", "error", "words"),
    [
        ("paclitaxel", -900, InvalidValue, "no lifetime limit"),
        ("nosuchdrug", -900, NotFound, "no drug"),
        ("doxorubicin", 1, InvalidValue, "in the past"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(hospital, drug, days, error, words):
    with pytest.raises(error, match=words):
        record(hospital, drug, until=TODAY + timedelta(days=days))
    assert read(hospital) == ()


def test_a_dose_up_to_today_is_earlier(hospital):
    record(hospital, until=TODAY)
    assert len(read(hospital)) == 1


def test_the_views_of_the_patient_are_told(hospital):
    changes = hospital.desk.do(RecordEarlierDose(hospital.patients[0], EarlierDose("pld", 200, BEFORE)))
    assert hospital.patients[0] in changes.patients
    assert changes.undoable
    assert "earlier_doses" in changes.tables

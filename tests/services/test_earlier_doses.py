"""Doses from elsewhere are entered, taken away and undone; what cannot be is refused."""

from datetime import timedelta

import pytest

from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose
from dayhospital.errors import InvalidValue, NotFound
from dayhospital.queries.earlier_doses import chest_radiotherapy_of, earlier_doses_of
from dayhospital.services.earlier_doses import (
    RecordChestRadiotherapy,
    RecordEarlierDose,
    RemoveChestRadiotherapy,
    RemoveEarlierDose,
)
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


def radiotherapy(hospital):
    return hospital.desk.ask(lambda connection: chest_radiotherapy_of(connection, hospital.patients[0]))


def test_radiotherapy_of_the_chest_is_kept_taken_away_undone_and_redone(hospital):
    made = hospital.do(RecordChestRadiotherapy(hospital.patients[0], ChestRadiotherapy(BEFORE, " letter of 2024 ")))
    (found,) = radiotherapy(hospital)
    assert (found.ended, found.note, found.id) == (BEFORE, "letter of 2024", made)
    hospital.desk.undo()
    assert radiotherapy(hospital) == ()
    hospital.desk.redo()
    assert [one.ended for one in radiotherapy(hospital)] == [BEFORE]
    hospital.do(RemoveChestRadiotherapy(made))
    assert radiotherapy(hospital) == ()
    hospital.desk.undo()
    assert [(one.ended, one.note) for one in radiotherapy(hospital)] == [(BEFORE, "letter of 2024")]


@pytest.mark.parametrize(("days", "kept"), [(0, 1), (1, 0)])
def test_radiotherapy_that_is_still_to_come_is_no_earlier_one(hospital, days, kept):
    command = RecordChestRadiotherapy(hospital.patients[0], ChestRadiotherapy(TODAY + timedelta(days=days)))
    if kept:
        hospital.do(command)
    else:
        with pytest.raises(InvalidValue, match="in the past"):
            hospital.do(command)
    assert len(radiotherapy(hospital)) == kept

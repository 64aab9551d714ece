"""What the board, the tray and the pinboard read."""

from datetime import timedelta

import pytest

from dayhospital.domain.hospital import ClosureKind
from dayhospital.domain.patient import Allergy, AllergyStatus, Side
from dayhospital.domain.regimen import PortDefault, Setting
from dayhospital.domain.session import CancelReason
from dayhospital.domain.tumour import Histology, Tumour
from dayhospital.errors import NotFound
from dayhospital.queries.board import board_day, due_day, due_days, session
from dayhospital.services.patients import RecordAllergies, RecordPort, RecordTumour
from dayhospital.services.sessions import BookDay, BookExtra, PutOnPinboard
from dayhospital.services.status import CancelSession, MarkNoShow
from dayhospital.services.unit import AddClosure
from tests.hospital import TODAY

REASON = "for the test"


def board(hospital, day=TODAY):
    return hospital.desk.ask(lambda connection: board_day(connection, day))


def tray(hospital, today=TODAY, horizon=14):
    return hospital.desk.ask(lambda connection: due_days(connection, today, horizon))


def book(hospital, patient, start="10:00", chair=0, day=TODAY):
    day_id = hospital.due(patient)[0].treatment.treatment_day_id
    return hospital.do(BookDay(day_id, hospital.chairs[chair], hospital.at(start, day), reason=REASON))


def flush(hospital, patient, start, chair=0):
    at = hospital.at(start)
    return hospital.do(BookExtra(hospital.patients[patient], "blood_draw", hospital.chairs[chair], at, 15, REASON))


def test_an_empty_day_has_its_rows_hours_and_nurses(hospital):
    found = board(hospital)
    assert [chair.name for chair in found.chairs] == ["A1", "A2", "A3", "Bed 1", "Inj 1"]
    assert (found.open, found.sessions, len(found.shifts)) == (True, (), 3)
    assert found.nurse_initials(hospital.chairs[0]) == "N1/N2/N3"


def test_a_closed_day_says_why(hospital):
    hospital.do(AddClosure(TODAY, "Team day", ClosureKind.UNIT))
    found = board(hospital)
    assert (found.open, found.closure.name) == (False, "Team day")


def test_sessions_come_by_start_and_belong_to_their_day(hospital):
    for patient in (0, 1, 2):
        hospital.start(patient, "pac_weekly_x12")
    late, early = book(hospital, 0, "14:00"), book(hospital, 1, "09:00", 1)
    tomorrow = book(hospital, 2, "07:30", 2, TODAY + timedelta(days=1))
    assert [found.id for found in board(hospital).sessions] == [early, late]
    assert [found.id for found in board(hospital, TODAY + timedelta(days=1)).sessions] == [tomorrow]


def test_cancelled_and_pinned_sessions_are_off_the_board_and_no_shows_stay(hospital):
    cancelled, pinned, no_show = (
        flush(hospital, patient, start) for patient, start in enumerate(("09:00", "10:00", "11:00"))
    )
    hospital.do(CancelSession(cancelled, CancelReason.PATIENT_WISH))
    hospital.do(PutOnPinboard(pinned))
    hospital.do(MarkNoShow(no_show, CancelReason.TRANSPORT))
    assert [found.id for found in board(hospital).sessions] == [no_show]


def test_two_patients_of_one_name_on_one_day_are_marked(hospital):
    first, second, other = flush(hospital, 0, "09:00"), flush(hospital, 3, "11:00"), flush(hospital, 1, "13:00")
    marked = {found.id for found in board(hospital).sessions if found.homonym}
    assert marked == {first, second}
    assert other not in marked


def test_one_patient_twice_on_a_day_is_no_homonym_of_herself(hospital):
    flush(hospital, 0, "09:00")
    flush(hospital, 0, "11:00")
    assert not any(found.homonym for found in board(hospital).sessions)


def test_the_facts_for_the_rules_come_with_the_session(hospital):
    patient_id = hospital.patients[0]
    hospital.do(RecordAllergies(patient_id, AllergyStatus.KNOWN, (Allergy("latex", "urticaria", True),)))
    hospital.do(RecordPort(patient_id, Side.RIGHT, TODAY, TODAY))
    hospital.do(RecordTumour(patient_id, Tumour(0, Side.LEFT, Histology.DUCTAL, TODAY)))
    hospital.start(0, "ddec_wp")
    book(hospital, 0)
    (found,) = board(hospital).sessions
    facts = found.patient
    assert facts.allergies == (Allergy("latex", "urticaria", True),)
    assert facts.port.side is Side.RIGHT
    assert facts.tumour_side == "left"
    assert facts.port_default is hospital.library.get("ddec_wp").port is PortDefault.RECOMMENDED
    assert found.treatment.course_doses == 16
    assert found.treatment.first_dose


def test_tumours_on_both_sides_are_bilateral(hospital):
    for side in (Side.LEFT, Side.RIGHT):
        hospital.do(RecordTumour(hospital.patients[0], Tumour(0, side, Histology.DUCTAL, TODAY)))
    flush(hospital, 0, "09:00")
    assert board(hospital).sessions[0].patient.tumour_side == "bilateral"


def test_a_change_is_seen_at_the_next_look(hospital):
    session_id = flush(hospital, 0, "09:00")
    assert board(hospital).sessions[0].patient.allergy_status is AllergyStatus.NONE_KNOWN
    hospital.do(RecordAllergies(hospital.patients[0], AllergyStatus.KNOWN, (Allergy("latex"),)))
    assert board(hospital).sessions[0].patient.allergy_status is AllergyStatus.KNOWN
    assert board(hospital).sessions[0].id == session_id


def test_the_tray_holds_what_is_due_within_the_horizon_most_urgent_first(hospital):
    hospital.start(0, "tchp", day=TODAY + timedelta(days=2))
    hospital.start(1, "pac_weekly_x12")
    found = tray(hospital)
    assert [day.window.latest for day in found] == sorted(day.window.latest for day in found)
    assert {day.window.earliest <= TODAY + timedelta(days=14) for day in found} == {True}
    assert [day.next_to_be_booked for day in found if day.patient.label.id == hospital.patients[1]][:2] == [True, False]


def test_overdue_days_stay_in_the_tray_for_sixty_days(hospital):
    hospital.start(0, "tc")
    latest = hospital.due(0)[0].window.latest
    assert tray(hospital, latest + timedelta(days=60))[0].treatment.label == "C1D1"
    assert "C1D1" not in [day.treatment.label for day in tray(hospital, latest + timedelta(days=61))]


def test_home_days_are_not_in_the_tray(hospital):
    hospital.start(0, "letrozole", Setting.ADJUVANT)
    assert tray(hospital) == ()


def test_single_sessions_and_days_that_are_gone_are_said_plainly(hospital):
    for query in (session, due_day):
        with pytest.raises(NotFound, match="no longer there"):
            hospital.desk.ask(lambda connection, query=query: query(connection, 4711))

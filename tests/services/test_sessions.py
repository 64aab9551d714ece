"""Booking and moving sessions on the board."""

from datetime import timedelta

import pytest

from dayhospital.domain.hospital import BlockKind
from dayhospital.domain.regimen import Setting
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from dayhospital.errors import InvalidValue, NeedsReason, NotFound, Refused
from dayhospital.queries.board import board_day, pinboard, session
from dayhospital.services.sessions import (
    BookDay,
    BookExtra,
    FixSession,
    MoveSession,
    NoteSession,
    PutOnPinboard,
    ResizeSession,
    ReturnFromPinboard,
)
from dayhospital.services.status import ChangeStatus
from dayhospital.services.unit import BlockChair
from tests.hospital import TODAY

REASON = "agreed with the patient"
TOMORROW = TODAY + timedelta(days=1)


def read(hospital, session_id):
    return hospital.desk.ask(lambda connection: session(connection, session_id))


def on_board(hospital, day=TODAY):
    return hospital.desk.ask(lambda connection: board_day(connection, day)).sessions


def codes(refusal):
    return {finding.code for finding in refusal.value.findings}


@pytest.fixture
def booked(hospital):
    """The id of a weekly paclitaxel of the first patient, today at 10:00 on the first chair."""
    hospital.start(0, "pac_weekly_x12")
    return hospital.do(BookDay(day_of(hospital, 0), hospital.chairs[0], hospital.at("10:00"), reason=REASON))


def day_of(hospital, patient, number=0):
    return hospital.due(patient)[number].treatment.treatment_day_id


def test_a_first_dose_of_a_drug_of_high_risk_late_in_the_day_needs_a_reason(hospital):
    hospital.start(0, "pac_weekly_x12")
    first = day_of(hospital, 0)
    with pytest.raises(NeedsReason) as asked:
        hospital.do(BookDay(first, hospital.chairs[0], hospital.at("15:30")))
    assert "high-risk-late-start" in codes(asked)
    assert hospital.do(BookDay(first, hospital.chairs[0], hospital.at("15:30"), reason=REASON))


def test_a_booked_day_is_on_the_board_with_what_is_given(hospital, booked):
    (found,) = on_board(hospital)
    assert found.id == booked
    assert found.treatment.label == "C1D1"
    assert [dose.drug for dose in found.treatment.doses] == ["paclitaxel"]
    assert found.span.minutes == found.treatment.chair_minutes
    assert found.treatment.window is not None


def test_a_booked_day_is_no_longer_due_and_the_next_one_is_next(hospital, booked):
    due = hospital.due(0)
    assert due[0].treatment.label == "C1D8"
    assert [day.next_to_be_booked for day in due[:3]] == [True, False, False]


def test_a_day_is_booked_once(hospital, booked):
    day_id = read(hospital, booked).treatment.treatment_day_id
    with pytest.raises(Refused, match="already has a session"):
        hospital.do(BookDay(day_id, hospital.chairs[1], hospital.at("14:00", TOMORROW), reason=REASON))


def test_a_taken_chair_and_a_patient_elsewhere_are_refused_with_their_codes(hospital, booked):
    hospital.start(1, "pac_weekly_x12")
    with pytest.raises(Refused) as chair:
        hospital.do(BookDay(day_of(hospital, 1), hospital.chairs[0], hospital.at("11:00"), reason=REASON))
    with pytest.raises(Refused) as patient:
        hospital.do(
            BookExtra(hospital.patients[0], "blood_draw", hospital.injection_room, hospital.at("10:30"), reason=REASON)
        )
    assert "chair-taken" in codes(chair)
    assert "patient-already-booked" in codes(patient)
    assert len(on_board(hospital)) == 1


def test_outside_its_window_a_day_needs_a_reason_that_is_kept(hospital):
    hospital.start(0, "pac_weekly_x12")
    late = TODAY + timedelta(days=6)
    command = BookDay(day_of(hospital, 0), hospital.chairs[0], hospital.at("10:00", late))
    with pytest.raises(NeedsReason) as refusal:
        hospital.do(command)
    assert "outside-window" in codes(refusal)
    assert on_board(hospital, late) == ()
    hospital.do(BookDay(command.treatment_day_id, command.chair_id, command.start, reason=REASON))
    assert len(on_board(hospital, late)) == 1


def test_blocked_time_is_nobodys(hospital):
    hospital.start(0, "pac_weekly_x12")
    span = Span.lasting(hospital.at("09:00"), 240)
    hospital.do(BlockChair(hospital.chairs[0], span, BlockKind.OUT_OF_SERVICE, "motor repair"))
    with pytest.raises(Refused) as refusal:
        hospital.do(BookDay(day_of(hospital, 0), hospital.chairs[0], hospital.at("10:00"), reason=REASON))
    assert "chair-blocked" in codes(refusal)


def test_an_extra_is_supportive_and_everything_else_is_a_course(hospital):
    at = hospital.at("10:00")
    extra = hospital.do(BookExtra(hospital.patients[0], "iv_iron", hospital.chairs[0], at, reason=REASON, note=" fer "))
    found = read(hospital, extra)
    assert (found.treatment.course_id, found.treatment.label, found.note) == (None, "", "fer")
    with pytest.raises(Refused) as refusal:
        hospital.do(BookExtra(hospital.patients[1], "tchp", hospital.chairs[1], at, reason=REASON))
    assert codes(refusal) == {"not-an-extra"}


def test_a_move_within_the_day_keeps_the_length_and_says_where_from(hospital, booked):
    before = read(hospital, booked)
    changes = hospital.desk.do(MoveSession(booked, hospital.chairs[1], hospital.at("11:15"), REASON))
    after = read(hospital, booked)
    assert changes.title == "Moved MEERKOET, Femke to 11:15, chair A2"
    assert changes.days == {TODAY}
    assert after.span == before.span.moved_to(hospital.at("11:15"))
    assert after.moved == "Moved from A1 10:00 by Test, Nurse, 24-Nov 08:00"
    hospital.desk.undo()
    assert (read(hospital, booked).span, read(hospital, booked).moved) == (before.span, "")


def test_moving_a_confirmed_session_to_another_day_asks_for_a_new_call(hospital, booked):
    hospital.do(ChangeStatus(booked, Status.CONFIRMED))
    hospital.do(MoveSession(booked, hospital.chairs[0], hospital.at("11:00"), REASON))
    assert read(hospital, booked).status is Status.CONFIRMED
    hospital.do(MoveSession(booked, hospital.chairs[0], hospital.at("11:00", TOMORROW), REASON))
    moved = read(hospital, booked)
    assert moved.status is Status.BOOKED
    assert moved.moved == "Moved from A1 24-Nov 11:00 by Test, Nurse, 24-Nov 08:00"


def test_who_is_in_the_building_changes_chair_on_the_day_only(hospital, booked):
    hospital.do(ChangeStatus(booked, Status.ARRIVED))
    with pytest.raises(Refused) as refusal:
        hospital.do(MoveSession(booked, hospital.chairs[0], hospital.at("11:00", TOMORROW), REASON))
    assert codes(refusal) == {"session-not-movable"}
    hospital.do(MoveSession(booked, hospital.chairs[1], hospital.at("10:15"), REASON))
    assert read(hospital, booked).chair_id == hospital.chairs[1]


def test_a_shorter_session_than_the_regimen_asks_needs_a_reason(hospital, booked):
    planned = read(hospital, booked).span.minutes
    with pytest.raises(NeedsReason) as refusal:
        hospital.do(ResizeSession(booked, planned - 30))
    assert "shorter-than-regimen" in codes(refusal)
    hospital.do(ResizeSession(booked, planned + 45, REASON))
    assert read(hospital, booked).span.minutes == planned + 45


@pytest.mark.parametrize("minutes", [0, -15, 721])
def test_no_session_is_shorter_than_five_minutes_or_longer_than_twelve_hours(hospital, booked, minutes):
    with pytest.raises(InvalidValue):
        hospital.do(ResizeSession(booked, minutes, REASON))


def test_the_pinboard_takes_a_session_off_its_chair_and_gives_it_back(hospital, booked):
    hospital.do(PutOnPinboard(booked))
    assert on_board(hospital) == ()
    (pinned,) = hospital.desk.ask(pinboard)
    assert pinned.id == booked
    assert [day.treatment.label for day in hospital.due(0)][:1] == ["C1D8"], "it is still booked"
    hospital.do(ReturnFromPinboard(booked))
    (back,) = on_board(hospital)
    assert (back.span.start, back.moved) == (hospital.at("10:00"), "")


def test_a_session_does_not_come_back_to_a_chair_taken_meanwhile(hospital, booked):
    hospital.do(PutOnPinboard(booked))
    hospital.start(1, "pac_weekly_x12")
    hospital.do(BookDay(day_of(hospital, 1), hospital.chairs[0], hospital.at("10:30"), reason=REASON))
    with pytest.raises(Refused) as refusal:
        hospital.do(ReturnFromPinboard(booked))
    assert "chair-taken" in codes(refusal)
    hospital.do(MoveSession(booked, hospital.chairs[1], hospital.at("10:00"), REASON))
    assert hospital.desk.ask(pinboard) == ()


def test_fixing_and_noting_are_kept(hospital, booked):
    hospital.do(FixSession(booked, True))
    hospital.do(NoteSession(booked, " partner collects at 14:00 "))
    found = read(hospital, booked)
    assert (found.fixed, found.note) == (True, "partner collects at 14:00")


def test_what_is_gone_is_said_plainly(hospital):
    with pytest.raises(NotFound, match="no longer there"):
        hospital.do(MoveSession(4711, hospital.chairs[0], hospital.at("10:00")))


def test_a_bed_serves_for_an_infusion_and_an_injection_room_does_not(hospital):
    hospital.start(0, "pac_weekly_x12", Setting.NEOADJUVANT)
    with pytest.raises(Refused) as refusal:
        hospital.do(BookDay(day_of(hospital, 0), hospital.injection_room, hospital.at("10:00"), reason=REASON))
    assert "wrong-chair-kind" in codes(refusal)
    assert hospital.do(BookDay(day_of(hospital, 0), hospital.chairs[-1], hospital.at("10:00"), reason=REASON))

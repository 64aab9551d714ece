"""How a session goes through the day."""

from datetime import timedelta

import pytest

from dayhospital.domain.course import DayState
from dayhospital.domain.session import LEGAL, CancelReason, Status
from dayhospital.errors import InvalidValue, NotFound, Refused
from dayhospital.queries.board import board_day, session
from dayhospital.queries.courses import courses
from dayhospital.services.sessions import BookDay, BookExtra
from dayhospital.services.status import (
    AdmitSession,
    CancelSession,
    ChangeStatus,
    CorrectStatus,
    EnterFromPaper,
    HoldSession,
    LiftHold,
    MarkNoShow,
    PaperEntry,
)
from tests.hospital import TODAY

REASON = "agreed"
WAY = (Status.ARRIVED, Status.GO_AWAITED, Status.RELEASED, Status.IN_TREATMENT, Status.READY_TO_LEAVE, Status.LEFT)


@pytest.fixture
def booked(hospital):
    hospital.start(0, "pac_weekly_x12")
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    return hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("10:00"), reason=REASON))


def read(hospital, session_id):
    return hospital.desk.ask(lambda connection: session(connection, session_id))


def first_day(hospital):
    return hospital.desk.ask(lambda c: courses(c, hospital.patients[0]))[0].days[0]


def go(hospital, session_id, *statuses):
    for status in statuses:
        hospital.do(ChangeStatus(session_id, status))


def test_a_day_is_stamped_step_by_step_and_given_at_its_end(hospital, booked):
    go(hospital, booked, *WAY)
    found = read(hospital, booked)
    assert [event.status for event in found.events] == list(WAY)
    assert {event.by for event in found.events} == {"Test, Nurse"}
    assert found.reached(Status.ARRIVED) == hospital.clock.local()
    assert first_day(hospital).state is DayState.GIVEN


@pytest.mark.parametrize("to", [status for status in Status if status not in LEGAL[Status.BOOKED]])
def test_only_legal_steps_are_taken(hospital, booked, to):
    with pytest.raises(Refused) as refusal:
        hospital.do(ChangeStatus(booked, to))
    assert refusal.value.findings[0].code == "status-not-legal"
    assert read(hospital, booked).status is Status.BOOKED


def test_what_was_given_is_not_undone_and_what_was_planned_is(hospital, booked):
    go(hospital, booked, Status.ARRIVED, Status.RELEASED)
    hospital.desk.undo()
    assert read(hospital, booked).status is Status.ARRIVED
    hospital.desk.redo()
    changes = hospital.desk.do(ChangeStatus(booked, Status.IN_TREATMENT))
    assert not changes.undoable
    assert hospital.desk.undo_title != changes.title


def test_a_wrong_click_is_corrected_and_stays_in_the_record(hospital, booked):
    go(hospital, booked, *WAY)
    changes = hospital.desk.do(CorrectStatus(booked, Status.READY_TO_LEAVE, "wrong patient clicked"))
    assert not changes.undoable
    found = read(hospital, booked)
    assert found.status is Status.READY_TO_LEAVE
    assert [event.status for event in found.events][-2:] == [Status.LEFT, Status.READY_TO_LEAVE]
    assert first_day(hospital).state is DayState.DUE


@pytest.mark.parametrize(("to", "reason"), [(Status.ARRIVED, " "), (Status.CANCELLED, "x"), (Status.BOOKED, "x")])
def test_a_correction_has_a_reason_and_changes_something(hospital, booked, to, reason):
    with pytest.raises(InvalidValue):
        hospital.do(CorrectStatus(booked, to, reason))


def test_a_cancelled_session_frees_chair_and_treatment_day(hospital, booked):
    hospital.do(CancelSession(booked, CancelReason.COUNTS_TOO_LOW, "neutrophils 0.6"))
    found = read(hospital, booked)
    assert (found.status, found.cancel_reason) == (Status.CANCELLED, CancelReason.COUNTS_TOO_LOW)
    assert hospital.desk.ask(lambda c: board_day(c, TODAY)).sessions == ()
    assert hospital.due(0)[0].treatment.label == "C1D1"
    hospital.desk.undo()
    assert read(hospital, booked).status is Status.BOOKED
    assert read(hospital, booked).events == ()


def test_a_no_show_stays_on_the_board_without_holding_the_chair(hospital, booked):
    hospital.do(MarkNoShow(booked, CancelReason.TRANSPORT))
    (shown,) = hospital.desk.ask(lambda c: board_day(c, TODAY)).sessions
    assert shown.status is Status.NO_SHOW
    other = hospital.patients[1]
    assert hospital.do(BookExtra(other, "hydration", hospital.chairs[0], hospital.at("10:00"), reason=REASON))
    with pytest.raises(Refused, match="chair is taken"):
        hospital.do(ChangeStatus(booked, Status.ARRIVED))


def test_who_comes_late_after_all_is_arrived(hospital, booked):
    hospital.do(MarkNoShow(booked, CancelReason.TRANSPORT))
    hospital.do(ChangeStatus(booked, Status.ARRIVED))
    assert read(hospital, booked).status is Status.ARRIVED


def test_cancelling_and_no_show_go_by_their_own_commands(hospital, booked):
    for status in (Status.CANCELLED, Status.NO_SHOW):
        with pytest.raises((InvalidValue, Refused)):
            hospital.do(ChangeStatus(booked, status))


def test_a_hold_has_a_reason_until_it_is_lifted(hospital, booked):
    hospital.do(HoldSession(booked, "counts not in"))
    assert read(hospital, booked).hold_reason == "counts not in"
    hospital.do(LiftHold(booked))
    assert read(hospital, booked).hold_reason == ""
    with pytest.raises(InvalidValue):
        hospital.do(HoldSession(booked, " "))


def test_admitted_before_treatment_the_day_is_left_out_and_after_it_given(hospital, booked):
    go(hospital, booked, Status.ARRIVED)
    hospital.do(AdmitSession(booked, "fever"))
    assert (read(hospital, booked).note, first_day(hospital).state) == ("fever", DayState.OMITTED)


def test_admitted_out_of_treatment_the_day_counts_as_given(hospital, booked):
    go(hospital, booked, Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT)
    hospital.do(AdmitSession(booked, "reaction grade 3"))
    assert first_day(hospital).state is DayState.GIVEN


def test_a_day_on_paper_is_entered_with_the_times_written_there(hospital, booked):
    steps = tuple((status, hospital.at("07:00") + timedelta(minutes=5 * n)) for n, status in enumerate(WAY))
    changes = hospital.desk.do(EnterFromPaper((PaperEntry(booked, steps),)))
    found = read(hospital, booked)
    assert [(event.status, event.at) for event in found.events] == list(steps)
    assert first_day(hospital).state is DayState.GIVEN
    assert not changes.undoable


def test_paper_knows_no_future_no_skipped_step_and_no_unexplained_absence(hospital, booked):
    for entry in (
        PaperEntry(booked, ((Status.ARRIVED, hospital.at("09:30")),)),
        PaperEntry(booked, ((Status.LEFT, hospital.at("07:30")),)),
        PaperEntry(booked, ((Status.NO_SHOW, hospital.at("07:30")),)),
    ):
        with pytest.raises((InvalidValue, Refused)):
            hospital.do(EnterFromPaper((entry,)))
    assert read(hospital, booked).status is Status.BOOKED


def test_a_session_that_is_not_there_is_said_plainly(hospital):
    with pytest.raises(NotFound):
        hospital.do(ChangeStatus(4711, Status.ARRIVED))

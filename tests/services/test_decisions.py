"""Decisions are signed facts that move the course by its rules; the newest counts."""

from datetime import datetime, timedelta

import pytest

from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.gate import Colour
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.domain.session import CancelReason, Status
from dayhospital.errors import InvalidValue, NeedsReason, NotFound, Refused
from dayhospital.queries.board import due_days, pinboard, session
from dayhospital.queries.courses import courses
from dayhospital.queries.gates import decisions_of, due_cases, gate_case
from dayhospital.services.courses import BookCourse, SlotChoice
from dayhospital.services.decisions import Decide, SignUnchanged
from dayhospital.services.results import RecordResults
from dayhospital.services.sessions import MoveSession
from dayhospital.services.status import ChangeStatus
from dayhospital.services.treatment_days import MoveTreatmentDay, OmitTreatmentDay
from tests.hospital import TODAY

WEEK = timedelta(days=7)
GOOD = {"neutrophils": 3.0, "platelets": 250.0, "bilirubin": 0.5, "lvef": 62.0}
BEFORE_START = {"pregnancy": "negative", "hbsag": "negative", "anti_hbc": "negative"}


def begin(hospital, patient=0, regimen="ec_q3w", booked=True, **blood):
    """Start a course today with blood of yesterday, and book its first two days on the same chair."""
    hospital.start(patient, regimen, Setting.ADJUVANT)
    taken = hospital.clock.local() - timedelta(hours=20)
    found = [Result(name, taken, value) for name, value in {**GOOD, **blood}.items()]
    found += [Result(name, taken, answer=answer) for name, answer in BEFORE_START.items()]
    hospital.do(RecordResults(hospital.patients[patient], tuple(found)))
    planned = days(hospital, patient)
    if booked:
        at = [(day.id, hospital.chairs[patient % 3], hospital.at("10:00", day.plan.planned)) for day in planned[:2]]
        hospital.do(BookCourse(planned[0].course_id, tuple(SlotChoice(*one) for one in at), "agreed"))
    return days(hospital, patient)[0].id


def days(hospital, patient=0):
    return hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))[0].days


def case(hospital, day_id):
    return hospital.desk.ask(lambda c: gate_case(c, hospital.library, day_id, hospital.clock.local()))


def seat_of(hospital, day_id):
    return hospital.desk.ask(lambda c: session(c, case(hospital, day_id).seat.session_id))


def test_a_go_is_signed_with_name_time_and_the_colour_of_the_gate(hospital):
    day_id = begin(hospital)
    hospital.do(Decide(day_id, DecisionKind.GO))
    found = case(hospital, day_id)
    signed = found.decision
    assert (signed.kind, signed.by, signed.colour) == (DecisionKind.GO, "Test, Nurse", Colour.GREEN)
    assert (signed.at, signed.planned) == (hospital.clock.local(), TODAY)
    assert not found.needs_decision


def test_a_decision_is_never_undone_and_a_newer_one_counts(hospital):
    day_id = begin(hospital)
    hospital.do(Decide(day_id, DecisionKind.GO))
    assert hospital.desk.undo_title != "Decide"
    hospital.do(Decide(day_id, DecisionKind.GO_REDUCED, percent=75, reason="tired"))
    assert case(hospital, day_id).decision.percent == 75
    made = hospital.desk.ask(lambda c: decisions_of(c, [day_id]))[day_id]
    assert [one.kind for one in made] == [DecisionKind.GO, DecisionKind.GO_REDUCED]


@pytest.mark.parametrize(("neutrophils", "colour"), [(1.5, Colour.GREEN), (1.2, Colour.AMBER)])
def test_green_and_amber_are_signed_without_a_reason(hospital, neutrophils, colour):
    day_id = begin(hospital, neutrophils=neutrophils)
    hospital.do(Decide(day_id, DecisionKind.GO))
    assert case(hospital, day_id).decision.colour is colour


@pytest.mark.parametrize("kind", [DecisionKind.GO, DecisionKind.GO_REDUCED])
def test_against_red_a_go_needs_a_reason_that_is_kept(hospital, kind):
    day_id = begin(hospital, neutrophils=0.9)
    percent = 75 if kind is DecisionKind.GO_REDUCED else None
    with pytest.raises(NeedsReason) as refusal:
        hospital.do(Decide(day_id, kind, percent))
    assert [finding.code for finding in refusal.value.findings] == ["gate-outside"]
    assert case(hospital, day_id).decision is None
    hospital.do(Decide(day_id, kind, percent, reason="G-CSF given, recovering"))
    assert case(hospital, day_id).decision.reason == "G-CSF given, recovering"


def test_a_hold_moves_the_day_and_what_follows_with_their_sessions(hospital):
    day_id = begin(hospital, neutrophils=0.9)
    hospital.do(Decide(day_id, DecisionKind.HOLD, to=TODAY + WEEK, reason="neutrophils"))
    moved = days(hospital)
    assert [day.plan.planned for day in moved] == [TODAY + WEEK + n * timedelta(days=21) for n in range(len(moved))]
    assert seat_of(hospital, day_id).span.start == hospital.at("10:00", TODAY + WEEK)
    assert case(hospital, day_id).decision.to == TODAY + WEEK


def test_a_held_day_has_to_be_decided_again_when_it_comes(hospital):
    day_id = begin(hospital)
    hospital.do(Decide(day_id, DecisionKind.HOLD, to=TODAY + timedelta(days=1), reason="wish"))
    assert case(hospital, day_id).needs_decision


def test_a_hold_takes_a_session_with_no_room_to_the_pinboard(hospital):
    begin(hospital, patient=1)
    day_id = begin(hospital, patient=0)
    other = days(hospital, 1)
    hospital.do(Decide(other[0].id, DecisionKind.HOLD, to=TODAY + WEEK, reason="wish"))
    taken = case(hospital, other[0].id).seat.session_id
    hospital.do(MoveSession(taken, hospital.chairs[0], hospital.at("10:00", TODAY + WEEK), "swap"))
    hospital.do(Decide(day_id, DecisionKind.HOLD, to=TODAY + WEEK, reason="neutrophils"))
    (pinned,) = hospital.desk.ask(pinboard)
    assert pinned.treatment.treatment_day_id == day_id


def test_somebody_who_has_come_is_sent_home_by_a_hold_and_is_due_to_be_booked(hospital):
    day_id = begin(hospital, neutrophils=0.9)
    seat = case(hospital, day_id).seat
    hospital.do(ChangeStatus(seat.session_id, Status.ARRIVED))
    hospital.do(Decide(day_id, DecisionKind.HOLD, to=TODAY + WEEK, reason="neutrophils"))
    ended = hospital.desk.ask(lambda c: session(c, seat.session_id))
    assert (ended.status, ended.cancel_reason) == (Status.CANCELLED, CancelReason.COUNTS_TOO_LOW)
    due = hospital.desk.ask(lambda c: due_days(c, TODAY, 7))
    assert [(one.treatment.treatment_day_id, one.planned) for one in due] == [(day_id, TODAY + WEEK)]


@pytest.mark.parametrize("status", [Status.ARRIVED, Status.GO_AWAITED])
def test_a_go_releases_the_session_that_waits_for_it(hospital, status):
    day_id = begin(hospital)
    seat = case(hospital, day_id).seat
    hospital.do(ChangeStatus(seat.session_id, Status.ARRIVED))
    if status is Status.GO_AWAITED:
        hospital.do(ChangeStatus(seat.session_id, Status.GO_AWAITED))
    hospital.do(Decide(day_id, DecisionKind.GO))
    assert seat_of(hospital, day_id).status is Status.RELEASED


def test_a_go_before_she_comes_leaves_the_session_booked(hospital):
    day_id = begin(hospital)
    hospital.do(Decide(day_id, DecisionKind.GO))
    assert seat_of(hospital, day_id).status is Status.BOOKED


def test_omitting_and_stopping_do_what_their_deeds_do(hospital):
    day_id = begin(hospital)
    hospital.do(Decide(day_id, DecisionKind.OMIT, reason="wish"))
    assert days(hospital)[0].state is DayState.OMITTED
    second = days(hospital)[1]
    hospital.do(Decide(second.id, DecisionKind.STOP, reason="new metastases", stop_code=CancelReason.PROGRESSION))
    (course,) = hospital.desk.ask(lambda c: courses(c, hospital.patients[0]))
    assert course.state is CourseState.STOPPED
    assert {day.state for day in course.days} == {DayState.OMITTED}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": DecisionKind.HOLD, "to": TODAY, "reason": "x"}, "after today"),
        ({"kind": DecisionKind.HOLD, "reason": "x"}, "A hold has the day"),
        ({"kind": DecisionKind.HOLD, "to": TODAY + WEEK}, "need a reason"),
        ({"kind": DecisionKind.OMIT, "reason": " "}, "need a reason"),
        ({"kind": DecisionKind.STOP}, "need a reason"),
        ({"kind": DecisionKind.GO_REDUCED}, "percentage"),
        ({"kind": DecisionKind.GO, "percent": 80.0}, "percentage"),
        ({"kind": DecisionKind.GO_REDUCED, "percent": 100.0}, "between 1 and 99"),
        ({"kind": DecisionKind.GO_REDUCED, "percent": 0.0}, "between 1 and 99"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused_and_nothing_is_signed(hospital, fields, words):
    day_id = begin(hospital)
    with pytest.raises(InvalidValue, match=words):
        hospital.do(Decide(day_id, **fields))
    assert case(hospital, day_id).decision is None
    assert days(hospital)[0].plan.planned == TODAY


def test_what_is_over_is_not_decided(hospital):
    day_id = begin(hospital)
    hospital.do(OmitTreatmentDay(day_id, "wish"))
    with pytest.raises(InvalidValue, match="omitted already"):
        hospital.do(Decide(day_id, DecisionKind.GO))
    second = days(hospital)[1].id
    hospital.do(Decide(second, DecisionKind.STOP, reason="wish"))
    with pytest.raises(InvalidValue, match=r"omitted already|has ended"):
        hospital.do(Decide(second, DecisionKind.GO))
    with pytest.raises(NotFound):
        hospital.do(Decide(9999, DecisionKind.GO))


def test_what_has_begun_is_not_decided(hospital):
    day_id = begin(hospital)
    hospital.do(Decide(day_id, DecisionKind.GO))
    seat = case(hospital, day_id).seat
    for status in (Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT):
        hospital.do(ChangeStatus(seat.session_id, status, "good vein"))
    with pytest.raises(InvalidValue, match="has begun"):
        hospital.do(Decide(day_id, DecisionKind.HOLD, to=TODAY + WEEK, reason="late"))


def test_a_go_lapses_when_the_day_moves_or_the_blood_gets_worse(hospital):
    day_id = begin(hospital)
    hospital.do(Decide(day_id, DecisionKind.GO))
    worse = Result("neutrophils", hospital.clock.local() - timedelta(hours=1), 0.8)
    hospital.do(RecordResults(hospital.patients[0], (worse,)))
    assert case(hospital, day_id).needs_decision
    hospital.do(Decide(day_id, DecisionKind.GO, reason="G-CSF"))
    assert not case(hospital, day_id).needs_decision
    hospital.do(MoveTreatmentDay(day_id, TODAY + timedelta(days=1), False, "chair broken"))
    assert case(hospital, day_id).needs_decision


def test_all_unchanged_are_signed_at_once_or_none(hospital):
    green = [begin(hospital, patient) for patient in (0, 1)]
    amber = begin(hospital, 2, neutrophils=1.2)
    with pytest.raises(Refused, match="no longer green"):
        hospital.do(SignUnchanged((*green, amber)))
    assert all(case(hospital, day_id).decision is None for day_id in green)
    hospital.do(SignUnchanged(tuple(green)))
    assert all(case(hospital, day_id).decision.kind is DecisionKind.GO for day_id in green)
    with pytest.raises(Refused, match="was decided"):
        hospital.do(SignUnchanged(tuple(green)))
    with pytest.raises(InvalidValue, match="nothing to sign"):
        hospital.do(SignUnchanged(()))


def test_days_without_a_gate_and_days_far_away_are_not_for_decision(hospital):
    begin(hospital)
    hospital.start(1, "goserelin_28", Setting.ADJUVANT)

    def due(first, last):
        return hospital.desk.ask(
            lambda c: due_cases(c, hospital.library, hospital.clock.local(), TODAY + first, TODAY + last)
        )

    soon = due(timedelta(0), timedelta(days=2))
    assert [one.needs_decision for one in soon] == [True, False]
    assert [one.patient.id for one in due(timedelta(days=1), timedelta(days=20))] == []
    assert len(due(timedelta(0), timedelta(days=21))) == 3


def test_the_gate_is_judged_at_the_start_of_the_session_or_now_if_that_is_past(hospital):
    day_id = begin(hospital)
    assert case(hospital, day_id).moment == hospital.at("10:00")
    late = hospital.desk.ask(lambda c: gate_case(c, hospital.library, day_id, datetime(2026, 11, 24, 15)))
    assert late.moment == datetime(2026, 11, 24, 15)

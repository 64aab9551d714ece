"""A reaction keeps the patient longer, is remembered, and warns who comes next in the chair."""

from datetime import timedelta

import pytest

from dayhospital.domain.session import Status
from dayhospital.errors import InvalidValue, NeedsReason
from dayhospital.queries.board import session
from dayhospital.queries.care import care_of_day, reactions_of
from dayhospital.queries.patients import patient
from dayhospital.services.reactions import RecordReaction, RemoveReaction
from dayhospital.services.sessions import BookDay, BookExtra
from dayhospital.services.status import ChangeStatus, CorrectStatus
from tests.hospital import TODAY

REASON = "agreed"
WRONG = "another patient"


@pytest.fixture
def running(hospital):
    """Return a session of paclitaxel that began; the clock stands at 8:00, so it is booked from 7:45."""
    hospital.start(0, "pac_weekly_x12")
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    booked = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("07:45"), 120, reason=REASON))
    for status in (Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT):
        hospital.do(ChangeStatus(booked, status))
    return booked


def react(hospital, session_id, grade, **more):
    return hospital.desk.do(RecordReaction(session_id, "paclitaxel", grade, hospital.clock.local(), **more))


def read(hospital, session_id):
    return hospital.desk.ask(lambda c: session(c, session_id))


def worst(hospital):
    return hospital.desk.ask(lambda c: patient(c, hospital.patients[0])).earlier_reaction_grade


def reactions(hospital):
    return hospital.desk.ask(lambda c: reactions_of(c, hospital.patients[0]))


@pytest.mark.parametrize(
    ("grade", "adrenaline", "until"),
    [(1, False, "09:45"), (2, False, "10:45"), (3, False, "14:00"), (1, True, "14:00")],
)
def test_the_session_lasts_as_much_longer_as_its_grade_asks(hospital, running, grade, adrenaline, until):
    changes = react(hospital, running, grade, adrenaline=adrenaline)
    assert not changes.undoable
    assert read(hospital, running).span.end == hospital.at(until)
    assert worst(hospital) == grade


def test_what_was_recorded_is_read_back(hospital, running):
    react(hospital, running, 2, done=" stopped, antihistamine ")
    (found,) = reactions(hospital)
    assert (found.drug, found.grade, found.done, found.by) == (
        "paclitaxel", 2, "stopped, antihistamine", "Test, Nurse",
    )  # fmt: skip
    care = hospital.desk.ask(lambda c: care_of_day(c, TODAY))
    assert care.reactions == {running: (found,)}
    assert hospital.desk.ask(lambda c: care_of_day(c, TODAY + timedelta(days=1))).reactions == {}


@pytest.mark.parametrize(("start", "end", "words"), [("10:45", "10:45", "at 10:45."), ("10:40", "09:45", "too early")])
def test_a_chair_taken_after_it_leaves_the_end_and_names_who_comes_next(hospital, running, start, end, words):
    hospital.do(BookExtra(hospital.patients[1], "iv_iron", hospital.chairs[0], hospital.at(start), reason=REASON))
    changes = react(hospital, running, 2)
    assert read(hospital, running).span.end == hospital.at(end)
    assert "YILDIZBAHÇE" in changes.title
    assert words in changes.title
    assert ("find another place" in changes.title) is (end == "09:45")


def test_a_session_is_not_lengthened_past_closing(hospital):
    hospital.start(0, "pac_weekly_x12")
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    booked = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("07:45"), 645, reason=REASON))
    for status in (Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT):
        hospital.do(ChangeStatus(booked, status))
    changes = react(hospital, booked, 2)
    assert read(hospital, booked).span.end == hospital.at("18:30")
    assert "find another place" in changes.title


def test_a_mild_one_after_a_bad_one_leaves_the_worst_grade(hospital, running):
    react(hospital, running, 3)
    react(hospital, running, 1)
    assert worst(hospital) == 3


def test_a_reaction_that_was_none_gives_the_grade_of_before_back(hospital, running):
    first = react(hospital, running, 2).result
    second = react(hospital, running, 3).result
    with pytest.raises(InvalidValue, match="needs a reason"):
        hospital.do(RemoveReaction(second, " "))
    hospital.do(RemoveReaction(second, WRONG))
    assert worst(hospital) == 2
    hospital.do(RemoveReaction(first, WRONG))
    assert worst(hospital) is None
    assert reactions(hospital) == ()


def test_the_milder_one_goes_and_the_worst_stays(hospital, running):
    react(hospital, running, 3)
    hospital.do(RemoveReaction(react(hospital, running, 1).result, WRONG))
    assert worst(hospital) == 3


@pytest.mark.parametrize("grade", [0, 5])
def test_grades_go_from_1_to_4(hospital, running, grade):
    with pytest.raises(InvalidValue):
        react(hospital, running, grade)


def test_the_drug_the_time_and_the_status_must_be_possible(hospital, running):
    now = hospital.clock.local()
    for drug, at in (
        ("doxorubicin", now),
        ("paclitaxel", now + timedelta(minutes=1)),
        ("paclitaxel", now - timedelta(1)),
    ):
        with pytest.raises(InvalidValue):
            hospital.do(RecordReaction(running, drug, 2, at))
    hospital.do(ChangeStatus(running, Status.READY_TO_LEAVE))
    with pytest.raises(InvalidValue, match="during treatment or observation"):
        react(hospital, running, 2)


def test_during_observation_it_is_recorded_too(hospital, running):
    hospital.do(ChangeStatus(running, Status.OBSERVATION))
    assert react(hospital, running, 2).result


@pytest.mark.parametrize(("grade", "code"), [(2, None), (3, "reaction-doctor-first"), (4, "reaction-never-again")])
def test_a_drug_not_tolerated_before_begins_again_only_with_a_reason(hospital, running, grade, code):
    react(hospital, running, grade)
    for status in (Status.READY_TO_LEAVE, Status.LEFT):
        hospital.do(ChangeStatus(running, status))
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    week = TODAY + timedelta(days=7)
    again = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("09:00", week), reason=REASON))
    for status in (Status.ARRIVED, Status.RELEASED):
        hospital.do(ChangeStatus(again, status))
    care = hospital.desk.ask(lambda c: care_of_day(c, week))
    assert [one.grade for one in care.earlier[hospital.patients[0]]] == [grade]
    if code is not None:
        with pytest.raises(NeedsReason) as asked:
            hospital.do(ChangeStatus(again, Status.IN_TREATMENT))
        assert [one.code for one in asked.value.findings] == [code]
    hospital.do(ChangeStatus(again, Status.IN_TREATMENT, "" if code is None else "Dr Rietzanger decided"))


def test_a_reaction_of_the_same_session_does_not_keep_it_from_going_on(hospital, running):
    react(hospital, running, 3)
    hospital.do(CorrectStatus(running, Status.RELEASED, "paused"))
    hospital.do(ChangeStatus(running, Status.IN_TREATMENT))

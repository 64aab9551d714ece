"""Going home is signed, a bed is asked for once, and who is admitted takes the bed along."""

import pytest

from dayhospital.domain.leaving import BedReason, BedState, LeavingCheck
from dayhospital.domain.session import Status
from dayhospital.errors import Conflict, InvalidValue, NeedsReason
from dayhospital.queries.board import session
from dayhospital.queries.leaving import leaving_of, leaving_on, open_bed
from dayhospital.services.leaving import AnswerBedRequest, AskForBed, SignLeaving
from dayhospital.services.sessions import BookDay
from dayhospital.services.status import AdmitSession, ChangeStatus
from tests.hospital import TODAY

EVERY = frozenset(LeavingCheck)
STEPS = (Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT, Status.READY_TO_LEAVE)


@pytest.fixture
def booked(hospital):
    hospital.start(0, "pac_weekly_x12")
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    return hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("10:00"), reason="agreed"))


@pytest.fixture
def ready(hospital, booked):
    for status in STEPS:
        hospital.do(ChangeStatus(booked, status))
    return booked


def read(hospital, session_id):
    return hospital.desk.ask(lambda connection: leaving_of(connection, session_id))


def status(hospital, session_id):
    return hospital.desk.ask(lambda connection: session(connection, session_id)).status


def test_who_is_ready_leaves_with_the_signature(hospital, ready):
    changes = hospital.desk.do(SignLeaving(ready, EVERY, "partner drives"))
    signed = read(hospital, ready).check
    assert (signed.done, signed.note, signed.by, signed.at) == (
        EVERY, "partner drives", "Test, Nurse", hospital.clock.local()
    )  # fmt: skip
    assert status(hospital, ready) is Status.LEFT
    assert not changes.undoable


def test_an_open_check_needs_a_reason(hospital, ready):
    with pytest.raises(NeedsReason) as asked:
        hospital.do(SignLeaving(ready, EVERY - {LeavingCheck.VITALS}))
    (finding,) = asked.value.findings
    assert (finding.code, finding.facts["checks"]) == ("leaving-unchecked", (LeavingCheck.VITALS,))
    assert status(hospital, ready) is Status.READY_TO_LEAVE
    hospital.do(SignLeaving(ready, EVERY - {LeavingCheck.VITALS}, reason="taken by the doctor"))
    assert status(hospital, ready) is Status.LEFT


def test_checks_signed_early_leave_the_status_alone(hospital, booked):
    with pytest.raises(InvalidValue, match="not in the building"):
        hospital.do(SignLeaving(booked, EVERY))
    hospital.do(ChangeStatus(booked, Status.ARRIVED))
    hospital.do(SignLeaving(booked, EVERY))
    assert status(hospital, booked) is Status.ARRIVED


def test_a_bed_is_asked_for_once_and_withdrawn(hospital, ready):
    hospital.do(AskForBed(ready, BedReason.FEVER))
    assert read(hospital, ready).bed.state is BedState.ASKED
    with pytest.raises(Conflict, match="already"):
        hospital.do(AskForBed(ready, BedReason.HEART))
    hospital.do(AnswerBedRequest(ready, "  "))
    assert read(hospital, ready).bed is None
    with pytest.raises(Conflict, match="No bed is asked"):
        hospital.do(AnswerBedRequest(ready, "5B"))
    hospital.do(AskForBed(ready, BedReason.HEART))
    hospital.desk.undo()
    assert read(hospital, ready).bed is None


def test_who_is_admitted_takes_the_bed_along(hospital, ready):
    hospital.do(AskForBed(ready, BedReason.REACTION, "grade 3"))
    hospital.do(AnswerBedRequest(ready, "Ward 5B"))
    assert (read(hospital, ready).bed.state, read(hospital, ready).bed.ward) == (BedState.GIVEN, "Ward 5B")
    hospital.do(AdmitSession(ready, "Ward 5B"))
    assert read(hospital, ready).bed.state is BedState.ADMITTED
    assert hospital.desk.ask(lambda connection: open_bed(connection, ready)) is None


def test_a_bed_needs_somebody_here_and_another_reason_its_words(hospital, booked):
    with pytest.raises(InvalidValue, match="not in the building"):
        hospital.do(AskForBed(booked, BedReason.FEVER))
    hospital.do(ChangeStatus(booked, Status.ARRIVED))
    with pytest.raises(InvalidValue, match="what the other reason is"):
        hospital.do(AskForBed(booked, BedReason.OTHER, " "))


def test_the_day_knows_the_leaving_of_its_sessions_only(hospital, ready):
    hospital.do(AskForBed(ready, BedReason.FEVER))
    assert set(hospital.desk.ask(lambda connection: leaving_on(connection, TODAY))) == {ready}
    tomorrow = TODAY.replace(day=TODAY.day + 1)
    assert hospital.desk.ask(lambda connection: leaving_on(connection, tomorrow)) == {}

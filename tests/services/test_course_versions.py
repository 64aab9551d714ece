"""A course goes on by another version when somebody moves it: days to come change, days behind stay."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.library_writer import regimen_text
from dayhospital.domain.course import DayState
from dayhospital.domain.regimen import Setting
from dayhospital.errors import InvalidValue, NeedsReason, NotFound
from dayhospital.queries.board import board_day, session
from dayhospital.queries.courses import courses
from dayhospital.services.course_versions import MoveCourseToVersion
from dayhospital.services.courses import StopCourse
from dayhospital.services.regimens import DraftRegimen, SendForApproval
from dayhospital.services.sessions import BookDay, ResizeSession
from dayhospital.services.treatment_days import MoveTreatmentDay
from dayhospital.services.version_moves import preview_move
from tests.hospital import TODAY
from tests.services.test_regimens import sign

WEEKLY = "pac_weekly_x12"


def put_in_use(hospital, regimen):
    made = hospital.do(DraftRegimen(regimen_text(regimen)))
    hospital.do(SendForApproval(made))
    sign(hospital, "Pharmacist", made)
    sign(hospital, "Consultant", made)


def with_drug(hospital, **values):
    """Return weekly paclitaxel with its drug changed."""
    regimen = hospital.library.get(WEEKLY)
    (phase,) = regimen.phases
    (drug,) = phase.drugs
    return replace(regimen, phases=(replace(phase, drugs=(replace(drug, **values),), acuity=()),))


def course(hospital):
    return hospital.desk.ask(lambda connection: courses(connection, hospital.patients[0]))[0]


@pytest.fixture
def running(hospital):
    """A course of twelve weekly doses that began two weeks ago."""
    return hospital.start(0, WEEKLY, Setting.ADJUVANT, TODAY - timedelta(days=14))


def test_days_to_come_get_the_dose_of_the_version_and_keep_their_dates(hospital, running):
    before = course(hospital)
    put_in_use(hospital, with_drug(hospital, dose=60.0))
    hospital.do(MoveCourseToVersion(running, 2))
    after = course(hospital)
    assert after.regimen_version == 2
    assert [day.plan.planned for day in after.days] == [day.plan.planned for day in before.days]
    doses = {day.plan.planned >= TODAY: day.plan.doses[0].dose for day in after.days}
    assert doses == {False: 80.0, True: 60.0}
    assert [day.plan.doses[0].exposure for day in after.days] == list(range(1, 13))


def test_it_undoes_and_redoes_as_one_step(hospital, running):
    def bare():
        found = course(hospital)
        return replace(found, version=0, days=tuple(replace(day, version=0) for day in found.days))

    before = bare()
    put_in_use(hospital, with_drug(hospital, dose=60.0, days=(1, 15)))
    hospital.do(MoveCourseToVersion(running, 2))
    after = bare()
    hospital.desk.undo()
    assert bare() == before
    hospital.desk.redo()
    assert bare() == after


def test_a_day_the_version_no_longer_has_is_left_out_with_its_session(hospital, running):
    put_in_use(hospital, with_drug(hospital, days=(1, 15)))
    gone = next(day for day in course(hospital).days if day.plan.day == 8 and day.plan.planned > TODAY)
    hospital.do(BookDay(gone.id, hospital.chairs[0], hospital.at("10:00", gone.plan.planned), reason="for the test"))
    assert len(sessions(hospital, gone.plan.planned)) == 1
    with pytest.raises(NeedsReason) as caught:
        hospital.do(MoveCourseToVersion(running, 2))
    assert {finding.code for finding in caught.value.findings} == {"version-session-cancelled"}
    hospital.do(MoveCourseToVersion(running, 2, "agreed with the patient"))
    left = {day.plan.label: day.state for day in course(hospital).days if day.plan.planned >= TODAY}
    assert all((state is DayState.OMITTED) == label.endswith("D8") for label, state in left.items())
    assert sessions(hospital, gone.plan.planned) == ()


def sessions(hospital, day: date):
    return hospital.desk.ask(lambda connection: board_day(connection, day)).sessions


def test_a_day_the_version_brings_is_added_in_order(hospital):
    started = hospital.start(0, "pac_q3w", Setting.ADJUVANT, TODAY - timedelta(days=14))
    regimen = hospital.library.get("pac_q3w")
    (phase,) = regimen.phases
    drug = replace(phase.drugs[0], days=(1, 8))
    put_in_use(hospital, replace(regimen, phases=(replace(phase, drugs=(drug,)),)))
    before = course(hospital).days
    hospital.do(MoveCourseToVersion(started, 2))
    after = course(hospital).days
    coming = [day.plan for day in after if day.plan.planned > TODAY]
    assert len(after) > len(before)
    assert {plan.day for plan in coming} == {1, 8}
    assert [plan.planned for plan in coming] == sorted(plan.planned for plan in coming)
    assert [plan.doses[0].exposure for plan in coming] == list(range(2, 2 + len(coming)))


def book(hospital, day, start="10:00", chair=0, patient=0):
    at = hospital.at(start, day.plan.planned if patient == 0 else day.planned)
    number = day.id if patient == 0 else day.treatment.treatment_day_id
    return hospital.do(BookDay(number, hospital.chairs[chair], at, reason="for the test"))


def read(hospital, booked):
    return replace(hospital.desk.ask(lambda connection: session(connection, booked)), version=0)


def with_infusion(hospital, minutes):
    drug = hospital.library.get(WEEKLY).phases[0].drugs[0]
    return with_drug(hospital, infusion=replace(drug.infusion, first=minutes, second=minutes, later=minutes))


def coming(hospital):
    return next(day for day in course(hospital).days if day.plan.planned > TODAY)


def codes(hospital, running, number=2):
    found = hospital.desk.ask(lambda c: preview_move(c, hospital.library, hospital.clock, running, number))
    return {finding.code for finding in found}


@pytest.mark.parametrize("minutes", [120, 30])
def test_a_booked_session_becomes_as_long_as_the_version_asks(hospital, running, minutes):
    booked = book(hospital, coming(hospital))
    before = read(hospital, booked)
    put_in_use(hospital, with_infusion(hospital, minutes))
    assert codes(hospital, running) == {"version-session-length"}
    hospital.do(MoveCourseToVersion(running, 2))
    after = read(hospital, booked)
    assert (after.span.start, after.on_pinboard) == (before.span.start, False)
    assert after.span.minutes == after.treatment.chair_minutes == coming(hospital).plan.time.chair_minutes
    assert (after.span.minutes > before.span.minutes) == (minutes == 120)
    hospital.desk.undo()
    assert read(hospital, booked) == before
    hospital.desk.redo()
    assert read(hospital, booked) == after


def test_a_session_made_longer_by_hand_keeps_its_length_while_that_is_enough(hospital, running):
    booked = book(hospital, coming(hospital))
    hospital.do(ResizeSession(booked, 240, "slow veins"))
    put_in_use(hospital, with_infusion(hospital, 120))
    assert codes(hospital, running) == set()
    hospital.do(MoveCourseToVersion(running, 2))
    assert read(hospital, booked).span.minutes == 240


def test_a_session_made_shorter_by_hand_stays_and_is_asked_about(hospital, running):
    booked = book(hospital, coming(hospital))
    short = read(hospital, booked).span.minutes - 15
    hospital.do(ResizeSession(booked, short, "tolerates it well"))
    put_in_use(hospital, with_infusion(hospital, 120))
    with pytest.raises(NeedsReason) as caught:
        hospital.do(MoveCourseToVersion(running, 2))
    assert {finding.code for finding in caught.value.findings} == {"shorter-than-regimen"}
    hospital.do(MoveCourseToVersion(running, 2, "the doctor knows"))
    assert read(hospital, booked).span.minutes == short


@pytest.fixture
def crowded(hospital, running):
    """Return a session with another patient in its chair right after it; a version that takes longer is in use."""
    due = coming(hospital)
    booked = book(hospital, due)
    hospital.start(1, WEEKLY, Setting.ADJUVANT, due.plan.planned)
    book(hospital, hospital.due(1)[0], read(hospital, booked).span.end.strftime("%H:%M"), patient=1)
    put_in_use(hospital, with_infusion(hospital, 120))
    return booked


def test_a_session_with_no_room_after_it_goes_to_the_pinboard_with_its_new_length(hospital, running, crowded):
    before = read(hospital, crowded)
    with pytest.raises(NeedsReason) as caught:
        hospital.do(MoveCourseToVersion(running, 2))
    (found,) = caught.value.findings
    assert found.code == "version-session-pinned"
    assert found.facts["end"] > before.span.end
    changes = hospital.desk.do(MoveCourseToVersion(running, 2, "the desk looks for another place"))
    assert changes.title.endswith("1 on the pinboard")
    after = read(hospital, crowded)
    assert (after.on_pinboard, after.span.minutes) == (True, after.treatment.chair_minutes)
    hospital.desk.undo()
    assert read(hospital, crowded) == before


def test_a_preview_writes_nothing(hospital, running, crowded):
    before = course(hospital)
    assert codes(hospital, running) == {"version-session-length", "version-session-pinned"}
    assert course(hospital) == before
    assert not read(hospital, crowded).on_pinboard


def with_cycle(hospital, days):
    """Return three-weekly paclitaxel on another clock."""
    regimen = hospital.library.get("pac_q3w")
    (phase,) = regimen.phases
    return replace(regimen, phases=(replace(phase, cycle_days=days),))


@pytest.fixture
def three_weekly(hospital):
    """A course that began two weeks ago."""
    started = hospital.start(0, "pac_q3w", Setting.ADJUVANT, TODAY - timedelta(days=14))
    assert coming(hospital).plan.label == "C2D1"
    return started


@pytest.mark.parametrize(("cycle", "shifts"), [(28, (7, 14, 21)), (14, (-7, -14, -21))])
def test_days_of_another_clock_are_counted_from_the_last_one_behind(hospital, three_weekly, cycle, shifts):
    before = {day.plan.label: day.plan.planned for day in course(hospital).days}
    put_in_use(hospital, with_cycle(hospital, cycle))
    assert codes(hospital, three_weekly) == {"version-day-moves"}
    hospital.do(MoveCourseToVersion(three_weekly, 2))
    after = {day.plan.label: day.plan for day in course(hospital).days}
    assert after["C1D1"].planned == before["C1D1"]
    moved = [(after[label].planned - before[label]).days for label in ("C2D1", "C3D1", "C4D1")]
    assert moved == list(shifts)
    assert all(plan.planned in plan.window for plan in after.values())


def test_no_day_goes_to_the_past(hospital, three_weekly):
    put_in_use(hospital, with_cycle(hospital, 7))
    hospital.do(MoveCourseToVersion(three_weekly, 2))
    planned = {day.plan.label: day.plan.planned for day in course(hospital).days}
    assert [(planned[label] - TODAY).days for label in ("C1D1", "C2D1", "C3D1", "C4D1")] == [-14, 0, 7, 14]


def test_sessions_go_along_with_their_days_to_the_same_chair_and_time(hospital, three_weekly):
    days = [day for day in course(hospital).days if day.plan.label in {"C2D1", "C3D1"}]
    booked = [book(hospital, day) for day in days]
    before = [read(hospital, number) for number in booked]
    put_in_use(hospital, with_cycle(hospital, 42))  # C2D1 goes to where C3D1 was
    assert codes(hospital, three_weekly) == {"version-session-moves", "version-day-moves"}
    hospital.do(MoveCourseToVersion(three_weekly, 2))
    after = [read(hospital, number) for number in booked]
    assert [(new.span.day - old.span.day).days for old, new in zip(before, after, strict=True)] == [21, 42]
    for old, new in zip(before, after, strict=True):
        assert (new.span.start.time(), new.chair_id, new.on_pinboard) == (old.span.start.time(), old.chair_id, False)
    planned = {day.id: day.plan.planned for day in course(hospital).days}
    assert [planned[one.treatment.treatment_day_id] for one in after] == [one.span.day for one in after]
    hospital.desk.undo()
    assert [read(hospital, number) for number in booked] == before


def test_a_session_whose_new_day_is_full_goes_to_the_pinboard(hospital, three_weekly):
    due = coming(hospital)
    booked = book(hospital, due)
    later = due.plan.planned + timedelta(days=7)
    hospital.start(1, WEEKLY, Setting.ADJUVANT, later)
    book(hospital, hospital.due(1)[0], "10:30", patient=1)
    put_in_use(hospital, with_cycle(hospital, 28))
    assert codes(hospital, three_weekly) >= {"version-session-pinned", "version-session-moves"}
    hospital.do(MoveCourseToVersion(three_weekly, 2, "the desk looks for another place"))
    after = read(hospital, booked)
    assert (after.on_pinboard, after.span.day) == (True, later)


def test_a_day_moved_by_hand_stays_where_the_clock_is_the_same(hospital, running):
    due = coming(hospital)
    hospital.do(MoveTreatmentDay(due.id, due.plan.planned + timedelta(days=1), shift_following=True))
    before = [day.plan.planned for day in course(hospital).days]
    put_in_use(hospital, with_drug(hospital, dose=60.0))
    hospital.do(MoveCourseToVersion(running, 2))
    assert [day.plan.planned for day in course(hospital).days] == before


def test_what_cannot_be_moved_is_refused(hospital, running):
    with pytest.raises(InvalidValue, match="has version 1 already"):
        hospital.do(MoveCourseToVersion(running, 1))
    with pytest.raises(NotFound, match="no version 7"):
        hospital.do(MoveCourseToVersion(running, 7))
    put_in_use(hospital, replace(with_drug(hospital), settings=(Setting.METASTATIC,)))
    with pytest.raises(InvalidValue, match="not given in the setting"):
        hospital.do(MoveCourseToVersion(running, 2))
    hospital.do(StopCourse(running, TODAY, "patient's wish"))
    with pytest.raises(InvalidValue, match="No treatment day"):
        hospital.do(MoveCourseToVersion(running, 2))


def test_a_course_may_go_back_to_the_version_before(hospital, running):
    put_in_use(hospital, with_drug(hospital, dose=60.0))
    hospital.do(MoveCourseToVersion(running, 2))
    hospital.do(MoveCourseToVersion(running, 1))
    assert {day.plan.doses[0].dose for day in course(hospital).days} == {80.0}

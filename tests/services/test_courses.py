"""Starting, booking, moving, extending and stopping courses."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.hospital import ClosureKind
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import Setting
from dayhospital.domain.session import CancelReason, Status
from dayhospital.errors import InvalidValue, NeedsReason, Refused
from dayhospital.queries.board import board_day, due_days, pinboard, session
from dayhospital.queries.courses import courses
from dayhospital.services.courses import BookCourse, ExtendCourse, PlanCourse, SlotChoice, StartCourse, StopCourse
from dayhospital.services.patients import EditPatient, PatientDetails
from dayhospital.services.sessions import BookDay, FixSession
from dayhospital.services.status import ChangeStatus
from dayhospital.services.treatment_days import MoveTreatmentDay, OmitTreatmentDay, RecordGiven
from dayhospital.services.unit import AddClosure
from tests.hospital import PEOPLE, TODAY

REASON = "agreed with the doctor"
WEEK = timedelta(days=7)


def codes(refusal):
    return {finding.code for finding in refusal.value.findings}


def read(hospital, patient=0):
    return hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))


def days(hospital, patient=0):
    return read(hospital, patient)[0].days


def start(hospital, regimen, setting=Setting.NEOADJUVANT, reason="", **fields):
    return StartCourse(hospital.patients[0], regimen, setting, TODAY, "Dr Rietzanger", reason=reason, **fields)


def choices(hospital, count, start_time="10:00", chair=0):
    return tuple(
        SlotChoice(day.id, hospital.chairs[chair], hospital.at(start_time, day.plan.planned))
        for day in days(hospital)[:count]
    )


def test_a_course_stores_every_treatment_day(hospital):
    hospital.start(0, "ddec_wp")
    (course,) = read(hospital)
    assert (course.state, course.setting, course.consultant) == (
        CourseState.ACTIVE,
        Setting.NEOADJUVANT,
        "Dr Rietzanger",
    )
    assert len(course.days) == 16
    assert course.days[0].plan.label == "C1D1"
    assert [day.plan.planned for day in course.days[:4]] == [TODAY + timedelta(days=14 * n) for n in range(4)]
    assert course.days[4].plan.doses[0].drug == "paclitaxel"
    assert {day.state for day in course.days} == {DayState.DUE}


def test_starting_a_course_is_one_step_to_undo(hospital):
    hospital.start(0, "ddec_wp")
    hospital.desk.undo()
    assert read(hospital) == ()
    hospital.desk.redo()
    assert len(days(hospital)) == 16


def test_a_setting_the_regimen_does_not_have_is_refused(hospital):
    with pytest.raises(Refused) as refusal:
        hospital.do(start(hospital, "pac_weekly", Setting.NEOADJUVANT))
    assert codes(refusal) == {"setting-not-in-regimen"}
    assert read(hospital) == ()


def test_a_disabled_regimen_is_refused(hospital):
    disabled = [regimen for regimen in hospital.library.all() if not regimen.enabled]
    assert disabled, "the library ships some regimens disabled"
    with pytest.raises(Refused) as refusal:
        hospital.do(start(hospital, disabled[0].id, disabled[0].settings[0]))
    assert "regimen-disabled" in codes(refusal)


def test_the_same_regimen_twice_needs_a_reason(hospital):
    hospital.do(start(hospital, "tchp"))
    with pytest.raises(NeedsReason) as refusal:
        hospital.do(start(hospital, "tchp"))
    assert codes(refusal) == {"same-regimen-active"}
    hospital.do(start(hospital, "tchp", reason=REASON))
    assert len(read(hospital)) == 2


def test_nobody_starts_a_course_after_her_death(hospital):
    family, given, birth = PEOPLE[0]
    details = PatientDetails(deceased=TODAY)
    hospital.do(EditPatient(hospital.patients[0], 1, details, family, given, birth, Sex.FEMALE, "H 0001"))
    with pytest.raises(Refused) as refusal:
        hospital.do(start(hospital, "tchp"))
    assert codes(refusal) == {"patient-deceased"}


def test_a_closed_day_moves_a_treatment_day_inside_its_window_and_says_so(hospital):
    hospital.do(AddClosure(TODAY + WEEK, "Team day", ClosureKind.UNIT))
    hospital.start(0, "pac_weekly_x12")
    second = days(hospital)[1].plan
    assert second.planned == TODAY + WEEK + timedelta(days=1)
    assert second.window.ideal == TODAY + WEEK
    assert [finding.code for finding in second.findings] == ["day-moved"]


def test_tablets_need_a_date_and_no_chair(hospital):
    hospital.start(0, "capecitabine", Setting.METASTATIC)
    assert not any(day.plan.needs_chair for day in days(hospital))
    assert hospital.due(0) == ()


def test_a_whole_course_is_booked_in_one_step(hospital):
    course_id = hospital.start(0, "pac_weekly_x12")
    hospital.do(BookCourse(course_id, choices(hospital, 2), REASON))
    assert all(day.session_id for day in days(hospital)[:2])
    hospital.desk.undo()
    assert not any(day.session_id for day in days(hospital))


def test_a_course_is_booked_whole_or_not_at_all(hospital):
    hospital.start(1, "pac_weekly_x12")
    hospital.do(
        BookDay(
            hospital.due(1)[1].treatment.treatment_day_id,
            hospital.chairs[0],
            hospital.at("10:30", TODAY + WEEK),
            reason=REASON,
        )
    )
    course_id = hospital.start(0, "pac_weekly_x12")
    with pytest.raises(Refused, match="Nothing was booked") as refusal:
        hospital.do(BookCourse(course_id, choices(hospital, 2), REASON))
    assert "chair-taken" in codes(refusal)
    assert not any(day.session_id for day in days(hospital))


def test_a_day_of_another_course_is_not_booked_with_this_one(hospital):
    course_id = hospital.start(0, "pac_weekly_x12")
    other = hospital.start(1, "pac_weekly_x12")
    with pytest.raises(InvalidValue, match="another course"):
        hospital.do(BookCourse(other, choices(hospital, 1), REASON))
    assert course_id != other


def test_a_plan_is_stored_with_the_days_as_shown_and_booked_in_the_same_step(hospital):
    hospital.start(1, "pac_weekly_x12")
    shown = tuple(day.plan for day in days(hospital, 1))
    command = PlanCourse(
        hospital.patients[0],
        "pac_weekly_x12",
        Setting.NEOADJUVANT,
        TODAY,
        "Dr Rietzanger",
        shown,
        (SlotChoice(1, hospital.chairs[0], hospital.at("09:00", TODAY + WEEK)),),
        reason=REASON,
    )
    hospital.do(command)
    stored = days(hospital)
    assert tuple(day.plan for day in stored) == shown
    assert [bool(day.session_id) for day in stored[:3]] == [False, True, False]
    hospital.desk.undo()
    assert read(hospital) == ()


def test_delaying_a_day_takes_the_rest_and_its_sessions_along(hospital):
    course_id = hospital.start(0, "pac_weekly_x12")
    hospital.do(BookCourse(course_id, choices(hospital, 1), REASON))
    before = days(hospital)
    hospital.do(MoveTreatmentDay(before[0].id, TODAY + WEEK, True, REASON))
    after = days(hospital)
    assert [day.plan.planned for day in after] == [day.plan.planned + WEEK for day in before]
    moved = hospital.desk.ask(lambda c: session(c, before[0].session_id))
    assert moved.span.start == hospital.at("10:00", TODAY + WEEK)
    hospital.desk.undo()
    assert [day.plan for day in days(hospital)] == [day.plan for day in before]


def test_a_session_with_no_room_on_its_new_day_waits_on_the_pinboard(hospital):
    course_id = hospital.start(0, "pac_weekly_x12")
    hospital.do(BookCourse(course_id, choices(hospital, 1), REASON))
    hospital.start(1, "pac_weekly_x12")
    taken = hospital.due(1)[1].treatment.treatment_day_id
    hospital.do(BookDay(taken, hospital.chairs[0], hospital.at("10:00", TODAY + WEEK), reason=REASON))
    changes = hospital.desk.do(MoveTreatmentDay(days(hospital)[0].id, TODAY + WEEK, True, REASON))
    assert changes.title.endswith("1 on the pinboard")
    assert len(hospital.desk.ask(pinboard)) == 1


def test_moving_one_day_alone_out_of_its_window_needs_a_reason(hospital):
    hospital.start(0, "pac_weekly_x12")
    first, second, *_ = days(hospital)
    with pytest.raises(NeedsReason) as refusal:
        hospital.do(MoveTreatmentDay(first.id, TODAY + timedelta(days=6), False))
    assert "outside-window" in codes(refusal)
    hospital.do(MoveTreatmentDay(first.id, TODAY + timedelta(days=6), False, REASON))
    assert days(hospital)[1].plan.planned == second.plan.planned


def test_a_fixed_session_holds_its_day(hospital):
    course_id = hospital.start(0, "pac_weekly_x12")
    hospital.do(BookCourse(course_id, choices(hospital, 1), REASON))
    hospital.do(FixSession(days(hospital)[0].session_id, True))
    with pytest.raises(Refused) as refusal:
        hospital.do(MoveTreatmentDay(days(hospital)[0].id, TODAY + WEEK, True, REASON))
    assert codes(refusal) == {"treatment-day-stays"}


def test_an_omitted_day_frees_its_chair_and_leaves_the_tray(hospital):
    course_id = hospital.start(0, "pac_weekly_x12")
    hospital.do(BookCourse(course_id, choices(hospital, 1), REASON))
    hospital.do(OmitTreatmentDay(days(hospital)[0].id, "platelets 42"))
    assert days(hospital)[0].state is DayState.OMITTED
    assert hospital.desk.ask(lambda c: board_day(c, TODAY)).sessions == ()
    assert hospital.due(0)[0].treatment.label == "C1D8"
    assert hospital.due(0)[0].next_to_be_booked


def test_stopping_cancels_what_was_planned_and_empties_the_tray(hospital):
    course_id = hospital.start(0, "pac_weekly_x12")
    hospital.do(BookCourse(course_id, choices(hospital, 2), REASON))
    held = [day.session_id for day in days(hospital)[:2]]
    hospital.do(StopCourse(course_id, TODAY, CancelReason.PROGRESSION, "liver"))
    (course,) = read(hospital)
    assert course.state is CourseState.STOPPED
    assert {day.state for day in course.days} == {DayState.OMITTED}
    for session_id in held:
        found = hospital.desk.ask(lambda c, one=session_id: session(c, one))
        assert (found.status, found.cancel_reason) == (Status.CANCELLED, CancelReason.PROGRESSION)
    assert hospital.desk.ask(lambda c: due_days(c, TODAY, 200)) == ()
    hospital.desk.undo()
    assert read(hospital)[0].state is CourseState.ACTIVE
    assert len(hospital.desk.ask(lambda c: board_day(c, TODAY)).sessions) == 1


def test_a_stopped_course_is_not_stopped_again_or_extended(hospital):
    course_id = hospital.start(0, "pac_weekly_x12")
    hospital.do(StopCourse(course_id, TODAY, CancelReason.TOXICITY))
    with pytest.raises(InvalidValue):
        hospital.do(StopCourse(course_id, TODAY, CancelReason.TOXICITY))
    with pytest.raises(InvalidValue):
        hospital.do(ExtendCourse(course_id, 2))


def test_an_open_ended_course_goes_on_where_it_ends_by_its_own_clock(hospital):
    course_id = hospital.do(start(hospital, "tdxd", Setting.METASTATIC, cycles=3))
    last = days(hospital)[-1]
    hospital.do(MoveTreatmentDay(last.id, last.plan.planned + WEEK, True, REASON))
    hospital.do(ExtendCourse(course_id, 2))
    planned = [day.plan.window.ideal for day in days(hospital)]
    assert len(planned) == 5
    assert [(later - before).days for before, later in pairwise(planned)] == [21, 28, 21, 21]
    assert [day.plan.label for day in days(hospital)][-2:] == ["C4D1", "C5D1"]


def test_tablets_are_recorded_as_given_and_never_undone(hospital):
    hospital.start(0, "capecitabine", Setting.METASTATIC)
    first, second, *_ = days(hospital)
    assert not hospital.desk.do(RecordGiven((first.id,))).undoable
    assert days(hospital)[0].state is DayState.GIVEN
    with pytest.raises(InvalidValue, match="by today"):
        hospital.do(RecordGiven((second.id,)))


def test_a_chair_day_is_given_by_its_session_only(hospital):
    hospital.start(0, "pac_weekly_x12")
    with pytest.raises(InvalidValue, match="chair"):
        hospital.do(RecordGiven((days(hospital)[0].id,)))


def test_the_last_day_given_completes_a_course_of_fixed_length(hospital):
    hospital.do(start(hospital, "pac_carbo_neo", reason=REASON))
    first, *others = days(hospital)
    for day in others:
        hospital.do(OmitTreatmentDay(day.id, "test"))
    assert read(hospital)[0].state is CourseState.ACTIVE
    session_id = hospital.do(BookDay(first.id, hospital.chairs[0], hospital.at("08:00"), reason=REASON))
    for status in (
        Status.ARRIVED,
        Status.RELEASED,
        Status.IN_TREATMENT,
        Status.READY_TO_LEAVE,
        Status.LEFT,
    ):
        hospital.do(ChangeStatus(session_id, status))
    assert days(hospital)[0].state is DayState.GIVEN
    assert read(hospital)[0].state is CourseState.COMPLETED


def test_a_course_starts_in_a_year_with_its_own_holidays(hospital):
    hospital.do(AddClosure(date(2026, 12, 25), "Christmas", ClosureKind.HOLIDAY))
    friday = date(2026, 12, 18)
    hospital.do(StartCourse(hospital.patients[0], "pac_weekly_x12", Setting.NEOADJUVANT, friday, "Dr", reason=REASON))
    assert date(2026, 12, 25) not in [day.plan.planned for day in days(hospital)]

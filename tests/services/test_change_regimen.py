"""Another regimen in place of the running one: the old course ends and the new one begins, both or neither."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dayhospital.domain.course import CourseState, DayState, Ending
from dayhospital.domain.regimen import Setting
from dayhospital.domain.session import CancelReason, Status
from dayhospital.errors import InvalidValue, NeedsReason
from dayhospital.queries.courses import courses
from dayhospital.queries.eligibility import case_of
from dayhospital.queries.patients import patient_sessions
from dayhospital.queries.review import review
from dayhospital.services.change_regimen import ChangeRegimen
from dayhospital.services.courses import BookCourse, PlanCourse, SlotChoice, StopCourse
from dayhospital.services.status import ChangeStatus
from tests.hospital import TODAY

WEEK = timedelta(days=7)
WHY = "agreed with the tumour board"


def read(hospital, patient=0):
    return hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))


def sessions(hospital):
    """Return what became of the sessions but the one that was given."""
    found = hospital.desk.ask(lambda c: patient_sessions(c, hospital.patients[0]))
    return [one for one in found if one.status is not Status.LEFT]


def snapshot(hospital):
    found = [(one.id, one.state, one.stop_reason, one.stopped_on) for one in read(hospital)]
    states = [(day.id, day.state, day.session_id) for one in read(hospital) for day in one.days]
    return found, states, [(one.id, one.status, one.hold_reason) for one in sessions(hospital)]


def change(hospital, course, patient=0, regimen="pac_weekly", reason=WHY, choices=()):
    """Return the command that puts a regimen from today on in the place of a course."""
    hospital.start(3, regimen, Setting.METASTATIC)
    days = tuple(day.plan for day in read(hospital, 3)[0].days)
    who = hospital.patients[patient]
    plan = PlanCourse(who, regimen, Setting.METASTATIC, TODAY, "Dr Rietzanger", days, choices)
    return ChangeRegimen(Ending(course.id, TODAY, CancelReason.PROGRESSION, "new lesions"), plan, reason)


@pytest.fixture
def old(hospital):
    """A course of EC: one day given, the next booked for today."""
    hospital.start(0, "ec_q3w", Setting.METASTATIC, TODAY - 3 * WEEK)
    (course,) = read(hospital)
    hospital.give(course.id, course.days[0].id, TODAY - 3 * WEEK)
    place = SlotChoice(course.days[1].id, hospital.chairs[0], hospital.at("10:00"))
    hospital.do(BookCourse(course.id, (place,), "agreed"))
    return read(hospital)[0]


def test_the_old_course_ends_with_its_reason_and_keeps_what_was_given(hospital, old):
    hospital.do(change(hospital, old))
    new, ended = read(hospital)
    assert (ended.state, ended.stop_reason, ended.stopped_on) == (CourseState.STOPPED, "progression", TODAY)
    assert [day.state for day in ended.days[:2]] == [DayState.GIVEN, DayState.OMITTED]
    assert {day.state for day in ended.days[1:]} == {DayState.OMITTED}
    assert (new.regimen_id, new.state) == ("pac_weekly", CourseState.ACTIVE)
    assert [one.status for one in sessions(hospital)] == [Status.CANCELLED]


def test_the_change_is_one_step_that_is_undone_and_redone(hospital, old):
    before = snapshot(hospital)
    changes = hospital.desk.do(change(hospital, old))
    assert changes.title == "Changed EC Q3W to wPAC for MEERKOET, Femke"
    after = snapshot(hospital)
    hospital.desk.undo()
    assert snapshot(hospital) == before
    hospital.desk.redo()
    assert snapshot(hospital) == after


def test_the_chair_of_the_old_course_is_free_for_the_new_one(hospital, old):
    place = SlotChoice(0, hospital.chairs[0], hospital.at("10:00"))
    hospital.do(change(hospital, old, choices=(place,)))
    assert sorted(one.status.value for one in sessions(hospital)) == ["booked", "cancelled"]


def test_what_speaks_against_the_new_course_leaves_the_old_one_as_it_is(hospital, old):
    hospital.start(0, "pac_weekly", Setting.METASTATIC, TODAY - WEEK)
    command = change(hospital, old, reason="")
    before = snapshot(hospital)
    with pytest.raises(NeedsReason):  # that regimen runs already
        hospital.do(command)
    assert snapshot(hospital) == before
    hospital.do(replace(command, reason=WHY))
    assert [one.regimen_id for one in read(hospital)] == ["pac_weekly", "pac_weekly", "ec_q3w"]


def test_the_course_of_another_patient_is_refused(hospital, old):
    before = snapshot(hospital)
    with pytest.raises(InvalidValue, match="another patient"):
        hospital.do(change(hospital, old, patient=1))
    assert read(hospital, 1) == () and snapshot(hospital) == before


def test_a_course_that_somebody_stopped_meanwhile_is_refused(hospital, old):
    hospital.do(StopCourse(old.id, TODAY, CancelReason.TOXICITY))
    with pytest.raises(InvalidValue, match="stopped already"):
        hospital.do(change(hospital, old))
    assert len(read(hospital)) == 1


@pytest.mark.parametrize("arrived", [(Status.ARRIVED,), (Status.ARRIVED, Status.GO_AWAITED)])
def test_who_has_come_for_the_old_course_is_sent_home(hospital, old, arrived):
    (held,) = sessions(hospital)
    for status in arrived:
        hospital.do(ChangeStatus(held.id, status))
    before = snapshot(hospital)
    hospital.do(change(hospital, old))
    assert [one.status for one in sessions(hospital)] == [Status.CANCELLED]
    assert read(hospital)[1].days[1].state is DayState.OMITTED
    hospital.desk.undo()
    assert snapshot(hospital) == before


def test_nothing_is_changed_while_the_treatment_runs(hospital, old):
    (held,) = sessions(hospital)
    for status in (Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT):
        hospital.do(ChangeStatus(held.id, status, reason="checked"))
    before = snapshot(hospital)
    with pytest.raises(InvalidValue, match="is being treated with C2D1"):
        hospital.do(change(hospital, old))
    assert snapshot(hospital) == before


def test_regimens_are_judged_as_if_the_old_course_had_ended(hospital, old):
    ending = Ending(old.id, TODAY, CancelReason.PROGRESSION)

    def case(with_ending):
        return hospital.desk.ask(
            lambda c: case_of(c, hospital.patients[0], hospital.library, TODAY, ending=with_ending)
        )

    assert [one.regimen_id for one in case(None).running] == ["ec_q3w"] and case(None).lines[0].ended is None
    assert case(ending).running == () and case(ending).lines[0].ended == TODAY
    assert case(ending).lines[0].why_ended == "progression"


def test_the_day_of_the_old_course_leaves_the_review(hospital, old):
    def ids():
        found = hospital.desk.ask(lambda c: review(c, hospital.library, hospital.clock.local()))
        return [row.case.course_id for row in (*found.needs, *found.waiting)]

    assert ids() == [old.id]
    hospital.do(change(hospital, old))
    assert old.id not in ids()

"""A course goes on by another version when somebody moves it: days to come change, days behind stay."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.library_writer import regimen_text
from dayhospital.domain.course import DayState
from dayhospital.domain.regimen import Setting
from dayhospital.errors import InvalidValue, NeedsReason, NotFound
from dayhospital.queries.board import board_day
from dayhospital.queries.courses import courses
from dayhospital.services.course_versions import MoveCourseToVersion
from dayhospital.services.courses import StopCourse
from dayhospital.services.regimens import DraftRegimen, SendForApproval
from dayhospital.services.sessions import BookDay
from tests.hospital import TODAY
from tests.services.test_regimens import sign

WEEKLY = "pac_weekly_x12"


def put_in_use(hospital, regimen):
    made = hospital.do(DraftRegimen(regimen_text(regimen, hospital.library.text(regimen.id))))
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
    hospital.do(MoveCourseToVersion(running, 2))
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


def test_a_session_too_short_for_the_version_needs_a_reason(hospital, running):
    due = next(day for day in course(hospital).days if day.plan.planned > TODAY)
    hospital.do(BookDay(due.id, hospital.chairs[0], hospital.at("10:00", due.plan.planned), reason="for the test"))
    drug = hospital.library.get(WEEKLY).phases[0].drugs[0]
    put_in_use(hospital, with_drug(hospital, infusion=replace(drug.infusion, first=120, second=120, later=120)))
    with pytest.raises(NeedsReason) as caught:
        hospital.do(MoveCourseToVersion(running, 2))
    assert {finding.code for finding in caught.value.findings} == {"shorter-than-regimen"}
    assert course(hospital).regimen_version == 1
    hospital.do(MoveCourseToVersion(running, 2, "booked longer by hand"))
    assert course(hospital).regimen_version == 2


def test_a_session_long_enough_needs_none(hospital, running):
    due = next(day for day in course(hospital).days if day.plan.planned > TODAY)
    hospital.do(BookDay(due.id, hospital.chairs[0], hospital.at("10:00", due.plan.planned), reason="for the test"))
    drug = hospital.library.get(WEEKLY).phases[0].drugs[0]
    put_in_use(hospital, with_drug(hospital, infusion=replace(drug.infusion, first=30, second=30, later=30)))
    hospital.do(MoveCourseToVersion(running, 2))
    (session,) = sessions(hospital, due.plan.planned)
    assert session.treatment.chair_minutes == course(hospital).days[3].plan.time.chair_minutes


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

"""What board, tray, delay and gate say of a course follows the version it began with, whatever is in use today."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dayhospital.domain.regimen import Setting
from dayhospital.queries.board import board_day, due_day
from dayhospital.queries.delays import delay_of
from dayhospital.queries.eligibility import case_of
from dayhospital.queries.gates import gate_case
from dayhospital.services.course_versions import MoveCourseToVersion
from dayhospital.services.sessions import BookDay
from dayhospital.ui.board.answers import Answers
from dayhospital.ui.board.look import PortMark
from tests.hospital import TODAY
from tests.services.test_course_versions import put_in_use

PLAIN = "pembro_q6w"


@pytest.fixture
def running(hospital):
    """Two courses of pembrolizumab, the first with a session today; then a version with doxorubicin is in use."""
    for number in (0, 1):
        hospital.start(number, PLAIN, Setting.METASTATIC)
    day = hospital.due(0)[0].treatment.treatment_day_id
    hospital.do(BookDay(day, hospital.chairs[0], hospital.at("10:00"), reason="for the test"))
    regimen = hospital.library.get(PLAIN)
    (phase,) = regimen.phases
    vesicant = replace(hospital.library.get("ddac_wp").phases[0].drugs[0], days=(1,))
    assert hospital.library.drug(vesicant.drug).extravasation == "vesicant"
    put_in_use(hospital, replace(regimen, phases=(replace(phase, drugs=(*phase.drugs, vesicant), acuity=()),)))
    assert hospital.library.get(PLAIN).version == 2


def test_a_course_keeps_its_port_mark_and_a_new_one_has_that_of_the_new_version(hospital, running):
    answers = Answers(hospital.library)
    (seated,) = hospital.desk.ask(lambda connection: board_day(connection, TODAY)).sessions
    waiting = hospital.due(1)[0]
    hospital.start(2, PLAIN, Setting.METASTATIC)
    new = hospital.due(2)[0]
    assert (seated.treatment.regimen_version, waiting.treatment.regimen_version) == (1, 1)
    assert new.treatment.regimen_version == 2
    assert answers.flags(seated).port is answers.due_flags(waiting).port is PortMark.NONE
    assert answers.due_flags(new).port is PortMark.MISSING


def test_a_course_that_is_moved_gets_the_mark_of_its_new_version(hospital, running):
    answers = Answers(hospital.library)
    due = hospital.due(1)[0]
    assert answers.due_flags(due).port is PortMark.NONE
    hospital.do(MoveCourseToVersion(due.treatment.course_id, 2))
    moved = hospital.desk.ask(lambda connection: due_day(connection, due.treatment.treatment_day_id))
    assert answers.due_flags(moved).port is PortMark.MISSING


def test_gate_and_delay_of_a_course_follow_its_own_version(hospital, running):
    """A version with fewer phases and another cycle must not reach the days of a course that began before it."""
    (phase,) = hospital.library.get(PLAIN).phases
    put_in_use(hospital, replace(hospital.library.get(PLAIN), phases=(replace(phase, cycle_days=63),)))
    due = hospital.due(1)[0].treatment.treatment_day_id
    now, library = hospital.clock.local(), hospital.library
    before = hospital.desk.ask(lambda connection: gate_case(connection, library, due, now)).gate
    fresh = hospital.desk.ask(lambda connection: delay_of(connection, library, due, now))
    assert before == hospital.desk.ask(lambda connection: gate_case(connection, type(library).load(), due, now)).gate
    assert fresh.days[1].then - fresh.days[0].then == timedelta(days=42)


def test_what_a_course_gives_is_what_its_version_gives(hospital, running):
    person, library = hospital.patients[1], hospital.library
    case = hospital.desk.ask(lambda connection: case_of(connection, person, library, TODAY))
    assert [line.drugs for line in case.lines] == [("pembrolizumab",)]
    assert [course.drugs for course in case.running] == [("pembrolizumab",)]

"""Another regimen from the review page: chosen in the plan, one step, nothing changed when it is left alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from dayhospital.app import open_desk
from dayhospital.domain.course import CourseState, Ending
from dayhospital.domain.session import CancelReason
from dayhospital.queries.courses import courses
from dayhospital.ui.plan.page import CONFIRM, DATES, SLOTS
from dayhospital.ui.plan.regimen_list import REGIMEN as CARD
from dayhospital.ui.plan.slots_step import search
from dayhospital.ui.plan.summary import summary
from dayhospital.ui.review.choices import WHY_CHANGE, Way
from dayhospital.ui.start import Program
from dayhospital.ui.texts import REASONS
from tests.end_to_end.reviewing import CONTROL, NONE, Key, begin, words
from tests.hospital import TODAY


@pytest.fixture
def program(qtbot, hospital):
    begin(hospital, 0, at="10:00", neutrophils=0.9)
    begin(hospital, 1, at="11:00", day=TODAY + timedelta(days=1))
    made = Program(hospital.path, hospital.clock, hospital.library, open_desk)
    made.start("review", TODAY, None, "light", (1440, 900))
    qtbot.waitUntil(lambda: made.pages is not None and made.store.idle, timeout=20_000)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    settle(qtbot, made)
    yield made
    made.window.close()
    for part in (made.window, made.store, made.navigator):
        part.deleteLater()
    qtbot.wait(1)


def settle(qtbot, program):
    for _ in range(2):
        qtbot.waitUntil(lambda: program.store.idle, timeout=20_000)
        qtbot.wait(40)


def press(qtbot, program, key, modifier=NONE):
    qtbot.keyClick(QApplication.focusWidget() or program.window, key, modifier)
    settle(qtbot, program)


def read(hospital, patient=0):
    return hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))


def begin_change(qtbot, program, why=CancelReason.PROGRESSION):
    """Go from the review to the plan by keys, with the reason chosen."""
    press(qtbot, program, Key.Key_C)
    program.pages.review.panel.choices.why.choose(why)
    press(qtbot, program, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: program.window.current_page == "plan-course")
    settle(qtbot, program)
    return program.pages.plan


def choose(qtbot, program, plan, regimen_id):
    model = plan.regimen_step.list.model()
    plan.regimen_step.which.choose("all")
    plan.regimen_step._refill()
    found = [
        model.index(n, 0) for n in range(model.rowCount()) if model.index(n, 0).data(CARD).regimen.id == regimen_id
    ]
    plan.regimen_step.list.setCurrentIndex(found[0])
    plan.go_to(DATES)
    settle(qtbot, program)
    plan.go_to(SLOTS)
    settle(qtbot, program)
    plan.go_to(CONFIRM)


def test_the_reason_is_asked_for_before_another_regimen_is_chosen(qtbot, program):
    review = program.pages.review
    press(qtbot, program, Key.Key_C)
    assert review.panel.choices.way is Way.CHANGE
    assert review.panel.sign.text() == "Choose the regimen…"
    press(qtbot, program, Key.Key_Return, CONTROL)
    assert program.window.current_page == "review"
    assert "Choose why." in words(review.panel)
    assert review.panel.choices.why.hasFocus()


def test_every_reason_to_change_has_words():
    assert set(WHY_CHANGE) <= set(REASONS)


def test_another_regimen_takes_the_place_of_the_running_one_in_one_step(qtbot, program, hospital):
    plan = begin_change(qtbot, program)
    assert plan.title.text() == "Change regimen"
    assert plan.ends.text() == "EC Q3W is stopped when this is saved: Progression"
    assert plan._draft.start == TODAY and plan._draft.case.running == ()
    assert [one.state for one in read(hospital)] == [CourseState.ACTIVE], "nothing is stopped yet"
    choose(qtbot, program, plan, "tc")
    assert ("In place of", plan.ends.text()) in summary(plan._draft)
    plan._save(book=False)
    settle(qtbot, program)
    by_state = {one.regimen_id: one.state for one in read(hospital)}
    assert by_state == {"ec_q3w": CourseState.STOPPED, "tc": CourseState.ACTIVE}
    assert program.window.current_page == "review"
    assert program.window.toast.isVisible()
    program.store.undo()
    settle(qtbot, program)
    assert [(one.regimen_id, one.state) for one in read(hospital)] == [("ec_q3w", CourseState.ACTIVE)]
    assert program.pages.review.row.case.patient.id == hospital.patients[0]


def test_a_change_left_alone_changes_nothing_and_is_there_again(qtbot, program, hospital):
    plan = begin_change(qtbot, program)
    choose(qtbot, program, plan, "tc")
    plan._close()
    settle(qtbot, program)
    assert program.window.current_page == "review"
    assert [(one.regimen_id, one.state) for one in read(hospital)] == [("ec_q3w", CourseState.ACTIVE)]
    assert program.pages.review.panel.choices.way is Way.CHANGE, "what was chosen is still chosen"
    plan = begin_change(qtbot, program, CancelReason.TOXICITY)
    assert plan._draft.regimen.id == "tc"
    assert plan._draft.ending.reason is CancelReason.TOXICITY, "the reason given last counts"


def test_a_plan_of_the_same_patient_does_not_stop_the_course(qtbot, program, hospital):
    plan = begin_change(qtbot, program)
    choose(qtbot, program, plan, "tc")
    plan._close()
    program.navigator.plan(hospital.patients[0])
    settle(qtbot, program)
    assert plan.title.text() == "Plan a course" and not plan.ends.isVisible()
    assert plan._draft.ending is None and plan._draft.regimen is None
    assert [one.regimen_id for one in plan._draft.case.running] == ["ec_q3w"]


def test_planned_doses_of_the_course_that_ends_are_not_counted_for_the_new_one(qtbot, program, hospital):
    plan = begin_change(qtbot, program)
    assert plan._draft.portions == ()
    program.navigator.plan(hospital.patients[0])
    settle(qtbot, program)
    assert len(plan._draft.portions) == 4


def test_the_places_of_the_course_that_ends_are_offered_to_the_new_one(qtbot, program, hospital):
    plan = begin_change(qtbot, program)
    choose(qtbot, program, plan, "tc")
    draft, now = plan._draft, hospital.clock.local()

    def starts(one):
        found = hospital.desk.ask(lambda c: search(c, one, now, hospital.library.drug)).proposals[0]
        return [(offer.span.day, offer.span.start.hour, offer.chair_id) for offer in found.offers]

    running = replace(draft, ending=None)
    assert draft.days[0].planned == TODAY
    assert [hour for day, hour, _ in starts(draft) if day == TODAY] == [8, 9, 10]
    assert [hour for day, hour, _ in starts(running) if day == TODAY] == [12, 13, 14], "she sits elsewhere until then"


def test_the_first_day_is_that_of_the_treatment_decided_about(qtbot, program, hospital):
    (course,) = read(hospital, 1)
    ending = Ending(course.id, TODAY, CancelReason.TOXICITY)
    for start, first in ((TODAY + timedelta(days=1), TODAY + timedelta(days=1)), (TODAY - timedelta(days=3), TODAY)):
        program.navigator.change_regimen(hospital.patients[1], ending, start)
        settle(qtbot, program)
        assert program.pages.plan._draft.start == first, "never a day that has passed"


def test_the_rail_counts_the_patients_who_need_a_decision_and_follows(qtbot, program, hospital):
    button = program.window.rail._buttons["review"]
    qtbot.waitUntil(lambda: button._count == 2, timeout=5000)
    assert button.accessibleDescription() == "2 patients need a decision"
    before = button.grab().toImage()
    press(qtbot, program, Key.Key_D)
    press(qtbot, program, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: button._count == 1, timeout=5000)
    assert button.accessibleDescription() == "1 patient needs a decision"
    press(qtbot, program, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: button._count == 0, timeout=5000)
    assert button.accessibleDescription() == "" and button.grab().toImage() != before


def test_the_rail_follows_what_another_desk_decides(qtbot, program, hospital):
    button = program.window.rail._buttons["review"]
    qtbot.waitUntil(lambda: button._count == 2, timeout=5000)
    begin(hospital, 2, at="12:00")
    program.store.look_elsewhere()
    qtbot.waitUntil(lambda: button._count == 3, timeout=5000)

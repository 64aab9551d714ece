"""The consultant's morning on the review page, from the keys to the database."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.dosing import Amount
from dayhospital.domain.gate import Colour
from dayhospital.domain.hospital import ClosureKind
from dayhospital.domain.result import Result
from dayhospital.queries.courses import courses
from dayhospital.queries.gates import decisions_of, gate_case, toxicities_of
from dayhospital.services.decisions import Decide
from dayhospital.services.patients import RecordWeight
from dayhospital.services.results import RecordResults
from dayhospital.services.sessions import BookExtra
from dayhospital.services.unit import AddClosure
from dayhospital.ui.board.page import BoardPage
from dayhospital.ui.dialogs.lines import LINES
from dayhospital.ui.results.toxicity_dialog import ToxicityDialog
from dayhospital.ui.review.choices import Way
from dayhospital.ui.review.dialogs import SignAllDialog
from dayhospital.ui.review.page import NEEDS, SIGNED, WAITING
from tests.end_to_end.reviewing import CONTROL, WEEK, Key, begin, dialog, opened, press, settle, words
from tests.hospital import TODAY, measure


@pytest.fixture
def days(hospital):
    """One red, one amber by the bands of its rule, one green."""
    red = begin(hospital, 0, at="10:00", neutrophils=0.9)
    amber = begin(hospital, 1, at="11:00", neutrophils=1.2)
    green = begin(hospital, 2, at="12:00")
    return red, amber, green


@pytest.fixture
def page(qtbot, window, days):
    return opened(qtbot, window)


def signed(hospital, day_id):
    made = hospital.desk.ask(lambda c: decisions_of(c, [day_id])).get(day_id, ())
    return made[-1] if made else None


def planned(hospital, patient):
    (course,) = hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))
    return [day.plan.planned for day in course.days]


def test_each_row_comes_with_the_decision_that_fits_it_and_none_is_signed(qtbot, window, hospital, page, days):
    found = []
    for _ in days:
        found.append((page.row.case.treatment_day_id, page.panel.choices.way))
        press(qtbot, window, page, Key.Key_J)
    red, amber, green = days
    assert found == [(red, Way.DEFER), (amber, Way.MODIFY), (green, Way.APPROVE)]
    assert [signed(hospital, day_id) for day_id in days] == [None, None, None]


def test_j_and_k_go_along_and_stop_at_the_ends(qtbot, window, page, days):
    press(qtbot, window, page, Key.Key_K)
    assert page.row.case.treatment_day_id == days[0]
    for _ in range(5):
        press(qtbot, window, page, Key.Key_J)
    assert page.row.case.treatment_day_id == days[2]
    press(qtbot, window, page, Key.Key_K)
    assert page.row.case.treatment_day_id == days[1]


def test_the_red_one_says_why_with_its_source_and_what_a_week_costs(qtbot, window, page):
    shown = words(page.panel)
    assert "Neutrophils 0.9 10⁹/L, needs ≥ 1.5" in shown
    assert any("BC Cancer" in text for text in shown)
    assert "Outside a rule" in shown
    assert "dose intensity stays 100 %" in shown
    assert page.panel.choices.cards[Way.DEFER]._below == "Tue 01-Dec 10:00, A1 is free"


def test_deferring_by_keys_moves_the_course_and_goes_to_the_next_row(qtbot, window, hospital, page, days):
    press(qtbot, window, page, Key.Key_D)
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    made = signed(hospital, days[0])
    assert (made.kind, made.to, made.by, made.colour) == (
        DecisionKind.HOLD,
        TODAY + WEEK,
        "Test, Window",
        Colour.RED,
    )
    assert made.reason == "Neutrophils 0.9 10⁹/L, needs ≥ 1.5"
    assert planned(hospital, 0)[0] == TODAY + WEEK
    assert page.row.case.treatment_day_id == days[1]


def test_another_day_to_defer_to_is_worked_out_before_it_is_signed(qtbot, window, hospital, page, days):
    page.panel.choices.to.day_changed.emit(TODAY + timedelta(days=3))
    settle(qtbot, window)
    assert page.panel.delay.to == TODAY + timedelta(days=3)
    assert page.panel.choices.cards[Way.DEFER].text() == "Defer 3 days"
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[0]).to == TODAY + timedelta(days=3)


def test_approving_against_red_asks_for_a_reason_first(qtbot, window, hospital, page, days):
    press(qtbot, window, page, Key.Key_A)
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[0]) is None
    assert page.panel.choices.reason.hasFocus()
    qtbot.keyClicks(page.panel.choices.reason, "daj recovering")
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    made = signed(hospital, days[0])
    assert (made.kind, made.reason) == (DecisionKind.GO, "daj recovering")


def test_the_dose_of_the_rule_is_offered_first(qtbot, window, hospital, page, days):
    press(qtbot, window, page, Key.Key_J)
    assert page.panel.choices.change.currentText() == "Dose 75 %"
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    made = signed(hospital, days[1])
    assert (made.kind, made.percent) == (DecisionKind.GO_REDUCED, 75)


def test_a_dose_written_by_hand_is_signed_with_its_reason(qtbot, window, hospital, page, days):
    measure(hospital, 2, 168, 65)
    window.store.look_elsewhere()
    settle(qtbot, window)
    page.table.selectRow(2)
    settle(qtbot, window)
    row = page.panel.choices.doses.rows[0]
    assert (page.panel.choices.way, row.amount.text()) == (Way.APPROVE, "160")
    row.amount.selectAll()
    qtbot.keyClicks(row.amount, "140")
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[2]) is None and page.panel.choices.reason.hasFocus()
    qtbot.keyClicks(page.panel.choices.reason, "frail")
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    made = hospital.desk.ask(lambda c: gate_case(c, hospital.library, days[2], hospital.clock.local()))
    assert made.decision.kind is DecisionKind.GO and made.decision.reason == "frail"
    assert made.doses.of("epirubicin").dose.chosen == Amount(140, "mg")


def test_who_goes_on_with_a_lower_dose_is_listed_with_it_before_all_are_signed(qtbot, window, hospital, page):
    begin(hospital, 3, day=TODAY - timedelta(days=21))
    (course,) = hospital.desk.ask(lambda c: courses(c, hospital.patients[3]))
    hospital.do(Decide(course.days[0].id, DecisionKind.GO_REDUCED, 80, reason="fatigue"))
    window.store.look_elsewhere()
    settle(qtbot, window)
    press(qtbot, window, page, Key.Key_A, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    shown = dialog(page, SignAllDialog).list
    lines = " ".join(shown.item(row).data(LINES).second for row in range(shown.count()))
    assert lines.count("80 % of the dose, as the last time") == 1
    dialog(page, SignAllDialog).act.click()
    settle(qtbot, window)
    made = signed(hospital, course.days[1].id)
    assert (made.kind, made.percent, made.reason) == (DecisionKind.GO_REDUCED, 80, "fatigue")


def test_a_figure_that_is_no_dose_is_not_signed(qtbot, window, hospital, page, days):
    page.table.selectRow(2)
    settle(qtbot, window)
    page.panel.choices.doses.rows[0].amount.setText("much")
    said: list[str] = []
    window.navigator.said.connect(lambda sentence, _bad: said.append(sentence))
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[2]) is None
    assert said == ["Write each dose as a figure. Nothing was signed."]


def test_a_lower_dose_against_red_asks_for_a_reason_of_ones_own(qtbot, window, hospital, page, days):
    press(qtbot, window, page, Key.Key_M)
    assert page.panel.choices.reason.text() == ""
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[0]) is None
    qtbot.keyClicks(page.panel.choices.reason, "recovering, weekly from now on")
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[0]).kind is DecisionKind.GO_REDUCED


@pytest.mark.parametrize(
    ("choice", "kind"),
    [("Leave this day out", DecisionKind.OMIT), ("Stop the course: toxicity", DecisionKind.STOP)],
)
def test_leaving_out_and_stopping_are_ways_to_modify(qtbot, window, hospital, page, days, choice, kind):
    press(qtbot, window, page, Key.Key_M)
    page.panel.choices.change.setCurrentText(choice)
    page.panel.choices.reason.setText("")
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[0]) is None, "it needs a reason"
    page.panel.choices.reason.setText("decided with her")
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[0]).kind is kind


def test_the_green_ones_are_listed_and_signed_at_once(qtbot, window, hospital, page, days):
    press(qtbot, window, page, Key.Key_A, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    shown = dialog(page, SignAllDialog)
    assert shown.list.count() == 1 and shown.act.text() == "Sign 1 go"
    shown.act.click()
    settle(qtbot, window)
    assert [signed(hospital, day_id) is not None for day_id in days] == [False, False, True]
    assert not page.sign_all.isEnabled()


def test_nothing_is_signed_when_nothing_is_ticked(qtbot, window, hospital, page, days):
    page.sign_unchanged()
    shown = dialog(page, SignAllDialog)
    shown.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    shown.act.click()
    assert shown.problem.isVisible() and signed(hospital, days[2]) is None


def test_a_toxicity_is_graded_and_turns_the_row(qtbot, window, hospital, page, days):
    page.table.selectRow(2)
    press(qtbot, window, page, Key.Key_T)
    shown = dialog(page, ToxicityDialog)
    shown.act.click()
    assert shown.problem.isVisible(), "a term has to be chosen"
    shown.term.choose("diarrhoea")
    shown.grade.choose("3")
    shown.act.click()
    settle(qtbot, window)
    patient = hospital.patients[2]
    (graded,) = hospital.desk.ask(lambda c: toxicities_of(c, [patient]))[patient]
    assert (graded.term, graded.grade, graded.ctcae.value) == ("diarrhoea", 3, "5.0")
    rows = [row.case.treatment_day_id for row in page._review.needs]
    assert rows == [days[0], days[2], days[1]]


def test_the_signed_ones_can_be_looked_at_and_corrected(qtbot, window, hospital, page, days):
    page.table.selectRow(2)
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    page.tabs.choose(SIGNED)
    page.tabs.chosen.emit(SIGNED)
    settle(qtbot, window)
    assert page.row.case.treatment_day_id == days[2]
    assert any("Test, Window" in text for text in words(page.panel))
    press(qtbot, window, page, Key.Key_D)
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[2]) is not None and signed(hospital, days[2]).kind is DecisionKind.GO, "no reason yet"
    page.panel.choices.reason.setText("wish")
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    assert signed(hospital, days[2]).kind is DecisionKind.HOLD


def test_an_empty_worklist_says_so(qtbot, window, page):
    for key in (WAITING, SIGNED):
        page.tabs.choose(key)
        page.tabs.chosen.emit(key)
        assert page.empty.isVisible()
        assert any("24-Nov" in text or "26-Nov" in text or "signed" in text for text in words(page.empty))
    page.tabs.choose(NEEDS)
    page.tabs.chosen.emit(NEEDS)
    assert not page.empty.isVisible()


def test_results_of_another_desk_are_shown_when_they_are_noticed(qtbot, window, hospital, page, days):
    new = Result("neutrophils", hospital.clock.local() - timedelta(hours=1), 2.5)
    hospital.do(RecordResults(hospital.patients[0], (new,)))
    window.store.look_elsewhere()
    settle(qtbot, window)
    assert page.row.case.treatment_day_id == days[0] and page.row.case.verdict.colour is Colour.GREEN


def test_enter_opens_the_patient(qtbot, window, hospital, page):
    asked: list[int] = []
    window.navigator.patient_asked.connect(asked.append)
    press(qtbot, window, page, Key.Key_Return)
    assert asked == [hospital.patients[0]]


def test_a_closed_day_is_not_proposed(qtbot, window, hospital, page, days):
    hospital.do(AddClosure(TODAY + WEEK, "Team day", ClosureKind.UNIT))
    press(qtbot, window, page, Key.Key_J)
    press(qtbot, window, page, Key.Key_K)
    assert page.panel.delay.to == TODAY + WEEK + timedelta(days=1)
    assert page.panel.choices.cards[Way.DEFER].text() == "Defer 8 days"


def test_the_inspector_of_the_board_shows_the_same_gate_and_follows_a_signature(qtbot, window, hospital, days):
    board = BoardPage(window.context)
    qtbot.addWidget(board)
    board.resize(1376, 900)
    board.show()
    board.go_to(TODAY)
    settle(qtbot, window)
    assert board.shown is not None
    (red,) = [one for one in board.shown.board.sessions if one.treatment.treatment_day_id == days[0]]
    board.inspect(red.id)
    settle(qtbot, window)
    shown = words(board.inspector)
    assert {"Outside a rule", "Neutrophils 0.9 10⁹/L, needs ≥ 1.5", "nobody yet"} <= set(shown)
    assert any("Wait: no go is signed" in text for text in shown)
    measure(hospital, 0, 168, 65)
    window.store.do(Decide(days[0], DecisionKind.GO, reason="recovering"))
    settle(qtbot, window)
    shown = words(board.inspector)
    assert any(text.startswith("Go, Test, Window") for text in shown)
    assert any("EPIrubicin 160 mg, Cyclophosphamide 1000 mg: OK to make" in text for text in shown)
    hospital.do(RecordWeight(hospital.patients[0], TODAY, 80))
    window.store.look_elsewhere()
    settle(qtbot, window)
    shown = words(board.inspector)
    assert any("Wait: the dose was chosen from other figures" in text for text in shown)
    sentence = "EPIrubicin: 160 mg was chosen from the weight of 24-Nov-2026, 65 kg, now 80 kg: 8.0 % off"
    assert sentence in shown


def test_an_extra_session_has_no_gate_in_the_inspector(qtbot, window, hospital):
    start = hospital.at("10:00")
    session_id = hospital.do(BookExtra(hospital.patients[0], "blood_draw", hospital.chairs[0], start))
    board = BoardPage(window.context)
    qtbot.addWidget(board)
    board.show()
    board.go_to(TODAY)
    settle(qtbot, window)
    board.inspect(session_id)
    settle(qtbot, window)
    assert "Go or no-go" not in words(board.inspector)

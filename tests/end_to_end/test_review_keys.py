"""The review page by keyboard and by filter: what is chosen, what stays, what is shown beside the gate."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.lifetime_dose import EarlierDose
from dayhospital.domain.result import Result
from dayhospital.domain.session import CancelReason
from dayhospital.domain.toxicity import CtcaeVersion, Toxicity
from dayhospital.queries.gates import decisions_of, toxicities_of
from dayhospital.queries.requested_tests import requests_of
from dayhospital.services.earlier_doses import RecordEarlierDose
from dayhospital.services.requested_tests import AskForTest, SendSpecimen
from dayhospital.services.results import RecordResults
from dayhospital.services.sessions import BookExtra
from dayhospital.services.toxicities import RecordToxicity
from dayhospital.ui.patients.dose_gauge import LifetimeGauge
from dayhospital.ui.results.toxicity_dialog import ToxicityDialog
from dayhospital.ui.review.choices import KEYS, MODIFYING, Way
from dayhospital.ui.review.dialogs import SignAllDialog, ToxicitiesDialog
from dayhospital.ui.review.filters import Filter
from dayhospital.ui.review.panel import NARROW, WIDTH
from dayhospital.ui.review.rows import LIFETIME, OPEN, PATIENT
from dayhospital.ui.widgets import Label
from tests.end_to_end.reviewing import CONTROL, WEEK, Key, begin, dialog, focus, opened, press, settle, words
from tests.hospital import TODAY

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def days(hospital):
    """One red today, two green: one today, one tomorrow."""
    red = begin(hospital, 0, at="10:00", neutrophils=0.9)
    green = begin(hospital, 1, at="11:00")
    tomorrow = begin(hospital, 2, at="12:00", day=TODAY + timedelta(days=1))
    return red, green, tomorrow


@pytest.fixture
def page(qtbot, window, days):
    return opened(qtbot, window)


def signed(hospital, day_id):
    return hospital.desk.ask(lambda c: decisions_of(c, [day_id])).get(day_id, ())


def shown(page):
    return [page.model.index(n, PATIENT).data().split("\n")[0] for n in range(page.model.rowCount())]


def cell(page, row, column):
    return page.model.index(row, column).data()


@pytest.mark.parametrize(
    ("key", "kind", "percent"),
    [
        (Key.Key_R, DecisionKind.GO_REDUCED, 90),
        (Key.Key_O, DecisionKind.OMIT, None),
        (Key.Key_S, DecisionKind.STOP, None),
    ],
)
def test_lowering_leaving_out_and_stopping_have_keys_of_their_own(
    qtbot, window, hospital, page, days, key, kind, percent
):
    press(qtbot, window, page, key)
    assert page.panel.choices.way is Way.MODIFY
    page.panel.choices.reason.setText("decided with her")
    press(qtbot, window, page, Key.Key_Return, CONTROL)
    (made,) = signed(hospital, days[0])
    assert (made.kind, made.percent) == (kind, percent)


def test_the_same_key_again_offers_the_next_of_its_kind_and_begins_anew_after_the_last(qtbot, window, page):
    found = []
    for _ in range(4):
        press(qtbot, window, page, Key.Key_S)
        found.append(page.panel.choices.change.value().code)
    assert found == [
        CancelReason.PROGRESSION,
        CancelReason.TOXICITY,
        CancelReason.PATIENT_WISH,
        CancelReason.PROGRESSION,
    ]
    press(qtbot, window, page, Key.Key_R)
    assert page.panel.choices.change.value().percent == 90


def test_every_key_is_shown_where_its_choice_is(qtbot, page):
    assert set(KEYS) == set(Way)
    for way, card in page.panel.choices.cards.items():
        assert card.toolTip().endswith(f"  {KEYS[way]}")
    hint = next(text for text in words(page) if text.startswith("J K next"))
    for key in (*KEYS.values(), *MODIFYING.values(), "T", "Enter"):
        assert f" {key} " in f" {hint} "
    assert all(chip.toolTip()[-1].isdigit() for chip in page.filters.chips.values())


def test_letters_typed_into_the_reason_are_letters(qtbot, window, page):
    press(qtbot, window, page, Key.Key_D)
    page.panel.choices.reason.clear()
    page.panel.choices.reason.setFocus()
    qtbot.keyClicks(page.panel.choices.reason, "MaRcOS 12")
    settle(qtbot, window)
    assert page.panel.choices.reason.text() == "MaRcOS 12" and page.panel.choices.way is Way.DEFER


def test_what_was_chosen_and_written_stays_when_the_list_is_read_again(qtbot, window, hospital, page, days):
    press(qtbot, window, page, Key.Key_S)
    page.panel.choices.reason.setText("half a sentence")
    hospital.do(BookExtra(hospital.patients[3], "blood_draw", hospital.chairs[2], hospital.at("15:00")))
    window.store.look_elsewhere()
    settle(qtbot, window)
    assert page.row.case.treatment_day_id == days[0]
    assert (page.panel.choices.way, page.panel.choices.reason.text()) == (Way.MODIFY, "half a sentence")
    new = Result("neutrophils", hospital.clock.local() - timedelta(hours=1), 2.5)
    hospital.do(RecordResults(hospital.patients[0], (new,)))
    window.store.look_elsewhere()
    settle(qtbot, window)
    page.table.selectRow(page.model.place_of(days[0]))
    assert page.panel.choices.way is Way.APPROVE, "another gate is another question"


def test_another_day_to_defer_to_stays_when_the_list_is_read_again(qtbot, window, hospital, page):
    page.panel.choices.to.day_changed.emit(TODAY + timedelta(days=3))
    settle(qtbot, window)
    hospital.do(BookExtra(hospital.patients[3], "blood_draw", hospital.chairs[2], hospital.at("15:00")))
    window.store.look_elsewhere()
    settle(qtbot, window)
    assert page.panel.choices.to.day == TODAY + timedelta(days=3)


def test_filters_turn_by_key_and_narrow_the_list(qtbot, window, page):
    assert shown(page) == ["MEERKOET, Femke", "YILDIZBAHÇE, Élise", "VAN WOLKENSTEYN, Ann-Sofie"]
    press(qtbot, window, page, Key.Key_3)
    assert shown(page) == ["YILDIZBAHÇE, Élise", "VAN WOLKENSTEYN, Ann-Sofie"]
    press(qtbot, window, page, Key.Key_5)
    assert shown(page) == ["VAN WOLKENSTEYN, Ann-Sofie"]
    assert page.filters.chosen == {Filter.GREEN, Filter.TOMORROW}
    press(qtbot, window, page, Key.Key_2)
    press(qtbot, window, page, Key.Key_3)
    assert page.empty.isVisible() and "Nobody here is what the filters ask for" in words(page.empty)
    page.filters.turn(Filter.ALL)
    assert len(shown(page)) == 3 and not page.empty.isVisible()


def test_an_empty_choice_of_filters_is_left_by_key(qtbot, window, page):
    press(qtbot, window, page, Key.Key_2)
    assert page.empty.isVisible()
    press(qtbot, window, page, Key.Key_0)
    assert len(shown(page)) == 3 and page.row is not None


def test_all_green_ones_are_signed_by_keys_alone_but_those_that_are_unticked(qtbot, window, hospital, page, days):
    press(qtbot, window, page, Key.Key_A, CONTROL | SHIFT)
    opened_dialog = dialog(page, SignAllDialog)
    assert opened_dialog.list.count() == 2 and opened_dialog.act.text() == "Sign 2 goes"
    qtbot.waitUntil(opened_dialog.list.hasFocus)
    qtbot.keyClick(opened_dialog.list, Key.Key_Down)
    qtbot.keyClick(opened_dialog.list, Key.Key_Space)
    assert opened_dialog.act.text() == "Sign 1 go"
    qtbot.keyClick(opened_dialog.list, Key.Key_Return)
    settle(qtbot, window)
    assert [len(signed(hospital, day_id)) for day_id in days] == [0, 1, 0]


def test_what_the_filters_leave_out_is_not_signed_with_the_others(qtbot, window, page):
    press(qtbot, window, page, Key.Key_5)
    page.sign_unchanged()
    found = dialog(page, SignAllDialog)
    assert found.list.count() == 1
    assert found.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("VAN WOLKENSTEYN")
    found.reject()
    press(qtbot, window, page, Key.Key_1)
    assert not page.sign_all.isEnabled()


def test_all_green_ones_are_signed_with_the_mouse(qtbot, window, hospital, page, days):
    qtbot.mouseClick(page.sign_all, Qt.MouseButton.LeftButton)
    opened_dialog = dialog(page, SignAllDialog)
    box = opened_dialog.list.visualItemRect(opened_dialog.list.item(0))
    qtbot.mouseClick(opened_dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert opened_dialog.act.text() == "Sign 1 go"
    qtbot.mouseClick(opened_dialog.act, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert [len(signed(hospital, day_id)) for day_id in days] == [0, 0, 1]


def test_name_number_and_birth_date_stand_together_everywhere(qtbot, window, page):
    assert cell(page, 0, PATIENT) == "MEERKOET, Femke\n09-Mar-1981  H 0001"
    assert any("09-Mar-1981" in text and "H 0001" in text for text in words(page.panel))
    page.sign_unchanged()
    first = dialog(page, SignAllDialog)
    assert first.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("YILDIZBAHÇE, Élise  ·  04-Aug-1967")
    assert "H\N{NO-BREAK SPACE}0002" in first.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    first.reject()
    for key, modifier, kind in (
        (Key.Key_T, Qt.KeyboardModifier.NoModifier, ToxicityDialog),
        (Key.Key_T, SHIFT, ToxicitiesDialog),
    ):
        focus(qtbot, page.table)
        press(qtbot, window, page, key, modifier)
        found = dialog(page, kind)
        assert any("09-Mar-1981" in text and "H\N{NO-BREAK SPACE}0001" in text for text in words(found))
        found.reject()


def test_the_lifetime_dose_stands_in_the_list_and_its_gauge_in_the_panel(qtbot, window, hospital, page):
    assert cell(page, 0, LIFETIME) == "0 / 900"
    hospital.do(RecordEarlierDose(hospital.patients[0], EarlierDose("epirubicin", 700, TODAY - 60 * WEEK)))
    window.store.look_elsewhere()
    settle(qtbot, window)
    assert cell(page, 0, LIFETIME) == "700 / 900"
    gauges = [one for one in page.panel.findChildren(LifetimeGauge) if one.isVisibleTo(page.panel)]
    assert len(gauges) == 1 and "With the plan 1060 mg/m² by C4D1" in gauges[0].accessibleName()
    tip = page.model.index(0, LIFETIME).data(Qt.ItemDataRole.ToolTipRole)
    assert "900" in tip and "1060" in tip


@pytest.mark.parametrize(("days_left", "late"), [(0, False), (-1, True)])
def test_a_test_that_is_waited_for_says_since_when_and_until_when(qtbot, window, hospital, page, days_left, late):
    who, due = hospital.patients[0], TODAY + timedelta(days=days_left)
    hospital.do(AskForTest(who, "ctdna", TODAY - 3 * WEEK))
    (request,) = hospital.desk.ask(lambda c: requests_of(c, who))
    hospital.do(SendSpecimen(request, TODAY - 2 * WEEK, due))
    window.store.look_elsewhere()
    settle(qtbot, window)
    day = f"{due.day:02d}-Nov"
    assert cell(page, 0, OPEN) == f"ctDNA\ndue {day}"
    shown_words = words(page.panel)
    assert f"asked 03-Nov, sent 10-Nov, due {day}" in shown_words
    assert ("Overdue" in shown_words) is late and ("Pending" in shown_words) is not late
    red = [one.text() for one in page.panel.findChildren(Label) if one.property("tone") == "critical"]
    assert any("was due on" in text for text in red) is late


def test_all_toxicities_are_listed_corrected_and_taken_away_from_the_review(qtbot, window, hospital, page):
    who = hospital.patients[0]
    hospital.do(RecordToxicity(who, Toxicity("nausea", 2, TODAY - timedelta(days=2), CtcaeVersion.V6)))
    press(qtbot, window, page, Key.Key_T, SHIFT)
    listed = dialog(page, ToxicitiesDialog)
    row = [listed.tab.model.index(0, column).data() for column in range(6)]
    assert row == ["22-Nov-2026", "Nausea", "grade 2", "6.0", "Test, Nurse", ""]
    listed.tab.table.setFocus()
    qtbot.keyClick(listed.tab.table, Key.Key_Return)
    form = dialog(listed, ToxicityDialog)
    assert (form.term.value(), form.grade.key, form.ctcae.value()) == ("nausea", "2", CtcaeVersion.V6)
    form.grade.choose("3")
    form.act.click()
    settle(qtbot, window)
    assert listed.tab.model.index(0, 2).data() == "grade 3" and listed.isVisible()
    assert listed.tab.model.index(0, 4).data() == "Test, Window"
    focus(qtbot, listed.tab.table)
    qtbot.keyClick(listed.tab.table, Key.Key_Delete)
    settle(qtbot, window)
    assert hospital.desk.ask(lambda c: toxicities_of(c, [who]))[who] == ()
    assert listed.tab.empty.isVisible()
    window.store.undo()
    settle(qtbot, window)
    assert listed.tab.model.rowCount() == 1
    qtbot.keyClick(listed, Key.Key_T)
    dialog(listed, ToxicityDialog).reject()


@pytest.mark.parametrize(("width", "panel"), [(1335, NARROW), (1336, WIDTH)])
def test_a_small_window_leaves_the_list_room(qtbot, page, width, panel):
    page.resize(width, 768)
    assert page.panel.width() == panel


def test_a_row_says_in_full_what_its_cells_cut(qtbot, window, hospital, page):
    hospital.do(RecordToxicity(hospital.patients[1], Toxicity("nausea", 1, TODAY)))
    window.store.look_elsewhere()
    settle(qtbot, window)
    tips = [page.model.index(n, 2).data(Qt.ItemDataRole.ToolTipRole) for n in range(page.model.rowCount())]
    assert "Nausea grade 1" in tips
    assert not page.grab().isNull()

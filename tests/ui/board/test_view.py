"""The board under the pointer and the keys: it shows, and says what is wanted."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dayhospital.domain.session import Status
from dayhospital.ui.board.geometry import RowMode
from dayhospital.ui.board.starttime import StartField, parse_time
from tests.ui.board import sample
from tests.ui.board.conftest import Hand, heard, number_of

Key = Qt.Key
NO = Qt.KeyboardModifier.NoModifier


def press(view, key, modifiers=NO) -> None:
    QTest.keyClick(view, key, modifiers)


def shown_text(view) -> str:
    card = view.hover.card
    return card.text if card is not None else ""


# --- pointer ---


def test_a_click_selects_the_card_under_it(view, hand: Hand):
    selected = heard(view.selected)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NO, hand.point("A2", "12:00"))
    assert selected == [number_of("Kamperfoelie")]


def test_each_card_is_hit_in_its_middle(view, hand: Hand):
    board = sample.board_day()
    for one in board.sessions:
        middle = one.span.start + (one.span.end - one.span.start) / 2
        point = hand.point(board.chair(one.chair_id).name, f"{middle:%H:%M}")
        assert view.item_under(QPointF(point)).session.id == one.id


def test_a_click_on_an_empty_place_selects_nothing(view, hand: Hand):
    view.select(3)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NO, hand.point("B8", "17:00"))
    assert view.selected_id is None


def test_a_double_click_opens_a_card(view, hand: Hand):
    opened = heard(view.opened)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, NO, hand.point("B1", "11:00"))
    assert opened == [number_of("Maretak")]


def test_a_double_click_on_an_empty_place_asks_for_a_session_on_the_quarter(view, hand: Hand):
    asked = heard(view.new_session_asked)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, NO, hand.point("B8", "16:50"))
    assert asked == [(sample.CHAIR["B8"].id, sample.at("16:45"))]


def test_a_drag_to_a_free_place_asks_for_the_move(view, hand: Hand):
    asked = heard(view.move_asked)
    hand.drag(hand.point("A1", "14:30"), hand.point("B8", "16:00"))
    (session, chair, start, findings) = asked[0]
    assert (session, chair, findings) == (number_of("Lijsterbes"), sample.CHAIR["B8"].id, ())
    assert start == sample.at("15:30")


def test_a_drag_onto_somebody_else_is_refused_with_the_reason(view, hand: Hand):
    refused, asked = heard(view.refused), heard(view.move_asked)
    hand.drag(hand.point("A1", "14:30"), hand.point("A3", "15:45"))
    assert asked == []
    assert {finding.code for finding in refused[0].verdict.findings} == {"chair-taken"}


def test_a_soft_limit_needs_control(view, hand: Hand):
    asked, refused = heard(view.move_asked), heard(view.refused)
    hand.drag(hand.point("A5", "15:45"), hand.point("A5", "12:25"))
    assert asked == [] and [finding.code for finding in refused[0].verdict.findings] == ["nurse-load"]
    hand.drag(hand.point("A5", "15:45"), hand.point("A5", "12:25"), Qt.KeyboardModifier.ControlModifier)
    assert [finding.code for finding in asked[0][3]] == ["nurse-load"]


def test_escape_puts_a_dragged_card_back(view, hand: Hand):
    asked, dragging = heard(view.move_asked), heard(view.dragging)
    hand.press(hand.point("A1", "14:30"))
    hand.move(hand.point("B8", "16:00"))
    assert dragging == [True]
    press(view, Key.Key_Escape)
    hand.release(hand.point("B8", "16:00"))
    assert asked == [] and dragging == [True, False]


def test_nobody_moves_a_running_infusion(view, hand: Hand):
    dragging = heard(view.dragging)
    hand.drag(hand.point("B1", "11:00"), hand.point("B8", "16:00"))
    assert dragging == []


def test_the_right_edge_asks_for_another_length(view, hand: Hand):
    asked = heard(view.resize_asked)
    end = hand.point("A1", "15:45") - QPoint(2, 0)
    hand.drag(end, hand.point("A1", "16:00") - QPoint(2, 0))
    assert asked == [(number_of("Lijsterbes"), 120, ())]


def test_a_card_let_go_over_the_tray_goes_to_the_pinboard(panel, qtbot):
    hand, asked = Hand(panel.view), heard(panel.view.pinboard_asked)
    outside = panel.view.viewport().mapFrom(panel, panel.tray.geometry().center())
    hand.drag(hand.point("A1", "14:30"), outside)
    assert asked == [number_of("Lijsterbes")]


def test_while_dragging_the_hint_lists_every_check(view, hand: Hand):
    hand.press(hand.point("A1", "14:30"))
    hand.move(hand.point("A3", "15:45"))
    hint = view.carrier._hint
    assert hint.isVisible()
    assert "does not fit" in hint.rows[0].text and "nearest fit" in hint.rows[-1].text
    assert "LIJSTERBES" not in hint.text and "KIEVITSBLOEM, Jo" in hint.text
    press(view, Key.Key_Escape)
    assert view.carrier._hint is None


def test_enter_during_a_drag_takes_the_nearest_fit(view, hand: Hand):
    asked = heard(view.move_asked)
    hand.press(hand.point("A1", "14:30"))
    hand.move(hand.point("A3", "15:45"))
    nearest = view.carrier.machine.nearest
    press(view, Key.Key_Return)
    assert asked[0][1:3] == (nearest.chair_id, nearest.span.start)


def test_the_hover_card_waits_and_shows_two_identifiers(view, hand: Hand, qtbot):
    hand.move(hand.point("B1", "11:00"))
    assert view.hover.card is None
    qtbot.waitUntil(lambda: view.hover.card is not None, timeout=2000)
    text = shown_text(view)
    assert "MARETAK, Femke" in text and "H 0028 036" in text and "12-Jun-1980" in text
    assert "PACLitaxel, 20 of 60 min, then CARBOplatin" in text and "Allergy: penicillin, anaphylaxis" in text


def test_a_click_on_a_bar_lights_up_the_sessions_behind_it(view):
    area = view.parts.strip_area(0)
    point = QPoint(round(view.parts.left + view.scene.geometry.x_of(sample.at("14:05"))), round(area.bottom() - 8))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NO, point)
    starts = {one.span.start for one in sample.board_day().sessions if one.id in view.scene.hits}
    assert starts == {sample.at("14:00")}


# --- keys ---


def test_tab_into_the_board_selects_what_is_near_to_now(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.sendPostedEvents()
    view.keys.enter()
    assert view.session().span.start <= sample.NOW


def test_arrows_walk_and_enter_opens(view):
    opened = heard(view.opened)
    view.select(number_of("Waterwilg"))
    press(view, Key.Key_Right)
    press(view, Key.Key_Down)
    press(view, Key.Key_Return)
    assert opened == [number_of("Kamperfoelie")]


@pytest.mark.parametrize(("key", "name"), [(Key.Key_D, "defer"), (Key.Key_P, "fix"), (Key.Key_Delete, "cancel")])
def test_letters_ask_for_their_action(view, key, name):
    asked = heard(view.action_asked)
    view.select(3)
    press(view, key)
    assert asked == [(3, name)]


def test_space_asks_for_the_next_status(view):
    asked = heard(view.status_asked)
    view.select(number_of("Maretak"))
    press(view, Key.Key_Space)
    assert asked == [(number_of("Maretak"), Status.OBSERVATION)]


def test_b_puts_a_planned_session_on_the_pinboard_and_no_other(view):
    asked = heard(view.pinboard_asked)
    for surname in ("Maretak", "Ribesse"):
        view.select(number_of(surname))
        press(view, Key.Key_B)
    assert asked == [number_of("Ribesse")]


def test_m_arrows_and_enter_move_a_session_by_key(view):
    asked = heard(view.move_asked)
    view.select(number_of("Ribesse"))
    press(view, Key.Key_M)
    for _ in range(3):
        press(view, Key.Key_Right)
    press(view, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.carrier.machine.verdict.landing.span.start == sample.at("15:10")
    press(view, Key.Key_Return)
    assert asked == [(number_of("Ribesse"), sample.CHAIR["B5"].id, sample.at("15:10"), ())]


def test_moving_by_key_is_spoken(view):
    spoken = heard(view.announce)
    view.select(number_of("Ribesse"))
    press(view, Key.Key_M)
    press(view, Key.Key_Down)
    assert spoken and "does not fit" in spoken[-1]


def test_n_goes_to_the_next_fit(view):
    view.select(number_of("Ribesse"))
    press(view, Key.Key_M)
    press(view, Key.Key_Down)
    press(view, Key.Key_N)
    assert view.carrier.machine.verdict.fits


def test_escape_takes_a_move_by_key_back(view):
    asked = heard(view.move_asked)
    view.select(number_of("Ribesse"))
    press(view, Key.Key_M)
    press(view, Key.Key_Right)
    press(view, Key.Key_Escape)
    assert asked == [] and not view.carrier.machine.lifted and view.selected_id == number_of("Ribesse")


def test_a_begun_session_stays_and_says_so(view):
    spoken = heard(view.announce)
    view.select(number_of("Maretak"))
    press(view, Key.Key_M)
    assert not view.carrier.machine.lifted and "stays" in spoken[0]


def test_t_takes_a_typed_start(view):
    asked = heard(view.move_asked)
    view.select(number_of("Ribesse"))
    press(view, Key.Key_T)
    field = view.findChild(StartField)
    field.setText("1450")
    QTest.keyClick(field, Key.Key_Return)
    assert asked == [(number_of("Ribesse"), sample.CHAIR["B5"].id, sample.at("14:50"), ())]


def test_a_start_nobody_understands_is_marked_and_nothing_moves(view):
    asked = heard(view.move_asked)
    view.select(number_of("Ribesse"))
    press(view, Key.Key_T)
    field = view.findChild(StartField)
    field.setText("soon")
    QTest.keyClick(field, Key.Key_Return)
    assert asked == [] and field.property("state") == "error" and field.toolTip()


@pytest.mark.parametrize(
    ("text", "expected"), [("1015", "10:15"), ("9", "09:00"), ("10h05", "10:05"), ("945", "09:45"), ("24:00", None)]
)
def test_times_are_understood_as_people_type_them(text, expected):
    found = parse_time(text)
    assert (f"{found:%H:%M}" if found else None) == expected


def test_numbers_change_the_rows_and_control_zooms(view):
    modes = heard(view.mode_changed)
    press(view, Key.Key_2)
    press(view, Key.Key_3)
    press(view, Key.Key_1)
    assert modes == [RowMode.ROOMY, RowMode.ZOOMED, RowMode.FIT]
    before = view.scene.geometry.px_per_hour
    press(view, Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.scene.geometry.px_per_hour > before
    press(view, Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.scene.geometry.px_per_hour == before and view.zoom is None


def test_home_end_and_full_stop_go_to_first_last_and_now(view):
    press(view, Key.Key_Home)
    assert view.selected_id == number_of("Waterwilg")
    press(view, Key.Key_End)
    assert view.selected_id == number_of("Zegge")
    press(view, Key.Key_Period)
    assert view.session().span.start <= sample.NOW < view.session().span.end


def test_i_shows_the_hover_card_at_once(view):
    view.select(number_of("Maretak"))
    press(view, Key.Key_I)
    assert view.hover.card is not None
    press(view, Key.Key_Escape)
    assert view.hover.card is None

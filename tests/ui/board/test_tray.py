"""The tray: what is to be booked, the pinboard, and the way from there to the board."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from dayhospital.ui.board.drag import Cause
from dayhospital.ui.board.trayitems import due_item, filtered
from dayhospital.ui.board.traylist import spoken
from tests.ui.board import sample
from tests.ui.board.conftest import Hand, heard, number_of

ITEMS = tuple(due_item(due, sample.due_flags(due)) for due in sample.due_days())
LEFT = Qt.MouseButton.LeftButton


def names(items) -> list[str]:
    return [item.patient.label.family_name for item in items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("steenanjer", ["Steenanjer"]),
        ("lore steen", ["Steenanjer"]),
        ("joelle", ["Helmkruidt"]),
        ("<45", ["Bosanemoonse", "Helmkruidt"]),
        ("<1 h", ["Bosanemoonse", "Helmkruidt"]),
        (">3h", ["Wikkelgors", "Fluitekruid"]),
        ("overdue", ["Steenanjer"]),
        ("today", ["Sperwerkruid"]),
        ("tchp port", ["Wikkelgors"]),
        ("1st", ["Wikkelgors"]),
        ("nobody", []),
    ],
)
def test_the_filter_understands_names_tags_and_lengths(text, expected):
    assert names(filtered(ITEMS, text, sample.DAY)) == expected


def test_an_empty_filter_leaves_everything_in_order():
    assert filtered(ITEMS, "  ", sample.DAY) == ITEMS


def test_the_tabs_count(panel):
    panel.tray.show_pinboard(sample.board_day().sessions[60:62], sample.DAY, sample.flags_of, str)
    assert panel.tray.due_tab.accessibleName() == "To book, 10"
    assert panel.tray.pin_tab.accessibleName() == "Pinboard, 2"


def test_the_filter_says_how_many_are_left(panel):
    panel.tray.filter.setText("<45")
    assert panel.tray.count.text() == "2 to place"
    panel.tray.filter.setText("nobody at all")
    assert panel.tray.pages.currentWidget() is panel.tray.due_empty
    assert not panel.tray.propose.isEnabled() and panel.tray.propose.toolTip()


def test_an_empty_pinboard_says_what_it_is_for(panel):
    panel.tray.show_pin_tab()
    assert panel.tray.pages.currentWidget() is panel.tray.pin_empty


def test_a_card_dragged_from_the_tray_is_placed(panel):
    asked, hand = heard(panel.view.place_asked), Hand(panel.view)
    cards = panel.tray.due_list
    start = cards.visualRect(cards.model().index(0)).center()
    target = cards.viewport().mapFromGlobal(panel.view.viewport().mapToGlobal(hand.point("B8", "16:00")))
    QTest.mousePress(cards.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(cards.viewport(), start + QPoint(-8, 0))
    assert panel.view.carrier.machine.lifted and cards.model_of_tray.carried is not None
    QTest.mouseMove(cards.viewport(), target)
    assert panel.view.carrier._ghost.isVisible()
    QTest.mouseRelease(cards.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, target)
    (day, chair, start_time, findings) = asked[0]
    assert (day, chair, findings) == (501, sample.CHAIR["B8"].id, ())
    assert sample.at("15:20") <= start_time <= sample.at("15:45")
    assert cards.model_of_tray.carried is None


def test_a_card_let_go_outside_the_board_stays_in_the_tray(panel):
    asked, refused = heard(panel.view.place_asked), heard(panel.view.refused)
    cards = panel.tray.due_list
    start = cards.visualRect(cards.model().index(0)).center()
    QTest.mousePress(cards.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(cards.viewport(), start + QPoint(0, 12))
    QTest.mouseRelease(cards.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start + QPoint(0, 12))
    assert asked == [] and refused[0].verdict is None


def test_a_double_click_and_enter_plan_a_card(panel):
    asked = heard(panel.tray.plan_asked)
    cards = panel.tray.due_list
    cards.setCurrentIndex(cards.model().index(1))
    QTest.keyClick(cards, Qt.Key.Key_Return)
    assert [due.patient.label.family_name for due in asked] == ["Wikkelgors"]


def test_a_card_of_the_pinboard_is_placed_by_key(panel):
    pinned = sample.board_day().session(number_of("Ribesse"))
    assert pinned is not None
    panel.tray.show_pinboard((pinned,), sample.DAY, sample.flags_of, str)
    assert panel.tray.first_pinned().cargo.cause is Cause.UNPIN
    panel.tray.place_asked.emit(panel.tray.first_pinned().cargo)
    machine = panel.view.carrier.machine
    assert machine.lifted and machine.by_key and machine.verdict.fits
    asked = heard(panel.view.move_asked)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert asked[0][0] == pinned.id


def test_the_current_card_stays_current_when_the_list_is_read_again(panel):
    cards = panel.tray.due_list
    cards.setCurrentIndex(cards.model().index(2))
    panel.tray.show_due(sample.due_days()[1:], sample.DAY, sample.due_flags)
    assert cards.current.patient.label.family_name == "Sperwerkruid"


def test_a_card_is_spoken_with_its_due_day():
    assert spoken(ITEMS[0], sample.DAY) == ("STEENANJER, Lore, EPIrubicin-cyclophosphamide C3D1, 1 h 40, Overdue 1 day")

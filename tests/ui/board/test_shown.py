"""The board's menus, and what it shows as day, size and search change."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dayhospital.domain.session import LEGAL
from dayhospital.ui.board.menu import offered_statuses, session_menu
from dayhospital.ui.widgets.menu import Menu
from tests.ui.board import fakes, sample
from tests.ui.board.conftest import Hand, number_of

Key = Qt.Key


# --- menus ---


def rows(menu: Menu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_the_menu_of_a_card_has_at_most_twelve_rows_and_only_legal_statuses(view):
    for one in view.scene.board.sessions:
        assert len(rows(session_menu(view, one))) <= 12
        assert all(status in LEGAL[one.status] for status in offered_statuses(one))


def test_what_a_menu_refuses_has_a_reason(view):
    menu = session_menu(view, view.scene.board.session(number_of("Maretak")))
    refused = [action for action in menu.actions() if not action.isEnabled() and not action.isSeparator()]
    assert refused and all(action.toolTip() for action in refused)


def test_a_right_click_opens_the_menu_of_the_card(view, hand: Hand):
    point = hand.point("B1", "11:00")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu) and view.selected_id == number_of("Maretak")
    menu.close()


# --- what is shown ---


def test_the_selection_goes_with_its_session(view):
    view.select(3)
    board = sample.board_day()
    view.show_day(replace(board, sessions=tuple(one for one in board.sessions if one.id != 3)), sample.NOW)
    assert view.selected_id is None


def test_a_search_counts_what_it_finds(view):
    assert view.set_search("tchp") == sum(one.treatment.short == "TCHP" for one in sample.board_day().sessions)
    assert view.set_search("") == len(sample.board_day().sessions)


def test_zoom_stays_between_40_and_240_pixels_an_hour(view):
    view.set_zoom(5)
    assert view.scene.geometry.px_per_hour == 40
    view.set_zoom(5000)
    assert view.scene.geometry.px_per_hour == 240


def test_zooming_keeps_the_moment_under_the_pointer(view):
    x = view.parts.left + 500.0
    before = view.scene.geometry.moment_at(view.frame().to_content(x, 0)[0])
    view.zoom_around(x, 2.0)
    after = view.scene.geometry.moment_at(view.frame().to_content(x, 0)[0])
    assert abs((after - before).total_seconds()) < 60


def test_all_22_rows_fit_at_1440_by_900_and_1366_by_768(view):
    for width, height in ((1100, 760), (1050, 640)):
        view.resize(width, height)
        QApplication.sendPostedEvents()
        assert view.scene.geometry.height <= view.frame().grid_height
        assert view.verticalScrollBar().maximum() == 0


def test_a_day_without_chairs_is_a_board_without_rows(view):
    board = replace(sample.board_day(), chairs=(), sessions=(), blocks=())
    view.show_day(board, sample.NOW)
    view.grab()
    QTest.keyClick(view, Key.Key_Period)
    assert view.selected_id is None


def test_showing_the_day_during_a_drag_keeps_the_drag(view, hand: Hand):
    hand.press(hand.point("A1", "14:30"))
    hand.move(hand.point("B8", "16:00"))
    view.show_day(sample.board_day(), sample.NOW)
    assert view.carrier.machine.lifted and view.scene.free is not None
    QTest.keyClick(view, Key.Key_Escape)


def test_the_strips_come_from_the_load(view):
    assert [strip.title for strip in view.scene.strips] == [
        strip.title for strip in fakes.load(sample.board_day(), sample.NOW, None, None)
    ]

"""What is around the grid: header, figures, status bar, side."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from dayhospital.domain.hospital import Closure, ClosureKind
from dayhospital.ui.board.figures import figures_of
from dayhospital.ui.board.geometry import RowMode
from dayhospital.ui.board.look import Delay
from tests.ui.board import sample
from tests.ui.board.conftest import Hand, heard


def delays():
    return {one.id: sample.delay_of(one, sample.NOW) for one in sample.board_day().sessions}


def test_the_figures_are_counted_from_the_day():
    found = figures_of(sample.board_day(), delays())
    assert (found.booked, found.in_treatment, len(found.awaited)) == (80, 15, 3)
    assert found.late == (30, 20)
    assert found.capacity_minutes < 20 * 660


def test_a_session_expected_to_end_after_closing_is_named():
    board = sample.board_day()
    late = next(one for one in board.sessions if one.chair_id == sample.CHAIR["Bed 1"].id and one.span.start.hour == 13)
    found = figures_of(board, {late.id: Delay(late=45, over=45)})
    assert found.over_closing == ("Bed 1",)


def test_a_closed_day_has_no_capacity():
    closed = replace(sample.board_day(), closure=Closure(sample.DAY, "Team day", ClosureKind.UNIT), sessions=())
    assert figures_of(closed, {}).capacity_minutes == 0


def test_the_header_leads_to_other_days(panel):
    asked = heard(panel.header.day_asked)
    for button in (panel.header.before, panel.header.after, panel.header.today):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [date(2026, 11, 23), date(2026, 11, 25), sample.DAY]


def test_the_calendar_picks_a_day(panel):
    asked = heard(panel.header.day_asked)
    popup = panel.header.day.open_calendar()
    popup.calendar.clicked.emit(QDate(2026, 12, 1))
    assert asked == [date(2026, 12, 1)]


def test_the_header_says_day_and_week(panel):
    assert panel.header.day.accessibleName() == "Tuesday 24-Nov-2026, week 48"


def test_search_and_new_session_are_asked_for(panel):
    asked = [heard(signal) for signal in (panel.header.search_asked, panel.header.new_session_asked)]
    QTest.mouseClick(panel.header.search, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.header.new_session, Qt.MouseButton.LeftButton)
    assert [len(one) for one in asked] == [1, 1]


def test_n_without_a_selection_asks_for_a_new_session(panel):
    asked = heard(panel.header.new_session_asked)
    QTest.keyClick(panel.view, Qt.Key.Key_N)
    assert len(asked) == 1


def test_the_slider_and_the_board_agree_on_the_zoom(panel):
    panel.status.slider.setValue(120)
    assert round(panel.view.scene.geometry.px_per_hour) == 120
    panel.view.set_zoom(90)
    assert panel.status.slider.value() == 90


def test_the_status_bar_shows_the_row_mode(panel):
    panel.view.set_row_mode(RowMode.ROOMY)
    assert panel.status.mode.text() == "Roomy rows"


def test_undo_is_offered_only_where_it_can_be_done(panel):
    panel.status.show_last("KAMPERFOELIE moved to A2 11:30")
    assert panel.status.undo.isVisible()
    panel.status.show_last("MARETAK left", undoable=False)
    assert not panel.status.undo.isVisible()


def test_while_dragging_the_status_bar_shows_the_keys_and_then_the_last_change_again(panel):
    panel.status.show_last("MARETAK left", undoable=False)
    panel.tray.lifted.emit(panel.tray.due_list.model_of_tray.items[0].cargo)
    words = [label.text() for label in panel.status.findChildren(QLabel) if label.isVisible()]
    assert "take nearest fit" in words and not panel.status.legend.isVisible()
    panel.view.carrier.cancel()
    assert panel.status.legend.isVisible() and panel.status.last.isVisible() and not panel.status.undo.isVisible()


def test_something_else_can_stand_in_the_trays_place(panel):
    other = QLabel("inspector")
    panel.show_side(other)
    assert not panel.tray.isVisible() and other.isVisible()
    panel.show_side(None)
    assert panel.tray.isVisible() and not other.isVisible()


def test_a_small_window_gives_the_board_more_room(panel):
    wide = panel.tray.width()
    panel.resize(1302, 768)
    assert panel.tray.width() < wide and not panel.figures.nurses.isVisible()


def test_the_window_may_become_as_small_as_1280_by_720(panel):
    assert panel.minimumSizeHint().width() <= 1280 - 64
    assert panel.minimumSizeHint().height() <= 720


def test_a_figure_lights_up_its_sessions_and_again_all(panel):
    QTest.mouseClick(panel.figures.awaited, Qt.MouseButton.LeftButton)
    lit = {one.status.value for one in sample.board_day().sessions if one.id in panel.view.scene.hits}
    assert lit == {"go_awaited"} and len(panel.view.scene.hits) == 3
    QTest.mouseClick(panel.figures.awaited, Qt.MouseButton.LeftButton)
    assert panel.view.scene.hits is None


def test_a_refused_drop_says_why_and_offers_the_next_fit(panel):
    hand, asked = Hand(panel.view), heard(panel.view.move_asked)
    hand.drag(hand.point("A1", "14:30"), hand.point("A3", "15:45"))
    assert panel.toast.message == "A3 15:15–17:00 does not fit"
    panel.toast.acted.emit()
    assert len(asked) == 1 and asked[0][3] == ()


def test_a_soft_limit_may_be_taken_from_the_toast_with_a_reason(panel):
    hand, asked = Hand(panel.view), heard(panel.view.move_asked)
    hand.drag(hand.point("A5", "15:45"), hand.point("A5", "12:25"))
    panel.toast.acted.emit()
    assert [finding.code for finding in asked[0][3]] == ["nurse-load"]


def test_slash_finds_on_the_board_and_enter_steps_through(panel):
    view = panel.view
    QTest.keyClick(view, Qt.Key.Key_Slash)
    view.finder.field.setText("tchp")
    assert view.finder.count.text() == "7 found"
    seen = set()
    for _ in range(7):
        QTest.keyClick(view.finder.field, Qt.Key.Key_Return)
        seen.add(view.selected_id)
    assert seen == set(view.scene.hits)
    QTest.keyClick(view.finder.field, Qt.Key.Key_Escape)
    assert view.scene.hits is None and not view.finder.isVisible()

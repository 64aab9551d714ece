"""A month painted by mouse and keys, from the window to the database and back."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog

from dayhospital.domain.roster import DUTY_KINDS, Absence, DutyKind, entry_of
from dayhospital.domain.span import Span
from dayhospital.queries.roster import roster_month
from dayhospital.queries.unit import planned_shifts, settings
from dayhospital.services.sessions import BookExtra
from dayhospital.services.unit import PlanShift
from dayhospital.ui.board.page import BoardPage
from dayhospital.ui.roster.brushes import CHOOSE, ERASE
from dayhospital.ui.roster.dialogs import KindsDialog, ShiftDialog
from dayhospital.ui.roster.page import RosterPage, month_of
from tests.hospital import TODAY

EARLY, LEAVE = DUTY_KINDS[0], DUTY_KINDS[3]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DAY = date(2026, 12, 7)
"""A Monday; the duties of the tests' hospital end on that day."""


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)
    qtbot.wait(60)
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)


@pytest.fixture
def page(qtbot, window):
    made = RosterPage(window.context)
    qtbot.addWidget(made)
    made.resize(1376, 768)
    made.show()
    made.activateWindow()
    made.go_to(DAY)
    settle(qtbot, window)
    made.grid.setFocus()
    return made


def at(page, row: int, day: date) -> QPoint:
    return page.grid.measures.box((row, page.grid.month.days.index(day))).center().toPoint()


def drag(qtbot, page, first, last):
    view = page.grid.viewport()
    qtbot.mousePress(view, LEFT, NONE, at(page, *first))
    for place in (first, last):
        # The button stays down between press and release; qtbot's move would say that none is.
        event_to(view, at(page, *place))
    qtbot.mouseRelease(view, LEFT, NONE, at(page, *last))


def event_to(view, point):
    place = QPointF(point)
    where = QPointF(view.mapToGlobal(point))
    QApplication.sendEvent(view, QMouseEvent(QEvent.Type.MouseMove, place, where, Qt.MouseButton.NoButton, LEFT, NONE))


def entry(page, row: int, day: date):
    month = page.grid.month
    return month.entry(month.nurses[row].id, day)


def dialog(page, kind):
    return next(child for child in page.findChildren(QDialog) if isinstance(child, kind) and child.isVisible())


def days(first: date, count: int):
    return [first + timedelta(days=offset) for offset in range(count)]


def test_a_brush_dragged_over_days_and_nurses_paints_them_in_one_step_and_control_z_takes_it_back(qtbot, window, page):
    page.brushes.chips[4].click()
    drag(qtbot, page, (0, DAY), (1, DAY + timedelta(days=2)))
    settle(qtbot, window)
    assert window.changes == ["2 nurses: Leave, 3 days from 07-Dec-2026"]
    for row in (0, 1):
        assert [entry(page, row, day).absence for day in days(DAY, 3)] == [Absence("V", "Leave")] * 3
        assert entry(page, row, DAY + timedelta(days=3)).empty
    assert entry(page, 2, DAY).shifts
    window.store.undo()
    settle(qtbot, window)
    assert entry(page, 0, DAY).shifts and entry(page, 0, DAY + timedelta(days=1)).empty


def test_while_the_brush_is_down_nothing_is_written_and_escape_gives_it_up(qtbot, window, page):
    page.brushes.pick(1)
    view = page.grid.viewport()
    qtbot.mousePress(view, LEFT, NONE, at(page, 0, DAY))
    event_to(view, at(page, 0, DAY + timedelta(days=3)))
    assert len(page.grid.chosen) == 4
    qtbot.keyClick(page.grid, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, LEFT, NONE, at(page, 0, DAY + timedelta(days=3)))
    settle(qtbot, window)
    assert window.changes == [] and page.brushes.brush == 1


def test_without_a_brush_the_mouse_only_chooses(qtbot, window, page):
    assert page.brushes.brush == CHOOSE
    drag(qtbot, page, (0, DAY), (2, DAY + timedelta(days=1)))
    settle(qtbot, window)
    assert len(page.grid.chosen) == 6 and window.changes == []


def test_painting_what_stands_there_already_changes_nothing(qtbot, window, page):
    free = DAY + timedelta(days=1)
    page.brushes.pick(4)
    for _ in range(2):
        qtbot.mouseClick(page.grid.viewport(), LEFT, NONE, at(page, 0, free))
        settle(qtbot, window)
    assert len(window.changes) == 1


def test_a_painted_duty_takes_the_nurse_s_usual_chairs(qtbot, window, page):
    free = DAY + timedelta(days=1)
    page.brushes.pick(1)
    qtbot.mouseClick(page.grid.viewport(), LEFT, NONE, at(page, 0, free))
    settle(qtbot, window)
    assert entry(page, 0, free) == entry_of(EARLY, free, frozenset(window.hospital.chairs[:3]))


def test_number_keys_set_and_delete_clears_what_the_arrows_chose(qtbot, window, page):
    grid, free = page.grid, DAY + timedelta(days=1)
    grid.go_to(free)
    qtbot.keyClick(grid, Qt.Key.Key_Right, SHIFT)
    qtbot.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(grid, Qt.Key.Key_4)
    settle(qtbot, window)
    assert page.brushes.brush == 4
    assert [bool(entry(page, row, day).absence) for row in (0, 1, 2) for day in days(free, 3)] == [
        *(True, True, False),
        *(True, True, False),
        *(False, False, False),
    ]
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert all(entry(page, row, day).empty for row in (0, 1) for day in days(free, 2))
    assert len(window.changes) == 2
    qtbot.keyClick(grid, Qt.Key.Key_9)
    settle(qtbot, window)
    assert len(window.changes) == 2 and page.brushes.brush == 4, "there is no ninth kind"


def test_arrows_stop_at_the_edges_and_page_keys_change_the_month(qtbot, window, page):
    grid = page.grid
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.current == (0, 0)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current == (0, 30)
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    settle(qtbot, window)
    assert page.title.text() == "Jan 2027" and grid.current == (0, 0)
    qtbot.keyClick(grid, Qt.Key.Key_PageUp)
    settle(qtbot, window)
    assert page.title.text() == "Dec 2026"
    page.today.click()
    settle(qtbot, window)
    assert page.title.text() == "Nov 2026" and grid.month.days[grid.current[1]] == TODAY


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 12, 31), date(2028, 2, 10)])
def test_a_month_goes_from_its_first_day_to_its_last(day):
    first, last = month_of(day)
    assert (first.day, (last + timedelta(days=1)).day) == (1, 1)
    assert first <= day <= last and (last - first).days < 31


def test_a_copied_week_is_pasted_for_another_nurse_with_absence_and_empty_days(qtbot, window, page):
    grid = page.grid
    page.brushes.pick(4)
    qtbot.mouseClick(grid.viewport(), LEFT, NONE, at(page, 0, DAY + timedelta(days=3)))
    settle(qtbot, window)
    qtbot.keyClick(grid, Qt.Key.Key_C, CONTROL)
    target = DAY + timedelta(days=14)
    grid._move((2, grid.month.days.index(target + timedelta(days=4))), extend=False)
    qtbot.keyClick(grid, Qt.Key.Key_V, CONTROL)
    settle(qtbot, window)
    for offset in range(7):
        day = DAY + timedelta(days=offset)
        assert entry(page, 2, day + timedelta(days=14)) == entry(page, 0, day).on(day + timedelta(days=14))
    assert entry(page, 2, target).shifts and entry(page, 2, target + timedelta(days=3)).absence
    assert len(window.changes) == 2
    window.store.undo()
    settle(qtbot, window)
    assert all(entry(page, 2, target + timedelta(days=offset)).empty for offset in range(7))


def test_days_of_a_copied_week_that_the_month_did_not_show_are_left_alone(qtbot, window, page):
    grid = page.grid
    grid._move((0, 0), extend=False)  # Tue 01-Dec: its Monday is in November
    qtbot.keyClick(grid, Qt.Key.Key_C, CONTROL)
    grid._move((1, grid.month.days.index(DAY)), extend=False)
    qtbot.keyClick(grid, Qt.Key.Key_V, CONTROL)
    settle(qtbot, window)
    assert entry(page, 1, DAY).shifts, "her own Monday"
    tuesday = DAY + timedelta(days=1)
    assert entry(page, 1, tuesday) == entry(page, 0, DAY - timedelta(days=6)).on(tuesday)
    assert entry(page, 1, tuesday).shifts


def test_the_empty_brush_takes_duties_away(qtbot, window, page):
    page.brushes.chips[ERASE].click()
    qtbot.mouseClick(page.grid.viewport(), LEFT, NONE, at(page, 1, DAY))
    settle(qtbot, window)
    assert entry(page, 1, DAY).empty and entry(page, 0, DAY).shifts


def test_enter_opens_the_hours_break_and_chairs_of_a_duty(qtbot, window, page):
    page.grid.go_to(DAY)
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    settle(qtbot, window)
    form = dialog(page, ShiftDialog)
    assert (form.starts.text(), form.ends.text(), form.has_break.isChecked()) == ("07:30", "18:30", False)
    form.ends.setTime(form.starts.time())
    form.act.click()
    assert form.problem.text() == "The duty must end after it starts."
    form.ends.setTime(form.starts.time().addSecs(8 * 3600))
    form.has_break.setChecked(True)
    form.pause_ends.setTime(form.pause_starts.time())
    form.act.click()
    assert "break" in form.problem.text()
    form.pause_ends.setTime(form.pause_starts.time().addSecs(1800))
    for number, box in form.chairs.items():
        box.setChecked(number == window.hospital.injection_room)
    form.act.click()
    settle(qtbot, window)
    (shift,) = entry(page, 0, DAY).shifts
    assert shift.duty == Span.on(DAY, time(7, 30), time(15, 30))
    assert shift.pause == Span.on(DAY, time(12, 15), time(12, 45))
    assert shift.chair_ids == frozenset({window.hospital.injection_room})


def test_a_double_click_with_a_brush_paints_and_then_opens_what_was_painted(qtbot, window, page):
    free = DAY + timedelta(days=1)
    page.brushes.pick(1)
    view, point = page.grid.viewport(), at(page, 0, free)
    qtbot.mouseClick(view, LEFT, NONE, point)
    qtbot.mouseDClick(view, LEFT, NONE, point)
    settle(qtbot, window)
    form = dialog(page, ShiftDialog)
    assert (form.starts.text(), form.pause_starts.text()) == ("07:15", "11:45")
    form.reject()
    assert len(window.changes) == 1


def test_the_kinds_are_edited_and_the_brushes_follow(qtbot, window, page):
    page.brushes.edit.click()
    form = dialog(page, KindsDialog)
    form.rows[6].short.setText("N")
    form.act.click()
    assert not form.problem.isHidden(), "a name is missing"
    form.rows[6].name.setText("Night")
    form.rows[6].hours[0].setText("noon")
    form.act.click()
    assert form.problem.text() == "noon is not a time; write it as 07:15."
    form.rows[6].hours[0].setText("12")
    form.rows[6].hours[1].setText("20:30")
    form.act.click()
    settle(qtbot, window)
    kinds = window.hospital.desk.ask(settings).duty_kinds
    assert kinds == (*DUTY_KINDS, DutyKind("N", "Night", time(12), time(20, 30)))
    assert page.brushes.chips[7].text() == "Night"


def test_a_short_day_is_said_and_the_board_follows_the_roster_at_once(qtbot, window, page):
    hospital = window.hospital
    for patient in range(3):
        start = hospital.at("09:00", DAY)
        hospital.do(BookExtra(hospital.patients[patient], "hydration", hospital.chairs[patient], start, reason="x"))
    board = BoardPage(window.context)
    qtbot.addWidget(board)
    board.go_to(DAY)
    settle(qtbot, window)
    assert board.panel.figures.nurses.accessibleName() == "Nurses: 3"
    page.brushes.pick(4)
    qtbot.mouseClick(page.grid.viewport(), LEFT, NONE, at(page, 0, DAY))
    settle(qtbot, window)
    assert board.panel.figures.nurses.accessibleName() == "Nurses: 2"
    assert page.day.text() == (
        "Mon 07-Dec-2026: 2 nurses on duty, 3 asked for at most: 1 nurse short at 09:00, 15 min in all"
    )
    foot = page.grid.measures
    tip = page.grid.tip_at(foot.box((0, page.grid.month.days.index(DAY))).center())
    assert tip == "Nurse 1, Mon 07-Dec-2026: Leave"
    asked: list[object] = []
    window.navigator.roster_asked.connect(asked.append)
    board.panel.figures.nurses.click()
    board.panel.view.roster_asked.emit()
    assert asked == [DAY, DAY]


def test_a_refused_stroke_is_said_and_leaves_the_month_as_it_is(qtbot, window, page):
    night = Span(
        page.grid.month.settings.hours(DAY + timedelta(days=1)).end,
        page.grid.month.settings.hours(DAY + timedelta(days=2)).end,
    )
    nurse = page.grid.month.nurses[0].id
    window.hospital.do(PlanShift(nurse, night))
    page.brushes.pick(1)
    qtbot.mouseClick(page.grid.viewport(), LEFT, NONE, at(page, 0, DAY + timedelta(days=2)))
    settle(qtbot, window)
    assert window.changes == [] and "on duty then already" in window.refusals[0]
    planned = window.hospital.desk.ask(lambda connection: planned_shifts(connection, DAY, DAY + timedelta(days=2)))
    assert len([one for one in planned if one.shift.nurse.id == nurse]) == 2


def test_a_unit_without_nurses_is_led_to_the_settings(qtbot, window, page):
    month = window.hospital.desk.ask(lambda connection: roster_month(connection, *month_of(DAY)))
    asked: list[object] = []
    window.navigator.page_asked.connect(asked.append)
    page.show_month(replace(month, nurses=(), entries={}))
    assert page.empty.isVisible()
    page.empty.acted.emit()
    assert asked == ["settings"]

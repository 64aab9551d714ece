"""Chairs and nurses out of use, the time zone and the name, from the settings to the database and back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dayhospital.queries.board import board_day
from dayhospital.queries.unit import settings
from dayhospital.services.sessions import BookExtra
from dayhospital.ui.board.page import BoardPage
from dayhospital.ui.settings.page import SettingsPage
from tests.hospital import TODAY


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)
    qtbot.wait(60)
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)


@pytest.fixture
def page(qtbot, window):
    made = SettingsPage(window.context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show()
    settle(qtbot, window)
    return made


def column(table, number: int) -> list[str]:
    return [table.item(row, number).text() for row in range(table.rowCount())]


def test_a_chair_is_taken_out_of_use_and_leaves_the_board_until_it_is_back(qtbot, window, page):
    board = BoardPage(window.context)
    qtbot.addWidget(board)
    settle(qtbot, window)
    page.chairs.table.setCurrentCell(1, 0)
    assert page.chairs.use.text() == "Take out of use"
    page.chairs.use.click()
    settle(qtbot, window)
    assert window.changes == ["Took A2 out of use"]
    assert column(page.chairs.table, 5) == ["in use", "out of use since 24-Nov-2026", "in use", "in use", "in use"]
    assert board.shown is not None
    assert [chair.name for chair in board.shown.board.chairs] == ["A1", "A3", "Bed 1", "Inj 1"]
    assert page.chairs.use.text() == "Use it again"
    page.chairs.use.click()
    settle(qtbot, window)
    assert "out of use since 24-Nov-2026" not in column(page.chairs.table, 5)
    assert len(board.shown.board.chairs) == 5


def test_the_button_says_what_it_does_to_the_chosen_row(qtbot, window, page):
    page.chairs.table.setCurrentCell(0, 0)
    page.chairs.use.click()
    settle(qtbot, window)
    assert page.chairs.use.text() == "Use it again"
    page.chairs.table.setCurrentCell(1, 0)
    assert page.chairs.use.text() == "Take out of use"


def test_a_chair_with_a_session_to_come_is_refused_in_a_plain_sentence(qtbot, window, page):
    hospital, day = window.hospital, TODAY + timedelta(days=3)
    start = hospital.at("10:00", day)
    hospital.do(BookExtra(hospital.patients[0], "hydration", hospital.chairs[0], start, reason="x"))
    page.chairs.table.setCurrentCell(0, 0)
    page.chairs.use.click()
    settle(qtbot, window)
    assert window.refusals == [
        "A1 has 1 session to come on Fri 27-Nov-2026. "
        "It stays in use; move what is booked or on the pinboard to another chair first."
    ]
    assert len(hospital.desk.ask(lambda connection: board_day(connection, day)).chairs) == 5


def test_a_nurse_is_taken_off_the_list_with_her_duties_and_brought_back(qtbot, window, page):
    page.nurses.table.setCurrentCell(0, 0)
    page.nurses.use.click()
    settle(qtbot, window)
    assert window.changes == ["Took Nurse 1 off the list, with 9 duties to come"]
    assert column(page.nurses.table, 2) == ["until 24-Nov-2026", "yes", "yes"]
    assert page.nurses.use.text() == "Works here again"
    page.nurses.use.click()
    settle(qtbot, window)
    assert column(page.nurses.table, 2) == ["yes"] * 3


def test_the_nurses_lead_to_the_roster_of_today(window, page):
    asked: list[object] = []
    window.navigator.roster_asked.connect(asked.append)
    page.nurses.roster.click()
    assert asked == [TODAY]


def test_the_time_zone_is_chosen_from_the_list_and_moves_the_clock(qtbot, window, page):
    page.unit.zone.choose("America/New_York")
    page.unit.save.click()
    settle(qtbot, window)
    assert window.hospital.desk.ask(settings).zone == "America/New_York"
    assert window.context.clock.local().hour == 2
    window.store.undo()
    settle(qtbot, window)
    assert page.unit.zone.value() == "Europe/Brussels"
    assert window.context.clock.local().hour == 8


def test_a_zone_that_is_not_in_the_list_stays_what_it_is(page):
    found = replace(page.unit._settings, zone="Etc/GMT-1")
    page.unit.show_settings(found)
    assert page.unit.zone.value() == "Etc/GMT-1"
    command = page.unit.command()
    assert command is not None and command.settings == found


def test_a_new_name_stamps_the_next_deed(qtbot, window, page):
    page.view.name.setText("Hautem, Eva")
    page.view.name.editingFinished.emit()
    page.chairs.table.setCurrentCell(0, 0)
    page.chairs.use.click()
    settle(qtbot, window)

    def newest(connection):
        return connection.exec_driver_sql('SELECT "by" FROM journal_entries ORDER BY id DESC LIMIT 1').scalar()

    assert window.hospital.desk.ask(newest) == "Hautem, Eva"

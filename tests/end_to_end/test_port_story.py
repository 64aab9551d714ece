"""A port from the wish to the flush, and a reaction, from the window to the database and back."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from dayhospital.clinical.port_use import FLUSH_REGIMEN
from dayhospital.domain.patient import Side
from dayhospital.domain.session import Status
from dayhospital.queries.board import board_day
from dayhospital.queries.ports import port_log
from dayhospital.services.patients import RecordPort
from dayhospital.services.sessions import BookDay
from dayhospital.services.status import ChangeStatus
from dayhospital.ui.board.page import BoardPage
from dayhospital.ui.dialogs.care import PortEventDialog, ReactionDialog, VeinDialog
from dayhospital.ui.dialogs.new_session import NewSessionDialog
from dayhospital.ui.patients.page import PatientPage
from dayhospital.ui.patients.port_acts import CancelReferralDialog
from dayhospital.ui.patients.ports_page import PortsPage
from tests.hospital import TODAY


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)
    qtbot.wait(120)
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)


def dialog(page, kind):
    found = [child for child in page.findChildren(QDialog) if isinstance(child, kind) and child.isVisible()]
    assert len(found) == 1, f"one {kind.__name__} is open"
    return found[0]


def said(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def press(widget, words):
    (found,) = [one for one in widget.findChildren(QPushButton) if one.text() == words and one.isVisibleTo(widget)]
    found.click()


def seated(hospital, *statuses):
    """Book doxorubicin for today and bring the patient as far as the statuses say."""
    hospital.start(0, "ddac_wp")
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    booked = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("08:00"), reason="for the test"))
    for status in statuses:
        hospital.do(ChangeStatus(booked, status, "for the test"))
    return booked


@pytest.fixture
def board(qtbot, window):
    made = BoardPage(window.context)
    qtbot.addWidget(made)
    made.resize(1376, 900)
    made.show()
    made.go_to(TODAY)
    qtbot.waitUntil(lambda: made.shown is not None)
    return made


def test_a_port_is_asked_for_in_one_step_from_the_page_of_the_patient(qtbot, window, hospital):
    hospital.start(0, "ddac_wp", day=TODAY + timedelta(days=7))
    page = PatientPage(window.context)
    qtbot.addWidget(page)
    page.resize(1376, 900)
    page.show()
    page.show_patient(hospital.patients[0])
    settle(qtbot, window)
    press(page.side, "Ask for a port")
    settle(qtbot, window)
    assert window.changes == ["Asked for a port for MEERKOET, Femke"]
    assert "Asked for on 24-Nov-2026 by Test, Window" in said(page.side)
    press(page.side, "Call off…")
    dialog(page, CancelReferralDialog).note.setText("declined")
    dialog(page, CancelReferralDialog).accept()
    settle(qtbot, window)
    window.store.undo()
    settle(qtbot, window)
    assert "Asked for on 24-Nov-2026 by Test, Window" in said(page.side)
    assert window.refusals == []


def test_a_flush_is_recorded_from_the_page_of_the_patient(qtbot, window, hospital):
    used = TODAY - timedelta(days=60)
    hospital.do(RecordPort(hospital.patients[0], Side.RIGHT, used, used))
    page = PatientPage(window.context)
    qtbot.addWidget(page)
    page.show()
    page.show_patient(hospital.patients[0])
    settle(qtbot, window)
    press(page.side, "Record use…")
    dialog(page, PortEventDialog).accept()
    settle(qtbot, window)
    assert [line.day for line in hospital.desk.ask(lambda c: port_log(c, hospital.patients[0]))] == [TODAY]
    assert "Flush due 05-Jan-2027" in said(page.side)


def test_a_flush_is_booked_with_two_presses_and_leaves_the_list(qtbot, window, hospital):
    used = TODAY - timedelta(days=60)
    hospital.do(RecordPort(hospital.patients[0], Side.RIGHT, used, used))
    page = PortsPage(window.context)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, window)
    assert page.model.rowCount() == 1
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle(qtbot, window)
    dialog(page, NewSessionDialog).act.click()
    settle(qtbot, window)
    assert page.model.rowCount() == 0
    (booked,) = hospital.desk.ask(lambda connection: board_day(connection, TODAY)).sessions
    assert booked.treatment.regimen_id == FLUSH_REGIMEN
    assert window.refusals == []


def test_a_vesicant_without_access_asks_why_until_a_vein_was_checked(qtbot, window, hospital, board):
    booked = seated(hospital, Status.ARRIVED, Status.RELEASED)
    board.read()
    settle(qtbot, window)
    board.inspect(booked)
    assert any(one.startswith("STOP: DOXOrubicin") for one in said(board.inspector))
    with qtbot.waitSignal(window.store.reason_needed) as asked:
        board.deeds.change_status(booked, Status.IN_TREATMENT)
    assert [one.code for one in asked.args[1]] == ["vesicant-no-access"]
    press(board.inspector, "Vein checked…")
    dialog(board, VeinDialog).site.setText("left forearm, 20 G")
    dialog(board, VeinDialog).accept()
    settle(qtbot, window)
    assert any("left forearm, 20 G" in one for one in said(board.inspector))
    board.deeds.change_status(booked, Status.IN_TREATMENT)
    settle(qtbot, window)
    assert board.session(booked).status is Status.IN_TREATMENT


def test_a_reaction_is_recorded_beside_the_board_and_shown(qtbot, window, hospital, board):
    booked = seated(hospital, Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT)
    board.read()
    settle(qtbot, window)
    ends = board.session(booked).span.end
    board.inspect(booked)
    press(board.inspector, "Reaction…")
    asked = dialog(board, ReactionDialog)
    asked.grade.choose(2)
    asked.accept()
    settle(qtbot, window)
    assert board.session(booked).span.end == ends + timedelta(minutes=60)
    assert any("grade 2" in one for one in said(board.inspector))
    assert window.changes[-1].startswith("MEERKOET, Femke: reaction to ")
    assert window.refusals == []

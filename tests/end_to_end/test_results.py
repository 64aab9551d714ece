"""Results and tests that are waited for, from the window to the database and back."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from dayhospital.queries.requested_tests import requests_of
from dayhospital.queries.results import results_of
from dayhospital.ui.patients.page import PatientPage
from dayhospital.ui.results.lab_dialog import LabDialog
from dayhospital.ui.results.marker_dialog import ReportDialog
from dayhospital.ui.results.request_dialogs import AskTestDialog, SendDialog
from tests.hospital import TODAY


@pytest.fixture
def page(qtbot, window, hospital):
    made = PatientPage(window.context)
    qtbot.addWidget(made)
    made.resize(1376, 900)
    made.show()
    made.show_patient(hospital.patients[0])
    qtbot.waitUntil(lambda: made.record is not None, timeout=20_000)
    return made


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)
    qtbot.wait(30)
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)


def dialog(page, kind):
    found = [one for one in page.findChildren(QDialog) if isinstance(one, kind) and one.isVisible()]
    assert len(found) == 1
    return found[0]


def press(widget, text):
    found = [one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(widget)]
    assert len(found) == 1, text
    found[0].click()


def kept(hospital):
    return hospital.desk.ask(lambda connection: results_of(connection, hospital.patients[0]))


def test_counts_are_typed_once_seen_at_once_and_undone(qtbot, window, hospital, page):
    press(page.side, "Record results…")
    sheet = dialog(page, LabDialog)
    sheet.when.time.setText("07:50")
    sheet.entries["neutrophils"].field.setText("0.8")
    sheet.entries["creatinine"].field.setText("1")
    sheet.entries["creatinine"].unit.choose("mg/dL")
    sheet.accept()
    settle(qtbot, window)
    assert window.refusals == []
    assert window.changes == ["Recorded 2 results of MEERKOET, Femke"]
    found = kept(hospital)
    assert found.latest("creatinine").value == pytest.approx(88.42)
    assert found.latest("neutrophils").at == datetime(2026, 11, 24, 7, 50)
    assert [row.title for row in page.labs.model.rows] == [
        "Blood counts and clotting",
        "Neutrophils",
        "Chemistry",
        "Creatinine",
    ]
    window.store.undo()
    settle(qtbot, window)
    assert kept(hospital).all() == ()
    assert page.labs.model.rows == ()


def test_an_implausible_count_is_kept_after_one_question(qtbot, window, hospital, page):
    press(page.side, "Record results…")
    sheet = dialog(page, LabDialog)
    sheet.when.time.setText("07:50")
    sheet.entries["neutrophils"].field.setText("180")
    sheet.accept()
    sheet.accept()
    settle(qtbot, window)
    assert window.refusals == []
    assert kept(hospital).latest("neutrophils").value == 180.0


def test_a_test_is_asked_for_sent_and_closed_by_its_report(qtbot, window, hospital, page):
    def request():
        (found,) = hospital.desk.ask(lambda connection: requests_of(connection, hospital.patients[0]))
        return found

    press(page.overview, "Ask for a test…")
    asked = dialog(page, AskTestDialog)
    asked.by.setText("Dr Rietzanger")
    asked.test.setCurrentIndex(1)
    asked.day.set_day(TODAY - timedelta(days=14))
    asked.accept()
    settle(qtbot, window)
    page.tabs.setCurrentIndex(4)
    press(page.markers.requests, "Sent…")
    sending = dialog(page, SendDialog)
    sending.sent.set_day(TODAY - timedelta(days=12))
    sending.due.set_day(TODAY + timedelta(days=2))
    sending.accept()
    settle(qtbot, window)
    press(page.markers.requests, "Enter result…")
    report = dialog(page, ReportDialog)
    report.entries["esr1"][0].answer.choose("pathogenic")
    report.accept()
    settle(qtbot, window)
    assert window.refusals == []
    assert request().resulted_on == TODAY
    assert kept(hospital).latest("esr1").answer == "pathogenic"
    assert page.markers.model.rowCount() == 1
    window.store.undo()
    settle(qtbot, window)
    assert request().open
    assert kept(hospital).all() == ()

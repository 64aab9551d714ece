"""Toxicities on the patient page, from the keys to the database and back by undo."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from dayhospital.domain.toxicity import CtcaeVersion, Toxicity
from dayhospital.queries.gates import toxicities_of
from dayhospital.services.toxicities import EditToxicity, RecordToxicity
from dayhospital.ui.patients.page import PatientPage
from dayhospital.ui.results.toxicity_dialog import ToxicityDialog
from dayhospital.ui.theme import holder
from dayhospital.ui.widgets import Label
from tests.end_to_end.reviewing import Key, dialog, focus, settle
from tests.hospital import TODAY


@pytest.fixture
def page(qtbot, window, hospital):
    made = PatientPage(window.context)
    qtbot.addWidget(made)
    made.resize(1376, 900)
    made.show()
    made.activateWindow()
    made.show_patient(hospital.patients[0])
    qtbot.waitUntil(lambda: made.record is not None, timeout=20_000)
    made.tabs.setCurrentIndex([made.tabs.tabText(n) for n in range(made.tabs.count())].index("Toxicity"))
    return made


def kept(hospital):
    who = hospital.patients[0]
    return [(one.term, one.grade) for one in hospital.desk.ask(lambda c: toxicities_of(c, [who]))[who]]


def rows(page):
    model = page.toxicity.model
    return [[model.index(n, column).data() for column in range(5)] for n in range(model.rowCount())]


def test_without_any_the_page_says_so_and_offers_to_grade_one(qtbot, window, hospital, page):
    assert page.toxicity.empty.isVisible() and not page.toxicity.record.isVisible()
    page.toxicity.empty.acted.emit()
    form = dialog(page, ToxicityDialog)
    form.term.choose("diarrhoea")
    form.grade.choose("3")
    form.ctcae.choose(CtcaeVersion.V6)
    form.act.click()
    settle(qtbot, window)
    assert kept(hospital) == [("diarrhoea", 3)]
    assert rows(page) == [["24-Nov-2026", "Diarrhoea", "grade 3", "6.0", "Test, Window"]]
    assert page.toxicity.table.isVisible()


def test_a_grade_is_corrected_taken_away_and_brought_back(qtbot, window, hospital, page):
    hospital.do(RecordToxicity(hospital.patients[0], Toxicity("nausea", 2, TODAY, note="at night")))
    window.store.look_elsewhere()
    settle(qtbot, window)
    table = page.toxicity.table
    table.setFocus()
    qtbot.keyClick(table, Key.Key_Return)
    form = dialog(page, ToxicityDialog)
    assert (form.term.value(), form.grade.key, form.day.day, form.note.text()) == ("nausea", "2", TODAY, "at night")
    form.grade.choose("0")
    form.act.click()
    settle(qtbot, window)
    assert kept(hospital) == [("nausea", 0)] and rows(page)[0][2] == "over"
    focus(qtbot, table)
    qtbot.keyClick(table, Key.Key_Delete)
    settle(qtbot, window)
    assert kept(hospital) == [] and page.toxicity.empty.isVisible()
    window.store.undo()
    settle(qtbot, window)
    window.store.undo()
    settle(qtbot, window)
    assert kept(hospital) == [("nausea", 2)] and rows(page)[0][2] == "grade 2"


def test_t_opens_the_form_and_both_identifiers_stand_in_it(qtbot, window, hospital, page):
    page.toxicity.setFocus()
    qtbot.keyClick(page, Key.Key_T)
    form = dialog(page, ToxicityDialog)
    texts = [label.text() for label in form.findChildren(Label)]
    assert any("09-Mar-1981" in text and "H\N{NO-BREAK SPACE}0001" in text for text in texts)
    form.day.set_day(None)
    form.term.choose("nausea")
    form.act.click()
    assert form.problem.isVisible() and kept(hospital) == []


def test_somebody_else_who_corrected_it_meanwhile_is_not_overwritten(qtbot, window, hospital, page):
    hospital.do(RecordToxicity(hospital.patients[0], Toxicity("nausea", 2, TODAY)))
    window.store.look_elsewhere()
    settle(qtbot, window)
    page.toxicity.table.activated.emit(page.toxicity.model.index(0, 0))
    form = dialog(page, ToxicityDialog)
    (row,) = hospital.desk.ask(lambda c: toxicities_of(c, [hospital.patients[0]]))[hospital.patients[0]]
    hospital.do(EditToxicity(replace(row, grade=4)))
    form.grade.choose("1")
    form.act.click()
    settle(qtbot, window)
    assert len(window.refusals) == 1 and kept(hospital) == [("nausea", 4)]


@pytest.mark.parametrize(("grade", "status"), [(1, None), (2, "warn"), (3, "critical"), (5, "critical")])
def test_grades_that_count_stand_out_from_two_on_and_old_ones_are_dimmed(qtbot, window, hospital, page, grade, status):
    who = hospital.patients[0]
    hospital.do(RecordToxicity(who, Toxicity("nausea", 4, TODAY - timedelta(days=3))))
    hospital.do(RecordToxicity(who, Toxicity("nausea", grade, TODAY)))
    window.store.look_elsewhere()
    settle(qtbot, window)
    model, theme = page.toxicity.model, holder().theme
    newest = model.index(0, 2).data(Qt.ItemDataRole.ForegroundRole)
    assert newest == (None if status is None else theme.status(status).text)
    assert model.index(1, 2).data(Qt.ItemDataRole.ForegroundRole) == theme.text3
    assert not [one for one in page.findChildren(QDialog) if one.isVisible()]

"""The patient list: what a row says, what keys do, what stands there when nobody is found."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from dayhospital.domain.changes import Changes
from dayhospital.queries.patients import PatientRow
from dayhospital.ui.patients.list_page import BORN, MOST, NAME, NEXT, NUMBERS, REGIMEN, PatientsPage
from tests.ui.patients import people
from tests.ui.recorder import heard


@pytest.fixture
def page(qtbot, context, store):
    made = PatientsPage(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show()
    store.answer(people.rows())
    return made


def texts(page, row):
    return [page.model.index(row, column).data() for column in (NAME, BORN, NUMBERS, REGIMEN, NEXT)]


def test_a_row_says_who_it_is_with_two_numbers_and_when_she_comes_next(page):
    assert texts(page, 0) == [
        "KWIATKÓWNA, Élise",
        "30-Dec-1975  50 y",
        "H 0204 990\n75.12.30-000.28",
        "TCHP",
        "today 14:15  Bed 1",
    ]
    assert texts(page, 1)[NEXT] == ""


def test_no_cell_of_the_list_is_wider_than_its_column_at_the_small_size(page):
    metrics = page.table.fontMetrics()
    for column in (BORN, NEXT):
        widest = max(metrics.horizontalAdvance(str(page.model.index(row, column).data())) for row in range(2))
        assert widest <= page.table.columnWidth(column) - 20
    assert page.table.horizontalScrollBar().maximum() == 0


def test_typing_searches_and_an_answer_to_an_older_text_is_dropped(qtbot, page, store):
    qtbot.keyClicks(page.search, "kw")
    qtbot.waitUntil(lambda: len(store.asked) == 1)
    show = store.asked.pop()[2]
    page.search.setText("kwi")
    show(())
    assert page.model.rowCount() == 2


def test_enter_in_the_search_field_opens_the_first_patient_found(qtbot, page, context):
    opened = heard(context.navigator.patient_asked)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert opened == [8]


def test_the_table_is_walked_with_arrows_opened_with_enter_and_letters_go_to_the_search(qtbot, page, context):
    opened = heard(context.navigator.patient_asked)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened == [7]
    qtbot.keyClick(page.table, Qt.Key.Key_V)
    assert page.search.text() == "v"


def test_nobody_found_says_so_and_offers_a_new_patient(page, context, store):
    asked = heard(context.navigator.new_patient_asked)
    page.search.setText("xyz")
    page.show_rows("xyz", ())
    assert page.empty.isVisible()
    page.empty.acted.emit()
    assert len(asked) == 1


def test_a_full_list_says_that_there_are_more(page):
    rows = tuple(replace(people.rows()[0], label=replace(people.SECOND, id=100 + number)) for number in range(MOST))
    page.show_rows("", rows)
    assert page.remark.text() == "The first 200; type to narrow"


def test_the_list_reads_again_when_a_patient_changed_and_not_for_a_chair(qtbot, page, store):
    store.changed.emit(Changes("Added A9", frozenset({"chairs"}), frozenset(), frozenset()))
    qtbot.wait(120)
    assert store.asked == []
    store.changed.emit(Changes("Saved", frozenset({"patients"}), frozenset(), frozenset({7})))
    qtbot.waitUntil(lambda: len(store.asked) == 1)


def test_a_row_without_regimen_or_session_leaves_its_cells_empty(page):
    page.show_rows("", (PatientRow(people.LABEL, "", "", "", "", False, people.patient().allergy_status),))
    assert texts(page, 0)[REGIMEN:] == ["", ""]
    assert not page.grab().isNull()

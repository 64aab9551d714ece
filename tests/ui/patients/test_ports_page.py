"""The ports to flush: what a row says, what is left out, and a flush booked with two presses."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from dayhospital.clinical.port_use import FLUSH_REGIMEN
from dayhospital.domain.changes import Changes
from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.patient import Port, Side
from dayhospital.domain.span import Span
from dayhospital.queries.ports import PortRow
from dayhospital.scheduling.offers import Offer
from dayhospital.services.patients import RecordPort
from dayhospital.services.sessions import BookExtra
from dayhospital.ui.dialogs.new_session import Extra, NewSessionDialog
from dayhospital.ui.patients.ports_page import (
    BORN,
    DUE,
    LAST,
    NAME,
    NEXT,
    NUMBER,
    PORT,
    REMARK,
    PlaceFound,
    PortsPage,
    find_place,
    judged,
    read_ports,
    state_chip,
)
from dayhospital.ui.patients.tables import ROW
from tests.hospital import build
from tests.ui.patients import people
from tests.ui.recorder import heard

TODAY = people.TODAY


def row(days_unused=43, next_use=None, planned=True, label=people.LABEL, last_drug=None):
    used = TODAY - timedelta(days=days_unused)
    port = Port(Side.RIGHT, date(2026, 1, 5), date(2026, 1, 6), used)
    return PortRow(label, port, None, last_drug, next_use, None, planned)


def flush(**more):
    return judged(row(**more), 42, TODAY)


@pytest.fixture
def page(qtbot, context, store):
    made = PortsPage(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show()
    store.answer((flush(), flush(days_unused=10, label=people.SECOND)))
    return made


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [
        (27, "From 25-Nov", "neutral"),
        (28, "Due, by 08-Dec", "info"),
        (42, "Due, by 24-Nov", "info"),
        (43, "Overdue 1 day", "warn"),
        (83, "Overdue 41 days", "warn"),
        (84, "12 weeks unused", "critical"),
    ],
)
def test_how_pressing_a_flush_is_stands_in_words_and_kind(days, words, kind):
    assert state_chip(flush(days_unused=days), TODAY) == (words, kind)


@pytest.mark.parametrize(
    ("unused", "next_in", "covered"),
    [
        (43, 13, True),
        (43, 14, False),
        (90, 7, True),
        (90, 8, False),
        (28, 28, True),
        (28, 29, False),
        (43, None, False),
    ],
)
def test_what_is_booked_in_time_covers_a_flush(unused, next_in, covered):
    next_use = None if next_in is None else TODAY + timedelta(days=next_in)
    found = flush(days_unused=unused, next_use=next_use)
    assert found.covered is covered
    assert found.to_flush is not covered
    if covered:
        assert state_chip(found, TODAY)[1] == "ok"


@pytest.mark.parametrize(("planned", "asked"), [(True, False), (False, True)])
def test_a_port_nobody_needs_is_remarked(planned, asked):
    assert flush(planned=planned).ask_removal is asked


def test_the_list_shows_what_waits_and_the_chip_turns_it_into_all(page):
    assert page.model.rowCount() == 1
    assert page.remark.text() == "1 overdue, 1 to flush, 2 ports in place"
    texts = [page.model.index(0, column).data() for column in (NAME, PORT, LAST, DUE, NEXT, REMARK)]
    assert texts == [people.LABEL.name, "right, 05-Jan-2026", "12-Oct-2026", "23-Nov-2026", "none booked", ""]
    page.only.click()
    assert page.model.rowCount() == 2


def test_every_row_has_two_identifiers_beside_the_name(page):
    texts = [page.model.data(page.model.index(0, column)) for column in (NAME, BORN, NUMBER)]
    shown = page.model.data(page.model.index(0, NAME), ROW).row.label
    assert texts[0] == shown.name and texts[1].startswith(day_text(shown.birth_date)) and texts[2]


def test_no_cell_is_wider_than_its_column(page):
    page.only.click()
    metrics = page.table.fontMetrics()
    for column in (PORT, LAST, DUE, NEXT):
        widest = max(metrics.horizontalAdvance(str(page.model.index(one, column).data())) for one in range(2))
        assert widest <= page.table.columnWidth(column) - 20


def test_without_anything_to_do_the_page_says_so(page):
    page.show_rows((flush(days_unused=10),))
    assert page.empty.isVisible()
    page.book()
    page.show_rows(())
    assert page.remark.text().startswith("0 overdue")


def test_enter_finds_a_place_and_a_second_press_books_it(qtbot, page, store):
    store.asked.clear()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    start = datetime(2026, 11, 25, 9, 15)
    extra = Extra(FLUSH_REGIMEN, "Port flush", 45)
    offer = Offer(1, Span.lasting(start, 45), (), 0.0)
    store.answer(PlaceFound(row(), start.date(), extra, people.CHAIRS, offer))
    dialog = next(one for one in page.findChildren(NewSessionDialog) if one.isVisible())
    assert dialog.what.currentText() == "Port flush"
    dialog.accept()
    assert store.done == [BookExtra(7, FLUSH_REGIMEN, 1, start, 45)]


def test_without_a_free_place_the_dialog_says_so(page, store):
    page.book()
    store.answer(PlaceFound(row(), TODAY, Extra(FLUSH_REGIMEN, "Port flush", 45), people.CHAIRS, None))
    dialog = next(one for one in page.findChildren(NewSessionDialog) if one.isVisible())
    assert "No free place" in dialog.problem.text()
    dialog.reject()


def test_escape_leads_back_and_the_button_to_the_patient(qtbot, page, context):
    went, opened = heard(context.navigator.page_asked), heard(context.navigator.patient_asked)
    page._open.click()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert (went, opened) == (["patients"], [7])


def test_a_change_of_ports_or_sessions_is_read_again_and_others_are_not(qtbot, page, store):
    store.asked.clear()
    store.changed.emit(Changes("x", frozenset({"chairs"}), frozenset(), frozenset(), True))
    qtbot.wait(100)
    assert store.asked == []
    store.changed.emit(Changes("x", frozenset({"port_events"}), frozenset(), frozenset(), True))
    qtbot.waitUntil(lambda: len(store.asked) == 1)


def test_the_place_offered_is_the_first_that_makes_sense_and_is_free(tmp_path):
    hospital = build(tmp_path)
    used = TODAY - timedelta(days=20)
    hospital.do(RecordPort(hospital.patients[0], Side.RIGHT, used, used))
    (found,) = hospital.desk.ask(lambda connection: read_ports(connection, TODAY))
    now = hospital.clock.local()
    place = hospital.desk.ask(lambda connection: find_place(connection, found, hospital.library, now))
    assert place.day == used + timedelta(days=28)
    assert place.offer is not None and place.offer.findings == ()
    assert all(chair.kind is not ChairKind.INJECTION_ROOM for chair in place.chairs)
    late = replace(found, due=judged(row(days_unused=90), 42, TODAY).due)
    place = hospital.desk.ask(lambda connection: find_place(connection, late, hospital.library, now))
    assert place.day == TODAY and place.offer is not None and place.offer.span.start >= now
    hospital.desk.close()

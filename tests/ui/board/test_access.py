"""What a screen reader finds on the board."""

import pytest
from PySide6.QtGui import QAccessible

from dayhospital.ui.board import access
from dayhospital.ui.board.access import BoardTable, sentence_of
from tests.ui.board import sample
from tests.ui.board.conftest import number_of


@pytest.fixture
def table(view) -> BoardTable:
    return BoardTable(view)


def name(part) -> str:
    return part.text(QAccessible.Text.Name)


def test_the_board_is_a_table_of_places(table):
    assert table.role() is QAccessible.Role.Table and table.childCount() == 22
    assert name(table.child(0)) == "Chair A1, 4 sessions, nurse EV"
    assert table.child(0).role() is QAccessible.Role.Row


def test_every_session_is_a_cell_of_its_row(table):
    rows = [table.child(index) for index in range(table.childCount())]
    assert sum(row.childCount() for row in rows) == len(sample.board_day().sessions)
    assert all(row.indexOfChild(row.child(n)) == n for row in rows for n in range(row.childCount()))
    assert table.child(22) is None and rows[0].child(99) is None


def test_a_cell_says_everything_the_card_shows(view):
    text = sentence_of(view, view.scene.by_id[number_of("Maretak")])
    assert text == (
        "MARETAK, Femke, B1, 10:00 to 13:15, KEYNOTE-522 pembro-TC, cycle 4 day 1, in treatment, "
        "PACLitaxel, 20 of 60 min, then CARBOplatin, port right, allergy: penicillin, anaphylaxis"
    )


def test_hold_homonym_and_pin_are_spoken(view):
    held = sentence_of(view, view.scene.by_id[number_of("Dennenkruisbek")])
    assert "on hold: platelets 68" in held
    assert "same name" in sentence_of(view, view.scene.by_id[number_of("Lijsterbes")])
    assert "fixed in its place" in sentence_of(view, view.scene.by_id[number_of("Windekinde")])


def test_the_selected_cell_has_the_focus(view, table):
    cell = table.child(0).child(1)
    assert not cell.state().focused
    view.select(cell.session_id)
    assert cell.state().focused and cell.state().selected


def test_cells_are_where_the_cards_are(view, table):
    cell = table.child(0).child(1)
    middle = cell.rect().center()
    assert table.child(0).childAt(middle.x(), middle.y()) is cell


def test_a_cell_whose_session_is_gone_is_not_valid(view, table):
    from dataclasses import replace

    cell = table.child(0).child(1)
    board = sample.board_day()
    view.show_day(
        replace(board, sessions=tuple(one for one in board.sessions if one.id != cell.session_id)), sample.NOW
    )
    assert not cell.isValid() and name(cell) == "" and cell.rect().isEmpty()


def test_a_screen_reader_gets_the_table_from_qt(view):
    access.install()
    assert isinstance(access._factory("BoardView", view), BoardTable)
    found = QAccessible.queryAccessibleInterface(view)
    assert found is None or found.childCount() == 22

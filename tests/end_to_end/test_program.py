"""The whole program as the command line starts it: keys, pages and palette of one window."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from dayhospital.app import _crash_handler, open_desk
from dayhospital.ui.palette import CHOICE
from dayhospital.ui.start import Program
from tests.hospital import TODAY, Hospital


@pytest.fixture
def program(qtbot, hospital: Hospital, monkeypatch):
    made = Program(hospital.path, hospital.clock, hospital.library, open_desk)
    hospital.start(0, "tchp")
    crashes: list[str] = []
    monkeypatch.setattr(made, "show_crash", crashes.append)
    monkeypatch.setattr(sys, "excepthook", _crash_handler(made))
    made.start("board", TODAY, None, "light", (1440, 900))
    qtbot.waitUntil(lambda: made.pages is not None and made.store.idle, timeout=20_000)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.window.close()
    for part in (made.window, made.store, made.navigator):  # a second program follows in the same process
        part.deleteLater()
    qtbot.wait(1)
    assert not crashes


def press(qtbot, program, key, modifier=Qt.KeyboardModifier.NoModifier):
    target = QApplication.focusWidget() or program.window
    qtbot.keyClick(target, key, modifier)


def chosen(palette):
    item = palette.list.currentItem()
    return item.data(CHOICE).title if item is not None else ""


CONTROL = Qt.KeyboardModifier.ControlModifier


def dialogs(program):
    return [one for one in program.window.findChildren(QDialog) if one.isVisible()]


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_K, CONTROL), (Qt.Key.Key_Slash, Qt.KeyboardModifier(0))])
def test_the_palette_opens_by_key_and_leads_to_a_patient(qtbot, program, key, modifier):
    press(qtbot, program, key, modifier)
    palette = program.pages.palette
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "meerkoet fem")
    qtbot.waitUntil(lambda: "Femke" in chosen(palette))
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.current_page == "patient")
    assert not palette.isVisible()


def test_escape_closes_the_palette_and_gives_the_board_its_keys_back(qtbot, program):
    press(qtbot, program, Qt.Key.Key_K, CONTROL)
    qtbot.keyClick(program.pages.palette.field, Qt.Key.Key_Escape)
    assert not program.pages.palette.isVisible()
    press(qtbot, program, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: len(dialogs(program)) == 1)


@pytest.mark.parametrize(
    ("key", "page"),
    [(Qt.Key.Key_2, "patients"), (Qt.Key.Key_3, "regimens"), (Qt.Key.Key_Comma, "settings")],
)
def test_every_page_has_its_key_and_the_board_is_one_key_away(qtbot, program, key, page):
    press(qtbot, program, key, CONTROL)
    assert program.window.current_page == page
    qtbot.waitUntil(lambda: program.store.idle)
    press(qtbot, program, Qt.Key.Key_1, CONTROL)
    assert program.window.current_page == "board"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_N, Qt.KeyboardModifier(0)), (Qt.Key.Key_P, CONTROL), (Qt.Key.Key_O, Qt.KeyboardModifier(0))],
)
def test_the_board_opens_its_dialogs_by_key(qtbot, program, key, modifier):
    press(qtbot, program, key, modifier)
    qtbot.waitUntil(lambda: len(dialogs(program)) == 1, timeout=10_000)


def test_the_first_window_fits_the_screen(program):
    room = program.window.screen().availableSize()
    frame = program.window.frameGeometry().size()
    assert frame.width() <= max(room.width(), program.window.minimumWidth())
    assert frame.height() <= room.height()

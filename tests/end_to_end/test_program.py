"""The whole program as the command line starts it: keys, pages and palette of one window."""

import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from dayhospital.app import _crash_handler, open_desk
from dayhospital.services.sessions import BookDay
from dayhospital.ui.palette import CHOICE
from dayhospital.ui.start import Program
from tests.hospital import TODAY, Hospital

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


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


def press(qtbot, program, key, modifier=NONE):
    target = QApplication.focusWidget() or program.window
    qtbot.keyClick(target, key, modifier)


def chosen(palette):
    item = palette.list.currentItem()
    return item.data(CHOICE).title if item is not None else ""


def dialogs(program):
    return [one for one in program.window.findChildren(QDialog) if one.isVisible()]


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_K, CONTROL), (Qt.Key.Key_Slash, NONE)])
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
    [(Qt.Key.Key_2, "patients"), (Qt.Key.Key_3, "review"), (Qt.Key.Key_4, "regimens"), (Qt.Key.Key_Comma, "settings")],
)
def test_every_page_has_its_key_and_the_board_is_one_key_away(qtbot, program, key, page):
    press(qtbot, program, key, CONTROL)
    assert program.window.current_page == page
    qtbot.waitUntil(lambda: program.store.idle)
    press(qtbot, program, Qt.Key.Key_1, CONTROL)
    assert program.window.current_page == "board"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_N, NONE), (Qt.Key.Key_P, CONTROL), (Qt.Key.Key_O, NONE)],
)
def test_the_board_opens_its_dialogs_by_key(qtbot, program, key, modifier):
    press(qtbot, program, key, modifier)
    qtbot.waitUntil(lambda: len(dialogs(program)) == 1, timeout=10_000)


def test_the_first_window_fits_the_screen(program):
    room = program.window.screen().availableSize()
    frame = program.window.frameGeometry().size()
    assert frame.width() <= max(room.width(), program.window.minimumWidth())
    assert frame.height() <= room.height()


class StrayWindows(QObject):
    """Keeps the widgets that were shown as windows though they are no window: they flash and steal the focus."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowType()
            if kind is Qt.WindowType.Window and not isinstance(watched, QMainWindow | QDialog):
                self.found.append(f"{type(watched).__name__} {watched.objectName()} {watched.accessibleName()}")
        return False


def test_no_page_or_dialog_shows_a_widget_before_it_has_a_parent(qtbot, qapp, hospital, program):
    day = hospital.due(0)[0].treatment.treatment_day_id
    hospital.do(BookDay(day, hospital.chairs[0], hospital.at("09:00"), reason="for the test"))
    stray = StrayWindows(program.window)
    qapp.installEventFilter(stray)

    def calm():
        qtbot.waitUntil(lambda: program.store.idle, timeout=20_000)
        qtbot.wait(20)
        qtbot.waitUntil(lambda: program.store.idle, timeout=20_000)

    patient, navigator = hospital.patients[0], program.navigator
    for page in ("patients", "regimens", "settings"):
        program.window.show_page(page)
        calm()
    for lead in (navigator.patient, navigator.edit_patient_asked.emit, navigator.plan):
        lead(patient)
        calm()
    navigator.new_patient_asked.emit()
    calm()
    navigator.board(TODAY, None)
    calm()
    program.pages.board.open_first()
    calm()
    for ask in ("find", "defer", "hold", "cancel", "correct", "note"):
        program.pages.board.deeds.act(program.pages.board.shown.board.sessions[0].id, ask)
        calm()
        for one in dialogs(program):
            one.reject()
    deeds = program.pages.board.deeds
    hospital.start(1, "pac_weekly_x12")  # something for the tray
    program.pages.board.read()
    calm()
    for ask in (deeds.new_session, deeds.print_day, deeds.propose_all):
        ask()
        calm()
        assert len(dialogs(program)) == 1
        dialogs(program)[0].reject()
    qapp.removeEventFilter(stray)
    assert not stray.found

"""A board on the sample day, in the light theme, with rules simple enough to see through."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from dayhospital.ui.board.panel import BoardPanel
from dayhospital.ui.board.view import BoardView
from dayhospital.ui.theme import apply_theme, holder, load_theme
from tests.ui.board import fakes, sample


@pytest.fixture(autouse=True)
def theme(qapp):
    """Give each test the light theme at 100 %, put on only where the test before left another."""
    wanted, found = load_theme("light"), holder()
    if found.theme is not wanted or found.text_scale != 1.0 or not qapp.styleSheet():
        apply_theme(qapp, wanted)


@pytest.fixture
def view(qtbot) -> BoardView:
    made = BoardView(fakes.sources())
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show_day(sample.board_day(), sample.NOW)
    made.show()
    return made


@pytest.fixture
def panel(qtbot) -> BoardPanel:
    made = BoardPanel(fakes.sources())
    qtbot.addWidget(made)
    made.resize(1376, 900)
    made.show_day(sample.board_day(), sample.NOW)
    made.tray.show_due(sample.due_days(), sample.DAY, sample.due_flags)
    made.show()
    return made


class Hand:
    """The pointer on a board, in chairs and times."""

    def __init__(self, view: BoardView) -> None:
        self.view = view

    def point(self, chair: str, time: str) -> QPoint:
        scene, frame = self.view.scene, self.view.frame()
        assert scene is not None
        row = scene.geometry.row_of(sample.CHAIR[chair].id) or 0
        x = frame.left - frame.scroll_x + scene.geometry.x_of(sample.at(time))
        y = frame.axis - frame.scroll_y + (row + 0.5) * scene.geometry.row_height
        return QPointF(x, y).toPoint()

    def press(self, point: QPoint) -> None:
        QTest.mousePress(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def move(self, point: QPoint) -> None:
        QTest.mouseMove(self.view.viewport(), point)

    def release(self, point: QPoint, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseRelease(self.view.viewport(), Qt.MouseButton.LeftButton, modifiers, point)

    def drag(self, start: QPoint, end: QPoint, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        self.press(start)
        self.move(start + QPoint(6, 0))
        self.move(end)
        self.release(end, modifiers)


@pytest.fixture
def hand(view) -> Hand:
    return Hand(view)


def number_of(surname: str) -> int:
    """Return the id of a session of the sample by surname, the first in its list."""
    return min(one.id for one in sample.board_day().sessions if one.patient.label.family_name == surname)


def heard(signal) -> list:
    """Return a list that fills with what a signal carries."""
    found: list = []
    signal.connect(lambda *arguments: found.append(arguments if len(arguments) != 1 else arguments[0]))
    return found

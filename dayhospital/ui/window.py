"""The window: rail, pages, toast; shown at once, filled when the database is open."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.domain.changes import Changes
from dayhospital.ui.preferences import Preferences
from dayhospital.ui.rail import Rail, RailEntry
from dayhospital.ui.store import Store
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import IconView, Label, Toast

POLL_MILLISECONDS = 2000
"""How often the window looks whether another workstation changed something (ui.md 5.7: within 2 s)."""


class Waiting(QWidget):
    """What stands in the window until the database is open, and why if it cannot be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label(self.tr("Opening the database…"), FontRole.SECTION, "text2").wrapped()
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.icon = IconView("database", "text3", 32)
        column = QVBoxLayout(self)
        column.setContentsMargins(120, 48, 120, 48)
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.sentence)
        column.addStretch(3)


class MainWindow(QMainWindow):
    """Frame of all pages; knows their names and nothing of what they show.

    Signals:
        closing: The window is about to close.
    """

    closing = Signal()

    def __init__(self, store: Store, preferences: Preferences, title: str) -> None:
        super().__init__()
        self._store = store
        self._preferences = preferences
        self.setWindowTitle(title)
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self.rail = Rail(
            (
                RailEntry("board", self.tr("Board"), "calendar-days"),
                RailEntry("patients", self.tr("Patients"), "users"),
                RailEntry("review", self.tr("Review"), "clipboard-check"),
                RailEntry("regimens", self.tr("Regimens"), "library"),
            ),
            RailEntry("settings", self.tr("Settings"), "settings"),
        )
        self.rail.chosen.connect(self.show_page)
        self._show_person()
        holder().changed.connect(self._show_person)
        self._waiting = Waiting()
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting)
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(self.body)
        self.toast = Toast(self._stack)
        self.toast.acted.connect(store.undo)
        self._add_actions()
        store.changed.connect(self._say_change)
        store.refused.connect(lambda error: self.say_problem(str(error)))
        self._poll = QTimer(self, interval=POLL_MILLISECONDS)
        self._poll.timeout.connect(store.look_elsewhere)
        if not preferences.geometry.isEmpty():
            self.restoreGeometry(preferences.geometry)

    def wait_with(self, sentence: str) -> None:
        """Say what is being done, or why nothing can be, where the pages will stand."""
        self._waiting.sentence.setText(sentence)
        self._stack.setCurrentWidget(self._waiting)

    def add_page(self, name: str, make: Callable[[], QWidget]) -> None:
        """Add a page that is made when it is first shown: the board need not wait for the others."""
        self._makers[name] = make

    def page(self, name: str) -> QWidget:
        """Return a page, made now if it was not shown before."""
        if name not in self._pages:
            self._pages[name] = self._makers[name]()
            self._stack.addWidget(self._pages[name])
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Bring a page to the front and give it the focus; before the database is open nothing happens."""
        if name not in self._makers:
            return
        page = self.page(name)
        self.rail.mark(name)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    @property
    def current_page(self) -> str:
        """The name of the page in front, empty while the database opens."""
        return next((name for name, page in self._pages.items() if page is self._stack.currentWidget()), "")

    def say_problem(self, sentence: str) -> None:
        """Show why something was refused; it stays long enough to be read."""
        self.toast.show_message(sentence, kind="critical", seconds=max(8.0, len(sentence) / 12))

    def start_polling(self) -> None:
        self._poll.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.geometry = self.saveGeometry()
        self._preferences.save()
        self.closing.emit()
        super().closeEvent(event)

    def _show_person(self) -> None:
        self.rail.show_person(self._preferences.user, self._preferences.initials)

    def _add_actions(self) -> None:
        for text, key, act in (
            (self.tr("Undo"), QKeySequence.StandardKey.Undo, self._store.undo),
            (self.tr("Redo"), QKeySequence("Ctrl+Y"), self._store.redo),
            (self.tr("Redo"), QKeySequence("Ctrl+Shift+Z"), self._store.redo),
        ):
            action = QAction(text, self)
            action.setShortcut(key)
            action.triggered.connect(act)
            self.addAction(action)

    def _say_change(self, changes: Changes) -> None:
        if changes.title:
            self.toast.show_message(changes.title, self.tr("Undo") if changes.undoable else "")

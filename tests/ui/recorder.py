"""A store that runs nothing: it keeps what pages ask and do, for tests that hand the answers over themselves."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.domain.changes import Changes
from dayhospital.ui.context import Context, Navigator
from dayhospital.ui.preferences import Preferences

NOW = datetime(2026, 11, 24, 11, 20)


class RecordingStore(QObject):
    """Looks like the store to a page; ``done`` are the commands, ``asked`` the waiting questions."""

    changed = Signal(object)
    changed_elsewhere = Signal()
    refused = Signal(object)
    reason_needed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.done: list[object] = []
        self.then: list = []
        self.asked: list[tuple] = []
        self.copied: list[Path] = []
        self.signed: list[str] = []

    def ask(self, owner, query, show) -> None:
        self.asked.append((owner, query, show))

    def answer(self, result) -> None:
        """Hand a result to the last question."""
        self.asked.pop()[2](result)

    def compute(self, owner, work, show) -> None:
        show(work())

    def do(self, command, then=None) -> None:
        self.done.append(command)
        self.then.append(then)

    def succeed(self, changes: Changes) -> None:
        """Tell that the last command was committed."""
        self.changed.emit(changes)
        if then := self.then.pop():
            then(changes)

    def sign_as(self, user) -> None:
        self.signed.append(user)

    def ask_file(self, owner, show) -> None:
        show(Path("/data/unit.db"))

    def check(self, owner, show) -> None:
        show((True, "Everything is in order."))

    def back_up(self, owner, copy, show) -> None:
        self.copied.append(copy)
        show(copy)


def context(parent: QObject, folder: Path, library: Library) -> Context:
    """Return what a page is made with; ``applied`` counts how often the preferences were applied."""
    store = RecordingStore(parent)
    applied: list[int] = []
    made = Context(
        store,  # type: ignore[arg-type]  # it is what a page sees of a store
        library,
        Clock.fixed(NOW),
        Preferences(folder / "preferences.ini"),
        Navigator(parent),
        lambda: applied.append(1),
    )
    object.__setattr__(made, "applied", applied)
    return made


def heard(signal) -> list:
    """Return a list that fills with what a signal carries."""
    found: list = []
    signal.connect(lambda *arguments: found.append(arguments if len(arguments) != 1 else arguments[0]))
    return found

"""The bridge between the window and the desk: all threading of the program, once.

The window's thread never touches the database: pages ``ask`` and ``do``, the one worker thread answers.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from dayhospital.errors import DayHospitalError, NeedsReason

if TYPE_CHECKING:  # the desk brings SQLAlchemy with it, and the window is on screen before that
    from sqlalchemy import Connection

    from dayhospital.services.command import Command
    from dayhospital.services.desk import Desk

T = TypeVar("T")


class Store(QObject):
    """Runs the desk off the window's thread and tells the views what changed.

    Signals:
        opened: The database is open; carries the sentence to show when it is open for reading only, else "".
        failed: The database could not be opened; carries the sentence.
        changed: A command was committed; carries its Changes.
        changed_elsewhere: Another workstation committed something.
        refused: A command failed in an expected way; carries the error.
        reason_needed: Only warnings stand in the way; carries the command and its findings.
        busy: Whether work is waiting or running.
    """

    opened = Signal(str)
    failed = Signal(str)
    changed = Signal(object)
    changed_elsewhere = Signal()
    refused = Signal(object)
    reason_needed = Signal(object, object)
    busy = Signal(bool)
    _finished = Signal(object)

    def __init__(self, open_desk: "Callable[[], Desk]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_desk = open_desk
        self._desk: Desk | None = None
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._pending = 0
        self._closed = False
        self._waiting: tuple[Command | None, Callable[[Any], object] | None] = None, None
        """The command that was refused for want of a reason last, and who waits for it."""
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Open the database in the worker; :attr:`opened` or :attr:`failed` follows."""
        self._submit(self._open, self.opened.emit, lambda error: self.failed.emit(str(error)))

    def ask(self, owner: QObject, query: "Callable[[Connection], T]", show: Callable[[T], object]) -> None:
        """Run a query and hand its result to ``show``, unless ``owner`` is gone by then."""
        self._submit(
            lambda: self._ready().ask(query), lambda result: show(result) if isValid(owner) else None, self.refused.emit
        )

    def compute(self, owner: QObject, work: Callable[[], T], show: Callable[[T], object]) -> None:
        """Run pure work off the window's thread and hand its result to ``show``."""
        self._submit(work, lambda result: show(result) if isValid(owner) else None, self.refused.emit)

    def do(self, command: "Command", then: "Callable[[Any], object] | None" = None) -> None:
        """Run a command; :attr:`changed`, :attr:`refused` or :attr:`reason_needed` follows.

        ``then`` gets the Changes after :attr:`changed` was sent. The command carries an id made here, so that
        doing it again after a lost answer changes nothing.
        """
        command_id = uuid4()

        def refuse(error: DayHospitalError) -> None:
            if isinstance(error, NeedsReason):
                self._waiting = command, then
                self.reason_needed.emit(command, error.findings)
            else:
                self.refused.emit(error)

        def accept(changes: object) -> None:
            self.changed.emit(changes)
            if then is not None:
                then(changes)

        self._submit(lambda: self._ready().do(command, command_id), accept, refuse)

    def do_with_reason(self, command: "Command", reason: str) -> None:
        """Run a command again with the reason that accepts its warnings; who waited for it hears of it then."""
        waiting, then = self._waiting
        self._waiting = None, None
        self.do(command.accepting(reason), then if waiting is command else None)

    def undo(self) -> None:
        self._submit(lambda: self._ready().undo(), self.changed.emit, self.refused.emit)

    def redo(self) -> None:
        self._submit(lambda: self._ready().redo(), self.changed.emit, self.refused.emit)

    def sign_as(self, user: str) -> None:
        """Stamp what is done from now on with another name."""
        self._submit(lambda: self._ready().sign_as(user), lambda _: None, self.refused.emit)

    def ask_titles(self, owner: QObject, show: Callable[[tuple[str | None, str | None]], object]) -> None:
        """Hand the titles of what undo and redo would do to ``show``."""
        self.compute(owner, lambda: (self._ready().undo_title, self._ready().redo_title), show)

    def ask_file(self, owner: QObject, show: Callable[[Path | None], object]) -> None:
        """Hand the file of the database to ``show``, None when it is on a server."""
        self.compute(owner, lambda: self._ready().file, show)

    def check(self, owner: QObject, show: "Callable[[tuple[bool, str]], object]") -> None:
        """Check the whole database; ``show`` gets whether all is well, and the report."""

        def work() -> tuple[bool, str]:
            report = self._ready().check()
            return report.ok, str(report)

        self.compute(owner, work, show)

    def back_up(self, owner: QObject, copy: Path, show: Callable[[Path], object]) -> None:
        """Write a verified copy of the database."""
        self.compute(owner, lambda: self._ready().back_up(copy), show)

    def look_elsewhere(self) -> None:
        """Find out whether another workstation committed; :attr:`changed_elsewhere` follows if so."""
        if not self._pending:
            self._submit(
                lambda: self._ready().changed_elsewhere(),
                lambda yes: self.changed_elsewhere.emit() if yes else None,
                self.refused.emit,
            )

    @property
    def idle(self) -> bool:
        return self._pending == 0

    def close(self) -> None:
        """Finish what is waiting and close the database; closing twice is closing once."""
        if self._closed:
            return
        self._closed = True
        self._executor.submit(self._close_desk)
        self._executor.shutdown(wait=True)

    def _open(self) -> str:
        self._desk = self._open_desk()
        return self._desk.read_only_reason

    def _ready(self) -> "Desk":
        if self._desk is None:
            raise DayHospitalError("The database is not open. Nothing was changed; start the program again.")
        return self._desk

    def _close_desk(self) -> None:
        if self._desk is not None:
            self._desk.close()

    def _submit(
        self, work: Callable[[], T], then: Callable[[T], object], refuse: Callable[[DayHospitalError], object]
    ) -> None:
        if self._closed:
            return  # a timer that runs out while the window closes: nobody is there to be shown anything
        self._pending += 1
        if self._pending == 1:
            self.busy.emit(True)
        future = self._executor.submit(work)
        future.add_done_callback(lambda done: self._finished.emit((done, then, refuse)))

    @Slot(object)
    def _deliver(
        self, message: tuple[Future[Any], Callable[[Any], object], Callable[[DayHospitalError], object]]
    ) -> None:
        future, then, refuse = message
        self._pending -= 1
        if self._pending == 0:
            self.busy.emit(False)
        if self._closed:
            return
        try:
            result = future.result()
        except DayHospitalError as error:
            refuse(error)
        else:
            then(result)

"""The bridge between window and desk: where work runs, where answers arrive, what is dropped."""

import threading
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from dayhospital.domain.changes import Changes
from dayhospital.domain.findings import Finding, Severity
from dayhospital.errors import NeedsReason, NotFound, StorageError
from dayhospital.services.desk import Desk
from dayhospital.ui.store import Store

CHANGES = Changes("Moved", frozenset({"sessions"}), frozenset(), frozenset())


@dataclass(frozen=True)
class Deed:
    error: Exception | None = None
    reason: str = ""

    def accepting(self, reason):
        return replace(self, reason=reason)


@dataclass
class StandInDesk:
    """Answers at once and remembers in which thread it was asked; the real desk has its own tests."""

    read_only_reason: str = ""
    undo_title: str | None = None
    redo_title: str | None = None
    threads: list[str] = field(default_factory=list)
    done: list[tuple[object, object]] = field(default_factory=list)
    closed: bool = False

    def ask(self, query):
        self.threads.append(threading.current_thread().name)
        return query("connection")

    def do(self, command, command_id):
        self.done.append((command, command_id))
        if command.error and not command.reason:
            raise command.error
        return CHANGES

    def undo(self):
        raise NotFound("There is nothing to undo.")

    def changed_elsewhere(self):
        return True

    def close(self):
        self.closed = True


@pytest.fixture
def desk():
    return StandInDesk()


@pytest.fixture
def store(qtbot, desk):
    made = Store(lambda: cast(Desk, desk))
    with qtbot.waitSignal(made.opened):
        made.open()
    yield made
    made.close()


def test_a_query_runs_in_the_worker_and_answers_in_the_window_thread(qtbot, store, desk):
    answers = []
    store.ask(
        store,
        lambda connection: f"read on {connection}",
        lambda text: answers.append((text, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(answers))

    assert answers == [("read on connection", threading.main_thread())]
    assert desk.threads[0].startswith("desk")


def test_an_answer_for_a_closed_window_is_dropped(qtbot, store):
    owner, gate = QObject(), threading.Event()
    answers: list[object] = []
    last: list[object] = []
    store.ask(owner, lambda _: gate.wait(5), answers.append)
    delete(owner)
    gate.set()
    store.ask(store, lambda _: 2, last.append)
    qtbot.waitUntil(lambda: bool(last))
    assert answers == []


def test_a_command_tells_the_views_what_changed(qtbot, store):
    with qtbot.waitSignal(store.changed) as signal:
        store.do(Deed())
    assert signal.args == [CHANGES]


def test_every_command_has_an_id_of_its_own(qtbot, store, desk):
    for _ in range(2):
        with qtbot.waitSignal(store.changed):
            store.do(Deed())
    first, second = (command_id for _, command_id in desk.done)
    assert first != second


def test_warnings_ask_for_a_reason_and_the_reason_lets_the_command_through(qtbot, store):
    finding = Finding(Severity.WARNING, "outside-window")
    command = Deed(NeedsReason("outside", (finding,)))
    with qtbot.waitSignal(store.reason_needed) as signal:
        store.do(command)
    assert signal.args == [command, (finding,)]

    with qtbot.waitSignal(store.changed):
        store.do_with_reason(command, "patient's wish")


def test_an_expected_error_is_shown_and_not_raised(qtbot, store):
    with qtbot.waitSignal(store.refused) as signal:
        store.undo()
    assert str(signal.args[0]) == "There is nothing to undo."


def test_a_bug_reaches_the_crash_handler(qtbot, store):
    with qtbot.capture_exceptions() as exceptions:
        store.ask(store, lambda _: 1 / 0, lambda _: None)
        qtbot.waitUntil(lambda: bool(exceptions))
    assert exceptions[0][0] is ZeroDivisionError


def test_changes_elsewhere_are_told(qtbot, store):
    with qtbot.waitSignal(store.changed_elsewhere):
        store.look_elsewhere()


def test_a_database_that_does_not_open_is_told(qtbot):
    def fail():
        raise StorageError("The database is locked. Nothing was changed; close the other program.")

    store = Store(cast(Any, fail))
    with qtbot.waitSignal(store.failed) as signal:
        store.open()
    assert signal.args[0].startswith("The database is locked")
    store.close()


def test_what_is_asked_of_a_closed_store_is_dropped(qtbot):
    """A timer may run out between the closing of the window and its end."""
    store = Store(lambda: cast(Desk, StandInDesk()))
    store.close()
    shown: list[int] = []
    store.ask(store, lambda _: 1, shown.append)
    qtbot.wait(20)
    assert shown == [] and store.idle


def test_closing_finishes_what_waits_and_closes_the_desk(qtbot):
    desk = StandInDesk()
    store = Store(lambda: cast(Desk, desk))
    store.open()
    store.ask(store, lambda _: 1, lambda _: None)
    store.close()
    assert desk.closed
    assert len(desk.threads) == 1

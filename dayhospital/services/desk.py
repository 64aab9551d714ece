"""The desk: the one door to the database. Commands go in, changes come out; undo, redo and questions too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from dayhospital.clock import Clock
from dayhospital.domain.changes import Changes
from dayhospital.domain.findings import Finding, Severity
from dayhospital.errors import Conflict, DayHospitalError, NotFound, Refused, StorageError
from dayhospital.queries.regimens import signed_versions
from dayhospital.queries.unit import settings
from dayhospital.services.command import Command
from dayhospital.storage import journal, tables
from dayhospital.storage.backup import back_up
from dayhospital.storage.check import CheckReport, check
from dayhospital.storage.engine import file_of, read_only_reason
from dayhospital.storage.guards import refusal_code
from dayhospital.storage.work import UnitOfWork

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library

_VERSIONS = tables.regimen_versions.name
_SETTINGS = tables.unit_settings.name
T = TypeVar("T")
Run = Callable[[UnitOfWork], int | None]

_REFUSALS = {
    "chair-taken": "The chair is taken at that time.",
    "patient-already-booked": "The patient already has a session at that time.",
    "treatment-day-already-booked": "This treatment day already has a session.",
}


class Desk:
    """Runs commands for one user at one station, one at a time; use it from one thread."""

    def __init__(
        self, engine: Engine, clock: Clock, user: str, library: "Library | None" = None, station: str = ""
    ) -> None:
        self.clock = clock
        self.user = user
        self.station = station
        self.library = library
        self.read_only_reason = read_only_reason(engine)
        """Why the database is open for reading only, a sentence; empty if it can be written."""
        self._engine = engine
        self._writer = engine.execution_options(immediate=True).connect()
        with engine.connect() as connection:
            self._undo, self._redo = journal.stacks(connection, user, station, clock.utc())
            self._seen = journal.tail(connection).entry_id
            self._lay_over(connection, self._seen)
            self._take_zone(connection)

    def do(self, command: Command, command_id: UUID | None = None) -> Changes:
        """Run a command in one transaction and commit it with its journal entry.

        Args:
            command_id: Made by the caller before the first try: a second try then changes nothing and returns what
                the first one did.

        Raises:
            Refused, NeedsReason, Conflict, NotFound, StorageError: Nothing was changed.
        """
        key = str(command_id or uuid4())
        self._require_writing()
        with _committing(self._writer) as connection:
            before, earlier = journal.tail_and_earlier(connection, key)
            if earlier is not None:
                return journal.changes_of(connection, earlier)
            self._follow_library(connection, before)
            work = self._work(connection, before)
            result = command.run(work)
            undoable = command.undoable and not work.fact
            title = work.sentence or command.title
            if work.changes or work.accepted:
                heading = journal.Heading(
                    key, self.clock.utc(), self.user, self.station, title, undoable=undoable, result=result
                )
                journal.append(work, before, heading)
        if work.changes or work.accepted:
            self._committed(before, work)
            self._redo.clear()
            if undoable:
                self._undo.append(journal.Step(work.entry_id, title, work.entry_id))
        return _changes(work, title, undoable=undoable and bool(work.changes), result=result)

    def undo(self) -> Changes:
        """Take the newest step back.

        Raises:
            NotFound: If there is nothing to undo.
            Conflict: If somebody changed the same rows since; the step is dropped.
        """
        return self._turn(self._undo, self._redo, "undo")

    def redo(self) -> Changes:
        """Do again what was undone last.

        Raises:
            NotFound: If there is nothing to do again.
            Conflict: If somebody changed the same rows since; the step is dropped.
        """
        return self._turn(self._redo, self._undo, "redo")

    def sign_as(self, user: str) -> None:
        """Stamp what is done from now on with another name; undo then goes through the steps of that person."""
        self.user = user
        with self._engine.connect() as connection:
            self._undo, self._redo = journal.stacks(connection, user, self.station, self.clock.utc())

    @property
    def undo_title(self) -> str | None:
        """What undo would take back, None if nothing."""
        return self._undo[-1].title if self._undo else None

    @property
    def redo_title(self) -> str | None:
        """What redo would do again, None if nothing."""
        return self._redo[-1].title if self._redo else None

    def ask(self, query: Callable[[Connection], T]) -> T:
        """Run a query on one snapshot of the database."""
        with self._engine.connect() as connection:
            return query(connection)

    def changed_elsewhere(self) -> bool:
        """Return whether another desk committed something since the last call or command."""
        newest = self.ask(lambda connection: journal.tail(connection).entry_id)
        changed = newest != self._seen
        self._seen = newest
        if changed:
            self.ask(lambda connection: self._follow_library(connection, journal.tail(connection)))
            self.ask(self._take_zone)
        return changed

    @property
    def file(self) -> Path | None:
        """The file of the database, None when it is on a server."""
        return file_of(self._engine)

    def check(self) -> CheckReport:
        """Check schema, guards, structure and journal; nothing is written."""
        return check(self._engine)

    def back_up(self, copy: Path) -> Path:
        """Write a copy that was opened and checked, and return it.

        Raises:
            StorageError: If it cannot be written or does not verify.
        """
        return back_up(self._engine, copy)

    def close(self) -> None:
        """Close every connection to the database."""
        self._writer.close()
        self._engine.dispose()

    def _turn(self, source: list[journal.Step], target: list[journal.Step], kind: str) -> Changes:
        if not source:
            raise NotFound(f"There is nothing to {kind}.")
        self._require_writing()
        step = source[-1]
        try:
            with _committing(self._writer) as connection:
                before = journal.tail(connection)
                self._follow_library(connection, before)
                work = self._work(connection, before)
                _reverse(work, step)
                title = f"{'Undone' if kind == 'undo' else 'Redone'}: {step.title}"
                journal.append(
                    work,
                    before,
                    journal.Heading(
                        str(uuid4()), self.clock.utc(), self.user, self.station, title, kind, step.entry_id, False
                    ),
                )
        except (Conflict, Refused) as error:
            source.remove(step)
            raise Conflict(
                f"“{step.title}” can no longer be {kind}ne: it was changed since. Nothing was changed."
            ) from error
        self._committed(before, work)
        source.remove(step)
        target.append(journal.Step(step.entry_id, step.title, work.entry_id))
        return _changes(work, title, undoable=kind == "redo")

    def _require_writing(self) -> None:
        if self.read_only_reason:
            raise StorageError(self.read_only_reason)

    def _work(self, connection: Connection, before: journal.Tail) -> UnitOfWork:
        return UnitOfWork(connection, self.clock, self.user, self.library, before.entry_id + 1)

    def _committed(self, before: journal.Tail, work: UnitOfWork) -> None:
        if before.entry_id == self._seen:
            self._seen = work.entry_id
        if _SETTINGS in work.tables:
            self.ask(self._take_zone)
        if _VERSIONS in work.tables:
            self.ask(lambda connection: self._lay_over(connection, work.entry_id))
        else:
            self._library_at = work.entry_id

    def _follow_library(self, connection: Connection, tail: journal.Tail) -> None:
        """Read the unit's versions again where somebody else committed since: no course begins with an old one."""
        if tail.entry_id != self._library_at:
            self._lay_over(connection, tail.entry_id)

    def _take_zone(self, connection: Connection) -> None:
        """Let the clock tell the wall time of the unit's zone."""
        self.clock.use_zone(settings(connection).zone)

    def _lay_over(self, connection: Connection, entry_id: int) -> None:
        if self.library is not None:
            self.library.overlay(signed_versions(connection))
        self._library_at = entry_id


@contextmanager
def _committing(connection: Connection) -> Iterator[Connection]:
    """Run one unit of work: committed at the end, rolled back on any error; a guard's refusal becomes a finding."""
    try:
        with connection.begin():
            yield connection
    except IntegrityError as error:
        raise _refused(error) from error


def _reverse(work: UnitOfWork, step: journal.Step) -> None:
    """Write the rows of an entry back, the last first: each state on the way stood there before."""
    for row in reversed(journal.rows_of(work.connection, step.rows_of)):
        work.restore(tables.metadata.tables[row.table], row.row_id, row.after_mark, row.before)
    concerned = journal.changes_of(work.connection, step.rows_of)
    work.patients.update(concerned.patients)
    work.days.update(concerned.days)


def _refused(error: IntegrityError) -> DayHospitalError:
    """Return the refusal of a guard, or the conflict that rows this one needs or rules out came first."""
    code = refusal_code(error.orig)
    if code is not None:
        return Refused(f"{_REFUSALS[code]} Nothing was changed.", (Finding(Severity.BLOCK, code),))
    message = str(error.orig)
    if "UNIQUE" in message.upper():
        return Conflict("The same is already there: somebody was faster. Nothing was changed; look again.")
    if "FOREIGN KEY" in message.upper():
        return Conflict("Something else belongs to this, or what it belongs to is gone. Nothing was changed.")
    raise error


def _changes(work: UnitOfWork, title: str, *, undoable: bool, result: int | None = None) -> Changes:
    return Changes(title, work.tables, frozenset(work.days), frozenset(work.patients), undoable, result)

"""The unit of work: what a command reads and writes, in one transaction, with every row it writes remembered."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, Table

from dayhospital.clock import Clock
from dayhospital.domain.findings import Finding, Severity
from dayhospital.errors import Conflict, NeedsReason, NotFound, Refused
from dayhospital.storage.reach import days_of, patient_of
from dayhospital.storage.rows import (
    Image,
    RowChange,
    defaults,
    delete_row,
    insert_row,
    mark,
    plain_values,
    python_values,
    read_row,
    update_row,
)

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library


class UnitOfWork:
    """Reads and writes rows for one command; the desk commits it whole or not at all.

    Every write is journaled with the row before and after. The days and patients a row concerns are noted by
    themselves where the row says so; :meth:`touch` adds others.
    """

    def __init__(
        self, connection: Connection, clock: Clock, user: str, library: "Library | None" = None, entry_id: int = 0
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.user = user
        self.entry_id = entry_id
        """The number the journal entry of this work will get."""
        self.changes: list[RowChange] = []
        self.days: set[date] = set()
        self.patients: set[int] = set()
        self.accepted: list[tuple[Finding, str]] = []
        """Warnings accepted, each with its reason."""
        self.sentence = ""
        self.fact = False
        self._library = library
        self._versioned: set[tuple[str, int]] = set()
        """Rows whose version this work has counted up already."""

    @property
    def library(self) -> "Library":
        """The regimen library of the desk."""
        if self._library is None:
            raise NotFound("No regimen library is open at this desk. Nothing was changed.")
        return self._library

    # --- reading

    def one(self, table: Table, row_id: int) -> dict[str, Any]:
        """Return one row by column name, with the Python values of its columns.

        Raises:
            NotFound: If there is no such row.
        """
        image = read_row(self.connection, table, row_id)
        if image is None:
            raise _gone(table)
        return python_values(self.connection, table, image)

    def all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """Return the rows of a query; columns are attributes."""
        return self.connection.execute(query).all()

    def first(self, query: Select[Any]) -> Row[Any] | None:
        """Return the first row of a query, None without any."""
        return self.connection.execute(query).first()

    # --- writing

    def insert(self, table: Table, /, **values: Any) -> int:
        """Write a new row at version 1 and return its id."""
        self._check(values)
        plain = {**defaults(self.connection, table), **plain_values(self.connection, table, values)}
        image = insert_row(self.connection, table, plain)
        self._remember(table, image["id"], None, image)
        return int(image["id"])

    def update(self, table: Table, row_id: int, /, *, expect: int | None = None, **values: Any) -> None:
        """Change columns of a row and count its version up, once however often one work changes it.

        Args:
            expect: The version the caller read; None if whatever is there may be changed.

        Raises:
            NotFound: If there is no such row.
            Conflict: If somebody changed it since that version.
        """
        self._check(values)
        before = self._there(table, row_id, expect)
        plain = plain_values(self.connection, table, values)
        if (table.name, row_id) not in self._versioned:
            plain["version"] = before["version"] + 1
        if plain:
            self._remember(table, row_id, before, update_row(self.connection, table, row_id, plain))

    def delete(self, table: Table, row_id: int, /, *, expect: int | None = None) -> None:
        """Delete a row.

        Raises:
            NotFound: If there is no such row.
            Conflict: If somebody changed it since version ``expect``.
        """
        before = self._there(table, row_id, expect)
        delete_row(self.connection, table, row_id)
        self._remember(table, row_id, before, None)

    def restore(self, table: Table, row_id: int, found: str | None, wanted: Image | None) -> None:
        """Bring a row back to an earlier image; its version still grows, so that no reader takes it for the old one.

        Args:
            found: The mark the row must have now, None if there must be no row.
            wanted: The columns to write, whole if the row is not there; None to delete it.

        Raises:
            Conflict: If the row is not as expected.
        """
        before = read_row(self.connection, table, row_id)
        if mark(before) != found:
            raise Conflict("Somebody changed this since. Nothing was changed; look at it again.")
        after: Image | None = None
        if wanted is None:
            delete_row(self.connection, table, row_id)
        elif before is None:
            # No version was ever above the number of the entry that wrote it, so this one is new to every reader.
            values = {**wanted, "version": max(wanted["version"] + 1, self.entry_id)}
            after = insert_row(self.connection, table, values)
        else:
            values = {**wanted, "version": max(before["version"] + 1, self.entry_id)}
            after = update_row(self.connection, table, row_id, values)
        self._remember(table, row_id, before, after)

    # --- what the desk should know besides

    def touch(self, *, day: date | None = None, patient: int | None = None) -> None:
        """Name a day or patient whose views must be read again."""
        if day is not None:
            self.days.add(day)
        if patient is not None:
            self.patients.add(patient)

    def say(self, sentence: str) -> None:
        """Set the sentence of the toast and the journal: ``Moved DUBOIS, Anne to 10:15, chair A4``."""
        self.sentence = sentence

    def mark_as_fact(self) -> None:
        """Say that this happened to a patient: it is corrected by another command, never undone."""
        self.fact = True

    def accept(self, findings: Iterable[Finding], reason: str = "") -> None:
        """Go on in spite of findings, if they allow it. The reason is kept with each warning it accepts.

        Raises:
            Refused: If any finding blocks.
            NeedsReason: If there are warnings and the reason is empty.
        """
        found = tuple(findings)
        blocks = tuple(finding for finding in found if finding.severity is Severity.BLOCK)
        warnings = tuple(finding for finding in found if finding.severity is Severity.WARNING)
        if blocks:
            raise Refused(f"The rules do not allow this ({_codes(blocks)}). Nothing was changed.", found)
        if warnings and not reason.strip():
            raise NeedsReason(f"This needs a reason ({_codes(warnings)}). Nothing was changed yet.", warnings)
        self.accepted.extend((finding, reason.strip()) for finding in warnings)

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(change.table for change in self.changes)

    def _there(self, table: Table, row_id: int, expect: int | None) -> Image:
        image = read_row(self.connection, table, row_id)
        if image is None:
            raise _gone(table)
        if expect is not None and image["version"] != expect:
            raise Conflict("Somebody else changed this since you opened it. Nothing was changed; look at it again.")
        return image

    @staticmethod
    def _check(values: dict[str, Any]) -> None:
        if "version" in values:
            raise TypeError("the version is counted here, not by commands")

    def _remember(self, table: Table, row_id: int, before: Image | None, after: Image | None) -> None:
        self.changes.append(RowChange(table.name, row_id, before, after))
        self._versioned.add((table.name, row_id))
        for image in (before, after):
            if image is not None:
                self.days.update(days_of(table.name, image))
                patient = patient_of(table.name, image)
                if patient is not None:
                    self.patients.add(patient)


def _gone(table: Table) -> NotFound:
    return NotFound(f"This is no longer there ({table.name}). Nothing was changed; look again.")


def _codes(findings: Sequence[Finding]) -> str:
    return ", ".join(finding.code.replace("-", " ") for finding in findings)

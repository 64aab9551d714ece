"""The journal: what each committed command wrote, row by row. It serves undo, redo and the audit.

Entries are chained: each carries a SHA-256 over the one before and everything it holds itself, so that a change behind
the program's back shows (:func:`broken_link`).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from dayhospital.domain.changes import Changes
from dayhospital.domain.findings import Finding
from dayhospital.storage.rows import Image, RowChange, add_rows, driver_query, mark
from dayhospital.storage.tables import journal_entries, journal_patients, journal_rows, overrides
from dayhospital.storage.types import json_text
from dayhospital.storage.work import UnitOfWork

UNDO_REACHES_BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of the journal: the number and chain value of the newest entry, 0 and empty before the first."""

    entry_id: int
    chain: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What an entry is, without its rows."""

    command_id: str
    at: datetime
    by: str
    station: str
    title: str
    kind: str = "do"
    undoes: int | None = None
    undoable: bool = True
    result: int | None = None


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One row of an entry as the journal keeps it."""

    table: str
    row_id: int
    before: Image | None
    after: Image | None
    before_mark: str | None
    after_mark: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry on the undo or redo stack. ``entry_id`` is the command, ``rows_of`` the entry that did it last."""

    entry_id: int
    title: str
    rows_of: int


_TAIL = "SELECT id, chain FROM journal_entries ORDER BY id DESC LIMIT 1"
_TAIL_AND_EARLIER = (
    "SELECT id, chain, (SELECT id FROM journal_entries WHERE command_id = :command) AS earlier "
    "FROM journal_entries ORDER BY id DESC LIMIT 1"
)


def tail(connection: Connection) -> Tail:
    """Return the end of the journal; in a unit of work nobody else can add to it until the commit."""
    row = connection.exec_driver_sql(_TAIL).first()
    return Tail(0, "") if row is None else Tail(row[0], row[1])


def tail_and_earlier(connection: Connection, command_id: str) -> tuple[Tail, int | None]:
    """Return the end of the journal, and the number of the entry of a command if it was run before."""
    rows = driver_query(connection, _TAIL_AND_EARLIER, command=command_id)
    return (Tail(rows[0][0], rows[0][1]), rows[0][2]) if rows else (Tail(0, ""), None)


def append(work: UnitOfWork, before: Tail, heading: Heading) -> None:
    """Write the entry of a unit of work, its rows, patients and accepted warnings."""
    connection = work.connection
    rows = [_kept(work.entry_id, position, change) for position, change in enumerate(work.changes)]
    accepted = [_override(work.entry_id, position, *pair) for position, pair in enumerate(work.accepted)]
    patients = sorted(work.patients)
    entry: Image = {
        "id": work.entry_id,
        "command_id": heading.command_id,
        "at": int(heading.at.timestamp()),
        "by": heading.by,
        "station": heading.station,
        "title": heading.title,
        "kind": heading.kind,
        "undoes": heading.undoes,
        "undoable": heading.undoable,
        "days": json_text([day.isoformat() for day in sorted(work.days)]),
        "patients": json_text(patients),
        "result": heading.result,
    }
    entry["chain"] = _link(before.chain, entry, rows, accepted)
    add_rows(connection, journal_entries, [entry])
    add_rows(connection, journal_rows, rows)
    add_rows(connection, journal_patients, [{"patient_id": number, "entry_id": work.entry_id} for number in patients])
    add_rows(connection, overrides, accepted)


def changes_of(connection: Connection, entry_id: int) -> Changes:
    """Return what an entry changed, as its desk was told."""
    entry = connection.execute(select(journal_entries).where(journal_entries.c.id == entry_id)).one()
    tables = select(journal_rows.c.table_name).where(journal_rows.c.entry_id == entry_id).distinct()
    return Changes(
        title=entry.title,
        tables=frozenset(connection.execute(tables).scalars()),
        days=frozenset(map(date.fromisoformat, entry.days)),
        patients=frozenset(entry.patients),
        undoable=entry.undoable,
        result=entry.result,
    )


def rows_of(connection: Connection, entry_id: int) -> list[KeptRow]:
    """Return the rows of an entry in the order they were written."""
    query = select(journal_rows).where(journal_rows.c.entry_id == entry_id).order_by(journal_rows.c.position)
    return [
        KeptRow(
            row.table_name,
            row.row_id,
            None if row.before is None else json.loads(row.before),
            None if row.after is None else json.loads(row.after),
            row.before_mark,
            row.after_mark,
        )
        for row in connection.execute(query)
    ]


def stacks(connection: Connection, by: str, station: str, now: datetime) -> tuple[list[Step], list[Step]]:
    """Return the undo and the redo stack of one desk as the last day left them, the newest step last."""
    undo: list[Step] = []
    redo: list[Step] = []
    for row in reversed(_since(connection, now - UNDO_REACHES_BACK)):
        if (row.by, row.station) != (by, station):
            continue
        if row.kind == "do":
            redo.clear()
            if row.undoable:
                undo.append(Step(row.id, row.title, row.id))
            continue
        source, target = (undo, redo) if row.kind == "undo" else (redo, undo)
        step = next((step for step in source if step.entry_id == row.undoes), None)
        if step is not None:
            source.remove(step)
            target.append(Step(step.entry_id, step.title, row.id))
    return undo, redo


def _since(connection: Connection, moment: datetime) -> list[Row[Any]]:
    """Return the headings of the entries since a moment, newest first; reads no further back than that."""
    entry = journal_entries.c
    query = select(
        entry.id, entry.at, entry.by, entry.station, entry.title, entry.kind, entry.undoes, entry.undoable
    ).order_by(entry.id.desc())
    newest_first: Iterable[Row[Any]] = connection.execute(query)
    return list(takewhile(lambda row: row.at >= moment, newest_first))


def broken_link(connection: Connection) -> int | None:
    """Return the number of the first entry that does not fit its chain, None if all do."""
    chain = ""
    entries = connection.exec_driver_sql(_every(journal_entries, "id"))
    rows = _groups(connection, journal_rows)
    accepted = _groups(connection, overrides)
    for expected, found in enumerate(entries, 1):
        entry = dict(found._mapping)
        kept = entry.pop("chain")
        number = entry["id"]
        chain = _link(chain, entry, rows(number), accepted(number))
        if chain != kept or number != expected:
            return int(number)
    return None


def _every(table: Table, *order: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"SELECT {columns} FROM {table.name} ORDER BY {', '.join(order)}"


def _groups(connection: Connection, table: Table) -> Callable[[int], list[Image]]:
    """Return what hands out the rows of one entry after the other, reading the table once from front to back."""
    order = [column.name for column in table.primary_key]
    source = connection.exec_driver_sql(_every(table, *order))
    waiting: list[Image] = []

    def of_entry(number: int) -> list[Image]:
        group: list[Image] = []
        while True:
            image = waiting.pop() if waiting else next((dict(row._mapping) for row in source), None)
            if image is None:
                return group
            if image["entry_id"] > number:
                waiting.append(image)
                return group
            group.append(image)

    return of_entry


def _kept(entry_id: int, position: int, change: RowChange) -> Image:
    before, after = change.differences()
    return {
        "entry_id": entry_id,
        "position": position,
        "table_name": change.table,
        "row_id": change.row_id,
        "before": None if before is None else json_text(before),
        "after": None if after is None else json_text(after),
        "before_mark": mark(change.before),
        "after_mark": mark(change.after),
    }


def _override(entry_id: int, position: int, finding: Finding, reason: str) -> Image:
    facts = {name: _plain(value) for name, value in finding.facts.items()}
    return {
        "entry_id": entry_id,
        "position": position,
        "code": finding.code,
        "source": finding.source,
        "facts": json_text(facts),
        "reason": reason,
    }


def _link(previous: str, entry: Image, rows: Sequence[Image], accepted: Sequence[Image]) -> str:
    """Return the chain value of an entry: SHA-256 over the previous one and all it holds, in the tables' order."""
    head = [int(value) if isinstance(value, bool) else value for value in entry.values()]
    bodies = [[list(item.values()) for item in items] for items in (rows, accepted)]
    return hashlib.sha256(json_text([previous, head, bodies]).encode()).hexdigest()


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)

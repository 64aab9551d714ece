"""The check of a whole database: schema, guards, structure, references, journal, and sessions that overlap."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from dayhospital.domain.session import MAX_SESSION_MINUTES
from dayhospital.errors import StorageError
from dayhospital.storage.guards import missing_guards
from dayhospital.storage.journal import broken_link
from dayhospital.storage.migrate import REVISIONS, revision_of
from dayhospital.storage.tables import NOT_LIVE_SQL


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the check; ``problem`` is empty if all is well."""

    name: str
    problem: str

    def __str__(self) -> str:
        return f"{self.name}: {self.problem or 'good'}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the check found, part by part."""

    parts: tuple[Part, ...]

    @property
    def ok(self) -> bool:
        return not any(part.problem for part in self.parts)

    def __str__(self) -> str:
        return "\n".join(map(str, self.parts))


def check(engine: Engine) -> CheckReport:
    """Read the whole database and report; nothing is written. Takes seconds for millions of sessions.

    Raises:
        StorageError: If it cannot be opened at all.
    """
    revision = revision_of(engine)
    schema = Part("schema", "" if revision == REVISIONS[-1] else f"revision {revision}, expected {REVISIONS[-1]}")
    if schema.problem:
        return CheckReport((schema,))  # the other parts would ask for tables that may not be there
    return CheckReport((schema, *(Part(name, _look(engine, find)) for name, find in _PARTS.items())))


def _look(engine: Engine, find: Callable[[Connection], str]) -> str:
    try:
        with engine.connect() as connection:
            return find(connection)
    except StorageError as error:
        return str(error)  # a damaged page: the other parts may still be readable


def _guards(connection: Connection) -> str:
    missing = missing_guards(connection)
    return f"missing {', '.join(missing)}" if missing else ""


def _structure(connection: Connection) -> str:
    if connection.dialect.name != "sqlite":
        return ""
    lines = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
    return "" if lines == ["ok"] else "; ".join(lines)


def _references(connection: Connection) -> str:
    if connection.dialect.name != "sqlite":
        return ""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return f"{len(rows)} row(s) point to nothing, the first in {rows[0][0]}" if rows else ""


def _journal(connection: Connection) -> str:
    entry = broken_link(connection)
    return "" if entry is None else f"entry {entry} or its rows were changed behind the program's back"


def _overlaps(connection: Connection) -> str:
    """Find live sessions that share a chair or a patient, by a bounded self-join that uses the indexes."""
    live = "NOT {0}.on_pinboard AND {0}.status NOT IN (" + NOT_LIVE_SQL + ")"
    problems: list[str] = []
    for column, words in (("chair_id", "share a chair"), ("patient_id", "are of one patient")):
        pairs = connection.exec_driver_sql(
            f"SELECT a.id, b.id FROM sessions AS a JOIN sessions AS b ON b.{column} = a.{column} AND b.id <> a.id "
            f"AND b.starts >= a.starts AND b.starts < a.starts + {MAX_SESSION_MINUTES} AND b.starts < a.ends "
            f"AND (b.starts > a.starts OR b.id > a.id) "
            f"WHERE {live.format('a')} AND {live.format('b')} LIMIT 5"
        ).all()
        problems.extend(f"sessions {first} and {second} overlap and {words}" for first, second in pairs)
    return "; ".join(problems)


_PARTS: dict[str, Callable[[Connection], str]] = {
    "guards": _guards,
    "structure": _structure,
    "references": _references,
    "journal": _journal,
    "sessions": _overlaps,
}

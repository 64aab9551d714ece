"""Columns as the database keeps them, and what the readers make of them.

A board of 200 sessions has 15,000 values: asking SQLAlchemy to turn each into a date or an enumeration costs more than
the reading. The readers select the kept figures and texts and turn whole rows into snapshots, remembering them by row:
what has not changed since the last look is not built again.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ColumnElement, Connection, Dialect, Integer, Select, String, type_coerce
from sqlalchemy.sql.compiler import SQLCompiler

from dayhospital.domain.names import tokens
from dayhospital.storage.rows import driver_rows
from dayhospital.storage.types import Choice, Day, Json, LocalMinutes, Real, UtcSeconds, from_minutes, to_minutes

_KEPT_AS_TEXT = (Choice, Day, Json)
_KEPT_AS_NUMBER = (LocalMinutes, UtcSeconds)


def raw(column: Column[Any] | ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the column as it is kept: days and choices as text, times as whole numbers."""
    if isinstance(column.type, _KEPT_AS_TEXT):
        return type_coerce(column, String)
    if isinstance(column.type, _KEPT_AS_NUMBER):
        return type_coerce(column, Integer)
    if isinstance(column.type, Real):
        return type_coerce(column, column.type.impl_instance)
    return column


def plain_rows(connection: Connection, statement: Select[Any], parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows as the driver gives them: no types, a third of the cost for a whole day.

    The statement selects and compares :func:`raw` columns only, so that nothing needs to be turned into anything.

    Raises:
        StorageError: If the database cannot be read.
    """
    compiled = _compiled(statement, connection.dialect)
    values = compiled.construct_params(dict(parameters))
    given = tuple(values[name] for name in compiled.positiontup or ()) if compiled.positional else values
    return driver_rows(connection, str(compiled), given)


@lru_cache(maxsize=64)
def _compiled(statement: Select[Any], dialect: Dialect) -> SQLCompiler:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler), "a select compiles to SQL"
    return compiled


@lru_cache(maxsize=16384)
def moment_of(minutes: int) -> datetime:
    """Return the naive local time of a kept number of minutes."""
    return from_minutes(minutes)


@lru_cache(maxsize=16384)
def day_of(text: str) -> date:
    return date.fromisoformat(text)


def day_or_none(text: str | None) -> date | None:
    return None if text is None else day_of(text)


@lru_cache(maxsize=8192)
def local_of(seconds: int, zone: str) -> datetime:
    """Return the unit's naive wall time of a kept moment."""
    return datetime.fromtimestamp(seconds, _zone(zone)).replace(tzinfo=None)


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def midnight(day: date) -> int:
    """Return the beginning of a day as it is kept."""
    return to_minutes(datetime.combine(day, time()))


def bounds(first: date, last: date) -> dict[str, int]:
    """Return the parameters ``since`` and ``before`` of all times from the first day to the last, both included."""
    return {"since": midnight(first), "before": midnight(last + timedelta(days=1))}


@lru_cache(maxsize=8192)
def name_key(family_name: str) -> str:
    """Return what two homonyms share (``domain.names.same_name``)."""
    plain = family_name.replace(" ", "")
    if plain.isascii() and plain.isalpha():
        return plain.lower()  # what the words come to without marks, at a tenth of the cost
    return "".join(tokens(family_name))

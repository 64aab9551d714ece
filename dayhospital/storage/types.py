"""How Python values are kept in columns: whole numbers and plain text only, the same in SQLite and PostgreSQL.

Each type refuses what it could not give back unchanged.
"""

import json
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Dialect, Float, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from dayhospital.errors import InvalidValue

_LOCAL_EPOCH = datetime(1970, 1, 1)
_MINUTE = timedelta(minutes=1)


def to_minutes(moment: datetime) -> int:
    """Return a naive local time as whole minutes since 1970-01-01 00:00 of the same wall clock.

    Raises:
        InvalidValue: If the time carries a zone or is not on a whole minute.
    """
    if moment.tzinfo is not None:
        raise InvalidValue(f"a planned time is the unit's wall time and has no zone: {moment}")
    minutes, rest = divmod(moment - _LOCAL_EPOCH, _MINUTE)
    if rest:
        raise InvalidValue(f"a planned time is a whole minute: {moment}")
    return minutes


def from_minutes(minutes: int) -> datetime:
    return _LOCAL_EPOCH + timedelta(minutes=minutes)


class LocalMinutes(TypeDecorator[datetime]):
    """A naive wall time of the unit, kept as minutes since 1970."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_minutes(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_minutes(value)


class UtcSeconds(TypeDecorator[datetime]):
    """An aware moment that happened, kept as UTC seconds since 1970; fractions are cut off."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise InvalidValue(f"a moment that happened needs a zone: {value}")
        return int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Day(TypeDecorator[date]):
    """A calendar day, kept as ``2026-11-24``: text that sorts like the days."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            raise InvalidValue(f"a day has no time: {value}")
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Choice(TypeDecorator[StrEnum]):
    """One of an enumeration's members, kept as its value."""

    impl = String(20)
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.members(value)


class Real(TypeDecorator[float]):
    """A measured figure; whole numbers are kept as floats too, so that what is read equals what was written."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        return None if value is None else float(value)

    def process_result_value(self, value: float | None, dialect: Dialect) -> float | None:
        return value


class Json(TypeDecorator[Any]):
    """Lists, mappings, texts and numbers, kept as compact JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        return None if value is None else json.loads(value)


def json_text(value: object) -> str:
    """Return compact JSON; the same value gives the same text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""Reads the unit: settings, rows of the board, nurses, closures, duties, blocks and how full the days are."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, literal_column, select

from dayhospital.domain.hospital import (
    Block,
    BlockKind,
    Chair,
    ChairKind,
    Closure,
    ClosureKind,
    Nurse,
    Shift,
    UnitSettings,
)
from dayhospital.domain.session import DONE, NOT_LIVE
from dayhospital.domain.span import Span
from dayhospital.errors import NotFound
from dayhospital.queries.encoding import settings_of
from dayhospital.queries.raw import bounds, day_of, day_or_none, midnight, moment_of, plain_rows, raw
from dayhospital.storage import tables

_SETTINGS = select(tables.unit_settings.c.name, raw(tables.unit_settings.c.value)).order_by(tables.unit_settings.c.name)
_chair = tables.chairs.c
_ANY_CHAIR = select(
    _chair.id, _chair.name, raw(_chair.kind), _chair.bay, _chair.position, _chair.in_sight, raw(_chair.retired)
)
_CHAIRS = _ANY_CHAIR.order_by(_chair.position, _chair.id)
_CHAIR = _ANY_CHAIR.where(_chair.id == bindparam("id"))
_nurse = tables.nurses.c
_NURSES = select(_nurse.id, _nurse.name, _nurse.initials, _nurse.retired).order_by(_nurse.name, _nurse.id)
_shift = tables.shifts.c
_SHIFTS = (
    select(
        _nurse.id,
        _nurse.name,
        _nurse.initials,
        raw(_shift.starts),
        raw(_shift.ends),
        raw(_shift.pause_starts),
        raw(_shift.pause_ends),
        raw(_shift.chair_ids),
        _shift.id,
    )
    .join(tables.nurses, _nurse.id == _shift.nurse_id)
    .where(raw(_shift.starts) >= bindparam("since"), raw(_shift.starts) < bindparam("before"))
    .order_by(_shift.starts, _nurse.name, _shift.id)
)
_block = tables.blocks.c
_BLOCKS = (
    select(_block.id, _block.chair_id, raw(_block.starts), raw(_block.ends), raw(_block.kind), _block.label)
    .where(raw(_block.ends) > bindparam("since"), raw(_block.starts) < bindparam("before"))
    .order_by(_block.starts, _block.id)
)
_closure = tables.closures.c
_CLOSURES = (
    select(raw(_closure.day), _closure.name, raw(_closure.kind))
    .where(raw(_closure.day) >= bindparam("first"), raw(_closure.day) <= bindparam("last"))
    .order_by(_closure.day)
)


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A shift with its id, for the roster."""

    id: int
    shift: Shift


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How full a day is: live sessions, their chair minutes, and the minutes all chairs offer."""

    day: date
    sessions: int
    chair_minutes: int
    capacity_minutes: int
    """0 on a closed day."""

    @property
    def share(self) -> float:
        """Booked chair minutes as a share of what the chairs offer, 0 on a closed day."""
        return self.chair_minutes / self.capacity_minutes if self.capacity_minutes else 0.0


def settings(connection: Connection) -> UnitSettings:
    """Return what the unit decided; a field nobody changed has its default."""
    return _settings(tuple(plain_rows(connection, _SETTINGS, {})))


@lru_cache(maxsize=8)
def _settings(rows: tuple[tuple[str, str], ...]) -> UnitSettings:
    return settings_of({name: json.loads(value) for name, value in rows})


def chairs(connection: Connection) -> tuple[Chair, ...]:
    """Return the chairs, beds and injection rooms in board order, those out of use too."""
    return _chairs(tuple(plain_rows(connection, _CHAIRS, {})))


def chair(connection: Connection, chair_id: int) -> Chair:
    """Return one chair.

    Raises:
        NotFound: If there is no such chair.
    """
    rows = plain_rows(connection, _CHAIR, {"id": chair_id})
    if not rows:
        raise NotFound("This chair is no longer there. Nothing was changed; look again.")
    return _one_chair(rows[0])


def to_come(connection: Connection, chair_id: int, today: date) -> tuple[int, date]:
    """Return how many sessions of a chair are still to come or on the pinboard, and the first of their days."""
    table = tables.sessions.c
    waiting = table.on_pinboard.is_(True) | (raw(table.starts) >= midnight(today))
    count, first = connection.execute(
        select(func.count(), func.min(raw(table.starts))).where(
            table.chair_id == chair_id, table.status.not_in(DONE | NOT_LIVE), waiting
        )
    ).one()
    return count, today if first is None else moment_of(first).date()


@lru_cache(maxsize=8)
def _chairs(rows: tuple[tuple[Any, ...], ...]) -> tuple[Chair, ...]:
    return tuple(map(_one_chair, rows))


@lru_cache(maxsize=256)
def _one_chair(row: tuple[Any, ...]) -> Chair:
    id_, name, kind, bay, position, in_sight, retired = row
    return Chair(id_, name, ChairKind(kind), bay, position, bool(in_sight), day_or_none(retired))


def nurses(connection: Connection) -> tuple[Nurse, ...]:
    """Return the nurses by name, those who no longer work here too."""
    return tuple(Nurse(*row) for row in connection.execute(_NURSES))


def closures(connection: Connection, first: date, last: date) -> tuple[Closure, ...]:
    """Return the closures from the first day to the last, both included."""
    rows = plain_rows(connection, _CLOSURES, {"first": first.isoformat(), "last": last.isoformat()})
    return tuple(Closure(day_of(day), name, ClosureKind(kind)) for day, name, kind in rows)


def years_without_holidays(connection: Connection, first: int, last: int) -> tuple[int, ...]:
    """Return the years from the first to the last for which no public holiday was ever entered."""
    found = closures(connection, date(first, 1, 1), date(last, 12, 31))
    entered = {closure.day.year for closure in found if closure.kind is ClosureKind.HOLIDAY}
    return tuple(year for year in range(first, last + 1) if year not in entered)


def shifts(connection: Connection, day: date) -> tuple[Shift, ...]:
    """Return the duties that begin on a day."""
    return tuple(planned.shift for planned in planned_shifts(connection, day, day))


def planned_shifts(connection: Connection, first: date, last: date) -> tuple[PlannedShift, ...]:
    """Return the duties that begin from the first day to the last, with their ids."""
    return tuple([_one_shift(row) for row in plain_rows(connection, _SHIFTS, bounds(first, last))])


@lru_cache(maxsize=512)
def _one_shift(row: tuple[Any, ...]) -> PlannedShift:
    nurse_id, name, initials, starts, ends, pause_starts, pause_ends, chair_ids, id_ = row
    pause = None if pause_starts is None else Span(moment_of(pause_starts), moment_of(pause_ends))
    duty = Span(moment_of(starts), moment_of(ends))
    return PlannedShift(id_, Shift(Nurse(nurse_id, name, initials), duty, pause, frozenset(json.loads(chair_ids))))


def blocks(connection: Connection, day: date) -> tuple[Block, ...]:
    """Return the blocks that touch a day."""
    return tuple([_one_block(row) for row in plain_rows(connection, _BLOCKS, bounds(day, day))])


@lru_cache(maxsize=512)
def _one_block(row: tuple[Any, ...]) -> Block:
    id_, chair_id, starts, ends, kind, label = row
    return Block(id_, chair_id, Span(moment_of(starts), moment_of(ends)), BlockKind(kind), label)


_starts = raw(tables.sessions.c.starts)
_day = _starts // literal_column(
    "1440", Integer
)  # a bound number would be two different ones to a server that groups by it
_LOAD = (
    select(
        _day,
        func.count(),
        func.sum(raw(tables.sessions.c.ends) - _starts),
    )
    .where(
        _starts >= bindparam("since"),
        _starts < bindparam("before"),
        tables.sessions.c.status.not_in(NOT_LIVE),
        tables.sessions.c.on_pinboard.is_(False),
    )
    .group_by(_day)
)


def load_ahead(connection: Connection, first: date, last: date) -> dict[date, DayLoad]:
    """Return the load of every day from the first to the last, both included, closed days too."""
    unit = settings(connection)
    rows = chairs(connection)
    closed = {closure.day for closure in closures(connection, first, last)}
    booked = {number: (count, minutes) for number, count, minutes in connection.execute(_LOAD, bounds(first, last))}
    loads = {}
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        count, minutes = booked.get(midnight(day) // 1440, (0, 0))
        is_open = day.weekday() in unit.open_weekdays and day not in closed
        seats = [chair for chair in rows if chair.in_use_on(day)]
        loads[day] = DayLoad(day, count, minutes, len(seats) * unit.hours(day).minutes if is_open else 0)
    return loads

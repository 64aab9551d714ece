"""Reads the roster: nurses by days, what each does, and how the days stand against what is booked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, select

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.hospital import Chair, Closure, Nurse, Shift, UnitSettings
from dayhospital.domain.roster import NOTHING, Absence, RosterEntry, RosterShift
from dayhospital.domain.session import NOT_LIVE
from dayhospital.queries import unit
from dayhospital.queries.raw import bounds, day_of, plain_rows, raw
from dayhospital.queries.sessions import PLACED_COLUMNS, placed_session
from dayhospital.scheduling.staffing import Staffing, staffing
from dayhospital.storage.tables import absences, sessions

_s, _a = sessions.c, absences.c
_BOOKED = (
    select(*PLACED_COLUMNS)
    .where(
        raw(_s.starts) >= bindparam("since"),
        raw(_s.starts) < bindparam("before"),
        _s.on_pinboard.is_(False),
        *(raw(_s.status) != status.value for status in sorted(NOT_LIVE)),
    )
    .order_by(_s.starts)
)
_ABSENCES = select(_a.nurse_id, raw(_a.day), _a.short, _a.name).where(
    raw(_a.day) >= bindparam("first"), raw(_a.day) <= bindparam("last")
)
_USUAL_DAYS = 35
"""So long before the first day duties are looked at for the chairs a nurse usually has."""


@dataclass(frozen=True)
class RosterMonth:
    """The roster from one day to another, both included."""

    first: date
    last: date
    settings: UnitSettings
    nurses: tuple[Nurse, ...]
    """Those who work here on any of the days, and those with something planned on one."""
    chairs: tuple[Chair, ...]
    """In use on the first day."""
    closures: Mapping[date, Closure]
    entries: Mapping[tuple[int, date], RosterEntry]
    """By nurse and day; what holds nothing is not there."""
    staffing: Mapping[date, Staffing]
    usual_chairs: Mapping[int, frozenset[int]]
    """The chairs each nurse looks after by her last duty on which she has any."""

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=offset) for offset in range((self.last - self.first).days + 1))

    def entry(self, nurse_id: int, day: date) -> RosterEntry:
        return self.entries.get((nurse_id, day), NOTHING)

    def opens_on(self, day: date) -> bool:
        return day.weekday() in self.settings.open_weekdays and day not in self.closures


def roster_month(connection: Connection, first: date, last: date) -> RosterMonth:
    """Return the roster of the days from the first to the last, both included."""
    settings = unit.settings(connection)
    closed = {closure.day: closure for closure in unit.closures(connection, first, last)}
    before = first - timedelta(days=_USUAL_DAYS)
    planned = [one.shift for one in unit.planned_shifts(connection, before, last)]
    duties: dict[date, list[Shift]] = {}
    for shift in planned:
        duties.setdefault(shift.duty.day, []).append(shift)
    booked: dict[date, list[BoardSession]] = {}
    for row in plain_rows(connection, _BOOKED, bounds(first, last)):
        session = placed_session(row)
        booked.setdefault(session.span.day, []).append(session)
    chairs = unit.chairs(connection)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    cover = {
        day: staffing(
            BoardDay(day, settings, closed.get(day), chairs, tuple(duties.get(day, ())), (), tuple(booked.get(day, ())))
        )
        for day in days
    }
    entries = _entries(connection, first, last, [shift for day in days for shift in duties.get(day, ())])
    there = {nurse_id for nurse_id, _ in entries}
    return RosterMonth(
        first,
        last,
        settings,
        tuple(nurse for nurse in unit.nurses(connection) if nurse.works_on(first) or nurse.id in there),
        tuple(chair for chair in chairs if chair.in_use_on(first)),
        closed,
        entries,
        cover,
        {shift.nurse.id: shift.chair_ids for shift in planned if shift.chair_ids},
    )


def _entries(
    connection: Connection, first: date, last: date, shifts: list[Shift]
) -> dict[tuple[int, date], RosterEntry]:
    """Return what stands in the cells; an absence beside a duty that another program wrote gives way to the duty."""
    found: dict[tuple[int, date], RosterEntry] = {}
    for row in plain_rows(connection, _ABSENCES, {"first": first.isoformat(), "last": last.isoformat()}):
        nurse_id, day, short, name = row
        found[nurse_id, day_of(day)] = RosterEntry(absence=Absence(short, name))
    on_duty: dict[tuple[int, date], tuple[RosterShift, ...]] = {}
    for shift in shifts:
        key = shift.nurse.id, shift.duty.day
        on_duty[key] = (*on_duty.get(key, ()), RosterShift(shift.duty, shift.pause, shift.chair_ids))
    return found | {key: RosterEntry(cell) for key, cell in on_duty.items()}

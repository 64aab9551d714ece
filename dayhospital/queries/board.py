"""Reads the board: one day, the pinboard, and what is due to be booked."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, literal_column, not_, select, text

from dayhospital.domain.board import BoardDay, BoardSession, DueDay
from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.hospital import Chair, Closure, UnitSettings
from dayhospital.domain.session import NOT_LIVE, Status
from dayhospital.domain.span import Span
from dayhospital.errors import NotFound
from dayhospital.queries import unit
from dayhospital.queries.raw import bounds, day_of, plain_rows, raw
from dayhospital.queries.sessions import (
    PATIENT_COLUMNS,
    PATIENT_WITH_PORT,
    PLACED_COLUMNS,
    SESSIONS,
    events_where,
    facts_of,
    homonyms,
    placed_session,
    read_sessions,
    treatment_of,
    window_of,
)
from dayhospital.storage.tables import courses, patients, sessions, treatment_days
from dayhospital.storage.types import to_minutes

MOST_OVERDUE_DAYS = 60
"""Treatment days whose window closed longer ago are no longer offered in the tray."""
MOST_DUE = 500
"""The tray shows at most so many, the most urgent first."""

_s, _t, _c = sessions.c, treatment_days.c, courses.c
_OF_THE_DAY = (
    raw(_s.starts) >= bindparam("since"),
    raw(_s.starts) < bindparam("before"),
    _s.on_pinboard.is_(False),
    raw(_s.status) != Status.CANCELLED.value,
)
_DAY = SESSIONS.where(*_OF_THE_DAY)
_LIVE = and_(*(raw(_s.status) != status.value for status in sorted(NOT_LIVE)))
_AROUND = (
    select(*PLACED_COLUMNS)
    .where(
        raw(_s.starts) >= bindparam("midnight"),
        raw(_s.starts) < bindparam("before"),
        raw(_s.ends) > bindparam("since"),
        _s.on_pinboard.is_(False),
        _LIVE,
    )
    .order_by(_s.starts)
)
_DAY_EVENTS = events_where(*_OF_THE_DAY)
_PINNED = select(_s.id).where(literal_column("sessions.on_pinboard"), _LIVE)
"""Written as the index of the pinboard has it; any other form, or a join, reads every session there is."""


def board_day(connection: Connection, day: date) -> BoardDay:
    """Return the plan of one day."""
    settings = unit.settings(connection)
    found = read_sessions(connection, _DAY, _DAY_EVENTS, dict(bounds(day, day)), settings.zone)
    alike = homonyms(found)
    if alike:
        found = tuple(replace(s, homonym=True) if s.patient.label.id in alike else s for s in found)
    return _board(connection, day, settings, found, _rows(unit.chairs(connection), day, found))


def _rows(chairs: tuple[Chair, ...], day: date, found: tuple[BoardSession, ...]) -> tuple[Chair, ...]:
    """Return the rows of a day: the chairs in use, and those out of use in which somebody has a session."""
    if all(chair.in_use_on(day) for chair in chairs):
        return chairs
    seated = {session.chair_id for session in found}
    return tuple([chair for chair in chairs if chair.in_use_on(day) or chair.id in seated])


def board_around(connection: Connection, patient_id: int, chair_id: int, span: Span, near: timedelta) -> BoardDay:
    """Return the day of a placement with only the sessions and chairs that could stand in its way.

    For the check inside a unit of work: the live sessions of the day that end at most ``near`` before the span or begin
    at most so long after it, and of the chairs the one asked for and those the patient sits in. What is in the chair
    at that time is there whole, of the others what :func:`placed_session` says.
    """
    settings = unit.settings(connection)
    day = bounds(span.day, span.day)
    around = {
        "midnight": day["since"],
        "since": to_minutes(span.start - near),
        "before": min(to_minutes(span.end + near), day["before"]),
    }
    found = tuple(
        [
            session(connection, one.id) if one.chair_id == chair_id and one.span.overlaps(span) else one
            for one in map(placed_session, plain_rows(connection, _AROUND, around))
        ]
    )
    seats = {chair_id, *(one.chair_id for one in found if one.patient.label.id == patient_id)}
    return _board(connection, span.day, settings, found, tuple([unit.chair(connection, seat) for seat in seats]))


def _board(
    connection: Connection,
    day: date,
    settings: UnitSettings,
    found: tuple[BoardSession, ...],
    chairs: tuple[Chair, ...],
) -> BoardDay:
    closures: tuple[Closure, ...] = unit.closures(connection, day, day)
    return BoardDay(
        day=day,
        settings=settings,
        closure=closures[0] if closures else None,
        chairs=chairs,
        shifts=unit.shifts(connection, day),
        blocks=unit.blocks(connection, day),
        sessions=found,
    )


def pinboard(connection: Connection) -> tuple[BoardSession, ...]:
    """Return the sessions on the pinboard, by the start they came from."""
    found = [session(connection, session_id) for session_id in connection.execute(_PINNED).scalars()]
    return tuple(sorted(found, key=lambda one: (one.span, one.id)))


_earlier = treatment_days.alias("earlier")
_HELD = exists().where(_s.treatment_day_id == _t.id, _LIVE)
_UNBOOKED_BEFORE = exists().where(
    _earlier.c.course_id == _t.course_id,
    _earlier.c.position < _t.position,
    _earlier.c.state == DayState.DUE,
    _earlier.c.needs_chair,
    not_(exists().where(_s.treatment_day_id == _earlier.c.id, _LIVE)),
)
_DUE_COLUMNS = (
    _c.id,
    _t.id,
    _c.regimen_id,
    _c.regimen_name,
    _c.regimen_short,
    _c.colour,
    _t.label,
    _t.plan,
    _t.cycle,
    _t.day,
    raw(_t.earliest),
    raw(_t.ideal),
    raw(_t.latest),
    raw(_c.setting),
    _c.course_doses,
    _c.regimen_version,
)
"""In the order of :func:`treatment_of`."""
_DUE_WIDTH = len(_DUE_COLUMNS) + 3
_TREATMENT_DAYS = (
    select(
        *_DUE_COLUMNS,
        raw(_t.planned),
        _t.version,
        not_(_UNBOOKED_BEFORE),
        *PATIENT_COLUMNS,
        raw(_c.port_default),
    )
    .select_from(PATIENT_WITH_PORT)
    .join(treatment_days, _t.patient_id == patients.c.id)
    .join(courses, _c.id == _t.course_id)
)
_STILL_DUE = text("treatment_days.state = 'due' AND treatment_days.needs_chair")
"""Written as the index of due days has it; with a bound value every treatment day there is would be read."""
_DUE = (
    _TREATMENT_DAYS.where(
        _STILL_DUE,
        raw(_t.earliest) <= bindparam("until"),
        raw(_t.latest) >= bindparam("since"),
        _c.state == CourseState.ACTIVE,
        not_(_HELD),
    )
    .order_by(_t.latest, _t.planned, _t.id)
    .limit(MOST_DUE)
)
_DUE_OF_PATIENT = (
    _TREATMENT_DAYS.where(
        _t.patient_id == bindparam("patient"),
        _t.state == DayState.DUE,
        _t.needs_chair,
        _c.state == CourseState.ACTIVE,
        not_(_HELD),
    )
    .order_by(_t.planned, _t.id)
    .limit(bindparam("most"))
)
_ONE_DUE = _TREATMENT_DAYS.where(_t.id == bindparam("id"))
_ONE = SESSIONS.where(_s.id == bindparam("id"))
_ONE_EVENTS = events_where(_s.id == bindparam("id"))


def due_days(connection: Connection, today: date, horizon_days: int) -> tuple[DueDay, ...]:
    """Return what has to be booked from today on: due days with no session, most urgent (by last day) first.

    A day is due when its window opens within ``horizon_days``; overdue ones are kept for :data:`MOST_OVERDUE_DAYS`.
    """
    until = today + timedelta(days=horizon_days)
    since = today - timedelta(days=MOST_OVERDUE_DAYS)
    rows = connection.execute(_DUE, {"until": until.isoformat(), "since": since.isoformat()})
    return tuple(_due(tuple(row)) for row in rows)


def due_of_patient(connection: Connection, patient_id: int, most: int = 8) -> tuple[DueDay, ...]:
    """Return the next treatment days of a patient that have no session, by planned day."""
    rows = connection.execute(_DUE_OF_PATIENT, {"patient": patient_id, "most": most})
    return tuple(_due(tuple(row)) for row in rows)


def due_day(connection: Connection, treatment_day_id: int) -> DueDay:
    """Return one treatment day the way the tray shows it, whether or not it is due.

    Raises:
        NotFound: If there is no such treatment day.
    """
    row = connection.execute(_ONE_DUE, {"id": treatment_day_id}).first()
    if row is None:
        raise NotFound("This treatment day is no longer there. Nothing was changed; look again.")
    return _due(tuple(row))


def session(connection: Connection, session_id: int) -> BoardSession:
    """Return one session, whatever became of it.

    Raises:
        NotFound: If there is no such session.
    """
    zone = unit.settings(connection).zone
    found = read_sessions(connection, _ONE, _ONE_EVENTS, {"id": session_id}, zone)
    if not found:
        raise NotFound("This session is no longer there. Nothing was changed; look again.")
    return found[0]


@lru_cache(maxsize=1024)
def _due(row: tuple[Any, ...]) -> DueDay:
    *treatment, planned, version, is_next = row[:_DUE_WIDTH]
    treated = treatment_of(treatment)
    return DueDay(
        patient=facts_of(row[_DUE_WIDTH:]),
        treatment=treated,
        window=window_of(*treatment[10:13]),
        planned=day_of(planned),
        version=version,
        next_to_be_booked=bool(is_next),
    )

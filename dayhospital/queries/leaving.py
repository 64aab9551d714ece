"""Reads how far patients are with leaving: checks signed, beds asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from dayhospital.domain.leaving import BedRequest, BedState, Leaving, LeavingCheck, SignedCheck
from dayhospital.queries import unit
from dayhospital.queries.raw import bounds, local_of, raw
from dayhospital.storage.tables import bed_requests, leaving_checks, sessions

_l, _b, _s = leaving_checks.c, bed_requests.c, sessions.c
_CHECKS = select(_l.session_id, _l.done, _l.note, _l.by, raw(_l.at))
_BEDS = select(_b.session_id, _b.id, _b.reason, _b.note, _b.state, _b.ward, _b.asked_by, raw(_b.asked_at)).where(
    _b.state != BedState.WITHDRAWN
)


def leaving_on(connection: Connection, day: date) -> dict[int, Leaving]:
    """Return how far the sessions of a day are, by session; those with nothing yet are left out."""
    limits = bounds(day, day)
    return _read(connection, raw(_s.starts) >= limits["since"], raw(_s.starts) < limits["before"])


def leaving_of(connection: Connection, session_id: int) -> Leaving:
    """Return how far one session is."""
    return _read(connection, _s.id == session_id).get(session_id, Leaving())


def open_bed(connection: Connection, session_id: int) -> BedRequest | None:
    """Return the bed asked for a session, given or not, None without one."""
    bed = leaving_of(connection, session_id).bed
    return bed if bed is not None and bed.state in {BedState.ASKED, BedState.GIVEN} else None


def _read(connection: Connection, *which: ColumnElement[bool]) -> dict[int, Leaving]:
    zone = unit.settings(connection).zone
    checks = connection.execute(_CHECKS.join(sessions, _s.id == _l.session_id).where(*which).order_by(_l.id))
    signed = {row[0]: _check(row[1:], zone) for row in checks}
    asked = connection.execute(_BEDS.join(sessions, _s.id == _b.session_id).where(*which).order_by(_b.id))
    beds = {row[0]: BedRequest(*row[1:7], local_of(row[7], zone)) for row in asked}
    return {number: Leaving(signed.get(number), beds.get(number)) for number in signed.keys() | beds.keys()}


def _check(columns: Sequence[Any], zone: str) -> SignedCheck:
    done, note, by, at = columns
    return SignedCheck(frozenset(map(LeavingCheck, done.split())), note, by, local_of(at, zone))

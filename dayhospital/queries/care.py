"""Reads what happened to the patients of a day beside their sessions: reactions, veins checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from dayhospital.domain.port import VeinCheck
from dayhospital.domain.reaction import Reaction
from dayhospital.queries.raw import bounds, raw
from dayhospital.storage.tables import reactions, sessions, vein_checks

_r, _v, _s = reactions.c, vein_checks.c, sessions.c
_REACTION = (_r.session_id, _r.patient_id, _r.drug, _r.grade, _r.at, _r.adrenaline, _r.done, _r.by, _r.until, _r.id)


@dataclass(frozen=True, slots=True)
class Care:
    """What was recorded on a day."""

    reactions: Mapping[int, tuple[Reaction, ...]] = field(default_factory=dict)
    """By session, the first first."""
    vein_checks: Mapping[int, VeinCheck] = field(default_factory=dict)
    """By patient, the newest."""
    earlier: Mapping[int, tuple[Reaction, ...]] = field(default_factory=dict)
    """Reactions of the patients of the day on days before it, by patient."""


def care_of_day(connection: Connection, day: date) -> Care:
    """Return the reactions in the sessions of a day and the veins checked on it."""
    times = bounds(day, day)
    of_day = (raw(_s.starts) >= times["since"], raw(_s.starts) < times["before"])
    query: Select[Any] = select(*_REACTION).join(sessions, _s.id == _r.session_id).where(*of_day).order_by(_r.at, _r.id)
    found: dict[int, list[Reaction]] = {}
    for row in connection.execute(query):
        found.setdefault(row.session_id, []).append(Reaction(*row))
    here = select(_s.patient_id).where(*of_day)
    past: Select[Any] = (
        select(*_REACTION).where(_r.patient_id.in_(here), raw(_r.at) < times["since"]).order_by(_r.at, _r.id)
    )
    earlier: dict[int, list[Reaction]] = {}
    for row in connection.execute(past):
        earlier.setdefault(row.patient_id, []).append(Reaction(*row))
    checks = (
        select(_v.patient_id, _v.at, _v.site, _v.by, _v.id)
        .where(raw(_v.at) >= times["since"], raw(_v.at) < times["before"])
        .order_by(_v.id)
    )
    return Care(
        {session_id: tuple(some) for session_id, some in found.items()},
        {row.patient_id: VeinCheck(*row) for row in connection.execute(checks)},
        {patient_id: tuple(some) for patient_id, some in earlier.items()},
    )


def reactions_of(connection: Connection, patient_id: int) -> tuple[Reaction, ...]:
    """Return every reaction of a patient, the newest first."""
    query: Select[Any] = select(*_REACTION).where(_r.patient_id == patient_id).order_by(_r.at.desc(), _r.id.desc())
    return tuple(Reaction(*row) for row in connection.execute(query))

"""Reads patients: the list, one person, tumours, sessions and what was done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from dayhospital.domain.board import BoardSession, PatientFacts
from dayhospital.domain.course import CourseState
from dayhospital.domain.names import query_terms
from dayhospital.domain.patient import Access, AllergyStatus, Home, Patient, PatientLabel, Port, Weight
from dayhospital.domain.session import PLANNED, PRESENT
from dayhospital.domain.tumour import Tumour
from dayhospital.errors import NotFound
from dayhospital.queries import unit
from dayhospital.queries.encoding import allergies_of
from dayhospital.queries.raw import local_of, moment_of, plain_rows, raw
from dayhospital.queries.search import matching_ids
from dayhospital.queries.sessions import (
    LABEL_COLUMNS,
    PATIENT_COLUMNS,
    PATIENT_WITH_PORT,
    SESSIONS,
    events_where,
    facts_of,
    label_of,
    read_sessions,
)
from dayhospital.storage import tables
from dayhospital.storage.types import to_minutes

_p, _s, _c = tables.patients.c, tables.sessions.c, tables.courses.c


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One line of the patient list: who, what for, and the next session."""

    label: PatientLabel
    short: str
    """Short name of the regimen of the newest active course, else of the next session; empty without either."""
    regimen_name: str
    colour: str
    """Colour group of that regimen, empty without one."""
    consultant: str
    port: bool
    """Whether a port is in place."""
    allergy_status: AllergyStatus
    next_session_id: int | None = None
    next_start: datetime | None = None
    """Local start of the next session, from the beginning of the day asked for on."""
    next_chair: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing done about a patient."""

    at: datetime
    """Local time."""
    by: str
    title: str
    kind: str
    """``do``, ``undo`` or ``redo``."""
    reason: str = ""
    """The reason given where a warning was accepted."""


def patient_list(
    connection: Connection, text: str = "", limit: int = 200, now: datetime | None = None
) -> tuple[PatientRow, ...]:
    """Return the patients found by a text, or the first of all by name.

    The next session is the first not yet over on the day of ``now`` (local) or later; without ``now`` none is given.
    """
    terms = query_terms(text)
    if terms:
        ids = matching_ids(connection, terms, limit)
    elif text.strip():
        ids = []
    else:
        ids = list(connection.execute(select(_p.id).order_by(_p.search_text, _p.id).limit(limit)).scalars())
    if not ids:
        return ()
    following = _next_sessions(connection, ids, now)
    active = _newest_courses(connection, ids)
    statement = (
        select(*LABEL_COLUMNS, _p.consultant, raw(_p.allergy_status), tables.ports.c.id)
        .select_from(PATIENT_WITH_PORT)
        .where(_p.id.in_(ids))
    )
    rows = {
        row[0]: _patient_row(row, active.get(row[0]), following.get(row[0])) for row in connection.execute(statement)
    }
    return tuple(rows[id_] for id_ in ids)


def _patient_row(row: Any, course: Any, following: Any) -> PatientRow:
    *label, consultant, allergy_status, port_id = row
    named = course or following
    return PatientRow(
        label=label_of(label),
        short=named.short if named else "",
        regimen_name=named.regimen_name if named else "",
        colour=named.colour if named else "",
        consultant=course.consultant or consultant if course else consultant,
        port=port_id is not None,
        allergy_status=AllergyStatus(allergy_status),
        next_session_id=following.id if following else None,
        next_start=moment_of(following.starts) if following else None,
        next_chair=following.name if following else "",
    )


def _next_sessions(connection: Connection, ids: list[int], now: datetime | None) -> dict[int, Any]:
    if now is None:
        return {}
    since = to_minutes(now.replace(hour=0, minute=0, second=0, microsecond=0))
    starts = raw(_s.starts)
    first = func.min(starts).over(partition_by=_s.patient_id)
    coming = (
        select(
            _s.patient_id,
            _s.id,
            _s.chair_id,
            starts.label("starts"),
            first.label("first"),
            _s.short,
            _s.regimen_name,
            _s.colour,
        )
        .where(_s.patient_id.in_(ids), starts >= since, _s.status.in_(PLANNED | PRESENT), _s.on_pinboard.is_(False))
        .subquery()
    )
    rows = connection.execute(
        select(coming, tables.chairs.c.name)
        .join(tables.chairs, tables.chairs.c.id == coming.c.chair_id)
        .where(coming.c.starts == coming.c.first)
    )
    return {row.patient_id: row for row in rows}


def _newest_courses(connection: Connection, ids: list[int]) -> dict[int, Any]:
    rows = connection.execute(
        select(_c.patient_id, _c.regimen_short.label("short"), _c.regimen_name, _c.colour, _c.consultant)
        .where(_c.patient_id.in_(ids), _c.state == CourseState.ACTIVE)
        .order_by(_c.start, _c.id)
    )
    return {row.patient_id: row for row in rows}


_PLAIN = (
    "language",
    "address",
    "telephone",
    "email",
    "contact",
    "consultant",
    "note",
    "height_cm",
    "ecog",
    "ecog_day",
)
"""Fields of a patient that are columns as they are."""
_FACTS = select(*PATIENT_COLUMNS).select_from(PATIENT_WITH_PORT).where(_p.id == bindparam("id"))


def patient_facts(connection: Connection, patient_id: int) -> PatientFacts:
    """Return what the port rule and the discharge rule need to know; the port default is *no*.

    Raises:
        NotFound: If there is no such patient.
    """
    rows = plain_rows(connection, _FACTS, {"id": patient_id})
    if not rows:
        raise NotFound("This patient is no longer there; look again.")
    return facts_of((*rows[0], None))


def patient(connection: Connection, patient_id: int) -> Patient:
    """Return everything of one patient but tumours and courses.

    Raises:
        NotFound: If there is no such patient.
    """
    row = connection.execute(select(tables.patients).where(_p.id == patient_id)).first()
    if row is None:
        raise NotFound("This patient is no longer there; look again.")
    label = PatientLabel(
        row.id, row.family_name, row.given_name, row.birth_date, row.sex, row.hospital_number, row.national_number
    )
    return Patient(
        label,
        **{name: getattr(row, name) for name in _PLAIN},
        weights=_weights(connection, patient_id),
        allergy_status=row.allergy_status,
        allergies=allergies_of(row.allergies),
        earlier_reaction_grade=row.earlier_reaction_grade,
        access=Access(
            row.diva_score,
            row.failed_cannulations,
            row.extravasation_before,
            row.axillary_surgery,
            row.lymphoedema,
            row.wants_port,
        ),
        home=Home(
            row.escort,
            row.lives_alone,
            row.adult_first_night,
            row.travel_minutes,
            row.home_telephone,
            frozenset(row.high_risk.split()),
        ),
        port=_port(connection, patient_id),
        deceased=row.deceased,
        version=row.version,
    )


def _weights(connection: Connection, patient_id: int) -> tuple[Weight, ...]:
    w = tables.weights.c
    rows = connection.execute(select(w.day, w.kg).where(w.patient_id == patient_id).order_by(w.day.desc(), w.id.desc()))
    return tuple(Weight(day, kg) for day, kg in rows)


def _port(connection: Connection, patient_id: int) -> Port | None:
    o = tables.ports.c
    row = connection.execute(
        select(o.side, o.inserted, o.usable_from, o.last_access, o.removed).where(
            o.patient_id == patient_id, o.removed.is_(None)
        )
    ).first()
    return None if row is None else Port(*row)


def tumours(connection: Connection, patient_id: int) -> tuple[Tumour, ...]:
    """Return the tumours of a patient, the newest diagnosis first."""
    t = tables.tumours.c
    columns = [t[name] for name in Tumour.__dataclass_fields__]
    rows = connection.execute(select(*columns).where(t.patient_id == patient_id).order_by(t.diagnosed.desc(), t.id))
    return tuple(Tumour(*row) for row in rows)


_OF_PATIENT = _s.patient_id == bindparam("patient_id")
_SESSIONS = SESSIONS.where(_OF_PATIENT)
_EVENTS = events_where(_OF_PATIENT)


def patient_sessions(connection: Connection, patient_id: int) -> tuple[BoardSession, ...]:
    """Return every session of a patient by start, whatever became of it, pinboard too."""
    zone = unit.settings(connection).zone
    return read_sessions(connection, _SESSIONS, _EVENTS, {"patient_id": patient_id}, zone)


def history(connection: Connection, patient_id: int, limit: int = 500) -> tuple[HistoryRow, ...]:
    """Return what was done about a patient, the newest first."""
    entries, of, overrides = tables.journal_entries.c, tables.journal_patients.c, tables.overrides.c
    reason = select(func.min(overrides.reason)).where(overrides.entry_id == entries.id).scalar_subquery()
    rows = connection.execute(
        select(raw(entries.at), entries.by, entries.title, entries.kind, reason)
        .join(tables.journal_patients, of.entry_id == entries.id)
        .where(of.patient_id == patient_id)
        .order_by(entries.id.desc())
        .limit(limit)
    )
    zone = unit.settings(connection).zone
    return tuple(HistoryRow(local_of(at, zone), by, title, kind, why or "") for at, by, title, kind, why in rows)

"""Reads the story of ports: what was asked for, the log, which are to be flushed, which veins were checked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, bindparam, exists, func, select

from dayhospital.clinical.port_use import FLUSH_REGIMEN
from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.patient import PatientLabel, Port
from dayhospital.domain.port import Needle, PortEvent, PortReferral, VeinCheck
from dayhospital.domain.session import GIVEN, PLANNED, PRESENT
from dayhospital.errors import NotFound
from dayhospital.queries.raw import bounds, day_of, midnight, moment_of, plain_rows, raw
from dayhospital.queries.sessions import LABEL_COLUMNS, label_of, port_of
from dayhospital.storage.tables import (
    courses,
    patients,
    port_events,
    port_referrals,
    ports,
    sessions,
    treatment_days,
    vein_checks,
)

_r, _e, _v, _o, _s = port_referrals.c, port_events.c, vein_checks.c, ports.c, sessions.c
_INFUSED = '%,"IV",%'
"""How a plan with an intravenous dose is kept: the route stands between unit and place."""


@dataclass(frozen=True, slots=True)
class PortRow:
    """A port in place, for the list of flushes."""

    label: PatientLabel
    port: Port
    last_infusion: date | None
    """The last day something was infused while the port could be used."""
    last_drug: date | None
    """The same without flushes."""
    next_use: date | None
    """The next day something is booked that is infused."""
    next_session_id: int | None
    planned: bool
    """Whether any drug that is infused is booked or due."""

    @property
    def last_use(self) -> date | None:
        """The last day the port was rinsed, recorded by hand or by what was infused."""
        return max((day for day in (self.port.last_access, self.last_infusion) if day is not None), default=None)


_SINCE = (
    select(func.min(_o.inserted)).where(_o.patient_id == _r.patient_id, _o.inserted >= _r.asked_on).scalar_subquery()
)
_REFERRAL = select(_r.patient_id, _r.asked_on, _r.asked_by, _r.planned_on, _r.note, _r.cancelled_on, _SINCE, _r.id)
"""In the order of the fields of :class:`PortReferral`."""


def referral(connection: Connection, referral_id: int) -> PortReferral:
    """Return one wish for a port.

    Raises:
        NotFound: If there is none with this id.
    """
    row = connection.execute(_REFERRAL.where(_r.id == referral_id)).first()
    if row is None:
        raise NotFound("This referral is no longer there. Nothing was changed; look again.")
    return PortReferral(*row)


def referral_of(connection: Connection, patient_id: int) -> PortReferral | None:
    """Return the newest wish for a port of a patient, called off or not; None if nobody ever asked."""
    row = connection.execute(_REFERRAL.where(_r.patient_id == patient_id).order_by(_r.id.desc()).limit(1)).first()
    return None if row is None else PortReferral(*row)


_PLANNED = (
    select(raw(_r.planned_on))
    .where(
        _r.patient_id == bindparam("patient"), _r.planned_on.is_not(None), _r.cancelled_on.is_(None), _SINCE.is_(None)
    )
    .order_by(_r.id.desc())
    .limit(1)
)


def planned_insertion(connection: Connection, patient_id: int) -> date | None:
    """Return the day a port of a patient is to be put in, None when none is planned or it is in already."""
    rows = plain_rows(connection, _PLANNED, {"patient": patient_id})
    return day_of(rows[0][0]) if rows else None


def port_log(connection: Connection, patient_id: int) -> tuple[PortEvent, ...]:
    """Return the log of the port in place, the newest first; empty without a port."""
    return _log(connection, patient_id, _o.removed.is_(None))


def earlier_log(connection: Connection, patient_id: int) -> tuple[PortEvent, ...]:
    """Return the logs of the ports that were taken out, the newest line first."""
    return _log(connection, patient_id, _o.removed.is_not(None))


def _log(connection: Connection, patient_id: int, which: ColumnElement[bool]) -> tuple[PortEvent, ...]:
    columns = (_e.port_id, _e.day, _e.kind, _e.complication, _e.by, _e.note, _e.id)
    needle = (_e.needle_gauge, _e.needle_length_mm)
    query = (
        select(*columns, *needle)
        .join(ports, _o.id == _e.port_id)
        .where(_o.patient_id == patient_id, which)
        .order_by(_e.day.desc(), _e.id.desc())
    )
    return tuple(
        PortEvent(*row[:7], needle=None if row.needle_gauge is None else Needle(row.needle_gauge, row.needle_length_mm))
        for row in connection.execute(query)
    )


def vein_check(connection: Connection, patient_id: int, day: date) -> VeinCheck | None:
    """Return the newest check of a patient's veins on a day, None without one."""
    times = bounds(day, day)
    query = (
        select(_v.patient_id, _v.at, _v.site, _v.by, _v.id)
        .where(_v.patient_id == patient_id, raw(_v.at) >= times["since"], raw(_v.at) < times["before"])
        .order_by(_v.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else VeinCheck(*row)


def _last(*conditions: Any) -> ScalarSelect[Any]:
    """Return when something was infused last in the patient of the row; by the index, from the end."""
    return (
        select(raw(_s.starts))
        .where(_s.patient_id == _o.patient_id, raw(_s.status).in_(sorted(GIVEN)), _s.plan.like(_INFUSED), *conditions)
        .order_by(_s.starts.desc())
        .limit(1)
        .correlate(ports)
        .scalar_subquery()
    )


_COMING = (
    _s.patient_id == _o.patient_id,
    raw(_s.starts) >= bindparam("today"),
    raw(_s.status).in_(sorted(PLANNED | PRESENT)),
    _s.on_pinboard.is_(False),
    _s.plan.like(_INFUSED),
)
_NEXT = select(_s.id).where(*_COMING).order_by(_s.starts).limit(1).correlate(ports).scalar_subquery()
_DUE = exists().where(
    treatment_days.c.patient_id == _o.patient_id,
    treatment_days.c.state == DayState.DUE,
    treatment_days.c.plan.like(_INFUSED),
    courses.c.id == treatment_days.c.course_id,
    courses.c.state == CourseState.ACTIVE,
)
_next = sessions.alias("coming")
_IN_PLACE = (
    select(
        *LABEL_COLUMNS,
        *(raw(_o[name]) for name in ("side", "inserted", "usable_from", "last_access", "removed")),
        _last(),
        _last(_s.regimen_id != FLUSH_REGIMEN),
        raw(_next.c.starts),
        _next.c.id,
        _DUE | exists().where(*_COMING, _s.regimen_id != FLUSH_REGIMEN).correlate(ports),
    )
    .select_from(ports)
    .join(patients, patients.c.id == _o.patient_id)
    .outerjoin(_next, _next.c.id == _NEXT)
    .where(_o.removed.is_(None), patients.c.deceased.is_(None))
)
_COUNT = len(LABEL_COLUMNS)


def ports_in_place(connection: Connection, today: date) -> tuple[PortRow, ...]:
    """Return every port in place of somebody who lives, the one unused longest first."""
    rows = [_row(tuple(row)) for row in connection.execute(_IN_PLACE, {"today": midnight(today)})]
    return tuple(sorted(rows, key=lambda row: (row.last_use or row.port.usable_from, row.label.name, row.label.id)))


def _row(columns: tuple[Any, ...]) -> PortRow:
    last, last_drug, next_start, next_id, planned = columns[_COUNT + 5 :]
    port = port_of(*columns[_COUNT : _COUNT + 5])
    assert port is not None, "side and days are there"

    def since_usable(minutes: int | None) -> date | None:
        day = None if minutes is None else moment_of(minutes).date()
        return day if day is not None and day >= port.usable_from else None

    return PortRow(
        label_of(columns[:_COUNT]),
        port,
        since_usable(last),
        since_usable(last_drug),
        None if next_start is None else moment_of(next_start).date(),
        next_id,
        bool(planned),
    )

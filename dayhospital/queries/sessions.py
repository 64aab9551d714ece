"""Reads sessions with their patient and treatment: the rows behind the board, the pinboard and the patient page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from dayhospital.domain.board import BoardSession, PatientFacts, Treatment
from dayhospital.domain.patient import Access, AllergyStatus, Escort, Home, PatientLabel, Port, Sex, Side
from dayhospital.domain.regimen import PortDefault, Setting
from dayhospital.domain.session import CancelReason, Status, StatusEvent
from dayhospital.domain.span import Span, Window
from dayhospital.queries.encoding import allergies_of, plan_of
from dayhospital.queries.raw import day_of, day_or_none, local_of, moment_of, name_key, plain_rows, raw
from dayhospital.storage.tables import courses, patients, ports, sessions, status_events, treatment_days, tumours

_p, _s, _t, _c = patients.c, sessions.c, treatment_days.c, courses.c


def _any_tumour(side: Side) -> ColumnElement[int]:
    return func.max(case((tumours.c.side == side, 1), else_=0))


_SIDES = (
    select(_any_tumour(Side.LEFT) + 2 * _any_tumour(Side.RIGHT) + 4 * _any_tumour(Side.BILATERAL))
    .where(tumours.c.patient_id == _p.id)
    .correlate(patients)
    .scalar_subquery()
)
"""The sides of a patient's tumours as one figure, None without a tumour."""

LABEL_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(
    raw(column)
    for column in (
        _p.id,
        _p.family_name,
        _p.given_name,
        _p.birth_date,
        _p.sex,
        _p.hospital_number,
        _p.national_number,
    )
)
"""What :func:`label_of` reads."""
PATIENT_COLUMNS: tuple[ColumnElement[Any], ...] = LABEL_COLUMNS + tuple(
    raw(column)
    for column in (
        _p.allergy_status,
        _p.allergies,
        _p.ecog,
        _p.earlier_reaction_grade,
        _p.diva_score,
        _p.failed_cannulations,
        _p.extravasation_before,
        _p.axillary_surgery,
        _p.lymphoedema,
        _p.wants_port,
        _p.escort,
        _p.lives_alone,
        _p.adult_first_night,
        _p.travel_minutes,
        _p.home_telephone,
        _p.high_risk,
        ports.c.side,
        ports.c.inserted,
        ports.c.usable_from,
        ports.c.last_access,
        ports.c.removed,
        _SIDES,
    )
)
"""What :func:`facts_of` reads; the statement joins ``PATIENT_WITH_PORT``."""
PATIENT_WITH_PORT = patients.outerjoin(ports, and_(ports.c.patient_id == _p.id, ports.c.removed.is_(None)))

_SESSION_COLUMNS = tuple(
    raw(column)
    for column in (
        _s.id,
        _s.version,
        _s.chair_id,
        _s.starts,
        _s.ends,
        _s.status,
        _s.hold_reason,
        _s.cancel_reason,
        _s.fixed,
        _s.on_pinboard,
        _s.note,
        _s.moved,
        _s.course_id,
        _s.treatment_day_id,
        _s.regimen_id,
        _s.regimen_name,
        _s.short,
        _s.colour,
        _s.label,
        _s.plan,
        _t.cycle,
        _t.day,
        _t.earliest,
        _t.ideal,
        _t.latest,
        _c.setting,
        _c.course_doses,
        _c.regimen_version,
    )
)
_WIDTH = len(_SESSION_COLUMNS)
SESSIONS: Select[Any] = (
    select(*_SESSION_COLUMNS, *PATIENT_COLUMNS, raw(_c.port_default))
    .select_from(sessions)
    .join(patients, _p.id == _s.patient_id)
    .outerjoin(ports, and_(ports.c.patient_id == _p.id, ports.c.removed.is_(None)))
    .outerjoin(treatment_days, _t.id == _s.treatment_day_id)
    .outerjoin(courses, _c.id == _s.course_id)
    .order_by(_s.starts, _s.chair_id)
)
"""Every session; add a ``where``. :func:`read_sessions` makes snapshots of the rows."""
PLACED_COLUMNS = (_s.id, _s.patient_id, _s.chair_id, raw(_s.starts), raw(_s.ends), raw(_s.status), _s.plan)
"""What :func:`placed_session` reads."""
_EVENTS = select(status_events.c.session_id, raw(status_events.c.status), raw(status_events.c.at), status_events.c.by)


def events_where(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the statement for the status events of the sessions under conditions, oldest first."""
    return _EVENTS.join(sessions, _s.id == status_events.c.session_id).where(*conditions).order_by(status_events.c.id)


def read_sessions(
    connection: Connection,
    statement: Select[Any],
    events: Select[Any],
    parameters: dict[str, Any],
    zone: str,
) -> tuple[BoardSession, ...]:
    """Run a statement made from :data:`SESSIONS` and one from :func:`events_where`, and build the snapshots."""
    rows = plain_rows(connection, statement, parameters)
    by_session: dict[int, _Events] = defaultdict(list)
    for event in plain_rows(connection, events, parameters):
        by_session[event[0]].append(event)
    return tuple(_remembered(row, by_session.get(row[0], []), zone) for row in rows)


_Events = list[tuple[Any, ...]]
_REMEMBERED: dict[int, tuple[tuple[Any, ...], _Events, str, BoardSession]] = {}
"""The newest snapshot of each session with what it was made of. Comparing a row with the one before is several times
cheaper than building it, or than hashing it for a cache."""
_MOST_REMEMBERED = 4096


def _remembered(row: tuple[Any, ...], events: _Events, zone: str) -> BoardSession:
    """Return the snapshot of a row, the same object as before if nothing changed."""
    known = _REMEMBERED.get(row[0])
    if known is not None and known[0] == row and known[1] == events and known[2] == zone:
        return known[3]
    made = _session(row[:_WIDTH], row[_WIDTH:], events, zone)
    if len(_REMEMBERED) >= _MOST_REMEMBERED:
        _REMEMBERED.clear()
    _REMEMBERED[row[0]] = (row, events, zone, made)
    return made


_STATUSES = {status.value: status for status in Status}
_SETTINGS = {setting.value: setting for setting in Setting}
_SEXES = {sex.value: sex for sex in Sex}
_ALLERGIES = {status.value: status for status in AllergyStatus}
_ESCORTS = {escort.value: escort for escort in Escort}
_PORTS = {default.value: default for default in PortDefault}
"""Members by kept value: asking the enumerations themselves is a fifth of the cost of building a day."""


def _session(columns: tuple[Any, ...], patient: tuple[Any, ...], events: _Events, zone: str) -> BoardSession:
    id_, version, chair_id, starts, ends, status, hold, cancel, fixed, on_pinboard, note, moved = columns[:12]
    return BoardSession(
        id=id_,
        version=version,
        chair_id=chair_id,
        span=Span(moment_of(starts), moment_of(ends)),
        status=_STATUSES[status],
        patient=facts_of(patient),
        treatment=treatment_of(columns[12:]),
        events=tuple([_event(status, at, by, zone) for _, status, at, by in events]),
        hold_reason=hold,
        cancel_reason=None if cancel is None else CancelReason(cancel),
        fixed=bool(fixed),
        on_pinboard=bool(on_pinboard),
        note=note,
        moved=moved,
    )


@lru_cache(maxsize=4096)
def _event(status: str, at: int, by: str, zone: str) -> StatusEvent:
    return StatusEvent(_STATUSES[status], local_of(at, zone), by)


_placed = itemgetter(0, _WIDTH, 2, 3, 4, 5, 19)
"""The columns of a row of :data:`SESSIONS` that :data:`PLACED_COLUMNS` has too."""


def placed_session(row: tuple[Any, ...]) -> BoardSession:
    """Return where a session is and what it asks of the staff, from :data:`PLACED_COLUMNS`.

    Nothing else of it may be asked: it is the newest snapshot if that says the same, and otherwise empty.
    """
    known = _REMEMBERED.get(row[0])
    return known[3] if known is not None and _placed(known[0]) == row else _placed_session(row)


@lru_cache(maxsize=4096)
def _placed_session(row: tuple[Any, ...]) -> BoardSession:
    id_, patient_id, chair_id, starts, ends, status, plan = row
    span = Span(moment_of(starts), moment_of(ends))
    return BoardSession(id_, 1, chair_id, span, _STATUSES[status], _somebody(patient_id), _some_treatment(plan))


_ACCESS, _HOME = Access(), Home()
"""What is said of somebody whose facts were not read."""


@lru_cache(maxsize=4096)
def _somebody(patient_id: int) -> PatientFacts:
    label = PatientLabel(patient_id, "–", "", date.min, Sex.OTHER, "–")
    return PatientFacts(label, AllergyStatus.NOT_RECORDED, (), None, None, _ACCESS, _HOME, None, "", PortDefault.NO)


@lru_cache(maxsize=512)
def _some_treatment(plan: str) -> Treatment:
    given = plan_of(plan)
    return Treatment(
        *(None, None, "", "", "", "", None, "", 1, 1, None),
        *(given.chair_kinds, given.doses, given.segments, given.chair_minutes, given.stay_minutes, given.acuity, 1),
    )


def treatment_of(columns: Sequence[Any]) -> Treatment:
    """Return the treatment of a session or due day from kept columns, in the order of the first lines here."""
    course_id, treatment_day_id, regimen_id, regimen_name, short, colour, label, plan, *rest = columns
    cycle, day, earliest, ideal, latest, setting, course_doses, regimen_version = rest
    given = plan_of(plan)
    return Treatment(
        course_id=course_id,
        treatment_day_id=treatment_day_id,
        regimen_id=regimen_id,
        regimen_name=regimen_name,
        short=short,
        colour=colour,
        setting=None if setting is None else _SETTINGS[setting],
        label=label,
        cycle=cycle or 1,
        day=day or 1,
        window=window_of(earliest, ideal, latest) if earliest and ideal and latest else None,
        chair_kinds=given.chair_kinds,
        doses=given.doses,
        segments=given.segments,
        chair_minutes=given.chair_minutes,
        stay_minutes=given.stay_minutes,
        acuity=given.acuity,
        course_doses=course_doses or 1,
        regimen_version=regimen_version,
    )


@lru_cache(maxsize=4096)
def window_of(earliest: str, ideal: str, latest: str) -> Window:
    return Window(day_of(earliest), day_of(ideal), day_of(latest))


_SIDE_WORDS = {1: Side.LEFT.value, 2: Side.RIGHT.value}


@lru_cache(maxsize=2048)
def facts_of(columns: tuple[Any, ...]) -> PatientFacts:
    """Return the facts from :data:`PATIENT_COLUMNS` and the port default of the course."""
    (
        *label,
        allergy_status,
        allergies,
        ecog,
        reaction,
        diva,
        failed,
        extravasation,
        axillary,
        lymphoedema,
        wants_port,
        escort,
        alone,
        first_night,
        travel,
        telephone,
        high_risk,
        port_side,
        inserted,
        usable_from,
        last_access,
        removed,
        sides,
        port_default,
    ) = columns
    return PatientFacts(
        label=label_of(label),
        allergy_status=_ALLERGIES[allergy_status],
        allergies=allergies_of(allergies),
        ecog=ecog,
        earlier_reaction_grade=reaction,
        access=_access(diva, failed, extravasation, axillary, lymphoedema, wants_port),
        home=_home(escort, alone, first_night, travel, telephone, high_risk),
        port=port_of(port_side, inserted, usable_from, last_access, removed),
        tumour_side="" if not sides else _SIDE_WORDS.get(sides, Side.BILATERAL.value),
        port_default=_PORTS[port_default or PortDefault.NO],
    )


@lru_cache(maxsize=1024)
def _access(
    diva: int | None, failed: int, extravasation: int, axillary: str | None, lymphoedema: int, wants_port: int
) -> Access:
    side = None if axillary is None else Side(axillary)
    return Access(diva, failed, bool(extravasation), side, bool(lymphoedema), bool(wants_port))


@lru_cache(maxsize=1024)
def _home(
    escort: str, alone: bool | None, first_night: bool | None, travel: int | None, telephone: str, high_risk: str
) -> Home:
    living = None if alone is None else bool(alone)
    adult = None if first_night is None else bool(first_night)
    return Home(_ESCORTS[escort], living, adult, travel, telephone, frozenset(high_risk.split()))


def label_of(columns: Sequence[Any]) -> PatientLabel:
    """Return the label from :data:`LABEL_COLUMNS`."""
    id_, family, given, birth_date, sex, hospital_number, national_number = columns
    return PatientLabel(id_, family, given, day_of(birth_date), _SEXES[sex], hospital_number, national_number)


def port_of(
    side: str | None, inserted: str | None, usable_from: str | None, last_access: str | None, removed: str | None
) -> Port | None:
    """Return the port from kept columns, None when the patient has none."""
    if side is None or inserted is None or usable_from is None:
        return None
    return Port(Side(side), day_of(inserted), day_of(usable_from), day_or_none(last_access), day_or_none(removed))


def homonyms(found: Iterable[BoardSession]) -> frozenset[int]:
    """Return the ids of the patients whose family name another patient among the sessions has too."""
    holders: dict[str, set[int]] = defaultdict(set)
    for session in found:
        label = session.patient.label
        holders[name_key(label.family_name)].add(label.id)
    return frozenset(id_ for ids in holders.values() if len(ids) > 1 for id_ in ids)

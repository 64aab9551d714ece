"""Reads treatment days with everything their gates are judged by, and judges them.

A fixed number of statements however many days there are: one for the days, one each for results, toxicities, weights,
decisions, surgery and what was given before.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, select, text

from dayhospital.clinical.dose_facts import Body, doses_by_auc, facts_on
from dayhospital.clinical.gate_rules import DayGate, day_gate
from dayhospital.clinical.gate_schema import catalogue
from dayhospital.clinical.gates import GateFacts, judge
from dayhospital.clinical.making import DayGo, Preparation
from dayhospital.clinical.making import preparations as preparations_of
from dayhospital.domain.chosen_dose import DayDoses, SignedDose
from dayhospital.domain.course import CourseState, DayState, PlannedDay
from dayhospital.domain.decision import Decision, newest
from dayhospital.domain.gate import Verdict
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import PatientLabel, Weight
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Results
from dayhospital.domain.session import GIVEN, NOT_LIVE, Status
from dayhospital.domain.toxicity import Toxicity
from dayhospital.errors import NotFound
from dayhospital.queries import unit
from dayhospital.queries.chosen_doses import signed_doses
from dayhospital.queries.courses import planned_day
from dayhospital.queries.encoding import plan_of
from dayhospital.queries.results import results_of_many
from dayhospital.queries.surgeries import days_of_surgery
from dayhospital.storage.tables import (
    chairs,
    courses,
    decisions,
    patients,
    sessions,
    toxicities,
    treatment_days,
    weights,
)

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library

_t, _c, _p, _s, _d = treatment_days.c, courses.c, patients.c, sessions.c, decisions.c


@dataclass(frozen=True, slots=True)
class Seat:
    """The live session of a treatment day."""

    session_id: int
    start: datetime
    chair_id: int
    chair: str
    status: Status
    fixed: bool
    on_pinboard: bool

    @property
    def begun(self) -> bool:
        """Whether a drug has been given."""
        return self.status in GIVEN

    @property
    def released(self) -> bool:
        """Whether the go was given on the board, or more."""
        return self.begun or self.status is Status.RELEASED


@dataclass(frozen=True, slots=True)
class GateCase:
    """One treatment day with its gate, as it stands at :attr:`moment`."""

    treatment_day_id: int
    course_id: int
    patient: PatientLabel
    regimen_id: str
    regimen_name: str
    short: str
    colour: str
    """The colour group of the regimen."""
    setting: Setting
    consultant: str
    day: PlannedDay
    state: DayState
    seat: Seat | None
    gate: DayGate
    facts: GateFacts
    verdict: Verdict
    decision: Decision | None
    """The newest."""
    doses: DayDoses
    moment: datetime
    """When the treatment is to begin, or now if that is past; local time."""

    @property
    def needs_decision(self) -> bool:
        """Whether somebody has to decide: the gate asks for it, and neither a signature nor the board settles it."""
        if not self.gate.decision or (self.seat is not None and self.seat.released):
            return False
        return self.decision is None or not self.decision.settles(self.day.planned, self.verdict.colour)

    @property
    def open(self) -> bool:
        """Whether it can still be decided: not given, left out or begun."""
        return self.state is DayState.DUE and not (self.seat is not None and self.seat.begun)

    @property
    def newest_result(self) -> datetime | None:
        """When the newest blood was taken that the gate looks at."""
        return max((line.at for line in self.verdict.lines if line.at is not None), default=None)


def preparations(case: GateCase, library: "Library", now: datetime) -> tuple[Preparation, ...]:
    """Return what the pharmacy makes for a treatment day, and whether it may at a local moment."""
    go = DayGo(case.day.planned, case.decision, case.seat is not None and case.seat.released)
    return preparations_of(go, case.doses, library.drug, now)


def preparations_on(
    connection: Connection, library: "Library", day: date, now: datetime
) -> dict[int, tuple[Preparation, ...]]:
    """Return what the pharmacy makes for the sessions of a day, by treatment day."""
    midnight = datetime.combine(day, time())
    cases = _cases(connection, library, now, _s.starts >= midnight, _s.starts < midnight + timedelta(days=1))
    return {case.treatment_day_id: preparations(case, library, now) for case in cases}


_COLUMNS = (
    treatment_days,
    _c.regimen_id,
    _c.regimen_version,
    _c.regimen_name,
    _c.regimen_short,
    _c.colour,
    _c.setting,
    _c.consultant,
    _c.start.label("course_start"),
    _p.family_name,
    _p.given_name,
    _p.birth_date,
    _p.sex,
    _p.hospital_number,
    _p.national_number,
    _p.ecog,
    _p.height_cm,
    _s.id.label("session_id"),
    _s.starts,
    _s.chair_id,
    _s.status,
    _s.fixed,
    _s.on_pinboard,
    chairs.c.name.label("chair"),
)
_DAYS = (
    select(*_COLUMNS)
    .select_from(treatment_days)
    .join(courses, _c.id == _t.course_id)
    .join(patients, _p.id == _t.patient_id)
    .outerjoin(sessions, and_(_s.treatment_day_id == _t.id, _s.status.not_in(NOT_LIVE)))
    .outerjoin(chairs, chairs.c.id == _s.chair_id)
    .order_by(_t.planned, _t.id)
)
_DUE = text("treatment_days.state = 'due'")
"""Written as the index of planned days has it."""


def due_cases(
    connection: Connection, library: "Library", now: datetime, first: date, last: date
) -> tuple[GateCase, ...]:
    """Return the treatment days of running courses planned between two days, both included, with their gates."""
    planned = _t.planned.between(first, last)
    return _cases(connection, library, now, _DUE, planned, _c.state == CourseState.ACTIVE)


def signed_cases(connection: Connection, library: "Library", now: datetime, since: datetime) -> tuple[GateCase, ...]:
    """Return the treatment days about which something was signed since a local moment, whatever became of them."""
    zone = ZoneInfo(unit.settings(connection).zone)
    signed = select(_d.treatment_day_id).where(_d.at >= since.replace(tzinfo=zone))
    return _cases(connection, library, now, _t.id.in_(signed))


def gate_case(connection: Connection, library: "Library", treatment_day_id: int, now: datetime) -> GateCase:
    """Return one treatment day with its gate, whatever became of it.

    Raises:
        NotFound: If there is no such treatment day.
    """
    found = _cases(connection, library, now, _t.id == treatment_day_id)
    if not found:
        raise NotFound("This treatment day is no longer there. Nothing was changed; look again.")
    return found[0]


def decisions_of(connection: Connection, treatment_day_ids: Sequence[int]) -> dict[int, tuple[Decision, ...]]:
    """Return the decisions about treatment days, by day, oldest first."""
    zone = ZoneInfo(unit.settings(connection).zone)
    found: dict[int, list[Decision]] = defaultdict(list)
    rows = connection.execute(select(decisions).where(_d.treatment_day_id.in_(treatment_day_ids)).order_by(_d.id))
    for row in rows:
        at = row.at.astimezone(zone).replace(tzinfo=None)
        found[row.treatment_day_id].append(
            Decision(
                row.treatment_day_id,
                row.kind,
                row.by,
                at,
                row.planned,
                row.colour,
                row.percent,
                row.held_to,
                row.reason,
                row.id,
            )
        )
    return {day_id: tuple(made) for day_id, made in found.items()}


def toxicities_of(connection: Connection, patient_ids: Sequence[int]) -> dict[int, tuple[Toxicity, ...]]:
    """Return every toxicity of some patients, by patient, the newest first."""
    x = toxicities.c
    found: dict[int, list[Toxicity]] = {patient_id: [] for patient_id in patient_ids}
    rows = connection.execute(
        select(x.patient_id, x.term, x.grade, x.day, x.ctcae, x.note, x.id, x.version)
        .where(x.patient_id.in_(patient_ids))
        .order_by(x.day.desc(), x.id.desc())
    )
    for patient_id, *columns in rows:
        found[patient_id].append(Toxicity(*columns))
    return {patient_id: tuple(some) for patient_id, some in found.items()}


def _cases(
    connection: Connection, library: "Library", now: datetime, *where: ColumnElement[bool] | Any
) -> tuple[GateCase, ...]:
    rows = connection.execute(_DAYS.where(*where)).all()
    if not rows:
        return ()
    people = sorted({row.patient_id for row in rows})
    read = _Read(
        results_of_many(connection, people),
        toxicities_of(connection, people),
        weights_of(connection, people),
        decisions_of(connection, [row.id for row in rows]),
        signed_doses(connection, sorted({row.course_id for row in rows})),
        _given(connection, sorted({row.course_id for row in rows})),
        days_of_surgery(connection, people),
        unit.settings(connection),
    )
    return tuple(_case(row, library, now, read) for row in rows)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read for all days at once."""

    results: dict[int, Results]
    toxicities: dict[int, tuple[Toxicity, ...]]
    weights: dict[int, list[Weight]]
    decisions: dict[int, tuple[Decision, ...]]
    signed: dict[int, tuple[SignedDose, ...]]
    given: dict[int, list[tuple[date, bool]]]
    surgery: dict[int, list[date]]
    settings: UnitSettings


def _case(row: Any, library: "Library", now: datetime, read: _Read) -> GateCase:
    day, rules = planned_day(row), catalogue()
    regimen = library.of_course(row.regimen_id, row.regimen_version)
    gate = day_gate(regimen, row.setting, day, rules)
    start = datetime.combine(day.planned, read.settings.opens) if row.starts is None else row.starts
    moment = max(now, start)
    weighed = read.weights.get(row.patient_id, [])
    before = [one.kg for one in weighed if one.day <= row.course_start]
    given = read.given.get(row.course_id, [])
    facts = GateFacts(
        results=read.results[row.patient_id],
        birth_date=row.birth_date,
        sex=row.sex,
        course_start=row.course_start,
        toxicities=read.toxicities[row.patient_id],
        ecog=row.ecog,
        weight_kg=weighed[0].kg if weighed else None,
        start_weight_kg=(before[0] if before else weighed[-1].kg) if weighed else None,
        last_given=max((on for on, _ in given if on < day.planned), default=None),
        drugs=tuple(library.drug(dose.drug) for dose in day.doses),
        surgeries=tuple(read.surgery.get(row.patient_id, ())),
    )
    return GateCase(
        treatment_day_id=row.id,
        course_id=row.course_id,
        patient=PatientLabel(
            row.patient_id,
            row.family_name,
            row.given_name,
            row.birth_date,
            row.sex,
            row.hospital_number,
            row.national_number,
        ),
        regimen_id=row.regimen_id,
        regimen_name=row.regimen_name,
        short=row.regimen_short,
        colour=row.colour,
        setting=row.setting,
        consultant=row.consultant,
        day=day,
        state=row.state,
        seat=_seat(row),
        gate=gate,
        facts=facts,
        verdict=judge(gate, facts, moment, rules),
        decision=newest(read.decisions.get(row.id, ())),
        doses=_doses(row, day, read),
        moment=moment,
    )


def _seat(row: Any) -> Seat | None:
    if row.session_id is None:
        return None
    return Seat(row.session_id, row.starts, row.chair_id, row.chair, row.status, row.fixed, row.on_pinboard)


def _doses(row: Any, day: PlannedDay, read: _Read) -> DayDoses:
    """Return the doses of a day with what is known for choosing them."""
    body = Body(row.birth_date, row.sex, row.height_cm, read.weights.get(row.patient_id, []))
    by_auc = [on for on, auc in read.given.get(row.course_id, []) if auc]
    signed = read.signed.get(row.course_id, ())
    return DayDoses(
        doses=day.doses,
        facts=facts_on(day.planned, body, read.results[row.patient_id], row.course_start, by_auc),
        settings=read.settings,
        before=tuple({one.dose.drug: one for one in signed if one.planned < day.planned}.values()),
        signed=tuple(one for one in signed if one.treatment_day_id == row.id),
    )


def weights_of(connection: Connection, patient_ids: Sequence[int]) -> dict[int, list[Weight]]:
    """Return the weights of some patients, newest first."""
    w = weights.c
    found: dict[int, list[Weight]] = defaultdict(list)
    rows = connection.execute(
        select(w.patient_id, w.day, w.kg).where(w.patient_id.in_(patient_ids)).order_by(w.day.desc(), w.id.desc())
    )
    for patient_id, day, kg in rows:
        found[patient_id].append(Weight(day, kg))
    return found


def _given(connection: Connection, course_ids: Sequence[int]) -> dict[int, list[tuple[date, bool]]]:
    """Return the days on which something was given, by course, each with whether a dose followed the AUC."""
    found: dict[int, list[tuple[date, bool]]] = defaultdict(list)
    rows = connection.execute(
        select(_t.course_id, _t.planned, _t.plan).where(_t.course_id.in_(course_ids), _t.state == DayState.GIVEN)
    )
    for course_id, day, plan in rows:
        found[course_id].append((day, doses_by_auc(plan_of(plan).doses)))
    return found

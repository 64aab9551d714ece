"""Reads the consultant's worklist: who needs a decision in the next days, and what was signed today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from dayhospital.domain.gate import CLEARANCE, Colour
from dayhospital.domain.lifetime_dose import LifetimeDose
from dayhospital.domain.result import Result
from dayhospital.domain.toxicity import Toxicity, unresolved
from dayhospital.queries.gates import GateCase, due_cases, signed_cases
from dayhospital.queries.review_facts import Beside, beside

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library

DAYS_AHEAD = 2
NEEDING = frozenset(
    {"results", "toxicities", "decisions", "treatment_days", "courses", "sessions", "patients", "weights"}
)
"""Tables by which it turns who needs a decision."""
LVEF_POINTS = 5
"""A fall of the ejection fraction from which it is worth a line."""
WEIGHT_PERCENT = 5.0
"""A change of the weight since the treatment before from which it is worth a line: CTCAE grade 1 begins there."""
COLUMNS = ("neutrophils", "platelets", "haemoglobin", "creatinine")
"""The analytes that have a column of their own."""


STILL_TO_COME = frozenset(
    {"gate-missing", "gate-too-old", "gate-first-missing", "gate-first-too-old", "lvef-missing", "lvef-overdue"}
)
"""Findings that a result takes away."""


class ChangeKind(StrEnum):
    """What is new since the treatment day before."""

    VALUE = "value"
    """A value that is not green, with the one before."""
    TOXICITY = "toxicity"
    HEART = "heart"
    WEIGHT = "weight"
    """In kg, with the one at the treatment before."""
    ECOG = "ecog"
    DOSE = "dose"
    """Another dose than before, in the unit of its plan, or with no subject the percent that was let go before."""
    NEW_BLOOD = "new_blood"
    NO_BLOOD = "no_blood"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, for the column *What changed*."""

    kind: ChangeKind
    colour: Colour = Colour.GREEN
    subject: str = ""
    value: float | None = None
    before: float | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One treatment day of the worklist."""

    case: GateCase
    changes: tuple[Change, ...]
    beside: Beside = field(default_factory=Beside)

    @property
    def lifetime(self) -> LifetimeDose | None:
        """What adds up over a life, of several drugs all together."""
        return next(iter(self.beside.lifetime), None)

    @property
    def unchanged(self) -> bool:
        """Whether it is green with nothing new but fresh blood: what may be signed with others at once."""
        new = {change.kind for change in self.changes} - {ChangeKind.NEW_BLOOD}
        return self.case.needs_decision and self.case.verdict.colour is Colour.GREEN and not new

    @property
    def missing(self) -> tuple[str, ...]:
        """The analytes that are missing or too old."""
        late = [line.subject for line in self.case.verdict.lines if line.finding and line.finding.code in STILL_TO_COME]
        return tuple(dict.fromkeys(late))

    @property
    def awaited(self) -> bool:
        """Whether nothing but results still to come shuts the gate."""
        red = [line for line in self.case.verdict.lines if line.colour is Colour.RED]
        return bool(red) and all(line.finding is not None and line.finding.code in STILL_TO_COME for line in red)

    def waits(self, today: date) -> bool:
        """Whether it may wait for its results: they are all that is missing, and the treatment is after today."""
        return self.awaited and self.case.day.planned > today

    def latest(self, analyte: str) -> Result | None:
        """Return the newest value up to the treatment."""
        return self.case.facts.results.latest(analyte, self.case.moment)

    def before(self, analyte: str) -> Result | None:
        """Return the value before the newest one."""
        return previous(self.case, analyte)

    @property
    def toxicities(self) -> tuple[Toxicity, ...]:
        return unresolved(self.case.facts.toxicities, self.case.moment.date())


@dataclass(frozen=True, slots=True)
class Review:
    """The worklist at a moment."""

    needs: tuple[ReviewRow, ...]
    """Worst first, then by when the treatment is to begin."""
    waiting: tuple[ReviewRow, ...]
    """Treated after today, and only a result still to come shuts the gate; by when the treatment is to begin."""
    signed: tuple[ReviewRow, ...]
    """Decided today, or decided and planned within the days shown; the newest signature first."""
    first: date
    last: date


def review(connection: Connection, library: "Library", now: datetime) -> Review:
    """Return who needs a decision from today to :data:`DAYS_AHEAD` days ahead, and what is decided.

    The number of statements does not depend on the number of patients.
    """
    first, last = now.date(), now.date() + timedelta(days=DAYS_AHEAD)
    due = [case for case in due_cases(connection, library, now, first, last) if case.gate.decision]
    signed_today = signed_cases(connection, library, now, datetime.combine(first, time()))
    known = beside(connection, library, [*due, *signed_today])
    rows = {case.treatment_day_id: _row(case, library, known, now) for case in due}
    signed = {case.treatment_day_id: _row(case, library, known, now) for case in signed_today}
    undecided = [row for row in rows.values() if row.case.needs_decision]
    open_ids = {row.case.treatment_day_id for row in undecided}
    decided = [row for key, row in {**rows, **signed}.items() if key not in open_ids and row.case.decision is not None]
    return Review(
        needs=tuple(sorted((row for row in undecided if not row.waits(first)), key=_urgency)),
        waiting=tuple(sorted((row for row in undecided if row.waits(first)), key=_urgency)),
        signed=tuple(sorted(decided, key=_signed_at, reverse=True)),
        first=first,
        last=last,
    )


def needing(connection: Connection, library: "Library", now: datetime) -> int:
    """Return how many patients need a decision: those of :attr:`Review.needs`, each once."""
    first, last = now.date(), now.date() + timedelta(days=DAYS_AHEAD)
    rows = (ReviewRow(case, ()) for case in due_cases(connection, library, now, first, last))
    return len({row.case.patient.id for row in rows if row.case.needs_decision and not row.waits(first)})


def _row(case: GateCase, library: "Library", known: Mapping[int, Beside], now: datetime) -> ReviewRow:
    facts = known[case.treatment_day_id]
    return ReviewRow(case, changes(case, library, now, facts), facts)


def _urgency(row: ReviewRow) -> tuple[int, datetime, int]:
    return -row.case.verdict.colour.rank, row.case.moment, row.case.treatment_day_id


def _signed_at(row: ReviewRow) -> tuple[datetime, int]:
    decision = row.case.decision
    assert decision is not None
    return decision.at, decision.id


def previous(case: GateCase, analyte: str) -> Result | None:
    """Return the value before the newest one up to the treatment, None without one."""
    newest = case.facts.results.latest(analyte, case.moment)
    every = case.facts.results.all(analyte)
    return next((one for one in every if newest is not None and one.at < newest.at), None)


def changes(case: GateCase, library: "Library", now: datetime, facts: Beside) -> tuple[Change, ...]:
    """Return what is new about a treatment day since the one before, the worst first."""
    found = [*_values(case), *_heart(case), *_toxicities(case), *_condition(case, facts), *_doses(case, library, facts)]
    found.sort(key=lambda change: -change.colour.rank)
    if not found:
        newest = case.newest_result
        if any(line.colour is Colour.RED and line.value is None for line in case.verdict.lines):
            found.append(Change(ChangeKind.NO_BLOOD, Colour.RED))
        elif newest is not None and newest.date() >= now.date() - timedelta(days=1):
            found.append(Change(ChangeKind.NEW_BLOOD, at=newest))
    return tuple(found)


def _values(case: GateCase) -> list[Change]:
    found = []
    for line in case.verdict.lines:
        subject = "creatinine" if line.subject == CLEARANCE else line.subject
        latest = case.facts.results.latest(subject, case.moment)
        stale = line.value is None
        if line.colour is Colour.GREEN or stale or latest is None or latest.value is None or subject == "lvef":
            continue
        before = previous(case, subject)
        found.append(
            Change(ChangeKind.VALUE, line.colour, subject, latest.value, before.value if before else None, latest.at)
        )
    return list({change.subject: change for change in reversed(found)}.values())


def _heart(case: GateCase) -> list[Change]:
    """Return a fall of the ejection fraction since the one before."""
    line, before = case.verdict.line("lvef"), previous(case, "lvef")
    if line is None or line.value is None or before is None or before.value is None:
        return []
    if before.value - line.value < LVEF_POINTS:
        return []
    return [Change(ChangeKind.HEART, line.colour, "lvef", line.value, before.value, line.at)]


def _toxicities(case: GateCase) -> list[Change]:
    """Return what was graded since the treatment day before and is not over."""
    since = case.facts.last_given or case.facts.course_start - timedelta(days=1)
    colours = {line.subject: line.colour for line in case.verdict.lines}
    return [
        Change(ChangeKind.TOXICITY, colours.get(one.term, Colour.GREEN), one.term, float(one.grade))
        for one in unresolved(case.facts.toxicities, case.moment.date())
        if one.day > since
    ]


def _condition(case: GateCase, facts: Beside) -> list[Change]:
    """Return ECOG and weight, where they changed since the treatment before."""
    found, before = [], facts.before
    colours = {line.subject: line.colour for line in case.verdict.lines}
    ecog, since = case.facts.ecog, case.facts.last_given or case.facts.course_start - timedelta(days=1)
    new = facts.ecog_day is not None and facts.ecog_day > since
    if new and ecog is not None and facts.ecog_before not in {None, ecog}:
        found.append(Change(ChangeKind.ECOG, colours.get("ecog", Colour.GREEN), "ecog", float(ecog), facts.ecog_before))
    now, then = case.facts.weight_kg, None if before is None else before.weight_kg
    if now is not None and then is not None and abs(now - then) * 100 >= WEIGHT_PERCENT * then:
        found.append(Change(ChangeKind.WEIGHT, colours.get("weight", Colour.GREEN), "weight", now, then))
    return found


def _doses(case: GateCase, library: "Library", facts: Beside) -> list[Change]:
    """Return what was reduced before, and the doses planned otherwise than on the same day of the cycle before."""
    found = []
    if facts.before is not None and facts.before.percent is not None:
        found.append(Change(ChangeKind.DOSE, Colour.AMBER, value=facts.before.percent))
    then = {(dose.drug, dose.unit): dose.dose for dose in facts.alike if not dose.loading}
    for dose in case.day.doses:
        was = then.get((dose.drug, dose.unit))
        if was is not None and was != dose.dose and not dose.loading:
            found.append(Change(ChangeKind.DOSE, Colour.GREEN, library.drug(dose.drug).shown, dose.dose, was))
    return found

"""When a port can be put in, and whether it is ready for the first vesicant (clinical reference 5.1 and 5.2).

The rule advises: a warning about the day of the insertion asks for a reason, the doctor decides.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.port import PortNeed
from dayhospital.clinical.port_course import course_of_treatment, vesicant_given
from dayhospital.domain.board import Treatment
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.patient import Port
from dayhospital.domain.port import PortComplication, PortEvent
from dayhospital.domain.regimen import Place, Route
from dayhospital.domain.result import Results

DrugLookup = Callable[[str], Drug]
OpenDay = Callable[[date], bool]
"""Whether somebody works on a day: the unit's calendar stands for that of the operating room."""

LOWEST_PLATELETS = 50.0
"""10⁹/L; below it the insertion waits (source: port-insertion-limits)."""
LOWEST_NEUTROPHILS = 1.0
"""10⁹/L; below it the insertion waits (source: port-insertion-limits)."""
HIGHEST_INR = 1.5
"""Above it the insertion waits (source: port-insertion-limits)."""
FEVER = 38.0
"""°C; from it on the insertion waits (source: port-insertion-limits)."""
NADIR_DAYS = (7, 14)
"""Days after cytotoxic drugs on which the counts are lowest, both included (source: port-insertion-limits)."""
LEAD_WORKING_DAYS = (3, 10)
"""Working days from asking for a port to its insertion, usual least and most (source: port-lead-time)."""
INSERTION_HOUR = time(9, 0)
"""The time of day a planned insertion is taken to begin, for the age of the blood counts."""
EARLIER_TROUBLE = (PortComplication.INFECTION, PortComplication.THROMBOSIS)
"""What an earlier port had that matters for the next one (source: port-insertion-limits)."""
SOURCE = "port-insertion-limits"


@dataclass(frozen=True, slots=True)
class TreatmentOn:
    """A treatment on its day: given, booked or due."""

    day: date
    treatment: Treatment


def insertion_findings(
    day: date,
    now: datetime,
    results: Results,
    treatments: Iterable[TreatmentOn],
    drug: DrugLookup,
    log: Iterable[PortEvent] = (),
) -> tuple[Finding, ...]:
    """Return what speaks against putting a port in on a day, the weightiest first.

    Args:
        now: The local moment of asking: results that still serve then are judged.
        treatments: All that is given, booked or due around the day.
        log: What was recorded of earlier ports.
    """
    known = tuple(treatments)
    found = [*_blood(day, now, results), *_nadir(day, known, drug), *_healing(day, known, drug), *_earlier(log)]
    found.append(Finding(Severity.NOTE, "port-ask-anticoagulation", SOURCE))
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def lead_findings(
    today: date,
    treatments: Iterable[TreatmentOn],
    planned_on: date | None,
    usable_after_days: int,
    is_open: OpenDay,
    drug: DrugLookup,
) -> tuple[Finding, ...]:
    """Return whether a port that is not in yet will be ready for the first vesicant to come.

    Args:
        planned_on: The day of the insertion, None if it is not known.
        usable_after_days: Days from the insertion to the first use, a setting of the unit.
    """
    coming = sorted((one for one in treatments if one.day >= today), key=lambda one: one.day)
    vesicants = ((one, found) for one in coming if (found := vesicant_given(one.treatment, drug)) is not None)
    first, vesicant = next(vesicants, (None, None))
    if first is None or vesicant is None:
        return ()
    wait = _wait(first.treatment, usable_after_days, drug)
    facts: dict[str, object] = {"drug": vesicant.tall_man, "first": first.day}
    if planned_on is not None:
        ready = planned_on + wait
        late = Finding(Severity.WARNING, "port-ready-after-first", "port-lead-time", {**facts, "ready": ready})
        return (late,) if ready > first.day else ()
    soonest, latest = (working_days_after(today, count, is_open) + wait for count in LEAD_WORKING_DAYS)
    if soonest > first.day:
        facts |= {"ready": soonest, "least": LEAD_WORKING_DAYS[0]}
        return (Finding(Severity.WARNING, "port-lead-too-short", "port-lead-time", facts),)
    if latest > first.day:
        facts |= {"least": LEAD_WORKING_DAYS[0], "most": LEAD_WORKING_DAYS[1]}
        return (Finding(Severity.NOTE, "port-lead-tight", "port-lead-time", facts),)
    return ()


def booking_findings(port: Port | None, treatment: Treatment, day: date, drug: DrugLookup) -> tuple[Finding, ...]:
    """Return the warning that a vesicant is booked before the port in place may be used."""
    if port is None or port.removed is not None or day >= port.usable_from:
        return ()
    vesicant = vesicant_given(treatment, drug)
    if vesicant is None:
        return ()
    facts = {"drug": vesicant.tall_man, "usable_from": port.usable_from}
    return (Finding(Severity.WARNING, "vesicant-before-port", "esmo-eons-extravasation", facts),)


def planned_findings(
    planned_on: date, need: PortNeed, treatment: Treatment, day: date, usable_after_days: int, drug: DrugLookup
) -> tuple[Finding, ...]:
    """Return the warning that a treatment that needs a port comes before the one that is planned may be used.

    Args:
        planned_on: The day of the insertion.
        need: How much speaks for a port in this treatment.
        usable_after_days: Days from the insertion to the first use, a setting of the unit.
    """
    ready = planned_on + _wait(treatment, usable_after_days, drug)
    if day >= ready or need not in {PortNeed.REQUIRED, PortNeed.RECOMMENDED}:
        return ()
    return (Finding(Severity.WARNING, "port-planned-later", "port-lead-time", {"planned": planned_on, "ready": ready}),)


def _wait(treatment: Treatment, usable_after_days: int, drug: DrugLookup) -> timedelta:
    """Return how long a fresh port waits for a treatment: the unit's days, or those its drugs need to heal before."""
    return timedelta(max(usable_after_days, course_of_treatment(treatment, drug).wound_days))


def seating_findings(
    port: Port | None, vein_checked: bool, treatment: Treatment, day: date, drug: DrugLookup
) -> tuple[Finding, ...]:
    """Return the warning that a vesicant would begin with no usable access: only a reason lifts it.

    Access is a port that may be used on the day, or a vein that was looked at on the day and found good.
    """
    vesicant = vesicant_given(treatment, drug)
    if vesicant is None or vein_checked or (port is not None and port.usable_on(day)):
        return ()
    facts: dict[str, object] = {"drug": vesicant.tall_man}
    code = "vesicant-no-access"
    if port is not None and port.removed is None:
        code, facts["usable_from"] = "vesicant-port-not-ready", port.usable_from
    return (Finding(Severity.WARNING, code, "esmo-eons-extravasation", facts),)


def working_days_after(day: date, count: int, is_open: OpenDay) -> date:
    """Return the day so many working days later; after a year without one, the last day looked at."""
    last = day + timedelta(366)
    while count and day < last:
        day += timedelta(1)
        count -= is_open(day)
    return day


@dataclass(frozen=True, slots=True)
class _Limit:
    """A result and the limit beyond which the insertion waits."""

    analyte: str
    code: str
    limit: float
    beyond: Callable[[float, float], bool]
    needed: bool
    """Whether it has to be there; otherwise it counts only if somebody recorded it."""


_LIMITS = (
    _Limit("platelets", "port-wait-platelets", LOWEST_PLATELETS, operator.lt, needed=True),
    _Limit("neutrophils", "port-wait-neutrophils", LOWEST_NEUTROPHILS, operator.lt, needed=True),
    _Limit("inr", "port-wait-inr", HIGHEST_INR, operator.gt, needed=False),
    _Limit("temperature", "port-wait-fever", FEVER, operator.ge, needed=False),
)


def _blood(day: date, now: datetime, results: Results) -> Iterator[Finding]:
    insertion = max(now, datetime.combine(day, INSERTION_HOUR))
    for one in _LIMITS:
        analyte, newest = analytes()[one.analyte], results.latest(one.analyte, now)
        if newest is None:
            if one.needed:
                yield Finding(Severity.NOTE, "port-blood-missing", SOURCE, {"analyte": analyte.name})
        elif newest.valid_at(now, analyte.valid_hours) and one.beyond(newest.value or 0.0, one.limit):
            facts: dict[str, object] = {"value": newest.value, "limit": one.limit, "taken": newest.at.date()}
            yield Finding(Severity.WARNING, one.code, SOURCE, facts)
        elif one.needed and not newest.valid_at(insertion, analyte.valid_hours):
            facts = {"analyte": analyte.name, "taken": newest.at.date(), "hours": analyte.valid_hours}
            yield Finding(Severity.NOTE, "port-blood-again", SOURCE, facts)


def _nadir(day: date, treatments: Sequence[TreatmentOn], drug: DrugLookup) -> Iterator[Finding]:
    days = [given for given, name in _before(day, treatments) if drug(name).cytotoxic]
    last = max(days, default=None)
    if last is not None and NADIR_DAYS[0] <= (day - last).days <= NADIR_DAYS[1]:
        facts = {"days": (day - last).days, "least": NADIR_DAYS[0], "most": NADIR_DAYS[1], "last": last}
        yield Finding(Severity.WARNING, "port-wait-nadir", SOURCE, facts)


def _healing(day: date, treatments: Sequence[TreatmentOn], drug: DrugLookup) -> Iterator[Finding]:
    newest: dict[str, date] = {}
    for given, name in _before(day, treatments):
        newest[name] = max(newest.get(name, given), given)
    for name, last in newest.items():
        needed = drug(name).wound_days_before
        if (day - last).days < needed:
            facts = {"drug": drug(name).shown, "days": (day - last).days, "limit": needed, "last": last}
            yield Finding(Severity.WARNING, "port-wait-healing", "port-wound-bevacizumab", facts)


def _earlier(log: Iterable[PortEvent]) -> Iterator[Finding]:
    for event in log:
        if event.complication in EARLIER_TROUBLE:
            facts = {"on": event.day, "what": event.complication.value}
            yield Finding(Severity.NOTE, "port-earlier-trouble", SOURCE, facts)


def _before(day: date, treatments: Sequence[TreatmentOn]) -> Iterator[tuple[date, str]]:
    """Yield what is infused in the unit up to a day: the day of each dose and its drug."""
    for one in treatments:
        if one.day <= day:
            yield from ((one.day, name) for name in _infused(one.treatment))


def _infused(treatment: Treatment) -> Iterator[str]:
    return (dose.drug for dose in treatment.doses if dose.route == Route.IV and dose.place is not Place.HOME)

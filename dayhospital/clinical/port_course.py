"""What the port rule knows of a treatment: vesicants, weekly doses, how long it goes on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dayhospital.domain.board import Treatment
from dayhospital.domain.course import SegmentKind
from dayhospital.domain.drug import Drug, Extravasation
from dayhospital.domain.regimen import Phase, PhaseOrder, Place, Regimen, RegimenDrug, Route, Setting

WEEKLY_BELOW_DAYS = 10
"""Mean days between doses below which a phase counts as weekly: every week, or three weeks out of four."""
LONG_PUSH_MINUTES = 30
"""An irritant with vesicant properties counts as vesicant when it runs longer than this, or weekly."""


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """The treatment in figures; None means that it goes on without a planned end."""

    intravenous: bool
    vesicant: str = ""
    """Shown name of the worst vesicant, empty without one."""
    vesicant_cycles: int | None = 0
    """Cycles with a true vesicant, or with an irritant of vesicant properties given weekly."""
    vesicant_long: str = ""
    """Shown name of the vesicant that runs longest."""
    vesicant_minutes: int = 0
    """Its longest infusion."""
    weekly: bool = False
    doses: int | None = 0
    """Intravenous doses given about weekly."""
    counted: bool = False
    """The weekly doses are planned and counted, not guessed from a card or open-ended."""
    sparse: bool = False
    """Intravenous days are on average more than a week apart."""
    days: int | None = 0
    """From the first to the end of the last intravenous cycle."""
    wound_drug: str = ""
    """Shown name of the drug that a fresh wound waits longest for, empty without one."""
    wound_days: int = 0
    """Days it waits."""

    def at_least_cycles(self, limit: int) -> bool:
        """Return whether a vesicant is given for so many cycles; a course without an end gets there."""
        return self.vesicant_cycles is None or self.vesicant_cycles >= limit

    def at_least_doses(self, limit: int) -> bool:
        return self.doses is None or self.doses >= limit


def course_of_treatment(treatment: Treatment, drug: Callable[[str], Drug]) -> CourseFacts:
    """Return the facts a card has: its own drugs, and the number of treatment days of the course."""
    doses = [dose for dose in treatment.doses if _in_chair(dose.place) and dose.route == Route.IV]
    minutes = {part.drug: part.minutes for part in treatment.segments if part.kind is SegmentKind.DRUG}
    # Twelve days in a chair are weekly or long, and either speaks for a port.
    many = treatment.course_doses
    vesicants = [(drug(dose.drug), minutes.get(dose.drug, 0)) for dose in doses]
    counted = [(found, length) for found, length in vesicants if _counts(found, length, weekly=many >= 12)]
    worst = min((found for found, _ in counted), key=_mildness, default=None)
    longest = max(counted, key=lambda pair: pair[1], default=None)
    slowest = _slowest_wound(drug(dose.drug) for dose in doses)
    return CourseFacts(
        intravenous=bool(doses),
        vesicant=worst.tall_man if worst else "",
        vesicant_cycles=many if any(_mildness(found) == 0 or many >= 12 for found, _ in counted) else 0,
        vesicant_long=longest[0].tall_man if longest else "",
        vesicant_minutes=longest[1] if longest else 0,
        weekly=bool(doses),
        doses=many,
        wound_drug=slowest.tall_man if slowest else "",
        wound_days=slowest.wound_days_after if slowest else 0,
    )


def course_of_regimen(regimen: Regimen, setting: Setting, drug: Callable[[str], Drug]) -> CourseFacts:
    """Return the facts of a whole regimen in a setting."""
    phases = [(phase, drugs) for phase in regimen.phases if (drugs := tuple(_infused(phase)))]
    if not phases:
        return CourseFacts(intravenous=False)
    found = [item for phase, drugs in phases for item in _vesicants(phase, drugs, setting, drug)]
    worst = min(found, key=lambda item: _mildness(item[0]), default=None)
    longest = max(found, key=lambda item: item[1], default=None)
    weekly = [phase for phase, _ in phases if _weekly(phase)]
    days = _span_days(regimen, setting)
    visits = _total([_doses(phase, setting) for phase, _ in phases])
    doses = _total([_doses(phase, setting) for phase in weekly])
    slowest = _slowest_wound(map(drug, regimen.drug_ids))
    return CourseFacts(
        intravenous=True,
        vesicant=worst[0].tall_man if worst else "",
        vesicant_cycles=_vesicant_cycles(phases, found, setting),
        vesicant_long=longest[0].tall_man if longest else "",
        vesicant_minutes=longest[1] if longest else 0,
        weekly=bool(weekly),
        doses=doses,
        counted=doses is not None,
        sparse=_is_sparse(phases, days, visits),
        days=days,
        wound_drug=slowest.tall_man if slowest else "",
        wound_days=slowest.wound_days_after if slowest else 0,
    )


def _in_chair(place: Place) -> bool:
    return place is not Place.HOME


def vesicant_given(treatment: Treatment, drug: Callable[[str], Drug]) -> Drug | None:
    """Return the drug of the vesicant class that a session puts into a vein, None without one.

    Irritants with vesicant properties speak for a port but are run into a checked peripheral vein every day.
    """
    for dose in treatment.doses:
        if dose.route == Route.IV and _in_chair(dose.place):
            found = drug(dose.drug)
            if found.extravasation is Extravasation.VESICANT:
                return found
    return None


def _slowest_wound(drugs: Iterable[Drug]) -> Drug | None:
    """Return the drug that a fresh wound waits longest for, None if none has to wait."""
    return max((drug for drug in drugs if drug.wound_days_after), key=lambda drug: drug.wound_days_after, default=None)


def _counts(drug: Drug, minutes: int, weekly: bool) -> bool:
    """Return whether a drug counts as a vesicant."""
    if drug.extravasation is Extravasation.VESICANT:
        return True
    return drug.extravasation is Extravasation.IRRITANT_VESICANT and (weekly or minutes > LONG_PUSH_MINUTES)


def _mildness(drug: Drug) -> int:
    return 0 if drug.extravasation is Extravasation.VESICANT else 1


def _infused(phase: Phase) -> Iterator[RegimenDrug]:
    return (drug for drug in phase.drugs if drug.route is Route.IV and _in_chair(drug.places[0]))


def _infusion_days(phase: Phase) -> int:
    return len({day for drug in _infused(phase) for day in drug.days})


def _weekly(phase: Phase) -> bool:
    return phase.cycle_days / _infusion_days(phase) < WEEKLY_BELOW_DAYS


def _doses(phase: Phase, setting: Setting) -> int | None:
    cycles = phase.cycles_in(setting)
    return None if cycles is None else cycles * _infusion_days(phase)


def _vesicants(
    phase: Phase, drugs: tuple[RegimenDrug, ...], setting: Setting, lookup: Callable[[str], Drug]
) -> Iterator[tuple[Drug, int, Phase]]:
    for item in drugs:
        drug = lookup(item.drug)
        weekly = phase.cycle_days / len(item.days) < WEEKLY_BELOW_DAYS
        if _counts(drug, item.infusion.longest, weekly):
            yield drug, item.infusion.longest, phase


def _vesicant_cycles(
    phases: list[tuple[Phase, tuple[RegimenDrug, ...]]], found: list[tuple[Drug, int, Phase]], setting: Setting
) -> int | None:
    """Return the cycles with a vesicant, over all phases that have one; a long infusion counts by its length alone."""
    with_vesicant = [
        phase
        for phase, _ in phases
        if any(item[2] is phase and (_mildness(item[0]) == 0 or _weekly(phase)) for item in found)
    ]
    return _total([phase.cycles_in(setting) for phase in with_vesicant])


def _span_days(regimen: Regimen, setting: Setting) -> int | None:
    """Return the days from the first intravenous cycle to the end of the last; pauses between phases count."""
    first: int | None = None
    last = end = 0
    for phase in regimen.phases:
        cycles = phase.cycles_in(setting)
        start = end + phase.pause_days if phase.order is PhaseOrder.SEQUENCE else 0
        infused = any(True for _ in _infused(phase))
        if cycles is None:
            if infused:
                return None
            continue
        finish = start + cycles * phase.cycle_days
        end = max(end, finish)
        if infused:
            first = start if first is None else min(first, start)
            last = max(last, finish)
    return last - (first or 0)


def _is_sparse(phases: list[tuple[Phase, tuple[RegimenDrug, ...]]], days: int | None, visits: int | None) -> bool:
    if days is None or visits is None:
        return all(phase.cycle_days / _infusion_days(phase) > 7 for phase, _ in phases)
    return days > 7 * visits


def _total(counts: list[int | None]) -> int | None:
    return None if any(count is None for count in counts) else sum(count or 0 for count in counts)

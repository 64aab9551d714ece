"""What is given on each day of a course: exposures, loading doses, minutes, place, kind of chair."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dayhospital.clinical.chair_time import chair_time
from dayhospital.domain.course import ChairTime, Dose, PlannedDay
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import ChairKind, ObservationPolicy
from dayhospital.domain.regimen import Phase, Place, Regimen, RegimenDrug, Route
from dayhospital.domain.span import Window

DrugLookup = Callable[[str], Drug]
CONSULTATION_MINUTES = 30
"""Stay for a day without a chair: a dispensing consultation takes 20–30 min (clinical reference 2)."""
MOST_ACUITY = 5
INFUSION_KINDS = (ChairKind.CHAIR, ChairKind.BED)
INJECTION_KINDS = (ChairKind.INJECTION_ROOM, ChairKind.CHAIR)
FROM_NEIGHBOURS = frozenset({"loading-again", "too-close"})
"""Findings that depend on the day before and are found anew each time."""
INJECTIONS = frozenset({Route.SC, Route.IM})


@dataclass(frozen=True, slots=True)
class Mark:
    """A day of one phase: cycle and day count within the phase."""

    phase: int
    cycle: int
    day: int

    def drugs(self, regimen: Regimen) -> tuple[RegimenDrug, ...]:
        return tuple(drug for drug in regimen.phases[self.phase].drugs if self.day in drug.days_of(self.cycle))


@dataclass(frozen=True, slots=True)
class Draft:
    """A treatment day with its date but without its doses. ``phase`` is the leading one of the day."""

    label: str
    cycle: int
    day: int
    phase: int
    window: Window
    planned: date
    marks: tuple[Mark, ...]
    provisional: bool = False
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, plan: PlannedDay) -> "Draft":
        """Return the draft a planned day was made from, without the findings that follow from the days around it."""
        marks = tuple(dict.fromkeys(Mark(dose.phase, dose.cycle, dose.day) for dose in plan.doses))
        return cls(
            plan.label,
            plan.cycle,
            plan.day,
            plan.phase,
            plan.window,
            plan.planned,
            marks or (Mark(plan.phase, plan.cycle, plan.day),),
            plan.provisional,
            tuple(finding for finding in plan.findings if finding.code not in FROM_NEIGHBOURS),
        )


class _Exposures:
    """Counts how often each drug was given and when last, through the whole course."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()
        self._last: dict[str, date] = {}

    def give(self, drug: RegimenDrug, on: date) -> tuple[int, int | None]:
        """Return the exposure number, and the gap in days when it is so long that the drug is loaded again."""
        last = self._last.get(drug.drug)
        self._given[drug.drug] += 1
        self._last[drug.drug] = on
        gap = None if last is None else (on - last).days
        again = drug.loading is not None and gap is not None and gap >= drug.loading.reload_after_days
        return self._given[drug.drug], gap if again else None


def dress(
    regimen: Regimen, drafts: Iterable[Draft], policy: ObservationPolicy, lookup: DrugLookup
) -> tuple[PlannedDay, ...]:
    """Return the planned days in order of date, with doses, minutes, place and acuity."""
    exposures = _Exposures()
    return tuple(
        _dress_day(regimen, draft, exposures, policy, lookup)
        for draft in sorted(drafts, key=lambda draft: (draft.planned, draft.window.ideal, draft.phase))
    )


def _dress_day(
    regimen: Regimen, draft: Draft, exposures: _Exposures, policy: ObservationPolicy, lookup: DrugLookup
) -> PlannedDay:
    doses: list[Dose] = []
    in_chair: list[tuple[RegimenDrug, int]] = []
    findings = list(draft.findings)
    given = [(mark, drug) for mark in draft.marks for drug in mark.drugs(regimen)]
    for mark, drug in sorted(given, key=lambda pair: (pair[1].sequence, pair[0].phase)):
        exposure, gap = exposures.give(drug, draft.planned)
        if gap is not None:
            findings.append(Finding(Severity.NOTE, "loading-again", facts={"drug": drug.drug, "days": gap}))
        doses.append(_dose(mark, drug, exposure, loading=exposure == 1 or gap is not None))
        if drug.route is not Route.PO and drug.places[0] is Place.DAY_HOSPITAL:
            in_chair.append((drug, 1 if gap is not None else exposure))
    visit = max(regimen.phases[mark.phase].visit_minutes for mark in draft.marks)
    place, kinds = _where(doses, in_chair, visit)
    loaded = any(dose.loading for dose in doses)
    return PlannedDay(
        label=draft.label,
        cycle=draft.cycle,
        day=draft.day,
        phase=draft.phase,
        window=draft.window,
        planned=draft.planned,
        place=place,
        chair_kinds=kinds,
        doses=tuple(doses),
        time=chair_time(in_chair, lookup, policy, visit) if kinds else ChairTime(0, visit or CONSULTATION_MINUTES, ()),
        acuity=_acuity(regimen.phases, draft.marks, loaded),
        provisional=draft.provisional,
        findings=tuple(findings),
    )


def _dose(mark: Mark, drug: RegimenDrug, exposure: int, *, loading: bool) -> Dose:
    load = drug.loading if loading else None
    return Dose(
        drug=drug.drug,
        phase=mark.phase,
        cycle=mark.cycle,
        day=mark.day,
        exposure=exposure,
        loading=load is not None,
        dose=load.dose if load else drug.dose,
        unit=load.unit if load else drug.unit,
        route=drug.route.value,
        place=drug.places[0],
    )


def _where(
    doses: Sequence[Dose], in_chair: Sequence[tuple[RegimenDrug, int]], visit: int
) -> tuple[Place, tuple[ChairKind, ...]]:
    """Return the place and the kinds of chair: infusions on chairs or beds, injections in the injection room first."""
    if in_chair:
        injections_only = all(drug.route in INJECTIONS for drug, _ in in_chair)
        return Place.DAY_HOSPITAL, INJECTION_KINDS if injections_only else INFUSION_KINDS
    if visit and not doses:
        return Place.DAY_HOSPITAL, INJECTION_KINDS
    tablets_or_consultation = any(dose.route == Route.PO or dose.place is Place.CONSULTATION for dose in doses)
    return Place.CONSULTATION if tablets_or_consultation or not doses else Place.HOME, ()


def _acuity(phases: Sequence[Phase], marks: Sequence[Mark], loaded: bool) -> int:
    """Return the acuity 1–5: first cycles and loading doses weigh more, each further clock on the day adds one."""
    weights = [phases[mark.phase].acuity_on(mark.day, mark.cycle == 1 or loaded) for mark in marks]
    return min(MOST_ACUITY, max(weights) + len(weights) - 1)

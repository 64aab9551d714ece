"""Lifetime doses of the anthracyclines: so far and with the whole planned course, against three limits.

Each drug is measured against its own limits. Where several are in play, all of them together are measured, as
equivalents, against those of the drug the others count as (clinical reference 0.2 and 4.4).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from dayhospital.clinical.dose import basis_of, reduced
from dayhospital.domain.chosen_dose import ChosenDose
from dayhospital.domain.course import Course, CourseState, DayState, PlannedDay
from dayhospital.domain.dosing import FULL_DOSE, Amount, Reduction
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.lifetime_dose import (
    ChestRadiotherapy,
    EarlierDose,
    HeartRisk,
    HeartRiskKind,
    LifetimeDose,
    Limits,
    Origin,
    Portion,
    Sum,
)
from dayhospital.domain.regimen import DoseBasis
from dayhospital.errors import NotFound

_TOLERANCE = 1e-6
"""mg/m²: sums of doses of 0.67 equivalents are not exact in binary fractions."""
Chosen = Mapping[int, Sequence[ChosenDose]]
"""What was chosen with the decision that counts, by treatment day."""
Present = Mapping[str, Reduction]
"""The level each drug of a course is given at now."""


def portions(
    courses: Iterable[Course],
    earlier: Iterable[EarlierDose],
    drug: Callable[[str], Drug],
    chosen: Chosen = MappingProxyType({}),
) -> tuple[Portion, ...]:
    """Return every dose that counts: given ones of all courses, planned ones of those that go on, and from elsewhere.

    What was chosen counts in place of what was planned; days to come count at the level of the last choice. A day that
    was left out counts nowhere.
    """
    found = [Portion(one.drug, one.mg_m2, Origin.ELSEWHERE, one.until) for one in earlier if _counts(one.drug, drug)]
    for course in courses:
        for day in course.days:
            if day.state is DayState.GIVEN:
                found += _portions(day.plan, Origin.GIVEN, drug, chosen.get(day.id, ()))
        if course.state is CourseState.ACTIVE:
            present = present_levels(course, chosen)
            for day in course.days:
                if day.state is DayState.DUE:
                    found += _portions(day.plan, Origin.PLANNED, drug, chosen.get(day.id, ()), present)
    return tuple(found)


def planned_portions(
    days: Iterable[PlannedDay], drug: Callable[[str], Drug], present: Present = MappingProxyType({})
) -> tuple[Portion, ...]:
    """Return every dose that counts of days that are planned, stored or not, at the level each drug is given at."""
    return tuple(one for day in days for one in _portions(day, Origin.PLANNED, drug, (), present))


def present_levels(course: Course, chosen: Chosen) -> dict[str, Reduction]:
    """Return the reductions of the last choice of each drug in a course."""
    days = sorted((day for day in course.days if day.state is not DayState.OMITTED), key=lambda day: day.plan.planned)
    return {one.drug: one.reduction for day in days for one in chosen.get(day.id, ())}


def _portions(
    day: PlannedDay,
    origin: Origin,
    drug: Callable[[str], Drug],
    chosen: Sequence[ChosenDose],
    present: Present = MappingProxyType({}),
) -> Iterator[Portion]:
    signed = {one.drug: one for one in chosen}
    for dose in day.doses:
        if basis_of(dose.unit) is not DoseBasis.BSA or not _counts(dose.drug, drug):
            continue
        mg_m2 = reduced(Amount(dose.dose, dose.unit), drug(dose.drug), present.get(dose.drug, FULL_DOSE))[0].value
        if dose.drug in signed:
            mg_m2 = signed[dose.drug].counted
        yield Portion(dose.drug, mg_m2, origin, day.planned, day.label)


def counts(drug: Drug) -> bool:
    """Return whether the doses of a drug add up over a life."""
    return drug.cumulative_limit_mg_m2 is not None


def _counts(name: str, drug: Callable[[str], Drug]) -> bool:
    """The same by id; a drug that is no longer in the library has no limit to be measured against."""
    try:
        return counts(drug(name))
    except NotFound:
        return False


def heart_risks(factors: Iterable[str], radiotherapy: Iterable[ChestRadiotherapy]) -> tuple[HeartRisk, ...]:
    """Return what brings the lower limit: heart failure, and radiotherapy of the chest, the last one.

    Source: library (clinical reference 4.4, policies of cumulative doses).
    """
    failure = [HeartRisk(HeartRiskKind.HEART_FAILURE)] if HeartRiskKind.HEART_FAILURE.value in factors else []
    last = max((one.ended for one in radiotherapy), default=None)
    return (*failure, *([] if last is None else [HeartRisk(HeartRiskKind.CHEST_RADIOTHERAPY, last)]))


def lifetime_doses(
    found: Sequence[Portion], drug: Callable[[str], Drug], risks: tuple[HeartRisk, ...] = ()
) -> tuple[LifetimeDose, ...]:
    """Return the lifetime doses of a patient, all together first when several drugs are in play.

    Args:
        risks: What is known of the patient; a heart at risk has the lower limit.
    """
    kinds = list(dict.fromkeys(one.drug for one in found))
    families: dict[str, list[str]] = {}
    for name in kinds:
        families.setdefault(_counted_as(drug(name)), []).append(name)
    together = [(head, names) for head, names in families.items() if len(names) > 1]
    alone = [(name, [name]) for name in kinds]
    return tuple(_lifetime(head, names, found, drug, risks) for head, names in (*together, *alone))


def _counted_as(drug: Drug) -> str:
    return drug.id if drug.equivalent is None else drug.equivalent.drug


def _lifetime(
    head: str, names: list[str], found: Sequence[Portion], drug: Callable[[str], Drug], risks: tuple[HeartRisk, ...]
) -> LifetimeDose:
    mixed = len(names) > 1
    those = [one for one in found if one.drug in names]
    given = [one for one in those if one.origin is not Origin.PLANNED]
    planned = sorted((one for one in those if one.origin is Origin.PLANNED), key=lambda one: one.day)
    so_far, in_all = _sum(given, drug, mixed), _sum(those, drug, mixed)
    limits = limits_of(drug(head), bool(risks))
    elsewhere = _sum([one for one in those if one.origin is Origin.ELSEWHERE], drug, mixed)
    return LifetimeDose(
        drug=head,
        mixed=mixed,
        counted=tuple(names),
        elsewhere_mg_m2=elsewhere.mg_m2,
        so_far=so_far,
        in_all=in_all,
        planned_until=planned[-1].label if planned else "",
        limits=limits,
        findings=tuple(_check(drug(head), mixed, so_far.mg_m2, in_all.mg_m2, limits)),
        lowered_by=risks if limits.hard != drug(head).cumulative_limit_mg_m2 else (),
    )


def limits_of(drug: Drug, at_risk: bool = False) -> Limits:
    """Return the limits of a drug in mg/m²; for a heart at risk the hard one is lower, and none lies above it."""
    hard = drug.cumulative_limit_mg_m2
    if at_risk and drug.cumulative_risk_limit_mg_m2 is not None:
        hard = drug.cumulative_risk_limit_mg_m2
    lower = (drug.cumulative_review_mg_m2, drug.cumulative_warn_mg_m2)
    review, warn = (None if one is None or hard is None or one >= hard else one for one in lower)
    return Limits(review, warn, hard)


def _sum(those: Iterable[Portion], drug: Callable[[str], Drug], mixed: bool) -> Sum:
    own = conventional = feijen = 0.0
    for one in those:
        equivalent = drug(one.drug).equivalent
        own += one.mg_m2
        conventional += one.mg_m2 * (equivalent.factor if equivalent else 1)
        feijen += one.mg_m2 * (equivalent.factor_feijen if equivalent else 1)
    return Sum(conventional if mixed else own, conventional, feijen)


def _check(drug: Drug, mixed: bool, so_far: float, in_all: float, limits: Limits) -> Iterator[Finding]:
    """Yield the highest limit that is passed so far, and the one the plan passes if it is a higher one."""
    told = {"drug": drug.tall_man, "counted": "counted as" if mixed else "of"}
    now, then = _passed(so_far, limits), _passed(in_all, limits)
    if now is not None:
        severity, limit = now
        facts = {**told, "total": so_far, "limit": limit}
        if severity is Severity.BLOCK:
            yield Finding(severity, "lifetime-hard", "library", facts)
        elif severity is Severity.WARNING:
            yield Finding(severity, "lifetime-warn", "library", facts)
        else:
            yield Finding(severity, "lifetime-review", "bc-cancer-brajac", facts)
    if then is not None and then != now:
        severity, limit = then
        facts = {**told, "total": in_all, "limit": limit}
        if severity is Severity.BLOCK:
            yield Finding(severity, "lifetime-plan-hard", "library", facts)
        elif severity is Severity.WARNING:
            yield Finding(severity, "lifetime-plan-warn", "library", facts)
        else:
            yield Finding(severity, "lifetime-plan-review", "bc-cancer-brajac", facts)


def _passed(total: float, limits: Limits) -> tuple[Severity, float] | None:
    """Return the highest limit a sum is above; a sum that equals a limit is not above it."""
    for severity, limit in (
        (Severity.BLOCK, limits.hard),
        (Severity.WARNING, limits.warn),
        (Severity.NOTE, limits.review),
    ):
        if limit is not None and total > limit + _TOLERANCE:
            return severity, limit
    return None

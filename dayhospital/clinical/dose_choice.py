"""Choosing a dose beside the calculated one: what is proposed, what asks for a reason, what has changed since.

The level of the last time goes on until somebody raises it again (clinical reference 4.5).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dayhospital.clinical.banding import MAX_DEVIATION_PERCENT, deviation_percent
from dayhospital.clinical.dose import MG, basis_of, reduced, work_out
from dayhospital.domain.chosen_dose import ChosenDose, DayDoses, DoseChoice, SignedDose
from dayhospital.domain.course import Dose
from dayhospital.domain.dosing import FULL_DOSE, Amount, DoseKind, Reduction
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.regimen import DoseBasis
from dayhospital.domain.worked_dose import WorkedDose
from dayhospital.errors import NotFound

OTHER_LIMIT_PERCENT = 10.0
"""How far an amount written by hand may be from the calculated one without a reason, for drugs that are not banded."""
_TOLERANCE = 1e-9
Lookup = Callable[[str], Drug]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A dose as it would be signed, and what is to be said about the choice."""

    drug: Drug
    worked: WorkedDose
    chosen: ChosenDose
    findings: tuple[Finding, ...] = ()
    """About the choice; those of the figures are in :attr:`worked`. A warning asks for a reason."""


def choice_limit_percent(drug: Drug) -> float:
    """Return how far in percent a chosen dose may be from the calculated one without a reason.

    Source: nice-ktt22, the limits of banding; the unit's own for drugs that are not banded.
    """
    return MAX_DEVIATION_PERCENT.get(drug.dosing.kind, OTHER_LIMIT_PERCENT)


def reducible(drug: Drug) -> bool:
    """Return whether a reduction of the whole day reaches a drug: cytotoxics, and whatever has levels."""
    levels = drug.dosing.levels
    return not levels.never and (bool(levels.doses) or drug.dosing.kind is DoseKind.CYTOTOXIC)


def reduced_choices(known: DayDoses, lookup: Lookup, percent: float) -> tuple[DoseChoice, ...]:
    """Return the choices of a day on which every drug that may be reduced gets a share of its dose."""
    return tuple(
        DoseChoice(dose.drug, Reduction(percent=percent) if reducible(drug) else FULL_DOSE)
        for dose, drug in _known(known.doses, lookup)
    )


def carried_choices(known: DayDoses) -> tuple[DoseChoice, ...]:
    """Return the choices of a day that goes on with the level of the last time."""
    last = ((dose.drug, known.last(dose.drug)) for dose in known.doses)
    return tuple(DoseChoice(drug, FULL_DOSE if signed is None else signed.dose.reduction) for drug, signed in last)


def next_level_choices(known: DayDoses, lookup: Lookup) -> tuple[DoseChoice, ...]:
    """Return the choices of a day one level below the last time, empty when no drug has a level below."""
    carried = {choice.drug: choice for choice in carried_choices(known)}
    found, lower = [], False
    for dose, drug in _known(known.doses, lookup):
        choice, planned = carried[drug.id], Amount(dose.dose, dose.unit)
        now = reduced(planned, drug, choice.reduction)[0].value
        levels = enumerate(drug.dosing.levels.below(planned.value, planned.unit), start=1)
        level = next((number for number, value in levels if value < now - _TOLERANCE), 0)
        lower = lower or level > 0
        found.append(DoseChoice(drug.id, Reduction(level=level)) if level else choice)
    return tuple(found) if lower else ()


def any_reducible(known: DayDoses, lookup: Lookup) -> bool:
    """Return whether a reduction of the whole day would reach any of its drugs."""
    return any(reducible(drug) for _, drug in _known(known.doses, lookup))


def propose(known: DayDoses, lookup: Lookup, choices: Iterable[DoseChoice] = ()) -> tuple[Proposal, ...]:
    """Return each dose of a day as it would be signed; a drug without a choice gets its full dose.

    Drugs that are no longer in the library are left out.
    """
    wanted = {choice.drug: choice for choice in choices}
    return tuple(
        _propose(dose, drug, known, wanted.get(dose.drug, DoseChoice(dose.drug)))
        for dose, drug in _known(known.doses, lookup)
    )


def carried_reason(known: DayDoses, proposals: Iterable[Proposal]) -> str:
    """Return why the level that goes on was chosen the last time, empty when no level goes on."""
    for one in proposals:
        last = known.last(one.drug.id)
        if last is not None and one.chosen.reduction and one.chosen.reduction == last.dose.reduction and last.reason:
            return last.reason
    return ""


def least_percent(proposals: Sequence[Proposal]) -> float:
    """Return how much of its planned dose the drug that is reduced most gets, in percent; 100 without any."""
    return round(min((one.chosen.share for one in proposals), default=1.0) * 100, 1)


def _known(doses: Iterable[Dose], lookup: Lookup) -> Iterator[tuple[Dose, Drug]]:
    for dose in doses:
        try:
            yield dose, lookup(dose.drug)
        except NotFound:
            continue


def _propose(dose: Dose, drug: Drug, known: DayDoses, choice: DoseChoice) -> Proposal:
    worked = work_out(dose, drug, known.facts, known.settings, choice.reduction)
    chosen = worked.chosen
    if choice.amount is not None:
        chosen = Amount(choice.amount, _unit(worked))
    made = ChosenDose(
        drug=drug.id,
        planned=worked.planned,
        used=worked.used,
        reduction=choice.reduction,
        calculated=worked.calculated,
        banded=worked.banded,
        chosen=chosen,
        height_cm=known.facts.height_cm if worked.basis in _BY_HEIGHT else None,
        weight=known.facts.weight if worked.basis in _BY_BODY else None,
        creatinine=known.facts.creatinine if worked.basis is DoseBasis.AUC else None,
    )
    findings = [*_check_level(made, drug, known.last(drug.id)), *_check_amount(made, drug, worked.cap)]
    blocked = [found for found in worked.findings if found.code in _REFUSED]
    return Proposal(drug, worked, made, (*blocked, *findings))


_BY_HEIGHT = frozenset({DoseBasis.BSA, DoseBasis.AUC})
_BY_BODY = _BY_HEIGHT | {DoseBasis.WEIGHT}
_REFUSED = frozenset({"dose-never-reduced", "dose-level-unknown"})
"""What :func:`work_out` says of a reduction that cannot be."""


def _unit(worked: WorkedDose) -> str:
    if worked.calculated is not None:
        return worked.calculated.unit
    return worked.planned.unit if worked.basis in {DoseBasis.FLAT, DoseBasis.UNIT} else MG


def _check_level(made: ChosenDose, drug: Drug, last: SignedDose | None) -> Iterator[Finding]:
    """Yield what the level of the last time says to that of now."""
    if last is None:
        return
    told = {"drug": drug.shown, "label": last.label, "day": last.planned, "why": last.reason or "no reason given"}
    shares = {"before": _percent(last.dose.share), "now": _percent(made.share)}
    if last.dose.reduction and made.share > last.dose.share + _TOLERANCE:
        yield Finding(Severity.WARNING, "dose-raised", "practice", {**told, **shares})
    elif last.dose.reduction and made.share < last.dose.share - _TOLERANCE:
        yield Finding(Severity.NOTE, "dose-lowered", "practice", {**told, **shares})
    elif last.dose.reduction:
        yield Finding(Severity.NOTE, "dose-carried", "practice", {**told, "percent": _percent(last.dose.share)})
    if last.dose.by_hand and last.dose.chosen is not None:
        yield Finding(Severity.NOTE, "dose-by-hand-before", "practice", {**told, "chosen": text_of(last.dose.chosen)})


def _check_amount(made: ChosenDose, drug: Drug, cap: Amount | None) -> Iterator[Finding]:
    """Yield what asks for a reason in an amount written by hand."""
    if not made.by_hand or made.chosen is None:
        return
    told = {"drug": drug.shown, "chosen": text_of(made.chosen)}
    if made.calculated is None:
        yield Finding(Severity.WARNING, "dose-not-compared", "practice", told)
        return
    off, limit = deviation_percent(made.chosen.value, made.calculated.value), choice_limit_percent(drug)
    if off > limit + _TOLERANCE:
        more = {"calculated": text_of(made.calculated), "off": f"{off:.1f}", "limit": limit}
        yield Finding(Severity.WARNING, "dose-off-calculated", "nice-ktt22", {**told, **more})
    if cap is not None and made.chosen.value > cap.value + _TOLERANCE:
        yield Finding(Severity.WARNING, "dose-above-cap", "library", {**told, "cap": text_of(cap)})


def changed_since(signed: ChosenDose, dose: Dose, drug: Drug, known: DayDoses) -> tuple[Finding, ...]:
    """Return what a signed dose rests on that is no longer so: height, weight, creatinine.

    A note while the chosen dose is still within the limit of what would be calculated now, a warning beyond.
    """
    if signed.chosen is None:
        return ()
    now = work_out(dose, drug, known.facts, known.settings, signed.reduction).calculated
    # What was written by hand is away from the calculated dose on purpose: there the calculated ones are compared.
    stands = signed.calculated if signed.by_hand else signed.chosen
    if now is None or stands is None:
        return ()
    off = deviation_percent(stands.value, now.value)
    severity = Severity.WARNING if off > choice_limit_percent(drug) + _TOLERANCE else Severity.NOTE
    told = {"drug": drug.shown, "chosen": text_of(signed.chosen), "off": f"{off:.1f}"}
    return tuple(
        Finding(severity, code, "practice", {**told, **facts}) for code, facts in _moved(signed, dose.unit, known)
    )


def _moved(signed: ChosenDose, unit: str, known: DayDoses) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the code and the figures of each fact a dose follows that is another one by now."""
    basis, facts = basis_of(unit), known.facts
    weight, creatinine = facts.weight, facts.creatinine
    if signed.height_cm and facts.height_cm and signed.height_cm != facts.height_cm:
        yield "dose-height-since", {"before": f"{signed.height_cm:g}", "now": f"{facts.height_cm:g}"}
    if basis in _BY_BODY and signed.weight and weight and signed.weight.kg != weight.kg:
        yield (
            "dose-weight-since",
            {"before": f"{signed.weight.kg:g}", "now": f"{weight.kg:g}", "day": signed.weight.day},
        )
    if signed.creatinine and creatinine and signed.creatinine.umol_l != creatinine.umol_l:
        before, now = f"{signed.creatinine.umol_l:g}", f"{creatinine.umol_l:g}"
        yield "dose-creatinine-since", {"before": before, "now": now, "day": signed.creatinine.day}


def text_of(amount: Amount) -> str:
    """Return an amount as a finding has it: ``104.2 mg``."""
    return f"{round(amount.value, 1):g} {amount.unit}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"

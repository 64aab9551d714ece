"""The dose of one drug for one patient on one day: calculated, banded and chosen, with what it rests on.

A reference value beside the prescription, never in its place (clinical reference 4.5, 8 and 10).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.banding import MAX_DEVIATION_PERCENT, deviation_percent, may_be_banded, nearest_band
from dayhospital.clinical.body import BSA_M2, HEIGHT_CM, WEIGHT_KG, body_surface, plausible, weight_changed
from dayhospital.clinical.kidney import calvert, check_creatinine, check_kidney, highest_by_auc, kidney_function
from dayhospital.domain.course import Dose
from dayhospital.domain.dosing import FULL_DOSE, Amount, Reduction, SquareMetres
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.regimen import DoseBasis
from dayhospital.domain.worked_dose import DoseFacts, KidneyFunction, WorkedDose

CREATININE = "creatinine"
"""The analyte of Calvert's formula."""
MG = "mg"
_BASES = {
    "mg/m²": DoseBasis.BSA,
    "mg/kg": DoseBasis.WEIGHT,
    "AUC": DoseBasis.AUC,
    "unit": DoseBasis.UNIT,
}


def basis_of(unit: str) -> DoseBasis:
    """Return what a dose in a unit follows; ``mg`` and ``mL`` follow nothing."""
    return _BASES.get(unit, DoseBasis.FLAT)


@dataclass(frozen=True, slots=True)
class _Body:
    """What a dose is multiplied with, as far as it is known."""

    bsa: SquareMetres | None
    bsa_used: SquareMetres | None
    kidney: KidneyFunction | None


def work_out(
    dose: Dose, drug: Drug, facts: DoseFacts, settings: UnitSettings, reduction: Reduction = FULL_DOSE
) -> WorkedDose:
    """Return a planned dose worked out for a patient; what is missing or doubtful is among its findings.

    Loading doses come with the plan: :mod:`dayhospital.scheduling.course_doses` finds them by exposure and gap.
    """
    basis = basis_of(dose.unit)
    planned = Amount(dose.dose, dose.unit)
    used, refused = reduced(planned, drug, reduction)
    body = _body(basis, facts, settings)
    uncapped, calculated, cap = _calculated(used, basis, drug, facts, body)
    banded, deviation = _banded(calculated, cap, basis, drug, reduction)
    near = deviation is not None and may_be_banded(deviation, drug.dosing.kind)
    findings = [*_check_body(basis, facts, settings, body.bsa), *refused]
    if basis is DoseBasis.AUC:
        findings += check_creatinine(facts, analytes()[CREATININE].valid_hours)
        findings += check_kidney(body.kidney, facts.sex, settings) if body.kidney else ()
    findings += _check_amounts(drug, uncapped, calculated, cap, banded, deviation)
    return WorkedDose(
        drug=drug.id,
        planned=planned,
        used=used,
        basis=basis,
        loading=dose.loading,
        facts=facts,
        bsa_formula=settings.bsa_formula,
        bsa=body.bsa,
        bsa_used=body.bsa_used,
        kidney=body.kidney,
        uncapped=uncapped,
        cap=cap,
        calculated=calculated,
        banded=banded,
        deviation_percent=deviation,
        chosen=banded if near else calculated,
        findings=tuple(findings),
    )


def reduced(planned: Amount, drug: Drug, reduction: Reduction) -> tuple[Amount, tuple[Finding, ...]]:
    """Return the dose after a reduction, and why it could not be reduced if it could not."""
    if not reduction:
        return planned, ()
    if drug.dosing.levels.never:
        return planned, (Finding(Severity.BLOCK, "dose-never-reduced", "library", {"drug": drug.tall_man}),)
    value = planned.value * reduction.percent / 100
    if reduction.level:
        below = drug.dosing.levels.below(planned.value, planned.unit)
        if reduction.level > len(below):
            told = {"drug": drug.tall_man, "level": reduction.level}
            return planned, (Finding(Severity.BLOCK, "dose-level-unknown", "library", told),)
        value = below[reduction.level - 1]
    told = {"drug": drug.tall_man, "used": _text(value, planned.unit), "planned": _text(planned.value, planned.unit)}
    return Amount(value, planned.unit), (Finding(Severity.NOTE, "dose-reduced", "library", told),)


def _body(basis: DoseBasis, facts: DoseFacts, settings: UnitSettings) -> _Body:
    bsa = None
    if facts.height_cm and facts.weight is not None:
        bsa = body_surface(facts.height_cm, facts.weight.kg, settings.bsa_formula)
    used = bsa if basis is DoseBasis.BSA else None
    if used is not None and settings.bsa_cap_m2:
        used = SquareMetres(min(used, settings.bsa_cap_m2))
    return _Body(bsa, used, kidney_function(facts, settings) if basis is DoseBasis.AUC else None)


def _calculated(
    used: Amount, basis: DoseBasis, drug: Drug, facts: DoseFacts, body: _Body
) -> tuple[Amount | None, Amount | None, Amount | None]:
    """Return the dose before any ceiling, with every ceiling, and the highest single dose."""
    if used.value <= 0:
        return None, None, None
    if basis in {DoseBasis.FLAT, DoseBasis.UNIT}:
        return used, used, None
    if basis is DoseBasis.AUC:
        cap = Amount(highest_by_auc(used.value), MG)
        if body.kidney is None:
            return None, None, cap
        exact = calvert(used.value, body.kidney.gfr)
        return Amount(exact, MG), Amount(min(calvert(used.value, body.kidney.gfr_used), cap.value), MG), cap
    highest = drug.dosing.caps.at(used.value)
    cap_mg = None if highest is None else Amount(highest, MG)
    factor = body.bsa_used if basis is DoseBasis.BSA else facts.weight.kg if facts.weight else None
    if factor is None:
        return None, None, cap_mg
    exact_mg = used.value * factor
    return Amount(exact_mg, MG), Amount(exact_mg if highest is None else min(exact_mg, highest), MG), cap_mg


def _banded(
    calculated: Amount | None, cap: Amount | None, basis: DoseBasis, drug: Drug, reduction: Reduction
) -> tuple[Amount | None, float | None]:
    """Return the nearest band and its deviation in percent; doses that follow nothing come as they are."""
    if calculated is None or calculated.unit != MG or (basis is DoseBasis.FLAT and not reduction):
        return None, None
    band = nearest_band(calculated.value, drug.dosing.bands.mg, None if cap is None else cap.value)
    if band is None:
        return None, None
    return Amount(band, MG), deviation_percent(band, calculated.value)


def _check_body(
    basis: DoseBasis, facts: DoseFacts, settings: UnitSettings, bsa: SquareMetres | None
) -> Iterator[Finding]:
    """Yield what is missing or doubtful in height and weight, for doses that follow them."""
    if basis in {DoseBasis.FLAT, DoseBasis.UNIT}:
        return
    if basis is not DoseBasis.WEIGHT:
        if not facts.height_cm:
            yield Finding(Severity.BLOCK, "height-missing", "practice")
        else:
            yield from plausible("height-implausible", facts.height_cm, HEIGHT_CM)
    if facts.weight is None:
        yield Finding(Severity.BLOCK, "weight-missing", "practice")
        return
    yield from plausible("weight-implausible", facts.weight.kg, WEIGHT_KG)
    if basis is DoseBasis.BSA and bsa is not None:
        yield from _check_surface(bsa, settings)
    yield from _check_weight_age(facts, settings)


def _check_surface(bsa: SquareMetres, settings: UnitSettings) -> Iterator[Finding]:
    yield from plausible("bsa-implausible", bsa, BSA_M2)
    if settings.bsa_cap_m2 and bsa > settings.bsa_cap_m2:
        told = {"bsa": f"{bsa:.2f}", "cap": settings.bsa_cap_m2}
        yield Finding(Severity.WARNING, "bsa-capped", "unit", told)
    elif settings.bsa_warning_m2 and bsa > settings.bsa_warning_m2:
        told = {"bsa": f"{bsa:.2f}", "limit": settings.bsa_warning_m2}
        yield Finding(Severity.WARNING, "bsa-large", "asco-dosing-2021", told)


def _check_weight_age(facts: DoseFacts, settings: UnitSettings) -> Iterator[Finding]:
    weight, before = facts.weight, facts.course_weight
    if weight is None:
        return
    days = (facts.on - weight.day).days
    if days > settings.weight_valid_days:
        told = {"day": weight.day, "days": days, "limit": settings.weight_valid_days}
        yield Finding(Severity.WARNING, "weight-old", "unit", told)
    if before is not None and weight_changed(weight.kg, before.kg):
        change = abs(weight.kg / before.kg - 1) * 100
        told = {"change": change, "before": f"{before.kg:g}", "day": before.day, "now": f"{weight.kg:g}"}
        yield Finding(Severity.WARNING, "weight-changed", "practice", told)


def _check_amounts(
    drug: Drug,
    uncapped: Amount | None,
    calculated: Amount | None,
    cap: Amount | None,
    banded: Amount | None,
    deviation: float | None,
) -> Iterator[Finding]:
    if uncapped is not None and cap is not None and uncapped.value > cap.value:
        told = {"drug": drug.tall_man, "cap": cap.value, "uncapped": uncapped.value}
        yield Finding(Severity.NOTE, "dose-capped", "library", told)
    if banded is None or deviation is None or calculated is None or may_be_banded(deviation, drug.dosing.kind):
        return
    limit = MAX_DEVIATION_PERCENT[drug.dosing.kind]
    facts = {"band": f"{banded.value:g}", "deviation": f"{deviation:.2f}", "limit": limit}
    yield Finding(Severity.NOTE, "band-not-used", "nice-ktt22", facts)


def _text(value: float, unit: str) -> str:
    return f"{value:g} {unit}"

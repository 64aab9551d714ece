"""Renal function and the dose that follows from it: Cockcroft–Gault, Calvert."""

from collections.abc import Iterator

from dayhospital.clinical.body import adjusted_weight, body_mass_index, ideal_weight, plausible
from dayhospital.domain.dosing import Kilograms, MicromolPerLitre, Milligrams, MlPerMinute
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import age
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import Sex
from dayhospital.domain.worked_dose import Creatinine, DoseFacts, KidneyFunction, KidneyWeight
from dayhospital.errors import InvalidValue

MAX_GFR_ML_MIN = 125.0
"""Ceiling on estimated GFR for carboplatin, in mL/min (source: fda-carboplatin-2010)."""
MAX_MG_PER_AUC = 150.0
"""Highest dose in mg for each unit of AUC; what the ceiling on GFR comes to (source: fda-carboplatin-2010)."""
UMOL_L_PER_MG_DL = 88.42
"""Creatinine: µmol/L in 1 mg/dL (clinical reference 8)."""
FEMALE_FACTOR = 0.85
OLDEST_YEARS = 140
"""The formula ends here: (140 − age)."""
CREATININE_CHANGE = 0.20
"""A change by more than this share asks for a new calculation (clinical reference 4.1)."""
CREATININE_UMOL_L = (20.0, 1000.0)
"""Outside of these a creatinine is asked about (clinical reference 8)."""
_TOLERANCE = 1e-9


def cockcroft_gault(age_years: int, weight_kg: float, creatinine_umol_l: float, sex: Sex) -> MlPerMinute:
    """Return the creatinine clearance in mL/min: (140 − age) × weight × (0.85 if female) / (72 × creatinine in mg/dL).

    The exact form; the rounded factors 1.04 and 1.23 differ from it by up to 0.7 mL/min. Who is neither woman nor man
    gets the lower figure.

    Raises:
        InvalidValue: If weight or creatinine is not positive, or the age is not from 1 to 139.

    Source: cockcroft-gault-1976.
    """
    if weight_kg <= 0 or creatinine_umol_l <= 0 or not 0 < age_years < OLDEST_YEARS:
        raise InvalidValue(f"no clearance from {age_years} years, {weight_kg} kg and {creatinine_umol_l} µmol/L")
    factor = 1.0 if sex is Sex.MALE else FEMALE_FACTOR
    return MlPerMinute((OLDEST_YEARS - age_years) * weight_kg * factor / (72 * (creatinine_umol_l / UMOL_L_PER_MG_DL)))


def calvert(auc: float, gfr: MlPerMinute) -> Milligrams:
    """Return the carboplatin dose in mg for a target AUC: AUC × (GFR + 25), no ceiling, not rounded.

    Args:
        auc: Target area under the curve, in mg·min/mL.
        gfr: Glomerular filtration rate in mL/min, not indexed to 1.73 m²; see :func:`capped_gfr`.

    Raises:
        InvalidValue: If either is not positive.

    Source: calvert-1989.
    """
    if auc <= 0 or gfr <= 0:
        raise InvalidValue(f"AUC and GFR must be positive, got {auc} and {gfr}")
    return Milligrams(auc * (gfr + 25))


def capped_gfr(gfr: MlPerMinute) -> MlPerMinute:
    """Return an estimated GFR with the ceiling of 125 mL/min. Source: fda-carboplatin-2010."""
    return MlPerMinute(min(gfr, MAX_GFR_ML_MIN))


def highest_by_auc(auc: float) -> Milligrams:
    """Return the highest carboplatin dose in mg for a target AUC. Source: fda-carboplatin-2010."""
    return Milligrams(auc * MAX_MG_PER_AUC)


def kidney_weight(
    height_cm: float, weight_kg: float, sex: Sex, adjusted_from_bmi: float
) -> tuple[KidneyWeight, Kilograms]:
    """Return the weight in kg for Cockcroft–Gault, and which one it is: adjusted from a BMI on, else the actual one."""
    if body_mass_index(height_cm, weight_kg) >= adjusted_from_bmi:
        return KidneyWeight.ADJUSTED, weight_of(KidneyWeight.ADJUSTED, height_cm, weight_kg, sex)
    return KidneyWeight.ACTUAL, Kilograms(weight_kg)


def weight_of(kind: KidneyWeight, height_cm: float, weight_kg: float, sex: Sex) -> Kilograms:
    """Return the actual, ideal or adjusted weight in kg."""
    if kind is KidneyWeight.IDEAL:
        return ideal_weight(height_cm, sex)
    return adjusted_weight(height_cm, weight_kg, sex) if kind is KidneyWeight.ADJUSTED else Kilograms(weight_kg)


def kidney_function(facts: DoseFacts, settings: UnitSettings) -> KidneyFunction | None:
    """Return the estimated GFR on the day of a dose, None if height, weight or creatinine is not known or cannot be."""
    if facts.creatinine is None or facts.weight is None or not facts.height_cm:
        return None
    years = age(facts.birth_date, facts.on)
    used = MicromolPerLitre(max(facts.creatinine.umol_l, settings.creatinine_floor_umol_l))
    if used <= 0 or not 0 < years < OLDEST_YEARS:
        return None
    kind, kg = kidney_weight(facts.height_cm, facts.weight.kg, facts.sex, settings.adjusted_weight_from_bmi)
    gfr = cockcroft_gault(years, kg, used, facts.sex)
    return KidneyFunction(facts.creatinine, used, years, kind, kg, gfr, capped_gfr(gfr))


def check_creatinine(facts: DoseFacts, valid_hours: int | None) -> Iterator[Finding]:
    """Yield what makes a creatinine doubtful on the day of a dose: missing, implausible, old, moved."""
    if facts.creatinine is None:
        yield Finding(Severity.BLOCK, "creatinine-missing", "calvert-1989")
        return
    now, before = facts.creatinine, facts.creatinine_before
    yield from plausible("creatinine-implausible", now.umol_l, CREATININE_UMOL_L)
    days = (facts.on - now.day).days
    if valid_hours is not None and days * 24 > valid_hours:
        told = {"day": now.day, "days": days, "hours": valid_hours}
        yield Finding(Severity.WARNING, "creatinine-old", "library", told)
    if before is not None and before.umol_l > 0 and _moved(now, before):
        change = abs(now.umol_l / before.umol_l - 1) * 100
        told = {"change": change, "day": before.day, "before": before.umol_l, "now": now.umol_l}
        yield Finding(Severity.WARNING, "creatinine-moved", "practice", told)


def _moved(now: Creatinine, before: Creatinine) -> bool:
    return abs(now.umol_l / before.umol_l - 1) > CREATININE_CHANGE + _TOLERANCE


def check_kidney(kidney: KidneyFunction, sex: Sex, settings: UnitSettings) -> Iterator[Finding]:
    """Yield what was done to the figures on the way from creatinine to GFR."""
    if sex is Sex.OTHER:
        yield Finding(Severity.WARNING, "sex-for-gfr", "cockcroft-gault-1976")
    if kidney.creatinine_used > kidney.creatinine.umol_l:
        told = {"found": kidney.creatinine.umol_l, "used": kidney.creatinine_used}
        yield Finding(Severity.NOTE, "creatinine-floored", "unit", told)
    if kidney.weight_kind is KidneyWeight.ADJUSTED:
        limit = settings.adjusted_weight_from_bmi
        yield Finding(Severity.NOTE, "gfr-adjusted-weight", "unit", {"kg": kidney.weight_kg, "limit": limit})
    if kidney.gfr_used < kidney.gfr:
        gfr = {"found": kidney.gfr, "used": kidney.gfr_used}
        yield Finding(Severity.NOTE, "gfr-capped", "fda-carboplatin-2010", gfr)

"""A dose worked out for a patient: what it was worked out from, and the three numbers that must not be mixed up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.domain.dosing import Amount, Kilograms, MicromolPerLitre, MlPerMinute, SquareMetres
from dayhospital.domain.findings import Finding
from dayhospital.domain.hospital import BsaFormula
from dayhospital.domain.patient import Sex, Weight
from dayhospital.domain.regimen import DoseBasis


@dataclass(frozen=True, slots=True)
class Creatinine:
    """A serum creatinine and the day the blood was taken."""

    umol_l: MicromolPerLitre
    day: date


@dataclass(frozen=True, slots=True)
class DoseFacts:
    """What is known of the patient on the day of a dose."""

    on: date
    birth_date: date
    sex: Sex
    height_cm: float | None = None
    weight: Weight | None = None
    """The newest up to the day."""
    course_weight: Weight | None = None
    """The one the course began with."""
    creatinine: Creatinine | None = None
    """The newest up to the day."""
    creatinine_before: Creatinine | None = None
    """The one of the dose before; for a first dose the one before the newest."""


class KidneyWeight(StrEnum):
    """Which weight goes into Cockcroft–Gault."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class KidneyFunction:
    """An estimated GFR with everything it was worked out from."""

    creatinine: Creatinine
    creatinine_used: MicromolPerLitre
    """Not below the floor of the unit, if it has one."""
    age_years: int
    weight_kind: KidneyWeight
    weight_kg: Kilograms
    gfr: MlPerMinute
    """As estimated, without the ceiling."""
    gfr_used: MlPerMinute
    """With it."""


@dataclass(frozen=True, slots=True)
class WorkedDose:
    """A dose worked out for one patient and day: three numbers, what they rest on, and what was found.

    A reference value for the one who prescribes, never a prescription.
    """

    drug: str
    planned: Amount
    """What the regimen says, loading included: ``6 mg/kg``."""
    used: Amount
    """The planned dose after the reduction."""
    basis: DoseBasis
    loading: bool
    facts: DoseFacts
    bsa_formula: BsaFormula
    bsa: SquareMetres | None
    """As worked out; None where height or weight is not known."""
    bsa_used: SquareMetres | None
    """As it was used: not above the unit's cap, None where the dose does not follow it."""
    kidney: KidneyFunction | None
    uncapped: Amount | None
    """Before any ceiling, None where something is missing."""
    cap: Amount | None
    """The highest single dose, None where there is none."""
    calculated: Amount | None
    """By the formula, with every ceiling, in full precision; None where something is missing."""
    banded: Amount | None
    """The nearest band that is not above the cap; None where nothing is banded."""
    deviation_percent: float | None
    """How far the band is from the calculated dose; None without a band."""
    chosen: Amount | None
    """The band if it is near enough, else the calculated dose."""
    findings: tuple[Finding, ...] = ()

"""OK to make: when the pharmacy may prepare a drug, from the decision, the chosen dose and the drug's stability."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dayhospital.clinical.dose import basis_of
from dayhospital.clinical.dose_choice import changed_since
from dayhospital.domain.chosen_dose import DayDoses, SignedDose
from dayhospital.domain.course import Dose
from dayhospital.domain.decision import Decision
from dayhospital.domain.drug import Drug, Stability
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.regimen import DoseBasis, Place, Route
from dayhospital.errors import NotFound

DAYS_BEFORE = {Stability.SHORT: 0, Stability.DAY: 1, Stability.LONG: 1, Stability.READY: 1}
"""How many days before the treatment a drug may be made once the go is signed."""
SAME_FOR_ALL = frozenset({DoseBasis.FLAT, DoseBasis.UNIT})
"""Doses that follow nothing of the patient: the regimen's own is the one to make."""


class Making(StrEnum):
    """Whether a drug may be made now, and if not, what it waits for."""

    OK = "ok"
    NO_GO = "no_go"
    """Nobody signed a go for this day."""
    NO_DOSE = "no_dose"
    """No dose was chosen, though it follows the patient."""
    DOSE_CHANGED = "dose_changed"
    """The chosen dose rests on a weight, height or creatinine that is another one by now."""
    GO_OF_THE_DAY = "go_of_the_day"
    """Short-lived: the go must be given on the day itself."""
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class DayGo:
    """What is known of the go of a treatment day."""

    day: date
    decision: Decision | None
    """The newest one about it."""
    released: bool = False
    """The session has the status *go signed* or a later one: somebody saw the patient today."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """One drug of a treatment day that the pharmacy makes, its dose, and whether it may now."""

    drug: Drug
    making: Making
    day: date
    """From when on it may be made once the go is there."""
    treated: date
    """The day it is given."""
    dose: Dose
    """As the regimen has it."""
    signed: SignedDose | None = None
    findings: tuple[Finding, ...] = ()
    """What the chosen dose rests on that is another figure by now."""


def may_make(stability: Stability, go: DayGo, now: datetime) -> Making:
    """Return whether a drug of a stability class may be made at a local moment.

    Class A is made after the go of the day: the go signed on the day of treatment, or the patient released on it. The
    others may be made from the day before, once a go for the day is signed.
    """
    signed = go.decision is not None and go.decision.is_go_for(go.day)
    if not signed and not go.released:
        return Making.NO_GO
    if now.date() < go.day - timedelta(days=DAYS_BEFORE[stability]):
        return Making.TOO_EARLY
    if stability is Stability.SHORT and not go.released:
        assert go.decision is not None
        return Making.OK if go.decision.at.date() == go.day else Making.GO_OF_THE_DAY
    return Making.OK


def preparations(go: DayGo, known: DayDoses, lookup: Callable[[str], Drug], now: datetime) -> tuple[Preparation, ...]:
    """Return what the pharmacy makes for a treatment day: all that is infused or injected in the day hospital.

    Drugs that are no longer in the library are left out.
    """
    made = []
    for dose in known.doses:
        if dose.route == Route.PO or dose.place is not Place.DAY_HOSPITAL:
            continue
        try:
            drug = lookup(dose.drug)
        except NotFound:
            continue
        signed = known.of(dose.drug)
        findings = () if signed is None else changed_since(signed.dose, dose, drug, known)
        making = may_make(drug.stability, go, now)
        if making is not Making.NO_GO:
            making = _doubt(dose, signed, findings) or making
        earliest = go.day - timedelta(days=DAYS_BEFORE[drug.stability])
        made.append(Preparation(drug, making, earliest, go.day, dose, signed, findings))
    return tuple(made)


def _doubt(dose: Dose, signed: SignedDose | None, findings: tuple[Finding, ...]) -> Making | None:
    """Return why the dose itself keeps a drug from being made, None when it does not."""
    if signed is None or signed.dose.chosen is None:
        return None if signed is None and basis_of(dose.unit) in SAME_FOR_ALL else Making.NO_DOSE
    return Making.DOSE_CHANGED if any(one.severity is not Severity.NOTE for one in findings) else None

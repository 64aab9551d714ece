"""The dose that somebody chose with a signed decision, beside the figures it was chosen from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dayhospital.domain.course import Dose
from dayhospital.domain.dosing import FULL_DOSE, Amount, Reduction
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import Weight
from dayhospital.domain.worked_dose import Creatinine, DoseFacts
from dayhospital.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class DoseChoice:
    """What the prescriber wants of one drug: a reduction, and if need be an amount of her own."""

    drug: str
    reduction: Reduction = FULL_DOSE
    amount: float | None = None
    """Written by hand, in the unit of the dose; None takes what is worked out."""

    def __post_init__(self) -> None:
        if self.amount is not None and not 0 < self.amount <= 100_000:
            raise InvalidValue("A dose is more than nothing. Nothing was signed; write another figure or leave it out.")


@dataclass(frozen=True, slots=True)
class ChosenDose:
    """Calculated, banded and chosen dose of one drug on one treatment day, and what they rest on."""

    drug: str
    planned: Amount
    """What the regimen says: ``60 mg/m²``."""
    used: Amount
    """The same after the reduction."""
    reduction: Reduction
    calculated: Amount | None
    """None where something was missing."""
    banded: Amount | None
    chosen: Amount | None
    """None where nothing could be worked out and nobody wrote an amount."""
    height_cm: float | None = None
    """Height, weight and creatinine are those it follows; None for a dose that does not."""
    weight: Weight | None = None
    creatinine: Creatinine | None = None

    @property
    def by_hand(self) -> bool:
        """Whether somebody wrote another amount than those worked out."""
        return self.chosen is not None and self.chosen not in {self.calculated, self.banded}

    @property
    def share(self) -> float:
        """How much of the planned dose the reduction leaves: 0.75."""
        return self.used.value / self.planned.value if self.planned.value else 1.0

    @property
    def counted(self) -> float:
        """What counts over a life, in the unit of the planned dose: ``45`` for 75 % of 60 mg/m².

        Banding evens out over the cycles and is not counted; an amount written by hand is.
        """
        if self.by_hand and self.calculated is not None and self.chosen is not None:
            return self.used.value * self.chosen.value / self.calculated.value
        return self.used.value


@dataclass(frozen=True, slots=True)
class SignedDose:
    """A chosen dose with the decision that it was signed with."""

    dose: ChosenDose
    treatment_day_id: int
    label: str
    """Of the treatment day: ``C3D1``."""
    planned: date
    """The day it is for."""
    by: str
    at: datetime
    """Local time of signing."""
    reason: str = ""


def by_day(signed: Iterable[SignedDose]) -> dict[int, tuple[ChosenDose, ...]]:
    """Return chosen doses by treatment day."""
    found: dict[int, tuple[ChosenDose, ...]] = {}
    for one in signed:
        found[one.treatment_day_id] = (*found.get(one.treatment_day_id, ()), one.dose)
    return found


@dataclass(frozen=True, slots=True)
class DayDoses:
    """The doses of one treatment day, and what is known for choosing them."""

    doses: tuple[Dose, ...]
    facts: DoseFacts
    settings: UnitSettings
    before: tuple[SignedDose, ...] = ()
    """What was chosen last on an earlier day of the course, one for each drug."""
    signed: tuple[SignedDose, ...] = ()
    """What the decision that counts has chosen for this day."""

    def last(self, drug: str) -> SignedDose | None:
        """Return what was chosen of a drug the last time, None without."""
        return next((one for one in self.before if one.dose.drug == drug), None)

    @property
    def carried_share(self) -> float:
        """How much of its planned dose the drug of the day got the last time that was reduced most; 1 in full."""
        last = (self.last(dose.drug) for dose in self.doses)
        return min((signed.dose.share for signed in last if signed is not None), default=1.0)

    def of(self, drug: str) -> SignedDose | None:
        """Return what is signed of a drug for this day, None without."""
        return next((one for one in self.signed if one.dose.drug == drug), None)

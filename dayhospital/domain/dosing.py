"""What the library says about the dose of a drug, with the units that doses are worked out in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from dayhospital.domain.confidence import Confidence
from dayhospital.errors import InvalidValue

Milligrams = NewType("Milligrams", float)
Kilograms = NewType("Kilograms", float)
SquareMetres = NewType("SquareMetres", float)
MlPerMinute = NewType("MlPerMinute", float)
MicromolPerLitre = NewType("MicromolPerLitre", float)


class DoseKind(StrEnum):
    """What decides how far a band may be from the calculated dose."""

    CYTOTOXIC = "cytotoxic"
    BIOLOGICAL = "biological"
    OTHER = "other"
    """Tablets and supportive drugs: given as they come, never banded."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, in full precision; it is rounded where it is shown and nowhere else."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Bands:
    """The doses in mg that the pharmacy makes ready, ascending."""

    mg: tuple[float, ...] = ()
    confidence: Confidence = Confidence.KNOWLEDGE

    def __post_init__(self) -> None:
        if list(self.mg) != sorted(set(self.mg)) or any(band <= 0 for band in self.mg):
            raise InvalidValue("bands are positive and ascend")


@dataclass(frozen=True, slots=True)
class Caps:
    """Highest single doses in mg, each for planned doses up to one; past the last one the last holds."""

    by_dose: tuple[tuple[float, float], ...] = ()
    """Pairs of planned dose, in its own unit, and mg: ``(60, 120)`` is 120 mg for doses up to 60 mg/m²."""
    confidence: Confidence = Confidence.KNOWLEDGE

    def at(self, planned: float) -> Milligrams | None:
        """Return the highest dose in mg for a planned dose, None if there is none."""
        for upto, highest in self.by_dose:
            if planned <= upto:
                return Milligrams(highest)
        return Milligrams(self.by_dose[-1][1]) if self.by_dose else None


@dataclass(frozen=True, slots=True)
class Levels:
    """The doses a drug is reduced to, the full one first; or that it is never reduced."""

    doses: tuple[float, ...] = ()
    unit: str = ""
    never: bool = False
    confidence: Confidence = Confidence.KNOWLEDGE

    def below(self, planned: float, unit: str) -> tuple[float, ...]:
        """Return the levels under a planned dose, the next one first."""
        return tuple(dose for dose in self.doses if dose < planned) if unit == self.unit else ()


@dataclass(frozen=True, slots=True)
class Dosing:
    """What the library says about the dose of a drug (``dosing`` in ``resources/drugs.yaml``)."""

    kind: DoseKind = DoseKind.OTHER
    bands: Bands = Bands()
    caps: Caps = Caps()
    levels: Levels = Levels()
    expressed_as: str = ""
    """The salt or base the figure means, where both are in use."""


NO_DOSING = Dosing()


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Another drug whose lifetime dose counts together with this one's."""

    drug: str
    factor: float
    """What 1 mg/m² counts there, by the convention in which the limits are written."""
    factor_feijen: float
    """The same by Feijen 2019; shown beside it, no limit follows from it."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """A reduction asked for: a level of the library (1 is the first below the planned dose), or a share."""

    level: int = 0
    percent: float = 100.0

    def __post_init__(self) -> None:
        if self.level < 0 or not 0 < self.percent <= 100:
            raise InvalidValue("a reduction is a level from 0 on and a share of more than 0 and at most 100 %")
        if self.level and self.percent != 100:
            raise InvalidValue("a reduction is a level or a share, not both")

    def __bool__(self) -> bool:
        return self.level > 0 or self.percent < 100


FULL_DOSE = Reduction()

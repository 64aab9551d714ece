"""Doses that add up over a life: what was given here and elsewhere, what is planned, and the limits."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.domain.findings import Finding
from dayhospital.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class EarlierDose:
    """A lifetime dose from elsewhere: the sum in mg/m² of one drug up to a day."""

    drug: str
    mg_m2: float
    until: date
    note: str = ""
    id: int = 0
    version: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.mg_m2 <= 2000:
            raise InvalidValue(f"An earlier dose of {self.mg_m2:g} mg/m² is not possible. Nothing was saved.")


@dataclass(frozen=True, slots=True)
class ChestRadiotherapy:
    """Earlier radiotherapy with the heart in the field: the mediastinum, or the left chest wall."""

    ended: date
    note: str = ""
    id: int = 0
    version: int = 1


class HeartRiskKind(StrEnum):
    """What makes a heart bear less."""

    HEART_FAILURE = "heart_failure"
    CHEST_RADIOTHERAPY = "chest_radiotherapy"


@dataclass(frozen=True, slots=True)
class HeartRisk:
    """One thing that brings the lower limit, and when it was if that is known."""

    kind: HeartRiskKind
    day: date | None = None


class Origin(StrEnum):
    ELSEWHERE = "elsewhere"
    GIVEN = "given"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Portion:
    """One dose that counts."""

    drug: str
    mg_m2: float
    origin: Origin
    day: date
    label: str = ""
    """Of the treatment day: ``C3D1``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Lifetime doses in mg/m² above which something has to happen; None where there is no such limit."""

    review: float | None
    warn: float | None
    hard: float | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in mg/m²: as the limits count it, and as equivalents of the drug the others count as."""

    mg_m2: float
    """The drug's own dose when it is alone, equivalents by the convention when several are in play."""
    conventional_mg_m2: float
    """As equivalents by the factors the limits are written in."""
    feijen_mg_m2: float
    """As equivalents by the factors of Feijen 2019."""


@dataclass(frozen=True, slots=True)
class LifetimeDose:
    """What adds up against the limits of one drug."""

    drug: str
    """Whose limits they are."""
    mixed: bool
    """Whether several drugs are counted, each as its equivalent of :attr:`drug`."""
    counted: tuple[str, ...]
    """The drugs that are in it."""
    elsewhere_mg_m2: float
    so_far: Sum
    """Given here and elsewhere."""
    in_all: Sum
    """With what is planned."""
    planned_until: str
    """The label of the last planned day; empty when nothing is planned."""
    limits: Limits
    findings: tuple[Finding, ...]
    lowered_by: tuple[HeartRisk, ...] = ()
    """What brings the highest limit down; empty where it is the usual one."""

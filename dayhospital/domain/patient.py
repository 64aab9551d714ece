"""Patients: who they are, what they tolerate, how they get home."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.errors import InvalidValue


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class AllergyStatus(StrEnum):
    """Whether anybody asked: *none known* and *not recorded* are different facts."""

    NOT_RECORDED = "not_recorded"
    NONE_KNOWN = "none_known"
    KNOWN = "known"


class Escort(StrEnum):
    NOT_RECORDED = "not_recorded"
    ALONE = "alone"
    ESCORTED = "escorted"
    TRANSPORT = "transport"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"


@dataclass(frozen=True, slots=True)
class PatientLabel:
    """What identifies a patient on every screen, sheet and dialog: the name and two identifiers."""

    id: int
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    hospital_number: str
    national_number: str = ""

    def __post_init__(self) -> None:
        if not self.family_name.strip() or not self.hospital_number.strip():
            raise InvalidValue("a patient needs a family name and a hospital number")

    @property
    def name(self) -> str:
        """``SURNAME, Given``; prefixes stay in front (DE WOLF, Anna)."""
        return f"{self.family_name.upper()}, {self.given_name}" if self.given_name else self.family_name.upper()

    @property
    def initials(self) -> str:
        """Family and given initial, for the narrowest cards."""
        last_word = self.family_name.split()[-1]
        return (last_word[:1] + self.given_name[:1]).upper()


@dataclass(frozen=True, slots=True)
class Allergy:
    substance: str
    reaction: str = ""
    severe: bool = False


@dataclass(frozen=True, slots=True)
class Weight:
    """Body weight in kg on a day."""

    day: date
    kg: float

    def __post_init__(self) -> None:
        if not 0 < self.kg < 500:
            raise InvalidValue(f"a weight of {self.kg} kg is not possible")


@dataclass(frozen=True, slots=True)
class Port:
    """A port-catheter. ``usable_from`` is the first day it may be accessed."""

    side: Side
    inserted: date
    usable_from: date
    last_access: date | None = None
    removed: date | None = None

    def usable_on(self, day: date) -> bool:
        return self.usable_from <= day and (self.removed is None or day < self.removed)


@dataclass(frozen=True, slots=True)
class Access:
    """What is known of the veins (modified A-DIVA, five items; clinical reference 5.1)."""

    diva_score: int | None = None
    """0 to 5; None when nobody looked."""
    failed_cannulations: int = 0
    """Failed attempts at one visit, the worst."""
    extravasation_before: bool = False
    axillary_surgery: Side | None = None
    lymphoedema: bool = False
    wants_port: bool = False

    def __post_init__(self) -> None:
        if self.diva_score is not None and not 0 <= self.diva_score <= 5:
            raise InvalidValue("the A-DIVA score goes from 0 to 5")


@dataclass(frozen=True, slots=True)
class Home:
    """How a patient gets home and who is there (clinical reference 6.1)."""

    escort: Escort = Escort.NOT_RECORDED
    lives_alone: bool | None = None
    adult_first_night: bool | None = None
    travel_minutes: int | None = None
    telephone: str = ""
    high_risk: frozenset[str] = frozenset()
    """Patient factors of reference 6.1.6: delirium, diabetes_steroids, heart_failure, home_oxygen."""


@dataclass(frozen=True, slots=True)
class Patient:
    """Everything the patient page shows of the person; the tumour has a page of its own."""

    label: PatientLabel
    language: str = "nl"
    address: str = ""
    telephone: str = ""
    email: str = ""
    contact: str = ""
    consultant: str = ""
    note: str = ""
    height_cm: float | None = None
    weights: tuple[Weight, ...] = ()
    """Newest first."""
    ecog: int | None = None
    ecog_day: date | None = None
    allergy_status: AllergyStatus = AllergyStatus.NOT_RECORDED
    allergies: tuple[Allergy, ...] = ()
    earlier_reaction_grade: int | None = None
    """Worst CTCAE grade of an earlier infusion reaction."""
    access: Access = Access()
    home: Home = Home()
    port: Port | None = None
    """The port in place, if any."""
    deceased: date | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if self.ecog is not None and not 0 <= self.ecog <= 4:
            raise InvalidValue("ECOG goes from 0 to 4")
        if (self.allergy_status is AllergyStatus.KNOWN) != bool(self.allergies):
            raise InvalidValue("known allergies are listed, and only they")

    @property
    def weight(self) -> Weight | None:
        return self.weights[0] if self.weights else None

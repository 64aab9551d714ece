"""Drugs of the catalogue (``resources/drugs.yaml``)."""

from dataclasses import dataclass
from enum import StrEnum

from dayhospital.domain.dosing import NO_DOSING, Dosing, Equivalence


class Extravasation(StrEnum):
    """What a drug does outside the vein; *irritant_vesicant* counts as vesicant for port advice when weekly or long."""

    VESICANT = "vesicant"
    IRRITANT_VESICANT = "irritant_vesicant"
    IRRITANT = "irritant"
    INFLAMMITANT = "inflammitant"
    NON_VESICANT = "non_vesicant"
    NONE = "none"


class Emetic(StrEnum):
    NONE = "none"
    MINIMAL = "minimal"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Stability(StrEnum):
    """When the pharmacy may prepare: A after the go, B about 24 h before, C days before, R ready to use."""

    SHORT = "A"
    DAY = "B"
    LONG = "C"
    READY = "R"


class ReactionRisk(StrEnum):
    """Infusion-reaction risk class (clinical reference 2.6)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Drug:
    """One drug as the pharmacy knows it."""

    id: str
    name: str
    tall_man: str
    """The name as shown and printed: ``DOCEtaxel``. Search and exchange use :attr:`name`."""
    atc: str
    group: str
    """Its treatment group: ``chemotherapy``, ``targeted``, ``antihormone``, ``immunotherapy`` or ``supportive``."""
    colour: str
    """The two-letter colour group of the board: AN TX H2 AD IO EN BN SU."""
    extravasation: Extravasation
    emetic: Emetic
    stability: Stability
    antibody: bool = False
    """An antibody or conjugate without cytotoxic premedication before it."""
    reaction_risk: ReactionRisk = ReactionRisk.LOW
    high_risk_until_exposure: int = 0
    """The reaction risk is high up to this exposure number, 0 if never."""
    high_risk_from_exposure: int = 0
    """The reaction risk is high again from this exposure number on (carboplatin 7), 0 if never."""
    first_watch_hours: int = 0
    """Hours from the start of a first or re-loading infusion the label wants watched, 0 if it names none."""
    flush_minutes: int = 5
    """Rinsing the line after an infusion of it; injections and tablets have none."""
    wound_days_before: int = 0
    """Days between its last dose and an operation, so that the wound heals; 0 if it does not matter."""
    wound_days_after: int = 0
    """Days a fresh wound, such as that of a port, waits for its next dose; 0 if it does not matter."""
    surgery_days_after: int = 0
    """Days its next dose waits after surgery; 0 if it does not matter."""
    sedates: bool = False
    """No driving on the day (solvent ethanol or a sedating premedication)."""
    subcutaneous_form: str = ""
    """The drug that is the same under the skin, empty without one."""
    classes: tuple[str, ...] = ()
    """Classes it belongs to, in the words of the library: ``anthracycline``, ``taxane``, ``anti_her2``."""
    targets: tuple[str, ...] = ()
    """Where an antibody binds, ``HER2 domain IV``: two that bind to the same place are not given side by side."""
    cumulative_limit_mg_m2: float | None = None
    """Lifetime dose above which nothing more is given."""
    cumulative_warn_mg_m2: float | None = None
    cumulative_review_mg_m2: float | None = None
    """Lifetime dose above which the heart is looked at again."""
    cumulative_risk_limit_mg_m2: float | None = None
    """The limit in place of :attr:`cumulative_limit_mg_m2` for a heart at risk."""
    equivalent: Equivalence | None = None
    """The drug this one counts together with, None when it counts alone or is the one the others count as."""
    dosing: Dosing = NO_DOSING
    look_alike: str = ""
    """Drugs with the same word here have names or forms that are taken for one another."""
    sources: tuple[str, ...] = ()
    confidence: str = ""

    def is_a(self, word: str) -> bool:
        """Return whether a word of the library means this drug: its id, one of its classes or its group."""
        return word in {self.id, self.group} or word in self.classes

    @property
    def shown(self) -> str:
        """The tall-man name as it begins a line: ``DOCEtaxel``, ``Pertuzumab``."""
        return self.tall_man[:1].upper() + self.tall_man[1:]

    @property
    def cytotoxic(self) -> bool:
        """Whether the counts fall after it: chemotherapy, alone or carried by an antibody."""
        return self.group == "chemotherapy" or self.colour == "AD"

    def high_risk(self, exposure: int) -> bool:
        """Return whether the reaction risk is high at this exposure (1 for the first)."""
        early = 0 < exposure <= self.high_risk_until_exposure
        late = bool(self.high_risk_from_exposure) and exposure >= self.high_risk_from_exposure
        return early or late

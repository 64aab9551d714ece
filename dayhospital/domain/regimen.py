"""Regimens of the library: phases with their own clocks, drugs with their days and minutes."""

from dataclasses import dataclass, field
from enum import StrEnum

from dayhospital.domain.drug import Emetic
from dayhospital.domain.needs import Need
from dayhospital.domain.setting import Setting
from dayhospital.errors import InvalidValue

__all__ = ["Setting"]
"""Handed out here too, as everything of a regimen is."""


class Group(StrEnum):
    CHEMOTHERAPY = "chemotherapy"
    TARGETED = "targeted"
    ANTIHORMONE = "antihormone"
    IMMUNOTHERAPY = "immunotherapy"
    SUPPORTIVE = "supportive"


class Place(StrEnum):
    """Where a dose is given."""

    DAY_HOSPITAL = "day_hospital"
    CONSULTATION = "consultation"
    HOME = "home"


class Route(StrEnum):
    IV = "IV"
    SC = "SC"
    IM = "IM"
    PO = "PO"


class DoseBasis(StrEnum):
    BSA = "bsa"
    WEIGHT = "weight"
    FLAT = "flat"
    AUC = "auc"
    UNIT = "unit"


class ObservationMode(StrEnum):
    """Three ways an observation runs (clinical reference 0.1 and 2.6)."""

    AFTER_END = "after_end"
    """The patient may not leave before it ends; other drugs may run meanwhile."""
    BEFORE_NEXT = "after_end_before_next_drug"
    """The next drug may not start before it ends."""
    FROM_START = "clock_from_start_of_infusion"
    """Minutes from the start of this drug's infusion (360 = 6 h after it); other drugs may run meanwhile."""


class PhaseOrder(StrEnum):
    """When a phase starts: after the one before it, or together with the first."""

    SEQUENCE = "sequence"
    PARALLEL = "parallel"


class PortDefault(StrEnum):
    NO = "no"
    CONSIDER = "consider"
    RECOMMENDED = "recommended"


@dataclass(frozen=True, slots=True)
class ByExposure:
    """Minutes by exposure number: how often the patient had this drug, not which cycle it is."""

    first: int
    second: int
    later: int

    def __post_init__(self) -> None:
        if min(self.first, self.second, self.later) < 0:
            raise InvalidValue("minutes are never negative")

    def at(self, exposure: int) -> int:
        """Return the minutes at an exposure number, 1 for the first."""
        if exposure < 1:
            raise InvalidValue(f"exposures count from 1, got {exposure}")
        return (self.first, self.second, self.later)[min(exposure, 3) - 1]

    @property
    def longest(self) -> int:
        return max(self.first, self.second, self.later)


NO_MINUTES = ByExposure(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Loading:
    """A higher first dose, given again when the gap since the last dose is too long."""

    dose: float
    unit: str
    reload_after_days: int
    """Days since the last dose from which the loading dose is due again."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How many days a treatment day may be early or late."""

    early: int
    late: int
    note: str = ""

    def __post_init__(self) -> None:
        if self.early < 0 or self.late < 0:
            raise InvalidValue("a tolerance is never negative")


@dataclass(frozen=True, slots=True)
class RegimenDrug:
    """One drug of a phase: how much, on which days, how, where, how long."""

    drug: str
    dose: float
    unit: str
    basis: DoseBasis
    days: tuple[int, ...]
    """Days of the cycle; for tablets the day the intake begins."""
    route: Route
    places: tuple[Place, ...]
    """Where it may be given, the usual place first."""
    sequence: int
    """Order within the day, lowest first."""
    infusion: ByExposure = NO_MINUTES
    observation: ByExposure = NO_MINUTES
    observation_mode: ObservationMode = ObservationMode.AFTER_END
    pragmatic_observation: ByExposure | None = None
    """Under the pragmatic policy, from the end and blocking the next drug; None = as under the SmPC."""
    premedication: ByExposure = NO_MINUTES
    first_cycle_days: tuple[int, ...] = ()
    """Further days in the first cycle only (fulvestrant day 15)."""
    intake: str = ""
    """For tablets: when they are taken, for example ``days 1–14, twice daily``."""
    loading: Loading | None = None
    salt: str = ""
    """What the milligrams are of where two ways of writing one dose exist (eribulin as base or as mesilate)."""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.days or min(self.days) < 1:
            raise InvalidValue(f"{self.drug}: days of the cycle count from 1")
        if not self.places:
            raise InvalidValue(f"{self.drug}: a dose is given somewhere")

    def days_of(self, cycle: int) -> tuple[int, ...]:
        """Return the days of one cycle, 1 for the first, in order."""
        return tuple(sorted({*self.days, *(self.first_cycle_days if cycle == 1 else ())}))


@dataclass(frozen=True, slots=True)
class Gate:
    """Lowest counts for treatment, in 10⁹/L; None where the regimen asks none."""

    rules: tuple[str, ...] = ()
    neutrophils: float | None = None
    platelets: float | None = None
    later_neutrophils: float | None = None
    later_platelets: float | None = None


@dataclass(frozen=True, slots=True)
class Acuity:
    """Nursing acuity 1–5 of a day, at the first and later exposures (clinical reference 7.2)."""

    first: int
    later: int


@dataclass(frozen=True, slots=True)
class Phase:
    """One clock of a regimen: a cycle repeated a number of times."""

    name: str
    cycle_days: int
    cycles: int | None
    """None: goes on until progression, toxicity or as ordered."""
    order: PhaseOrder
    tolerance: Tolerance
    """Around the first day of each cycle."""
    drugs: tuple[RegimenDrug, ...]
    tolerance_within: Tolerance | None = None
    """Around later days of a cycle; None = the same as :attr:`tolerance`."""
    cycles_by_setting: tuple[tuple[Setting, int | None], ...] = ()
    pause_days: int = 0
    """Days between the end of the phase before and this one (surgery); see :attr:`pause_reason`."""
    pause_reason: str = ""
    min_gap_days: int = 0
    """Never closer than this to the previous treatment day of the phase, 0 if no such rule."""
    until: str = ""
    emetic: Emetic = Emetic.NONE
    gcsf: str = ""
    gate: Gate = Gate()
    acuity: tuple[tuple[int, Acuity], ...] = ()
    """By day of the cycle."""
    visit_minutes: int = 0
    """Length of a day without drugs (blood draw, consultation), 0 otherwise."""
    visit_place: Place = Place.DAY_HOSPITAL
    """Where a day without drugs happens; days with drugs go by the places of their doses."""
    note: str = ""

    def __post_init__(self) -> None:
        if self.cycle_days < 1 or (self.cycles is not None and self.cycles < 1):
            raise InvalidValue(f"{self.name}: a cycle has at least one day and a phase one cycle")

    def cycles_in(self, setting: Setting) -> int | None:
        """Return the number of cycles in a setting, None when it is open-ended."""
        return dict(self.cycles_by_setting).get(setting, self.cycles)

    def days(self, cycle: int) -> tuple[int, ...]:
        """Return the days of a cycle on which something is given, begun or done."""
        given = {day for drug in self.drugs for day in drug.days_of(cycle)}
        return tuple(sorted(given or {1}))

    def tolerance_on(self, day: int) -> Tolerance:
        return self.tolerance if day == 1 or self.tolerance_within is None else self.tolerance_within

    def acuity_on(self, day: int, first: bool) -> int:
        acuity = dict(self.acuity).get(day)
        return 1 if acuity is None else (acuity.first if first else acuity.later)


@dataclass(frozen=True, slots=True)
class Biomarkers:
    """What a regimen asks of the tumour, in short words for lists; the rules read :attr:`Regimen.needs`."""

    requires: tuple[tuple[str, str], ...] = ()
    """Pairs such as ``("her2", "positive")``."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Regimen:
    """One regimen of the library at one version."""

    id: str
    version: int
    name: str
    short: str
    """At most 12 characters, for the card: ``TCHP``, ``wPAC``, ``KN522``."""
    group: Group
    colour: str
    """The colour group of the board: AN TX H2 AD IO EN BN SU."""
    also_contains: tuple[Group, ...]
    settings: tuple[Setting, ...]
    phases: tuple[Phase, ...]
    enabled: bool
    biomarkers: Biomarkers = field(default_factory=Biomarkers)
    needs: tuple[Need, ...] = ()
    """What decides whether it fits a patient; ``clinical/eligibility.py`` judges them."""
    port: PortDefault = PortDefault.NO
    no_driving: bool = False
    no_driving_reason: str = ""
    latest_start_check: bool = False
    """The first dose needs a check that it ends in time (first trastuzumab IV)."""
    same_day: bool = True
    cumulative_limit: str = ""
    heart_checks: str = ""
    dpyd_test: bool = False
    regulatory_note: str = ""
    note: str = ""
    confidence: str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.phases or not self.settings:
            raise InvalidValue(f"{self.id}: a regimen has at least one phase and one setting")

    @property
    def drug_ids(self) -> tuple[str, ...]:
        """Every drug once, in order of appearance."""
        return tuple(dict.fromkeys(drug.drug for phase in self.phases for drug in phase.drugs))

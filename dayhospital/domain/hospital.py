"""The unit: its chairs, nurses, hours, closures and settings."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from dayhospital.domain.roster import DUTY_KINDS, DutyKind
from dayhospital.domain.span import Span
from dayhospital.errors import InvalidValue


class ChairKind(StrEnum):
    """What a row of the board is. *Chair* is the word for all three."""

    CHAIR = "chair"
    BED = "bed"
    INJECTION_ROOM = "injection_room"


class BlockKind(StrEnum):
    OUT_OF_SERVICE = "out_of_service"
    RESERVED = "reserved"
    BREAK = "break"


class ObservationPolicy(StrEnum):
    """Which observation times the unit follows (clinical reference 0.2)."""

    SMPC = "smpc"
    PRAGMATIC = "pragmatic"


class BsaFormula(StrEnum):
    """How the body surface is worked out."""

    MOSTELLER = "mosteller"
    DU_BOIS = "du_bois"


class ClosureKind(StrEnum):
    HOLIDAY = "holiday"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Chair:
    """A place where a session happens; ``bay`` groups rows ("Bay A"), ``position`` orders them."""

    id: int
    name: str
    kind: ChairKind
    bay: str
    position: int
    in_sight: bool = True
    """In direct sight of the nurse station: where high-risk first doses belong."""
    retired: date | None = None
    """The first day it is out of use, None while it is in use."""

    def in_use_on(self, day: date) -> bool:
        return self.retired is None or day < self.retired


@dataclass(frozen=True, slots=True)
class Nurse:
    id: int
    name: str
    initials: str
    retired: date | None = None
    """The first day she no longer works here, None while she does."""

    def works_on(self, day: date) -> bool:
        return self.retired is None or day < self.retired


@dataclass(frozen=True, slots=True)
class Shift:
    """One nurse's duty on one day, with her break, and the chairs she looks after."""

    nurse: Nurse
    duty: Span
    pause: Span | None = None
    chair_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """Time on a chair that nobody can book."""

    id: int
    chair_id: int
    span: Span
    kind: BlockKind
    label: str


@dataclass(frozen=True, slots=True)
class Closure:
    """A day without treatments: public holiday or the unit's own."""

    day: date
    name: str
    kind: ClosureKind


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """What the unit decides. Kept in the database, edited in Settings."""

    name: str = "Day hospital"
    hospital: str = ""
    zone: str = "Europe/Brussels"
    country: str = "BE"
    subdivision: str = ""
    opens: time = time(7, 30)
    closes: time = time(18, 30)
    open_weekdays: frozenset[int] = field(default_factory=lambda: frozenset(range(5)))
    """Monday is 0."""
    observation_policy: ObservationPolicy = ObservationPolicy.SMPC
    starts_per_nurse: int = 1
    """Starts one nurse takes in 15 minutes (clinical reference 7.2)."""
    acuity_per_nurse: int = 10
    """Sum of running acuity one nurse carries (clinical reference 7.2)."""
    pharmacy_per_half_hour: int = 10
    """Preparations the pharmacy can have ready in 30 minutes."""
    leave_margin_minutes: int = 30
    """A patient leaves at least this long before closing (clinical reference 6.1)."""
    port_usable_after_days: int = 1
    flush_interval_days: int = 42
    """A port is flushed at least this often (clinical reference 5.3)."""
    due_horizon_days: int = 14
    """How many days ahead the tray shows what is due to be booked."""
    bsa_formula: BsaFormula = BsaFormula.MOSTELLER
    bsa_warning_m2: float = 0.0
    """A larger body surface is pointed out; 0 never (clinical reference 4.5)."""
    bsa_cap_m2: float = 0.0
    """Doses follow at most this body surface; 0 is the full one (clinical reference 4.5)."""
    weight_valid_days: int = 28
    """An older weight is pointed out: weights are taken each cycle (clinical reference 4.5)."""
    adjusted_weight_from_bmi: int = 30
    """From this BMI on, in kg/m², the renal function takes the adjusted weight (clinical reference 0.2)."""
    creatinine_floor_umol_l: int = 0
    """A lower creatinine counts as this one in Calvert's formula, in µmol/L; 0 is no floor."""
    duty_kinds: tuple[DutyKind, ...] = DUTY_KINDS
    """The kinds of duty and absence the roster is painted with, by number key."""

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise InvalidValue("the unit must close after it opens")

    def hours(self, day: date) -> Span:
        """Return the opening hours as a span, whether or not the unit is open that day."""
        return Span.on(day, self.opens, self.closes)

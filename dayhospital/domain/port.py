"""The story of a port beside the port itself: asked for, planned, used, flushed, in trouble."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dayhospital.errors import InvalidValue


class ReferralState(StrEnum):
    """How far the wish for a port is."""

    ASKED = "asked"
    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PortReferral:
    """Somebody was asked to put a port in."""

    patient_id: int
    asked_on: date
    asked_by: str
    planned_on: date | None = None
    """The day of the insertion, None until it is known."""
    note: str = ""
    cancelled_on: date | None = None
    done_on: date | None = None
    """The day a port was put in since it was asked for, whether or not it is still there."""
    id: int = 0

    def __post_init__(self) -> None:
        if self.planned_on is not None and self.planned_on < self.asked_on:
            raise InvalidValue("A port is not put in before it was asked for. Nothing was saved; check the day.")

    @property
    def state(self) -> ReferralState:
        """How far it is; worked out from its days, not kept."""
        if self.cancelled_on is not None:
            return ReferralState.CANCELLED
        if self.done_on is not None:
            return ReferralState.DONE
        return ReferralState.ASKED if self.planned_on is None else ReferralState.PLANNED

    @property
    def is_open(self) -> bool:
        return self.state in {ReferralState.ASKED, ReferralState.PLANNED}


class PortEventKind(StrEnum):
    ACCESS = "access"
    FLUSH = "flush"
    COMPLICATION = "complication"


class PortComplication(StrEnum):
    """What goes wrong with ports, the dangerous ones first."""

    INFECTION = "infection"
    THROMBOSIS = "thrombosis"
    EXTRAVASATION = "extravasation"
    NO_BLOOD_RETURN = "no_blood_return"
    OCCLUSION = "occlusion"
    DISLOCATION = "dislocation"
    SKIN = "skin"
    OTHER = "other"


NEEDLE_GAUGES = (19, 20, 22)
"""Sizes of port needles in use, the widest first (general practice; no single document)."""
NEEDLE_LENGTHS_MM = (15, 17, 20, 25, 32, 38)
"""Lengths of port needles in use, mm (general practice; no single document)."""


@dataclass(frozen=True, slots=True)
class Needle:
    """The needle of one access, as it stands on its packet."""

    gauge: int
    """G: the larger the number, the thinner."""
    length_mm: int | None = None
    """None where nobody wrote it down."""

    def __post_init__(self) -> None:
        if self.gauge not in NEEDLE_GAUGES or self.length_mm not in {None, *NEEDLE_LENGTHS_MM}:
            raise InvalidValue("No port needle has that size. Nothing was saved; look at its packet.")


@dataclass(frozen=True, slots=True)
class PortEvent:
    """One line of the log of a port."""

    port_id: int
    day: date
    kind: PortEventKind
    complication: PortComplication | None = None
    """What went wrong, for a complication and nothing else."""
    by: str = ""
    note: str = ""
    id: int = 0
    needle: Needle | None = None
    """What it was accessed or flushed with, None where nobody wrote it down."""

    def __post_init__(self) -> None:
        if self.needle is not None and not self.is_use:
            raise InvalidValue("A complication has no needle. Nothing was saved; write it in the note.")
        if (self.kind is PortEventKind.COMPLICATION) != (self.complication is not None):
            raise InvalidValue("A complication says what went wrong, and nothing else does. Nothing was saved.")

    @property
    def is_use(self) -> bool:
        """Whether the line was rinsed: the count to the next flush begins again."""
        return self.kind is not PortEventKind.COMPLICATION


@dataclass(frozen=True, slots=True)
class VeinCheck:
    """A vein looked at and found good for what is given that day, where there is no port to use."""

    patient_id: int
    at: datetime
    """Local moment; it serves on that day only."""
    site: str
    by: str = ""
    id: int = 0

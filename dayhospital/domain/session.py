"""Sessions: a patient in a chair for a time, and how the day goes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """How far a session is. The order of the members is the order of the day."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    GO_AWAITED = "go_awaited"
    RELEASED = "released"
    IN_TREATMENT = "in_treatment"
    OBSERVATION = "observation"
    READY_TO_LEAVE = "ready_to_leave"
    LEFT = "left"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    ADMITTED = "admitted"


class CancelReason(StrEnum):
    """Why a session was cancelled or nobody came, as a code for the reports."""

    COUNTS_TOO_LOW = "counts_too_low"
    TOXICITY = "toxicity"
    PATIENT_ILL = "patient_ill"
    PATIENT_WISH = "patient_wish"
    PROGRESSION = "progression"
    DRUG_NOT_AVAILABLE = "drug_not_available"
    UNIT_CAPACITY = "unit_capacity"
    TRANSPORT = "transport"
    DIED = "died"
    BOOKED_IN_ERROR = "booked_in_error"
    OTHER = "other"


LEGAL: dict[Status, frozenset[Status]] = {
    Status.BOOKED: frozenset({Status.CONFIRMED, Status.ARRIVED, Status.NO_SHOW, Status.CANCELLED}),
    Status.CONFIRMED: frozenset({Status.BOOKED, Status.ARRIVED, Status.NO_SHOW, Status.CANCELLED}),
    Status.ARRIVED: frozenset({Status.GO_AWAITED, Status.RELEASED, Status.CANCELLED, Status.ADMITTED}),
    Status.GO_AWAITED: frozenset({Status.RELEASED, Status.CANCELLED, Status.ADMITTED}),
    Status.RELEASED: frozenset({Status.IN_TREATMENT, Status.CANCELLED, Status.ADMITTED}),
    Status.IN_TREATMENT: frozenset({Status.OBSERVATION, Status.READY_TO_LEAVE, Status.ADMITTED}),
    Status.OBSERVATION: frozenset({Status.READY_TO_LEAVE, Status.ADMITTED}),
    Status.READY_TO_LEAVE: frozenset({Status.LEFT, Status.ADMITTED}),
    Status.LEFT: frozenset(),
    Status.NO_SHOW: frozenset({Status.ARRIVED}),
    Status.CANCELLED: frozenset(),
    Status.ADMITTED: frozenset(),
}
"""Which status may follow which. A wrong click is taken back by a correction, which is recorded."""

NEXT: dict[Status, Status] = {
    Status.BOOKED: Status.ARRIVED,
    Status.CONFIRMED: Status.ARRIVED,
    Status.ARRIVED: Status.GO_AWAITED,
    Status.GO_AWAITED: Status.RELEASED,
    Status.RELEASED: Status.IN_TREATMENT,
    Status.IN_TREATMENT: Status.OBSERVATION,
    Status.OBSERVATION: Status.READY_TO_LEAVE,
    Status.READY_TO_LEAVE: Status.LEFT,
}
"""The usual next step, what ``Space`` does on the board."""

NOT_LIVE = frozenset({Status.CANCELLED, Status.NO_SHOW})
"""Statuses that hold no chair."""
PLANNED = frozenset({Status.BOOKED, Status.CONFIRMED})
"""Not yet arrived: may be moved by anybody."""
PRESENT = frozenset(
    {Status.ARRIVED, Status.GO_AWAITED, Status.RELEASED, Status.IN_TREATMENT, Status.OBSERVATION, Status.READY_TO_LEAVE}
)
"""In the building."""
RUNNING = frozenset({Status.IN_TREATMENT, Status.OBSERVATION})
DONE = frozenset({Status.LEFT, Status.ADMITTED})
GIVEN = frozenset({Status.IN_TREATMENT, Status.OBSERVATION, Status.READY_TO_LEAVE, Status.LEFT})
"""From here on a drug has been given: facts, corrected and never undone away."""

MAX_SESSION_MINUTES = 720
"""Longest session, in minutes; the guards in the database search only this far back."""


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """A status reached at a local moment, by somebody."""

    status: Status
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class SessionKey:
    """Where a session stands: its chair and naive local start."""

    chair_id: int
    start: datetime

    @property
    def day(self) -> date:
        return self.start.date()

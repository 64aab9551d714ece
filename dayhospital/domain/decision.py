"""Decisions about a treatment day: signed facts. A new one corrects an old one; the newest counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dayhospital.domain.gate import Colour
from dayhospital.errors import InvalidValue


class DecisionKind(StrEnum):
    GO = "go"
    GO_REDUCED = "go_reduced"
    HOLD = "hold"
    OMIT = "omit"
    STOP = "stop"


GOES = frozenset({DecisionKind.GO, DecisionKind.GO_REDUCED})


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody signed about a treatment day."""

    treatment_day_id: int
    kind: DecisionKind
    by: str
    at: datetime
    """Local time of signing; kept in UTC."""
    planned: date
    """The day the treatment was planned for when this was signed: a go is a go for that day only."""
    colour: Colour
    """The colour of the gate at that moment."""
    percent: float | None = None
    """Of the planned dose, for :attr:`DecisionKind.GO_REDUCED`."""
    to: date | None = None
    """The day it was held to, for :attr:`DecisionKind.HOLD`."""
    reason: str = ""
    id: int = 0

    def __post_init__(self) -> None:
        if (self.kind is DecisionKind.GO_REDUCED) != (self.percent is not None):
            raise InvalidValue("A reduced dose has its percentage, and nothing else has one. Nothing was signed.")
        if self.percent is not None and not 0 < self.percent < 100:
            raise InvalidValue("A reduced dose is between 1 and 99 percent. Nothing was signed; give another figure.")
        if (self.kind is DecisionKind.HOLD) != (self.to is not None):
            raise InvalidValue("A hold has the day it lasts to, and nothing else has one. Nothing was signed.")

    def is_go_for(self, planned: date) -> bool:
        """Return whether it lets a treatment go on a day: a go signed for that day."""
        return self.kind in GOES and self.planned == planned

    def settles(self, planned: date, colour: Colour) -> bool:
        """Return whether nothing more has to be decided about a day as it is planned now.

        A go lapses when the day is moved or the gate has become worse since. A hold lapses when its day comes into
        sight again: being held is not being let go.
        """
        return self.is_go_for(planned) and colour.rank <= self.colour.rank


def newest(decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision that counts, None without any."""
    return max(decisions, key=lambda one: (one.at, one.id), default=None)

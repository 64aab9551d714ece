"""OK to make: when the pharmacy may prepare a drug, from the decision and the drug's stability."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dayhospital.domain.decision import Decision
from dayhospital.domain.drug import Stability

DAYS_BEFORE = {Stability.SHORT: 0, Stability.DAY: 1, Stability.LONG: 1, Stability.READY: 1}
"""How many days before the treatment a drug may be made once the go is signed."""


class Making(StrEnum):
    """Whether a drug may be made now, and if not, what it waits for."""

    OK = "ok"
    NO_GO = "no_go"
    """Nobody signed a go for this day."""
    GO_OF_THE_DAY = "go_of_the_day"
    """Short-lived: the go must be given on the day itself."""
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class DayGo:
    """What is known of the go of a treatment day."""

    day: date
    decision: Decision | None
    """The newest one about it."""
    released: bool = False
    """The session has the status *go signed* or a later one: somebody saw the patient today."""


def may_make(stability: Stability, go: DayGo, now: datetime) -> Making:
    """Return whether a drug of a stability class may be made at a local moment.

    Class A is made after the go of the day: the go signed on the day of treatment, or the patient released on it. The
    others may be made from the day before, once a go for the day is signed.
    """
    signed = go.decision is not None and go.decision.is_go_for(go.day)
    if not signed and not go.released:
        return Making.NO_GO
    if now.date() < go.day - timedelta(days=DAYS_BEFORE[stability]):
        return Making.TOO_EARLY
    if stability is Stability.SHORT and not go.released:
        assert go.decision is not None
        return Making.OK if go.decision.at.date() == go.day else Making.GO_OF_THE_DAY
    return Making.OK

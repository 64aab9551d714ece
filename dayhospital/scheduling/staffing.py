"""How many nurses a day asks for against how many are on duty, quarter of an hour by quarter."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

from dayhospital.domain.board import BoardDay
from dayhospital.scheduling.load import START_MINUTES, loads, on_duty

BRIEFLY_MINUTES = 60
"""Short for so long in all is tight: moving a break or a start mends it. Our own measure, no guideline has one."""


class Cover(StrEnum):
    ENOUGH = "enough"
    TIGHT = "tight"
    """Short, but for :data:`BRIEFLY_MINUTES` at most in all."""
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Staffing:
    """The nurses of one day: on duty, asked for by what is booked, and where that is more."""

    day: date
    nurses: int
    """With a duty on that day."""
    asked: int
    """The most that starts and acuity ask for at one time (clinical reference 7.2)."""
    missing: int = 0
    """The most that are missing at one time."""
    short_minutes: int = 0
    """For how long in all somebody is missing."""
    worst: datetime | None = None
    """When most are missing, None when nobody is."""

    @property
    def cover(self) -> Cover:
        if not self.missing:
            return Cover.ENOUGH
        return Cover.TIGHT if self.nurses and self.short_minutes <= BRIEFLY_MINUTES else Cover.SHORT


def staffing(board: BoardDay) -> Staffing:
    """Return how the nurses on duty stand against the sessions of a day."""
    settings, found = board.settings, loads(board)
    starts, acuity = found.starts, found.acuity
    nurses = len({shift.nurse.id for shift in board.shifts})
    asked = missing = short = 0
    worst = None
    for index, (begun, carried) in enumerate(zip(starts.values, acuity.values, strict=True)):
        needed = max(ceil(begun / settings.starts_per_nurse), ceil(carried / settings.acuity_per_nurse))
        moment = starts.start + timedelta(minutes=index * START_MINUTES)
        lacking = needed - on_duty(board.shifts, moment)
        asked = max(asked, needed)
        if needed and lacking > 0:
            short += START_MINUTES
            if lacking > missing:
                missing, worst = lacking, moment
    return Staffing(board.day, nurses, asked, missing, short, worst)

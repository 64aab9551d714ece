"""Intervals of local time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dayhospital.errors import InvalidValue


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval of the unit's naive local time: ``start`` included, ``end`` not."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidValue(f"a span must end after it starts: {self.start} – {self.end}")

    @classmethod
    def lasting(cls, start: datetime, minutes: int) -> "Span":
        return cls(start, start + timedelta(minutes=minutes))

    @classmethod
    def on(cls, day: date, starts: time, ends: time) -> "Span":
        return cls(datetime.combine(day, starts), datetime.combine(day, ends))

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def day(self) -> date:
        return self.start.date()

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def shared_minutes(self, other: "Span") -> int:
        """Return the minutes both spans cover, 0 if they only touch."""
        return max(0, int((min(self.end, other.end) - max(self.start, other.start)).total_seconds() // 60))

    def moved_to(self, start: datetime) -> "Span":
        return Span(start, start + (self.end - self.start))


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a treatment day may fall: all three dates included."""

    earliest: date
    ideal: date
    latest: date

    def __post_init__(self) -> None:
        if not self.earliest <= self.ideal <= self.latest:
            raise InvalidValue(f"a window needs earliest ≤ ideal ≤ latest: {self}")

    def __contains__(self, day: date) -> bool:
        return self.earliest <= day <= self.latest

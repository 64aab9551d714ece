"""The roster: what kinds of duty and absence a unit has, and what a nurse does on a day."""

from dataclasses import dataclass
from datetime import date, time

from dayhospital.domain.span import Span
from dayhospital.errors import InvalidValue

LONGEST_SHORT = 3
"""Characters of a short name: as many as a cell of the month holds."""
MOST_KINDS = 9
"""One for each number key."""


@dataclass(frozen=True, slots=True)
class DutyKind:
    """A kind of duty with its hours and break, or of absence: then it has no hours."""

    short: str
    """What a cell of the roster shows: ``E``."""
    name: str
    starts: time | None = None
    ends: time | None = None
    pause_starts: time | None = None
    pause_ends: time | None = None

    def __post_init__(self) -> None:
        if not self.short.strip() or len(self.short) > LONGEST_SHORT or not self.name.strip():
            raise InvalidValue(f"A duty needs a name and a short name of at most {LONGEST_SHORT} letters.")
        if (self.starts is None) != (self.ends is None) or (self.pause_starts is None) != (self.pause_ends is None):
            raise InvalidValue(f"{self.name}: a time is missing. Write both, or neither.")
        if self.starts is None or self.ends is None:
            if self.pause_starts is not None:
                raise InvalidValue(f"{self.name}: an absence has no break.")
        elif self.ends <= self.starts:
            raise InvalidValue(f"{self.name}: the duty must end after it starts.")
        elif (
            self.pause_starts is not None
            and self.pause_ends is not None
            and not self.starts <= self.pause_starts < self.pause_ends <= self.ends
        ):
            raise InvalidValue(f"{self.name}: the break must lie inside the duty and end after it starts.")

    @property
    def absent(self) -> bool:
        return self.starts is None

    def duty(self, day: date) -> Span | None:
        """Return the duty on a day, None for an absence."""
        return None if self.starts is None or self.ends is None else Span.on(day, self.starts, self.ends)

    def pause(self, day: date) -> Span | None:
        """Return the break on a day, None without one."""
        if self.pause_starts is None or self.pause_ends is None:
            return None
        return Span.on(day, self.pause_starts, self.pause_ends)


DUTY_KINDS = (
    DutyKind("E", "Early", time(7, 15), time(15, 30), time(11, 45), time(12, 15)),
    DutyKind("D", "Day", time(8, 30), time(17, 0), time(12, 15), time(12, 45)),
    DutyKind("L", "Late", time(10, 0), time(18, 30), time(13, 30), time(14, 0)),
    DutyKind("V", "Leave"),
    DutyKind("T", "Training"),
    DutyKind("S", "Sick"),
)
"""What a unit begins with; each unit has its own list."""


def check_kinds(kinds: tuple[DutyKind, ...]) -> None:
    """Check that a list of kinds can serve a unit.

    Raises:
        InvalidValue: If it is empty, longer than the number keys, or two kinds cannot be told apart.
    """
    if not 1 <= len(kinds) <= MOST_KINDS:
        raise InvalidValue(f"A unit has 1 to {MOST_KINDS} kinds of duty and absence. Nothing was saved.")
    shorts = [kind.short.casefold() for kind in kinds]
    twice = next((kind.short for kind in kinds if shorts.count(kind.short.casefold()) > 1), None)
    if twice is not None:
        raise InvalidValue(f"Two kinds are called {twice}. Nothing was saved; give one another short name.")


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a nurse is not there on a day, in the words the unit's list had when it was entered."""

    short: str
    name: str


@dataclass(frozen=True, slots=True)
class RosterShift:
    """A duty in a cell of the roster, with the break and the chairs looked after."""

    duty: Span
    pause: Span | None = None
    chair_ids: frozenset[int] = frozenset()

    def on(self, day: date) -> "RosterShift":
        """Return the same hours on another day."""
        duty = self.duty.moved_to(self.duty.start + (day - self.duty.day))
        pause = None if self.pause is None else self.pause.moved_to(self.pause.start + (day - self.duty.day))
        return RosterShift(duty, pause, self.chair_ids)


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """What a cell of the roster holds: duties, an absence, or nothing."""

    shifts: tuple[RosterShift, ...] = ()
    absence: Absence | None = None

    def __post_init__(self) -> None:
        if self.shifts and self.absence is not None:
            raise InvalidValue("nobody is on duty and absent on one day")

    @property
    def empty(self) -> bool:
        return not self.shifts and self.absence is None

    def on(self, day: date) -> "RosterEntry":
        """Return the same on another day."""
        return RosterEntry(tuple(shift.on(day) for shift in self.shifts), self.absence)

    def kind_of(self, kinds: tuple[DutyKind, ...]) -> DutyKind | None:
        """Return the kind whose hours these are, None for hours of their own or nothing; breaks may be staggered."""
        if self.absence is not None:
            return next((kind for kind in kinds if kind.absent and kind.short == self.absence.short), None)
        if len(self.shifts) != 1:
            return None
        (shift,) = self.shifts
        day = shift.duty.day
        fits = [kind for kind in kinds if kind.duty(day) == shift.duty]
        return next((kind for kind in fits if kind.pause(day) == shift.pause), fits[0] if fits else None)


NOTHING = RosterEntry()


def entry_of(kind: DutyKind, day: date, chair_ids: frozenset[int]) -> RosterEntry:
    """Return what painting a kind makes of a day; an absence makes no duty."""
    duty = kind.duty(day)
    if duty is None:
        return RosterEntry(absence=Absence(kind.short, kind.name))
    return RosterEntry((RosterShift(duty, kind.pause(day), chair_ids),))


@dataclass(frozen=True, slots=True)
class RosterCell:
    """One nurse on one day, and what shall stand there."""

    nurse_id: int
    day: date
    entry: RosterEntry = NOTHING

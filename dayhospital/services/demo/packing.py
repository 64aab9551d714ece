"""Finds room in the demonstration hospital's days, from memory: which chair, which start.

The commands check every booking again against the database; this only makes good guesses fast. A chair's day is one
integer with a bit for every five minutes from opening on.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from dayhospital.domain.hospital import Chair, ChairKind, UnitSettings
from dayhospital.domain.span import Span

STEP = 5
"""Minutes to a bit."""
STARTS_PER_QUARTER = 4
"""How many sessions may begin in one quarter of an hour, so that the nurses keep up."""


@dataclass(frozen=True, slots=True)
class Room:
    """A chair and a start that were free."""

    chair_id: int
    span: Span


class Packer:
    """Remembers what is taken and finds room."""

    def __init__(self, settings: UnitSettings, chairs: Sequence[Chair]) -> None:
        self._settings = settings
        self._kinds: dict[ChairKind, list[Chair]] = defaultdict(list)
        for chair in chairs:
            self._kinds[chair.kind].append(chair)
        self._taken: dict[tuple[date, int], int] = defaultdict(int)
        self._patients: dict[tuple[date, int], list[Span]] = defaultdict(list)
        self._starts: dict[datetime, int] = defaultdict(int)

    def block(self, chair_id: int, span: Span) -> None:
        """Take a chair for no patient."""
        self._taken[span.day, chair_id] |= self._bits(span)

    def take(self, chair_id: int, span: Span, patient_id: int) -> None:
        """Note a booking."""
        self.block(chair_id, span)
        self._patients[span.day, patient_id].append(span)
        self._starts[_quarter(span.start)] += 1

    def free(self, chair_id: int, span: Span, patient_id: int) -> None:
        """Forget a booking."""
        self._taken[span.day, chair_id] &= ~self._bits(span)
        self._patients[span.day, patient_id].remove(span)
        self._starts[_quarter(span.start)] -= 1

    def find(
        self,
        day: date,
        minutes: int,
        kinds: Iterable[ChairKind],
        patient_id: int,
        *,
        random: Random,
        not_before: int = 0,
    ) -> Room | None:
        """Return room for so many minutes on a day, near a start the length suggests, or None.

        ``not_before`` is in minutes from opening.
        """
        hours = self._settings.hours(day)
        last = hours.minutes - minutes - (15 if minutes <= 60 else 40)
        if last < not_before:
            last = hours.minutes - minutes
        if last < not_before:
            return None
        wish = not_before if not_before else self._wish(minutes, random)
        starts = sorted(range(not_before - not_before % 15, last + 1, 15), key=lambda start: (abs(start - wish), start))
        for kind in kinds:
            chairs = self._kinds[kind][:]
            random.shuffle(chairs)
            for start in starts:
                span = Span.lasting(hours.start + timedelta(minutes=start), minutes)
                if room := self._room(chairs, span, patient_id):
                    return room
        return None

    def _room(self, chairs: Sequence[Chair], span: Span, patient_id: int) -> Room | None:
        if self._starts[_quarter(span.start)] >= STARTS_PER_QUARTER:
            return None
        if any(span.overlaps(other) for other in self._patients[span.day, patient_id]):
            return None
        bits = self._bits(span)
        for chair in chairs:
            if not self._taken[span.day, chair.id] & bits:
                return Room(chair.id, span)
        return None

    def _bits(self, span: Span) -> int:
        opening = self._settings.hours(span.day).start
        first = int((span.start - opening).total_seconds() // 60) // STEP
        count = -(-span.minutes // STEP)
        return ((1 << count) - 1) << max(first, 0)

    @staticmethod
    def _wish(minutes: int, random: Random) -> int:
        """Long sessions in the morning, short ones at any time."""
        if minutes >= 300:
            return random.choice((0, 15, 30, 60))
        if minutes >= 180:
            return random.choice((15, 45, 75, 105, 150, 270, 330))
        return random.choice((30, 60, 90, 120, 150, 195, 240, 285, 330, 375, 420, 465, 495))


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15)

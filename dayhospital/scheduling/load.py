"""How much a day asks of nurses and pharmacy, in bins on the board's time axis, against their limits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from dayhospital.domain.board import BoardDay, Demand, Treatment
from dayhospital.domain.hospital import Shift
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Span

START_MINUTES = 15
LOAD_MINUTES = 15
PHARMACY_MINUTES = 30
INJECTION_STARTS = 0.5
"""An injection takes half a start: a nurse starts two in the time of one infusion (clinical reference 7.2)."""
READY_BEFORE_MINUTES = 15
"""A preparation is ready this long before the first drug starts, as on the pharmacy's list."""

Weight = Callable[[Demand, int], tuple[int, int, float]]
"""Returns from when to when, in minutes from its start, a session of so many minutes asks how much."""


@dataclass(frozen=True, slots=True)
class Load:
    """One load: ``values`` against ``limits`` in bins of ``minutes`` from ``start`` on; a limit of 0 is no limit."""

    start: datetime
    minutes: int
    values: tuple[float, ...]
    limits: tuple[float, ...]
    weigh: Weight
    needs_nurses: bool
    """Whether the limit comes from the roster: without a roster there is none."""

    def added(self, treatment: Treatment, span: Span) -> tuple[float, ...]:
        """Return what a placement would add to each bin."""
        first, after, weight = self._asked(treatment, span)
        return (0.0,) * first + (weight,) * (after - first) + (0.0,) * (len(self.values) - after)

    def effect(self, treatment: Treatment, span: Span) -> tuple[float, list[tuple[float, float]]]:
        """Return what a placement adds, and value and limit of each bin it adds it to."""
        first, after, weight = self._asked(treatment, span)
        return weight, list(zip(self.values[first:after], self.limits[first:after], strict=True))

    def _asked(self, treatment: Treatment, span: Span) -> "_Asked":
        offset = _between(self.start, span.start)
        return _asked(self.weigh, treatment.demand, offset, span.minutes, self.minutes, len(self.values))

    @property
    def bins(self) -> tuple[tuple[float, float], ...]:
        return tuple(zip(self.values, self.limits, strict=True))


def _start(demand: Demand, _minutes: int) -> tuple[int, int, float]:
    return 0, 1, INJECTION_STARTS if demand.injected else 1.0


def _acuity(demand: Demand, minutes: int) -> tuple[int, int, float]:
    return 0, minutes, float(demand.acuity)


def _ready(demand: Demand, _minutes: int) -> tuple[int, int, float]:
    ready = demand.first_drug_minute - READY_BEFORE_MINUTES
    return ready, ready + 1, float(demand.preparations)


@dataclass(frozen=True, slots=True)
class Loads:
    """The three loads of a day."""

    starts: Load
    """Starts per quarter of an hour, against what the nurses on duty can take."""
    acuity: Load
    """Acuity in the chairs, against what the nurses on duty can carry."""
    pharmacy: Load
    """Preparations by the half hour they must be ready, against what the pharmacy can make."""


_KINDS: tuple[tuple[int, Weight], ...] = ((START_MINUTES, _start), (LOAD_MINUTES, _acuity), (PHARMACY_MINUTES, _ready))


_Asked = tuple[int, int, float]
"""The first of the bins something is asked in, the one after the last, and how much."""


def reach(treatment: Treatment) -> timedelta:
    """Return how far from a placement a session may lie and still share a bin of any load with it.

    A preparation counts when it is ready, which is up to :data:`READY_BEFORE_MINUTES` before the session it is for.
    """
    pharmacy = PHARMACY_MINUTES + READY_BEFORE_MINUTES if treatment.demand.preparations else 0
    return timedelta(minutes=max(START_MINUTES, LOAD_MINUTES, pharmacy))


def loads(board: BoardDay, ignore_session: int | None = None) -> Loads:
    """Return the loads of a day, without one session."""
    settings, hours = board.settings, board.hours
    # What must be ready before opening has a bin too.
    firsts = [hours.start - timedelta(minutes=minutes) for minutes, _ in _KINDS]
    counts = [_between(start, hours.end) // minutes + 1 for start, (minutes, _) in zip(firsts, _KINDS, strict=True)]
    steps = [[0.0] * (count + 1) for count in counts]
    shape = tuple(counts)
    for session in board.sessions:
        if session.status not in NOT_LIVE and session.id != ignore_session:
            span = session.span
            opening, length = _between(hours.start, span.start), _between(span.start, span.end)
            asked = _asked_of_all(session.treatment.demand, opening, length, shape)
            for step, (first, after, weight) in zip(steps, asked, strict=True):
                step[first] += weight
                step[after] -= weight
    on_duty_then = _on_duty(board.shifts, firsts[0], START_MINUTES, counts[0])
    limits = (
        tuple([float(count * settings.starts_per_nurse) for count in on_duty_then]),
        tuple([float(count * settings.acuity_per_nurse) for count in on_duty_then]),
        (float(settings.pharmacy_per_half_hour),) * counts[2],
    )
    return Loads(
        *(
            Load(start, minutes, tuple(accumulate(step[:-1])), limit, weigh, weigh is not _ready)
            for start, step, (minutes, weigh), limit in zip(firsts, steps, _KINDS, limits, strict=True)
        )
    )


@lru_cache(maxsize=4096)
def _asked_of_all(demand: Demand, opening: int, length: int, counts: tuple[int, ...]) -> tuple[_Asked, ...]:
    """Return what a session of ``length`` minutes asks of each load, ``opening`` minutes after the unit opens."""
    return tuple(
        [
            _asked(weigh, demand, opening + minutes, length, minutes, count)
            for (minutes, weigh), count in zip(_KINDS, counts, strict=True)
        ]
    )


def _asked(weigh: Weight, demand: Demand, offset: int, length: int, minutes: int, count: int) -> _Asked:
    begins, ends, weight = weigh(demand, length)
    first, after = (offset + begins) // minutes, (offset + ends - 1) // minutes + 1
    return min(max(first, 0), count), min(max(after, 0), count), weight


def _between(start: datetime, end: datetime) -> int:
    """Return the whole minutes from one moment to another, below zero if it is earlier."""
    length = end - start
    return length.days * 1440 + length.seconds // 60


def _on_duty(shifts: tuple[Shift, ...], start: datetime, minutes: int, count: int) -> list[int]:
    """Return how many nurses are on duty when each bin begins, as :func:`on_duty` counts them."""
    steps = [0] * (count + 1)
    for shift in shifts:
        for span, change in ((shift.duty, 1), (shift.pause, -1)):
            if span is not None:
                for moment, step in ((span.start, change), (span.end, -change)):
                    first_after = -(_between(moment, start) // minutes)
                    steps[min(max(first_after, 0), count)] += step
    return list(accumulate(steps[:-1]))


def on_duty(shifts: tuple[Shift, ...], moment: datetime) -> int:
    """Return how many nurses are on duty and not at their break."""
    return sum(
        shift.duty.start <= moment < shift.duty.end
        and not (shift.pause is not None and shift.pause.start <= moment < shift.pause.end)
        for shift in shifts
    )

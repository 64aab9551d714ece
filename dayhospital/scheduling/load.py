"""How much a day asks of nurses and pharmacy, in bins on the board's time axis, against their limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from dayhospital.domain.board import BoardDay, Treatment
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

Weight = Callable[[Treatment, int], tuple[int, int, float]]
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
        bins = [0.0] * len(self.values)
        _add(bins, self.minutes, _between(self.start, span.start), self.weigh(treatment, span.minutes))
        return tuple(bins)

    def effect(self, treatment: Treatment, span: Span) -> Iterator[tuple[float, float, float]]:
        """Yield value, limit and what a placement adds, for each bin."""
        return zip(self.values, self.limits, self.added(treatment, span), strict=True)

    @property
    def bins(self) -> tuple[tuple[float, float], ...]:
        return tuple(zip(self.values, self.limits, strict=True))


def _start(treatment: Treatment, _minutes: int) -> tuple[int, int, float]:
    return 0, 1, INJECTION_STARTS if treatment.injected else 1.0


def _acuity(treatment: Treatment, minutes: int) -> tuple[int, int, float]:
    return 0, minutes, float(treatment.acuity)


def _ready(treatment: Treatment, _minutes: int) -> tuple[int, int, float]:
    ready = treatment.first_drug_minute - READY_BEFORE_MINUTES
    return ready, ready + 1, float(treatment.preparations)


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


def loads(board: BoardDay, ignore_session: int | None = None) -> Loads:
    """Return the loads of a day, without one session."""
    settings, hours = board.settings, board.hours
    # What must be ready before opening has a bin too.
    firsts = [hours.start - timedelta(minutes=minutes) for minutes, _ in _KINDS]
    counts = [_between(start, hours.end) // minutes + 1 for start, (minutes, _) in zip(firsts, _KINDS, strict=True)]
    values = [[0.0] * count for count in counts]
    kinds = [(bins, minutes, weigh) for bins, (minutes, weigh) in zip(values, _KINDS, strict=True)]
    for session in board.sessions:
        if session.status not in NOT_LIVE and session.id != ignore_session:
            treatment, span = session.treatment, session.span
            opening, length = _between(hours.start, span.start), _between(span.start, span.end)
            for bins, minutes, weigh in kinds:
                _add(bins, minutes, opening + minutes, weigh(treatment, length))
    on_duty_then = _on_duty(board.shifts, firsts[0], START_MINUTES, counts[0])
    limits = (
        tuple([float(count * settings.starts_per_nurse) for count in on_duty_then]),
        tuple([float(count * settings.acuity_per_nurse) for count in on_duty_then]),
        (float(settings.pharmacy_per_half_hour),) * counts[2],
    )
    return Loads(
        *(
            Load(start, minutes, tuple(bins), limit, weigh, weigh is not _ready)
            for start, (bins, minutes, weigh), limit in zip(firsts, kinds, limits, strict=True)
        )
    )


def _add(bins: list[float], minutes: int, offset: int, asked: tuple[int, int, float]) -> None:
    """Add what is asked by something that begins so many minutes after the first bin."""
    begins, ends, weight = asked
    first, last = (offset + begins) // minutes, (offset + ends - 1) // minutes
    for index in range(max(first, 0), min(last, len(bins) - 1) + 1):
        bins[index] += weight


def _between(start: datetime, end: datetime) -> int:
    """Return the whole minutes from one moment to another, below zero if it is earlier."""
    length = end - start
    return length.days * 1440 + length.seconds // 60


@lru_cache(maxsize=64)
def _on_duty(shifts: tuple[Shift, ...], start: datetime, minutes: int, count: int) -> tuple[int, ...]:
    """Return how many nurses are on duty in each bin; the roster of a day is asked for with every placement."""
    return tuple([on_duty(shifts, start + timedelta(minutes=minutes * index)) for index in range(count)])


def on_duty(shifts: tuple[Shift, ...], moment: datetime) -> int:
    """Return how many nurses are on duty and not at their break."""
    return sum(
        shift.duty.start <= moment < shift.duty.end
        and not (shift.pause is not None and shift.pause.start <= moment < shift.pause.end)
        for shift in shifts
    )

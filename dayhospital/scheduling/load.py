"""How much a day asks of nurses and pharmacy, in bins on the board's time axis, against their limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from dayhospital.domain.board import BoardDay, BoardSession, Treatment
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
        _add(bins, self.start, self.minutes, span, self.weigh(treatment, span.minutes))
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


def nurse_starts(board: BoardDay, ignore_session: int | None = None) -> Load:
    """Return the starts per quarter of an hour against what the nurses on duty can take."""
    per_nurse = board.settings.starts_per_nurse
    return _load(board, START_MINUTES, _start, lambda on_duty: on_duty * per_nurse, ignore_session)


def nurse_load(board: BoardDay, ignore_session: int | None = None) -> Load:
    """Return the acuity in the chairs against what the nurses on duty can carry."""
    per_nurse = board.settings.acuity_per_nurse
    return _load(board, LOAD_MINUTES, _acuity, lambda on_duty: on_duty * per_nurse, ignore_session)


def pharmacy_load(board: BoardDay, ignore_session: int | None = None) -> Load:
    """Return the preparations by the half hour they must be ready, against what the pharmacy can make."""
    limit = board.settings.pharmacy_per_half_hour
    return _load(board, PHARMACY_MINUTES, _ready, lambda _on_duty: limit, ignore_session, nurses=False)


def _load(
    board: BoardDay,
    minutes: int,
    weigh: Weight,
    limit: Callable[[int], float],
    ignore_session: int | None,
    *,
    nurses: bool = True,
) -> Load:
    hours = board.hours
    start = hours.start - timedelta(minutes=minutes)  # what must be ready before opening has a bin too
    count = int((hours.end - start) // timedelta(minutes=minutes)) + 1
    values = [0.0] * count
    for session in board.sessions:
        if _counts(session, ignore_session):
            _add(values, start, minutes, session.span, weigh(session.treatment, session.span.minutes))
    roster = board.shifts if nurses else ()
    limits = tuple([float(limit(nurses_then)) for nurses_then in _on_duty(roster, start, minutes, count)])
    return Load(start, minutes, tuple(values), limits, weigh, nurses)


def _counts(session: BoardSession, ignore_session: int | None) -> bool:
    return session.status not in NOT_LIVE and session.id != ignore_session


def _add(bins: list[float], start: datetime, minutes: int, span: Span, asked: tuple[int, int, float]) -> None:
    begins, ends, weight = asked
    before = span.start - start
    offset = before.days * 1440 + before.seconds // 60
    for index in range(max(0, (offset + begins) // minutes), min(len(bins) - 1, (offset + ends - 1) // minutes) + 1):
        bins[index] += weight


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

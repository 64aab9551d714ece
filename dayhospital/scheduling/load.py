"""How much a day asks of nurses and pharmacy, in bins on the board's time axis, against their limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dayhospital.domain.board import BoardDay, BoardSession, Treatment
from dayhospital.domain.course import SegmentKind
from dayhospital.domain.hospital import Shift
from dayhospital.domain.regimen import Place, Route
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Span

START_MINUTES = 15
LOAD_MINUTES = 15
PHARMACY_MINUTES = 30
INJECTION_STARTS = 0.5
"""An injection takes half a start: a nurse starts two in the time of one infusion (clinical reference 7.2)."""
READY_BEFORE_MINUTES = 15
"""A preparation is ready this long before the first drug starts, as on the pharmacy's list."""

Weight = Callable[[Treatment, Span], Iterator[tuple[datetime, datetime, float]]]
"""Yields from when to when a placement asks how much."""


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
        _add(bins, self.start, self.minutes, self.weigh(treatment, span))
        return tuple(bins)

    def effect(self, treatment: Treatment, span: Span) -> Iterator[tuple[float, float, float]]:
        """Yield value, limit and what a placement adds, for each bin."""
        return zip(self.values, self.limits, self.added(treatment, span), strict=True)

    @property
    def bins(self) -> tuple[tuple[float, float], ...]:
        return tuple(zip(self.values, self.limits, strict=True))


def is_injection(treatment: Treatment) -> bool:
    """Return whether everything given in the building is injected."""
    routes = [dose.route for dose in treatment.doses if dose.place is not Place.HOME]
    return bool(routes) and all(route in {Route.SC, Route.IM} for route in routes)


def preparations(treatment: Treatment) -> int:
    """Return how many preparations the pharmacy makes for a treatment: one for each drug that is infused."""
    return sum(dose.route == Route.IV for dose in treatment.doses if dose.place is not Place.HOME)


def _start(treatment: Treatment, span: Span) -> Iterator[tuple[datetime, datetime, float]]:
    weight = INJECTION_STARTS if is_injection(treatment) else 1.0
    yield span.start, span.start + timedelta(minutes=1), weight


def _acuity(treatment: Treatment, span: Span) -> Iterator[tuple[datetime, datetime, float]]:
    yield span.start, span.end, float(treatment.acuity)


def _ready(treatment: Treatment, span: Span) -> Iterator[tuple[datetime, datetime, float]]:
    first = next((part.start for part in treatment.segments if part.kind is SegmentKind.DRUG), 0)  # they are in order
    ready = span.start + timedelta(minutes=first - READY_BEFORE_MINUTES)
    count = preparations(treatment)
    if count:
        yield ready, ready + timedelta(minutes=1), float(count)


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
            _add(values, start, minutes, weigh(session.treatment, session.span))
    roster = board.shifts if nurses else ()
    limits = tuple(
        [float(limit(on_duty(roster, start + timedelta(minutes=minutes * index)))) for index in range(count)]
        if roster
        else [float(limit(0))] * count
    )
    return Load(start, minutes, tuple(values), limits, weigh, nurses)


def _counts(session: BoardSession, ignore_session: int | None) -> bool:
    return session.status not in NOT_LIVE and session.id != ignore_session


def _add(bins: list[float], start: datetime, minutes: int, spans: Iterator[tuple[datetime, datetime, float]]) -> None:
    for begins, ends, weight in spans:
        first = _minutes(begins - start) // minutes
        last = (-_minutes(start - ends) - 1) // minutes
        for index in range(max(0, first), min(len(bins) - 1, last) + 1):
            bins[index] += weight


def _minutes(length: timedelta) -> int:
    """Return the whole minutes, rounded down: whole numbers cost a quarter of dividing one timedelta by another."""
    return length.days * 1440 + length.seconds // 60


def on_duty(shifts: tuple[Shift, ...], moment: datetime) -> int:
    """Return how many nurses are on duty and not at their break."""
    return sum(
        shift.duty.start <= moment < shift.duty.end
        and not (shift.pause is not None and shift.pause.start <= moment < shift.pause.end)
        for shift in shifts
    )

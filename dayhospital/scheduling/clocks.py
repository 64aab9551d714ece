"""The clocks of a regimen: on which ideal dates each phase has something to give."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import DAILY, rrule

from dayhospital.domain.regimen import Group, Phase, PhaseOrder, Regimen, Setting
from dayhospital.domain.span import Window

HORIZON_DAYS = 168
"""Open-ended phases are planned as far as the cycles that begin within 24 weeks of the start of the course."""
LONGEST_SINGLE_ACT = 7
"""Supportive acts on a clock of at most that many days (transfusion, iron: as ordered) are planned once unless told."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One treatment day of one phase: cycle and day count within the phase, from 1."""

    phase: int
    cycle: int
    day: int
    window: Window
    provisional: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """One phase laid out in time: its cycles begin on ``starts``."""

    phase: int
    starts: tuple[date, ...]
    cycle_days: int
    provisional: bool

    @property
    def end(self) -> date:
        return self.starts[-1] + timedelta(self.cycle_days)


def _cycle_count(phase: Phase, fixed: int | None, group: Group, days_left: int) -> int:
    """Return how many cycles to plan: as ordered or fixed, or up to the horizon and at least one."""
    if fixed is not None:
        return fixed
    if group is Group.SUPPORTIVE and phase.cycle_days <= LONGEST_SINGLE_ACT:
        return 1
    return max(1, -(-days_left // phase.cycle_days))


def clocks(regimen: Regimen, setting: Setting, start: date, cycles: int | None, horizon_days: int) -> tuple[Clock, ...]:
    """Lay the phases out one after the other, parallel ones from the start of the course.

    ``cycles`` is the number ordered for open-ended phases, and for the only phase of a one-phase regimen.
    """
    found: list[Clock] = []
    begin, provisional = start, False
    for index, phase in enumerate(regimen.phases):
        parallel = index > 0 and phase.order is PhaseOrder.PARALLEL
        if found and not parallel:
            begin, provisional = found[-1].end, found[-1].provisional
        elif parallel:
            begin, provisional = start, False
        begin += timedelta(phase.pause_days)
        provisional = provisional or phase.pause_days > 0
        fixed = phase.cycles_in(setting)
        if cycles is not None and (fixed is None or len(regimen.phases) == 1):
            fixed = cycles
        count = _cycle_count(phase, fixed, regimen.group, horizon_days - (begin - start).days)
        rule = rrule(DAILY, interval=phase.cycle_days, count=count, dtstart=datetime.combine(begin, time()))
        found.append(Clock(index, tuple(moment.date() for moment in rule), phase.cycle_days, provisional))
    return tuple(found)


def slots(regimen: Regimen, found: Sequence[Clock]) -> tuple[Slot, ...]:
    """Return every treatment day of every clock with its window, by ideal date."""
    return tuple(
        sorted(
            (
                Slot(clock.phase, cycle, day, _window(regimen.phases[clock.phase], begin, day), clock.provisional)
                for clock in found
                for cycle, begin in enumerate(clock.starts, 1)
                for day in regimen.phases[clock.phase].days(cycle)
            ),
            key=lambda slot: (slot.window.ideal, slot.phase),
        )
    )


def _window(phase: Phase, begin: date, day: int) -> Window:
    ideal = begin + timedelta(day - 1)
    tolerance = phase.tolerance_on(day)
    return Window(ideal - timedelta(tolerance.early), ideal, ideal + timedelta(tolerance.late))


class Leading:
    """The clock a course is named by.

    Among clocks that run together it is the one with most treatment days a cycle, the first of equals; phases in
    sequence go on counting, so that ``C5D1`` is the first day of the second phase after four cycles of the first.
    """

    def __init__(self, regimen: Regimen, found: Sequence[Clock]) -> None:
        together = [i for i, phase in enumerate(regimen.phases) if i == 0 or phase.order is PhaseOrder.PARALLEL]
        lead = max(together, key=lambda i: (len(regimen.phases[i].days(2)), -i))
        self.phases = frozenset({lead, *(i for i in range(len(regimen.phases)) if i not in together)})
        self._clocks: list[tuple[Clock, int]] = []
        before = 0
        for clock in found:
            if clock.phase in self.phases:
                self._clocks.append((clock, before))
                before += len(clock.starts)
        self._used: Counter[tuple[int, int]] = Counter()

    def position(self, day: date) -> tuple[int, int]:
        """Return cycle and day of the leading clock on a date."""
        running = [pair for pair in self._clocks if pair[0].starts[0] <= day] or self._clocks[:1]
        clock, before = running[-1]
        cycles, rest = divmod((day - clock.starts[0]).days, clock.cycle_days)
        return before + cycles + 1, rest + 1

    def label(self, cycle: int, day: int) -> str:
        """Return ``C3D8``, with a letter behind it when two clocks could not meet on one day."""
        self._used[cycle, day] += 1
        twice = self._used[cycle, day] - 1
        return f"C{cycle}D{day}" + ("" if not twice else chr(ord("a") + twice))

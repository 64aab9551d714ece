"""Every treatment day of a course: ideal dates by the clocks of the regimen, moved off closed days by rule."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from dayhospital.domain.course import PlannedDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import PhaseOrder, Regimen, Setting
from dayhospital.domain.span import Window
from dayhospital.errors import InvalidValue
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.clocks import HORIZON_DAYS, Leading, Slot, clocks, slots
from dayhospital.scheduling.course_doses import Draft, DrugLookup, Mark, dress
from dayhospital.scheduling.placing import Placer


def plan_course(
    regimen: Regimen,
    setting: Setting,
    start: date,
    calendar: WorkingCalendar,
    policy: ObservationPolicy,
    drug_lookup: DrugLookup,
    cycles: int | None = None,
    horizon_days: int = HORIZON_DAYS,
) -> tuple[PlannedDay, ...]:
    """Return every treatment day of a course, by planned date.

    ``start`` is the ideal date of the first day. ``cycles`` is the number ordered for open-ended phases (and for the
    only phase of a one-phase regimen); without it an open-ended phase is planned as far as the cycles that begin
    within ``horizon_days`` of the start, at least one.

    Ideal dates never drift: a day moved off a closed day leaves the later ideal dates where they are. A day is moved
    inside its window only, by the rules of :class:`Placer`; one that finds no place carries the warning
    ``no-open-day-in-window``. Days of parallel clocks on one date are one session.
    """
    if cycles is not None and cycles < 1:
        raise InvalidValue("A course has at least one cycle. Nothing was planned. Give a number of 1 or more.")
    found = clocks(regimen, setting, start, cycles, horizon_days)
    leading = Leading(regimen, found)
    placed = _meet(
        _placed(map(_draft, slots(regimen, found)), Placer(regimen, calendar, drug_lookup), leading), leading
    )
    return dress(regimen, [_labelled(draft, leading) for draft in placed], policy, drug_lookup)


def _draft(slot: Slot) -> Draft:
    """Return a day without date and name yet."""
    mark = Mark(slot.phase, slot.cycle, slot.day)
    return Draft("", 0, 0, slot.phase, slot.window, slot.window.ideal, (mark,), slot.provisional)


def _placed(drafts: Iterable[Draft], placer: Placer, leading: Leading) -> list[Draft]:
    """Give every draft its date; those of one ideal date go together if any day suits them all."""
    placed: list[Draft] = []
    for _, same_date in groupby(drafts, key=lambda draft: draft.window.ideal):
        alone = list(same_date)
        together = _merged(alone, leading) if len(alone) > 1 else None
        if together and placer.find(together):
            alone = [together]
        placed.extend(placer.place(draft) for draft in alone)
    return placed


def _meet(drafts: Iterable[Draft], leading: Leading) -> list[Draft]:
    """Merge days of different clocks that were moved to one date, if the windows of all allow it."""
    result: list[Draft] = []
    for planned, same_date in groupby(sorted(drafts, key=lambda draft: draft.planned), key=lambda draft: draft.planned):
        alone = list(same_date)
        together = _merged(alone, leading) if len(alone) > 1 else None
        if together and planned in together.window:
            alone = [together]
        result.extend(alone)
    return result


def _merged(drafts: Sequence[Draft], leading: Leading) -> Draft | None:
    """Return one session for several clocks, inside all their windows; None when the windows share no day."""
    first = min(drafts, key=lambda draft: (draft.phase not in leading.phases, draft.phase))
    earliest = max(draft.window.earliest for draft in drafts)
    latest = min(draft.window.latest for draft in drafts)
    if earliest > latest:
        return None
    return replace(
        first,
        window=Window(earliest, min(max(first.window.ideal, earliest), latest), latest),
        marks=tuple(mark for draft in drafts for mark in draft.marks),
        provisional=any(draft.provisional for draft in drafts),
        findings=tuple(dict.fromkeys(finding for draft in drafts for finding in draft.findings)),
    )


def _labelled(draft: Draft, leading: Leading) -> Draft:
    cycle, day = leading.position(draft.window.ideal)
    return replace(draft, cycle=cycle, day=day, label=leading.label(cycle, day))


def replan(
    days: Sequence[PlannedDay],
    index: int,
    to: date,
    regimen: Regimen,
    calendar: WorkingCalendar,
    policy: ObservationPolicy,
    drug_lookup: DrugLookup,
    *,
    shift_following: bool = True,
    keep: Collection[int] = (),
) -> tuple[PlannedDay, ...]:
    """Move one treatment day and, if asked, what follows it; return all days, in the order they came.

    With ``shift_following`` the clock itself moves by ``to`` less the ideal date: the day, the later days of the same
    phase and of the phases after it get new windows, so that the distance between doses is kept. Clocks that share a
    later session move together. Without it only this day moves and keeps its window; outside of it the day carries
    the warning ``outside-window``, and a dose that comes too soon after another the warning ``too-close``.
    Indices in ``keep`` (given, omitted or fixed days) stay as they are. Doses are counted again, so that a gap that
    asks for a new loading dose gets it. ``to`` is taken as it is, even on a closed day.
    """
    drafts = {i: Draft.of(day) for i, day in enumerate(days)}
    moved = drafts[index]
    shift = to - moved.window.ideal
    following = _following(drafts, index, regimen, keep) if shift_following else frozenset[int]()
    for i in following | ({index} if shift_following else set()):
        drafts[i] = replace(drafts[i], window=_shifted(drafts[i].window, shift))
    drafts[index] = replace(drafts[index], planned=to, findings=_outside(drafts[index].window, to))
    placer = Placer(regimen, calendar, drug_lookup)
    for i in sorted(drafts, key=lambda i: drafts[i].window.ideal if i in following else drafts[i].planned):
        if i in following:
            drafts[i] = placer.place(replace(drafts[i], findings=()))
        else:
            drafts[i] = placer.keep(drafts[i], check=i not in keep and drafts[i].planned >= moved.planned)
    order = {draft.label: i for i, draft in drafts.items()}
    return tuple(sorted(dress(regimen, drafts.values(), policy, drug_lookup), key=lambda day: order[day.label]))


def _following(drafts: dict[int, Draft], index: int, regimen: Regimen, keep: Collection[int]) -> frozenset[int]:
    """Return the indices of the days that move with a day."""
    ideal = drafts[index].window.ideal
    later = {i: {m.phase for m in d.marks} for i, d in drafts.items() if d.window.ideal > ideal and i not in keep}
    moving = {mark.phase for mark in drafts[index].marks}
    before: set[int] = set()
    while moving != before:
        before = set(moving)
        moving.update(
            i for i, phase in enumerate(regimen.phases) if phase.order is PhaseOrder.SEQUENCE and i - 1 in before
        )
        moving.update(phase for phases in later.values() if phases & before for phase in phases)
    return frozenset(i for i, phases in later.items() if phases & moving)


def _shifted(window: Window, by: timedelta) -> Window:
    return Window(window.earliest + by, window.ideal + by, window.latest + by)


def _outside(window: Window, day: date) -> tuple[Finding, ...]:
    if day in window:
        return ()
    facts = {"earliest": window.earliest, "latest": window.latest, "planned": day}
    return (Finding(Severity.WARNING, "outside-window", facts=facts),)

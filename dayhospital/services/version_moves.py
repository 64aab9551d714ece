"""What moving a course to another version of its regimen would do, worked out before anything is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from dayhospital.domain.board import BoardSession
from dayhospital.domain.course import CourseState, DayState, PlannedDay
from dayhospital.domain.findings import Finding, Severity, warnings
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.session import PLANNED
from dayhospital.domain.span import Span, Window
from dayhospital.errors import InvalidValue
from dayhospital.queries import board, unit
from dayhospital.scheduling.calendar import WorkingCalendar, place_in_window
from dayhospital.scheduling.course_dates import replan
from dayhospital.services import checks
from dayhospital.services.plans import calendar_around, planned_course, stored_days
from dayhospital.services.status import live_session
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library
    from dayhospital.clock import Clock

Stored = Sequence[tuple[Any, PlannedDay]]


@dataclass(frozen=True, slots=True)
class SessionMove:
    """A booked session of a day that is planned anew."""

    session: BoardSession
    old: PlannedDay
    new: PlannedDay | None
    """None when the version has the day no more, or gives it without a chair: the session is cancelled."""
    span: Span
    """Where it goes: the same chair and time of day, as long as the version asks."""
    fits: bool = True
    """Whether its chair is free for that; if not it goes to the pinboard."""
    warned: tuple[Finding, ...] = ()
    """Limits passed by a longer stay in its place."""

    @property
    def other_day(self) -> bool:
        return self.span.day != self.session.span.day

    def findings(self) -> Iterator[Finding]:
        """Yield what happens to the session, one sentence for each thing."""
        label, day = self.old.label, self.session.span.day
        facts: dict[str, object] = {"label": label, "day": day}
        if self.new is None:
            yield Finding(Severity.WARNING, "version-session-cancelled", facts=facts)
            return
        before, after = self.session.span.minutes, self.span.minutes
        if self.other_day:
            yield Finding(Severity.NOTE, "version-session-moves", facts={**facts, "to": self.span.day})
        if before != after:
            yield Finding(Severity.NOTE, "version-session-length", facts={**facts, "before": before, "after": after})
        if not self.fits:
            to = {"label": label, "day": self.span.day, "start": self.span.start, "end": self.span.end}
            yield Finding(Severity.WARNING, "version-session-pinned", facts=to)
        if after < self.new.time.chair_minutes > self.old.time.chair_minutes:
            needed = {"minutes": after, "needed": self.new.time.chair_minutes}
            yield Finding(Severity.WARNING, "shorter-than-regimen", facts=needed)
        yield from self.warned


@dataclass(frozen=True, slots=True)
class VersionMove:
    """A course and its days by another version of its regimen."""

    course: Any
    regimen: Regimen
    stored: Stored
    open_days: frozenset[int]
    """Places of the days that are planned anew."""
    plans: dict[str, PlannedDay]
    """The days to come by label, those the version brings among them."""
    sessions: tuple[SessionMove, ...]
    """By day."""

    @property
    def changed(self) -> dict[int, PlannedDay]:
        """The days of the course that the version has too, by place."""
        return {place: self.plans[day.label] for place, (_, day) in enumerate(self.stored) if day.label in self.plans}

    @property
    def added(self) -> tuple[PlannedDay, ...]:
        known = {day.label for _, day in self.stored}
        return tuple(day for day in self.plans.values() if day.label not in known)

    def findings(self) -> tuple[Finding, ...]:
        """Return everything that happens, by day: dates that move, what the new plan finds, booked sessions."""
        found: list[Finding] = []
        booked = {move.old.label: move for move in self.sessions}
        for place in sorted(self.open_days):
            old, new = self.stored[place][1], self.changed.get(place)
            if new is not None:
                if new.planned != old.planned and old.label not in booked:
                    facts = {"label": old.label, "day": old.planned, "to": new.planned}
                    found.append(Finding(Severity.NOTE, "version-day-moves", facts=facts))
                found += [finding for finding in new.findings if finding not in old.findings]
            elif old.label not in booked:
                facts = {"label": old.label, "day": old.planned}
                found.append(Finding(Severity.NOTE, "version-day-left-out", facts=facts))
            if old.label in booked:
                found += booked[old.label].findings()
        found += [
            Finding(Severity.NOTE, "version-day-added", facts={"label": day.label, "day": day.planned})
            for day in self.added
        ]
        return tuple(dict.fromkeys(found))


def preview_move(
    connection: Connection, library: "Library", clock: "Clock", course_id: int, number: int
) -> tuple[Finding, ...]:
    """Return what moving a course to a version would do; nothing is written.

    Raises:
        InvalidValue, NotFound: If the course cannot be moved to that version.
    """
    return plan_move(UnitOfWork(connection, clock, "", library), course_id, number).findings()


def plan_move(work: UnitOfWork, course_id: int, number: int) -> VersionMove:
    """Work out a move to a version.

    Raises:
        InvalidValue, NotFound: If the course cannot be moved to that version.
    """
    course = work.one(tables.courses, course_id)
    regimen = work.library.get(course["regimen_id"], number)
    stored = stored_days(work, course_id)
    open_days = frozenset(place for place, (row, _) in enumerate(stored) if _is_open(work, row))
    _require(course, regimen, number, open_days)
    plans = _replanned(work, course, regimen, stored, open_days)
    move = VersionMove(course, regimen, stored, open_days, plans, ())
    return replace(move, sessions=_sessions(work, move))


def _is_open(work: UnitOfWork, row: Any) -> bool:
    """Whether a day is planned anew: still due, not behind us, not begun or fixed."""
    if row.state is not DayState.DUE or row.planned < work.clock.today():
        return False
    held = live_session(work, row.id)
    return held is None or (held.status in PLANNED and not held.fixed)


def _require(course: Any, regimen: Regimen, number: int, open_days: frozenset[int]) -> None:
    if course["state"] is not CourseState.ACTIVE or not open_days:
        raise InvalidValue("No treatment day of this course is left to plan. Nothing was changed.")
    if course["regimen_version"] == number:
        raise InvalidValue(f"This course has version {number} already. Nothing was changed.")
    if course["setting"] not in regimen.settings:
        raise InvalidValue(
            f"Version {number} of {regimen.name} is not given in the setting of this course. Nothing was changed."
        )


# --- days


def _whole(work: UnitOfWork, course: Any, regimen: Regimen, stored: Stored, delay: timedelta) -> dict[str, PlannedDay]:
    """Return every day of the course by a version, by label, for a start so much later."""
    setting, cycles = course["setting"], course["cycles"]
    if cycles is None and any(phase.cycles_in(setting) is None for phase in regimen.phases):
        open_ended = {place for place, phase in enumerate(regimen.phases) if phase.cycles_in(setting) is None}
        doses = [dose for _, day in stored for dose in day.doses]
        cycles = max((dose.cycle for dose in doses if dose.phase in open_ended), default=None)
    return {day.label: day for day in planned_course(work, regimen, setting, course["start"] + delay, cycles)}


def _shifts(
    before: dict[str, PlannedDay], after: dict[str, PlannedDay], behind: Sequence[PlannedDay]
) -> dict[str, timedelta]:
    """Return by label how much later the version has a day, counted from the last day behind that both have."""
    both = before.keys() & after.keys()
    last = max((day for day in behind if day.label in both), key=lambda day: day.window.ideal, default=None)
    later = {label: after[label].window.ideal - before[label].window.ideal for label in both}
    base = later[last.label] if last is not None else timedelta(0)
    return {label: shift - base for label, shift in later.items()}


def _from_today(shifts: dict[str, timedelta], planned: dict[str, PlannedDay], today: date) -> dict[str, timedelta]:
    """Return the shifts of a faster clock so that the next day comes today at the earliest and the others after it."""
    first = min(planned.values(), key=lambda day: day.window.ideal)
    shift = shifts.get(first.label, timedelta(0))
    missed = max(today - (first.window.ideal + shift), timedelta(0)) if shift else timedelta(0)
    return {label: one + missed for label, one in shifts.items()}


def _replanned(
    work: UnitOfWork, course: Any, regimen: Regimen, stored: Stored, open_days: frozenset[int]
) -> dict[str, PlannedDay]:
    """Return the days to come by label: those of the version, on the dates the course has for them, doses recounted.

    A day goes to another date only where the clock of the version is another one. Doses are counted over what was
    given before, by the marks of those days; a day of a part the version does not have counts no further.
    """
    behind = [
        day
        for place, (row, day) in enumerate(stored)
        if place not in open_days and row.state is not DayState.OMITTED and _fits(day, regimen)
    ]
    planned = {stored[place][1].label: stored[place][1] for place in open_days}
    every = {day.label: day for _, day in stored}
    old = work.library.of_course(course["regimen_id"], course["regimen_version"])
    fresh = _whole(work, course, regimen, stored, timedelta(0))
    today = work.clock.today()
    shifts = _from_today(_shifts(_whole(work, course, old, stored, timedelta(0)), fresh, behind), planned, today)
    last = max((day for label, day in fresh.items() if label in every), key=lambda day: day.window.ideal, default=None)
    if last is not None:
        late = every[last.label].window.ideal + shifts.get(last.label, timedelta(0)) - last.window.ideal
        fresh = _whole(work, course, regimen, stored, late)
    first = min(day.planned for day in planned.values())
    calendar = calendar_around(work, first)
    coming = [
        _on_its_date(day, planned[label], shifts.get(label, timedelta(0)), calendar, today) if label in planned else day
        for label, day in fresh.items()
        if label in planned or (label not in every and day.planned >= first)
    ]
    return _dressed(work, regimen, behind, coming, calendar)


def _dressed(
    work: UnitOfWork,
    regimen: Regimen,
    behind: Sequence[PlannedDay],
    coming: Sequence[PlannedDay],
    calendar: WorkingCalendar,
) -> dict[str, PlannedDay]:
    """Return the days to come with doses, exposures and minutes counted after those behind."""
    if not coming:
        return {}
    together = sorted([*behind, *coming], key=lambda day: (day.planned, day.window.ideal))
    labels = {day.label for day in coming}
    index = next(place for place, day in enumerate(together) if day.label in labels)
    found = replan(
        together,
        index,
        together[index].planned,
        regimen,
        calendar,
        policy=unit.settings(work.connection).observation_policy,
        drug_lookup=work.library.drug,
        shift_following=False,
        keep={place for place, day in enumerate(together) if day.label not in labels},
    )
    return {day.label: day for day in found if day.label in labels}


def _fits(day: PlannedDay, regimen: Regimen) -> bool:
    return all(dose.phase < len(regimen.phases) for dose in day.doses) and day.phase < len(regimen.phases)


def _on_its_date(
    new: PlannedDay, old: PlannedDay, shift: timedelta, calendar: WorkingCalendar, today: date
) -> PlannedDay:
    """Return a day by the version around the ideal date the course has for it, so much later if its clock is another.

    A day whose clock is the same stays on its date, whoever chose it.
    """
    ideal = old.window.ideal + shift
    window = Window(
        ideal - (new.window.ideal - new.window.earliest), ideal, ideal + (new.window.latest - new.window.ideal)
    )
    planned = old.planned
    if shift:
        planned = place_in_window(window, calendar, today) or calendar.first_open(max(ideal, today))
    return replace(new, window=window, planned=planned, findings=old.findings)


# --- sessions


def _sessions(work: UnitOfWork, move: VersionMove) -> tuple[SessionMove, ...]:
    """Return what becomes of the sessions booked for the days planned anew, each judged with the others gone."""
    asked = []
    for place in sorted(move.open_days):
        row, old = move.stored[place]
        new, held = move.changed.get(place), live_session(work, row.id)
        if held is not None and new != old:
            session = board.session(work.connection, held.id)
            kept = new if new is not None and new.needs_chair else None
            asked.append(SessionMove(session, old, kept, _span(session, old, kept)))
    gone = frozenset(one.session.id for one in asked if one.new is None or one.other_day)
    taken: list[Span] = []
    found = []
    for one in asked:
        judged = one if one.new is None else _judged(work, one, one.new, gone)
        if judged.other_day and any(span.overlaps(judged.span) for span in taken):
            judged = replace(judged, fits=False)
        taken.append(judged.span)
        found.append(judged)
    return tuple(found)


def _span(session: BoardSession, old: PlannedDay, new: PlannedDay | None) -> Span:
    """Return chair time by the new plan; a session given another length by hand changes only if it is too short now."""
    if new is None:
        return session.span
    minutes, needed, before = session.span.minutes, new.time.chair_minutes, old.time.chair_minutes
    if minutes == before or before < minutes < needed:
        minutes = needed
    start = session.span.start
    if new.planned != old.planned:
        start = datetime.combine(new.planned, start.time())
    return Span.lasting(start, minutes)


def _judged(work: UnitOfWork, one: SessionMove, new: PlannedDay, gone: frozenset[int]) -> SessionMove:
    """Return a session with whether its chair is free; shorter on the same day it always is.

    On another day any warning sends it to the pinboard, as when a treatment day is moved; on its own day it keeps its
    place, and the limits a longer stay passes are asked about.
    """
    session = one.session
    same_chairs = one.old.chair_kinds == new.chair_kinds
    if session.on_pinboard or (session.span.contains(one.span) and same_chairs):
        return one
    treatment = replace(
        session.treatment,
        window=new.window,
        chair_kinds=new.chair_kinds,
        doses=new.doses,
        segments=new.time.segments,
        chair_minutes=new.time.chair_minutes,
        stay_minutes=new.time.stay_minutes,
        acuity=new.acuity,
    )
    request = checks.Request(session.patient, treatment, session.chair_id, one.span, session)
    found = checks.findings(work, request, gone)
    if any(finding.severity is Severity.BLOCK for finding in found) or (one.other_day and warnings(found)):
        return replace(one, fits=False)
    known = {
        finding.code for finding in checks.findings(work, checks.Request.of(session, session.chair_id, session.span))
    }
    return replace(one, warned=tuple(finding for finding in warnings(found) if finding.code not in known))

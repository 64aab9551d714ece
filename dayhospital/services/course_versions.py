"""Moving a course to another version of its regimen: the treatment days to come are planned anew, those behind stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from dayhospital.domain.course import CourseState, DayState, PlannedDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.session import PLANNED, CancelReason
from dayhospital.domain.span import Window
from dayhospital.errors import InvalidValue
from dayhospital.queries import board, unit
from dayhospital.scheduling.course_dates import replan
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name
from dayhospital.services.plans import (
    calendar_around,
    day_columns,
    doses_in_day_hospital,
    insert_days,
    planned_course,
    stored_days,
)
from dayhospital.services.status import cancel, live_session
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork

Stored = Sequence[tuple[Any, PlannedDay]]


@dataclass(frozen=True, slots=True)
class MoveCourseToVersion(Command):
    """Go on with a course by another version of its regimen.

    Only days still due, from today on, are planned anew, on the dates they have; sessions begun or fixed stay as they
    are. A day the version no longer has is left out, its planned session cancelled; a day it brings is added, to be
    booked. What the new plan finds, and sessions too short for it, need a reason.
    """

    title: ClassVar[str] = "Move course to another version"
    course_id: int
    regimen_version: int
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        course = work.one(tables.courses, self.course_id)
        regimen = work.library.get(course["regimen_id"], self.regimen_version)
        stored = stored_days(work, self.course_id)
        open_days = {place for place, (row, _) in enumerate(stored) if _is_open(work, row)}
        _require(course, regimen, self.regimen_version, open_days)
        fresh = _fresh(work, course, regimen, stored)
        plans = _replanned(work, regimen, stored, open_days, fresh)
        changed = {place: plans[day.label] for place, (_, day) in enumerate(stored) if day.label in plans}
        work.accept(_findings(work, stored, changed, open_days), self.reason)
        for place in sorted(open_days):
            self._write(work, stored[place], changed.get(place))
        known = {day.label for _, day in stored}
        added = [day for day in plans.values() if day.label not in known]
        insert_days(work, self.course_id, course["patient_id"], added, len(stored))
        _put_in_order(work, self.course_id)
        days = [plan for row, plan in stored_days(work, self.course_id) if row.state is not DayState.OMITTED]
        work.update(
            tables.courses,
            self.course_id,
            regimen_version=self.regimen_version,
            regimen_name=regimen.name,
            regimen_short=regimen.short,
            colour=regimen.colour,
            port_default=regimen.port,
            course_doses=doses_in_day_hospital(days),
        )
        work.say(f"{patient_name(work, course['patient_id'])} goes on with version {regimen.version} of {regimen.name}")

    def _write(self, work: UnitOfWork, stored: tuple[Any, PlannedDay], new: PlannedDay | None) -> None:
        row, old = stored
        held = live_session(work, row.id)
        if new is None:
            why = f"not in version {self.regimen_version}"
            if held is not None:
                cancel(work, held.id, CancelReason.OTHER, why)
            work.update(tables.treatment_days, row.id, state=DayState.OMITTED, omit_reason=why)
        elif new != old:
            columns = day_columns(new)
            work.update(tables.treatment_days, row.id, **columns)
            if held is not None:
                work.update(tables.sessions, held.id, plan=columns["plan"])


def _is_open(work: UnitOfWork, row: Any) -> bool:
    """Whether a day is planned anew: still due, not behind us, not begun or fixed."""
    if row.state is not DayState.DUE or row.planned < work.clock.today():
        return False
    held = live_session(work, row.id)
    return held is None or (held.status in PLANNED and not held.fixed)


def _require(course: Any, regimen: Regimen, number: int, open_days: set[int]) -> None:
    if course["state"] is not CourseState.ACTIVE or not open_days:
        raise InvalidValue("No treatment day of this course is left to plan. Nothing was changed.")
    if course["regimen_version"] == number:
        raise InvalidValue(f"This course has version {number} already. Nothing was changed.")
    if course["setting"] not in regimen.settings:
        raise InvalidValue(
            f"Version {number} of {regimen.name} is not given in the setting of this course. Nothing was changed."
        )


def _fresh(work: UnitOfWork, course: Any, regimen: Regimen, stored: Stored) -> dict[str, PlannedDay]:
    """Return the days of the whole course by the version, by label, as late as the course is now."""
    days = [day for _, day in stored]
    setting, cycles = course["setting"], course["cycles"]
    if cycles is None and any(phase.cycles_in(setting) is None for phase in regimen.phases):
        open_ended = {place for place, phase in enumerate(regimen.phases) if phase.cycles_in(setting) is None}
        cycles = max((dose.cycle for day in days for dose in day.doses if dose.phase in open_ended), default=None)
    fresh = planned_course(work, regimen, setting, course["start"], cycles)
    known = {day.label: day for day in days}
    last = max((day for day in fresh if day.label in known), key=lambda day: day.window.ideal, default=None)
    delay = known[last.label].window.ideal - last.window.ideal if last else timedelta(0)
    if delay:
        fresh = planned_course(work, regimen, setting, course["start"] + delay, cycles)
    return {day.label: day for day in fresh}


def _replanned(
    work: UnitOfWork, regimen: Regimen, stored: Stored, open_days: set[int], fresh: dict[str, PlannedDay]
) -> dict[str, PlannedDay]:
    """Return the days to come by label: those of the version, on the dates the course has for them, doses recounted.

    Doses are counted over what was given before, by the marks of those days; a day of a part the version does not
    have counts no further.
    """
    behind = [
        day
        for place, (row, day) in enumerate(stored)
        if place not in open_days and row.state is not DayState.OMITTED and _fits(day, regimen)
    ]
    planned = {stored[place][1].label: stored[place][1] for place in open_days}
    first = min(day.planned for day in planned.values())
    every = {day.label for _, day in stored}
    coming = [
        _on_its_date(day, planned[label]) if label in planned else day
        for label, day in fresh.items()
        if label in planned or (label not in every and day.planned >= first)
    ]
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
        calendar_around(work, first),
        policy=unit.settings(work.connection).observation_policy,
        drug_lookup=work.library.drug,
        shift_following=False,
        keep={place for place, day in enumerate(together) if day.label not in labels},
    )
    return {day.label: day for day in found if day.label in labels}


def _fits(day: PlannedDay, regimen: Regimen) -> bool:
    return all(dose.phase < len(regimen.phases) for dose in day.doses) and day.phase < len(regimen.phases)


def _on_its_date(new: PlannedDay, old: PlannedDay) -> PlannedDay:
    """Return a day by the version on the date it has; its window opens and closes around the old ideal date."""
    ideal = old.window.ideal
    window = Window(
        ideal - (new.window.ideal - new.window.earliest), ideal, ideal + (new.window.latest - new.window.ideal)
    )
    return replace(new, window=window, planned=old.planned, findings=old.findings)


def _findings(work: UnitOfWork, stored: Stored, changed: dict[int, PlannedDay], open_days: set[int]) -> list[Finding]:
    """Return what the new plan brings against it: its own findings, and sessions too short for it."""
    found: list[Finding] = []
    for place in sorted(open_days):
        row, old = stored[place]
        new, held = changed.get(place), live_session(work, row.id)
        if new is None:
            continue
        found += [finding for finding in new.findings if finding not in old.findings]
        if held is not None and new != old:
            session = board.session(work.connection, held.id)
            if session.span.minutes < new.time.chair_minutes and session.span.minutes >= old.time.chair_minutes:
                facts = {"needed": new.time.chair_minutes, "minutes": session.span.minutes}
                found.append(Finding(Severity.WARNING, "shorter-than-regimen", facts=facts))
    return list(dict.fromkeys(found))


def _put_in_order(work: UnitOfWork, course_id: int) -> None:
    """Number the days of a course by date, where days came in between."""
    stored = sorted(stored_days(work, course_id), key=lambda pair: (pair[1].planned, pair[1].window.ideal))
    for place, (row, _) in enumerate(stored):
        if row.position != place:
            work.update(tables.treatment_days, row.id, position=place)

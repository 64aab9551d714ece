"""What was and is given, as pathways look at it: from when to when, up to a pause for surgery and after it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dayhospital.clinical.treatment_lines import last_day
from dayhospital.domain.course import Course, CourseState, DayState, PlannedDay, TreatmentDay
from dayhospital.domain.line import Line
from dayhospital.domain.regimen import Regimen, Setting


@dataclass(frozen=True, slots=True)
class Taken:
    """A course or a line given elsewhere, up to a pause for surgery."""

    regimen_id: str
    name: str
    setting: Setting
    started: date
    last: date | None = None
    """The last dose, given or planned; None where there is no end yet."""
    over: bool = False
    again: date | None = None
    """The first day after a pause for surgery, None without one."""
    again_last: date | None = None
    again_over: bool = False

    def after_pause(self) -> "Taken":
        """Return the part of the course after its pause for surgery, as a treatment of its own."""
        assert self.again is not None, "only of a course with a pause"
        return replace(self, started=self.again, last=self.again_last, over=self.again_over, again=None)


def taken_of(
    lines: Sequence[Line], courses: Sequence[Course], regimen: Callable[[str, int], Regimen | None]
) -> tuple[Taken, ...]:
    """Return everything that was and is given, in the order of its start.

    Args:
        lines: Every line, those of the courses too (:func:`treatment_lines.treatment_lines`).
        courses: The patient's courses.
        regimen: Gives the version of a regimen that a course follows, None when it is not there any more.
    """
    by_id = {course.id: course for course in courses}
    found = []
    for line in lines:
        course = by_id.get(line.course_id) if line.course_id is not None else None
        if course is None:
            found.append(
                Taken(line.regimen_id, line.name, line.setting, line.started, line.ended, line.ended is not None)
            )
        else:
            found.append(_of_course(course, regimen(course.regimen_id, course.regimen_version)))
    return tuple(sorted(found, key=lambda one: one.started))


def _of_course(course: Course, regimen: Regimen | None) -> Taken:
    days = [day for day in course.days if day.state is not DayState.OMITTED]
    planned = planned_taken(course.regimen_id, course.regimen_name, course.setting, course.start, _plans(days), regimen)
    pause = pause_phase(regimen)
    before = [day for day in days if pause is None or day.plan.phase < pause]
    after = [day for day in days if day not in before]
    if course.state is not CourseState.ACTIVE:
        last = planned.last if after else last_day(course)
        return replace(planned, last=last, over=True, again_over=True)
    return replace(planned, over=planned.last is not None and _all_given(before), again_over=_all_given(after))


def planned_taken(
    regimen_id: str,
    name: str,
    setting: Setting,
    start: date,
    days: Sequence[PlannedDay],
    regimen: Regimen | None,
) -> Taken:
    """Return a course as it is planned: up to a pause for surgery, and after it."""
    pause = pause_phase(regimen)
    before = [day.planned for day in days if pause is None or day.phase < pause]
    after = [] if pause is None else [day.planned for day in days if day.phase >= pause]
    phases = () if regimen is None else regimen.phases[:pause]
    open_ended = any(phase.cycles_in(setting) is None for phase in phases)
    return Taken(
        regimen_id,
        name,
        setting,
        start,
        None if open_ended else max(before, default=start),
        again=min(after, default=None),
        again_last=max(after, default=None),
    )


def pause_phase(regimen: Regimen | None) -> int | None:
    """Return the number of the first phase after a pause for surgery, None if the regimen has none."""
    phases = () if regimen is None else regimen.phases
    return next((number for number, phase in enumerate(phases) if phase.pause_reason == PAUSE), None)


PAUSE = "surgery"
"""The word of the library for a pause in which surgery is done."""


def _plans(days: Sequence[TreatmentDay]) -> list[PlannedDay]:
    return [day.plan for day in days]


def _all_given(days: Sequence[TreatmentDay]) -> bool:
    return bool(days) and all(day.state is DayState.GIVEN for day in days)

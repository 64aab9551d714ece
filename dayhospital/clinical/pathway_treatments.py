"""What was and is given, as pathways look at it: from when to when, up to a pause for surgery and after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dayhospital.clinical.treatment_lines import last_day
from dayhospital.domain.course import Course, CourseState, DayState, PlannedDay
from dayhospital.domain.line import Line
from dayhospital.domain.regimen import Regimen, Setting

PAUSE = "surgery"
"""The word of the library for a pause in which surgery is done."""
NO_PHASES: Mapping[str, int] = {}


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
    later: tuple[date, ...] = ()
    """The days planned or given after a pause for surgery, in order."""
    later_over: bool = False

    def after(self, surgery: date | None) -> "Taken | None":
        """Return what of the course comes after surgery as a treatment of its own, None if nothing does.

        Args:
            surgery: Its day, None as long as it is not known.
        """
        days = [day for day in self.later if surgery is None or day > surgery]
        if not days:
            return None
        return replace(self, started=days[0], last=days[-1], over=self.later_over, later=())


def taken_of(
    lines: Sequence[Line],
    courses: Sequence[Course],
    regimen: Callable[[str, int], Regimen | None],
    phases: Mapping[str, int] = NO_PHASES,
) -> tuple[Taken, ...]:
    """Return everything that was and is given, in the order of its start.

    Args:
        lines: Every line, those of the courses too (:func:`treatment_lines.treatment_lines`).
        courses: The patient's courses.
        regimen: Gives the version of a regimen that a course follows, None when it is not there any more.
        phases: How many phases of a regimen come before surgery, where the regimen has no pause for it.
    """
    by_id = {course.id: course for course in courses}
    found = []
    for line in lines:
        course = by_id.get(line.course_id) if line.course_id is not None else None
        if course is None:
            over = line.ended is not None
            found.append(Taken(line.regimen_id, line.name, line.setting, line.started, line.ended, over))
        else:
            found.append(_of_course(course, regimen(course.regimen_id, course.regimen_version), phases))
    return tuple(sorted(found, key=lambda one: one.started))


def _of_course(course: Course, regimen: Regimen | None, phases: Mapping[str, int]) -> Taken:
    days = [day for day in course.days if day.state is not DayState.OMITTED]
    plans = [day.plan for day in days]
    given = [day.plan for day in days if day.state is DayState.GIVEN]
    head = (course.regimen_id, course.regimen_name, course.setting, course.start)
    pause = pause_in(course.regimen_id, course.setting, regimen, phases)
    planned = planned_taken(*head, plans, regimen, pause)
    if course.state is not CourseState.ACTIVE:
        last = planned.last if planned.later else last_day(course)
        return replace(planned, last=last, over=True, later_over=True)
    before = [plan for plan in plans if pause is None or plan.phase < pause]
    all_given = bool(before) and all(plan in given for plan in before)
    return replace(planned, over=planned.last is not None and all_given, later_over=len(given) == len(plans))


def planned_taken(
    regimen_id: str,
    name: str,
    setting: Setting,
    start: date,
    days: Sequence[PlannedDay],
    regimen: Regimen | None,
    pause: int | None,
) -> Taken:
    """Return a course as it is planned; ``pause`` is the number of its first phase after surgery, None without one."""
    before = [day.planned for day in days if pause is None or day.phase < pause]
    after = sorted(day.planned for day in days if pause is not None and day.phase >= pause)
    phases = () if regimen is None else regimen.phases[:pause]
    open_ended = any(phase.cycles_in(setting) is None for phase in phases)
    last = None if open_ended else max(before, default=start)
    return Taken(regimen_id, name, setting, start, last, later=tuple(after))


def pause_in(regimen_id: str, setting: Setting, regimen: Regimen | None, phases: Mapping[str, int]) -> int | None:
    """Return the number of the first phase after surgery, None if the course goes through without one."""
    if setting is not Setting.NEOADJUVANT:
        return None
    if regimen_id in phases:
        return phases[regimen_id]
    known = () if regimen is None else regimen.phases
    return next((number for number, phase in enumerate(known) if phase.pause_reason == PAUSE), None)

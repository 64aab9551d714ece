"""Every treatment day of a patient's courses as a table, for those who read better than they point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dayhospital.clinical.library import Library
from dayhospital.domain.board import BoardSession
from dayhospital.domain.course import Course, CourseState, TreatmentDay
from dayhospital.domain.formats import day_text, length_text, time_text
from dayhospital.domain.regimen import Place
from dayhospital.ui.patients.marks import mark_text
from dayhospital.ui.patients.tables import RowsModel
from dayhospital.ui.texts import say, tolerance_text

WIDTHS = (166, 150, 84, 186, 0, 88)
"""Of the columns in px at 100 %; 0 takes what is left."""


@dataclass(frozen=True, slots=True)
class CourseDay:
    """One row: a treatment day, its course and the session that holds it, if any."""

    course: Course
    day: TreatmentDay
    session: BoardSession | None
    chair: str


def course_days(
    courses: Sequence[Course], sessions: Sequence[BoardSession], chairs: dict[int, str]
) -> tuple[CourseDay, ...]:
    """Return the days of every course: those that go on first, each in order."""
    held = {session.id: session for session in sessions}
    ordered = sorted(courses, key=lambda course: course.state is not CourseState.ACTIVE)
    return tuple(
        CourseDay(course, day, session, chairs.get(session.chair_id, "") if session else "")
        for course in ordered
        for day in course.days
        for session in (held.get(day.session_id or 0),)
    )


def course_model(library: Library, today: date) -> RowsModel:
    """Return the model of the treatment days."""

    def planned(row: CourseDay) -> str:
        return day_text(row.day.plan.planned, weekday=True)

    def state(row: CourseDay) -> str:
        session = row.session
        if session is None:
            return mark_text(row.day, today)
        if session.on_pinboard:
            return say("pinboard")
        when = f"{time_text(session.span.start)} {row.chair}"
        return f"{mark_text(row.day, today)}, {when}".strip()

    def drugs(row: CourseDay) -> str:
        names = dict.fromkeys(library.drug(dose.drug).shown for dose in row.day.plan.doses)
        return ", ".join(names) or say("visit without drugs")

    def chair_time(row: CourseDay) -> str:
        plan = row.day.plan
        if not plan.needs_chair:
            return {Place.HOME: say("at home"), Place.CONSULTATION: say("consultation")}.get(plan.place, "")
        return length_text(plan.time.chair_minutes)

    return RowsModel(
        (
            (say("Course and day"), lambda row: f"{row.course.regimen_short} {row.day.plan.label}"),
            (say("Planned"), planned),
            (say("Window"), lambda row: tolerance_text(row.day.plan.window)),
            (say("State"), state),
            (say("What"), drugs),
            (say("Chair time"), chair_time),
        )
    )

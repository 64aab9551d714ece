"""What people do with lines of treatment: enter what was given elsewhere, say how a course worked, correct, remove."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from dayhospital.clinical.treatment_lines import last_day
from dayhospital.domain.course import CourseState
from dayhospital.domain.line import Line, WhyEnded
from dayhospital.errors import InvalidValue, NotFound
from dayhospital.queries.courses import courses
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name, touch_sessions
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordLine(Command):
    """Enter a line of treatment; returns its id.

    With ``line.course_id`` it says how a course of the program worked and why it ended: setting, number, drugs and days
    are those of the course, whatever the line says.
    """

    title: ClassVar[str] = "Record line of treatment"
    patient_id: int
    line: Line

    def run(self, work: UnitOfWork) -> int:
        name = patient_name(work, self.patient_id)
        columns = _columns(work, self.patient_id, self.line)
        line_id = work.insert(tables.lines, patient_id=self.patient_id, course_id=self.line.course_id, **columns)
        touch_sessions(work, self.patient_id)
        work.say(f"Recorded {columns['name']} of {name}")
        return line_id


@dataclass(frozen=True, slots=True)
class EditLine(Command):
    """Correct a line of treatment; its version is the one that was read."""

    title: ClassVar[str] = "Edit line of treatment"
    line: Line

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.lines, self.line.id)
        columns = _columns(work, row["patient_id"], self.line)
        work.update(tables.lines, self.line.id, expect=self.line.version, **columns)
        touch_sessions(work, row["patient_id"])
        work.say(f"Corrected {columns['name']} of {patient_name(work, row['patient_id'])}")


@dataclass(frozen=True, slots=True)
class RemoveLine(Command):
    """Take away a line of treatment, or what was said about a course."""

    title: ClassVar[str] = "Remove line of treatment"
    line_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.lines, self.line_id)
        work.delete(tables.lines, self.line_id)
        touch_sessions(work, row["patient_id"])
        work.say(f"Removed {row['name']} of {patient_name(work, row['patient_id'])}")


def _columns(work: UnitOfWork, patient_id: int, line: Line) -> Mapping[str, Any]:
    given = _given(work, line) if line.course_id is None else _of_course(work, patient_id, line)
    return {
        **given,
        "response": line.response,
        "why_ended": line.why_ended,
        "note": line.note.strip(),
    }


def _given(work: UnitOfWork, line: Line) -> dict[str, Any]:
    """Return what a line given elsewhere was: a regimen of the library, or drugs with a name."""
    today = work.clock.today()
    if max(line.started, line.ended or line.started) > today:
        raise InvalidValue("A line of treatment lies in the past. Nothing was saved; check the days.")
    regimen = work.library.get(line.regimen_id) if line.regimen_id else None
    drugs = regimen.drug_ids if regimen is not None else line.drugs
    for drug in drugs:
        work.library.drug(drug)
    name = line.name.strip() or (regimen.name if regimen is not None else "")
    if not name or not drugs:
        raise InvalidValue(
            "A line of treatment needs a regimen, or a name and its drugs. Nothing was saved; say what was given."
        )
    return {
        "setting": line.setting,
        "number": line.number,
        "name": name,
        "regimen_id": line.regimen_id,
        "drugs": list(drugs),
        "started": line.started,
        "ended": line.ended,
    }


def _of_course(work: UnitOfWork, patient_id: int, line: Line) -> dict[str, Any]:
    course = next((one for one in courses(work.connection, patient_id) if one.id == line.course_id), None)
    if course is None:
        raise NotFound("This course is not one of the patient. Nothing was saved; look again.")
    if course.state is CourseState.ACTIVE and line.why_ended is not WhyEnded.NOT_RECORDED:
        raise InvalidValue("The course goes on. Nothing was saved; stop it first, then say why it ended.")
    return {
        "setting": course.setting,
        "number": course.line,
        "name": course.regimen_name,
        "regimen_id": course.regimen_id,
        "drugs": [],
        "started": course.start,
        "ended": last_day(course),
    }

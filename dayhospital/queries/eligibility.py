"""Reads what regimens are judged by, and how often each is used here."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from dayhospital.clinical.fit_case import Case, Running
from dayhospital.clinical.library import Library
from dayhospital.clinical.treatment_lines import treatment_lines
from dayhospital.domain.course import Course, CourseState, Ending
from dayhospital.domain.line import Line
from dayhospital.domain.metastasis import Metastasis
from dayhospital.domain.patient import Patient
from dayhospital.domain.regimen import Regimen, Setting
from dayhospital.domain.result import Results
from dayhospital.domain.surgery import Surgery
from dayhospital.domain.tumour import Tumour
from dayhospital.queries.courses import courses
from dayhospital.queries.lines import lines_of
from dayhospital.queries.metastases import metastases_of
from dayhospital.queries.patients import patient, tumours
from dayhospital.queries.results import results_of
from dayhospital.queries.surgeries import surgeries_of
from dayhospital.storage.tables import courses as course_table


def case_of(
    connection: Connection,
    patient_id: int,
    library: Library,
    today: date,
    tumour_id: int | None = None,
    ending: Ending | None = None,
) -> Case:
    """Return a patient with one tumour, the first if none is named, as regimens are judged by it.

    With ``ending`` the patient is judged as if that course had ended.

    Raises:
        NotFound: If there is no such patient.
    """
    found = courses(connection, patient_id)
    return case_from(
        patient(connection, patient_id),
        tumours(connection, patient_id),
        results_of(connection, patient_id),
        lines_of(connection, patient_id),
        found if ending is None else ending.of(found),
        surgeries_of(connection, patient_id),
        metastases_of(connection, patient_id),
        library,
        today,
        tumour_id,
    )


def case_from(
    person: Patient,
    known: Sequence[Tumour],
    results: Results,
    recorded: tuple[Line, ...],
    found: tuple[Course, ...],
    surgeries: tuple[Surgery, ...],
    metastases: tuple[Metastasis, ...],
    library: Library,
    today: date,
    tumour_id: int | None = None,
) -> Case:
    """Return the same of what was read before."""
    running = []
    for course in found:
        regimen = regimen_of(library, course)
        if course.state is CourseState.ACTIVE and regimen is not None:
            running.append(Running(regimen.id, regimen.name, regimen.drug_ids))
    first = next(iter(known), None)
    return Case(
        person,
        next((tumour for tumour in known if tumour.id == tumour_id), first),
        results,
        all_lines(recorded, found, library),
        tuple(running),
        today,
        library.drug,
        surgeries,
        metastases,
    )


def all_lines(recorded: tuple[Line, ...], found: tuple[Course, ...], library: Library) -> tuple[Line, ...]:
    """Return the lines recorded and those of the courses, in the order of their start."""
    return treatment_lines(recorded, found, lambda course: regimen_of(library, course))


def regimen_of(library: Library, course: Course) -> Regimen | None:
    """Return the regimen of a course at the version it goes by, None when the library has it no more."""
    known = course.regimen_id in library
    return library.of_course(course.regimen_id, course.regimen_version) if known else None


def use_of_regimens(connection: Connection) -> Mapping[tuple[str, Setting], int]:
    """Return how many courses of each regimen were begun here in each setting."""
    c = course_table.c
    rows = connection.execute(select(c.regimen_id, c.setting, func.count()).group_by(c.regimen_id, c.setting))
    return {(regimen_id, setting): count for regimen_id, setting, count in rows}

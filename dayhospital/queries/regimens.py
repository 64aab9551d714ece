"""Reads the unit's own versions of regimens, and who is on which."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Row, func, select

from dayhospital.clinical.library import UnitVersion
from dayhospital.domain.course import CourseState
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.regimen_version import OnVersion, RegimenVersion, VersionState
from dayhospital.storage.tables import courses, patients, regimen_versions


@dataclass(frozen=True, slots=True)
class Shelf:
    """The versions the unit wrote, by regimen, the newest first, and how many patients are on which version."""

    versions: Mapping[str, tuple[RegimenVersion, ...]] = field(default_factory=dict)
    patients: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def of(self, regimen_id: str) -> tuple[RegimenVersion, ...]:
        return self.versions.get(regimen_id, ())

    def open_version(self, regimen_id: str) -> RegimenVersion | None:
        """Return the version that is being written or waits for signatures."""
        states = {VersionState.DRAFT, VersionState.WAITING}
        return next((one for one in self.of(regimen_id) if one.state in states), None)

    def in_use(self, regimen_id: str) -> RegimenVersion | None:
        """Return the unit's version in use, None where the file of the program is."""
        return next((one for one in self.of(regimen_id) if one.state is VersionState.APPROVED), None)


_v, _c, _p = regimen_versions.c, courses.c, patients.c
_SIGNED = (VersionState.APPROVED, VersionState.RETIRED)


def read_shelf(connection: Connection) -> Shelf:
    """Return what the page of the library shows besides the library."""
    versions: dict[str, tuple[RegimenVersion, ...]] = {}
    for one in regimen_version_rows(connection):
        versions[one.regimen_id] = (*versions.get(one.regimen_id, ()), one)
    return Shelf(versions, patients_by_version(connection))


def regimen_version_rows(connection: Connection) -> tuple[RegimenVersion, ...]:
    """Return every version the unit wrote, by regimen, the newest first."""
    rows = connection.execute(select(regimen_versions).order_by(_v.regimen_id, _v.number.desc()))
    return tuple(map(version_of, rows))


def signed_versions(connection: Connection) -> tuple[UnitVersion, ...]:
    """Return the versions that are or were in use: what lies over the files of the library."""
    rows = connection.execute(
        select(_v.regimen_id, _v.number, _v.text, _v.state).where(_v.state.in_(_SIGNED), _v.second_at.is_not(None))
    )
    return tuple(UnitVersion(row.regimen_id, row.number, row.text, row.state is VersionState.APPROVED) for row in rows)


def patients_by_version(connection: Connection) -> dict[tuple[str, int], int]:
    """Return how many patients have a running course of each version of each regimen."""
    rows = connection.execute(
        select(_c.regimen_id, _c.regimen_version, func.count(_c.patient_id.distinct()))
        .where(_c.state == CourseState.ACTIVE)
        .group_by(_c.regimen_id, _c.regimen_version)
    )
    return {(regimen_id, number): count for regimen_id, number, count in rows}


def who_is_on(connection: Connection, regimen_id: str) -> tuple[OnVersion, ...]:
    """Return the running courses of a regimen with their patients, the newest version first, then by name."""
    rows = connection.execute(
        select(
            _c.id.label("course_id"),
            _c.regimen_version,
            _c.start,
            _p.id,
            _p.family_name,
            _p.given_name,
            _p.birth_date,
            _p.sex,
            _p.hospital_number,
        )
        .join(patients, _p.id == _c.patient_id)
        .where(_c.regimen_id == regimen_id, _c.state == CourseState.ACTIVE)
        .order_by(_c.regimen_version.desc(), _p.family_name, _p.given_name, _c.id)
    )
    return tuple(OnVersion(row.course_id, _label(row), row.regimen_version, row.start) for row in rows)


def version_of(row: Row) -> RegimenVersion:  # type: ignore[type-arg]
    """Return the version of a whole row."""
    return RegimenVersion(
        row.id,
        row.version,
        row.regimen_id,
        row.number,
        row.text,
        row.state,
        tuple(row.written_by.split("\n")),
        row.written_at,
        row.approved_by,
        row.approved_at,
        row.second_by,
        row.second_at,
        row.note,
    )


def _label(row: Row) -> PatientLabel:  # type: ignore[type-arg]
    return PatientLabel(row.id, row.family_name, row.given_name, row.birth_date, row.sex, row.hospital_number)

"""Reads the pathway a patient follows, and where she stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.library import Library
from dayhospital.clinical.pathway_treatments import Taken, taken_of
from dayhospital.clinical.pathways import Standing, standing
from dayhospital.domain.course import Course
from dayhospital.domain.pathway import FollowedPathway, Pathway
from dayhospital.domain.regimen import Regimen
from dayhospital.errors import NotFound
from dayhospital.storage.tables import followed_pathways

_f = followed_pathways.c
_FOLLOWED = tuple(_f[name] for name in FollowedPathway.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Followed:
    """A pathway a patient follows and where she stands on it; ``standing`` is None when the library has it no more."""

    row: FollowedPathway
    standing: Standing | None


def followed_of(connection: Connection, patient_id: int) -> tuple[FollowedPathway, ...]:
    """Return the pathways a patient follows, the newest first."""
    rows = connection.execute(select(*_FOLLOWED).where(_f.patient_id == patient_id).order_by(_f.since.desc(), _f.id))
    return tuple(FollowedPathway(*row) for row in rows)


def followed(
    rows: Sequence[FollowedPathway], case: Case, courses: Sequence[Course], library: Library
) -> Followed | None:
    """Return the pathway of the tumour of a case, None if she follows none."""
    own = None if case.tumour is None else case.tumour.id
    row = next((one for one in rows if one.tumour_id in {None, own}), None)
    if row is None:
        return None
    pathway = library.pathways.get(row.pathway)
    if pathway is None:
        return Followed(row, None)
    given = taken(pathway, case, courses, library)
    return Followed(row, standing(pathway, case, given, library.find))


def taken(pathway: Pathway, case: Case, courses: Sequence[Course], library: Library) -> tuple[Taken, ...]:
    """Return what was and is given as a pathway looks at it."""
    return taken_of(case.lines, courses, lambda name, version: _of_course(library, name, version), pathway.phases)


def _of_course(library: Library, regimen_id: str, version: int) -> Regimen | None:
    try:
        return library.of_course(regimen_id, version)
    except NotFound:
        return None

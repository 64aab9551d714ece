"""What people do with pathways: enter one for a patient, leave it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from dayhospital.clinical.pathways import start_findings
from dayhospital.domain.findings import Finding
from dayhospital.domain.pathway import Pathway
from dayhospital.domain.setting import Setting
from dayhospital.errors import NotFound
from dayhospital.queries.courses import courses
from dayhospital.queries.eligibility import case_of
from dayhospital.queries.pathways import followed, followed_of
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name, touch_sessions
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class FollowPathway(Command):
    """Enter a pathway for a tumour of a patient, in place of another one she followed; returns its id."""

    title: ClassVar[str] = "Follow pathway"
    patient_id: int
    pathway: str
    tumour_id: int | None = None

    def run(self, work: UnitOfWork) -> int:
        name = patient_name(work, self.patient_id)
        pathway = pathway_of(work, self.pathway)
        row_id = follow(work, self.patient_id, pathway, self.tumour_id)
        touch_sessions(work, self.patient_id)
        work.say(f"{name} follows the pathway {pathway.name}")
        return row_id


@dataclass(frozen=True, slots=True)
class LeavePathway(Command):
    """Take a patient off a pathway; what was given and planned stays."""

    title: ClassVar[str] = "Leave pathway"
    followed_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.followed_pathways, self.followed_id)
        work.delete(tables.followed_pathways, self.followed_id)
        touch_sessions(work, row["patient_id"])
        work.say(f"{patient_name(work, row['patient_id'])} left the pathway")


def pathway_of(work: UnitOfWork, pathway_id: str) -> Pathway:
    """Return a pathway of the library.

    Raises:
        NotFound: If it has no such pathway.
    """
    pathway = work.library.pathways.get(pathway_id)
    if pathway is None:
        raise NotFound(f"The library has no pathway {pathway_id}. Nothing was saved; choose another one.")
    return pathway


def follow(work: UnitOfWork, patient_id: int, pathway: Pathway, tumour_id: int | None) -> int:
    """Write that a patient follows a pathway with a tumour, from today on."""
    table, today = tables.followed_pathways, work.clock.today()
    same = table.c.tumour_id.is_(None) if tumour_id is None else table.c.tumour_id == tumour_id
    before = work.first(select(table.c.id, table.c.pathway).where(table.c.patient_id == patient_id, same))
    if before is None:
        return work.insert(table, patient_id=patient_id, tumour_id=tumour_id, pathway=pathway.id, since=today)
    if before.pathway != pathway.id:
        work.update(table, before.id, pathway=pathway.id, since=today)
    return int(before.id)


def pathway_findings(
    work: UnitOfWork, patient_id: int, tumour_id: int | None, regimen_id: str, setting: Setting, start: date
) -> tuple[Finding, ...]:
    """Return what the pathway a patient follows says of a regimen that is to begin on a day."""
    rows = followed_of(work.connection, patient_id)
    if not rows:
        return ()
    case = case_of(work.connection, patient_id, work.library, work.clock.today(), tumour_id)
    found = followed(rows, case, courses(work.connection, patient_id), work.library)
    if found is None or found.standing is None:
        return ()
    return start_findings(found.standing, regimen_id, setting, start)

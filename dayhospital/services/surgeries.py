"""What people do with surgery: enter or plan it with what the pathologist found, correct it, take it away."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, ClassVar

from sqlalchemy import select

from dayhospital.domain.formats import day_text
from dayhospital.domain.patient import Side
from dayhospital.domain.result import Result
from dayhospital.domain.surgery import RESIDUAL_ANALYTE, AxillarySurgery, Pathology, Surgery
from dayhospital.errors import InvalidValue
from dayhospital.queries.results import results_of
from dayhospital.queries.surgeries import surgeries_of
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name, touch_sessions
from dayhospital.services.results import EditResult, RecordResults, RemoveResult
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordSurgery(Command):
    """Enter a surgery of a tumour, or plan one on a day to come; returns its id.

    The pathology is kept as the result that regimens ask for. After a clearance the arm of that side is not used.
    """

    title: ClassVar[str] = "Record surgery"
    patient_id: int
    surgery: Surgery
    pathology: Pathology = Pathology.AWAITED

    def run(self, work: UnitOfWork) -> int:
        name = patient_name(work, self.patient_id)
        _check(work, self.patient_id, self.surgery, self.pathology)
        made = work.insert(tables.surgeries, patient_id=self.patient_id, **_columns(self.surgery))
        if self.pathology is not Pathology.AWAITED:  # a result that came before the surgery was entered stays
            _write_pathology(work, self.patient_id, self.surgery, self.surgery, self.pathology)
        _spare_arm(work, self.patient_id, self.surgery)
        touch_sessions(work, self.patient_id)
        verb = "Recorded" if self.surgery.done(work.clock.today()) else "Planned"
        work.say(f"{verb} surgery of {name} on {day_text(self.surgery.day)}")
        return made


@dataclass(frozen=True, slots=True)
class EditSurgery(Command):
    """Correct a surgery, or add what the pathologist found; its version is the one that was read."""

    title: ClassVar[str] = "Edit surgery"
    surgery: Surgery
    pathology: Pathology = Pathology.AWAITED

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.surgeries, self.surgery.id)
        patient_id = row["patient_id"]
        _check(work, patient_id, self.surgery, self.pathology)
        before = next(one for one in surgeries_of(work.connection, patient_id) if one.id == self.surgery.id)
        work.update(tables.surgeries, self.surgery.id, expect=self.surgery.version, **_columns(self.surgery))
        _write_pathology(work, patient_id, before, self.surgery, self.pathology)
        _spare_arm(work, patient_id, self.surgery)
        touch_sessions(work, patient_id)
        work.say(f"Saved the surgery of {patient_name(work, patient_id)} on {day_text(self.surgery.day)}")


@dataclass(frozen=True, slots=True)
class RemoveSurgery(Command):
    """Take away a surgery entered by mistake, or one that was called off, with its pathology."""

    title: ClassVar[str] = "Remove surgery"
    surgery_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.surgeries, self.surgery_id)
        patient_id = row["patient_id"]
        before = next(one for one in surgeries_of(work.connection, patient_id) if one.id == self.surgery_id)
        _write_pathology(work, patient_id, before, before, Pathology.AWAITED)
        work.delete(tables.surgeries, self.surgery_id)
        touch_sessions(work, patient_id)
        work.say(f"Removed the surgery of {patient_name(work, patient_id)} on {day_text(row['day'])}")


def _check(work: UnitOfWork, patient_id: int, surgery: Surgery, pathology: Pathology) -> None:
    if surgery.tumour_id is not None and work.one(tables.tumours, surgery.tumour_id)["patient_id"] != patient_id:
        raise InvalidValue("This tumour is of somebody else. Nothing was saved; look again.")
    if pathology is not Pathology.AWAITED and not surgery.done(work.clock.today()):
        raise InvalidValue("A surgery to come has no pathology yet. Nothing was saved; check the day.")
    if surgery.disagrees(pathology):
        raise InvalidValue("Residual cancer burden 0 means that nothing was left. Nothing was saved; check both.")


def _columns(surgery: Surgery) -> dict[str, Any]:
    kept = set(Surgery.__dataclass_fields__) - {"id", "version"}
    return {name: getattr(surgery, name) for name in kept} | {
        "stage": surgery.stage.strip(),
        "note": surgery.note.strip(),
    }


def _write_pathology(
    work: UnitOfWork, patient_id: int, before: Surgery, surgery: Surgery, pathology: Pathology
) -> None:
    """Write what was left as a result of the day of the surgery; a result entered for it before is changed."""
    found = before.pathology(results_of(work.connection, patient_id))
    if pathology is Pathology.AWAITED:
        if found is not None:
            RemoveResult(found.id).run(work)
        return
    made = Result(
        RESIDUAL_ANALYTE,
        datetime.combine(surgery.day, time.min),
        answer=pathology.value,
        specimen=surgery.breast.value,
        tumour_id=surgery.tumour_id,
    )
    if found is None:
        RecordResults(patient_id, (made,)).run(work)
        return
    day = made.at if found.at.date() in {before.day, surgery.day} or found.at < made.at else found.at
    changed = replace(found, at=day, answer=made.answer, tumour_id=made.tumour_id)
    if changed != found:
        EditResult(changed).run(work)


def _spare_arm(work: UnitOfWork, patient_id: int, surgery: Surgery) -> None:
    """After a clearance that was done, add its side to the arms that are not used for lines."""
    if surgery.axilla is not AxillarySurgery.CLEARANCE or surgery.tumour_id is None:
        return
    if not surgery.done(work.clock.today()):
        return
    tumour, patient = tables.tumours.c, tables.patients.c
    side = work.all(select(tumour.side).where(tumour.id == surgery.tumour_id))[0].side
    spared = work.all(select(patient.axillary_surgery).where(patient.id == patient_id))[0].axillary_surgery
    wanted = side if spared in {None, side} else Side.BILATERAL
    if wanted is not spared:
        work.update(tables.patients, patient_id, axillary_surgery=wanted)

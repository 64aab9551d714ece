"""What people do with doses and radiotherapy a patient had elsewhere: enter them, take away what was a mistake."""

from dataclasses import dataclass
from typing import ClassVar

from dayhospital.clinical.cumulative import counts
from dayhospital.domain.formats import day_text
from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose
from dayhospital.errors import InvalidValue
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordEarlierDose(Command):
    """Enter a lifetime dose from elsewhere; returns its id."""

    title: ClassVar[str] = "Record earlier dose"
    patient_id: int
    dose: EarlierDose

    def run(self, work: UnitOfWork) -> int:
        name = patient_name(work, self.patient_id)
        drug = work.library.drug(self.dose.drug)
        if not counts(drug):
            raise InvalidValue(f"Doses of {drug.name} have no lifetime limit. Nothing was saved; choose another drug.")
        if self.dose.until > work.clock.today():
            raise InvalidValue("An earlier dose was given in the past. Nothing was saved; check the day.")
        made = work.insert(
            tables.earlier_doses,
            patient_id=self.patient_id,
            drug=drug.id,
            mg_m2=self.dose.mg_m2,
            until=self.dose.until,
            note=self.dose.note.strip(),
        )
        work.say(f"Recorded {self.dose.mg_m2:g} mg/m² of {drug.name} for {name}")
        return made


@dataclass(frozen=True, slots=True)
class RemoveEarlierDose(Command):
    """Take away an earlier dose entered by mistake."""

    title: ClassVar[str] = "Remove earlier dose"
    earlier_dose_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.earlier_doses, self.earlier_dose_id)
        work.delete(tables.earlier_doses, self.earlier_dose_id)
        work.say(f"Removed an earlier dose of {patient_name(work, row['patient_id'])}")


@dataclass(frozen=True, slots=True)
class RecordChestRadiotherapy(Command):
    """Enter radiotherapy with the heart in the field: it lowers the lifetime limit. Returns its id."""

    title: ClassVar[str] = "Record radiotherapy"
    patient_id: int
    radiotherapy: ChestRadiotherapy

    def run(self, work: UnitOfWork) -> int:
        name, ended = patient_name(work, self.patient_id), self.radiotherapy.ended
        if ended > work.clock.today():
            raise InvalidValue("Earlier radiotherapy ended in the past. Nothing was saved; check the day.")
        made = work.insert(
            tables.chest_radiotherapies,
            patient_id=self.patient_id,
            ended=ended,
            note=self.radiotherapy.note.strip(),
        )
        work.say(f"Recorded radiotherapy of the chest, {day_text(ended)}, for {name}")
        return made


@dataclass(frozen=True, slots=True)
class RemoveChestRadiotherapy(Command):
    """Take away radiotherapy entered by mistake."""

    title: ClassVar[str] = "Remove radiotherapy"
    chest_radiotherapy_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.chest_radiotherapies, self.chest_radiotherapy_id)
        work.delete(tables.chest_radiotherapies, self.chest_radiotherapy_id)
        work.say(f"Removed radiotherapy of {patient_name(work, row['patient_id'])}")

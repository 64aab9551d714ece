"""What people do with doses a patient had elsewhere: enter them, take away what was entered by mistake."""

from dataclasses import dataclass
from typing import ClassVar

from dayhospital.clinical.cumulative import counts
from dayhospital.domain.lifetime_dose import EarlierDose
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

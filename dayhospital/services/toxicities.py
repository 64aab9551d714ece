"""What people do with toxicities: grade them, correct a grade, take away what was entered by mistake."""

from dataclasses import dataclass
from typing import ClassVar

from dayhospital.clinical.gate_schema import catalogue
from dayhospital.domain.toxicity import Toxicity
from dayhospital.errors import InvalidValue
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name, touch_sessions
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordToxicity(Command):
    """Grade a toxicity of a patient; grade 0 says that it is over. Returns its id."""

    title: ClassVar[str] = "Record toxicity"
    patient_id: int
    toxicity: Toxicity

    def run(self, work: UnitOfWork) -> int:
        name = patient_name(work, self.patient_id)
        columns = _columns(work, self.toxicity)
        made = work.insert(tables.toxicities, patient_id=self.patient_id, **columns)
        touch_sessions(work, self.patient_id)
        work.say(f"{_words(self.toxicity)} of {name} recorded")
        return made


@dataclass(frozen=True, slots=True)
class EditToxicity(Command):
    """Correct a toxicity; its version is the one that was read."""

    title: ClassVar[str] = "Edit toxicity"
    toxicity: Toxicity

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.toxicities, self.toxicity.id)
        columns = _columns(work, self.toxicity)
        work.update(tables.toxicities, self.toxicity.id, expect=self.toxicity.version, **columns)
        touch_sessions(work, row["patient_id"])
        work.say(f"Corrected a toxicity of {patient_name(work, row['patient_id'])}")


@dataclass(frozen=True, slots=True)
class RemoveToxicity(Command):
    """Take away a toxicity entered by mistake."""

    title: ClassVar[str] = "Remove toxicity"
    toxicity_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.toxicities, self.toxicity_id)
        work.delete(tables.toxicities, self.toxicity_id)
        touch_sessions(work, row["patient_id"])
        work.say(f"Removed a toxicity of {patient_name(work, row['patient_id'])}")


def _words(toxicity: Toxicity) -> str:
    name = catalogue().terms[toxicity.term]
    return f"{name} grade {toxicity.grade}" if toxicity.grade else f"End of {name.lower()}"


def _columns(work: UnitOfWork, toxicity: Toxicity) -> dict[str, object]:
    if toxicity.term not in catalogue().terms:
        raise InvalidValue(f"There is no toxicity term {toxicity.term}. Nothing was saved; choose one from the list.")
    if toxicity.day > work.clock.today():
        raise InvalidValue("A toxicity is graded on a day that has come. Nothing was saved; check the day.")
    return {
        "term": toxicity.term,
        "grade": toxicity.grade,
        "ctcae": toxicity.ctcae,
        "day": toxicity.day,
        "note": toxicity.note.strip(),
    }

"""What people do with results: enter them, correct them, take away what was entered by mistake."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from dayhospital.clinical.analytes import analytes
from dayhospital.domain.result import Analyte, Result
from dayhospital.errors import InvalidValue, NotFound
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name, touch_sessions
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordResults(Command):
    """Enter results of one patient, values in the units of their analytes; returns the id of the last one.

    Values outside the plausible range are refused unless ``checked`` says that somebody looked at the report again.
    """

    title: ClassVar[str] = "Record results"
    patient_id: int
    results: tuple[Result, ...]
    checked: bool = False

    def run(self, work: UnitOfWork) -> int:
        if not self.results:
            raise InvalidValue("There is no result to save. Nothing was saved; enter at least one.")
        name = patient_name(work, self.patient_id)
        last = 0
        for result in self.results:
            columns = _columns(work, result, self.checked)
            last = work.insert(tables.results, patient_id=self.patient_id, **columns)
        touch_sessions(work, self.patient_id)
        count = "a result" if len(self.results) == 1 else f"{len(self.results)} results"
        work.say(f"Recorded {count} of {name}")
        return last


@dataclass(frozen=True, slots=True)
class EditResult(Command):
    """Correct a result; its version is the one that was read."""

    title: ClassVar[str] = "Edit result"
    result: Result
    checked: bool = False

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.results, self.result.id)
        columns = _columns(work, self.result, self.checked)
        work.update(tables.results, self.result.id, expect=self.result.version, **columns)
        touch_sessions(work, row["patient_id"])
        work.say(f"Corrected a result of {patient_name(work, row['patient_id'])}")


@dataclass(frozen=True, slots=True)
class RemoveResult(Command):
    """Take away a result entered by mistake."""

    title: ClassVar[str] = "Remove result"
    result_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.results, self.result_id)
        work.delete(tables.results, self.result_id)
        touch_sessions(work, row["patient_id"])
        work.say(f"Removed a result of {patient_name(work, row['patient_id'])}")


def _columns(work: UnitOfWork, result: Result, checked: bool) -> Mapping[str, Any]:
    analyte = analytes().get(result.analyte)
    if analyte is None:
        raise NotFound(f"There is no analyte {result.analyte}. Nothing was saved; choose one from the list.")
    _check(work, analyte, result, checked)
    return {
        "analyte": result.analyte,
        "at": result.at,
        "value": result.value,
        "answer": result.answer,
        "specimen": result.specimen.strip(),
        "detail": result.detail.strip(),
        "tumour_id": result.tumour_id,
    }


def _check(work: UnitOfWork, analyte: Analyte, result: Result, checked: bool) -> None:
    if result.at > work.clock.local():
        raise InvalidValue(f"{analyte.name} was taken in the future. Nothing was saved; check day and time.")
    if analyte.answers:
        if result.answer not in analyte.answers:
            known = ", ".join(analyte.answers)
            raise InvalidValue(f"{analyte.name} is one of {known}. Nothing was saved; choose one of them.")
    elif result.value is None:
        raise InvalidValue(f"{analyte.name} is a number. Nothing was saved; enter it.")
    elif not checked and not analyte.is_plausible(result.value):
        value = f"{result.value:g} {analyte.unit}".strip()
        raise InvalidValue(f"{analyte.name} of {value} is not plausible. Nothing was saved; look at the report again.")
    if analyte.specimen and not result.specimen.strip():
        raise InvalidValue(f"{analyte.name} needs its specimen. Nothing was saved; say where it was looked for.")

"""What people do with tests that are waited for: ask, plan and take the biopsy, send, enter the result, cancel.

Each step carries the request as it was read, so that two people do not take the same step unseen.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.domain.formats import day_text
from dayhospital.domain.requested_test import MolecularTest, RequestedTest
from dayhospital.domain.result import Result
from dayhospital.errors import InvalidValue, NotFound
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name
from dayhospital.services.results import RecordResults
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AskForTest(Command):
    """Ask for a test; ``needs_biopsy`` if tissue has to be taken first. Returns the id of the request."""

    title: ClassVar[str] = "Ask for test"
    patient_id: int
    test: str
    asked_on: date
    needs_biopsy: bool = False
    note: str = ""
    asked_by: str = ""
    """Who asked; whoever does this if empty."""

    def run(self, work: UnitOfWork) -> int:
        test = _test(self.test)
        if self.needs_biopsy and not test.on_tissue:
            raise InvalidValue(f"{test.name} looks in {test.specimen} and needs no biopsy. Nothing was saved.")
        _check_past(work, self.asked_on, "asked for")
        name = patient_name(work, self.patient_id)
        who = self.asked_by.strip() or work.user
        made = RequestedTest(self.test, self.asked_on, who, self.needs_biopsy, note=self.note.strip())
        work.say(f"Asked for {test.name} of {name}")
        return work.insert(tables.test_requests, patient_id=self.patient_id, **_columns(made))


@dataclass(frozen=True, slots=True)
class PlanBiopsy(Command):
    """Set the day of the biopsy, or another day."""

    title: ClassVar[str] = "Plan biopsy"
    request: RequestedTest
    day: date

    def run(self, work: UnitOfWork) -> None:
        name = _write(work, self.request, self.request.with_biopsy_planned(self.day))
        work.say(f"Planned the biopsy of {name} for {day_text(self.day)}")


@dataclass(frozen=True, slots=True)
class RecordBiopsy(Command):
    """Say that the biopsy was taken."""

    title: ClassVar[str] = "Record biopsy"
    request: RequestedTest
    day: date

    def run(self, work: UnitOfWork) -> None:
        _check_past(work, self.day, "taken")
        name = _write(work, self.request, self.request.with_biopsy_taken(self.day))
        work.say(f"Recorded the biopsy of {name}")


@dataclass(frozen=True, slots=True)
class SendSpecimen(Command):
    """Say that the specimen was sent and when the result is due; said again, the days are corrected."""

    title: ClassVar[str] = "Send specimen"
    request: RequestedTest
    sent_on: date
    due_on: date

    def run(self, work: UnitOfWork) -> None:
        _check_past(work, self.sent_on, "sent")
        name = _write(work, self.request, self.request.sent(self.sent_on, self.due_on))
        work.say(f"Sent {_test(self.request.test).name} of {name}, due {day_text(self.due_on)}")


@dataclass(frozen=True, slots=True)
class NeedNewBiopsy(Command):
    """Say that the tissue there is does not do: the test begins again with a biopsy."""

    title: ClassVar[str] = "New biopsy needed"
    request: RequestedTest

    def run(self, work: UnitOfWork) -> None:
        test = _test(self.request.test)
        if not test.on_tissue:
            raise InvalidValue(f"{test.name} looks in {test.specimen} and needs no biopsy. Nothing was saved.")
        name = _write(work, self.request, self.request.with_new_biopsy())
        work.say(f"{test.name} of {name} needs a new biopsy")


@dataclass(frozen=True, slots=True)
class EnterTestResult(Command):
    """Keep what a test found and close its request, both or neither; returns the id of the last result."""

    title: ClassVar[str] = "Enter test result"
    request: RequestedTest
    results: tuple[Result, ...]
    day: date
    """When the report came."""
    checked: bool = False

    def run(self, work: UnitOfWork) -> int:
        test = _test(self.request.test)
        for result in self.results:
            if result.analyte not in test.analytes:
                raise InvalidValue(f"{test.name} does not answer {result.analyte}. Nothing was saved.")
        _check_past(work, self.day, "reported")
        name = _write(work, self.request, self.request.resulted(self.day))
        row = work.one(tables.test_requests, self.request.id)
        last = RecordResults(row["patient_id"], self.results, self.checked).run(work)
        work.say(f"Entered the result of {test.name} of {name}")
        return last


@dataclass(frozen=True, slots=True)
class CancelTest(Command):
    """Give a test up, with the reason."""

    title: ClassVar[str] = "Cancel test"
    request: RequestedTest
    day: date
    reason: str

    def run(self, work: UnitOfWork) -> None:
        if not self.reason.strip():
            raise InvalidValue("A cancelled test has a reason. Nothing was saved; write it.")
        _check_past(work, self.day, "cancelled")
        name = _write(work, self.request, self.request.cancelled(self.day, self.reason))
        work.say(f"Cancelled {_test(self.request.test).name} of {name}")


def _test(name: str) -> MolecularTest:
    found = molecular_tests().get(name)
    if found is None:
        raise NotFound(f"There is no test {name}. Nothing was saved; choose one from the list.")
    return found


def _columns(request: RequestedTest) -> dict[str, Any]:
    names = (field.name for field in fields(request))
    return {name: getattr(request, name) for name in names if name not in {"id", "version"}}


def _write(work: UnitOfWork, read: RequestedTest, changed: RequestedTest) -> str:
    """Write the changed request if nobody changed it since it was read; return the patient's name."""
    row = work.one(tables.test_requests, read.id)
    work.update(tables.test_requests, read.id, expect=read.version, **_columns(changed))
    return patient_name(work, row["patient_id"])


def _check_past(work: UnitOfWork, day: date, what: str) -> None:
    if day > work.clock.today():
        raise InvalidValue(f"It cannot have been {what} in the future. Nothing was saved; check the day.")

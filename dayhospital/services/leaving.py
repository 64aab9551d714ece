"""What people do when a patient leaves, or cannot: sign the checks, ask for a bed."""

from dataclasses import dataclass
from typing import ClassVar

from dayhospital.clinical.discharge import assess_discharge
from dayhospital.clinical.leaving_checks import checks_needed, open_checks
from dayhospital.domain.leaving import BedReason, BedState, LeavingCheck
from dayhospital.domain.session import DONE, PRESENT, Status
from dayhospital.errors import Conflict, InvalidValue
from dayhospital.queries import board, unit
from dayhospital.queries.leaving import open_bed
from dayhospital.services.command import Command
from dayhospital.services.status import reach
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SignLeaving(Command):
    """Sign what is in order; a patient who was ready to leave then leaves. An open check needs a reason."""

    title: ClassVar[str] = "Sign leaving checks"
    undoable: ClassVar[bool] = False
    session_id: int
    done: frozenset[LeavingCheck]
    note: str = ""
    reason: str = ""

    def run(self, work: UnitOfWork) -> int:
        session = board.session(work.connection, self.session_id)
        name = session.patient.label.name
        if session.status not in PRESENT | {Status.LEFT}:
            raise InvalidValue(f"{name} is not in the building. Nothing was saved; set the status first.")
        settings, drug = unit.settings(work.connection), work.library.drug
        leaving = assess_discharge(session.patient, session.treatment, session.span, settings, drug)
        needed = checks_needed(session.treatment, leaving, drug)
        work.accept(open_checks(needed, self.done), self.reason)
        signed = work.insert(
            tables.leaving_checks,
            session_id=session.id,
            patient_id=session.patient.label.id,
            done=" ".join(check.value for check in LeavingCheck if check in self.done),
            note=self.note.strip(),
            by=work.user,
            at=work.clock.utc(),
        )
        leaves = session.status is Status.READY_TO_LEAVE
        if leaves:
            reach(work, session, Status.LEFT)
        work.say(f"{name} checked and left" if leaves else f"Leaving checks of {name} signed")
        return signed


@dataclass(frozen=True, slots=True)
class AskForBed(Command):
    """Ask for a bed for a patient who cannot go home; returns the id of the request."""

    title: ClassVar[str] = "Ask for a bed"
    session_id: int
    reason: BedReason
    note: str = ""

    def run(self, work: UnitOfWork) -> int:
        session = board.session(work.connection, self.session_id)
        name = session.patient.label.name
        if session.status not in PRESENT:
            raise InvalidValue(f"{name} is not in the building. Nothing was saved; set the status first.")
        if self.reason is BedReason.OTHER and not self.note.strip():
            raise InvalidValue("Say in the note what the other reason is. Nothing was saved.")
        if open_bed(work.connection, session.id) is not None:
            raise Conflict(f"A bed was asked for {name} already. Nothing was saved.")
        work.touch(day=session.span.day)
        work.say(f"Bed asked for {name}")
        return work.insert(
            tables.bed_requests,
            session_id=session.id,
            patient_id=session.patient.label.id,
            reason=self.reason,
            note=self.note.strip(),
            asked_by=work.user,
            asked_at=work.clock.utc(),
        )


@dataclass(frozen=True, slots=True)
class AnswerBedRequest(Command):
    """Write which ward has the bed, or that none is wanted any more (an empty ward)."""

    title: ClassVar[str] = "Answer bed request"
    session_id: int
    ward: str

    def run(self, work: UnitOfWork) -> None:
        session = board.session(work.connection, self.session_id)
        name, bed = session.patient.label.name, open_bed(work.connection, session.id)
        if bed is None or session.status in DONE:
            raise Conflict(f"No bed is asked for {name} any more. Nothing was changed; look again.")
        ward = self.ward.strip()
        work.update(tables.bed_requests, bed.id, state=BedState.GIVEN if ward else BedState.WITHDRAWN, ward=ward)
        work.touch(day=session.span.day)
        work.say(f"Bed for {name} on {ward}" if ward else f"Bed for {name} no longer asked")

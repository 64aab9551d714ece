"""Go or no-go: a signed decision about a treatment day, and what it does to the course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from dayhospital.clinical.dose_choice import (
    Proposal,
    carried_choices,
    carried_reason,
    least_percent,
    propose,
    reduced_choices,
)
from dayhospital.domain.chosen_dose import DoseChoice
from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.decision import GOES, Decision, DecisionKind
from dayhospital.domain.findings import Severity
from dayhospital.domain.formats import day_text
from dayhospital.domain.gate import Colour
from dayhospital.domain.session import LEGAL, PLANNED, CancelReason, Status
from dayhospital.errors import InvalidValue, Refused
from dayhospital.queries import board
from dayhospital.queries.gates import GateCase, gate_case
from dayhospital.services.chosen_doses import store_doses
from dayhospital.services.command import Command
from dayhospital.services.courses import StopCourse
from dayhospital.services.patients import patient_name
from dayhospital.services.status import cancel, reach
from dayhospital.services.treatment_days import MoveTreatmentDay, OmitTreatmentDay
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork

if TYPE_CHECKING:
    from dayhospital.clinical.library import Library

WAITING = frozenset({Status.ARRIVED, Status.GO_AWAITED})
"""In the building without a go: a go releases the session."""


@dataclass(frozen=True, slots=True)
class Decide(Command):
    """Sign what happens with a treatment day: go, go with a reduced dose, hold to a day, omit, or stop the course.

    It is a fact with name and time, corrected by a new decision. A go against a red gate needs a reason, and so does a
    dose away from the calculated one or raised again. A hold moves the day and what follows by the rule of the regimen;
    somebody who has come already is sent home.
    """

    title: ClassVar[str] = "Decide"
    undoable: ClassVar[bool] = False
    treatment_day_id: int
    kind: DecisionKind
    percent: float | None = None
    to: date | None = None
    reason: str = ""
    stop_code: CancelReason = CancelReason.OTHER
    """Why the course ends, for a stop."""
    doses: tuple[DoseChoice, ...] = ()
    """For a go: what is chosen of single drugs. The others get their full dose, or :attr:`percent` of it."""

    def run(self, work: UnitOfWork) -> int:
        case = gate_case(work.connection, work.library, self.treatment_day_id, work.clock.local())
        _require_open(work, case)
        proposals = self._proposals(work, case)
        decision = self._decision(work, case, proposals)
        if decision.kind in GOES:
            red = [finding for finding in case.verdict.findings if finding.severity is Severity.WARNING]
            work.accept([*red, *(found for one in proposals for found in one.findings)], self.reason)
            self._release(work, case)
        else:
            self._hold_back(work, case)
        made = _store(work, case, decision)
        store_doses(work, made, case.patient.id, proposals)
        work.touch(day=case.day.planned)
        work.say(f"{_words(decision)}: {case.patient.name} {case.short} {case.day.label}")
        return made

    def _proposals(self, work: UnitOfWork, case: GateCase) -> tuple[Proposal, ...]:
        """Return each dose as it is signed with a go; nothing otherwise."""
        if self.kind not in GOES:
            return ()
        named = {choice.drug for choice in self.doses}
        if named - {dose.drug for dose in case.day.doses}:
            raise InvalidValue("A dose is chosen of a drug that is not given on this day. Nothing was signed.")
        lookup = work.library.drug
        reduced = self.percent is not None and 0 < self.percent < 100
        rest = reduced_choices(case.doses, lookup, self.percent or 0) if reduced else ()
        return propose(case.doses, lookup, (*rest, *self.doses))

    def _decision(self, work: UnitOfWork, case: GateCase, proposals: Sequence[Proposal]) -> Decision:
        now = work.clock.local()
        percent, least = self.percent, least_percent(proposals)
        if self.kind is DecisionKind.GO and percent is None and least < 100:
            raise InvalidValue("A lower level is signed as a reduced dose. Nothing was signed; choose that.")
        asked = bool(self.doses) or (percent is not None and 0 < percent < 100)
        if self.kind is DecisionKind.GO_REDUCED and asked and least == 100:
            raise InvalidValue("None of these drugs is given in a lower dose. Nothing was signed; choose another way.")
        if self.kind is DecisionKind.GO_REDUCED and self.doses:
            percent = least
        if self.kind is DecisionKind.HOLD and self.to is not None and self.to <= max(case.day.planned, now.date()):
            raise InvalidValue("A hold ends after today and after the planned day. Nothing was signed; choose another.")
        if self.kind not in GOES and not self.reason.strip():
            raise InvalidValue("Holding, leaving out and stopping need a reason. Nothing was signed; give one.")
        return Decision(
            self.treatment_day_id,
            self.kind,
            work.user,
            now,
            case.day.planned,
            case.verdict.colour,
            percent,
            self.to,
            self.reason.strip() or carried_reason(case.doses, proposals),
        )

    def _release(self, work: UnitOfWork, case: GateCase) -> None:
        """Let a session go on that waits for the go in the building."""
        if case.seat is not None and case.seat.status in WAITING and case.seat.start.date() == work.clock.today():
            reach(work, board.session(work.connection, case.seat.session_id), Status.RELEASED)

    def _hold_back(self, work: UnitOfWork, case: GateCase) -> None:
        """Do to the course what a hold, an omission or a stop asks for."""
        if case.seat is not None and Status.CANCELLED in LEGAL[case.seat.status] and case.seat.status not in PLANNED:
            code = CancelReason.COUNTS_TOO_LOW if case.verdict.colour is Colour.RED else CancelReason.OTHER
            cancel(work, case.seat.session_id, code, self.reason)
        if self.kind is DecisionKind.OMIT:
            OmitTreatmentDay(self.treatment_day_id, self.reason).run(work)
        elif self.kind is DecisionKind.STOP:
            StopCourse(case.course_id, work.clock.today(), self.stop_code, self.reason).run(work)
        else:
            assert self.to is not None
            MoveTreatmentDay(self.treatment_day_id, self.to, True, self.reason).run(work)


@dataclass(frozen=True, slots=True)
class SignUnchanged(Command):
    """Sign a go for several treatment days at once, all of them or none; each must be green at this moment.

    Who had a reduced dose the last time goes on with it.
    """

    title: ClassVar[str] = "Sign all unchanged"
    undoable: ClassVar[bool] = False
    treatment_day_ids: tuple[int, ...]

    def run(self, work: UnitOfWork) -> None:
        if not self.treatment_day_ids:
            raise InvalidValue("There is nothing to sign. Nothing was changed.")
        for treatment_day_id in self.treatment_day_ids:
            case = gate_case(work.connection, work.library, treatment_day_id, work.clock.local())
            if case.verdict.colour is not Colour.GREEN or not case.needs_decision:
                name = f"{patient_name(work, case.patient.id)} {case.day.label}"
                raise Refused(f"{name} is no longer green or was decided. Nothing was signed; look again.")
            go_on(case, work.library).run(work)
        count = len(self.treatment_day_ids)
        work.say("Signed one go" if count == 1 else f"Signed {count} goes")


def go_on(case: GateCase, library: "Library") -> Decide:
    """Return the go that changes nothing: the full dose, or the reduced one of the last time."""
    carried = carried_choices(case.doses)
    if least_percent(propose(case.doses, library.drug, carried)) == 100:
        return Decide(case.treatment_day_id, DecisionKind.GO)
    return Decide(case.treatment_day_id, DecisionKind.GO_REDUCED, doses=carried)


def _require_open(work: UnitOfWork, case: GateCase) -> None:
    """Refuse a decision about what cannot be decided any more."""
    name = f"{case.patient.name} {case.day.label}"
    row = work.one(tables.treatment_days, case.treatment_day_id)
    if row["state"] is not DayState.DUE:
        raise InvalidValue(f"{name} is {row['state'].value} already. Nothing was signed.")
    if work.one(tables.courses, case.course_id)["state"] is not CourseState.ACTIVE:
        raise InvalidValue(f"The course of {name} has ended. Nothing was signed.")
    if case.seat is not None and case.seat.begun:
        raise InvalidValue(f"The treatment of {name} has begun. Nothing was signed.")


def _store(work: UnitOfWork, case: GateCase, decision: Decision) -> int:
    return work.insert(
        tables.decisions,
        patient_id=case.patient.id,
        treatment_day_id=decision.treatment_day_id,
        kind=decision.kind,
        planned=decision.planned,
        colour=decision.colour,
        percent=decision.percent,
        held_to=decision.to,
        reason=decision.reason,
        by=decision.by,
        at=work.clock.utc(),
    )


def _words(decision: Decision) -> str:
    if decision.kind is DecisionKind.GO_REDUCED:
        return f"Go with {decision.percent:g} % of the dose"
    if decision.kind is DecisionKind.HOLD and decision.to is not None:
        return f"Held to {day_text(decision.to)}"
    return {DecisionKind.GO: "Go", DecisionKind.OMIT: "Left out", DecisionKind.STOP: "Stopped"}[decision.kind]

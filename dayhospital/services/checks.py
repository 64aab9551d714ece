"""The one place where a session's place is checked inside a unit of work, by the same rules as on the board."""

from dataclasses import dataclass

from dayhospital.domain.board import BoardDay, BoardSession, PatientFacts, Treatment
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.span import Span
from dayhospital.queries.board import board_day
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Request:
    """A patient wants a chair for a treatment at a time; ``session`` is the one that moves, None for a new one."""

    patient: PatientFacts
    treatment: Treatment
    chair_id: int
    span: Span
    session: BoardSession | None = None

    @classmethod
    def of(cls, session: BoardSession, chair_id: int, span: Span) -> "Request":
        return cls(session.patient, session.treatment, chair_id, span, session)


def findings(work: UnitOfWork, request: Request) -> tuple[Finding, ...]:
    """Return what stands between a request and its place, read in the transaction that will write it."""
    day = board_day(work.connection, request.span.day)
    return _placement(day, request)


def fits(work: UnitOfWork, session: BoardSession, chair_id: int, span: Span) -> bool:
    """Return whether a session may go to a place without any warning."""
    found = findings(work, Request.of(session, chair_id, span))
    return all(finding.severity is Severity.NOTE for finding in found)


def too_short(session: BoardSession, span: Span) -> tuple[Finding, ...]:
    """Return the warning that a length is below what the regimen asks for."""
    needed = session.treatment.chair_minutes
    if span.minutes >= needed or span.minutes >= session.span.minutes:
        return ()
    return (Finding(Severity.WARNING, "shorter-than-regimen", facts={"needed": needed, "minutes": span.minutes}),)


def _placement(day: BoardDay, request: Request) -> tuple[Finding, ...]:
    found = []
    me = request.session.id if request.session else 0
    for other in day.sessions:
        if other.id == me or other.status.value in {"no_show"} or not other.span.overlaps(request.span):
            continue
        if other.chair_id == request.chair_id:
            found.append(Finding(Severity.BLOCK, "chair-taken"))
        if other.patient.label.id == request.patient.label.id:
            found.append(Finding(Severity.BLOCK, "patient-already-booked"))
    if any(b.chair_id == request.chair_id and b.span.overlaps(request.span) for b in day.blocks):
        found.append(Finding(Severity.BLOCK, "chair-blocked"))
    if not day.open:
        found.append(Finding(Severity.BLOCK, "closed-day"))
    elif not day.hours.contains(request.span):
        found.append(Finding(Severity.BLOCK, "outside-hours"))
    if request.treatment.chair_kinds and day.chair(request.chair_id).kind not in request.treatment.chair_kinds:
        found.append(Finding(Severity.WARNING, "chair-kind"))
    if request.treatment.window and request.span.day not in request.treatment.window:
        found.append(Finding(Severity.WARNING, "outside-window"))
    return tuple(found)

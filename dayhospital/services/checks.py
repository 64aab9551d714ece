"""The one place where a session's place is checked inside a unit of work, by the same rules as on the board."""

from dataclasses import dataclass, replace

from dayhospital.clinical.port import assess_port
from dayhospital.clinical.port_insertion import booking_findings, planned_findings
from dayhospital.domain.board import BoardSession, PatientFacts, Treatment
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.span import Span
from dayhospital.queries import unit
from dayhospital.queries.board import board_around
from dayhospital.queries.ports import planned_insertion
from dayhospital.scheduling.load import reach
from dayhospital.scheduling.offers import check_place
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


def findings(work: UnitOfWork, request: Request, gone: frozenset[int] = frozenset()) -> tuple[Finding, ...]:
    """Return what stands between a request and its place, read in the transaction that will write it.

    ``gone`` are sessions that leave their places in the same transaction.
    """
    place = (request.patient.label.id, request.chair_id, request.span)
    around = board_around(work.connection, *place, reach(request.treatment))
    if gone:
        around = replace(around, sessions=tuple(one for one in around.sessions if one.id not in gone))
    found = check_place(
        around,
        request.treatment,
        *place,
        work.clock.local(),
        request.session.id if request.session else None,
        work.library.drug,
    )
    patient, day = request.patient, request.span.day
    if patient.port is None:
        return (*found, *_planned_port(work, request))
    if day >= patient.port.usable_from:
        return found  # the library is asked for drugs only where it matters
    return (*found, *booking_findings(patient.port, request.treatment, day, work.library.drug))


def _planned_port(work: UnitOfWork, request: Request) -> tuple[Finding, ...]:
    """Return whether a port that is still to be put in comes too late for a treatment that needs it."""
    treatment, day = request.treatment, request.span.day
    if not treatment.demand.preparations:
        return ()  # nothing is infused, so nobody has to look
    planned = planned_insertion(work.connection, request.patient.label.id)
    if planned is None:
        return ()
    drug = work.library.drug
    regimen = work.library.of_course(treatment.regimen_id, treatment.regimen_version)
    need = assess_port(request.patient, treatment, day, drug, regimen).need
    usable_after = unit.settings(work.connection).port_usable_after_days
    return planned_findings(planned, need, treatment, day, usable_after, drug)


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

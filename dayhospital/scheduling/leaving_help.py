"""What would let a patient go home after all, while there is still time to act."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from dayhospital.clinical.discharge import DischargeAssessment, Leave, assess_discharge
from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.regimen import Place, Route
from dayhospital.domain.session import PLANNED
from dayhospital.scheduling.offers import TimePreference, day_offers
from dayhospital.scheduling.place_rules import DrugLookup

OF_TIME = frozenset({"leave-after-closing", "leave-margin", "first-watch-late", "first-dose-late"})
"""Reasons of the discharge rule that another time would answer."""


def what_helps(
    board: BoardDay, session: BoardSession, leaving: DischargeAssessment, drug: DrugLookup, now: datetime
) -> tuple[Finding, ...]:
    """Return what would help a session that ends too late: an earlier start, another form, two days, a bed.

    Nothing when the time is not what speaks against going home, or when the session has begun.
    """
    if session.status not in PLANNED or leaving.verdict < Leave.DOCTOR:
        return ()
    if not any(reason.code in OF_TIME for reason in leaving.reasons):
        return ()
    return (
        *_earlier(board, session, leaving, drug, now),
        *_other_form(session, drug),
        *_two_days(session, leaving),
        *_bed(board, session, leaving),
    )


def _earlier(
    board: BoardDay, session: BoardSession, leaving: DischargeAssessment, drug: DrugLookup, now: datetime
) -> Iterator[Finding]:
    """The first free place before the booked one from which the patient goes home more likely."""
    treatment, patient = session.treatment, session.patient
    first = TimePreference(session.chair_id, board.hours.start)
    minutes = session.span.minutes
    found = day_offers(
        board, treatment, patient.label.id, minutes, now, prefer=first, ignore_session=session.id, drug_lookup=drug
    )
    for offer in sorted(found, key=lambda one: one.span.start):
        better = assess_discharge(patient, treatment, offer.span, board.settings, drug)
        if offer.span.start < session.span.start and not offer.findings and better.verdict < leaving.verdict:
            facts = {"start": offer.span.start, "chair": board.chair(offer.chair_id).name}
            yield _note("help-earlier-start", facts)
            return


def _other_form(session: BoardSession, drug: DrugLookup) -> Iterator[Finding]:
    for dose in session.treatment.doses:
        form = drug(dose.drug).subcutaneous_form
        if form and dose.place is not Place.HOME:
            facts = {"drug": drug(dose.drug).tall_man, "form": drug(form).tall_man}
            yield _note("help-subcutaneous", facts)


def _two_days(session: BoardSession, leaving: DischargeAssessment) -> Iterator[Finding]:
    infused = [dose for dose in session.treatment.doses if dose.route == Route.IV and dose.place is not Place.HOME]
    if len(infused) > 1 and any(reason.code == "leave-after-closing" for reason in leaving.reasons):
        yield _note("help-two-days", {"drugs": len(infused)})


def _bed(board: BoardDay, session: BoardSession, leaving: DischargeAssessment) -> Iterator[Finding]:
    in_bed = board.chair(session.chair_id).kind is ChairKind.BED
    if leaving.verdict is Leave.NO and not in_bed:
        yield _note("help-bed", {})


def _note(code: str, facts: Mapping[str, object]) -> Finding:
    return Finding(Severity.NOTE, code, "practice", facts)

"""What has to be in order before a patient leaves: which checks a session needs, and which are open."""

from collections.abc import Iterable, Iterator

from dayhospital.clinical.discharge import DischargeAssessment, DrugLookup
from dayhospital.domain.board import Treatment
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.leaving import LeavingCheck
from dayhospital.domain.regimen import Group, Place, Route

ESCORT_CODES = frozenset({"no-driving", "no-driving-alone", "no-driving-escort"})
"""Reasons of the discharge rule after which somebody else has to drive."""
LINE_ROUTES = frozenset({Route.IV})


def checks_needed(treatment: Treatment, leaving: DischargeAssessment, drug: DrugLookup) -> tuple[LeavingCheck, ...]:
    """Return the checks of one session, in the order they are done (clinical reference 6.1; practice)."""
    return tuple(check for check in LeavingCheck if check not in _not_asked(treatment, leaving, drug))


def _not_asked(treatment: Treatment, leaving: DischargeAssessment, drug: DrugLookup) -> Iterator[LeavingCheck]:
    given = [dose for dose in treatment.doses if dose.place is not Place.HOME]
    if not any(dose.route in LINE_ROUTES for dose in given):
        yield LeavingCheck.LINE
    if not any(reason.code in ESCORT_CODES for reason in leaving.reasons):
        yield LeavingCheck.ESCORT
    if not any(drug(dose.drug).group == Group.CHEMOTHERAPY for dose in treatment.doses):
        yield LeavingCheck.FEVER_CARD
    if treatment.course_id is None:
        yield LeavingCheck.NEXT_DATE


def open_checks(needed: Iterable[LeavingCheck], done: Iterable[LeavingCheck]) -> tuple[Finding, ...]:
    """Return the warning that checks are open, nothing when all are done."""
    missing = tuple(check for check in needed if check not in set(done))
    if not missing:
        return ()
    return (Finding(Severity.WARNING, "leaving-unchecked", "practice", {"checks": missing}),)

"""What the lifetime doses of a patient say to treatment days that are about to be planned."""

from collections.abc import Sequence
from dataclasses import replace

from dayhospital.clinical.cumulative import (
    heart_risks,
    lifetime_doses,
    planned_portions,
    portions,
    present_levels,
)
from dayhospital.domain.chosen_dose import by_day
from dayhospital.domain.course import PlannedDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.queries.chosen_doses import signed_of_patient
from dayhospital.queries.courses import courses
from dayhospital.queries.earlier_doses import chest_radiotherapy_of, earlier_doses_of
from dayhospital.queries.patients import patient_facts
from dayhospital.storage.work import UnitOfWork


def lifetime_findings(
    work: UnitOfWork, patient_id: int, days: Sequence[PlannedDay], course_id: int | None = None
) -> list[Finding]:
    """Return which lifetime limits are passed with these days; nothing where they add nothing.

    Days that are added to a course count at the level it is given at now. Even the highest limit yields to a reason:
    the program reminds, a person decides.
    """
    connection, drug = work.connection, work.library.drug
    if not planned_portions(days, drug):
        return []
    held, chosen = courses(connection, patient_id), by_day(signed_of_patient(connection, patient_id))
    course = next((one for one in held if one.id == course_id), None)
    added = planned_portions(days, drug, {} if course is None else present_levels(course, chosen))
    known = portions(held, earlier_doses_of(connection, patient_id), drug, chosen)
    factors = patient_facts(connection, patient_id).home.high_risk
    risks = heart_risks(factors, chest_radiotherapy_of(connection, patient_id))
    return [
        replace(finding, severity=min(finding.severity, Severity.WARNING))
        for lifetime in lifetime_doses((*known, *added), drug, risks)
        for finding in lifetime.findings
    ]

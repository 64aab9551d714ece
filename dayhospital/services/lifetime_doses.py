"""What the lifetime doses of a patient say to treatment days that are about to be planned."""

from collections.abc import Sequence
from dataclasses import replace

from dayhospital.clinical.cumulative import lifetime_doses, planned_portions, portions
from dayhospital.domain.course import PlannedDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.queries.courses import courses
from dayhospital.queries.earlier_doses import earlier_doses_of
from dayhospital.queries.patients import patient_facts
from dayhospital.storage.work import UnitOfWork


def lifetime_findings(work: UnitOfWork, patient_id: int, days: Sequence[PlannedDay]) -> list[Finding]:
    """Return which lifetime limits are passed with these days; nothing where they add nothing.

    Even the highest limit yields to a reason: the program reminds, a person decides.
    """
    connection, drug = work.connection, work.library.drug
    added = planned_portions(days, drug)
    if not added:
        return []
    known = portions(courses(connection, patient_id), earlier_doses_of(connection, patient_id), drug)
    risks = patient_facts(connection, patient_id).home.high_risk
    return [
        replace(finding, severity=min(finding.severity, Severity.WARNING))
        for lifetime in lifetime_doses((*known, *added), drug, risks)
        for finding in lifetime.findings
    ]

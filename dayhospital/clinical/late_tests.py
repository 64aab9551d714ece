"""What is late in the story of a requested test: the biopsy, the sending, the result."""

from collections.abc import Iterable, Iterator
from datetime import date

from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.requested_test import RequestedTest, Stage

UNPLANNED_DAYS = 7
"""After so many days a biopsy that is needed ought to have its day."""
UNSENT_DAYS = 5
"""After so many days a specimen ought to be on its way; tissue takes days to be fixed and cut."""


def late_tests(requests: Iterable[RequestedTest], today: date) -> tuple[Finding, ...]:
    """Return what is late, the longest first asked for."""
    ordered = sorted(requests, key=lambda one: (one.asked_on, one.id))
    return tuple(finding for request in ordered for finding in late_steps(request, today))


def late_steps(request: RequestedTest, today: date) -> Iterator[Finding]:
    """Yield what is late of one request; a closed one is never late."""
    tests = molecular_tests()
    name = tests[request.test].name if request.test in tests else request.test
    stage = request.stage(today)
    if stage is Stage.OVERDUE and request.due_on is not None:
        days = (today - request.due_on).days
        facts = {"test": name, "due": request.due_on, "days": days}
        yield Finding(Severity.WARNING, "test-result-overdue", "unit", facts)
    elif stage is Stage.BIOPSY_PLANNED and request.biopsy_planned is not None and today > request.biopsy_planned:
        facts = {"test": name, "planned": request.biopsy_planned}
        yield Finding(Severity.WARNING, "test-biopsy-not-recorded", "unit", facts)
    elif stage is Stage.ASKED and request.needs_biopsy and (today - request.asked_on).days > UNPLANNED_DAYS:
        facts = {"test": name, "asked": request.asked_on, "limit": UNPLANNED_DAYS}
        yield Finding(Severity.WARNING, "test-biopsy-not-planned", "practice", facts)
    elif stage is Stage.BIOPSY_TAKEN or (stage is Stage.ASKED and not request.needs_biopsy):
        since = request.biopsy_taken or request.asked_on
        if (today - since).days > UNSENT_DAYS:
            facts = {"test": name, "since": since, "limit": UNSENT_DAYS}
            yield Finding(Severity.WARNING, "test-not-sent", "practice", facts)

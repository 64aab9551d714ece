"""When a port was last used, when it is to be flushed, and when to ask about its removal (clinical reference 5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dayhospital.clinical.treatment_lines import months_after
from dayhospital.domain.board import BoardSession, Treatment
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.patient import Port
from dayhospital.domain.regimen import Route
from dayhospital.domain.session import GIVEN

FLUSH_REGIMEN = "port_flush"
"""The supportive regimen that flushes a port; it is a use of the port and no drug."""
FLUSH_WINDOW_DAYS = (28, 56)
"""A flush makes sense from 4 weeks after the last use and is best done by 8 (source: jco-op-port-flush-2022)."""
FLUSH_HARD_DAYS = 84
"""After 12 weeks without use the list insists (source: jco-op-port-flush-2022)."""
SOON_DAYS = 7
"""A flush that is late already may wait so long for what is booked (practice)."""
REMOVAL_MONTHS = 3
"""So long after the last intravenous drug one asks whether the port is still needed (practice)."""


class FlushState(StrEnum):
    """How pressing the next flush of a port is, the most pressing first."""

    PAST_LIMIT = "past_limit"
    OVERDUE = "overdue"
    DUE = "due"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class FlushDue:
    """When the next flush of a port is due."""

    earliest: date
    due: date
    latest: date
    limit: date
    """The hard reminder."""

    def covered_by(self, next_use: date | None, today: date) -> bool:
        """Return whether what is booked rinses the port in time, or within a week if it is late already."""
        return next_use is not None and next_use <= max(self.latest, today + timedelta(SOON_DAYS))

    def state(self, today: date) -> FlushState:
        if today >= self.limit:
            return FlushState.PAST_LIMIT
        if today > self.due:
            return FlushState.OVERDUE
        return FlushState.DUE if today >= self.earliest else FlushState.LATER


@dataclass(frozen=True, slots=True)
class PortUse:
    """The last day a port was used, None if never; ``flush_due`` counts from it, else from the first usable day."""

    last: date | None
    flush_due: date


def port_use(port: Port, sessions: Iterable[BoardSession], flush_interval_days: int) -> PortUse:
    """Return when a port was last used: an access recorded, or an infusion begun while it was usable.

    Every use resets the count to the next flush, and with a port in place infusions go through it.
    """
    infused = (session.span.day for session in sessions if session.status in GIVEN and infuses(session.treatment))
    days = [day for day in infused if port.usable_on(day)]
    if port.last_access is not None:
        days.append(port.last_access)
    last = max(days, default=None)
    return PortUse(last, (last or port.usable_from) + timedelta(days=flush_interval_days))


def flush_due(since: date, flush_interval_days: int) -> FlushDue:
    """Return when a port last used on a day (or first usable on it) is to be flushed.

    The unit's interval stands; the usual window and the hard reminder widen where it lies outside them.
    """
    earliest, latest = FLUSH_WINDOW_DAYS
    return FlushDue(
        since + timedelta(min(earliest, flush_interval_days)),
        since + timedelta(flush_interval_days),
        since + timedelta(max(latest, flush_interval_days)),
        since + timedelta(max(FLUSH_HARD_DAYS, flush_interval_days)),
    )


def removal_findings(port: Port, last_drug: date | None, planned: bool, today: date) -> tuple[Finding, ...]:
    """Return the note that a port may come out: its last drug is long ago and nothing is planned.

    Args:
        last_drug: The last day an intravenous drug was given, flushes aside; without one the insertion counts.
        planned: Whether any intravenous treatment is booked or due.
    """
    since = max(last_drug or port.inserted, port.inserted)
    if planned or months_after(since, REMOVAL_MONTHS) > today:
        return ()
    facts = {"last": since, "months": REMOVAL_MONTHS}
    return (Finding(Severity.NOTE, "port-ask-removal", "practice", facts),)


def last_drug(port: Port, sessions: Iterable[BoardSession]) -> date | None:
    """Return the last day a drug was infused while the port could be used, flushes aside; None if never."""
    given = (one for one in sessions if one.status in GIVEN and one.treatment.regimen_id != FLUSH_REGIMEN)
    days = (one.span.day for one in given if infuses(one.treatment))
    return max((day for day in days if port.usable_on(day)), default=None)


def infuses(treatment: Treatment) -> bool:
    """Return whether anything of a treatment goes into a vein."""
    return any(dose.route == Route.IV for dose in treatment.doses)

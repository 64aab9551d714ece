"""When a port was last used, and when it is to be flushed (clinical reference 5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dayhospital.domain.board import BoardSession
from dayhospital.domain.patient import Port
from dayhospital.domain.regimen import Route
from dayhospital.domain.session import GIVEN


@dataclass(frozen=True, slots=True)
class PortUse:
    """The last day a port was used, None if never; ``flush_due`` counts from it, else from the first usable day."""

    last: date | None
    flush_due: date


def port_use(port: Port, sessions: Iterable[BoardSession], flush_interval_days: int) -> PortUse:
    """Return when a port was last used: an access recorded, or an infusion begun while it was usable.

    Every use resets the count to the next flush, and with a port in place infusions go through it.
    """
    infused = (session.span.day for session in sessions if session.status in GIVEN and _infuses(session))
    days = [day for day in infused if port.usable_on(day)]
    if port.last_access is not None:
        days.append(port.last_access)
    last = max(days, default=None)
    return PortUse(last, (last or port.usable_from) + timedelta(days=flush_interval_days))


def _infuses(session: BoardSession) -> bool:
    return any(dose.route == Route.IV for dose in session.treatment.doses)

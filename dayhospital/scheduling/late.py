"""How a day runs against its plan: who is late, what runs over, into whose time."""

from dataclasses import dataclass
from datetime import datetime

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.session import NOT_LIVE, PLANNED, PRESENT, RUNNING, Status
from dayhospital.domain.span import Span

LATE_AFTER_MINUTES = 10
"""Nobody seated so long after the booked start: late."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """How one session runs at a moment."""

    minutes_late: int
    """Since the booked start, while nobody is seated; 0 if on time."""
    expected_end: datetime
    """When the chair is expected to be free, local time."""
    shadow: Span | None
    """What it takes of the time after its booked end; None if nothing."""

    @property
    def minutes_over(self) -> int:
        return self.shadow.minutes if self.shadow else 0


def lateness(session: BoardSession, now: datetime) -> Lateness | None:
    """Return how a session runs, None when it runs to plan or is over.

    A running session keeps its planned length from its real start; one that waits starts now at the earliest.
    """
    if session.span.day != now.date() or session.status in NOT_LIVE:
        return None
    begun = session.reached(Status.IN_TREATMENT)
    length = session.span.end - session.span.start
    late = 0
    if session.status in RUNNING or session.status is Status.READY_TO_LEAVE:
        expected = max((begun or session.span.start) + length, now) if session.status in RUNNING else now
    elif session.status in PLANNED | PRESENT:
        late = max(0, int((now - session.span.start).total_seconds() // 60))
        expected = max(session.span.end, now + length) if late >= LATE_AFTER_MINUTES else session.span.end
    else:
        return None
    expected = expected.replace(second=0, microsecond=0)
    shadow = Span(session.span.end, expected) if expected > session.span.end else None
    if late < LATE_AFTER_MINUTES:
        late = 0
    return Lateness(late, expected, shadow) if late or shadow else None


def touched(board: BoardDay, session: BoardSession, late: Lateness) -> BoardSession | None:
    """Return the next session on the same chair that a delay reaches into, None if there is none."""
    if late.shadow is None:
        return None
    following = [
        other
        for other in board.sessions
        if other.chair_id == session.chair_id
        and other.id != session.id
        and other.status not in NOT_LIVE
        and other.span.overlaps(late.shadow)
    ]
    return min(following, key=lambda other: other.span, default=None)

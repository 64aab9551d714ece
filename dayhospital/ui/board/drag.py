"""Dragging, without a widget: press, lift, land, drop. The view feeds it points and keys; it yields a decision."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from dayhospital.domain.board import Treatment
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.session import MAX_SESSION_MINUTES
from dayhospital.domain.span import Span
from dayhospital.ui.board.geometry import GRAIN, BoardGeometry, snap

LIFT_PX = 4
"""So far the pointer moves before a press becomes a drag."""
KEY_STEP = timedelta(minutes=15)


class Cause(StrEnum):
    """What is being done to what is dragged."""

    MOVE = "move"
    RESIZE = "resize"
    PLACE = "place"
    """From the tray: a treatment day without a session."""
    UNPIN = "unpin"
    """From the pinboard back to the board."""


class Phase(StrEnum):
    IDLE = "idle"
    PRESSED = "pressed"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Cargo:
    """What is dragged. ``chair_id`` and ``span`` are where it came from, None from the tray."""

    cause: Cause
    patient: PatientLabel
    treatment: Treatment
    minutes: int
    session_id: int | None = None
    chair_id: int | None = None
    span: Span | None = None
    same_chair: bool = False
    """Taken by its left edge: only the start changes."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where it would come down."""

    chair_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a landing."""

    landing: Landing
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        return any(finding.severity is Severity.BLOCK for finding in self.findings)

    @property
    def soft(self) -> bool:
        """Whether only limits stand in the way that a reason can pass."""
        return not self.refused and any(finding.severity is Severity.WARNING for finding in self.findings)

    @property
    def fits(self) -> bool:
        return not self.refused and not self.soft


@dataclass(frozen=True, slots=True)
class Dropped:
    """It came down. ``findings`` are the warnings that need a reason; none is a plain fit."""

    cargo: Cargo
    landing: Landing
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """It went back to where it came from; ``verdict`` says why, None when it was given up."""

    cargo: Cargo
    verdict: Verdict | None = None
    nearest: Landing | None = None
    """What would have fitted."""


Outcome = Dropped | Returned
Judge = Callable[[Cargo, Landing], tuple[Finding, ...]]
Nearest = Callable[[Cargo, Landing], Landing | None]


class DragMachine:
    """Knows what is dragged, where it would land and what the rules say of it."""

    def __init__(self, judge: Judge, nearest: Nearest) -> None:
        self._judge, self._nearest_fit = judge, nearest
        self._reset()

    def _reset(self) -> None:
        self.phase = Phase.IDLE
        self.cargo: Cargo | None = None
        self.verdict: Verdict | None = None
        self.nearest: Landing | None = None
        self.by_key = False
        self._press = (0.0, 0.0)
        self._slack = timedelta()

    @property
    def lifted(self) -> bool:
        return self.phase is Phase.LIFTED

    def press(self, cargo: Cargo, x: float, y: float, slack: timedelta = timedelta()) -> None:
        """Take hold of something at a content point; ``slack`` is the time from its start to the pointer."""
        self._reset()
        self.phase, self.cargo, self._press, self._slack = Phase.PRESSED, cargo, (x, y), slack

    def pick_up(self, cargo: Cargo, landing: Landing | None = None) -> None:
        """Lift something at once: by key, or from the tray before the pointer is over the board."""
        self._reset()
        self.phase, self.cargo, self.by_key = Phase.LIFTED, cargo, landing is not None
        if landing is not None:
            self._land(landing)

    def move(self, x: float, y: float, geometry: BoardGeometry, *, keep_chair: bool = False) -> bool:
        """Follow the pointer; return whether what is shown changed."""
        if self.cargo is None:
            return False
        if self.phase is Phase.PRESSED:
            if max(abs(x - self._press[0]), abs(y - self._press[1])) < LIFT_PX:
                return False
            self.phase = Phase.LIFTED
        landing = self._landing_at(self.cargo, x, y, geometry, keep_chair)
        if self.verdict is not None and self.verdict.landing == landing:
            return False
        self._land(landing)
        return True

    def leave(self) -> None:
        """The pointer is over no chair: nothing would land."""
        self.verdict = self.nearest = None

    def step(self, geometry: BoardGeometry, rows: int = 0, time: timedelta = timedelta()) -> None:
        """Move the landing by rows and time, by key."""
        if self.verdict is None or self.cargo is None:
            return
        landing = self.verdict.landing
        if self.cargo.cause is Cause.RESIZE:
            end = max(snap(landing.span.end + time), landing.span.start + GRAIN)
            self._land(Landing(landing.chair_id, Span(landing.span.start, end)))
            return
        row = (geometry.row_of(landing.chair_id) or 0) + rows
        chair = geometry.chair_ids[min(max(row, 0), len(geometry.chair_ids) - 1)]
        self._land(Landing(chair, landing.span.moved_to(snap(landing.span.start + time))))

    def go_to(self, landing: Landing) -> None:
        """Put the landing somewhere: a typed start time."""
        self._land(landing)

    def take_nearest(self) -> bool:
        """Go to the nearest fit; False if there is none."""
        if self.nearest is None:
            return False
        self._land(self.nearest)
        return True

    def drop(self, *, accept_soft: bool = False) -> Outcome | None:
        """Let go. None after a mere click or when it lands where it was; soft limits stop it unless accepted."""
        cargo, verdict, nearest, lifted = self.cargo, self.verdict, self.nearest, self.lifted
        self._reset()
        if cargo is None or not lifted:
            return None
        if verdict is None or verdict.refused or (verdict.soft and not accept_soft):
            return Returned(cargo, verdict, nearest)
        landing = verdict.landing
        if cargo.cause is not Cause.UNPIN and (landing.chair_id, landing.span) == (cargo.chair_id, cargo.span):
            return None
        return Dropped(cargo, landing, tuple(f for f in verdict.findings if f.severity is Severity.WARNING))

    def cancel(self) -> Returned | None:
        """Give up; None if nothing was lifted."""
        cargo, lifted = self.cargo, self.lifted
        self._reset()
        return Returned(cargo) if cargo is not None and lifted else None

    def _landing_at(self, cargo: Cargo, x: float, y: float, geometry: BoardGeometry, keep_chair: bool) -> Landing:
        if cargo.cause is Cause.RESIZE and cargo.span is not None and cargo.chair_id is not None:
            longest = cargo.span.start + timedelta(minutes=MAX_SESSION_MINUTES)
            end = min(max(geometry.snapped_at(x), cargo.span.start + GRAIN), longest)
            return Landing(cargo.chair_id, Span(cargo.span.start, end))
        start = snap(geometry.moment_at(x) - self._slack)
        stays = (keep_chair or cargo.same_chair) and cargo.chair_id is not None
        chair = cargo.chair_id if stays and cargo.chair_id is not None else geometry.chair_at(y)
        return Landing(chair, Span.lasting(start, cargo.minutes))

    def _land(self, landing: Landing) -> None:
        if self.cargo is None:
            return
        self.verdict = Verdict(landing, self._judge(self.cargo, landing))
        self.nearest = None if self.verdict.fits else self._nearest_fit(self.cargo, landing)

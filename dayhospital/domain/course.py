"""A course: a regimen given to a patient, and its treatment days."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dayhospital.domain.findings import Finding
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.regimen import Place, Setting
from dayhospital.domain.session import CancelReason
from dayhospital.domain.span import Window


class SegmentKind(StrEnum):
    SETUP = "setup"
    PREMEDICATION = "premedication"
    DRUG = "drug"
    FLUSH = "flush"
    OBSERVATION = "observation"
    PROCEDURE = "procedure"
    """A transfusion-free act without a drug: blood draw, consultation."""
    DISCHARGE = "discharge"


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a session: ``start`` in minutes from the session's start, ``minutes`` long.

    Segments are in order and never overlap; an observation that runs beside a drug is not a segment of its own.
    """

    kind: SegmentKind
    start: int
    minutes: int
    drug: str = ""
    """Drug id for DRUG and for the OBSERVATION after it."""

    @property
    def end(self) -> int:
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class ChairTime:
    """How long a treatment day takes: two numbers, because waiting is not sitting."""

    chair_minutes: int
    """In the chair, rounded up to 15 min; what is booked."""
    stay_minutes: int
    """In the building: arrival, checks and waiting before the chair, and the chair."""
    segments: tuple[Segment, ...]
    """Cover the chair time from 0 to its unrounded end."""

    @property
    def infusion_end(self) -> int:
        """Minutes from the start to the end of the last drug, 0 without drugs."""
        return max((segment.end for segment in self.segments if segment.kind is SegmentKind.DRUG), default=0)


@dataclass(frozen=True, slots=True)
class Dose:
    """One drug on one treatment day."""

    drug: str
    phase: int
    """Index of the phase in the regimen."""
    cycle: int
    day: int
    exposure: int
    """1 for the first time the patient gets this drug in the course."""
    loading: bool
    dose: float
    unit: str
    route: str
    place: Place


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One treatment day as worked out from the regimen, before it is stored."""

    label: str
    """``C3D8`` by the leading clock."""
    cycle: int
    day: int
    phase: int
    window: Window
    planned: date
    """The ideal day moved off closed days inside its window."""
    place: Place
    chair_kinds: tuple[ChairKind, ...]
    """Where it may sit, the usual kind first; empty when no chair is needed."""
    doses: tuple[Dose, ...]
    time: ChairTime
    acuity: int
    provisional: bool = False
    """True after a pause whose end nobody knows yet (surgery)."""
    findings: tuple[Finding, ...] = ()

    @property
    def needs_chair(self) -> bool:
        return bool(self.chair_kinds)


class DayState(StrEnum):
    """What became of a treatment day. Booked is not a state: it follows from a live session."""

    DUE = "due"
    GIVEN = "given"
    OMITTED = "omitted"


class CourseState(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class TreatmentDay:
    """A stored treatment day. ``session_id`` is the live session that holds it, if any."""

    id: int
    course_id: int
    plan: PlannedDay
    state: DayState
    version: int
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A regimen given to a patient, with the regimen version it began with."""

    id: int
    patient_id: int
    regimen_id: str
    regimen_version: int
    regimen_name: str
    regimen_short: str
    colour: str
    setting: Setting
    line: int
    start: date
    consultant: str
    state: CourseState
    days: tuple[TreatmentDay, ...] = ()
    note: str = ""
    version: int = 1
    stopped_on: date | None = None
    stop_reason: str = ""
    """A :class:`~dayhospital.domain.session.CancelReason`, or other words."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A course that is to end because another regimen takes its place."""

    course_id: int
    day: date
    reason: CancelReason
    note: str = ""

    def of(self, courses: Iterable[Course]) -> tuple[Course, ...]:
        """Return courses as they are once it has ended."""
        return tuple(self._stopped(course) if course.id == self.course_id else course for course in courses)

    def _stopped(self, course: Course) -> Course:
        return replace(course, state=CourseState.STOPPED, stopped_on=self.day, stop_reason=self.reason)

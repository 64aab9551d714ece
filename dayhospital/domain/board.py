"""One day of the unit as the board, the offers and the paper see it: a snapshot, safe in any thread."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from dayhospital.domain.course import Dose, Segment, SegmentKind
from dayhospital.domain.hospital import Block, Chair, ChairKind, Closure, Shift, UnitSettings
from dayhospital.domain.patient import Access, Allergy, AllergyStatus, Home, PatientLabel, Port
from dayhospital.domain.regimen import Place, PortDefault, Route, Setting
from dayhospital.domain.session import NOT_LIVE, CancelReason, Status, StatusEvent
from dayhospital.domain.span import Span, Window


class Demand(NamedTuple):
    """What a treatment asks of nurses and pharmacy."""

    injected: bool
    """Whether everything given in the building is injected."""
    acuity: int
    preparations: int
    """How many preparations the pharmacy makes: one for each drug that is infused."""
    first_drug_minute: int
    """Minutes from the start of the session to the first drug, 0 without one."""


@dataclass(frozen=True)
class Treatment:
    """What a session or a due day is for: regimen, place in the course, drugs and minutes."""

    course_id: int | None
    """None for an extra session (transfusion, iron, flush)."""
    treatment_day_id: int | None
    regimen_id: str
    regimen_name: str
    short: str
    colour: str
    setting: Setting | None
    label: str
    """``C3D8``; empty for an extra session."""
    cycle: int
    day: int
    window: Window | None
    chair_kinds: tuple[ChairKind, ...]
    doses: tuple[Dose, ...]
    segments: tuple[Segment, ...]
    chair_minutes: int
    """Planned chair minutes; the booked span may differ."""
    stay_minutes: int
    acuity: int
    course_doses: int
    """Day-hospital treatment days of the course in all, for the port rule; 1 for an extra session."""
    regimen_version: int | None = None
    """The version of the regimen the course began with or was moved to; None for an extra session."""

    @property
    def first_dose(self) -> bool:
        """Whether any drug is given for the first time."""
        return any(dose.exposure == 1 for dose in self.doses)

    @cached_property
    def demand(self) -> Demand:
        """Kept, for the loads of a day ask every session for it, again and again."""
        routes = [dose.route for dose in self.doses if dose.place is not Place.HOME]
        return Demand(
            injected=bool(routes) and all(route in {Route.SC, Route.IM} for route in routes),
            acuity=self.acuity,
            preparations=routes.count(Route.IV),
            first_drug_minute=next((part.start for part in self.segments if part.kind is SegmentKind.DRUG), 0),
        )


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """What the card, the port rule and the discharge rule need to know of the patient."""

    label: PatientLabel
    allergy_status: AllergyStatus
    allergies: tuple[Allergy, ...]
    ecog: int | None
    earlier_reaction_grade: int | None
    access: Access
    home: Home
    port: Port | None
    tumour_side: str
    """``left``, ``right``, ``bilateral`` or empty."""
    port_default: PortDefault
    """What the library says for the regimen."""


@dataclass(frozen=True, slots=True)
class BoardSession:
    """One session of the day with everything its card, tooltip and inspector show."""

    id: int
    version: int
    chair_id: int
    span: Span
    status: Status
    patient: PatientFacts
    treatment: Treatment
    events: tuple[StatusEvent, ...] = ()
    """Statuses reached, oldest first, at local moments."""
    hold_reason: str = ""
    """Not empty: treatment is on hold."""
    cancel_reason: CancelReason | None = None
    fixed: bool = False
    """Pinned to its place: the optimiser and re-planning leave it."""
    on_pinboard: bool = False
    """Taken off the board; chair and span are where it came from."""
    homonym: bool = False
    """Another patient of the day has the same family name."""
    note: str = ""
    moved: str = ""
    """Who moved it last and from where, empty if nobody did."""

    def reached(self, status: Status) -> datetime | None:
        """Return when a status was reached last, local time."""
        return next((event.at for event in reversed(self.events) if event.status is status), None)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A treatment day with no session yet, for the tray."""

    patient: PatientFacts
    treatment: Treatment
    window: Window
    planned: date
    version: int
    next_to_be_booked: bool = True
    """Earlier treatment days of the course are booked, given or omitted."""


@dataclass(frozen=True, slots=True)
class BoardDay:
    """The plan of one day."""

    day: date
    settings: UnitSettings
    closure: Closure | None
    chairs: tuple[Chair, ...]
    """In board order."""
    shifts: tuple[Shift, ...]
    blocks: tuple[Block, ...]
    sessions: tuple[BoardSession, ...]
    """By start; cancelled and pinboard sessions are not among them, no-shows are."""

    @property
    def live(self) -> tuple[BoardSession, ...]:
        """The sessions that count: without no-shows."""
        return tuple(session for session in self.sessions if session.status not in NOT_LIVE)

    @property
    def hours(self) -> Span:
        return self.settings.hours(self.day)

    @property
    def open(self) -> bool:
        return self.closure is None and self.day.weekday() in self.settings.open_weekdays

    def chair(self, chair_id: int) -> Chair:
        return next(chair for chair in self.chairs if chair.id == chair_id)

    def session(self, session_id: int) -> BoardSession | None:
        return next((session for session in self.sessions if session.id == session_id), None)

    def nurse_initials(self, chair_id: int) -> str:
        """Return the initials of the nurses who look after a chair, joined by a slash."""
        return "/".join(shift.nurse.initials for shift in self.shifts if chair_id in shift.chair_ids)

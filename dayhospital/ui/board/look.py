"""What a card shows of a session: plain values, worked out once per change and drawn by :mod:`card`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dayhospital.domain.board import BoardSession, Treatment
from dayhospital.domain.course import SegmentKind
from dayhospital.domain.formats import span_text
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.session import Status
from dayhospital.ui.widgets.states import LOOKS, BlockState, Strength, block_state

LATE_AFTER_MINUTES = 10
"""A session is called late when nobody was seated this long after its start, and running over from so much on."""


class PortMark(StrEnum):
    NONE = "none"
    IN_PLACE = "in_place"
    MISSING = "missing"
    """Needed and not there, or not usable yet."""


class LeaveMark(StrEnum):
    HOME = "home"
    CONDITION = "condition"
    DOCTOR = "doctor"
    OVERNIGHT = "overnight"


@dataclass(frozen=True, slots=True)
class CardFlags:
    """The marks at the right end of a card."""

    port: PortMark = PortMark.NONE
    leave: LeaveMark = LeaveMark.HOME
    first: bool = False


@dataclass(frozen=True, slots=True)
class Delay:
    """How a session runs against its plan, in minutes; the shadow on the board is ``tail`` long."""

    late: int = 0
    """Since its start, and not seated yet."""
    over: int = 0
    """Past its booked end, or expected to be."""

    @property
    def tail(self) -> int:
        return self.over


ON_TIME = Delay()
FlagsOf = Callable[[BoardSession], CardFlags]
DrugName = Callable[[str], str]


UNCERTAIN = frozenset(state for state, look in LOOKS.items() if look.dashed)
"""Drawn with a dashed frame: not certain yet."""
RUNNING = frozenset(state for state, look in LOOKS.items() if look.strength is Strength.RUNNING)
FADED = frozenset(state for state, look in LOOKS.items() if look.strength is Strength.FADED)
_STARTED = (Status.IN_TREATMENT, Status.OBSERVATION, Status.READY_TO_LEAVE)
_WAITING = (Status.BOOKED, Status.CONFIRMED, Status.ARRIVED, Status.GO_AWAITED, Status.RELEASED)


def state_of(session: BoardSession, delay: Delay = ON_TIME) -> BlockState:
    """Return how a session is drawn: what needs somebody comes before how far it is."""
    return block_state(
        session.status,
        on_hold=bool(session.hold_reason),
        late=session.status in _WAITING and delay.late >= LATE_AFTER_MINUTES,
        over=session.status in _STARTED and delay.over >= LATE_AFTER_MINUTES,
    )


class PieceKind(StrEnum):
    """How a stretch of the phase strip is filled."""

    PALE = "pale"
    SOLID = "solid"
    SECOND = "second"
    HATCHED = "hatched"


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of the phase strip, in minutes from the session's start."""

    kind: PieceKind
    start: int
    minutes: int
    name: str = ""


def pieces_of(treatment: Treatment, minutes: int, drug_name: DrugName) -> tuple[Piece, ...]:
    """Return the phase strip of a treatment booked for ``minutes``: drugs two-tone, the last stretch fills up."""
    pieces: list[Piece] = []
    drugs = 0
    for segment in treatment.segments:
        if segment.start >= minutes:
            break
        kind, name = PieceKind.PALE, ""
        if segment.kind in (SegmentKind.DRUG, SegmentKind.PROCEDURE):
            kind = PieceKind.SECOND if drugs % 2 else PieceKind.SOLID
            name = drug_name(segment.drug) if segment.drug else ""
            drugs += 1
        elif segment.kind is SegmentKind.OBSERVATION:
            kind = PieceKind.HATCHED
        pieces.append(Piece(kind, segment.start, min(segment.minutes, minutes - segment.start), name))
    if not pieces:
        return (Piece(PieceKind.SOLID, 0, minutes),)
    final = pieces[-1]
    pieces[-1] = Piece(final.kind, final.start, minutes - final.start, final.name)
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Card:
    """All a card shows. Equal cards of equal size are the same picture, so it keys the cache."""

    state: BlockState
    colour: str
    """The treatment group's two letters."""
    surname: str
    given: str
    initials: str
    short: str
    regimen: str
    label: str
    times: str
    minutes: int
    pieces: tuple[Piece, ...]
    passed: int | None = None
    """Minutes of treatment gone by, None unless running."""
    flags: CardFlags = CardFlags()
    fixed: bool = False
    homonym: bool = False


def card_of(
    session: BoardSession,
    now: datetime,
    flags: CardFlags,
    drug_name: DrugName,
    delay: Delay = ON_TIME,
) -> Card:
    """Return the card of a session as it stands at ``now``."""
    treatment, minutes = session.treatment, session.span.minutes
    begun = session.reached(Status.IN_TREATMENT) or session.span.start
    running = session.status in _STARTED
    return Card(
        state=state_of(session, delay),
        colour=treatment.colour,
        surname=surname_of(session.patient.label),
        given=session.patient.label.given_name,
        initials=session.patient.label.initials,
        short=treatment.short,
        regimen=treatment.regimen_name,
        label=treatment.label,
        times=span_text(session.span.start, session.span.end),
        minutes=minutes,
        pieces=pieces_of(treatment, minutes, drug_name),
        passed=min(max(int((now - begun).total_seconds() // 60), 0), minutes) if running else None,
        flags=flags,
        fixed=session.fixed,
        homonym=session.homonym,
    )


def proposed_card(
    label: PatientLabel, treatment: Treatment, minutes: int, flags: CardFlags, drug_name: DrugName
) -> Card:
    """Return the card of something on its way to the board: the ghost under the pointer."""
    return Card(
        state=BlockState.PROPOSED,
        colour=treatment.colour,
        surname=surname_of(label),
        given=label.given_name,
        initials=label.initials,
        short=treatment.short,
        regimen=treatment.regimen_name,
        label=treatment.label,
        times="",
        minutes=minutes,
        pieces=pieces_of(treatment, minutes, drug_name),
        flags=flags,
    )


def surname_of(label: PatientLabel) -> str:
    return label.family_name.upper()


def plain_delay(session: BoardSession, now: datetime) -> Delay:
    """Return how a session runs when it is looked at alone: late to start, or past its booked end."""
    if session.status in _WAITING and now > session.span.start:
        return Delay(late=int((now - session.span.start).total_seconds() // 60))
    if session.status in _STARTED:
        return Delay(over=max(0, int((now - session.span.end).total_seconds() // 60)))
    return ON_TIME


def plain_flags(session: BoardSession) -> CardFlags:
    """Return the flags that need no rule: a port in place, a first dose."""
    port = session.patient.port
    usable = port is not None and port.usable_on(session.span.day)
    return CardFlags(PortMark.IN_PLACE if usable else PortMark.NONE, LeaveMark.HOME, session.treatment.first_dose)

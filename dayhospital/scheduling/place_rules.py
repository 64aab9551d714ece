"""What speaks against a place: the rules, hard ones first, each a few lines over one day's snapshot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dayhospital.clinical.discharge import hours_before_closing, leave_time
from dayhospital.domain.board import BoardDay, BoardSession, Treatment
from dayhospital.domain.course import Dose, SegmentKind
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.regimen import Place as Given
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Span
from dayhospital.scheduling.load import Load, loads

DrugLookup = Callable[[str], Drug]
PAST_GRACE = timedelta(minutes=15)
"""A start this little ago is still now."""


class Day:
    """A day without one session, with its loads worked out once for many questions."""

    def __init__(self, board: BoardDay, ignore_session: int | None = None) -> None:
        self.board = board
        self.sessions = tuple(one for one in board.sessions if one.status not in NOT_LIVE and one.id != ignore_session)
        self.moving: BoardSession | None = board.session(ignore_session) if ignore_session is not None else None
        self.on_chair: dict[int, list[BoardSession]] = {}
        self.of_patient: dict[int, list[BoardSession]] = {}
        for one in self.sessions:
            self.on_chair.setdefault(one.chair_id, []).append(one)
            self.of_patient.setdefault(one.patient.label.id, []).append(one)
        self.loads = loads(board, ignore_session)


@dataclass(frozen=True, slots=True)
class Place:
    """One wish: this treatment for this patient, here and then."""

    day: Day
    treatment: Treatment
    patient_id: int
    chair_id: int
    span: Span
    now: datetime
    drug: DrugLookup | None = None
    """Without it the rules about reactions are not asked."""

    @property
    def board(self) -> BoardDay:
        return self.day.board


def check(place: Place) -> tuple[Finding, ...]:
    """Return what stands between a wish and its place, blocks first."""
    found = [finding for rule in (*HARD, *SOFT) for finding in rule(place)]
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def chair_free(place: Place) -> Iterator[Finding]:
    """A chair holds one session at a time."""
    for other in place.day.on_chair.get(place.chair_id, ()):
        if other.span.overlaps(place.span):
            facts = {"patient": other.patient.label.name, "from": other.span.start, "until": other.span.end}
            yield Finding(Severity.BLOCK, "chair-taken", facts=facts)


def patient_free(place: Place) -> Iterator[Finding]:
    """A patient has one session at a time."""
    for other in place.day.of_patient.get(place.patient_id, ()):
        if other.span.overlaps(place.span):
            facts = {"chair": place.board.chair(other.chair_id).name, "from": other.span.start, "until": other.span.end}
            yield Finding(Severity.BLOCK, "patient-already-booked", facts=facts)


def chair_not_blocked(place: Place) -> Iterator[Finding]:
    """Blocked time is nobody's."""
    for block in place.board.blocks:
        if block.chair_id == place.chair_id and block.span.overlaps(place.span):
            yield Finding(Severity.BLOCK, "chair-blocked", facts={"label": block.label, "until": block.span.end})


def chair_in_use(place: Place) -> Iterator[Finding]:
    """Nobody new sits in a chair that was taken out of use."""
    chair = place.board.chair(place.chair_id)
    if not chair.in_use_on(place.span.day):
        yield Finding(Severity.BLOCK, "chair-out-of-use", facts={"chair": chair.name, "since": chair.retired})


def unit_open(place: Place) -> Iterator[Finding]:
    """The unit is open that day and at those hours."""
    board = place.board
    if not board.open:
        why = board.closure.name if board.closure else ""
        yield Finding(Severity.BLOCK, "unit-closed", facts={"day": board.day, "why": why})
    elif place.span.start < board.hours.start or place.span.start >= board.hours.end:
        yield Finding(Severity.BLOCK, "outside-hours", facts={"opens": board.hours.start, "closes": board.hours.end})
    elif place.span.end > board.hours.end:
        facts = {"closes": board.hours.end, "ends": place.span.end}
        yield Finding(Severity.BLOCK, "too-long-for-closing", facts=facts)


def right_kind(place: Place) -> Iterator[Finding]:
    """An infusion sits in a chair or bed; an injection may sit anywhere its library says."""
    kind = place.board.chair(place.chair_id).kind
    allowed = place.treatment.chair_kinds
    if allowed and kind not in allowed:
        yield Finding(Severity.BLOCK, "wrong-chair-kind", facts={"kind": kind, "needed": allowed[0]})


def inside_window(place: Place) -> Iterator[Finding]:
    """A treatment day stays inside its window."""
    window = place.treatment.window
    if window is not None and place.span.day not in window:
        facts = {"earliest": window.earliest, "latest": window.latest}
        yield Finding(Severity.WARNING, "outside-window", facts=facts)


def not_in_the_past(place: Place) -> Iterator[Finding]:
    """What starts before now is a mistake more often than a wish; what has started only gets another end or chair."""
    started = place.day.moving is not None and place.day.moving.span.start == place.span.start
    if place.span.start < place.now - PAST_GRACE and not started:
        yield Finding(Severity.WARNING, "starts-in-past", facts={"start": place.span.start})


def leaves_in_time(place: Place) -> Iterator[Finding]:
    """A patient leaves some time before closing (clinical reference 6.1)."""
    closes = place.board.hours.end
    last = closes - timedelta(minutes=place.board.settings.leave_margin_minutes)
    leaves = leave_time(place.treatment, place.span)
    if place.board.open and place.span.end <= closes and leaves > last:
        facts = {"leaves": leaves, "latest": last}
        yield Finding(Severity.WARNING, "leaves-too-late", facts=facts)


def nurses_can_start(place: Place) -> Iterator[Finding]:
    """Nurses start so many patients in a quarter of an hour (clinical reference 7.2)."""
    yield from _over("nurse-starts", place.day.loads.starts, place)


def nurses_can_carry(place: Place) -> Iterator[Finding]:
    """Nurses carry so much acuity at a time (clinical reference 7.2)."""
    yield from _over("nurse-load", place.day.loads.acuity, place)


def pharmacy_can_prepare(place: Place) -> Iterator[Finding]:
    """The pharmacy has so many preparations ready in half an hour (clinical reference 7.3)."""
    yield from _over("pharmacy-load", place.day.loads.pharmacy, place)


def in_sight(place: Place) -> Iterator[Finding]:
    """A dose that often causes reactions belongs where the nurses see it (clinical reference 2.6)."""
    risky = [drug for dose, drug in _given(place) if drug.high_risk(dose.exposure)]
    if risky and not place.board.chair(place.chair_id).in_sight:
        yield Finding(Severity.NOTE, "high-risk-out-of-sight", facts={"drug": risky[0].tall_man})


def early_enough(place: Place) -> Iterator[Finding]:
    """A first dose that often causes reactions starts hours before closing (clinical reference 6.1)."""
    closes = place.board.hours.end
    for dose, drug in _given(place):
        hours = hours_before_closing(dose, drug, place.board.settings.observation_policy)
        starts = place.span.start + timedelta(minutes=_minute_of(place.treatment, dose))
        if hours and starts > closes - timedelta(hours=hours):
            facts = {"drug": drug.tall_man, "start": starts, "hours": hours, "closes": closes}
            yield Finding(Severity.WARNING, "high-risk-late-start", "infusion-reaction-classes", facts)
            return


HARD = (chair_free, patient_free, chair_not_blocked, chair_in_use, unit_open, right_kind)
"""Never accepted."""
SOFT = (
    inside_window,
    not_in_the_past,
    leaves_in_time,
    nurses_can_start,
    nurses_can_carry,
    pharmacy_can_prepare,
    early_enough,
    in_sight,
)
"""Accepted with a reason, or merely said."""


def _over(code: str, load: Load, place: Place) -> Iterator[Finding]:
    """Yield a warning where a placement lifts a load above its limit; what was above before is not its fault."""
    if load.needs_nurses and not place.board.shifts:
        return
    limited = load.needs_nurses  # with a roster, nobody on duty means nobody may start
    added, bins = load.effect(place.treatment, place.span)
    lifted = [(value + added, limit) for value, limit in bins if (limit or limited) and value + added > limit]
    if added and lifted:
        used, limit = max(lifted, key=lambda bin_: bin_[0])
        yield Finding(Severity.WARNING, code, facts={"used": used, "limit": limit})


def _given(place: Place) -> list[tuple[Dose, Drug]]:
    """Return the doses given in the building with their drugs, none without the library."""
    if place.drug is None:
        return []
    return [(dose, place.drug(dose.drug)) for dose in place.treatment.doses if dose.place is not Given.HOME]


def _minute_of(treatment: Treatment, dose: Dose) -> int:
    """Return when a drug starts, in minutes from the session's start."""
    drugs = (part for part in treatment.segments if part.kind is SegmentKind.DRUG and part.drug == dose.drug)
    return next((part.start for part in drugs), 0)

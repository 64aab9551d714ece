"""Where a treatment may go: what speaks against a place, where it is free, which places come next.

Pure functions over one day's snapshot, quick enough to be asked at every step of a drag.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dayhospital.domain.board import BoardDay, Treatment
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Span
from dayhospital.scheduling.load import Load, nurse_load, nurse_starts, pharmacy_load

GRAIN = timedelta(minutes=5)
"""The board's grain."""
OFFER_GRAIN = timedelta(minutes=15)
"""Places are offered on the quarter hour."""
LONG_MINUTES = 240
"""A session this long belongs in the morning (clinical reference 7.4)."""


class Day:
    """A day without one session, with its loads worked out once for many questions."""

    def __init__(self, board: BoardDay, ignore_session: int | None = None) -> None:
        self.board = board
        self.sessions = tuple(one for one in board.sessions if one.status not in NOT_LIVE and one.id != ignore_session)
        self.starts: Load = nurse_starts(board, ignore_session)
        self.load: Load = nurse_load(board, ignore_session)
        self.pharmacy: Load = pharmacy_load(board, ignore_session)


@dataclass(frozen=True, slots=True)
class Place:
    """One wish: this treatment for this patient, here and then."""

    day: Day
    treatment: Treatment
    patient_id: int
    chair_id: int
    span: Span
    now: datetime

    @property
    def board(self) -> BoardDay:
        return self.day.board


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that may be had; ``score`` is smaller for a better one."""

    chair_id: int
    span: Span
    findings: tuple[Finding, ...]
    score: float


def check_place(
    board: BoardDay,
    treatment: Treatment,
    patient_id: int,
    chair_id: int,
    span: Span,
    now: datetime,
    ignore_session: int | None = None,
) -> tuple[Finding, ...]:
    """Return what stands between a treatment and a place, blocks first; empty when nothing does."""
    return check(Place(Day(board, ignore_session), treatment, patient_id, chair_id, span, now))


def check(place: Place) -> tuple[Finding, ...]:
    """Return what stands between a wish and its place, blocks first."""
    found = [finding for rule in (*HARD, *SOFT) for finding in rule(place)]
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def chair_free(place: Place) -> Iterator[Finding]:
    """A chair holds one session at a time."""
    for other in place.day.sessions:
        if other.chair_id == place.chair_id and other.span.overlaps(place.span):
            facts = {"patient": other.patient.label.name, "from": other.span.start, "until": other.span.end}
            yield Finding(Severity.BLOCK, "chair-taken", facts=facts)


def patient_free(place: Place) -> Iterator[Finding]:
    """A patient has one session at a time."""
    for other in place.day.sessions:
        if other.patient.label.id == place.patient_id and other.span.overlaps(place.span):
            facts = {"chair": place.board.chair(other.chair_id).name, "from": other.span.start, "until": other.span.end}
            yield Finding(Severity.BLOCK, "patient-already-booked", facts=facts)


def chair_not_blocked(place: Place) -> Iterator[Finding]:
    """Blocked time is nobody's."""
    for block in place.board.blocks:
        if block.chair_id == place.chair_id and block.span.overlaps(place.span):
            yield Finding(Severity.BLOCK, "chair-blocked", facts={"label": block.label, "until": block.span.end})


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
    """What starts before now is a mistake more often than a wish."""
    if place.span.start < place.now - OFFER_GRAIN:
        yield Finding(Severity.WARNING, "starts-in-past", facts={"start": place.span.start})


def leaves_in_time(place: Place) -> Iterator[Finding]:
    """A patient leaves some time before closing (clinical reference 6.1)."""
    closes = place.board.hours.end
    last = closes - timedelta(minutes=place.board.settings.leave_margin_minutes)
    if place.board.open and last < place.span.end <= closes:
        facts = {"leaves": place.span.end, "latest": last}
        yield Finding(Severity.WARNING, "leaves-too-late", facts=facts)


def nurses_can_start(place: Place) -> Iterator[Finding]:
    """Nurses start so many patients in a quarter of an hour (clinical reference 7.2)."""
    yield from _over("nurse-starts", place.day.starts, place)


def nurses_can_carry(place: Place) -> Iterator[Finding]:
    """Nurses carry so much acuity at a time (clinical reference 7.2)."""
    yield from _over("nurse-load", place.day.load, place)


def pharmacy_can_prepare(place: Place) -> Iterator[Finding]:
    """The pharmacy has so many preparations ready in half an hour (clinical reference 7.3)."""
    yield from _over("pharmacy-load", place.day.pharmacy, place)


HARD = (chair_free, patient_free, chair_not_blocked, unit_open, right_kind)
"""Never accepted."""
SOFT = (inside_window, not_in_the_past, leaves_in_time, nurses_can_start, nurses_can_carry, pharmacy_can_prepare)
"""Accepted with a reason."""


def _over(code: str, load: Load, place: Place) -> Iterator[Finding]:
    """Yield a warning where a placement lifts a load above its limit; what was above before is not its fault."""
    if not place.board.shifts and load.needs_nurses:
        return
    worst: tuple[float, float] | None = None
    for value, limit, added in load.effect(place.treatment, place.span):
        if added and limit and value + added > limit and (worst is None or value + added > worst[0]):
            worst = (value + added, limit)
    if worst is not None:
        yield Finding(Severity.WARNING, code, facts={"used": worst[0], "limit": worst[1]})


def free_ranges(
    board: BoardDay,
    treatment: Treatment,
    patient_id: int,
    minutes: int,
    now: datetime,
    ignore_session: int | None = None,
) -> dict[int, tuple[Span, ...]]:
    """Return by chair the stretches that could hold so many minutes without a block.

    A start is allowed from a stretch's start to ``end − minutes``. Chairs with none are left out.
    """
    if not board.open:
        return {}
    length = timedelta(minutes=minutes)
    taken: dict[int, list[Span]] = {}
    for other in board.sessions:
        if other.status in NOT_LIVE or other.id == ignore_session:
            continue
        taken.setdefault(other.chair_id, []).append(other.span)
        if other.patient.label.id == patient_id:
            for chair in board.chairs:
                taken.setdefault(chair.id, []).append(other.span)
    for block in board.blocks:
        taken.setdefault(block.chair_id, []).append(block.span)
    first = max(board.hours.start, _up(now, GRAIN) if now.date() == board.day else board.hours.start)
    ranges = {}
    for chair in board.chairs:
        if treatment.chair_kinds and chair.kind not in treatment.chair_kinds:
            continue
        free = tuple(_gaps(first, board.hours.end, taken.get(chair.id, ()), length))
        if free:
            ranges[chair.id] = free
    return ranges


def _gaps(first: datetime, last: datetime, taken: Sequence[Span], length: timedelta) -> Iterator[Span]:
    """Yield what is free between two moments and long enough."""
    for span in sorted(taken):
        if span.start - first >= length:
            yield Span(first, min(span.start, last))
        first = max(first, span.end)
        if first >= last:
            return
    if last - first >= length:
        yield Span(first, last)


def _up(moment: datetime, grain: timedelta) -> datetime:
    """Return the next moment on a grain, the moment itself if it is on it."""
    midnight = datetime.combine(moment.date(), datetime.min.time())
    return midnight - (midnight - moment) // grain * grain


def nearest_fit(
    board: BoardDay,
    treatment: Treatment,
    patient_id: int,
    chair_id: int,
    start: datetime,
    minutes: int,
    now: datetime,
    ignore_session: int | None = None,
) -> tuple[int, datetime] | None:
    """Return the free place nearest in time to a wish, the same chair first; None when the day has none."""
    length = timedelta(minutes=minutes)
    candidates = []
    for chair, spans in free_ranges(board, treatment, patient_id, minutes, now, ignore_session).items():
        for span in spans:
            at = min(max(start, _up(span.start, GRAIN)), span.end - length)
            if at >= span.start:
                candidates.append((abs(at - start), chair != chair_id, chair, at))
    candidates.sort()
    day = Day(board, ignore_session)
    for _, _, chair, at in candidates:
        span = Span.lasting(at, minutes)
        if not check(Place(day, treatment, patient_id, chair, span, now)):
            return chair, at
    return (candidates[0][2], candidates[0][3]) if candidates else None


@dataclass(frozen=True, slots=True)
class TimePreference:
    """What to keep alike through a course."""

    chair_id: int | None = None
    start: datetime | None = None
    """Only its time of day counts."""


def day_offers(
    board: BoardDay,
    treatment: Treatment,
    patient_id: int,
    minutes: int,
    now: datetime,
    *,
    prefer: TimePreference | None = None,
    ignore_session: int | None = None,
    limit: int = 3,
) -> tuple[Offer, ...]:
    """Return the best places of one day, best first, each on another chair or half a day apart."""
    wish = prefer or TimePreference()
    ranked = sorted(
        (
            (_score(board, treatment, chair, at, minutes, wish), chair, at)
            for chair, spans in free_ranges(board, treatment, patient_id, minutes, now, ignore_session).items()
            for span in spans
            for at in _starts(span, minutes)
        ),
    )
    day = Day(board, ignore_session)
    found: list[Offer] = []
    warned: list[Offer] = []
    for score, chair, at in ranked:
        if any(abs(offer.span.start - at) < timedelta(hours=1) for offer in found):
            continue
        span = Span.lasting(at, minutes)
        findings = check(Place(day, treatment, patient_id, chair, span, now))
        offer = Offer(chair, span, findings, score)
        if not findings:
            found.append(offer)
        elif len(warned) < limit and all(other.span.start != at for other in warned):
            warned.append(offer)
        if len(found) == limit:
            break
    return tuple([*found, *warned][:limit])


def offers(
    boards: Sequence[BoardDay],
    treatment: Treatment,
    patient_id: int,
    minutes: int,
    now: datetime,
    limit: int = 10,
    prefer: TimePreference | None = None,
    ignore_session: int | None = None,
) -> tuple[Offer, ...]:
    """Return the first fit of each day, in the order of the days, at most ``limit``."""
    found: list[Offer] = []
    for board in boards:
        best = day_offers(
            board, treatment, patient_id, minutes, now, prefer=prefer, ignore_session=ignore_session, limit=1
        )
        found.extend(best)
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _starts(span: Span, minutes: int) -> Iterator[datetime]:
    at = _up(span.start, OFFER_GRAIN)
    last = span.end - timedelta(minutes=minutes)
    while at <= last:
        yield at
        at += OFFER_GRAIN


def _score(
    board: BoardDay, treatment: Treatment, chair_id: int, at: datetime, minutes: int, wish: TimePreference
) -> float:
    """Return how far a place is from ideal, in minutes: long ones early, injections at the edges, the same chair."""
    chair = board.chair(chair_id)
    from_opening = (at - board.hours.start).total_seconds() / 60
    score = from_opening if minutes >= LONG_MINUTES else from_opening * 0.4
    if chair.kind is ChairKind.INJECTION_ROOM:
        middle = board.hours.minutes / 2
        score = middle - abs(from_opening - middle)
    if wish.start is not None:
        there = datetime.combine(board.day, wish.start.time())
        score = abs((at - there).total_seconds()) / 60
    if wish.chair_id is not None and wish.chair_id != chair_id:
        score += 45
    if treatment.chair_kinds and chair.kind is not treatment.chair_kinds[0]:
        score += 240
    return score

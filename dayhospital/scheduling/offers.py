"""Where a treatment may go: what speaks against a place, where it is free, which places come next.

Pure functions over one day's snapshot, quick enough to be asked at every step of a drag.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dayhospital.domain.board import BoardDay, Treatment
from dayhospital.domain.findings import Finding
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Span
from dayhospital.scheduling.place_rules import Day, DrugLookup, Place, check

GRAIN = timedelta(minutes=5)
"""The board's grain."""
OFFER_GRAIN = timedelta(minutes=15)
"""Places are offered on the quarter hour."""
LONG_MINUTES = 240
"""A session this long belongs in the morning (clinical reference 7.4)."""


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
    drug_lookup: DrugLookup | None = None,
) -> tuple[Finding, ...]:
    """Return what stands between a treatment and a place, blocks first; empty when nothing does.

    With ``drug_lookup`` also what the risk of reactions asks: a chair in sight, a start early in the day.
    """
    return check(Place(Day(board, ignore_session), treatment, patient_id, chair_id, span, now, drug_lookup))


def free_ranges(
    board: BoardDay,
    treatment: Treatment,
    patient_id: int,
    minutes: int,
    now: datetime,
    ignore_session: int | None = None,
) -> dict[int, tuple[Span, ...]]:
    """Return by chair the stretches that could hold so many minutes without a block.

    A start is allowed from a stretch's start to ``end − minutes``, never in the past. Chairs with none are left out.
    """
    if not board.open or board.day < now.date():
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
        if (treatment.chair_kinds and chair.kind not in treatment.chair_kinds) or not chair.in_use_on(board.day):
            continue
        free = tuple(_gaps(first, board.hours.end, taken.get(chair.id, ()), length))
        if free:
            ranges[chair.id] = free
    return ranges


def _gaps(first: datetime, last: datetime, taken: Sequence[Span], length: timedelta) -> Iterator[Span]:
    """Yield what is free between two moments and long enough."""
    for span in sorted(taken):
        until = min(span.start, last)
        if until - first >= length:
            yield Span(first, until)
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
    drug_lookup: DrugLookup | None = None,
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
        if not check(Place(day, treatment, patient_id, chair, span, now, drug_lookup)):
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
    drug_lookup: DrugLookup | None = None,
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
    # A day outside the window is no worse at ten than at two: it must not send the search through every place.
    same_all_day = {"outside-window"}
    for score, chair, at in ranked:
        if any(abs(offer.span.start - at) < timedelta(hours=1) for offer in found):
            continue
        span = Span.lasting(at, minutes)
        findings = check(Place(day, treatment, patient_id, chair, span, now, drug_lookup))
        offer = Offer(chair, span, findings, score)
        if all(finding.code in same_all_day for finding in findings):
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
    drug_lookup: DrugLookup | None = None,
) -> tuple[Offer, ...]:
    """Return the first fit of each day, in the order of the days, at most ``limit``."""
    found: list[Offer] = []
    for board in boards:
        best = day_offers(
            board,
            treatment,
            patient_id,
            minutes,
            now,
            prefer=prefer,
            ignore_session=ignore_session,
            limit=1,
            drug_lookup=drug_lookup,
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

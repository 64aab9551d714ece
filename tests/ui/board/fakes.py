"""Rules and sources simple enough to see through, for tests and pictures of the board."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from dayhospital.domain.board import BoardDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.span import Span
from dayhospital.ui.board.drag import Cargo, Landing
from dayhospital.ui.board.rules import FreeRange
from dayhospital.ui.board.sources import BoardSources
from dayhospital.ui.board.strips import Strip
from tests.ui.board import sample


class PlainRules:
    """A chair holds one session at a time, inside the hours; nothing else is asked."""

    def check(self, board: BoardDay, cargo: Cargo, landing: Landing, now: datetime) -> tuple[Finding, ...]:
        found = []
        for session in board.sessions:
            if (
                session.chair_id == landing.chair_id
                and session.id != cargo.session_id
                and session.span.overlaps(landing.span)
            ):
                facts = {"patient": session.patient.label.name, "from": session.span.start, "until": session.span.end}
                found.append(Finding(Severity.BLOCK, "chair-taken", facts=facts))
        if not board.hours.contains(landing.span):
            found.append(
                Finding(Severity.BLOCK, "outside-hours", facts={"opens": board.hours.start, "closes": board.hours.end})
            )
        if not found and landing.span.start.hour == 12:
            facts = {"used": 17.9, "limit": 16.0}
            found.append(Finding(Severity.WARNING, "nurse-load", facts=facts))
        return tuple(found)

    def free(self, board: BoardDay, cargo: Cargo, now: datetime) -> Mapping[int, tuple[FreeRange, ...]]:
        length = timedelta(minutes=cargo.minutes)
        found: dict[int, tuple[FreeRange, ...]] = {}
        for chair in board.chairs:
            if chair.kind not in cargo.treatment.chair_kinds:
                continue
            taken = sorted(s.span for s in board.sessions if s.chair_id == chair.id and s.id != cargo.session_id)
            taken += [block.span for block in board.blocks if block.chair_id == chair.id]
            start, ranges = max(board.hours.start, now + timedelta(minutes=5)), []
            for span in [*sorted(taken), Span.lasting(board.hours.end, 1)]:
                if span.start - start >= length:
                    ranges.append(FreeRange(chair.id, Span(start, span.start), span.start - length))
                start = max(start, span.end)
            found[chair.id] = tuple(ranges)
        return found

    def nearest(self, board: BoardDay, cargo: Cargo, landing: Landing, now: datetime) -> Landing | None:
        best = None
        for chair_id, ranges in self.free(board, cargo, now).items():
            for free in ranges:
                start = min(max(landing.span.start, free.span.start), free.last)
                away = abs((start - landing.span.start).total_seconds()) + (chair_id != landing.chair_id) * 600
                if best is None or away < best[0]:
                    best = (away, Landing(chair_id, Span.lasting(start, cargo.minutes)))
        return best[1] if best else None


def load(board: BoardDay, now: datetime, cargo: Cargo | None, landing: Landing | None) -> tuple[Strip, ...]:
    """Return strips that look like a day's."""
    start = board.hours.start
    quarters = [start + timedelta(minutes=15 * index) for index in range(44)]
    starts = [float(sum(q <= s.span.start < q + timedelta(minutes=15) for s in board.sessions)) for q in quarters]
    running = [
        sum(s.treatment.acuity for s in board.sessions if s.span.start <= q < s.span.end) / 4.4 for q in quarters
    ]
    halves = quarters[::2]
    made = [
        float(sum(len(s.treatment.doses) for s in board.sessions if h <= s.span.start < h + timedelta(minutes=30)))
        for h in halves
    ]
    strips = (
        Strip("Nurse starts", "max 4 / 15 min", start, 15, tuple((one, 4.0) for one in starts)),
        Strip(
            "Nurse load",
            "weighted patients",
            start,
            15,
            tuple((one, 13.0 if 4 <= i < 34 else 9.0) for i, one in enumerate(running)),
        ),
        Strip("Pharmacy", "max 10 / 30 min", start, 30, tuple((one, 10.0) for one in made)),
    )
    if cargo is None or landing is None:
        return strips
    first = tuple(float(q <= landing.span.start < q + timedelta(minutes=15)) for q in quarters)
    during = tuple(0.9 * (landing.span.start <= q < landing.span.end) for q in quarters)
    half = tuple(2.0 * (h <= landing.span.start < h + timedelta(minutes=30)) for h in halves)
    return tuple(strip.with_ghost(ghost) for strip, ghost in zip(strips, (first, during, half), strict=True))


def sources() -> BoardSources:
    """Return what the sample board is told."""
    return BoardSources(
        rules=PlainRules(),
        flags=sample.flags_of,
        delays=lambda board, now: {one.id: sample.delay_of(one, now) for one in board.sessions},
        load=load,
        drug_name=lambda drug: sample.DRUGS.get(drug, drug),
    )

"""Lets a day of the demonstration hospital happen: who came, when she was seated, who waits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Protocol

from dayhospital.domain.session import CancelReason, Status
from dayhospital.domain.span import Span
from dayhospital.services.command import Command
from dayhospital.services.demo.people import demonstration_file
from dayhospital.services.status import CancelSession, ChangeStatus, EnterFromPaper, HoldSession, PaperEntry

CHAIN = (
    Status.ARRIVED,
    Status.GO_AWAITED,
    Status.RELEASED,
    Status.IN_TREATMENT,
    Status.OBSERVATION,
    Status.READY_TO_LEAVE,
    Status.LEFT,
)
WAITING = (2, 1, 3)
"""How many steps of the chain those have taken who wait: go awaited, arrived, released."""
NO_SHOW, CANCELLED = 0.012, 0.03
"""Shares of the sessions of a past day."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A session of the demonstration, as the builder remembers it."""

    session_id: int
    patient_id: int
    span: Span
    chair_id: int
    day_id: int | None


class Stage(Protocol):
    """What a day is played on: the builder."""

    random: Random
    moment: datetime
    now: datetime

    def do(self, command: Command) -> int: ...


def play_day(stage: Stage, day: date, sessions: Sequence[Booked]) -> None:
    """Write what happened on a day until now."""
    unit = demonstration_file("unit")
    entries = []
    coming = []
    told: Counter[str] = Counter()
    for booked in sorted(sessions, key=lambda one: (one.span, one.session_id)):
        chance = stage.random.random()
        if chance < CANCELLED:
            stage.moment = datetime.combine(day, datetime.min.time()) - timedelta(hours=9)
            stage.do(CancelSession(booked.session_id, CancelReason(stage.random.choice(unit["cancel_reasons"]))))
            continue
        is_today = day == stage.now.date()
        nobody = chance < CANCELLED + NO_SHOW or (is_today and not told["no show"] and booked.span.minutes <= 60)
        if nobody and booked.span.start + timedelta(hours=1) < stage.now:
            told["no show"] += 1
            reason = CancelReason(stage.random.choice(unit["no_show_reasons"]))
            steps = ((Status.NO_SHOW, booked.span.start + timedelta(minutes=40)),)
            entries.append(PaperEntry(booked.session_id, steps, reason))
            continue
        usual = _steps(booked, stage.random)
        happened = _as_today(booked, usual, stage.now, told) if is_today else usual
        reached = tuple(step for step in happened if step[1] <= stage.now)
        coming.append(booked)
        if reached:
            entries.append(PaperEntry(booked.session_id, reached))
    stage.moment = min(datetime.combine(day, datetime.min.time()) + timedelta(hours=20), stage.now)
    if entries:
        stage.do(EnterFromPaper(tuple(entries), "vein checked at the chair, as the paper sheet says"))
    if day == stage.now.date():
        _liven(stage, coming, {entry.session_id: entry.steps for entry in entries}, unit["hold_reasons"])


def _steps(booked: Booked, random: Random) -> list[tuple[Status, datetime]]:
    """Return when each status was reached: a little early or late, now and then much too late."""
    span = booked.span
    delay = random.choices((random.randint(-6, 4), random.randint(5, 14), random.randint(20, 45)), (80, 15, 5))[0]
    seated = span.start + timedelta(minutes=delay)
    length = span.minutes
    observed = seated + timedelta(minutes=max(5, int(length * random.uniform(0.82, 0.92))))
    ready = seated + timedelta(minutes=max(8, int(length * random.uniform(0.93, 1.04))))
    times = (
        seated - timedelta(minutes=random.randint(14, 30)),
        seated - timedelta(minutes=random.randint(9, 12)),
        seated - timedelta(minutes=random.randint(3, 7)),
        seated,
        observed,
        max(ready, observed + timedelta(minutes=1)),
        max(ready, observed) + timedelta(minutes=random.randint(4, 12)),
    )
    return list(zip(CHAIN, times, strict=True))


def _as_today(
    booked: Booked, steps: list[tuple[Status, datetime]], now: datetime, told: Counter[str]
) -> list[tuple[Status, datetime]]:
    """Return the steps of a session of today with some that need an eye: over-running, late, come early, waiting.

    ``told`` counts how many of each kind there are already.
    """
    before_start = int((booked.span.start - now).total_seconds() // 60)
    since_end = int((now - booked.span.end).total_seconds() // 60)
    if 5 <= since_end <= 45 and booked.span.minutes >= 60 and told["over"] < 2:
        told["over"] += 1
        return steps[:4]
    if -25 <= since_end <= 0 and before_start < -40 and told["observed"] < 3:
        told["observed"] += 1
        ready = [(Status.READY_TO_LEAVE, now - timedelta(minutes=2))] if told["observed"] == 2 else []
        return [*steps[:4], (Status.OBSERVATION, now - timedelta(minutes=9)), *ready]
    if -35 <= before_start <= -10 and told["late"] < 2:
        told["late"] += 1
        return []
    if 0 <= before_start <= 75 and told["waiting"] < 7:
        told["waiting"] += 1
        came = now - timedelta(minutes=4 + 3 * told["waiting"])
        return [
            (status, came + timedelta(minutes=2 * number))
            for number, status in enumerate(CHAIN[: WAITING[told["waiting"] % 3]])
        ]
    return steps


def _liven(
    stage: Stage,
    sessions: Sequence[Booked],
    reached: dict[int, tuple[tuple[Status, datetime], ...]],
    hold_reasons: Sequence[str],
) -> None:
    """Give today what makes it a day: two on hold, confirmed patients of the afternoon."""
    waiting = [
        one
        for one in sessions
        if (steps := reached.get(one.session_id))
        and steps[-1][0] in {Status.ARRIVED, Status.GO_AWAITED, Status.RELEASED}
    ]
    for number, one in enumerate(waiting[:2]):
        stage.do(HoldSession(one.session_id, hold_reasons[number % len(hold_reasons)]))
    stage.moment = stage.now
    for one in sessions:
        if one.session_id not in reached and one.span.start > stage.now and stage.random.random() < 0.55:
            stage.do(ChangeStatus(one.session_id, Status.CONFIRMED))

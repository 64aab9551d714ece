"""Sets up the rooms, nurses, duties and closures of the demonstration hospital."""

import contextlib
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Any

from dayhospital.domain.hospital import BlockKind, ChairKind, UnitSettings
from dayhospital.domain.span import Span
from dayhospital.errors import Conflict, NotFound
from dayhospital.services.command import Command
from dayhospital.services.demo.people import demonstration_file
from dayhospital.services.unit import (
    AddChair,
    AddClosure,
    AddNurse,
    BlockChair,
    ChangeSettings,
    PlanShift,
    RemoveClosure,
    SeedHolidays,
)

Do = Callable[[Command], int]
BREAK_DAYS_AHEAD = 14
"""The breaks of the injection rooms are blocked so many days ahead."""


def set_up(do: Do, first: date, last: date, today: date) -> list[tuple[str, Span]]:
    """Enter everything of ``unit.yaml`` for the days from first to last; return what was blocked, by chair name.

    A demonstration shows a working day: on a weekend or holiday the unit is open for once.
    """
    weekdays = frozenset({*range(5), today.weekday()})
    unit: dict[str, Any] = demonstration_file("unit")
    texts = unit["settings"]
    do(
        ChangeSettings(
            UnitSettings(
                name=texts["name"],
                hospital=texts["hospital"],
                country=texts["country"],
                opens=time.fromisoformat(texts["opens"]),
                closes=time.fromisoformat(texts["closes"]),
                open_weekdays=weekdays,
            )
        )
    )
    for year in range(first.year, last.year + 2):
        do(SeedHolidays(year))
    with contextlib.suppress(NotFound):
        do(RemoveClosure(today))
    for closure in unit["closures"]:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=closure["weeks"])
        _close(do, monday + timedelta(days=closure["weekday"]), closure["name"])
    chairs = _chairs(do, unit)
    open_days = [day for day in _days(first, last) if day.weekday() in weekdays]
    _duties(do, unit, chairs, open_days)
    return _blocks(do, unit, chairs, today, open_days)


def _close(do: Do, day: date, name: str) -> None:
    """Close a day, or the same weekday a week later where that is a holiday already."""
    try:
        do(AddClosure(day, name))
    except Conflict:
        do(AddClosure(day + timedelta(weeks=1), name))


def _chairs(do: Do, unit: dict[str, Any]) -> dict[str, int]:
    chairs: dict[str, int] = {}
    for row in unit["rows"]:
        for name in row["names"]:
            in_sight = name not in row["out_of_sight"]
            chairs[name] = do(AddChair(name, ChairKind(row["kind"]), row["bay"], len(chairs) + 1, in_sight))
    return chairs


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _duties(do: Do, unit: dict[str, Any], chairs: dict[str, int], days: Sequence[date]) -> None:
    nurses = [(do(AddNurse(nurse["name"], nurse["initials"])), nurse) for nurse in unit["nurses"]]
    for day in days:
        for nurse_id, nurse in nurses:
            looks_after = frozenset(chairs[name] for name in nurse["chairs"])
            do(PlanShift(nurse_id, _span(day, *nurse["duty"]), _span(day, *nurse["pause"]), looks_after))


def _blocks(
    do: Do, unit: dict[str, Any], chairs: dict[str, int], today: date, days: Sequence[date]
) -> list[tuple[str, Span]]:
    blocked = []
    for block in unit["today"]:
        span = _span(today, block["from"], block["to"])
        do(BlockChair(chairs[block["row"]], span, BlockKind(block["kind"]), block["label"]))
        blocked.append((block["row"], span))
    pauses = unit["break_rows"]
    for day in days:
        if today <= day < today + timedelta(days=BREAK_DAYS_AHEAD):
            for name in pauses["names"]:
                span = _span(day, pauses["from"], pauses["to"])
                do(BlockChair(chairs[name], span, BlockKind.BREAK, pauses["label"]))
                blocked.append((name, span))
    return blocked


def _span(day: date, starts: str, ends: str) -> Span:
    return Span.on(day, time.fromisoformat(starts), time.fromisoformat(ends))

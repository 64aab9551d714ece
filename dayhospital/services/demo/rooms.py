"""Sets up the rooms, nurses, duties and closures of the demonstration hospital."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from dayhospital.domain.hospital import BlockKind, ChairKind, UnitSettings
from dayhospital.domain.span import Span
from dayhospital.errors import Conflict
from dayhospital.services.command import Command
from dayhospital.services.demo.people import demonstration_file
from dayhospital.services.unit import (
    AddChair,
    AddClosure,
    AddNurse,
    BlockChair,
    ChangeSettings,
    PlanShift,
    SeedHolidays,
)

Do = Callable[[Command], int]
BREAK_DAYS_AHEAD = 14
"""The breaks of the injection rooms are blocked so many days ahead."""


def set_up(do: Do, first: date, last: date, today: date) -> list[tuple[str, Span]]:
    """Enter everything of ``unit.yaml`` for the days from first to last; return what was blocked, by chair name."""
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
            )
        )
    )
    for year in range(first.year, last.year + 2):
        do(SeedHolidays(year))
    for closure in unit["closures"]:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=closure["weeks"])
        _close(do, monday + timedelta(days=closure["weekday"]), closure["name"])
    chairs = _chairs(do, unit)
    _duties(do, unit, chairs, first, last)
    return _blocks(do, unit, chairs, today)


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


def _duties(do: Do, unit: dict[str, Any], chairs: dict[str, int], first: date, last: date) -> None:
    nurses = [(do(AddNurse(nurse["name"], nurse["initials"])), nurse) for nurse in unit["nurses"]]
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() >= 5:
            continue
        for nurse_id, nurse in nurses:
            looks_after = frozenset(chairs[name] for name in nurse["chairs"])
            do(PlanShift(nurse_id, _span(day, *nurse["duty"]), _span(day, *nurse["pause"]), looks_after))


def _blocks(do: Do, unit: dict[str, Any], chairs: dict[str, int], today: date) -> list[tuple[str, Span]]:
    blocked = []
    for block in unit["today"]:
        span = _span(today, block["from"], block["to"])
        do(BlockChair(chairs[block["row"]], span, BlockKind(block["kind"]), block["label"]))
        blocked.append((block["row"], span))
    pauses = unit["break_rows"]
    for offset in range(BREAK_DAYS_AHEAD):
        day = today + timedelta(days=offset)
        if day.weekday() < 5:
            for name in pauses["names"]:
                span = _span(day, pauses["from"], pauses["to"])
                do(BlockChair(chairs[name], span, BlockKind.BREAK, pauses["label"]))
                blocked.append((name, span))
    return blocked


def _span(day: date, starts: str, ends: str) -> Span:
    return Span.on(day, time.fromisoformat(starts), time.fromisoformat(ends))

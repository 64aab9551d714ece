"""Gives the demonstration hospital its kinds of duty, and lets some nurses be away."""

from datetime import date, time, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from dayhospital.domain.roster import DutyKind, RosterCell, entry_of
from dayhospital.queries.roster import roster_month
from dayhospital.queries.unit import nurses
from dayhospital.services.demo.people import demonstration_file
from dayhospital.services.desk import Desk
from dayhospital.services.roster import ChangeDutyKinds, PaintRoster


def plan_absences(desk: Desk, today: date, seed: int) -> None:
    """Enter the kinds and absences of ``unit.yaml``, after all is booked: so some days to come are short of nurses."""
    chance = Random(f"{seed}, roster")
    unit: dict[str, Any] = demonstration_file("unit")
    kinds = {row["short"]: _kind(row) for row in unit["duty_kinds"]}
    desk.do(ChangeDutyKinds(tuple(kinds.values())), UUID(int=chance.getrandbits(128), version=4))
    by_initials = {nurse.initials: nurse.id for nurse in desk.ask(nurses)}
    monday = today - timedelta(days=today.weekday())
    for absence in unit["absences"]:
        first = monday + timedelta(weeks=absence["weeks"])
        last = first + timedelta(days=absence["days"] - 1)
        month = desk.ask(partial(roster_month, first=first, last=last))
        nurse, kind = by_initials[absence["nurse"]], kinds[absence["kind"]]
        cells = tuple(
            RosterCell(nurse, day, entry_of(kind, day, frozenset()))
            for day in month.days
            if month.entry(nurse, day).shifts
        )
        desk.do(PaintRoster(cells), UUID(int=chance.getrandbits(128), version=4))


def _kind(row: dict[str, Any]) -> DutyKind:
    times = [time.fromisoformat(text) for text in (*row.get("duty", ()), *row.get("pause", ()))]
    return DutyKind(row["short"], row["name"], *times)

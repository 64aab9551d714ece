"""What people do with the roster: a stroke over its cells, and the kinds of duty and absence of the unit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import select

from dayhospital.domain.formats import day_text
from dayhospital.domain.roster import DutyKind, RosterCell, RosterEntry, check_kinds
from dayhospital.errors import Conflict
from dayhospital.queries import unit as reading
from dayhospital.queries.encoding import settings_values
from dayhospital.services.command import Command
from dayhospital.services.unit import PlanShift, store_settings
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PaintRoster(Command):
    """Write what shall stand in some cells of the roster, in place of what stands there: one stroke, one undo.

    A duty replaces an absence and the other way round; what would overlap a duty of another day is refused whole.
    """

    title: ClassVar[str] = "Change roster"
    cells: tuple[RosterCell, ...]

    def run(self, work: UnitOfWork) -> None:
        for cell in self.cells:
            _clear(work, cell)
        for cell in self.cells:
            _write(work, cell)
        work.say(self._sentence(work))

    def _sentence(self, work: UnitOfWork) -> str:
        """Return what the toast says: ``Els Vogelmuurs: Leave, 3 days from 24-Nov-2026``."""
        if not self.cells:
            return self.title
        nurses = sorted({cell.nurse_id for cell in self.cells})
        days = sorted({cell.day for cell in self.cells})
        who = str(work.one(tables.nurses, nurses[0])["name"]) if len(nurses) == 1 else f"{len(nurses)} nurses"
        when = day_text(days[0]) if len(days) == 1 else f"{len(days)} days from {day_text(days[0])}"
        return f"{who}: {_words(cell.entry for cell in self.cells)}, {when}"


@dataclass(frozen=True, slots=True)
class ChangeDutyKinds(Command):
    """Change the kinds of duty and absence; what is on the roster keeps its hours and words."""

    title: ClassVar[str] = "Change kinds of duty"
    kinds: tuple[DutyKind, ...]

    def run(self, work: UnitOfWork) -> None:
        check_kinds(self.kinds)
        changed = replace(reading.settings(work.connection), duty_kinds=self.kinds)
        store_settings(work, {"duty_kinds": settings_values(changed)["duty_kinds"]})
        work.say("Kinds of duty saved")


def _clear(work: UnitOfWork, cell: RosterCell) -> None:
    """Remove the duties that begin on the day and the absence."""
    midnight = datetime.combine(cell.day, time())
    shifts, absences = tables.shifts.c, tables.absences.c
    duties = select(shifts.id).where(
        shifts.nurse_id == cell.nurse_id, shifts.starts >= midnight, shifts.starts < midnight + timedelta(days=1)
    )
    for row in work.all(duties):
        work.delete(tables.shifts, row.id)
    for row in work.all(select(absences.id).where(absences.nurse_id == cell.nurse_id, absences.day == cell.day)):
        work.delete(tables.absences, row.id)


def _write(work: UnitOfWork, cell: RosterCell) -> None:
    for shift in cell.entry.shifts:
        PlanShift(cell.nurse_id, shift.duty, shift.pause, shift.chair_ids).run(work)
    absence = cell.entry.absence
    if absence is None:
        return
    nurse = work.one(tables.nurses, cell.nurse_id)
    if nurse["retired"] is not None and cell.day >= nurse["retired"]:
        raise Conflict(f"{nurse['name']} no longer works here on {day_text(cell.day)}. Nothing was saved.")
    work.insert(tables.absences, nurse_id=cell.nurse_id, day=cell.day, short=absence.short, name=absence.name)


def _words(entries: Iterable[RosterEntry]) -> str:
    """Return what was painted in a word: the absence where there is one only, duty, off duty or several."""
    words = set()
    for entry in entries:
        words.add(entry.absence.name if entry.absence else "on duty" if entry.shifts else "nothing planned")
    return words.pop() if len(words) == 1 else "several changes"

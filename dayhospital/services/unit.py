"""What people do with the unit: rows of the board, nurses and duties, blocks, closures, settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from dayhospital.domain.formats import day_text, span_text
from dayhospital.domain.hospital import BlockKind, ChairKind, ClosureKind, UnitSettings
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Span
from dayhospital.errors import Conflict, InvalidValue, NotFound
from dayhospital.queries import unit as reading
from dayhospital.queries.encoding import settings_values
from dayhospital.scheduling.calendar import seed_holidays
from dayhospital.services.command import Command
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AddChair(Command):
    """Add a chair, bed or injection room; returns its id."""

    title: ClassVar[str] = "Add chair"
    name: str
    kind: ChairKind
    bay: str
    position: int
    in_sight: bool = True

    def run(self, work: UnitOfWork) -> int:
        _free_name(work, self.name, 0)
        work.say(f"Added {self.name.strip()}")
        return work.insert(
            tables.chairs,
            name=self.name.strip(),
            kind=self.kind,
            bay=self.bay.strip(),
            position=self.position,
            in_sight=self.in_sight,
        )


@dataclass(frozen=True, slots=True)
class EditChair(Command):
    """Change a row of the board."""

    title: ClassVar[str] = "Edit chair"
    chair_id: int
    name: str
    kind: ChairKind
    bay: str
    position: int
    in_sight: bool = True

    def run(self, work: UnitOfWork) -> None:
        _free_name(work, self.name, self.chair_id)
        work.update(
            tables.chairs,
            self.chair_id,
            name=self.name.strip(),
            kind=self.kind,
            bay=self.bay.strip(),
            position=self.position,
            in_sight=self.in_sight,
        )
        work.say(f"Saved {self.name.strip()}")


@dataclass(frozen=True, slots=True)
class TakeChairOut(Command):
    """Take a chair out of use from today on; it stays on the days on which somebody sat in it."""

    title: ClassVar[str] = "Take chair out of use"
    chair_id: int

    def run(self, work: UnitOfWork) -> None:
        chair = work.one(tables.chairs, self.chair_id)
        today = work.clock.today()
        count, first = reading.to_come(work.connection, self.chair_id, today)
        if count:
            sessions = "1 session to come" if count == 1 else f"{count} sessions to come, the first"
            raise Conflict(
                f"{chair['name']} has {sessions} on {day_text(first, weekday=True)}. "
                "It stays in use; move what is booked or on the pinboard to another chair first."
            )
        work.update(tables.chairs, self.chair_id, retired=today)
        work.touch(day=today)
        work.say(f"Took {chair['name']} out of use")


@dataclass(frozen=True, slots=True)
class BringChairBack(Command):
    """Use a chair again."""

    title: ClassVar[str] = "Bring chair back"
    chair_id: int

    def run(self, work: UnitOfWork) -> None:
        chair = work.one(tables.chairs, self.chair_id)
        work.update(tables.chairs, self.chair_id, retired=None)
        work.touch(day=work.clock.today())
        work.say(f"{chair['name']} is in use again")


@dataclass(frozen=True, slots=True)
class AddNurse(Command):
    """Add a nurse; returns the id."""

    title: ClassVar[str] = "Add nurse"
    name: str
    initials: str

    def run(self, work: UnitOfWork) -> int:
        if not self.name.strip() or not self.initials.strip():
            raise InvalidValue("A nurse needs a name and initials. Nothing was saved.")
        work.say(f"Added {self.name.strip()}")
        return work.insert(tables.nurses, name=self.name.strip(), initials=self.initials.strip())


@dataclass(frozen=True, slots=True)
class TakeNurseOut(Command):
    """Take a nurse off the list of those who work here; duties and absences still to come go with her."""

    title: ClassVar[str] = "Take nurse off the list"
    nurse_id: int

    def run(self, work: UnitOfWork) -> None:
        nurse = work.one(tables.nurses, self.nurse_id)
        now = work.clock.local().replace(second=0, microsecond=0)
        shifts, absences = tables.shifts.c, tables.absences.c
        coming = work.all(select(shifts.id).where(shifts.nurse_id == self.nurse_id, shifts.starts > now))
        for row in coming:
            work.delete(tables.shifts, row.id)
        for row in work.all(select(absences.id).where(absences.nurse_id == self.nurse_id, absences.day >= now.date())):
            work.delete(tables.absences, row.id)
        work.update(tables.nurses, self.nurse_id, retired=now.date())
        duties = f", with {len(coming)} {'duty' if len(coming) == 1 else 'duties'} to come" if coming else ""
        work.say(f"Took {nurse['name']} off the list{duties}")


@dataclass(frozen=True, slots=True)
class BringNurseBack(Command):
    """Put a nurse on the list again; duties that went with her are planned anew."""

    title: ClassVar[str] = "Bring nurse back"
    nurse_id: int

    def run(self, work: UnitOfWork) -> None:
        nurse = work.one(tables.nurses, self.nurse_id)
        work.update(tables.nurses, self.nurse_id, retired=None)
        work.say(f"{nurse['name']} works here again")


@dataclass(frozen=True, slots=True)
class PlanShift(Command):
    """Put a nurse on duty; returns the id of the shift."""

    title: ClassVar[str] = "Plan shift"
    nurse_id: int
    duty: Span
    pause: Span | None = None
    chair_ids: frozenset[int] = frozenset()

    def run(self, work: UnitOfWork) -> int:
        nurse = work.one(tables.nurses, self.nurse_id)
        if self.pause is not None and not self.duty.contains(self.pause):
            raise InvalidValue("The break lies outside the duty. Nothing was saved; check the times.")
        self._require_presence(work, nurse)
        table = tables.shifts.c
        clash = work.first(
            select(table.id).where(
                table.nurse_id == self.nurse_id, table.starts < self.duty.end, table.ends > self.duty.start
            )
        )
        if clash is not None:
            raise Conflict(f"{nurse['name']} is on duty then already. Nothing was saved; remove the other duty first.")
        work.say(f"{nurse['name']} on duty {day_text(self.duty.day)} {span_text(self.duty.start, self.duty.end)}")
        return work.insert(
            tables.shifts,
            nurse_id=self.nurse_id,
            starts=self.duty.start,
            ends=self.duty.end,
            pause_starts=None if self.pause is None else self.pause.start,
            pause_ends=None if self.pause is None else self.pause.end,
            chair_ids=sorted(self.chair_ids),
        )

    def _require_presence(self, work: UnitOfWork, nurse: Mapping[str, Any]) -> None:
        day, table = self.duty.day, tables.absences.c
        if nurse["retired"] is not None and day >= nurse["retired"]:
            raise Conflict(
                f"{nurse['name']} no longer works here. Nothing was saved; bring her back in the settings first."
            )
        absent = work.first(select(table.name).where(table.nurse_id == self.nurse_id, table.day == day))
        if absent is not None:
            raise Conflict(
                f"{nurse['name']} is absent on {day_text(day)} ({absent.name}). "
                "Nothing was saved; remove the absence first."
            )


@dataclass(frozen=True, slots=True)
class RemoveShift(Command):
    """Take a duty off the roster."""

    title: ClassVar[str] = "Remove shift"
    shift_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.shifts, self.shift_id)
        nurse = work.one(tables.nurses, row["nurse_id"])
        work.delete(tables.shifts, self.shift_id)
        work.say(f"{nurse['name']} off duty {day_text(row['starts'].date())}")


@dataclass(frozen=True, slots=True)
class BlockChair(Command):
    """Keep a chair free for a time in which nobody has a session; returns the id of the block."""

    title: ClassVar[str] = "Block chair"
    chair_id: int
    span: Span
    kind: BlockKind
    label: str

    def run(self, work: UnitOfWork) -> int:
        chair = work.one(tables.chairs, self.chair_id)
        table = tables.sessions.c
        held = work.first(
            select(table.id).where(
                table.chair_id == self.chair_id,
                table.starts < self.span.end,
                table.ends > self.span.start,
                table.status.not_in(NOT_LIVE),
                table.on_pinboard.is_(False),
            )
        )
        if held is not None:
            raise Conflict(f"{chair['name']} has a session in that time. Nothing was blocked; move the session first.")
        work.say(f"Blocked {chair['name']} {day_text(self.span.day)} {span_text(self.span.start, self.span.end)}")
        return work.insert(
            tables.blocks,
            chair_id=self.chair_id,
            starts=self.span.start,
            ends=self.span.end,
            kind=self.kind,
            label=self.label.strip(),
        )


@dataclass(frozen=True, slots=True)
class RemoveBlock(Command):
    """Give blocked time back."""

    title: ClassVar[str] = "Remove block"
    block_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.blocks, self.block_id)
        chair = work.one(tables.chairs, row["chair_id"])
        work.delete(tables.blocks, self.block_id)
        work.say(f"{chair['name']} is free again {day_text(row['starts'].date())}")


@dataclass(frozen=True, slots=True)
class AddClosure(Command):
    """Close the unit on a day; sessions already booked stay and show up as a finding."""

    title: ClassVar[str] = "Close day"
    day: date
    name: str
    kind: ClosureKind = ClosureKind.UNIT

    def run(self, work: UnitOfWork) -> int:
        if work.first(select(tables.closures.c.id).where(tables.closures.c.day == self.day)) is not None:
            raise Conflict(f"{day_text(self.day)} is closed already. Nothing was changed.")
        work.say(f"Closed {day_text(self.day)}: {self.name.strip()}")
        return work.insert(tables.closures, day=self.day, name=self.name.strip(), kind=self.kind)


@dataclass(frozen=True, slots=True)
class RemoveClosure(Command):
    """Open a closed day again."""

    title: ClassVar[str] = "Open day"
    day: date

    def run(self, work: UnitOfWork) -> None:
        found = work.first(select(tables.closures.c.id).where(tables.closures.c.day == self.day))
        if found is None:
            raise NotFound(f"{day_text(self.day)} is not closed. Nothing was changed.")
        work.delete(tables.closures, found.id)
        work.say(f"Opened {day_text(self.day)}")


@dataclass(frozen=True, slots=True)
class SeedHolidays(Command):
    """Close the public holidays of a year, by the country in the settings; days already closed stay as they are."""

    title: ClassVar[str] = "Add public holidays"
    year: int

    def run(self, work: UnitOfWork) -> None:
        unit = reading.settings(work.connection)
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        known = {closure.day for closure in reading.closures(work.connection, first, last)}
        added = [c for c in seed_holidays(unit.country, unit.subdivision, self.year) if c.day not in known]
        for closure in added:
            work.insert(tables.closures, day=closure.day, name=closure.name, kind=closure.kind)
        work.say(f"Added {len(added)} public holidays of {self.year}")


@dataclass(frozen=True, slots=True)
class ChangeSettings(Command):
    """Change what the unit decides; only fields that differ are written."""

    title: ClassVar[str] = "Change settings"
    settings: UnitSettings

    def run(self, work: UnitOfWork) -> None:
        _require_zone(self.settings.zone)
        new = settings_values(self.settings)
        old = settings_values(reading.settings(work.connection))
        changed = {name: value for name, value in new.items() if value != old[name]}
        store_settings(work, changed)
        work.say("Settings saved" if len(changed) != 1 else f"Setting saved: {next(iter(changed)).replace('_', ' ')}")


def _require_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidValue(f"There is no time zone {zone}. Nothing was saved; choose one from the list.") from error


def store_settings(work: UnitOfWork, values: Mapping[str, object]) -> None:
    """Write settings by field name, as :func:`settings_values` has them."""
    table = tables.unit_settings
    rows = {row.name: row.id for row in work.all(select(table.c.id, table.c.name))}
    for name, value in values.items():
        if name in rows:
            work.update(table, rows[name], value=value)
        else:
            work.insert(table, name=name, value=value)


def _free_name(work: UnitOfWork, name: str, chair_id: int) -> None:
    if not name.strip():
        raise InvalidValue("A chair needs a name. Nothing was saved.")
    table = tables.chairs.c
    if work.first(select(table.id).where(table.name == name.strip(), table.id != chair_id)) is not None:
        raise Conflict(f"There is a {name.strip()} already. Nothing was saved; choose another name.")

"""What people do about ports: ask for one, plan its insertion, write its log; and check a vein where there is none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection, func, select

from dayhospital.clinical.port_insertion import TreatmentOn, insertion_findings, lead_findings
from dayhospital.domain.formats import day_text
from dayhospital.domain.port import Needle, PortComplication, PortEvent, PortEventKind, PortReferral
from dayhospital.domain.session import NOT_LIVE
from dayhospital.errors import Conflict, InvalidValue
from dayhospital.queries import unit
from dayhospital.queries.board import due_of_patient
from dayhospital.queries.patients import patient_sessions
from dayhospital.queries.ports import earlier_log, referral, referral_of
from dayhospital.queries.results import results_of
from dayhospital.services.command import Command
from dayhospital.services.patients import needed_port, patient_name, port_in_place, touch_sessions
from dayhospital.services.plans import calendar_around
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork

DAYS_LOOKED_AT = 80
"""Treatment days without a session that are read, at most."""


@dataclass(frozen=True, slots=True)
class AskForPort(Command):
    """Ask for a port to be put in; returns the id of the referral."""

    title: ClassVar[str] = "Ask for a port"
    patient_id: int
    note: str = ""

    def run(self, work: UnitOfWork) -> int:
        name = patient_name(work, self.patient_id)
        if port_in_place(work, self.patient_id) is not None:
            raise Conflict(f"{name} has a port already. Nothing was saved; look at it first.")
        earlier = referral_of(work.connection, self.patient_id)
        if earlier is not None and earlier.is_open:
            raise Conflict(f"A port of {name} was asked for on {day_text(earlier.asked_on)}. Nothing was saved.")
        touch_sessions(work, self.patient_id)
        work.say(f"Asked for a port for {name}")
        return work.insert(
            tables.port_referrals,
            patient_id=self.patient_id,
            asked_on=work.clock.today(),
            asked_by=work.user,
            note=self.note.strip(),
        )


@dataclass(frozen=True, slots=True)
class PlanPortInsertion(Command):
    """Set the day on which a port will be put in; what speaks against the day asks for a reason."""

    title: ClassVar[str] = "Plan port insertion"
    referral_id: int
    day: date
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        wish = replace(_open_referral(work, self.referral_id), planned_on=self.day)
        patient_id = wish.patient_id
        connection, today = work.connection, work.clock.today()
        treatments, drug = tuple(treatments_of(connection, patient_id)), work.library.drug
        results, earlier = results_of(connection, patient_id), earlier_log(connection, patient_id)
        found = insertion_findings(self.day, work.clock.local(), results, treatments, drug, earlier)
        is_open = calendar_around(work, today).is_open
        usable_after = unit.settings(connection).port_usable_after_days
        late = lead_findings(today, treatments, self.day, usable_after, is_open, drug)
        work.accept((*found, *late), self.reason)
        work.update(tables.port_referrals, self.referral_id, planned_on=self.day)
        touch_sessions(work, patient_id)
        work.say(f"Port of {patient_name(work, patient_id)} planned for {day_text(self.day)}")


@dataclass(frozen=True, slots=True)
class CancelPortReferral(Command):
    """Call off a port that was asked for."""

    title: ClassVar[str] = "Cancel port referral"
    referral_id: int
    note: str = ""

    def run(self, work: UnitOfWork) -> None:
        wish = _open_referral(work, self.referral_id)
        note = " · ".join(filter(None, (wish.note, self.note.strip())))
        work.update(tables.port_referrals, self.referral_id, cancelled_on=work.clock.today(), note=note)
        touch_sessions(work, wish.patient_id)
        work.say(f"Port of {patient_name(work, wish.patient_id)} called off")


@dataclass(frozen=True, slots=True)
class RecordPortEvent(Command):
    """Record an access, a flush or a complication of the port in place; returns the id of the line."""

    title: ClassVar[str] = "Record port use"
    undoable: ClassVar[bool] = False
    patient_id: int
    day: date
    kind: PortEventKind = PortEventKind.ACCESS
    complication: PortComplication | None = None
    note: str = ""
    needle: Needle | None = None

    def run(self, work: UnitOfWork) -> int:
        port, note = needed_port(work, self.patient_id), self.note.strip()
        event = PortEvent(port.id, self.day, self.kind, self.complication, work.user, note, needle=self.needle)
        if self.day < port.inserted:
            raise InvalidValue(f"The port was put in on {day_text(port.inserted)}. Nothing was saved; check the date.")
        if self.day > work.clock.today():
            raise InvalidValue("That day is still to come. Nothing was saved; check the date.")
        event_id = work.insert(
            tables.port_events,
            port_id=port.id,
            patient_id=self.patient_id,
            day=event.day,
            kind=event.kind,
            complication=event.complication,
            by=event.by,
            note=event.note,
            needle_gauge=event.needle.gauge if event.needle is not None else None,
            needle_length_mm=event.needle.length_mm if event.needle is not None else None,
        )
        if event.is_use and (port.last_access is None or port.last_access < self.day):
            work.update(tables.ports, port.id, last_access=self.day)
        touch_sessions(work, self.patient_id)
        work.say(f"Port of {patient_name(work, self.patient_id)}: {_WORDS[self.kind]} on {day_text(self.day)}")
        return event_id


_WORDS = {
    PortEventKind.ACCESS: "accessed",
    PortEventKind.FLUSH: "flushed",
    PortEventKind.COMPLICATION: "complication",
}


@dataclass(frozen=True, slots=True)
class RemovePortEvent(Command):
    """Take a line out of the log of a port that was written by mistake; the history keeps it."""

    title: ClassVar[str] = "Remove from port log"
    undoable: ClassVar[bool] = False
    event_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.port_events, self.event_id)
        work.delete(tables.port_events, self.event_id)
        port = work.one(tables.ports, row["port_id"])
        if port["last_access"] == row["day"]:
            table = tables.port_events.c
            uses = (table.port_id == row["port_id"], table.kind != PortEventKind.COMPLICATION)
            last = work.first(select(func.max(table.day).label("day")).where(*uses))
            if last is None or last.day != port["last_access"]:
                work.update(tables.ports, row["port_id"], last_access=last.day if last is not None else None)
        touch_sessions(work, row["patient_id"])
        work.say(f"Took {day_text(row['day'])} out of the port log of {patient_name(work, row['patient_id'])}")


@dataclass(frozen=True, slots=True)
class RecordVeinCheck(Command):
    """Record that a vein was looked at now and is good for what is given today; returns its id."""

    title: ClassVar[str] = "Record vein check"
    patient_id: int
    site: str

    def run(self, work: UnitOfWork) -> int:
        site = self.site.strip()
        if not site:
            raise InvalidValue("A vein has a place on the body. Nothing was saved; say which vein was checked.")
        work.say(f"Vein of {patient_name(work, self.patient_id)} checked: {site}")
        touch_sessions(work, self.patient_id)
        at = work.clock.local().replace(second=0, microsecond=0)
        return work.insert(tables.vein_checks, patient_id=self.patient_id, at=at, site=site, by=work.user)


def treatments_of(connection: Connection, patient_id: int) -> Iterator[TreatmentOn]:
    """Yield all treatments of a patient on their days: given, booked, and due without a session."""
    for session in patient_sessions(connection, patient_id):
        if session.status not in NOT_LIVE:
            yield TreatmentOn(session.span.day, session.treatment)
    for due in due_of_patient(connection, patient_id, DAYS_LOOKED_AT):
        yield TreatmentOn(due.planned, due.treatment)


def _open_referral(work: UnitOfWork, referral_id: int) -> PortReferral:
    """Return a referral that still waits for its port.

    Raises:
        Conflict: If the port is in, or it was called off.
    """
    found = referral(work.connection, referral_id)
    if not found.is_open:
        name, state = patient_name(work, found.patient_id), found.state.value
        raise Conflict(f"The port of {name} is {state} already. Nothing was changed; look again.")
    return found

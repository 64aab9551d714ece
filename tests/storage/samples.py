"""What the tests of storage and desk share: a small hospital, and a command for each write."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection

from dayhospital.clock import Clock
from dayhospital.domain.findings import Finding
from dayhospital.services.command import Command
from dayhospital.services.desk import Desk
from dayhospital.storage import tables
from dayhospital.storage.migrate import open_database
from dayhospital.storage.work import UnitOfWork

NOW = datetime(2026, 11, 24, 11, 20)
MORNING = datetime(2026, 11, 24, 8, 0)
CHAIRS = 4
PATIENTS = 6


@dataclass(frozen=True, slots=True)
class Do(Command):
    """Runs whatever a test writes."""

    title: ClassVar[str] = "Do"
    deed: Callable[[UnitOfWork], int | None]

    def run(self, work: UnitOfWork) -> int | None:
        return self.deed(work)


@dataclass(frozen=True, slots=True)
class MakeHospital(Command):
    """Chairs and patients, numbered from 1."""

    title: ClassVar[str] = "Make hospital"

    def run(self, work: UnitOfWork) -> None:
        for number in range(1, CHAIRS + 1):
            work.insert(tables.chairs, name=f"A{number}", position=number)
        for number in range(1, PATIENTS + 1):
            work.insert(tables.patients, **patient_values(f"H{number}"))


@dataclass(frozen=True, slots=True)
class Book(Command):
    """One session, half an hour unless said otherwise."""

    title: ClassVar[str] = "Book"
    start: datetime = MORNING
    chair: int = 1
    patient: int = 1
    minutes: int = 30

    def run(self, work: UnitOfWork) -> int:
        return work.insert(tables.sessions, **session_values(self.start, self.chair, self.patient, self.minutes))


@dataclass(frozen=True, slots=True)
class Warn(Command):
    """Asks the rules, which find what the test says."""

    title: ClassVar[str] = "Warn"
    findings: tuple[Finding, ...]
    reason: str = ""

    def run(self, work: UnitOfWork) -> None:
        work.accept(self.findings, self.reason)
        work.update(tables.chairs, 1, bay="B")


def patient_values(hospital_number: str) -> dict[str, Any]:
    return {
        "family_name": f"Testpatient {hospital_number}",
        "birth_date": date(1961, 5, 17),
        "sex": "female",
        "hospital_number": hospital_number,
        "search_text": f"testpatient {hospital_number.lower()}",
    }


def session_values(start: datetime, chair: int = 1, patient: int = 1, minutes: int = 30) -> dict[str, Any]:
    return {
        "patient_id": patient,
        "chair_id": chair,
        "starts": start,
        "ends": start + timedelta(minutes=minutes),
        "regimen_id": "weekly-paclitaxel",
        "short": "wPAC",
        "colour": "TX",
        "plan": "{}",
    }


def desk_at(path: Path, user: str = "anna", station: str = "desk 1", now: datetime = NOW) -> Desk:
    return Desk(open_database(path), Clock.fixed(now), user, station=station)


def hospital_at(path: Path) -> Desk:
    """Return a desk at a new database with chairs and patients."""
    desk = desk_at(path)
    desk.do(MakeHospital())
    return desk


def contents(connection: Connection, *, versions: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table people change, as kept; versions left out unless asked for."""
    found = {}
    for table in tables.metadata.sorted_tables:
        if table in tables.APPEND_ONLY:
            continue
        names = [f'"{column.name}"' for column in table.columns if versions or column.name != "version"]
        rows = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table.name} ORDER BY id")
        found[table.name] = [tuple(row) for row in rows]
    return found


def bare(path: Path) -> sqlite3.Connection:
    """Return a driver connection of another program, without any of ours around it."""
    return sqlite3.connect(path, isolation_level=None, timeout=0.05)

"""A unit with decades behind it: 200,000 patients and 2,000,000 sessions, made once and kept in ``build/bench``.

Every working day has the same shape: the first 50 of 60 chairs hold four sessions each, so nothing overlaps. Each
session belongs to a treatment day and a course. The rows are written past the desk, with the guards off while they go
in and on again afterwards; the unit itself, its chairs and the plans come from the program's own commands. There are no
statistics for the query planner: the program never asks for them.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.domain.hospital import ChairKind, UnitSettings
from dayhospital.domain.names import search_text
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import Setting
from dayhospital.domain.span import Span
from dayhospital.services.courses import StartCourse
from dayhospital.services.desk import Desk
from dayhospital.services.patients import RegisterPatient
from dayhospital.services.unit import AddChair, AddNurse, ChangeSettings, PlanShift, SeedHolidays
from dayhospital.storage.migrate import REVISIONS, open_database
from dayhospital.storage.reserve import reserve_of

FOLDER = Path(__file__).resolve().parent.parent / "build" / "bench"
SHAPE = 3
"""Counted up when the content changes, so that an older database is made anew."""
CHAIRS, FREE_CHAIRS = 50, 10
NURSES = 15
"""On duty every day from today on, for as many days again as there are sessions ahead."""
STARTS = (450, 600, 750, 900)
"""Starts in minutes from midnight; each session lasts 105 minutes."""
MINUTES = 105
DAYS_AHEAD = 60
EVENT_DAYS = 365
DUE = 120
"""Treatment days that wait to be booked, for the tray."""
REGIMENS = (
    ("pac_weekly", Setting.METASTATIC),
    ("tchp", Setting.NEOADJUVANT),
    ("kn522", Setting.NEOADJUVANT),
    ("tdxd", Setting.METASTATIC),
    ("trastuzumab_sc", Setting.ADJUVANT),
)
FAMILY = [
    "Meerkoet",
    "Zilverspar",
    "Vlierboom",
    "Ooievaar",
    "Kastanje",
    "Roodborst",
    "Yıldızbahçe",
    "Kwiatkówna",
    "Lindebloesem",
    "Hazelwindt",
]
MIDDLES = [
    "a",
    "e",
    "i",
    "o",
    "u",
    "aan",
    "een",
    "ijn",
    "oor",
    "uur",
    "and",
    "elm",
    "ing",
    "ost",
    "urk",
    "ant",
    "erm",
    "isk",
]
ENDINGS = ["hof", "berg", "veld", "dael", "mans", "gaarde", "beek", "sträter", "çeli", "ówna", "ier", "oux"]
GIVEN = [
    "Femke",
    "Élise",
    "Griet",
    "Ann-Sofie",
    "Zofia",
    "Aylin",
    "Margarethe",
    "Noémie",
    "Iris",
    "Katrien",
    "Ilse",
    "Lieve",
    "Hanne",
    "Samira",
    "Nel",
]
EPOCH = date(1970, 1, 1)
Plan = tuple[str, str, str, str, str]
"""Regimen id, name, short name, colour and plan."""
Slot = tuple[int, date, int, int]
"""Number of the session, its day, the index of its chair, and its start in minutes from midnight."""


def big_database(patients: int, sessions: int, today: date) -> Path:
    """Return the database of a size, made now if it is not there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"big-{patients}-{sessions}-{SHAPE}-{REVISIONS[-1]}-{today.isoformat()}.db"
    if not path.exists():
        for old in FOLDER.glob(f"big-{patients}-{sessions}-*"):
            old.unlink()
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        make(unfinished, patients, sessions, today)
        unfinished.replace(path)
        reserve_of(unfinished).unlink(missing_ok=True)
    return path


def make(path: Path, patients: int, sessions: int, today: date) -> None:
    """Write a large database to a file that is not there yet."""
    engine = open_database(path)
    desk = Desk(engine, Clock.fixed(datetime.combine(today, time(7, 0))), "Bench", Library.load())
    plans = _unit(desk, today)
    desk.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL "
            "AND tbl_name IN ('patients', 'sessions', 'treatment_days', 'status_events')"
        ).fetchall()
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        connection.execute("BEGIN")
        for kind, things in (("INDEX", indexes), ("TRIGGER", triggers)):
            for name, _ in things:
                connection.execute(f"DROP {kind} {name}")
        _insert_patients(connection, patients)
        _insert_sessions(connection, patients, sessions, today, plans)
        _insert_events(connection, today)
        for _, sql in (*indexes, *triggers):
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _unit(desk: Desk, today: date) -> list[Plan]:
    """Enter the unit; return regimen id, name, short, colour and plan of some first treatment days."""
    desk.do(ChangeSettings(UnitSettings(name="Large unit")))
    for year in range(today.year, today.year + 3):
        desk.do(SeedHolidays(year))
    chairs = [
        desk.do(AddChair(f"C{n:02d}", ChairKind.CHAIR, f"Bay {n // 10}", n + 1)).result
        for n in range(CHAIRS + FREE_CHAIRS)
    ]
    nurses = [desk.do(AddNurse(f"Nurse {n:02d}", f"N{n:02d}")).result for n in range(NURSES)]
    for offset in range(2 * DAYS_AHEAD):
        duty = Span.on(today + timedelta(days=offset), time(7, 30), time(18, 30))
        for n, nurse in enumerate(nurses):
            desk.do(PlanShift(nurse or 0, duty, None, frozenset(chair or 0 for chair in chairs[n::NURSES])))
    found = []
    for number, (regimen, setting) in enumerate(REGIMENS):
        registered = RegisterPatient(f"First{number}", "Patient", date(1970, 1, 1), Sex.FEMALE, f"F{number}")
        patient = desk.do(registered).result
        desk.do(StartCourse(patient or 0, regimen, setting, today + timedelta(days=200), "Dr Bench", reason="bench"))
        row = desk.ask(
            lambda connection: connection.exec_driver_sql(
                'SELECT c.regimen_id, c.regimen_name, c.regimen_short, c.colour, d."plan" FROM treatment_days d '
                "JOIN courses c ON c.id = d.course_id ORDER BY d.id DESC LIMIT 1"
            ).one()
        )
        found.append(tuple(row))
    return found


def _insert_patients(connection: sqlite3.Connection, patients: int) -> None:
    chance = random.Random(5)

    def rows() -> Iterator[tuple[str, ...]]:
        for number in range(patients):
            family = chance.choice(FAMILY) + chance.choice(MIDDLES) + chance.choice(ENDINGS)
            given = chance.choice(GIVEN)
            birth = date(1935, 1, 1) + timedelta(days=chance.randrange(25_000))
            hospital = f"B{number:07d}"
            national = f"{birth:%y%m%d}000{number % 97:02d}"
            text = search_text(family, given, birth, hospital, national)
            yield (family, given, birth.isoformat(), hospital, national, text)

    connection.executemany(
        "INSERT INTO patients (version, family_name, given_name, birth_date, sex, hospital_number, national_number, "
        "search_text, language, address, telephone, email, contact, consultant, note, allergy_status, allergies, "
        "failed_cannulations, extravasation_before, lymphoedema, wants_port, escort, home_telephone, high_risk) "
        "VALUES (1, ?, ?, ?, 'female', ?, ?, ?, 'nl', '', '', '', '', '', '', 'none_known', '', 0, 0, 0, 0, "
        "'not_recorded', '', '')",
        rows(),
    )


def _insert_sessions(
    connection: sqlite3.Connection, patients: int, sessions: int, today: date, plans: list[Plan]
) -> None:
    first_patient, first_course, first_day = (
        connection.execute(sql).fetchone()[0]
        for sql in (
            "SELECT min(id) FROM patients WHERE hospital_number LIKE 'B%'",
            "SELECT max(id) + 1 FROM courses",
            "SELECT max(id) + 1 FROM treatment_days",
        )
    )
    chairs = [row[0] for row in connection.execute("SELECT id FROM chairs ORDER BY position")]
    _insert_around_patients(connection, patients, first_patient, first_course, plans)

    def treatment_days() -> Iterator[tuple[object, ...]]:
        for number, day, _, _ in chain(_slots(sessions, today), _due_slots(sessions, today)):
            whose = number * 7919 % patients
            state = "given" if day < today else "due"
            earliest, latest = (day - timedelta(days=2)).isoformat(), (day + timedelta(days=3)).isoformat()
            ideal, plan = day.isoformat(), plans[whose % len(plans)][4]
            position = number // patients
            yield (
                *(first_day + number, first_course + whose, first_patient + whose, position, f"C{position + 1}D1"),
                *(position + 1, earliest, ideal, latest, ideal, plan, state),
            )

    def rows() -> Iterator[tuple[object, ...]]:
        for number, day, chair, start in _slots(sessions, today):
            whose = number * 7919 % patients
            regimen, name, short, colour, plan = plans[whose % len(plans)]
            at = (day - EPOCH).days * 1440 + start
            status, label = "left" if day < today else "booked", f"C{number // patients + 1}D1"
            yield (
                *(first_patient + whose, chairs[chair], at, at + MINUTES, status, first_day + number),
                *(first_course + whose, regimen, name, short, colour, label, plan),
            )

    connection.executemany(
        "INSERT INTO treatment_days (version, id, course_id, patient_id, position, label, cycle, day, phase, earliest, "
        'ideal, latest, planned, place, "plan", findings, needs_chair, state, provisional, omit_reason) '
        "VALUES (1, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?, ?, ?, 'day_hospital', ?, '', 1, ?, 0, '')",
        treatment_days(),
    )
    connection.executemany(
        "INSERT INTO sessions (version, patient_id, chair_id, starts, ends, status, treatment_day_id, course_id, "
        'regimen_id, regimen_name, short, colour, label, "plan", hold_reason, cancel_note, fixed, on_pinboard, note, '
        "moved) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0, 0, '', '')",
        rows(),
    )


def _insert_events(connection: sqlite3.Connection, today: date) -> None:
    """Give the sessions of the last year the statuses they went through."""
    recent = ((today - timedelta(days=EVENT_DAYS)) - EPOCH).days * 1440
    connection.execute(
        'INSERT INTO status_events (version, session_id, status, at, "by", reason) '
        "SELECT 1, id, s.status, (starts + s.late) * 60, 'Bench', '' FROM sessions JOIN "
        "(SELECT 'arrived' AS status, 0 AS late UNION SELECT 'in_treatment', 15 UNION SELECT 'left', 100) s "
        "WHERE sessions.status = 'left' AND starts > ?",
        (recent,),
    )


def _insert_around_patients(
    connection: sqlite3.Connection, patients: int, first_patient: int, first_course: int, plans: list[Plan]
) -> None:
    """Give everybody a course and a tumour, and every third a port."""
    connection.executemany(
        "INSERT INTO courses (version, id, patient_id, regimen_id, regimen_version, regimen_name, regimen_short, "
        "colour, setting, line, start, consultant, state, note, course_doses, port_default, stop_reason, stop_note) "
        "VALUES (1, ?, ?, ?, 1, ?, ?, ?, 'metastatic', 1, '2026-01-05', 'Dr Bench', 'active', '', 12, 'no', '', '')",
        ((first_course + n, first_patient + n, *plans[n % len(plans)][:4]) for n in range(patients)),
    )
    connection.executemany(
        "INSERT INTO tumours (version, patient_id, side, histology, diagnosed, tnm, stage, her2_ish) "
        "VALUES (1, ?, ?, 'ductal', '2025-10-01', '', 'IIB', 'not_done')",
        ((first_patient + n, ("left", "right")[n % 2]) for n in range(patients)),
    )
    connection.executemany(
        "INSERT INTO ports (version, patient_id, side, inserted, usable_from) "
        "VALUES (1, ?, 'right', '2025-11-01', '2025-11-02')",
        ((first_patient + n,) for n in range(0, patients, 3)),
    )


def _slots(sessions: int, today: date) -> Iterator[Slot]:
    """Yield the places of all sessions, from the last day backwards."""
    number, day = 0, today + timedelta(days=DAYS_AHEAD)
    while True:
        if day.weekday() < 5:
            for chair in range(CHAIRS):
                for start in STARTS:
                    if number == sessions:
                        return
                    yield number, day, chair, start
                    number += 1
        day -= timedelta(days=1)


def _due_slots(sessions: int, today: date) -> Iterator[Slot]:
    """Yield treatment days of the next two weeks that have no session."""
    for n in range(min(DUE, sessions)):
        yield sessions + n, today + timedelta(days=n % 12), 0, 0

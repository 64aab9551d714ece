"""A unit with decades behind it: 200,000 patients and 2,000,000 sessions, made once and kept in ``build/bench``."""

import random
import sqlite3
from contextlib import closing
from datetime import date, datetime, time, timedelta
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
from dayhospital.storage.migrate import open_database

FOLDER = Path(__file__).resolve().parent.parent / "build" / "bench"
CHAIRS, PER_CHAIR = 50, 4
STARTS = (450, 600, 750, 900)
"""Starts in minutes from midnight; each session lasts 105 minutes."""
MINUTES = 105
DAYS_AHEAD = 60
EVENT_DAYS = 30
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
MIDDLES = (
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
)
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


def big_database(patients: int, sessions: int, today: date) -> Path:
    """Return the database of a size, made now if it is not there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"big-{patients}-{sessions}-{today.isoformat()}.db"
    if not path.exists():
        for old in FOLDER.glob(f"big-{patients}-{sessions}-*"):
            old.unlink()
        unfinished = path.with_suffix(".part")
        _make(unfinished, patients, sessions, today)
        unfinished.replace(path)
    return path


def _make(path: Path, patients: int, sessions: int, today: date) -> None:
    engine = open_database(path)
    library = Library.load()
    desk = Desk(engine, Clock.fixed(datetime.combine(today, time(7, 0))), "Bench", library)
    plans = _unit(desk, today)
    desk.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        _insert_patients(connection, patients)
        _insert_sessions(connection, patients, sessions, today, plans)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("ANALYZE")


def _unit(desk: Desk, today: date) -> list[Plan]:
    """Enter the unit; return regimen id, name, short, colour and plan of some first treatment days."""
    desk.do(ChangeSettings(UnitSettings(name="Large unit")))
    for year in range(today.year, today.year + 3):
        desk.do(SeedHolidays(year))
    chairs = [desk.do(AddChair(f"C{n:02d}", ChairKind.CHAIR, f"Bay {n // 10}", n + 1)).result for n in range(CHAIRS)]
    nurse = desk.do(AddNurse("Nurse One", "NO")).result
    duty = Span.on(today, time(7, 30), time(18, 30))
    desk.do(PlanShift(nurse or 0, duty, None, frozenset(chair or 0 for chair in chairs)))
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

    def rows():
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
    first = connection.execute("SELECT min(id) FROM patients WHERE hospital_number LIKE 'B%'").fetchone()[0]
    chairs = [row[0] for row in connection.execute("SELECT id FROM chairs ORDER BY position")]

    def rows():
        made, day, number = 0, today + timedelta(days=DAYS_AHEAD), 0
        while made < sessions:
            if day.weekday() < 5:
                midnight = (day - EPOCH).days * 1440
                for chair in chairs:
                    for start in STARTS:
                        patient = first + (number * 7919) % patients
                        regimen, name, short, colour, plan = plans[number % len(plans)]
                        status = "left" if day < today else "booked"
                        at = midnight + start
                        yield (patient, chair, at, at + MINUTES, status, regimen, name, short, colour, plan)
                        number += 1
                        made += 1
            day -= timedelta(days=1)

    connection.executemany(
        "INSERT INTO sessions (version, patient_id, chair_id, starts, ends, status, regimen_id, regimen_name, short, "
        'colour, label, "plan", hold_reason, cancel_note, fixed, on_pinboard, note, moved) '
        "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'C2D1', ?, '', '', 0, 0, '', '')",
        rows(),
    )
    recent = ((today - timedelta(days=EVENT_DAYS)) - EPOCH).days * 1440
    connection.execute(
        'INSERT INTO status_events (version, session_id, status, at, "by", reason) '
        "SELECT 1, id, s.status, (starts + s.late) * 60, 'Bench', '' FROM sessions JOIN "
        "(SELECT 'arrived' AS status, 0 AS late UNION SELECT 'in_treatment', 15 UNION SELECT 'left', 100) s "
        "WHERE sessions.status = 'left' AND starts > ?",
        (recent,),
    )

"""One booking through the desk, against one bare insert with commit into the same file under the same durability.

Both go to free chairs of busy days ahead, so that the rules and the guards have sessions to look at; the board of the
day was read before, as it is when somebody books. They take turns of ten on one day: each commit makes the other
connection read its pages again, which no single window has to bear.
"""

import sqlite3
from contextlib import closing
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from benchmarks.big_database import CHAIRS, DAYS_AHEAD, FREE_CHAIRS
from benchmarks.measures import Row, compared, timed
from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.queries.board import board_day
from dayhospital.scheduling.load import loads
from dayhospital.services.desk import Desk
from dayhospital.services.sessions import BookExtra, NoteSession
from dayhospital.storage.migrate import open_database

TURN = 10
BARE = "bare insert"
Times = list[float]
PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "cache_size=-65536")
"""As the program sets them; the journal mode is the file's."""


def measure(database: Path, rounds: int) -> list[Row]:
    """Return the rows of bookings on empty and on full days and of the smallest command against bare inserts."""
    today = Clock().today()
    clock = Clock.fixed(datetime.combine(today, time(7)))
    desk = Desk(open_database(database), clock, "Bench", Library.load())
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as bare:
            for pragma in PRAGMAS:
                bare.execute(f"PRAGMA {pragma}")
            booker, inserter = (row[0] for row in bare.execute("SELECT id FROM patients ORDER BY id LIMIT 2"))
            clean = f"DELETE FROM sessions WHERE patient_id IN ({booker}, {inserter})"  # nobody else books for them
            bare.execute(clean)  # a run that was broken off left its sessions
            try:
                full, empty = _open_days(bare, today, 1), _open_days(bare, today, DAYS_AHEAD + 1)
                busy, notes, inserts = _take(desk, bare, full[: rounds // TURN], booker, inserter)
                quiet, more_notes, more_inserts = _take(desk, bare, empty[: rounds // TURN], booker, inserter)
                return [
                    compared("one booking through the desk, day with nothing yet", quiet, BARE, more_inserts, 5.0),
                    compared("one booking through the desk, day of 200 sessions", busy, BARE, inserts, 5.0),
                    compared("the smallest command (a note)", notes + more_notes, BARE, inserts + more_inserts, 5.0),
                ]
            finally:
                bare.execute(clean)
    finally:
        desk.close()


def _take(desk: Desk, bare: sqlite3.Connection, days: list[date], booker: int, inserter: int) -> tuple[Times, ...]:
    """Return the times of bookings, of notes on them and of bare inserts, ten of each on every day."""
    chairs = [row[0] for row in bare.execute("SELECT id FROM chairs ORDER BY position")][CHAIRS:]
    insert, sample = _insert(bare)
    inserts, bookings, notes = [], [], []
    for day in days:
        turn = [(n % (FREE_CHAIRS // 2), datetime.combine(day, time(8 + n))) for n in range(TURN)]
        loads(desk.ask(partial(board_day, day=day)))  # as the strips under the board do
        for chair, start in turn:
            minutes = (start - datetime(1970, 1, 1)) // timedelta(minutes=1)
            values = sample | {"patient_id": inserter, "chair_id": chairs[chair + FREE_CHAIRS // 2]}
            values |= {"starts": minutes, "ends": minutes + 10, "status": "booked", "version": 1}
            inserts.append(timed(_commit, bare, insert, values))
        for chair, start in turn:
            bookings.append(timed(desk.do, BookExtra(booker, "port_flush", chairs[chair], start, 10, "bench")))
        made = bare.execute("SELECT id FROM sessions WHERE patient_id = ? ORDER BY id", (booker,)).fetchall()
        for (session,) in made[-len(turn) :]:
            notes.append(timed(desk.do, NoteSession(session, "x")))
    return bookings, notes, inserts


def _open_days(bare: sqlite3.Connection, today: date, first: int) -> list[date]:
    """Return open days from so many days ahead on."""
    closed = {row[0] for row in bare.execute("SELECT day FROM closures")}
    days = [today + timedelta(days=offset) for offset in range(first, first + DAYS_AHEAD - 1)]
    return [day for day in days if day.weekday() < 5 and day.isoformat() not in closed]


def _insert(bare: sqlite3.Connection) -> tuple[str, dict[str, object]]:
    """Return the statement that writes a session, and the values of one that belongs to no treatment day."""
    columns = [row[1] for row in bare.execute("PRAGMA table_info(sessions)") if row[1] != "id"]
    named = ", ".join(f'"{name}"' for name in columns)
    row = bare.execute(f"SELECT {named} FROM sessions LIMIT 1").fetchone()
    values = dict(zip(columns, row, strict=True)) | {"treatment_day_id": None, "course_id": None}
    return f"INSERT INTO sessions ({named}) VALUES ({', '.join(f':{name}' for name in columns)})", values


def _commit(bare: sqlite3.Connection, insert: str, values: dict[str, object]) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(insert, values)
    bare.execute("COMMIT")

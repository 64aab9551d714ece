"""The measures besides the board's frame; each returns rows of a table, taken in this run."""

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.domain.names import query_terms
from dayhospital.queries.board import board_day
from dayhospital.queries.patients import patient_list
from dayhospital.queries.search import find
from dayhospital.services.desk import Desk
from dayhospital.services.sessions import BookExtra, NoteSession
from dayhospital.storage.migrate import open_database

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what, the figure, what it is measured against, and the budget."""

    name: str
    figure: str
    against: str
    ratio: float
    budget: float

    @property
    def kept(self) -> bool:
        return self.ratio <= self.budget


def median(times: list[float]) -> float:
    return statistics.median(times)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def start(database: Path, rounds: int) -> list[Row]:
    """From nothing to a usable board, against an empty window and the import of SQLAlchemy, whole processes in turn."""
    empty = (
        "from PySide6.QtWidgets import QApplication, QMainWindow; from PySide6.QtCore import QTimer;"
        "app = QApplication([]); w = QMainWindow(); w.show(); QTimer.singleShot(0, app.quit); app.exec()"
    )
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "DAYHOSPITAL_DATA": folder,
            "PYTHONPATH": str(ROOT),
        }

        def process(*arguments: str) -> float:
            command = [sys.executable, *arguments]
            return timed(lambda: subprocess.run(command, env=environment, check=True, capture_output=True, cwd=ROOT))

        window, imported, board = [], [], []
        for _ in range(rounds + 1):
            window.append(process("-c", empty))
            imported.append(process("-c", "import sqlalchemy"))
            board.append(process("-m", "benchmarks.usable_board", str(database)))
    bare = median(window[1:]) + median(imported[1:])
    figure, against = (
        median(board[1:]),
        f"empty window {median(window[1:]):.2f} s + import {median(imported[1:]):.2f} s",
    )
    return [Row("start to a usable board", f"{figure:.2f} s", against, figure / bare, 5.0)]


def booking(database: Path, rounds: int) -> list[Row]:
    """One booking through the desk against one bare insert with commit, the same file, guards and durability."""
    library, today = Library.load(), Clock().today()
    desk = Desk(open_database(database), Clock.fixed(datetime.combine(today, datetime.min.time())), "Bench", library)
    chair = desk.ask(lambda connection: connection.exec_driver_sql("SELECT min(id) FROM chairs").scalar_one())
    patient = desk.ask(lambda connection: connection.exec_driver_sql("SELECT max(id) FROM patients").scalar_one())
    day = today + timedelta(days=120)
    while day.weekday() > 4:
        day += timedelta(days=1)
    bare = sqlite3.connect(database, isolation_level=None)
    bare.execute("PRAGMA synchronous=FULL")
    before = bare.execute("SELECT max(id) FROM sessions").fetchone()[0]
    columns = [row[1] for row in bare.execute("PRAGMA table_info(sessions)") if row[1] != "id"]
    sample = bare.execute(f"SELECT {', '.join(map(_quoted, columns))} FROM sessions LIMIT 1").fetchone()
    insert = f"INSERT INTO sessions ({', '.join(map(_quoted, columns))}) VALUES ({', '.join('?' * len(columns))})"
    inserts, bookings, notes = [], [], []
    first = (day - date(1970, 1, 1)).days * 1440 + 450
    for number in range(rounds):
        at = first + 10 * number
        row = {**dict(zip(columns, sample, strict=True)), "starts": at + 2000 * 1440, "ends": at + 2000 * 1440 + 10}
        row |= {"chair_id": chair, "patient_id": patient, "status": "booked", "version": 1}
        inserts.append(timed(lambda row=row: _insert(bare, insert, [row[name] for name in columns])))
        start_at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=450 + 10 * number)
        command = BookExtra(patient - number, "port_flush", chair, start_at, 10, "bench")
        made: list[int] = []
        bookings.append(timed(lambda command=command, made=made: made.append(desk.do(command).result or 0)))
        notes.append(timed(lambda made=made: desk.do(NoteSession(made[0], "x"))))
    bare.execute("DELETE FROM sessions WHERE id > ?", (before,))  # the next run books the same places
    bare.close()
    desk.close()
    base = median(inserts)
    return [
        Row(
            "one booking through the desk",
            f"{median(bookings) * 1e3:.2f} ms",
            f"bare insert {base * 1e3:.2f} ms",
            median(bookings) / base,
            5.0,
        ),
        Row(
            "the smallest command (a note)",
            f"{median(notes) * 1e3:.2f} ms",
            f"bare insert {base * 1e3:.2f} ms",
            median(notes) / base,
            5.0,
        ),
    ]


def _insert(connection: sqlite3.Connection, sql: str, values: list[object]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(sql, values)
    connection.execute("COMMIT")


def _quoted(name: str) -> str:
    return f'"{name}"'


DAY_SQL = """
SELECT s.*, p.*, o.side, o.inserted, o.usable_from, o.last_access, c.setting, c.course_doses, c.port_default,
       d.earliest, d.ideal, d.latest,
       (SELECT group_concat(side) FROM tumours t WHERE t.patient_id = p.id)
FROM sessions s JOIN patients p ON p.id = s.patient_id
LEFT JOIN ports o ON o.patient_id = p.id AND o.removed IS NULL
LEFT JOIN courses c ON c.id = s.course_id
LEFT JOIN treatment_days d ON d.id = s.treatment_day_id
WHERE s.starts >= ? AND s.starts < ? AND s.on_pinboard = 0 AND s.status <> 'cancelled' ORDER BY s.starts
"""
OTHER_SQL = (
    'SELECT e.session_id, e.status, e.at, e."by" FROM sessions s JOIN status_events e ON e.session_id = s.id '
    "WHERE s.starts >= ? AND s.starts < ? ORDER BY e.at, e.id",
)


def day_query(database: Path, rounds: int) -> list[Row]:
    """One day of 200 sessions read into the board's snapshot, against the same rows by plain SQL."""
    today = Clock().today()
    days = [today - timedelta(days=offset) for offset in range(1, 40) if (today - timedelta(days=offset)).weekday() < 5]
    desk = Desk(open_database(database), Clock(), "Bench", Library.load())
    read, again, plain = [], [], []
    with closing(sqlite3.connect(database)) as bare:
        for number in range(rounds):
            day = days[number % len(days)]
            first = (day - date(1970, 1, 1)).days * 1440

            def by_hand(first: int = first) -> None:
                bare.execute(DAY_SQL, (first, first + 1440)).fetchall()
                for sql in OTHER_SQL:
                    bare.execute(sql, (first, first + 1440)).fetchall()
                for table in ("chairs", "unit_settings"):
                    bare.execute(f"SELECT * FROM {table}").fetchall()

            plain.append(timed(by_hand))
            read.append(timed(lambda day=day: desk.ask(lambda connection: board_day(connection, day))))
            again.append(timed(lambda day=day: desk.ask(lambda connection: board_day(connection, day))))
    count = len(desk.ask(lambda connection: board_day(connection, days[0])).sessions)
    desk.close()
    base = median(plain)
    return [
        Row(name, f"{median(times) * 1e3:.2f} ms", f"bare SQL {base * 1e3:.2f} ms", median(times) / base, 2.0)
        for name, times in ((f"day of {count} sessions, never read before", read), ("the same day read again", again))
    ]


TEXTS = ("meerkoet", "yildiz", "femke meer", "B0123456", "12/03/1961", "nobody at all", "el")


def search(database: Path, rounds: int) -> list[Row]:
    """Search among all patients; the budget is 30 ms, so the ratio is to that."""
    desk = Desk(open_database(database), Clock(), "Bench", Library.load())
    rows = []
    for text in TEXTS:
        assert query_terms(text)
        found = [timed(lambda text=text: desk.ask(lambda c: find(c, text, 20))) for _ in range(rounds)]
        rows.append(Row(f"search “{text}”", f"{median(found) * 1e3:.1f} ms", "30 ms", median(found) / 0.030, 1.0))
    now = datetime.combine(Clock().today(), datetime.min.time())
    listed = [timed(lambda: desk.ask(lambda c: patient_list(c, "meer", 200, now))) for _ in range(rounds)]
    rows.append(
        Row("patient list “meer”, 200 rows", f"{median(listed) * 1e3:.1f} ms", "30 ms", median(listed) / 0.030, 1.0)
    )
    desk.close()
    return rows

"""The database alone refuses what must never be: no rule, no desk, no SQLAlchemy between the attempt and the file."""

import random
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from dayhospital.domain.session import MAX_SESSION_MINUTES, Status
from dayhospital.services.desk import Desk
from dayhospital.storage.check import check
from dayhospital.storage.guards import create_guards, drop_guards, missing_guards
from dayhospital.storage.migrate import open_database
from dayhospital.storage.tables import APPEND_ONLY
from tests.storage.samples import CHAIRS, MORNING, PATIENTS, Book, Do, bare

ATTEMPTS = 10_000
COLUMNS = (
    "version, patient_id, chair_id, starts, ends, status, on_pinboard, regimen_id, regimen_name, short, colour, label, "
    "plan, hold_reason, cancel_note, fixed, note, moved"
)
REST = "'x', '', 'x', 'TX', '', '{}', '', '', 0, '', ''"


@dataclass(frozen=True)
class Stay:
    """The model of a session: what the guards look at."""

    patient: int
    chair: int
    starts: int
    ends: int
    status: str
    on_pinboard: int

    @property
    def live(self) -> bool:
        return not self.on_pinboard and self.status not in ("cancelled", "no_show")

    def clashes(self, other: "Stay") -> bool:
        same = self.chair == other.chair or self.patient == other.patient
        return self.live and other.live and same and self.starts < other.ends and other.starts < self.ends

    @property
    def possible(self) -> bool:
        return 1 <= self.ends - self.starts <= MAX_SESSION_MINUTES


class Attacker:
    """Writes sessions behind the program's back and keeps a model of what should be there."""

    def __init__(self, connection: sqlite3.Connection, seed: int) -> None:
        self.connection = connection
        self.random = random.Random(seed)
        self.model: dict[int, Stay] = {}

    def stay(self) -> Stay:
        pick = self.random
        starts = pick.randrange(0, 3000, 5)
        length = pick.choice((-30, 0, 15, 30, 60, 240, 720, 721, 1440))
        status = pick.choice(("booked", "booked", "in_treatment", "left", "no_show", "cancelled"))
        pinboard = int(pick.random() < 0.1)
        return Stay(pick.randint(1, PATIENTS), pick.randint(1, CHAIRS), starts, starts + length, status, pinboard)

    def allowed(self, stay: Stay, number: int | None) -> bool:
        others = (other for key, other in self.model.items() if key != number)
        return stay.possible and not any(stay.clashes(other) for other in others)

    def book(self) -> bool:
        """Insert, one time in three in a way that is meant to slip through, and return whether it went in."""
        stay = self.stay()
        verb = self.random.choice(("INSERT", "INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL"))
        values = (stay.patient, stay.chair, stay.starts, stay.ends, stay.status, stay.on_pinboard)
        sql = f"{verb} INTO sessions ({COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, {REST})"
        number = self.attempt(sql, values)
        assert (number is not None) == self.allowed(stay, None)
        if number is not None:
            self.model[number] = stay
        return number is not None

    def change(self) -> bool:
        number = self.random.choice(list(self.model))
        stay, wanted = self.model[number], self.stay()
        fields = self.random.sample(list(Stay.__annotations__), self.random.randint(1, 6))
        wanted = replace(stay, **{name: getattr(wanted, name) for name in fields})
        verb = self.random.choice(("UPDATE", "UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"))
        sql = (
            f"{verb} sessions SET patient_id = ?, chair_id = ?, starts = ?, ends = ?, status = ?, on_pinboard = ? "
            "WHERE id = ?"
        )
        values = (wanted.patient, wanted.chair, wanted.starts, wanted.ends, wanted.status, wanted.on_pinboard, number)
        written = self.attempt(sql, values) is not None
        assert written == self.allowed(wanted, number)
        if written:
            self.model[number] = wanted
        return written

    def attempt(self, sql: str, values: tuple[object, ...]) -> int | None:
        """Return the id written, None if the database refused, by an error or by ignoring it."""
        try:
            cursor = self.connection.execute(sql, values)
        except sqlite3.IntegrityError:
            return None
        return cursor.lastrowid if cursor.rowcount == 1 else None

    def rows(self) -> dict[int, Stay]:
        sql = "SELECT id, patient_id, chair_id, starts, ends, status, on_pinboard FROM sessions"
        return {number: Stay(*rest) for number, *rest in self.connection.execute(sql)}


def test_ten_thousand_random_attempts_behind_the_program_never_make_an_overlap(desk: Desk, path: Path):
    with bare(path) as connection:
        attacker = Attacker(connection, seed=11)
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [
            attacker.change() if attacker.model and attacker.random.random() < 0.5 else attacker.book()
            for _ in range(ATTEMPTS)
        ]
        connection.execute("COMMIT")
        assert attacker.rows() == attacker.model
    connection.close()
    assert 500 < sum(outcomes) < ATTEMPTS - 5000
    assert check(open_database(path)).ok


def test_a_session_may_begin_when_the_one_before_ends(desk: Desk):
    desk.do(Book(MORNING, minutes=30))
    desk.do(Book(MORNING.replace(minute=30), minutes=30))


def test_the_longest_session_is_seen_to_its_end(desk: Desk, path: Path):
    desk.do(Book(MORNING, minutes=MAX_SESSION_MINUTES))
    with bare(path) as connection, pytest.raises(sqlite3.IntegrityError, match="chair-taken"):
        connection.execute(
            f"INSERT INTO sessions ({COLUMNS}) "
            f"SELECT 1, 2, chair_id, ends - 1, ends + 29, status, 0, {REST} FROM sessions"
        )
    connection.close()


def test_a_treatment_day_has_one_live_session(desk: Desk, path: Path):
    with bare(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        insert = f"INSERT INTO sessions ({COLUMNS}, treatment_day_id) VALUES (1, 1, 1, ?, ?, ?, ?, {REST}, 7)"
        connection.execute(insert, (0, 30, "cancelled", 0))
        connection.execute(insert, (0, 30, "booked", 1))
        with pytest.raises(sqlite3.IntegrityError, match="treatment_day_id"):
            connection.execute(insert, (60, 90, "booked", 0))
    connection.close()


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("verb", ["UPDATE {} SET entry_id = entry_id", "DELETE FROM {}"])
def test_the_journal_is_only_added_to(desk: Desk, path: Path, table: str, verb: str):
    with bare(path) as connection:
        entry = connection.execute("SELECT max(id) FROM journal_entries").fetchone()[0]
        connection.execute("INSERT OR IGNORE INTO overrides VALUES (?, 0, 'code', 'unit', '{}', 'because')", (entry,))
        column = "id" if table == "journal_entries" else "entry_id"
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            connection.execute(verb.format(table).replace("entry_id", column))
    connection.close()


def test_replacing_does_not_walk_past_the_journals_guards(desk: Desk):
    def forge(work):
        work.connection.exec_driver_sql("INSERT OR REPLACE INTO journal_patients VALUES (1, 1)")

    with pytest.raises(Exception, match="only ever added to"):
        desk.do(Do(forge))


def test_guards_that_were_dropped_are_missed_by_name(path: Path, desk: Desk):
    engine = open_database(path)
    with engine.execution_options(immediate=True).begin() as connection:
        assert missing_guards(connection) == ()
        drop_guards(connection)
        missing = missing_guards(connection)
        create_guards(connection)
        assert missing_guards(connection) == ()
    assert "guard_sessions_chair_insert" in missing
    assert len(missing) == 12
    engine.dispose()


def test_a_guard_that_was_weakened_is_missed_too(path: Path, desk: Desk):
    with bare(path) as connection:
        connection.execute("DROP TRIGGER guard_sessions_chair_insert")
        connection.execute("CREATE TRIGGER guard_sessions_chair_insert BEFORE INSERT ON sessions BEGIN SELECT 1; END")
    connection.close()
    engine = open_database(path)
    with engine.connect() as reader:
        assert missing_guards(reader) == ("guard_sessions_chair_insert",)
    engine.dispose()


def test_the_guards_use_an_index_however_long_the_past(path: Path, desk: Desk):
    with bare(path) as connection:
        for column in ("chair_id", "patient_id"):
            plan = connection.execute(
                f"EXPLAIN QUERY PLAN SELECT 1 FROM sessions AS other WHERE other.{column} = 1 "
                f"AND other.starts > 100 - {MAX_SESSION_MINUTES} AND other.starts < 130 AND other.ends > 100 "
                f"AND NOT other.on_pinboard AND other.status NOT IN ('cancelled', 'no_show')"
            ).fetchall()
            assert f"ix_sessions_{column}_starts ({column}=? AND starts>? AND starts<?)" in plan[0][-1]
    connection.close()


def test_every_status_is_either_live_or_not(desk: Desk, path: Path):
    """Each status is tried against a booked session, so that a new one cannot slip past the guards unseen."""
    desk.do(Book(MORNING))
    free = set()
    with bare(path) as connection:
        for status in Status:
            try:
                connection.execute(
                    f"INSERT INTO sessions ({COLUMNS}) "
                    f"SELECT 1, 2, 1, starts, ends, ?, 0, {REST} FROM sessions LIMIT 1",
                    (status.value,),
                )
                free.add(status)
            except sqlite3.IntegrityError:
                continue
    connection.close()
    assert free == {Status.CANCELLED, Status.NO_SHOW}

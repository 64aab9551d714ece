"""One day as the board's snapshot, against hand-written SQL that fetches the same columns of the same rows.

Every day is read by both connections beforehand, so that neither waits for the disk; only what the program makes of the
rows is new. The bare SQL and the program take turns in going first.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from benchmarks.measures import Row, compared, timed
from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.queries.board import board_day
from dayhospital.services.desk import Desk
from dayhospital.storage.migrate import open_database

SESSIONS = """
SELECT s.id, s.version, s.chair_id, s.starts, s.ends, s.status, s.hold_reason, s.cancel_reason, s.fixed, s.on_pinboard,
       s.note, s.moved, s.course_id, s.treatment_day_id, s.regimen_id, s.regimen_name, s.short, s.colour, s.label,
       s.plan, d.cycle, d.day, d.earliest, d.ideal, d.latest, c.setting, c.course_doses, c.port_default,
       p.id, p.family_name, p.given_name, p.birth_date, p.sex, p.hospital_number, p.national_number, p.allergy_status,
       p.allergies, p.ecog, p.earlier_reaction_grade, p.diva_score, p.failed_cannulations, p.extravasation_before,
       p.axillary_surgery, p.lymphoedema, p.wants_port, p.escort, p.lives_alone, p.adult_first_night, p.travel_minutes,
       p.home_telephone, p.high_risk, o.side, o.inserted, o.usable_from, o.last_access, o.removed,
       (SELECT group_concat(side) FROM tumours t WHERE t.patient_id = p.id)
FROM sessions s JOIN patients p ON p.id = s.patient_id
LEFT JOIN ports o ON o.patient_id = p.id AND o.removed IS NULL
LEFT JOIN courses c ON c.id = s.course_id
LEFT JOIN treatment_days d ON d.id = s.treatment_day_id
WHERE s.starts >= ? AND s.starts < ? AND NOT s.on_pinboard AND s.status <> 'cancelled' ORDER BY s.starts, s.chair_id
"""
EVENTS = """
SELECT e.session_id, e.status, e.at, e."by" FROM sessions s JOIN status_events e ON e.session_id = s.id
WHERE s.starts >= ? AND s.starts < ? AND NOT s.on_pinboard AND s.status <> 'cancelled' ORDER BY e.id
"""
SHIFTS = """
SELECT n.id, n.name, n.initials, f.starts, f.ends, f.pause_starts, f.pause_ends, f.chair_ids, f.id
FROM shifts f JOIN nurses n ON n.id = f.nurse_id WHERE f.starts >= ? AND f.starts < ?
"""
BLOCKS = "SELECT id, chair_id, starts, ends, kind, label FROM blocks WHERE ends > ? AND starts < ?"
SMALL = (
    "SELECT name, value FROM unit_settings",
    "SELECT id, name, kind, bay, position, in_sight FROM chairs ORDER BY position, id",
)
CLOSURE = "SELECT day, name, kind FROM closures WHERE day = ?"
WEEKS_BACK = 40


def by_hand(execute: Callable[..., Any], day: date) -> int:
    """Fetch everything the board of a day is made of; return how many sessions there are."""
    midnight = (day - date(1970, 1, 1)).days * 1440
    sessions = execute(SESSIONS, (midnight, midnight + 1440)).fetchall()
    for sql in (EVENTS, SHIFTS, BLOCKS):
        execute(sql, (midnight, midnight + 1440)).fetchall()
    for sql in SMALL:
        execute(sql).fetchall()
    execute(CLOSURE, (day.isoformat(),)).fetchall()
    return len(sessions)


def measure(database: Path, rounds: int) -> list[Row]:
    """Return the rows of a day read for the first time and read again, each round another day."""
    today = Clock().today()
    past = [today - timedelta(days=offset) for offset in range(1, 7 * WEEKS_BACK)]
    days = [day for day in past if day.weekday() < 5][:rounds]
    desk = Desk(open_database(database), Clock(), "Bench", Library.load())
    bare_times: list[float] = []
    first: list[float] = []
    again: list[float] = []
    count = 0
    with closing(sqlite3.connect(database)) as bare:
        for number, day in enumerate(days):
            count = by_hand(bare.execute, day)
            desk.ask(partial(_by_driver, day=day))
            takes: list[tuple[list[float], Callable[[], object]]] = [
                (bare_times, partial(by_hand, bare.execute, day)),
                (first, partial(desk.ask, partial(board_day, day=day))),
            ]
            for times, take in takes if number % 2 else reversed(takes):
                times.append(timed(take))
            again.append(timed(desk.ask, partial(board_day, day=day)))
    desk.close()
    return [
        compared(f"day of {count} sessions, read again", again, "bare SQL", bare_times, 2.0),
        compared("the same, never read before", first, "bare SQL", bare_times, 2.0),
    ]


def _by_driver(connection: Connection, day: date) -> int:
    """Fetch the same on the program's own connection, so that its pages are in memory."""
    driver = connection.connection.driver_connection
    assert driver is not None
    return by_hand(driver.execute, day)

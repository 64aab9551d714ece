"""Patient search among everybody: 30 ms for texts of every kind."""

from datetime import datetime, time
from functools import partial
from pathlib import Path

from benchmarks.measures import Row, limited, timed
from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.queries.patients import patient_list
from dayhospital.queries.search import find
from dayhospital.services.desk import Desk
from dayhospital.storage.migrate import open_database

LIMIT = 0.030
FOUND = 20
TEXTS = {
    "a rare surname": "Yıldızbahçeurkhof",
    "a frequent beginning": "meer",
    "two letters": "el",
    "given name and surname": "femke meer",
    "the middle of a name": "elmgaarde",
    "a birth date": "12/03/1961",
    "a hospital number": "B0123456",
    "part of a hospital number": "123456",
    "nobody": "nobody at all",
}


def measure(database: Path, rounds: int) -> list[Row]:
    """Return a row for each kind of text, and one for the patient list, which shows more of each patient."""
    desk = Desk(open_database(database), Clock(), "Bench", Library.load())
    times: dict[str, list[float]] = {kind: [] for kind in TEXTS}
    listed = []
    now = datetime.combine(Clock().today(), time(7))
    for _ in range(rounds + 1):
        for kind, text in TEXTS.items():
            times[kind].append(timed(desk.ask, partial(find, text=text, limit=FOUND)))
        listed.append(timed(desk.ask, partial(patient_list, text="meer", limit=200, now=now)))
    desk.close()
    rows = [limited(f"search by {kind}, “{TEXTS[kind]}”", found[1:], LIMIT) for kind, found in times.items()]
    return [*rows, limited("patient list “meer”, 200 rows", listed[1:], LIMIT)]

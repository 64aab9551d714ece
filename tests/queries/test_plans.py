"""The board is read again after every change: none of its queries may read a table that only grows from end to end."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Select, select

from dayhospital.queries import board
from dayhospital.queries.raw import bounds
from dayhospital.storage import tables
from tests.hospital import Hospital

GROWING = ("sessions", "status_events", "treatment_days", "patients", "courses", "journal_entries")
DAY = bounds(date(2026, 11, 24), date(2026, 11, 24))
QUERIES: dict[str, tuple[Select[Any], dict[str, Any]]] = {
    "the day": (board._DAY, DAY),
    "its events": (board._DAY_EVENTS, DAY),
    "what stands around a place": (board._AROUND, {"midnight": DAY["since"], **DAY}),
    "the pinboard": (board._PINNED, {}),
    "what is due": (board._DUE, {"since": "2026-09-25", "until": "2026-12-08"}),
    "what is due of one patient": (board._DUE_OF_PATIENT, {"patient": 1, "most": 8}),
    "one session": (board._ONE, {"id": 1}),
    "its own events": (board._ONE_EVENTS, {"id": 1}),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_board_reads_growing_tables_by_an_index(hospital: Hospital, name: str) -> None:
    assert not hospital.desk.ask(lambda connection: read_whole(connection, *QUERIES[name]))


def test_a_query_that_reads_a_whole_table_is_noticed(hospital: Hospital) -> None:
    by_name = select(tables.patients.c.id).where(tables.patients.c.given_name == "Anne")

    assert hospital.desk.ask(lambda connection: read_whole(connection, by_name, {})) == ["patients"]


def read_whole(connection: Connection, statement: Select[Any], parameters: dict[str, Any]) -> list[str]:
    """Return the growing tables a statement scans; a partial index scanned is as short as what it is for."""
    compiled = statement.compile(dialect=connection.dialect)
    values = {name: getattr(value, "value", value) for name, value in compiled.construct_params(parameters).items()}
    steps = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]
    scans = [step.split() for step in steps if step.startswith("SCAN ") and "ix_sessions_pinboard" not in step]
    return [words[1] for words in scans if words[1] in GROWING]

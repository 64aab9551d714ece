"""The benchmarks run, on a database small enough for a test, and their README keeps a row for each of them."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks import big_database, booking, day_query, run, search, start
from benchmarks.measures import Row
from dayhospital.clock import Clock
from dayhospital.queries.board import board_day
from dayhospital.storage.check import check
from dayhospital.storage.migrate import open_database

PATIENTS, SESSIONS = 500, 20_000
TODAY = Clock().today()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "big.db"
    big_database.make(path, PATIENTS, SESSIONS, TODAY)
    return path


def test_the_large_database_holds_together(database: Path) -> None:
    engine = open_database(database)

    assert not engine.get_execution_options()["readonly"]
    assert check(engine).ok
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (SESSIONS,)
    engine.dispose()


@pytest.mark.parametrize(("measure", "names"), [(booking.measure, 3), (day_query.measure, 2), (search.measure, 10)])
def test_a_benchmark_returns_its_rows(database: Path, measure, names: int) -> None:
    rows = measure(database, 10)

    assert len(rows) == names
    assert all(row.ratio > 0 for row in rows)


def test_bookings_leave_no_session_behind(database: Path) -> None:
    booking.measure(database, 10)

    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (SESSIONS,)


@pytest.mark.slow
def test_the_start_is_timed_until_the_board_is_painted(database: Path) -> None:
    assert start.measure(database, 1)[0].ratio > 1


def test_bare_sql_fetches_the_sessions_the_board_shows(database: Path) -> None:
    engine = open_database(database)
    with closing(sqlite3.connect(database)) as bare, engine.connect() as connection:
        newest = connection.exec_driver_sql("SELECT max(starts) / 1440 FROM sessions").scalar_one()
        day = date(1970, 1, 1) + timedelta(days=newest)
        assert day_query.by_hand(bare.execute, day) == len(board_day(connection, day).sessions) > 0
    engine.dispose()


def test_a_ratio_above_its_budget_is_shown_as_missed() -> None:
    lines = run.table([Row("fast", "1 ms", "1 ms", 1.0, 2.0), Row("slow", "3 ms", "1 ms", 3.0, 2.0)]).splitlines()

    assert lines[-2].endswith("| yes |")
    assert lines[-1].endswith("| **no** |")


def test_part_of_a_run_is_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["--only", "search", "--write"])

    assert "whole run" in capsys.readouterr().err


@pytest.mark.parametrize(
    "beginning",
    [
        "board frame",
        "start to a usable board",
        "one booking through the desk, day with nothing yet",
        "one booking through the desk, day of 200",
        "day of 200 sessions, read again",
        "the same, never read before",
        *(f"search by {kind}" for kind in search.TEXTS),
        "patient list",
    ],
)
def test_the_readme_keeps_a_row_for_every_benchmark(beginning: str) -> None:
    text = run.README.read_text(encoding="utf-8")

    assert f"\n| {beginning}" in text.partition(run.MARK)[2]

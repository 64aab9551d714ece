"""The check of a database finds each thing that is wrong, and only that."""

from pathlib import Path

import pytest

from dayhospital.domain.findings import Finding, Severity
from dayhospital.errors import StorageError
from dayhospital.services.desk import Desk
from dayhospital.storage.check import check
from dayhospital.storage.engine import open_engine
from dayhospital.storage.guards import create_guards, drop_guards
from dayhospital.storage.journal import broken_link
from dayhospital.storage.migrate import REVISIONS
from tests.storage.samples import Book, Warn, bare

WARNING = Finding(Severity.WARNING, "outside-window", facts={"days": 2})


def problems(path: Path) -> dict[str, str]:
    engine = open_engine(path, readonly=True)
    report = check(engine)
    engine.dispose()
    return {part.name: part.problem for part in report.parts if part.problem}


def behind_the_back(path: Path, *statements: str) -> None:
    """Change a database as somebody with the file and a tool could: guards off, change, guards on."""
    engine = open_engine(path)
    with engine.execution_options(immediate=True).begin() as connection:
        drop_guards(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)
        create_guards(connection)
    engine.dispose()


def test_a_good_database_is_good(desk: Desk, path: Path):
    desk.do(Book())
    desk.undo()
    desk.do(Warn((WARNING,), "because"))
    assert problems(path) == {}


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path):
    with pytest.raises(StorageError, match="cannot be opened"):
        check(open_engine(tmp_path / "none.db", readonly=True))


def test_a_missing_guard_is_named(desk: Desk, path: Path):
    bare(path).execute("DROP TRIGGER guard_sessions_chair_update")
    assert problems(path) == {"guards": "missing guard_sessions_chair_update"}


def test_another_schema_is_named_and_no_more_is_asked(desk: Desk, path: Path):
    bare(path).execute("UPDATE alembic_version SET version_num = '0042'")
    assert problems(path) == {"schema": f"revision 0042, expected {REVISIONS[-1]}"}


def test_a_row_that_points_to_nothing_is_found(desk: Desk, path: Path):
    bare(path).execute("INSERT INTO weights VALUES (1, 1, 999, '2026-11-24', 61)")
    assert problems(path) == {"references": "1 row(s) point to nothing, the first in weights"}


def test_sessions_that_overlap_are_found(desk: Desk, path: Path):
    first, second = desk.do(Book(chair=1, patient=1)).result, desk.do(Book(chair=2, patient=2)).result
    behind_the_back(path, f"UPDATE sessions SET chair_id = 1, starts = starts + 10 WHERE id = {second}")
    assert problems(path) == {"sessions": f"sessions {first} and {second} overlap and share a chair"}
    behind_the_back(path, f"UPDATE sessions SET chair_id = 3, patient_id = 1 WHERE id = {second}")
    assert problems(path) == {"sessions": f"sessions {first} and {second} overlap and are of one patient"}


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE journal_entries SET by = 'els' WHERE id = 2", 2),
        ("UPDATE journal_entries SET at = at + 1 WHERE id = 3", 3),
        ("DELETE FROM journal_entries WHERE id = 1", 2),
        ("UPDATE journal_rows SET after = '{}' WHERE entry_id = 2", 2),
        ("DELETE FROM journal_rows WHERE entry_id = 1 AND position = 4", 1),
        ("INSERT INTO journal_rows VALUES (2, 9, 'nurses', 1, NULL, NULL, NULL, NULL)", 2),
        ("UPDATE journal_entries SET patients = '[5]' WHERE id = 2", 2),
        ("UPDATE overrides SET reason = 'she asked' WHERE entry_id = 4", 4),
        ("UPDATE journal_entries SET chain = 'x' WHERE id = 3", 3),
    ],
)
def test_a_journal_changed_behind_the_back_is_found(desk: Desk, path: Path, statement: str, entry: int):
    desk.do(Book())
    desk.undo()
    desk.do(Warn((WARNING,), "because"))
    assert desk.ask(broken_link) is None
    desk.close()
    engine = open_engine(path)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        drop_guards(connection)
        connection.exec_driver_sql(statement)
        create_guards(connection)
        connection.commit()
    engine.dispose()
    assert problems(path)["journal"].startswith(f"entry {entry} ")

"""From nothing to a whole database, and from one version to the next without losing a row or a guard."""

import sqlite3
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, UniqueConstraint

from dayhospital import paths
from dayhospital.errors import StorageError
from dayhospital.services.desk import Desk
from dayhospital.storage import migrate
from dayhospital.storage.check import check
from dayhospital.storage.migrate import REVISIONS, open_database
from dayhospital.storage.tables import metadata
from tests.storage.samples import MORNING, Book, bare, contents, desk_at

NEXT = """
    import sqlalchemy as sa
    from alembic import op

    revision = "next"
    down_revision = "{before}"
    branch_labels = None
    depends_on = None


    def upgrade() -> None:
        # Both tables are copied and dropped: with foreign keys on, sessions would lose their patients.
        with op.batch_alter_table("patients", recreate="always") as patients:
            patients.alter_column("note", new_column_name="remark")
        with op.batch_alter_table("sessions", recreate="always") as sessions:
            sessions.add_column(sa.Column("room", sa.Text(), nullable=False, server_default=""))
        {then}
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a program one migration ahead; the test writes what the migration does at its end."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for source in (paths.migrations() / "env.py", *(paths.migrations() / "versions").glob("*.py")):
        target = folder / source.relative_to(paths.migrations())
        target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(paths, "migrations", lambda: folder)
    monkeypatch.setattr(migrate, "REVISIONS", (*REVISIONS, "next"))
    return folder


def add_migration(folder: Path, then: str = "") -> None:
    (folder / "versions" / "next.py").write_text(dedent(NEXT).format(before=REVISIONS[-1], then=then), encoding="utf-8")


def test_a_new_file_gets_every_table_as_the_program_knows_it(path: Path):
    engine = open_database(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        made = {row.name: row.sql for row in connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema")}
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint | UniqueConstraint):
                assert str(constraint.name) in made[table.name]
    assert {name for name, sql in made.items() if "AUTOINCREMENT" in (sql or "")} == {
        table.name for table in metadata.sorted_tables if "version" in table.columns
    }
    engine.dispose()


def test_the_revisions_are_those_in_the_folder():
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert tuple(reversed([step.revision for step in script.walk_revisions()])) == REVISIONS


def test_a_new_file_that_could_not_be_finished_is_empty_and_opens_later(path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(connection):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(migrate, "create_guards", fail)
        with pytest.raises(KeyboardInterrupt):
            open_database(path)
    assert bare(path).execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    assert check(open_database(path)).ok


def test_opening_twice_changes_nothing(path: Path, desk: Desk):
    schema = "SELECT name, sql FROM sqlite_schema ORDER BY name"
    before = bare(path).execute(schema).fetchall()
    open_database(path).dispose()
    assert bare(path).execute(schema).fetchall() == before


def test_a_database_newer_than_the_program_is_refused(path: Path, desk: Desk):
    other = bare(path)
    other.execute("UPDATE alembic_version SET version_num = '0999'")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="newer version of the program"):
        open_database(path)
    assert path.read_bytes() == before


def test_an_older_database_is_brought_up_to_date_with_every_row_and_guard(path: Path, desk: Desk, next_version: Path):
    desk.do(Book())
    before = desk.ask(contents)
    desk.close()
    add_migration(next_version)
    engine = open_database(path)
    with engine.connect() as connection:
        after = contents_of_the_next(connection)
    engine.dispose()
    assert after == {"patients": len(before["patients"]), "sessions": 1, "status_events": 0}
    other = bare(path)
    assert other.execute("PRAGMA foreign_key_list(sessions)").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="already-booked"):
        other.execute(
            "INSERT INTO sessions SELECT 99, version, patient_id, 2, starts, ends, status, NULL, NULL, regimen_id, "
            "regimen_name, short, colour, label, plan, hold_reason, NULL, cancel_note, fixed, on_pinboard, note, "
            "moved, '' FROM sessions"
        )
    other.close()


def contents_of_the_next(connection) -> dict[str, int]:
    names = ("patients", "sessions", "status_events")
    return {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in names}


def test_a_copy_from_before_the_migration_lies_beside(
    path: Path, desk: Desk, next_version: Path, monkeypatch: pytest.MonkeyPatch
):
    desk.do(Book())
    before = desk.ask(contents)
    desk.close()
    add_migration(next_version)
    open_database(path).dispose()
    copy = path.with_name("ward.before-next.db")
    monkeypatch.setattr(migrate, "REVISIONS", REVISIONS)  # the program of before opens the copy
    old = desk_at(copy)
    assert old.ask(contents) == before
    old.close()


@pytest.mark.parametrize(
    "then",
    [
        'raise RuntimeError("half way")',
        'op.execute("INSERT INTO no_such_table VALUES (1)")',
        'op.execute("DELETE FROM patients")',
    ],
    ids=["fails", "does not fit", "leaves sessions without patients"],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, desk: Desk, next_version: Path, monkeypatch: pytest.MonkeyPatch, then: str
):
    desk.do(Book())
    before = desk.ask(contents)
    desk.close()
    add_migration(next_version, then)
    with pytest.raises((StorageError, RuntimeError)):
        open_database(path)
    monkeypatch.setattr(migrate, "REVISIONS", REVISIONS)
    again = desk_at(path)
    assert again.read_only_reason == ""
    assert again.ask(contents) == before
    again.do(Book(MORNING, chair=2, patient=2))
    again.close()


def test_an_older_database_is_not_migrated_when_opened_for_reading(path: Path, desk: Desk, next_version: Path):
    add_migration(next_version)
    with pytest.raises(StorageError, match="brought up to date first"):
        open_database(path, readonly=True)

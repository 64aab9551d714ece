"""Opens a database and brings it up to date. Alembic is imported only when there is something to migrate.

A migration of an SQLite file is one transaction: foreign keys off before it, guards off, the steps, guards on again,
foreign keys checked; if anything fails the file is as it was. A copy is kept beside it.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from dayhospital import paths
from dayhospital.errors import StorageError
from dayhospital.storage.backup import back_up
from dayhospital.storage.engine import file_of, open_engine, path_of, url_of
from dayhospital.storage.guards import create_guards, drop_guards, missing_guards
from dayhospital.storage.places import is_write_protected
from dayhospital.storage.reserve import keep_reserve

REVISIONS = tuple(f"{number:04}" for number in range(1, 15))
"""Every schema revision this program knows, oldest first; the last is its own. A test compares with ``db/versions``."""


def open_database(target: str | Path, *, create: bool = True, readonly: bool = False) -> Engine:
    """Return an engine for a database that is complete and as this program expects it.

    A new file gets its tables, an older one is migrated. A file that is write-protected or whose guards are missing is
    opened for reading only; ``engine.read_only_reason`` says why.

    Args:
        create: Whether a file that is not there is made.

    Raises:
        StorageError: If the database is newer than the program, damaged, locked, out of reach or not there.
    """
    path = path_of(url_of(target))
    if path is not None and not path.exists() and (readonly or not create):
        raise StorageError(f"There is no database {path.name} in {path.parent}. Nothing was opened; check the name.")
    reason = _ASKED_READONLY if readonly else ""
    if path is not None and not readonly and is_write_protected(path):
        readonly, reason = True, _PROTECTED
    engine = open_engine(target, readonly=readonly, reason=reason)
    try:
        revision = revision_of(engine)
        if revision != REVISIONS[-1]:
            _bring_up_to_date(engine, revision)
        with engine.connect() as connection:
            missing = missing_guards(connection)
    except BaseException:
        engine.dispose()
        raise
    if missing and not readonly:
        engine.dispose()
        return open_engine(target, readonly=True, reason=_UNGUARDED)
    if path is not None and not readonly:
        keep_reserve(path)
    return engine


_ASKED_READONLY = "The database is open for reading only."
_PROTECTED = (
    "The database file or its folder is write-protected, so it is open for reading only. "
    "Nothing is lost; ask for write access to both."
)
_UNGUARDED = (
    "The database lacks the guards against double booking, so it is open for reading only. "
    "Nothing was changed; run the check, then restore a backup or ask for help."
)


def revision_of(engine: Engine) -> str | None:
    """Return the schema revision of a database, None if it is empty.

    Raises:
        StorageError: If it holds something else than a database of this program.
    """
    with engine.connect() as connection:
        tables = connection.execute(text(_TABLES[connection.dialect.name])).scalars().all()
        if not tables:
            return None
        revision = None
        if "alembic_version" in tables:
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        raise StorageError(
            "The file holds a database of another program. Nothing was changed; choose a Dayhospital database."
        )
    return str(revision)


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


def _bring_up_to_date(engine: Engine, revision: str | None) -> None:
    if revision is not None and revision not in REVISIONS:
        raise StorageError(
            "The database was written by a newer version of the program. "
            "Nothing was changed; install that version or a later one."
        )
    if engine.get_execution_options().get("readonly"):
        raise StorageError(
            "The database has to be brought up to date first. Nothing was changed; open it once for writing."
        )
    path = file_of(engine)
    if path is not None and revision is not None:
        back_up(engine, _copy_name(path))
    migrate(engine)


def _copy_name(path: Path) -> Path:
    """Return a free name beside the file: ``dayhospital.before-0002.db``."""
    for number in range(1, 1000):
        suffix = f".before-{REVISIONS[-1]}" + (f"-{number}" if number > 1 else "")
        copy = path.with_name(f"{path.stem}{suffix}{path.suffix}")
        if not copy.exists():
            return copy
    raise StorageError(
        f"There are too many copies of {path.name} in {path.parent}. Nothing was changed; move some away."
    )


def migrate(engine: Engine, folder: Path | None = None) -> None:
    """Run the migrations that are due, in one transaction.

    Args:
        folder: Where the migrations lie; the program's own if not given.

    Raises:
        StorageError: If the database cannot be written or does not hold together afterwards.
    """
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={})
    config.set_main_option("script_location", str(folder or paths.migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(immediate=True) as connection:
        _set_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if connection.dialect.name == "sqlite" and revision_table_exists(connection):
                    drop_guards(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                create_guards(connection)
                _check_foreign_keys(connection)
        except DBAPIError as error:
            raise StorageError(
                "The database could not be brought up to date. It is as it was before; report this with the log."
            ) from error
        finally:
            _set_foreign_keys(connection, on=True)


def revision_table_exists(connection: Connection) -> bool:
    return "alembic_version" in connection.execute(text(_TABLES[connection.dialect.name])).scalars().all()


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's foreign keys, outside a transaction: with them on, copying a table empties what points to it."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StorageError(
            "After the migration rows would point to nothing. The database is as it was before; report this."
        )

"""Opens the database: one way to connect, and one sentence for each thing that can go wrong with it.

Reads run in ``BEGIN``; units of work ask for ``BEGIN IMMEDIATE`` with the execution option ``immediate`` so that two
writers wait for each other at the start and not halfway. ``synchronous=FULL``: with NORMAL a power cut loses bookings
that the user was told are saved.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, IntegrityError

from dayhospital.errors import StorageError
from dayhospital.storage.places import refuse_unfit_place
from dayhospital.storage.reserve import give_up_reserve

BUSY_MILLISECONDS = 5000
"""How long a writer waits for another program before it says so."""
CACHE_KILOBYTES = 65536
WRITE_LOCK = 0x6461796873  # "dayhs"
"""PostgreSQL: the advisory lock every unit of work takes first, so that writers queue instead of deadlocking."""


def open_engine(target: str | Path, *, readonly: bool = False, reason: str = "") -> Engine:
    """Return an engine for a database file or URL; nothing is read before the first connection.

    Args:
        reason: Why it is open for reading only, a sentence for the user; see :func:`read_only_reason`.

    Raises:
        StorageError: If the place cannot hold a database: a network drive, a folder that is not there.
    """
    url = url_of(target)
    path = path_of(url)
    if path is not None:
        refuse_unfit_place(path)
    engine = create_engine(
        url if path is None else URL.create("sqlite", database=str(path)),
        hide_parameters=True,  # bound values are patients
        execution_options={"readonly": readonly, "read_only_reason": reason},
        **({} if path is None else {"creator": _creator(path, readonly), "paramstyle": "named"}),
    )
    if path is not None:
        event.listen(engine, "connect", _set_pragmas_readonly if readonly else _set_pragmas)
    event.listen(engine, "begin", _begin_postgresql if path is None else _begin)
    event.listen(engine, "handle_error", _translate)
    return engine


def read_only_reason(engine: Engine) -> str:
    """Return why a database is open for reading only, empty if it can be written."""
    return str(engine.get_execution_options().get("read_only_reason", ""))


def url_of(target: str | Path) -> URL:
    """Return the URL of a file path or of a text that is a URL already.

    Raises:
        StorageError: If a text looks like a URL and is none.
    """
    if isinstance(target, str) and "://" in target:
        try:
            return make_url(target)
        except (ArgumentError, ValueError):
            raise StorageError("The address of the database is not valid. Nothing was opened.") from None
    return URL.create("sqlite", database=str(Path(target).absolute()))


def path_of(url: URL) -> Path | None:
    """Return the file of an SQLite URL, None for a server."""
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise StorageError("A database needs a file. Nothing was opened.")
    return Path(url.database).absolute()


def file_of(engine: Engine) -> Path | None:
    return path_of(engine.url)


def _creator(path: Path, readonly: bool) -> Callable[[], sqlite3.Connection]:
    """Return what connects to the file. A file that is only read is never made and its log never written."""

    def connect() -> sqlite3.Connection:
        mode = "ro" if readonly else "rwc"
        return _connect(f"{path.as_uri()}?mode={mode}")

    def connect_to_frozen_folder() -> sqlite3.Connection:
        # A WAL database cannot be read from a folder that cannot be written, unless nobody else can write it either.
        connection = connect()
        try:
            connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
        except sqlite3.OperationalError as error:
            connection.close()
            log = path.with_name(path.name + "-wal")
            if primary_code(error) not in _FROZEN or (log.exists() and log.stat().st_size):
                raise
            return _connect(f"{path.as_uri()}?mode=ro&immutable=1")
        return connection

    return connect_to_frozen_folder if readonly else connect


_FROZEN = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def _connect(uri: str) -> sqlite3.Connection:
    # isolation_level None: the driver begins nothing by itself; the pool hands connections from thread to thread.
    return sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_MILLISECONDS / 1000
    )


def _set_pragmas(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", *_PRAGMAS):
        connection.execute(f"PRAGMA {pragma}")


def _set_pragmas_readonly(connection: Any, _record: object) -> None:
    for pragma in (*_PRAGMAS, "query_only=ON"):
        connection.execute(f"PRAGMA {pragma}")


_PRAGMAS = (
    "foreign_keys=ON",
    # Without it INSERT OR REPLACE walks past the triggers that keep the journal.
    "recursive_triggers=ON",
    "temp_store=MEMORY",
    f"cache_size=-{CACHE_KILOBYTES}",
)


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    try:
        driver.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
    except sqlite3.Error as error:
        raise StorageError(storage_sentence(error) or "The database could not be used. Nothing was changed.") from error


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("immediate", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


# --- what went wrong, in a sentence ---------------------------------------------------------------------------------

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "Another program is writing to the database and did not finish in time. "
    "Nothing was changed; try again in a moment.",
    sqlite3.SQLITE_READONLY: "The database is open for reading only or its file is write-protected. "
    "Nothing was changed; ask for write access to the file and its folder.",
    sqlite3.SQLITE_FULL: "The disk is full. Nothing was changed and nothing was lost; "
    "a reserve was released, so that the next change goes through: make room now.",
    sqlite3.SQLITE_IOERR: "The disk could not be read or written. Nothing was changed; "
    "check the disk and its free space, then start the program again.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged. Nothing was changed; "
    "do not go on working in it, go back to the last good backup.",
    sqlite3.SQLITE_NOTADB: "The file is not a Dayhospital database, or it is damaged. "
    "Nothing was changed; choose another file or go back to a backup.",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened. Nothing was changed; "
    "check that it is there and that you may read and write its folder.",
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]
_SENTENCES[sqlite3.SQLITE_PERM] = _SENTENCES[sqlite3.SQLITE_CANTOPEN]
_SENTENCES[sqlite3.SQLITE_AUTH] = _SENTENCES[sqlite3.SQLITE_CANTOPEN]
_UNREACHABLE = "The database server cannot be reached. Nothing was changed; check the network and try again."


def primary_code(error: BaseException) -> int:
    """Return SQLite's primary result code of a driver error, 0 if it has none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def storage_sentence(error: BaseException) -> str | None:
    """Return the sentence for a driver error of the expected kind, None for a bug."""
    return _SENTENCES.get(primary_code(error))


def raised(error: sqlite3.Error, engine: Engine) -> Exception:
    """Return what to raise for an error of the driver that SQLAlchemy did not see."""
    if isinstance(error, sqlite3.IntegrityError):
        return IntegrityError(None, None, error, hide_parameters=True)
    return _expected(error, engine) or error


def _translate(context: ExceptionContext) -> StorageError | None:
    """Return the StorageError to raise for an expected driver error; refusals of guards and bugs stay what they are."""
    if isinstance(context.sqlalchemy_exception, IntegrityError):
        return None
    expected = _expected(context.original_exception, context.engine)
    return StorageError(_UNREACHABLE) if expected is None and context.is_disconnect else expected


def _expected(error: BaseException, engine: Engine | None) -> StorageError | None:
    """Return the StorageError of an expected error, None for a bug; a full disk gets its reserve back."""
    if primary_code(error) == sqlite3.SQLITE_FULL and engine is not None:
        give_up_reserve(file_of(engine))
    sentence = storage_sentence(error)
    return None if sentence is None else StorageError(sentence)

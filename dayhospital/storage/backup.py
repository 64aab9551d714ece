"""Copies of a database that hold together while somebody writes: never a copy of the file."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from dayhospital.errors import StorageError
from dayhospital.storage.engine import file_of, storage_sentence


def back_up(engine: Engine, copy: Path) -> Path:
    """Write a whole, compact copy of an SQLite database and verify it; return the copy.

    The copy appears under its name only when it is complete.

    Raises:
        StorageError: If there is no room, the place cannot be written, the name is taken, or the copy does not verify.
    """
    source = file_of(engine)
    if source is None:
        raise StorageError("A database on a server is backed up by the server. Nothing was written.")
    if copy.exists():
        raise StorageError(f"There is a file {copy.name} already. Nothing was written; choose another name.")
    unfinished = copy.with_name(copy.name + ".part")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        problem = problem_of_copy(unfinished)
        if problem:
            raise StorageError(f"The copy is not whole ({problem}). It was deleted; try another disk.")
        _to_disk(unfinished)
        unfinished.replace(copy)
    except sqlite3.Error as error:
        raise StorageError(storage_sentence(error) or "The copy could not be written. Nothing was lost.") from error
    except OSError as error:
        raise StorageError(f"The copy could not be written: {error.strerror}. Nothing was lost.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return copy


def problem_of_copy(path: Path) -> str:
    """Return what is wrong with a database file, empty if it opens and its structure is sound."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            first = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        return str(error)
    if revision is None:
        return "it has no schema revision"
    return "" if first == "ok" else str(first)


def _to_disk(path: Path) -> None:
    """Wait until a file is on the disk and not only in memory."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())

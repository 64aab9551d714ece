"""A megabyte kept aside, given up when the disk is full: deleting rows needs room too."""

from pathlib import Path

RESERVE_BYTES = 1_000_000


def reserve_of(database: Path) -> Path:
    return database.with_name(database.name + ".reserve")


def keep_reserve(database: Path) -> None:
    """Write the reserve beside the database unless it is there; a disk that has no room for it gets none."""
    reserve = reserve_of(database)
    try:
        if not reserve.exists() or reserve.stat().st_size < RESERVE_BYTES:
            reserve.write_bytes(bytes(RESERVE_BYTES))
    except OSError:
        give_up_reserve(database)


def give_up_reserve(database: Path | None) -> None:
    """Delete the reserve, so that the next change finds room."""
    if database is None:
        return
    try:
        reserve_of(database).unlink(missing_ok=True)
    except OSError:
        return  # write-protected folder: then the disk is not what is full

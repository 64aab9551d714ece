"""Where the program's own files and the user's files lie."""

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent

DATA_VARIABLE = "DAYHOSPITAL_DATA"
"""Environment variable that names another data folder: a shared disk, a test's temporary folder."""


def resources() -> Path:
    """Return the folder of regimens, drugs, icons, fonts and themes."""
    return _beside_or_inside("resources")


def migrations() -> Path:
    """Return the folder of the Alembic migrations and the demonstration hospital."""
    return _beside_or_inside("db")


def user_data() -> Path:
    """Return the user's data folder, made if it was not there.

    Raises:
        OSError: If the folder cannot be made.
    """
    chosen = os.environ.get(DATA_VARIABLE)
    folder = Path(chosen) if chosen else platformdirs.user_data_path("dayhospital", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_database() -> Path:
    """Return the database that opens when none is named."""
    return user_data() / "dayhospital.db"


def demonstration_database() -> Path:
    """Return the database of the demonstration hospital."""
    return user_data() / "demonstration.db"


def _beside_or_inside(name: str) -> Path:
    """In a checkout the folder stands beside the package, in a wheel inside it with an underscore."""
    inside = PACKAGE / f"_{name}"
    return inside if inside.is_dir() else PACKAGE.parent / name

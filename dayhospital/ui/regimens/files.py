"""Regimens in and out as files of the library."""

from collections.abc import Sequence
from pathlib import Path

from dayhospital.clinical.library_writer import regimen_text
from dayhospital.domain.regimen import Regimen
from dayhospital.errors import LibraryError, StorageError


def read_file(path: Path) -> str:
    """Return the text of a file to import.

    Raises:
        LibraryError: If it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"{path.name} cannot be read as text. Nothing was imported; choose another file.") from error


def write_file(regimen: Regimen, path: Path) -> Path:
    """Write one version as a file of the library and return it.

    Raises:
        StorageError: If it cannot be written.
    """
    try:
        path.write_text(regimen_text(regimen), encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written. Nothing was lost; choose another folder.") from error
    return path


def write_library(regimens: Sequence[Regimen], folder: Path) -> int:
    """Write every regimen into a folder, each as ``ID.yaml``; return how many.

    Raises:
        StorageError: If the folder holds files of that name already, or cannot be written. Nothing is replaced.
    """
    taken = [one.id for one in regimens if (folder / f"{one.id}.yaml").exists()]
    if taken:
        raise StorageError(f"{folder} holds {taken[0]}.yaml already. Nothing was written; choose an empty folder.")
    for one in regimens:
        write_file(one, folder / f"{one.id}.yaml")
    return len(regimens)

"""Regimens in and out as files of the library."""

from pathlib import Path

from dayhospital.clinical.library import Library
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


def write_file(text: str, path: Path) -> Path:
    """Write the text of one version as a file of the library and return it.

    Raises:
        StorageError: If it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written. Nothing was lost; choose another folder.") from error
    return path


def write_library(library: Library, folder: Path) -> int:
    """Write every regimen in use into a folder, each as ``ID.yaml``; return how many.

    Raises:
        StorageError: If the folder holds files of that name already, or cannot be written. Nothing is replaced.
    """
    names = [one.id for one in library.all()]
    taken = [name for name in names if (folder / f"{name}.yaml").exists()]
    if taken:
        raise StorageError(f"{folder} holds {taken[0]}.yaml already. Nothing was written; choose an empty folder.")
    for name in names:
        write_file(library.text(name), folder / f"{name}.yaml")
    return len(names)

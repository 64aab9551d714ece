"""Where a database file may lie: on a disk of this machine whose locks work."""

import os
import sys
from pathlib import Path

from dayhospital.errors import StorageError

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "fuse.sshfs", "fuse.davfs", "fuse.glusterfs"}
)
"""File systems of Linux whose locks or shared memory a write-ahead log cannot rely on."""
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


def refuse_unfit_place(path: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """Raise StorageError if a database at the path would be at risk or cannot be.

    Args:
        mounts: The kernel's table of mounted file systems; not there outside Linux.
    """
    if is_on_network(path, mounts):
        raise StorageError(
            "The database file would lie on a network drive, where two computers can damage it. "
            "Nothing was opened; keep it on a disk of this computer."
        )
    if path.is_dir():
        raise StorageError(f"{path.name} is a folder, not a database file. Nothing was opened; choose a file.")
    if not path.parent.is_dir():
        raise StorageError(f"There is no folder {path.parent}. Nothing was opened; make it or choose another.")


def is_on_network(path: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Return whether a path lies on a share: a UNC path, a mapped drive, an NFS or SMB mount."""
    if os.fspath(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(f"{path.absolute().drive}\\")) == _REMOTE_DRIVE
    return _file_system(path, mounts) in NETWORK_FILE_SYSTEMS


def is_write_protected(path: Path) -> bool:
    """Return whether a file is there but it or its folder cannot be written: the log of changes lies beside it."""
    effective = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    return path.exists() and not all(os.access(place, os.W_OK, **effective) for place in (path, path.parent))


def _file_system(path: Path, mounts: Path) -> str:
    """Return the type of the innermost file system mounted over a path, empty if nobody says."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    folders = [os.fspath(folder) for folder in (path.resolve(), *path.resolve().parents)]
    depth, found = -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        folder = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if folder in folders and len(folder) >= depth:
            depth, found = len(folder), fields[2]
    return found

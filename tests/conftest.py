"""What holds for every test: no screen, no folder of the user, no clock in hypothesis."""

import os

# Before anything imports Qt: the platform is chosen once per process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import faulthandler
from pathlib import Path

import pytest
from hypothesis import settings

from dayhospital import paths

if not faulthandler.is_enabled():
    faulthandler.enable()

settings.register_profile("house", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the program, and every process a test starts, a data folder of its own."""
    folder = tmp_path / "data"
    monkeypatch.setenv(paths.DATA_VARIABLE, str(folder))
    return folder

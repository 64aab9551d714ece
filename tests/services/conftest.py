"""The database of a test: a file of its own, and a desk at a small hospital in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dayhospital.services.desk import Desk
from tests.hospital import Hospital, build
from tests.storage.samples import hospital_at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ward.db"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    desk = hospital_at(path)
    yield desk
    desk.close()


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    """A hospital of three chairs, a bed and an injection room, with four patients and nothing planned."""
    made = build(tmp_path)
    yield made
    made.desk.close()

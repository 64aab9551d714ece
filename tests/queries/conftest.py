"""A small hospital to ask questions of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hospital import Hospital, build


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    """A hospital of three chairs, a bed and an injection room, with four patients and nothing planned."""
    made = build(tmp_path)
    yield made
    made.desk.close()

"""The database of a test: a file of its own, and a desk at a small hospital in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dayhospital.services.desk import Desk
from dayhospital.services.sessions import BookDay
from dayhospital.services.status import ChangeStatus
from tests.hospital import Hospital, build
from tests.services.access import REASON, TO_SEAT
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


@pytest.fixture
def seated(hospital):
    """Return a session of doxorubicin, released today."""
    hospital.start(0, "ddac_wp")
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    booked = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("10:00"), reason=REASON))
    for status in TO_SEAT:
        hospital.do(ChangeStatus(booked, status))
    return booked

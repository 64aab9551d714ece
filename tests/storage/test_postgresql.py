"""The same promises on a PostgreSQL server, where one is given in ``DAYHOSPITAL_TEST_PG_URL``: an empty database."""

import os
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from dayhospital.clock import Clock
from dayhospital.domain.session import Status
from dayhospital.errors import Refused
from dayhospital.queries.board import board_day, pinboard
from dayhospital.queries.courses import courses
from dayhospital.queries.patients import patient_list
from dayhospital.queries.search import find
from dayhospital.queries.unit import load_ahead
from dayhospital.services.desk import Desk
from dayhospital.services.sessions import BookDay
from dayhospital.services.status import ChangeStatus
from dayhospital.storage.check import check
from dayhospital.storage.engine import open_engine
from dayhospital.storage.migrate import open_database
from dayhospital.storage.tables import sessions, weights
from tests.hospital import TODAY, build
from tests.storage.samples import MORNING, NOW, Book, Do, MakeHospital, contents

VARIABLE = "DAYHOSPITAL_TEST_PG_URL"
URL = os.environ.get(VARIABLE, "")

pytestmark = pytest.mark.skipif(not URL, reason=f"{VARIABLE} names no server")


@pytest.fixture(autouse=True)
def empty() -> None:
    wipe = open_engine(URL)
    with wipe.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    wipe.dispose()


@pytest.fixture
def server() -> Iterator[Desk]:
    desk = Desk(open_database(URL), Clock.fixed(NOW), "anna", station="desk 1")
    desk.do(MakeHospital())
    yield desk
    desk.close()


def test_the_server_refuses_what_must_never_be(server: Desk):
    server.do(Book())
    with pytest.raises(Refused, match="chair is taken"):
        server.do(Book(patient=2))
    with pytest.raises(Refused, match="already has a session"):
        server.do(Book(chair=2))
    server.do(Book(MORNING + timedelta(minutes=30)))


def test_the_server_keeps_the_journal(server: Desk):
    with pytest.raises(Exception, match="only ever added to"):
        server.do(Do(lambda work: work.connection.execute(text("DELETE FROM journal_rows")).rowcount))


def test_commands_are_undone_and_redone_on_the_server(server: Desk):
    number = server.do(Book()).result or 0
    server.do(Do(lambda work: work.insert(weights, patient_id=1, day=NOW.date(), kg=61)))
    server.do(Do(lambda work: work.update(sessions, number, on_pinboard=True)))
    state = server.ask(contents)
    for _ in range(4):
        server.undo()
    assert server.ask(contents)["patients"] == []
    for _ in range(4):
        server.redo()
    assert server.ask(contents) == state
    engine = open_engine(URL)
    assert check(engine).ok
    engine.dispose()


def test_a_day_is_planned_run_and_read_on_the_server(tmp_path):
    hospital = build(tmp_path, URL)
    ask, today = hospital.desk.ask, TODAY
    hospital.start(0, "tchp")
    day_id = hospital.due(0)[0].treatment.treatment_day_id or 0
    session_id = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("09:00")))
    hospital.do(ChangeStatus(session_id, Status.ARRIVED))

    (session,) = ask(lambda connection: board_day(connection, today)).sessions
    assert session.status is Status.ARRIVED and session.reached(Status.ARRIVED) == hospital.at("08:00")
    assert ask(lambda connection: load_ahead(connection, today, today))[today].sessions == 1
    assert len(ask(lambda connection: courses(connection, hospital.patients[0]))) == 1
    for words in ("meerkoet fem", "09-03-1981"):
        assert [one.given_name for one in ask(partial(find, text=words))] == ["Femke"]
    listed = ask(lambda connection: patient_list(connection, "meer", 20, hospital.at("08:00")))
    assert [row.label.given_name for row in listed] == ["Femke", "Ilse"]
    assert ask(pinboard) == ()
    hospital.desk.close()

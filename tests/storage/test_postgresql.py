"""The same promises on a PostgreSQL server, where one is given in ``DAYHOSPITAL_TEST_PG_URL``: an empty database."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from dayhospital.clock import Clock
from dayhospital.errors import Refused
from dayhospital.services.desk import Desk
from dayhospital.storage.check import check
from dayhospital.storage.engine import open_engine
from dayhospital.storage.migrate import open_database
from dayhospital.storage.tables import sessions, weights
from tests.storage.samples import MORNING, NOW, Book, Do, MakeHospital, contents

VARIABLE = "DAYHOSPITAL_TEST_PG_URL"
URL = os.environ.get(VARIABLE, "")

pytestmark = pytest.mark.skipif(not URL, reason=f"{VARIABLE} names no server")


@pytest.fixture
def server() -> Iterator[Desk]:
    wipe = open_engine(URL)
    with wipe.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    wipe.dispose()
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

"""What can go wrong with a file: each time a plain sentence, and nothing lost."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from dayhospital.clock import Clock
from dayhospital.errors import StorageError
from dayhospital.services.desk import Desk
from dayhospital.storage.check import check
from dayhospital.storage.engine import open_engine
from dayhospital.storage.migrate import open_database
from dayhospital.storage.places import is_on_network
from dayhospital.storage.reserve import reserve_of
from dayhospital.storage.tables import nurses, patients
from tests.storage.samples import NOW, Book, Do, bare, contents, desk_at, hospital_at, patient_values

NOBODY = 65534
posix = pytest.mark.skipif(os.name != "posix", reason="users, limits and signals of POSIX")
ROOMY = Do(lambda work: work.insert(nurses, name="x" * 3000, initials="X"))
KILLS = 12


def desk_with_pragma(path: Path, pragma: str) -> Desk:
    """Return a desk whose connections carry one more pragma: a short patience, a small disk."""
    engine = open_database(path)
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    return Desk(engine, Clock.fixed(NOW), "anna", station="desk 1")


def until_refused(desk: Desk) -> tuple[StorageError, dict]:
    """Write until the disk says no; return what was said and what was there just before."""
    for _ in range(2000):
        before = desk.ask(contents)
        try:
            desk.do(ROOMY)
        except StorageError as error:
            return error, before
    raise AssertionError("the disk never filled up")


# --- locked


def test_a_writer_that_does_not_finish_is_waited_for_and_then_named(desk: Desk, path: Path):
    hurried = desk_with_pragma(path, "busy_timeout=50")
    other = bare(path)
    other.execute("BEGIN IMMEDIATE")
    before = hurried.ask(contents)
    with pytest.raises(StorageError, match="Another program is writing"):
        hurried.do(Book())
    other.execute("ROLLBACK")
    assert hurried.ask(contents) == before
    hurried.do(Book())
    hurried.close()


def test_who_reads_does_not_wait_for_who_writes(desk: Desk, path: Path):
    other = bare(path)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM nurses")
    assert desk.ask(contents)
    other.execute("ROLLBACK")
    other.close()


# --- write-protected


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up root's right to write everywhere, for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def protected() -> Iterator[Path]:
    """Return a database whose file and folder may be read but not written."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "ward.db"
    hospital_at(path).close()
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


@posix
def test_a_write_protected_database_is_open_for_reading_and_says_so(protected: Path):
    with as_nobody():
        desk = Desk(open_database(protected), Clock.fixed(NOW), "anna")
        assert "write-protected" in desk.read_only_reason
        assert len(desk.ask(contents)["patients"]) == 6
        with pytest.raises(StorageError, match="write-protected"):
            desk.do(Book())
        desk.close()


def test_a_file_that_was_protected_while_open_is_a_sentence(path: Path, desk: Desk):
    limited = desk_with_pragma(path, "query_only=ON")
    with pytest.raises(StorageError, match="write-protected"):
        limited.do(Book())
    limited.close()


def test_a_database_opened_for_reading_is_never_written(path: Path, desk: Desk):
    reader = Desk(open_database(path, readonly=True), Clock.fixed(NOW), "anna")
    assert reader.read_only_reason
    with pytest.raises(StorageError, match="reading only"):
        reader.do(Book())
    with pytest.raises(StorageError, match="reading only"), open_engine(path, readonly=True).connect() as connection:
        connection.exec_driver_sql("DELETE FROM sessions")
    reader.close()


def test_a_file_without_guards_is_open_for_reading_only(path: Path, desk: Desk):
    desk.do(Book())
    other = bare(path)
    other.execute("DROP TRIGGER guard_sessions_patient_update")
    other.close()
    reader = desk_at(path)
    assert "guards against double booking" in reader.read_only_reason
    assert len(reader.ask(contents)["sessions"]) == 1
    with pytest.raises(StorageError, match="guards against double booking"):
        reader.do(Book(chair=2, patient=2))
    with pytest.raises(StorageError, match="guards against double booking"):
        reader.undo()
    reader.close()


# --- no file, no folder, another file


def test_a_file_that_is_not_there_is_not_made_when_it_should_be(path: Path):
    for options in ({"create": False}, {"readonly": True}):
        with pytest.raises(StorageError, match=r"no database ward\.db"):
            open_database(path, **options)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(StorageError, match="no folder"):
        open_database(tmp_path / "nowhere" / "ward.db")


def test_a_folder_is_not_a_database(tmp_path: Path):
    with pytest.raises(StorageError, match="is a folder"):
        open_database(tmp_path)


def test_a_file_of_something_else_is_left_alone(path: Path):
    path.write_bytes(b"This is a letter, not a database.\n" * 500)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="not a Dayhospital database"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(path: Path):
    other = bare(path)
    other.execute("CREATE TABLE songs (id INTEGER)")
    other.close()
    with pytest.raises(StorageError, match="another program"):
        open_database(path)
    assert [row[0] for row in bare(path).execute("SELECT name FROM sqlite_schema")] == ["songs"]


def test_an_address_that_is_none_is_refused():
    with pytest.raises(StorageError, match="not valid"):
        open_engine("://")


def test_a_memory_database_is_refused():
    with pytest.raises(StorageError, match="needs a file"):
        open_engine("sqlite://")


def test_a_name_with_odd_characters_opens(tmp_path: Path):
    odd = tmp_path / "ward %41 #1?é.db"
    hospital_at(odd).close()
    assert odd.exists()


# --- damaged


def test_a_damaged_page_is_a_sentence_and_the_check_finds_it(path: Path, desk: Desk):
    for chair in range(1, 4):
        desk.do(Book(chair=chair, patient=chair))
    desk.close()
    page = 4096
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for offset in range(page, size, page):
            file.seek(offset)
            file.write(os.urandom(page // 2))
    with pytest.raises(StorageError, match="damaged"):
        Desk(open_database(path), Clock.fixed(NOW), "anna").ask(contents)


# --- full


def assert_goes_on(path: Path, before: dict) -> None:
    """The next opening finds all that was there, sound, and can write."""
    desk = desk_at(path)
    assert desk.ask(contents) == before
    assert check(open_database(path)).ok
    desk.do(Book())
    desk.close()


def test_a_full_disk_is_said_and_nothing_is_lost(path: Path, desk: Desk):
    desk.close()
    small = desk_with_pragma(path, "max_page_count=70")
    assert reserve_of(path).exists()
    error, before = until_refused(small)
    assert "disk is full" in str(error)
    assert small.ask(contents) == before
    assert not reserve_of(path).exists()
    small.close()
    assert_goes_on(path, before)


@posix
def test_a_disk_that_stops_taking_bytes_is_said_and_nothing_is_lost(path: Path, desk: Desk):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
    try:
        error, before = until_refused(desk)
        assert desk.ask(contents) == before
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "disk" in str(error)
    assert "Nothing was changed" in str(error)
    desk.close()
    assert_goes_on(path, before)


# --- killed


WRITER = """
import sys
from pathlib import Path
from tests.storage.samples import Do, desk_at
from dayhospital.storage.tables import chairs, nurses

def deed(work):
    number = work.insert(nurses, name="half", initials="H")
    work.update(chairs, 1, bay=str(number))
    work.update(nurses, number, name="whole")
    return number

desk = desk_at(Path(sys.argv[1]))
while True:
    print(desk.do(Do(deed)).result, flush=True)
"""


@posix
@pytest.mark.slow
def test_killed_at_any_moment_what_was_acknowledged_is_there_and_nothing_is_half(path: Path, desk: Desk):
    desk.close()
    acknowledged: list[int] = []
    for kill in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdout is not None
        for _ in range(1 + 7 * kill):
            acknowledged.append(int(process.stdout.readline()))
        process.send_signal(signal.SIGKILL)
        acknowledged.extend(int(line) for line in process.stdout if line.endswith("\n"))
        process.wait()
        process.stdout.close()
    engine = open_database(path)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id, name FROM nurses").all()
        bay = connection.exec_driver_sql("SELECT bay FROM chairs WHERE id = 1").scalar()
    assert {row.id for row in rows} >= set(acknowledged)
    assert {row.name for row in rows} == {"whole"}
    assert bay == str(max(row.id for row in rows))
    assert check(engine).ok
    engine.dispose()


# --- the place


@posix
@pytest.mark.parametrize(
    ("mount", "remote"),
    [
        ("server:/export /srv/ward nfs4 rw 0 0", True),
        ("//server/share /srv cifs rw 0 0", True),
        ("//server/share /srv/ward\\040two cifs rw 0 0", False),
        ("server:/export /mnt nfs rw 0 0", False),
        ("server:/export / nfs rw 0 0\ntmpfs /srv tmpfs rw 0 0", False),
        ("tmpfs /srv tmpfs rw 0 0\nserver:/export /srv/ward fuse.sshfs rw 0 0", True),
    ],
)
def test_a_network_mount_is_recognised(tmp_path: Path, mount: str, remote: bool):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n{mount}\n")
    assert is_on_network(Path("/srv/ward/ward.db"), mounts) is remote


def test_a_windows_share_is_refused():
    with pytest.raises(StorageError, match="network drive"):
        open_engine(Path("//server/share/ward.db"))


def test_durability_is_as_promised(desk: Desk, path: Path):
    engine: Engine = open_engine(path)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
    }
    engine.dispose()


def test_names_of_patients_are_not_in_error_messages(desk: Desk):
    secret = "Verylongsecret"
    with pytest.raises(Exception, match="CHECK") as caught:
        desk.do(Do(lambda work: work.insert(patients, **{**patient_values(secret), "note": secret, "ecog": 9})))
    assert secret not in str(caught.value)


def test_sqlite_has_what_the_program_uses():
    assert sqlite3.sqlite_version_info >= (3, 35)  # RETURNING

"""Copies hold together, whoever writes meanwhile."""

import threading
from pathlib import Path

import pytest

from dayhospital.errors import StorageError
from dayhospital.services.desk import Desk
from dayhospital.storage.backup import back_up, problem_of_copy
from dayhospital.storage.check import check
from dayhospital.storage.migrate import open_database
from dayhospital.storage.tables import nurses
from tests.storage.samples import Book, Do, contents, desk_at


def test_a_copy_holds_all_and_can_be_worked_in(desk: Desk, path: Path, tmp_path: Path):
    desk.do(Book())
    copy = back_up(open_database(path), tmp_path / "copy.db")
    other = desk_at(copy)
    assert other.ask(contents) == desk.ask(contents)
    assert other.undo_title == "Book"
    other.do(Book(chair=2, patient=2))
    other.close()


@pytest.mark.slow
def test_copies_taken_while_somebody_writes_are_whole(desk: Desk, path: Path, tmp_path: Path):
    stop = threading.Event()

    def write() -> None:
        writer = desk_at(path, user="els")
        while not stop.is_set():
            writer.do(Do(lambda work: work.insert(nurses, name="x" * 500, initials="X")))
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        copies = [back_up(open_database(path), tmp_path / f"copy{number}.db") for number in range(10)]
    finally:
        stop.set()
        thread.join()
    for copy in copies:
        engine = open_database(copy, readonly=True)
        assert str(check(engine)).count("good") == 6
        engine.dispose()


def test_a_name_that_is_taken_is_left_alone(path: Path, desk: Desk, tmp_path: Path):
    taken = tmp_path / "copy.db"
    taken.write_text("precious")
    with pytest.raises(StorageError, match="already"):
        back_up(open_database(path), taken)
    assert taken.read_text() == "precious"


def test_a_folder_that_is_not_there_leaves_nothing_behind(path: Path, desk: Desk, tmp_path: Path):
    with pytest.raises(StorageError, match=r"Nothing was (lost|changed)"):
        back_up(open_database(path), tmp_path / "nowhere" / "copy.db")


def test_a_damaged_copy_is_noticed(path: Path, desk: Desk, tmp_path: Path):
    copy = back_up(open_database(path), tmp_path / "copy.db")
    assert problem_of_copy(copy) == ""
    with copy.open("r+b") as file:
        file.truncate(copy.stat().st_size // 2)
    assert problem_of_copy(copy)

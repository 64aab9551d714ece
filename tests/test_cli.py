"""The command line: what it understands, one clear line for what it does not, and nothing written then."""

from datetime import time
from pathlib import Path

import pytest

from dayhospital import __version__, paths
from dayhospital.cli import DEMO_TIME, PAGES, database_of, main, parser
from tests.hospital import build


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--bad"], "unrecognized arguments: --bad"),
        (["--size", "huge"], "'huge' is not a size"),
        (["--now", "half past ten"], "'half past ten' is not a time"),
        (["print-day", "31-31-2026", "--out", "x.pdf"], "'31-31-2026' is not a day"),
        (["print-day", "today"], "the following arguments are required: --out"),
        (["--page", "pharmacy"], "invalid choice: 'pharmacy'"),
        (["dance"], "invalid choice: 'dance'"),
    ],
)
def test_a_bad_argument_gives_one_line_and_status_2(capsys, arguments, complaint):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert complaint in said.err
    assert said.err.count("\n") == 1 and said.out == ""


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"dayhospital {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["print-day", "2026-11-24", "--out", "day.pdf"], ["--screenshot", "board.png"]],
)
def test_a_file_that_is_no_database_gives_one_line_and_stays_as_it_is(qapp, tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    wrong = tmp_path / "notes.db"
    wrong.write_text("these are notes and no database at all, " * 40, encoding="utf-8")
    before = wrong.read_bytes()

    assert main([*arguments, "--db", str(wrong)]) == 2

    assert capsys.readouterr().err.count("\n") == 1
    assert wrong.read_bytes() == before
    assert not (tmp_path / "day.pdf").exists() and not (tmp_path / "board.png").exists()


def test_a_database_that_is_not_there_is_not_made_by_looking_at_it(qapp, tmp_path, capsys):
    missing = tmp_path / "missing.db"
    for arguments in (["check"], ["print-day", "2026-11-24", "--out", str(tmp_path / "x.pdf")]):
        assert main([*arguments, "--db", str(missing)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_good_database_passes_the_check(tmp_path, capsys):
    hospital = build(tmp_path)
    hospital.desk.close()
    assert main(["check", "--db", str(hospital.path)]) == 0
    assert "guards: good" in capsys.readouterr().out


def test_a_database_without_its_guards_fails_the_check(tmp_path, capsys):
    import sqlite3

    hospital = build(tmp_path)
    hospital.desk.close()
    with sqlite3.connect(hospital.path) as connection:
        connection.execute("DROP TRIGGER guard_sessions_chair_insert")
    connection.close()
    assert main(["check", "--db", str(hospital.path)]) == 1
    assert "guard_sessions_chair_insert" in capsys.readouterr().out


def test_a_day_is_printed_to_a_pdf(tmp_path, capsys, qapp):
    hospital = build(tmp_path)
    hospital.desk.close()
    out = tmp_path / "day.pdf"
    assert main(["print-day", "2026-11-24", "--db", str(hospital.path), "--out", str(out), "--list", "time"]) == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("page", [page for page in PAGES if page not in {"patient", "plan-course"}])
def test_every_page_can_be_drawn_to_a_picture(tmp_path, qapp, page):
    hospital = build(tmp_path)
    hospital.desk.close()
    picture = tmp_path / "page.png"
    arguments = ["--db", str(hospital.path), "--screenshot", str(picture), "--page", page, "--size", "1366x768"]
    assert main([*arguments, "--scheme", "dark", "--now", "11:20"]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("page", ["patient", "plan-course"])
def test_the_pages_of_a_patient_can_be_drawn(tmp_path, qapp, page):
    hospital = build(tmp_path)
    hospital.desk.close()
    picture = tmp_path / "page.png"
    patient = str(hospital.patients[0])
    assert main(["--db", str(hospital.path), "--screenshot", str(picture), "--page", page, "--patient", patient]) == 0
    assert picture.exists()


def test_the_database_is_the_one_named_before_or_after_the_command():
    read = parser().parse_args
    assert database_of(read(["--db", "a.db", "check"])) == Path("a.db")
    assert database_of(read(["check", "--db", "b.db"])) == Path("b.db")
    assert database_of(read([])) == paths.default_database()
    assert database_of(read(["--demo"])) == paths.demonstration_database()
    assert database_of(read(["demo"])) == paths.demonstration_database()


def test_the_demonstration_begins_in_a_lively_morning():
    assert time(11, 20) == DEMO_TIME


def test_the_readme_names_every_command_and_option():
    readme = (paths.PACKAGE.parent / "README.md").read_text(encoding="utf-8")
    for word in (
        "--demo",
        "--db",
        "--screenshot",
        "--page",
        "--size",
        "--scheme",
        "--day",
        "demo",
        "print-day",
        "check",
        "--version",
    ):
        assert f"`dayhospital {word}" in readme or word in readme

"""The demonstration hospital: fictional, lively, the same for the same seed."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.library import Library
from dayhospital.domain.session import Status
from dayhospital.queries.board import board_day, due_days, pinboard
from dayhospital.services.demo.build import build_demo
from dayhospital.services.demo.people import demonstration_file
from dayhospital.storage import tables
from dayhospital.storage.migrate import open_database
from tests.hospital import TODAY

PATIENTS = 60


def content(path):
    engine = open_database(path)
    with engine.connect() as connection:
        found = {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in tables.metadata.sorted_tables
        }
    engine.dispose()
    return found


def ask(path, query, *arguments):
    engine = open_database(path)
    with engine.connect() as connection:
        result = query(connection, *arguments)
    engine.dispose()
    return result


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    return path, build_demo(path, TODAY, seed=3, patients=PATIENTS)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_hospital_to_the_last_journal_row(built, tmp_path):
    again = tmp_path / "again.db"
    build_demo(again, TODAY, seed=3, patients=PATIENTS)
    assert content(again) == content(built[0])


@pytest.mark.slow
def test_another_seed_gives_other_people(built, tmp_path):
    other = tmp_path / "other.db"
    build_demo(other, TODAY, seed=4, patients=PATIENTS)
    assert content(other)["patients"] != content(built[0])["patients"]


@pytest.mark.slow
def test_the_day_in_the_middle_is_under_way(built):
    path, report = built
    board = ask(path, board_day, TODAY)
    statuses = Counter(session.status for session in board.sessions)
    assert report.patients == PATIENTS
    assert statuses[Status.LEFT]
    assert statuses[Status.IN_TREATMENT]
    assert statuses[Status.BOOKED] + statuses[Status.CONFIRMED] > 10
    assert {block.label for block in board.blocks} == {
        "Chair out of service — motor repair",
        "Held for same-day add-ons",
        "Break",
    }
    assert len(board.chairs) == 22
    assert len(board.shifts) == 9
    assert ask(path, due_days, TODAY, 14)
    assert ask(path, pinboard)


@pytest.mark.slow
def test_some_had_anthracyclines_elsewhere_before_the_treatment_here(built):
    kept = content(built[0])
    courses = {row.patient_id: row for row in kept["courses"] if row.setting == "metastatic"}
    assert kept["earlier_doses"]
    for row in kept["earlier_doses"]:
        assert row.patient_id in courses
        assert row.until < courses[row.patient_id].start


@pytest.mark.slow
def test_doses_are_chosen_some_of_them_reduced_and_none_by_auc_lacks_its_creatinine(built):
    kept = content(built[0])
    assert {row.kind.value for row in kept["decisions"]} >= {"go", "go_reduced"}
    assert any(row.percent < 100 for row in kept["chosen_doses"])
    assert all(row.chosen is not None for row in kept["chosen_doses"])
    by_auc = {row.patient_id for row in kept["treatment_days"] if '"AUC"' in row.plan}
    assert by_auc <= {row.patient_id for row in kept["results"] if row.analyte == "creatinine"}


@pytest.mark.slow
def test_nobody_of_it_can_be_a_real_person(built):
    rows = content(built[0])["patients"]
    serials = {row.national_number.split("-")[1][:3] for row in rows if row.national_number}
    assert serials <= {"000", "998", "999"}, "serials that are never given out"


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 12, 25)])
def test_the_day_in_the_middle_is_open_on_a_weekend_and_on_a_holiday(tmp_path, day):
    path = tmp_path / "demo.db"
    build_demo(path, day, patients=12)
    board = ask(path, board_day, day)
    assert board.open
    assert board.sessions


def test_a_hospital_without_patients_is_built_too(tmp_path):
    assert build_demo(tmp_path / "demo.db", TODAY, patients=0).sessions == 0


def test_an_unfinished_hospital_does_not_take_the_place_of_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "demo.db"
    build_demo(path, TODAY, patients=0)
    before = path.read_bytes()
    monkeypatch.setattr("dayhospital.services.demo.build.Builder.extras", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build_demo(path, TODAY, patients=1)
    assert path.read_bytes() == before


def test_every_flavour_of_name_has_given_names_and_parts():
    names = demonstration_file("names")
    for flavour, surnames in names["surnames"].items():
        assert len(set(surnames)) == len(surnames)
        assert names["given"][flavour]
        assert len(names["parts"][flavour]) == 2


@pytest.mark.slow
def test_everybody_has_receptors_and_most_have_counts_of_the_last_days(built):
    rows = content(built[0])["results"]
    of = {analyte: {row.patient_id for row in rows if row.analyte == analyte} for analyte in ("er", "neutrophils")}
    assert len(of["er"]) == PATIENTS
    assert len(of["neutrophils"]) > PATIENTS / 2
    newest = max(row.at for row in rows)
    assert newest.date() == TODAY
    assert all(analytes()[row.analyte].is_plausible(row.value) for row in rows if row.value is not None)


@pytest.mark.slow
def test_first_receptors_are_those_of_the_tumour(built):
    found = content(built[0])
    percents = {tumour.id: tumour.er_percent for tumour in found["tumours"]}
    first = {}
    for row in sorted(found["results"], key=lambda one: one.at, reverse=True):
        if row.analyte == "er":
            first[row.tumour_id] = row.value
    assert first == {key: float(value) for key, value in percents.items() if key in first}


@pytest.mark.slow
def test_tests_are_in_every_state_of_their_story(built):
    rows = content(built[0])["test_requests"]
    assert any(row.resulted_on for row in rows)
    assert any(row.sent_on and not row.resulted_on for row in rows)
    assert len({row.test for row in rows}) > 1


@pytest.mark.slow
def test_those_who_need_heart_checks_have_an_ejection_fraction(built):
    found = content(built[0])
    library = Library.load()
    watched = {one.patient_id for one in found["courses"] if library.get(one.regimen_id).heart_checks}
    begun = {one.patient_id for one in found["courses"] if one.patient_id in watched and one.start <= TODAY}
    assert begun
    assert begun <= {row.patient_id for row in found["results"] if row.analyte == "lvef"}

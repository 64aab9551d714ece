"""Results are kept in the unit of their analyte, and what cannot be true is asked about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dayhospital.domain.result import Result
from dayhospital.errors import Conflict, InvalidValue, NotFound
from dayhospital.queries.results import results_of, results_of_many
from dayhospital.services.results import EditResult, RecordResults, RemoveResult


def read(hospital, patient=0):
    return hospital.desk.ask(lambda connection: results_of(connection, hospital.patients[patient]))


def record(hospital, *results, checked=False):
    return hospital.do(RecordResults(hospital.patients[0], results, checked))


def count(hospital, value, hours=2):
    return Result("neutrophils", hospital.clock.local() - timedelta(hours=hours), value)


def test_the_newest_result_of_an_analyte_comes_first(hospital):
    record(hospital, count(hospital, 2.1, hours=200), count(hospital, 0.9))
    found = read(hospital)
    assert [one.value for one in found.all("neutrophils")] == [0.9, 2.1]
    assert found.latest("neutrophils").value == 0.9
    assert found.latest("neutrophils", before=hospital.clock.local() - timedelta(days=1)).value == 2.1
    assert found.latest("platelets") is None


def test_results_of_several_patients_stay_apart(hospital):
    record(hospital, count(hospital, 2.1))
    found = hospital.desk.ask(lambda connection: results_of_many(connection, hospital.patients[:2]))
    assert [len(found[patient].all()) for patient in hospital.patients[:2]] == [1, 0]


@pytest.mark.parametrize(
    ("analyte", "value", "answer", "specimen", "words"),
    [
        ("neutrophils", 180.0, "", "", "not plausible"),
        ("neutrophils", None, "many", "", "is a number"),
        ("her2_ihc", None, "4+", "core biopsy", "is one of"),
        ("her2_ihc", None, "2+", " ", "needs its specimen"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(hospital, analyte, value, answer, specimen, words):
    wrong = Result(analyte, hospital.clock.local(), value, answer, specimen)
    with pytest.raises(InvalidValue, match=words):
        record(hospital, count(hospital, 2.0), wrong)
    assert read(hospital).all() == ()


def test_an_implausible_value_that_was_looked_at_again_is_kept(hospital):
    record(hospital, count(hospital, 180.0), checked=True)
    assert read(hospital).latest("neutrophils").value == 180.0


def test_nothing_is_taken_in_the_future_and_every_analyte_is_known(hospital):
    with pytest.raises(InvalidValue, match="future"):
        record(hospital, count(hospital, 2.0, hours=-1))
    with pytest.raises(NotFound, match="no analyte"):
        record(hospital, Result("luck", hospital.clock.local(), 1.0))


def test_a_result_is_corrected_once_and_undone(hospital):
    record(hospital, count(hospital, 2.1))
    (seen,) = read(hospital).all()
    hospital.do(EditResult(replace(seen, value=1.2)))
    with pytest.raises(Conflict):
        hospital.do(EditResult(replace(seen, value=1.3)))
    assert read(hospital).latest("neutrophils").value == 1.2
    hospital.desk.undo()
    assert read(hospital).latest("neutrophils").value == 2.1
    hospital.do(RemoveResult(seen.id))
    assert read(hospital).all() == ()

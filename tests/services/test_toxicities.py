"""Toxicities are graded with the version of CTCAE, corrected, and taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dayhospital.domain.toxicity import CtcaeVersion, Toxicity, unresolved
from dayhospital.errors import Conflict, InvalidValue
from dayhospital.queries.gates import toxicities_of
from dayhospital.services.toxicities import EditToxicity, RecordToxicity, RemoveToxicity
from tests.hospital import TODAY


def read(hospital):
    patient = hospital.patients[0]
    return hospital.desk.ask(lambda c: toxicities_of(c, [patient]))[patient]


def record(hospital, term="nausea", grade=2, day=TODAY, **more):
    return hospital.do(RecordToxicity(hospital.patients[0], Toxicity(term, grade, day, **more)))


def test_a_toxicity_keeps_its_grade_version_day_and_note(hospital):
    record(hospital, ctcae=CtcaeVersion.V6, note=" after two days ")
    (found,) = read(hospital)
    assert (found.term, found.grade, found.ctcae, found.day) == ("nausea", 2, CtcaeVersion.V6, TODAY)
    assert found.note == "after two days"


def test_it_is_undone_and_redone(hospital):
    record(hospital)
    hospital.desk.undo()
    assert read(hospital) == ()
    hospital.desk.redo()
    assert len(read(hospital)) == 1


def test_it_is_corrected_by_the_version_that_was_read_and_removed(hospital):
    record(hospital)
    (seen,) = read(hospital)
    hospital.do(EditToxicity(replace(seen, grade=1)))
    assert read(hospital)[0].grade == 1
    with pytest.raises(Conflict):
        hospital.do(EditToxicity(replace(seen, grade=3)))
    hospital.do(RemoveToxicity(seen.id))
    assert read(hospital) == ()
    hospital.desk.undo()
    assert read(hospital)[0].grade == 1


@pytest.mark.parametrize(("grade", "allowed"), [(-1, False), (0, True), (5, True), (6, False)])
def test_grades_run_from_over_to_death(hospital, grade, allowed):
    if allowed:
        record(hospital, grade=grade)
        assert read(hospital)[0].grade == grade
    else:
        with pytest.raises(InvalidValue, match="grade from 0"):
            record(hospital, grade=grade)


def test_an_unknown_term_and_a_day_to_come_are_refused(hospital):
    with pytest.raises(InvalidValue, match="no toxicity term"):
        record(hospital, term="bad luck")
    with pytest.raises(InvalidValue, match="a day that has come"):
        record(hospital, day=TODAY + timedelta(days=1))
    assert read(hospital) == ()


def test_only_the_newest_grade_of_a_term_is_unresolved(hospital):
    record(hospital, grade=3, day=TODAY - timedelta(days=9))
    record(hospital, grade=1, day=TODAY - timedelta(days=2))
    record(hospital, term="fatigue", grade=2, day=TODAY - timedelta(days=5))
    record(hospital, term="rash", grade=2, day=TODAY - timedelta(days=5))
    record(hospital, term="rash", grade=0, day=TODAY)
    assert [(one.term, one.grade) for one in unresolved(read(hospital), TODAY)] == [("fatigue", 2), ("nausea", 1)]
    assert [one.term for one in unresolved(read(hospital), TODAY - timedelta(days=1))] == ["fatigue", "rash", "nausea"]

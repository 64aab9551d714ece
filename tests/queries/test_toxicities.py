"""Toxicities with who wrote them, and which grade of a term counts."""

from dataclasses import replace
from datetime import timedelta

from dayhospital.domain.toxicity import CtcaeVersion, Toxicity
from dayhospital.queries.toxicities import graded
from dayhospital.services.desk import Desk
from dayhospital.services.toxicities import EditToxicity, RecordToxicity, RemoveToxicity
from dayhospital.storage.migrate import open_database
from tests.hospital import TODAY


def read(hospital, patient=0):
    return hospital.desk.ask(lambda c: graded(c, hospital.patients[patient]))


def record(hospital, term, grade, days_ago=0, patient=0, **more):
    toxicity = Toxicity(term, grade, TODAY - timedelta(days=days_ago), **more)
    return hospital.do(RecordToxicity(hospital.patients[patient], toxicity))


def test_the_newest_come_first_and_the_newest_of_a_term_counts(hospital):
    record(hospital, "nausea", 2, 9)
    record(hospital, "fatigue", 1, 5, ctcae=CtcaeVersion.V6)
    record(hospital, "nausea", 0, 1)
    record(hospital, "rash", 3, patient=1)
    assert [(one.toxicity.term, one.toxicity.grade, one.newest) for one in read(hospital)] == [
        ("nausea", 0, True),
        ("fatigue", 1, True),
        ("nausea", 2, False),
    ]
    assert read(hospital)[1].toxicity.ctcae is CtcaeVersion.V6
    assert len(read(hospital, 1)) == 1 and read(hospital, 2) == ()


def test_it_says_who_wrote_it_last(hospital):
    record(hospital, "nausea", 2)
    record(hospital, "fatigue", 1)
    other = Desk(open_database(hospital.path), hospital.clock, "Other, Doctor", hospital.library)
    seen = next(one.toxicity for one in read(hospital) if one.toxicity.term == "nausea")
    other.do(EditToxicity(replace(seen, grade=3)))
    other.close()
    assert {one.toxicity.term: one.by for one in read(hospital)} == {
        "nausea": "Other, Doctor",
        "fatigue": "Test, Nurse",
    }


def test_one_that_was_taken_away_is_gone_and_comes_back_with_its_writer(hospital):
    toxicity_id = record(hospital, "nausea", 2)
    hospital.do(RemoveToxicity(toxicity_id))
    assert read(hospital) == ()
    hospital.desk.undo()
    assert [one.by for one in read(hospital)] == ["Test, Nurse"]

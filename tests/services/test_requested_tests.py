"""A requested test goes from asking to its result, each step undone and done again exactly."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dayhospital.domain.requested_test import RequestedTest, Stage
from dayhospital.domain.result import Result
from dayhospital.errors import Conflict, DayHospitalError, InvalidValue, NotFound
from dayhospital.queries.requested_tests import requests_of, requests_of_many
from dayhospital.queries.results import results_of
from dayhospital.services.requested_tests import (
    AskForTest,
    CancelTest,
    EnterTestResult,
    NeedNewBiopsy,
    PlanBiopsy,
    RecordBiopsy,
    SendSpecimen,
)
from dayhospital.storage import tables
from tests.hospital import TODAY

DAY = timedelta(days=1)


def read(hospital) -> RequestedTest:
    (found,) = hospital.desk.ask(lambda connection: requests_of(connection, hospital.patients[0]))
    return found


def ask(hospital, test="ngs_tissue", *, days_ago=20, needs_biopsy=False):
    hospital.do(AskForTest(hospital.patients[0], test, TODAY - days_ago * DAY, needs_biopsy, "block 7"))
    return read(hospital)


def sent(hospital, test="ngs_tissue"):
    hospital.do(SendSpecimen(ask(hospital, test), TODAY - 14 * DAY, TODAY + 2 * DAY))
    return read(hospital)


def gene(analyte="pik3ca", answer="pathogenic"):
    return Result(analyte, datetime(2026, 11, 10, 9), answer=answer, specimen="tumour tissue", detail="p.H1047R, 31 %")


def rows(hospital):
    def kept(connection):
        return [
            [tuple(row) for row in connection.execute(select(*(c for c in table.c if c.name != "version")))]
            for table in (tables.test_requests, tables.results)
        ]

    return hospital.desk.ask(kept)


def test_the_whole_story_and_every_step_of_it_undone_and_done_again(hospital):
    seen = [rows(hospital)]

    def step(command):
        hospital.do(command)
        seen.append(rows(hospital))
        return read(hospital)

    request = step(AskForTest(hospital.patients[0], "ngs_tissue", TODAY - 20 * DAY))
    assert (request.asked_by, request.stage(TODAY)) == ("Test, Nurse", Stage.ASKED)
    request = step(NeedNewBiopsy(request))
    request = step(PlanBiopsy(request, TODAY - 18 * DAY))
    request = step(PlanBiopsy(request, TODAY - 16 * DAY))
    request = step(RecordBiopsy(request, TODAY - 16 * DAY))
    assert request.stage(TODAY) is Stage.BIOPSY_TAKEN
    request = step(SendSpecimen(request, TODAY - 15 * DAY, TODAY - DAY))
    assert request.stage(TODAY) is Stage.OVERDUE
    request = step(SendSpecimen(request, TODAY - 15 * DAY, TODAY + 3 * DAY))
    assert request.stage(TODAY) is Stage.SENT
    request = step(EnterTestResult(request, (gene(), gene("akt1", "none")), TODAY))
    assert request.stage(TODAY) is Stage.RESULTED

    for expected in reversed(seen[:-1]):
        hospital.desk.undo()
        assert rows(hospital) == expected
    for expected in seen[1:]:
        hospital.desk.redo()
        assert rows(hospital) == expected


def test_the_result_and_the_end_of_the_request_are_one_act(hospital):
    request = sent(hospital)
    hospital.do(EnterTestResult(request, (gene(),), TODAY))
    results = hospital.desk.ask(lambda connection: results_of(connection, hospital.patients[0]))
    assert results.latest("pik3ca").detail == "p.H1047R, 31 %"
    assert read(hospital).resulted_on == TODAY
    hospital.desk.undo()
    assert read(hospital).open
    assert rows(hospital)[1] == []


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ((), "no result to save"),
        ((gene("brca1"),), "does not answer"),
        ((gene(answer="perhaps"),), "is one of"),
    ],
)
def test_a_wrong_result_leaves_the_request_open(hospital, results, words):
    request = sent(hospital)
    with pytest.raises(InvalidValue, match=words):
        hospital.do(EnterTestResult(request, results, TODAY))
    assert read(hospital).open


def test_an_implausible_number_is_kept_when_it_was_looked_at_again(hospital):
    request = sent(hospital, "receptors")
    wrong = Result("er", datetime(2026, 11, 10, 9), 110.0, specimen="liver biopsy")
    with pytest.raises(InvalidValue, match="not plausible"):
        hospital.do(EnterTestResult(request, (wrong,), TODAY))
    hospital.do(EnterTestResult(request, (wrong,), TODAY, checked=True))
    assert not read(hospital).open


def test_two_people_do_not_take_the_same_step_unseen(hospital):
    request = ask(hospital)
    hospital.do(SendSpecimen(request, TODAY, TODAY + 21 * DAY))
    with pytest.raises(Conflict):
        hospital.do(CancelTest(request, TODAY, "asked twice"))


def test_a_test_on_blood_needs_no_biopsy(hospital):
    with pytest.raises(InvalidValue, match="needs no biopsy"):
        hospital.do(AskForTest(hospital.patients[0], "germline", TODAY, needs_biopsy=True))
    request = ask(hospital, "germline")
    with pytest.raises(InvalidValue, match="needs no biopsy"):
        hospital.do(NeedNewBiopsy(request))


def test_a_cancelled_test_has_its_reason_and_is_closed(hospital):
    request = ask(hospital)
    with pytest.raises(InvalidValue, match="has a reason"):
        hospital.do(CancelTest(request, TODAY, "  "))
    hospital.do(CancelTest(request, TODAY, "patient's wish"))
    closed = read(hospital)
    assert (closed.stage(TODAY), closed.note) == (Stage.CANCELLED, "block 7; patient's wish")
    with pytest.raises(InvalidValue, match="closed already"):
        hospital.do(SendSpecimen(closed, TODAY, TODAY))


@pytest.mark.parametrize(
    "command",
    [
        lambda request, patient: AskForTest(patient, "ctdna", TODAY + DAY),
        lambda request, _: SendSpecimen(request, TODAY + DAY, TODAY + 9 * DAY),
        lambda request, _: CancelTest(request, TODAY + DAY, "wish"),
    ],
)
def test_what_happened_did_not_happen_tomorrow(hospital, command):
    request = ask(hospital)
    with pytest.raises(InvalidValue, match="in the future"):
        hospital.do(command(request, hospital.patients[0]))


def test_a_biopsy_and_a_report_are_not_of_tomorrow_either(hospital):
    request = ask(hospital, needs_biopsy=True)
    with pytest.raises(InvalidValue, match="in the future"):
        hospital.do(RecordBiopsy(request, TODAY + DAY))
    hospital.do(PlanBiopsy(request, TODAY + DAY))
    hospital.do(RecordBiopsy(read(hospital), TODAY))
    hospital.do(SendSpecimen(read(hospital), TODAY, TODAY))
    with pytest.raises(InvalidValue, match="in the future"):
        hospital.do(EnterTestResult(read(hospital), (gene(),), TODAY + DAY))


def test_an_unknown_test_or_patient_is_an_expected_error(hospital):
    with pytest.raises(NotFound, match="no test luck"):
        hospital.do(AskForTest(hospital.patients[0], "luck", TODAY))
    with pytest.raises(DayHospitalError):
        hospital.do(AskForTest(999, "ctdna", TODAY))


def test_requests_of_several_patients_stay_apart_the_last_asked_first(hospital):
    ask(hospital)
    hospital.do(AskForTest(hospital.patients[0], "ctdna", TODAY))
    found = hospital.desk.ask(lambda connection: requests_of_many(connection, hospital.patients[:2]))
    assert [[one.test for one in found[patient]] for patient in hospital.patients[:2]] == [["ctdna", "ngs_tissue"], []]

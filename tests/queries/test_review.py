"""The worklist: who is on it, in which order, what changed, and that it reads the same however many there are."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from dayhospital.clinical.making import Making
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.gate import Colour
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.domain.session import Status
from dayhospital.domain.surgery import BreastSurgery, Surgery
from dayhospital.domain.toxicity import Toxicity
from dayhospital.queries.courses import courses
from dayhospital.queries.gates import gate_case, preparations
from dayhospital.queries.review import Change, ChangeKind, review
from dayhospital.services.courses import BookCourse, SlotChoice, StartCourse
from dayhospital.services.decisions import Decide
from dayhospital.services.results import RecordResults
from dayhospital.services.status import ChangeStatus
from dayhospital.services.surgeries import RecordSurgery
from dayhospital.services.toxicities import RecordToxicity
from tests.hospital import TODAY, measure

GOOD = {"neutrophils": 3.0, "platelets": 250.0, "bilirubin": 0.5, "lvef": 62.0, "haemoglobin": 12.0}
ANSWERS = {"pregnancy": "negative", "hbsag": "negative", "anti_hbc": "negative"}


def begin(hospital, patient, regimen="ec_q3w", day=TODAY, at="", blood=True, **changed):
    """Start a course, enter blood of yesterday, book its first day; return the treatment day."""
    hospital.start(patient, regimen, Setting.ADJUVANT, day)
    if blood:
        record(hospital, patient, **{**GOOD, **changed})
        taken = hospital.clock.local() - timedelta(hours=20)
        answers = tuple(Result(name, taken, answer=answer) for name, answer in ANSWERS.items())
        hospital.do(RecordResults(hospital.patients[patient], answers))
    (course,) = hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))
    if at:
        place = SlotChoice(course.days[0].id, hospital.chairs[patient % 3], hospital.at(at, day))
        hospital.do(BookCourse(course.id, (place,), "agreed"))
    return course.days[0].id


def record(hospital, patient, hours=20, **values):
    taken = hospital.clock.local() - timedelta(hours=hours)
    hospital.do(RecordResults(hospital.patients[patient], tuple(Result(k, taken, v) for k, v in values.items())))


def read(hospital, now=None):
    return hospital.desk.ask(lambda c: review(c, hospital.library, now or hospital.clock.local()))


def ids(rows):
    return [row.case.treatment_day_id for row in rows]


def test_the_worst_come_first_and_then_the_soonest(hospital):
    late = begin(hospital, 0, at="14:00")
    soon = begin(hospital, 1, at="10:00")
    amber = begin(hospital, 2, at="15:00", neutrophils=1.2)
    red = begin(hospital, 3, day=TODAY + timedelta(days=1), neutrophils=0.8)
    assert ids(read(hospital).needs) == [red, amber, soon, late]


@pytest.mark.parametrize(("ahead", "there"), [(0, True), (2, True), (3, False)])
def test_the_list_reaches_two_days_ahead(hospital, ahead, there):
    begin(hospital, 0, day=TODAY + timedelta(days=ahead))
    found = read(hospital)
    assert len([*found.needs, *found.waiting]) == there


def test_who_only_lacks_results_and_is_not_treated_today_waits(hospital):
    today = begin(hospital, 0, blood=False)
    tomorrow = begin(hospital, 1, day=TODAY + timedelta(days=1), blood=False)
    bad_too = begin(hospital, 2, day=TODAY + timedelta(days=1), blood=False)
    record(hospital, 2, neutrophils=0.4)
    found = read(hospital)
    assert ids(found.waiting) == [tomorrow]
    assert set(ids(found.needs)) == {today, bad_too}
    assert found.waiting[0].awaited and "neutrophils" in found.waiting[0].missing


def test_what_is_signed_goes_over_to_the_signed_and_held_ones_stay_in_sight(hospital):
    go, held, omitted = (begin(hospital, patient) for patient in range(3))
    hospital.do(Decide(go, DecisionKind.GO))
    hospital.do(Decide(held, DecisionKind.HOLD, to=TODAY + timedelta(days=7), reason="wish"))
    hospital.do(Decide(omitted, DecisionKind.OMIT, reason="wish"))
    found = read(hospital)
    assert found.needs == () and ids(found.signed) == [omitted, held, go]
    tomorrow = read(hospital, hospital.clock.local() + timedelta(days=1))
    assert ids(tomorrow.signed) == []


def test_whom_the_board_let_go_needs_no_signature(hospital):
    day_id = begin(hospital, 0, at="10:00")
    case = hospital.desk.ask(lambda c: gate_case(c, hospital.library, day_id, hospital.clock.local()))
    for status in (Status.ARRIVED, Status.RELEASED):
        hospital.do(ChangeStatus(case.seat.session_id, status))
    assert read(hospital).needs == ()


def test_what_changed_names_the_value_with_the_one_before(hospital):
    begin(hospital, 0)
    record(hospital, 0, hours=600, neutrophils=2.2, lvef=70.0)
    record(hospital, 0, hours=2, neutrophils=0.9)
    (row,) = read(hospital).needs
    taken = hospital.clock.local() - timedelta(hours=2)
    value = Change(ChangeKind.VALUE, Colour.RED, "neutrophils", 0.9, 3.0, taken)
    assert row.changes[0] == value
    assert [change.kind for change in row.changes] == [ChangeKind.VALUE, ChangeKind.HEART]
    assert not row.unchanged


@pytest.mark.parametrize(("fall", "kinds"), [(4.0, [ChangeKind.NEW_BLOOD]), (5.0, [ChangeKind.HEART])])
def test_a_fall_of_the_ejection_fraction_is_told_from_five_points_on(hospital, fall, kinds):
    begin(hospital, 0)
    record(hospital, 0, hours=600, lvef=62.0 + fall)
    (row,) = read(hospital).needs
    assert [change.kind for change in row.changes] == kinds


def test_a_new_toxicity_is_a_change_and_keeps_it_from_being_signed_with_the_others(hospital):
    begin(hospital, 0)
    begin(hospital, 1)
    hospital.do(RecordToxicity(hospital.patients[0], Toxicity("nausea", 1, TODAY)))
    rows = {row.case.patient.id: row for row in read(hospital).needs}
    assert rows[hospital.patients[0]].changes == (Change(ChangeKind.TOXICITY, Colour.GREEN, "nausea", 1.0),)
    assert [row.unchanged for _, row in sorted(rows.items())] == [False, True]


def test_fresh_blood_and_awaited_blood_are_told(hospital):
    begin(hospital, 0)
    begin(hospital, 1, blood=False)
    kinds = {row.case.patient.id: [change.kind for change in row.changes] for row in read(hospital).needs}
    assert kinds == {
        hospital.patients[0]: [ChangeKind.NEW_BLOOD],
        hospital.patients[1]: [ChangeKind.NO_BLOOD],
    }


def test_the_number_of_statements_does_not_grow_with_the_patients(hospital):
    def statements():
        count = []
        with hospital.desk._engine.connect() as connection:
            event.listen(connection, "before_cursor_execute", lambda *_: count.append(1))
            review(connection, hospital.library, hospital.clock.local())
        return len(count)

    begin(hospital, 0)
    hospital.do(Decide(begin(hospital, 1), DecisionKind.GO))
    few = statements()
    begin(hospital, 2)
    begin(hospital, 3)
    assert statements() == few <= 16


def test_the_pharmacy_is_told_what_may_be_made(hospital):
    day_id = begin(hospital, 0, "docetaxel_q3w", day=TODAY + timedelta(days=1))

    def making(now):
        case = hospital.desk.ask(lambda c: gate_case(c, hospital.library, day_id, now))
        return [(one.drug.id, one.making) for one in preparations(case, hospital.library, now)]

    today, tomorrow = hospital.clock.local(), datetime(2026, 11, 25, 8)
    assert making(today) == [("docetaxel", Making.NO_GO)]
    hospital.do(Decide(day_id, DecisionKind.GO, reason="blood known by telephone"))
    assert making(today) == [("docetaxel", Making.NO_DOSE)], "neither height nor weight is known"
    measure(hospital, 0, 168, 65)
    assert making(today) == [("docetaxel", Making.NO_DOSE)], "the dose is chosen with a signature"
    hospital.do(Decide(day_id, DecisionKind.GO, reason="blood known by telephone"))
    assert making(today) == [("docetaxel", Making.TOO_EARLY)]
    assert making(tomorrow) == [("docetaxel", Making.GO_OF_THE_DAY)]


@pytest.mark.parametrize(("days", "codes"), [(27, ["gate-surgery"]), (28, [])])
def test_a_surgery_shuts_the_gate_of_a_drug_that_waits_for_it(hospital, days, codes):
    course = StartCourse(hospital.patients[0], "bev_pac", Setting.METASTATIC, TODAY, "Dr Rietzanger", reason="agreed")
    hospital.do(course)
    for day in (TODAY - timedelta(400), TODAY - timedelta(days), TODAY + timedelta(30)):
        hospital.do(RecordSurgery(hospital.patients[0], Surgery(day, BreastSurgery.MASTECTOMY)))
    (made,) = hospital.desk.ask(lambda c: courses(c, hospital.patients[0]))
    case = hospital.desk.ask(
        lambda c: gate_case(c, hospital.library, made.days[0].id, hospital.at("09:00", made.days[0].plan.planned))
    )
    assert made.days[0].plan.planned == TODAY
    assert [finding.code for finding in case.verdict.findings if "surgery" in finding.code] == codes

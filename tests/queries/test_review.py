"""The worklist: who is on it, in which order, what changed, and that it reads the same however many there are."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from dayhospital.clinical.making import Making
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.gate import Colour
from dayhospital.domain.lifetime_dose import EarlierDose
from dayhospital.domain.patient import AllergyStatus, Home
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.domain.session import Status
from dayhospital.domain.surgery import BreastSurgery, Surgery
from dayhospital.domain.toxicity import Toxicity
from dayhospital.queries.courses import courses
from dayhospital.queries.gates import gate_case, preparations
from dayhospital.queries.patients import patient
from dayhospital.queries.requested_tests import requests_of
from dayhospital.queries.review import Change, ChangeKind, changes, needing, review
from dayhospital.services.courses import BookCourse, SlotChoice, StartCourse
from dayhospital.services.decisions import Decide
from dayhospital.services.earlier_doses import RecordEarlierDose
from dayhospital.services.patients import EditPatient, PatientDetails, RecordEcog, RecordWeight
from dayhospital.services.requested_tests import AskForTest, CancelTest, SendSpecimen
from dayhospital.services.results import RecordResults
from dayhospital.services.status import ChangeStatus
from dayhospital.services.surgeries import RecordSurgery
from dayhospital.services.toxicities import RecordToxicity
from tests.hospital import TODAY, measure

WEEK = timedelta(days=7)
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


def second(hospital, regimen="ec_q3w", patient=0):
    """Give C1D1 three weeks ago and make C2D1 due today; return the treatment days of the two."""
    course_id = hospital.start(patient, regimen, Setting.ADJUVANT, TODAY - 3 * WEEK)
    record(hospital, patient, **GOOD)
    taken = hospital.clock.local() - timedelta(hours=20)
    answers = tuple(Result(name, taken, answer=answer) for name, answer in ANSWERS.items())
    hospital.do(RecordResults(hospital.patients[patient], answers))
    first, due = (day.id for day in course_of(hospital, patient).days[:2])
    hospital.give(course_id, first, TODAY - 3 * WEEK)
    return first, due


def course_of(hospital, patient=0):
    return hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))[0]


def kinds(row):
    return [change.kind for change in row.changes]


def test_the_lifetime_dose_is_that_of_the_whole_planned_course(hospital):
    second(hospital)
    (row,) = read(hospital).needs
    days = len(course_of(hospital).days)
    assert (row.lifetime.drug, row.lifetime.so_far.mg_m2, row.lifetime.in_all.mg_m2) == ("epirubicin", 90, 90 * days)
    assert row.lifetime.planned_until == f"C{days}D1"


def test_doses_from_elsewhere_count_and_who_never_had_one_has_no_gauge(hospital):
    second(hospital)
    hospital.do(RecordEarlierDose(hospital.patients[0], EarlierDose("epirubicin", 300, TODAY - 60 * WEEK)))
    begin(hospital, 1, "docetaxel_q3w")
    rows = {row.case.patient.id: row for row in read(hospital).needs}
    assert rows[hospital.patients[0]].lifetime.so_far.mg_m2 == 390
    assert rows[hospital.patients[1]].lifetime is None


def test_a_heart_at_risk_has_the_lower_limit(hospital):
    begin(hospital, 0, "ac_q3w")
    (row,) = read(hospital).needs
    limit = row.lifetime.limits.hard
    home = Home(high_risk=frozenset({"heart_failure"}))
    details = PatientDetails(allergy_status=AllergyStatus.NONE_KNOWN, home=home)
    person = hospital.desk.ask(lambda c: patient(c, hospital.patients[0]))
    label = person.label
    names = label.family_name, label.given_name, label.birth_date, label.sex, label.hospital_number
    hospital.do(EditPatient(label.id, person.version, details, *names))
    (row,) = read(hospital).needs
    assert row.lifetime.limits.hard < limit


def test_tests_are_waited_for_by_their_due_day_and_closed_ones_are_not(hospital):
    begin(hospital, 0)
    who = hospital.patients[0]
    for test, due in (("germline", TODAY + WEEK), ("ctdna", TODAY - timedelta(days=1)), ("ngs_tissue", None)):
        hospital.do(AskForTest(who, test, TODAY - 3 * WEEK))
        request = hospital.desk.ask(lambda c: requests_of(c, who))[0]
        if due is not None:
            hospital.do(SendSpecimen(request, TODAY - 3 * WEEK, due))
    (row,) = read(hospital).needs
    assert [one.test for one in row.beside.tests] == ["ctdna", "germline", "ngs_tissue"]
    hospital.do(CancelTest(row.beside.tests[0], TODAY, "not needed any more"))
    (row,) = read(hospital).needs
    assert [one.test for one in row.beside.tests] == ["germline", "ngs_tissue"]


@pytest.mark.parametrize(("kg", "told"), [(66.5, True), (66.6, False), (70.0, False), (73.4, False), (73.5, True)])
def test_a_weight_is_told_from_five_percent_away_from_the_treatment_before(hospital, kg, told):
    who = hospital.patients[0]
    hospital.do(RecordWeight(who, TODAY - 4 * WEEK, 70.0))
    second(hospital)
    hospital.do(RecordWeight(who, TODAY, kg))
    (row,) = read(hospital).needs
    found = [change for change in row.changes if change.kind is ChangeKind.WEIGHT]
    assert found == ([Change(ChangeKind.WEIGHT, Colour.GREEN, "weight", kg, 70.0)] if told else [])
    assert row.unchanged is not told


@pytest.mark.parametrize(
    ("before", "now", "day", "told"),
    [(1, 2, TODAY, True), (1, 1, TODAY, False), (1, 0, TODAY, True), (1, 2, TODAY - 3 * WEEK, False)],
)
def test_another_ecog_since_the_treatment_before_is_told_with_what_it_was(hospital, before, now, day, told):
    who = hospital.patients[0]
    hospital.do(RecordEcog(who, TODAY - 5 * WEEK, before))
    second(hospital)
    hospital.do(RecordEcog(who, day, now))
    (row,) = read(hospital).needs
    found = [(change.value, change.before) for change in row.changes if change.kind is ChangeKind.ECOG]
    assert found == ([(now, before)] if told else [])


def test_an_ecog_asked_for_the_first_time_is_no_change(hospital):
    second(hospital)
    hospital.do(RecordEcog(hospital.patients[0], TODAY, 1))
    (row,) = read(hospital).needs
    assert ChangeKind.ECOG not in kinds(row) and row.beside.ecog_day == TODAY


def test_a_dose_that_was_lowered_before_is_told_and_not_signed_with_the_others(hospital):
    course_id = hospital.start(0, "ec_q3w", Setting.ADJUVANT, TODAY - 3 * WEEK)
    first = course_of(hospital).days[0].id
    hospital.do(Decide(first, DecisionKind.GO_REDUCED, 80, reason="mucositis"))
    hospital.give(course_id, first, TODAY - 3 * WEEK)
    record(hospital, 0, **GOOD)
    taken = hospital.clock.local() - timedelta(hours=20)
    answers = tuple(Result(name, taken, answer=answer) for name, answer in ANSWERS.items())
    hospital.do(RecordResults(hospital.patients[0], answers))
    (row,) = [row for row in read(hospital).needs if row.case.day.label == "C2D1"]
    assert row.changes == (Change(ChangeKind.DOSE, Colour.AMBER, value=80.0),)
    assert (row.beside.before.label, row.beside.before.percent) == ("C1D1", 80.0)
    assert row.case.verdict.colour is Colour.GREEN and not row.unchanged


def test_a_full_dose_before_is_no_change(hospital):
    second(hospital)
    (row,) = read(hospital).needs
    assert row.beside.before.percent is None and row.unchanged
    assert kinds(row) == [ChangeKind.NEW_BLOOD]


def test_another_planned_dose_than_on_the_same_day_before_is_told_by_the_name_of_the_drug(hospital):
    second(hospital)
    (row,) = read(hospital).needs
    lower = tuple(replace(dose, dose=dose.dose * 1.25) for dose in row.beside.alike)
    found = changes(row.case, hospital.library, hospital.clock.local(), replace(row.beside, alike=lower))
    assert [(one.subject, one.value, one.before) for one in found] == [
        ("EPIrubicin", 90, 112.5),
        ("Cyclophosphamide", 600, 750),
    ]
    loading = tuple(replace(dose, loading=True) for dose in lower)
    quiet = changes(row.case, hospital.library, hospital.clock.local(), replace(row.beside, alike=loading))
    assert [one.kind for one in quiet] == [ChangeKind.NEW_BLOOD], "a loading dose before is meant to be another"


def test_the_count_is_of_patients_who_need_a_decision_each_once(hospital):
    def count(now=None):
        return hospital.desk.ask(lambda c: needing(c, hospital.library, now or hospital.clock.local()))

    assert count() == 0
    day_id = begin(hospital, 0)
    hospital.start(0, "docetaxel_q3w", Setting.ADJUVANT, TODAY)
    begin(hospital, 1, day=TODAY + timedelta(days=1), blood=False)
    found = read(hospital)
    assert len(found.needs) == 2 and len(found.waiting) == 1
    assert count() == 1
    begin(hospital, 2)
    assert count() == 2
    hospital.do(Decide(day_id, DecisionKind.GO))
    assert count() == 2, "her other course waits still"


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
    assert statements() == few <= 22


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

"""A plan that passes a lifetime limit needs a reason, whichever command makes it."""

from datetime import timedelta

import pytest

from dayhospital.domain.findings import Severity
from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose
from dayhospital.domain.patient import Home, Sex
from dayhospital.domain.regimen import Setting
from dayhospital.errors import NeedsReason
from dayhospital.queries.courses import courses
from dayhospital.queries.patients import patient
from dayhospital.services.courses import ExtendCourse, PlanCourse, StartCourse
from dayhospital.services.earlier_doses import RecordChestRadiotherapy, RecordEarlierDose
from dayhospital.services.patients import EditPatient, PatientDetails
from dayhospital.services.treatment_days import OmitTreatmentDay
from tests.hospital import TODAY


def had(hospital, mg_m2, drug="doxorubicin"):
    dose = EarlierDose(drug, mg_m2, TODAY - timedelta(days=900))
    hospital.do(RecordEarlierDose(hospital.patients[0], dose))


def start(hospital, regimen="ac_q3w", setting=Setting.ADJUVANT, cycles=None, reason=""):
    return hospital.do(
        StartCourse(hospital.patients[0], regimen, setting, TODAY, "Dr Rietzanger", cycles=cycles, reason=reason)
    )


def held(hospital):
    return hospital.desk.ask(lambda connection: courses(connection, hospital.patients[0]))


@pytest.mark.parametrize(("before", "code"), [(211, "lifetime-plan-warn"), (311, "lifetime-plan-hard")])
def test_a_course_that_passes_a_limit_needs_a_reason_and_is_started_with_one(hospital, before, code):
    had(hospital, before)
    with pytest.raises(NeedsReason) as asked:
        start(hospital)
    assert [(one.code, one.severity) for one in asked.value.findings] == [(code, Severity.WARNING)]
    assert held(hospital) == ()
    start(hospital, reason="Agreed with the cardiologist")
    assert len(held(hospital)) == 1


@pytest.mark.parametrize("before", [160, 210])
def test_a_course_below_or_at_the_warning_limit_is_started_without(hospital, before):
    had(hospital, before)
    start(hospital)


def test_a_course_without_an_anthracycline_is_not_asked_about(hospital):
    had(hospital, 540)
    start(hospital, "tc")


def test_what_was_given_here_counts_with_what_is_planned_anew(hospital):
    start(hospital)
    start(hospital, "pld", Setting.METASTATIC, cycles=4)
    with pytest.raises(NeedsReason) as asked:
        hospital.do(ExtendCourse(held(hospital)[0].id, 1))
    assert [one.code for one in asked.value.findings] == ["lifetime-plan-warn"]
    assert asked.value.findings[0].facts["total"] == 490
    hospital.do(ExtendCourse(held(hospital)[0].id, 1, "Agreed with the cardiologist"))


def test_a_day_left_out_makes_room_again(hospital):
    had(hospital, 211)
    start(hospital, reason="Agreed with the cardiologist")
    hospital.do(OmitTreatmentDay(held(hospital)[0].days[-1].id, "Enough"))
    start(hospital, "pld", Setting.METASTATIC, cycles=1, reason="Agreed with the cardiologist")
    with pytest.raises(NeedsReason) as asked:
        hospital.do(ExtendCourse(held(hospital)[0].id, 1))
    assert asked.value.findings[0].facts["total"] == 211 + 3 * 60 + 2 * 50


def test_a_weak_heart_is_warned_of_earlier(hospital):
    had(hospital, 170)
    version = hospital.desk.ask(lambda connection: patient(connection, hospital.patients[0]).version)
    details = PatientDetails(home=Home(high_risk=frozenset({"heart_failure"})))
    label = ("Meerkoet", "Femke", TODAY - timedelta(days=16000))
    hospital.do(EditPatient(hospital.patients[0], version, details, *label, Sex.FEMALE, "H 0001"))
    with pytest.raises(NeedsReason) as asked:
        start(hospital)
    assert [one.code for one in asked.value.findings] == ["lifetime-plan-hard"]


def test_the_plan_page_s_command_is_asked_the_same(hospital):
    start(hospital)
    days = tuple(day.plan for day in held(hospital)[0].days)
    had(hospital, 240)
    with pytest.raises(NeedsReason, match="lifetime"):
        hospital.do(PlanCourse(hospital.patients[0], "ddac", Setting.ADJUVANT, TODAY, "Dr Rietzanger", days))


@pytest.mark.parametrize(("before", "asked"), [(160, False), (161, True)])
def test_radiotherapy_of_the_chest_lowers_the_limit_to_400(hospital, before, asked):
    had(hospital, before)
    ended = ChestRadiotherapy(TODAY - timedelta(days=7000))
    hospital.do(RecordChestRadiotherapy(hospital.patients[0], ended))
    if not asked:
        start(hospital)
        return
    with pytest.raises(NeedsReason) as refused:
        start(hospital)
    assert [one.code for one in refused.value.findings] == ["lifetime-plan-hard"]

"""Lines of treatment are entered, corrected, taken away and undone; a course is told about, never copied."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.line import Line, Response, WhyEnded
from dayhospital.domain.patient import Side
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.domain.tumour import Histology, Tumour
from dayhospital.errors import Conflict, InvalidValue, NeedsReason, NotFound
from dayhospital.queries.courses import courses
from dayhospital.queries.eligibility import all_lines, case_of, use_of_regimens
from dayhospital.queries.lines import lines_of
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course
from dayhospital.services.courses import PlanCourse, StopCourse
from dayhospital.services.lines import EditLine, RecordLine, RemoveLine
from dayhospital.services.patients import RecordTumour
from dayhospital.services.results import RecordResults
from tests.hospital import TODAY

ELSEWHERE = Line(
    Setting.ADJUVANT, 1, date(2020, 3, 1), "FEC elsewhere", ("epirubicin", "cyclophosphamide"), "", date(2020, 8, 1),
    Response.COMPLETE, WhyEnded.COMPLETED, "Another hospital",
)  # fmt: skip


def read(hospital, patient=0):
    return hospital.desk.ask(lambda connection: lines_of(connection, hospital.patients[patient]))


def every(hospital, patient=0):
    def query(connection):
        one = hospital.patients[patient]
        return all_lines(lines_of(connection, one), courses(connection, one), hospital.library)

    return hospital.desk.ask(query)


def case(hospital, patient=0):
    one = hospital.patients[patient]
    return hospital.desk.ask(lambda connection: case_of(connection, one, hospital.library, TODAY))


def test_a_line_is_kept_as_it_was_entered_and_undone(hospital):
    line_id = hospital.do(RecordLine(hospital.patients[0], ELSEWHERE))
    assert read(hospital) == (replace(ELSEWHERE, id=line_id),)
    hospital.desk.undo()
    assert read(hospital) == ()
    hospital.desk.redo()
    assert read(hospital)[0].name == "FEC elsewhere"


def test_a_regimen_of_the_library_brings_its_name_and_drugs(hospital):
    line = Line(Setting.METASTATIC, 1, date(2025, 1, 1), regimen_id="palbo_ai")
    hospital.do(RecordLine(hospital.patients[0], line))
    (kept,) = read(hospital)
    assert (kept.name, kept.drugs) == ("Palbociclib with an aromatase inhibitor", ("palbociclib", "letrozole"))


def test_a_line_is_corrected_once_and_taken_away(hospital):
    hospital.do(RecordLine(hospital.patients[0], ELSEWHERE))
    (kept,) = read(hospital)
    hospital.do(EditLine(replace(kept, why_ended=WhyEnded.TOXICITY)))
    with pytest.raises(Conflict):
        hospital.do(EditLine(replace(kept, number=2)))
    hospital.desk.undo()
    assert read(hospital)[0].why_ended is WhyEnded.COMPLETED
    hospital.do(RemoveLine(kept.id))
    assert read(hospital) == ()
    hospital.desk.undo()
    assert read(hospital)[0].name == "FEC elsewhere"


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"name": " "}, InvalidValue, "needs a regimen"),
        ({"drugs": ()}, InvalidValue, "needs a regimen"),
        ({"drugs": ("magic",)}, NotFound, "no drug magic"),
        ({"regimen_id": "magic"}, NotFound, "no regimen magic"),
        ({"ended": TODAY + timedelta(days=1)}, InvalidValue, "in the past"),
        ({"course_id": 99}, NotFound, "not one of the patient"),
    ],
)
def test_what_cannot_be_is_refused(hospital, change, error, words):
    with pytest.raises(error, match=words):
        hospital.do(RecordLine(hospital.patients[0], replace(ELSEWHERE, **change)))
    assert read(hospital) == ()


def test_a_line_ending_today_is_no_future(hospital):
    hospital.do(RecordLine(hospital.patients[0], replace(ELSEWHERE, ended=TODAY)))
    assert read(hospital)[0].ended == TODAY


def test_a_course_is_a_line_without_being_stored_and_is_told_about(hospital):
    course_id = hospital.start(0, "pac_weekly", Setting.METASTATIC)
    (line,) = every(hospital)
    assert (line.course_id, line.drugs, line.id) == (course_id, ("paclitaxel",), 0)
    said = replace(line, response=Response.PARTIAL)
    with pytest.raises(InvalidValue, match="goes on"):
        hospital.do(RecordLine(hospital.patients[0], replace(said, ended=TODAY, why_ended=WhyEnded.PROGRESSION)))
    hospital.do(StopCourse(course_id, TODAY, "progression"))
    (line,) = every(hospital)
    assert (line.ended, line.why_ended) == (TODAY, WhyEnded.PROGRESSION)
    hospital.do(RecordLine(hospital.patients[0], replace(line, why_ended=WhyEnded.RESISTANCE)))
    (line,) = every(hospital)
    assert line.why_ended is WhyEnded.RESISTANCE
    assert line.drugs == ("paclitaxel",)


def test_what_regimens_are_judged_by_is_read_together(hospital):
    patient = hospital.patients[0]
    hospital.do(RecordTumour(patient, Tumour(0, Side.LEFT, Histology.DUCTAL, date(2026, 10, 1), er_percent=90)))
    hospital.do(RecordResults(patient, (Result("lvef", hospital.clock.local(), 60.0),)))
    hospital.do(RecordLine(patient, ELSEWHERE))
    hospital.start(0, "denosumab_q4w", Setting.METASTATIC)
    found = case(hospital)
    assert found.picture.er.value == "90 %"
    assert found.latest("lvef").value == 60.0
    assert [line.name for line in found.lines] == ["FEC elsewhere"]
    assert [course.drugs for course in found.running] == [("denosumab",)]
    assert hospital.desk.ask(use_of_regimens) == {("denosumab_q4w", Setting.METASTATIC): 1}


def planned(hospital, regimen_id, reason=""):
    regimen = hospital.library.get(regimen_id)
    days = plan_course(
        regimen,
        Setting.NEOADJUVANT,
        TODAY,
        WorkingCalendar(UnitSettings()),
        policy=UnitSettings().observation_policy,
        drug_lookup=hospital.library.drug,
        cycles=None,
    )
    return PlanCourse(
        hospital.patients[0], regimen_id, Setting.NEOADJUVANT, TODAY, "Dr Rietzanger", days, reason=reason
    )


def test_a_regimen_that_does_not_fit_is_planned_with_a_reason_only(hospital):
    tumour = Tumour(0, Side.LEFT, Histology.DUCTAL, date(2026, 10, 1), er_percent=90, her2_ihc=0)
    hospital.do(RecordTumour(hospital.patients[0], tumour))
    with pytest.raises(NeedsReason) as asked:
        hospital.do(planned(hospital, "tchp"))
    assert [one.code for one in asked.value.findings] == ["regimen-does-not-fit"]
    assert asked.value.findings[0].facts["found"] == "HER2 IHC 0 (01-Oct-2026)"
    assert hospital.do(planned(hospital, "tchp", "Tumour board: biopsy read again as positive")) > 0


def test_what_is_not_known_needs_no_reason(hospital):
    assert hospital.do(planned(hospital, "tchp")) > 0

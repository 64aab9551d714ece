"""Surgery and pathways through the commands: what is kept, what follows, and that all of it can be undone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.pathways import StepStanding
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.line import Line, WhyEnded
from dayhospital.domain.patient import Side
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.domain.surgery import AxillarySurgery, BreastSurgery, Pathology, Surgery
from dayhospital.domain.tumour import Histology, Tumour
from dayhospital.errors import InvalidValue, NeedsReason, NotFound
from dayhospital.queries.courses import courses
from dayhospital.queries.eligibility import case_of
from dayhospital.queries.pathways import Followed, followed, followed_of
from dayhospital.queries.patients import patient
from dayhospital.queries.results import results_of
from dayhospital.queries.surgeries import surgeries_of
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course
from dayhospital.services.courses import PlanCourse, StartCourse
from dayhospital.services.lines import RecordLine
from dayhospital.services.pathways import FollowPathway, LeavePathway
from dayhospital.services.patients import RecordTumour
from dayhospital.services.results import RecordResults
from dayhospital.services.surgeries import EditSurgery, RecordSurgery, RemoveSurgery
from dayhospital.services.treatment_days import MoveTreatmentDay
from tests.hospital import NOW, TODAY, Hospital

LAST_WEEK = TODAY - timedelta(days=7)


@pytest.fixture
def tumour(hospital: Hospital) -> int:
    made = Tumour(0, Side.LEFT, Histology.DUCTAL, date(2026, 4, 1), er_percent=0, pr_percent=0, her2_ihc=3)
    return hospital.do(RecordTumour(hospital.patients[0], made))


def surgery(tumour: int, day: date = LAST_WEEK, **more: object) -> Surgery:
    return Surgery(day, BreastSurgery.MASTECTOMY, tumour_id=tumour, **more)  # type: ignore[arg-type]


def kept(hospital: Hospital) -> tuple[Surgery, ...]:
    return hospital.desk.ask(lambda connection: surgeries_of(connection, hospital.patients[0]))


def results(hospital: Hospital) -> Results:
    return hospital.desk.ask(lambda connection: results_of(connection, hospital.patients[0]))


def answers(hospital: Hospital) -> list[str]:
    return [one.answer for one in results(hospital).all("residual")]


def spared(hospital: Hospital) -> Side | None:
    return hospital.desk.ask(lambda connection: patient(connection, hospital.patients[0])).access.axillary_surgery


def test_a_surgery_is_kept_with_what_the_pathologist_found_as_the_result_regimens_ask_for(hospital, tumour):
    made = surgery(tumour, stage=" ypT1b N0 ", rcb=2)
    hospital.do(RecordSurgery(hospital.patients[0], made, Pathology.RESIDUAL))
    (found,) = kept(hospital)
    assert (found.day, found.stage, found.rcb, found.tumour_id) == (LAST_WEEK, "ypT1b N0", 2, tumour)
    (result,) = results(hospital).all("residual")
    assert (result.answer, result.at.date(), result.tumour_id) == ("residual", LAST_WEEK, tumour)


def test_undo_and_redo_take_surgery_pathology_and_arm_together(hospital, tumour):
    made = surgery(tumour, axilla=AxillarySurgery.CLEARANCE)
    hospital.do(RecordSurgery(hospital.patients[0], made, Pathology.COMPLETE))
    assert (len(kept(hospital)), answers(hospital), spared(hospital)) == (1, ["none left"], Side.LEFT)
    hospital.desk.undo()
    assert (kept(hospital), answers(hospital), spared(hospital)) == ((), [], None)
    hospital.desk.redo()
    assert (len(kept(hospital)), answers(hospital), spared(hospital)) == (1, ["none left"], Side.LEFT)


@pytest.mark.parametrize(
    ("axilla", "day", "expected"),
    [
        (AxillarySurgery.NONE, LAST_WEEK, None),
        (AxillarySurgery.SENTINEL, LAST_WEEK, None),
        (AxillarySurgery.CLEARANCE, TODAY, Side.LEFT),
        (AxillarySurgery.CLEARANCE, TODAY + timedelta(days=1), None),
    ],
)
def test_the_arm_is_spared_after_a_clearance_that_was_done(hospital, tumour, axilla, day, expected):
    hospital.do(RecordSurgery(hospital.patients[0], surgery(tumour, day, axilla=axilla)))
    assert spared(hospital) is expected


def test_a_clearance_on_the_other_side_too_spares_both_arms(hospital, tumour):
    one = hospital.patients[0]
    right = hospital.do(RecordTumour(one, Tumour(0, Side.RIGHT, Histology.DUCTAL, date(2026, 5, 1))))
    for name in (tumour, right):
        hospital.do(RecordSurgery(one, surgery(name, axilla=AxillarySurgery.CLEARANCE)))
    assert spared(hospital) is Side.BILATERAL


def test_the_pathology_is_added_later_and_corrected(hospital, tumour):
    one = hospital.patients[0]
    hospital.do(RecordSurgery(one, surgery(tumour)))
    assert answers(hospital) == []
    hospital.do(EditSurgery(kept(hospital)[0], Pathology.COMPLETE))
    hospital.do(EditSurgery(kept(hospital)[0], Pathology.RESIDUAL))
    assert answers(hospital) == ["residual"]
    hospital.do(EditSurgery(surgery(tumour, TODAY, id=kept(hospital)[0].id, version=2 + 1), Pathology.RESIDUAL))
    assert results(hospital).all("residual")[0].at.date() == TODAY
    hospital.do(EditSurgery(kept(hospital)[0]))
    assert answers(hospital) == []


def test_a_pathology_that_came_first_stays_when_the_surgery_is_entered(hospital, tumour):
    one = hospital.patients[0]
    hospital.do(RecordResults(one, (Result("residual", NOW, answer="residual", specimen="mastectomy"),)))
    hospital.do(RecordSurgery(one, surgery(tumour)))
    assert answers(hospital) == ["residual"]
    hospital.do(EditSurgery(kept(hospital)[0], Pathology.COMPLETE))
    (found,) = results(hospital).all("residual")
    assert (found.answer, found.at, found.tumour_id) == ("none left", NOW, tumour)


def test_a_surgery_taken_away_takes_its_pathology_along(hospital, tumour):
    made = hospital.do(RecordSurgery(hospital.patients[0], surgery(tumour), Pathology.RESIDUAL))
    hospital.do(RemoveSurgery(made))
    assert (kept(hospital), answers(hospital)) == ((), [])
    hospital.desk.undo()
    assert (len(kept(hospital)), answers(hospital)) == (1, ["residual"])


@pytest.mark.parametrize(
    ("rcb", "pathology"), [(0, Pathology.RESIDUAL), (1, Pathology.COMPLETE), (3, Pathology.COMPLETE)]
)
def test_burden_and_pathology_must_say_the_same(hospital, tumour, rcb, pathology):
    with pytest.raises(InvalidValue, match="burden"):
        hospital.do(RecordSurgery(hospital.patients[0], surgery(tumour, rcb=rcb), pathology))
    assert kept(hospital) == ()


def test_a_surgery_to_come_has_no_pathology(hospital, tumour):
    with pytest.raises(InvalidValue, match="to come"):
        hospital.do(RecordSurgery(hospital.patients[0], surgery(tumour, TODAY + timedelta(1)), Pathology.RESIDUAL))
    hospital.do(RecordSurgery(hospital.patients[0], surgery(tumour, TODAY), Pathology.RESIDUAL))


def test_a_surgery_belongs_to_a_tumour_of_the_patient(hospital, tumour):
    with pytest.raises(InvalidValue, match="somebody else"):
        hospital.do(RecordSurgery(hospital.patients[1], surgery(tumour)))


@pytest.mark.parametrize("rcb", [-1, 4])
def test_there_are_four_classes_of_burden(rcb):
    with pytest.raises(InvalidValue, match="0 to 3"):
        Surgery(TODAY, BreastSurgery.CONSERVING, rcb=rcb)


# --- pathways


def way(hospital: Hospital) -> Followed | None:
    one = hospital.patients[0]
    rows = hospital.desk.ask(lambda connection: followed_of(connection, one))
    case = hospital.desk.ask(lambda connection: case_of(connection, one, hospital.library, TODAY))
    given = hospital.desk.ask(lambda connection: courses(connection, one))
    return followed(rows, case, given, hospital.library)


def steps(hospital: Hospital) -> tuple[StepStanding, ...]:
    found = way(hospital)
    assert found is not None and found.standing is not None
    return found.standing.steps


def named(hospital: Hospital) -> str:
    found = way(hospital)
    return "" if found is None else found.row.pathway


def test_a_pathway_is_followed_changed_and_left_and_each_is_undone(hospital, tumour):
    one = hospital.patients[0]
    row = hospital.do(FollowPathway(one, "her2_adj", tumour))
    assert hospital.do(FollowPathway(one, "her2_neo", tumour)) == row
    assert named(hospital) == "her2_neo"
    hospital.do(LeavePathway(row))
    assert named(hospital) == ""
    hospital.desk.undo()
    hospital.desk.undo()
    assert named(hospital) == "her2_adj"


def test_a_pathway_nobody_knows_is_refused(hospital, tumour):
    with pytest.raises(NotFound, match="no pathway"):
        hospital.do(FollowPathway(hospital.patients[0], "nothing", tumour))


@pytest.mark.parametrize(("days", "code"), [(84, None), (85, "pathway-step-late")])
def test_a_late_start_on_the_pathway_needs_a_reason(hospital, tumour, days, code):
    one = hospital.patients[0]
    hospital.do(FollowPathway(one, "her2_neo", tumour))
    started = TODAY - timedelta(220)
    line = Line(
        Setting.NEOADJUVANT, 1, started, regimen_id="tchp", ended=TODAY - timedelta(110), why_ended=WhyEnded.COMPLETED
    )
    hospital.do(RecordLine(one, line))
    hospital.do(RecordSurgery(one, surgery(tumour, TODAY - timedelta(days)), Pathology.RESIDUAL))
    wanted = StartCourse(one, "tdm1", Setting.ADJUVANT, TODAY, "Dr Rietzanger")
    if code is None:
        assert hospital.do(wanted)
        assert steps(hospital)[2].where == "now"
        return
    with pytest.raises(NeedsReason) as refusal:
        hospital.do(wanted)
    assert [finding.code for finding in refusal.value.findings] == [code]


def test_what_does_not_fit_needs_a_reason_wherever_a_course_is_begun(hospital, tumour):
    wanted = StartCourse(hospital.patients[0], "tdm1", Setting.ADJUVANT, TODAY, "Dr Rietzanger")
    with pytest.raises(NeedsReason) as refusal:
        hospital.do(wanted)
    assert {finding.code for finding in refusal.value.findings} == {"regimen-does-not-fit"}


def test_a_course_with_its_pause_for_surgery_is_two_steps(hospital):
    one = hospital.patients[0]
    made = Tumour(
        0, Side.LEFT, Histology.DUCTAL, date(2026, 10, 1), stage="IIB", er_percent=0, pr_percent=0, her2_ihc=0
    )
    tumour = hospital.do(RecordTumour(one, made))
    hospital.do(StartCourse(one, "kn522", Setting.NEOADJUVANT, TODAY, "Dr Rietzanger"))
    hospital.do(FollowPathway(one, "kn522", tumour))
    before, surgery_step, after = steps(hospital)[:3]
    assert (before.where, surgery_step.where) == ("now", "later")
    assert before.ended is not None and surgery_step.earliest == before.ended + timedelta(21)
    assert after.day is not None and after.day > surgery_step.earliest


def test_a_plan_that_begins_a_pathway_enters_it_in_the_same_step(hospital, tumour):
    one, regimen = hospital.patients[0], hospital.library.get("tchp")
    policy = UnitSettings().observation_policy
    days = plan_course(
        regimen, Setting.NEOADJUVANT, TODAY, WorkingCalendar(UnitSettings()), policy=policy,
        drug_lookup=hospital.library.drug, cycles=None,
    )  # fmt: skip
    plan = PlanCourse(
        one, "tchp", Setting.NEOADJUVANT, TODAY, "Dr Rietzanger", days, tumour_id=tumour, pathway="her2_neo"
    )
    hospital.do(plan)
    assert named(hospital) == "her2_neo"
    before, surgery_step, after = steps(hospital)
    chemotherapy = max(day.planned for day in days if day.phase == 0)
    assert (before.where, before.ended) == ("now", chemotherapy)
    assert surgery_step.earliest == chemotherapy + timedelta(14)
    assert (after.where, after.given) == ("later", "TCHP")
    hospital.desk.undo()
    assert named(hospital) == ""
    with pytest.raises(NotFound, match="no pathway"):
        hospital.do(replace(plan, pathway="nothing"))


@pytest.mark.parametrize(("days", "provisional"), [(None, True), (-1, True), (0, False), (20, False)])
def test_after_surgery_the_days_of_a_pause_are_firm_once_they_are_moved(hospital, days, provisional):
    one = hospital.patients[0]
    start = TODAY - timedelta(200)
    hospital.do(StartCourse(one, "kn522", Setting.NEOADJUVANT, start, "Dr Rietzanger"))
    if days is not None:
        hospital.do(RecordSurgery(one, Surgery(TODAY - timedelta(days), BreastSurgery.CONSERVING)))
    (course,) = hospital.desk.ask(lambda connection: courses(connection, one))
    first = next(day for day in course.days if day.plan.phase == 2)
    hospital.do(MoveTreatmentDay(first.id, first.plan.planned + timedelta(7), shift_following=True))
    (moved,) = hospital.desk.ask(lambda connection: courses(connection, one))
    after = [day.plan.provisional for day in moved.days if day.plan.phase == 2]
    assert after == [provisional] * 9
    hospital.desk.undo()
    (again,) = hospital.desk.ask(lambda connection: courses(connection, one))
    assert [day.plan for day in again.days] == [day.plan for day in course.days]

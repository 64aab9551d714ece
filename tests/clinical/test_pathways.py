"""Where a patient stands on a pathway: steps, windows on both sides, what the pathology opens, what is missing."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from dayhospital.clinical.eligibility import Verdict, judge
from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.library import Library
from dayhospital.clinical.pathway_treatments import Taken, taken_of
from dayhospital.clinical.pathways import (
    Standing,
    Where,
    has_spread,
    open_pathways,
    proposals,
    standing,
    start_findings,
    suits,
)
from dayhospital.domain.line import Line, WhyEnded
from dayhospital.domain.metastasis import Metastasis, MetastaticSite
from dayhospital.domain.patient import AllergyStatus, Patient, PatientLabel, Sex, Side, Weight
from dayhospital.domain.result import Result, Results
from dayhospital.domain.setting import Setting
from dayhospital.domain.surgery import BreastSurgery, Surgery
from dayhospital.domain.tumour import Histology, Tumour

TODAY = date(2026, 11, 24)
NEO, ADJ = Setting.NEOADJUVANT, Setting.ADJUVANT
TNBC = {"er_percent": 0, "pr_percent": 0, "her2_ihc": 0}
HER2 = {"er_percent": 0, "pr_percent": 0, "her2_ihc": 3}
LUMINAL = {"er_percent": 90, "pr_percent": 40, "her2_ihc": 1}
WELL = (("lvef", 61.0), ("bilirubin", 0.5), ("creatinine", 70.0))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def found(answer: str, day: date, tumour: int | None = None) -> Result:
    return Result("residual", datetime.combine(day, time(7)), answer=answer, specimen="breast", tumour_id=tumour)


def line(regimen: str, started: date, ended: date | None, library: Library, setting: Setting = NEO) -> Line:
    why = WhyEnded.COMPLETED if ended else WhyEnded.NOT_RECORDED
    drugs = library.get(regimen).drug_ids
    return Line(setting, 1, started, library.get(regimen).name, drugs, regimen, ended, why_ended=why)


def case_with(
    library: Library,
    receptors: dict[str, int],
    lines: tuple[Line, ...] = (),
    surgeries: tuple[Surgery, ...] = (),
    results: tuple[Result, ...] = (),
    stage: str = "IIB",
) -> Case:
    label = PatientLabel(1, "Padvinder", "Pia", date(1962, 7, 22), Sex.FEMALE, "P 1")
    patient = Patient(label, weights=(Weight(ago(3), 66),), ecog=0, allergy_status=AllergyStatus.NONE_KNOWN)
    well = [Result(name, datetime.combine(ago(3), time(8)), value) for name, value in WELL]
    well.append(Result("dpyd", datetime.combine(ago(3), time(8)), answer="normal"))
    er, pr, her2 = (receptors[name] for name in ("er_percent", "pr_percent", "her2_ihc"))
    tumour = Tumour(7, Side.LEFT, Histology.DUCTAL, ago(300), stage=stage, er_percent=er, pr_percent=pr, her2_ihc=her2)
    return Case(patient, tumour, Results((*well, *results)), lines, (), TODAY, library.drug, surgeries)


def stands(library: Library, pathway: str, case: Case, taken: tuple[Taken, ...] | None = None) -> Standing:
    given = taken_of(case.lines, (), lambda name, _version: library.get(name)) if taken is None else taken
    return standing(library.pathways[pathway], case, given, library.get)


def codes(found: Standing) -> list[str]:
    return [finding.code for finding in found.findings]


def after_tchp(
    library: Library, ended: int, operated: int | None, answer: str = "", receptors: dict[str, int] = HER2
) -> Case:
    surgeries = () if operated is None else (Surgery(ago(operated), BreastSurgery.MASTECTOMY, tumour_id=7),)
    results = (found(answer, ago(operated)),) if answer and operated is not None else ()
    lines = (line("tchp", ago(ended + 105), ago(ended), library),)
    return case_with(library, receptors, lines, surgeries, results)


@pytest.mark.parametrize(
    ("receptors", "stage", "expected"),
    [
        (TNBC, "IIB", ["kn522", "tnbc_neo", "tnbc_adj"]),
        (TNBC, "I", ["tnbc_neo", "tnbc_adj"]),
        (TNBC, "", ["tnbc_neo", "tnbc_adj", "kn522"]),
        (HER2, "IIB", ["her2_neo", "her2_adj"]),
        (LUMINAL, "IIB", ["hormone_neo", "hormone_chemo", "hormone_endocrine"]),
    ],
)
def test_the_tumour_says_which_pathways_are_open(library, receptors, stage, expected):
    case = case_with(library, receptors, stage=stage)
    assert [one.id for one in open_pathways(library.pathways, case, library.get)] == expected


def test_what_speaks_against_a_pathway_is_told(library):
    verdict, criteria = suits(library.pathways["kn522"], case_with(library, HER2), library.get)
    assert verdict is Verdict.DOES_NOT_FIT
    assert [one.subject for one in criteria if one.state.value == "not_met"] == ["HER2"]


def test_before_anything_the_first_step_is_next_and_the_others_come_later(library):
    found = stands(library, "her2_neo", case_with(library, HER2))
    assert [one.where for one in found.steps] == [Where.NEXT, Where.LATER, Where.LATER]
    assert codes(found) == []
    assert "tchp" in [one.id for one in proposals(found, case_with(library, HER2), library.get)]


def test_endocrine_therapy_is_a_step_of_a_tumour_with_receptors_only(library):
    names = [one.step.name for one in stands(library, "her2_neo", case_with(library, LUMINAL | HER2)).steps]
    assert "Endocrine" not in names
    positive = case_with(library, {"er_percent": 80, "pr_percent": 0, "her2_ihc": 3})
    assert "Endocrine" in [one.step.name for one in stands(library, "her2_neo", positive).steps]


def test_while_the_first_treatment_goes_on_the_window_of_surgery_follows_its_last_dose(library):
    case = case_with(library, TNBC)
    taken = (Taken("kn522", "KEYNOTE-522", NEO, ago(60), TODAY + timedelta(100)),)
    surgery = stands(library, "kn522", case, taken).steps[1]
    assert surgery.where is Where.LATER
    assert (surgery.earliest, surgery.latest) == (TODAY + timedelta(121), TODAY + timedelta(142))


@pytest.mark.parametrize(
    ("regimen", "pathway", "days", "code"),
    [
        ("kn522", "kn522", 42, "pathway-surgery-due"),
        ("kn522", "kn522", 43, "pathway-surgery-overdue"),
        ("ddac_wp", "tnbc_neo", 56, "pathway-surgery-due"),
        ("ddac_wp", "tnbc_neo", 57, "pathway-surgery-overdue"),
    ],
)
def test_surgery_without_a_day_is_due_and_then_overdue(library, regimen, pathway, days, code):
    case = case_with(library, TNBC, (line(regimen, ago(200), ago(days), library),))
    found = stands(library, pathway, case)
    assert codes(found) == [code] and found.surgery_day_missing


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(20, ["pathway-step-early"]), (21, []), (42, []), (43, ["pathway-step-late"])],
)
def test_surgery_after_keynote_522_lies_three_to_six_weeks_after_the_last_dose(library, gap, expected):
    day = ago(10)
    case = case_with(
        library,
        TNBC,
        (line("kn522", ago(250), day - timedelta(gap), library),),
        (Surgery(day, BreastSurgery.CONSERVING, tumour_id=7),),
        (found("none left", day),),
    )
    assert [one.code for one in stands(library, "kn522", case).steps[1].findings] == expected


@pytest.mark.parametrize(
    ("answer", "first"), [("none left", ["phesgo", "trastuzumab_sc", "trastuzumab_iv_q3w"]), ("residual", ["tdm1"])]
)
def test_the_pathology_decides_what_follows_tchp(library, answer, first):
    case = after_tchp(library, 60, 30, answer)
    found = stands(library, "her2_neo", case)
    assert [one.where for one in found.steps] == [Where.DONE, Where.DONE, Where.NEXT]
    assert [one.id for one in proposals(found, case, library.get)][: len(first)] == first
    assert not found.pathology_missing


def test_without_pathology_the_next_step_waits_for_it(library):
    case = after_tchp(library, 60, 30)
    found = stands(library, "her2_neo", case)
    assert found.pathology_missing
    assert codes(found) == ["pathway-pathology-missing", "pathway-step-due"]
    assert "phesgo" in found.steps[2].regimens and "tdm1" in found.steps[2].regimens


def test_without_residual_disease_nothing_more_follows_chemotherapy_of_a_triple_negative_tumour(library):
    surgery = (Surgery(ago(30), BreastSurgery.CONSERVING, tumour_id=7),)
    lines = (line("ddac_wp", ago(200), ago(60), library),)
    none = stands(library, "tnbc_neo", case_with(library, TNBC, lines, surgery, (found("none left", ago(30)),)))
    assert [one.where for one in none.steps] == [Where.DONE, Where.DONE, Where.NOT_NEEDED]
    assert codes(none) == []
    case = case_with(library, TNBC, lines, surgery, (found("residual", ago(30)),))
    left = stands(library, "tnbc_neo", case)
    assert left.steps[2].where is Where.NEXT
    assert [one.id for one in proposals(left, case, library.get)] == ["capecitabine_adj", "olaparib"]


@pytest.mark.parametrize(("days", "code"), [(84, "pathway-step-due"), (85, "pathway-step-overdue")])
def test_what_follows_surgery_begins_within_twelve_weeks(library, days, code):
    assert codes(stands(library, "her2_neo", after_tchp(library, days + 30, days, "residual"))) == [code]


@pytest.mark.parametrize(
    ("after", "expected"),
    [(20, ["pathway-step-early"]), (21, []), (84, []), (85, ["pathway-step-late"])],
)
def test_the_start_of_the_next_step_is_held_against_its_window(library, after, expected):
    found = stands(library, "her2_neo", after_tchp(library, 60, 15, "residual"))
    start = ago(15) + timedelta(after)
    assert [one.code for one in start_findings(found, "tdm1", ADJ, start)] == expected


def test_a_regimen_that_is_not_the_next_step_has_no_window(library):
    found = stands(library, "her2_neo", after_tchp(library, 60, 15, "residual"))
    assert start_findings(found, "phesgo", ADJ, TODAY + timedelta(400)) == ()
    assert start_findings(found, "tdm1", Setting.METASTATIC, TODAY + timedelta(400)) == ()


def test_a_surgery_that_is_planned_gives_the_window_of_what_follows(library):
    day = TODAY + timedelta(12)
    case = case_with(
        library,
        HER2,
        (line("tchp", ago(120), ago(15), library),),
        (Surgery(day, BreastSurgery.MASTECTOMY, tumour_id=7),),
    )
    found = stands(library, "her2_neo", case)
    assert [one.where for one in found.steps] == [Where.DONE, Where.NEXT, Where.LATER]
    assert found.steps[2].earliest == day + timedelta(21)
    assert not found.surgery_day_missing and not found.pathology_missing


def test_surgery_of_the_other_tumour_does_not_count(library):
    other = (Surgery(ago(30), BreastSurgery.MASTECTOMY, tumour_id=8),)
    case = case_with(library, HER2, (line("tchp", ago(165), ago(60), library),), other)
    assert stands(library, "her2_neo", case).surgery_day_missing


def test_a_pathology_result_says_that_surgery_was_done_even_if_nobody_entered_it(library):
    lines = (line("tchp", ago(165), ago(60), library),)
    case = case_with(library, HER2, lines, (), (found("residual", ago(30)),))
    assert stands(library, "her2_neo", case).steps[1].day == ago(30)


def test_a_pathology_from_before_the_treatment_is_of_something_else(library):
    lines = (line("tchp", ago(165), ago(60), library),)
    case = case_with(library, HER2, lines, (), (found("residual", ago(400)),))
    assert stands(library, "her2_neo", case).surgery_day_missing


def test_a_course_with_a_pause_is_two_steps_of_the_pathway(library):
    day = ago(40)
    later = (ago(10), TODAY + timedelta(150))
    taken = (Taken("kn522", "KEYNOTE-522", NEO, ago(250), ago(70), True, later),)
    surgery = (Surgery(day, BreastSurgery.CONSERVING, tumour_id=7),)
    case = case_with(library, TNBC, (), surgery, (found("none left", day),))
    found_now = stands(library, "kn522", case, taken)
    assert [one.where for one in found_now.steps] == [Where.DONE, Where.DONE, Where.NOW, Where.NOT_NEEDED]
    assert found_now.steps[2].ended == TODAY + timedelta(150)


def test_a_step_that_is_planned_is_not_proposed_again(library):
    case = after_tchp(library, 60, 30, "residual")
    before = taken_of(case.lines, (), lambda name, _version: library.get(name))
    planned = Taken("tdm1", "T-DM1", ADJ, TODAY + timedelta(3), TODAY + timedelta(300))
    found = stands(library, "her2_neo", case, (*before, planned))
    assert (found.steps[2].where, found.steps[2].given) == (Where.NEXT, "T-DM1")
    assert found.next == () and proposals(found, case, library.get) == ()


@pytest.mark.parametrize(
    ("answer", "where", "given", "expected"),
    [
        ("none left", Where.NEXT, "TCHP", []),
        ("residual", Where.NEXT, "", ["pathway-course-to-stop", "pathway-step-due"]),
    ],
)
def test_what_tchp_has_after_surgery_goes_on_unless_something_was_left(library, answer, where, given, expected):
    case = after_tchp(library, 60, 30, answer)
    before = ago(40)  # given between the last chemotherapy and surgery
    taken = (
        Taken("tchp", "TCHP", NEO, ago(165), ago(60), True, (before, TODAY + timedelta(1), TODAY + timedelta(22))),
    )
    last = stands(library, "her2_neo", case, taken).steps[2]
    assert (last.where, last.given) == (where, given)
    assert [finding.code for finding in last.findings] == expected
    assert last.day == (TODAY + timedelta(1) if given else None)


def test_what_follows_a_pause_comes_later_as_long_as_surgery_has_not_been(library):
    taken = (Taken("kn522", "KEYNOTE-522", NEO, ago(60), TODAY + timedelta(9), later=(TODAY + timedelta(51),)),)
    found = stands(library, "kn522", case_with(library, TNBC), taken)
    assert [one.where for one in found.steps[:3]] == [Where.NOW, Where.LATER, Where.LATER]


def test_what_was_given_after_a_surgery_that_nobody_entered_is_seen(library):
    case = case_with(library, HER2, (line("tch", ago(40), None, library, ADJ),))
    found = stands(library, "her2_adj", case)
    assert [one.where for one in found.steps] == [Where.NEXT, Where.NOW]
    assert codes(found) == ["pathway-surgery-missing"]


def test_endocrine_therapy_runs_beside_what_follows_surgery_and_does_not_wait(library):
    positive = {"er_percent": 80, "pr_percent": 0, "her2_ihc": 3}
    found = stands(library, "her2_neo", after_tchp(library, 60, 30, "residual", positive))
    assert [one.step.name for one in found.next] == ["After surgery", "Endocrine"]


def test_nobody_is_late_with_olaparib_while_brca_is_not_known(library):
    surgery = (Surgery(ago(300), BreastSurgery.CONSERVING, tumour_id=7),)
    lines = (line("tc", ago(270), ago(200), library, ADJ),)
    found = stands(library, "tnbc_adj", case_with(library, TNBC, lines, surgery))
    assert [one.where for one in found.steps] == [Where.DONE, Where.DONE, Where.NEXT]
    assert codes(found) == []


@pytest.mark.parametrize(
    ("days", "verdict"), [(0, "contraindicated"), (27, "contraindicated"), (28, "fits"), (29, "fits")]
)
def test_bevacizumab_waits_twenty_eight_days_after_surgery(library, days, verdict):
    surgery = (Surgery(ago(days), BreastSurgery.MASTECTOMY),)
    case = case_with(library, TNBC, surgeries=surgery, stage="IV")
    assert judge(library.get("bev_pac"), Setting.METASTATIC, case).verdict == verdict


@pytest.mark.parametrize(("start", "verdict"), [(17, "contraindicated"), (18, "fits")])
def test_the_first_day_of_the_course_counts_and_not_the_day_it_is_planned(library, start, verdict):
    case = case_with(library, TNBC, surgeries=(Surgery(ago(10), BreastSurgery.MASTECTOMY),), stage="IV")
    judged = judge(library.get("bev_pac"), Setting.METASTATIC, case, TODAY + timedelta(start))
    assert judged.verdict == verdict


def test_surgery_that_lies_ahead_and_drugs_that_do_not_mind_say_nothing(library):
    ahead = (Surgery(TODAY + timedelta(5), BreastSurgery.MASTECTOMY),)
    case = case_with(library, TNBC, surgeries=ahead, stage="IV")
    assert judge(library.get("bev_pac"), Setting.METASTATIC, case).verdict == "fits"
    near = case_with(library, TNBC, surgeries=(Surgery(ago(1), BreastSurgery.MASTECTOMY),), stage="IV")
    assert judge(library.get("pac_weekly"), Setting.METASTATIC, near).verdict == "fits"


@pytest.mark.parametrize(("after", "missing"), [(0, True), (1, False)])
def test_surgery_and_pathology_come_after_the_day_the_treatment_began(library, after, missing):
    begun = ago(100)
    day = begun + timedelta(after)
    lines = (line("tchp", begun, ago(60), library),)
    operated = case_with(library, HER2, lines, (Surgery(day, BreastSurgery.MASTECTOMY, tumour_id=7),))
    assert stands(library, "her2_neo", operated).surgery_day_missing is missing
    looked_at = case_with(library, HER2, lines, (), (found("residual", day),))
    assert stands(library, "her2_neo", looked_at).surgery_day_missing is missing


def test_a_tumour_has_spread_by_its_stage_or_by_what_was_given(library):
    assert has_spread(case_with(library, TNBC, stage="IV"))
    assert not has_spread(case_with(library, TNBC, stage="IIIC"))
    found = (Metastasis(MetastaticSite.BONE, date(2026, 11, 2)),)
    assert has_spread(replace(case_with(library, TNBC, stage="IIIC"), metastases=found))
    assert has_spread(case_with(library, TNBC, (line("gem_carbo", ago(90), None, library, Setting.METASTATIC),)))
    assert not has_spread(case_with(library, TNBC, (line("tc", ago(90), None, library, ADJ),)))


@pytest.mark.parametrize(("days", "where"), [(1, Where.NEXT), (0, Where.DONE)])
def test_a_surgery_is_done_on_its_day(library, days, where):
    operated = (Surgery(TODAY + timedelta(days), BreastSurgery.MASTECTOMY, tumour_id=7),)
    case = case_with(library, HER2, (line("tchp", ago(120), ago(30), library),), operated)
    assert stands(library, "her2_neo", case).steps[1].where is where


@pytest.mark.parametrize(("days", "where"), [(1, Where.NEXT), (0, Where.NOW)])
def test_a_treatment_goes_on_from_its_first_day(library, days, where):
    taken = (Taken("tchp", "TCHP", NEO, TODAY + timedelta(days), TODAY + timedelta(105)),)
    assert stands(library, "her2_neo", case_with(library, HER2), taken).steps[0].where is where


@pytest.mark.parametrize(
    ("regimen", "setting", "days", "given"),
    [
        ("tdm1", ADJ, 0, "Trastuzumab emtansine (T-DM1)"),
        ("tdm1", ADJ, -1, ""),
        ("tdm1", Setting.METASTATIC, 5, ""),
        ("letrozole", ADJ, 5, ""),
    ],
)
def test_a_step_is_a_regimen_of_its_own_in_its_setting_from_surgery_on(library, regimen, setting, days, given):
    case = after_tchp(library, 60, 30, "residual")
    before = taken_of(case.lines, (), lambda name, _version: library.get(name))
    other = Taken(regimen, library.get(regimen).name, setting, ago(30) + timedelta(days))
    assert stands(library, "her2_neo", case, (*before, other)).steps[2].given == given


def test_a_regimen_that_is_switched_off_is_not_proposed(library):
    case = after_tchp(library, 60, 30, "residual")
    found = stands(library, "her2_neo", case)
    known = {name: library.get(name) for name in ("tdm1", "tdxd")}
    known["tdm1"] = replace(known["tdm1"], enabled=False)
    names = [one.id for one in proposals(found, case, known.get)]
    assert "tdm1" not in names and "tdxd" in names
    assert [one.id for one in proposals(found, case, lambda name: None)] == []

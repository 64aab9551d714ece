"""How criteria come to a verdict, and what each of them says; most rules are told as stories (``tests/stories``)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dayhospital.clinical.eligibility import Eligibility, Verdict, _means, _verdict, judge, objections
from dayhospital.clinical.fit_case import Case, Criterion, Proposal, State, sentence
from dayhospital.clinical.kidney import cockcroft_gault
from dayhospital.clinical.library import Library
from dayhospital.clinical.need_rules import judge_need
from dayhospital.domain.findings import Severity
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.patient import Allergy, AllergyStatus, Patient, PatientLabel, Sex, Side, Weight
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.domain.tumour import Histology, Tumour

TODAY = date(2026, 11, 24)
LABEL = PatientLabel(1, "Oordeel", "Olga", date(1974, 7, 22), Sex.FEMALE, "O 1")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


def a_case(library, *results, allergies=(), **tumour) -> Case:
    status = AllergyStatus.KNOWN if allergies else AllergyStatus.NONE_KNOWN
    patient = Patient(LABEL, ecog=0, allergy_status=status, allergies=allergies)
    found = Tumour(1, Side.LEFT, Histology.DUCTAL, date(2026, 10, 1), **tumour)
    return Case(patient, found, Results(results), (), (), TODAY, library.drug)


def judged(library, need, *results, **tumour):
    regimen = library.get("ec_wp")

    return judge_need(need, a_case(library, *results, **tumour), Proposal(regimen, Setting.NEOADJUVANT))


def result(analyte, value, day=date(2026, 11, 20)):
    return Result(analyte, datetime(day.year, day.month, day.day, 8), value)


@pytest.mark.parametrize(
    ("compare", "limit", "value", "state"),
    [
        ("at_least", 50, 50, State.MET),
        ("at_least", 50, 49.9, State.NOT_MET),
        ("at_most", 50, 50, State.MET),
        ("at_most", 50, 50.1, State.NOT_MET),
        ("below", 50, 49.9, State.MET),
        ("below", 50, 50, State.NOT_MET),
    ],
)
def test_a_result_is_held_against_its_limit(library, compare, limit, value, state):
    need = Need(NeedKind.RESULT, about="lvef", compare=compare, limit=limit)
    (criterion,) = judged(library, need, result("lvef", value))
    assert criterion.state is state
    assert criterion.day == date(2026, 11, 20)


@pytest.mark.parametrize(("value", "state"), [(1.8, State.MET), (1.81, State.NOT_MET)])
def test_upper_limits_of_normal_are_counted(library, value, state):
    need = Need(NeedKind.RESULT, about="bilirubin", compare="times_upper", limit=1.5)
    (criterion,) = judged(library, need, result("bilirubin", value))
    assert criterion.state is state
    assert criterion.value == "1.5 × ULN"


@pytest.mark.parametrize(
    ("years", "kg", "creatinine", "sex", "cleared"),
    [
        (45, 60, 60, Sex.FEMALE, 99.2),
        (62, 70, 80, Sex.FEMALE, 71.2),
        (78, 52.5, 95, Sex.FEMALE, 35.8),
        (38, 95, 55, Sex.FEMALE, 183.9),
        (55, 82, 90, Sex.MALE, 95.1),
    ],
)
def test_the_clearance_is_that_of_the_published_table(years, kg, creatinine, sex, cleared):
    assert cockcroft_gault(years, kg, creatinine, sex) == pytest.approx(cleared, abs=0.05)


@pytest.mark.parametrize(("percent", "state"), [(9, State.MET), (10, State.NOT_MET)])
def test_the_unit_may_set_its_own_limit_of_a_negative_receptor(library, percent, state):
    need = Need(NeedKind.ER, words=("negative",), limit=10)
    (criterion,) = judged(library, need, er_percent=percent)
    assert criterion.state is state


@pytest.mark.parametrize(("days", "known"), [(28, True), (29, False)])
def test_blood_results_serve_for_four_weeks_of_planning(library, days, known):
    found = a_case(library, result("bilirubin", 0.5, TODAY - timedelta(days=days))).latest("bilirubin")
    assert (found is not None) is known


@pytest.mark.parametrize(("days", "known"), [(91, True), (92, False)])
def test_what_serves_longer_serves_as_long_as_its_analyte_says(library, days, known):
    found = a_case(library, result("lvef", 60.0, TODAY - timedelta(days=days))).latest("lvef")
    assert (found is not None) is known


@pytest.mark.parametrize(("tumour_id", "counts"), [(None, True), (1, True), (2, False)])
def test_what_was_found_in_another_tumour_does_not_count(library, tumour_id, counts):
    found = Result("pd_l1_cps", datetime(2026, 11, 1, 9), 12.0, specimen="biopsy", tumour_id=tumour_id)
    assert (a_case(library, found).latest("pd_l1_cps") is found) is counts


def test_a_result_of_tomorrow_does_not_count_today(library):
    assert a_case(library, result("lvef", 60.0, TODAY + timedelta(days=1))).latest("lvef") is None


@pytest.mark.parametrize(
    ("answer", "days", "state"),
    [("positive", 280, State.NOT_MET), ("positive", 281, State.UNKNOWN), ("negative", 28, State.MET)],
)
def test_a_positive_pregnancy_test_counts_for_a_whole_pregnancy(library, answer, days, state):
    day = TODAY - timedelta(days=days)
    test = Result("pregnancy", datetime(day.year, day.month, day.day, 8), answer=answer)
    (criterion,) = judged(library, Need(NeedKind.PREGNANCY, words=("excluded",)), test)
    assert criterion.state is state


@pytest.mark.parametrize(("said", "means"), [("abcde", True), ("abcd", False)])
def test_short_words_of_an_allergy_mean_no_drug(said, means):

    assert _means(Allergy(said), f"{said} long name") is means


@pytest.mark.parametrize(("more", "state"), [(0.0, State.MET), (0.01, State.NOT_MET)])
def test_a_clearance_at_its_limit_is_enough(library, more, state):
    case = a_case(library, result("creatinine", 130.0))
    case = replace(case, patient=replace(case.patient, weights=(Weight(TODAY, 50),)))
    limit = cockcroft_gault(52, 50, 130.0, Sex.FEMALE) + more
    need = Need(NeedKind.CLEARANCE, limit=limit)
    (criterion,) = judge_need(need, case, Proposal(library.get("ec_wp"), Setting.NEOADJUVANT))
    assert criterion.state is state


def test_a_need_of_another_setting_is_not_looked_at(library):
    need = Need(NeedKind.ER, words=("positive",), settings=(Setting.METASTATIC,))
    assert judged(library, need, er_percent=0) == ()


def test_of_several_ways_the_one_that_is_met_is_shown(library):
    ways = ((Need(NeedKind.ER, words=("positive",)),), (Need(NeedKind.PR, words=("positive",)),))
    (criterion,) = judged(library, Need(NeedKind.ANY_OF, ways=ways), er_percent=0, pr_percent=5)
    assert (criterion.state, criterion.value) == (State.MET, "5 %")


def test_of_ways_that_are_not_met_the_nearest_is_shown(library):
    er, pr = Need(NeedKind.ER, words=("positive",)), Need(NeedKind.PR, words=("positive",))
    far, near = (er,), (Need(NeedKind.HER2, words=("low",)), pr)
    found = judged(library, Need(NeedKind.ANY_OF, ways=(far, near)), er_percent=0, pr_percent=0, her2_ihc=1)
    assert [one.subject for one in found] == ["HER2", "PR"]


@pytest.mark.parametrize(("stage", "found"), [("IIIA", "IIIA"), ("II", "II"), ("iiib", "iiib")])
def test_the_letter_of_a_stage_does_not_matter(library, stage, found):
    (criterion,) = judged(library, Need(NeedKind.STAGE, words=("II", "III")), stage=stage)
    assert (criterion.state, criterion.value) == (State.MET, found)


@pytest.mark.parametrize("stage", ["I", "IA", "IV", "IVA", "0"])
def test_other_stages_are_not_met(library, stage):
    (criterion,) = judged(library, Need(NeedKind.STAGE, words=("II", "III")), stage=stage)
    assert criterion.state is State.NOT_MET


def criterion(state, safety=False):
    return Criterion(state, sentence("need-ask", "library", question=f"{state}{safety}"), subject="x", safety=safety)


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        ([(State.MET, False), (State.ASK, False)], "fits"),
        ([(State.MET, False), (State.UNKNOWN, True)], "fits_if"),
        ([(State.UNKNOWN, False), (State.NOT_MET, False)], "does_not_fit"),
        ([(State.NOT_MET, False), (State.NOT_MET, True)], "contraindicated"),
    ],
)
def test_the_worst_criterion_decides(states, verdict):

    assert _verdict(tuple(criterion(*state) for state in states)) == verdict


def test_contraindications_are_said_first():
    found = Eligibility("x", Verdict.CONTRAINDICATED, (criterion(State.NOT_MET), criterion(State.NOT_MET, True)))
    assert [one.safety for one in found.against] == [True, False]


def test_what_speaks_against_a_regimen_needs_a_reason(library):
    regimen = library.get("tchp")
    case = a_case(library, result("lvef", 45.0), her2_ihc=1)
    found = objections(judge(regimen, Setting.NEOADJUVANT, case), regimen)
    assert {one.code for one in found} == {"regimen-contraindicated"}
    assert all(one.severity is Severity.WARNING for one in found)
    assert found[0].facts["found"] == "LVEF 45 % (20-Nov-2026)"


def test_nothing_against_it_needs_no_reason(library):
    regimen = library.get("tchp")
    assert objections(judge(regimen, Setting.NEOADJUVANT, a_case(library, her2_ihc=3)), regimen) == []


@pytest.mark.parametrize(
    ("substance", "verdict"),
    [
        ("Docetaxel", "contraindicated"),
        ("taxane", "contraindicated"),
        ("Taxanes", "contraindicated"),
        ("platinum salts", "contraindicated"),
        ("tax", "fits_if"),
        ("Iodine", "fits_if"),
    ],
)
def test_an_allergy_means_a_drug_by_name_or_class(library, substance, verdict):
    case = a_case(library, allergies=(Allergy(substance, severe=True),), her2_ihc=3)
    assert judge(library.get("tchp"), Setting.NEOADJUVANT, case).verdict == verdict

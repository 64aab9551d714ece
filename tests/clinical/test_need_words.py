"""What each need asks, what it found and what it lacks, as the page of the regimens says it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dayhospital.clinical.eligibility import judge, objections
from dayhospital.clinical.fit_case import Case, Proposal, Running, State
from dayhospital.clinical.need_rules import judge_need, menopause
from dayhospital.domain.line import Line, WhyEnded
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.patient import Allergy, AllergyStatus, Patient, PatientLabel, Sex, Side, Weight
from dayhospital.domain.regimen import Group, PortDefault, Setting
from dayhospital.domain.result import Result, Results
from dayhospital.domain.tumour import Histology, Tumour
from tests.clinical.doses import library
from tests.clinical.spoken import spoken

TODAY = date(2026, 11, 24)
DAY = date(2026, 11, 20)
ADJ, MET = Setting.ADJUVANT, Setting.METASTATIC
MET_BY, UNKNOWN, NOT_MET, ASK = State.MET, State.UNKNOWN, State.NOT_MET, State.ASK


def result(analyte, found, day=DAY, **more) -> Result:
    moment = datetime(day.year, day.month, day.day, 8)
    if isinstance(found, str):
        return Result(analyte, moment, answer=found, **more)
    return Result(analyte, moment, float(found), **more)


def case(*results, lines=(), running=(), born=date(1974, 7, 22), sex=Sex.FEMALE, ecog=1, weight=60.0, **tumour) -> Case:
    patient = Patient(
        PatientLabel(1, "Oordeel", "Olga", born, sex, "O 1"),
        ecog=ecog,
        ecog_day=DAY,
        weights=() if weight is None else (Weight(DAY, weight),),
        allergy_status=AllergyStatus.NONE_KNOWN,
    )
    found = Tumour(1, Side.LEFT, Histology.DUCTAL, date(2026, 10, 1), **tumour)
    return Case(patient, found, Results(results), lines, running, TODAY, library().drug)


def line(drug="docetaxel", setting=ADJ, ended: date | None = DAY, why=WhyEnded.COMPLETED, number=1) -> Line:
    return Line(setting, number, date(2026, 1, 5), drug.upper(), (drug,), ended=ended, why_ended=why)


def judged(need: Need, given: Case, setting=ADJ):
    (found,) = judge_need(need, given, Proposal(library().get("ec_wp"), setting))
    return found


def need(kind, *words, **more) -> Need:
    return Need(NeedKind(kind), words, **more)


LVEF = {"about": "lvef", "limit": 50.0}
ONGOING = line(ended=None, why=WhyEnded.NOT_RECORDED)
TC = Running("tc", "TC", ("docetaxel", "cyclophosphamide"))
WORDS = [
    # need, case, state, sentence, found or missing
    (need("her2", "positive"), case(her2_ihc=3), MET_BY, "HER2 positive", "HER2 IHC 3+ (01-Oct-2026)"),
    (need("her2", "low"), case(), UNKNOWN, "HER2 low", "HER2"),
    (need("her2", "low", "negative"), case(her2_ihc=2), UNKNOWN, "HER2 low or negative", "HER2 ISH"),
    (need("her2", "low", "ultralow", "negative"), case(her2_ihc=3), NOT_MET, "HER2 negative or low",
     "HER2 IHC 3+ (01-Oct-2026)"),
    (need("er", "positive"), case(er_percent=80), MET_BY, "ER positive", "ER 80 % (01-Oct-2026)"),
    (need("er", "positive"), case(pr_percent=80), UNKNOWN, "ER positive", "ER"),
    (need("pr", "negative"), case(er_percent=1, pr_percent=5), NOT_MET, "PR negative", "PR 5 % (01-Oct-2026)"),
    (need("pr", "negative", limit=10.0), case(pr_percent=9), MET_BY, "PR negative", "PR 9 % (01-Oct-2026)"),
    (need("pr", "positive", limit=10.0), case(pr_percent=10), MET_BY, "PR positive", "PR 10 % (01-Oct-2026)"),
    (need("hormone_receptors", "positive"), case(er_percent=0, pr_percent=3), MET_BY, "Hormone receptors positive",
     "ER 0 %, PR 3 % (01-Oct-2026)"),
    (need("hormone_receptors", "negative"), case(er_percent=0), UNKNOWN, "Hormone receptors negative", "PR"),
    (need("hormone_receptors", "negative"), case(), UNKNOWN, "Hormone receptors negative", "ER and PR"),
    (need("altered", "pik3ca", "akt1"), case(result("akt1", "pathogenic")), MET_BY, "PIK3CA or AKT1 altered",
     "AKT1 pathogenic (20-Nov-2026)"),
    (need("altered", "pik3ca", "akt1"), case(result("akt1", "none")), UNKNOWN, "PIK3CA or AKT1 altered", "PIK3CA"),
    (need("altered", "pik3ca", "akt1"), case(), UNKNOWN, "PIK3CA or AKT1 altered", "PIK3CA and AKT1"),
    (need("altered", "pik3ca"), case(result("pik3ca", "none"), result("pik3ca", "pathogenic", TODAY)), MET_BY,
     "PIK3CA altered", "PIK3CA pathogenic (24-Nov-2026)"),
    (need("altered", "pik3ca", "akt1"), case(result("pik3ca", "none"), result("akt1", "uncertain", TODAY)), NOT_MET,
     "PIK3CA or AKT1 altered", "PIK3CA none, AKT1 uncertain (24-Nov-2026)"),
    (need("altered", "brca1", germline=True), case(result("brca1", "pathogenic", specimen="Tumour")), UNKNOWN,
     "BRCA1 pathogenic in the germline", "germline BRCA1"),
    (need("altered", "brca1", germline=True), case(result("brca1", "pathogenic", specimen=" Blood ")), MET_BY,
     "BRCA1 pathogenic in the germline", "BRCA1 pathogenic (20-Nov-2026)"),
    (need("stage", "II", "III"), case(stage="IIIA"), MET_BY, "Stage II or III", "stage IIIA"),
    (need("stage", "II"), case(stage="early"), UNKNOWN, "Stage II", "stage"),
    (need("nodes", "positive"), case(tnm="cT2 N1 M0"), MET_BY, "Nodes positive", "cT2 N1 M0"),
    (need("nodes", "positive"), case(tnm="cT2 N0 M0"), NOT_MET, "Nodes positive", "cT2 N0 M0"),
    (need("nodes", "positive"), case(tnm="cT2"), UNKNOWN, "Nodes positive", "TNM"),
    (need("result", compare="at_least", **LVEF), case(result("lvef", 50)), MET_BY, "LVEF at least 50 %",
     "LVEF 50 % (20-Nov-2026)"),
    (need("result", compare="at_most", **LVEF), case(result("lvef", 50)), MET_BY, "LVEF at most 50 %",
     "LVEF 50 % (20-Nov-2026)"),
    (need("result", compare="below", **LVEF), case(result("lvef", 50)), NOT_MET, "LVEF below 50 %",
     "LVEF 50 % (20-Nov-2026)"),
    (need("result", compare="at_least", **LVEF), case(), UNKNOWN, "LVEF at least 50 %", "LVEF"),
    (need("result", about="alt", compare="times_upper", limit=2.5), case(result("alt", 87.5)), MET_BY,
     "ALT at most 2.5 × ULN", "ALT 2.5 × ULN (20-Nov-2026)"),
    (need("result", "normal", about="dpyd"), case(result("dpyd", "poor")), NOT_MET, "DPYD: normal",
     "DPYD poor (20-Nov-2026)"),
    (need("result", "normal", "intermediate", about="dpyd"), case(), UNKNOWN, "DPYD: normal or intermediate", "DPYD"),
    (need("ecog", limit=1.0), case(ecog=1), MET_BY, "ECOG at most 1", "ECOG 1 (20-Nov-2026)"),
    (need("ecog", limit=1.0), case(ecog=2), NOT_MET, "ECOG at most 1", "ECOG 2 (20-Nov-2026)"),
    (need("ecog", limit=1.0), case(ecog=None), UNKNOWN, "ECOG at most 1", "ECOG"),
    (need("age", limit=52.0), case(), MET_BY, "At least 52 years old", "age 52"),
    (need("age", limit=53.0), case(), NOT_MET, "At least 53 years old", "age 52"),
    (need("clearance", limit=30.0), case(result("creatinine", 60)), MET_BY, "Creatinine clearance at least 30 mL/min",
     "creatinine clearance 92 mL/min (20-Nov-2026)"),
    (need("clearance", limit=30.0), case(), UNKNOWN, "Creatinine clearance at least 30 mL/min", "Creatinine"),
    (need("clearance", limit=30.0), case(result("creatinine", 60), weight=None), UNKNOWN,
     "Creatinine clearance at least 30 mL/min", "weight"),
    (need("menopause", "before"), case(result("menopause", "premenopausal")), MET_BY, "Before menopause",
     "Menopausal status premenopausal (20-Nov-2026)"),
    (need("menopause", "before"), case(born=date(1966, 11, 24)), NOT_MET, "Before menopause",
     "Menopausal status 60 years old"),
    (need("menopause", "before"), case(born=date(1966, 11, 25)), UNKNOWN, "Before menopause", "Menopausal status"),
    (need("menopause", "after_or_suppressed"), case(sex=Sex.MALE), NOT_MET,
     "After menopause, or with ovarian suppression", "male"),
    (need("menopause", "before"), case(sex=Sex.MALE), MET_BY, "Before menopause", "male"),
    (need("menopause", "after_or_suppressed"), case(running=(Running("goserelin_28", "Goserelin", ("goserelin",)),)),
     MET_BY, "After menopause, or with ovarian suppression", "ovarian suppression"),
    (need("pregnancy", "excluded"), case(result("pregnancy", "positive")), NOT_MET, "Pregnancy excluded",
     "Pregnancy test positive (20-Nov-2026)"),
    (need("pregnancy", "excluded"), case(result("pregnancy", "negative")), MET_BY, "Pregnancy excluded",
     "Pregnancy test negative (20-Nov-2026)"),
    (need("pregnancy", "excluded"), case(), UNKNOWN, "Pregnancy excluded", "Pregnancy test"),
    (need("pregnancy", "excluded"), case(sex=Sex.MALE), MET_BY, "Pregnancy excluded", "male"),
    (need("pregnancy", "excluded"), case(born=date(1950, 1, 1)), MET_BY, "Pregnancy excluded", "76 years old"),
    (need("earlier", "taxane", limit=1.0), case(lines=(line(),)), MET_BY, "Earlier lines with taxane: at least 1",
     "earlier taxane: DOCETAXEL"),
    (need("earlier", "taxane", "platinum", limit=2.0), case(lines=(line(), line("carboplatin"))), NOT_MET,
     "Earlier lines with taxane or platinum: at least 2", "earlier taxane or platinum: DOCETAXEL, CARBOPLATIN"),
    (need("earlier", "taxane", limit=2.0, lines_in=(MET,)),
     case(lines=(line(setting=MET), line(setting=MET, number=2), line())), MET_BY,
     "Earlier lines (metastatic) with taxane: at least 2", "earlier taxane: DOCETAXEL"),
    (need("earlier", "taxane", within_days=180, limit=1.0), case(lines=(line(ended=date(2026, 5, 28)),)), MET_BY,
     "Earlier lines with taxane: at least 1, in the last 180 days", "earlier taxane: DOCETAXEL"),
    (need("earlier", "taxane", within_days=180, limit=1.0), case(lines=(line(ended=date(2026, 5, 27)),)), NOT_MET,
     "Earlier lines with taxane: at least 1, in the last 180 days", "earlier taxane: none"),
    (need("earlier", "taxane", within_days=180, limit=1.0), case(lines=(ONGOING,)), MET_BY,
     "Earlier lines with taxane: at least 1, in the last 180 days", "earlier taxane: DOCETAXEL"),
    (need("not_after_progression", "taxane"), case(lines=(line(why=WhyEnded.PROGRESSION),)), NOT_MET,
     "No progression before under taxane", "progression under DOCETAXEL (20-Nov-2026)"),
    (need("not_after_progression", "taxane"), case(lines=(line(),)), MET_BY, "No progression before under taxane",
     "progression under none"),
    (need("endocrine", "primary"), case(), NOT_MET, "Endocrine resistance: primary", "endocrine resistance naive"),
    (need("endocrine", "primary"), case(lines=(line("letrozole", MET, DAY, WhyEnded.PROGRESSION),)), NOT_MET,
     "Endocrine resistance: primary", "endocrine resistance secondary (20-Nov-2026)"),
    (need("beside", "taxane"), case(running=(TC,)), MET_BY, "Given beside taxane", "beside it: TC"),
    (need("beside", "taxane"), case(), NOT_MET, "Given beside taxane", "beside it: nothing"),
    (need("ask", about="Is she well?"), case(), ASK, "Is she well?", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "given", "state", "sentence", "found"), WORDS, ids=[f"{one[3]}-{one[2].value}-{one[4]}" for one in WORDS]
)
def test_a_need_says_what_it_asks_and_what_it_found(asked, given, state, sentence, found):
    criterion = judged(asked, replace(given, lines=given.lines))
    assert (criterion.state, spoken([criterion.finding])) == (state, [sentence])
    assert (criterion.missing if state is UNKNOWN else criterion.found) == found


def test_a_criterion_keeps_what_the_library_says_of_its_need():
    asked = need("ecog", limit=1.0, safety=True, sources=("FK",))
    found = judged(asked, case(ecog=2))
    assert (found.safety, found.sources) == (True, ("FK",))
    question = judged(need("ask", about="Is she well?", safety=True, sources=("FK",)), case())
    assert (question.safety, question.sources) == (False, ("FK",))


@pytest.mark.parametrize(
    ("kind", "source"), [("menopause", "menopause-age"), ("endocrine", "eso-esmo-abc"), ("ecog", "library")]
)
def test_what_a_need_asks_has_its_source(kind, source):
    assert judged(need(kind, "before", limit=1.0), case()).finding.source == source


def test_a_pregnancy_test_that_is_too_old_says_nothing():
    old = case(result("pregnancy", "negative", TODAY - timedelta(days=29)))
    assert judged(need("pregnancy", "excluded"), old).state is UNKNOWN


def test_the_result_of_menopause_counts_before_the_age():
    found = menopause(case(result("menopause", "premenopausal"), born=date(1950, 1, 1)))
    assert found == (False, "premenopausal", DAY)
    assert menopause(case(result("menopause", "postmenopausal"))) == (True, "postmenopausal", DAY)
    assert menopause(case(born=date(1950, 1, 1))) == (True, "76 years old", None)
    assert menopause(case()) == (None, "", None)


def test_what_runs_beside_is_not_the_regimen_itself():
    own = Running("ec_wp", "EC-wP", ("paclitaxel",))
    assert judged(need("beside", "taxane"), case(running=(own,))).state is NOT_MET


# --- what every regimen is asked


def against(regimen_id, given, setting=MET):
    found = judge(library().get(regimen_id), setting, given)
    return [(*spoken([one.finding]), one.found, one.safety) for one in found.criteria if one.state is NOT_MET]


def test_a_setting_that_is_not_of_the_regimen_is_named():
    said = ("Given in the setting neoadjuvant or adjuvant", "setting metastatic", False)
    assert said in against("kn522", case())


def test_a_regimen_that_failed_is_not_repeated():
    failed = replace(line(setting=MET, why=WhyEnded.PROGRESSION), regimen_id="pac_weekly")
    name = library().get("pac_weekly").name
    said = (f"{name} has not failed before", "this regimen before progression (20-Nov-2026)", False)
    assert said in against("pac_weekly", case(lines=(failed,)))


def test_a_drug_that_another_course_gives_is_not_given_twice():
    beside = Running("pac_q3w", "Paclitaxel every 3 weeks", ("paclitaxel",))
    said = (
        "PACLitaxel is not given by another course at the same time",
        "paclitaxel in Paclitaxel every 3 weeks",
        False,
    )
    assert said in against("pac_weekly", case(running=(beside,)))
    assert said not in against("pac_weekly", case(running=(replace(beside, regimen_id="pac_weekly"),)))


def test_two_antibodies_to_one_place_are_contraindicated():
    beside = Running("phesgo", "Phesgo", ("phesgo",))
    found = against("trastuzumab_iv_q3w", case(her2_ihc=3, running=(beside,)))
    said = (
        "No other antibody to HER2 domain IV at the same time",
        "HER2 domain IV bound by Phesgo",
        True,
    )
    assert said in found


def allergic(status, *allergies):
    given = case()
    return replace(given, patient=replace(given.patient, allergy_status=status, allergies=allergies))


@pytest.mark.parametrize(
    ("status", "allergies", "state", "sentence", "found"),
    [
        (AllergyStatus.NOT_RECORDED, (), UNKNOWN, "No allergy to these drugs", "allergies"),
        (AllergyStatus.NONE_KNOWN, (), MET_BY, "No allergy to these drugs", "allergies none known"),
        (
            AllergyStatus.KNOWN,
            (Allergy("Latex"),),
            MET_BY,
            "No allergy to these drugs",
            "allergies none to these drugs",
        ),
        (
            AllergyStatus.KNOWN,
            (Allergy("Paclitaxel", "rash"),),
            ASK,
            "No allergy to paclitaxel",
            "allergy Paclitaxel, rash",
        ),
        (
            AllergyStatus.KNOWN,
            (Allergy("Taxanes", severe=True),),
            NOT_MET,
            "No allergy to paclitaxel",
            "allergy Taxanes",
        ),
    ],
)
def test_allergies_are_held_against_the_drugs(status, allergies, state, sentence, found):
    criteria = judge(library().get("pac_weekly"), MET, allergic(status, *allergies)).criteria
    one = next(one for one in criteria if "allerg" in one.subject)
    assert (one.state, spoken([one.finding]), one.found, one.safety) == (state, [sentence], found, True)


def test_nobody_asks_about_allergies_before_a_port_flush():
    regimen = library().get("port_flush")
    assert regimen.group is Group.SUPPORTIVE and regimen.port is PortDefault.NO
    criteria = judge(regimen, MET, allergic(AllergyStatus.NOT_RECORDED)).criteria
    assert not [one for one in criteria if "allerg" in one.subject]


def test_an_objection_names_regimen_finding_and_source():
    regimen = library().get("pac_weekly")
    failed = replace(line(setting=MET, why=WhyEnded.PROGRESSION), regimen_id="pac_weekly")
    found = objections(judge(regimen, MET, case(lines=(failed,))), regimen)
    said = f"{regimen.name} does not fit: this regimen before progression (20-Nov-2026)"
    assert said in spoken(found)
    assert next(one for one in found if "this regimen" in str(one.facts["found"])).source == "practice"


@pytest.mark.parametrize(
    ("tumour_id", "germline", "state"), [(1, False, MET_BY), (2, False, UNKNOWN), (2, True, MET_BY)]
)
def test_a_gene_changed_in_another_tumour_counts_only_when_it_is_inherited(tumour_id, germline, state):
    found = result("brca1", "pathogenic", specimen="blood", tumour_id=tumour_id)
    assert judged(need("altered", "brca1", germline=germline), case(found)).state is state


def test_a_limit_in_the_unit_is_not_taken_for_multiples():
    found = judged(need("result", about="alt", compare="at_most", limit=80.0), case(result("alt", 87.5)))
    assert (found.state, found.value) == (NOT_MET, "87.5 U/L")


def test_a_man_has_the_clearance_of_a_man():
    found = judged(need("clearance", limit=100.0), case(result("creatinine", 60), sex=Sex.MALE))
    assert (found.state, found.value) == (MET_BY, "108 mL/min")

"""Whom a regimen fits, in figures: each limit from both sides, through the rule that judges it.

The lists are by hand. From the reference: kidneys and bilirubin from section 4.1, the PD-L1 score from the tables of
section 2; ECOG, age and ejection fraction are common entry criteria (from knowledge). Each test begins its name with
the regimen: ``benchmarks/thresholds.py`` changes one figure in every regimen at once and looks whose tests fail.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

import pytest

from dayhospital.clinical.eligibility import judge
from dayhospital.clinical.fit_case import Case, State
from dayhospital.clinical.kidney import cockcroft_gault
from dayhospital.clinical.library import Library
from dayhospital.domain.line import Line
from dayhospital.domain.patient import Patient, PatientLabel, Sex, Side, Weight
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.domain.tumour import Histology, Tumour

TODAY = date(2026, 11, 24)
BORN = date(1976, 3, 9)
ADJ, MET = Setting.ADJUVANT, Setting.METASTATIC


def names(text: str) -> list[str]:
    return text.split()


WITHOUT_AGE = names(
    """
    blood_draw consultation hydration iv_iron pegfilgrastim platelet_transfusion port_flush rbc_transfusion
    zoledronic_q4w zoledronic_q26w denosumab_q4w denosumab_q26w
    """
)
ECOG = {
    # From knowledge: intensive and curative combinations up to 1, antibodies and mild tablets up to 3.
    1: "ac_q3w ac_wp ddac ddac_ddp ddac_thp ddac_wp ddec ddec_wp ec_q3w ec_wp fec100 fec_d tac tch tchp tchp_sc kn522",
    2: """abema_adj abema_ai abema_ful alpelisib_ful apt atezo_nabpac bev_pac camizestrant_cdk capecitabine_adj
       capivasertib_ful carboplatin_q3w carboplatin_weekly cmf_iv cmf_oral dato docetaxel_q3w eribulin
       everolimus_exemestane gem_carbo gem_pac gemcitabine inavolisib_palbo_ful kn355_gemcarbo kn355_nabpac kn355_pac
       lapatinib_cape nabpac_q3w nabpac_weekly neratinib olaparib pac_carbo_neo pac_carbo_q3w pac_carbo_weekly pac_q3w
       pac_weekly pac_weekly_x12 palbo_ai palbo_ful pembro_q3w pembro_q6w pembro_sc phesgo_docetaxel pld ribo_adj
       ribo_ai ribo_ful sg sg_pembro talazoparib tc tdm1 tdxd tdxd_pertuzumab tdxd_thp_neo thp thp_weekly_pac
       tucatinib_trast_cape vinorelbine_iv vinorelbine_trastuzumab""",
    3: "capecitabine metronomic_cm vinorelbine_po phesgo trastuzumab_iv_q3w trastuzumab_iv_weekly trastuzumab_sc",
}
LVEF_50 = names(
    """
    ac_q3w ac_wp ddac ddac_ddp ddac_thp ddac_wp ddec ddec_wp ec_q3w ec_wp fec100 fec_d tac pld kn522 apt
    lapatinib_cape neratinib phesgo phesgo_docetaxel tch tchp tchp_sc tdm1 tdxd tdxd_pertuzumab tdxd_thp_neo
    thp thp_weekly_pac trastuzumab_iv_q3w trastuzumab_iv_weekly trastuzumab_sc tucatinib_trast_cape
    vinorelbine_trastuzumab
    """
)
BILIRUBIN = {
    # Section 4.1: docetaxel not above the upper limit; paclitaxel up to 1.5 times; an anthracycline is omitted above 3
    # times. In a sequence the strictest drug of it counts. T-DM1: up to 1.5 times before the start.
    1.0: "docetaxel_q3w tc fec_d tac tch tchp tchp_sc thp phesgo_docetaxel",
    1.5: """ac_wp ddac_ddp ddac_thp ddac_wp ddec_wp ec_wp kn522 tdm1 apt tdxd_thp_neo thp_weekly_pac atezo_nabpac
         kn355_nabpac kn355_pac bev_pac gem_pac nabpac_q3w nabpac_weekly pac_q3w pac_weekly pac_weekly_x12 pac_carbo_neo
         pac_carbo_q3w pac_carbo_weekly""",
    3.0: "ac_q3w ddac ddec ec_q3w fec100 pld",
}
CLEARANCE = {
    # Section 4.1: capecitabine, methotrexate and zoledronic acid not below 30; carboplatin from 30 on without a doubt;
    # olaparib 31 to 50 and talazoparib 30 to 59 at a lower dose, not below.
    30: """capecitabine capecitabine_adj lapatinib_cape tucatinib_trast_cape cmf_iv cmf_oral metronomic_cm
        zoledronic_q4w zoledronic_q26w carboplatin_q3w carboplatin_weekly gem_carbo kn355_gemcarbo pac_carbo_neo
        pac_carbo_q3w pac_carbo_weekly tch tchp tchp_sc kn522 talazoparib""",
    31: "olaparib",
}
RESULTS: list[tuple[str, Setting, str, float, float]] = [
    # regimen, setting, analyte, value that will do, value that will not
    *((name, MET, "pd_l1_cps", 10, 9) for name in ("sg_pembro", "kn355_gemcarbo", "kn355_nabpac", "kn355_pac")),
    *((name, MET, "pd_l1_cps", 10, 9) for name in ("pembro_q3w", "pembro_q6w", "pembro_sc")),
    ("atezo_nabpac", MET, "pd_l1_ic", 1, 0.9),
    # Section 4.1: QTcF below 450 ms to start; corrected calcium normal. HbA1c as the trials asked (from knowledge).
    *((name, setting, "qtcf", 449, 450) for name, setting in (("ribo_adj", ADJ), ("ribo_ai", MET), ("ribo_ful", MET))),
    *((name, MET, "calcium", 2.15, 2.14) for name in ("denosumab_q4w", "denosumab_q26w")),
    ("alpelisib_ful", MET, "hba1c", 6.4, 6.5),
    ("capivasertib_ful", MET, "hba1c", 7.9, 8.0),
    ("inavolisib_palbo_ful", MET, "hba1c", 5.9, 6.0),
]
OTHER_LINES = [
    # regimen, setting, drugs of each line, lines needed
    ("sg", "ER 0, PR 0", ("capecitabine",), 2),
    ("sg", "ER 90, PR 20", ("capecitabine",), 2),
    ("tucatinib_trast_cape", "ER 0, PR 0", ("trastuzumab_iv",), 2),
]
"""Section 2.2: SG after two lines, tucatinib after two that were against HER2 (from knowledge)."""


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


def case(*results: Result, born: date = BORN, ecog: int = 0, lines: tuple[Line, ...] = (), receptors=(0, 0)) -> Case:
    label = PatientLabel(1, "Grens", "Greta", born, Sex.FEMALE, "G 1")
    patient = Patient(label, ecog=ecog, weights=(Weight(TODAY, 60),))
    er, pr = receptors
    tumour = Tumour(1, Side.LEFT, Histology.DUCTAL, date(2020, 1, 1), er_percent=er, pr_percent=pr)
    return Case(patient, tumour, Results(results), lines, (), TODAY, library().drug)


def state(regimen_id: str, code: str, about: str, given: Case, setting: Setting | None = None) -> State:
    """Return how the one criterion of a code about something comes out."""
    regimen = library().get(regimen_id)
    found = judge(regimen, setting or regimen.settings[0], given).criteria
    (criterion,) = [one for one in found if one.finding.code == code and about in {"", one.subject}]
    return criterion.state


def measured(analyte: str, value: float) -> Result:
    return Result(analyte, datetime(2026, 11, 20, 8), value)


def listed(table: dict) -> Iterator[tuple[str, float]]:
    for limit, text in table.items():
        yield from ((name, limit) for name in names(text))


def each(rows) -> dict:
    """Return the arguments of a parametrization whose test names begin with the regimen."""
    rows = list(rows)
    return {"argvalues": rows, "ids": [f"{row[0]}-{number}" for number, row in enumerate(rows)]}


def with_figures(code: str, about: str = "") -> set[str]:
    """Return the regimens of the library that ask something."""
    found = set()
    for regimen in library().all():
        for setting in regimen.settings:
            criteria = judge(regimen, setting, case()).criteria
            if any(one.finding.code == code and about in {"", one.subject} for one in criteria):
                found.add(regimen.id)
    return found


@pytest.mark.parametrize("regimen_id", sorted(set(library().ids()) - set(WITHOUT_AGE)))
def test_it_is_for_adults(regimen_id):
    assert state(regimen_id, "need-age", "", case(born=date(2008, 11, 24))) is State.MET
    assert state(regimen_id, "need-age", "", case(born=date(2008, 11, 25))) is State.NOT_MET
    assert state(regimen_id, "need-age", "", case(born=date(2009, 11, 24))) is State.NOT_MET


@pytest.mark.parametrize(("regimen_id", "most"), **each(listed(ECOG)))
def test_it_asks_for_strength(regimen_id, most):
    assert state(regimen_id, "need-ecog", "", case(ecog=most)) is State.MET
    assert state(regimen_id, "need-ecog", "", case(ecog=most + 1)) is State.NOT_MET


@pytest.mark.parametrize("regimen_id", LVEF_50)
def test_it_asks_for_a_sound_heart(regimen_id):
    assert state(regimen_id, "need-at-least", "LVEF", case(measured("lvef", 50))) is State.MET
    assert state(regimen_id, "need-at-least", "LVEF", case(measured("lvef", 49.9))) is State.NOT_MET


@pytest.mark.parametrize(("regimen_id", "times"), **each(listed(BILIRUBIN)))
def test_it_asks_for_a_sound_liver(regimen_id, times):
    within, beyond = (case(measured("bilirubin", 1.2 * times + more)) for more in (0, 0.01))
    assert state(regimen_id, "need-at-most", "Bilirubin", within) is State.MET
    assert state(regimen_id, "need-at-most", "Bilirubin", beyond) is State.NOT_MET


@pytest.mark.parametrize(("regimen_id", "least"), **each(listed(CLEARANCE)))
def test_it_asks_for_sound_kidneys(regimen_id, least):
    at_one = cockcroft_gault(50, 60, 1, Sex.FEMALE)
    enough, less = (case(measured("creatinine", at_one / (least + more))) for more in (0.01, -0.01))
    assert state(regimen_id, "need-clearance", "", enough) is State.MET
    assert state(regimen_id, "need-clearance", "", less) is State.NOT_MET


CODES = {"pd_l1_cps": "need-at-least", "pd_l1_ic": "need-at-least", "calcium": "need-at-least"}
NAMES = {"pd_l1_cps": "PD-L1 CPS", "pd_l1_ic": "PD-L1 IC", "qtcf": "QTcF", "calcium": "Corrected calcium",
         "hba1c": "HbA1c"}  # fmt: skip


@pytest.mark.parametrize(("regimen_id", "setting", "analyte", "enough", "not_enough"), **each(RESULTS))
def test_it_asks_for_a_result(regimen_id, setting, analyte, enough, not_enough):
    for value, expected in ((enough, State.MET), (not_enough, State.NOT_MET)):
        given = case(measured(analyte, value))
        assert state(regimen_id, CODES.get(analyte, "need-below"), NAMES[analyte], given, setting) is expected


@pytest.mark.parametrize(("regimen_id", "receptors", "drugs", "needed"), **each(OTHER_LINES))
def test_it_comes_after_so_many_lines(regimen_id, receptors, drugs, needed):
    hormone = () if receptors.startswith("ER 0") else (line(9, "letrozole", setting=ADJ),)
    given = case(receptors=(0, 0) if not hormone else (90, 20))
    for number, expected in ((needed, State.MET), (needed - 1, State.NOT_MET)):
        lines = (*hormone, *(line(one, *drugs) for one in range(1, number + 1)))
        criteria = judge(library().get(regimen_id), MET, replace(given, lines=lines)).criteria
        found = {one.state for one in criteria if one.finding.code == "need-earlier"}
        assert (State.NOT_MET in found) is (expected is State.NOT_MET), number


def line(number: int, *drugs: str, setting: Setting = MET, ended: date = date(2026, 6, 1)) -> Line:
    return Line(setting, number, date(2020, 1, 1) + timedelta(days=number), "some", drugs, ended=ended)


@pytest.mark.parametrize("regimen_id", ["neratinib"])
def test_it_begins_within_a_year_after_trastuzumab(regimen_id):
    for days, expected in ((365, State.MET), (366, State.NOT_MET)):
        before = line(1, "trastuzumab_iv", setting=ADJ, ended=TODAY - timedelta(days=days))
        assert state(regimen_id, "need-earlier-within", "", case(lines=(before,)), ADJ) is expected


def test_nothing_else_is_asked_of_anybody():
    assert with_figures("need-age") == set(library().ids()) - set(WITHOUT_AGE)
    assert with_figures("need-ecog") == {name for name, _ in listed(ECOG)}
    assert with_figures("need-at-least", "LVEF") == set(LVEF_50)
    assert with_figures("need-at-most", "Bilirubin") == {name for name, _ in listed(BILIRUBIN)}
    assert with_figures("need-clearance") - {""} == {name for name, _ in listed(CLEARANCE)}

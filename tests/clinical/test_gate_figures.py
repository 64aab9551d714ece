"""Figures of the gates that only tell on their very edge, each from both sides: sections 4.1, 4.3 and 4.4.

What is not in :mod:`tests.clinical.test_gates`: the CTCAE steps amber goes by, the ends of the bands, how old a value
may be, how far a creatinine may move, and what an ejection fraction asks for at each figure of the labels.
"""

import re
from datetime import date, datetime, timedelta

import pytest

from dayhospital.clinical.gate_rules import DayGate
from dayhospital.clinical.gate_schema import catalogue
from dayhospital.clinical.kidney import cockcroft_gault
from dayhospital.domain.gate import CLEARANCE, Colour
from dayhospital.domain.patient import Sex
from dayhospital.domain.result import Result, Results
from dayhospital.domain.toxicity import Toxicity
from tests.clinical.gate_samples import MOMENT, TAKEN, facts, gate_of, line_of, results, verdict

G, A, R = Colour.GREEN, Colour.AMBER, Colour.RED
STEPS = {
    # section 4.3: where CTCAE grades 2, 3 and 4 begin; multiples of the upper limit for liver and kidney
    "neutrophils": (1.5, 1.0, 0.5),
    "platelets": (75, 50, 25),
    "haemoglobin": (10, 8),
    "alt": (3, 5, 20),
    "ast": (3, 5, 20),
    "bilirubin": (1.5, 3, 10),
    "creatinine": (1.5, 3, 6),
}
EDGES: list[tuple[str, str, str, list[tuple[float, Colour]]]] = [
    # regimen, day, analyte, [(value, colour)]
    ("ec_q3w", "C2D1", "haemoglobin", [(0.0, A)]),
    ("alpelisib_ful", "C1D1", "hba1c", [(8.0, G), (25.0, A), (25.1, R)]),
    ("everolimus_exemestane", "C2D1", "glucose", [(250.0, A), (250.1, R)]),
    ("goserelin_28", "C2D1", "platelets", [(0.0, A)]),
    ("pac_carbo_weekly", "C2D1", "neutrophils", [(0.5, A)]),
]
SERVES = [
    # regimen, day, analyte, a value that tells, hours it serves: 72, 48 for weekly drugs and conjugates (section 4.1)
    ("ec_q3w", "C2D1", "temperature", 39.0, 24),
    ("bev_pac", "C2D1", "systolic", 170.0, 24),
    ("bev_pac", "C2D1", "diastolic", 110.0, 24),
    ("goserelin_28", "C2D1", "platelets", 40.0, 2184),
    ("pac_weekly", "C2D8", "neutrophils", 0.9, 48),
    ("pac_carbo_weekly", "C2D8", "neutrophils", 0.9, 48),
    ("nabpac_weekly", "C2D8", "neutrophils", 0.9, 48),
    ("tdm1", "C2D1", "alt", 150.0, 48),
    ("tdxd", "C2D1", "platelets", 40.0, 48),
    ("sg", "C2D8", "neutrophils", 0.9, 48),
    ("dato", "C2D1", "platelets", 40.0, 48),
    ("alpelisib_ful", "C1D1", "hba1c", 9.0, 2184),
]

COUNTS = """
anthra_q3w       every_day     neutrophils 1.5  platelets 100
anthra_dd        every_day     neutrophils 1.0  platelets 100
pac_weekly       every_day     neutrophils 1.0  platelets 75
pac_q3w          every_day     neutrophils 1.5  platelets 100
docetaxel        every_day     neutrophils 1.5  platelets 100
carboplatin_q3w  every_day     neutrophils 1.5  platelets 100
pac_carbo_weekly every_day     neutrophils 1.0
pac_carbo_weekly day_1         platelets 100
pac_carbo_weekly later_days    platelets 75
gem              day_1         neutrophils 1.5  platelets 100
gem              later_days    neutrophils 1.0  platelets 100
gem_pac          day_1         neutrophils 1.5  platelets 100
gem_pac          later_days    neutrophils 1.2
eribulin         every_day     neutrophils 1.0  platelets 75
vinorelbine      every_day     neutrophils 1.5  platelets 100
nab_weekly       day_1         neutrophils 1.5  platelets 100
nab_weekly       later_days    neutrophils 1.0  platelets 75
pld              every_day     neutrophils 1.5  platelets 75
cape             every_day     neutrophils 1.5  platelets 100
cmf              day_1         neutrophils 1.5  platelets 100
cmf              later_days    neutrophils 1.0  platelets 75
tdm1             first_dose    platelets 100
tdxd             every_day     neutrophils 1.0  platelets 50
sg               day_1         neutrophils 1.5
sg               later_days    neutrophils 1.0
dato             every_day     neutrophils 1.0  platelets 50
palbo            every_day     neutrophils 1.0  platelets 50
ribo             every_day     neutrophils 1.0  platelets 50
abema            every_day     neutrophils 1.0  platelets 50
parp             every_day     neutrophils 1.5  platelets 100
everolimus       every_day     neutrophils 1.0  platelets 75
"""
"""Section 4.1, the lowest counts for the full dose. The regimens say the same, so each rule is alone here."""


@pytest.mark.parametrize("row", COUNTS.split("\n")[1:-1])
def test_a_rule_alone_asks_for_the_counts_of_the_reference(row):
    name, when, *figures = row.split()
    for analyte, bound in zip(figures[::2], map(float, figures[1::2]), strict=True):
        limits = tuple(one for one in catalogue().rule(name).limits if (one.analyte, one.when) == (analyte, when))
        for value, opens in ((bound, True), (bound - 0.01, False)):
            found = verdict(DayGate(limits=limits), facts(results(hours=1, **{analyte: value})))
            assert (analyte, value, found.colour is G) == (analyte, value, opens)


def test_amber_goes_by_the_grades_of_ctcae():
    assert catalogue().steps == STEPS


@pytest.mark.parametrize(("regimen", "day", "analyte", "values"), EDGES)
def test_a_band_ends_where_the_reference_says(regimen, day, analyte, values):
    for value, colour in values:
        found = line_of(verdict(gate_of(regimen, day), facts(results(**{analyte: value}))), analyte)
        assert (value, found.colour) == (value, colour)


@pytest.mark.parametrize(("regimen", "day", "analyte", "value", "hours"), SERVES)
def test_a_value_that_shuts_counts_to_its_last_hour(regimen, day, analyte, value, hours):
    others = [one for one in results(hours=1).all() if one.analyte != analyte]
    for age, counts in ((hours, True), (hours + 1, False)):
        taken = Result(analyte, MOMENT - timedelta(hours=age), value)
        line = line_of(verdict(gate_of(regimen, day), facts(Results([*others, taken]))), analyte)
        assert (line.value is not None) is counts, age


@pytest.mark.parametrize(("analyte", "lines", "hours"), [("tsh", 2, 1008), ("ft4", 2, 1008), ("cortisol", 1, 672)])
def test_each_line_about_a_gland_counts_six_weeks_and_cortisol_four(analyte, lines, hours):
    limits = [one for one in catalogue().rule("ici").limits if one.analyte == analyte]
    assert len(limits) == lines
    for limit in limits:
        for age, colour in ((hours, G), (hours + 1, A)):
            assert verdict(DayGate(limits=(limit,)), facts(results(hours=age))).colour is colour


@pytest.mark.parametrize(
    ("regimen", "ml_min", "colour", "percent"),
    [
        # section 4.1: no carboplatin below 20 to 30; zoledronic acid 4.0, 3.5, 3.3 and 3.0 mg; PARP inhibitors
        ("carboplatin_q3w", 20.1, A, None),
        ("zoledronic_q4w", 50.1, A, 87.5),
        ("zoledronic_q4w", 40.1, A, 82.5),
        ("zoledronic_q4w", 30.1, A, 75),
        ("olaparib", 30.1, A, None),
        ("olaparib", 29.9, R, None),
        ("cmf_iv", 0.1, A, None),
    ],
)
def test_kidneys_turn_the_gate_at_each_band(regimen, ml_min, colour, percent):
    creatinine = cockcroft_gault(45, 60, 88.42, Sex.FEMALE) / ml_min * 88.42
    line = line_of(verdict(gate_of(regimen, "C2D1"), facts(results(creatinine=creatinine))), CLEARANCE)
    assert (line.colour, line.percent) == (colour, percent)


def test_methotrexate_is_left_out_however_low_the_clearance():
    (limit,) = (one for one in catalogue().rule("cmf").limits if one.analyte == CLEARANCE)
    assert [band.bound for band in limit.bands] == [0]


@pytest.mark.parametrize(("share", "advice"), [(87.5, 3.5), (82.5, 3.3), (75, 3.0)])
def test_the_dose_of_zoledronic_acid_in_milligrams_is_its_share_of_four(share, advice):
    (limit,) = (one for one in catalogue().rule("zol").limits if one.analyte == CLEARANCE)
    (band,) = (one for one in limit.bands if one.percent == share)
    assert [float(number) for number in re.findall(r"[\d.]+", band.advice)] == [advice]
    assert share == pytest.approx(advice / 4 * 100, abs=0.01)


@pytest.mark.parametrize("regimen", ["carboplatin_q3w", "pac_carbo_weekly"])
@pytest.mark.parametrize(("now", "colour", "said"), [(66, G, 0), (66.1, G, 1), (72, G, 1), (72.1, A, 1)])
def test_calvert_is_worked_out_again_when_the_creatinine_moves_by_10_to_20_percent(regimen, now, colour, said):
    before = Result("creatinine", datetime(2026, 11, 3, 8), 60.0)
    others = [one for one in results().all() if one.analyte != "creatinine"]
    moved = facts(Results([*others, before, Result("creatinine", TAKEN, now)]), last_given=date(2026, 11, 3))
    found = verdict(gate_of(regimen, "C2D1"), moved)
    assert (found.colour, [one.code for one in found.findings]) == (colour, ["gate-moved"] * said)


@pytest.mark.parametrize(
    ("regimen", "changed", "colour"),
    [
        # docetaxel: ALT or AST above 1.5 times with ALP above 2.5 times; T-DM1: above 3 times with bilirubin above 2
        ("docetaxel_q3w", {"alt": 52.5, "alp": 301.0}, G),
        ("docetaxel_q3w", {"ast": 52.6, "alp": 300.1}, R),
        ("docetaxel_q3w", {"alt": 52.6, "alp": 300.0}, G),
        ("docetaxel_q3w", {"alt": 54.0, "alp": 301.0}, R),
        ("tdm1", {"ast": 105.0, "bilirubin": 2.5}, G),
        ("tdm1", {"ast": 105.1, "bilirubin": 2.4}, A),
        ("tdm1", {"alt": 105.1, "bilirubin": 2.41}, R),
    ],
)
def test_liver_values_that_shut_only_together(regimen, changed, colour):
    assert verdict(gate_of(regimen, "C2D1"), facts(results(**changed))).colour is colour


# --- the heart


def lvef(value: float, baseline: float, days: int = 1) -> Results:
    others = [one for one in results().all() if one.analyte != "lvef"]
    before = Result("lvef", datetime(2026, 10, 27, 10), baseline)
    return Results([*others, before, Result("lvef", MOMENT - timedelta(days=days), value)])


@pytest.mark.parametrize(
    ("regimen", "baseline", "value", "colour", "weeks"),
    [
        # trastuzumab: below 50 with a fall of 10, or a fall of 16, holds 4 weeks
        ("phesgo", 66, 50, R, 4),
        ("phesgo", 65, 50, G, None),
        ("phesgo", 59, 49, R, 4),
        ("phesgo", 59, 49.5, G, None),
        ("phesgo", 59.9, 49.9, R, 4),
        # T-DM1: below 40 stops; up to 45 with a fall of 10 holds and is looked at again within 3 weeks
        ("tdm1", 48, 39, R, 0),
        ("tdm1", 41, 39.9, R, 0),
        ("tdm1", 49, 40, G, None),
        ("tdm1", 55, 45, R, 3),
        ("tdm1", 56, 46, G, None),
        ("tdm1", 54.9, 45, G, None),
        # T-DXd: below 40 or a fall above 20 holds; 40 to 45 repeated in 3 weeks, held with a fall of 10
        ("tdxd", 41, 39, R, 3),
        ("tdxd", 41, 40, A, 3),
        ("tdxd", 67, 46, R, 3),
        ("tdxd", 66, 46, A, 0),
        ("tdxd", 55, 45, R, 3),
        ("tdxd", 55.5, 45.5, A, 0),
        ("tdxd", 54, 45, A, 3),
        ("tdxd", 54, 45.5, G, None),
        ("tdxd", 56, 46, A, 0),
        ("tdxd", 55, 46, G, None),
    ],
)
def test_an_ejection_fraction_is_judged_by_the_labels_and_looked_at_again_in_time(
    regimen, baseline, value, colour, weeks
):
    found = verdict(gate_of(regimen, "C2D1"), facts(lvef(value, baseline)))
    assert found.colour is colour
    assert [one.facts["weeks"] for one in found.findings] == ([] if weeks is None else [weeks])


@pytest.mark.parametrize(("days", "colour"), [(90, G), (91, A), (118, A), (119, R)])
def test_before_an_anthracycline_an_ejection_fraction_serves_three_months(days, colour):
    others = [one for one in results().all() if one.analyte != "lvef"]
    old = Results([*others, Result("lvef", MOMENT - timedelta(days=days), 60.0)])
    for regimen in ("ec_q3w", "ddac"):
        assert line_of(verdict(gate_of(regimen, "C1D1"), facts(old)), "lvef").colour is colour


# --- toxicity


@pytest.mark.parametrize(
    ("regimen", "term", "colours"),
    [
        # section 4.3: diarrhoea holds from grade 3, under tablets against HER2 too; no iron during an infection
        ("lapatinib_cape", "diarrhoea", (G, A, R)),
        ("neratinib", "diarrhoea", (G, A, R)),
        ("neratinib", "fatigue", (G, A, R)),
        ("iv_iron", "infection", (R,)),
        ("pembro_q3w", "fatigue", (G, A, R)),
        ("sg", "diarrhoea", (G, A, R)),
        ("ec_q3w", "infection", (A, R)),
    ],
)
def test_a_toxicity_holds_from_its_grade_on(regimen, term, colours):
    gate = gate_of(regimen, "C2D1") if regimen != "iv_iron" else gate_of(regimen, "C1D1")
    for grade, colour in enumerate(colours, start=1):
        given = facts(toxicities=(Toxicity(term, grade, MOMENT.date()),))
        assert (grade, verdict(gate, given).colour) == (grade, colour)

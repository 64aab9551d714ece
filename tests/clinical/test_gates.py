"""Go or no-go: every threshold from both sides, from the reference by hand and from the file by table."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.gate_rules import day_gate
from dayhospital.clinical.gate_schema import catalogue
from dayhospital.clinical.gates import figure
from dayhospital.clinical.kidney import cockcroft_gault
from dayhospital.domain.findings import Severity
from dayhospital.domain.gate import CLEARANCE, Colour, Limit
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from tests.clinical.gate_samples import (
    HEALTHY,
    MOMENT,
    START,
    TAKEN,
    facts,
    gate_of,
    gate_with,
    library,
    line_of,
    planned,
    results,
    verdict,
)

G, A, R = Colour.GREEN, Colour.AMBER, Colour.RED
NEO, ADJ, MET = Setting.NEOADJUVANT, Setting.ADJUVANT, Setting.METASTATIC

COUNTS: list[tuple[str, str, str, list[tuple[float, Colour, float | None]]]] = [
    # regimen, day, analyte, [(value, colour, percent)]
    ("ec_q3w", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, 75), (1.0, A, 75), (0.99, R, None)]),
    (
        "ec_q3w",
        "C2D1",
        "platelets",
        [(100, G, None), (99, A, None), (90, A, None), (89, A, 75), (70, A, 75), (69, R, None)],
    ),
    ("ddac", "C2D1", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.5, A, None), (0.49, R, None)]),
    ("ddac", "C2D1", "platelets", [(100, G, None), (99, A, None), (75, A, None), (74, R, None)]),
    ("pac_weekly", "C2D8", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("pac_weekly", "C2D8", "platelets", [(75, G, None), (74, A, None), (50, A, None), (49, R, None)]),
    ("pac_q3w", "C2D1", "neutrophils", [(1.5, G, None), (1.4, A, None), (0.9, R, None)]),
    ("docetaxel_q3w", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("carboplatin_q3w", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("pac_carbo_weekly", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("pac_carbo_weekly", "C2D8", "platelets", [(75, G, None), (74, A, None), (49, R, None)]),
    ("gemcitabine", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("gemcitabine", "C2D8", "neutrophils", [(1.0, G, None), (0.99, A, 75), (0.5, A, 75), (0.49, R, None)]),
    ("gemcitabine", "C2D8", "platelets", [(100, G, None), (99, A, 75), (50, A, 75), (49, R, None)]),
    (
        "gem_pac",
        "C2D8",
        "neutrophils",
        [(1.2, G, None), (1.19, A, 75), (1.0, A, 75), (0.99, A, 50), (0.7, A, 50), (0.69, R, None)],
    ),
    ("gem_pac", "C2D8", "platelets", [(76, G, None), (75, A, 75), (50, A, 75), (49, R, None)]),
    ("eribulin", "C2D8", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("vinorelbine_iv", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, 50), (1.0, A, 50), (0.99, R, None)]),
    ("nabpac_weekly", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("nabpac_weekly", "C2D8", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("pld", "C2D1", "neutrophils", [(1.5, G, None), (1.49, R, None)]),
    ("pld", "C2D1", "platelets", [(75, G, None), (74, R, None)]),
    ("capecitabine", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("cmf_iv", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("tdxd", "C2D1", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("tdxd", "C2D1", "platelets", [(50, G, None), (49, A, None), (25, A, None), (24, R, None)]),
    ("sg", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("sg", "C2D8", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("olaparib", "C2D1", "haemoglobin", [(8.0, G, None), (7.9, R, None)]),
    ("ec_q3w", "C2D1", "haemoglobin", [(8.0, G, None), (7.9, A, None)]),
    ("ec_q3w", "C2D1", "temperature", [(37.9, G, None), (38.0, R, None)]),
    ("ec_q3w", "C2D1", "bilirubin", [(1.8, G, None), (1.81, A, 50), (3.6, A, 50), (3.61, R, None)]),
    ("docetaxel_q3w", "C2D1", "bilirubin", [(1.2, G, None), (1.21, R, None)]),
    ("pac_q3w", "C2D1", "bilirubin", [(1.5, G, None), (1.51, A, None), (1.8, A, None), (1.81, R, None)]),
    ("tdm1", "C1D1", "alt", [(87.5, G, None), (87.6, A, None), (105, A, None), (105.1, R, None)]),
    ("tdm1", "C2D1", "alt", [(105, G, None), (105.1, A, None), (175, A, None), (175.1, R, None)]),
    ("pembro_q3w", "C2D1", "creatinine", [(145.5, G, None), (145.6, A, None), (291, A, None), (291.1, R, None)]),
    ("zoledronic_q4w", "C2D1", "calcium", [(2.15, G, None), (2.14, R, None)]),
    ("alpelisib_ful", "C2D1", "glucose", [(160, G, None), (161, A, None), (250, A, None), (251, R, None)]),
    ("ribo_ai", "C1D1", "qtcf", [(449, G, None), (450, R, None)]),
    ("bev_pac", "C2D1", "urine_protein", [(1.9, G, None), (2.0, R, None)]),
    ("bev_pac", "C2D1", "systolic", [(159, G, None), (160, R, None)]),
    ("bev_pac", "C2D1", "diastolic", [(99, G, None), (100, R, None)]),
    ("goserelin_28", "C2D1", "platelets", [(50, G, None), (49, A, None)]),
    ("pac_q3w", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("pac_weekly", "C2D1", "bilirubin", [(1.5, G, None), (1.51, A, None), (1.8, A, None), (1.81, R, None)]),
    ("docetaxel_q3w", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("carboplatin_q3w", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("pac_carbo_weekly", "C2D1", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("gemcitabine", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("gem_pac", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("gem_pac", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("eribulin", "C2D8", "platelets", [(75, G, None), (74, A, None), (49, R, None)]),
    ("vinorelbine_iv", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("nabpac_weekly", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("nabpac_weekly", "C2D8", "platelets", [(75, G, None), (74, A, None), (49, R, None)]),
    ("capecitabine", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("cmf_oral", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("cmf_oral", "C2D8", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("cmf_oral", "C2D8", "platelets", [(75, G, None), (74, A, None), (49, R, None)]),
    ("tdm1", "C1D1", "ast", [(87.5, G, None), (87.6, A, None), (105.1, R, None)]),
    ("tdm1", "C2D1", "ast", [(105, G, None), (105.1, A, None), (175.1, R, None)]),
    ("tdm1", "C1D1", "bilirubin", [(1.8, G, None), (1.81, A, None), (3.6, A, None), (3.61, R, None)]),
    ("dato", "C2D1", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("dato", "C2D1", "platelets", [(50, G, None), (49, A, None), (24, R, None)]),
    ("pembro_q3w", "C2D1", "alt", [(105, G, None), (105.1, A, None), (175.1, R, None)]),
    ("pembro_q3w", "C2D1", "ast", [(105, G, None), (105.1, A, None), (175.1, R, None)]),
    ("pembro_q3w", "C2D1", "bilirubin", [(1.8, G, None), (1.81, A, None), (3.61, R, None)]),
    ("pembro_q3w", "C2D1", "glucose", [(160, G, None), (161, A, None), (250, A, None), (251, R, None)]),
    (
        "pembro_q3w",
        "C2D1",
        "tsh",
        [
            (0.1, G, None),
            (0.09, A, None),
            (0.0, A, None),
            (10, G, None),
            (10.1, A, None),
            (500, A, None),
            (501, R, None),
        ],
    ),
    (
        "pembro_q3w",
        "C2D1",
        "ft4",
        [(9, G, None), (8.9, A, None), (0, A, None), (25, G, None), (25.1, A, None), (150, A, None), (151, R, None)],
    ),
    ("pembro_q3w", "C1D1", "cortisol", [(140, G, None), (139, A, None), (83, A, None), (82, R, None)]),
    ("palbo_ai", "C2D1", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("palbo_ai", "C2D1", "platelets", [(50, G, None), (49, A, None), (24, R, None)]),
    ("ribo_ai", "C2D1", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("ribo_ai", "C2D1", "platelets", [(50, G, None), (49, A, None), (24, R, None)]),
    ("ribo_ai", "C2D1", "alt", [(105, G, None), (105.1, A, None), (175.1, R, None)]),
    ("ribo_ai", "C2D1", "ast", [(105, G, None), (105.1, A, None), (175.1, R, None)]),
    ("abema_ai", "C2D1", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("abema_ai", "C2D1", "platelets", [(50, G, None), (49, A, None), (24, R, None)]),
    ("olaparib", "C2D1", "neutrophils", [(1.5, G, None), (1.49, A, None), (0.99, R, None)]),
    ("olaparib", "C2D1", "platelets", [(100, G, None), (99, A, None), (74, R, None)]),
    ("alpelisib_ful", "C1D1", "hba1c", [(8.0, G, None), (8.1, A, None)]),
    ("everolimus_exemestane", "C2D1", "neutrophils", [(1.0, G, None), (0.99, A, None), (0.49, R, None)]),
    ("everolimus_exemestane", "C2D1", "platelets", [(75, G, None), (74, A, None), (49, R, None)]),
    ("everolimus_exemestane", "C2D1", "glucose", [(160, G, None), (161, A, None), (251, R, None)]),
    ("everolimus_exemestane", "C2D1", "creatinine", [(145.5, G, None), (145.6, A, None), (291.1, R, None)]),
    ("lapatinib_cape", "C2D1", "alt", [(105, G, None), (105.1, A, None), (175.1, R, None)]),
    ("lapatinib_cape", "C2D1", "ast", [(105, G, None), (105.1, A, None), (175.1, R, None)]),
    ("lapatinib_cape", "C2D1", "bilirubin", [(1.8, G, None), (1.81, A, None), (3.61, R, None)]),
    ("denosumab_q4w", "C2D1", "calcium", [(2.15, G, None), (2.14, R, None)]),
]
WORKED = [(regimen, day, analyte, *one) for regimen, day, analyte, values in COUNTS for one in values]


@pytest.mark.parametrize(("regimen", "day", "analyte", "value", "colour", "percent"), WORKED)
def test_each_count_of_the_reference_has_its_colour_on_both_sides(regimen, day, analyte, value, colour, percent):
    found = verdict(gate_of(regimen, day), facts(results(**{analyte: float(value)})))
    line = line_of(found, analyte)
    assert (line.colour, line.percent) == (colour, percent)
    assert (line.finding is None) == (colour is G)
    assert found.colour is colour and found.percent == percent


@pytest.mark.parametrize(
    ("day", "setting", "value", "colour"),
    [
        ("C1D1", ADJ, 100, G), ("C1D1", ADJ, 99, A), ("C1D1", MET, 99, A), ("C1D1", MET, 74, R),
        ("C2D1", ADJ, 75, G), ("C2D1", ADJ, 74, A), ("C2D1", ADJ, 49, R),
        ("C2D1", MET, 50, G), ("C2D1", MET, 49, A), ("C2D1", MET, 24, R),
    ],
)  # fmt: skip
def test_platelets_of_an_early_tumour_count_more_after_the_first_dose(day, setting, value, colour):
    found = verdict(gate_of("tdm1", day, setting), facts(results(platelets=float(value))))
    assert line_of(found, "platelets").colour is colour


@pytest.mark.parametrize(
    ("regimen", "day", "analyte", "hours"),
    [
        ("ec_q3w", "C2D1", "neutrophils", 72),
        ("pac_weekly", "C2D8", "neutrophils", 48),
        ("pac_carbo_weekly", "C2D8", "platelets", 48),
        ("nabpac_weekly", "C2D8", "neutrophils", 48),
        ("tdm1", "C2D1", "platelets", 48),
        ("tdxd", "C2D1", "neutrophils", 48),
        ("sg", "C2D8", "neutrophils", 48),
        ("dato", "C2D1", "neutrophils", 48),
        ("pembro_q3w", "C2D1", "tsh", 1008),
        ("pembro_q3w", "C2D1", "ft4", 1008),
        ("pembro_q3w", "C1D1", "cortisol", 672),
        ("zoledronic_q4w", "C2D1", "calcium", 336),
        ("denosumab_q4w", "C2D1", "calcium", 336),
        ("ribo_ai", "C1D1", "qtcf", 336),
        ("bev_pac", "C2D1", "urine_protein", 504),
        ("alpelisib_ful", "C1D1", "hba1c", 2184),
    ],
)
def test_a_result_serves_so_many_hours(regimen, day, analyte, hours):
    others = [one for one in results(hours=1).all() if one.analyte != analyte]
    for age, missing in ((hours, False), (hours + 1, True)):
        taken = Result(analyte, MOMENT - timedelta(hours=age), HEALTHY[analyte])
        line = line_of(verdict(gate_of(regimen, day), facts(Results([*others, taken]))), analyte)
        assert (line.value is None) is missing


LIMITS = [(rule.id, number, limit) for rule in catalogue().rules.values() for number, limit in enumerate(rule.limits)]


def judged(limit: Limit, value: float) -> Colour:
    """Return the colour of a value, in the terms of the limit, under that limit alone."""
    if limit.analyte == CLEARANCE:
        # the creatinine that comes to this clearance for the woman of the samples
        value = cockcroft_gault(45, 60, 88.42, Sex.FEMALE) / value * 88.42 if value else 1e12
        return line_of(verdict(gate_with(limit), facts(results(hours=1, creatinine=value))), CLEARANCE).colour
    upper = analytes()[limit.analyte].upper if limit.times_upper else None
    found = results(hours=1, **{limit.analyte: value * (upper or 1.0)})
    return line_of(verdict(gate_with(limit), facts(found)), limit.analyte).colour


@pytest.mark.parametrize(("rule", "number", "limit"), LIMITS, ids=[f"{rule}-{n}-{x.analyte}" for rule, n, x in LIMITS])
def test_each_limit_of_the_file_turns_at_its_bound_and_at_each_band(rule, number, limit):
    step, outward = 0.001, -1 if limit.low else 1
    beyond = A if limit.bands else R
    if limit.analyte != CLEARANCE:  # exactly on the bound
        assert judged(limit, limit.bound) is (beyond if limit.strict else G)
    assert judged(limit, limit.bound - outward * step) is G
    assert judged(limit, limit.bound + outward * step) is beyond
    for band in limit.bands[:-1]:
        assert judged(limit, band.bound + outward * step) is A
    if limit.bands and limit.bands[-1].bound > 0:
        last = limit.bands[-1].bound
        assert judged(limit, last - outward * step) is A
        assert judged(limit, last + outward * step) is R


@pytest.mark.parametrize(("rule", "number", "limit"), LIMITS, ids=[f"{rule}-{n}-{x.analyte}" for rule, n, x in LIMITS])
def test_each_limit_of_the_file_shuts_when_its_result_is_missing_or_too_old(rule, number, limit):
    analyte = "creatinine" if limit.analyte == CLEARANCE else limit.analyte
    inside = {**HEALTHY, "temperature": 37.0, "systolic": 120.0, "diastolic": 70.0}[analyte]
    shut = limit.missing if limit.required else G
    for hours, colour in ((limit.hours, G), (limit.hours + 1, shut)):
        found = verdict(gate_with(limit), facts(Results([Result(analyte, MOMENT - timedelta(hours=hours), inside)])))
        assert found.colour is colour
    assert verdict(gate_with(limit), facts(Results())).colour is shut


def test_a_result_taken_after_the_moment_does_not_count():
    late = Results([Result("neutrophils", MOMENT + timedelta(minutes=1), 3.0)])
    assert line_of(verdict(gate_of("ec_q3w", "C2D1"), facts(late)), "neutrophils").colour is R


def test_a_shut_gate_says_what_is_missing_and_what_is_too_old():
    found = verdict(gate_of("ec_q3w", "C2D1"), facts(results(hours=73)))
    assert {finding.code for finding in found.findings} == {"gate-too-old"}
    old = line_of(found, "neutrophils").finding
    assert old is not None
    assert dict(old.facts) == {
        "analyte": "Neutrophils",
        "taken": date(2026, 11, 21),
        "hours": 73,
        "limit": 72,
    }
    assert {finding.code for finding in verdict(gate_of("ec_q3w", "C2D1"), facts(Results())).findings} == {
        "gate-missing"
    }


def test_red_asks_for_a_reason_and_amber_does_not_and_both_name_their_source():
    red = verdict(gate_of("ec_q3w", "C2D1"), facts(results(neutrophils=0.9))).findings[0]
    amber = verdict(gate_of("ec_q3w", "C2D1"), facts(results(neutrophils=1.2))).findings[0]
    assert (red.severity, red.source) == (Severity.WARNING, "BCAC")
    assert (amber.severity, amber.source) == (Severity.NOTE, "BCAC")
    assert library().source("BCAC")
    assert dict(red.facts) == {"analyte": "Neutrophils", "value": "0.9", "unit": "10⁹/L", "bound": "≥ 1.5"}


def test_the_worst_of_several_rules_counts_on_one_day():
    gate = gate_of("tchp", "C2D1", NEO)
    assert set(gate.rules) == {"carboplatin_q3w", "her2_mab"}
    assert verdict(gate, facts(results(neutrophils=1.2, lvef=62.0))).colour is A
    assert verdict(gate, facts(results(neutrophils=1.2, lvef=None))).colour is R


def test_a_regimen_that_asks_for_more_than_its_rule_is_obeyed():
    regimen = library().get("ec_q3w")
    stricter = replace(regimen.phases[0], gate=replace(regimen.phases[0].gate, neutrophils=2.0))
    gate = day_gate(replace(regimen, phases=(stricter,)), ADJ, planned("ec_q3w", ADJ)["C2D1"], catalogue())
    for value, colour, percent in ((2.0, G, None), (1.9, A, None), (1.4, A, 75), (0.9, R, None)):
        line = line_of(verdict(gate, facts(results(neutrophils=value))), "neutrophils")
        assert (line.colour, line.percent) == (colour, percent)


def test_a_regimen_without_rules_of_its_own_for_a_count_uses_one_ctcae_step():
    regimen = library().get("ec_q3w")
    alone = replace(regimen.phases[0], gate=replace(regimen.phases[0].gate, rules=("none",)))
    gate = day_gate(replace(regimen, phases=(alone,)), ADJ, planned("ec_q3w", ADJ)["C2D1"], catalogue())
    colours = [verdict(gate, facts(results(platelets=float(n)))).colour for n in (100, 99, 75, 74)]
    assert colours == [G, A, A, R]


@pytest.mark.parametrize(
    ("alt", "alp", "colour"),
    [(52.5, 301, G), (52.6, 300, G), (52.6, 300.1, R), (20, 301, G)],
)
def test_liver_values_shut_docetaxel_only_together(alt, alp, colour):
    assert verdict(gate_of("docetaxel_q3w", "C2D1"), facts(results(alt=alt, alp=alp))).colour is colour


@pytest.mark.parametrize(("bilirubin", "colour"), [(2.4, A), (2.41, R)])
def test_alt_and_bilirubin_together_stop(bilirubin, colour):
    gate = replace(
        gate_of("tdm1", "C2D1"), limits=tuple(x for x in gate_of("tdm1", "C2D1").limits if x.analyte == "alt")
    )
    assert verdict(gate, facts(results(alt=106.0, bilirubin=bilirubin))).colour is colour


@pytest.mark.parametrize(
    ("now", "colour", "finding"),
    [(66.0, G, None), (66.1, G, "gate-moved"), (72.0, G, "gate-moved"), (72.1, A, "gate-moved")],
)
def test_a_creatinine_that_moved_asks_for_the_dose_again(now, colour, finding):
    before = Result("creatinine", datetime(2026, 11, 3, 8), 60.0)
    others = [one for one in results().all() if one.analyte != "creatinine"]
    moved = facts(Results([*others, before, Result("creatinine", TAKEN, now)]), last_given=date(2026, 11, 3))
    found = verdict(gate_of("carboplatin_q3w", "C2D1"), moved)
    assert found.colour is colour
    assert [one.code for one in found.findings] == ([finding] if finding else [])


# --- all of the library


def test_every_regimen_of_the_library_has_a_gate_that_can_be_judged():
    for regimen in library().all():
        for phase in regimen.phases:
            assert all(catalogue().rule(name) for name in phase.gate.rules)
    assert MOMENT.date() > START


@pytest.mark.parametrize("regimen_id", [one.id for one in library().all() if one.phases[0].gate.rules])
def test_healthy_blood_opens_the_second_cycle_of_every_regimen(regimen_id):
    setting = library().get(regimen_id).settings[0]
    days = planned(regimen_id, setting)
    label = next((one for one in days if one.startswith("C2")), None)
    if label is not None:
        found = verdict(gate_of(regimen_id, label, setting))
        assert found.colour is G, found.findings


@pytest.mark.parametrize(
    ("value", "text"), [(0.9, "0.9"), (0.95, "0.95"), (132.0, "132"), (1.5, "1.5"), (100.0, "100")]
)
def test_a_value_is_written_so_that_no_threshold_hides(value, text):
    assert figure(value) == text

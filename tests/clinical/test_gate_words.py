"""What a gate says: each of its sentences with its figures, its source and its line, as it is read aloud."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from dayhospital.clinical.gate_rules import DayGate
from dayhospital.clinical.gates import bound_text, finding, subject_name, subject_unit
from dayhospital.domain.findings import Severity
from dayhospital.domain.gate import CLEARANCE, Asked, Band, Colour, GateLine, Limit, Moved, Together
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.domain.toxicity import Toxicity
from tests.clinical.gate_samples import MOMENT, START, TAKEN, facts, gate_of, gate_with, line_of, results, verdict
from tests.clinical.spoken import spoken

G, A, R = Colour.GREEN, Colour.AMBER, Colour.RED
LOW = Limit("platelets", 100, low=True, bands=(Band(75, 80.0), Band(50, advice="give half")), sources=("BCAC",))
HIGH = Limit(
    "alt", 2, low=False, bands=(Band(3), Band(4, 75), Band(5, None, "ask")), times_upper=True, sources=("KAD",)
)


def said(limit: Limit, **changed: float) -> list[str]:
    return spoken(verdict(gate_with(limit), facts(results(**changed))).findings)


@pytest.mark.parametrize(
    ("limit", "changed", "sentence"),
    [
        (LOW, {"platelets": 80.0}, "Platelets 80 10⁹/L, needs ≥ 100: 80 % of the dose"),
        (LOW, {"platelets": 60.0}, "Platelets 60 10⁹/L, needs ≥ 100: give half"),
        (LOW, {"platelets": 49.0}, "Platelets 49 10⁹/L, needs ≥ 100"),
        (replace(LOW, strict=True), {"platelets": 100.0}, "Platelets 100 10⁹/L, needs > 100: 80 % of the dose"),
        (replace(LOW, low=False, bands=()), {"platelets": 101.0}, "Platelets 101 10⁹/L, needs ≤ 100"),
        (
            replace(LOW, low=False, bands=(), strict=True),
            {"platelets": 100.0},
            "Platelets 100 10⁹/L, needs < 100",
        ),
        (HIGH, {"alt": 87.5}, "ALT 87.5 U/L, 2.5 times the upper limit, needs ≤ 2"),
        (HIGH, {"alt": 122.5}, "ALT 3.5 times the upper limit, needs ≤ 2: 75 % of the dose"),
        (HIGH, {"alt": 157.5}, "ALT 4.5 times the upper limit, needs ≤ 2: ask"),
        (HIGH, {"alt": 210.0}, "ALT 210 U/L, 6 times the upper limit, needs ≤ 2"),
    ],
)
def test_a_value_outside_says_how_far_and_what_to_do(limit, changed, sentence):
    assert said(limit, **changed) == [sentence]


def test_advice_counts_before_a_percentage():
    assert said(replace(LOW, bands=(Band(75, 80.0, "give half"),)), platelets=80.0) == [
        "Platelets 80 10⁹/L, needs ≥ 100: give half"
    ]


def test_a_line_shows_value_bound_and_time():
    line = line_of(verdict(gate_with(HIGH), facts(results(alt=87.5))), "alt")
    shown = (line.value, line.bound, line.low, line.at, line.percent)
    assert shown == (87.5, 70, False, TAKEN, None)
    green = line_of(verdict(gate_with(LOW), facts(results())), "platelets")
    assert (green.value, green.bound, green.low, green.at, green.finding) == (250, 100, True, TAKEN, None)


@pytest.mark.parametrize(
    ("found", "at", "sentence"),
    [
        (Results(), None, "Platelets is missing"),
        (
            results(hours=73.9),
            MOMENT - timedelta(hours=73.9),
            "Platelets of 21-Nov-2026 is too old: 73 h, allowed 72 h",
        ),
    ],
)
def test_a_line_without_a_value_keeps_its_bound_and_when_it_was_taken(found, at, sentence):
    line = line_of(verdict(gate_with(LOW), facts(found)), "platelets")
    assert (line.colour, line.value, line.bound, line.low, line.at) == (R, None, 100, True, at)
    assert line.finding is not None
    assert (spoken([line.finding]), line.finding.source) == ([sentence], "BCAC")


def test_a_value_that_may_be_missing_is_amber_where_the_file_says_so():
    line = line_of(verdict(gate_with(replace(LOW, missing=A)), facts(Results())), "platelets")
    assert line.colour is A
    assert line.finding is not None and line.finding.severity is Severity.NOTE


def test_what_is_not_required_may_be_missing():
    line = line_of(verdict(gate_with(replace(LOW, required=False)), facts(Results())), "platelets")
    assert (line.colour, line.finding) == (G, None)


def test_the_clearance_is_named_and_waits_for_a_weight():
    limit = Limit(CLEARANCE, 60, low=True, sources=("BCAC",))
    line = line_of(verdict(gate_with(limit), facts(weight_kg=None)), CLEARANCE)
    assert line.finding is not None and line.at == TAKEN
    told = (spoken([line.finding]), line.finding.source)
    assert told == (["The weight is missing, so the clearance is not known"], "BCAC")
    assert said(limit, creatinine=120.0) == ["Creatinine clearance 49.58 mL/min, needs ≥ 60"]
    assert (subject_name(CLEARANCE), subject_unit(CLEARANCE)) == ("Creatinine clearance", "mL/min")
    assert (subject_name("alt"), subject_unit("alt")) == ("ALT", "U/L")


def test_the_clearance_follows_the_age_at_the_moment():
    """45 years until the birthday on 9 March, 46 from then on: (140 − age) one less."""
    limit = Limit(CLEARANCE, 49.2, low=True, hours=100_000)
    young = facts(results(creatinine=120.0), birth_date=date(1980, 11, 25))
    old = facts(results(creatinine=120.0), birth_date=date(1980, 11, 24))
    colours = [verdict(gate_with(limit), one).colour for one in (young, old)]
    assert colours == [G, R]


@pytest.mark.parametrize(
    ("bound", "low", "strict", "text"),
    [(1.5, True, False, "≥ 1.5"), (75, True, True, "> 75"), (1.2, False, False, "≤ 1.2"), (38, False, True, "< 38")],
)
def test_a_bound_is_written_with_its_sign(bound, low, strict, text):
    assert bound_text(bound, low, strict) == text


def test_a_rule_without_a_source_is_the_units_own():
    found = finding(R, "gate-missing", (), analyte="Platelets")
    assert (found.source, found.severity) == ("unit", Severity.WARNING)
    assert finding(A, "gate-missing", ("BCAC", "KAD"), analyte="Platelets").source == "BCAC"


def test_of_lines_about_one_value_the_worst_counts_then_the_lowest_dose_then_the_strictest_bound():
    mild, hard = replace(LOW, bound=90, bands=(Band(0, 50.0),)), replace(LOW, bands=(Band(0, 80.0),))
    gate = replace(gate_with(mild), limits=(hard, mild))
    assert line_of(verdict(gate, facts(results(platelets=89.0))), "platelets").percent == 50
    assert line_of(verdict(gate, facts(results(platelets=95.0))), "platelets").percent == 80
    assert line_of(verdict(gate, facts(results(platelets=100.0))), "platelets").bound == 100
    upper = [Limit("alt", bound, low=False) for bound in (70, 60, 80)]
    found = verdict(replace(gate, limits=tuple(upper)), facts(results()))
    assert line_of(found, "alt").bound == 60


@pytest.mark.parametrize(("glucose", "low"), [(59.0, True), (161.0, False)])
def test_a_lower_and_an_upper_limit_of_one_value_are_one_line_the_worse_of_the_two(glucose, low):
    both = (Limit("glucose", 60, low=True), Limit("glucose", 160, low=False))
    (line,) = verdict(replace(gate_with(both[0]), limits=both), facts(results(glucose=glucose))).lines
    assert (line.subject, line.low, line.colour) == ("glucose", low, Colour.RED)


def test_a_full_dose_counts_as_more_than_any_reduced_one():
    whole, part = replace(LOW, bands=(Band(0),)), replace(LOW, bands=(Band(0, 99.0),))
    for limits in ((whole, part), (part, whole)):
        found = verdict(replace(gate_with(whole), limits=limits), facts(results(platelets=80.0)))
        assert line_of(found, "platelets").percent == 99


# --- figures that count together, and what moved


def test_figures_that_count_together_are_all_named():
    found = verdict(gate_of("docetaxel_q3w", "C2D1"), facts(results(alt=70.0, ast=105.0, alp=360.0)))
    (together,) = [one for one in found.findings if one.code == "gate-together"]
    assert spoken([together]) == ["Too high together: AST 3 × ULN, Alkaline phosphatase 3 × ULN"]
    assert together.severity is Severity.WARNING
    line = next(line for line in found.lines if line.finding is together)
    assert (line.subject, line.colour) == ("alt", R)


def test_a_figure_too_old_does_not_count_together_with_others():
    old = [Result(one, MOMENT - timedelta(hours=73), 500.0) for one in ("alp",)]
    fresh = [one for one in results(alt=70.0, ast=105.0).all() if one.analyte != "alp"]
    found = verdict(gate_of("docetaxel_q3w", "C2D1"), facts(Results([*old, *fresh])))
    assert not [one for one in found.findings if one.code == "gate-together"]


def moved(now: float, before: float | None, taken: datetime = TAKEN, last: date | None = START) -> GateLine | None:
    others = [one for one in results().all() if one.analyte != "creatinine"]
    found = [Result("creatinine", taken, now)]
    if before is not None:
        found.append(Result("creatinine", datetime(2026, 11, 3, 23, 58), before))
    judged = verdict(gate_of("carboplatin_q3w", "C2D1"), facts(Results([*others, *found]), last_given=last))
    return next((line for line in judged.lines if line.finding and line.finding.code == "gate-moved"), None)


def test_a_creatinine_that_moved_says_from_where_to_where():
    line = moved(75.0, 60.0)
    assert line is not None and line.finding is not None
    assert (line.colour, line.value, line.at) == (A, 75, TAKEN)
    assert spoken([line.finding]) == ["Creatinine 60 to 75, moved by 25 %: work the dose out again"]
    down = moved(44.7, 60.0)
    assert down is not None and down.finding is not None and down.finding.facts["percent"] == "26"


@pytest.mark.parametrize(
    ("taken", "before", "last"),
    [
        (TAKEN, None, START),
        (TAKEN, 0.0, START),
        (TAKEN, 60.0, None),
        (datetime(2026, 11, 3, 23, 59), 60.0, START),
    ],
)
def test_without_a_dose_before_and_a_value_since_nothing_has_moved(taken, before, last):
    assert moved(90.0, before, taken, last) is None


def test_a_value_of_the_day_after_the_last_dose_is_one_since():
    assert moved(90.0, 60.0, datetime(2026, 11, 4, 0, 0)) is not None


# --- the patient


def test_a_test_before_a_first_dose_names_itself_and_its_day():
    missing = verdict(gate_of("ec_q3w", "C1D1"), facts(results(pregnancy=None)))
    assert spoken(missing.findings) == ["Pregnancy test is not known and is asked for before the first dose"]
    line = line_of(missing, "pregnancy")
    assert (line.colour, line.at, line.answer) == (R, None, "")
    others = [one for one in results().all() if one.analyte != "pregnancy"]
    taken = MOMENT - timedelta(hours=169)
    old = verdict(gate_of("ec_q3w", "C1D1"), facts(Results([*others, Result("pregnancy", taken, answer="negative")])))
    assert spoken(old.findings) == ["Pregnancy test of 17-Nov-2026 is too old for a first dose"]
    assert line_of(old, "pregnancy").at == taken
    assert old.findings[0].severity is Severity.WARNING


def test_an_answer_is_shown_with_its_time_and_speaks_only_if_it_is_not_green():
    found = verdict(gate_of("ec_q3w", "C1D1"), facts(results(hbsag="positive")))
    assert spoken(found.findings) == ["Hepatitis B surface antigen: positive"]
    red, green = line_of(found, "hbsag"), line_of(found, "pregnancy")
    assert (red.answer, red.at, red.colour) == ("positive", TAKEN, A)
    assert (green.answer, green.at, green.colour, green.finding) == ("negative", TAKEN, G, None)


def test_a_toxicity_is_named_with_its_grade_and_has_a_line_even_when_green():
    found = verdict(gate_of("ec_q3w", "C2D1"), facts(toxicities=(Toxicity("fatigue", 2, START),)))
    assert spoken(found.findings) == ["Fatigue grade 2 by CTCAE 5.0"]
    line = line_of(found, "fatigue")
    assert (line.value, line.low, line.bound) == (2, False, None)
    green = line_of(verdict(gate_of("ec_q3w", "C2D1"), facts(toxicities=(Toxicity("fatigue", 1, START),))), "fatigue")
    assert (green.colour, green.value, green.finding) == (G, 1, None)


def test_a_toxicity_names_the_source_of_the_rule_it_meets():
    (found,) = verdict(gate_of("tdxd", "C2D1"), facts(toxicities=(Toxicity("pneumonitis", 1, START),))).findings
    assert found.source == "ENH"


@pytest.mark.parametrize(("ecog", "severity"), [(3, Severity.NOTE), (4, Severity.WARNING)])
def test_a_weak_patient_is_told_against_the_limit(ecog, severity):
    found = verdict(gate_of("ec_q3w", "C2D1"), facts(ecog=ecog))
    (said_aloud,) = found.findings
    assert (spoken([said_aloud]), said_aloud.severity) == ([f"ECOG {ecog}, at most 2"], severity)
    assert said_aloud.source == "practice"
    line = line_of(found, "ecog")
    assert (line.value, line.bound, line.low) == (ecog, 2, False)


def test_a_weight_that_changed_is_told_with_both():
    found = verdict(gate_of("ec_q3w", "C2D1"), facts(weight_kg=53.33))
    assert spoken(found.findings) == ["Weight 60 to 53.33 kg, 11.1 %: work the dose out again"]
    assert (found.findings[0].severity, found.findings[0].source) == (Severity.NOTE, "practice")
    line = line_of(found, "weight")
    assert (line.colour, line.value, line.bound) == (A, 53.33, 60)


@pytest.mark.parametrize("start", [None, 0.0])
def test_without_a_weight_to_start_from_nothing_changed(start):
    assert verdict(gate_of("ec_q3w", "C2D1"), facts(start_weight_kg=start)).colour is G


# --- the heart


@pytest.mark.parametrize(
    ("regimen", "value", "baseline", "sentence"),
    [
        ("phesgo", 49, 65, "Ejection fraction 49 %, a fall of 16 points: hold, repeat within 4 weeks"),
        ("tdm1", 39, 45, "Ejection fraction 39 %, a fall of 6 points: stop"),
        ("tdxd", 50, 60, "Ejection fraction 50 %, a fall of 10 points: watch it"),
        ("tdxd", 45, 54, "Ejection fraction 45 %, a fall of 9 points: repeat within 3 weeks"),
    ],
)
def test_an_ejection_fraction_says_value_fall_and_what_to_do(regimen, value, baseline, sentence):
    others = [one for one in results().all() if one.analyte != "lvef"]
    lvef = [Result("lvef", TAKEN, float(value)), Result("lvef", datetime(2026, 10, 27, 10), float(baseline))]
    found = verdict(gate_of(regimen, "C2D1"), facts(Results([*others, *lvef])))
    assert spoken(found.findings) == [sentence]
    line = line_of(found, "lvef")
    assert (line.value, line.at) == (value, TAKEN)


@pytest.mark.parametrize(
    ("days", "sentence", "severity"),
    [
        (91, "Ejection fraction of 25-Aug-2026: the next was due on 24-Nov-2026", Severity.NOTE),
        (
            119,
            "Ejection fraction of 28-Jul-2026 is too old: the next was due on 27-Oct-2026",
            Severity.WARNING,
        ),
    ],
)
def test_an_old_ejection_fraction_says_when_it_was_due(days, sentence, severity):
    others = [one for one in results().all() if one.analyte != "lvef"]
    taken = MOMENT - timedelta(days=days)
    found = verdict(gate_of("phesgo", "C2D1"), facts(Results([*others, Result("lvef", taken, 60.0)])))
    assert (spoken(found.findings), found.findings[0].severity) == ([sentence], severity)
    line = line_of(found, "lvef")
    assert (line.value, line.at) == (60, taken)


def test_without_an_ejection_fraction_that_is_said_by_the_source_of_the_rule():
    (found,) = verdict(gate_of("phesgo", "C1D1"), facts(results(lvef=None))).findings
    assert (spoken([found]), found.severity) == (["No ejection fraction is known"], Severity.WARNING)
    assert found.source == "HER"


def test_an_answer_in_place_of_a_figure_is_no_ejection_fraction():
    others = [one for one in results().all() if one.analyte != "lvef"]
    read = Results([*others, Result("lvef", TAKEN, answer="normal")])
    (found,) = verdict(gate_of("phesgo", "C1D1"), facts(read)).findings
    assert found.code == "lvef-missing"


# --- which days ask for what


def test_parallel_phases_on_one_day_bring_their_rules_together():
    gate = gate_of("kn522", "C1D1", Setting.NEOADJUVANT)
    assert gate.rules == ("pac_carbo_weekly", "ici")
    assert gate.decision
    assert {limit.analyte for limit in gate.limits} >= {"neutrophils", "tsh"}


def test_what_is_dated_after_the_treatment_counts_in_no_rule():
    """Results are read for a whole patient: those of a later day say nothing about this one."""
    later = [
        Result(name, MOMENT + timedelta(hours=1), value)
        for name, value in {"platelets": 20.0, "creatinine": 180.0, "alt": 900.0, "alp": 900.0}.items()
    ]
    later.append(Result("hbsag", MOMENT + timedelta(hours=1), answer="positive"))
    before = [Result("creatinine", datetime.combine(START, time(8)), 60.0)]
    known = facts(Results([*results().all(), *before, *later]), last_given=START)
    gate = replace(
        gate_with(Limit("platelets", 100, low=True)),
        together=(Together(((("alt",), 1.5), (("alp",), 2.5)), ("SEIN",)),),
        moved=(Moved("creatinine", 10, 20, ("BCAC",)),),
        asked=(Asked("hbsag", ("positive",), sources=("BCAC",)),),
    )
    assert verdict(gate, known).colour is Colour.GREEN
    assert line_of(verdict(gate, known), "platelets").value == 250


def test_what_shuts_a_gate_names_the_source_of_its_own_rule():
    gate = replace(
        DayGate(decision=True),
        together=(Together(((("alt",), 1.5), (("alp",), 2.5)), ("CAMI",)),),
        moved=(Moved("creatinine", 10, 20, ("A04",)),),
        asked=(
            Asked("hbsag", ("positive",), sources=("BCAC",)),
            Asked("pregnancy", ("positive",), hours=168, sources=("DAT",)),
        ),
    )
    before = [Result("creatinine", datetime.combine(START, time(8)), 40.0)]
    found = results(alt=900.0, alp=900.0, hbsag="positive", pregnancy=None)
    seen = verdict(gate, facts(Results([*found.all(), *before]), last_given=START))
    sources = {line.finding.code: line.finding.source for line in seen.lines if line.finding is not None}
    assert sources["gate-together"] == "CAMI" and sources["gate-moved"] == "A04"
    assert sources["gate-answer"] == "BCAC" and "DAT" in sources.values()
    assert line_of(seen, "creatinine").value == 60

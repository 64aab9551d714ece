"""Go or no-go by what is known of the patient: tests before the first dose, toxicity, ECOG, weight, kidneys."""

from datetime import date, timedelta

import pytest

from dayhospital.clinical.kidney import cockcroft_gault
from dayhospital.domain.gate import CLEARANCE, Colour
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.domain.toxicity import CtcaeVersion, Toxicity
from tests.clinical.gate_samples import MOMENT, facts, gate_of, line_of, results, verdict

G, A, R = Colour.GREEN, Colour.AMBER, Colour.RED
ADJ = Setting.ADJUVANT
TODAY = MOMENT.date()

# --- before the first dose


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"pregnancy": None}, "gate-first-missing"),
        ({"hbsag": None}, "gate-first-missing"),
        ({"anti_hbc": None}, "gate-first-missing"),
        ({"pregnancy": "positive"}, "gate-answer"),
    ],
)
def test_tests_before_the_first_dose_shut_it(changed, code):
    found = verdict(gate_of("ec_q3w", "C1D1"), facts(results(**changed)))
    assert found.colour is (R if code else G)
    assert [one.code for one in found.findings] == ([code] if code else [])


def test_hepatitis_found_is_for_the_doctor_to_decide():
    assert verdict(gate_of("ec_q3w", "C1D1"), facts(results(hbsag="positive"))).colour is A


@pytest.mark.parametrize(("hours", "colour"), [(168, G), (169, R)])
def test_a_pregnancy_test_serves_a_week(hours, colour):
    others = [one for one in results().all() if one.analyte != "pregnancy"]
    older = Result("pregnancy", MOMENT - timedelta(hours=hours), answer="negative")
    assert verdict(gate_of("ec_q3w", "C1D1"), facts(Results([*others, older]))).colour is colour


@pytest.mark.parametrize(
    ("sex", "born", "colour"),
    [
        (Sex.FEMALE, date(1971, 11, 25), R),
        (Sex.FEMALE, date(1971, 11, 24), G),
        (Sex.MALE, date(1990, 1, 1), G),
    ],
)
def test_pregnancy_is_asked_of_women_below_55(sex, born, colour):
    found = verdict(gate_of("ec_q3w", "C1D1"), facts(results(pregnancy=None), sex=sex, birth_date=born))
    assert found.colour is colour


def test_later_doses_ask_for_none_of_them():
    without = results(pregnancy=None, hbsag=None, anti_hbc=None)
    assert verdict(gate_of("ec_q3w", "C2D1"), facts(without)).colour is G


def test_the_next_phase_does_not_ask_again_what_the_first_has_asked():
    assert gate_of("ddac_wp", "C1D1", ADJ).asked
    assert gate_of("ddac_wp", "C5D1", ADJ).asked == ()


@pytest.mark.parametrize(("answer", "colour"), [("normal", G), ("intermediate", A), ("poor", R), (None, R)])
@pytest.mark.parametrize("regimen", ["capecitabine", "fec100", "cmf_iv"])
def test_dpyd_is_known_before_the_first_fluoropyrimidine(regimen, answer, colour):
    assert verdict(gate_of(regimen, "C1D1"), facts(results(dpyd=answer))).colour is colour
    assert verdict(gate_of(regimen, "C2D1"), facts(results(dpyd=answer))).colour is G


@pytest.mark.parametrize(("answer", "colour"), [(None, G), ("normal", G), ("*28/*28", A)])
def test_a_known_slow_metaboliser_is_pointed_out(answer, colour):
    assert verdict(gate_of("sg", "C1D1"), facts(results(ugt1a1=answer))).colour is colour


# --- toxicity and the patient


def tox(term: str, grade: int, day: date = TODAY) -> Toxicity:
    return Toxicity(term, grade, day)


@pytest.mark.parametrize(
    ("regimen", "term", "colours"),
    [
        ("ec_q3w", "fatigue", (G, A, R)),
        ("ec_q3w", "alopecia", (G, G, G)),
        ("ec_q3w", "infection", (A, R, R)),
        ("ec_q3w", "infusion_reaction", (G, G, A)),
        ("pac_weekly", "neuropathy", (G, A, R)),
        ("eribulin", "neuropathy", (G, A, R)),
        ("capecitabine", "hand_foot", (A, R, R)),
        ("pld", "hand_foot", (A, R, R)),
        ("sg", "diarrhoea", (G, A, R)),
        ("pembro_q3w", "diarrhoea", (A, R, R)),
        ("pembro_q3w", "rash", (G, A, R)),
        ("pembro_q3w", "pneumonitis", (A, R, R)),
        ("tdxd", "pneumonitis", (R, R, R)),
        ("tdxd", "cough", (R, R, R)),
        ("tdxd", "dyspnoea", (R, R, R)),
        ("dato", "eye", (A, A, R)),
        ("dato", "stomatitis", (G, A, R)),
        ("phesgo", "fatigue", (G, G, A)),
        ("everolimus_exemestane", "pneumonitis", (R, R, R)),
        ("alpelisib_ful", "hyperglycaemia", (G, A, R)),
        ("abema_ai", "diarrhoea", (G, A, R)),
        ("ec_q3w", "infusion_reaction", (G, G, A, R)),
        ("phesgo", "infusion_reaction", (G, G, A, R)),
        ("phesgo", "fatigue", (G, G, A, R)),
        ("pembro_q3w", "infusion_reaction", (G, G, A, R)),
        ("dato", "cough", (R,)),
        ("dato", "dyspnoea", (R,)),
        ("dato", "pneumonitis", (R,)),
        ("everolimus_exemestane", "cough", (R,)),
        ("everolimus_exemestane", "dyspnoea", (R,)),
        ("everolimus_exemestane", "fatigue", (G, A, R)),
        ("palbo_ai", "fatigue", (G, A, R)),
        ("ribo_ai", "fatigue", (G, A, R)),
        ("abema_ai", "fatigue", (G, A, R)),
        ("olaparib", "fatigue", (G, A, R)),
        ("alpelisib_ful", "fatigue", (G, A, R)),
    ],
)
def test_each_toxicity_holds_from_its_grade_on(regimen, term, colours):
    gate = gate_of(regimen, "C2D1")
    for grade, colour in enumerate(colours, start=1):
        found = verdict(gate, facts(toxicities=(tox(term, grade),)))
        assert (grade, found.colour) == (grade, colour)


def test_a_toxicity_that_is_over_or_still_to_come_does_not_count():
    gate = gate_of("ec_q3w", "C2D1")
    over = (tox("fatigue", 3, date(2026, 11, 10)), tox("fatigue", 0, date(2026, 11, 20)))
    assert verdict(gate, facts(toxicities=over)).colour is G
    assert verdict(gate, facts(toxicities=(tox("fatigue", 3, date(2026, 11, 25)),))).colour is G


def test_a_toxicity_says_by_which_version_it_was_graded():
    graded = Toxicity("nausea", 3, MOMENT.date(), CtcaeVersion.V6)
    (finding,) = verdict(gate_of("ec_q3w", "C2D1"), facts(toxicities=(graded,))).findings
    assert dict(finding.facts) == {"term": "Nausea", "grade": 3, "ctcae": "6.0"}


@pytest.mark.parametrize(("ecog", "colour"), [(None, G), (2, G), (3, A), (4, R)])
def test_a_weak_patient_is_for_the_doctor(ecog, colour):
    assert verdict(gate_of("ec_q3w", "C2D1"), facts(ecog=ecog)).colour is colour


@pytest.mark.parametrize(("weight", "colour"), [(65.9, G), (66.0, A), (54.1, G), (54.0, A), (None, G)])
def test_a_weight_that_changed_by_a_tenth_asks_for_the_dose_again(weight, colour):
    assert verdict(gate_of("ec_q3w", "C2D1"), facts(weight_kg=weight)).colour is colour


# --- clearance


@pytest.mark.parametrize(
    ("years", "kg", "creatinine", "sex", "expected"),
    [
        (45, 60, 60, Sex.FEMALE, 99.2),
        (62, 70, 80, Sex.FEMALE, 71.2),
        (78, 52.5, 95, Sex.FEMALE, 35.8),
        (38, 95, 55, Sex.FEMALE, 183.9),
        (55, 82, 90, Sex.MALE, 95.1),
    ],
)
def test_the_clearance_is_that_of_the_reference(years, kg, creatinine, sex, expected):
    assert cockcroft_gault(years, kg, creatinine, sex) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("regimen", "ml_min", "colour", "percent"),
    [
        ("capecitabine", 50.1, G, None), ("capecitabine", 49.9, A, 75), ("capecitabine", 30.1, A, 75),
        ("capecitabine", 29.9, R, None),
        ("zoledronic_q4w", 60.1, G, None), ("zoledronic_q4w", 59.9, A, 87.5), ("zoledronic_q4w", 49.9, A, 82.5),
        ("zoledronic_q4w", 39.9, A, 75), ("zoledronic_q4w", 29.9, R, None),
        ("carboplatin_q3w", 30.1, G, None), ("carboplatin_q3w", 29.9, A, None), ("carboplatin_q3w", 19.9, R, None),
        ("cmf_iv", 30.1, G, None), ("cmf_iv", 29.9, A, None),
        ("olaparib", 60.1, G, None), ("olaparib", 59.9, A, None), ("olaparib", 29.9, R, None),
    ],
)  # fmt: skip
def test_kidneys_lower_the_dose_and_shut_the_gate(regimen, ml_min, colour, percent):
    creatinine = cockcroft_gault(45, 60, 88.42, Sex.FEMALE) / ml_min * 88.42
    line = line_of(verdict(gate_of(regimen, "C2D1"), facts(results(creatinine=creatinine))), CLEARANCE)
    assert (line.colour, line.percent) == (colour, percent)


def test_without_a_weight_the_clearance_is_not_known():
    found = verdict(gate_of("zoledronic_q4w", "C2D1"), facts(weight_kg=None))
    assert [one.code for one in found.findings] == ["gate-weight-missing"] and found.colour is R

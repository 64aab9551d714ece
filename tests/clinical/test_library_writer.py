"""A regimen as the YAML of the library, word for word: the order of the fields, the quotes, the figures."""

from dataclasses import replace

import pytest

from dayhospital.clinical.library_writer import regimen_text
from dayhospital.clinical.yaml_words import inside, scalar
from dayhospital.domain.regimen import Gate, Phase, Tolerance
from tests.clinical.test_library_fields import MEANT, SMALL, regimen

NEEDS = """\
needs:
  - {ecog: 2}
"""
FULL = """\
id: full
version: 3
name: A full regimen
short: TWELVE CHARS
group: targeted
colour: H2
also_contains: [chemotherapy, supportive]
settings: [neoadjuvant, adjuvant]
enabled: false
biomarkers:
  her2: positive
  note: by FISH
needs:
  - {ecog: 2}
port: consider
no_driving: true
no_driving_reason: ethanol
latest_start_check: true
same_day: false
cumulative_limit: doxorubicin 550
heart_checks: every 3 months
dpyd_test: true
regulatory_note: not approved
note: a note
confidence: partly verified
sources: [FK, SEIN]

phases:
  - name: first
    cycle_days: 21
    cycles: 4
    cycles_by_setting: {neoadjuvant: open, adjuvant: 6}
    until: surgery
    tolerance: {early: 1, late: 3, note: of the centre}
    tolerance_within: {early: 0, late: 1}
    min_gap_days: 6
    emetic: moderate
    gcsf: pegfilgrastim
    gate: {rules: [mine], neutrophils: 1.5, platelets: 100, later_neutrophils: 1.0, later_platelets: 75}
    acuity: {1: [3, 2], 8: 5, 15: 1}
    note: of the phase
    drugs:
      - drug: trastuzumab_iv
        dose: 6
        unit: mg/kg
        salt: base
        basis: weight
        days: [1]
        first_cycle_days: [15]
        route: IV
        places: [day_hospital, home]
        sequence: 10
        infusion: [90, 60, 30]
        observation: [360, 120, 120]
        observation_mode: clock_from_start_of_infusion
        pragmatic_observation: [60, 0, 0]
        premedication: 15
        loading: {dose: 8, unit: mg/kg, reload_after_days: 29}
        note: of the drug
      - drug: capecitabine
        dose: 1000
        unit: mg/m²
        basis: bsa
        days: [1, 8]
        route: PO
        places: [home]
        sequence: 20
        intake: days 1-14
  - name: second
    cycle_days: 7
    cycles: open
    order: parallel
    pause_days: 42
    pause_reason: surgery
    tolerance: {early: 2, late: 2}
    visit_minutes: 20
    visit_place: consultation
    drugs: []
"""


def test_a_regimen_with_everything_is_written_in_the_order_of_the_library():
    assert regimen_text(MEANT) == FULL


def test_what_is_written_comes_back():
    assert regimen(FULL, "full") == MEANT


def test_what_is_usual_is_left_out():
    assert regimen_text(regimen(SMALL)) == SMALL.replace("phases:", "\nphases:")


def with_drug(**changes) -> str:
    phase = MEANT.phases[0]
    return regimen_text(replace(MEANT, phases=(replace(phase, drugs=(replace(phase.drugs[0], **changes),)),)))


@pytest.mark.parametrize(
    ("dose", "written"),
    [(6, "6"), (6.0, "6"), (1.23, "1.23"), (0.5, "0.5"), (1e-5, "0.00001"), (1234567.0, "1234567")],
)
def test_a_dose_is_written_without_powers_and_without_a_needless_nought(dose, written):
    assert f"        dose: {written}\n" in with_drug(dose=dose)


@pytest.mark.parametrize(
    ("gate", "written"),
    [
        (Gate(("a",), 1.0, 100.0), "{rules: [a], neutrophils: 1.0, platelets: 100}"),
        (Gate(("a", "b"), 9.5), "{rules: [a, b], neutrophils: 9.5}"),
        (Gate(("a",), None, None, 10.0), "{rules: [a], later_neutrophils: 10}"),
        (Gate(("a",), 1.25, None, None, 75.5), "{rules: [a], neutrophils: 1.25, later_platelets: 75.5}"),
    ],
)
def test_counts_below_ten_have_a_decimal(gate, written):
    phase = replace(MEANT.phases[0], gate=gate)
    assert f"    gate: {written}\n" in regimen_text(replace(MEANT, phases=(phase,)))


def test_a_phase_says_only_what_it_has():
    bare = Phase("bare", 7, 2, MEANT.phases[0].order, Tolerance(0, 0), (), visit_minutes=5)
    text = regimen_text(replace(MEANT, phases=(bare,)))
    assert text.endswith(
        "  - name: bare\n    cycle_days: 7\n    cycles: 2\n    tolerance: {early: 0, late: 0}\n"
        "    visit_minutes: 5\n    drugs: []\n"
    )


@pytest.mark.parametrize(
    ("text", "behind_a_name", "in_brackets"),
    [
        ("plain words", "plain words", "plain words"),
        ("a, b", "a, b", '"a, b"'),
        ("a: b", '"a: b"', '"a: b"'),
        ("12", '"12"', '"12"'),
        ('say "no": now', "'say \"no\": now'", "'say \"no\": now'"),
        ("back\\slash: x", "'back\\slash: x'", "'back\\slash: x'"),
        ("µmol/L – ≥ 5", "µmol/L – ≥ 5", "µmol/L – ≥ 5"),
        ("x" * 200 + " " + "y" * 200, "x" * 200 + " " + "y" * 200, "x" * 200 + " " + "y" * 200),
    ],
)
def test_words_are_quoted_where_yaml_would_misread_them(text, behind_a_name, in_brackets):
    assert (scalar(text), inside(text)) == (behind_a_name, in_brackets)

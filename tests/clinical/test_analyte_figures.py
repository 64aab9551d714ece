"""Every figure of ``analytes.yaml``, ``tests.yaml`` and ``reactions.yaml`` against tables by hand.

Section 4.1 of the clinical reference: counts and chemistry serve 72 hours, thyroid values 6 weeks; an ejection
fraction about 3 months (4.4); creatinine in section 8. What the reference does not say is from knowledge.
"""

from datetime import datetime, timedelta

import pytest

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.clinical.reactions import reaction_rules
from dayhospital.domain.result import AnalyteGroup, Result

NOON = datetime(2026, 11, 24, 12)
MEASURED: dict[str, tuple[float, float, float | None, int | None]] = {
    # analyte: lowest and highest plausible value, upper limit of normal, hours it serves
    "neutrophils": (0, 100, None, 72),
    "platelets": (0, 2000, None, 72),
    "haemoglobin": (3, 25, None, 72),
    "creatinine": (20, 1000, 97, 72),
    "bilirubin": (0, 50, 1.2, 72),
    "alt": (0, 10_000, 35, 72),
    "ast": (0, 10_000, 35, 72),
    "alp": (0, 5000, 120, 72),
    "glucose": (10, 1500, 100, 72),
    "calcium": (1, 5, 2.6, 336),
    "tsh": (0, 500, 4.5, 1008),
    "ft4": (0, 150, None, 1008),
    "cortisol": (0, 3000, None, 672),
    "hba1c": (2, 25, None, 2184),
    "inr": (0, 20, None, 72),
    "temperature": (30, 44, None, 24),
    "systolic": (50, 280, None, 24),
    "diastolic": (20, 180, None, 24),
    "urine_protein": (0, 50, None, 504),
    "lvef": (5, 90, None, 2184),
    "qtcf": (250, 700, None, 336),
    "er": (0, 100, None, None),
    "pr": (0, 100, None, None),
    "ki67": (0, 100, None, None),
    "pd_l1_cps": (0, 100, None, None),
    "pd_l1_ic": (0, 100, None, None),
}
UNITS = {
    "10⁹/L": "neutrophils platelets",
    "g/dL": "haemoglobin",
    "µmol/L": "creatinine",
    "mg/dL": "bilirubin glucose",
    "U/L": "alt ast alp",
    "mmol/L": "calcium",
    "mU/L": "tsh",
    "pmol/L": "ft4",
    "nmol/L": "cortisol",
    "%": "hba1c lvef er pr ki67 pd_l1_ic",
    "": "inr pd_l1_cps",
    "°C": "temperature",
    "mmHg": "systolic diastolic",
    "g/24 h": "urine_protein",
    "ms": "qtcf",
}
FACTORS = {
    # 1 of the other unit in the unit values are kept in, from the molar masses
    ("haemoglobin", "g/L"): 0.1,
    ("creatinine", "mg/dL"): 88.42,
    ("bilirubin", "µmol/L"): 0.05848,
    ("glucose", "mmol/L"): 18.016,
    ("calcium", "mg/dL"): 0.2495,
    ("ft4", "ng/dL"): 12.87,
    ("cortisol", "µg/dL"): 27.59,
}
TURNAROUND = {"ngs_tissue": 21, "ctdna": 14, "germline": 28, "dpyd": 7, "ugt1a1": 10, "receptors": 7, "pd_l1": 7}
REACTIONS = {
    # Minutes the session lasts longer, minutes watched from the reaction on. Section 6.2: at least 6 hours after
    # grade 3 and after adrenaline; an hour after grade 2 is from knowledge.
    "grade_1": (0, 0),
    "grade_2": (60, 60),
    "grade_3": (0, 360),
    "grade_4": (0, 360),
    "adrenaline": (0, 360),
}


@pytest.mark.parametrize("name", MEASURED)
def test_a_value_beyond_what_can_be_is_asked_about(name):
    lowest, highest, _, _ = MEASURED[name]
    analyte = analytes()[name]
    assert analyte.is_plausible(lowest) and analyte.is_plausible(highest)
    assert not analyte.is_plausible(lowest - 0.1) and not analyte.is_plausible(highest + 0.1)


@pytest.mark.parametrize("name", MEASURED)
def test_a_value_serves_to_the_hour(name):
    _, _, upper, hours = MEASURED[name]
    analyte = analytes()[name]
    assert (analyte.upper, analyte.valid_hours) == (upper, hours)
    assert Result(name, NOON, 1.0).valid_at(NOON + timedelta(hours=hours or 10**6), analyte.valid_hours)
    assert hours is None or not Result(name, NOON, 1.0).valid_at(NOON + timedelta(hours=hours, minutes=1), hours)


def test_a_pregnancy_test_serves_a_week_and_other_answers_without_end():
    answered = {one.id: one.valid_hours for one in analytes().values() if one.answers and one.valid_hours}
    assert answered == {"pregnancy": 168}
    assert {one.id for one in analytes().values() if not one.answers} == set(MEASURED)
    assert all(one.answers for one in analytes().values() if one.group is AnalyteGroup.GENE)


def test_values_are_kept_in_the_units_of_the_thresholds():
    wanted = {name: unit for unit, names in UNITS.items() for name in names.split()}
    assert {one.id: one.unit for one in analytes().values() if not one.answers} == wanted


def test_units_are_converted_by_the_molar_mass():
    found = {(one.id, unit): factor for one in analytes().values() for unit, factor in one.other_units.items()}
    assert found == FACTORS


def test_laboratories_take_so_many_days():
    assert {name: test.turnaround_days for name, test in molecular_tests().items()} == TURNAROUND


def test_a_reaction_makes_the_day_longer_by_its_grade():
    found = {name: (rule.longer_minutes, rule.observe_minutes) for name, rule in reaction_rules().items()}
    assert found == REACTIONS

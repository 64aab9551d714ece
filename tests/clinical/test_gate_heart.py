"""The heart: when an ejection fraction is due, and what a value and its fall allow, from both sides."""

from datetime import datetime, timedelta

import pytest

from dayhospital.domain.gate import Colour
from dayhospital.domain.result import Result, Results
from tests.clinical.gate_samples import MOMENT, facts, gate_of, line_of, results, verdict

G, A, R = Colour.GREEN, Colour.AMBER, Colour.RED
BEFORE = datetime(2026, 10, 27, 10)


def heart(value: float, baseline: float | None = 60.0, taken: datetime = MOMENT - timedelta(days=1)) -> Results:
    others = [one for one in results().all() if one.analyte != "lvef"]
    found = [Result("lvef", taken, value)]
    if baseline is not None:
        found.append(Result("lvef", BEFORE, baseline))
    return Results([*others, *found])


@pytest.mark.parametrize(
    ("days", "colour", "code"), [(90, G, None), (91, A, "lvef-due"), (118, A, "lvef-due"), (119, R, "lvef-overdue")]
)
@pytest.mark.parametrize("regimen", ["phesgo", "tdm1", "tdxd", "tchp"])
def test_an_ejection_fraction_is_due_after_three_months_and_too_old_after_four_weeks_more(regimen, days, colour, code):
    old = heart(60.0, baseline=None, taken=MOMENT - timedelta(days=days))
    found = verdict(gate_of(regimen, "C2D1"), facts(old))
    assert line_of(found, "lvef").colour is colour
    assert [one.code for one in found.findings] == ([code] if code else [])


@pytest.mark.parametrize(("days", "colour"), [(83, G), (84, A), (111, A), (112, R)])
def test_tablets_against_her2_look_every_12_weeks(days, colour):
    old = heart(60.0, baseline=None, taken=MOMENT - timedelta(days=days))
    assert line_of(verdict(gate_of("lapatinib_cape", "C2D1"), facts(old)), "lvef").colour is colour


def test_without_any_ejection_fraction_an_antibody_waits():
    found = verdict(gate_of("phesgo", "C1D1"), facts(results(lvef=None)))
    assert found.colour is R and [one.code for one in found.findings] == ["lvef-missing"]


def test_an_anthracycline_asks_for_one_before_the_first_dose_only():
    assert verdict(gate_of("ec_q3w", "C1D1"), facts(results(lvef=None))).colour is R
    assert verdict(gate_of("ec_q3w", "C2D1"), facts(results(lvef=None))).colour is G


@pytest.mark.parametrize(
    ("regimen", "baseline", "value", "colour", "code"),
    [
        ("phesgo", 70, 55, G, None),
        ("phesgo", 70, 54, R, "lvef-hold"),
        ("phesgo", 60, 50, G, None),
        ("phesgo", 59, 49, R, "lvef-hold"),
        ("phesgo", 58, 49, G, None),
        ("tdm1", 60, 46, G, None),
        ("tdm1", 54, 45, G, None),
        ("tdm1", 55, 45, R, "lvef-hold"),
        ("tdm1", 45, 40, G, None),
        ("tdm1", 45, 39, R, "lvef-stop"),
        ("tdxd", 60, 51, G, None),
        ("tdxd", 60, 50, A, "lvef-watch"),
        ("tdxd", 70, 50, A, "lvef-watch"),
        ("tdxd", 71, 50, R, "lvef-hold"),
        ("tdxd", 54, 46, G, None),
        ("tdxd", 54, 45, A, "lvef-repeat"),
        ("tdxd", 55, 45, R, "lvef-hold"),
        ("tdxd", 45, 40, A, "lvef-repeat"),
        ("tdxd", 45, 39, R, "lvef-hold"),
    ],
)
def test_value_and_fall_decide_as_the_labels_say(regimen, baseline, value, colour, code):
    found = verdict(gate_of(regimen, "C2D1"), facts(heart(float(value), float(baseline))))
    assert line_of(found, "lvef").colour is colour
    assert [one.code for one in found.findings] == ([code] if code else [])


def test_a_hold_says_when_to_look_again_and_where_that_is_written():
    (finding,) = verdict(gate_of("phesgo", "C2D1"), facts(heart(49.0, 65.0))).findings
    assert dict(finding.facts) == {"value": "49", "fall": "16", "weeks": 4} and finding.source == "HER"


def test_the_fall_counts_from_the_value_before_the_course_not_from_a_later_one():
    every = [*heart(52.0, 70.0).all(), Result("lvef", MOMENT - timedelta(days=10), 55.0)]
    assert line_of(verdict(gate_of("phesgo", "C2D1"), facts(Results(every))), "lvef").colour is R


def test_without_a_value_before_the_course_the_oldest_one_serves():
    every = [*heart(50.0, None).all(), Result("lvef", MOMENT - timedelta(days=10), 66.0)]
    assert line_of(verdict(gate_of("phesgo", "C2D1"), facts(Results(every))), "lvef").colour is R

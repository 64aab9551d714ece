"""Lifetime doses: what counts, as what, and both sides of each limit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.cumulative import (
    counts,
    heart_risks,
    lifetime_doses,
    limits_of,
    planned_portions,
    portions,
    present_levels,
)
from dayhospital.domain.chosen_dose import ChosenDose
from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.dosing import Amount, Reduction
from dayhospital.domain.findings import Severity
from dayhospital.domain.lifetime_dose import (
    ChestRadiotherapy,
    EarlierDose,
    HeartRisk,
    HeartRiskKind,
    Limits,
    Origin,
    Portion,
)
from dayhospital.errors import InvalidValue, NotFound
from tests.clinical.spoken import spoken
from tests.ui.patients import people
from tests.ui.patients.conftest import library

DAY = date(2026, 9, 1)
drug = library().drug


def portion(name: str, mg_m2: float, origin: Origin = Origin.GIVEN, label: str = "") -> Portion:
    return Portion(name, mg_m2, origin, DAY, label)


def lifetime(*found: Portion, risks: tuple[HeartRisk, ...] = ()):
    return lifetime_doses(found, drug, risks)


SEVERITY = {"review": Severity.NOTE, "warn": Severity.WARNING, "hard": Severity.BLOCK}


def codes(found) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("doxorubicin", Limits(400, 450, 550)),
        ("epirubicin", Limits(None, 600, 900)),
        ("pld", Limits(400, 450, 550)),
    ],
)
def test_the_limits_are_those_of_the_reference(name, limits):
    assert limits_of(drug(name)) == limits


def test_only_anthracyclines_add_up():
    assert {one.id for one in library().drugs() if counts(one)} == {"doxorubicin", "epirubicin", "pld"}


@pytest.mark.parametrize(
    ("name", "total", "code", "severity"),
    [
        ("doxorubicin", 400, None, None),
        ("doxorubicin", 400.1, "lifetime-review", Severity.NOTE),
        ("doxorubicin", 450, "lifetime-review", Severity.NOTE),
        ("doxorubicin", 450.1, "lifetime-warn", Severity.WARNING),
        ("doxorubicin", 550, "lifetime-warn", Severity.WARNING),
        ("doxorubicin", 550.1, "lifetime-hard", Severity.BLOCK),
        ("epirubicin", 600, None, None),
        ("epirubicin", 600.1, "lifetime-warn", Severity.WARNING),
        ("epirubicin", 900, "lifetime-warn", Severity.WARNING),
        ("epirubicin", 900.1, "lifetime-hard", Severity.BLOCK),
    ],
)
@pytest.mark.parametrize("origin", [Origin.GIVEN, Origin.ELSEWHERE])
def test_above_a_limit_it_is_said_and_at_the_limit_not(name, total, code, severity, origin):
    (found,) = lifetime(portion(name, total, origin))
    assert [(one.code, one.severity) for one in found.findings] == ([(code, severity)] if code else [])


@pytest.mark.parametrize(
    ("given", "planned", "expected"),
    [
        (160, 240, []),
        (161, 240, ["lifetime-plan-review"]),
        (220, 240, ["lifetime-plan-warn"]),
        (311, 240, ["lifetime-plan-hard"]),
        (310, 240, ["lifetime-plan-warn"]),
        (410, 100, ["lifetime-review", "lifetime-plan-warn"]),
        (460, 60, ["lifetime-warn"]),
        (560, 60, ["lifetime-hard"]),
    ],
)
def test_the_whole_plan_is_measured_and_not_only_what_was_given(given, planned, expected):
    (found,) = lifetime(portion("doxorubicin", given), portion("doxorubicin", planned, Origin.PLANNED, "C4D1"))
    assert codes(found) == expected
    assert [one.severity for one in found.findings] == [SEVERITY[code.split("-")[-1]] for code in expected]
    assert (found.so_far.mg_m2, found.in_all.mg_m2, found.planned_until) == (given, given + planned, "C4D1")


def test_epirubicin_alone_has_its_own_limits_and_both_equivalents_are_shown():
    (found,) = lifetime(portion("epirubicin", 600))
    assert (found.drug, found.mixed) == ("epirubicin", False)
    assert found.so_far.mg_m2 == 600
    assert found.so_far.conventional_mg_m2 == pytest.approx(402)
    assert found.so_far.feijen_mg_m2 == pytest.approx(480)


def test_several_anthracyclines_count_together_as_doxorubicin_and_each_for_itself():
    together, *alone = lifetime(portion("doxorubicin", 240, Origin.ELSEWHERE), portion("epirubicin", 360))
    assert (together.drug, together.mixed, together.counted) == ("doxorubicin", True, ("doxorubicin", "epirubicin"))
    assert together.so_far.mg_m2 == pytest.approx(240 + 360 * 0.67)
    assert together.so_far.feijen_mg_m2 == pytest.approx(240 + 360 * 0.8)
    assert together.elsewhere_mg_m2 == 240
    assert codes(together) == ["lifetime-warn"]
    assert [(one.drug, one.so_far.mg_m2, codes(one)) for one in alone] == [
        ("doxorubicin", 240, []),
        ("epirubicin", 360, []),
    ]


@pytest.mark.parametrize(("epirubicin", "expected"), [(238.8, []), (239, ["lifetime-review"])])
def test_the_limits_count_the_convention_and_not_feijen(epirubicin, expected):
    together, *_ = lifetime(portion("doxorubicin", 240), portion("epirubicin", epirubicin))
    assert codes(together) == expected


def test_liposomal_doxorubicin_counts_as_doxorubicin():
    together, *_ = lifetime(portion("pld", 300), portion("doxorubicin", 240))
    assert together.so_far.mg_m2 == together.so_far.feijen_mg_m2 == 540


@pytest.mark.parametrize(("total", "expected"), [(400, []), (400.1, ["lifetime-hard"])])
def test_a_heart_at_risk_has_the_lower_limit(total, expected):
    (found,) = lifetime(portion("doxorubicin", total), risks=heart_risks({"heart_failure"}, ()))
    assert codes(found) == expected
    assert found.limits == Limits(None, None, 400)


def test_other_risks_do_not_lower_it():
    (found,) = lifetime(portion("doxorubicin", 400), risks=heart_risks({"delirium"}, ()))
    assert found.limits.hard == 550


@pytest.mark.parametrize(("total", "expected"), [(400, []), (400.1, ["lifetime-hard"])])
def test_radiotherapy_of_the_chest_brings_the_lower_limit_and_is_named(total, expected):
    risks = heart_risks((), [ChestRadiotherapy(date(2001, 5, 2)), ChestRadiotherapy(date(1998, 1, 5))])
    (found,) = lifetime(portion("doxorubicin", total), risks=risks)
    assert codes(found) == expected and found.limits.hard == 400
    assert found.lowered_by == (HeartRisk(HeartRiskKind.CHEST_RADIOTHERAPY, date(2001, 5, 2)),)


@pytest.mark.parametrize(("total", "expected"), [(550, ["lifetime-warn"]), (550.1, ["lifetime-hard"])])
def test_without_it_the_usual_limit_holds(total, expected):
    (found,) = lifetime(portion("doxorubicin", total), risks=heart_risks((), ()))
    assert codes(found) == expected and found.lowered_by == ()


def test_a_drug_without_a_lower_limit_keeps_its_own():
    (found,) = lifetime(portion("epirubicin", 500), risks=heart_risks({"heart_failure"}, ()))
    assert found.limits.hard == 900 and found.lowered_by == ()


# --- what counts


def course(state=CourseState.ACTIVE, **changes):
    """EC four times: one given in October, one in November, two to come."""
    return replace(people.course(library(), "ec_q3w"), state=state, **changes)


def test_given_days_count_and_days_to_come_only_while_the_course_goes_on():
    running = portions([course()], (), drug)
    assert {one.drug for one in running} == {"epirubicin"}
    assert [(one.label, one.origin) for one in running] == [
        ("C1D1", Origin.GIVEN),
        ("C2D1", Origin.GIVEN),
        ("C3D1", Origin.PLANNED),
    ]
    stopped = portions([course(CourseState.STOPPED)], (), drug)
    assert [(one.label, one.origin) for one in stopped] == [("C1D1", Origin.GIVEN), ("C2D1", Origin.GIVEN)]


def test_a_day_left_out_counts_nowhere():
    assert course().days[-1].state is DayState.OMITTED
    assert [one.label for one in portions([course()], (), drug)] == [day.plan.label for day in course().days[:-1]]


def chosen(percent=100.0, amount=None):
    """Epirubicin as it was chosen: 160 mg are calculated for the full 90 mg/m²."""
    used = 90 * percent / 100
    calculated = Amount(160 * percent / 100, "mg")
    return ChosenDose(
        "epirubicin",
        Amount(90, "mg/m²"),
        Amount(used, "mg/m²"),
        Reduction(percent=percent),
        calculated,
        None,
        calculated if amount is None else Amount(amount, "mg"),
    )


@pytest.mark.parametrize(
    ("second", "counted"),
    [
        (None, [90, 90, 90]),
        (chosen(), [90, 90, 90]),
        (chosen(75), [90, 67.5, 67.5]),
        (chosen(amount=144), [90, 81, 90]),
    ],
)
def test_what_was_chosen_counts_and_its_level_goes_on_into_the_plan(second, counted):
    days = course().days
    known = {} if second is None else {days[1].id: (second,)}
    found = portions([course()], (), drug, known)
    assert [one.mg_m2 for one in found] == pytest.approx(counted)
    assert [one.origin for one in found] == [Origin.GIVEN, Origin.GIVEN, Origin.PLANNED]


def test_a_dose_signed_for_a_day_to_come_counts_as_planned_with_what_is_chosen():
    days = course().days
    known = {days[1].id: (chosen(75),), days[2].id: (chosen(50),)}
    assert [one.mg_m2 for one in portions([course()], (), drug, known)] == pytest.approx([90, 67.5, 45])
    assert present_levels(course(), known) == {"epirubicin": Reduction(percent=50)}


def test_days_added_to_a_course_count_at_its_level():
    plans = [day.plan for day in course().days[:2]]
    found = planned_portions(plans, drug, {"epirubicin": Reduction(percent=50)})
    assert [one.mg_m2 for one in found] == [45, 45]


def test_what_was_signed_for_a_day_left_out_counts_nowhere():
    days = course().days
    assert len(portions([course()], (), drug, {days[-1].id: (chosen(75),)})) == 3
    assert present_levels(course(), {days[-1].id: (chosen(75),)}) == {}


def test_a_dose_from_elsewhere_is_added():
    (found,) = lifetime_doses(portions([course()], [EarlierDose("epirubicin", 360, DAY)], drug), drug)
    assert found.elsewhere_mg_m2 == 360
    assert found.so_far.mg_m2 == 540
    assert found.in_all.mg_m2 == 630
    assert found.planned_until == "C3D1"
    assert codes(found) == ["lifetime-plan-warn"]


def test_a_drug_that_left_the_library_counts_nothing_and_breaks_nothing():
    def forgetful(name):
        if name == "epirubicin":
            raise NotFound("gone")
        return drug(name)

    assert portions([course()], [EarlierDose("epirubicin", 360, DAY)], forgetful) == ()


def test_without_an_anthracycline_there_is_nothing_to_add_up():
    assert lifetime_doses(portions([people.course(library(), "pac_weekly")], (), drug), drug) == ()


@pytest.mark.parametrize(("mg_m2", "possible"), [(0, False), (0.1, True), (2000, True), (2000.1, False), (-1, False)])
def test_an_earlier_dose_is_one_that_can_be(mg_m2, possible):
    if possible:
        assert EarlierDose("doxorubicin", mg_m2, DAY).mg_m2 == mg_m2
    else:
        with pytest.raises(InvalidValue):
            EarlierDose("doxorubicin", mg_m2, DAY)


def test_the_plan_goes_to_its_last_day_whatever_the_order():
    first = replace(portion("doxorubicin", 60, Origin.PLANNED, "C1D1"), day=DAY)
    last = replace(portion("doxorubicin", 60, Origin.PLANNED, "C2D1"), day=DAY + timedelta(days=21))
    assert lifetime(last, first)[0].planned_until == "C2D1"


def test_a_dose_from_elsewhere_and_a_day_keep_their_dates():
    found = portions([course()], [EarlierDose("epirubicin", 360, DAY)], drug)
    assert [one.day for one in found] == [DAY, *(day.plan.planned for day in course().days[:-1])]


def test_what_is_from_elsewhere_counts_together_as_equivalents_too():
    together, *_ = lifetime(portion("epirubicin", 100, Origin.ELSEWHERE), portion("doxorubicin", 60))
    assert together.elsewhere_mg_m2 == pytest.approx(67)


def test_without_a_plan_there_is_no_last_day():
    assert lifetime(portion("doxorubicin", 60))[0].planned_until == ""


def test_a_limit_is_told_with_the_sum_and_what_was_counted():
    together, alone, _ = lifetime(portion("doxorubicin", 420), portion("epirubicin", 60))
    assert spoken(together.findings) == [
        "So far 460.2 mg/m² counted as DOXOrubicin, above the warning limit of 450",
    ]
    assert spoken(alone.findings) == ["So far 420 mg/m² of DOXOrubicin, above 400: have the heart reviewed"]


def test_what_the_plan_comes_to_is_told_apart_from_what_was_given():
    (found,) = lifetime(portion("doxorubicin", 410), portion("doxorubicin", 150, Origin.PLANNED))
    assert spoken(found.findings) == [
        "So far 410 mg/m² of DOXOrubicin, above 400: have the heart reviewed",
        "With the plan 560 mg/m² of DOXOrubicin, above the highest lifetime dose of 550",
    ]

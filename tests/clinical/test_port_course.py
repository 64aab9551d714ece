"""A treatment in the figures the port rule judges by, worked out by hand."""

from dataclasses import replace

import pytest

from dayhospital.clinical.port_course import CourseFacts, course_of_regimen, course_of_treatment, vesicant_given
from dayhospital.domain.regimen import PhaseOrder, Place, Route, Setting
from tests.clinical.samples import dose, drug, infusion, phase, regimen, treatment

ADJ, MET = Setting.ADJUVANT, Setting.METASTATIC
WEEKS = (1, 8, 15)


def facts(*phases, setting=ADJ):
    return course_of_regimen(regimen(*phases), setting, drug)


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        (
            (phase(infusion("doxorubicin", 15), cycles=4), phase(infusion("paclitaxel", 61, WEEKS), cycles=4)),
            CourseFacts(
                intravenous=True,
                vesicant="DOXOrubicin",
                vesicant_cycles=8,
                vesicant_long="PACLitaxel",
                vesicant_minutes=61,
                weekly=True,
                doses=12,
                counted=True,
                sparse=True,
                days=168,
            ),
        ),
        (
            (phase(infusion("docetaxel", 60), infusion("bevacizumab", 90), cycles=3),),
            CourseFacts(
                intravenous=True,
                vesicant="DOCEtaxel",
                vesicant_cycles=0,
                vesicant_long="DOCEtaxel",
                vesicant_minutes=60,
                doses=0,
                counted=True,
                sparse=True,
                days=63,
                wound_drug="Bevacizumab",
                wound_days=7,
            ),
        ),
        (
            (phase(infusion("gemcitabine", days=WEEKS), cycle_days=28, cycles=None),),
            CourseFacts(intravenous=True, vesicant_cycles=0, weekly=True, doses=None, sparse=True, days=None),
        ),
        (
            (phase(infusion("gemcitabine"), cycle_days=7, cycles=None),),
            CourseFacts(intravenous=True, vesicant_cycles=0, weekly=True, doses=None, sparse=False, days=None),
        ),
        (
            (phase(infusion("gemcitabine"), cycle_days=7, cycles=2),),
            CourseFacts(intravenous=True, vesicant_cycles=0, weekly=True, doses=2, counted=True, sparse=False, days=14),
        ),
        (
            (phase(infusion("capecitabine", 0, route=Route.PO), cycles=8),),
            CourseFacts(intravenous=False),
        ),
    ],
)
def test_a_regimen_is_counted_as_by_hand(phases, expected):
    assert facts(*phases) == expected


@pytest.mark.parametrize(
    ("cycle_days", "days", "weekly"),
    [
        (28, WEEKS, True),
        (29, WEEKS, True),
        (30, WEEKS, False),
        (21, (1, 8), False),
        (20, (1, 8), False),
        (19, (1, 8), True),
    ],
)
def test_weekly_is_below_ten_days_on_average(cycle_days, days, weekly):
    found = facts(phase(infusion("paclitaxel", 30, days), cycle_days=cycle_days, cycles=2))
    assert found.weekly is weekly
    assert found.doses == (2 * len(days) if weekly else 0)
    assert found.vesicant == ("PACLitaxel" if weekly else "")
    assert found.vesicant_cycles == (2 if weekly else 0)


@pytest.mark.parametrize(("minutes", "named"), [(30, ""), (31, "DOCEtaxel")])
def test_an_irritant_counts_as_a_vesicant_when_it_runs_longer_than_a_push(minutes, named):
    found = facts(phase(infusion("docetaxel", minutes), cycles=3))
    assert (found.vesicant, found.vesicant_long) == (named, named)
    assert (found.vesicant_minutes, found.vesicant_cycles) == (minutes if named else 0, 0)


def test_the_drug_that_runs_longest_and_the_worst_one_are_two_things():
    found = facts(phase(infusion("docetaxel", 90), infusion("doxorubicin", 15), cycles=2))
    assert (found.vesicant, found.vesicant_long, found.vesicant_minutes) == ("DOXOrubicin", "DOCEtaxel", 90)


def test_the_cycles_are_those_of_the_setting():
    part = replace(phase(infusion("doxorubicin", 15), cycles=4), cycles_by_setting=((MET, None),))
    assert (facts(part).vesicant_cycles, facts(part).days) == (4, 84)
    assert (facts(part, setting=MET).vesicant_cycles, facts(part, setting=MET).days) == (None, None)


@pytest.mark.parametrize(
    ("phases", "days"),
    [
        (
            (
                phase(infusion("gemcitabine"), cycles=2),
                replace(phase(infusion("gemcitabine"), cycles=1), pause_days=42),
            ),
            105,
        ),
        (
            (
                phase(infusion("gemcitabine"), cycles=2),
                phase(infusion("gemcitabine"), cycles=3, order=PhaseOrder.PARALLEL),
            ),
            63,
        ),
        ((phase(infusion("capecitabine", 0, route=Route.PO), cycles=4), phase(infusion("gemcitabine"), cycles=2)), 42),
        (
            (phase(infusion("gemcitabine"), cycles=2), phase(infusion("capecitabine", 0, route=Route.PO), cycles=None)),
            42,
        ),
        ((phase(infusion("gemcitabine"), cycles=2), phase(infusion("gemcitabine"), cycles=None)), None),
    ],
)
def test_the_days_run_from_the_first_infusion_to_the_end_of_the_last_cycle(phases, days):
    assert facts(*phases).days == days


@pytest.mark.parametrize(("days", "cycle_days", "sparse"), [((1,), 8, True), ((1,), 7, False), ((1, 8), 15, True)])
def test_visits_are_sparse_when_more_than_a_week_apart(days, cycle_days, sparse):
    assert facts(phase(infusion("gemcitabine", days=days), cycle_days=cycle_days, cycles=3)).sparse is sparse
    assert facts(phase(infusion("gemcitabine", days=days), cycle_days=cycle_days, cycles=None)).sparse is sparse


# --- a card


def test_a_card_counts_its_own_drugs_and_the_days_of_its_course():
    given = treatment(
        dose("docetaxel"), dose("bevacizumab"), dose("capecitabine", route="PO"), minutes=45, course_doses=6
    )
    assert course_of_treatment(given, drug) == CourseFacts(
        intravenous=True,
        vesicant="DOCEtaxel",
        vesicant_cycles=0,
        vesicant_long="DOCEtaxel",
        vesicant_minutes=45,
        weekly=True,
        doses=6,
        wound_drug="Bevacizumab",
        wound_days=7,
    )


@pytest.mark.parametrize(("many", "cycles"), [(11, 0), (12, 12)])
def test_from_twelve_days_on_an_irritant_of_a_card_counts_as_weekly(many, cycles):
    found = course_of_treatment(treatment(dose("paclitaxel"), minutes=30, course_doses=many), drug)
    assert (found.vesicant_cycles, found.vesicant) == (cycles, "PACLitaxel" if cycles else "")


@pytest.mark.parametrize("more", [{"route": "SC"}, {"place": Place.HOME}])
def test_what_goes_into_no_vein_of_the_unit_does_not_count(more):
    given = treatment(dose("doxorubicin", **more), course_doses=6)
    assert course_of_treatment(given, drug) == CourseFacts(intravenous=False, doses=6)
    assert vesicant_given(given, drug) is None


def test_only_a_true_vesicant_of_a_card_is_one():
    assert vesicant_given(treatment(dose("paclitaxel"), dose("gemcitabine")), drug) is None
    found = vesicant_given(treatment(dose("paclitaxel"), dose("doxorubicin")), drug)
    assert found is not None and found.id == "doxorubicin"


def test_a_card_without_segments_knows_no_minutes():
    given = replace(treatment(dose("doxorubicin"), course_doses=4), segments=())
    found = course_of_treatment(given, drug)
    assert (found.vesicant_long, found.vesicant_minutes, found.vesicant_cycles) == ("DOXOrubicin", 0, 4)


def test_limits_are_reached_by_counts_and_by_courses_without_an_end():
    found = facts(phase(infusion("doxorubicin", 15), cycles=4))
    assert [found.at_least_cycles(limit) for limit in (4, 5)] == [True, False]
    assert [CourseFacts(True, doses=12).at_least_doses(limit) for limit in (12, 13)] == [True, False]
    endless = CourseFacts(True, vesicant_cycles=None, doses=None)
    assert endless.at_least_cycles(99) and endless.at_least_doses(99)

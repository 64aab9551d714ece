"""The port rule: each criterion of the clinical reference, on both sides of its threshold."""

from dataclasses import replace
from datetime import date

import pytest

from dayhospital.clinical import port as rule
from dayhospital.clinical.port import PortNeed, assess_port, assess_port_for_regimen, port_side, strongest
from dayhospital.clinical.port_course import course_of_regimen, course_of_treatment
from dayhospital.domain.findings import Severity
from dayhospital.domain.patient import Access, Port, Side
from dayhospital.domain.regimen import PhaseOrder, PortDefault, Route, Setting
from tests.clinical.samples import DAY, NOTHING_KNOWN, dose, drug, infusion, patient, phase, regimen, treatment
from tests.clinical.spoken import spoken

NEED = {need.name: need for need in PortNeed}


def of(*phases, access=NOTHING_KNOWN, default=PortDefault.NO, **facts):
    given = regimen(*phases, port=default)
    return assess_port_for_regimen(given, Setting.ADJUVANT, patient(access, **facts), DAY, drug)


def codes(assessment):
    return {finding.code for finding in assessment.reasons}


def calm(**access):
    """Six infusions of a harmless drug, and what is known of the veins."""
    return of(phase(infusion("gemcitabine"), cycles=4), access=Access(**access))


@pytest.mark.parametrize(("cycles", "need"), [(3, PortNeed.NOT_NEEDED), (4, PortNeed.RECOMMENDED)])
def test_a_vesicant_for_four_cycles_recommends_a_port(cycles, need):
    found = of(phase(infusion("doxorubicin", 15), cycles=cycles))
    assert found.need is need
    assert ("port-vesicant-cycles" in codes(found)) is (cycles == 4)


def test_vesicant_cycles_add_up_over_phases():
    two = phase(infusion("doxorubicin", 15), cycles=2)
    assert of(two, two).need is PortNeed.RECOMMENDED


def test_a_vesicant_without_planned_end_counts_as_four_cycles():
    assert of(phase(infusion("doxorubicin", 15), cycles=None)).need is PortNeed.RECOMMENDED


@pytest.mark.parametrize(
    ("minutes", "need"),
    [(30, "NOT_NEEDED"), (31, "CONSIDER"), (60, "CONSIDER"), (61, "RECOMMENDED")],
)
def test_a_vesicant_as_infusion_weighs_by_its_length(minutes, need):
    assert of(phase(infusion("docetaxel", minutes), cycles=3)).need is NEED[need]
    assert of(phase(infusion("doxorubicin", minutes), cycles=3)).need is NEED[need]


def test_an_irritant_with_vesicant_properties_counts_when_weekly():
    weekly = infusion("paclitaxel", 30, days=(1, 8, 15))
    three_weekly = infusion("paclitaxel", 60)
    assert "port-vesicant-cycles" in codes(of(phase(weekly, cycles=4)))
    assert "port-vesicant-cycles" not in codes(of(phase(three_weekly, cycles=4)))


@pytest.mark.parametrize(("cycles", "need"), [(11, "NOT_NEEDED"), (12, "RECOMMENDED"), (None, "NOT_NEEDED")])
def test_twelve_weekly_doses_recommend_a_port(cycles, need):
    found = of(phase(infusion("gemcitabine"), cycle_days=7, cycles=cycles))
    assert found.need is NEED[need]


def test_weekly_doses_without_planned_end_count_unless_the_record_says_no_port():
    weekly = phase(infusion("gemcitabine"), cycle_days=7, cycles=None)
    assert "port-weekly-doses" in codes(of(weekly, default=PortDefault.CONSIDER))
    assert "port-weekly-doses" not in codes(of(weekly, default=PortDefault.NO))


def test_a_count_without_planned_end_is_said_in_words():
    weekly = of(phase(infusion("gemcitabine"), cycle_days=7, cycles=None), default=PortDefault.CONSIDER)
    (found,) = (finding for finding in weekly.reasons if finding.code == "port-weekly-doses")
    assert found.facts["doses"] == "12 or more"


def test_twelve_doses_two_weeks_out_of_three_are_not_weekly():
    found = of(phase(infusion("gemcitabine", days=(1, 8)), cycles=6))
    assert "port-weekly-doses" not in codes(found)


@pytest.mark.parametrize(
    ("cycles", "need"),
    [(4, "NOT_NEEDED"), (5, "CONSIDER"), (6, "CONSIDER"), (7, "RECOMMENDED"), (None, "CONSIDER")],
)
def test_a_long_course_with_rare_visits_weighs_by_its_months(cycles, need):
    found = of(phase(infusion("gemcitabine"), cycle_days=30, cycles=cycles), default=PortDefault.CONSIDER)
    named = codes(found) & {"port-middle-course", "port-long-course", "port-open-course"}
    assert bool(named) is (need != "NOT_NEEDED")
    assert found.need is (NEED[need] if named else PortNeed.CONSIDER)


@pytest.mark.parametrize(("days", "code"), [(122, ""), (123, "middle"), (183, "middle"), (184, "long")])
def test_the_months_are_counted_in_days(days, code):
    found = of(phase(infusion("gemcitabine"), cycle_days=days), default=PortDefault.CONSIDER)
    assert {code for code in codes(found) if "course" in code} == ({f"port-{code}-course"} if code else set())


def test_parallel_phases_run_together_and_do_not_add_up():
    part = phase(infusion("gemcitabine"), cycle_days=61)
    apart = of(part, part, part, default=PortDefault.CONSIDER)
    beside = replace(part, order=PhaseOrder.PARALLEL)
    assert "port-middle-course" in codes(apart)
    assert not {code for code in codes(of(part, beside, beside, default=PortDefault.CONSIDER)) if "course" in code}


def test_a_record_that_says_no_port_is_not_overruled_by_length_alone():
    assert of(phase(infusion("gemcitabine"), cycles=None)).need is PortNeed.NOT_NEEDED


@pytest.mark.parametrize(
    ("score", "need"),
    [(None, "NOT_NEEDED"), (0, "NOT_NEEDED"), (1, "NOT_NEEDED"), (2, "CONSIDER"), (3, "CONSIDER"), (4, "RECOMMENDED")],
)
def test_difficult_veins_weigh_by_their_score(score, need):
    assert calm(diva_score=score).need is NEED[need]


@pytest.mark.parametrize(("attempts", "need"), [(1, "NOT_NEEDED"), (2, "RECOMMENDED")])
def test_two_failed_cannulations_recommend_a_port(attempts, need):
    assert calm(failed_cannulations=attempts).need is NEED[need]


def test_an_extravasation_before_recommends_a_port():
    assert calm(extravasation_before=True).need is PortNeed.RECOMMENDED


def test_a_wish_is_worth_considering():
    assert calm(wants_port=True).need is PortNeed.CONSIDER


@pytest.mark.parametrize(
    ("default", "need"),
    [(PortDefault.NO, "NOT_NEEDED"), (PortDefault.CONSIDER, "CONSIDER"), (PortDefault.RECOMMENDED, "RECOMMENDED")],
)
def test_the_library_record_counts_as_one_criterion(default, need):
    assert of(phase(infusion("gemcitabine")), default=default).need is NEED[need]


@pytest.mark.parametrize("route", [Route.SC, Route.IM, Route.PO])
def test_nothing_into_a_vein_needs_no_port_whatever_the_veins(route):
    found = of(phase(infusion("fulvestrant", route=route)), access=Access(diva_score=5, wants_port=True))
    assert found.need is PortNeed.NOT_NEEDED
    assert codes(found) == {"port-no-infusion"}


@pytest.mark.parametrize(("score", "need"), [(3, "RECOMMENDED"), (4, "REQUIRED")])
def test_a_vesicant_and_no_usable_vein_require_a_port(score, need):
    found = of(phase(infusion("doxorubicin", 15), cycles=4), access=Access(diva_score=score))
    assert found.need is NEED[need]
    assert found.missing


def test_a_vesicant_and_two_barred_arms_require_a_port_and_a_harmless_drug_recommends_it():
    both = Access(axillary_surgery=Side.BILATERAL)
    assert of(phase(infusion("doxorubicin", 15)), access=both).need is PortNeed.REQUIRED
    assert of(phase(infusion("gemcitabine")), access=both).need is PortNeed.RECOMMENDED


def test_a_missing_required_port_is_a_warning_and_a_usable_one_is_not():
    course = phase(infusion("doxorubicin", 15), cycles=4)
    veins = Access(diva_score=4)
    ready = Port(Side.RIGHT, date(2026, 11, 2), date(2026, 11, 3))
    assert Severity.WARNING in {finding.severity for finding in of(course, access=veins).reasons}
    with_port = of(course, access=veins, port=ready)
    assert with_port.usable and not with_port.missing
    assert {finding.severity for finding in with_port.reasons} == {Severity.NOTE}


@pytest.mark.parametrize(
    ("usable_from", "removed", "in_place", "usable"),
    [
        (DAY, None, True, True),
        (date(2026, 11, 25), None, True, False),
        (date(2026, 1, 2), date(2026, 11, 25), True, True),
        (date(2026, 1, 2), DAY, False, False),
    ],
)
def test_a_port_is_usable_from_its_day_until_it_is_removed(usable_from, removed, in_place, usable):
    port = Port(Side.RIGHT, date(2026, 1, 1), usable_from, removed=removed)
    found = of(phase(infusion("gemcitabine")), port=port)
    assert (found.in_place, found.usable) == (in_place, usable)
    assert ("port-not-usable-yet" in codes(found)) is (in_place and not usable)


@pytest.mark.parametrize(("inserted", "usable"), [(date(2026, 11, 18), False), (date(2026, 11, 17), True)])
def test_a_fresh_port_waits_seven_days_for_bevacizumab(inserted, usable):
    port = Port(Side.RIGHT, inserted, inserted)
    assert of(phase(infusion("bevacizumab")), port=port).usable is usable
    assert of(phase(infusion("gemcitabine")), port=port).usable


@pytest.mark.parametrize(
    ("operated", "tumour", "side"),
    [
        (None, "left", Side.RIGHT),
        (None, "right", Side.LEFT),
        (Side.RIGHT, "right", Side.LEFT),
        (Side.LEFT, "bilateral", Side.RIGHT),
        (Side.BILATERAL, "left", None),
        (None, "bilateral", None),
        (None, "", None),
    ],
)
def test_the_port_goes_to_the_healthy_side(operated, tumour, side):
    facts = patient(Access(axillary_surgery=operated), tumour_side=tumour)
    assert port_side(facts) is side


def test_the_operated_arm_is_named():
    found = calm(axillary_surgery=Side.LEFT, wants_port=True)
    assert {"arm-not-used", "port-side"} <= codes(found)
    assert found.side is Side.RIGHT


def test_lymphoedema_of_an_unnamed_side_is_named_too():
    assert "arm-lymphoedema" in codes(calm(lymphoedema=True))


@pytest.mark.parametrize(("days", "need"), [(3, "NOT_NEEDED"), (4, "RECOMMENDED")])
def test_a_card_counts_the_treatment_days_of_its_course(days, need):
    given = treatment(dose("doxorubicin"), minutes=15, course_doses=days)
    assert assess_port(patient(), given, DAY, drug).need is NEED[need]


@pytest.mark.parametrize(("days", "need"), [(11, "CONSIDER"), (12, "RECOMMENDED")])
def test_a_card_of_a_course_of_twelve_days_recommends_a_port(days, need):
    given = treatment(dose("gemcitabine"), course_doses=days)
    assert assess_port(patient(default=PortDefault.CONSIDER), given, DAY, drug).need is NEED[need]
    assert assess_port(patient(default=PortDefault.NO), given, DAY, drug).need is PortNeed.NOT_NEEDED


@pytest.mark.parametrize(("minutes", "need"), [(30, "NOT_NEEDED"), (60, "CONSIDER"), (61, "RECOMMENDED")])
def test_a_card_knows_how_long_its_vesicant_runs(minutes, need):
    given = treatment(dose("docetaxel"), minutes=minutes, course_doses=3)
    assert assess_port(patient(), given, DAY, drug).need is NEED[need]


def test_a_card_with_its_regimen_says_what_was_said_at_choice():
    whole = regimen(phase(infusion("gemcitabine"), cycle_days=7, cycles=12))
    given = treatment(dose("gemcitabine"), course_doses=1)
    at_choice = assess_port_for_regimen(whole, Setting.ADJUVANT, patient(), DAY, drug)
    assert assess_port(patient(), given, DAY, drug, whole) == at_choice
    assert assess_port(patient(), given, DAY, drug).need is PortNeed.NOT_NEEDED


def test_an_injection_card_needs_no_port():
    given = treatment(dose("fulvestrant", route="IM"), course_doses=40)
    assert assess_port(patient(), given, DAY, drug).need is PortNeed.NOT_NEEDED


def test_what_a_card_asks_with_can_be_kept_in_a_cache():
    assert isinstance(hash((patient(), treatment(dose("gemcitabine")), DAY, drug)), int)


def test_the_thresholds_are_those_of_the_clinical_reference():
    assert (rule.VESICANT_CYCLES, rule.WEEKLY_DOSES, rule.DIVA_HIGH, rule.DIVA_MODERATE) == (4, 12, 4, 2)
    assert (rule.SHORT_INFUSION_MINUTES, rule.LONG_INFUSION_MINUTES, rule.FAILED_CANNULATIONS) == (30, 60, 2)


def test_of_several_treatments_the_one_that_asks_most_counts():
    tablets = of(phase(infusion("capecitabine", 0, route=Route.PO), cycles=8))
    harmless = of(phase(infusion("gemcitabine"), cycles=3))
    vesicant = of(phase(infusion("doxorubicin", 15), cycles=4))
    assert strongest([tablets, harmless, vesicant]) is vesicant
    assert strongest([tablets, harmless]) is harmless  # something does go into a vein
    assert strongest([]) is None


WEEKLY = phase(infusion("gemcitabine"), cycle_days=7, cycles=12)
NO_END = phase(infusion("gemcitabine"), cycle_days=30, cycles=None)


@pytest.mark.parametrize(
    ("found", "first", "source"),
    [
        (
            lambda: of(phase(infusion("doxorubicin", 15), cycles=4), access=Access(diva_score=4)),
            "DOXOrubicin burns outside the vein and no vein is usable",
            "esmo-eons-extravasation",
        ),
        (
            lambda: of(phase(infusion("gemcitabine")), default=PortDefault.RECOMMENDED),
            "The regimen library recommends a port",
            "library",
        ),
        (
            lambda: of(phase(infusion("gemcitabine")), default=PortDefault.CONSIDER),
            "The regimen library says to consider a port",
            "library",
        ),
        (
            lambda: of(phase(infusion("doxorubicin", 15), cycles=5)),
            "DOXOrubicin, a vesicant, for 5 cycles (limit 4)",
            "esmo-eons-extravasation",
        ),
        (
            lambda: of(phase(infusion("doxorubicin", 15), cycles=None)),
            "DOXOrubicin, a vesicant, for 4 or more cycles (limit 4)",
            "esmo-eons-extravasation",
        ),
        (
            lambda: of(phase(infusion("docetaxel", 61), cycles=3)),
            "DOCEtaxel, a vesicant, runs 61 min (limit 60)",
            "eviq-extravasation",
        ),
        (
            lambda: of(phase(infusion("docetaxel", 31), cycles=3)),
            "DOCEtaxel, a vesicant, runs 31 min (from 30 on)",
            "eviq-extravasation",
        ),
        (lambda: of(WEEKLY), "12 weekly infusions (limit 12)", "practice"),
        (lambda: calm(diva_score=5), "Veins: A-DIVA score 5, high risk", "a-diva-2019"),
        (lambda: calm(diva_score=3), "Veins: A-DIVA score 3, moderate risk", "a-diva-2019"),
        (lambda: calm(failed_cannulations=3), "3 failed attempts at one visit", "practice"),
    ],
)
def test_the_strongest_reason_is_read_aloud_first(found, first, source):
    reasons = found().reasons
    assert (spoken(reasons)[0], reasons[0].source) == (first, source)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            lambda: of(phase(infusion("gemcitabine"), cycle_days=30, cycles=7), default=PortDefault.CONSIDER),
            "Infusions over 210 days, more than 6 months",
        ),
        (
            lambda: of(phase(infusion("gemcitabine"), cycle_days=30, cycles=5), default=PortDefault.CONSIDER),
            "Infusions over 150 days, more than 4 months",
        ),
        (
            lambda: of(NO_END, default=PortDefault.CONSIDER),
            "Infusions without a planned end, likely more than 6 months",
        ),
        (lambda: calm(axillary_surgery=Side.LEFT), "The left arm is not used: axillary surgery"),
        (lambda: calm(wants_port=True, axillary_surgery=Side.RIGHT), "Implant on the left"),
        (lambda: calm(wants_port=True, axillary_surgery=Side.BILATERAL), "The doctor chooses the side"),
        (
            lambda: of(phase(infusion("gemcitabine")), port=Port(Side.RIGHT, DAY, date(2026, 11, 26))),
            "The port may be used from 26-Nov-2026 on",
        ),
        (
            lambda: of(phase(infusion("bevacizumab")), port=Port(Side.RIGHT, date(2026, 11, 20), date(2026, 11, 20))),
            "Port placed on 20-Nov-2026: Bevacizumab waits 7 days",
        ),
    ],
)
def test_what_is_to_know_beside_is_read_aloud(found, sentence):
    assert sentence in spoken(found().reasons)


@pytest.mark.parametrize(("tumour", "named"), [("left", "left"), ("right", "right"), ("bilateral", "affected")])
def test_the_arm_of_a_lymphoedema_is_that_of_the_tumour(tumour, named):
    found = of(phase(infusion("gemcitabine")), access=Access(lymphoedema=True), tumour_side=tumour)
    assert spoken(found.reasons)[-1] == f"Lymphoedema: the {named} arm is not used"


def test_the_side_that_a_doctor_chooses_has_its_source():
    found = calm(wants_port=True, axillary_surgery=Side.BILATERAL)
    assert found.reasons[-1].source == "wjso-port-side-2014"


def test_the_setting_says_how_many_cycles_a_regimen_has():
    by_setting = replace(phase(infusion("doxorubicin", 15), cycles=3), cycles_by_setting=((Setting.METASTATIC, 4),))
    whole, given = regimen(by_setting), treatment(dose("doxorubicin"), minutes=15)
    for setting, need in ((Setting.ADJUVANT, PortNeed.NOT_NEEDED), (Setting.METASTATIC, PortNeed.RECOMMENDED)):
        assert assess_port_for_regimen(whole, setting, patient(), DAY, drug).need is need
        assert assess_port(patient(), replace(given, setting=setting), DAY, drug, whole).need is need


def test_a_card_looks_at_the_port_on_its_own_day():
    port = Port(Side.RIGHT, DAY, date(2026, 11, 26))
    given = treatment(dose("gemcitabine"))
    found = [assess_port(patient(port=port), given, day, drug).usable for day in (DAY, date(2026, 11, 26))]
    assert found == [False, True]


def test_of_an_injection_there_is_nothing_to_count():
    facts = course_of_regimen(regimen(phase(infusion("fulvestrant", route=Route.IM))), Setting.ADJUVANT, drug)
    counted = (facts.vesicant_cycles, facts.vesicant_minutes, facts.doses, facts.days, facts.wound_days)
    assert counted == (0, 0, 0, 0, 0)
    card = course_of_treatment(treatment(dose("gemcitabine")), drug)
    assert (card.days, card.counted, card.sparse) == (0, False, False)

"""Going home the same day: each input of the clinical reference, on both sides of its threshold."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from dayhospital.clinical.discharge import Leave, assess_discharge, hours_before_closing, leave_time
from dayhospital.domain.findings import Severity
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.domain.patient import Escort
from dayhospital.domain.regimen import Place
from tests.clinical.samples import CALM_HOME, dose, drug, patient, span_from, treatment
from tests.clinical.spoken import spoken

SETTINGS = UnitSettings(opens=time(7, 30), closes=time(18, 0))
PRAGMATIC = replace(SETTINGS, observation_policy=ObservationPolicy.PRAGMATIC)
LATER = 9
"""An exposure at which nothing is new."""


def leave(facts=None, given=None, span=None, settings=SETTINGS):
    given = given or treatment(dose("gemcitabine", LATER))
    span = span or span_from(9, minutes=given.chair_minutes)
    return assess_discharge(facts or patient(), given, span, settings, drug)


def at_home(**home):
    return patient(home=replace(CALM_HOME, **home))


def codes(assessment):
    return {finding.code for finding in assessment.reasons}


def test_a_calm_patient_with_a_known_drug_goes_home():
    found = leave()
    assert (found.verdict, found.reasons) == (Leave.YES, ())


def test_the_time_of_leaving_is_the_end_of_the_last_segment_not_of_the_rounded_booking():
    given = treatment(dose("gemcitabine", LATER), minutes=31)
    assert (given.chair_minutes, leave(given=given).leave_at) == (75, datetime(2026, 11, 24, 10, 1))


def test_minutes_booked_on_top_come_after_the_last_segment():
    given = treatment(dose("gemcitabine", LATER), minutes=31)
    assert leave_time(given, span_from(9, minutes=90)) == datetime(2026, 11, 24, 10, 16)


def test_a_booking_made_too_short_does_not_make_the_drug_faster():
    given = treatment(dose("gemcitabine", LATER), minutes=31)
    assert leave_time(given, span_from(9, minutes=30)) == datetime(2026, 11, 24, 10, 1)


def test_without_segments_the_booking_says_when():
    given = replace(treatment(), segments=())
    assert leave_time(given, span_from(9, minutes=30)) == datetime(2026, 11, 24, 9, 30)


@pytest.mark.parametrize(
    ("minute", "verdict"),
    [(30, Leave.YES), (31, Leave.DOCTOR), (60, Leave.DOCTOR), (61, Leave.NO)],
)
def test_leaving_within_the_margin_asks_the_doctor_and_after_closing_is_no(minute, verdict):
    given = treatment(dose("gemcitabine", LATER))  # 60 min
    hour, minute = divmod(16 * 60 + minute, 60)
    assert leave(given=given, span=span_from(hour, minute)).verdict is verdict


def test_the_margin_is_a_setting():
    wide = replace(SETTINGS, leave_margin_minutes=60)
    given = treatment(dose("gemcitabine", LATER))
    assert leave(given=given, span=span_from(16, 15), settings=wide).verdict is Leave.DOCTOR
    assert leave(given=given, span=span_from(16, 15)).verdict is Leave.YES


@pytest.mark.parametrize(("minute", "late"), [(40, False), (41, True)])
def test_a_first_dose_of_a_high_risk_drug_starts_three_hours_before_closing(minute, late):
    found = leave(given=treatment(dose("docetaxel")), span=span_from(14, minute))  # the drug runs 20 min later
    assert ("first-dose-late" in codes(found)) is late
    assert found.verdict is (Leave.DOCTOR if late else Leave.YES)


@pytest.mark.parametrize(("exposure", "late"), [(1, True), (2, True), (3, False)])
def test_the_second_taxane_is_still_an_early_one(exposure, late):
    found = leave(given=treatment(dose("docetaxel", exposure)), span=span_from(15))
    assert ("first-dose-late" in codes(found)) is late


def test_a_late_exposure_with_new_risk_is_no_first_dose():
    found = leave(given=treatment(dose("carboplatin", 7)), span=span_from(15))
    assert "first-dose-late" not in codes(found)


@pytest.mark.parametrize(("minute", "verdict"), [(40, Leave.YES), (41, Leave.NO)])
def test_first_trastuzumab_under_the_label_starts_six_hours_before_closing(minute, verdict):
    found = leave(given=treatment(dose("trastuzumab_iv")), span=span_from(11, minute))
    assert found.verdict is verdict


@pytest.mark.parametrize(("minute", "verdict"), [(40, Leave.YES), (41, Leave.DOCTOR)])
def test_first_trastuzumab_under_the_pragmatic_policy_starts_three_hours_before_closing(minute, verdict):
    found = leave(given=treatment(dose("trastuzumab_iv")), span=span_from(14, minute), settings=PRAGMATIC)
    assert found.verdict is verdict


def test_trastuzumab_loaded_again_counts_as_first():
    again = treatment(dose("trastuzumab_iv", LATER, loading=True))
    assert leave(given=again, span=span_from(13)).verdict is Leave.NO
    assert leave(given=treatment(dose("trastuzumab_iv", LATER)), span=span_from(13)).verdict is Leave.YES


def test_a_drug_taken_at_home_has_no_start_in_the_building():
    given = treatment(dose("docetaxel", place=Place.HOME))
    assert leave(given=given, span=span_from(16)).verdict is Leave.YES


@pytest.mark.parametrize(
    ("escort", "verdict", "code"),
    [
        (Escort.ESCORTED, Leave.YES, "no-driving"),
        (Escort.TRANSPORT, Leave.YES, "no-driving"),
        (Escort.NOT_RECORDED, Leave.CONDITIONS, "no-driving-escort"),
        (Escort.ALONE, Leave.DOCTOR, "no-driving-alone"),
    ],
)
def test_nobody_drives_or_goes_alone_after_a_drug_that_sedates(escort, verdict, code):
    found = leave(at_home(escort=escort), treatment(dose("paclitaxel", LATER)))
    assert (found.verdict, codes(found)) == (verdict, {code})


def test_who_comes_along_does_not_matter_after_a_drug_that_does_not_sedate():
    assert leave(at_home(escort=Escort.ALONE)).verdict is Leave.YES


@pytest.mark.parametrize(("adult", "verdict"), [(True, Leave.YES), (None, Leave.CONDITIONS), (False, Leave.DOCTOR)])
def test_somebody_is_there_the_first_night_after_a_first_high_risk_dose(adult, verdict):
    facts = at_home(adult_first_night=adult)
    assert leave(facts, treatment(dose("docetaxel", 2))).verdict is verdict
    assert leave(facts, treatment(dose("docetaxel", 3))).verdict is Leave.YES


@pytest.mark.parametrize(("grade", "verdict"), [(None, Leave.YES), (1, Leave.YES), (2, Leave.DOCTOR)])
def test_somebody_is_there_the_first_night_after_a_reaction_of_grade_two(grade, verdict):
    facts = replace(at_home(adult_first_night=False), earlier_reaction_grade=grade)
    assert leave(facts).verdict is verdict


@pytest.mark.parametrize(("telephone", "verdict"), [("0470 00 00 01", Leave.YES), (" ", Leave.CONDITIONS)])
def test_a_telephone_is_a_condition(telephone, verdict):
    assert leave(at_home(telephone=telephone)).verdict is verdict


@pytest.mark.parametrize(
    ("minutes", "verdict"),
    [(None, Leave.YES), (60, Leave.YES), (61, Leave.CONDITIONS), (90, Leave.CONDITIONS), (91, Leave.DOCTOR)],
)
def test_the_way_home_weighs_by_its_minutes(minutes, verdict):
    assert leave(at_home(travel_minutes=minutes)).verdict is verdict


@pytest.mark.parametrize(("grade", "verdict"), [(2, Leave.YES), (3, Leave.DOCTOR), (4, Leave.DOCTOR)])
def test_a_severe_reaction_before_is_no_routine_slot(grade, verdict):
    assert leave(replace(patient(), earlier_reaction_grade=grade)).verdict is verdict


@pytest.mark.parametrize(("ecog", "verdict"), [(None, Leave.YES), (2, Leave.YES), (3, Leave.DOCTOR)])
def test_a_frail_patient_is_the_doctors_decision(ecog, verdict):
    assert leave(replace(patient(), ecog=ecog)).verdict is verdict


@pytest.mark.parametrize(
    ("born", "alone", "verdict"),
    [
        (date(1946, 11, 24), True, Leave.CONDITIONS),
        (date(1946, 11, 25), True, Leave.YES),
        (date(1946, 11, 24), False, Leave.YES),
        (date(1946, 11, 24), None, Leave.YES),
    ],
)
def test_from_eighty_on_living_alone_is_a_condition(born, alone, verdict):
    facts = patient(born=born, home=replace(CALM_HOME, lives_alone=alone))
    assert leave(facts).verdict is verdict


@pytest.mark.parametrize(
    ("factor", "verdict"),
    [
        ("delirium", Leave.DOCTOR),
        ("diabetes_steroids", Leave.CONDITIONS),
        ("heart_failure", Leave.DOCTOR),
        ("home_oxygen", Leave.DOCTOR),
        ("a factor the unit added", Leave.DOCTOR),
    ],
)
def test_each_patient_factor_weighs(factor, verdict):
    found = leave(at_home(high_risk=frozenset({factor})))
    assert found.verdict is verdict
    assert found.reasons[0].facts["factor"] == factor


def test_the_weightiest_reason_comes_first_and_gives_the_verdict():
    facts = replace(at_home(telephone="", travel_minutes=75), ecog=3)
    found = leave(facts)
    assert (found.verdict, found.reasons[0].code) == (Leave.DOCTOR, "ecog-high")
    assert [finding.severity for finding in found.reasons] == [Severity.WARNING, Severity.NOTE, Severity.NOTE]


def test_what_a_card_asks_with_can_be_kept_in_a_cache():
    assert isinstance(hash((patient(), treatment(), span_from(9), SETTINGS, drug)), int)


def test_how_long_a_first_infusion_is_watched_stands_with_the_drug():
    """No drug is named in the rule: with the figure on another drug, that one has to start early."""
    watched = replace(drug("fulvestrant"), first_watch_hours=5, high_risk_until_exposure=0)
    first = dose("fulvestrant")
    assert hours_before_closing(first, watched, ObservationPolicy.SMPC) == 5
    assert hours_before_closing(first, watched, ObservationPolicy.PRAGMATIC) == 3
    assert hours_before_closing(replace(first, exposure=2), watched, ObservationPolicy.SMPC) == 0
    assert hours_before_closing(replace(first, exposure=2, loading=True), watched, ObservationPolicy.SMPC) == 5


TAXANE = treatment(dose("docetaxel"))


@pytest.mark.parametrize(
    ("assessment", "sentences"),
    [
        (lambda: leave(span=span_from(17, 1)), ["Leaves at 18:01, after closing at 18:00"]),
        (lambda: leave(span=span_from(16, 31)), ["Leaves at 17:31, less than 30 min before closing at 18:00"]),
        (
            lambda: leave(given=treatment(dose("trastuzumab_iv")), span=span_from(12)),
            ["First Trastuzumab starts at 12:20, less than 6 h before closing at 18:00"],
        ),
        (
            lambda: leave(given=TAXANE, span=span_from(15)),
            ["DOCEtaxel, an early dose, starts at 15:20, less than 3 h before closing at 18:00"],
        ),
        (lambda: leave(replace(patient(), earlier_reaction_grade=3)), ["Earlier infusion reaction of grade 3"]),
        (lambda: leave(replace(patient(), ecog=3)), ["ECOG 3"]),
        (lambda: leave(at_home(travel_minutes=91)), ["91 min to get home (limit 90)"]),
        (lambda: leave(at_home(travel_minutes=61)), ["61 min to get home (more than 60)"]),
        (
            lambda: leave(patient(born=date(1940, 1, 1), home=replace(CALM_HOME, lives_alone=True))),
            ["86 years old and living alone"],
        ),
        (lambda: leave(at_home(high_risk=frozenset({"stairs"}))), ["Risk at home: stairs"]),
        (lambda: leave(given=treatment(dose("paclitaxel", LATER))), ["PACLitaxel: no driving that day"]),
    ],
)
def test_each_reason_can_be_read_aloud(assessment, sentences):
    assert spoken(assessment().reasons) == sentences


@pytest.mark.parametrize("code", ["leave-after-closing", "leave-margin"])
def test_the_hours_are_the_units_own_rule(code):
    (found,) = leave(span=span_from(17, 1) if code == "leave-after-closing" else span_from(16, 31)).reasons
    assert (found.code, found.source) == (code, "unit")


def test_a_first_night_alone_says_which_drug_or_which_reaction_it_follows():
    (after_drug,) = leave(at_home(adult_first_night=False), TAXANE).reasons
    assert dict(after_drug.facts) == {"drug": "DOCEtaxel"}
    (after_reaction,) = leave(replace(at_home(adult_first_night=False), earlier_reaction_grade=2)).reasons
    assert dict(after_reaction.facts) == {"grade": 2}


def test_the_second_drug_starts_where_its_own_infusion_does():
    given = treatment(dose("gemcitabine", LATER), dose("docetaxel"))
    (found,) = leave(given=given, span=span_from(14, 30)).reasons
    assert found.facts["start"] == "15:20"


def test_a_drug_without_an_infusion_of_its_own_starts_with_the_session():
    given = replace(TAXANE, segments=())
    assert codes(leave(given=given, span=span_from(15))) == set()
    (found,) = leave(given=given, span=span_from(15, 1)).reasons
    assert found.facts["start"] == "15:01"


def test_of_a_drug_that_becomes_risky_late_only_the_first_exposure_ever_is_early():
    """Carboplatin from the seventh on: the second is neither risky nor early."""
    risky = replace(drug("carboplatin"), high_risk_from_exposure=2, high_risk_until_exposure=0)
    found = assess_discharge(
        patient(), treatment(dose("carboplatin", 2)), span_from(15), SETTINGS, {"carboplatin": risky}.__getitem__
    )
    assert found.reasons == ()

"""When a port can be put in, and whether it is ready for the first vesicant: every limit on both sides."""

from datetime import date, datetime, timedelta

import pytest

from dayhospital.clinical.port_insertion import (
    TreatmentOn,
    booking_findings,
    insertion_findings,
    lead_findings,
    seating_findings,
    working_days_after,
)
from dayhospital.domain.drug import Extravasation
from dayhospital.domain.findings import Severity
from dayhospital.domain.patient import Port, Side
from dayhospital.domain.port import PortComplication, PortEvent, PortEventKind
from dayhospital.domain.regimen import Place
from dayhospital.domain.result import Result, Results
from tests.clinical.samples import DAY, DRUGS, dose, drug, treatment

NOW = datetime(2026, 11, 24, 8, 0)
ALWAYS = {"port-ask-anticoagulation"}
GOOD = (("platelets", 180.0), ("neutrophils", 3.0))


def blood(*values, hours=2):
    return Results([Result(name, NOW - timedelta(hours=hours), value) for name, value in values])


def on(day_offset, *names, **more):
    return TreatmentOn(DAY + timedelta(days=day_offset), treatment(*[dose(name, **more) for name in names]))


def found(results=None, treatments=(), day=DAY):
    results = blood(*GOOD) if results is None else results
    return {one.code: one for one in insertion_findings(day, NOW, results, treatments, drug)}


def codes(*arguments, **more):
    return set(found(*arguments, **more)) - ALWAYS


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("platelets", 49.9, "port-wait-platelets"),
        ("platelets", 50.0, None),
        ("neutrophils", 0.99, "port-wait-neutrophils"),
        ("neutrophils", 0.0, "port-wait-neutrophils"),
        ("neutrophils", 1.0, None),
        ("inr", 1.51, "port-wait-inr"),
        ("inr", 1.5, None),
        ("temperature", 38.0, "port-wait-fever"),
        ("temperature", 37.9, None),
    ],
)
def test_a_result_beyond_its_limit_makes_the_insertion_wait(name, value, code):
    values = dict(GOOD) | {name: value}
    assert codes(blood(*values.items())) == ({code} if code else set())


def test_a_warning_names_the_value_the_limit_and_the_day():
    finding = found(blood(("platelets", 41.0), ("neutrophils", 3.0)))["port-wait-platelets"]
    assert finding.severity is Severity.WARNING
    assert dict(finding.facts) == {"value": 41.0, "limit": 50.0, "taken": DAY}


def test_the_weightiest_comes_first_and_anticoagulants_are_always_asked_about():
    order = insertion_findings(DAY, NOW, blood(("platelets", 41.0)), (), drug)
    assert [one.severity for one in order] == [Severity.WARNING, Severity.NOTE, Severity.NOTE]
    assert {one.code for one in order} == {"port-wait-platelets", "port-blood-missing", "port-ask-anticoagulation"}


def test_counts_that_are_not_known_are_asked_for_and_inr_and_temperature_are_not():
    missing = insertion_findings(DAY, NOW, Results(), (), drug)
    assert [one.facts["analyte"] for one in missing if one.code == "port-blood-missing"] == ["Platelets", "Neutrophils"]
    assert {one.code for one in missing} == {"port-blood-missing", "port-ask-anticoagulation"}


@pytest.mark.parametrize(("hours", "again"), [(71, False), (72, True)])
def test_counts_too_old_on_the_day_are_taken_again(hours, again):
    # The insertion is taken to begin at 9:00, an hour from now: 71 h old counts are 72 h old then.
    assert codes(blood(*GOOD, hours=hours)) == ({"port-blood-again"} if again else set())


def test_a_low_count_too_old_to_serve_is_no_reason_to_wait_but_to_look_again():
    assert codes(blood(("platelets", 20.0), ("neutrophils", 3.0), hours=73)) == {"port-blood-again"}


def test_counts_of_today_are_taken_again_for_an_insertion_next_week():
    assert codes(day=DAY + timedelta(days=7)) == {"port-blood-again"}


def test_a_fever_of_yesterday_evening_is_over():
    old = Result("temperature", NOW - timedelta(hours=25), 39.0)
    assert codes(Results([old, *blood(*GOOD).all()])) == set()


@pytest.mark.parametrize(("days", "waits"), [(0, False), (6, False), (7, True), (14, True), (15, False)])
def test_no_port_goes_in_on_days_7_to_14_after_cytotoxic_drugs(days, waits):
    finding = found(treatments=[on(-days, "doxorubicin")]).get("port-wait-nadir")
    facts = {"days": days, "least": 7, "most": 14, "last": DAY - timedelta(days=days)}
    assert (None if finding is None else dict(finding.facts)) == (facts if waits else None)


def test_the_last_cytotoxic_day_counts_and_one_to_come_does_not():
    assert codes(treatments=[on(-10, "paclitaxel"), on(-3, "paclitaxel")]) == set()
    assert codes(treatments=[on(-10, "paclitaxel"), on(4, "paclitaxel")]) == {"port-wait-nadir"}


@pytest.mark.parametrize("name", ["trastuzumab_iv", "fulvestrant"])
def test_drugs_after_which_counts_stay_make_nothing_wait(name):
    assert codes(treatments=[on(-10, name)]) == set()


@pytest.mark.parametrize("more", [{"route": "PO"}, {"place": Place.HOME}])
def test_only_what_is_infused_in_the_unit_counts(more):
    assert codes(treatments=[on(-10, "doxorubicin", **more)]) == set()


@pytest.mark.parametrize(("days", "waits"), [(-1, False), (0, True), (27, True), (28, False)])
def test_a_drug_that_keeps_wounds_open_needs_its_days_before(days, waits):
    finding = found(treatments=[on(-days, "bevacizumab")]).get("port-wait-healing")
    assert (finding is not None) is waits
    if finding is not None:
        assert dict(finding.facts) == {
            "drug": "Bevacizumab", "days": days, "limit": 28, "last": DAY - timedelta(days=days),
        }  # fmt: skip


def test_the_last_of_several_doses_counts_for_the_wound():
    finding = found(treatments=[on(-20, "bevacizumab"), on(-6, "bevacizumab"), on(15, "bevacizumab")])
    assert finding["port-wait-healing"].facts["days"] == 6


# --- ready in time


@pytest.mark.parametrize(
    ("count", "expected"), [(0, DAY), (1, date(2026, 11, 25)), (3, date(2026, 11, 27)), (4, date(2026, 11, 30))]
)
def test_working_days_are_counted_over_the_weekend(count, expected):
    assert working_days_after(DAY, count, is_weekday) == expected


def test_a_unit_that_never_opens_ends_the_search():
    assert working_days_after(DAY, 1, lambda _: False) == DAY + timedelta(366)


def lead(first, planned=None, usable_after=1, *names):
    coming = [on(first, *(names or ("doxorubicin",)))]
    got = lead_findings(DAY, coming, planned, usable_after, is_weekday, drug)
    return [one.code for one in got]


@pytest.mark.parametrize(
    ("first", "code"),
    [
        # Asked on Tuesday: Friday at the soonest, usable on Saturday (day 4); the 10th working day is 8 December (14).
        (0, "port-lead-too-short"),
        (3, "port-lead-too-short"),
        (4, "port-lead-tight"),
        (14, "port-lead-tight"),
        (15, None),
    ],
)
def test_a_port_not_planned_yet_takes_3_to_10_working_days(first, code):
    assert lead(first) == ([code] if code else [])


@pytest.mark.parametrize(("planned", "late"), [(6, False), (7, True)])
def test_a_planned_port_is_usable_before_the_first_vesicant_or_not(planned, late):
    assert lead(7, DAY + timedelta(days=planned)) == (["port-ready-after-first"] if late else [])


def test_the_units_days_to_the_first_use_count():
    assert lead(7, DAY + timedelta(days=6), usable_after=0) == []
    assert lead(7, DAY + timedelta(days=6), usable_after=2) == ["port-ready-after-first"]


@pytest.mark.parametrize(("planned", "late"), [(0, False), (1, True)])
def test_a_wound_that_heals_slowly_counts_when_it_is_longer(planned, late):
    day = DAY + timedelta(days=planned)
    assert lead(7, day, 1, "doxorubicin", "bevacizumab") == (["port-ready-after-first"] if late else [])


def test_without_a_vesicant_to_come_nothing_is_said():
    assert lead_findings(DAY, [on(-1, "doxorubicin"), on(2, "paclitaxel")], None, 1, is_weekday, drug) == ()


# --- booking and seating


PORT = Port(Side.RIGHT, DAY - timedelta(days=1), DAY)


@pytest.mark.parametrize(("days", "warned"), [(-1, True), (0, False)])
def test_a_vesicant_booked_before_the_port_is_usable_is_warned_about(days, warned):
    got = booking_findings(PORT, treatment(dose("doxorubicin")), DAY + timedelta(days=days), drug)
    assert [one.code for one in got] == (["vesicant-before-port"] if warned else [])


def test_other_drugs_no_port_and_a_port_taken_out_are_no_matter_when_booking():
    day = DAY - timedelta(days=1)
    assert booking_findings(PORT, treatment(dose("paclitaxel")), day, drug) == ()
    assert booking_findings(None, treatment(dose("doxorubicin")), day, drug) == ()
    out = Port(Side.RIGHT, DAY, DAY, removed=DAY)
    assert booking_findings(out, treatment(dose("doxorubicin")), day, drug) == ()


@pytest.mark.parametrize(
    ("port", "checked", "code"),
    [
        (None, False, "vesicant-no-access"),
        (None, True, None),
        (PORT, False, None),
        (Port(Side.RIGHT, DAY, DAY + timedelta(days=1)), False, "vesicant-port-not-ready"),
        (Port(Side.RIGHT, DAY, DAY + timedelta(days=1)), True, None),
        (Port(Side.RIGHT, DAY - timedelta(9), DAY - timedelta(8), removed=DAY), False, "vesicant-no-access"),
    ],
)
def test_a_vesicant_begins_only_with_an_access(port, checked, code):
    got = seating_findings(port, checked, treatment(dose("doxorubicin")), DAY, drug)
    assert [one.code for one in got] == ([code] if code else [])
    assert all(one.severity is Severity.WARNING for one in got)


@pytest.mark.parametrize("name", sorted(DRUGS))
def test_only_drugs_of_the_vesicant_class_ask_for_it(name):
    got = seating_findings(None, False, treatment(dose(name)), DAY, drug)
    assert bool(got) is (DRUGS[name].extravasation is Extravasation.VESICANT)


@pytest.mark.parametrize("more", [{"route": "PO"}, {"place": Place.HOME}])
def test_a_vesicant_swallowed_or_at_home_needs_no_access_here(more):
    assert seating_findings(None, False, treatment(dose("doxorubicin", **more)), DAY, drug) == ()


@pytest.mark.parametrize("what", list(PortComplication))
def test_a_thrombosis_or_infection_of_an_earlier_port_is_told(what):
    log = (PortEvent(1, DAY, PortEventKind.COMPLICATION, what), PortEvent(1, DAY, PortEventKind.FLUSH))
    got = [one for one in insertion_findings(DAY, NOW, blood(*GOOD), (), drug, log) if one.code not in ALWAYS]
    told = what in {PortComplication.INFECTION, PortComplication.THROMBOSIS}
    assert [dict(one.facts) for one in got] == ([{"on": DAY, "what": what.value}] if told else [])
    assert all(one.severity is Severity.NOTE for one in got)


def test_what_is_said_of_the_wait_names_drug_days_and_figures():
    (short,) = lead_findings(DAY, [on(3, "doxorubicin")], None, 1, is_weekday, drug)
    first = DAY + timedelta(days=3)
    assert dict(short.facts) == {"drug": "DOXOrubicin", "first": first, "ready": DAY + timedelta(days=4), "least": 3}
    (tight,) = lead_findings(DAY, [on(9, "doxorubicin"), on(4, "doxorubicin")], None, 1, is_weekday, drug)
    first = DAY + timedelta(days=4)
    assert dict(tight.facts) == {"drug": "DOXOrubicin", "first": first, "least": 3, "most": 10}

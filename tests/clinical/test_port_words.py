"""What is said when a port is to be put in, used, flushed or taken out: whole sentences, weights and sources."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.port_insertion import booking_findings, insertion_findings, lead_findings, seating_findings
from dayhospital.clinical.port_use import removal_findings
from dayhospital.domain.findings import Severity
from dayhospital.domain.patient import Port, Side
from dayhospital.domain.port import PortComplication, PortEvent, PortEventKind
from dayhospital.domain.result import Result, Results
from tests.clinical.samples import DAY, dose, drug, treatment
from tests.clinical.spoken import spoken
from tests.clinical.test_port_insertion import GOOD, NOW, blood, is_weekday, on

NOTE, WARNING = Severity.NOTE, Severity.WARNING
DOXORUBICIN = treatment(dose("doxorubicin"))
WAITING = Port(Side.RIGHT, DAY, DAY + timedelta(days=2))


def before(results=None, treatments=(), log=()):
    every = insertion_findings(DAY, NOW, blood(*GOOD) if results is None else results, treatments, drug, log)
    return [one for one in every if one.code != "port-ask-anticoagulation"]


def lead(first, planned=None):
    return lead_findings(DAY, [on(first, "doxorubicin")], planned, 1, is_weekday, drug)


def infection() -> PortEvent:
    return PortEvent(1, date(2025, 3, 4), PortEventKind.COMPLICATION, PortComplication.INFECTION)


@pytest.mark.parametrize(
    ("found", "sentence", "weight", "source"),
    [
        (
            lambda: before(blood(("platelets", 41.0), ("neutrophils", 3.0))),
            "Platelets 41 on 24-Nov-2026: wait until they are 50 or more",
            WARNING,
            "port-insertion-limits",
        ),
        (
            lambda: before(blood(*GOOD, ("temperature", 38.5))),
            "Temperature 38.5 °C on 24-Nov-2026: wait until it is below 38 °C",
            WARNING,
            "port-insertion-limits",
        ),
        (
            lambda: before(treatments=[on(-10, "doxorubicin")]),
            "Day 10 after cytotoxic drugs of 14-Nov-2026: counts are lowest on days 7 to 14",
            WARNING,
            "port-insertion-limits",
        ),
        (
            lambda: before(treatments=[on(-6, "bevacizumab")]),
            "Bevacizumab was given 6 days before, on 18-Nov-2026: the wound needs 28 days",
            WARNING,
            "port-wound-bevacizumab",
        ),
        (
            lambda: before(Results([*blood(*GOOD[1:]).all()])),
            "Platelets not known: take blood before the insertion",
            NOTE,
            "port-insertion-limits",
        ),
        (
            lambda: before(Results([*blood(GOOD[0], hours=72).all(), *blood(GOOD[1]).all()])),
            "Platelets of 21-Nov-2026 serve 72 h: take blood again before the insertion",
            NOTE,
            "port-insertion-limits",
        ),
        (
            lambda: before(log=[infection()]),
            "Earlier port, 04-Mar-2025: infection; choose the vein and the day with that in mind",
            NOTE,
            "port-insertion-limits",
        ),
        (
            lambda: lead(7, DAY + timedelta(days=7)),
            "DOXOrubicin is due on 01-Dec-2026, and the port can be used from 02-Dec-2026 only",
            WARNING,
            "port-lead-time",
        ),
        (
            lambda: lead(3),
            "DOXOrubicin is due on 27-Nov-2026: a port takes 3 working days or more, usable from 28-Nov-2026",
            WARNING,
            "port-lead-time",
        ),
        (
            lambda: lead(4),
            "DOXOrubicin is due on 28-Nov-2026: a port takes 3 to 10 working days, so plan it today",
            NOTE,
            "port-lead-time",
        ),
        (
            lambda: booking_findings(WAITING, DOXORUBICIN, DAY, drug),
            "DOXOrubicin burns outside the vein, and the port may be used from 26-Nov-2026 on",
            WARNING,
            "esmo-eons-extravasation",
        ),
        (
            lambda: seating_findings(None, False, DOXORUBICIN, DAY, drug),
            "STOP: DOXOrubicin burns outside the vein, with no port to use and no vein checked today",
            WARNING,
            "esmo-eons-extravasation",
        ),
        (
            lambda: seating_findings(WAITING, False, DOXORUBICIN, DAY, drug),
            "STOP: DOXOrubicin burns outside the vein, and the port may be used from 26-Nov-2026 on",
            WARNING,
            "esmo-eons-extravasation",
        ),
        (
            lambda: removal_findings(WAITING, date(2026, 11, 30), False, date(2027, 3, 1)),
            "No drug through the port since 30-Nov-2026, 3 months or more: ask whether it can come out",
            NOTE,
            "practice",
        ),
    ],
)  # fmt: skip
def test_each_sentence_about_a_port_is_whole(found, sentence, weight, source):
    (one,) = found()
    assert (spoken([one]), one.severity, one.source) == ([sentence], weight, source)


def test_a_result_of_later_today_is_not_known_yet():
    later = [Result(name, NOW + timedelta(hours=1), 1.0) for name, _ in GOOD]
    assert before(Results([*later, *blood(*GOOD).all()])) == []


def test_a_port_taken_out_again_is_none():
    gone = replace(WAITING, removed=DAY)
    (found,) = seating_findings(gone, False, DOXORUBICIN, DAY, drug)
    assert found.code == "vesicant-no-access"
    assert booking_findings(gone, DOXORUBICIN, DAY, drug) == ()


def test_an_older_dose_of_a_drug_hides_no_newer_one_whatever_was_told_first():
    for given in ([on(-20, "bevacizumab"), on(-6, "bevacizumab")], [on(-6, "bevacizumab"), on(-20, "bevacizumab")]):
        (found,) = before(treatments=given)
        assert found.facts["days"] == 6

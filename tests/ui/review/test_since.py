"""What happened since the treatment before, in words."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from dayhospital.clinical.library import Library
from dayhospital.domain.decision import Decision, DecisionKind
from dayhospital.domain.gate import Colour
from dayhospital.domain.toxicity import CtcaeVersion, Toxicity
from dayhospital.queries.review_facts import Before, Beside
from dayhospital.ui.review.since import since_rows

NOW = datetime(2026, 11, 24, 8)
DAY = date(2026, 11, 3)
GO = Decision(1, DecisionKind.GO, "Dr", NOW, DAY, Colour.GREEN)
LOWER = Decision(1, DecisionKind.GO_REDUCED, "Dr", NOW, DAY, Colour.AMBER, percent=80.0)


def told(weight=None, start=None, ecog=None, toxicities=(), **beside):
    """Return the lines as a mapping, of a day on which nothing is given into a vein."""
    facts = SimpleNamespace(weight_kg=weight, start_weight_kg=start, ecog=ecog)
    day = SimpleNamespace(doses=(), planned=NOW.date())
    case = SimpleNamespace(facts=facts, day=day, decision=None, seat=None, verdict=None)
    row: Any = SimpleNamespace(case=case, toxicities=toxicities, beside=Beside(**beside), latest=lambda _analyte: None)
    return dict(since_rows(row, Library.load(), NOW))


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (None, "first of the course"),
        (Before("C2D1", DAY, ()), "C2D1, 03-Nov-2026, full dose"),
        (Before("C2D1", DAY, (), GO), "C2D1, 03-Nov-2026, full dose"),
        (Before("C2D1", DAY, (), LOWER), "C2D1, 03-Nov-2026, 80 % of the dose"),
    ],
)
def test_the_last_treatment_is_told_with_the_dose_that_was_let_go(before, text):
    assert told(before=before)["Last given"] == text


@pytest.mark.parametrize(
    ("now", "then", "start", "text"),
    [
        (70.0, None, 70.0, "70 kg, as at the start"),
        (70.0, 70.0, 70.0, "70 kg, as at the start"),
        (70.0, None, None, "70 kg, as at the start"),
        (65.0, 68.5, 72.0, "65 kg, 68.5 kg last time, 72 kg at the start"),
        (65.0, 65.0, 72.0, "65 kg, 72 kg at the start"),
    ],
)
def test_the_weight_is_told_with_those_before(now, then, start, text):
    assert told(now, start, before=Before("C2D1", DAY, (), None, then))["Weight"] == text


@pytest.mark.parametrize(
    ("ecog", "before", "text"),
    [(0, None, "0, 03-Nov-2026"), (2, 1, "2, 03-Nov-2026, was 1"), (1, 1, "1, 03-Nov-2026")],
)
def test_the_performance_status_is_told_with_its_day_and_the_one_before(ecog, before, text):
    assert told(ecog=ecog, ecog_day=DAY, ecog_before=before)["ECOG"] == text


def test_what_was_never_asked_has_no_line():
    assert told() == {"Last given": "first of the course", "Toxicity": "none recorded"}


def test_toxicities_are_told_with_their_version():
    graded = (Toxicity("diarrhoea", 3, DAY, CtcaeVersion.V6), Toxicity("nausea", 1, DAY))
    text = "Diarrhoea 3 (03-Nov, CTCAE 6.0), Nausea 1 (03-Nov, CTCAE 5.0)"
    assert told(toxicities=graded)["Toxicity"] == text

"""The gate of a drug that waits after surgery, on both sides of its days."""

from datetime import timedelta

import pytest

from dayhospital.clinical.gate_rules import DayGate
from dayhospital.clinical.gate_surgery import surgery_line
from dayhospital.clinical.library import Library
from dayhospital.domain.gate import Colour
from tests.clinical.gate_samples import MOMENT, facts, verdict

LIBRARY = Library.load()
DAY = MOMENT.date()
DRUGS = tuple(map(LIBRARY.drug, ("paclitaxel", "bevacizumab")))


@pytest.mark.parametrize(("days", "shut"), [(0, True), (1, True), (27, True), (28, False), (29, False)])
def test_bevacizumab_waits_twenty_eight_days_after_surgery(days, shut):
    line = surgery_line(DRUGS, (DAY - timedelta(days),), DAY)
    assert (line is not None) is shut
    if line is not None and line.finding is not None:
        assert line.colour is Colour.RED
        assert dict(line.finding.facts) == {
            "drug": "bevacizumab", "operated": DAY - timedelta(days), "days": days, "limit": 28,
        }  # fmt: skip


def test_without_surgery_or_with_other_drugs_there_is_no_line():
    assert surgery_line(DRUGS, (), DAY) is None
    assert surgery_line(DRUGS[:1], (DAY,), DAY) is None
    assert surgery_line((), (DAY,), DAY) is None


@pytest.mark.parametrize(("days", "colour"), [(27, Colour.RED), (28, Colour.GREEN)])
def test_it_shuts_the_gate_of_the_day(days, colour):
    assert verdict(DayGate(), facts(drugs=DRUGS, surgeries=(DAY - timedelta(days),))).colour is colour


@pytest.mark.parametrize(("days", "shut"), [(1, True), (27, True), (28, False), (29, False)])
def test_bevacizumab_keeps_twenty_eight_days_before_a_planned_surgery(days, shut):
    planned = DAY + timedelta(days)
    line = surgery_line(DRUGS, (planned,), DAY)
    assert (line is not None) is shut
    if line is not None and line.finding is not None:
        assert (line.finding.code, line.colour) == ("gate-before-surgery", Colour.RED)
        assert dict(line.finding.facts) == {"drug": "bevacizumab", "planned": planned, "days": days, "limit": 28}


def test_of_several_surgeries_the_nearest_count():
    far = (DAY - timedelta(90), DAY + timedelta(90))
    assert surgery_line(DRUGS, far, DAY) is None
    near = surgery_line(DRUGS, (*far, DAY + timedelta(5)), DAY)
    assert near is not None and near.finding is not None and near.finding.facts["days"] == 5
    after = surgery_line(DRUGS, (*far, DAY - timedelta(5), DAY + timedelta(5)), DAY)
    assert after is not None and after.finding is not None and after.finding.code == "gate-surgery"

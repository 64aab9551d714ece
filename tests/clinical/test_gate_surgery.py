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
    line = surgery_line(DRUGS, DAY - timedelta(days), DAY)
    assert (line is not None) is shut
    if line is not None and line.finding is not None:
        assert line.colour is Colour.RED
        assert dict(line.finding.facts) == {
            "drug": "bevacizumab", "operated": DAY - timedelta(days), "days": days, "limit": 28,
        }  # fmt: skip


def test_without_surgery_or_with_other_drugs_there_is_no_line():
    assert surgery_line(DRUGS, None, DAY) is None
    assert surgery_line(DRUGS[:1], DAY, DAY) is None
    assert surgery_line((), DAY, DAY) is None


@pytest.mark.parametrize(("days", "colour"), [(27, Colour.RED), (28, Colour.GREEN)])
def test_it_shuts_the_gate_of_the_day(days, colour):
    assert verdict(DayGate(), facts(drugs=DRUGS, operated=DAY - timedelta(days))).colour is colour

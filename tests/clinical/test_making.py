"""OK to make: what each stability class waits for."""

from datetime import date, datetime, timedelta

import pytest

from dayhospital.clinical.making import DayGo, Making, may_make
from dayhospital.domain.decision import Decision, DecisionKind
from dayhospital.domain.drug import Stability
from dayhospital.domain.gate import Colour

DAY = date(2026, 11, 25)
A, B, C, R = Stability
BEFORE, EARLIER, MORNING = datetime(2026, 11, 24, 16), datetime(2026, 11, 23, 16), datetime(2026, 11, 25, 8)


def go(at: datetime = BEFORE, kind: DecisionKind = DecisionKind.GO, day: date = DAY, released: bool = False) -> DayGo:
    percent = 80.0 if kind is DecisionKind.GO_REDUCED else None
    to = DAY + timedelta(days=7) if kind is DecisionKind.HOLD else None
    return DayGo(DAY, Decision(1, kind, "Dr Rietzanger", at, day, Colour.GREEN, percent, to, "because"), released)


@pytest.mark.parametrize(
    ("stability", "known", "now", "expected"),
    [
        (A, go(), BEFORE, Making.TOO_EARLY),
        (A, go(), MORNING, Making.GO_OF_THE_DAY),
        (A, go(at=MORNING), MORNING, Making.OK),
        (A, go(released=True), MORNING, Making.OK),
        (B, go(), BEFORE, Making.OK),
        (B, go(at=EARLIER), EARLIER, Making.TOO_EARLY),
        (C, go(), BEFORE, Making.OK),
        (C, go(at=EARLIER), EARLIER, Making.TOO_EARLY),
        (R, go(at=EARLIER), EARLIER, Making.TOO_EARLY),
        (R, go(), BEFORE, Making.OK),
        (B, go(kind=DecisionKind.GO_REDUCED), BEFORE, Making.OK),
        (B, go(kind=DecisionKind.HOLD), BEFORE, Making.NO_GO),
        (B, go(day=DAY - timedelta(days=1)), BEFORE, Making.NO_GO),
        (B, DayGo(DAY, None), BEFORE, Making.NO_GO),
        (A, DayGo(DAY, None, released=True), MORNING, Making.OK),
    ],
)
def test_a_drug_may_be_made_when_its_class_and_the_decision_allow(stability, known, now, expected):
    assert may_make(stability, known, now) is expected

"""Kinds of duty and absence, and what a cell of the roster holds."""

from datetime import date, time

import pytest

from dayhospital.domain.roster import (
    DUTY_KINDS,
    NOTHING,
    Absence,
    DutyKind,
    RosterEntry,
    RosterShift,
    check_kinds,
    entry_of,
)
from dayhospital.domain.span import Span
from dayhospital.errors import InvalidValue

DAY = date(2026, 12, 1)
EARLY = DUTY_KINDS[0]
LEAVE = next(kind for kind in DUTY_KINDS if kind.absent)
WRONG = (
    ("", "Early", time(7), time(15), None, None),
    ("EARL", "Early", time(7), time(15), None, None),
    ("E", "  ", time(7), time(15), None, None),
    ("E", "Early", time(7), None, None, None),
    ("E", "Early", time(7), time(7), None, None),
    ("E", "Early", time(7), time(15), time(12), None),
    ("E", "Early", time(7), time(15), time(12), time(12)),
    ("E", "Early", time(7), time(15), time(6, 59), time(7, 30)),
    ("E", "Early", time(7), time(15), time(14, 45), time(15, 1)),
    ("V", "Leave", None, None, time(12), time(13)),
)


@pytest.mark.parametrize("values", WRONG)
def test_a_kind_that_cannot_be_is_refused(values):
    with pytest.raises(InvalidValue):
        DutyKind(*values)


def test_a_break_may_touch_both_ends_of_its_duty():
    assert DutyKind("E", "Early", time(7), time(15), time(7), time(15)).pause(DAY) == Span.on(DAY, time(7), time(15))


def test_a_list_of_kinds_has_one_to_nine_that_can_be_told_apart():
    kinds = tuple(DutyKind(str(number), f"Kind {number}") for number in range(1, 11))
    check_kinds(kinds[:9])
    for wrong in ((), kinds, (kinds[0], DutyKind("1", "Another"))):
        with pytest.raises(InvalidValue):
            check_kinds(wrong)
    with pytest.raises(InvalidValue, match="called e"):
        check_kinds((DutyKind("e", "early"), DutyKind("E", "Early")))


def test_a_duty_makes_a_shift_with_its_break_and_an_absence_makes_none():
    entry = entry_of(EARLY, DAY, frozenset({3}))
    (shift,) = entry.shifts
    assert (shift.duty, shift.pause, shift.chair_ids) == (EARLY.duty(DAY), EARLY.pause(DAY), frozenset({3}))
    absent = entry_of(LEAVE, DAY, frozenset({3}))
    assert (absent.shifts, absent.absence) == ((), Absence("V", "Leave"))
    assert not absent.empty and NOTHING.empty


def test_nobody_is_on_duty_and_absent_at_once():
    with pytest.raises(InvalidValue):
        RosterEntry(entry_of(EARLY, DAY, frozenset()).shifts, Absence("V", "Leave"))


def test_the_same_hours_and_break_go_to_another_day():
    later = date(2027, 3, 29)
    entry = entry_of(EARLY, DAY, frozenset({1, 2}))
    assert entry.on(later) == entry_of(EARLY, later, frozenset({1, 2}))
    assert entry.on(later).on(DAY) == entry
    assert RosterEntry(absence=Absence("V", "Leave")).on(later).absence == Absence("V", "Leave")


def test_a_cell_is_called_by_the_kind_of_its_hours_whatever_its_break():
    other = DutyKind("X", "Early with a late break", EARLY.starts, EARLY.ends, time(14), time(14, 30))
    kinds = (EARLY, other, LEAVE)
    shift = entry_of(EARLY, DAY, frozenset()).shifts[0]
    assert entry_of(other, DAY, frozenset()).kind_of(kinds) is other
    assert RosterEntry((RosterShift(shift.duty, None),)).kind_of(kinds) is EARLY
    longer = Span(shift.duty.start, shift.duty.end.replace(hour=16))
    assert RosterEntry((RosterShift(longer, shift.pause),)).kind_of(kinds) is None
    assert RosterEntry((shift, shift)).kind_of(kinds) is None
    assert NOTHING.kind_of(kinds) is None
    assert entry_of(LEAVE, DAY, frozenset()).kind_of(kinds) is LEAVE
    assert RosterEntry(absence=Absence("Z", "Course")).kind_of(kinds) is None

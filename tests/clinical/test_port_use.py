"""When a port was last used: recorded by hand, or by an infusion through it; when it is flushed and taken out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.port_use import (
    FLUSH_REGIMEN,
    FlushState,
    flush_due,
    infuses,
    last_drug,
    port_use,
    removal_findings,
)
from dayhospital.domain.board import BoardSession
from dayhospital.domain.patient import Port, Side
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from tests.clinical.samples import DAY, dose, patient, span_from, treatment

PORT = Port(Side.RIGHT, DAY - timedelta(days=60), DAY - timedelta(days=59), DAY - timedelta(days=50))


def session(days_ago: int, status: Status = Status.LEFT, route: str = "IV") -> BoardSession:
    span = span_from(9)
    before = Span(span.start - timedelta(days=days_ago), span.end - timedelta(days=days_ago))
    return BoardSession(1, 1, 1, before, status, patient(), treatment(dose("paclitaxel", route=route)))


def last(*sessions: BoardSession, port: Port = PORT) -> date | None:
    return port_use(port, sessions, 42).last


def test_an_infusion_through_the_port_resets_the_count_to_the_next_flush():
    found = port_use(PORT, [session(30), session(5)], 42)
    assert found.last == DAY - timedelta(days=5)
    assert found.flush_due == DAY + timedelta(days=37)


def test_an_access_recorded_after_the_last_infusion_counts():
    assert last(session(55)) == PORT.last_access


@pytest.mark.parametrize("status", [Status.BOOKED, Status.ARRIVED, Status.CANCELLED, Status.NO_SHOW])
def test_a_session_without_an_infusion_begun_is_no_use(status):
    assert last(session(5, status)) == PORT.last_access


def test_an_injection_is_no_use_of_the_port():
    assert last(session(5, route="SC")) == PORT.last_access


def test_an_infusion_before_the_port_was_usable_is_no_use_of_it():
    fresh = Port(Side.LEFT, DAY - timedelta(days=3), DAY - timedelta(days=2))
    found = port_use(fresh, [session(5)], 42)
    assert found.last is None
    assert found.flush_due == fresh.usable_from + timedelta(days=42)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (27, FlushState.LATER),
        (28, FlushState.DUE),
        (42, FlushState.DUE),
        (43, FlushState.OVERDUE),
        (83, FlushState.OVERDUE),
        (84, FlushState.PAST_LIMIT),
    ],
)
def test_a_flush_is_due_from_4_weeks_overdue_after_6_and_insisted_on_after_12(days, state):
    assert flush_due(DAY - timedelta(days=days), 42).state(DAY) is state


@pytest.mark.parametrize(
    ("interval", "expected"), [(42, (28, 42, 56, 84)), (28, (28, 28, 56, 84)), (21, (21, 21, 56, 84)),
                               (70, (28, 70, 70, 84)), (90, (28, 90, 90, 90))]
)  # fmt: skip
def test_the_units_interval_stands_and_the_window_widens_to_it(interval, expected):
    found = flush_due(DAY, interval)
    days = [(day - DAY).days for day in (found.earliest, found.due, found.latest, found.limit)]
    assert tuple(days) == expected


def removal(last, today, planned=False, inserted=date(2026, 1, 5)):
    port = Port(Side.RIGHT, inserted, inserted)
    return [one.facts["last"] for one in removal_findings(port, last, planned, today)]


@pytest.mark.parametrize(
    ("last", "today", "asked"),
    [
        (date(2026, 8, 24), date(2026, 11, 23), False),
        (date(2026, 8, 24), date(2026, 11, 24), True),
        (date(2026, 11, 30), date(2027, 2, 27), False),
        (date(2026, 11, 30), date(2027, 2, 28), True),
        (date(2026, 10, 15), date(2027, 1, 14), False),
        (date(2026, 10, 15), date(2027, 1, 15), True),
        (date(2026, 8, 31), date(2026, 11, 29), False),
        (date(2026, 8, 31), date(2026, 11, 30), True),
        (date(2027, 11, 30), date(2028, 2, 28), False),
        (date(2027, 11, 30), date(2028, 2, 29), True),
    ],
)
def test_removal_is_asked_about_three_months_after_the_last_drug(last, today, asked):
    assert removal(last, today) == ([last] if asked else [])


def test_a_port_that_is_still_needed_is_not_asked_about():
    assert removal(date(2026, 3, 1), DAY, planned=True) == []


def test_a_port_never_used_counts_from_its_insertion():
    assert removal(None, DAY) == [date(2026, 1, 5)]
    assert removal(date(2025, 6, 1), DAY, inserted=date(2026, 9, 1)) == []


@pytest.mark.parametrize(
    ("unused", "next_in", "covered"),
    [(43, 13, True), (43, 14, False), (90, 7, True), (90, 8, False), (43, None, False)],
)
def test_what_is_booked_by_8_weeks_or_within_a_week_covers_a_flush(unused, next_in, covered):
    due = flush_due(DAY - timedelta(days=unused), 42)
    assert due.covered_by(None if next_in is None else DAY + timedelta(days=next_in), DAY) is covered


def test_the_last_drug_is_the_last_infusion_begun_that_was_no_flush():
    flush = session(2)
    flush = replace(flush, treatment=replace(flush.treatment, regimen_id=FLUSH_REGIMEN))
    given, booked, injected = session(9), session(-3, Status.BOOKED), session(4, route="SC")
    assert last_drug(PORT, [session(30), given, flush, booked, injected]) == DAY - timedelta(days=9)
    assert last_drug(PORT, [flush, booked, injected, session(60)]) is None
    assert [infuses(one.treatment) for one in (given, injected)] == [True, False]

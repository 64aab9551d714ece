"""When a port was last used: recorded by hand, or by an infusion through it."""

from datetime import date, timedelta

import pytest

from dayhospital.clinical.port_use import port_use
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

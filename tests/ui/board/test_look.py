"""Which state a card shows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dayhospital.domain.session import Status
from dayhospital.ui.board.look import CardFlags, Delay, card_of, plain_delay, state_of
from dayhospital.ui.widgets.states import LOOKS, BlockState
from tests.ui.board import sample

SESSION = sample.session(1, "A1|10:00|60|Vinkenier, Noor|pembro|C2D1|in_treatment|")


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_look_with_an_icon(status):
    assert LOOKS[state_of(replace(SESSION, status=status))].icon


def test_a_hold_is_shown_before_lateness():
    held = replace(SESSION, status=Status.RELEASED, hold_reason="platelets")
    assert state_of(held, Delay(late=40)) is BlockState.ON_HOLD


def test_ten_minutes_without_a_chair_is_late():
    waiting = replace(SESSION, status=Status.CONFIRMED)
    assert state_of(waiting, Delay(late=9)) is BlockState.CONFIRMED
    assert state_of(waiting, Delay(late=10)) is BlockState.LATE


def test_a_running_session_past_its_end_runs_over():
    assert plain_delay(SESSION, SESSION.span.end + timedelta(minutes=12)) == Delay(over=12)
    assert state_of(SESSION, Delay(over=12)) is BlockState.RUNNING_OVER


def test_the_strip_is_a_progress_bar_only_while_it_runs():
    now = SESSION.span.start + timedelta(minutes=25)
    assert card_of(SESSION, now, CardFlags(), str).passed == 25
    assert card_of(replace(SESSION, status=Status.ARRIVED), now, CardFlags(), str).passed is None


def test_equal_sessions_give_equal_cards():
    assert card_of(SESSION, sample.NOW, CardFlags(), str) == card_of(SESSION, sample.NOW, CardFlags(), str)

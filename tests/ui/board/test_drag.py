"""The drag state machine: what a nurse does with the pointer or the keys, and what comes of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.span import Span
from dayhospital.ui.board.carrying import cargo_of
from dayhospital.ui.board.drag import Cargo, Cause, DragMachine, Dropped, Landing, Phase, Returned
from dayhospital.ui.board.geometry import BoardGeometry
from tests.ui.board import sample

SESSION = sample.session(1, "A1|10:00|60|Vinkenier, Noor|pembro|C2D1|confirmed|")
BOARD = BoardGeometry(Span(sample.at("07:15"), sample.at("18:45")), tuple(range(1, 23)), 60.0, 30)
BLOCK = Finding(Severity.BLOCK, "chair-taken")
SOFT = Finding(Severity.WARNING, "nurse-load")
FIT = Landing(5, Span.lasting(sample.at("16:00"), 60))


def machine(*findings: Finding, nearest: Landing | None = FIT) -> DragMachine:
    return DragMachine(lambda _cargo, _landing: findings, lambda _cargo, _landing: nearest)


def x(time: str) -> float:
    return BOARD.x_of(sample.at(time))


def y(chair: int) -> float:
    return (chair - 0.5) * BOARD.row_height


def lifted(*findings: Finding, cause: Cause = Cause.MOVE, to: str = "12:00", chair: int = 3) -> DragMachine:
    made = machine(*findings)
    made.press(cargo_of(SESSION, cause), x("10:20"), y(1), timedelta(minutes=20))
    made.move(x(to) + 20, y(chair), BOARD)
    return made


def landing_of(made: DragMachine) -> Landing:
    assert made.verdict is not None
    return made.verdict.landing


def test_a_press_without_moving_is_a_click():
    made = machine()
    made.press(cargo_of(SESSION, Cause.MOVE), 100, 10)
    assert made.drop() is None


def test_three_pixels_do_not_lift_and_four_do():
    made = machine()
    made.press(cargo_of(SESSION, Cause.MOVE), 100, 10)
    made.move(103, 10, BOARD)
    assert made.phase is Phase.PRESSED
    made.move(104, 10, BOARD)
    assert made.lifted


def test_the_card_moves_with_the_point_it_was_taken_by():
    assert landing_of(lifted()) == Landing(3, Span.lasting(sample.at("12:00"), 60))


@given(st.integers(0, 21), st.floats(0, 600))
def test_it_always_lands_on_five_minutes_with_its_length(row, pointer):
    made = machine()
    made.press(cargo_of(SESSION, Cause.MOVE), 0, 0)
    made.move(pointer + 10, row * 30 + 5, BOARD)
    span = landing_of(made).span
    assert span.start.minute % 5 == 0 and span.start.second == 0 and span.minutes == 60


def test_what_fits_is_dropped():
    assert lifted().drop() == Dropped(cargo_of(SESSION, Cause.MOVE), Landing(3, Span.lasting(sample.at("12:00"), 60)))


def test_what_is_refused_goes_back_and_says_why():
    outcome = lifted(BLOCK).drop(accept_soft=True)
    assert isinstance(outcome, Returned) and outcome.verdict and outcome.verdict.findings == (BLOCK,)


def test_a_soft_limit_stops_a_drop_without_control():
    assert isinstance(lifted(SOFT).drop(), Returned)


def test_a_soft_limit_accepts_a_drop_with_control_and_hands_its_findings_on():
    outcome = lifted(SOFT).drop(accept_soft=True)
    assert isinstance(outcome, Dropped) and outcome.findings == (SOFT,)


def test_a_card_put_back_where_it_was_is_no_move():
    assert lifted(to="10:00", chair=1).drop() is None


def test_from_the_pinboard_the_old_place_is_a_place_like_any_other():
    made = machine()
    made.pick_up(cargo_of(SESSION, Cause.UNPIN))
    made.move(x("10:00"), y(1), BOARD)
    assert isinstance(made.drop(), Dropped)


def test_escape_gives_up():
    made = lifted()
    assert made.cancel() == Returned(cargo_of(SESSION, Cause.MOVE))
    assert made.phase is Phase.IDLE and made.drop() is None


def test_cancelling_nothing_is_nothing():
    assert machine().cancel() is None


def test_the_nearest_fit_is_known_only_where_it_does_not_fit():
    assert lifted().nearest is None
    assert lifted(BLOCK).nearest == FIT


def test_enter_takes_the_nearest_fit():
    made = DragMachine(lambda _c, landing: () if landing == FIT else (BLOCK,), lambda _c, _l: FIT)
    made.pick_up(cargo_of(SESSION, Cause.MOVE), Landing(1, SESSION.span))
    assert made.take_nearest()
    assert made.drop() == Dropped(cargo_of(SESSION, Cause.MOVE), FIT)


def test_where_nothing_fits_enter_takes_nothing():
    made = machine(BLOCK, nearest=None)
    made.pick_up(cargo_of(SESSION, Cause.MOVE), Landing(1, SESSION.span))
    assert not made.take_nearest()


def test_leaving_the_grid_means_nothing_lands():
    made = lifted()
    made.leave()
    assert made.verdict is None and isinstance(made.drop(), Returned)


def test_keeping_the_chair_changes_only_the_time():
    made = machine()
    made.press(cargo_of(SESSION, Cause.MOVE), x("10:20"), y(1), timedelta(minutes=20))
    made.move(x("13:20"), y(9), BOARD, keep_chair=True)
    assert landing_of(made) == Landing(1, Span.lasting(sample.at("13:00"), 60))


def test_the_left_edge_changes_only_the_start():
    made = machine()
    made.press(cargo_of(SESSION, Cause.MOVE, same_chair=True), x("10:00"), y(1))
    made.move(x("09:30"), y(7), BOARD)
    assert landing_of(made) == Landing(1, Span.lasting(sample.at("09:30"), 60))


def test_the_right_edge_changes_the_length():
    assert landing_of(lifted(cause=Cause.RESIZE, to="11:10")) == Landing(
        1, Span(sample.at("10:00"), sample.at("11:30"))
    )


@pytest.mark.parametrize(("to", "minutes"), [("07:30", 5), ("18:45", 545)])
def test_a_session_keeps_at_least_five_minutes_and_has_an_end(to, minutes):
    assert landing_of(lifted(cause=Cause.RESIZE, to=to)).span.minutes == pytest.approx(minutes, abs=20)


def test_arrow_keys_move_by_rows_and_minutes():
    made = machine()
    made.pick_up(cargo_of(SESSION, Cause.MOVE), Landing(1, SESSION.span))
    made.step(BOARD, rows=2)
    made.step(BOARD, time=timedelta(minutes=15))
    assert landing_of(made) == Landing(3, Span.lasting(sample.at("10:15"), 60))


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-30, 30)), max_size=30))
def test_no_keys_lead_off_the_board(steps):
    made = machine()
    made.pick_up(cargo_of(SESSION, Cause.MOVE), Landing(1, SESSION.span))
    for rows, minutes in steps:
        made.step(BOARD, rows, timedelta(minutes=minutes))
    assert landing_of(made).chair_id in BOARD.chair_ids


def test_a_step_that_changes_nothing_is_not_judged_again():
    asked: list[Landing] = []

    def judge(_cargo: Cargo, landing: Landing) -> tuple[Finding, ...]:
        asked.append(landing)
        return ()

    made = DragMachine(judge, lambda _c, _l: None)
    made.press(cargo_of(SESSION, Cause.MOVE), 0, 0)
    made.move(300.0, 50, BOARD)
    made.move(300.4, 50, BOARD)
    assert len(asked) == 1


def test_a_day_of_the_tray_has_no_place_it_came_from():
    due = sample.due_days()[0]
    cargo = Cargo(Cause.PLACE, due.patient.label, due.treatment, 100)
    made = machine()
    made.pick_up(cargo)
    made.move(x("16:00"), y(2), BOARD)
    assert made.drop() == Dropped(cargo, Landing(2, Span.lasting(sample.at("16:00"), 100)))

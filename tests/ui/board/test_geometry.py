"""The board's arithmetic: places and points lead to each other."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dayhospital.domain.span import Span
from dayhospital.ui.board.geometry import (
    BoardGeometry,
    Edge,
    axis_span,
    bays,
    edge_at,
    fit_row_height,
    fit_zoom,
    snap,
)
from tests.ui.board import sample

CHAIRS = tuple(range(1, 23))
AXIS = Span(sample.at("07:15"), sample.at("18:45"))
zooms = st.floats(40, 240)
grains = st.integers(0, 120)
lengths = st.integers(1, 60)


def geometry(zoom: float = 84.0, row_height: int = 28) -> BoardGeometry:
    return BoardGeometry(AXIS, CHAIRS, zoom, row_height)


@given(st.sampled_from(CHAIRS), grains, zooms, st.floats(-0.4, 0.4))
def test_a_session_dropped_near_where_it_was_stays_where_it_was(chair, grain, zoom, slip):
    board = geometry(zoom)
    start = AXIS.start + grain * timedelta(minutes=5)
    x = board.x_of(start) + slip * zoom / 12
    y = (board.row_of(chair) or 0) * board.row_height + board.row_height * (0.5 + slip)
    assert board.place_at(x, y) == (chair, start)


@given(grains, zooms)
def test_a_moment_and_its_x_lead_to_each_other(grain, zoom):
    board = geometry(zoom)
    moment = AXIS.start + grain * timedelta(minutes=5)
    assert abs(board.moment_at(board.x_of(moment)) - moment) < timedelta(seconds=1)


@given(grains, lengths, lengths, zooms)
def test_sessions_that_follow_each_other_never_overlap_on_screen(grain, first, second, zoom):
    board = geometry(zoom)
    one = Span.lasting(AXIS.start + grain * timedelta(minutes=5), first * 5)
    two = Span.lasting(one.end, second * 5)
    assert board.box(3, one).right <= board.box(3, two).x or one.minutes * zoom / 60 < 3


@given(st.sampled_from(CHAIRS), grains, lengths, zooms, st.integers(22, 72))
def test_a_card_lies_inside_its_row(chair, grain, length, zoom, row_height):
    board = geometry(zoom, row_height)
    box = board.box(chair, Span.lasting(AXIS.start + grain * timedelta(minutes=5), length * 5))
    row = board.row_box(board.row_of(chair) or 0)
    assert row.y < box.y and box.bottom < row.bottom


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)))
def test_snapping_twice_is_snapping_once(moment):
    assert snap(snap(moment)) == snap(moment)
    assert abs(snap(moment) - moment) <= timedelta(minutes=2, seconds=30)


@given(st.integers(1, 400), st.integers(0, 400))
def test_a_card_always_keeps_a_middle_to_be_lifted_by(width, at):
    box = geometry().box(1, Span.lasting(AXIS.start, 60))
    box = type(box)(0, 0, width, 20)
    middle = width / 2
    if width >= 4:
        assert edge_at(box, middle) is None
    assert edge_at(box, at) in (None, Edge.START, Edge.END)


def test_the_edges_of_a_card_are_six_pixels_wide():
    box = type(geometry().box(1, Span.lasting(AXIS.start, 60)))(100, 0, 120, 20)
    assert [edge_at(box, x) for x in (106, 107, 213, 214)] == [Edge.START, None, None, Edge.END]


def test_the_axis_shows_a_quarter_of_an_hour_around_the_hours():
    assert axis_span(sample.board_day().hours, ()) == AXIS


def test_the_axis_grows_with_a_session_after_closing():
    late = Span(sample.at("17:00"), sample.at("19:40"))
    assert axis_span(sample.board_day().hours, (late,)).end == sample.at("20:00")


@given(st.floats(100, 2000), st.integers(1, 60))
def test_fitted_rows_stay_between_22_and_30_pixels(room, rows):
    assert 22 <= fit_row_height(room, rows) <= 30


def test_the_fitted_zoom_fills_the_room():
    assert round(fit_zoom(984, AXIS) * 11.5) == 984


def test_rows_of_one_bay_are_one_group():
    found = [(bay.label, bay.first, bay.last) for bay in bays(sample.CHAIRS)]
    assert found == [("Bay A", 0, 7), ("Bay B", 8, 15), ("Beds", 16, 19), ("Rooms", 20, 21)]


def test_ticks_are_on_full_half_hours():
    ticks = list(geometry().ticks())
    assert ticks[0] == sample.at("07:30") and ticks[-1] == sample.at("18:30") and len(ticks) == 23

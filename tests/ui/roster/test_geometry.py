"""Where the cells of the roster are, at their edges and scrolled."""

import pytest
from PySide6.QtCore import QPointF

from dayhospital.ui.roster.geometry import RosterGeometry, cells_between

WIDE = RosterGeometry(1178, 600, 178, 40, 50, 60, 4, 20)
SMALL = RosterGeometry(400, 300, 178, 40, 50, 60, 10, 31, left=70, top=100)


@pytest.mark.parametrize(
    ("x", "y", "cell"),
    [
        (178, 40, (0, 0)),
        (227.9, 89.9, (0, 0)),
        (228, 90, (1, 1)),
        (1177.9, 239.9, (3, 19)),
        (177.9, 60, None),
        (300, 39.9, None),
        (300, 240, None),
        (1178, 60, None),
    ],
)
def test_a_point_belongs_to_one_cell_or_none(x, y, cell):
    assert WIDE.cell_at(QPointF(x, y)) == cell


def test_the_days_fill_the_window_but_are_never_too_narrow():
    assert WIDE.column == 50 and WIDE.hidden_right == 0
    assert SMALL.column == 35 and SMALL.hidden_right == 178 + 31 * 35 - 400


def test_the_foot_follows_the_last_nurse_and_stays_in_sight_when_there_are_many():
    assert (WIDE.foot_top, WIDE.hidden_below) == (240, 0)
    assert (SMALL.foot_top, SMALL.hidden_below) == (240, 40 + 500 + 60 - 300)


def test_a_scrolled_cell_is_found_where_it_is_drawn():
    for cell in ((2, 2), (3, 5), (5, 7)):
        assert SMALL.cell_at(SMALL.box(cell).center()) == cell
    assert SMALL.cell_at(SMALL.box((6, 7)).center()) is None, "under the foot"


def test_a_stroke_that_leaves_the_cells_goes_on_along_their_edge():
    assert WIDE.nearest(QPointF(-50, -50)) == (0, 0)
    assert WIDE.nearest(QPointF(5000, 5000)) == (3, 19)


def test_a_day_is_found_over_and_under_the_cells():
    assert WIDE.day_at(QPointF(230, 5)) == WIDE.day_at(QPointF(230, 260)) == 1
    assert WIDE.day_at(QPointF(100, 5)) is None


def test_a_stroke_covers_the_rectangle_whichever_way_it_goes():
    there = cells_between((0, 1), (1, 2))
    assert set(there) == set(cells_between((1, 1), (0, 2))) == {(0, 1), (0, 2), (1, 1), (1, 2)}
    assert cells_between((2, 2), (2, 2)) == ((2, 2),)

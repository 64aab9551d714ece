"""The course in time: what each day shows, how keys walk through it, what is said."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt

from dayhospital.ui.patients.marks import Mark, mark_of
from dayhospital.ui.patients.timeline import LEFT, SurgeryMark, Timeline, drug_rows, spoken
from dayhospital.ui.theme import apply_theme, load_theme
from tests.ui.patients import people
from tests.ui.patients.conftest import library
from tests.ui.recorder import heard

TODAY = people.TODAY


@pytest.fixture
def shown(qtbot):
    made = Timeline()
    qtbot.addWidget(made)
    course = people.course(library())
    made.show_course(course, library().get(course.regimen_id), library().drug, TODAY)
    made.resize(980, made.sizeHint().height())
    made.show()
    return made


def test_each_drug_has_a_row_and_each_day_a_mark():
    course = people.course(library())
    rows = drug_rows(course, library().get(course.regimen_id), library().drug, TODAY)
    assert [row.name for row in rows] == ["EPIrubicin", "Cyclophosphamide", "PACLitaxel"]
    marks = [dot.mark for dot in rows[0].dots]
    assert marks == [Mark.GIVEN, Mark.GIVEN, Mark.TODAY, Mark.BOOKED]
    assert rows[2].dots[-1].mark is Mark.OMITTED
    assert Mark.DUE in {dot.mark for dot in rows[2].dots}


def test_a_row_says_the_rhythm_of_its_drug():
    regimen = library().get("kn522")
    course = people.course(library(), "kn522")
    below = {row.name: row.below for row in drug_rows(course, regimen, library().drug, TODAY)}
    assert below["Pembrolizumab"] == "200 mg, every 21 d"
    assert below["PACLitaxel"] == "80 mg/m², days 1, 8, 15 of 21"


def test_arrows_walk_from_the_next_day_and_enter_chooses(qtbot, shown):
    chosen = heard(shown.chosen)
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    qtbot.keyClick(shown, Qt.Key.Key_Left)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert [day.plan.planned for day in chosen] == [date(2026, 12, 15), TODAY]


def test_a_click_on_a_disc_chooses_its_day_and_beside_it_nothing(qtbot, shown):
    chosen = heard(shown.chosen)
    dot = shown._rows[0].dots[0]
    at = QPoint(round(shown._x(dot.on)), round(shown._top(0) + 18))
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(LEFT // 2, at.y()))
    assert chosen == [dot.day]


def test_the_screen_reader_hears_the_day_under_the_cursor(qtbot, shown):
    assert "C3D1, Tue 24-Nov-2026, today" in shown.accessibleName()
    qtbot.keyClick(shown, Qt.Key.Key_Left)
    assert "C2D1, Tue 03-Nov-2026, given" in shown.accessibleName()


def test_a_day_without_a_session_is_to_be_booked_within_its_window():
    day = next(day for day in people.course(library()).days if mark_of(day, TODAY) is Mark.DUE)
    window = day.plan.window
    assert "to be booked" in spoken(day, TODAY)
    assert window.earliest <= window.ideal <= window.latest


def test_discs_of_weekly_doses_never_touch(shown):
    weekly = shown._rows[2]
    shown.resize(560, shown.height())
    places = sorted(shown._x(dot.on) for dot in weekly.dots)
    gaps = [b - a for a, b in pairwise(places)]
    assert 2 * shown._radius(weekly) <= min(gaps) + 0.01 or shown._radius(weekly) == 3.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_today_is_painted_and_the_picture_follows_the_theme(qapp, shown, scheme):
    theme = load_theme(scheme)
    apply_theme(qapp, theme, reduce_motion=True)
    picture = shown.grab().toImage()
    middle = round(shown._x(TODAY))
    column = {picture.pixelColor(middle, y).name() for y in range(picture.height())}
    assert theme.now.name() in column
    apply_theme(qapp, load_theme("light"), reduce_motion=True)


def test_a_course_over_years_names_quarters_and_a_short_one_months(qtbot):
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(900, 200)
    course = people.course(library(), "trastuzumab_iv_q3w")
    made.show_course(course, library().get(course.regimen_id), library().drug, TODAY)
    made._last = made._first + timedelta(days=900)
    assert {month.month % 3 for month in made._months()[1:]} == {1}
    made._last = made._first + timedelta(days=120)
    assert [month.month for month in made._months()] == [10, 11, 12, 1]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(date(2027, 5, 3), date(2027, 5, 24), "Surgery: 03-May – 24-May"), (date(2027, 5, 3),) * 2 + ("Surgery: 03-May",)],
)
def test_surgery_has_a_row_of_its_own_inside_the_months(qtbot, shown, first, last, said):
    rows, course = shown.sizeHint().height(), people.course(library())
    assert shown._last < first
    shown.show_course(
        course, library().get(course.regimen_id), library().drug, TODAY, SurgeryMark(first, last, first == last)
    )
    assert shown.sizeHint().height() == rows + 42
    assert shown._first < first <= last < shown._last
    assert shown.accessibleName().startswith(f"Course timeline. {said}.")
    assert not shown.grab().isNull()

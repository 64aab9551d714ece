"""Dates are typed as they are said and shown our way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from dayhospital.domain.formats import day_text
from dayhospital.ui.widgets import DateField, parse_day
from tests.ui.gallery import TODAY


@given(st.dates(date(1950, 1, 1), date(2040, 1, 1)))
def test_a_date_as_we_write_it_is_read_back(day):
    assert parse_day(day_text(day), TODAY) == day
    assert parse_day(day.isoformat(), TODAY) == day
    assert parse_day(f"{day.day}-{day.month}-{day.year}", TODAY) == day


@given(st.text(max_size=12))
def test_no_text_makes_the_date_reader_fail(text):
    parse_day(text, TODAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("090381", date(1981, 3, 9)),
        ("9/3/81", date(1981, 3, 9)),
        ("9 mar 1981", date(1981, 3, 9)),
        ("31-02-1981", None),
    ],
)
def test_a_date_of_birth_is_typed_as_it_is_said(typed, day):
    assert parse_day(typed, TODAY, past=True) == day


def test_a_typed_date_is_shown_our_way(qtbot):
    field = DateField(TODAY, past=True)
    qtbot.addWidget(field)

    with qtbot.waitSignal(field.day_changed) as signal:
        qtbot.keyClicks(field, "090381")
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert signal.args == [date(1981, 3, 9)]
    assert field.text() == "09-Mar-1981"


def test_what_is_not_a_date_stays_to_be_mended(qtbot):
    field = DateField(TODAY, TODAY)
    qtbot.addWidget(field)
    field.setText("soon")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.text() == "soon"
    assert field.day is None
    assert not field.understood

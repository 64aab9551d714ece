"""The national number: right digits pass in any writing, wrong ones get a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.domain.identity import birth_date_in, check_national_number, national_number_text
from dayhospital.errors import InvalidValue


def numbered(born: date, counter: int) -> str:
    """Return a number with right check digits."""
    head = f"{born.year % 100:02d}{born:%m%d}{counter:03d}"
    return f"{head}{97 - int(('2' if born.year >= 2000 else '') + head) % 97:02d}"


BORN = date(1961, 5, 17)
NUMBER = numbered(BORN, 2)


@pytest.mark.parametrize("separators", [".. - .", "", "    ", "///.."])
def test_a_right_number_passes_in_any_writing(separators):
    shown = national_number_text(NUMBER)
    assert check_national_number(shown, BORN) == NUMBER
    assert check_national_number(shown.replace(".", separators[:1]), BORN) == NUMBER


def test_a_number_is_shown_in_groups():
    assert national_number_text(NUMBER) == f"61.05.17-002.{NUMBER[-2:]}"
    assert national_number_text("not one") == "not one"


def test_no_number_is_no_mistake():
    assert check_national_number("  ") == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [("6105", "this one has 4"), ("61.05.17-0O2.28", "digits only"), ("١٢٣٤٥٦٧٨٩٠١", "digits only")],
)
def test_a_wrong_form_says_what_is_wrong(text, says):
    with pytest.raises(InvalidValue, match=says):
        check_national_number(text)


@given(st.integers(1, 96))
def test_any_other_check_digits_are_refused(step):
    wrong = NUMBER[:-2] + f"{(int(NUMBER[-2:]) + step - 1) % 97 + 1:02d}"
    with pytest.raises(InvalidValue, match="check digits"):
        check_national_number(wrong)


def test_a_number_of_somebody_else_is_refused_with_both_dates():
    with pytest.raises(InvalidValue, match=r"17-May-1961, not 18-May-1961"):
        check_national_number(NUMBER, date(1961, 5, 18))


@given(st.dates(date(1910, 1, 1), date(2025, 12, 31)), st.integers(1, 997))
def test_every_birth_date_is_read_back_from_its_number(born, counter):
    number = numbered(born, counter)
    assert check_national_number(number, born) == number
    read = birth_date_in(number)
    # Two digits for the year: once in 97 numbers fits both centuries, and the older one is read.
    assert read == born or (read is not None and born.year >= 2000 and read.year == born.year - 100)


def test_a_bis_number_tells_its_birth_date_too():
    head = "984728997"
    number = f"{head}{97 - int(head) % 97:02d}"
    assert check_national_number(number, date(1998, 7, 28)) == number


def test_a_number_without_a_full_birth_date_fits_any():
    head = "610000123"
    number = f"{head}{97 - int(head) % 97:02d}"
    assert check_national_number(number, BORN) == number

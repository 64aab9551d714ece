"""What goes into a column comes out of it, or is refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.types import TypeDecorator

from dayhospital.domain.session import Status
from dayhospital.errors import InvalidValue
from dayhospital.storage.types import Choice, Day, Json, LocalMinutes, Real, UtcSeconds

SQLITE = dialect()
PLAIN_JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)


def there_and_back(kind: TypeDecorator, value):
    return kind.process_result_value(kind.process_bind_param(value, SQLITE), SQLITE)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))
def test_a_wall_time_comes_back_to_the_minute(moment: datetime):
    whole = moment.replace(second=0, microsecond=0)
    assert there_and_back(LocalMinutes(), whole) == whole


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_a_moment_comes_back_as_utc_to_the_second(moment: datetime, offset: int):
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    back = there_and_back(UtcSeconds(), aware)
    assert back == aware
    assert back.tzinfo is UTC


@given(st.dates(), st.dates())
def test_days_sort_as_texts_as_they_do_as_days(a: date, b: date):
    day = Day()
    assert there_and_back(day, a) == a
    assert (str(day.process_bind_param(a, SQLITE)) < str(day.process_bind_param(b, SQLITE))) == (a < b)


@given(PLAIN_JSON)
def test_json_comes_back(value: object):
    assert there_and_back(Json(), value) == value


@pytest.mark.parametrize("kind", [LocalMinutes(), UtcSeconds(), Day(), Choice(Status), Real(), Json()])
def test_nothing_stays_nothing(kind: TypeDecorator):
    assert there_and_back(kind, None) is None


def test_a_planned_time_with_a_zone_is_refused():
    with pytest.raises(InvalidValue, match="has no zone"):
        LocalMinutes().process_bind_param(datetime(2026, 11, 24, 8, tzinfo=UTC), SQLITE)


def test_a_planned_time_with_seconds_is_refused():
    with pytest.raises(InvalidValue, match="whole minute"):
        LocalMinutes().process_bind_param(datetime(2026, 11, 24, 8, 0, 1), SQLITE)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(InvalidValue, match="needs a zone"):
        UtcSeconds().process_bind_param(datetime(2026, 11, 24, 8), SQLITE)


def test_a_day_with_a_time_is_refused():
    with pytest.raises(InvalidValue, match="has no time"):
        Day().process_bind_param(datetime(2026, 11, 24, 8), SQLITE)


def test_a_word_outside_the_choice_is_refused():
    with pytest.raises(ValueError, match="asleep"):
        Choice(Status).process_bind_param("asleep", SQLITE)


def test_a_whole_number_is_kept_as_a_figure():
    assert isinstance(Real().process_bind_param(70, SQLITE), float)

"""Which days and which patient a row concerns, read off its image, so that views know what to read again."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from dayhospital.storage.types import from_minutes

MOST_DAYS = 400
"""A block without an end in sight names this many days and no more."""
_ON_DAYS = {"closures": ("day",), "absences": ("day",), "treatment_days": ("planned",)}
"""Columns that hold a day of the board's or the tray's."""


def days_of(table: str, image: Mapping[str, Any]) -> Iterator[date]:
    """Yield the days of the plan a row stands on, in local time."""
    starts, ends = image.get("starts"), image.get("ends")
    if starts is not None and ends is not None:
        day, last = from_minutes(starts).date(), from_minutes(ends - 1).date()
        for offset in range(min((last - day).days + 1, MOST_DAYS)):
            yield day + timedelta(offset)
    for column in _ON_DAYS.get(table, ()):
        yield date.fromisoformat(image[column])


def patient_of(table: str, image: Mapping[str, Any]) -> int | None:
    """Return the patient a row belongs to, None if to nobody or only by way of another row."""
    return image["id"] if table == "patients" else image.get("patient_id")

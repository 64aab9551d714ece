"""How dates, times and lengths are written, the same in every window and on every sheet.

Month names come from our own table: Qt's vary by language ("24-nov.-2026"), and clinical dates must not.
"""

from datetime import date, datetime, time

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_text(day: date, *, year: bool = True, weekday: bool = False) -> str:
    """Return ``24-Nov-2026``, ``24-Nov`` without the year, ``Tue 24-Nov-2026`` with the weekday."""
    text = f"{day.day:02d}-{MONTHS[day.month - 1]}"
    if year:
        text += f"-{day.year:04d}"
    return f"{WEEKDAYS[day.weekday()][:3]} {text}" if weekday else text


def long_day_text(day: date) -> str:
    """Return ``Tuesday 24-Nov-2026``."""
    return f"{WEEKDAYS[day.weekday()]} {day_text(day)}"


def time_text(moment: datetime | time) -> str:
    """Return ``09:05``."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def length_text(minutes: int) -> str:
    """Return ``1 h 45``, ``3 h`` or ``25 min``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def span_text(start: datetime, end: datetime) -> str:
    """Return ``09:45–13:30`` with an en dash."""
    return f"{time_text(start)}–{time_text(end)}"


def age(birth: date, today: date) -> int:
    """Return the age in completed years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))

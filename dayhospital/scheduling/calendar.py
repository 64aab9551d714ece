"""On which days the unit works, and where a day that falls on a closed one goes."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dayhospital.domain.formats import WEEKDAYS
from dayhospital.domain.hospital import Closure, ClosureKind, UnitSettings
from dayhospital.domain.span import Window
from dayhospital.errors import InvalidValue

LONGEST_CLOSURE_DAYS = 366
"""How far :meth:`WorkingCalendar.first_open` looks before it gives up."""


class WorkingCalendar:
    """The open weekdays of the unit less its closures (public holidays and the unit's own)."""

    def __init__(self, settings: UnitSettings, closures: Iterable[Closure] = ()) -> None:
        self._weekdays = settings.open_weekdays
        self._closures = {closure.day: closure for closure in closures}

    def is_open(self, day: date) -> bool:
        return day.weekday() in self._weekdays and day not in self._closures

    def why_closed(self, day: date) -> str:
        """Return the name of the closure or of the weekday; empty when the unit is open."""
        if day in self._closures:
            return self._closures[day].name
        return "" if day.weekday() in self._weekdays else WEEKDAYS[day.weekday()]

    def first_open(self, day: date) -> date:
        """Return the day itself or the first open one after it.

        Raises InvalidValue when the unit is closed for a whole year from that day.
        """
        for distance in range(LONGEST_CLOSURE_DAYS):
            if self.is_open(candidate := day + timedelta(distance)):
                return candidate
        raise InvalidValue(
            "The unit is closed every day of a year, so no day can be found. Nothing was changed. "
            "Check the open weekdays and the closures in Settings."
        )


def by_distance(window: Window) -> Iterator[date]:
    """Yield the days of a window: the ideal day, then the nearest, later before earlier at the same distance."""
    for distance in range(max(window.latest - window.ideal, window.ideal - window.earliest).days + 1):
        for day in dict.fromkeys((window.ideal + timedelta(distance), window.ideal - timedelta(distance))):
            if day in window:
                yield day


def place_in_window(window: Window, calendar: WorkingCalendar, not_before: date | None = None) -> date | None:
    """Return the day a treatment moves to, None when no day of the window will do.

    The rule: the ideal day if the unit is open, else the nearest open day inside the window, and of two equally near
    the later one, because a dose may wait but should not come early. ``not_before`` keeps the distance to
    the dose before.
    """
    floor = not_before or window.earliest
    return next((day for day in by_distance(window) if day >= floor and calendar.is_open(day)), None)


def seed_holidays(country: str, subdivision: str, year: int) -> tuple[Closure, ...]:
    """Return the public holidays of a year with their English names, for the closures table.

    ``country`` is an ISO 3166-1 code such as ``BE``, ``subdivision`` an ISO 3166-2 part or empty. Raises InvalidValue
    for a country or subdivision nobody knows.
    """
    import holidays  # half a second of import, needed once a year

    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language="en_US")
    except NotImplementedError as error:
        raise InvalidValue(
            f"No public holidays are known for {country} {subdivision}".rstrip() + ". Nothing was changed. "
            "Check the country and region in Settings, or enter the closures by hand."
        ) from error
    return tuple(Closure(day, name, ClosureKind.HOLIDAY) for day, name in sorted(found.items()) if day.year == year)

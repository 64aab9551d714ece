"""The clock is an argument: nobody else asks the machine for the time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from dayhospital.errors import InvalidValue

CONTINENTS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
"""What the names of zones begin with that stand for a place; others are older names of the same."""


@lru_cache(maxsize=1)
def known_zones() -> tuple[str, ...]:
    """Return the time zones of the world by continent and town, ``UTC`` last; empty where the machine knows none."""
    places = sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS and "/" in name)
    return (*places, "UTC") if places else ()


class Clock:
    """Tells the time of one unit.

    ``utc()`` is an aware moment, for what happened; ``local()`` is the unit's naive wall time, for the plan.
    """

    def __init__(self, zone: str = "Europe/Brussels", moment: Callable[[], datetime] | None = None) -> None:
        self.zone = ZoneInfo(zone)
        self._moment = moment or (lambda: datetime.now(UTC))

    @classmethod
    def fixed(cls, local: datetime, zone: str = "Europe/Brussels") -> "Clock":
        """Return a clock that stands still at a naive local time (demonstrations and tests)."""
        if local.tzinfo is not None:
            raise InvalidValue("a fixed clock takes a local time without zone")
        moment = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        return cls(zone, lambda: moment)

    @classmethod
    def starting(cls, local: datetime, zone: str = "Europe/Brussels") -> "Clock":
        """Return a clock that shows a naive local time now and runs on from there (the demonstration hospital)."""
        ahead = cls.fixed(local, zone).utc() - datetime.now(UTC)
        return cls(zone, lambda: datetime.now(UTC) + ahead)

    def use_zone(self, zone: str) -> None:
        """Show the wall time of another zone from now on; the moments stay what they are."""
        self.zone = ZoneInfo(zone)

    def utc(self) -> datetime:
        return self._moment()

    def local(self) -> datetime:
        return self._moment().astimezone(self.zone).replace(tzinfo=None)

    def today(self) -> date:
        return self.local().date()

    def to_local(self, moment: datetime) -> datetime:
        """Return the unit's wall time of an aware moment."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

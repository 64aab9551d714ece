"""Relative dose intensity: how much of the planned dose per time is left after delays, reductions and omissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dayhospital.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class IntensityDay:
    """One treatment day of a phase: when the regimen wants it, when it is given, and how much of the dose."""

    planned: date
    given: date
    fraction: float = 1.0
    """Of the planned dose: 0.75 when reduced to 75 %, 0 when left out."""


def dose_intensity(days: Sequence[IntensityDay], rest_days: int) -> float:
    """Return the relative dose intensity of a phase in percent, 100 as planned.

    Dose given ÷ dose planned × planned time ÷ actual time, where the time runs from the first day to the last and
    ``rest_days`` more: what is left of the cycle of the last day, that day included. Four cycles of 21 days with one
    week of delay come to 84 ÷ 91, 92 %.

    Raises:
        InvalidValue: If there are no days, or the time is not positive.
    """
    if not days or rest_days < 1:
        raise InvalidValue("Dose intensity needs at least one treatment day and a cycle. Nothing was computed.")
    planned_time = (max(day.planned for day in days) - min(day.planned for day in days)).days + rest_days
    actual_time = (max(day.given for day in days) - min(day.given for day in days)).days + rest_days
    dose = sum(day.fraction for day in days) / len(days)
    return dose * planned_time / actual_time * 100

"""Results: what a laboratory, a pathologist or a machine found, with the day and where it was looked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from dayhospital.errors import InvalidValue


class AnalyteGroup(StrEnum):
    BLOOD = "blood"
    HEART = "heart"
    BEFORE_FIRST_DOSE = "before_first_dose"
    TUMOUR = "tumour"
    GENE = "gene"


@dataclass(frozen=True, slots=True)
class Analyte:
    """Something that is measured (a number in :attr:`unit`) or answered (one of :attr:`answers`)."""

    id: str
    name: str
    group: AnalyteGroup
    unit: str = ""
    """The unit values are kept in; empty for answers and plain scores."""
    other_units: Mapping[str, float] = field(default_factory=dict)
    """Units a laboratory may print, each with the factor that makes :attr:`unit` of it."""
    answers: tuple[str, ...] = ()
    """The possible answers; empty when it is a number."""
    plausible: tuple[float, float] | None = None
    """Outside it a value is asked about before it is kept; in :attr:`unit`."""
    upper: float | None = None
    """The upper limit of normal that multiples refer to; in :attr:`unit`."""
    valid_hours: int | None = None
    """How long a value may serve for a decision; None without end."""
    specimen: bool = False
    """Whether it is looked for in a specimen that has to be named."""
    loinc: str = ""
    sources: tuple[str, ...] = ()

    def in_unit(self, value: float, unit: str) -> float:
        """Return a value given in ``unit`` in the unit of the analyte.

        Raises:
            InvalidValue: If the analyte is not given in that unit.
        """
        if unit == self.unit:
            return value
        factor = self.other_units.get(unit)
        if factor is None:
            known = ", ".join((self.unit, *self.other_units))
            raise InvalidValue(f"{self.name} is given in {known}, not in {unit or 'no unit'}. Nothing was saved.")
        return value * factor

    def is_plausible(self, value: float) -> bool:
        return self.plausible is None or self.plausible[0] <= value <= self.plausible[1]


@dataclass(frozen=True, slots=True)
class Result:
    """One result: a number in the unit of its analyte, or an answer."""

    analyte: str
    at: datetime
    """When the blood or specimen was taken; the unit's local time."""
    value: float | None = None
    answer: str = ""
    specimen: str = ""
    """Where it was looked for, for example ``core biopsy left breast``; empty for blood counts."""
    detail: str = ""
    """What else the report says: the variant, the antibody of a stain."""
    tumour_id: int | None = None
    id: int = 0
    version: int = 1

    def __post_init__(self) -> None:
        if (self.value is None) == (not self.answer):
            raise InvalidValue("A result is a number or an answer, and not both.")

    def valid_at(self, moment: datetime, hours: int | None) -> bool:
        """Return whether it may still serve at a moment, when results of its kind serve so many hours."""
        return self.at <= moment and (hours is None or moment - self.at <= timedelta(hours=hours))


class Results:
    """The results of one patient, asked for by analyte."""

    def __init__(self, results: Iterable[Result] = ()) -> None:
        self._of: dict[str, list[Result]] = {}
        for result in sorted(results, key=lambda one: (one.at, one.id), reverse=True):
            self._of.setdefault(result.analyte, []).append(result)

    def all(self, analyte: str | None = None) -> tuple[Result, ...]:
        """Return the results of an analyte, or of all, the newest first."""
        if analyte is not None:
            return tuple(self._of.get(analyte, ()))
        every = [result for results in self._of.values() for result in results]
        return tuple(sorted(every, key=lambda one: (one.at, one.id), reverse=True))

    def latest(self, analyte: str, before: datetime | None = None) -> Result | None:
        """Return the newest result of an analyte, of those taken up to a moment if one is given."""
        return next((one for one in self._of.get(analyte, ()) if before is None or one.at <= before), None)

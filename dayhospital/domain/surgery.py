"""Surgery of a tumour: when, which, what was taken of the armpit, and what the pathologist found."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.domain.result import Result, Results
from dayhospital.errors import InvalidValue


class BreastSurgery(StrEnum):
    CONSERVING = "conserving"
    MASTECTOMY = "mastectomy"


class AxillarySurgery(StrEnum):
    NONE = "none"
    SENTINEL = "sentinel"
    CLEARANCE = "clearance"
    """The arm of this side is then no longer used for lines."""


class Pathology(StrEnum):
    """What treatment before surgery has left; the value is the answer of the analyte ``residual``."""

    AWAITED = "awaited"
    COMPLETE = "none left"
    """Pathological complete response."""
    RESIDUAL = "residual"


RESIDUAL_ANALYTE = "residual"
"""The analyte that holds the pathology: what regimens ask for and what pathways branch by is one result."""


@dataclass(frozen=True, slots=True)
class Surgery:
    """One operation of a tumour, planned as long as its day lies ahead."""

    day: date
    breast: BreastSurgery
    axilla: AxillarySurgery = AxillarySurgery.NONE
    tumour_id: int | None = None
    stage: str = ""
    """As the pathologist wrote it, for example ``ypT1b N0``."""
    rcb: int | None = None
    """Class of the residual cancer burden, 0 to 3; None when not given."""
    note: str = ""
    id: int = 0
    version: int = 1

    def __post_init__(self) -> None:
        if self.rcb is not None and not 0 <= self.rcb <= 3:
            raise InvalidValue("The class of residual cancer burden goes from 0 to 3.")

    def done(self, today: date) -> bool:
        return self.day <= today

    def disagrees(self, pathology: Pathology) -> bool:
        """Return whether the burden says something else than the pathology: class 0 is nothing left."""
        if self.rcb is None or pathology is Pathology.AWAITED:
            return False
        return (self.rcb == 0) != (pathology is Pathology.COMPLETE)

    def pathology(self, results: Results) -> Result | None:
        """Return the newest result that says what was left, of this tumour and not from before the surgery."""
        every = results.all(RESIDUAL_ANALYTE)
        return next(
            (one for one in every if one.at.date() >= self.day and one.tumour_id in {None, self.tumour_id}), None
        )

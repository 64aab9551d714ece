"""Lines of treatment: what a patient was given against the tumour, how it worked and why it ended."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.domain.regimen import Setting
from dayhospital.errors import InvalidValue


class Response(StrEnum):
    """The best response; *complete* includes no tumour left at surgery."""

    NOT_RECORDED = "not_recorded"
    COMPLETE = "complete"
    PARTIAL = "partial"
    STABLE = "stable"
    PROGRESSION = "progression"


class WhyEnded(StrEnum):
    """Why a line ended; empty as long as nobody recorded it."""

    NOT_RECORDED = ""
    COMPLETED = "completed"
    PROGRESSION = "progression"
    RESISTANCE = "resistance"
    TOXICITY = "toxicity"
    WISH = "wish"
    DEATH = "death"


FAILED = frozenset({WhyEnded.PROGRESSION, WhyEnded.RESISTANCE})
"""The tumour grew under it."""


class EndocrineResistance(StrEnum):
    """How the tumour answered endocrine therapy (ESO-ESMO definition for advanced breast cancer)."""

    NAIVE = "naive"
    """Never had endocrine therapy."""
    SENSITIVE = "sensitive"
    """Had it, and nothing speaks for resistance."""
    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of treatment: recorded by hand, or derived from a course of the program.

    A recorded line with ``course_id`` only holds how that course worked and why it ended; what was given and when
    comes from the course.
    """

    setting: Setting
    number: int
    """Counts within its setting, from 1."""
    started: date
    name: str = ""
    drugs: tuple[str, ...] = ()
    """Ids of ``resources/drugs.yaml``."""
    regimen_id: str = ""
    """The regimen of the library, empty when it was something else."""
    ended: date | None = None
    """The last day of the line; None while it goes on."""
    response: Response = Response.NOT_RECORDED
    why_ended: WhyEnded = WhyEnded.NOT_RECORDED
    note: str = ""
    course_id: int | None = None
    """The course of the program it comes from, None when it was given elsewhere."""
    id: int = 0
    version: int = 1

    def __post_init__(self) -> None:
        if self.number < 1:
            raise InvalidValue("Lines of treatment count from 1.")
        if self.ended is not None and self.ended < self.started:
            raise InvalidValue("A line of treatment cannot end before it began. Check both days.")
        if self.ended is None and self.why_ended is not WhyEnded.NOT_RECORDED:
            raise InvalidValue("A line that goes on has no reason why it ended. Write its last day, or take it away.")

    @property
    def failed(self) -> bool:
        """Whether the tumour grew under it."""
        return self.why_ended in FAILED

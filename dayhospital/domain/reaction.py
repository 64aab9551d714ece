"""An infusion reaction: of which drug, how bad, when, and what was done."""

from dataclasses import dataclass
from datetime import datetime

from dayhospital.errors import InvalidValue

WORST_GRADE = 4
"""Grade 5 is death, which is no reaction to plan around."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """One reaction during a session."""

    session_id: int
    patient_id: int
    drug: str
    """Id of the drug it began under."""
    grade: int
    """CTCAE version 5, 1 to 4."""
    at: datetime
    """When it began; local."""
    adrenaline: bool = False
    done: str = ""
    """What was done: stopped, antihistamine, oxygen."""
    by: str = ""
    until: datetime | None = None
    """Until when the patient is to be watched in the chair; local. None as long as nobody worked it out."""
    id: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.grade <= WORST_GRADE:
            raise InvalidValue("The grade of a reaction goes from 1 to 4. Nothing was saved; choose one.")

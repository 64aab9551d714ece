"""Going home or staying: what is checked before a patient leaves, and a bed asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LeavingCheck(StrEnum):
    """What a nurse looks at before the patient leaves (clinical reference 6.1)."""

    VITALS = "vitals"
    AWAKE = "awake"
    WALKS = "walks"
    SYMPTOMS = "symptoms"
    LINE = "line"
    ESCORT = "escort"
    MEDICATION = "medication"
    CONTACT = "contact"
    FEVER_CARD = "fever_card"
    NEXT_DATE = "next_date"


class BedReason(StrEnum):
    """Why a patient cannot go home (clinical reference 6.2), as a code for the reports."""

    REACTION = "reaction"
    FEVER = "fever"
    EXTRAVASATION = "extravasation"
    HEART = "heart"
    TRANSFUSION = "transfusion"
    TOO_LATE = "too_late"
    NO_ESCORT = "no_escort"
    NOT_WELL = "not_well"
    OTHER = "other"


class BedState(StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    """A ward has a bed; the patient is still here."""
    ADMITTED = "admitted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SignedCheck:
    """What was found in order before a patient left, by whom and when (local time)."""

    done: frozenset[LeavingCheck]
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BedRequest:
    """A bed asked for one session; at most one of a session is not withdrawn."""

    id: int
    reason: BedReason
    note: str
    state: BedState
    ward: str
    asked_by: str
    asked_at: datetime
    """Local time."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How far the leaving of one session is: nothing yet, checked, or a bed asked for."""

    check: SignedCheck | None = None
    bed: BedRequest | None = None
    """The newest that was not withdrawn."""

"""Versions of a regimen that the unit wrote itself: who wrote them, who signed, and which one is in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dayhospital.domain.patient import PatientLabel


class VersionState(StrEnum):
    """A version is written, sent, signed by two people, and one day no longer used."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class RegimenVersion:
    """One version as it is kept; ``text`` is the YAML of the library, ``version`` that of the row."""

    id: int
    version: int
    regimen_id: str
    number: int
    text: str
    state: VersionState
    writers: tuple[str, ...]
    """Everybody who wrote at it, the first author first."""
    written_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    second_by: str = ""
    second_at: datetime | None = None
    note: str = ""
    """What is new in it and why, in the words of its author."""

    @property
    def was_in_use(self) -> bool:
        """Whether both signed it, so that courses may have begun with it."""
        return self.second_at is not None


@dataclass(frozen=True, slots=True)
class OnVersion:
    """A patient with a running course, and the version of the regimen it began with or was moved to."""

    course_id: int
    patient: PatientLabel
    regimen_version: int
    start: date


def same_person(one: str, other: str) -> bool:
    """Return whether two names as typed mean one person: case and spaces do not make another."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def is_among(person: str, people: Iterable[str]) -> bool:
    return any(same_person(person, one) for one in people)

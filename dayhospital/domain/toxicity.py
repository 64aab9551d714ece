"""Toxicity: what the treatment did to a patient, graded by CTCAE in a named version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.errors import InvalidValue


class CtcaeVersion(StrEnum):
    """The version a grade was given by: version 6 has other limits for some blood counts than version 5."""

    V5 = "5.0"
    V6 = "6.0"


@dataclass(frozen=True, slots=True)
class Toxicity:
    """One grade of one term on a day; grade 0 says that it is over."""

    term: str
    """A key of the terms in ``resources/gates.yaml``."""
    grade: int
    day: date
    ctcae: CtcaeVersion = CtcaeVersion.V5
    note: str = ""
    id: int = 0
    version: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.grade <= 5:
            raise InvalidValue("A toxicity has a grade from 0 (over) to 5. Nothing was saved; choose one.")


def unresolved(toxicities: Iterable[Toxicity], day: date) -> tuple[Toxicity, ...]:
    """Return the newest grade of each term up to a day, the worst first; terms that are over are not among them."""
    newest: dict[str, Toxicity] = {}
    for one in sorted(toxicities, key=lambda one: (one.day, one.id)):
        if one.day <= day:
            newest[one.term] = one
    return tuple(sorted((one for one in newest.values() if one.grade), key=lambda one: (-one.grade, one.term)))

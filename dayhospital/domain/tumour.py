"""Breast tumours, the basics: where, what, how far, which receptors."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.domain.patient import Side
from dayhospital.errors import InvalidValue


class Histology(StrEnum):
    DUCTAL = "ductal"
    """Invasive carcinoma of no special type."""
    LOBULAR = "lobular"
    MIXED = "mixed"
    METAPLASTIC = "metaplastic"
    INFLAMMATORY = "inflammatory"
    OTHER = "other"


class BreastSite(StrEnum):
    """Where in the breast; the values are the codes of ICD-10, three characters and one."""

    NIPPLE = "C50.0"
    CENTRAL = "C50.1"
    UPPER_INNER = "C50.2"
    LOWER_INNER = "C50.3"
    UPPER_OUTER = "C50.4"
    LOWER_OUTER = "C50.5"
    AXILLARY_TAIL = "C50.6"
    OVERLAPPING = "C50.8"
    UNSPECIFIED = "C50.9"


class Her2Ish(StrEnum):
    NOT_DONE = "not_done"
    AMPLIFIED = "amplified"
    NOT_AMPLIFIED = "not_amplified"


class Her2Status(StrEnum):
    UNKNOWN = "unknown"
    NEGATIVE = "negative"
    ULTRALOW = "ultralow"
    """IHC 0, but with faint staining of some cells."""
    LOW = "low"
    POSITIVE = "positive"
    EQUIVOCAL = "equivocal"


def her2_status(ihc: int | None, ish: Her2Ish) -> Her2Status:
    """Return the HER2 status from IHC (0–3) and in-situ hybridisation.

    IHC 3+ or amplified is positive; 2+ without ISH is equivocal; 1+, or 2+ not amplified, is low.
    Source: asco-cap-2023.
    """
    if ish is Her2Ish.AMPLIFIED or ihc == 3:
        return Her2Status.POSITIVE
    if ihc is None:
        return Her2Status.NEGATIVE if ish is Her2Ish.NOT_AMPLIFIED else Her2Status.UNKNOWN
    if ihc == 2 and ish is Her2Ish.NOT_DONE:
        return Her2Status.EQUIVOCAL
    return Her2Status.NEGATIVE if ihc == 0 else Her2Status.LOW


@dataclass(frozen=True, slots=True)
class Tumour:
    """One breast tumour of one patient."""

    id: int
    side: Side
    histology: Histology
    diagnosed: date
    grade: int | None = None
    tnm: str = ""
    """As written by the tumour board, for example ``cT2 N1 M0``."""
    stage: str = ""
    """Anatomical stage: ``I`` to ``IV`` with its letter, for example ``IIB``."""
    er_percent: int | None = None
    pr_percent: int | None = None
    her2_ihc: int | None = None
    her2_ish: Her2Ish = Her2Ish.NOT_DONE
    ki67_percent: int | None = None
    site: BreastSite | None = None
    """None as long as nobody said where."""
    version: int = 1

    def __post_init__(self) -> None:
        for value in (self.er_percent, self.pr_percent, self.ki67_percent):
            if value is not None and not 0 <= value <= 100:
                raise InvalidValue(f"a percentage goes from 0 to 100, got {value}")
        if self.her2_ihc is not None and not 0 <= self.her2_ihc <= 3:
            raise InvalidValue("HER2 IHC goes from 0 to 3")
        if self.grade is not None and not 1 <= self.grade <= 3:
            raise InvalidValue("the grade goes from 1 to 3")

    @property
    def her2(self) -> Her2Status:
        return her2_status(self.her2_ihc, self.her2_ish)

    @property
    def triple_negative(self) -> bool:
        return self.er_percent == 0 and self.pr_percent == 0 and self.her2 in {Her2Status.NEGATIVE, Her2Status.LOW}

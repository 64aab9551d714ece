"""Where a breast cancer has spread to, and since when that is known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MetastaticSite(StrEnum):
    """A site; its ICD-10 code is :attr:`code`. Source: clinical reference, section on codes (WHO ICD-10 C77 to C79)."""

    BONE = "bone"
    LIVER = "liver"
    LUNG = "lung"
    PLEURA = "pleura"
    BRAIN = "brain or meninges"
    NODES = "distant lymph nodes"
    SKIN = "skin"
    PERITONEUM = "peritoneum"
    OVARY = "ovary"
    OTHER = "elsewhere"

    @property
    def code(self) -> str:
        return _CODES[self]


_CODES = {
    MetastaticSite.BONE: "C79.5",
    MetastaticSite.LIVER: "C78.7",
    MetastaticSite.LUNG: "C78.0",
    MetastaticSite.PLEURA: "C78.2",
    MetastaticSite.BRAIN: "C79.3",
    MetastaticSite.NODES: "C77",
    MetastaticSite.SKIN: "C79.2",
    MetastaticSite.PERITONEUM: "C78.6",
    MetastaticSite.OVARY: "C79.6",
    MetastaticSite.OTHER: "C79.8",
}


@dataclass(frozen=True, slots=True)
class Metastasis:
    """One site of metastases of one patient."""

    site: MetastaticSite
    found_on: date
    id: int = 0
    version: int = 1

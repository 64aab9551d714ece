"""In which setting a tumour is treated."""

from enum import StrEnum


class Setting(StrEnum):
    NEOADJUVANT = "neoadjuvant"
    ADJUVANT = "adjuvant"
    METASTATIC = "metastatic"

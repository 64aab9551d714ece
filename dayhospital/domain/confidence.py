"""How far a figure of the library was checked."""

from enum import StrEnum


class Confidence(StrEnum):
    VERIFIED = "verified"
    PARTLY = "partly verified"
    KNOWLEDGE = "from knowledge"

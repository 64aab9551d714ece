"""The days after surgery that a drug waits, as one line of the gate of a treatment day."""

from datetime import date

from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.gate import Colour, GateLine


def surgery_line(drugs: tuple[Drug, ...], operated: date | None, day: date) -> GateLine | None:
    """Return the line of the drug that waits longest for the wound to heal, None where enough days have passed.

    Args:
        drugs: What is given on the day.
        operated: The last surgery up to the day, None without one.
    """
    slowest = max(drugs, key=lambda drug: drug.surgery_days_after, default=None)
    if slowest is None or operated is None:
        return None
    days = (day - operated).days
    if days >= slowest.surgery_days_after:
        return None
    facts = {"drug": slowest.tall_man, "operated": operated, "days": days, "limit": slowest.surgery_days_after}
    return GateLine(SUBJECT, Colour.RED, finding=Finding(Severity.WARNING, "gate-surgery", "library", facts))


SUBJECT = "surgery"

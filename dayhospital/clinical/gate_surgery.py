"""The days a drug keeps from surgery, before and after, as one line of the gate of a treatment day."""

from datetime import date

from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.gate import Colour, GateLine

SUBJECT = "surgery"


def surgery_line(drugs: tuple[Drug, ...], surgeries: tuple[date, ...], day: date) -> GateLine | None:
    """Return the line of the drug that keeps the longest from surgery, None where enough days lie between.

    Args:
        drugs: What is given on the day.
        surgeries: The days of every surgery of the patient, planned ones too.
    """
    operated = max((one for one in surgeries if one <= day), default=None)
    planned = min((one for one in surgeries if one > day), default=None)
    slowest = max(drugs, key=lambda drug: drug.surgery_days_after, default=None)
    if slowest is not None and operated is not None and (days := (day - operated).days) < slowest.surgery_days_after:
        facts = {"drug": slowest.tall_man, "operated": operated, "days": days, "limit": slowest.surgery_days_after}
        return _shut("gate-surgery", facts)
    longest = max(drugs, key=lambda drug: drug.wound_days_before, default=None)
    if longest is not None and planned is not None and (days := (planned - day).days) < longest.wound_days_before:
        facts = {"drug": longest.tall_man, "planned": planned, "days": days, "limit": longest.wound_days_before}
        return _shut("gate-before-surgery", facts)
    return None


def _shut(code: str, facts: dict[str, object]) -> GateLine:
    return GateLine(SUBJECT, Colour.RED, finding=Finding(Severity.WARNING, code, "library", facts))

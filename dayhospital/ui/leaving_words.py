"""Words for what is checked before a patient leaves, and for beds asked for."""

from dayhospital.domain.leaving import BedReason, BedRequest, BedState, LeavingCheck
from dayhospital.ui.texts import say

CHECKS = {
    LeavingCheck.VITALS: "Systolic 90 to 160, pulse 50 to 110, SpO₂ at least 94 %, below 38.0 °C",
    LeavingCheck.AWAKE: "Awake and oriented",
    LeavingCheck.WALKS: "Walks as on arrival, not dizzy on standing",
    LeavingCheck.SYMPTOMS: "Nausea and pain under control, no sign of a reaction",
    LeavingCheck.LINE: "Needle out, port rinsed, site looked at",
    LeavingCheck.ESCORT: "Somebody else drives",
    LeavingCheck.MEDICATION: "Tablets and prescriptions for home handed over",
    LeavingCheck.CONTACT: "24-hour telephone number handed over",
    LeavingCheck.FEVER_CARD: "Neutropenia card and thermometer at home",
    LeavingCheck.NEXT_DATE: "Next date given",
}
"""Limits: clinical reference 6.1."""
BED_REASONS = {
    BedReason.REACTION: "Reaction to an infusion",
    BedReason.FEVER: "Fever or signs of infection",
    BedReason.EXTRAVASATION: "Extravasation",
    BedReason.HEART: "Chest pain or rhythm",
    BedReason.TRANSFUSION: "Transfusion reaction",
    BedReason.TOO_LATE: "Cannot end before closing",
    BedReason.NO_ESCORT: "Nobody to take the patient home",
    BedReason.NOT_WELL: "Not well enough to go home",
    BedReason.OTHER: "Other reason",
}
STATES = {
    BedState.ASKED: "Bed asked for",
    BedState.GIVEN: "Bed on {ward}",
    BedState.ADMITTED: "Admitted",
    BedState.WITHDRAWN: "No longer asked for",
}


def bed_text(bed: BedRequest) -> str:
    """Return ``Bed asked for: Fever or signs of infection``."""
    state = say(STATES[bed.state], ward=bed.ward)
    return f"{state}: {say(BED_REASONS[bed.reason])}"

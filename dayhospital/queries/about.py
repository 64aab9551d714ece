"""Reads whom a command is about, for the dialogs that ask before it is done."""

from typing import Any

from sqlalchemy import Connection, select

from dayhospital.domain.patient import PatientLabel
from dayhospital.queries.sessions import LABEL_COLUMNS, label_of
from dayhospital.storage.tables import (
    courses,
    lines,
    patients,
    port_events,
    port_referrals,
    reactions,
    results,
    sessions,
    treatment_days,
    tumours,
)

_ROWS = {
    "session_id": sessions,
    "treatment_day_id": treatment_days,
    "course_id": courses,
    "referral_id": port_referrals,
    "event_id": port_events,
    "reaction_id": reactions,
    "result_id": results,
    "line_id": lines,
    "tumour_id": tumours,
}
"""By the field of a command the table its number belongs to."""


def patient_about(connection: Connection, command: Any) -> PatientLabel | None:
    """Return the one patient a command is about, None when it names none or several."""
    patient_id = getattr(command, "patient_id", None)
    for name, table in _ROWS.items():
        number = getattr(command, name, None)
        if patient_id is None and number is not None:
            patient_id = connection.execute(select(table.c.patient_id).where(table.c.id == number)).scalar()
    row = connection.execute(select(*LABEL_COLUMNS).where(patients.c.id == patient_id)).first()
    return None if row is None else label_of(row)

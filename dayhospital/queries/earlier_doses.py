"""Reads the doses patients had elsewhere."""

from sqlalchemy import Connection, select

from dayhospital.domain.lifetime_dose import EarlierDose
from dayhospital.storage.tables import earlier_doses

_e = earlier_doses.c


def earlier_doses_of(connection: Connection, patient_id: int) -> tuple[EarlierDose, ...]:
    """Return the doses a patient had elsewhere, in the order of the days they go up to."""
    rows = connection.execute(
        select(_e.drug, _e.mg_m2, _e.until, _e.note, _e.id, _e.version)
        .where(_e.patient_id == patient_id)
        .order_by(_e.until, _e.id)
    )
    return tuple(EarlierDose(*row) for row in rows)

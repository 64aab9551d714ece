"""Reads what patients had elsewhere that counts towards lifetime doses: doses, radiotherapy of the chest."""

from sqlalchemy import Connection, select

from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose
from dayhospital.storage.tables import chest_radiotherapies, earlier_doses

_e, _r = earlier_doses.c, chest_radiotherapies.c


def earlier_doses_of(connection: Connection, patient_id: int) -> tuple[EarlierDose, ...]:
    """Return the doses a patient had elsewhere, in the order of the days they go up to."""
    rows = connection.execute(
        select(_e.drug, _e.mg_m2, _e.until, _e.note, _e.id, _e.version)
        .where(_e.patient_id == patient_id)
        .order_by(_e.until, _e.id)
    )
    return tuple(EarlierDose(*row) for row in rows)


def chest_radiotherapy_of(connection: Connection, patient_id: int) -> tuple[ChestRadiotherapy, ...]:
    """Return the radiotherapy a patient had with the heart in the field, in order."""
    rows = connection.execute(
        select(_r.ended, _r.note, _r.id, _r.version).where(_r.patient_id == patient_id).order_by(_r.ended, _r.id)
    )
    return tuple(ChestRadiotherapy(*row) for row in rows)

"""Reads what patients had elsewhere that counts towards lifetime doses: doses, radiotherapy of the chest."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose
from dayhospital.storage.tables import chest_radiotherapies, earlier_doses

_e, _r = earlier_doses.c, chest_radiotherapies.c


def earlier_doses_of(connection: Connection, patient_id: int) -> tuple[EarlierDose, ...]:
    """Return the doses a patient had elsewhere, in the order of the days they go up to."""
    return earlier_doses_of_many(connection, (patient_id,))[patient_id]


def earlier_doses_of_many(connection: Connection, patient_ids: Sequence[int]) -> dict[int, tuple[EarlierDose, ...]]:
    """Return the same of some patients, by patient; patients without any are there too."""
    rows = connection.execute(
        select(_e.patient_id, _e.drug, _e.mg_m2, _e.until, _e.note, _e.id, _e.version)
        .where(_e.patient_id.in_(patient_ids))
        .order_by(_e.until, _e.id)
    )
    found: dict[int, list[EarlierDose]] = {patient_id: [] for patient_id in patient_ids}
    for patient_id, *columns in rows:
        found[patient_id].append(EarlierDose(*columns))
    return {patient_id: tuple(some) for patient_id, some in found.items()}


def chest_radiotherapy_of(connection: Connection, patient_id: int) -> tuple[ChestRadiotherapy, ...]:
    """Return the radiotherapy a patient had with the heart in the field, in order."""
    return chest_radiotherapy_of_many(connection, (patient_id,))[patient_id]


def chest_radiotherapy_of_many(
    connection: Connection, patient_ids: Sequence[int]
) -> dict[int, tuple[ChestRadiotherapy, ...]]:
    """Return the same of some patients, by patient; patients without any are there too."""
    rows = connection.execute(
        select(_r.patient_id, _r.ended, _r.note, _r.id, _r.version)
        .where(_r.patient_id.in_(patient_ids))
        .order_by(_r.ended, _r.id)
    )
    found: dict[int, list[ChestRadiotherapy]] = {patient_id: [] for patient_id in patient_ids}
    for patient_id, *columns in rows:
        found[patient_id].append(ChestRadiotherapy(*columns))
    return {patient_id: tuple(some) for patient_id, some in found.items()}

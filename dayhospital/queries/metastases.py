"""Reads where a cancer has spread to."""

from sqlalchemy import Connection, select

from dayhospital.domain.metastasis import Metastasis
from dayhospital.storage.tables import metastases

_m = metastases.c


def metastases_of(connection: Connection, patient_id: int) -> tuple[Metastasis, ...]:
    """Return the metastatic sites of a patient, the first found first."""
    rows = connection.execute(
        select(_m.site, _m.found_on, _m.id, _m.version)
        .where(_m.patient_id == patient_id)
        .order_by(_m.found_on, _m.site)
    )
    return tuple(Metastasis(*row) for row in rows)

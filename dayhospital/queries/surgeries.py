"""Reads the operations of patients."""

from sqlalchemy import Connection, select

from dayhospital.domain.surgery import Surgery
from dayhospital.storage.tables import surgeries

_s = surgeries.c
_COLUMNS = tuple(_s[name] for name in Surgery.__dataclass_fields__)


def surgeries_of(connection: Connection, patient_id: int) -> tuple[Surgery, ...]:
    """Return the operations of a patient in the order of their days, planned ones too."""
    rows = connection.execute(select(*_COLUMNS).where(_s.patient_id == patient_id).order_by(_s.day, _s.id))
    return tuple(Surgery(*row) for row in rows)

"""Reads the operations of patients."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from dayhospital.domain.surgery import Surgery
from dayhospital.storage.tables import surgeries

_s = surgeries.c
_COLUMNS = tuple(_s[name] for name in Surgery.__dataclass_fields__)


def surgeries_of(connection: Connection, patient_id: int) -> tuple[Surgery, ...]:
    """Return the operations of a patient in the order of their days, planned ones too."""
    rows = connection.execute(select(*_COLUMNS).where(_s.patient_id == patient_id).order_by(_s.day, _s.id))
    return tuple(Surgery(*row) for row in rows)


def days_of_surgery(connection: Connection, patient_ids: Sequence[int]) -> dict[int, list[date]]:
    """Return the days of surgery of some patients, by patient; who had none is not there."""
    found: dict[int, list[date]] = defaultdict(list)
    for patient_id, day in connection.execute(select(_s.patient_id, _s.day).where(_s.patient_id.in_(patient_ids))):
        found[patient_id].append(day)
    return found

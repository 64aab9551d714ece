"""Reads the results of patients."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from dayhospital.domain.result import Result, Results
from dayhospital.storage.tables import results

_r = results.c
_COLUMNS = (_r.analyte, _r.at, _r.value, _r.answer, _r.specimen, _r.detail, _r.tumour_id, _r.id, _r.version)
"""In the order of the fields of :class:`Result`."""


def results_of(connection: Connection, patient_id: int) -> Results:
    """Return every result of a patient."""
    return results_of_many(connection, (patient_id,))[patient_id]


def results_of_many(connection: Connection, patient_ids: Sequence[int]) -> dict[int, Results]:
    """Return every result of some patients, by patient; patients without results are there too."""
    rows = connection.execute(select(_r.patient_id, *_COLUMNS).where(_r.patient_id.in_(patient_ids)))
    found: dict[int, list[Result]] = {patient_id: [] for patient_id in patient_ids}
    for patient_id, *columns in rows:
        found[patient_id].append(Result(*columns))
    return {patient_id: Results(some) for patient_id, some in found.items()}

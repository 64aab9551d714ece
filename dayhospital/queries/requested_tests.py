"""Reads the tests that were asked for and are waited for."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from dayhospital.domain.requested_test import RequestedTest
from dayhospital.storage.tables import test_requests

_t = test_requests.c
_COLUMNS = (
    _t.test, _t.asked_on, _t.asked_by, _t.needs_biopsy, _t.biopsy_planned, _t.biopsy_taken, _t.sent_on, _t.due_on,
    _t.resulted_on, _t.cancelled_on, _t.note, _t.id, _t.version,
)  # fmt: skip
"""In the order of the fields of :class:`RequestedTest`."""


def requests_of(connection: Connection, patient_id: int) -> tuple[RequestedTest, ...]:
    """Return every test asked for a patient, the one asked for last first."""
    return requests_of_many(connection, (patient_id,))[patient_id]


def requests_of_many(connection: Connection, patient_ids: Sequence[int]) -> dict[int, tuple[RequestedTest, ...]]:
    """Return the tests asked for some patients, by patient; patients without any are there too."""
    query = select(_t.patient_id, *_COLUMNS).where(_t.patient_id.in_(patient_ids))
    found: dict[int, list[RequestedTest]] = {patient_id: [] for patient_id in patient_ids}
    for patient_id, *columns in connection.execute(query.order_by(_t.asked_on.desc(), _t.id.desc())):
        found[patient_id].append(RequestedTest(*columns))
    return {patient_id: tuple(some) for patient_id, some in found.items()}

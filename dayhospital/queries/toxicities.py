"""Reads the toxicities of one patient with who wrote them."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from dayhospital.domain.toxicity import Toxicity
from dayhospital.queries.gates import toxicities_of
from dayhospital.storage.tables import journal_entries, journal_patients, journal_rows, toxicities

_r, _e, _of = journal_rows.c, journal_entries.c, journal_patients.c


@dataclass(frozen=True, slots=True)
class Graded:
    """A toxicity, and who wrote it last."""

    toxicity: Toxicity
    by: str
    """Empty when the journal does not say."""
    newest: bool
    """Whether it is the grade of its term that counts."""


def graded(connection: Connection, patient_id: int) -> tuple[Graded, ...]:
    """Return every toxicity of a patient, the newest first."""
    rows = connection.execute(
        select(_r.row_id, _e.by)
        .join(journal_entries, _e.id == _r.entry_id)
        .join(journal_patients, _of.entry_id == _r.entry_id)
        .where(_of.patient_id == patient_id, _r.table_name == toxicities.name)
        .order_by(_r.entry_id, _r.position)
    )
    by = {row.row_id: row.by for row in rows}  # the last one stays
    found, seen = [], set()
    for one in toxicities_of(connection, [patient_id])[patient_id]:
        found.append(Graded(one, by.get(one.id, ""), one.term not in seen))
        seen.add(one.term)
    return tuple(found)

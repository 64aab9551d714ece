"""Reads the lines of treatment of a patient, as recorded; those of the program's courses are derived elsewhere."""

from sqlalchemy import Connection, select

from dayhospital.domain.line import Line
from dayhospital.storage.tables import lines

_l = lines.c


def lines_of(connection: Connection, patient_id: int) -> tuple[Line, ...]:
    """Return the recorded lines in the order of their start."""
    rows = connection.execute(select(lines).where(_l.patient_id == patient_id).order_by(_l.started, _l.id))
    return tuple(
        Line(
            setting=row.setting,
            number=row.number,
            started=row.started,
            name=row.name,
            drugs=tuple(row.drugs),
            regimen_id=row.regimen_id,
            ended=row.ended,
            response=row.response,
            why_ended=row.why_ended,
            note=row.note,
            course_id=row.course_id,
            id=row.id,
            version=row.version,
        )
        for row in rows
    )

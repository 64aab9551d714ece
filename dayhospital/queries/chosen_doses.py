"""Reads the doses that were chosen with decisions: of each treatment day those of the decision that counts."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from dayhospital.domain.chosen_dose import ChosenDose, SignedDose
from dayhospital.domain.course import DayState
from dayhospital.domain.dosing import Amount, MicromolPerLitre, Reduction
from dayhospital.domain.patient import Weight
from dayhospital.domain.worked_dose import Creatinine
from dayhospital.queries import unit
from dayhospital.storage.tables import chosen_doses, decisions, treatment_days

_c, _d, _t = chosen_doses.c, decisions.c, treatment_days.c
_later = decisions.alias("later")
_NEWEST = (
    select(func.max(_later.c.id)).where(_later.c.treatment_day_id == _d.treatment_day_id).correlate(decisions)
).scalar_subquery()
_SIGNED = (
    select(chosen_doses, _d.treatment_day_id, _d.by, _d.at, _d.reason, _t.course_id, _t.label, _t.planned.label("on"))
    .join(decisions, _d.id == _c.decision_id)
    .join(treatment_days, _t.id == _d.treatment_day_id)
    .where(_d.id == _NEWEST, _t.state != DayState.OMITTED)
    .order_by(_t.planned, _t.id, _c.id)
)


def signed_doses(connection: Connection, course_ids: Sequence[int]) -> dict[int, tuple[SignedDose, ...]]:
    """Return what is chosen in some courses, by course, in the order of the treatment days."""
    return _read(connection, _t.course_id.in_(course_ids))


def signed_of_patient(connection: Connection, patient_id: int) -> tuple[SignedDose, ...]:
    """Return what is chosen for a patient in all courses, in the order of the treatment days of each."""
    return tuple(one for signed in _read(connection, _c.patient_id == patient_id).values() for one in signed)


def _read(connection: Connection, where: ColumnElement[bool]) -> dict[int, tuple[SignedDose, ...]]:
    zone = ZoneInfo(unit.settings(connection).zone)
    found: dict[int, list[SignedDose]] = defaultdict(list)
    for row in connection.execute(_SIGNED.where(where)):
        at = row.at.astimezone(zone).replace(tzinfo=None)
        found[row.course_id].append(
            SignedDose(_dose(row), row.treatment_day_id, row.label, row.on, row.by, at, row.reason)
        )
    return {course_id: tuple(signed) for course_id, signed in found.items()}


def _dose(row: Any) -> ChosenDose:
    calculated, banded, chosen = (
        None if value is None else Amount(value, row.unit) for value in (row.calculated, row.banded, row.chosen)
    )
    creatinine = None
    if row.creatinine_umol_l is not None:
        creatinine = Creatinine(MicromolPerLitre(row.creatinine_umol_l), row.creatinine_day)
    return ChosenDose(
        drug=row.drug,
        planned=Amount(row.planned, row.planned_unit),
        used=Amount(row.used, row.planned_unit),
        reduction=Reduction(row.level, row.percent),
        calculated=calculated,
        banded=banded,
        chosen=chosen,
        height_cm=row.height_cm,
        weight=None if row.weight_kg is None else Weight(row.weight_day, row.weight_kg),
        creatinine=creatinine,
    )

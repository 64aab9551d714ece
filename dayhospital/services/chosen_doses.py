"""Keeps the doses that are chosen with a decision."""

from collections.abc import Iterable

from dayhospital.clinical.dose_choice import Proposal
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


def store_doses(work: UnitOfWork, decision_id: int, patient_id: int, proposals: Iterable[Proposal]) -> None:
    """Write each chosen dose beside the decision it is signed with."""
    for proposal in proposals:
        dose = proposal.chosen
        amount = dose.chosen or dose.calculated or dose.planned
        amounts = {"calculated": dose.calculated, "banded": dose.banded, "chosen": dose.chosen}
        work.insert(
            tables.chosen_doses,
            decision_id=decision_id,
            patient_id=patient_id,
            drug=dose.drug,
            planned=dose.planned.value,
            planned_unit=dose.planned.unit,
            used=dose.used.value,
            level=dose.reduction.level,
            percent=dose.reduction.percent,
            **{name: None if one is None else one.value for name, one in amounts.items()},
            unit=amount.unit,
            height_cm=dose.height_cm,
            weight_kg=None if dose.weight is None else dose.weight.kg,
            weight_day=None if dose.weight is None else dose.weight.day,
            creatinine_umol_l=None if dose.creatinine is None else dose.creatinine.umol_l,
            creatinine_day=None if dose.creatinine is None else dose.creatinine.day,
        )

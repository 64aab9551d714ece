"""Versions of regimens for the demonstration: one in use since a while, one that waits for a signature, one draft."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from uuid import UUID

from dayhospital.clinical.library import Library
from dayhospital.clinical.library_writer import regimen_text
from dayhospital.clinical.regimen_edit import with_drug, with_phase
from dayhospital.domain.regimen import ByExposure, Regimen, RegimenDrug
from dayhospital.queries.regimens import regimen_version_rows
from dayhospital.services.command import Command
from dayhospital.services.desk import Desk
from dayhospital.services.regimens import ApproveRegimen, DraftRegimen, SendForApproval

PHARMACIST, CONSULTANT, SECOND_PHARMACIST = "Lindqvist, Oda", "Roelandsen, Tuur", "Hautem, Eva"
GLOVES = 15
"""Minutes the gloves of the first version are on before docetaxel begins: a course moved to it has longer sessions."""
OpenDesk = Callable[[str], Desk]
"""Opens a desk for somebody by name."""


def write_versions(open_desk: OpenDesk, library: Library, seed: int) -> None:
    """Write three versions and sign as many as each is to have."""
    random = Random(f"versions {seed}")

    def do(who: str, command: Command) -> int:
        desk = open_desk(who)
        try:
            return desk.do(command, UUID(int=random.getrandbits(128), version=4)).result or 0
        finally:
            desk.close()

    def sign(who: str, version_id: int) -> None:
        desk = open_desk(who)
        try:
            row = next(one for one in desk.ask(regimen_version_rows) if one.id == version_id)
            desk.do(ApproveRegimen(version_id, row.version), UUID(int=random.getrandbits(128), version=4))
        finally:
            desk.close()

    known = next(drug for drug in library.get("tchp").phases[0].drugs if drug.drug == "docetaxel")
    note = f"{known.note} Frozen gloves from 15 min before to 15 min after.".strip()
    before = known.premedication
    longer = ByExposure(before.first + GLOVES, before.second + GLOVES, before.later + GLOVES)
    gloves = _changed(library.get("tchp"), "docetaxel", note=note, premedication=longer)
    in_use = do(PHARMACIST, DraftRegimen(regimen_text(gloves), "Frozen gloves with docetaxel"))
    late = regimen_text(_later(library.get("ec_q3w")))
    waiting = do(SECOND_PHARMACIST, DraftRegimen(late, "Up to 5 days late, for holidays"))
    weekly = _changed(library.get("kn522"), "carboplatin", dose=1.5, days=(1, 8, 15))
    text = regimen_text(weekly)
    do(PHARMACIST, DraftRegimen(text, "Carboplatin AUC 1.5 weekly instead of AUC 5"))
    for version_id in (in_use, waiting):
        do(PHARMACIST, SendForApproval(version_id))
    sign(PHARMACIST, in_use)
    sign(CONSULTANT, in_use)
    sign(PHARMACIST, waiting)


def _changed(regimen: Regimen, drug_id: str, **values: object) -> Regimen:
    """Return a regimen with a drug of its first phase changed."""
    phase = regimen.phases[0]
    place = next(place for place, drug in enumerate(phase.drugs) if drug.drug == drug_id)
    drug: RegimenDrug = replace(phase.drugs[place], **values)  # type: ignore[arg-type]  # fields by name
    return with_phase(regimen, 0, with_drug(phase, place, drug))


def _later(regimen: Regimen) -> Regimen:
    phase = regimen.phases[0]
    return with_phase(regimen, 0, replace(phase, tolerance=replace(phase.tolerance, late=5)))

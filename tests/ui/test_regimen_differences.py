"""Comparing tells every field that differs, in plain words, and nothing else."""

from dataclasses import fields, replace
from enum import Enum

import pytest

from dayhospital.clinical.library import Library
from dayhospital.domain.drug import Emetic
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.regimen import (
    Biomarkers,
    ByExposure,
    DoseBasis,
    Gate,
    Group,
    Loading,
    ObservationMode,
    Phase,
    PhaseOrder,
    Place,
    PortDefault,
    Regimen,
    RegimenDrug,
    Route,
    Setting,
    Tolerance,
)
from dayhospital.ui.regimens.differences import differences

LIBRARY = Library.load()
KN522 = LIBRARY.get("kn522")
OTHER = {
    "also_contains": (Group.TARGETED,),
    "settings": (Setting.METASTATIC,),
    "biomarkers": Biomarkers((("her2", "positive"),)),
    "sources": ("FK",),
    "group": Group.TARGETED,
    "port": PortDefault.NO,
    "confidence": "from knowledge",
    "order": PhaseOrder.PARALLEL,
    "tolerance": Tolerance(2, 3),
    "tolerance_within": None,
    "cycles_by_setting": ((Setting.ADJUVANT, 3),),
    "emetic": Emetic.LOW,
    "gate": Gate(("ici",), 1.5, 100),
    "acuity": (),
    "visit_place": Place.HOME,
    "basis": DoseBasis.BSA,
    "days": (1, 2),
    "route": Route.SC,
    "places": (Place.HOME,),
    "infusion": ByExposure(1, 2, 3),
    "observation": ByExposure(1, 2, 3),
    "premedication": ByExposure(1, 2, 3),
    "pragmatic_observation": ByExposure(7, 8, 9),
    "observation_mode": ObservationMode.FROM_START,
    "first_cycle_days": (5,),
    "needs": (Need(NeedKind.ECOG, limit=3),),
    "loading": Loading(8, "mg/kg", 29),
}


def other(name, value):
    """Return another value of a field."""
    if name in OTHER:
        return OTHER[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, tuple):
        return value[1:] if value else None
    assert isinstance(value, str) and not isinstance(value, Enum), name
    return f"{value} changed"


def changed(kind, name):
    first = KN522.phases[0]
    if kind is Regimen:
        return replace(KN522, **{name: other(name, getattr(KN522, name))})
    if kind is Phase:
        values = {name: other(name, getattr(first, name))}
        if name in {"pause_reason", "visit_place"}:  # seen only with a pause and a visit
            values |= {"pause_days": 7} if name == "pause_reason" else {"visit_minutes": 5}
        return replace(KN522, phases=(replace(first, **values), *KN522.phases[1:]))
    drug = replace(first.drugs[0], **{name: other(name, getattr(first.drugs[0], name))})
    return replace(KN522, phases=(replace(first, drugs=(drug, *first.drugs[1:])), *KN522.phases[1:]))


FIELDS = [
    (kind, one.name)
    for kind, unseen in ((Regimen, {"id", "version", "phases"}), (Phase, {"drugs"}), (RegimenDrug, {"drug"}))
    for one in fields(kind)
    if one.name not in unseen
]


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=[f"{kind.__name__}.{name}" for kind, name in FIELDS])
def test_every_field_that_differs_is_told(kind, name):
    assert differences(KN522, changed(kind, name), LIBRARY)


@pytest.mark.parametrize("regimen_id", ["kn522", "tchp", "letrozole", "consultation", "kn355_pac"])
def test_the_number_of_the_version_is_no_difference(regimen_id):
    regimen = LIBRARY.get(regimen_id)
    assert differences(regimen, replace(regimen, version=9), LIBRARY) == ()


def told(new: Regimen) -> list[str]:
    return [one.sentence for one in differences(KN522, new, LIBRARY)]


def test_sentences_say_where_what_before_and_after():
    first, *others = KN522.phases
    drug = replace(first.drugs[2], dose=1.5, days=(1, 8, 15))
    new = replace(KN522, phases=(replace(first, drugs=(*first.drugs[:2], drug)), *others))
    where = "Weekly paclitaxel, carboplatin and pembrolizumab, CARBOplatin"
    assert told(new) == [f"{where}: dose: AUC 5, now AUC 1.5", f"{where}: days: 1, now 1, 8, 15"]


def test_drugs_and_parts_that_come_and_go_are_told():
    first, second, third = KN522.phases
    fewer = replace(KN522, phases=(replace(first, drugs=first.drugs[:2]), second))
    assert told(fewer) == [
        "Weekly paclitaxel, carboplatin and pembrolizumab: drug: CARBOplatin AUC 5, now nothing",
        "Part: Adjuvant pembrolizumab, Pembrolizumab, now nothing",
    ]
    assert [one.sentence for one in differences(fewer, KN522, LIBRARY)][-1].startswith("Part: nothing, now Adjuvant")
    renamed = replace(KN522, phases=(first, second, replace(third, name="after surgery")))
    assert told(renamed) == ["After surgery: part: Adjuvant pembrolizumab, now After surgery"]

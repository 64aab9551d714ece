"""Drugs that are taken for one another: a word they share in ``drugs.yaml`` says so (clinical reference 0.1.6)."""

from collections.abc import Collection, Iterable

from dayhospital.clinical.library import Library
from dayhospital.domain.drug import Drug
from dayhospital.domain.regimen import Regimen, Setting


def look_alikes(drug: Drug, library: Library) -> tuple[Drug, ...]:
    """Return the other drugs whose name or form is taken for this one, in the order of ``drugs.yaml``."""
    if not drug.look_alike:
        return ()
    return tuple(other for other in library.drugs() if other.look_alike == drug.look_alike and other.id != drug.id)


def mistakable(drug_ids: Iterable[str], library: Library) -> tuple[tuple[Drug, tuple[Drug, ...]], ...]:
    """Return those of some drugs that are taken for others, each with the others that are not chosen beside it."""
    chosen = tuple(dict.fromkeys(drug_ids))
    pairs = []
    for drug in map(library.drug, chosen):
        others = tuple(other for other in look_alikes(drug, library) if other.id not in chosen)
        if others:
            pairs.append((drug, others))
    return tuple(pairs)


def cross_selected(
    regimen: Regimen, setting: Setting, library: Library, had: Collection[str] = ()
) -> tuple[tuple[Drug, tuple[Drug, ...]], ...]:
    """Return the drugs of a regimen that may have been chosen in place of another, each with those others.

    That is so where another regimen of the setting differs by drugs taken for one another only, or where the patient
    had another of them before (``had``, ids of drugs).
    """
    shape = _shape(regimen, library)
    rivals = {
        drug
        for other in library.all()
        if other.enabled and other.id != regimen.id and setting in other.settings and _shape(other, library) == shape
        for drug in other.drug_ids
    }
    asked = rivals | set(had)
    pairs = []
    for drug, others in mistakable(regimen.drug_ids, library):
        meant = tuple(other for other in others if other.id in asked)
        if meant:
            pairs.append((drug, meant))
    return tuple(pairs)


def _shape(regimen: Regimen, library: Library) -> frozenset[str]:
    """Return the drugs of a regimen with those taken for one another as one."""
    return frozenset(library.drug(drug).look_alike or drug for drug in regimen.drug_ids)

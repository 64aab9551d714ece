"""Drugs that are taken for one another: a word they share in ``drugs.yaml`` says so (clinical reference 0.1.6)."""

from collections.abc import Iterable

from dayhospital.clinical.library import Library
from dayhospital.domain.drug import Drug


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

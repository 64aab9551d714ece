"""The tests of ``resources/tests.yaml``: what is asked for and waited for.

Each entry has ``name``, ``analytes`` (keys of ``analytes.yaml`` that it answers), ``specimen``, ``turnaround_days`` and
``sources``; ``on_tissue`` says that it needs tumour tissue.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from dayhospital import paths
from dayhospital.clinical import yaml_fields
from dayhospital.clinical.analytes import analytes
from dayhospital.domain.requested_test import MolecularTest


@lru_cache(maxsize=4)
def molecular_tests(folder: Path | None = None) -> Mapping[str, MolecularTest]:
    """Return every test by id, in the order of the file.

    Raises:
        LibraryError: If the file is not valid; the sentence names line and field.
    """
    fields = yaml_fields.read((folder or paths.resources()) / "tests.yaml")
    known = analytes()
    found = {}
    for name in fields:
        entry = fields.child(name)
        assert entry is not None
        answers = entry.texts("analytes")
        for analyte in answers:
            if analyte not in known:
                entry.refuse("analytes", f"names {analyte}, which is not in analytes.yaml")
        found[name] = MolecularTest(
            id=name,
            name=entry.text("name"),
            analytes=answers,
            specimen=entry.text("specimen"),
            turnaround_days=entry.whole("turnaround_days", least=1),
            on_tissue=entry.flag("on_tissue", False),
            sources=entry.texts("sources"),
        )
        entry.done()
    return found

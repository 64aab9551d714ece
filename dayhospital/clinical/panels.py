"""The panels of ``resources/panels.yaml``: which analytes stand together where results are typed and read.

Each entry has ``name`` and ``analytes``; ``glance`` lists those of them that are shown beside the patient at all times.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dayhospital import paths
from dayhospital.clinical import yaml_fields
from dayhospital.clinical.analytes import analytes
from dayhospital.domain.result import Analyte, AnalyteGroup

MARKERS = frozenset({AnalyteGroup.TUMOUR, AnalyteGroup.GENE})
"""The groups of biomarkers; they stand in no panel."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Analytes that are typed and read together."""

    name: str
    analytes: tuple[Analyte, ...]
    glance: tuple[Analyte, ...] = ()


@lru_cache(maxsize=4)
def panels(folder: Path | None = None) -> tuple[Panel, ...]:
    """Return the panels; analytes that are no biomarkers and stand in none make a last one.

    Raises:
        LibraryError: If the file is not valid; the sentence names line and field.
    """
    fields = yaml_fields.read((folder or paths.resources()) / "panels.yaml")
    known, left = analytes(), {name: one for name, one in analytes().items() if one.group not in MARKERS}
    found = []
    for name in fields:
        entry = fields.child(name)
        assert entry is not None
        inside = entry.texts("analytes")
        for analyte in inside:
            if left.pop(analyte, None) is None:
                entry.refuse("analytes", f"names {analyte}, which is not measured in the patient or stands twice")
        glance = entry.texts("glance", ())
        for analyte in glance:
            if analyte not in inside:
                entry.refuse("glance", f"names {analyte}, which is not in the panel")
        made = Panel(entry.text("name"), tuple(known[one] for one in inside), tuple(known[one] for one in glance))
        entry.done()
        found.append(made)
    if left:
        found.append(Panel("Others", tuple(left.values())))
    return tuple(found)


def glance() -> tuple[Analyte, ...]:
    """Return the analytes shown beside the patient at all times, in order."""
    return tuple(analyte for panel in panels() for analyte in panel.glance)


def biomarkers() -> tuple[Analyte, ...]:
    """Return the analytes of the tumour and the genes, in the order of their file."""
    return tuple(analyte for analyte in analytes().values() if analyte.group in MARKERS)

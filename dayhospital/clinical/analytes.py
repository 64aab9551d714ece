"""The analytes of ``resources/analytes.yaml``: what results are about, with units, limits and how long they serve.

Each entry has ``name``, ``group``, ``sources`` and either ``unit`` or ``answers``; besides, as far as it applies,
``loinc``, ``other_units`` (factor to the unit), ``plausible`` (lowest and highest), ``upper`` (upper limit of normal),
``valid_hours`` and ``specimen``.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from dayhospital import paths
from dayhospital.clinical import yaml_fields
from dayhospital.clinical.yaml_fields import Fields
from dayhospital.domain.result import Analyte, AnalyteGroup


@lru_cache(maxsize=4)
def analytes(folder: Path | None = None) -> Mapping[str, Analyte]:
    """Return every analyte by id, in the order of the file.

    Raises:
        LibraryError: If the file is not valid; the sentence names line and field.
    """
    fields = yaml_fields.read((folder or paths.resources()) / "analytes.yaml")
    found = {}
    for name in fields:
        entry = fields.child(name)
        assert entry is not None
        found[name] = _analyte(name, entry)
    return found


def _analyte(name: str, entry: Fields) -> Analyte:
    numeric = "answers" not in entry
    made = Analyte(
        id=name,
        name=entry.text("name"),
        group=entry.choice("group", AnalyteGroup),
        unit=entry.text("unit", "") if numeric else "",
        other_units=_factors(entry),
        answers=() if numeric else entry.texts("answers"),
        plausible=_range(entry),
        upper=entry.optional_number("upper"),
        valid_hours=entry.whole("valid_hours", least=1) if "valid_hours" in entry else None,
        specimen=entry.flag("specimen", False),
        loinc=entry.text("loinc", ""),
        sources=entry.texts("sources"),
    )
    entry.done()
    return made


def _factors(entry: Fields) -> dict[str, float]:
    units = entry.child("other_units")
    return {} if units is None else {unit: units.number(unit) for unit in units}


def _range(entry: Fields) -> tuple[float, float] | None:
    if "plausible" not in entry:
        return None
    limits = entry.wholes("plausible")
    if len(limits) != 2 or limits[0] >= limits[1]:
        entry.refuse("plausible", "must be the lowest and the highest value, for example [0, 100]")
    return float(limits[0]), float(limits[1])

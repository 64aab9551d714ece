"""The library: regimens, drugs and sources as files that a unit can read, change and add to without code."""

from functools import cached_property
from pathlib import Path
from typing import Self

from dayhospital import paths
from dayhospital.clinical import library_schema, yaml_fields
from dayhospital.domain.drug import Drug
from dayhospital.domain.regimen import Regimen
from dayhospital.errors import LibraryError, NotFound


class Library:
    """The regimens of one folder, each file read when it is first asked for.

    The folder holds ``regimens/*.yaml`` (file name = id), ``drugs.yaml`` and ``sources.yaml``.
    Every method that reads a file raises :class:`LibraryError`, naming file, line and field, when it is not valid.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = {file.stem: file for file in sorted((folder / "regimens").glob("*.yaml"))}
        self._regimens: dict[str, Regimen] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Return the library of a folder, by default the one that comes with the program.

        Raises:
            LibraryError: If the folder has no regimens.
        """
        library = cls(paths.resources() if folder is None else folder)
        if not library._files:
            raise LibraryError(
                f"There are no regimens in {folder or library.folder}; choose the folder of the library."
            )
        return library

    def ids(self) -> tuple[str, ...]:
        """Return the ids of every regimen, without reading the files."""
        return tuple(self._files)

    def get(self, regimen_id: str) -> Regimen:
        """Return a regimen, enabled or not.

        Raises:
            NotFound: If the library has no such regimen.
            LibraryError: If its file is not valid.
        """
        known = self._regimens.get(regimen_id)
        if known is None:
            file = self._files.get(regimen_id)
            if file is None:
                raise NotFound(f"The library has no regimen {regimen_id}; choose another one.")
            known = library_schema.regimen_from(yaml_fields.read(file), self._drugs, self._sources)
            self._regimens[regimen_id] = known
        return known

    def all(self) -> tuple[Regimen, ...]:
        """Return every regimen in the order of the ids; reads every file that was not read before."""
        return tuple(self.get(regimen_id) for regimen_id in self._files)

    def drug(self, drug_id: str) -> Drug:
        """Return a drug.

        Raises:
            NotFound: If the library has no such drug.
        """
        drug = self._drugs.get(drug_id)
        if drug is None:
            raise NotFound(f"The library has no drug {drug_id}; add it to drugs.yaml.")
        return drug

    def drugs(self) -> tuple[Drug, ...]:
        """Return every drug in the order of the file."""
        return tuple(self._drugs.values())

    def source(self, key: str) -> str:
        """Return the one-line description of a source.

        Raises:
            NotFound: If the library has no such source.
        """
        line = self._sources.get(key)
        if line is None:
            raise NotFound(f"The library has no source {key}; add it to sources.yaml.")
        return line

    @cached_property
    def _drugs(self) -> dict[str, Drug]:
        fields = yaml_fields.read(self.folder / "drugs.yaml")
        drugs = {}
        for drug_id in fields:
            child = fields.child(drug_id)
            assert child is not None
            drugs[drug_id] = library_schema.drug_from(drug_id, child, self._sources)
        for drug in drugs.values():
            if drug.equivalent is not None and drug.equivalent.drug not in drugs:
                fields.refuse(drug.id, f"counts together with {drug.equivalent.drug}, which is no drug of this file")
        return drugs

    @cached_property
    def _sources(self) -> dict[str, str]:
        fields = yaml_fields.read(self.folder / "sources.yaml")
        return {key: fields.text(key) for key in fields}

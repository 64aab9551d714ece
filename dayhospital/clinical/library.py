"""The library: regimens, drugs and sources as files that a unit can read, change and add to without code.

Over the files lie the versions a unit wrote and signed itself (:meth:`Library.overlay`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

from dayhospital import paths
from dayhospital.clinical import library_schema, yaml_fields
from dayhospital.clinical.needs_schema import NeedReader
from dayhospital.clinical.pathway_schema import PathwayReader
from dayhospital.domain.drug import Drug
from dayhospital.domain.pathway import Pathway
from dayhospital.domain.regimen import Regimen
from dayhospital.errors import LibraryError, NotFound


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """A version of a regimen that the unit wrote; ``approved`` False once it is retired."""

    regimen_id: str
    number: int
    text: str
    approved: bool


@dataclass(frozen=True, slots=True)
class _Overlay:
    """The versions of the unit; replaced as a whole, so that another thread sees the old or the new one."""

    texts: dict[tuple[str, int], str] = field(default_factory=dict)
    in_use: dict[str, int] = field(default_factory=dict)
    read: dict[tuple[str, int], Regimen] = field(default_factory=dict)


class Library:
    """The regimens of one folder, each file read when it is first asked for, and the unit's own versions over them.

    The folder holds ``regimens/*.yaml`` (file name = id), ``drugs.yaml``, ``sources.yaml`` and, if there are any,
    ``pathways.yaml``.
    Every method that reads a file raises :class:`LibraryError`, naming file, line and field, when it is not valid.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = {file.stem: file for file in sorted((folder / "regimens").glob("*.yaml"))}
        self._regimens: dict[str, Regimen] = {}
        self._over = _Overlay()
        self.mistakes: tuple[str, ...] = ()
        """What :meth:`all` could not read the last time, a sentence each."""

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

    def overlay(self, versions: Iterable[UnitVersion]) -> None:
        """Lay the unit's versions over the files: of each regimen the newest approved one is in use."""
        texts, in_use = {}, {}
        for one in sorted(versions, key=lambda one: one.number):
            texts[one.regimen_id, one.number] = one.text
            if one.approved:
                in_use[one.regimen_id] = one.number
        known = {key: regimen for key, regimen in self._over.read.items() if texts.get(key) == self._over.texts[key]}
        self._over = _Overlay(texts, in_use, known)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of every regimen in use, in order, without reading the files."""
        return tuple(sorted({*self._files, *self._over.in_use}))

    def __contains__(self, regimen_id: str) -> bool:
        """Whether any version of a regimen is known, in use or not."""
        return regimen_id in self._files or any(name == regimen_id for name, _ in self._over.texts)

    def get(self, regimen_id: str, version: int | None = None) -> Regimen:
        """Return a regimen, enabled or not: the version in use, or the one asked for.

        Of a regimen of the unit's own with no version in use any more, the newest that was.

        Raises:
            NotFound: If the library has no such regimen or version.
            LibraryError: If its file is not valid.
        """
        over = self._over
        number = over.in_use.get(regimen_id) if version is None else version
        if number is None and regimen_id not in self._files:
            number = max((number for name, number in over.texts if name == regimen_id), default=None)
        if number is not None and (regimen_id, number) in over.texts:
            return self._read_over(over, regimen_id, number)
        if regimen_id not in self._files:
            raise NotFound(f"The library has no regimen {regimen_id}; choose another one.")
        shipped = self._shipped(regimen_id)
        if version not in {None, shipped.version}:
            raise NotFound(f"The library has no version {version} of {shipped.name}; choose another one.")
        return shipped

    def find(self, regimen_id: str) -> Regimen | None:
        """Return the version in use of a regimen, None when the library has it no more."""
        return self.get(regimen_id) if regimen_id in self else None

    def of_course(self, regimen_id: str, version: int | None) -> Regimen:
        """Return the version a course began with or was moved to; of an extra session, None, the one in use.

        Where a newer program brings another file in its place, the version of the file is all there is.

        Raises:
            NotFound: If the library has no such regimen.
        """
        try:
            return self.get(regimen_id, version)
        except NotFound:
            return self.get(regimen_id)

    def text(self, regimen_id: str, version: int | None = None) -> str:
        """Return the YAML of a version as it is kept, of the one in use without a number; see :meth:`get`."""
        number = self.get(regimen_id, version).version
        kept = self._over.texts.get((regimen_id, number))
        return self._files[regimen_id].read_text(encoding="utf-8") if kept is None else kept

    def shipped_version(self, regimen_id: str) -> int:
        """Return the version of the file that comes with the program, 0 without one."""
        return self._shipped(regimen_id).version if regimen_id in self._files else 0

    def read(self, text: str, regimen_id: str = "") -> Regimen:
        """Return the regimen of a YAML text; ``regimen_id`` is the one it must have, any if empty.

        Raises:
            LibraryError: If the text is not valid; the message names line and field.
        """
        fields = yaml_fields.read_text(text, Path(f"{regimen_id or 'the text'}.yaml"))
        if not regimen_id and "id" in fields:
            fields = yaml_fields.read_text(text, Path(f"{fields.text('id')}.yaml"))
        return library_schema.regimen_from(fields, self._drugs, self._sources)

    def all(self) -> tuple[Regimen, ...]:
        """Return every regimen in use that can be read, in the order of the ids; reads what was not read before.

        A version of the unit with a mistake, as one written for another program version may have, takes nothing else
        with it: :attr:`mistakes` has the sentences.

        Raises:
            LibraryError: If a file of the folder is not valid.
        """
        found, mistakes = [], []
        for regimen_id in self.ids():
            try:
                found.append(self.get(regimen_id))
            except LibraryError as error:
                if regimen_id not in self._over.in_use:
                    raise
                mistakes.append(str(error))
        self.mistakes = tuple(mistakes)
        return tuple(found)

    @cached_property
    def pathways(self) -> Mapping[str, Pathway]:
        """The pathways of ``pathways.yaml`` by id, none where the folder has no such file.

        Raises:
            LibraryError: If the file is not valid.
        """
        file = self.folder / "pathways.yaml"
        if not file.exists():
            return {}
        reader = PathwayReader(NeedReader(self._drugs.values(), self._sources), self._for_pathway, self._sources)
        return reader.pathways(yaml_fields.read(file))

    def _for_pathway(self, regimen_id: str) -> Regimen | None:
        """Return a regimen pathways may name: the file where there is one, whatever the unit wrote over it."""
        if regimen_id in self._files:
            return self._shipped(regimen_id)
        return self.get(regimen_id) if regimen_id in self else None

    def sources(self) -> tuple[str, ...]:
        """Return the keys of every source."""
        return tuple(self._sources)

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

    def _shipped(self, regimen_id: str) -> Regimen:
        known = self._regimens.get(regimen_id)
        if known is None:
            fields = yaml_fields.read(self._files[regimen_id])
            known = self._regimens[regimen_id] = library_schema.regimen_from(fields, self._drugs, self._sources)
        return known

    def _read_over(self, over: _Overlay, regimen_id: str, number: int) -> Regimen:
        key = regimen_id, number
        if key not in over.read:
            over.read[key] = self.read(over.texts[key], regimen_id)
        return over.read[key]

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

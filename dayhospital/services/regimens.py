"""What people do with the regimen library: write versions, send them, sign them, take them out of use.

Text is the YAML of the library. It is read by :meth:`Library.read` before it is kept, so an error names line and field.
Two different people sign; the second is nobody who wrote at it, so the author may sign first but never last.
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlalchemy import func, select

from dayhospital.clinical.library_writer import regimen_text
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.regimen_version import VersionState, is_among, same_person
from dayhospital.errors import Conflict, Refused
from dayhospital.services.command import Command
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork

_TABLE = tables.regimen_versions
_OPEN = (VersionState.DRAFT, VersionState.WAITING)


@dataclass(frozen=True, slots=True)
class DraftRegimen(Command):
    """Begin a new version of a regimen, or a new regimen; returns its id.

    The number follows the highest there is, whatever the text says.
    """

    title: ClassVar[str] = "Draft regimen"
    text: str
    note: str = ""

    def run(self, work: UnitOfWork) -> int:
        regimen = work.library.read(self.text)
        _require_no_other_draft(work, regimen)
        return _insert(work, regimen, self.note)


@dataclass(frozen=True, slots=True)
class ImportRegimen(Command):
    """Take a file of the library in as a draft; returns its id. What is there already is refused."""

    title: ClassVar[str] = "Import regimen"
    text: str
    note: str = ""

    def run(self, work: UnitOfWork) -> int:
        regimen = work.library.read(self.text)
        _require_no_other_draft(work, regimen)
        if regimen.id in work.library.ids():
            known = work.library.get(regimen.id)
            if replace(regimen, version=known.version) == known:
                raise _refused(
                    "version-in-use-already", f"{regimen.name} is in use exactly like this. Nothing was imported."
                )
        made = _insert(work, regimen, self.note)
        work.say(f"Imported {regimen.name} as a draft")
        return made


@dataclass(frozen=True, slots=True)
class EditDraft(Command):
    """Write a draft anew; ``version`` is that of the row that was read."""

    title: ClassVar[str] = "Edit draft"
    version_id: int
    version: int
    text: str
    note: str = ""

    def run(self, work: UnitOfWork) -> None:
        row = _one(work, self.version_id, (VersionState.DRAFT,), "edited")
        regimen = replace(work.library.read(self.text, row["regimen_id"]), version=row["number"])
        writers = row["written_by"].split("\n")
        if not is_among(work.user, writers):
            writers.append(work.user)
        text = regimen_text(regimen)
        columns = {"text": text, "written_by": "\n".join(writers), "written_at": work.clock.utc()}
        work.update(_TABLE, self.version_id, expect=self.version, note=self.note.strip(), **columns)
        work.say(f"Saved draft {row['number']} of {regimen.name}")


@dataclass(frozen=True, slots=True)
class SendForApproval(Command):
    """Close a draft for writing, so that two people read and sign the same text."""

    title: ClassVar[str] = "Send for approval"
    version_id: int

    def run(self, work: UnitOfWork) -> None:
        row = _one(work, self.version_id, (VersionState.DRAFT,), "sent")
        regimen = work.library.read(row["text"], row["regimen_id"])
        work.update(_TABLE, self.version_id, state=VersionState.WAITING)
        work.say(f"Sent version {row['number']} of {regimen.name} for approval")


@dataclass(frozen=True, slots=True)
class TakeBackVersion(Command):
    """Open a version that waits for writing again; a first signature falls away, the journal keeps it."""

    title: ClassVar[str] = "Take back for writing"
    version_id: int

    def run(self, work: UnitOfWork) -> None:
        row = _one(work, self.version_id, (VersionState.WAITING,), "taken back")
        work.update(_TABLE, self.version_id, state=VersionState.DRAFT, approved_by="", approved_at=None)
        work.say(f"Took back version {row['number']} of {_name(work, row)}")


@dataclass(frozen=True, slots=True)
class ApproveRegimen(Command):
    """Sign a version that waits; with the second signature it is in use for new courses.

    ``version`` is that of the row that was read: nobody signs another text than the one seen.
    """

    title: ClassVar[str] = "Approve regimen"
    undoable: ClassVar[bool] = False
    version_id: int
    version: int

    def run(self, work: UnitOfWork) -> None:
        row = _one(work, self.version_id, (VersionState.WAITING,), "signed")
        regimen = work.library.read(row["text"], row["regimen_id"])
        now, label = work.clock.utc(), f"version {row['number']} of {regimen.name}"
        if not row["approved_by"]:
            work.update(_TABLE, self.version_id, expect=self.version, approved_by=work.user, approved_at=now)
            work.say(f"Signed {label}, the second signature is missing")
            return
        if same_person(work.user, row["approved_by"]):
            sentence = f"You signed {label} already. Nothing was signed; another person signs second."
            raise _refused("version-signed-by-you", sentence)
        if is_among(work.user, row["written_by"].split("\n")):
            sentence = f"You wrote {label}. Nothing was signed; the second signature is of somebody else."
            raise _refused("version-written-by-you", sentence)
        signed = {"second_by": work.user, "second_at": now, "state": VersionState.APPROVED}
        work.update(_TABLE, self.version_id, expect=self.version, **signed)
        work.say(f"Approved {label}, in use for new courses")


@dataclass(frozen=True, slots=True)
class RetireVersion(Command):
    """Take a version out: a draft is put away, an approved one no longer begins courses; those that run keep it."""

    title: ClassVar[str] = "Retire version"
    version_id: int
    note: str = ""

    def run(self, work: UnitOfWork) -> None:
        row = _one(work, self.version_id, (*_OPEN, VersionState.APPROVED), "retired")
        note = "\n".join(part for part in (row["note"], self.note.strip()) if part)
        work.update(_TABLE, self.version_id, state=VersionState.RETIRED, note=note)
        verb = "Put away draft" if row["state"] in _OPEN else "Retired version"
        work.say(f"{verb} {row['number']} of {_name(work, row)}")


def _insert(work: UnitOfWork, regimen: Regimen, note: str) -> int:
    highest = work.first(select(func.max(_TABLE.c.number).label("number")).where(_TABLE.c.regimen_id == regimen.id))
    kept = highest.number if highest is not None and highest.number is not None else 0
    number = max(kept, work.library.shipped_version(regimen.id)) + 1
    work.say(f"Began draft {number} of {regimen.name}")
    return work.insert(
        _TABLE,
        regimen_id=regimen.id,
        number=number,
        text=regimen_text(replace(regimen, version=number)),
        written_by=work.user,
        written_at=work.clock.utc(),
        note=note.strip(),
    )


def _require_no_other_draft(work: UnitOfWork, regimen: Regimen) -> None:
    """One version of a regimen is written at a time: two drafts would each lack what the other brings."""
    other = work.first(
        select(_TABLE.c.number, _TABLE.c.written_by).where(_TABLE.c.regimen_id == regimen.id, _TABLE.c.state.in_(_OPEN))
    )
    if other is not None:
        author = other.written_by.split("\n")[0]
        raise _refused(
            "version-being-written",
            f"{author} is writing version {other.number} of {regimen.name}. "
            "Nothing was saved; go on with that one, or put it away first.",
        )


def _one(work: UnitOfWork, version_id: int, states: tuple[VersionState, ...], verb: str) -> dict[str, Any]:
    row = work.one(_TABLE, version_id)
    if row["state"] not in states:
        label = f"Version {row['number']} of {_name(work, row)}"
        raise Conflict(f"{label} is {_STATES[row['state']]} and cannot be {verb}. Nothing was changed; look again.")
    return row


def _refused(code: str, sentence: str) -> Refused:
    return Refused(sentence, (Finding(Severity.BLOCK, code),))


def _name(work: UnitOfWork, row: dict[str, Any]) -> str:
    return work.library.read(row["text"], row["regimen_id"]).name


_STATES = {
    VersionState.DRAFT: "a draft",
    VersionState.WAITING: "waiting for signatures",
    VersionState.APPROVED: "approved",
    VersionState.RETIRED: "retired",
}

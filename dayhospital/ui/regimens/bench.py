"""The right of the page: one regimen at one of its versions, to read or to write, and what is done with it."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.regimen_version import RegimenVersion, VersionState
from dayhospital.errors import LibraryError
from dayhospital.queries.regimens import Shelf
from dayhospital.ui.context import Context
from dayhospital.ui.regimens.detail import RegimenDetail
from dayhospital.ui.regimens.editor import RegimenEditor
from dayhospital.ui.regimens.rows import LibraryRow
from dayhospital.ui.regimens.standing import Standing
from dayhospital.ui.regimens.version_bar import VersionBar


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A draft as it was left: the version of the row it began from, the regimen with its text, and the note."""

    row_version: int
    regimen: Regimen
    text: str
    note: str


class Bench(QWidget):
    """Shows a row of the list; drafts keep what was typed until it is saved or discarded.

    Signals:
        acted: An act was asked for on the version shown; carries its name (see :class:`VersionBar`).
    """

    acted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._library: Library = context.library
        self._policy = ObservationPolicy.SMPC
        self._shelf = Shelf()
        self._unsaved: dict[int, Unsaved] = {}
        self._numbers: dict[str, int] = {}
        self._seen: object = None
        self.row: LibraryRow | None = None
        self.version: RegimenVersion | None = None
        """The version shown, None for the file of the program."""
        self.bar, self.detail, self.editor = VersionBar(), RegimenDetail(self._library), RegimenEditor(self._library)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.detail)
        self._stack.addWidget(self.editor)
        self.bar.version_chosen.connect(self.show_number)
        self.bar.acted.connect(self.acted)
        self.editor.changed.connect(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.bar.hide()

    @property
    def writing(self) -> bool:
        """Whether a draft is shown."""
        return self._stack.currentWidget() is self.editor

    @property
    def regimen(self) -> Regimen | None:
        """The regimen shown, as it is being written where it is a draft."""
        if self.row is None:
            return None
        return self.editor.regimen if self.writing else self._regimen(self.version)

    @property
    def text(self) -> str:
        """The YAML of the version shown, as it is being written where it is a draft."""
        if self.writing:
            return self.editor.yaml
        return self._text(self.version)

    @property
    def unsaved(self) -> Unsaved | None:
        """What was typed at the draft shown and is not saved."""
        return None if self.version is None else self._unsaved.get(self.version.id)

    @property
    def patients(self) -> int:
        """How many patients have a running course of the version shown."""
        return self._on(self._number(self.version))

    def _on(self, number: int) -> int:
        return self._shelf.patients.get((self._id, number), 0)

    def show_nothing(self, fact: str, hint: str) -> None:
        self.row, self._seen = None, None
        self.bar.hide()
        self._stack.setCurrentWidget(self.detail)
        self.detail.show_nothing(fact, hint)

    def show_row(self, row: LibraryRow, shelf: Shelf, policy: ObservationPolicy) -> None:
        """Show a regimen: the version chosen before, else the one being written, else the one in use."""
        self.row, self._shelf, self._policy = row, shelf, policy
        versions = shelf.of(row.regimen.id)
        wanted = self._numbers.get(row.regimen.id)
        shown = next((one for one in versions if one.number == wanted), None)
        if shown is None and not (wanted is not None and wanted == self._library.shipped_version(row.regimen.id)):
            shown = shelf.open_version(row.regimen.id) or shelf.in_use(row.regimen.id)
            if shown is None and row.only_draft and versions:
                shown = versions[0]
        try:
            self._show(shown)
        except LibraryError as error:  # written for another version of the program
            self._seen = None
            self._stack.setCurrentWidget(self.detail)
            self.detail.show_nothing(self.tr("This version cannot be read"), str(error))

    def show_number(self, number: int) -> None:
        """Show another version of the same regimen."""
        if self.row is None:
            return
        self._numbers[self._id] = number
        self.show_row(self.row, self._shelf, self._policy)

    def discard(self) -> None:
        """Go back to the draft as it was saved."""
        if self.version is not None:
            self._unsaved.pop(self.version.id, None)
            self._seen = None
            self._show(self.version)

    def saved(self, version_id: int) -> None:
        """Forget what was typed: it is in the database now."""
        self._unsaved.pop(version_id, None)

    def sides(self) -> list[tuple[int, str, Regimen]]:
        """Return number, words and regimen of every version, the newest first, drafts as they are being written."""
        found = []
        for one in (*self._shelf.of(self._id), None):
            if one is None and not self._library.shipped_version(self._id):
                continue
            kept = self._unsaved.get(one.id) if one is not None else None
            number = self._number(one)
            words = dict(self._listed())[number]
            found.append((number, f"v{number}, {words}", kept.regimen if kept else self._regimen(one)))
        return found

    # --- inside

    @property
    def _id(self) -> str:
        return "" if self.row is None else self.row.regimen.id

    def _number(self, version: RegimenVersion | None) -> int:
        return self._library.shipped_version(self._id) if version is None else version.number

    def _text(self, version: RegimenVersion | None) -> str:
        if version is None:
            return self._library.text(self._id, self._library.shipped_version(self._id))
        return version.text

    def _regimen(self, version: RegimenVersion | None) -> Regimen:
        if version is None:
            return self._library.get(self._id, self._library.shipped_version(self._id))
        return self._library.read(version.text, version.regimen_id)

    def _standing(self, version: RegimenVersion | None) -> Standing:
        return Standing(self._context.clock, version, version == self._shelf.in_use(self._id))

    def _listed(self) -> list[tuple[int, str]]:
        """Return number and state of every version, the file of the program last."""
        versions: list[RegimenVersion | None] = [*self._shelf.of(self._id)]
        if self._library.shipped_version(self._id):
            versions.append(None)
        return [(self._number(one), self._standing(one).words) for one in versions]

    def _show(self, version: RegimenVersion | None) -> None:
        self.version = version
        standing = self._standing(version)
        busy = self._shelf.open_version(self._id) is not None
        number = self._number(version)
        asked = number if version is None or version.was_in_use else self._number(self._shelf.in_use(self._id))
        self.bar.show_version(number, self._listed(), standing, (asked, self._on(asked)), busy=busy)
        self.bar.show()
        seen = (self._id, version, standing.in_use, self._policy)
        if version is not None and version.state is VersionState.DRAFT:
            kept = self._unsaved.get(version.id)
            if seen != self._seen:
                regimen, note = (kept.regimen, kept.note) if kept else (self._regimen(version), version.note)
                self.editor.show_draft(regimen, note, self._policy, standing)
            self._stack.setCurrentWidget(self.editor)
            self._keep()
        else:
            if seen != self._seen:
                self.detail.show_regimen(self._regimen(version), self._policy, standing)
            self._stack.setCurrentWidget(self.detail)
        self._seen = seen

    def _keep(self) -> None:
        """Remember what was typed, and say whether it can be saved."""
        version, regimen = self.version, self.editor.regimen
        if version is None or regimen is None or version.regimen_id != regimen.id:
            return
        same = regimen == self._regimen(version) and self.editor.note == version.note
        if same:
            self._unsaved.pop(version.id, None)
        else:
            before = self._unsaved.get(version.id)
            row_version = version.version if before is None else before.row_version
            self._unsaved[version.id] = Unsaved(row_version, regimen, self.editor.yaml, self.editor.note)
        self.bar.show_draft_state(not same, self.editor.problem is None)

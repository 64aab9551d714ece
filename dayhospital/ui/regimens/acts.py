"""What is done on the page of the library: each act as a command, a dialog or a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from dayhospital.clinical.library_writer import regimen_text
from dayhospital.domain.changes import Changes
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.regimen_version import OnVersion, VersionState
from dayhospital.errors import DayHospitalError
from dayhospital.queries.regimens import who_is_on
from dayhospital.services.regimens import (
    DraftRegimen,
    EditDraft,
    ImportRegimen,
    RetireVersion,
    SendForApproval,
    TakeBackVersion,
)
from dayhospital.ui.context import Context
from dayhospital.ui.regimens.bench import Bench
from dayhospital.ui.regimens.dialogs import CompareDialog, CopyDialog, RetireDialog, Side, SignDialog, WhoDialog
from dayhospital.ui.regimens.files import read_file, write_file, write_library
from dayhospital.ui.regimens.move_version import MoveVersionDialog
from dayhospital.ui.texts import say, say_count

if TYPE_CHECKING:
    from dayhospital.services.command import Command


class RegimenActs(QObject):
    """Acts on the version the bench shows."""

    def __init__(self, context: Context, bench: Bench, show: Callable[[str], object], parent: QWidget) -> None:
        """Args: ``show`` brings a regimen to the front by its id."""
        super().__init__(parent)
        self._context, self._bench, self._show, self._page = context, bench, show, parent
        self._acts: dict[str, Callable[[], object]] = {
            "edit": self.edit,
            "compare": self.compare,
            "who": self.who,
            "save": self.save,
            "discard": bench.discard,
            "send": self.send,
            "approve": self.approve,
            "take_back": self.take_back,
            "retire": self.retire,
        }
        bench.acted.connect(lambda name: self._acts[name]())

    def edit(self) -> None:
        """Begin a draft from the version shown."""
        if self._bench.row is not None:
            self._do(DraftRegimen(self._bench.text))

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save the draft shown, if there is something to save and nothing is wrong with it."""
        bench, version = self._bench, self._bench.version
        bench.editor.finish()
        kept = bench.unsaved
        if version is None or not bench.writing or bench.editor.problem is not None:
            return
        if kept is None:
            if then is not None:
                then()
            return

        def saved(_changes: Changes) -> None:
            bench.saved(version.id)
            if then is not None:
                then()

        self._context.store.do(EditDraft(version.id, kept.row_version, kept.text, kept.note), saved)

    def send(self) -> None:
        """Save what is not saved and send the draft for approval."""
        version = self._bench.version
        if version is not None and version.state is VersionState.DRAFT:
            self.save(lambda: self._do(SendForApproval(version.id)))

    def approve(self) -> None:
        """Ask before signing: a signature is not undone."""
        version, regimen = self._bench.version, self._bench.regimen
        if version is not None and regimen is not None:
            dialog = SignDialog(version, regimen, self._page.window())
            dialog.chosen.connect(self._do)
            dialog.open()

    def take_back(self) -> None:
        version = self._bench.version
        if version is not None:
            self._do(TakeBackVersion(version.id))

    def retire(self) -> None:
        """Put a draft away at once, undo brings it back; ask before an approved version is taken out of use."""
        version, regimen = self._bench.version, self._bench.regimen
        if version is None or regimen is None:
            return
        if version.state is VersionState.APPROVED:
            dialog = RetireDialog(version.id, regimen, self._bench.patients, self._page.window())
            dialog.chosen.connect(self._do)
            dialog.open()
        else:
            self._bench.saved(version.id)
            self._do(RetireVersion(version.id))

    def compare(self) -> None:
        """Show the version shown beside the one in use, or beside the one before it."""
        sides = self._bench.sides()
        shown = self._bench.regimen
        after = next((place for place, side in enumerate(sides) if shown and side[0] == shown.version), 0)
        used = self._context.library.get(shown.id).version if shown and shown.id in self._context.library else 0
        before = next((place for place, side in enumerate(sides) if side[0] == used), after)
        if before == after:
            before, after = (after + 1, after) if after + 1 < len(sides) else (after, after - 1)
        named = [Side(words, regimen) for _, words, regimen in sides]
        CompareDialog(named, before, after, self._context.library, self._page.window()).open()

    def who(self) -> None:
        """Show who has a running course, and of which version."""
        regimen = self._bench.regimen
        if regimen is None:
            return

        def show(people: tuple[OnVersion, ...]) -> None:
            in_use = self._context.library.get(regimen.id).version
            dialog = WhoDialog(regimen, people, in_use, self._page.window())
            dialog.chosen.connect(self._context.navigator.patient)
            dialog.move_asked.connect(self._ask_move)
            dialog.open()

        self._context.store.ask(self, lambda connection: who_is_on(connection, regimen.id), show)

    def _ask_move(self, one: OnVersion) -> None:
        regimen = self._bench.regimen
        if regimen is not None:
            old = self._context.library.of_course(regimen.id, one.regimen_version)
            MoveVersionDialog.open_for(self._context, one.course_id, one.patient, old, self._page.window())

    def copy(self) -> None:
        """Begin a new regimen as a copy of the one shown."""
        regimen = self._bench.regimen
        if regimen is None:
            return
        dialog = CopyDialog(regimen, lambda name: name in self._context.library, self._page.window())
        dialog.chosen.connect(self._begin_copy)
        dialog.open()

    def _begin_copy(self, regimen: Regimen) -> None:
        self._do(DraftRegimen(regimen_text(regimen)), lambda: self._show(regimen.id))

    def import_file(self) -> None:
        """Choose a file of the library and take it in as a draft."""
        title = say("Import a regimen")
        name, _ = QFileDialog.getOpenFileName(self._page, title, "", say("Regimen (*.yaml *.yml)"))
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Take a file in as a draft; what is wrong with it is said with line and field."""
        try:
            text = read_file(path)
            regimen_id = self._context.library.read(text).id
        except DayHospitalError as error:
            self._context.store.refused.emit(error)
            return
        self._do(ImportRegimen(text, say("From {file}", file=path.name)), lambda: self._show(regimen_id))

    def export_one(self) -> None:
        """Choose where the version shown is written to."""
        regimen = self._bench.regimen
        if regimen is None:
            return
        name, _ = QFileDialog.getSaveFileName(self._page, say("Export a regimen"), f"{regimen.id}.yaml")
        if name:
            text = self._bench.text
            self._write(lambda: write_file(text, Path(name)), lambda path: say("Written: {path}", path=path))

    def export_all(self) -> None:
        """Choose the folder every regimen in use is written to."""
        name = QFileDialog.getExistingDirectory(self._page, say("Export the library"))
        if name:
            self.export_to(Path(name))

    def export_to(self, folder: Path) -> None:
        """Write every regimen in use into a folder."""

        def told(count: object) -> str:
            return say_count(int(str(count)), "{n} regimen written", "{n} regimens written")

        self._write(lambda: write_library(self._context.library, folder), told)

    def _write(self, write: Callable[[], object], told: Callable[[object], str]) -> None:
        store, navigator = self._context.store, self._context.navigator
        store.compute(self, write, lambda result: navigator.say(told(result)))

    def _do(self, command: "Command", then: Callable[[], object] | None = None) -> None:
        self._context.store.do(command, None if then is None else lambda _changes: then())

"""The dialogs of the library: what differs, who is on which version, a copy under another name, taking out of use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.library_schema import LONGEST_SHORT
from dayhospital.clinical.regimen_edit import copy_of, id_from
from dayhospital.domain.formats import day_text
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.regimen_version import OnVersion, RegimenVersion
from dayhospital.services.regimens import ApproveRegimen, RetireVersion
from dayhospital.ui.dialogs.base import SmallDialog, identity
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.regimens.detail import scrolling
from dayhospital.ui.regimens.differences import Difference, differences
from dayhospital.ui.texts import say, say_count
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, Divider, FormField, Label, clear_layout, secondary


@dataclass(frozen=True, slots=True)
class Side:
    """One version to compare: what it is called, and its regimen."""

    words: str
    regimen: Regimen


class CompareDialog(SmallDialog):
    """Two versions beside each other: every field that differs, before and after."""

    def __init__(
        self, sides: Sequence[Side], before: int, after: int, library: Library, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            say("Compare versions of {name}", name=sides[after].regimen.name), say("Close"), width=760, parent=parent
        )
        self._sides, self._library = sides, library
        self.keep.hide()
        options = [(number, side.words) for number, side in enumerate(sides)]
        self.before, self.after = ChoiceBox[int](options), ChoiceBox[int](options)
        self.before.choose(before)
        self.after.choose(after)
        self.before.currentIndexChanged.connect(self._show)
        self.after.currentIndexChanged.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormField(self.tr("From"), self.before))
        row.addWidget(FormField(self.tr("To"), self.after))
        self.count = Label("", FontRole.DENSE, "text2")
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        reading = scrolling(self._rows, self.tr("Differences"), "surface")
        reading.setMinimumHeight(340)
        self.form.addLayout(row)
        self.form.addWidget(self.count)
        self.form.addWidget(reading, 1)
        self.found: tuple[Difference, ...] = ()
        self._show()

    def value(self) -> object:
        return True

    def _show(self) -> None:
        old, new = self._sides[self.before.value()].regimen, self._sides[self.after.value()].regimen
        self.found = differences(old, new, self._library)
        clear_layout(self._rows)
        words = say_count(len(self.found), "{n} field differs", "{n} fields differ")
        self.count.setText(words if self.found else self.tr("These two say the same."))
        where = None
        for one in self.found:
            if one.where != where:
                where = one.where
                self._rows.addWidget(Label(where or self.tr("The regimen"), FontRole.SECTION).wrapped())
            self._rows.addWidget(_difference(one))
            self._rows.addWidget(Divider())
        self._rows.addStretch(1)


def _difference(one: Difference) -> QWidget:
    box = QWidget()
    box.setAccessibleName(one.sentence)
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    name = Label(one.what, FontRole.DENSE, "text2").wrapped()
    name.setFixedWidth(150)
    row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(one.before or say("nothing"), FontRole.DENSE, "text3").wrapped(), 1, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label("→", FontRole.DENSE, "text3"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(one.after or say("nothing"), FontRole.DENSE_STRONG).wrapped(), 1, Qt.AlignmentFlag.AlignTop)
    return box


class WhoDialog(SmallDialog):
    """The patients with a running course of a regimen, by version; ``chosen`` carries the id of the one to open.

    Signals:
        move_asked: A course is to go on by the version in use; carries its :class:`OnVersion`. The dialog closes.
    """

    move_asked = Signal(object)

    def __init__(
        self, regimen: Regimen, people: Sequence[OnVersion], in_use: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(say("On {name}", name=regimen.name), say("Open patient"), width=560, parent=parent)
        self._in_use = in_use
        self.list = LinesList(self.tr("Patients"), 360)
        for one in people:
            since = self.tr("v{n}, since {day}").format(n=one.regimen_version, day=day_text(one.start))
            older = "" if one.regimen_version == in_use else self.tr("v{n} is in use").format(n=in_use)
            self.list.add(Lines(identity(one.patient), since, older), one)
        self.list.itemDoubleClicked.connect(self.accept)
        self.list.currentItemChanged.connect(self._show_move)
        self.form.addWidget(self.list)
        self.move_on = secondary(self.tr("Move to v{n}").format(n=in_use))
        self.move_on.setToolTip(self.tr("Plan the treatment days to come by this version; what was given stays"))
        self.move_on.clicked.connect(self._move)
        self.form.addWidget(self.move_on)
        self.list.setCurrentRow(0)
        self._show_move()

    def value(self) -> object:
        one = self.list.value()
        return one.patient.id if isinstance(one, OnVersion) else None

    def _show_move(self) -> None:
        one = self.list.value()
        self.move_on.setEnabled(isinstance(one, OnVersion) and one.regimen_version != self._in_use)

    def _move(self) -> None:
        one = self.list.value()
        self.reject()
        self.move_asked.emit(one)


class CopyDialog(SmallDialog):
    """A new regimen that begins as a copy; ``chosen`` carries it."""

    def __init__(self, source: Regimen, taken: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("New regimen"), self.tr("Begin draft"), parent=parent)
        self._source, self._taken = source, taken
        self.form.addWidget(Label(self.tr("A copy of {name}").format(name=source.name), tone="text2").wrapped())
        self.name, self.short = QLineEdit(), QLineEdit()
        self.short.setMaxLength(LONGEST_SHORT)
        self.form.addWidget(FormField(self.tr("Name"), self.name))
        self.form.addWidget(
            FormField(self.tr("Short name, for the card"), self.short, self.tr("At most 12 characters."))
        )
        self.name.setFocus()

    def value(self) -> object:
        name, short = self.name.text().strip(), self.short.text().strip()
        regimen_id = id_from(name)
        if not regimen_id or not short:
            self.complain(self.tr("Give the regimen a name and a short name."))
            return None
        if self._taken(regimen_id):
            self.complain(self.tr("There is a regimen of this name. Choose another name."))
            return None
        return copy_of(self._source, regimen_id, name, short)


class SignDialog(SmallDialog):
    """Says what a signature means before it is given; ``chosen`` carries the command."""

    def __init__(self, version: RegimenVersion, regimen: Regimen, parent: QWidget | None = None) -> None:
        super().__init__(say("Sign version {n}", n=version.number), say("Sign"), parent=parent)
        self._version = version
        last = bool(version.approved_by)
        words = (
            self.tr("With your signature, the second, new courses of {name} begin with this version.")
            if last
            else self.tr("Yours is the first signature under {name}. Another person, not an author, signs second.")
        )
        self.form.addWidget(Label(words.format(name=regimen.name)).wrapped())
        if version.note:
            self.form.addWidget(Label(self.tr("What is new: {note}").format(note=version.note), tone="text2").wrapped())
        never = self.tr("A signature is kept with your name and is not undone.")
        self.form.addWidget(Label(never, tone="text2").wrapped())

    def value(self) -> object:
        return ApproveRegimen(self._version.id, self._version.version)


class RetireDialog(SmallDialog):
    """Takes an approved version out of use, with the reason; ``chosen`` carries the command."""

    def __init__(self, version_id: int, regimen: Regimen, patients: int, parent: QWidget | None = None) -> None:
        title = say("Retire version {n}", n=regimen.version)
        super().__init__(title, say("Retire"), dangerous=True, parent=parent)
        self._version_id = version_id
        words = self.tr("No new course of {name} begins with it; the version before comes back into use.")
        self.form.addWidget(Label(words.format(name=regimen.name)).wrapped())
        if patients:
            stay = say_count(patients, "{n} patient goes on with it.", "{n} patients go on with it.")
            self.form.addWidget(Label(stay, tone="text2").wrapped())
        self.reason = QLineEdit()
        self.form.addWidget(FormField(self.tr("Why"), self.reason))

    def value(self) -> object:
        if not self.reason.text().strip():
            self.complain(self.tr("Say why it is no longer used."))
            return None
        return RetireVersion(self._version_id, self.reason.text().strip())

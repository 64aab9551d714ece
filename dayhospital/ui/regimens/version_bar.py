"""The bar over a regimen: which version is shown, how many are on it, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dayhospital.domain.regimen_version import VersionState
from dayhospital.ui.regimens.standing import Standing
from dayhospital.ui.texts import say, say_count
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Button, Chip, ChoiceBox, Label, Panel, clear_layout, ghost, link, primary, secondary

HEIGHT = 52


class VersionBar(Panel):
    """Knows which acts a state allows; does none of them.

    Signals:
        version_chosen: Another version is to be shown; carries its number.
        acted: An act was asked for; carries its name: edit, compare, who, save, discard, send, approve, take_back or
            retire.
    """

    version_chosen = Signal(int)
    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("header", parent)
        self.setFixedHeight(HEIGHT)
        self.buttons: dict[str, Button] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)

    def show_version(
        self,
        shown: int,
        numbers: Sequence[tuple[int, str]],
        standing: Standing,
        patients: tuple[int, int],
        *,
        busy: bool,
    ) -> None:
        """Show a version of those there are (number and state).

        Args:
            patients: A version, the shown one or the one in use, and how many have a running course of it.
            busy: Whether another version of the regimen is being written or waits.
        """
        self._clear()
        box = ChoiceBox[int]([(number, say("v{n}, {state}", n=number, state=state)) for number, state in numbers])
        box.setAccessibleName(self.tr("Version"))
        box.choose(shown)
        box.activated.connect(lambda: self.version_chosen.emit(box.value()))
        kind, icon = standing.chip
        self._row.addWidget(box)
        self._row.addWidget(Chip(standing.chip_words, kind, icon))
        number, count = patients
        if count:
            people = say_count(count, "{n} patient", "{n} patients")
            self._add("who", link(say("v{n}: {people}", n=number, people=people)))
        else:
            self._row.addWidget(Label(self.tr("nobody"), FontRole.DENSE, "text3"))
        self._row.addStretch(1)
        if len(numbers) > 1:
            self._add("compare", secondary(self.tr("Compare…")))
        for name, button in self._acts(standing, busy):
            self._add(name, button)

    def show_draft_state(self, unsaved: bool, valid: bool) -> None:
        """Let a draft be saved when there is something to save, and sent when nothing is wrong."""
        for name, on in (("save", unsaved and valid), ("discard", unsaved), ("send", valid)):
            if name in self.buttons:
                self.buttons[name].setEnabled(on)

    def clear(self) -> None:
        self._clear()

    def _acts(self, standing: Standing, busy: bool) -> list[tuple[str, Button]]:
        state = None if standing.version is None else standing.version.state
        if state is VersionState.DRAFT:
            return [
                ("retire", ghost(self.tr("Put away"))),
                ("discard", ghost(self.tr("Discard"))),
                ("save", secondary(self.tr("Save draft"), key="Ctrl S")),
                ("send", primary(self.tr("Send for approval"), key="Ctrl ↵")),
            ]
        if state is VersionState.WAITING:
            return [
                ("take_back", secondary(self.tr("Take back for writing"))),
                ("approve", primary(self.tr("Sign"), "circle-check")),
            ]
        acts: list[tuple[str, Button]] = []
        if state is VersionState.APPROVED:
            acts.append(("retire", ghost(self.tr("Retire…"))))
        if not busy:
            acts.append(("edit", primary(self.tr("Edit as a new version"), "pencil")))
        return acts

    def _add(self, name: str, button: Button) -> None:
        button.clicked.connect(lambda: self.acted.emit(name))
        self.buttons[name] = button
        self._row.addWidget(button)

    def _clear(self) -> None:
        self.buttons = {}
        clear_layout(self._row)

"""One part of a draft: its fields, its drugs in the order given, and the days of the cycle."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dayhospital.clinical import regimen_edit
from dayhospital.clinical.library import Library
from dayhospital.domain.regimen import Phase, RegimenDrug, Route
from dayhospital.ui.regimens.drug_details import DrugDetailsDialog
from dayhospital.ui.regimens.edit_days import DayGrid
from dayhospital.ui.regimens.edit_drugs import DrugGrid
from dayhospital.ui.regimens.edit_fields import PhaseFields
from dayhospital.ui.regimens.edit_load import LoadFields
from dayhospital.ui.regimens.problems import Problem
from dayhospital.ui.regimens.tables import LONGEST_CYCLE, drugs_of
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, Label, ghost, icon_button

_FORM_FIELDS = {"tolerance.early": "early", "tolerance.late": "late"}


class PhaseEditor(QWidget):
    """The cards of a part.

    Signals:
        edited: Something was changed; carries how a phase is changed by it.
        refused: Something means nothing; carries the sentence.
        add_asked: A drug is to be chosen.
    """

    edited = Signal(object)
    refused = Signal(str)
    add_asked = Signal()

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._shown: Phase | None = None
        self._place: object = None
        self.fields, self.drugs, self.load = PhaseFields(), DrugGrid(library), LoadFields()
        self.days: DayGrid | None = None
        self.add = ghost(self.tr("Add drug"), "plus", key="Alt A").sized("small")
        self.details = ghost(self.tr("Details…"), "settings").sized("small")
        self.details.setToolTip(self.tr("Places, loading dose, how it is watched, note"))
        self.up = icon_button("arrow-up", self.tr("Give earlier"), "Alt ↑")
        self.down = icon_button("arrow-down", self.tr("Give later"), "Alt ↓")
        self.remove = icon_button("trash-2", self.tr("Take the drug out"), "Del")
        self.fields.edited.connect(self.edited)
        self.load.edited.connect(self.edited)
        self.details.clicked.connect(self.ask_details)
        self.drugs.edited.connect(self._take_drug)
        self.drugs.refused.connect(self.refused)
        self.drugs.remove_asked.connect(self._remove)
        self.drugs.move_asked.connect(self._move)
        self.add.clicked.connect(self.add_asked)
        self.up.clicked.connect(lambda: self._move(self.drugs.place, -1))
        self.down.clicked.connect(lambda: self._move(self.drugs.place, 1))
        self.remove.clicked.connect(lambda: self._remove(self.drugs.place))
        self._lay_out()

    def show_phase(self, phase: Phase, problem: Problem | None, place: object = None) -> None:
        """Show a part; ``place`` tells one part from another: fields being typed into are left alone in the same."""
        typing = self.fields.isAncestorOf(self.focusWidget() or self)
        if place != self._place or not typing:
            self.fields.show_phase(phase)
        self._shown, self._place = phase, place
        field = problem.field if problem is not None and problem.drug < 0 else ""
        self.fields.show_problem(
            _FORM_FIELDS.get(field, field.removeprefix("gate.")), problem.sentence if problem else ""
        )
        self.drugs.show_phase(phase, problem.drug if problem is not None else -1)
        self._show_days(phase)
        has = bool(phase.drugs)
        self.drugs.setVisible(has)
        self._none.setVisible(not has)
        self._days_card.setVisible(has)
        self._load_card.setVisible(self.load.show_phase(phase))
        for button in (self.details, self.up, self.down, self.remove):
            button.setEnabled(has)

    def choose_last(self) -> None:
        """Put the cursor on the dose of the drug added last."""
        if self._shown is not None:
            self.drugs.choose(len(self._shown.drugs) - 1)
            self.drugs.setFocus()

    def ask_details(self) -> None:
        """Ask for the rest of the drug the cursor is on."""
        place = self.drugs.place
        if self._shown is None or place < 0:
            return
        drug = self._shown.drugs[place]
        dialog = DrugDetailsDialog(drug, self._library.drug(drug.drug), self.window())
        dialog.chosen.connect(lambda changed: self._take_drug(place, changed))
        dialog.open()

    def usual_route(self, drug_id: str) -> Route:
        """Return the route by which the library gives a drug, IV where it never does."""
        for regimen in self._library.all():
            for phase in regimen.phases:
                for drug in phase.drugs:
                    if drug.drug == drug_id:
                        return drug.route
        return Route.IV

    def _take_drug(self, place: int, drug: RegimenDrug) -> None:
        self.edited.emit(lambda phase: regimen_edit.with_drug(phase, place, drug))

    def _remove(self, place: int) -> None:
        if place >= 0:
            self.edited.emit(lambda phase: regimen_edit.remove_drug(phase, place))

    def _move(self, place: int, by: int) -> None:
        if place < 0:
            return
        row = self.drugs.currentRow() + by
        self.edited.emit(lambda phase: regimen_edit.move_drug(phase, place, by))
        self.drugs.setCurrentCell(max(0, min(row, self.drugs.rowCount() - 1)), self.drugs.currentColumn())

    def _toggle(self, row: int, days: tuple[int, ...]) -> None:
        if self._shown is not None:
            place = regimen_edit.in_order(self._shown)[row]
            self.edited.emit(lambda phase: regimen_edit.toggle_days(phase, place, days))

    def _show_days(self, phase: Phase) -> None:
        """Show the matrix anew, with the cursor and the focus where they were."""
        place = self.days.place if self.days is not None else (0, 0)
        focused = self.days is not None and self.days.hasFocus()
        if self.days is not None:
            self._days_card.body.removeWidget(self.days)
            self.days.hide()
            self.days.deleteLater()
            self.days = None
        if not phase.drugs:
            return
        self.days = DayGrid(phase, drugs_of(phase, self._library), self._days_card)
        self.days.put(*place)
        self.days.toggled.connect(self._toggle)
        self._days_card.body.insertWidget(0, self.days)
        if focused:
            self.days.setFocus()
        self._long.setVisible(phase.cycle_days > LONGEST_CYCLE)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        clock = Card(self.tr("Cycle, window and counts"))
        clock.body.addWidget(self.fields)
        drugs = Card(self.tr("Drugs, in the order given"))
        for button in (self.add, self.details, self.up, self.down, self.remove):
            drugs.add_to_header(button)
        drugs.body.addWidget(self.drugs)
        self._none = Label(self.tr("A day without drugs, until one is added."), tone="text2")
        drugs.body.addWidget(self._none)
        self._days_card = Card(self.tr("Days"))
        words = self.tr("Space sets or clears a day, Shift and arrows take a run")
        self._days_card.add_to_header(Label(words, FontRole.DENSE, "text2").elided())
        long = self.tr("Of a long cycle only the days given are shown; others are written in the text.")
        self._long = Label(long, FontRole.CAPTION, "text3").wrapped()
        self._days_card.body.addWidget(self._long)
        self._load_card = Card(self.tr("Nursing load"))
        self._load_card.add_to_header(Label(self.tr("1, hardly any, to 5"), FontRole.DENSE, "text2"))
        self._load_card.body.addWidget(self.load)
        for card in (clock, drugs, self._days_card, self._load_card):
            column.addWidget(card)


Change = Callable[[Phase], Phase]
"""What :attr:`PhaseEditor.edited` carries."""

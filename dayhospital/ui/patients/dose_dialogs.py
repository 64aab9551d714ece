"""The dialogs about doses: what each dose of the next day rests on, and what was given elsewhere."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from dayhospital.clinical.dose import work_out
from dayhospital.clinical.library import Library
from dayhospital.domain.course import Dose
from dayhospital.domain.dosing import Amount
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.lifetime_dose import EarlierDose
from dayhospital.domain.patient import Patient
from dayhospital.domain.worked_dose import DoseFacts, WorkedDose
from dayhospital.errors import InvalidValue
from dayhospital.services.earlier_doses import RecordEarlierDose, RemoveEarlierDose
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.patients.dose_words import (
    amount_text,
    basis_text,
    confidence_text,
    known_drug,
    number_text,
    planned_text,
    reductions,
)
from dayhospital.ui.patients.fields import number_in
from dayhospital.ui.patients.record import NextDoses
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import Card, Chip, ChoiceBox, DateField, FormField, Label, Panel, clear_layout, link

WIDTH, HEIGHT = 720, 520
SPARE = 48
"""px at 100 %: room for what a reduction adds, before the cards scroll."""
FIGURE_WIDTH = 150


class DoseCard(Card):
    """One drug: three numbers, what they rest on, what was found; a reduction can be tried."""

    def __init__(
        self,
        dose: Dose,
        drug: Drug,
        facts: DoseFacts,
        settings: UnitSettings,
        again: Finding | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(drug.shown, parent)
        self._dose, self._drug, self._facts, self._settings = dose, drug, facts, settings
        self._again = again
        planned = Amount(dose.dose, dose.unit)
        if dose.loading:
            self.add_to_header(Chip(say("Loading dose"), "info"))
        full = work_out(dose, drug, facts, settings)
        if full.bsa is not None and full.bsa_used is not None and full.bsa_used < full.bsa:
            self.add_to_header(Chip(say("Body surface capped"), "warn"))
        self.add_to_header(Label(planned_text(planned), FontRole.BODY_MEDIUM))
        self.reduction = ChoiceBox(reductions(drug, planned))
        self.reduction.setAccessibleName(say("Reduction of {drug}", drug=drug.tall_man))
        self.reduction.currentIndexChanged.connect(self._show)
        if self.reduction.count() > 1:
            self.add_to_header(self.reduction)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(6)
        self.body.addLayout(self._inside)
        self._show()

    def _show(self) -> None:
        clear_layout(self._inside)
        worked = work_out(self._dose, self._drug, self._facts, self._settings, self.reduction.value())
        self._inside.addWidget(Figures(worked))
        self._inside.addWidget(Label(basis_text(worked), FontRole.DENSE, "text2").wrapped())
        if self._drug.dosing.expressed_as:
            self._inside.addWidget(Label(self._drug.dosing.expressed_as, FontRole.DENSE, "text2").wrapped())
        if words := confidence_text(self._drug):
            self._inside.addWidget(Label(words, FontRole.DENSE, "text3").wrapped())
        again = () if self._again is None else (self._again,)
        for finding in (*again, *worked.findings):
            self._inside.addWidget(ReasonRow(finding, note=("info", "info")))


class Figures(QWidget):
    """Calculated, banded and chosen, side by side."""

    def __init__(self, worked: WorkedDose, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        off = worked.deviation_percent
        banded = say("Banded") if off is None else say("Banded, {off} % off", off=f"{off:.1f}")
        columns = ((say("Calculated"), worked.calculated), (banded, worked.banded), (say("Chosen"), worked.chosen))
        for column, (label, amount) in enumerate(columns):
            grid.setColumnMinimumWidth(column, holder().px(FIGURE_WIDTH))
            grid.addWidget(Label(label, FontRole.DENSE, "text3"), 0, column)
            role = FontRole.FIGURE if column == len(columns) - 1 else FontRole.BODY_MEDIUM
            grid.addWidget(Label(amount_text(amount), role).selectable(), 1, column)
        grid.setColumnStretch(len(columns), 1)
        self.setAccessibleName(", ".join(f"{label} {amount_text(amount)}" for label, amount in columns))


class DosesDialog(SmallDialog):
    """Every dose of the next treatment day; it shows and changes nothing."""

    def __init__(
        self,
        patient: Patient,
        coming: NextDoses,
        settings: UnitSettings,
        library: Library,
        parent: QWidget | None = None,
    ) -> None:
        plan = coming.day.plan
        title = say("Doses of {regimen} {label}", regimen=coming.course.regimen_short, label=plan.label)
        super().__init__(title, say("Close"), patient.label, width=WIDTH, parent=parent)
        self.keep.hide()
        words = say(
            "For {day}. Reference values beside the prescription, not a prescription.",
            day=day_text(plan.planned, weekday=True),
        )
        self.form.addWidget(Label(words, FontRole.DENSE_MEDIUM, "text2").wrapped())
        inside = Panel("surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        again = {finding.facts["drug"]: finding for finding in plan.findings if finding.code == "loading-again"}
        self.cards = []
        for dose in plan.doses:
            drug = known_drug(dose.drug, library)
            if drug is None:
                column.addWidget(
                    Label(say("{drug} is no longer in the library", drug=dose.drug), tone="warn").wrapped()
                )
                continue
            found = again.get(dose.drug)
            named = found and Finding(found.severity, found.code, found.source, {**found.facts, "drug": drug.tall_man})
            card = DoseCard(dose, drug, coming.facts, settings, named)
            self.cards.append(card)
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumHeight(min(inside.sizeHint().height() + holder().px(SPARE), holder().px(HEIGHT)))
        self.form.addWidget(area)

    def accept(self) -> None:
        """Close; there is nothing to choose."""
        QDialog.accept(self)


class EarlierDosesDialog(SmallDialog):
    """Doses given elsewhere: takes one away, or adds one."""

    def __init__(
        self,
        patient: Patient,
        known: Sequence[EarlierDose],
        drugs: Sequence[Drug],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(say("Given elsewhere"), say("Record dose"), patient.label, parent=parent)
        self._patient = patient
        names = {drug.id: drug.shown for drug in drugs}
        for dose in known:
            self.form.addLayout(self._known_row(dose, names.get(dose.drug, dose.drug)))
        self.drug = ChoiceBox[str | None]([(None, say("Choose…")), *((drug.id, drug.shown) for drug in drugs)])
        self.amount, self.note = QLineEdit(), QLineEdit()
        self.until = DateField(today, past=True)
        self.form.addWidget(FormField(say("Drug"), self.drug))
        self.form.addWidget(FormField(say("Sum, mg/m²"), self.amount, say("Over all cycles given elsewhere")))
        self.form.addWidget(FormField(say("Last given on"), self.until))
        self.form.addWidget(FormField(say("Note"), self.note, say("Where, and from which letter it is known")))

    def _known_row(self, dose: EarlierDose, name: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = say("{drug} {total} mg/m², until {day}", drug=name, total=number_text(dose.mg_m2), day=dose.until)
        row.addWidget(Label(f"{words}  {dose.note}".strip(), FontRole.DENSE_MEDIUM).wrapped(), 1)
        button = link(say("Remove"))
        button.setAccessibleName(say("Remove {dose}", dose=words))
        button.clicked.connect(partial(self._remove, dose.id))
        row.addWidget(button)
        return row

    def _remove(self, dose_id: int) -> None:
        QDialog.accept(self)
        self.chosen.emit(RemoveEarlierDose(dose_id))

    def value(self) -> object:
        drug, until = self.drug.value(), self.until.day
        if drug is None:
            self.complain(say("Choose the drug."))
            return None
        if until is None:
            self.complain(say("Write the day, for example 24-Nov-2026."))
            return None
        try:
            mg_m2 = number_in(self.amount.text(), say("The sum"))
            return RecordEarlierDose(
                self._patient.label.id, EarlierDose(drug, mg_m2 or 0, until, self.note.text().strip())
            )
        except InvalidValue as error:
            self.complain(str(error))
            return None

"""The dialogs about doses: what each dose of the next day rests on, and what was given elsewhere."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from dayhospital.clinical.dose import work_out
from dayhospital.clinical.library import Library
from dayhospital.domain.chosen_dose import DayDoses
from dayhospital.domain.course import Dose
from dayhospital.domain.dosing import Amount
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import day_text
from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose
from dayhospital.domain.patient import Patient
from dayhospital.domain.worked_dose import WorkedDose
from dayhospital.errors import InvalidValue
from dayhospital.services.command import Command
from dayhospital.services.earlier_doses import (
    RecordChestRadiotherapy,
    RecordEarlierDose,
    RemoveChestRadiotherapy,
    RemoveEarlierDose,
)
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.patients.dose_words import (
    amount_text,
    basis_text,
    confidence_text,
    known_drug,
    number_text,
    planned_text,
    reductions,
    shown_dose,
    signed_text,
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
RADIOTHERAPY = "radiotherapy"
"""Stands among the drugs; no drug has this key."""


class DoseCard(Card):
    """One drug: three numbers, what they rest on, what was found; a reduction can be tried."""

    def __init__(
        self,
        dose: Dose,
        drug: Drug,
        known: DayDoses,
        again: Finding | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(drug.shown, parent)
        facts, settings = known.facts, known.settings
        self._dose, self._drug, self._facts, self._settings = dose, drug, facts, settings
        self._again, self._signed = again, known.of(drug.id)
        self._start = shown_dose(dose, drug, known)
        planned = Amount(dose.dose, dose.unit)
        if dose.loading:
            self.add_to_header(Chip(say("Loading dose"), "info"))
        full = work_out(dose, drug, facts, settings)
        if full.bsa is not None and full.bsa_used is not None and full.bsa_used < full.bsa:
            self.add_to_header(Chip(say("Body surface capped"), "warn"))
        self.add_to_header(Label(planned_text(planned), FontRole.BODY_MEDIUM))
        offered = reductions(drug, planned)
        present = self._start.reduction
        if present not in {reduction for reduction, _ in offered}:
            offered.append((present, f"{number_text(present.percent)} %"))
        self.reduction = ChoiceBox(offered)
        self.reduction.choose(present)
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
        present = self.reduction.value() == self._start.reduction
        self._inside.addWidget(Figures(worked, self._start.amount if present else worked.chosen))
        if present and self._signed is not None:
            self._inside.addWidget(Label(signed_text(self._signed), FontRole.DENSE_MEDIUM).wrapped())
        self._inside.addWidget(Label(basis_text(worked), FontRole.DENSE, "text2").wrapped())
        if self._drug.dosing.expressed_as:
            self._inside.addWidget(Label(self._drug.dosing.expressed_as, FontRole.DENSE, "text2").wrapped())
        if words := confidence_text(self._drug):
            self._inside.addWidget(Label(words, FontRole.DENSE, "text3").wrapped())
        again = () if self._again is None else (self._again,)
        for finding in (*again, *(self._start.told if present else ()), *worked.findings):
            self._inside.addWidget(ReasonRow(finding, note=("info", "info")))


class Figures(QWidget):
    """Calculated, banded and chosen, side by side."""

    def __init__(self, worked: WorkedDose, chosen: Amount | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        off = worked.deviation_percent
        banded = say("Banded") if off is None else say("Banded, {off} % off", off=f"{off:.1f}")
        columns = ((say("Calculated"), worked.calculated), (banded, worked.banded), (say("Chosen"), chosen))
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
            card = DoseCard(dose, drug, coming.doses, named)
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
    """Doses given elsewhere and radiotherapy of the chest: takes one away, or adds one."""

    def __init__(
        self,
        patient: Patient,
        known: Sequence[EarlierDose],
        radiotherapy: Sequence[ChestRadiotherapy],
        drugs: Sequence[Drug],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(say("Given elsewhere"), say("Record"), patient.label, parent=parent)
        self._patient = patient
        names = {drug.id: drug.shown for drug in drugs}
        for dose in known:
            total = number_text(dose.mg_m2)
            words = say(
                "{drug} {total} mg/m², until {day}",
                drug=names.get(dose.drug, dose.drug),
                total=total,
                day=dose.until,
            )
            self.form.addLayout(self._known_row(words, dose.note, RemoveEarlierDose(dose.id)))
        for one in radiotherapy:
            words = say("Radiotherapy of the chest, until {day}", day=one.ended)
            self.form.addLayout(self._known_row(words, one.note, RemoveChestRadiotherapy(one.id)))
        offered = [(None, say("Choose…")), *((drug.id, drug.shown) for drug in drugs)]
        self.drug = ChoiceBox[str | None]([*offered, (RADIOTHERAPY, say("Radiotherapy of the chest"))])
        self.drug.currentIndexChanged.connect(lambda _index: self._fit())
        self.amount, self.note = QLineEdit(), QLineEdit()
        self.until = DateField(today, past=True)
        self._what = FormField(say("Drug or radiotherapy"), self.drug)
        self._sum = FormField(say("Sum, mg/m²"), self.amount, say("Over all cycles given elsewhere"))
        self.form.addWidget(self._what)
        self.form.addWidget(self._sum)
        self.form.addWidget(FormField(say("Last given on"), self.until))
        self.form.addWidget(FormField(say("Note"), self.note, say("Where, and from which letter it is known")))

    def _fit(self) -> None:
        """Ask for a sum of a drug only, and say what radiotherapy means."""
        radiotherapy = self.drug.value() == RADIOTHERAPY
        self._sum.setVisible(not radiotherapy)
        meant = say("The heart in the field: the mediastinum, or the left chest wall. It lowers the lifetime limit.")
        self._what.set_help(meant if radiotherapy else "")

    def _known_row(self, words: str, note: str, command: Command) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(f"{words}  {note}".strip(), FontRole.DENSE_MEDIUM).wrapped(), 1)
        button = link(say("Remove"))
        button.setAccessibleName(say("Remove {dose}", dose=words))
        button.clicked.connect(partial(self._remove, command))
        row.addWidget(button)
        return row

    def _remove(self, command: Command) -> None:
        QDialog.accept(self)
        self.chosen.emit(command)

    def value(self) -> object:
        drug, until = self.drug.value(), self.until.day
        if drug is None:
            self.complain(say("Choose the drug, or radiotherapy."))
            return None
        if until is None:
            self.complain(say("Write the day, for example 24-Nov-2026."))
            return None
        note = self.note.text().strip()
        if drug == RADIOTHERAPY:
            return RecordChestRadiotherapy(self._patient.label.id, ChestRadiotherapy(until, note))
        try:
            mg_m2 = number_in(self.amount.text(), say("The sum"))
            return RecordEarlierDose(self._patient.label.id, EarlierDose(drug, mg_m2 or 0, until, note))
        except InvalidValue as error:
            self.complain(str(error))
            return None

"""The dialog that grades a toxicity by CTCAE, or corrects a grade."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from dayhospital.clinical.gate_schema import catalogue
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.toxicity import CtcaeVersion, Toxicity
from dayhospital.services.toxicities import EditToxicity, RecordToxicity
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField, Segmented


class ToxicityDialog(SmallDialog):
    """Grades one term by CTCAE; grade 0 says that it is over. ``chosen`` carries the command.

    With a toxicity it corrects that one; its version is the one that was read.
    """

    def __init__(
        self, patient: PatientLabel, today: date, known: Toxicity | None = None, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Toxicity") if known is None else self.tr("Correct toxicity")
        verb = self.tr("Record toxicity") if known is None else self.tr("Save toxicity")
        super().__init__(title, verb, patient, parent=parent)
        self._patient_id, self._known = patient.id, known
        self.term = ChoiceBox[str]([("", self.tr("Choose a term")), *catalogue().terms.items()])
        self.grade = Segmented([(str(n), str(n)) for n in range(6)], self.tr("Grade"))
        self.grade.choose("1")
        self.ctcae = ChoiceBox[CtcaeVersion]([(one, f"CTCAE {one.value}") for one in CtcaeVersion])
        self.day = DateField(today, today, past=True)
        self.note = QLineEdit()
        self.form.addWidget(FormField(self.tr("Term"), self.term))
        self.form.addWidget(FormField(self.tr("Grade"), self.grade, self.tr("0 says that it is over.")))
        self.form.addWidget(FormField(self.tr("Graded by"), self.ctcae))
        self.form.addWidget(FormField(self.tr("Day"), self.day))
        self.form.addWidget(FormField(self.tr("Note"), self.note))
        if known is not None:
            self._show(known)

    def value(self) -> object:
        if not self.term.value():
            self.complain(self.tr("Choose what was graded."))
            return None
        if self.day.day is None:
            self.complain(self.tr("Enter the day it was graded."))
            return None
        graded = Toxicity(
            self.term.value(), int(self.grade.key), self.day.day, self.ctcae.value(), self.note.text().strip()
        )
        if self._known is None:
            return RecordToxicity(self._patient_id, graded)
        return EditToxicity(replace(graded, id=self._known.id, version=self._known.version))

    def _show(self, known: Toxicity) -> None:
        self.term.choose(known.term)
        self.grade.choose(str(known.grade))
        self.ctcae.choose(known.ctcae)
        self.day.set_day(known.day)
        self.note.setText(known.note)

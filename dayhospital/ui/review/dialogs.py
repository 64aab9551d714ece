"""Dialogs of the review page: grade a toxicity, sign all that is unchanged."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from dayhospital.clinical.gate_schema import catalogue
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.toxicity import CtcaeVersion, Toxicity
from dayhospital.queries.review import ReviewRow
from dayhospital.services.decisions import SignUnchanged
from dayhospital.services.toxicities import RecordToxicity
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.review.words import change_text, session_text
from dayhospital.ui.texts import say, say_count
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField, Segmented


class ToxicityDialog(SmallDialog):
    """Grades one term by CTCAE; grade 0 says that it is over. ``chosen`` carries the command."""

    def __init__(self, patient: PatientLabel, today: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Toxicity"), self.tr("Record toxicity"), patient, parent=parent)
        self._patient_id = patient.id
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
        return RecordToxicity(self._patient_id, graded)


class SignAllDialog(SmallDialog):
    """Lists everybody who is green with nothing new, all ticked; ``chosen`` carries the command."""

    def __init__(self, rows: Sequence[ReviewRow], today: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Sign all unchanged"), "", width=620, parent=parent)
        self.list = LinesList(self.tr("Inside every rule, nothing new"), 380)
        for row in rows:
            case = row.case
            who = f"{case.patient.name}   {case.short} {case.day.label}"
            told = [change_text(change) for change in row.changes]
            if (share := case.doses.carried_share) < 1:
                told.append(say("{n} % of the dose, as the last time", n=f"{share * 100:.0f}"))
            news = ", ".join(told)
            self.list.add(Lines(who, f"{session_text(case, today)}   {news}"), case.treatment_day_id, ticked=True)
        self.list.itemChanged.connect(self._count)
        self.form.addWidget(self.list)
        self._count()

    def value(self) -> object:
        chosen = self._ticked()
        if not chosen:
            self.complain(say("Tick at least one."))
            return None
        return SignUnchanged(tuple(chosen))

    def _ticked(self) -> list[int]:
        return [one for one in self.list.ticked() if isinstance(one, int)]

    def _count(self) -> None:
        self.act.setText(say_count(len(self._ticked()), "Sign {n} go", "Sign {n} goes"))

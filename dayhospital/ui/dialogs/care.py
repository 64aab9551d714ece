"""Dialogs about what happens in the chair: a reaction, a vein checked where there is no port."""

from collections.abc import Callable
from datetime import datetime, time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QLineEdit, QTimeEdit, QWidget

from dayhospital.domain.board import BoardSession
from dayhospital.services.ports import RecordVeinCheck
from dayhospital.services.reactions import RecordReaction, RemoveReaction
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import ChoiceBox, FormField

MIN_REASON = 3
GRADES = {
    1: "1, mild, treatment goes on",
    2: "2, stopped or slowed, quick response",
    3: "3, long, or comes back",
    4: "4, life-threatening",
}
"""CTCAE version 5, in short."""


class ReactionDialog(SmallDialog):
    """A reaction in a session: the drug, the grade, when, what was done."""

    def __init__(
        self, session: BoardSession, drug_name: Callable[[str], str], now: datetime, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Record a reaction")
        super().__init__(title, self.tr("Record reaction"), session.patient.label, parent=parent)
        self._session = session
        drugs = dict.fromkeys(dose.drug for dose in session.treatment.doses)
        self.drug = ChoiceBox((drug, drug_name(drug)) for drug in drugs)
        self.grade = ChoiceBox[int | None](
            [(None, self.tr("Choose…")), *((grade, say(words)) for grade, words in GRADES.items())]
        )
        self.at = QTimeEdit(QTime(now.hour, now.minute))
        self.at.setDisplayFormat("HH:mm")
        self.adrenaline = QCheckBox(self.tr("Adrenaline was given"))
        self.done_field = QLineEdit()
        self.done_field.setPlaceholderText(self.tr("for example: stopped, antihistamine, oxygen"))
        graded = self.tr("CTCAE version 5. From grade 2 on the session lasts longer.")
        self.form.addWidget(FormField(self.tr("Drug"), self.drug))
        self.form.addWidget(FormField(self.tr("Grade"), self.grade, graded))
        self.form.addWidget(FormField(self.tr("Began at"), self.at))
        self.form.addWidget(self.adrenaline)
        self.form.addWidget(FormField(self.tr("What was done"), self.done_field))

    def value(self) -> object:
        grade = self.grade.value()
        if grade is None:
            self.complain(self.tr("Choose the grade; what follows depends on it."))
            return None
        chosen = self.at.time()
        at = datetime.combine(self._session.span.day, time(chosen.hour(), chosen.minute()))
        done = self.done_field.text().strip()
        return RecordReaction(self._session.id, self.drug.value(), grade, at, self.adrenaline.isChecked(), done)


class RemoveReactionDialog(SmallDialog):
    """Takes out a reaction that was recorded by mistake, with the reason."""

    def __init__(self, session: BoardSession, reaction_id: int, parent: QWidget | None = None) -> None:
        title = self.tr("Take a reaction out of the record")
        super().__init__(title, self.tr("Take out"), session.patient.label, dangerous=True, parent=parent)
        self._reaction_id = reaction_id
        self.keep.setText(self.tr("Keep it"))
        self.reason = QLineEdit()
        kept = self.tr("The session keeps its length; the history keeps both lines.")
        self.form.addWidget(FormField(self.tr("Why it was none"), self.reason, kept))
        self.reason.setFocus()

    def value(self) -> object:
        reason = self.reason.text().strip()
        if len(reason) < MIN_REASON:
            self.complain(self.tr("Write why this was no reaction."))
            return None
        return RemoveReaction(self._reaction_id, reason)


class VeinDialog(SmallDialog):
    """The vein that was looked at and found good for a vesicant today."""

    def __init__(self, session: BoardSession, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Vein checked"), self.tr("Record check"), session.patient.label, parent=parent)
        self._session = session
        self.site = QLineEdit()
        self.site.setPlaceholderText(self.tr("for example: left forearm, 20 G, blood return good"))
        self.form.addWidget(FormField(self.tr("Which vein"), self.site, self.tr("Serves today, for this patient.")))
        self.site.setFocus()

    def value(self) -> object:
        site = self.site.text().strip()
        if not site:
            self.complain(self.tr("Write which vein was checked."))
            return None
        return RecordVeinCheck(self._session.patient.label.id, site)

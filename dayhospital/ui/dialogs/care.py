"""Dialogs about what happens in the chair: a reaction, the use of a port, a vein checked where there is none."""

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QTimeEdit, QWidget

from dayhospital.domain.board import BoardSession
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.port import (
    NEEDLE_GAUGES,
    NEEDLE_LENGTHS_MM,
    Needle,
    PortComplication,
    PortEvent,
    PortEventKind,
)
from dayhospital.services.ports import RecordPortEvent, RecordVeinCheck
from dayhospital.services.reactions import RecordReaction, RemoveReaction
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField

MIN_REASON = 3
GRADES = {
    1: "1, mild, treatment goes on",
    2: "2, stopped or slowed, quick response",
    3: "3, long, or comes back",
    4: "4, life-threatening",
}
"""CTCAE version 5, in short."""
KINDS = {
    PortEventKind.ACCESS: "Accessed",
    PortEventKind.FLUSH: "Flushed",
    PortEventKind.COMPLICATION: "Complication",
}
COMPLICATIONS = {
    PortComplication.INFECTION: "Infection",
    PortComplication.THROMBOSIS: "Thrombosis",
    PortComplication.EXTRAVASATION: "Extravasation",
    PortComplication.NO_BLOOD_RETURN: "No blood return",
    PortComplication.OCCLUSION: "Cannot be flushed",
    PortComplication.DISLOCATION: "Dislocated",
    PortComplication.SKIN: "Skin over the port broken",
    PortComplication.OTHER: "Something else",
}


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


def event_text(event: PortEvent) -> str:
    """Return what a line of the log says: ``Flushed``, ``No blood return``."""
    return say(COMPLICATIONS[event.complication] if event.complication else KINDS[event.kind])


def needle_text(needle: Needle | None) -> str:
    """Return the size of a needle: ``20 G, 20 mm``; empty where nobody wrote it down."""
    if needle is None:
        return ""
    return f"{needle.gauge} G" if needle.length_mm is None else f"{needle.gauge} G, {needle.length_mm} mm"


class PortEventDialog(SmallDialog):
    """An access, a flush or a complication on a day."""

    def __init__(self, patient: PatientLabel, today: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Record port use"), self.tr("Record"), patient, parent=parent)
        self._patient = patient
        self.kind = ChoiceBox((kind, say(words)) for kind, words in KINDS.items())
        self.what = ChoiceBox((what, say(words)) for what, words in COMPLICATIONS.items())
        self.day = DateField(today, today)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("for example: blood return good"))
        self.gauge = ChoiceBox[int | None](
            [(None, self.tr("Not written down")), *((gauge, f"{gauge} G") for gauge in NEEDLE_GAUGES)]
        )
        self.length = ChoiceBox[int | None](
            [(None, self.tr("Not written down")), *((length, f"{length} mm") for length in NEEDLE_LENGTHS_MM)]
        )
        self._needle = QWidget()
        needle = QHBoxLayout(self._needle)
        needle.setContentsMargins(0, 0, 0, 0)
        needle.setSpacing(12)
        needle.addWidget(FormField(self.tr("Needle"), self.gauge), 1)
        needle.addWidget(FormField(self.tr("Length"), self.length), 1)
        self._what = FormField(self.tr("What went wrong"), self.what)
        self.form.addWidget(FormField(self.tr("What was done"), self.kind))
        self.form.addWidget(self._what)
        self.form.addWidget(FormField(self.tr("Day"), self.day))
        self.form.addWidget(self._needle)
        self.form.addWidget(FormField(self.tr("Note"), self.note))
        self.kind.currentIndexChanged.connect(self._follow)
        self._follow()

    def value(self) -> object:
        if self.day.day is None:
            self.complain(self.tr("Write the day, for example 24-Nov-2026."))
            return None
        kind = self.kind.value()
        wrong = kind is PortEventKind.COMPLICATION
        what = self.what.value() if wrong else None
        gauge, length = self.gauge.value(), self.length.value()
        if gauge is None and length is not None and not wrong:
            self.complain(self.tr("Choose the gauge of the needle too; it stands on the packet."))
            return None
        needle = None if gauge is None or wrong else Needle(gauge, length)
        return RecordPortEvent(self._patient.id, self.day.day, kind, what, self.note.text().strip(), needle)

    def _follow(self) -> None:
        wrong = self.kind.value() is PortEventKind.COMPLICATION
        self._what.setVisible(wrong)
        self._needle.setVisible(not wrong)

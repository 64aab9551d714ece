"""The small dialogs of the patient page; each yields a command."""

from datetime import date, timedelta

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from dayhospital.clinical.body import weight_changed
from dayhospital.domain.course import Course
from dayhospital.domain.formats import day_text
from dayhospital.domain.patient import AllergyStatus, Patient, Side, Weight
from dayhospital.domain.session import CancelReason
from dayhospital.domain.tumour import Tumour
from dayhospital.errors import InvalidValue
from dayhospital.services.courses import ExtendCourse, StopCourse
from dayhospital.services.patients import (
    EditTumour,
    RecordAllergies,
    RecordEcog,
    RecordPort,
    RecordTumour,
    RecordWeight,
    RemovePort,
)
from dayhospital.services.treatment_days import OmitTreatmentDay
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.patients.fields import change_text, number_in
from dayhospital.ui.patients.more_cards import AllergyCard, TumourCard
from dayhospital.ui.texts import reason_text, say
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField

MIN_REASON = 3


class WeightDialog(SmallDialog):
    """Today's weight; a change of 10 % or more is asked about once."""

    def __init__(self, patient: Patient, today: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Record weight"), self.tr("Record weight"), patient.label, parent=parent)
        self._patient, self._asked = patient, False
        self.day, self.kg = DateField(today, today), QLineEdit()
        last: Weight | None = patient.weight
        words = self.tr("Last {kg} kg, {day}").format(kg=f"{last.kg:g}", day=day_text(last.day)) if last else ""
        self.form.addWidget(FormField(self.tr("Weight, kg"), self.kg, words))
        self.form.addWidget(FormField(self.tr("Day"), self.day))
        self.kg.setFocus()

    def value(self) -> object:
        day = self.day.day
        if day is None:
            self.complain(self.tr("Write the day, for example 24-Nov-2026."))
            return None
        try:
            kg = number_in(self.kg.text(), self.tr("Weight"))
            command = RecordWeight(self._patient.label.id, day, Weight(day, kg or 0).kg)
        except InvalidValue as error:
            self.complain(str(error))
            return None
        last = self._patient.weight
        if last and not self._asked and weight_changed(command.kg, last.kg):
            self._asked = True
            words = self.tr("That is {change} since the last weight. Press again if it is right.")
            self.complain(words.format(change=change_text(command.kg, last.kg)))
            return None
        return command


class EcogDialog(SmallDialog):
    """The performance status of a day."""

    def __init__(self, patient: Patient, today: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Record ECOG"), self.tr("Record ECOG"), patient.label, parent=parent)
        self._patient = patient
        self.grade = ChoiceBox((grade, f"ECOG {grade}") for grade in range(5))
        self.grade.choose(patient.ecog or 0)
        self.day = DateField(today, today)
        self.form.addWidget(FormField(self.tr("Performance status"), self.grade))
        self.form.addWidget(FormField(self.tr("Day"), self.day))

    def value(self) -> object:
        if self.day.day is None:
            self.complain(self.tr("Write the day, for example 24-Nov-2026."))
            return None
        return RecordEcog(self._patient.label.id, self.day.day, self.grade.value())


class AllergyDialog(SmallDialog):
    """What was answered about allergies."""

    def __init__(self, patient: Patient, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Allergies"), self.tr("Record allergies"), patient.label, width=560, parent=parent)
        self._patient = patient
        self.card = AllergyCard()
        self.card.show_allergies(patient.allergy_status, patient.allergies)
        self.form.addWidget(self.card)

    def value(self) -> object:
        if not self.card.check():
            return None
        status: AllergyStatus = self.card.status
        return RecordAllergies(self._patient.label.id, status, self.card.allergies())


class PortDialog(SmallDialog):
    """A port put in place."""

    def __init__(
        self, patient: Patient, side: Side | None, today: date, usable_after: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Record port"), self.tr("Record port"), patient.label, parent=parent)
        self._patient, self._usable_after = patient, usable_after
        self.side = ChoiceBox([(Side.RIGHT, say("right")), (Side.LEFT, say("left"))])
        self.side.choose(side or Side.RIGHT)
        self.inserted = DateField(today, today)
        self.usable = DateField(today, today + timedelta(days=usable_after))
        self.inserted.day_changed.connect(self._follow)
        self.form.addWidget(FormField(self.tr("Side"), self.side))
        self.form.addWidget(FormField(self.tr("Inserted"), self.inserted))
        self.form.addWidget(
            FormField(self.tr("Usable from"), self.usable, self.tr("The tip is documented before first use."))
        )

    def value(self) -> object:
        inserted, usable = self.inserted.day, self.usable.day
        if inserted is None or usable is None or usable < inserted:
            self.complain(self.tr("A port is usable on the day of insertion at the earliest."))
            return None
        return RecordPort(self._patient.label.id, self.side.value(), inserted, usable)

    def _follow(self, inserted: date | None) -> None:
        if inserted is not None:
            self.usable.set_day(inserted + timedelta(days=self._usable_after))


class RemovePortDialog(SmallDialog):
    """The day a port was taken out."""

    def __init__(self, patient: Patient, today: date, parent: QWidget | None = None) -> None:
        title = self.tr("Remove port")
        super().__init__(title, title, patient.label, parent=parent)
        self._patient = patient
        self.day = DateField(today, today)
        self.form.addWidget(FormField(self.tr("Day"), self.day))

    def value(self) -> object:
        if self.day.day is None:
            self.complain(self.tr("Write the day, for example 24-Nov-2026."))
            return None
        return RemovePort(self._patient.label.id, self.day.day)


class TumourDialog(SmallDialog):
    """The basics of a tumour, new or changed."""

    def __init__(self, patient: Patient, tumour: Tumour | None, today: date, parent: QWidget | None = None) -> None:
        title = self.tr("Edit tumour") if tumour else self.tr("Add tumour")
        super().__init__(title, self.tr("Save tumour"), patient.label, width=560, parent=parent)
        self._patient, self._tumour = patient, tumour
        self.card = TumourCard(today)
        if tumour is not None:
            self.card.show_tumour(tumour)
        self.form.addWidget(self.card)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the fields need: Qt opens a window no higher than two thirds of the screen."""
        super().showEvent(event)
        column = self.layout()
        if column is not None:
            self.setMinimumHeight(column.totalHeightForWidth(self.width()))

    def value(self) -> object:
        if not self.card.check():
            return None
        tumour = self.card.tumour(self._tumour)
        if tumour is None:
            self.complain(self.tr("Choose the side of the tumour."))
            return None
        return RecordTumour(self._patient.label.id, tumour) if self._tumour is None else EditTumour(tumour)


class StopDialog(SmallDialog):
    """Ends a course; what is planned after the day is cancelled."""

    def __init__(self, patient: Patient, course: Course, today: date, parent: QWidget | None = None) -> None:
        title = self.tr("Stop {regimen}").format(regimen=course.regimen_name)
        super().__init__(title, self.tr("Stop course"), patient.label, dangerous=True, parent=parent)
        self._course = course
        self.keep.setText(self.tr("Keep course"))
        self.day = DateField(today, today)
        self.reason = ChoiceBox[CancelReason | None](
            [(None, self.tr("Choose…")), *((reason, reason_text(reason)) for reason in CancelReason)]
        )
        self.note = QLineEdit()
        self.form.addWidget(FormField(self.tr("From"), self.day, self.tr("Sessions from this day on are cancelled.")))
        self.form.addWidget(FormField(self.tr("Reason"), self.reason))
        self.form.addWidget(FormField(self.tr("Note"), self.note))

    def value(self) -> object:
        if self.day.day is None:
            self.complain(self.tr("Write the day, for example 24-Nov-2026."))
            return None
        reason = self.reason.value()
        if reason is None:
            self.complain(self.tr("Choose why the course ends; it is counted in the reports."))
            return None
        return StopCourse(self._course.id, self.day.day, reason, self.note.text().strip())


class ExtendDialog(SmallDialog):
    """Plans more cycles of an open-ended regimen."""

    def __init__(self, patient: Patient, course: Course, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Plan more cycles"), self.tr("Plan cycles"), patient.label, parent=parent)
        self._course = course
        self.cycles = QSpinBox()
        self.cycles.setRange(1, 20)
        self.cycles.setValue(3)
        self.form.addWidget(FormField(self.tr("Cycles"), self.cycles, course.regimen_name))

    def value(self) -> object:
        return ExtendCourse(self._course.id, self.cycles.value())


class OmitDialog(SmallDialog):
    """Leaves a treatment day out, with its reason."""

    def __init__(self, patient: Patient, day_id: int, label: str, parent: QWidget | None = None) -> None:
        title = self.tr("Leave out {label}").format(label=label)
        super().__init__(title, self.tr("Leave out"), patient.label, dangerous=True, parent=parent)
        self._day_id = day_id
        self.reason = QLineEdit()
        self.form.addWidget(
            FormField(self.tr("Reason"), self.reason, self.tr("A booked session of this day is cancelled."))
        )

    def value(self) -> object:
        reason = self.reason.text().strip()
        if len(reason) < MIN_REASON:
            self.complain(self.tr("Write why this day is left out."))
            return None
        return OmitTreatmentDay(self._day_id, reason)

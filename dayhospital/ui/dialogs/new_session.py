"""A new session: who, what for, where and when; opened by a double click on an empty place or ``N``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from dayhospital.domain.board import DueDay
from dayhospital.domain.formats import day_text, length_text
from dayhospital.domain.hospital import Chair
from dayhospital.domain.patient import PatientLabel
from dayhospital.services.sessions import BookDay, BookExtra
from dayhospital.ui.dialogs.base import SmallDialog, identity
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, FormField, Label

PatientFinder = Callable[[str, Callable[[Sequence[PatientLabel]], None]], None]
"""Takes a text and a function that shows the patients found."""
DueFinder = Callable[[int, Callable[[Sequence[DueDay]], None]], None]
"""Takes a patient's id and a function that shows her treatment days without a session."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A session outside any course: a regimen of the supportive group and its chair minutes."""

    regimen_id: str
    name: str
    minutes: int


class PickerField(QLineEdit):
    """Return picks from the list and does not press the dialog's button; Down goes into the list.

    Signals:
        taken: Return was pressed.
        list_asked: Down was pressed.
    """

    taken = Signal()
    list_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.list_asked.emit()
        else:
            super().keyPressEvent(event)


class PatientPicker(QWidget):
    """A field that lists who matches while one types.

    Signals:
        picked: A patient was picked; carries the label.
    """

    picked = Signal(object)

    def __init__(self, find: PatientFinder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self.patient: PatientLabel | None = None
        self.field = PickerField()
        self.field.setPlaceholderText(self.tr("Name, date of birth or number"))
        self.list = QListWidget()
        self.list.setMaximumHeight(132)
        self.list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textEdited.connect(self._look)
        self.field.taken.connect(self._take_first)
        self.field.list_asked.connect(self.list.setFocus)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)

    def pick(self, patient: PatientLabel) -> None:
        self.patient = patient
        self.field.setText(identity(patient))
        self.list.hide()
        self.picked.emit(patient)

    def _look(self, text: str) -> None:
        self.patient = None
        if text.strip():
            self._find(text, lambda found: self._show(text, found))
        else:
            self.list.hide()

    def _show(self, text: str, found: Sequence[PatientLabel]) -> None:
        if self.field.text() != text:
            return
        self.list.clear()
        for patient in found:
            item = QListWidgetItem(identity(patient))
            item.setData(Qt.ItemDataRole.UserRole, patient)
            self.list.addItem(item)
        self.list.setVisible(bool(found))

    def _take_first(self) -> None:
        if self.list.isVisible() and self.list.count():
            self._take(self.list.currentItem() or self.list.item(0))

    def _take(self, item: QListWidgetItem) -> None:
        self.pick(item.data(Qt.ItemDataRole.UserRole))


class NewSessionDialog(SmallDialog):
    """Books a treatment day that is due, or an extra session; ``chosen`` carries the command."""

    def __init__(
        self,
        day: date,
        chairs: Sequence[Chair],
        extras: Sequence[Extra],
        find: PatientFinder,
        due: DueFinder,
        *,
        chair_id: int | None = None,
        start: datetime | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("New session"), self.tr("Book session"), width=540, parent=parent)
        self._day, self._extras, self._due = day, extras, due
        self.picker = PatientPicker(find)
        self.picker.picked.connect(self._ask_due)
        self.what = QComboBox()
        self.what.currentIndexChanged.connect(self._take_length)
        self.chair = ChoiceBox((chair.id, f"{chair.name}   {chair.bay}") for chair in chairs)
        if chair_id is not None:
            self.chair.choose(chair_id)
        first = start or datetime.combine(day, time(9, 0))
        self.start = QTimeEdit(QTime(first.hour, first.minute))
        self.start.setDisplayFormat("HH:mm")
        self.minutes = QSpinBox()
        self.minutes.setRange(5, 720)
        self.minutes.setSingleStep(5)
        self.length = Label("", FontRole.DENSE, "text3")
        self.minutes.valueChanged.connect(lambda value: self.length.setText(length_text(value)))
        self._lay_out()
        self._show_due(())
        self.picker.field.setFocus()

    def value(self) -> object:
        if self.picker.patient is None:
            self.complain(self.tr("Pick the patient from the list first."))
            return None
        chosen = self.start.time()
        start = datetime.combine(self._day, time(chosen.hour(), chosen.minute()))
        what, chair_id = self.what.currentData(), self.chair.value()
        if isinstance(what, DueDay) and what.treatment.treatment_day_id is not None:
            return BookDay(what.treatment.treatment_day_id, chair_id, start, self.minutes.value())
        return BookExtra(self.picker.patient.id, what.regimen_id, chair_id, start, self.minutes.value())

    def _lay_out(self) -> None:
        self.form.addWidget(Label(day_text(self._day, weekday=True), FontRole.BODY_STRONG))
        self.form.addWidget(FormField(self.tr("Patient"), self.picker))
        self.form.addWidget(FormField(self.tr("For"), self.what))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormField(self.tr("Chair"), self.chair), 2)
        row.addWidget(FormField(self.tr("Start"), self.start), 1)
        row.addWidget(FormField(self.tr("Length, minutes"), self.minutes), 1)
        self.form.addLayout(row)
        self.form.addWidget(self.length)

    def _ask_due(self, patient: PatientLabel) -> None:
        self._due(patient.id, self._show_due)

    def _show_due(self, due: Sequence[DueDay]) -> None:
        self.what.clear()
        for day in due:
            treatment = day.treatment
            text = f"{treatment.regimen_name} {treatment.label}, {self.tr('due')} {day_text(day.window.ideal)}"
            self.what.addItem(text, day)
        for extra in self._extras:
            self.what.addItem(extra.name, extra)
        self._take_length()

    def _take_length(self) -> None:
        what = self.what.currentData()
        if isinstance(what, DueDay):
            self.minutes.setValue(what.treatment.chair_minutes)
        elif isinstance(what, Extra):
            self.minutes.setValue(what.minutes)

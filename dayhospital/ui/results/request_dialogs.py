"""The small dialogs of tests that are waited for: ask, plan the biopsy, send, cancel."""

from datetime import date, timedelta

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.domain.patient import Patient
from dayhospital.domain.requested_test import MolecularTest, RequestedTest
from dayhospital.errors import InvalidValue
from dayhospital.services.requested_tests import AskForTest, CancelTest, PlanBiopsy, RecordBiopsy, SendSpecimen
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.results.words import analyte_name, name_of_test
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField

USUAL_WAIT = 21
"""Days until a result is due when the test is gone from the file."""


class AskTestDialog(SmallDialog):
    """Asks for a test: which, whether tissue has to be taken first."""

    def __init__(self, patient: Patient, today: date, parent: QWidget | None = None) -> None:
        title = say("Ask for a test")
        super().__init__(title, title, patient.label, parent=parent)
        self._patient_id = patient.label.id
        self.test = ChoiceBox((test, test.name) for test in molecular_tests().values())
        self.biopsy = QCheckBox(say("A new biopsy is needed first"))
        self.day = DateField(today, today, past=True)
        self.by, self.note = QLineEdit(patient.consultant), QLineEdit()
        self._about = FormField(say("Test"), self.test)
        self.test.currentIndexChanged.connect(self._follow)
        self.form.addWidget(self._about)
        self.form.addWidget(self.biopsy)
        self.form.addWidget(FormField(say("Asked on"), self.day))
        self.form.addWidget(FormField(say("Asked by"), self.by))
        self.form.addWidget(FormField(say("Note"), self.note, say("For example which block of tissue.")))
        self._follow()
        self.test.setFocus()

    def value(self) -> object:
        if self.day.day is None:
            self.complain(say("Write the day, for example 24-Nov-2026."))
            return None
        test: MolecularTest = self.test.value()
        needed = test.on_tissue and self.biopsy.isChecked()
        note, by = self.note.text().strip(), self.by.text().strip()
        return AskForTest(self._patient_id, test.id, self.day.day, needed, note, by)

    def _follow(self) -> None:
        """Say what the chosen test answers and how long it takes; only tissue may need a biopsy."""
        test: MolecularTest = self.test.value()
        names = ", ".join(analyte_name(name) for name in test.analytes)
        words = "{names}; in {specimen}, usually {days} days"
        self._about.set_help(say(words, names=names, specimen=test.specimen, days=test.turnaround_days))
        self.biopsy.setEnabled(test.on_tissue)
        self.biopsy.setToolTip("" if test.on_tissue else say("This test needs no tissue."))


class BiopsyDialog(SmallDialog):
    """The day a biopsy is planned for, or was taken."""

    def __init__(
        self, patient: Patient, request: RequestedTest, today: date, *, taken: bool, parent: QWidget | None = None
    ) -> None:
        title = say("Biopsy taken") if taken else say("Plan biopsy")
        super().__init__(title, say("Record biopsy") if taken else title, patient.label, parent=parent)
        self._request, self._taken = request, taken
        planned = request.biopsy_planned
        known = min(planned, today) if taken and planned else planned
        self.day = DateField(today, known or today)
        self.form.addWidget(FormField(say("Day"), self.day, say("For {test}", test=name_of_test(request))))
        self.day.setFocus()

    def value(self) -> object:
        day, request = self.day.day, self._request
        if day is None:
            self.complain(say("Write the day, for example 24-Nov-2026."))
            return None
        try:
            _ = request.with_biopsy_taken(day) if self._taken else request.with_biopsy_planned(day)
        except InvalidValue as error:
            self.complain(str(error))
            return None
        return RecordBiopsy(request, day) if self._taken else PlanBiopsy(request, day)


class SendDialog(SmallDialog):
    """When a specimen was sent, and when the result is due; the due day follows until somebody writes another."""

    def __init__(self, patient: Patient, request: RequestedTest, today: date, parent: QWidget | None = None) -> None:
        title = say("Specimen sent")
        super().__init__(title, say("Save dates"), patient.label, parent=parent)
        self._request = request
        test = molecular_tests().get(request.test)
        self._wait = timedelta(days=test.turnaround_days if test else USUAL_WAIT)
        sent = request.sent_on or today
        self.sent = DateField(today, sent, past=True)
        self.due = DateField(today, request.due_on or sent + self._wait)
        self.sent.day_changed.connect(self._follow)
        self.form.addWidget(FormField(say("Sent on"), self.sent, name_of_test(request)))
        usual = say("The laboratory usually takes {days} days.", days=self._wait.days)
        self.form.addWidget(FormField(say("Result due"), self.due, usual))
        (self.due if request.sent_on else self.sent).setFocus()

    def value(self) -> object:
        sent, due = self.sent.day, self.due.day
        if sent is None or due is None:
            self.complain(say("Write both days, for example 24-Nov-2026."))
            return None
        try:
            self._request.sent(sent, due)
        except InvalidValue as error:
            self.complain(str(error))
            return None
        return SendSpecimen(self._request, sent, due)

    def _follow(self, sent: date | None) -> None:
        if sent is not None:
            self.due.set_day(sent + self._wait)


class CancelTestDialog(SmallDialog):
    """Gives a test up, with the reason."""

    def __init__(self, patient: Patient, request: RequestedTest, today: date, parent: QWidget | None = None) -> None:
        title = say("Cancel {test}", test=name_of_test(request))
        super().__init__(title, say("Cancel test"), patient.label, dangerous=True, parent=parent)
        self.keep.setText(say("Keep test"))
        self._request, self._today = request, today
        self.reason = QLineEdit()
        help_text = say("For example too little tumour, asked twice, the patient's wish.")
        self.form.addWidget(FormField(say("Reason"), self.reason, help_text))
        self.reason.setFocus()

    def value(self) -> object:
        reason = self.reason.text().strip()
        if not reason:
            self.complain(say("Write why the test is not done."))
            return None
        return CancelTest(self._request, self._today, reason)

"""Biomarkers are typed from the report: which, what it says, in what specimen; one, or all that a test answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.markers import is_germline
from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.clinical.panels import biomarkers
from dayhospital.domain.patient import Patient
from dayhospital.domain.requested_test import MolecularTest, RequestedTest
from dayhospital.domain.result import Analyte, Result
from dayhospital.domain.tumour import Tumour
from dayhospital.errors import InvalidValue
from dayhospital.services.requested_tests import EnterTestResult
from dayhospital.services.results import EditResult, RecordResults
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.results.entry import AskedOnce, ValueEntry, WhenTaken, results_in
from dayhospital.ui.results.words import tumour_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField, Label

NAME_WIDTH = 96
RESULT_WIDTH = 620


class About(QWidget):
    """When the specimen was taken, which it is, and of which tumour if there are several."""

    def __init__(
        self,
        tumours: Sequence[Tumour],
        now: datetime,
        at: datetime,
        specimen: str,
        tumour_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.when = WhenTaken(now, at)
        self.specimen = QLineEdit(specimen)
        self.specimen.setPlaceholderText(say("for example core biopsy left breast"))
        options: list[tuple[int | None, str]] = [(None, say("not said"))]
        options += [(tumour.id, tumour_text(tumours, tumour.id)) for tumour in tumours]
        self.tumour = ChoiceBox(options)
        only = tumours[0].id if len(tumours) == 1 and tumour_id is None else tumour_id
        self.tumour.choose(only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.when)
        help_text = say("Write blood for an inherited variant.")
        column.addWidget(FormField(say("Specimen"), self.specimen, help_text))
        if len(tumours) > 1:
            column.addWidget(FormField(say("Tumour"), self.tumour))

    def common(self, needed: bool = True) -> Result:
        """Return a result with all that the lines have in common; its value is to be replaced.

        What is inherited is of no tumour.

        Raises:
            InvalidValue: If day or time is wrong, or the specimen is missing where one is needed.
        """
        specimen = self.specimen.text().strip()
        if needed and not specimen:
            raise InvalidValue(say("Write the specimen: where was it looked for?"))
        tumour = None if is_germline(specimen) else self.tumour.value()
        return Result("", self.when.moment(), 0.0, specimen=specimen, tumour_id=tumour)


class MarkerDialog(SmallDialog):
    """One biomarker, new or corrected."""

    def __init__(
        self,
        patient: Patient,
        tumours: Sequence[Tumour],
        now: datetime,
        result: Result | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = say("Correct biomarker") if result else say("Record biomarker")
        verb = say("Save result") if result else title
        super().__init__(title, verb, patient.label, parent=parent)
        self._patient_id, self._result = patient.label.id, result
        self._asked = AskedOnce()
        offered = tuple(one for one in biomarkers() if result is None or one.id == result.analyte)
        self._offered: tuple[Analyte, ...] = offered
        self.marker = ChoiceBox((analyte.id, analyte.name) for analyte in offered)
        self.entries = tuple(ValueEntry(analyte) for analyte in offered)
        self._stack = QStackedWidget()
        for entry in self.entries:
            self._stack.addWidget(entry)
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.marker.currentIndexChanged.connect(self._stack.setCurrentIndex)
        if result is None:
            self.about = About(tumours, now, now, "")
            self.form.addWidget(FormField(say("Marker"), self.marker))
        else:
            self.about = About(tumours, now, result.at, result.specimen, result.tumour_id)
            self.about.tumour.choose(result.tumour_id)
            self.entries[0].show_result(result)
        self.detail = QLineEdit(result.detail if result else "")
        self.form.addWidget(FormField(offered[0].name if result else say("Result"), self._stack))
        self.form.addWidget(self.about)
        self.form.addWidget(FormField(say("Detail"), self.detail, say("The variant and its share, or the antibody.")))
        (self.entries[0] if result else self.marker).setFocus()

    def value(self) -> object:
        entry = self.entries[self._stack.currentIndex()]
        try:
            common = replace(self.about.common(entry.analyte.specimen), detail=self.detail.text().strip())
            results = results_in((entry,), common)
        except InvalidValue as error:
            self.complain(str(error))
            return None
        if not results:
            self.complain(say("Enter what the report says of {analyte}.", analyte=entry.analyte.name))
            return None
        if question := self._asked.question(results, self._offered):
            self.complain(question)
            return None
        if self._result is None:
            return RecordResults(self._patient_id, results, self._asked.checked)
        corrected = replace(results[0], id=self._result.id, version=self._result.version)
        return EditResult(corrected, self._asked.checked)


class ReportDialog(SmallDialog):
    """What a requested test found: one line for each analyte it answers; keeping it closes the request."""

    def __init__(
        self,
        patient: Patient,
        request: RequestedTest,
        tumours: Sequence[Tumour],
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        test: MolecularTest = molecular_tests()[request.test]
        title = say("Result of {test}", test=test.name)
        super().__init__(title, say("Enter result"), patient.label, width=holder().px(RESULT_WIDTH), parent=parent)
        self._request = request
        self._asked = AskedOnce()
        taken = request.biopsy_taken or request.sent_on or request.asked_on
        at = min(datetime.combine(taken, time(9, 0)), now.replace(second=0, microsecond=0))
        self.about = About(tumours, now, at, test.specimen)
        self.reported = DateField(now.date(), now.date(), past=True)
        self._lines: list[tuple[ValueEntry, QLineEdit]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for number, name in enumerate(test.analytes):
            entry, detail = ValueEntry(analytes()[name]), QLineEdit()
            label = Label(entry.analyte.name, FontRole.BODY_MEDIUM)
            label.setFixedWidth(holder().px(NAME_WIDTH))
            label.setBuddy(entry)
            entry.setMinimumWidth(holder().px(200))
            detail.setPlaceholderText(say("Detail"))
            detail.setAccessibleName(say("Detail of {analyte}", analyte=entry.analyte.name))
            grid.addWidget(label, number, 0)
            grid.addWidget(entry, number, 1)
            grid.addWidget(detail, number, 2)
            self._lines.append((entry, detail))
        self.form.addWidget(self.about)
        self.form.addLayout(grid)
        self.form.addWidget(FormField(say("Day of the report"), self.reported))
        self._lines[0][0].setFocus()

    @property
    def entries(self) -> dict[str, tuple[ValueEntry, QLineEdit]]:
        """The fields by analyte: what the report says and its detail."""
        return {entry.analyte.id: (entry, detail) for entry, detail in self._lines}

    def value(self) -> object:
        needed = any(entry.analyte.specimen for entry, _ in self._lines)
        try:
            common = self.about.common(needed)
            results = tuple(
                result
                for entry, detail in self._lines
                for result in results_in((entry,), replace(common, detail=detail.text().strip()))
            )
        except InvalidValue as error:
            self.complain(str(error))
            return None
        day = self.reported.day
        if day is None:
            self.complain(say("Write the day, for example 24-Nov-2026."))
            return None
        if not results:
            self.complain(say("Enter what the report says; lines left empty were not reported."))
            return None
        if question := self._asked.question(results, [entry.analyte for entry, _ in self._lines]):
            self.complain(question)
            return None
        return EnterTestResult(self._request, results, day, self._asked.checked)

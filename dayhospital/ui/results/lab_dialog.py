"""The sheet laboratory results are typed from: day and time once, every panel below."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.panels import Panel, panels
from dayhospital.domain.patient import Patient
from dayhospital.domain.result import Analyte, Result
from dayhospital.errors import InvalidValue
from dayhospital.services.results import EditResult, RecordResults
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.results.entry import AskedOnce, ValueEntry, WhenTaken, results_in
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import FormField, Label

NAME_WIDTH = 160
WIDTH = 1176
COLUMNS = 3


class PanelGrid(QWidget):
    """The fields of one panel under its title, each with a remark below it as long as there is one."""

    def __init__(self, panel: Panel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = tuple(ValueEntry(analyte) for analyte in panel.analytes)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(Label(say(panel.name), FontRole.BODY_STRONG), 0, 0, 1, 2)
        for row, entry in zip(range(1, 2 * len(self.entries), 2), self.entries, strict=True):
            name = Label(entry.analyte.name, FontRole.DENSE, "text2").elided()
            name.setFixedWidth(holder().px(NAME_WIDTH))
            name.setBuddy(entry)
            remark = Label("", FontRole.DENSE_MEDIUM, "text2").elided()
            remark.hide()
            entry.changed.connect(lambda entry=entry, remark=remark: say_remark(entry, remark))
            grid.addWidget(name, row, 0)
            grid.addWidget(entry, row, 1)
            grid.addWidget(remark, row + 1, 0, 1, 2)


def say_remark(entry: ValueEntry, remark: Label) -> None:
    """Show below a field what will be kept or looks wrong; a screen reader hears it with the field."""
    words, tone = entry.remark()
    remark.setText(words)
    remark.set_tone(tone)
    remark.setVisible(bool(words))
    entry.field.setAccessibleDescription(words)


class LabDialog(SmallDialog):
    """New results; what is left empty was not measured."""

    def __init__(self, patient: Patient, now: datetime, parent: QWidget | None = None) -> None:
        title = say("Record results")
        super().__init__(title, title, patient.label, width=holder().px(WIDTH), parent=parent)
        self._patient_id = patient.label.id
        self._asked = AskedOnce()
        self.when = WhenTaken(now, now)
        self.form.addWidget(self.when)
        grids = [PanelGrid(panel) for panel in panels()]
        self.entries = {entry.analyte.id: entry for grid in grids for entry in grid.entries}
        row = QHBoxLayout()
        row.setSpacing(16)
        for column in in_columns(grids):
            stack = QVBoxLayout()
            stack.setSpacing(10)
            for grid in column:
                stack.addWidget(grid, 0, Qt.AlignmentFlag.AlignTop)
            stack.addStretch(1)
            row.addLayout(stack, 1)
        self.form.addLayout(row)
        next(iter(self.entries.values())).setFocus()

    def value(self) -> object:
        try:
            common = Result("", self.when.moment(), 0.0)
            results = results_in(self.entries.values(), common)
        except InvalidValue as error:
            self.complain(str(error))
            return None
        if not results:
            self.complain(say("Type at least one result; fields left empty were not measured."))
            return None
        if question := self._asked.question(results, analytes().values()):
            self.complain(question)
            return None
        return RecordResults(self._patient_id, results, self._asked.checked)


class EditLabDialog(SmallDialog):
    """One laboratory result, corrected."""

    def __init__(
        self, patient: Patient, analyte: Analyte, result: Result, now: datetime, parent: QWidget | None = None
    ) -> None:
        title = say("Correct {analyte}", analyte=analyte.name)
        super().__init__(title, say("Save result"), patient.label, parent=parent)
        self._analyte, self._result = analyte, result
        self._asked = AskedOnce()
        self.when = WhenTaken(now, result.at)
        self.entry = ValueEntry(analyte)
        self.entry.show_result(result)
        self.detail = QLineEdit(result.detail)
        self.remark = Label("", FontRole.DENSE_MEDIUM, "text2")
        self.entry.changed.connect(self._say_remark)
        self._say_remark()
        self.form.addWidget(self.when)
        self.form.addWidget(FormField(analyte.name, self.entry))
        self.form.addWidget(self.remark)
        self.form.addWidget(FormField(say("Detail"), self.detail))
        self.entry.setFocus()

    def _say_remark(self) -> None:
        say_remark(self.entry, self.remark)

    def value(self) -> object:
        try:
            value, answer = self.entry.kept()
            moment = self.when.moment()
        except InvalidValue as error:
            self.complain(str(error))
            return None
        if value is None and not answer:
            self.complain(say("Type the result; to take it away, close this and press Del in the table."))
            return None
        detail = self.detail.text().strip()
        corrected = replace(self._result, at=moment, value=value, answer=answer, detail=detail)
        if question := self._asked.question((corrected,), (self._analyte,)):
            self.complain(question)
            return None
        return EditResult(corrected, self._asked.checked)


def in_columns(grids: Sequence[PanelGrid]) -> tuple[tuple[PanelGrid, ...], ...]:
    """Return the panels in columns about as high as one another, in their order from the left down."""
    total = sum(len(grid.entries) + 1 for grid in grids)
    columns: list[list[PanelGrid]] = [[] for _ in range(COLUMNS)]
    used = 0
    for grid in grids:
        height = len(grid.entries) + 1
        columns[min(COLUMNS - 1, int((used + height / 2) * COLUMNS / total))].append(grid)
        used += height
    return tuple(tuple(column) for column in columns)

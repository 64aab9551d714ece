"""The dialog for a line of treatment: what was given elsewhere, or how a course of the program went."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.drug import Drug
from dayhospital.domain.line import Line, Response, WhyEnded
from dayhospital.domain.patient import Patient
from dayhospital.domain.regimen import Group, Setting
from dayhospital.errors import InvalidValue
from dayhospital.services.lines import EditLine, RecordLine
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.patients.line_words import line_facts, response_text, why_text
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField, Label

Choices = tuple[tuple[tuple[str, str], ...], tuple[Drug, ...]]
"""Regimens as id and name, and every drug."""


def line_choices(library: Library) -> Choices:
    """Return what a line can have been; reads the whole library, so not in the window."""
    regimens = [one for one in library.all() if one.group is not Group.SUPPORTIVE]
    return tuple((one.id, one.name) for one in sorted(regimens, key=lambda one: one.name.casefold())), library.drugs()


def drugs_named(text: str, drugs: Sequence[Drug]) -> tuple[str, ...]:
    """Return the ids of drugs written with commas between them.

    Raises:
        InvalidValue: If one is no drug of the library; the sentence names it.
    """
    known = {word.casefold(): drug.id for drug in drugs for word in (drug.tall_man, drug.name, drug.id)}
    found = []
    for word in (part.strip() for part in text.split(",")):
        if not word:
            continue
        if word.casefold() not in known:
            raise InvalidValue(f"The library has no drug {word}. Nothing was saved; write its name as on the sheets.")
        found.append(known[word.casefold()])
    return tuple(found)


class LineDialog(SmallDialog):
    """A line of treatment; for one that comes from a course only how it worked and why it ended."""

    def __init__(
        self, patient: Patient, line: Line | None, choices: Choices, today: date, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Line of treatment")
        super().__init__(title, self.tr("Save line"), patient.label, width=520, parent=parent)
        self._patient, self._line, self._drugs = patient, line, choices[1]
        self.of_course = line is not None and line.course_id is not None
        self.setting = ChoiceBox((setting, setting_text(setting)) for setting in Setting)
        self.number = QSpinBox()
        self.number.setRange(1, 20)
        self.regimen = ChoiceBox([("", self.tr("something else")), *choices[0]])
        self.name, self.drugs, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.started, self.ended = DateField(today, past=True), DateField(today, past=True)
        self.response = ChoiceBox((response, response_text(response)) for response in Response)
        self.why = ChoiceBox((why, why_text(why)) for why in WhyEnded)
        if self.of_course and line is not None:
            self.form.addWidget(Label(line.name, FontRole.BODY_STRONG).wrapped())
            self.form.addWidget(Label(line_facts(line), FontRole.DENSE, "text2").wrapped())
        else:
            self._ask_what_was_given()
        self._pair((self.tr("Best response"), self.response), (self.tr("Why it ended"), self.why))
        self.form.addWidget(FormField(self.tr("Note"), self.note))
        if line is not None:
            self._show(line)

    def _ask_what_was_given(self) -> None:
        self._pair((self.tr("Setting"), self.setting), (self.tr("Line"), self.number))
        self.form.addWidget(FormField(self.tr("Regimen"), self.regimen))
        self.name_field = FormField(self.tr("Name"), self.name)
        hint = self.tr("With commas between them, for example epirubicin, cyclophosphamide")
        self.drugs_field = FormField(self.tr("Drugs"), self.drugs, hint)
        self.form.addWidget(self.name_field)
        self.form.addWidget(self.drugs_field)
        self._pair((self.tr("From"), self.started), (self.tr("To"), self.ended))
        self.regimen.currentIndexChanged.connect(self._show_free)

    def _pair(self, *fields: tuple[str, QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for label, field in fields:
            row.addWidget(FormField(label, field), 1)
        self.form.addLayout(row)

    def _show_free(self) -> None:
        """Ask for name and drugs only when it was no regimen of the library."""
        for field in (self.name_field, self.drugs_field):
            field.setVisible(not self.regimen.value())

    def _show(self, line: Line) -> None:
        self.setting.choose(line.setting)
        self.number.setValue(line.number)
        self.regimen.choose(line.regimen_id)
        self.name.setText(line.name)
        names = {drug.id: drug.name for drug in self._drugs}
        self.drugs.setText(", ".join(names.get(drug, drug) for drug in line.drugs))
        self.started.set_day(line.started)
        self.ended.set_day(line.ended)
        self.response.choose(line.response)
        self.why.choose(line.why_ended)
        self.note.setText(line.note)

    def value(self) -> object:
        try:
            line = self._told() if self.of_course else self._given()
        except InvalidValue as error:
            self.complain(str(error))
            return None
        if line is None:
            self.complain(self.tr("Write the day it began, for example 24-Nov-2026."))
            return None
        return EditLine(line) if line.id else RecordLine(self._patient.label.id, line)

    def _told(self) -> Line:
        """Return the line of a course with what was said about it."""
        assert self._line is not None, "a line of a course is shown"
        return replace(
            self._line, response=self.response.value(), why_ended=self.why.value(), note=self.note.text().strip()
        )

    def _given(self) -> Line | None:
        started, regimen = self.started.day, self.regimen.value()
        if started is None:
            return None
        name = self.name.text().strip()
        if not regimen and not name:
            raise InvalidValue(self.tr("Choose a regimen, or write its name and drugs."))
        before = self._line
        return Line(
            self.setting.value(),
            self.number.value(),
            started,
            "" if regimen else name,
            () if regimen else drugs_named(self.drugs.text(), self._drugs),
            regimen,
            self.ended.day,
            self.response.value(),
            self.why.value(),
            self.note.text().strip(),
            id=before.id if before else 0,
            version=before.version if before else 1,
        )

"""The unit: names, hours, observation policy, limits, country. Saved as one undoable change."""

from dataclasses import replace
from datetime import time
from typing import Any

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QTimeEdit, QVBoxLayout, QWidget

from dayhospital.domain.formats import WEEKDAYS
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.services.unit import ChangeSettings
from dayhospital.ui.context import Context
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, ChoiceBox, FormField, Label, primary

NUMBERS = (
    ("starts_per_nurse", "Starts per nurse in 15 minutes", "One infusion; two injections count as one", 1, 6),
    ("acuity_per_nurse", "Acuity one nurse carries", "Sum of the running sessions, 1 to 5 each", 1, 40),
    ("pharmacy_per_half_hour", "Preparations ready in 30 minutes", "What the pharmacy can make", 1, 60),
    ("leave_margin_minutes", "Minutes to leave before closing", "Later ends need a reason", 0, 120),
    ("port_usable_after_days", "Days until a new port is usable", "Suggested when a port is recorded", 0, 7),
    ("flush_interval_days", "Days between port flushes", "Shown as due after this", 7, 120),
    ("due_horizon_days", "Days ahead the tray shows", "What is due to be booked", 1, 60),
)
"""Whole-number settings: field, label, help, smallest, largest."""


class UnitSection(QWidget):
    """A form over :class:`UnitSettings`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._settings = UnitSettings()
        self.name, self.hospital = QLineEdit(), QLineEdit()
        self.country, self.subdivision = QLineEdit(), QLineEdit()
        self.opens, self.closes = QTimeEdit(), QTimeEdit()
        for edit in (self.opens, self.closes):
            edit.setDisplayFormat("HH:mm")
        self.weekdays = [QCheckBox(say(name[:3])) for name in WEEKDAYS]
        self.policy = ChoiceBox(
            (
                (ObservationPolicy.SMPC, self.tr("As the product information says (SmPC)")),
                (ObservationPolicy.PRAGMATIC, self.tr("Pragmatic, signed by the medical director")),
            )
        )
        self.numbers = {field: QSpinBox() for field, *_ in NUMBERS}
        for field, _, _, low, high in NUMBERS:
            self.numbers[field].setRange(low, high)
        self.save = primary(self.tr("Save settings"))
        self.save.clicked.connect(self._save)
        self._lay_out()

    def show_settings(self, settings: UnitSettings) -> None:
        """Show what is in force."""
        self._settings = settings
        self.name.setText(settings.name)
        self.hospital.setText(settings.hospital)
        self.country.setText(settings.country)
        self.subdivision.setText(settings.subdivision)
        self.opens.setTime(QTime(settings.opens.hour, settings.opens.minute))
        self.closes.setTime(QTime(settings.closes.hour, settings.closes.minute))
        for number, box in enumerate(self.weekdays):
            box.setChecked(number in settings.open_weekdays)
        self.policy.choose(settings.observation_policy)
        for field, spin in self.numbers.items():
            spin.setValue(getattr(settings, field))

    def command(self) -> ChangeSettings | None:
        """Return the change, or None after saying what cannot be."""
        opens, closes = _time(self.opens), _time(self.closes)
        days = frozenset(number for number, box in enumerate(self.weekdays) if box.isChecked())
        self.closes_field.set_error("" if closes > opens else self.tr("The unit closes after it opens."))
        self.name_field.set_error("" if self.name.text().strip() else self.tr("The unit needs a name."))
        self.days_label.setText("" if days else self.tr("At least one weekday is open."))
        if closes <= opens or not days or not self.name.text().strip():
            return None
        numbers: dict[str, Any] = {field: spin.value() for field, spin in self.numbers.items()}
        return ChangeSettings(
            replace(
                replace(self._settings, **numbers),
                name=self.name.text().strip(),
                hospital=self.hospital.text().strip(),
                country=self.country.text().strip().upper(),
                subdivision=self.subdivision.text().strip().upper(),
                opens=opens,
                closes=closes,
                open_weekdays=days,
                observation_policy=self.policy.value(),
            )
        )

    def _save(self) -> None:
        command = self.command()
        if command is not None:
            self._context.store.do(command)

    def _lay_out(self) -> None:
        unit, hours, limits = Card(self.tr("Unit")), Card(self.tr("Hours and observation")), Card(self.tr("Limits"))
        names = QGridLayout()
        names.setHorizontalSpacing(16)
        self.name_field = FormField(self.tr("Name"), self.name, self.tr("Printed on every sheet"))
        names.addWidget(self.name_field, 0, 0)
        names.addWidget(FormField(self.tr("Hospital"), self.hospital, " "), 0, 1)
        names.addWidget(
            FormField(self.tr("Country"), self.country, self.tr("Two letters; chooses the public holidays")), 1, 0
        )
        names.addWidget(FormField(self.tr("Region"), self.subdivision, self.tr("May stay empty")), 1, 1)
        unit.body.addLayout(names)
        times = QHBoxLayout()
        times.setSpacing(16)
        times.addWidget(FormField(self.tr("Opens"), self.opens))
        self.closes_field = FormField(self.tr("Closes"), self.closes)
        times.addWidget(self.closes_field)
        times.addStretch(1)
        days = QHBoxLayout()
        days.setSpacing(14)
        for box in self.weekdays:
            days.addWidget(box)
        days.addStretch(1)
        self.days_label = Label("", FontRole.DENSE_MEDIUM, "critical")
        explained = self.tr(
            "First trastuzumab by vein: 6 h from the start as the SmPC says, or 60 min after its end by the pragmatic "
            "policy. A change counts for courses planned from then on; sessions already booked keep their length."
        )
        hours.body.addLayout(times)
        hours.body.addLayout(days)
        hours.body.addWidget(self.days_label)
        hours.body.addWidget(FormField(self.tr("Observation"), self.policy, explained))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for number, (field, label, help_text, _, _) in enumerate(NUMBERS):
            grid.addWidget(FormField(say(label), self.numbers[field], say(help_text)), number // 2, number % 2)
        limits.body.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for card in (unit, hours, limits):
            column.addWidget(card)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        column.addLayout(row)
        column.addStretch(1)


def _time(edit: QTimeEdit) -> time:
    return time(edit.time().hour(), edit.time().minute())

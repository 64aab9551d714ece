"""The unit: names, hours, observation policy, limits, doses, country. Saved as one undoable change."""

from dataclasses import replace
from datetime import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTime
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from dayhospital.clock import known_zones
from dayhospital.domain.formats import WEEKDAYS, time_text
from dayhospital.domain.hospital import BsaFormula, ObservationPolicy, UnitSettings
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
DOSE_NUMBERS = (
    ("weight_valid_days", "Days a weight may be old", "Older ones are pointed out on the day of the dose", 1, 90),
    ("adjusted_weight_from_bmi", "BMI from which the adjusted weight counts", "In the renal function for AUC", 20, 60),
    ("creatinine_floor_umol_l", "Lowest creatinine for AUC, µmol/L", "Lower ones count as this; 0 is none", 0, 90),
)
"""The same of the doses. Formula, warning and cap of the body surface are chosen from a list."""
TEXTS = ("name", "hospital", "country", "subdivision")
TIMES = ("opens", "closes")
OTHERS = ("open_weekdays", "observation_policy", "zone")
CHOICES = ("bsa_formula", "bsa_warning_m2", "bsa_cap_m2")


class UnitSection(QWidget):
    """A form over :class:`UnitSettings`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._settings = UnitSettings()
        self.name, self.hospital = QLineEdit(), QLineEdit()
        self.country, self.subdivision = QLineEdit(), QLineEdit()
        self.opens, self.closes = QTimeEdit(), QTimeEdit()
        self._texts = dict(zip(TEXTS, (self.name, self.hospital, self.country, self.subdivision), strict=True))
        self._times = dict(zip(TIMES, (self.opens, self.closes), strict=True))
        for edit in (self.opens, self.closes):
            edit.setDisplayFormat("HH:mm")
        self.zone = ChoiceBox((zone, zone.replace("_", " ")) for zone in known_zones())
        self.weekdays = [QCheckBox(say(name[:3])) for name in WEEKDAYS]
        self.policy = ChoiceBox(
            (
                (ObservationPolicy.SMPC, self.tr("As the product information says (SmPC)")),
                (ObservationPolicy.PRAGMATIC, self.tr("Pragmatic")),
            )
        )
        self.choices: dict[str, ChoiceBox[Any]] = {
            "bsa_formula": ChoiceBox([(BsaFormula.MOSTELLER, "Mosteller"), (BsaFormula.DU_BOIS, "Du Bois")]),
            "bsa_warning_m2": ChoiceBox([(0.0, self.tr("Never")), (2.0, "2.0 m²"), (2.2, "2.2 m²")]),
            "bsa_cap_m2": ChoiceBox([(0.0, self.tr("Not capped")), (2.0, "2.0 m²"), (2.2, "2.2 m²")]),
        }
        self.numbers = {field: QSpinBox() for field, *_ in (*NUMBERS, *DOSE_NUMBERS)}
        for field, _, _, low, high in (*NUMBERS, *DOSE_NUMBERS):
            self.numbers[field].setRange(low, high)
        self.save = primary(self.tr("Save settings"), key="Ctrl S")
        self.save.clicked.connect(self._save)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self, self._save)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        wheeled: tuple[QWidget, ...] = (
            *self.numbers.values(),
            *self.choices.values(),
            self.opens,
            self.closes,
            self.policy,
            self.zone,
        )
        for widget in wheeled:
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            widget.installEventFilter(self)
        self._lay_out()
        self.policy.currentIndexChanged.connect(self._explain_policy)
        self.choices["bsa_cap_m2"].currentIndexChanged.connect(self._explain_cap)
        self._fill(self._written(self._settings))

    def show_settings(self, settings: UnitSettings) -> None:
        """Show what is in force; what was typed here and is not saved yet stays."""
        before, now, new = self._written(self._settings), self._typed(), self._written(settings)
        self._settings = settings
        self._fill({field: new[field] if now[field] == before[field] else now[field] for field in new})

    def command(self) -> ChangeSettings | None:
        """Return the change, or None after saying what cannot be."""
        typed = self._typed()
        country = typed["country"]
        wrong = {
            self.name_field: "" if typed["name"] else self.tr("The unit needs a name."),
            self.closes_field: ""
            if typed["closes"] > typed["opens"]
            else self.tr("After {time}: the unit closes after it opens.").format(time=time_text(typed["opens"])),
            self.country_field: ""
            if len(country) == 2 and country.isalpha()
            else self.tr("Two letters, for example BE."),
        }
        for field, sentence in wrong.items():
            field.set_error(sentence)
        no_day = not typed["open_weekdays"]
        self.days_problem.setVisible(no_day)
        faulty = [field for field, sentence in wrong.items() if sentence]
        if faulty or no_day:
            self._lead_to(faulty[0] if faulty else self.weekdays[0])
        return None if faulty or no_day else ChangeSettings(replace(self._settings, **typed))

    def _lead_to(self, field: QWidget) -> None:
        """Give a field the focus and scroll to it: the button that found it wrong stands at the other end."""
        field.setFocus(Qt.FocusReason.TabFocusReason)
        ancestor = self.parentWidget()
        while ancestor is not None and not isinstance(ancestor, QScrollArea):
            ancestor = ancestor.parentWidget()
        if isinstance(ancestor, QScrollArea):
            ancestor.ensureWidgetVisible(field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the page; over a field it would change a limit unseen."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _written(self, settings: UnitSettings) -> dict[str, Any]:
        """Return the fields of the form as settings have them."""
        return {field: getattr(settings, field) for field in (*TEXTS, *TIMES, *OTHERS, *CHOICES, *self.numbers)}

    def _typed(self) -> dict[str, Any]:
        """Return the fields of the form as they stand in it."""
        typed: dict[str, Any] = {field: spin.value() for field, spin in self.numbers.items()}
        typed |= {field: self._texts[field].text().strip() for field in TEXTS}
        typed |= {field: _time(self._times[field]) for field in TIMES}
        typed |= {field: typed[field].upper() for field in ("country", "subdivision")}
        typed["open_weekdays"] = frozenset(number for number, box in enumerate(self.weekdays) if box.isChecked())
        typed["observation_policy"] = self.policy.value()
        typed["zone"] = self.zone.value()
        typed |= {field: box.value() for field, box in self.choices.items()}
        return typed

    def _fill(self, values: dict[str, Any]) -> None:
        for field, edit in self._texts.items():
            if edit.text().strip() != values[field]:
                edit.setText(values[field])
        for field, clock in self._times.items():
            clock.setTime(QTime(values[field].hour, values[field].minute))
        for number, box in enumerate(self.weekdays):
            box.setChecked(number in values["open_weekdays"])
        self.policy.choose(values["observation_policy"])
        zones = (values["zone"], *(zone for zone in known_zones() if zone != values["zone"]))
        self.zone.offer((zone, zone.replace("_", " ")) for zone in sorted(zones))
        self.zone.choose(values["zone"])
        for field, chooser in self.choices.items():
            chooser.choose(values[field])
        for field, spin in self.numbers.items():
            spin.setValue(values[field])
        self._explain_policy()
        self._explain_cap()

    def _explain_policy(self) -> None:
        """Warn of the policy that departs from the product information."""
        pragmatic = self.policy.value() is ObservationPolicy.PRAGMATIC
        self.policy_field.set_warning(
            self.tr("Departs from the product information: needs the signature of the medical director before use.")
            if pragmatic
            else ""
        )

    def _explain_cap(self) -> None:
        """Warn of a cap, which gives large patients less than the guideline says."""
        capped = bool(self.choices["bsa_cap_m2"].value())
        self.cap_field.set_warning(
            self.tr("Departs from the guideline: ASCO advises the full dose by actual weight.") if capped else ""
        )

    def _save(self) -> None:
        command = self.command()
        if command is not None:
            self._context.store.do(command)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for card in (self._names_card(), self._hours_card(), self._limits_card(), self._doses_card()):
            column.addWidget(card)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        column.addLayout(row)
        column.addStretch(1)

    def _names_card(self) -> Card:
        card = Card(self.tr("Unit"))
        self.name_field = FormField(self.tr("Name"), self.name, self.tr("Printed on every sheet"))
        country_help = self.tr("Two letters; chooses the public holidays")
        self.country_field = FormField(self.tr("Country"), self.country, country_help)
        names = QGridLayout()
        names.setHorizontalSpacing(16)
        names.setVerticalSpacing(12)
        for number, field in enumerate(
            (
                self.name_field,
                FormField(self.tr("Hospital"), self.hospital, self.tr("Printed after the name")),
                self.country_field,
                FormField(self.tr("Region"), self.subdivision, self.tr("Its own holidays; may stay empty")),
            )
        ):
            names.addWidget(field, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(names)
        return card

    def _hours_card(self) -> Card:
        card = Card(self.tr("Hours and observation"))
        self.closes_field = FormField(self.tr("Closes"), self.closes)
        self.policy_field = FormField(self.tr("Observation after trastuzumab by vein"), self.policy)
        self.days_problem = Label(self.tr("At least one weekday is open."), FontRole.DENSE_MEDIUM, "critical")
        self.days_problem.hide()
        times = QHBoxLayout()
        times.setSpacing(16)
        times.addWidget(FormField(self.tr("Opens"), self.opens), 0, Qt.AlignmentFlag.AlignTop)
        times.addWidget(self.closes_field, 0, Qt.AlignmentFlag.AlignTop)
        times.addWidget(FormField(self.tr("Time zone"), self.zone), 0, Qt.AlignmentFlag.AlignTop)
        times.addStretch(1)
        days = QHBoxLayout()
        days.setSpacing(14)
        for box in self.weekdays:
            days.addWidget(box)
        days.addStretch(1)
        card.body.addLayout(times)
        card.body.addLayout(days)
        card.body.addWidget(self.days_problem)
        zone_help = self.tr(
            "Another time zone moves the clock and the times at which things happened, which are kept as moments; "
            "planned times keep their hour."
        )
        card.body.addWidget(Label(zone_help, FontRole.DENSE, "text2").wrapped())
        card.body.addSpacing(4)
        card.body.addWidget(self.policy_field)
        for sentence in (
            self.tr("SmPC: until 6 h after the start of the first infusion, 2 h after the start of later ones."),
            self.tr("Pragmatic: 60 min after the end of the first infusion, none after later ones."),
            self.tr("A change counts for courses planned from then on; what is planned or booked keeps its length."),
        ):
            card.body.addWidget(Label(sentence, FontRole.DENSE, "text2").wrapped())
        return card

    def _limits_card(self) -> Card:
        card = Card(self.tr("Limits"))
        self._add_grid(card, [self._number_field(*number[:3]) for number in NUMBERS])
        return card

    def _doses_card(self) -> Card:
        """Return the fields of what doses are worked out with."""
        card = Card(self.tr("Doses"))
        formula, warning, cap = (self.choices[field] for field in CHOICES)
        self.cap_field = FormField(self.tr("Body surface capped at"), cap)
        surface = [
            FormField(self.tr("Body surface by"), formula),
            FormField(self.tr("Body surface pointed out above"), warning),
            self.cap_field,
        ]
        self._add_grid(card, [*surface, *(self._number_field(*number[:3]) for number in DOSE_NUMBERS)])
        return card

    def _number_field(self, field: str, label: str, help_text: str) -> FormField:
        return FormField(say(label), self.numbers[field], say(help_text))

    @staticmethod
    def _add_grid(card: Card, fields: list[FormField]) -> None:
        """Put fields into two columns."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for number, field in enumerate(fields):
            grid.addWidget(field, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)


def _time(edit: QTimeEdit) -> time:
    return time(edit.time().hour(), edit.time().minute())

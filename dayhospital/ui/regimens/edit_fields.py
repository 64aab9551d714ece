"""The fields of a regimen and of one of its phases, for the form."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from dayhospital.clinical.gate_schema import catalogue
from dayhospital.clinical.regimen_edit import rules_from, with_rules
from dayhospital.domain.drug import Emetic
from dayhospital.domain.regimen import Group, Phase, PortDefault, Regimen, Setting
from dayhospital.errors import InvalidValue
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.regimens.words import emetic_text, group_name, port_text
from dayhospital.ui.widgets import ChoiceBox, FormField

_COUNTS = ("neutrophils", "platelets", "later_neutrophils", "later_platelets")


class RegimenFields(QWidget):
    """Name, group, settings, port, whether it is in the choice, and what is new in this version.

    Signals:
        edited: Something was changed; carries how a regimen is changed by it.
        note_edited: The note about the version was changed; carries it.
    """

    edited = Signal(object)
    note_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.short, self.why, self.note = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.group = ChoiceBox[Group]([(group, group_name(group)) for group in Group])
        self.port = ChoiceBox[PortDefault]([(port, port_text(port)) for port in PortDefault])
        self.enabled = QCheckBox(self.tr("In the choice for new courses"))
        self.settings = {setting: QCheckBox(setting_text(setting)) for setting in Setting}
        self.note.setPlaceholderText(self.tr("for example: carboplatin weekly instead of every 3 weeks"))
        self.short.setMaxLength(12)
        self.name.textEdited.connect(lambda text: self._set(name=text.strip()))
        self.short.textEdited.connect(lambda text: self._set(short=text.strip()))
        self.why.textEdited.connect(lambda text: self._set(regulatory_note=text.strip()))
        self.note.textEdited.connect(self.note_edited)
        self.group.activated.connect(lambda: self._set(group=self.group.value()))
        self.port.activated.connect(lambda: self._set(port=self.port.value()))
        self.enabled.clicked.connect(lambda on: self._set(enabled=on))
        for box in self.settings.values():
            box.clicked.connect(self._take_settings)
        self._fields = {
            "name": FormField(self.tr("Name"), self.name),
            "short": FormField(self.tr("Short name, for the card"), self.short),
            "group": FormField(self.tr("Group"), self.group),
            "port": FormField(self.tr("Port"), self.port),
        }
        self._lay_out()

    def show_regimen(self, regimen: Regimen, note: str) -> None:
        self.name.setText(regimen.name)
        self.short.setText(regimen.short)
        self.why.setText(regimen.regulatory_note)
        self.note.setText(note)
        self.group.choose(regimen.group)
        self.port.choose(regimen.port)
        self.enabled.setChecked(regimen.enabled)
        for setting, box in self.settings.items():
            box.setChecked(setting in regimen.settings)

    def show_problem(self, field: str, sentence: str) -> None:
        """Mark the field a problem is about; an empty field marks none."""
        for name, one in self._fields.items():
            one.set_error(sentence if name == field else "")

    def _set(self, **values: object) -> None:
        self.edited.emit(lambda regimen: replace(regimen, **values))

    def _take_settings(self) -> None:
        chosen = tuple(setting for setting, box in self.settings.items() if box.isChecked())

        def change(regimen: Regimen) -> Regimen:
            if not chosen:
                raise InvalidValue("A regimen is given in at least one setting.")
            phases = tuple(
                replace(one, cycles_by_setting=tuple(pair for pair in one.cycles_by_setting if pair[0] in chosen))
                for one in regimen.phases
            )
            return replace(regimen, settings=chosen, phases=phases)

        self.edited.emit(change)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(self._fields["name"], 0, 0)
        grid.addWidget(self._fields["short"], 0, 1)
        grid.addWidget(self._fields["group"], 1, 0)
        grid.addWidget(self._fields["port"], 1, 1)
        grid.addWidget(FormField(self.tr("What is new, and why"), self.note), 2, 0)
        grid.addWidget(FormField(self.tr("Regulatory note, or why it is off"), self.why), 2, 1)
        ticks = QHBoxLayout()
        ticks.setSpacing(16)
        for box in (*self.settings.values(), self.enabled):
            ticks.addWidget(box)
        ticks.addStretch(1)
        grid.addLayout(ticks, 3, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)


class PhaseFields(QWidget):
    """Name, clock, window, emetic risk and counts of one phase.

    Signals:
        edited: Something was changed; carries how a phase is changed by it.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.cycle_days, self.cycles = _spin(1, 400), _spin(0, 99)
        self.early, self.late = _spin(0, 99, "−"), _spin(0, 99, "+")
        self.cycles.setSpecialValueText(self.tr("open"))
        self.emetic = ChoiceBox[Emetic]([(one, emetic_text(one)) for one in Emetic])
        self.counts = {name: QLineEdit() for name in _COUNTS}
        self.rules = QLineEdit()
        self.rules.setPlaceholderText(self.tr("for example: anthra_q3w, dpyd"))
        self.rules.setToolTip(", ".join(sorted(catalogue().rules)))
        self.rules.editingFinished.connect(self._take_rules)
        self.name.textEdited.connect(lambda text: self._set(lambda one: replace(one, name=text.strip())))
        self.cycle_days.valueChanged.connect(lambda days: self._set(lambda one: replace(one, cycle_days=days)))
        self.cycles.valueChanged.connect(lambda count: self._set(lambda one: replace(one, cycles=count or None)))
        self.early.valueChanged.connect(self._window)
        self.late.valueChanged.connect(self._window)
        self.emetic.activated.connect(lambda: self._set(lambda one: replace(one, emetic=self.emetic.value())))
        for name, line in self.counts.items():
            line.textEdited.connect(lambda text, name=name: self._count(name, text))
        self._filling, self._rules_shown = False, ""
        self._fields = self._lay_out()

    def show_phase(self, phase: Phase) -> None:
        self._filling = True
        self.name.setText(phase.name)
        self.cycle_days.setValue(phase.cycle_days)
        self.cycles.setValue(phase.cycles or 0)
        self.early.setValue(phase.tolerance.early)
        self.late.setValue(phase.tolerance.late)
        self.emetic.choose(phase.emetic)
        self._rules_shown = ", ".join(phase.gate.rules)
        self.rules.setText(self._rules_shown)
        for name, line in self.counts.items():
            value = getattr(phase.gate, name)
            line.setText("" if value is None else f"{value:g}")
            line.setEnabled(bool(phase.gate.rules))
            line.setToolTip("" if phase.gate.rules else self.tr("Counts need a laboratory rule: name one first."))
        self._filling = False
        self.show_problem("", "")

    def show_problem(self, field: str, sentence: str) -> None:
        """Mark the field a problem is about; an empty field marks none."""
        for name, one in self._fields.items():
            one.set_error(sentence if name == field else "")

    def _set(self, change: Callable[[Phase], Phase]) -> None:
        if not self._filling:
            self.edited.emit(change)

    def _take_rules(self) -> None:
        """Take the rules over when they have been typed; a name that is none stays, marked, and changes nothing."""
        words = self.rules.text().strip()
        if self._filling or words == self._rules_shown:
            return
        try:
            names = rules_from(words, catalogue().rules)
        except InvalidValue as error:
            self._fields["rules"].set_error(str(error))
            return
        self._rules_shown = words
        self._set(lambda one: with_rules(one, names))

    def _window(self) -> None:
        early, late = self.early.value(), self.late.value()
        self._set(lambda one: replace(one, tolerance=replace(one.tolerance, early=early, late=late)))

    def _count(self, name: str, text: str) -> None:
        words = text.strip().replace(",", ".")

        def change(phase: Phase) -> Phase:
            try:
                value = float(words) if words else None
            except ValueError:
                value = -1.0
            if value is not None and not 0 <= value < 10000:
                raise InvalidValue("A count is a number in 10⁹/L, or empty where none is asked.")
            return replace(phase, gate=replace(phase.gate, **{name: value}))  # type: ignore[arg-type]  # all four are counts

        self._set(change)

    def _lay_out(self) -> dict[str, FormField]:
        fields = {
            "name": FormField(self.tr("Name of the part"), self.name),
            "cycle_days": FormField(self.tr("Cycle length, days"), self.cycle_days),
            "cycles": FormField(self.tr("Cycles"), self.cycles),
            "early": FormField(self.tr("Earliest"), self.early),
            "late": FormField(self.tr("Latest"), self.late),
            "emetic": FormField(self.tr("Emetic risk"), self.emetic),
            "rules": FormField(self.tr("Laboratory rules before a dose"), self.rules),
        }
        counts = {
            "neutrophils": self.tr("Neutrophils ≥"),
            "platelets": self.tr("Platelets ≥"),
            "later_neutrophils": self.tr("Neutrophils, later days"),
            "later_platelets": self.tr("Platelets, later days"),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for name, words in counts.items():
            fields[name] = FormField(words, self.counts[name])
        for names in (("name", "emetic"), ("cycle_days", "cycles", "early", "late"), ("rules",), tuple(counts)):
            row = QHBoxLayout()
            row.setSpacing(10)
            for name in names:
                row.addWidget(fields[name], 3 if name == "name" else 1)
            column.addLayout(row)
        return fields


def _spin(lowest: int, highest: int, prefix: str = "") -> QSpinBox:
    made = QSpinBox()
    made.setRange(lowest, highest)
    made.setPrefix(prefix)
    return made

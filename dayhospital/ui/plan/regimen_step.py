"""Step 1: in which setting, which regimen, from when, under whom."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from dayhospital.clinical.library import Library
from dayhospital.clinical.port import assess_port_for_regimen
from dayhospital.clinical.regimen_time import regimen_minutes
from dayhospital.domain.changes import Changes
from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Group, Regimen, Setting
from dayhospital.ui.context import Context
from dayhospital.ui.palette_model import matches
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.facts import FactRows, port_section, regimen_facts, setting_text
from dayhospital.ui.plan.regimen_list import REGIMEN, RegimenCard, RegimenDelegate, RegimenModel
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets.datefield import DateField
from dayhospital.ui.widgets.fields import FormField, SearchField
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import InspectorSection, Panel, clear_layout


def regimen_cards(library: Library, policy: ObservationPolicy) -> tuple[RegimenCard, ...]:
    """Return every enabled regimen as a card, by group and name; reads the whole library, so not in the window."""
    cards = []
    for regimen in library.all():
        if regimen.enabled:
            names = [library.drug(drug).shown for drug in regimen.drug_ids]
            first, later = regimen_minutes(regimen, library.drug, policy)
            cards.append(RegimenCard(regimen, ", ".join(names), first, later))
    order = list(Group)
    return tuple(sorted(cards, key=lambda card: (order.index(card.regimen.group), card.regimen.name)))


class RegimenStep(QWidget):
    """Settings at the left, regimens in the middle, what the chosen one asks at the right.

    Signals:
        changed: The choice is complete or no longer; carries the draft or None.
    """

    changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._draft: PlanDraft | None = None
        self._cards: Sequence[RegimenCard] = ()
        self._model = RegimenModel()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(RegimenDelegate(self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setProperty("bare", True)
        self.list.setAccessibleName(self.tr("Regimens"))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(self._take)
        self.filter = SearchField(self.tr("Filter regimens"))
        self.filter.textChanged.connect(self._refill)
        self.settings = QButtonGroup(self)
        self.record = FactRows()
        self.start = DateField(context.clock.today())
        self.start.day_changed.connect(self._take)
        self.consultant = QLineEdit()
        self.consultant.textChanged.connect(self._take)
        self.line = QSpinBox()
        self.line.setRange(1, 12)
        self.line.valueChanged.connect(self._take)
        self.cycles = QSpinBox()
        self.cycles.setRange(0, 40)
        self.cycles.setSpecialValueText(self.tr("as the regimen says"))
        self.cycles.valueChanged.connect(self._take)
        self.detail = QVBoxLayout()
        self._lay_out()
        context.store.changed.connect(self._forget)
        context.store.changed_elsewhere.connect(self._forget)

    def show_draft(self, draft: PlanDraft) -> None:
        """Show the record of the patient and keep what was chosen before."""
        self._draft = None  # nothing is announced while the fields are filled
        self.start.set_day(draft.start)
        self.consultant.setText(draft.consultant)
        self.line.setValue(draft.line)
        self.cycles.setValue(draft.cycles or 0)
        wanted = draft.setting or (draft.regimen.settings[0] if draft.regimen else Setting.NEOADJUVANT)
        self.settings.button(list(Setting).index(wanted)).setChecked(True)
        self._show_record(draft)
        self._draft = replace(draft, setting=wanted)
        if not self._cards:
            policy = draft.settings.observation_policy
            self._context.store.compute(self, lambda: regimen_cards(self._context.library, policy), self._show_cards)
        else:
            self._refill()

    def _forget(self, changes: Changes | None = None) -> None:
        """Read the library again at the next showing, when another version may be in use."""
        if changes is None or "regimen_versions" in changes.tables:
            self._cards = ()

    def _show_cards(self, cards: Sequence[RegimenCard]) -> None:
        self._cards = cards
        self._refill()

    def _refill(self) -> None:
        setting = self._setting()
        text = self.filter.text()
        shown = [
            card
            for card in self._cards
            if setting in card.regimen.settings
            and matches(text, f"{card.regimen.name} {card.drugs} {card.regimen.short}")
        ]
        self._model.show_cards(shown)
        chosen = self._draft.regimen if self._draft else None
        for row, card in enumerate(shown):
            if chosen is not None and card.regimen.id == chosen.id:
                self.list.selectionModel().setCurrentIndex(
                    self._model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                return
        self._take()

    def _take(self) -> None:
        """Announce the draft with what is chosen now; None as long as something is missing."""
        if self._draft is None:
            return
        index = self.list.currentIndex()
        card = index.data(REGIMEN) if index.isValid() else None
        regimen = card.regimen if isinstance(card, RegimenCard) else None
        self._draft = replace(
            self._draft,
            setting=self._setting(),
            regimen=regimen,
            start=self.start.day or self._draft.start,
            line=self.line.value(),
            consultant=self.consultant.text().strip(),
            cycles=self.cycles.value() or None,
        )
        self._show_detail(regimen)
        self.changed.emit(self._draft if regimen and self.start.day else None)

    def _setting(self) -> Setting:
        return list(Setting)[max(0, self.settings.checkedId())]

    def _show_record(self, draft: PlanDraft) -> None:
        patient, rows = draft.patient, []
        for tumour in draft.tumours[:1]:
            receptors = f"ER {_percent(tumour.er_percent)}, PR {_percent(tumour.pr_percent)}, HER2 {tumour.her2.value}"
            rows += [
                (self.tr("Stage"), tumour.tnm or tumour.stage or self.tr("not recorded")),
                (self.tr("Receptors"), receptors),
            ]
        rows.append((self.tr("ECOG"), self.tr("not recorded") if patient.ecog is None else str(patient.ecog)))
        if patient.weight:
            rows.append((self.tr("Weight"), f"{patient.weight.kg:g} kg, {day_text(patient.weight.day)}"))
        self.record.show_rows(rows)

    def _show_detail(self, regimen: Regimen | None) -> None:
        clear_layout(self.detail)
        if regimen is None or self._draft is None:
            hint = self.tr("Choose a regimen to see what it asks of the patient and the unit.")
            self.detail.addWidget(Label(hint, tone="text3").wrapped())
            self.detail.addStretch(1)
            return
        title = Label(regimen.name, FontRole.FIGURE).wrapped()
        self.detail.addWidget(title)
        facts = InspectorSection(self.tr("What it is"))
        rows = FactRows()
        rows.show_rows(regimen_facts(regimen, self._setting(), self._context.library))
        facts.body.addWidget(rows)
        self.detail.addWidget(facts)
        port = assess_port_for_regimen(
            regimen, self._setting(), self._draft.facts, self._draft.start, self._context.library.drug
        )
        self.detail.addWidget(port_section(port))
        self.detail.addStretch(1)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = Panel("surface")
        left.setFixedWidth(268)
        column = QVBoxLayout(left)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(8)
        column.addWidget(Label(self.tr("Setting"), FontRole.SECTION))
        for number, setting in enumerate(Setting):
            button = QRadioButton(setting_text(setting))
            self.settings.addButton(button, number)
            column.addWidget(button)
        self.settings.idClicked.connect(self._refill)
        column.addSpacing(8)
        for label, field in (
            (self.tr("First day"), self.start),
            (self.tr("Consultant"), self.consultant),
            (self.tr("Line of treatment"), self.line),
            (self.tr("Cycles"), self.cycles),
        ):
            column.addWidget(FormField(label, field))
        column.addSpacing(8)
        column.addWidget(Label(self.tr("Taken from the record"), FontRole.SECTION))
        column.addWidget(self.record)
        column.addStretch(1)
        hint = self.tr("The program advises, a consultant decides. Reference values, not prescriptions.")
        column.addWidget(Label(hint, FontRole.DENSE, "text3").wrapped())
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 14, 16, 0)
        middle.addWidget(self.filter)
        middle.addWidget(self.list, 1)
        right = Panel("inspector")
        right.setFixedWidth(330)
        right.setLayout(self.detail)
        self.detail.setContentsMargins(16, 16, 16, 16)
        row.addWidget(left)
        row.addLayout(middle, 1)
        row.addWidget(right)


def _percent(value: int | None) -> str:
    return "?" if value is None else f"{value} %"

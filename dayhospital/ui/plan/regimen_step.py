"""Step 1: in which setting, which regimen, from when, under whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from dayhospital.clinical.eligibility import Eligibility
from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.port import assess_port_for_regimen
from dayhospital.domain.changes import Changes
from dayhospital.domain.formats import day_text
from dayhospital.domain.line import EndocrineResistance
from dayhospital.domain.regimen import Regimen, Setting
from dayhospital.domain.tumour import Tumour
from dayhospital.ui.context import Context
from dayhospital.ui.palette_model import matches
from dayhospital.ui.patients.metastases import metastases_text
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.facts import FactRows, port_section, regimen_facts, setting_text
from dayhospital.ui.plan.judged import judged_cards, regimen_cards
from dayhospital.ui.plan.pathway_part import PathwayPart, next_setting
from dayhospital.ui.plan.regimen_list import REGIMEN, RegimenCard, RegimenDelegate, RegimenModel
from dayhospital.ui.plan.verdicts import source_text, why_section
from dayhospital.ui.texts import fact_text, finding_text, say_count
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets.choice import ChoiceBox
from dayhospital.ui.widgets.datefield import DateField
from dayhospital.ui.widgets.fields import FormField, SearchField
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import InspectorSection, Panel, clear_layout
from dayhospital.ui.widgets.segmented import Segmented

LEFT, RIGHT = 268, 344
"""Widths of the columns with the fields and with the reasons."""


def likely_setting(case: Case) -> Setting:
    """Return the setting to begin with: metastatic with metastases, that of the newest line, else by the stage."""
    if case.metastases:
        return Setting.METASTATIC
    if case.lines:
        return case.lines[-1].setting
    stage = "" if case.tumour is None else case.tumour.stage
    return Setting.METASTATIC if stage.startswith("IV") else Setting.NEOADJUVANT


def likely_line(case: Case, setting: Setting) -> int:
    """Return the number of the line to begin with: after the last one that ended, with the last one that goes on."""
    numbers = [line.number + (line.ended is not None) for line in case.lines if line.setting is setting]
    return max(numbers, default=1)


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
        self._judged: tuple[tuple[Setting, Case, Sequence[RegimenCard], date], tuple[RegimenCard, ...]] | None = None
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
        self.which = Segmented(
            (("suggested", self.tr("Suggested")), ("all", self.tr("All"))), self.tr("Which regimens")
        )
        self.which.chosen.connect(self._refill)
        self.empty = Label("", tone="text2").wrapped()
        self.settings = QButtonGroup(self)
        self.tumour: ChoiceBox[Tumour | None] = ChoiceBox([])
        self.tumour.currentIndexChanged.connect(self._take_tumour)
        self.tumour_field = FormField(self.tr("Tumour"), self.tumour)
        self.record = FactRows()
        self.changed_receptor = Label("", FontRole.DENSE_MEDIUM, "warn").wrapped()
        self.start = DateField(context.clock.today())
        self.start.day_changed.connect(self._take_start)
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
        self.pathway = PathwayPart(context.library)
        self.pathway.changed.connect(self._take)
        self._lay_out()
        context.store.changed.connect(self._forget)
        context.store.changed_elsewhere.connect(self._forget)

    def show_draft(self, draft: PlanDraft) -> None:
        """Show the record of the patient and keep what was chosen before."""
        self._draft = None  # nothing is announced while the fields are filled
        self.start.set_day(draft.start)
        self.consultant.setText(draft.consultant)
        self.cycles.setValue(draft.cycles or 0)
        wanted = draft.setting or next_setting(draft, self._context.library) or likely_setting(draft.case)
        self.line.setValue(draft.line if draft.setting else likely_line(draft.case, wanted))
        self.settings.button(list(Setting).index(wanted)).setChecked(True)
        self.tumour.offer((tumour, _tumour_text(tumour)) for tumour in draft.tumours)
        self.tumour.choose(draft.case.tumour)
        self.tumour_field.setVisible(len(draft.tumours) > 1)
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

    def _take_setting(self) -> None:
        """Judge every regimen in another setting; the line is the next of that setting."""
        if self._draft is not None:
            self.line.setValue(likely_line(self._draft.case, self._setting()))
        self._refill()

    def _take_tumour(self) -> None:
        """Judge every regimen by another tumour."""
        if self._draft is None or self.tumour.currentIndex() < 0:
            return
        self._draft = replace(self._draft, case=replace(self._draft.case, tumour=self.tumour.value()))
        self._show_record(self._draft)
        self._refill()

    def _take_start(self) -> None:
        """Judge every regimen by another first day; what waits for surgery to heal may fit by then."""
        if self._draft is not None:
            self._draft = replace(self._draft, start=self.start.day or self._draft.start)
        self._refill()

    def _show_cards(self, cards: Sequence[RegimenCard]) -> None:
        self._cards = cards
        self._refill()

    def _refill(self) -> None:
        if self._draft is None:
            return
        chosen, text = self._draft.regimen, self.filter.text()
        judged = self._judged_cards(self._draft)
        found = [card for card in judged if matches(text, f"{card.regimen.name} {card.drugs} {card.regimen.short}")]
        everything = self.which.key == "all"
        shown = [card for card in found if everything or not card.dimmed or card.regimen == chosen]
        self._model.show_cards(shown)
        self.which.name("all", self.tr("All {n}").format(n=len(judged)))
        hidden = len(found) - len(shown)
        words = "{n} regimen found does not fit: see All.", "{n} regimens found do not fit: see All."
        self.empty.setText(say_count(hidden, *words))
        self.empty.setVisible(hidden > 0 and not shown)
        for row, card in enumerate(shown):
            if chosen is not None and card.regimen.id == chosen.id:
                self.list.selectionModel().setCurrentIndex(
                    self._model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                return
        self._take()

    def _judged_cards(self, draft: PlanDraft) -> tuple[RegimenCard, ...]:
        """Return the cards of the setting, judged once for as long as nothing changes: typing a filter is quick."""
        wanted = (self._setting(), draft.case, self._cards, draft.start)
        if self._judged is None or any(one is not other for one, other in zip(self._judged[0], wanted, strict=True)):
            self._judged = wanted, judged_cards(self._cards, wanted[0], draft, self._context.library)
        return self._judged[1]

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
        self._draft = self.pathway.show_draft(self._draft)
        self._show_detail(card if isinstance(card, RegimenCard) else None)
        self.changed.emit(self._draft if regimen and self.start.day else None)

    def _setting(self) -> Setting:
        return list(Setting)[max(0, self.settings.checkedId())]

    def _show_record(self, draft: PlanDraft) -> None:
        patient, rows = draft.patient, []
        picture = draft.case.picture
        for tumour in () if draft.case.tumour is None else (draft.case.tumour,):
            stage = "  ".join(part for part in (tumour.tnm, tumour.stage) if part)
            receptors = f"ER {picture.er.value or '?'}, PR {picture.pr.value or '?'}"
            her2 = ", ".join(part for part in (fact_text(picture.her2.status), picture.her2.value) if part)
            rows += [
                (self.tr("Stage"), stage or self.tr("not recorded")),
                (self.tr("Receptors"), receptors),
                (self.tr("HER2"), her2),
            ]
        if draft.case.metastases:
            rows.append((self.tr("Metastases"), metastases_text(draft.case.metastases)))
        rows += self._history_rows(draft)
        rows.append((self.tr("ECOG"), self.tr("not recorded") if patient.ecog is None else str(patient.ecog)))
        if patient.weight:
            rows.append((self.tr("Weight"), f"{patient.weight.kg:g} kg, {day_text(patient.weight.day)}"))
        self.record.show_rows(rows)
        self.changed_receptor.setText(finding_text(picture.changes[-1]) if picture.changes else "")
        self.changed_receptor.setVisible(bool(picture.changes))

    def _history_rows(self, draft: PlanDraft) -> list[tuple[str, str]]:
        """Return earlier lines, endocrine resistance, heart and menopause, as far as known."""
        case = draft.case
        rows = []
        if case.lines:
            rows.append((self.tr("Lines"), ", ".join(line.name for line in case.lines[-3:])))
        endocrine = case.endocrine(self._setting())
        if endocrine.kind is not EndocrineResistance.NAIVE:
            rows.append((self.tr("Endocrine"), fact_text(endocrine.kind)))
        for analyte, label in (("lvef", self.tr("LVEF")), ("menopause", self.tr("Menopause"))):
            found = case.latest(analyte)
            if found is not None:
                value = found.answer or f"{found.value:g} %"
                rows.append((label, f"{value}, {day_text(found.at.date())}"))
        return rows

    def _show_detail(self, card: RegimenCard | None) -> None:
        clear_layout(self.detail)
        regimen = card.regimen if card is not None else None
        if card is None or regimen is None or self._draft is None:
            hint = self.tr("Choose a regimen to see what it asks of the patient and the unit.")
            words = Label(hint, tone="text3").wrapped()
            words.setContentsMargins(16, 16, 16, 0)
            self.detail.addWidget(words)
            self.detail.addStretch(1)
            return
        title = Label(regimen.name, FontRole.FIGURE).wrapped()
        title.setContentsMargins(16, 16, 16, 0)
        self.detail.addWidget(title)
        if card.eligibility is not None:
            self.detail.addWidget(self._why(card.regimen, card.eligibility))
        facts = InspectorSection(self.tr("What it is"))
        rows = FactRows()
        rows.show_rows(regimen_facts(regimen, self._setting(), self._context.library))
        facts.body.addWidget(rows)
        port = assess_port_for_regimen(
            regimen, self._setting(), self._draft.facts, self._draft.start, self._context.library.drug
        )
        self.detail.addWidget(port_section(port))
        self.detail.addWidget(facts)
        self.detail.addStretch(1)

    def _why(self, regimen: Regimen, eligibility: Eligibility) -> QWidget:
        library = self._context.library
        return why_section(
            eligibility,
            lambda criterion: source_text(criterion, regimen.sources, library),
            self._context.clock.today(),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 14, 16, 0)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self.filter)
        tools.addWidget(self.which)
        tools.addStretch(1)
        tools.addWidget(
            Label(self.tr("Next step of the pathway first, then by verdict and use"), FontRole.DENSE, "text2").elided()
        )
        middle.addLayout(tools)
        middle.addWidget(self.empty)
        middle.addWidget(self.list, 1)
        middle.addWidget(self.pathway)
        row.addWidget(self._left_column())
        row.addLayout(middle, 1)
        row.addWidget(self._right_column())

    def _left_column(self) -> QWidget:
        """Return what scrolls at the left: the fields, and what the record says."""
        left = Panel("surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(8)
        column.addWidget(Label(self.tr("Setting"), FontRole.SECTION))
        for number, setting in enumerate(Setting):
            button = QRadioButton(setting_text(setting))
            self.settings.addButton(button, number)
            column.addWidget(button)
        self.settings.idClicked.connect(self._take_setting)
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
        column.addWidget(self.tumour_field)
        column.addWidget(self.record)
        column.addWidget(self.changed_receptor)
        column.addStretch(1)
        hint = self.tr("The program advises, a consultant decides. Reference values, not prescriptions.")
        column.addWidget(Label(hint, FontRole.DENSE, "text3").wrapped())
        return _scrolling(left, LEFT)

    def _right_column(self) -> QWidget:
        """Return what scrolls at the right: the detail of the regimen chosen."""
        inside = Panel("inspector")
        inside.setLayout(self.detail)
        self.detail.setContentsMargins(0, 0, 0, 0)
        self.detail.setSpacing(0)
        return _scrolling(inside, RIGHT)


def _tumour_text(tumour: Tumour) -> str:
    stage = tumour.tnm or tumour.stage
    return ", ".join(part for part in (fact_text(tumour.side), day_text(tumour.diagnosed), stage) if part)


def _scrolling(inside: QWidget, width: int) -> QScrollArea:
    area = QScrollArea()
    area.setFixedWidth(holder().px(width))
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area

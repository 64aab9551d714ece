"""The doses of a go: each with what was calculated, a field for what is chosen, and what speaks against it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dayhospital.clinical.dose_choice import Lookup, Proposal, least_percent, propose
from dayhospital.domain.chosen_dose import DayDoses, DoseChoice
from dayhospital.domain.dosing import Reduction
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.worked_dose import WorkedDose
from dayhospital.errors import InvalidValue
from dayhospital.ui.patients.dose_words import amount_text, number_text, planned_text, reductions
from dayhospital.ui.patients.fields import number_in
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import ChoiceBox, Label, clear_layout
from dayhospital.ui.widgets.label import repolish

REDUCTION_WIDTH, FIELD_WIDTH, UNIT_WIDTH = 104, 72, 30
QUIET = frozenset({"dose-reduced"})
"""Findings that say what the box beside the drug says."""


class DoseRow(QWidget):
    """One drug: its reduction, the amount chosen, and below it what the amount follows from.

    Signals:
        changed: Another reduction or amount was chosen.
    """

    changed = Signal()

    def __init__(self, proposal: Proposal, known: DayDoses, lookup: Lookup, reducing: bool) -> None:
        super().__init__()
        self._known, self._lookup = known, lookup
        self.proposal = proposal
        drug = proposal.drug
        self.setAccessibleName(drug.shown)
        offered = reductions(drug, proposal.worked.planned)
        present = proposal.chosen.reduction
        if present not in {reduction for reduction, _ in offered}:
            offered.append((present, f"{number_text(present.percent)} %"))
        self.reduction = ChoiceBox[Reduction](offered)
        self.reduction.choose(present)
        self.reduction.setAccessibleName(say("Reduction of {drug}", drug=drug.tall_man))
        self.reduction.setFixedWidth(holder().px(REDUCTION_WIDTH))
        self.amount = QLineEdit()
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.amount.setFixedWidth(holder().px(FIELD_WIDTH))
        self.amount.setAccessibleName(say("Chosen dose of {drug}", drug=drug.tall_man))
        self._unit = Label("", FontRole.DENSE_MEDIUM, "text2")
        self._unit.setMinimumWidth(holder().px(UNIT_WIDTH))
        self._basis = Label("", FontRole.DENSE, "text2").wrapped()
        self._found = QVBoxLayout()
        self._found.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Label(drug.shown, FontRole.BODY_MEDIUM).elided(), 1)
        for widget in (self.reduction, self.amount, self._unit):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._basis)
        column.addLayout(self._found)
        # Only now that it has a parent: shown without one it would be a window of its own.
        self.reduction.setVisible(reducing and len(offered) > 1)
        self._write_amount()
        self._show()
        self.reduction.currentIndexChanged.connect(lambda _index: self._reduce())
        self.amount.textEdited.connect(lambda _text: self._enter())

    @property
    def choice(self) -> DoseChoice | None:
        """What is chosen, None when the field holds no dose."""
        try:
            amount = number_in(self.amount.text(), say("The dose"))
            shown = self._shown_amount
            return DoseChoice(
                self.proposal.drug.id, self.reduction.value(), None if self.amount.text() == shown else amount
            )
        except InvalidValue:
            return None

    @property
    def _shown_amount(self) -> str:
        """The amount that is proposed, as the field has it."""
        return "" if self.proposal.worked.chosen is None else number_text(self.proposal.worked.chosen.value)

    def _propose(self, choice: DoseChoice) -> None:
        found = propose(self._known, self._lookup, (choice,))
        self.proposal = next(one for one in found if one.drug is self.proposal.drug)

    def _reduce(self) -> None:
        self._propose(DoseChoice(self.proposal.drug.id, self.reduction.value()))
        self._write_amount()
        self._show()
        self.changed.emit()

    def _enter(self) -> None:
        choice = self.choice
        self.amount.setProperty("state", "error" if choice is None else "")
        repolish(self.amount)
        if choice is not None:
            self._propose(choice)
            self._show()
        self.changed.emit()

    def _write_amount(self) -> None:
        self.amount.setText(self._shown_amount)

    def _show(self) -> None:
        chosen, worked = self.proposal.chosen, self.proposal.worked
        unit = chosen.chosen or worked.calculated
        self._unit.setText("mg" if unit is None else unit.unit)
        self._basis.setText(figures_text(worked))
        clear_layout(self._found)
        for finding in (*self.proposal.findings, *worked.findings):
            if finding.code not in QUIET:
                self._found.addWidget(ReasonRow(finding, note=("info", "info")))


class DoseRows(QWidget):
    """The doses of one treatment day, as they will be signed.

    Signals:
        changed: Something else was chosen.
    """

    changed = Signal()

    def __init__(self, lookup: Lookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lookup = lookup
        self.rows: list[DoseRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(4)
        self.setAccessibleName(say("Doses"))

    def show_doses(self, known: DayDoses, choices: Sequence[DoseChoice], reducing: bool) -> None:
        """Start anew from some choices; ``reducing`` offers the levels of each drug."""
        clear_layout(self._column)
        self.rows = [DoseRow(one, known, self._lookup, reducing) for one in propose(known, self._lookup, choices)]
        for row in self.rows:
            row.changed.connect(self.changed)
            self._column.addWidget(row)

    @property
    def choices(self) -> tuple[DoseChoice, ...] | None:
        """What is chosen of each drug, None when a field holds no dose."""
        found = [row.choice for row in self.rows]
        chosen = tuple(choice for choice in found if choice is not None)
        return chosen if len(chosen) == len(found) else None

    @property
    def least_percent(self) -> float:
        """How much of its planned dose the drug that is reduced most gets."""
        return least_percent([row.proposal for row in self.rows])

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What asks for a reason."""
        return tuple(
            finding for row in self.rows for finding in row.proposal.findings if finding.severity is Severity.WARNING
        )


def figures_text(worked: WorkedDose) -> str:
    """Return ``90 mg/m², calculated 163.6 mg, banded 165 mg, 0.9 % off``, as far as it is worked out."""
    parts = [planned_text(worked.used)]
    if worked.calculated is not None and worked.calculated != worked.used:
        parts.append(say("calculated {dose}", dose=amount_text(worked.calculated)))
    if worked.banded is not None and worked.deviation_percent is not None:
        off = f"{worked.deviation_percent:.1f}"
        parts.append(say("banded {dose}, {off} % off", dose=amount_text(worked.banded), off=off))
    return ", ".join(parts)

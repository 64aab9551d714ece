"""One regimen: what is given in the middle; chair time, counts, port and leaving at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.drug import Emetic
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Phase, PortDefault, Regimen
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.regimens.need_words import needs_card
from dayhospital.ui.regimens.preview import fact_rows, show_side
from dayhospital.ui.regimens.standing import Standing
from dayhospital.ui.regimens.tables import DayMatrix, DrugTable, drugs_of
from dayhospital.ui.regimens.words import (
    Facts,
    around_facts,
    clock_text,
    emetic_text,
    group_name,
    phase_facts,
    phase_name,
    port_text,
    source_facts,
)
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, Chip, EmptyState, IconView, Label, Panel, clear_layout

SIDE_WIDTH = 284
PORT_KIND = {PortDefault.RECOMMENDED: "warn", PortDefault.CONSIDER: "info", PortDefault.NO: "neutral"}


class RegimenDetail(QWidget):
    """Shows one regimen of the library under the unit's observation policy."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._middle, self._side = QVBoxLayout(), QVBoxLayout()
        self._middle.setContentsMargins(16, 14, 16, 18)
        self._middle.setSpacing(12)
        self._side.setContentsMargins(0, 4, 0, 12)
        self._side.setSpacing(0)
        self.reading = scrolling(self._middle, self.tr("Drugs and days"), "bg")
        right = Panel("inspector")
        right.setFixedWidth(SIDE_WIDTH)
        inner = QVBoxLayout(right)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(scrolling(self._side, self.tr("Chair time and rules"), "surface"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.reading, 1)
        row.addWidget(right)

    def show_nothing(self, fact: str, hint: str) -> None:
        """Say that there is no regimen to show."""
        self._clear()
        self._middle.addWidget(EmptyState("library", fact, hint))

    def show_regimen(self, regimen: Regimen, policy: ObservationPolicy, standing: Standing | None = None) -> None:
        """Show a regimen from its beginning; ``standing`` None is a regimen nobody asks about versions of."""
        self._clear()
        self._middle.addWidget(Label(regimen.name, FontRole.NAME).wrapped())
        self._middle.addWidget(_chips(regimen))
        if standing is not None:
            self._middle.addWidget(_reservation(regimen, standing))
        for phase in regimen.phases:
            self._middle.addWidget(self._phase_card(regimen, phase, policy))
        self._middle.addWidget(needs_card(regimen, self._library))
        if around := around_facts(regimen, self._library):
            self._middle.addWidget(_fact_card(self.tr("Around it"), around))
        self._middle.addWidget(_fact_card(self.tr("Sources and confidence"), source_facts(regimen, self._library)))
        self._middle.addStretch(1)
        show_side(self._side, regimen, policy, self._library, standing)
        self.reading.verticalScrollBar().setValue(0)

    def _clear(self) -> None:
        clear_layout(self._middle)
        clear_layout(self._side)

    def _phase_card(self, regimen: Regimen, phase: Phase, policy: ObservationPolicy) -> Card:
        card = Card(phase_name(phase))
        card.add_to_header(Label(clock_text(phase, regimen), FontRole.DENSE_MEDIUM, "text2"))
        drugs = drugs_of(phase, self._library)
        if drugs:
            card.body.addWidget(DrugTable(drugs, policy))
            card.body.addSpacing(6)
        if drugs and phase.cycle_days > 1:
            card.body.addWidget(DayMatrix(phase, drugs))
            card.body.addSpacing(4)
        if any(drug.first_cycle_days for drug in phase.drugs):
            ring = self.tr("A dashed frame: in the first cycle only.")
            card.body.addWidget(Label(ring, FontRole.CAPTION, "text3"))
        notes = [f"{known.shown}: {drug.note}" for drug, known in drugs if drug.note]
        facts = phase_facts(phase, phase is regimen.phases[0])
        card.body.addWidget(fact_rows([*facts, *([(self.tr("Drugs"), "\n".join(notes))] if notes else [])]))
        return card


def _reservation(regimen: Regimen, standing: Standing) -> Panel:
    """Return the line that says who answers for the figures, and why it is not enabled if it is not."""
    kind, icon, sentence = standing.reservation(regimen)
    panel = Panel(kind)
    row = QHBoxLayout(panel)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(10)
    tone = "text2" if kind == "neutral" else kind
    row.addWidget(IconView(icon, tone, 15), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(sentence, FontRole.DENSE_MEDIUM, tone).wrapped(), 1)
    return panel


def _chips(regimen: Regimen) -> QWidget:
    """Return what it is in one row, and what it asks of the patient in a second."""
    box = QWidget()
    kinds = [Chip(group_name(regimen.group), regimen.colour)]
    kinds += [Chip(group_name(group)) for group in regimen.also_contains]
    kinds += [Chip(setting_text(setting)) for setting in regimen.settings]
    asks = []
    if regimen.port is not PortDefault.NO:
        asks.append(Chip(port_text(regimen.port), PORT_KIND[regimen.port], "plug"))
    emetic = max((phase.emetic for phase in regimen.phases), key=list(Emetic).index)
    if emetic in {Emetic.MODERATE, Emetic.HIGH}:
        words = box.tr("Emetic risk {risk}").format(risk=emetic_text(emetic))
        asks.append(Chip(words, "warn" if emetic is Emetic.HIGH else "neutral", ""))
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for chips in (kinds, asks):
        row = QHBoxLayout()
        row.setSpacing(6)
        for chip in chips:
            row.addWidget(chip)
        row.addStretch(1)
        if chips:
            column.addLayout(row)
    return box


def _fact_card(title: str, facts: Facts) -> Card:
    card = Card(title)
    card.body.addWidget(fact_rows(facts))
    return card


def scrolling(layout: QVBoxLayout, name: str, ground: str) -> QScrollArea:
    """Return a column that scrolls by wheel and keys."""
    inside = Panel(ground)
    inside.setLayout(layout)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    scroll.setAccessibleName(name)
    scroll.setWidget(inside)
    return scroll

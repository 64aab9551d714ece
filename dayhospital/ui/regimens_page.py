"""The regimen library: find a regimen, see its phases, days, minutes and sources."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dayhospital.clinical.chair_time import chair_time
from dayhospital.clinical.library import Library
from dayhospital.clinical.regimen_time import regimen_minutes
from dayhospital.domain.formats import length_text
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.domain.regimen import Group, Phase, Place, Regimen
from dayhospital.queries.unit import settings as read_settings
from dayhospital.ui.context import Context
from dayhospital.ui.palette_model import matches
from dayhospital.ui.plan.facts import FactRows, setting_text
from dayhospital.ui.plan.regimen_list import REGIMEN, RegimenCard, RegimenDelegate, RegimenModel
from dayhospital.ui.texts import say, say_count
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import draw_text
from dayhospital.ui.widgets import (
    Card,
    Chip,
    ChoiceBox,
    EmptyState,
    Label,
    Panel,
    SearchField,
    clear_layout,
)

LATER = 3
"""From the third exposure on the minutes no longer change."""
DRUG_WIDTH, DAY_WIDTH = 300, 44
HEAD, ROW = 26, 38


def library_cards(library: Library, policy: ObservationPolicy) -> tuple[RegimenCard, ...]:
    """Return every regimen, disabled ones too, by group and name; reads the whole library."""
    cards = []
    for regimen in library.all():
        names = ", ".join(library.drug(drug).shown for drug in regimen.drug_ids)
        first, later = regimen_minutes(regimen, library.drug, policy)
        cards.append(
            RegimenCard(
                regimen,
                names if regimen.enabled else say("not enabled: {why}", why=regimen.regulatory_note),
                first,
                later,
            )
        )
    order = list(Group)
    return tuple(sorted(cards, key=lambda card: (order.index(card.regimen.group), card.regimen.name)))


class DayMatrix(QWidget):
    """Drugs down, days of the cycle across: a disc where one is given, a ring where only in the first cycle."""

    def __init__(self, phase: Phase, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phase = phase
        self._days = phase.days(1)
        self._drugs = [(drug, library.drug(drug.drug)) for drug in sorted(phase.drugs, key=lambda one: one.sequence)]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            "; ".join(f"{known.shown}: {self._below(number)}" for number, (_, known) in enumerate(self._drugs))
        )

    def sizeHint(self) -> QSize:
        return QSize(DRUG_WIDTH + DAY_WIDTH * len(self._days), holder().px(HEAD + ROW * len(self._drugs)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, found = holder().theme, holder()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head, row = float(found.px(HEAD)), float(found.px(ROW))
        middle = Qt.AlignmentFlag.AlignCenter
        for column, day in enumerate(self._days):
            box = QRectF(DRUG_WIDTH + column * DAY_WIDTH, 0, DAY_WIDTH, head)
            draw_text(painter, box, say("D{n}", n=day), found.font(FontRole.DENSE_STRONG), theme.text2, align=middle)
        for number, (drug, known) in enumerate(self._drugs):
            top = head + number * row
            painter.fillRect(QRectF(0, top, self.width(), 1), theme.line)
            upper = QRectF(0, top + 3, DRUG_WIDTH - 12, row / 2 - 2)
            draw_text(painter, upper, known.shown, found.font(FontRole.BODY_STRONG), theme.text1)
            lower = upper.translated(0, row / 2 - 2)
            draw_text(painter, lower, self._below(number), found.font(FontRole.CAPTION), theme.text3)
            for column, day in enumerate(self._days):
                if day in drug.days_of(1):
                    centre = QRectF(DRUG_WIDTH + column * DAY_WIDTH, top, DAY_WIDTH, row).center()
                    colour = theme.group(known.colour).colour
                    always = day in drug.days
                    painter.setPen(colour)
                    painter.setBrush(colour if always else Qt.BrushStyle.NoBrush)
                    painter.drawEllipse(centre, 6, 6)

    def _below(self, number: int) -> str:
        drug, _ = self._drugs[number]
        loading = (
            say(", first {dose} {unit}", dose=f"{drug.loading.dose:g}", unit=drug.loading.unit) if drug.loading else ""
        )
        intake = f", {drug.intake}" if drug.intake else ""
        minutes = (
            ""
            if not drug.infusion.longest
            else ", " + say("{a}/{b}/{c} min", a=drug.infusion.first, b=drug.infusion.second, c=drug.infusion.later)
        )
        return f"{drug.dose:g} {drug.unit} {drug.route}{loading}{intake}{minutes}"


class RegimensPage(QWidget):
    """Browse the library; nothing is changed here."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._settings = UnitSettings()
        self._cards: Sequence[RegimenCard] = ()
        self._model = RegimenModel()
        self.search = SearchField(self.tr("Regimen or drug"))
        self.group = ChoiceBox[Group | None](
            [(None, self.tr("All groups")), *((group, group.value.capitalize()) for group in Group)]
        )
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(RegimenDelegate(self.list))
        self.list.setProperty("bare", True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Regimens"))
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.count = Label("", FontRole.DENSE, "text3")
        self._detail = QVBoxLayout()
        self._detail.setContentsMargins(18, 16, 18, 18)
        self._detail.setSpacing(12)
        self.search.textChanged.connect(self._refill)
        self.group.currentIndexChanged.connect(self._refill)
        self.setFocusProxy(self.search)
        self._lay_out()
        context.store.ask(self, read_settings, self._show_settings)

    def show_cards(self, cards: Sequence[RegimenCard]) -> None:
        """Show the whole library."""
        self._cards = cards
        self._refill()

    def _show_settings(self, settings: UnitSettings) -> None:
        self._settings = settings
        library = self._context.library
        self._context.store.compute(self, lambda: library_cards(library, settings.observation_policy), self.show_cards)

    def _refill(self) -> None:
        text, group = self.search.text(), self.group.value()
        shown = [
            card
            for card in self._cards
            if (group is None or card.regimen.group is group or group in card.regimen.also_contains)
            and matches(text, f"{card.regimen.name} {card.drugs} {card.regimen.short}")
        ]
        self._model.show_cards(shown)
        self.count.setText(say_count(len(shown), "{n} regimen", "{n} regimens"))
        if shown:
            self.list.setCurrentIndex(self._model.index(0))
        else:
            self._show_none()

    def _show_chosen(self) -> None:
        card = self.list.currentIndex().data(REGIMEN) if self.list.currentIndex().isValid() else None
        if isinstance(card, RegimenCard):
            self._show_regimen(card.regimen)

    def _show_none(self) -> None:
        clear_layout(self._detail)
        self._detail.addWidget(EmptyState("library", self.tr("No regimen has this name or drug")))
        self._detail.addStretch(1)

    def _show_regimen(self, regimen: Regimen) -> None:
        clear_layout(self._detail)
        self._detail.addWidget(Label(regimen.name, FontRole.TITLE).wrapped())
        chips = QHBoxLayout()
        chips.setSpacing(6)
        chips.addWidget(Chip(regimen.group.value.capitalize(), regimen.colour))
        for setting in regimen.settings:
            chips.addWidget(Chip(setting_text(setting), "neutral"))
        if not regimen.enabled:
            chips.addWidget(Chip(self.tr("Not enabled"), "warn"))
        chips.addStretch(1)
        self._detail.addLayout(chips)
        warning = Label(
            self.tr(
                "Reference values, not approved for prescribing. A physician and a pharmacist sign each record first."
            ),
            tone="text2",
        )
        self._detail.addWidget(warning.wrapped())
        for phase in regimen.phases:
            self._detail.addWidget(self._phase_card(regimen, phase))
        self._detail.addWidget(self._facts_card(regimen))
        self._detail.addStretch(1)

    def _phase_card(self, regimen: Regimen, phase: Phase) -> Card:
        card = Card(phase.name)
        cycles = ", ".join(
            dict.fromkeys(
                self.tr("until stopped") if (n := phase.cycles_in(one)) is None else f"× {n}"
                for one in regimen.settings
            )
        )
        remark = self.tr("every {days} days {cycles}").format(days=phase.cycle_days, cycles=cycles)
        card.add_to_header(Label(remark, FontRole.DENSE, "text2"))
        if phase.drugs:
            card.body.addWidget(DayMatrix(phase, self._context.library))
        rows = FactRows()
        rows.show_rows(self._phase_facts(phase))
        card.body.addWidget(rows)
        return card

    def _phase_facts(self, phase: Phase) -> list[tuple[str, str]]:
        lookup, policy = self._context.library.drug, self._settings.observation_policy
        facts = []
        for day in phase.days(1):
            given = [drug for drug in phase.drugs if day in drug.days_of(1) and drug.places[0] is not Place.HOME]
            first, later = (
                chair_time([(drug, n) for drug in given], lookup, policy, phase.visit_minutes) for n in (1, LATER)
            )
            if first.chair_minutes:
                chair = f"{length_text(first.chair_minutes)} / {length_text(later.chair_minutes)}"
                stay = f"{length_text(first.stay_minutes)} / {length_text(later.stay_minutes)}"
                words = self.tr("chair {chair}, in the building {stay} (first / later)")
                facts.append((self.tr("Day {n}").format(n=day), words.format(chair=chair, stay=stay)))
        facts.append((self.tr("Window"), f"−{phase.tolerance.early}/+{phase.tolerance.late} d"))
        if phase.tolerance_within:
            facts.append((self.tr("Later days"), f"−{phase.tolerance_within.early}/+{phase.tolerance_within.late} d"))
        gate = phase.gate
        if gate.neutrophils or gate.platelets:
            words = self.tr("neutrophils ≥ {anc}, platelets ≥ {plt} × 10⁹/L")
            facts.append(
                (self.tr("Day 1 counts"), words.format(anc=_figure(gate.neutrophils), plt=_figure(gate.platelets)))
            )
        facts += [(self.tr("Emetic risk"), phase.emetic.value)] if phase.emetic.value != "none" else []
        facts += [(self.tr("G-CSF"), phase.gcsf)] if phase.gcsf else []
        facts += [(self.tr("Note"), phase.note)] if phase.note else []
        return facts

    def _facts_card(self, regimen: Regimen) -> Card:
        card = Card(self.tr("Around it"))
        library = self._context.library
        markers = ", ".join(f"{name.upper().replace('_', ' ')} {value}" for name, value in regimen.biomarkers.requires)
        facts = [
            (self.tr("Asks for"), ", ".join(part for part in (markers, regimen.biomarkers.note) if part)),
            (self.tr("Port"), regimen.port.value),
            (
                self.tr("Driving"),
                self.tr("not on the day: {why}").format(why=regimen.no_driving_reason) if regimen.no_driving else "",
            ),
            (self.tr("Cumulative"), regimen.cumulative_limit),
            (self.tr("Heart"), regimen.heart_checks),
            (self.tr("DPYD"), self.tr("test before the first dose") if regimen.dpyd_test else ""),
            (self.tr("Status"), regimen.regulatory_note),
            (self.tr("Note"), regimen.note),
            (self.tr("Confidence"), regimen.confidence),
            (self.tr("Sources"), "\n".join(library.source(key) for key in regimen.sources)),
            (self.tr("Version"), str(regimen.version)),
        ]
        rows = FactRows()
        rows.show_rows([(label, value) for label, value in facts if value])
        card.body.addWidget(rows)
        return card

    def _lay_out(self) -> None:
        top = Panel("header")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(12)
        self.search.setMinimumWidth(300)
        row.addWidget(Label(self.tr("Regimens"), FontRole.TITLE))
        row.addSpacing(12)
        row.addWidget(self.search)
        row.addWidget(self.group)
        row.addWidget(self.count)
        row.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._detail)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        left = QVBoxLayout()
        left.setContentsMargins(14, 10, 6, 0)
        left.addWidget(self.list)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, 9)
        body.addWidget(scroll, 11)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(body, 1)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"

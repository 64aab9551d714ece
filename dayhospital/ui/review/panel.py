"""The right panel of the review page: one treatment day, why it stands as it does, and the decision about it."""

from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dayhospital.clinical.gate_schema import catalogue
from dayhospital.clinical.gates import figure, subject_name
from dayhospital.clinical.late_tests import late_steps
from dayhospital.clinical.library import Library
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.formats import age, day_text
from dayhospital.domain.gate import CLEARANCE, Colour, GateLine
from dayhospital.queries.delays import Delay
from dayhospital.queries.review import COLUMNS, ReviewRow
from dayhospital.ui.patients.dose_gauge import add_lifetimes
from dayhospital.ui.plan.facts import FactRows, ReasonRow
from dayhospital.ui.results.words import STAGES, name_of_test, story_text
from dayhospital.ui.review.choices import Choices, Way
from dayhospital.ui.review.ranges import LabLine
from dayhospital.ui.review.since import since_rows
from dayhospital.ui.review.timeline import DelayTimeline, intensity_text
from dayhospital.ui.review.words import (
    COLOURS,
    MARKS,
    TONES,
    dose_doubts,
    place_text,
    sentences,
    session_text,
)
from dayhospital.ui.texts import finding_text, say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import (
    Chip,
    Divider,
    IconView,
    InspectorSection,
    Label,
    Panel,
    clear_layout,
    icon_button,
    link,
    primary,
    secondary,
)

WIDTH, NARROW = 392, 348
"""Of the panel in px; the narrow one in a window below 1400 px."""
SIGN_KEY = "Ctrl ↵"
RED, AMBER = ("circle-alert", "critical"), ("triangle-alert", "warn")


class ReviewPanel(Panel):
    """Who, labs against thresholds, what happened since, the decision, what a delay does, and the signature.

    Signals:
        patient_asked: Open the page of the patient.
        toxicity_asked: Grade a toxicity.
        toxicities_asked: Show every toxicity of the patient.
        sign_asked: Sign what is chosen.
        skip_asked: Go to the next row.
        day_asked: Another day to defer to was entered; carries it.
    """

    patient_asked = Signal()
    toxicity_asked = Signal()
    toxicities_asked = Signal()
    sign_asked = Signal()
    skip_asked = Signal()
    day_asked = Signal(object)

    def __init__(self, library: Library, today: date, parent: QWidget | None = None) -> None:
        super().__init__("inspector", parent)
        self._library, self._today = library, today
        self.row: ReviewRow | None = None
        self.delay: Delay | None = None
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Decision"))
        self._facts = QVBoxLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setSpacing(0)
        self._scroll = QScrollArea()
        self.choices = Choices(today, library.drug)
        self.timeline = DelayTimeline()
        self.decide = InspectorSection(self.tr("Decide"))
        self.decide.body.addWidget(self.choices)
        self.effect = InspectorSection(self.tr("What the delay does"), last=True)
        self.effect.body.addWidget(self.timeline)
        self.sign = primary(self.tr("Sign"), "pencil", SIGN_KEY).sized("footer")
        self.skip = secondary(self.tr("Skip"), key="J").sized("footer")
        self.sign.clicked.connect(self.sign_asked)
        self.skip.clicked.connect(self.skip_asked)
        self.choices.changed.connect(self._fit)
        self.choices.change.currentIndexChanged.connect(lambda _index: self._fit())
        self.choices.day_asked.connect(self.day_asked)
        self._lay_out()

    def stands(self, row: ReviewRow) -> bool:
        """Return whether a row read again asks for the same decision as the one on show."""
        return self.row is not None and _asks(self.row) == _asks(row)

    def show_row(self, row: ReviewRow, now: datetime) -> None:
        """Show one treatment day; where the same decision is asked for, what was chosen and written stays."""
        same = self.stands(row)
        self.row = row
        self._today = now.date()
        clear_layout(self._facts)
        sections = [self._who(row), self._labs(row), self._since(row, now)]
        sections += [self._lifetime(row)] if row.lifetime is not None else []
        sections += [self._tests(row)] if row.beside.tests else []
        for section in sections:
            self._facts.addWidget(section)
        if same:
            self._fit()
            return
        self.delay = None
        self._scroll.verticalScrollBar().setValue(0)
        self.choices.show_case(row.case)
        self.timeline.show_delay(None, row.case.colour)
        self._fit()

    def show_delay(self, delay: Delay) -> None:
        """Show what a hold of the day on show would do; the answer about another row is let go."""
        if self.row is None or delay.treatment_day_id != self.row.case.treatment_day_id:
            return
        self.delay = delay
        self.choices.show_delay(delay, self.row.case)
        self.timeline.show_delay(delay, self.row.case.colour)
        self.effect.set_remark(intensity_text(delay))
        self._fit()

    def choose(self, way: Way) -> None:
        """Select a decision, if one can still be taken, and bring it into sight."""
        if self.row is not None and self.row.case.open:
            self.choices.choose(way)
            self._reveal()

    def modify(self, kind: DecisionKind) -> None:
        """Select a lower dose, leaving out or a stop; said again, the next one of that kind."""
        if self.row is not None and self.row.case.open:
            self.choices.modify(kind)
            self._reveal()

    def _reveal(self) -> None:
        """Scroll down to the decision and what it does."""
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    def _fit(self) -> None:
        """Show what the chosen way needs, and name the act on the button."""
        open_ = self.row is not None and self.row.case.open
        self.decide.setVisible(open_)
        self.effect.setVisible(open_ and self.choices.way is Way.DEFER and self.delay is not None)
        self.sign.setVisible(open_)
        self.sign.setText(
            {
                Way.APPROVE: self.tr("Approve and sign"),
                Way.DEFER: self.tr("Defer and sign"),
                Way.MODIFY: self.tr("Modify and sign"),
                Way.CHANGE: self.tr("Choose the regimen…"),
            }[self.choices.way]
        )

    def _who(self, row: ReviewRow) -> InspectorSection:
        case, label = row.case, row.case.patient
        section = InspectorSection("")
        top = QHBoxLayout()
        open_patient = icon_button("external-link", self.tr("Open patient"), "Enter")
        open_patient.clicked.connect(self.patient_asked)
        top.addWidget(Label(label.name, FontRole.FIGURE).elided(), 1)
        top.addWidget(open_patient)
        section.body.addLayout(top)
        years = say("{n} y", n=age(label.birth_date, self._today))
        numbers = "   ".join(part for part in (label.hospital_number, label.national_number) if part)
        born = f"{day_text(label.birth_date)} · {years}   {numbers}"
        section.body.addWidget(Label(born, FontRole.DENSE_IDENTIFIER, "text2").wrapped())
        line = QHBoxLayout()
        what = f"{case.short} {case.day.label}, {session_text(case, self._today)}, {place_text(case)}"
        line.addWidget(Label(what, FontRole.BODY_MEDIUM).wrapped(), 1)
        colour = case.verdict.colour
        words = self.tr("Results awaited") if row.awaited else say(COLOURS[colour])
        chip = Chip(words, TONES[colour], "hourglass" if row.awaited else MARKS[colour])
        line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        section.body.addLayout(line)
        return section

    def _labs(self, row: ReviewRow) -> InspectorSection:
        """Return the values against their thresholds, and in words what is not green."""
        verdict = row.case.verdict
        section = InspectorSection("")
        section.body.setSpacing(2)
        for words, red, source in sentences(verdict.findings, self._library):
            section.body.addWidget(_line(*(RED if red else AMBER), words, source))
        if not verdict.findings:
            section.body.addWidget(_line("circle-check", "ok", self.tr("Inside every rule"), ""))
        limits = [line for line in sorted(verdict.lines, key=_order) if _measured(line)]
        for line in limits:
            if line.colour is not Colour.GREEN or line.subject in COLUMNS:
                before = row.before(line.subject) if line.subject != CLEARANCE else None
                section.body.addWidget(LabLine(line, line.value, before.value if before is not None else None))
        inside = [line for line in limits if line.colour is Colour.GREEN and line.subject not in COLUMNS]
        if inside:
            values = "   ".join(
                f"{subject_name(line.subject)} {figure(round(line.value or 0.0, 1))}" for line in inside
            )
            words = self.tr("Inside: {values}").format(values=values)
            section.body.addWidget(Label(words, FontRole.DENSE, "text2").wrapped())
        rules = [catalogue().rules[name].name for name in row.case.gate.rules]
        names = self.tr("Rules: {names}").format(names=", ".join(rules))
        section.body.addWidget(Label(names, FontRole.CAPTION, "text3").wrapped())
        return section

    def _since(self, row: ReviewRow, now: datetime) -> InspectorSection:
        """Return what happened since the treatment day before, with the ways to its toxicities."""
        section = InspectorSection(self.tr("Since the last treatment"))
        rows = FactRows()
        rows.show_rows(since_rows(row, self._library, now))
        section.body.addWidget(rows)
        ways = QHBoxLayout()
        ways.setSpacing(4)
        for words, asked in (
            (self.tr("Toxicity… (T)"), self.toxicity_asked),
            (self.tr("All toxicities… (⇧T)"), self.toxicities_asked),
        ):
            button = link(words)
            button.clicked.connect(asked)
            ways.addWidget(button)
        ways.addStretch(1)
        section.body.addLayout(ways)
        for finding in dose_doubts(row.case, self._library, now):
            section.body.addWidget(ReasonRow(finding, note=("info", "info")))
        return section

    def _lifetime(self, row: ReviewRow) -> InspectorSection:
        """Return the gauges of what adds up over a life, with the whole planned course."""
        section = InspectorSection(self.tr("Lifetime dose"))
        add_lifetimes(section, row.beside.lifetime, self._library)
        return section

    def _tests(self, row: ReviewRow) -> InspectorSection:
        """Return the tests that are waited for: since when, due when, and in red what is late."""
        section = InspectorSection(self.tr("Tests waited for"))
        for request in row.beside.tests:
            late = tuple(late_steps(request, self._today))
            words, tone, icon = STAGES[request.stage(self._today)]
            line = QHBoxLayout()
            line.addWidget(Label(name_of_test(request), FontRole.BODY_MEDIUM).elided(), 1)
            line.addWidget(Chip(say(words), "critical" if late else tone, icon))
            section.body.addLayout(line)
            section.body.addWidget(Label(story_text(request, self._today), FontRole.DENSE, "text2").wrapped())
            for finding in late:
                section.body.addWidget(Label(finding_text(finding), FontRole.DENSE_MEDIUM, "critical").wrapped())
        return section

    def _lay_out(self) -> None:
        inside = Panel("inspector")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._facts)
        column.addWidget(self.decide)
        column.addWidget(self.effect)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(8)
        foot.addWidget(self.sign)
        foot.addStretch(1)
        foot.addWidget(self.skip)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(Divider())
        outer.addLayout(foot)


def _asks(row: ReviewRow) -> tuple[object, ...]:
    """Return what a decision is about: another one of these is another question."""
    case = row.case
    return case.treatment_day_id, case.day, case.verdict, case.decision, case.seat


def _measured(line: GateLine) -> bool:
    """Return whether a line is a value with a threshold, that the patient's condition is not."""
    return line.bound is not None and line.value is not None and line.subject not in {"ecog", "weight"}


def _order(line: GateLine) -> tuple[int, int]:
    """Put what is not green first, then the columns of the list, then the rest."""
    place = COLUMNS.index(line.subject) if line.subject in COLUMNS else len(COLUMNS)
    return -line.colour.rank, place


def _line(icon: str, tone: str, words: str, source: str) -> QWidget:
    """Return a sentence with its mark, and below where it comes from."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 1, 0, 3)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    grid.addWidget(IconView(icon, tone, 15), 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(Label(words, FontRole.BODY_MEDIUM, tone if tone != "ok" else "text1").wrapped(), 0, 1)
    if source:
        grid.addWidget(Label(source, FontRole.CAPTION, "text3").elided(), 1, 1)
    made.setAccessibleName(f"{words}. {source}" if source else words)
    return made

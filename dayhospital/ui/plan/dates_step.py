"""Step 2: every treatment day with its window, the load of the days around it, and what moved for a closed day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dayhospital.clinical.port import assess_port_for_regimen
from dayhospital.domain.course import PlannedDay
from dayhospital.domain.formats import day_text, length_text
from dayhospital.ui.context import Context
from dayhospital.ui.patients.dose_gauge import add_lifetimes
from dayhospital.ui.plan.day_strip import DayStrip, StripDay
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.facts import ReasonRow, port_section
from dayhospital.ui.texts import say, say_count
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets.datefield import DateField
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import InspectorSection, Panel, clear_layout
from dayhospital.ui.widgets.segmented import Segmented

DAYS_SHOWN = 12
DAYS_BEFORE = 4


class DateRow(Panel):
    """One treatment day: its label and date at the left, the strip of days at the right.

    Signals:
        moved: Another day was chosen; carries it.
    """

    moved = Signal(object)

    def __init__(self, day: PlannedDay, before: PlannedDay | None, parent: QWidget | None = None) -> None:
        super().__init__("warn" if day.findings else "card", parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 8)
        row.setSpacing(16)
        left, middle = QVBoxLayout(), QVBoxLayout()
        for column, width in ((left, 84), (middle, 190)):
            column.setSpacing(2)
            column.addStrut(width)
        left.addWidget(Label(day.label, FontRole.BODY_STRONG))
        left.addWidget(
            Label(length_text(day.time.chair_minutes) if day.needs_chair else self.tr("no chair"), FontRole.DENSE)
        )
        left.addStretch(1)
        middle.addWidget(Label(day_text(day.planned, weekday=True), FontRole.BODY_STRONG))
        self._explain(middle, day, before)
        middle.addStretch(1)
        self.strip = DayStrip(day.label)
        self.strip.chosen.connect(self.moved)
        row.addLayout(left)
        row.addLayout(middle)
        row.addWidget(self.strip, 1)

    def _explain(self, column: QVBoxLayout, day: PlannedDay, before: PlannedDay | None) -> None:
        if day.planned != day.window.ideal:
            due = self.tr("due {day}").format(day=day_text(day.window.ideal, weekday=True, year=False))
            column.addWidget(Label(f"↳ {due}", FontRole.DENSE_MEDIUM, "warn"))
        elif before is not None:
            gap = (day.planned - before.planned).days
            column.addWidget(Label(say("{n} days after {label}", n=gap, label=before.label), FontRole.DENSE, "text2"))
        early, late = (day.window.ideal - day.window.earliest).days, (day.window.latest - day.window.ideal).days
        column.addWidget(
            Label(self.tr("window −{early}/+{late} d").format(early=early, late=late), FontRole.DENSE, "text3")
        )
        if day.provisional:
            column.addWidget(Label(self.tr("provisional"), FontRole.DENSE_MEDIUM, "info"))


class DatesStep(QWidget):
    """All rows, and at the right what is needed before and around them.

    Signals:
        changed: The days changed; carries the draft.
    """

    changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._draft: PlanDraft | None = None
        self._load: Mapping[date, float] = {}
        self.start = DateField(context.clock.today())
        self.start.day_changed.connect(self._restart)
        self.following = Segmented(
            (("given", self.tr("Given day")), ("plan", self.tr("Plan"))), self.tr("Later days count from")
        )
        self._rows = QVBoxLayout()
        self._side = QVBoxLayout()
        self._lay_out()

    def show_draft(self, draft: PlanDraft) -> None:
        """Work out the days if the draft has none, ask for the load around them, and show them."""
        if not draft.days:
            draft = replace(draft, days=draft.work_out(self._context.library), choices=())
        self._draft = draft
        self.start.set_day(draft.start)
        self.changed.emit(draft)
        first = min(day.planned for day in draft.days) - timedelta(days=DAYS_SHOWN)
        last = max(day.planned for day in draft.days) + timedelta(days=DAYS_SHOWN)

        def read(connection: object) -> Mapping[date, float]:
            from dayhospital.queries.unit import load_ahead

            return {day: load.share for day, load in load_ahead(connection, first, last).items()}  # type: ignore[arg-type]

        self._context.store.ask(self, read, self._show_load)

    def _show_load(self, load: Mapping[date, float]) -> None:
        self._load = load
        clear_layout(self._rows)
        if self._draft is None:
            return
        before = None
        for index, day in enumerate(self._draft.days):
            row = DateRow(day, before)
            row.strip.show_days(self._around(day), day.window, day.planned)
            row.moved.connect(lambda to, index=index: self._move(index, to))
            self._rows.addWidget(row)
            before = day
        self._rows.addStretch(1)
        self._show_side(self._draft)

    def _around(self, day: PlannedDay) -> tuple[StripDay, ...]:
        assert self._draft is not None, "rows follow from a draft"
        calendar = self._draft.calendar
        first = min(day.window.ideal - timedelta(days=DAYS_BEFORE), day.window.earliest)
        days = []
        for offset in range(DAYS_SHOWN):
            shown = first + timedelta(days=offset)
            opened = calendar.is_open(shown)
            days.append(StripDay(shown, self._load.get(shown, 0.0) if opened else None, calendar.why_closed(shown)))
        return tuple(days)

    def _move(self, index: int, to: date) -> None:
        if self._draft is not None:
            days = self._draft.moved(index, to, self._context.library, self.following.key == "given")
            self.show_draft(replace(self._draft, days=days, choices=()))

    def _restart(self, day: date | None) -> None:
        if self._draft is not None and day is not None:
            self.show_draft(replace(self._draft, start=day, days=(), choices=()))

    def _show_side(self, draft: PlanDraft) -> None:
        clear_layout(self._side)
        assert draft.regimen is not None and draft.setting is not None, "dates follow from a regimen"
        port = assess_port_for_regimen(
            draft.regimen, draft.setting, draft.facts, draft.days[0].planned, self._context.library.drug
        )
        self._side.addWidget(port_section(port))
        counts = InspectorSection(self.tr("What it asks of the unit"))
        chair_days = [day for day in draft.days if day.needs_chair]
        minutes = sum(day.time.chair_minutes for day in chair_days)
        counts.body.addWidget(Label(say_count(len(chair_days), "{n} session", "{n} sessions"), FontRole.DENSE_MEDIUM))
        counts.body.addWidget(
            Label(self.tr("{time} chair time").format(time=length_text(minutes)), FontRole.DENSE_MEDIUM)
        )
        if others := len(draft.days) - len(chair_days):
            counts.body.addWidget(
                Label(
                    say_count(others, "{n} consultation, no chair", "{n} consultations, no chair"),
                    FontRole.DENSE_MEDIUM,
                )
            )
        self._side.addWidget(counts)
        if lifetimes := draft.lifetime(self._context.library):
            section = InspectorSection(self.tr("Cumulative dose"), self.tr("with this plan"))
            add_lifetimes(section, lifetimes, self._context.library)
            self._side.addWidget(section)
        findings = tuple(dict.fromkeys(finding for day in draft.days for finding in day.findings))
        if findings:
            section = InspectorSection(self.tr("To look at"), last=True)
            for finding in findings[:8]:
                section.body.addWidget(ReasonRow(finding))
            self._side.addWidget(section)
        self._side.addStretch(1)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        tools = QHBoxLayout()
        tools.setContentsMargins(18, 10, 18, 10)
        tools.setSpacing(10)
        for label, field in ((self.tr("First day"), self.start), (self.tr("Later days count from"), self.following)):
            tools.addWidget(Label(label, tone="text2"))
            tools.addWidget(field)
        self.start.setFixedWidth(150)
        tools.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._rows)
        self._rows.setContentsMargins(18, 0, 18, 18)
        self._rows.setSpacing(8)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(tools)
        middle.addWidget(scroll, 1)
        inspector = Panel("inspector")
        inspector.setLayout(self._side)
        self._side.setContentsMargins(0, 4, 0, 4)
        right = QScrollArea()
        right.setFixedWidth(330)
        right.setWidgetResizable(True)
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.setFrameShape(QScrollArea.Shape.NoFrame)
        right.setWidget(inspector)
        row.addLayout(middle, 1)
        row.addWidget(right)

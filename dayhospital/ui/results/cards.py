"""What stands of the results on the overview and in the side column."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.clinical.late_tests import late_tests
from dayhospital.clinical.library import Library
from dayhospital.clinical.markers import VARIANT, Marker, is_noteworthy, markers
from dayhospital.clinical.panels import biomarkers, glance
from dayhospital.domain.formats import time_text
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.domain.result import Analyte, Result, Results
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.results.trend import Trend
from dayhospital.ui.results.words import (
    STAGES,
    asking_text,
    change_text,
    is_above,
    limit_text,
    name_of_test,
    number_text,
    result_text,
    short_day,
    waiting_text,
)
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import Card, Divider, EmptyState, IconView, InspectorSection, Label, link

MARKERS_SHOWN = 14
NAME_WIDTH = 92


class CardRow(QWidget):
    """One line of the card: what, its value with an icon if it needs an eye, and at the right where and when.

    ``below`` stands in a second line under the value.
    """

    def __init__(
        self,
        name: str,
        value: str,
        tone: str,
        icon: str,
        where: str,
        below: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3, 0, 3)
        column.setSpacing(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        label = Label(name, FontRole.DENSE, "text2").wrapped()
        label.setFixedWidth(holder().px(NAME_WIDTH))
        row.addWidget(label)
        row.addWidget(Label(value, FontRole.DENSE_STRONG, tone))
        if icon:
            row.addWidget(IconView(icon, tone, 13))
        row.addStretch(1)
        row.addWidget(Label(where, FontRole.DENSE, "text3").elided())
        column.addLayout(row)
        if below:
            second = QHBoxLayout()
            second.addSpacing(holder().px(NAME_WIDTH) + 8)
            unbroken = below.replace("-", "\N{NON-BREAKING HYPHEN}")  # no name of a regimen is cut in two
            second.addWidget(Label(unbroken, FontRole.DENSE, "text2").wrapped(), 1)
            column.addLayout(second)


class MarkerCard(Card):
    """Biomarkers and NGS: the result that counts of each, then what is waited for and what is late.

    Signals:
        asked: An act; carries its name: ``markers`` shows all, ``marker`` records one, ``ask_test`` asks for a test.
    """

    asked = Signal(str)

    def __init__(
        self,
        results: Results,
        requests: Sequence[RequestedTest],
        library: Library,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(say("Biomarkers and NGS"), parent)
        self.body.setSpacing(2)
        found = markers(results, {analyte.id: analyte for analyte in biomarkers()})
        waiting = [request for request in requests if request.open]
        if not found and not waiting:
            self._show_empty()
            return
        every = link(say("All results"))
        every.clicked.connect(lambda: self.asked.emit("markers"))
        self.add_to_header(every)
        for marker in found[:MARKERS_SHOWN]:
            self.body.addWidget(marker_line(marker, library, now))
            self.body.addWidget(Divider())
        if len(found) > MARKERS_SHOWN:
            more = say("and {n} more, see Biomarkers", n=len(found) - MARKERS_SHOWN)
            self.body.addWidget(Label(more, FontRole.DENSE, "text3"))
        for request in waiting:
            self.body.addWidget(request_line(request, now))
            self.body.addWidget(Divider())
        for finding in late_tests(waiting, now.date()):
            self.body.addWidget(ReasonRow(finding))
        self._add_acts()

    def _show_empty(self) -> None:
        empty = EmptyState("dna", say("No biomarker recorded"), say("No test is waited for."), say("Record biomarker…"))
        empty.acted.connect(lambda: self.asked.emit("marker"))
        self.body.addWidget(empty)
        ask = link(say("Ask for a test…"))
        ask.clicked.connect(lambda: self.asked.emit("ask_test"))
        self.body.addWidget(ask, 0, Qt.AlignmentFlag.AlignHCenter)

    def _add_acts(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        for words, act in ((say("Record biomarker…"), "marker"), (say("Ask for a test…"), "ask_test")):
            button = link(words)
            button.clicked.connect(lambda _=False, act=act: self.asked.emit(act))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)


def marker_line(marker: Marker, library: Library, now: datetime) -> CardRow:
    """Return the line of a marker; a change is said with what it was before, a variant with who looks for it."""
    result = marker.newest
    change = change_text(marker, result)
    value = change or result_text(marker.analyte, result)
    tone, icon = ("critical", "triangle-alert") if is_noteworthy(result, library) else ("text1", "")
    if marker.turned(result) and not icon:
        tone, icon = "warn", "repeat"
    where = ", ".join(part for part in (result.specimen, short_day(result.at, now.date())) if part)
    details = (result.detail if result.answer == VARIANT else "", asking_text(result, library))
    below = ". ".join(part for part in details if part)
    return CardRow(marker.analyte.name, value, tone, icon, where, below)


def request_line(request: RequestedTest, now: datetime) -> CardRow:
    """Return the line of a test that is waited for: ``Pending``, sent and due."""
    words, tone, icon = STAGES[request.stage(now.date())]
    shown = "text2" if tone == "neutral" else tone
    return CardRow(name_of_test(request), say(words), shown, icon, waiting_text(request, now.date()))


class LabSection(InspectorSection):
    """The last blood counts and the kidney at a glance, each with the line of its last values.

    Signals:
        asked: An act; carries its name: ``labs`` records results, ``show_labs`` shows all.
    """

    asked = Signal(str)

    def __init__(self, results: Results, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(say("Labs"), parent=parent)
        shown = [(analyte, found) for analyte in glance() if (found := results.all(analyte.id))]
        if not shown:
            self.body.addWidget(Label(say("No blood results yet."), FontRole.DENSE, "text2"))
        else:
            newest = max(found[0].at for _, found in shown)
            self.set_remark(when_text(newest, now))
            grid = QGridLayout()
            grid.setHorizontalSpacing(8)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(1, 1)
            for number, (analyte, found) in enumerate(shown):
                self._add(grid, number, analyte, found, newest, now)
            self.body.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(4)
        acts = [(say("Record results…"), "labs"), *([(say("All results"), "show_labs")] if shown else [])]
        for words, act in acts:
            button = link(words)
            button.clicked.connect(lambda _=False, act=act: self.asked.emit(act))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add(
        self,
        grid: QGridLayout,
        row: int,
        analyte: Analyte,
        found: tuple[Result, ...],
        newest: datetime,
        now: datetime,
    ) -> None:
        result = found[0]
        name = QVBoxLayout()
        name.setSpacing(0)
        name.addWidget(Label(analyte.name, FontRole.DENSE_MEDIUM))
        of_when = "" if result.at == newest else when_text(result.at, now)
        below = ", ".join(part for part in (analyte.unit, of_when or limit_text(analyte)) if part)
        name.addWidget(Label(below, FontRole.CAPTION, "text3"))
        grid.addLayout(name, row, 0)
        grid.addWidget(Trend(analyte, found), row, 1)
        above = is_above(analyte, result)
        text = "" if result.value is None else number_text(result.value)
        value = Label(f"{text} ↑" if above else text, FontRole.BODY_STRONG, "critical" if above else "text1")
        value.setMinimumWidth(holder().px(44))
        grid.addWidget(value, row, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def when_text(at: datetime, now: datetime) -> str:
    """Return ``today 07:50`` or ``19-Nov 07:50``."""
    day = say("today") if at.date() == now.date() else short_day(at, now.date())
    return f"{day} {time_text(at)}"

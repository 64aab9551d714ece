"""The tests that are waited for, each with its days so far and the steps that are legal now."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.clinical.late_tests import late_steps
from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.domain.requested_test import RequestedTest, Step
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.results.words import STAGES, name_of_test, step_text, story_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import Chip, Label, Panel, clear_layout, link

CLOSED_SHOWN = 3
"""So many closed tests stay in sight below the open ones."""
NAME_WIDTH = 132


class RequestRow(QWidget):
    """One test: name, stage, the days so far, what is late, and a link for each step.

    Signals:
        asked: A step was asked for; carries its name and the request.
    """

    asked = Signal(str, object)

    def __init__(self, request: RequestedTest, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words, tone, icon = STAGES[request.stage(today)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(10)
        name = Label(name_of_test(request), FontRole.BODY_STRONG, "text1" if request.open else "text3").elided()
        name.setFixedWidth(holder().px(NAME_WIDTH))
        row.addWidget(name)
        row.addWidget(Chip(say(words), tone, icon))
        row.addStretch(1)
        test = molecular_tests().get(request.test)
        for step in request.steps():
            if step is Step.NEW_BIOPSY and (test is None or not test.on_tissue):
                continue
            if step is Step.ENTER_RESULT and test is None:  # gone from the file: nobody knows what it answers
                continue
            button = link(step_text(request, step))
            button.clicked.connect(partial(self.asked.emit, step.value, request))
            row.addWidget(button)
        column.addLayout(row)
        told = ". ".join(part for part in (story_text(request, today), request.note) if part)
        column.addWidget(Label(told, FontRole.DENSE, "text2" if request.open else "text3").elided())
        for finding in late_steps(request, today):
            column.addWidget(ReasonRow(finding))


class RequestList(Panel):
    """The open tests first, then the last that were closed.

    Signals:
        asked: A step or a new test was asked for; carries its name and the request, or None.
    """

    asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 8, 18, 8)
        self._column.setSpacing(0)

    def show_requests(self, requests: Sequence[RequestedTest], today: date) -> None:
        clear_layout(self._column)
        waiting = [request for request in requests if request.open]
        closed = [request for request in requests if not request.open][:CLOSED_SHOWN]
        for request in (*waiting, *closed):
            row = RequestRow(request, today)
            row.asked.connect(self.asked)
            self._column.addWidget(row)
            row.show()  # at once, so that the tab knows how high the list is
        if not requests:
            line = Label(say("No test is waited for."), FontRole.DENSE, "text2")
            self._column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
            line.show()

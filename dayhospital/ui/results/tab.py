"""The frame of a tab of findings: a hint and the button that records another one, over the table or over what to say
while there is none."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.ui.results.tables import ResultTable
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import EmptyState, Label, Panel, secondary


@dataclass(frozen=True, slots=True)
class TabWords:
    """What a tab says, and the act it asks for."""

    act: str
    icon: str
    record: str
    """On the button."""
    key: str
    hint: str
    nothing: str
    """The fact that there is nothing yet, and in :attr:`then` what will stand here."""
    then: str


class FindingsTab(Panel):
    """The table, with the button that records another finding.

    Signals:
        asked: An act; carries its name and what it is about, or None.
    """

    asked = Signal(str, object)

    def __init__(self, table: ResultTable, words: TabWords, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._act = words.act
        self.table = table
        table.asked.connect(self.asked)
        self.empty = EmptyState(words.icon, words.nothing, words.then, f"{words.record}…")
        self.empty.acted.connect(self._record)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(table)
        self.record = secondary(words.record, words.icon, words.key)
        self.record.clicked.connect(self._record)
        bar = Panel("surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 8, 18, 8)
        row.addWidget(Label(words.hint, FontRole.DENSE, "text2").elided(), 1)
        row.addWidget(self.record)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.stack, 1)

    def show_whether(self, any_rows: bool) -> None:
        """Show the table, or that there is nothing yet."""
        self.stack.setCurrentWidget(self.table if any_rows else self.empty)
        self.record.setVisible(any_rows)

    def _record(self) -> None:
        self.asked.emit(self._act, None)

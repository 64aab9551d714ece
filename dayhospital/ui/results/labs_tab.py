"""The tab of laboratory results."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.domain.result import Results
from dayhospital.ui.results.labs import FIXED, TREND, LabModel, TrendDelegate
from dayhospital.ui.results.tables import ResultTable
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import EmptyState, Label, Panel, secondary

WIDTHS = (208, 76, 76, 122)
"""Of the columns before the days, in px at 100 %."""
DAY_WIDTH = 92
ROW_HEIGHT = 32


class LabsTab(Panel):
    """The table of results, with the button that opens the sheet to type more.

    Signals:
        asked: An act; carries its name and the result it is about, or None.
    """

    asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self.model = LabModel()
        self.table = ResultTable(say("Results by day, the newest first"), ROW_HEIGHT)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setItemDelegateForColumn(TREND, TrendDelegate(self.table))
        self.table.asked.connect(self.asked)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.empty = EmptyState(
            "flask-conical",
            say("No results yet"),
            say("Blood counts, chemistry, heart and what is asked before a first dose stand here by day."),
            say("Record results…"),
        )
        self.empty.acted.connect(self._record)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.record = secondary(say("Record results"), "flask-conical", "L")
        self.record.clicked.connect(self._record)
        bar = Panel("surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 8, 18, 8)
        hint = say("Newest day first. A value above its limit carries an arrow. Enter corrects, Del takes away.")
        row.addWidget(Label(hint, FontRole.DENSE, "text2").elided(), 1)
        row.addWidget(self.record)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.stack, 1)

    def show_results(self, results: Results, today: date) -> None:
        """Show what was measured; the cell that was current stays so."""
        current = self.table.currentIndex()
        place = (current.row(), current.column())
        self.model.show_results(results, today)
        self.table.clearSpans()
        for number, row in enumerate(self.model.rows):
            if row.analyte is None:
                self.table.setSpan(number, 0, 1, self.model.columnCount())
        for column in range(self.model.columnCount()):
            width = WIDTHS[column] if column < len(FIXED) else DAY_WIDTH
            self.table.setColumnWidth(column, holder().px(width))
        self.stack.setCurrentWidget(self.table if self.model.rows else self.empty)
        self.record.setVisible(bool(self.model.rows))
        kept = self.model.index(*place)
        if kept.isValid():
            self.table.setCurrentIndex(kept)

    def _record(self) -> None:
        self.asked.emit("labs", None)

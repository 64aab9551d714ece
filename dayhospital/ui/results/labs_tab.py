"""The tab of laboratory results."""

from datetime import date

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from dayhospital.domain.result import Results
from dayhospital.ui.results.labs import FIXED, TREND, LabModel, TrendDelegate
from dayhospital.ui.results.tab import FindingsTab, TabWords
from dayhospital.ui.results.tables import ResultTable
from dayhospital.ui.texts import say
from dayhospital.ui.theme import holder

WIDTHS = (208, 76, 76, 122)
"""Of the columns before the days, in px at 100 %."""
DAY_WIDTH = 92
ROW_HEIGHT = 32


class LabsTab(FindingsTab):
    """The table of results, with the button that opens the sheet to type more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        table = ResultTable(say("Results by day, the newest first"), ROW_HEIGHT)
        words = TabWords(
            act="labs",
            icon="flask-conical",
            record=say("Record results"),
            key="L",
            hint=say("Newest day first. A value above its limit carries an arrow. Enter corrects, Del takes away."),
            nothing=say("No results yet"),
            then=say("Blood counts, chemistry, heart and what is asked before a first dose stand here by day."),
        )
        super().__init__(table, words, parent)
        self.model = LabModel()
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        table.setItemDelegateForColumn(TREND, TrendDelegate(table))
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

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
        self.show_whether(bool(self.model.rows))
        kept = self.model.index(*place)
        if kept.isValid():
            self.table.setCurrentIndex(kept)

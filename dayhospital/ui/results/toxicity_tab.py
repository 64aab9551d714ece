"""The tab of toxicities: every grade with its version of CTCAE, its day and who wrote it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.queries.toxicities import Graded
from dayhospital.ui.patients.tables import RowsModel
from dayhospital.ui.results.tab import FindingsTab, TabWords
from dayhospital.ui.results.tables import ResultTable
from dayhospital.ui.results.words import grade_text, term_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder

WIDTHS = (128, 190, 92, 124, 180, 0)
"""Of the columns in px at 100 %; 0 takes what is left."""
ROW_HEIGHT = 34
GRADE = 2
SEVERE = 3
"""From this grade on a toxicity stands out in red, from one lower in amber."""


class ToxicityModel(RowsModel):
    """The rows; grades that no longer count are dimmed, those that do stand out from grade 2 on."""

    def __init__(self) -> None:
        super().__init__(
            (
                (say("Day"), lambda row: day_text(row.toxicity.day)),
                (say("Term"), lambda row: term_text(row.toxicity.term)),
                (say("Grade"), lambda row: grade_text(row.toxicity)),
                (say("CTCAE version"), lambda row: row.toxicity.ctcae.value),
                (say("Recorded by"), lambda row: row.by),
                (say("Note"), lambda row: row.toxicity.note),
            )
        )

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()] if index.isValid() else None
        if not isinstance(row, Graded):
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, index.column())
        if role == Qt.ItemDataRole.FontRole:
            strong = row.newest and index.column() in {1, GRADE}
            return holder().font(FontRole.BODY_STRONG if strong else FontRole.BODY)
        if role == Qt.ItemDataRole.ToolTipRole:
            return super().data(index, Qt.ItemDataRole.DisplayRole) or None
        return super().data(index, role)

    def _colour(self, row: Graded, column: int) -> object:
        theme, grade = holder().theme, row.toxicity.grade
        if not row.newest or not grade:
            return theme.text3
        if column != GRADE or grade < SEVERE - 1:
            return None
        return theme.status("critical" if grade >= SEVERE else "warn").text


class ToxicityTab(FindingsTab):
    """The table of toxicities, with the button that grades another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        table = ResultTable(say("Toxicities, the newest first"), ROW_HEIGHT)
        words = TabWords(
            act="toxicity",
            icon="stethoscope",
            record=say("Record toxicity"),
            key="T",
            hint=say("Newest day first; the grade that counts is strong. Enter corrects, Del takes away."),
            nothing=say("No toxicity recorded"),
            then=say("What the treatment did stands here by day, graded by CTCAE."),
        )
        super().__init__(table, words, parent)
        self.model = ToxicityModel()
        table.setModel(self.model)
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(len(WIDTHS) - 1, QHeaderView.ResizeMode.Stretch)
        for number, width in enumerate(WIDTHS):
            if width:
                table.setColumnWidth(number, holder().px(width))

    def show_toxicities(self, rows: Sequence[Graded]) -> None:
        """Show every grade anew; the row that was current stays so."""
        place = self.table.currentIndex().row()
        self.model.show_rows(rows)
        self.show_whether(bool(rows))
        if rows:
            self.table.setCurrentIndex(self.model.index(min(max(place, 0), len(rows) - 1), 0))

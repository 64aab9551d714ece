"""The tab of biomarkers: the tests that are waited for above, every result of tumour and genes below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.markers import Marker, is_noteworthy, markers
from dayhospital.clinical.panels import biomarkers
from dayhospital.domain.formats import day_text
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.domain.result import Result, Results
from dayhospital.domain.tumour import Tumour
from dayhospital.ui.patients.tables import RowsModel
from dayhospital.ui.results.requests import RequestList
from dayhospital.ui.results.tables import ResultTable
from dayhospital.ui.results.words import asking_text, change_text, result_text, tumour_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import Divider, EmptyState, Label, Panel, secondary

WIDTHS = (126, 104, 158, 176, 146, 0)
"""Of the columns in px at 100 %; 0 takes what is left."""
ROW_HEIGHT = 34
MOST_REQUEST_HEIGHT = 230


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """One result of a biomarker; ``newest`` if it is the one that counts."""

    marker: Marker
    result: Result
    newest: bool
    noteworthy: bool
    more: str
    """Of which tumour, if there are several, and which regimens look for what was found."""


def marker_rows(results: Results, tumours: Sequence[Tumour], library: Library) -> tuple[MarkerRow, ...]:
    """Return every result of tumour and genes, the newest first."""
    known = {analyte.id: analyte for analyte in biomarkers()}
    several = len(tumours) > 1

    def more(result: Result) -> str:
        tumour = tumour_text(tumours, result.tumour_id) if several else ""
        return ". ".join(part for part in (tumour, asking_text(result, library)) if part)

    rows = [
        MarkerRow(marker, result, result is marker.newest, is_noteworthy(result, library), more(result))
        for marker in markers(results, known)
        for result in marker.results
    ]
    return tuple(sorted(rows, key=lambda row: row.result.at, reverse=True))  # of one day in the order of their file


class MarkerModel(RowsModel):
    """The rows; results that no longer count are dimmed, answers that change treatment stand out."""

    def __init__(self) -> None:
        super().__init__(
            (
                (say("Day"), lambda row: day_text(row.result.at)),
                (say("Marker"), lambda row: row.marker.analyte.name),
                (say("Result"), lambda row: result_text(row.marker.analyte, row.result)),
                (say("Change"), lambda row: change_text(row.marker, row.result)),
                (say("Specimen"), lambda row: row.result.specimen),
                (say("Detail"), lambda row: ". ".join(part for part in (row.result.detail, row.more) if part)),
            )
        )

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()] if index.isValid() else None
        if not isinstance(row, MarkerRow):
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, index.column())
        if role == Qt.ItemDataRole.FontRole:
            strong = row.newest and index.column() in {1, 2}
            return holder().font(FontRole.BODY_STRONG if strong else FontRole.BODY)
        if role == Qt.ItemDataRole.ToolTipRole:
            return super().data(index, Qt.ItemDataRole.DisplayRole) or None
        return super().data(index, role)

    def _colour(self, row: MarkerRow, column: int) -> object:
        theme = holder().theme
        if not row.newest:
            return theme.text3
        if column == 2 and row.noteworthy:
            return theme.status("critical").text
        turned = column == 3 and row.marker.turned(row.result)
        return theme.status("warn").text if turned else None


class MarkersTab(Panel):
    """What is waited for, what is known.

    Signals:
        asked: An act; carries its name and the request or result it is about, or None.
    """

    asked = Signal(str, object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._library = library
        self.model = MarkerModel()
        self.table = ResultTable(say("Results of tumour and genes, the newest first"), ROW_HEIGHT)
        self.table.setModel(self.model)
        self.requests = RequestList()
        self.empty = EmptyState(
            "dna",
            say("No biomarker recorded"),
            say("Receptors, HER2, PD-L1 and genes stand here with their specimen and day."),
            say("Record biomarker…"),
        )
        self.empty.acted.connect(lambda: self.asked.emit("marker", None))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        for part in (self.table, self.requests):
            part.asked.connect(self.asked)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(len(WIDTHS) - 1, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(WIDTHS):
            if width:
                self.table.setColumnWidth(column, holder().px(width))
        self._lay_out()

    def show_markers(
        self, results: Results, requests: Sequence[RequestedTest], tumours: Sequence[Tumour], today: date
    ) -> None:
        """Show everything anew; the row that was current stays so."""
        place = self.table.currentIndex().row()
        self.requests.show_requests(requests, today)
        rows = marker_rows(results, tumours, self._library)
        self.model.show_rows(rows)
        self.stack.setCurrentWidget(self.table if rows else self.empty)
        self._fit_requests()
        if 0 <= place < len(rows):
            self.table.setCurrentIndex(self.model.index(place, 0))

    def _fit_requests(self) -> None:
        """Give the tests the height they need, and no more than leaves the results in sight."""
        self.requests.adjustSize()
        self._scroll.setFixedHeight(min(self.requests.sizeHint().height(), holder().px(MOST_REQUEST_HEIGHT)))

    def _lay_out(self) -> None:
        bar = Panel("surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 8, 18, 8)
        row.setSpacing(8)
        row.addWidget(Label(say("Tests asked for"), FontRole.SECTION), 1)
        for words, icon, key, act in (
            (say("Ask for a test"), "hourglass", "A", "ask_test"),
            (say("Record biomarker"), "dna", "B", "marker"),
        ):
            button = secondary(words, icon, key)
            button.clicked.connect(lambda _=False, act=act: self.asked.emit(act, None))
            row.addWidget(button)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.requests)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, self._scroll, Divider()):
            column.addWidget(part)
        column.addWidget(self.stack, 1)

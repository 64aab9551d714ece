"""The table of laboratory results: analytes in their panels, the newest day first, a line of the last values."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from dayhospital.clinical.panels import panels
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.result import Analyte, Result, Results
from dayhospital.ui.patients.tables import NOWHERE, ROW
from dayhospital.ui.results.trend import draw_trend, trend_values
from dayhospital.ui.results.words import above_text, exact_text, is_above, limit_text, result_text, short_day
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder

FIXED = ("Analyte", "Unit", "Limit", "Trend")
"""The columns before those of the days."""
TREND = 3
MOST_DAYS = 14
TREND_ROLE = Qt.ItemDataRole.UserRole + 1
ANALYTE_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class LabRow:
    """One analyte with its results by day, the newest of each day first; or the title of a panel without any."""

    title: str
    analyte: Analyte | None = None
    results: tuple[Result, ...] = ()

    def on(self, day: date) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.at.date() == day)


def lab_rows(results: Results) -> tuple[LabRow, ...]:
    """Return the rows of what was ever measured, each panel under its title."""
    rows: list[LabRow] = []
    for panel in panels():
        measured = [(analyte, results.all(analyte.id)) for analyte in panel.analytes]
        lines = [LabRow(analyte.name, analyte, found) for analyte, found in measured if found]
        rows += [LabRow(panel.name), *lines] if lines else []
    return tuple(rows)


def lab_days(rows: tuple[LabRow, ...]) -> tuple[date, ...]:
    """Return the last days on which anything was measured, the newest first."""
    days = {result.at.date() for row in rows for result in row.results}
    return tuple(sorted(days, reverse=True)[:MOST_DAYS])


class LabModel(QAbstractTableModel):
    """Rows of analytes, columns of days. ``ROW`` is the result of a cell, ``ANALYTE_ROLE`` the analyte of a row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[LabRow, ...] = ()
        self.days: tuple[date, ...] = ()
        self._today = date.min
        self._cells: dict[tuple[int, date], tuple[Result, ...]] = {}

    def show_results(self, results: Results, today: date) -> None:
        self.beginResetModel()
        self.rows, self._today = lab_rows(results), today
        self.days = lab_days(self.rows)
        cells: dict[tuple[int, date], list[Result]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            for result in row.results:
                cells[number, result.at.date()].append(result)
        self._cells = {key: tuple(found) for key, found in cells.items()}
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(FIXED) + len(self.days)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        day = self.days[section - len(FIXED)] if section >= len(FIXED) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return say(FIXED[section]) if day is None else short_day(day, self._today)
        if role == Qt.ItemDataRole.ToolTipRole and day is not None:
            return day_text(day, weekday=True)
        if role == Qt.ItemDataRole.TextAlignmentRole and (day is not None or section == 2):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        title = index.isValid() and self.rows[index.row()].analyte is None
        return Qt.ItemFlag.NoItemFlags if title else super().flags(index)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if row.analyte is None:
            return self._title(row, column, role)
        if role == ANALYTE_ROLE:
            return row.analyte
        if role == TREND_ROLE:
            return trend_values(row.results)
        if column < len(FIXED):
            return self._fixed(row, column, role)
        found = self._cells.get((index.row(), self.days[column - len(FIXED)]), ())
        return self._cell(row.analyte, found, role)

    def _title(self, row: LabRow, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole and column == 0:
            return say(row.title)
        if role == Qt.ItemDataRole.FontRole:
            return holder().font(FontRole.DENSE_STRONG)
        return holder().theme.text2 if role == Qt.ItemDataRole.ForegroundRole else None

    def _fixed(self, row: LabRow, column: int, role: int) -> object:
        assert row.analyte is not None
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.title, row.analyte.unit, limit_text(row.analyte), "")[column]
        if role == Qt.ItemDataRole.AccessibleTextRole and column == TREND:
            return ", ".join(exact_text(value) for value in reversed(trend_values(row.results)))
        if role == Qt.ItemDataRole.FontRole:
            return holder().font(FontRole.BODY_MEDIUM if column == 0 else FontRole.DENSE)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 2:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return holder().theme.text2 if role == Qt.ItemDataRole.ForegroundRole and column else None

    def _cell(self, analyte: Analyte, found: tuple[Result, ...], role: int) -> object:
        if not found:
            return None
        result = found[0]
        above = is_above(analyte, result)
        if role == ROW:
            return result
        if role == Qt.ItemDataRole.DisplayRole:
            text = result_text(analyte, result, unit=False)
            return f"{text} ↑" if above else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(cell_tip(analyte, one) for one in found)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            usual = FontRole.DENSE if analyte.answers else FontRole.BODY
            return holder().font(FontRole.BODY_STRONG if above else usual)
        return holder().theme.status("critical").text if role == Qt.ItemDataRole.ForegroundRole and above else None


def cell_tip(analyte: Analyte, result: Result) -> str:
    """Return the whole of a result in one line: time, figure as kept, how far above its limit."""
    figure = "" if result.value is None else f"{exact_text(result.value)} {analyte.unit}".strip()
    said = figure or result_text(analyte, result)
    parts = (f"{day_text(result.at)} {time_text(result.at)}", said, above_text(analyte, result), result.detail)
    return ", ".join(part for part in parts if part)


class TrendDelegate(QStyledItemDelegate):
    """Paints the line of the last values in its column."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        values, analyte = index.data(TREND_ROLE), index.data(ANALYTE_ROLE)
        if not values or not isinstance(analyte, Analyte):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_trend(painter, QRectF(option.rect).adjusted(10, 3, -10, -4), values, analyte.upper, holder().theme)
        painter.restore()

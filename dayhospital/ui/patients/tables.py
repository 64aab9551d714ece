"""Rows as tables: the model and the delegate of lists, and the tables of the patient page."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from dayhospital.domain.board import BoardSession
from dayhospital.domain.formats import age, day_text, span_text, time_text
from dayhospital.domain.patient import PatientLabel
from dayhospital.queries.patients import HistoryRow
from dayhospital.ui.texts import say, status_text
from dayhospital.ui.theme import FontRole, holder

NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
Column = tuple[str, Callable[[object], str]]


class RowsModel(QAbstractTableModel):
    """Rows of one kind with columns as data; the row itself is under :data:`ROW`."""

    def __init__(self, columns: Sequence[tuple[str, Callable[..., str]]]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._rows: tuple[object, ...] = ()

    def show_rows(self, rows: Sequence[object]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._columns[section][0]
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._columns[index.column()][1](row)
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            return holder().font(FontRole.BODY_MEDIUM)
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints the ground of a row and the line under it; what stands in a cell is :meth:`paint_cell`."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, box = holder().theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.selected)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.line)
        self.paint_cell(painter, box.adjusted(12, 0, -8, -1), index)
        painter.restore()

    def paint_cell(self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
        raise NotImplementedError


class ListTable(QTableView):
    """A list of rows; Enter acts on the current one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def born_text(label: PatientLabel, today: date) -> str:
    """Return ``12-Mar-1961  65 y``."""
    return f"{day_text(label.birth_date)}  {say('{n} y', n=age(label.birth_date, today))}"


def session_model(chair: Callable[[int], str]) -> RowsModel:
    """Return the model of all sessions of a patient."""

    def day(session: BoardSession) -> str:
        return day_text(session.span.day, weekday=True)

    return RowsModel(
        (
            (say("Day"), day),
            (say("Time"), lambda one: span_text(one.span.start, one.span.end)),
            (say("Chair"), lambda one: say("pinboard") if one.on_pinboard else chair(one.chair_id)),
            (say("For"), lambda one: f"{one.treatment.short} {one.treatment.label}".strip()),
            (say("Status"), lambda one: status_text(one.status)),
            (say("Note"), lambda one: one.note),
        )
    )


def history_model() -> RowsModel:
    """Return the model of what was done about a patient."""

    def when(row: HistoryRow) -> str:
        return f"{day_text(row.at)} {time_text(row.at)}"

    return RowsModel(
        (
            (say("When"), when),
            (say("Who"), lambda row: row.by),
            (say("What"), lambda row: row.title),
            (say("Reason"), lambda row: row.reason),
        )
    )

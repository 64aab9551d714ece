"""The tables of the patient page: all sessions, and what was done about the patient."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from dayhospital.domain.board import BoardSession
from dayhospital.domain.formats import day_text, span_text, time_text
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
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[index.column()][1](row)
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            return holder().font(FontRole.BODY_MEDIUM)
        return None


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

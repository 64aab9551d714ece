"""A table of a few facts a row, for the lists of the settings."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from dayhospital.ui.theme import holder
from dayhospital.ui.widgets import prepare_table

ROW_HEIGHT = 34
NARROWEST = 110
VALUE = Qt.ItemDataRole.UserRole


class RowsTable(QTableWidget):
    """Rows of words with a value behind each.

    Signals:
        delete_pressed: Delete was pressed on a row.
        opened: Enter was pressed on a row, or it was clicked twice.
    """

    delete_pressed = Signal()
    opened = Signal()

    def __init__(self, name: str, headings: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(0, len(headings), parent)
        self.setHorizontalHeaderLabels(list(headings))
        self.setAccessibleName(name)
        self.setMinimumHeight(220)
        prepare_table(self, ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(NARROWEST)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.doubleClicked.connect(self.opened)

    def show_rows(self, rows: Sequence[tuple[tuple[str, ...], object]]) -> None:
        """Show other rows; what is chosen stays chosen if it is still there, else its place does."""
        kept, place = self.value(), self.currentRow()
        self.setRowCount(len(rows))
        for number, (words, value) in enumerate(rows):
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setData(VALUE, value)
                self.setItem(number, column, item)
        values = [value for _, value in rows]
        if rows:
            self.setCurrentCell(values.index(kept) if kept in values else min(max(place, 0), len(rows) - 1), 0)

    def value(self) -> object:
        """Return the value of the current row, None without one."""
        item = self.currentItem()
        return None if item is None else item.data(VALUE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, chosen = event.key(), self.currentItem() is not None
        if key == Qt.Key.Key_Delete and chosen:
            self.delete_pressed.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and chosen:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.verticalHeader().setDefaultSectionSize(holder().px(ROW_HEIGHT))
        super().changeEvent(event)

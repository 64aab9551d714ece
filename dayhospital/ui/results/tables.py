"""What the tables of results and toxicities have in common: keys, the menu, what is asked for."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView, QWidget

from dayhospital.domain.result import Result
from dayhospital.domain.toxicity import Toxicity
from dayhospital.queries.toxicities import Graded
from dayhospital.ui.patients.tables import ROW
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import Menu, prepare_table

EDIT, REMOVE = "edit_result", "remove_result"


class ResultTable(QTableView):
    """A table whose model gives results or toxicities under ``ROW``.

    Enter corrects one, Del takes it away, the menu offers both.

    Signals:
        asked: An act on an entry; carries its name and the result or toxicity.
    """

    asked = Signal(str, object)

    def __init__(self, name: str, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        prepare_table(self, row_height)
        self.setAccessibleName(name)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.activated.connect(lambda index: self._ask(EDIT, index))
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self, context=Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(lambda: self._ask(REMOVE, self.currentIndex()))

    def entry(self, index: QModelIndex) -> Result | Toxicity | None:
        """Return the result or toxicity of a cell, None where there is none."""
        found = index.data(ROW) if index.isValid() else None
        if isinstance(found, Graded):
            return found.toxicity
        return found if isinstance(found, Result) else getattr(found, "result", None)

    def _ask(self, act: str, index: QModelIndex) -> None:
        entry = self.entry(index)
        if entry is not None:
            self.asked.emit(act, entry)

    def _open_menu(self, at: QPoint) -> None:
        index = self.indexAt(at) if self.viewport().rect().contains(at) else self.currentIndex()
        if self.entry(index) is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        edit = menu.add_row(say("Correct…"), "pencil", "Enter")
        edit.triggered.connect(lambda: self._ask(EDIT, index))
        remove = menu.add_row(say("Remove, entered by mistake"), "trash-2", "Del", ends=True)
        remove.triggered.connect(lambda: self._ask(REMOVE, index))
        menu.popup(self.viewport().mapToGlobal(at))

"""Choose a drug of the library by part of its name."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.look_alike import look_alikes
from dayhospital.domain.drug import Drug
from dayhospital.domain.regimen import Group
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.palette_model import matches
from dayhospital.ui.regimens.words import group_name
from dayhospital.ui.widgets import SearchField


class DrugDialog(SmallDialog):
    """A list that narrows as one types; ``chosen`` carries the id of the drug."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Add drug"), self.tr("Add"), parent=parent)
        self._library = library
        self.search = SearchField(self.tr("Drug"))
        self.list = LinesList(self.tr("Drugs"), 320)
        self.form.addWidget(self.search)
        self.form.addWidget(self.list)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemDoubleClicked.connect(self.accept)
        self._fill()
        self.search.setFocus()

    def value(self) -> object:
        chosen = self.list.value()
        if chosen is None:
            self.complain(self.tr("Choose a drug from the list."))
        return chosen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while one types."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                row = max(0, min(self.list.currentRow() + step, self.list.count() - 1))
                self.list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        self.list.clear()
        for drug in sorted(self._library.drugs(), key=lambda one: one.name):
            if matches(self.search.text(), drug.name):
                self.list.add(self._lines(drug), drug.id)
        self.list.setCurrentRow(0)

    def _lines(self, drug: Drug) -> Lines:
        others = ", ".join(other.shown for other in look_alikes(drug, self._library))
        warning = self.tr("not {others}").format(others=others) if others else ""
        return Lines(drug.shown, group_name(Group(drug.group)), warning)

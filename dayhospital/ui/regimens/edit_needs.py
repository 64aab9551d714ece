"""Whom a draft fits: its needs and what makes it unsafe, in plain words, to add, change and take out."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.regimen_edit import with_need, without_need
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.regimen import Regimen
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.regimens.need_dialog import NeedDialog
from dayhospital.ui.regimens.need_words import need_sources, need_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, Label, ghost

ROW = 50
MOST_ROWS = 7


class NeedsEditor(Card):
    """One row a need. What has several ways is written as text.

    Signals:
        edited: Something was changed; carries how a regimen is changed by it.
        text_asked: The text is to be shown.
    """

    edited = Signal(object)
    text_asked = Signal()

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(say("Whom it fits"), parent)
        self._library = library
        self._regimen: Regimen | None = None
        self.add = ghost(say("Add"), "plus").sized("small")
        self.change = ghost(say("Change"), "pencil").sized("small")
        self.remove = ghost(say("Take out"), "trash-2").sized("small")
        for button in (self.add, self.change, self.remove):
            self.add_to_header(button)
        self.list = LinesList(say("Whom it fits"), ROW)
        self._none = Label(say("It asks nothing of tumour, tests or earlier lines."), tone="text2")
        several = say("What may be met in one of several ways is changed in the text.")
        self._ways = Label(several, FontRole.CAPTION, "text3")
        for widget in (self.list, self._none, self._ways):
            self.body.addWidget(widget)
        self.add.clicked.connect(lambda: self._ask(None))
        self.change.clicked.connect(self._change)
        self.remove.clicked.connect(self._remove)
        self.list.itemDoubleClicked.connect(self._change)
        self.list.currentRowChanged.connect(self._follow)

    def show_regimen(self, regimen: Regimen) -> None:
        row = self.list.currentRow()
        self._regimen = regimen
        self.list.clear()
        for place, need in enumerate(regimen.needs):
            source = need_sources(need, regimen, self._library).replace("\n", "  ")
            warning = say("or contraindicated") if need.safety else ""
            self.list.add(Lines(need_text(need, self._library), source, warning), place)
        self.list.setVisible(bool(regimen.needs))
        self.list.setFixedHeight(ROW * min(MOST_ROWS, max(1, len(regimen.needs))) + 4)
        self._none.setVisible(not regimen.needs)
        self._ways.setVisible(any(need.kind is NeedKind.ANY_OF for need in regimen.needs))
        self.list.setCurrentRow(min(max(row, 0), len(regimen.needs) - 1))
        self._follow()

    def _chosen(self) -> Need | None:
        row = self.list.currentRow()
        return self._regimen.needs[row] if self._regimen is not None and 0 <= row < len(self._regimen.needs) else None

    def _follow(self) -> None:
        for button in (self.change, self.remove):
            button.setEnabled(self._chosen() is not None)

    def _change(self) -> None:
        need = self._chosen()
        if need is not None and need.kind is NeedKind.ANY_OF:
            self.text_asked.emit()
        elif need is not None:
            self._ask(self.list.currentRow())

    def _ask(self, place: int | None) -> None:
        need = None if place is None or self._regimen is None else self._regimen.needs[place]
        dialog = NeedDialog(self._library, need, self.window())
        dialog.chosen.connect(partial(self._take, place))
        dialog.open()

    def _take(self, place: int | None, need: Need) -> None:
        self.edited.emit(lambda regimen: with_need(regimen, place, need))

    def _remove(self) -> None:
        row = self.list.currentRow()
        if self._chosen() is not None:
            self.edited.emit(lambda regimen: without_need(regimen, row))

"""The drugs of a phase to write: a table whose cells are typed into."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from dayhospital.clinical.library import Library
from dayhospital.clinical.regimen_edit import in_order, minutes_from, with_dose
from dayhospital.domain.drug import Drug
from dayhospital.domain.regimen import NO_MINUTES, ByExposure, Phase, RegimenDrug
from dayhospital.errors import InvalidValue
from dayhospital.ui.regimens.tables import MARK, TAG_KINDS
from dayhospital.ui.regimens.words import below_dose_text, dose_text, exposures_text, extravasation_text, way_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, text_width
from dayhospital.ui.widgets import draw_group_dot, prepare_table

ROW = 46
NAME, DOSE, FIRST, SECOND, LATER, WATCH, PREMEDICATION = range(7)
DRUG = Qt.ItemDataRole.UserRole


class _CellDelegate(QStyledItemDelegate):
    """Frames the cell the keys would type into."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(holder().theme.accent, 2))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 4, -2, -5), 5, 5)
            painter.restore()


class _DrugDelegate(_CellDelegate):
    """Paints the name with its colour, its way below, the drop of a drug that harms outside the vein."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        drug: RegimenDrug
        known: Drug
        drug, known = index.data(DRUG)
        theme, found = holder().theme, holder()
        box = QRectF(option.rect).adjusted(10, 4, -4, -4)
        upper = QRectF(box.left() + 18, box.top(), box.width() - 18, box.height() / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_group_dot(painter, QRectF(box.left(), upper.center().y() - 4, 8, 8), known.colour, theme)
        font = found.font(FontRole.BODY_STRONG)
        draw_text(painter, upper, known.shown, font, theme.text1)
        if extravasation_text(known.extravasation):
            left = upper.left() + text_width(known.shown, font) + 6
            place = QRectF(left, upper.center().y() - MARK / 2, MARK, MARK)
            draw_icon(painter, "droplet", theme.colour(TAG_KINDS[known.extravasation]), place)
        below = ", ".join(part for part in (way_text(drug), below_dose_text(drug)) if part)
        draw_text(painter, upper.translated(0, upper.height()), below, found.font(FontRole.CAPTION), theme.text3)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        _, known = index.data(DRUG)
        return QSize(round(text_width(known.shown, holder().font(FontRole.BODY_STRONG))) + 60, holder().px(ROW))


class DrugGrid(QTableWidget):
    """One row a drug, in the order given.

    Signals:
        edited: A cell was typed into; carries the place of the drug in the phase and the drug as it is now.
        refused: What was typed means nothing; carries the sentence. The cell shows the old value again.
        remove_asked, move_asked: Delete, or Alt with an arrow, was pressed; carry the place (and −1 or +1).
    """

    edited = Signal(int, object)
    refused = Signal(str)
    remove_asked = Signal(int)
    move_asked = Signal(int, int)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(0, 7, parent)
        self._library = library
        self._phase: Phase | None = None
        self._order: list[int] = []
        self._filling = False
        heads = (say("Drug and way"), say("Dose"), say("First"), say("2nd"), say("Later"), say("Watch"), say("Premed."))
        self.setHorizontalHeaderLabels(list(heads))
        self.setAccessibleName(say("Drugs, in the order given"))
        prepare_table(self, ROW)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setItemDelegate(_CellDelegate(self))
        self.setItemDelegateForColumn(NAME, _DrugDelegate(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(48)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._take)

    def show_phase(self, phase: Phase, wrong: int = -1) -> None:
        """Show the drugs of a phase; ``wrong`` is the place of the one a problem is about."""
        self._filling = True
        row, column = max(0, self.currentRow()), max(NAME, self.currentColumn())
        self._phase, self._order = phase, in_order(phase)
        self.setRowCount(len(self._order))
        for number, place in enumerate(self._order):
            self._fill(number, phase.drugs[place], wrong == place)
        self.setCurrentCell(min(row, len(self._order) - 1), column)
        self.setFixedHeight(holder().px(ROW) * len(self._order) + self.horizontalHeader().sizeHint().height() + 2)
        self._filling = False

    @property
    def place(self) -> int:
        """The place in the phase of the drug the cursor is on, −1 without one."""
        return self._order[self.currentRow()] if 0 <= self.currentRow() < len(self._order) else -1

    def choose(self, place: int) -> None:
        """Put the cursor on a drug, on its dose."""
        if place in self._order:
            self.setCurrentCell(self._order.index(place), DOSE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Delete and self.place >= 0:
            self.remove_asked.emit(self.place)
        elif alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self.place >= 0:
            self.move_asked.emit(self.place, -1 if key == Qt.Key.Key_Up else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.state() != QAbstractItemView.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _fill(self, row: int, drug: RegimenDrug, wrong: bool) -> None:
        known, infusion = self._library.drug(drug.drug), drug.infusion
        timed = infusion.longest > 0
        cells = (
            known.shown,
            dose_text(drug),
            str(infusion.first) if timed else "",
            str(infusion.second) if timed else "",
            str(infusion.later) if timed else "",
            exposures_text(drug.observation) if drug.observation.longest else "",
            exposures_text(drug.premedication) if drug.premedication.longest else "",
        )
        for column, words in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setData(DRUG, (drug, known))
            if column == NAME:
                item.setText("")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            if column in {FIRST, SECOND, LATER}:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column == DOSE:
                item.setFont(holder().font(FontRole.IDENTIFIER))
            if wrong:
                item.setForeground(holder().theme.status("critical").text)
            self.setItem(row, column, item)

    def _take(self, item: QTableWidgetItem) -> None:
        """Read a cell that was typed into."""
        if self._filling or self._phase is None:
            return
        place = self._order[item.row()]
        old = self._phase.drugs[place]
        try:
            new = _WRITERS[item.column()](old, item.text().strip())
        except InvalidValue as error:
            self.show_phase(self._phase)
            self.refused.emit(str(error))
            return
        if new != old:
            self.edited.emit(place, new)
        else:
            self.show_phase(self._phase)


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise InvalidValue("An infusion takes a whole number of minutes.")
    return int(text)


def _with_infusion(part: str) -> Callable[[RegimenDrug, str], RegimenDrug]:
    return lambda drug, text: replace(drug, infusion=replace(drug.infusion, **{part: _whole(text)}))


def _minutes(text: str) -> ByExposure:
    return minutes_from(text) if text else NO_MINUTES


_WRITERS: dict[int, Callable[[RegimenDrug, str], RegimenDrug]] = {
    DOSE: with_dose,
    FIRST: _with_infusion("first"),
    SECOND: _with_infusion("second"),
    LATER: _with_infusion("later"),
    WATCH: lambda drug, text: replace(drug, observation=_minutes(text)),
    PREMEDICATION: lambda drug, text: replace(drug, premedication=_minutes(text)),
}

"""The brushes: a chip for each kind of duty and absence with its number key, one to empty, one that only chooses."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from dayhospital.domain.roster import DutyKind
from dayhospital.ui.roster.words import kind_text
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import Button, clear_layout, filter_chip, ghost

CHOOSE, ERASE = 0, -1
"""The brushes beside the kinds, which are numbered from 1."""


class BrushBar(QWidget):
    """The row of chips.

    Signals:
        picked: A brush was picked; carries its number.
        kinds_asked: The list of kinds is to be edited.
    """

    picked = Signal(int)
    kinds_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brush = CHOOSE
        self.chips: dict[int, Button] = {}
        self._kinds: tuple[DutyKind, ...] = ()
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self.edit = ghost(say("Edit kinds…"), "pencil").sized("small")
        self.edit.clicked.connect(self.kinds_asked)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 6, 18, 6)
        whole.setSpacing(10)
        whole.addLayout(self._row)
        whole.addStretch(1)
        whole.addWidget(self.edit)

    def show_kinds(self, kinds: tuple[DutyKind, ...]) -> None:
        """Show a chip for each kind; the brush stays if it still means the same."""
        if kinds == self._kinds:
            return
        if self.kind is not None and (self.brush > len(kinds) or kinds[self.brush - 1] != self.kind):
            self.brush = CHOOSE
        self._kinds = kinds
        for chip in self.chips.values():
            self._group.removeButton(chip)
        clear_layout(self._row)
        self.chips = {}
        self._add(CHOOSE, say("Choose only"), "Esc", say("Clicks choose cells and paint nothing"))
        for number, kind in enumerate(kinds, start=1):
            self._add(number, kind.name, str(number), f"{kind.short}: {kind_text(kind)}")
        self._add(ERASE, say("Empty"), "Del", say("Clicks take duty and absence away"))
        self.pick(self.brush)

    @property
    def kind(self) -> DutyKind | None:
        """The kind of the brush, None if it empties or only chooses."""
        return self._kinds[self.brush - 1] if 1 <= self.brush <= len(self._kinds) else None

    def pick(self, brush: int) -> None:
        """Take a brush; one that is not there changes nothing."""
        if brush in self.chips:
            self.brush = brush
            self.chips[brush].setChecked(True)
            self.picked.emit(brush)

    def _add(self, brush: int, words: str, key: str, tip: str) -> None:
        chip = filter_chip(words)
        chip.set_key(key)
        chip.setToolTip(tip)
        chip.clicked.connect(lambda: self.pick(brush))
        self._group.addButton(chip)
        self._row.addWidget(chip)
        self.chips[brush] = chip

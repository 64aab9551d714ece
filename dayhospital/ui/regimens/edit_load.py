"""The nursing load of each day of a part, 1 to 5, at the first dose and at later ones."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from dayhospital.clinical.regimen_edit import HIGHEST_ACUITY, chair_days, with_acuity
from dayhospital.domain.regimen import Phase
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Label

MOST_DAYS = 8
"""Of a part with more days than these the load is written in the text."""


class LoadFields(QWidget):
    """Two figures a day; a dash is a day nobody said anything about, which counts as 1.

    Signals:
        edited: Something was changed; carries how a phase is changed by it.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._filling = False
        self.days: dict[int, tuple[QSpinBox, QSpinBox]] = {}

    def show_phase(self, phase: Phase) -> bool:
        """Show the days on which somebody is in the building; return whether there are any to show."""
        days = chair_days(phase)
        shown = days if len(days) <= MOST_DAYS else ()
        if tuple(self.days) != shown:
            self._build(shown)
        self._filling = True
        levels = dict(phase.acuity)
        for day, (first, later) in self.days.items():
            level = levels.get(day)
            first.setValue(level.first if level else 0)
            later.setValue(level.later if level else 0)
        self._filling = False
        return bool(shown)

    def _build(self, days: Sequence[int]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.days = {}
        for row, words in ((1, say("First dose")), (2, say("Later doses"))):
            self._grid.addWidget(Label(words, FontRole.DENSE, "text2"), row, 0)
        for column, day in enumerate(days, start=1):
            self._grid.addWidget(Label(say("Day {n}", n=day), FontRole.DENSE_MEDIUM, "text2"), 0, column)
            first, later = (self._spin(row, column, day) for row in (1, 2))
            self.days[day] = first, later
        self._grid.setColumnStretch(len(days) + 1, 1)

    def _spin(self, row: int, column: int, day: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(0, HIGHEST_ACUITY)
        made.setSpecialValueText("–")
        which = say("first dose") if row == 1 else say("later doses")
        made.setAccessibleName(say("Nursing load, day {n}, {which}", n=day, which=which))
        made.valueChanged.connect(partial(self._take, day, row))
        self._grid.addWidget(made, row, column)
        return made

    def _take(self, day: int, row: int, value: int) -> None:
        """Take a figure over; a dash at the first dose takes the day back, one at later doses means the same again."""
        if not self._filling:
            first, later = (spin.value() for spin in self.days[day])
            if row == 1 and not value:
                later = 0
            self.edited.emit(lambda phase: with_acuity(phase, day, first, later))

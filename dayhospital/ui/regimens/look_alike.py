"""The hard stop at names that are taken for one another: each spelled out, and the one meant said once more."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from dayhospital.domain.drug import Drug
from dayhospital.domain.patient import PatientLabel
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import GroupDot, Label

Pairs = Sequence[tuple[Drug, tuple[Drug, ...]]]
"""Drugs chosen, each with those it is taken for."""


class ApartDialog(SmallDialog):
    """Asks which of the names is meant, for each drug that is taken for another; nothing is chosen beforehand.

    ``chosen`` comes only when every answer is the drug that was chosen. ``patient`` is None in the library.
    """

    def __init__(self, pairs: Pairs, patient: PatientLabel | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Names that look alike"), self.tr("This is the one"), patient, parent=parent)
        self._pairs = pairs
        self.answers: list[QButtonGroup] = []
        hint = self.tr("These are not interchangeable. Say once more which one is meant.")
        self.form.addWidget(Label(hint, tone="text2").wrapped())
        for drug, others in pairs:
            self.form.addWidget(self._choice(sorted((drug, *others), key=lambda one: one.name)))

    def value(self) -> object:
        for (drug, _), answer in zip(self._pairs, self.answers, strict=True):
            button = answer.checkedButton()
            if button is None:
                self.complain(self.tr("Say which one is meant."))
                return None
            if button.text() != drug.shown:
                words = self.tr("{this} was chosen, not {other}. Cancel, and choose again.")
                self.complain(words.format(this=drug.shown, other=button.text()))
                return None
        return True

    def _choice(self, drugs: Sequence[Drug]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        group = QButtonGroup(box)
        for row, drug in enumerate(drugs):
            button = QRadioButton(drug.shown)
            group.addButton(button)
            grid.addWidget(GroupDot(drug.colour), row, 0)
            grid.addWidget(button, row, 1)
            grid.addWidget(Label(drug.atc, FontRole.DENSE_IDENTIFIER, "text3"), row, 2, Qt.AlignmentFlag.AlignRight)
        self.answers.append(group)
        return box


def ask_apart(
    pairs: Pairs, patient: PatientLabel | None, parent: QWidget | None, go_on: Callable[[], object]
) -> ApartDialog | None:
    """Go on at once where no name is taken for another, else after somebody said which one is meant."""
    if not pairs:
        go_on()
        return None
    dialog = ApartDialog(pairs, patient, parent)
    dialog.chosen.connect(lambda _right: go_on())
    dialog.open()
    return dialog

"""The frame of every dialog: what it is about, the fields, the safe button and the one that carries the verb."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.patient import PatientLabel
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets.buttons import Button, danger, primary, secondary
from dayhospital.ui.widgets.label import Label

WIDTH = 460


class SmallDialog(QDialog):
    """A titled form with a safe button and one verb.

    Signals:
        chosen: The verb was pressed and the form was complete; carries the command or the value.
    """

    chosen = Signal(object)

    def __init__(
        self,
        title: str,
        verb: str,
        patient: PatientLabel | None = None,
        *,
        dangerous: bool = False,
        width: int = WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(width)
        self.form = QVBoxLayout()
        self.form.setSpacing(12)
        self.problem = Label("", FontRole.DENSE_MEDIUM, "critical").wrapped()
        self.problem.hide()
        self.keep: Button = secondary(self.tr("Cancel"))
        self.act: Button = danger(verb, filled=True) if dangerous else primary(verb)
        self.keep.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.act.setDefault(not dangerous)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(Label(title, FontRole.TITLE).wrapped())
        if patient is not None:
            column.addWidget(Label(identity(patient), FontRole.IDENTIFIER, "text2").wrapped())
        column.addLayout(self.form)
        column.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.act)
        column.addLayout(buttons)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def value(self) -> object:
        """Return the command or value of the form, or None after :meth:`complain` if it is not complete."""
        raise NotImplementedError

    def complain(self, sentence: str) -> None:
        """Say what is missing; the dialog stays."""
        self.problem.setText(sentence)
        self.problem.show()

    def accept(self) -> None:
        value = self.value()
        if value is not None:
            super().accept()
            self.chosen.emit(value)


def identity(patient: PatientLabel) -> str:
    """Return the name and both identifiers in one line, as every dialog and sheet shows them."""
    number = patient.hospital_number.replace(" ", "\N{NO-BREAK SPACE}")
    parts = [patient.name, day_text(patient.birth_date), number]
    return "  ·  ".join(part for part in parts if part)

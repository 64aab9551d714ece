"""Time on a chair that nobody can book: out of service, kept free, a break."""

from datetime import datetime, time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTimeEdit, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import BlockKind, Chair
from dayhospital.domain.span import Span
from dayhospital.services.unit import BlockChair
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, FormField, Label

SUGGESTED_MINUTES = 60


class BlockDialog(SmallDialog):
    """Blocks a chair from one time to another; ``chosen`` carries the command."""

    def __init__(self, chair: Chair, start: datetime, closes: datetime, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Block time"), self.tr("Block time"), parent=parent)
        self._chair, self._day = chair, start.date()
        self.form.addWidget(Label(f"{chair.name}   {day_text(start, weekday=True)}", FontRole.BODY_STRONG))
        self.kind = ChoiceBox(
            (
                (BlockKind.OUT_OF_SERVICE, self.tr("Out of service")),
                (BlockKind.RESERVED, self.tr("Kept free")),
                (BlockKind.BREAK, self.tr("Break")),
            )
        )
        first = QTime(start.hour, start.minute)
        last = min(first.addSecs(SUGGESTED_MINUTES * 60), QTime(closes.hour, closes.minute))
        self.starts, self.ends = QTimeEdit(first), QTimeEdit(last)
        for edit in (self.starts, self.ends):
            edit.setDisplayFormat("HH:mm")
        self.label = QLineEdit()
        self.label.setPlaceholderText(self.tr("for example: motor repair"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormField(self.tr("From"), self.starts))
        row.addWidget(FormField(self.tr("To"), self.ends))
        self.form.addWidget(FormField(self.tr("Why"), self.kind))
        self.form.addLayout(row)
        self.form.addWidget(FormField(self.tr("Words on the board"), self.label))

    def value(self) -> object:
        start, end = self._moment(self.starts), self._moment(self.ends)
        if end <= start:
            self.complain(self.tr("The end must come after the start."))
            return None
        label = self.label.text().strip() or self.kind.currentText()
        return BlockChair(self._chair.id, Span(start, end), self.kind.value(), label)

    def _moment(self, edit: QTimeEdit) -> datetime:
        return datetime.combine(self._day, time(edit.time().hour(), edit.time().minute()))

"""Dialogs about when and where: another start, another day, the next place that fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from dayhospital.domain.board import DueDay
from dayhospital.domain.formats import day_text, length_text, span_text
from dayhospital.domain.patient import PatientLabel
from dayhospital.scheduling.offers import Offer
from dayhospital.services.sessions import BookDay, NoteSession
from dayhospital.ui.dialogs.base import SmallDialog, identity
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.texts import finding_text
from dayhospital.ui.widgets.fields import FormField
from dayhospital.ui.widgets.label import Label


class NoteDialog(SmallDialog):
    """The note of a session: who collects the patient, what the desk must know."""

    def __init__(self, session_id: int, patient: PatientLabel, note: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Note"), self.tr("Save note"), patient, parent=parent)
        self._session_id = session_id
        self.note = QLineEdit(note)
        self.form.addWidget(
            FormField(self.tr("Note for this session"), self.note, self.tr("Printed on the day sheet."))
        )
        self.note.setFocus()

    def value(self) -> object:
        return NoteSession(self._session_id, self.note.text().strip())


@dataclass(frozen=True, slots=True)
class NamedOffer:
    """An offer with the name of its chair."""

    offer: Offer
    chair: str


class OffersDialog(SmallDialog):
    """The next places that fit, best of each day first; ``chosen`` carries the offer."""

    def __init__(
        self, title: str, verb: str, patient: PatientLabel, offers: Sequence[NamedOffer], parent: QWidget | None = None
    ) -> None:
        super().__init__(title, verb, patient, width=540, parent=parent)
        self.list = LinesList(title, 320)
        for named in offers:
            span = named.offer.span
            where = f"{day_text(span.day, weekday=True)}   {span_text(span.start, span.end)}   {named.chair}"
            warned = "   ".join(finding_text(finding) for finding in named.offer.findings)
            self.list.add(Lines(where, warning=warned), named.offer)
        self.list.itemActivated.connect(self.accept)
        if offers:
            self.form.addWidget(self.list)
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self.form.addWidget(Label(self.tr("No chair is free long enough on any open day looked at.")).wrapped())
            self.act.setEnabled(False)

    def value(self) -> object:
        return self.list.value()


class WhoFitsDialog(SmallDialog):
    """Who of the tray could have a free place; ``chosen`` carries the command that books her there."""

    def __init__(
        self, place: str, fitting: Sequence[DueDay], chair_id: int, start: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Who fits {place}").format(place=place), self.tr("Book here"), width=540, parent=parent
        )
        self._chair_id, self._start = chair_id, start
        self.list = LinesList(place, 260)
        for due in fitting:
            what = f"{due.treatment.short} {due.treatment.label}   {length_text(due.treatment.chair_minutes)}"
            self.list.add(Lines(identity(due.patient.label), what), due.treatment.treatment_day_id)
        self.list.itemActivated.connect(self.accept)
        if fitting:
            self.form.addWidget(self.list)
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self.form.addWidget(Label(self.tr("Nobody of the tray fits here without passing a limit.")).wrapped())
            self.act.setEnabled(False)

    def value(self) -> object:
        day_id = self.list.value()
        return BookDay(day_id, self._chair_id, self._start) if isinstance(day_id, int) else None

"""Dialogs for the end of a session: the checks before leaving, a bed for who cannot go home."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from dayhospital.domain.leaving import BedReason, BedRequest, BedState, Leaving, LeavingCheck
from dayhospital.domain.patient import PatientLabel
from dayhospital.services.leaving import AnswerBedRequest, AskForBed, SignLeaving
from dayhospital.services.status import AdmitSession
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.leaving_words import BED_REASONS, CHECKS, bed_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, FormField, Label, link


class LeavingDialog(SmallDialog):
    """The checks of one session, to tick and sign."""

    def __init__(
        self,
        session_id: int,
        patient: PatientLabel,
        needed: Sequence[LeavingCheck],
        leaving: Leaving,
        next_date: str,
        leaves: bool,
        parent: QWidget | None = None,
    ) -> None:
        verb = self.tr("Sign, patient leaves") if leaves else self.tr("Sign")
        super().__init__(self.tr("Before leaving"), verb, patient, width=520, parent=parent)
        self._session_id = session_id
        before = leaving.check.done if leaving.check else frozenset()
        self.boxes = {check: QCheckBox(say(CHECKS[check])) for check in needed}
        every = link(self.tr("All in order"))
        every.clicked.connect(self._tick_all)
        self.form.addWidget(every)
        for check, box in self.boxes.items():
            box.setChecked(check in before)
            self.form.addWidget(box)
        words = self.tr("Next: {date}").format(date=next_date) if next_date else self.tr("No next session is planned.")
        self.form.addWidget(Label(words, FontRole.DENSE_MEDIUM, "text2" if next_date else "warn").wrapped())
        self.note = QLineEdit(leaving.check.note if leaving.check else "")
        self.form.addWidget(FormField(self.tr("Note"), self.note))

    def value(self) -> object:
        done = frozenset(check for check, box in self.boxes.items() if box.isChecked())
        return SignLeaving(self._session_id, done, self.note.text())

    def _tick_all(self) -> None:
        for box in self.boxes.values():
            box.setChecked(True)


class BedDialog(SmallDialog):
    """Asks for a bed for a patient who cannot go home."""

    def __init__(self, session_id: int, patient: PatientLabel, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Cannot go home"), self.tr("Ask for a bed"), patient, parent=parent)
        self._session_id = session_id
        reasons = [(reason, say(words)) for reason, words in BED_REASONS.items()]
        self.reason = ChoiceBox[BedReason | None]([(None, self.tr("Choose a reason")), *reasons])
        self.note = QLineEdit()
        self.form.addWidget(FormField(self.tr("Reason"), self.reason, self.tr("Counted in the reports.")))
        self.form.addWidget(FormField(self.tr("Note"), self.note, self.tr("Needed when the reason is Other.")))

    def value(self) -> object:
        reason, note = self.reason.value(), self.note.text().strip()
        if reason is None:
            self.complain(self.tr("Choose why the patient cannot go home."))
            return None
        if reason is BedReason.OTHER and not note:
            self.complain(self.tr("Say in the note what the other reason is."))
            return None
        return AskForBed(self._session_id, reason, note)


class BedAnswerDialog(SmallDialog):
    """Writes the ward that has the bed, or that none is needed any more."""

    def __init__(self, session_id: int, patient: PatientLabel, bed: BedRequest, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Bed asked for"), self.tr("Save"), patient, parent=parent)
        self._session_id = session_id
        self.form.addWidget(Label(bed_text(bed), FontRole.BODY_STRONG).wrapped())
        self.ward = QLineEdit(bed.ward)
        hint = self.tr("Leave empty when no bed is needed any more.")
        self.form.addWidget(FormField(self.tr("Ward and bed"), self.ward, hint))

    def value(self) -> object:
        return AnswerBedRequest(self._session_id, self.ward.text())


class AdmitDialog(SmallDialog):
    """Records that the patient was admitted, with where to."""

    def __init__(
        self, session_id: int, patient: PatientLabel, bed: BedRequest | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Admit patient"), self.tr("Admit"), patient, parent=parent)
        self._session_id = session_id
        given = bed is not None and bed.state is BedState.GIVEN
        self.note = QLineEdit(bed_text(bed) if bed is not None and given else "")
        hint = self.tr("Ward and reason; kept in the note of the session.")
        self.form.addWidget(FormField(self.tr("Where and why"), self.note, hint))

    def value(self) -> object:
        note = self.note.text().strip()
        if not note:
            self.complain(self.tr("Write the ward and the reason."))
            return None
        return AdmitSession(self._session_id, note)

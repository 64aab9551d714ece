"""Dialogs that ask why: accepting warnings, holding, cancelling, correcting."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from dayhospital.domain.findings import Finding
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.session import CancelReason, Status
from dayhospital.services.status import CancelSession, CorrectStatus, HoldSession, MarkNoShow
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.texts import finding_text, reason_text, status_text
from dayhospital.ui.widgets import ChoiceBox, FormField, Label

MIN_REASON = 3


class ReasonDialog(SmallDialog):
    """Lists warnings and asks for the reason that accepts them; ``chosen`` carries the reason.

    ``patient`` is None only for a deed that is about several.
    """

    def __init__(
        self, title: str, findings: Sequence[Finding], patient: PatientLabel | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, self.tr("Accept and go on"), patient, parent=parent)
        for finding in findings:
            self.form.addWidget(Label(f"•  {finding_text(finding)}", tone="warn").wrapped())
        self.reason = QLineEdit()
        self.form.addWidget(FormField(self.tr("Reason"), self.reason, self.tr("Kept with your name in the history.")))
        self.reason.setFocus()

    def value(self) -> object:
        text = self.reason.text().strip()
        if len(text) < MIN_REASON:
            self.complain(self.tr("Write why this is right for the patient, in a few words."))
            return None
        return text


class CancelDialog(SmallDialog):
    """Cancels a session or records that nobody came, with a coded reason."""

    def __init__(
        self, session_id: int, patient: PatientLabel, no_show_possible: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("No-show or cancel"), self.tr("Cancel session"), patient, dangerous=True, parent=parent
        )
        self._session_id = session_id
        self.keep.setText(self.tr("Keep session"))
        whats = [(False, self.tr("Cancel the session")), (True, self.tr("The patient did not come"))]
        self.what = ChoiceBox(whats if no_show_possible else whats[:1])
        self.what.currentIndexChanged.connect(self._name_act)
        reasons = [(reason, reason_text(reason)) for reason in CancelReason]
        self.reason = ChoiceBox[CancelReason | None]([(None, self.tr("Choose a reason")), *reasons])
        self.note = QLineEdit()
        self.form.addWidget(FormField(self.tr("What happened"), self.what))
        self.form.addWidget(FormField(self.tr("Reason"), self.reason, self.tr("Counted in the reports.")))
        self.form.addWidget(FormField(self.tr("Note"), self.note, self.tr("Needed when the reason is Other.")))

    def value(self) -> object:
        reason = self.reason.value()
        note = self.note.text().strip()
        if reason is None:
            self.complain(self.tr("Choose the reason; it is counted in the reports."))
            return None
        if reason is CancelReason.OTHER and not note:
            self.complain(self.tr("Say in the note what the other reason is."))
            return None
        if self.what.value():
            return MarkNoShow(self._session_id, reason, note)
        return CancelSession(self._session_id, reason, note)

    def _name_act(self) -> None:
        self.act.setText(self.tr("Record no-show") if self.what.value() else self.tr("Cancel session"))


class HoldDialog(SmallDialog):
    """Puts a treatment on hold until somebody lifts it."""

    def __init__(self, session_id: int, patient: PatientLabel, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Put on hold"), self.tr("Put on hold"), patient, parent=parent)
        self._session_id = session_id
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("for example: neutrophils 0.9, waiting for the consultant"))
        self.form.addWidget(FormField(self.tr("Why"), self.reason))

    def value(self) -> object:
        text = self.reason.text().strip()
        if len(text) < MIN_REASON:
            self.complain(self.tr("Write what the treatment waits for."))
            return None
        return HoldSession(self._session_id, text)


class CorrectDialog(SmallDialog):
    """Takes a wrong click back: another status, with the reason; both stay in the history."""

    def __init__(self, session_id: int, patient: PatientLabel, now: Status, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Correct the status"), self.tr("Correct"), patient, parent=parent)
        self._session_id = session_id
        offered = [status for status in Status if status not in {now, Status.CANCELLED, Status.NO_SHOW}]
        self.status = ChoiceBox((status, status_text(status)) for status in offered)
        self.reason = QLineEdit()
        self.form.addWidget(
            FormField(self.tr("Right status"), self.status, self.tr("Now: {status}").format(status=status_text(now)))
        )
        self.form.addWidget(FormField(self.tr("Reason"), self.reason, self.tr("Kept with your name in the history.")))

    def value(self) -> object:
        text = self.reason.text().strip()
        if len(text) < MIN_REASON:
            self.complain(self.tr("Write why the status was wrong."))
            return None
        return CorrectStatus(self._session_id, self.status.value(), text)

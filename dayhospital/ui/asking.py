"""Asks for the reason of a deed that met warnings, under the name of the patient it is about."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from dayhospital.domain.findings import Finding
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.session import Status
from dayhospital.queries.about import patient_about
from dayhospital.services.command import Command
from dayhospital.services.status import ChangeStatus
from dayhospital.ui.dialogs.reasons import ReasonDialog
from dayhospital.ui.store import Store
from dayhospital.ui.texts import say


def ask_reason(store: Store, owner: QWidget, command: Command, findings: Sequence[Finding]) -> None:
    """Ask why a command that met warnings is right for its patient, and do it with that reason."""

    def show(patient: PatientLabel | None) -> None:
        begins = isinstance(command, ChangeStatus) and command.to is Status.IN_TREATMENT
        title = say("Begin treatment") if begins else command.title
        dialog = ReasonDialog(title, findings, patient, owner)
        dialog.chosen.connect(lambda reason: store.do_with_reason(command, reason))
        dialog.open()

    store.ask(owner, lambda connection: patient_about(connection, command), show)

"""The acts on results, requested tests and toxicities: which dialog each opens, or which command it is."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.panels import MARKERS
from dayhospital.domain.requested_test import RequestedTest, Step
from dayhospital.domain.result import Result
from dayhospital.domain.toxicity import Toxicity
from dayhospital.services.requested_tests import NeedNewBiopsy
from dayhospital.services.results import RemoveResult
from dayhospital.services.toxicities import RemoveToxicity
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.results.lab_dialog import EditLabDialog, LabDialog
from dayhospital.ui.results.marker_dialog import MarkerDialog, ReportDialog
from dayhospital.ui.results.request_dialogs import AskTestDialog, BiopsyDialog, CancelTestDialog, SendDialog
from dayhospital.ui.results.tables import EDIT, REMOVE
from dayhospital.ui.results.toxicity_dialog import ToxicityDialog

if TYPE_CHECKING:
    from dayhospital.ui.patients.record import Record


class ResultActs:
    """Does what the tabs, the card and the side column ask, for the patient of a record."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent

    def do(self, name: str, about: object, record: "Record") -> bool:
        """Do an act; return False if it is none of these."""
        if isinstance(about, RequestedTest):
            return self._step(name, about, record)
        if isinstance(about, Result | Toxicity) and name == REMOVE:
            toxicity = isinstance(about, Toxicity)
            self._context.store.do(RemoveToxicity(about.id) if toxicity else RemoveResult(about.id))
            return True
        dialog = self._dialog(name, about, record)
        if dialog is not None:
            self._open(dialog)
        return dialog is not None

    def _dialog(self, name: str, about: object, record: "Record") -> SmallDialog | None:
        person, now = record.patient, self._now()
        if name == "labs":
            return LabDialog(person, now, self._parent)
        if name == "marker":
            return MarkerDialog(person, record.tumours, now, parent=self._parent)
        if name == "toxicity" or isinstance(about, Toxicity):
            known = about if isinstance(about, Toxicity) else None
            return ToxicityDialog(person.label, now.date(), known, self._parent)
        if name == "ask_test":
            return AskTestDialog(person, now.date(), self._parent)
        if name == EDIT and isinstance(about, Result) and about.analyte in analytes():
            analyte = analytes()[about.analyte]
            if analyte.group in MARKERS:
                return MarkerDialog(person, record.tumours, now, about, self._parent)
            return EditLabDialog(person, analyte, about, now, self._parent)
        return None

    def _step(self, name: str, request: RequestedTest, record: "Record") -> bool:
        """Take a step of a requested test."""
        person, now = record.patient, self._now()
        step = Step(name)
        if step is Step.NEW_BIOPSY:
            self._context.store.do(NeedNewBiopsy(request))
        elif step is Step.ENTER_RESULT:
            self._open(ReportDialog(person, request, record.tumours, now, self._parent))
        elif step is Step.SEND:
            self._open(SendDialog(person, request, now.date(), self._parent))
        elif step is Step.CANCEL:
            self._open(CancelTestDialog(person, request, now.date(), self._parent))
        else:
            taken = step is Step.TAKE_BIOPSY
            self._open(BiopsyDialog(person, request, now.date(), taken=taken, parent=self._parent))
        return True

    def _open(self, dialog: SmallDialog) -> None:
        dialog.chosen.connect(self._context.store.do)
        dialog.open()

    def _now(self) -> datetime:
        """Return the unit's time in whole minutes, as results are kept."""
        return self._context.clock.local().replace(second=0, microsecond=0)

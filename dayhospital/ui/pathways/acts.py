"""What the pathway card and the rows of surgery ask for, done for the patient of a record."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dayhospital.clinical.pathways import StepStanding
from dayhospital.domain.course import DayState
from dayhospital.domain.pathway import FollowedPathway
from dayhospital.domain.surgery import Surgery
from dayhospital.services.pathways import LeavePathway
from dayhospital.services.surgeries import RemoveSurgery
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.dialogs.move_day import MoveDayDialog
from dayhospital.ui.pathways.dialogs import PathwayDialog, SurgeryDialog
from dayhospital.ui.pathways.words import PathwayShown

if TYPE_CHECKING:
    from dayhospital.ui.patients.record import Record


class PathwayActs:
    """Opens the dialogs and does the deeds."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent

    def do(self, name: str, about: object, record: "Record") -> bool:
        """Do an act; return False if it is none of these."""
        if name == "surgery":
            surgery = about if isinstance(about, Surgery) else None
            tumour_id = about if isinstance(about, int) else None
            today = self._context.clock.today()
            self._open(
                SurgeryDialog(record.patient, record.tumours, record.results, today, surgery, tumour_id, self._parent)
            )
        elif name == "surgery_remove" and isinstance(about, Surgery):
            self._context.store.do(RemoveSurgery(about.id))
        elif name == "pathway_follow" and isinstance(about, PathwayShown):
            tumour = about.case.tumour
            own = None if tumour is None else tumour.id
            self._open(PathwayDialog(record.patient, about.ways, own, self._parent))
        elif name == "pathway_leave" and isinstance(about, FollowedPathway):
            self._context.store.do(LeavePathway(about.id))
        elif name == "pathway_move" and isinstance(about, StepStanding):
            self._move(about, record)
        else:
            return False
        return True

    def _move(self, step: StepStanding, record: "Record") -> None:
        """Move the first day of a step that is planned; those after it follow if asked."""
        days = (day for course in record.courses if course.regimen_name == step.given for day in course.days)
        first = next((day for day in days if day.state is DayState.DUE and day.plan.planned == step.day), None)
        if first is not None:
            MoveDayDialog.open_for(self._context, first.id, self._parent)

    def _open(self, dialog: SmallDialog) -> None:
        dialog.chosen.connect(self._context.store.do)
        dialog.open()

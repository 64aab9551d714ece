"""The acts on the person of the patient page: tumour, lines, condition, doses and port; which dialog each opens."""

from PySide6.QtWidgets import QWidget

from dayhospital.clinical.cumulative import counts
from dayhospital.clinical.port import port_side
from dayhospital.domain.line import Line
from dayhospital.domain.tumour import Tumour
from dayhospital.services.lines import RemoveLine
from dayhospital.services.patients import RemoveTumour
from dayhospital.services.ports import AskForPort
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.dialogs.care import PortEventDialog
from dayhospital.ui.patients import acts, port_acts
from dayhospital.ui.patients.dose_dialogs import DosesDialog, EarlierDosesDialog
from dayhospital.ui.patients.line_dialog import LineDialog, line_choices
from dayhospital.ui.patients.metastases import MetastasesDialog
from dayhospital.ui.patients.record import Record


class PersonActs:
    """Does what the cards and the side column ask, for the patient of a record."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent

    def do(self, name: str, about: object, record: Record) -> bool:
        """Do an act; return False if it is none of these."""
        if name == "tumour_remove" and isinstance(about, Tumour):
            self._context.store.do(RemoveTumour(about.id))
        elif name == "line_remove" and isinstance(about, Line):
            self._context.store.do(RemoveLine(about.id))
        elif name == "port_ask":
            self._context.store.do(AskForPort(record.patient.label.id))
        elif name == "line":
            self._ask_about_line(about if isinstance(about, Line) else None, record)
        else:
            tumour = about if isinstance(about, Tumour) else None
            dialog = self._about_person(name, tumour, record) or self._about_port(name, record)
            if dialog is not None:
                self._ask(dialog)
            return dialog is not None
        return True

    def _ask_about_line(self, line: Line | None, record: Record) -> None:
        today, library = self._context.clock.today(), self._context.library
        self._context.store.compute(
            self._parent,
            lambda: line_choices(library),
            lambda choices: self._ask(LineDialog(record.patient, line, choices, today, self._parent)),
        )

    def _about_person(self, name: str, tumour: Tumour | None, record: Record) -> SmallDialog | None:
        today, person = self._context.clock.today(), record.patient
        if name == "metastases":
            return MetastasesDialog(person.label, record.metastases, today, self._parent)
        if name == "tumour":
            return acts.TumourDialog(person, tumour, today, self._parent)
        if name == "weight":
            return acts.WeightDialog(person, today, self._parent)
        if name == "ecog":
            return acts.EcogDialog(person, today, self._parent)
        if name == "allergies":
            return acts.AllergyDialog(person, self._parent)
        if name == "doses" and (coming := record.next_doses()) is not None:
            return DosesDialog(person, coming, self._context.library, self._parent)
        if name == "earlier_doses":
            drugs = tuple(drug for drug in self._context.library.drugs() if counts(drug))
            return EarlierDosesDialog(person, record.earlier, record.radiotherapy, drugs, today, self._parent)
        return None

    def _about_port(self, name: str, record: Record) -> SmallDialog | None:
        today, person, label = self._context.clock.today(), record.patient, record.patient.label
        referral = record.port_story.open_referral
        if name == "port":
            side = port_side(record.facts)
            return acts.PortDialog(person, side, today, record.settings.port_usable_after_days, self._parent)
        if name == "port_remove":
            return acts.RemovePortDialog(person, today, self._parent)
        if name == "port_use":
            return PortEventDialog(label, today, self._parent)
        if name == "port_log":
            return port_acts.PortLogDialog(label, record.port_story.log, self._parent)
        if name == "port_plan" and referral is not None:
            library, now = self._context.library, self._context.clock.local()
            return port_acts.insertion_dialog(record, referral, library, now, self._parent)
        if name == "port_cancel" and referral is not None:
            return port_acts.CancelReferralDialog(label, referral, self._parent)
        return None

    def _ask(self, dialog: SmallDialog) -> None:
        dialog.chosen.connect(self._context.store.do)
        dialog.open()

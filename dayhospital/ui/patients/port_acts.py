"""The dialogs about a port: its log, the day of its insertion, calling it off."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.port_insertion import insertion_findings, lead_findings
from dayhospital.domain.findings import Finding, warnings
from dayhospital.domain.formats import day_text
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.port import PortEvent, PortEventKind, PortReferral
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.services.ports import (
    CancelPortReferral,
    PlanPortInsertion,
    RemovePortEvent,
)
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.dialogs.care import event_text, needle_text
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.patients.port_story import treatments_on
from dayhospital.ui.patients.record import Record
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.widgets import DateField, FormField, Label, clear_layout

MIN_REASON = 3
Findings = Callable[[date], Sequence[Finding]]


class PortLogDialog(SmallDialog):
    """Every line of the log, the newest first; one written by mistake is taken out."""

    def __init__(self, patient: PatientLabel, log: Sequence[PortEvent], parent: QWidget | None = None) -> None:
        title, verb = self.tr("Port log"), self.tr("Take out of the log")
        super().__init__(title, verb, patient, dangerous=True, width=540, parent=parent)
        self.keep.setText(self.tr("Close"))
        self.list = LinesList(title, 300)
        for event in log:
            first = f"{day_text(event.day, weekday=True)}   {event_text(event)}"
            wrong = event.kind is PortEventKind.COMPLICATION
            beside = "   ".join(filter(None, (needle_text(event.needle), event.by, "" if wrong else event.note)))
            self.list.add(Lines(first, beside, event.note if wrong else ""), event.id)
        self.act.setEnabled(False)
        self.list.itemSelectionChanged.connect(lambda: self.act.setEnabled(self.list.value() is not None))
        if log:
            self.form.addWidget(self.list)
        else:
            self.form.addWidget(Label(self.tr("Nothing was recorded of this port.")).wrapped())

    def value(self) -> object:
        event_id = self.list.value()
        return RemovePortEvent(event_id) if isinstance(event_id, int) else None


class PlanInsertionDialog(SmallDialog):
    """The day of the insertion, with what speaks against it; a warning asks for a reason."""

    def __init__(
        self,
        patient: PatientLabel,
        referral: PortReferral,
        findings: Findings,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("Plan the insertion of a port")
        super().__init__(title, self.tr("Plan insertion"), patient, width=540, parent=parent)
        self._referral, self._findings = referral, findings
        self.day = DateField(today, referral.planned_on or today)
        self.reason = QLineEdit()
        self._why = FormField(self.tr("Reason"), self.reason, self.tr("Kept with your name in the history."))
        self._found = QVBoxLayout()
        self._found.setSpacing(6)
        self.form.addWidget(FormField(self.tr("Day"), self.day))
        self.form.addLayout(self._found)
        self.form.addWidget(self._why)
        self.day.day_changed.connect(self._judge)
        self._judge(self.day.day)

    def value(self) -> object:
        day = self.day.day
        if day is None or day < self._referral.asked_on:
            self.complain(self.tr("Write a day from the day on which the port was asked for."))
            return None
        reason = self.reason.text().strip()
        if warnings(tuple(self._findings(day))) and len(reason) < MIN_REASON:
            self.complain(self.tr("Write why this day is right for the patient, in a few words."))
            return None
        return PlanPortInsertion(self._referral.id, day, reason)

    def _judge(self, day: date | None) -> None:
        found = () if day is None else tuple(self._findings(day))
        clear_layout(self._found)
        for finding in found:
            self._found.addWidget(ReasonRow(finding, note=("info", "info")))
        self._why.setVisible(bool(warnings(found)))


class CancelReferralDialog(SmallDialog):
    """Calls off a port that was asked for."""

    def __init__(self, patient: PatientLabel, referral: PortReferral, parent: QWidget | None = None) -> None:
        title = self.tr("Call off the port")
        super().__init__(title, self.tr("Call off"), patient, dangerous=True, parent=parent)
        self._referral = referral
        self.keep.setText(self.tr("Keep it"))
        self.note = QLineEdit()
        asked = self.tr("Asked for on {day}").format(day=day_text(referral.asked_on))
        self.form.addWidget(FormField(self.tr("Why"), self.note, asked))

    def value(self) -> object:
        note = self.note.text().strip()
        if len(note) < MIN_REASON:
            self.complain(self.tr("Write why no port is put in."))
            return None
        return CancelPortReferral(self._referral.id, note)


def insertion_dialog(
    record: Record, referral: PortReferral, library: Library, now: datetime, parent: QWidget | None
) -> PlanInsertionDialog:
    """Return the dialog that plans an insertion, judged by what the page knows of the patient."""
    treatments = treatments_on(record.sessions, record.due)
    calendar = WorkingCalendar(record.settings, record.port_story.closures)
    usable_after, earlier = record.settings.port_usable_after_days, record.port_story.earlier

    def findings(day: date) -> Sequence[Finding]:
        found = insertion_findings(day, now, record.results, treatments, library.drug, earlier)
        late = lead_findings(now.date(), treatments, day, usable_after, calendar.is_open, library.drug)
        return (*late, *found)

    return PlanInsertionDialog(record.patient.label, referral, findings, now.date(), parent)

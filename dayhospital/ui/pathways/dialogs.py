"""The dialogs of surgery and of the pathway a patient follows; each yields a command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.pathway import Pathway
from dayhospital.domain.patient import Patient
from dayhospital.domain.result import Results
from dayhospital.domain.surgery import AxillarySurgery, BreastSurgery, Pathology, Surgery
from dayhospital.domain.tumour import Tumour
from dayhospital.services.pathways import FollowPathway
from dayhospital.services.surgeries import EditSurgery, RecordSurgery
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.pathways.words import axilla_text, breast_text, pathology_text
from dayhospital.ui.texts import fact_text
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField


class SurgeryDialog(SmallDialog):
    """A surgery of a tumour, done or planned, with what the pathologist found."""

    def __init__(
        self,
        patient: Patient,
        tumours: Sequence[Tumour],
        results: Results,
        today: date,
        surgery: Surgery | None = None,
        tumour_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("Edit surgery") if surgery else self.tr("Record surgery")
        super().__init__(title, self.tr("Save surgery"), patient.label, width=520, parent=parent)
        self._patient, self._surgery, self._today = patient, surgery, today
        self.tumour: ChoiceBox[int | None] = ChoiceBox((one.id, _tumour_text(one)) for one in tumours)
        self.tumour.choose(surgery.tumour_id if surgery else tumour_id)
        self.day = DateField(today)
        self.breast = ChoiceBox((kind, breast_text(kind)) for kind in BreastSurgery)
        self.axilla = ChoiceBox((kind, axilla_text(kind)) for kind in AxillarySurgery)
        self.pathology = ChoiceBox((found, pathology_text(found)) for found in Pathology)
        self.rcb: ChoiceBox[int | None] = ChoiceBox(
            [(None, self.tr("not given")), *((n, f"RCB {n}") for n in range(4))]
        )
        self.stage, self.note = QLineEdit(), QLineEdit()
        if len(tumours) > 1:
            self.form.addWidget(FormField(self.tr("Tumour"), self.tumour))
        self.form.addWidget(FormField(self.tr("Day"), self.day, self.tr("A day to come is a surgery that is planned.")))
        self._pair((self.tr("Breast"), self.breast), (self.tr("Axilla"), self.axilla))
        self._pair((self.tr("Left after treatment"), self.pathology), (self.tr("Residual cancer burden"), self.rcb))
        self._pair((self.tr("Stage by the pathologist"), self.stage), (self.tr("Note"), self.note))
        self.stage.setPlaceholderText("ypT1b N0")
        if surgery is not None:
            self._show(surgery, results)

    def _pair(self, *fields: tuple[str, QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for label, field in fields:
            row.addWidget(FormField(label, field), 1)
        self.form.addLayout(row)

    def _show(self, surgery: Surgery, results: Results) -> None:
        self.day.set_day(surgery.day)
        self.breast.choose(surgery.breast)
        self.axilla.choose(surgery.axilla)
        found = surgery.pathology(results)
        self.pathology.choose(Pathology(found.answer) if found else Pathology.AWAITED)
        self.rcb.choose(surgery.rcb)
        self.stage.setText(surgery.stage)
        self.note.setText(surgery.note)

    def value(self) -> object:
        day, pathology = self.day.day, self.pathology.value()
        if day is None:
            self.complain(self.tr("Write the day, for example 24-Nov-2026."))
            return None
        made = Surgery(
            day,
            self.breast.value(),
            self.axilla.value(),
            self.tumour.value() if self.tumour.count() else None,
            self.stage.text().strip(),
            self.rcb.value(),
            self.note.text().strip(),
        )
        if pathology is not Pathology.AWAITED and not made.done(self._today):
            self.complain(self.tr("A surgery to come has no pathology yet. Check the day."))
            return None
        if made.disagrees(pathology):
            self.complain(self.tr("Residual cancer burden 0 means that nothing was left. Check both."))
            return None
        if self._surgery is None:
            return RecordSurgery(self._patient.label.id, made, pathology)
        return EditSurgery(replace(made, id=self._surgery.id, version=self._surgery.version), pathology)


class PathwayDialog(SmallDialog):
    """Which of the pathways that are open to a tumour the patient follows."""

    def __init__(
        self, patient: Patient, ways: Sequence[Pathway], tumour_id: int | None, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Follow a pathway")
        super().__init__(title, title, patient.label, parent=parent)
        self._patient, self._tumour_id = patient, tumour_id
        self.pathway = ChoiceBox((one.id, one.name) for one in ways)
        hint = self.tr("Only pathways that nothing known of the tumour speaks against.")
        self.form.addWidget(FormField(self.tr("Pathway"), self.pathway, hint))

    def value(self) -> object:
        return FollowPathway(self._patient.label.id, self.pathway.value(), self._tumour_id)


def _tumour_text(tumour: Tumour) -> str:
    return f"{fact_text(tumour.side)}, {day_text(tumour.diagnosed)}"

"""Metastatic sites on the patient page: the row in the tumour card, and the dialog that says which there are."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.metastasis import Metastasis, MetastaticSite
from dayhospital.domain.patient import PatientLabel
from dayhospital.services.metastases import RecordMetastases
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import DateField, Label, link


def metastases_text(metastases: Sequence[Metastasis]) -> str:
    """Return the sites with the day each was found: ``bone 03-Mar-2025, liver 11-May-2026``."""
    found = ", ".join(f"{say(one.site.value)} {day_text(one.found_on)}" for one in metastases)
    return found or say("none recorded")


def metastases_row(metastases: Sequence[Metastasis], asked: Callable[[], object]) -> QWidget:
    """Return the row of the tumour card; ``asked`` is called when the sites are to be edited."""
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(10)
    words = Label(say("Metastases: {sites}", sites=metastases_text(metastases)), FontRole.DENSE, "text2").wrapped()
    edit = link(say("Edit…") if metastases else say("Add…"))
    edit.setAccessibleDescription(say("Metastases"))
    edit.clicked.connect(asked)
    across.addWidget(words, 1)
    across.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
    return row


class MetastasesDialog(SmallDialog):
    """Every site with a tick and the day it was found."""

    def __init__(
        self, patient: PatientLabel, metastases: Sequence[Metastasis], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Metastases"), self.tr("Save metastases"), patient, parent=parent)
        self._patient, self._today = patient, today
        self._known = {one.site: one.found_on for one in metastases}
        self.ticks: dict[MetastaticSite, QCheckBox] = {}
        self.days: dict[MetastaticSite, DateField] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, site in enumerate(MetastaticSite):
            tick = QCheckBox(f"{say(site.value)}, {site.code}")
            day = DateField(today, self._known.get(site), past=True)
            day.setAccessibleName(self.tr("{site}, found on").format(site=say(site.value)))
            day.setEnabled(site in self._known)
            tick.setChecked(site in self._known)
            tick.toggled.connect(lambda on, site=site: self._follow(site, on))
            grid.addWidget(tick, row, 0)
            grid.addWidget(day, row, 1)
            self.ticks[site], self.days[site] = tick, day
        self.form.addLayout(grid)

    def _follow(self, site: MetastaticSite, on: bool) -> None:
        day = self.days[site]
        day.setEnabled(on)
        if on and day.day is None:
            day.set_day(self._today)

    def value(self) -> object:
        ticked = [site for site, tick in self.ticks.items() if tick.isChecked()]
        sites: dict[MetastaticSite, date] = {}
        for site in ticked:
            day = self.days[site].day
            if day is None or day > self._today:
                self.complain(self.tr("Write when {site} was found, a day in the past.").format(site=say(site.value)))
                return None
            sites[site] = day
        return RecordMetastases(self._patient.id, sites, self._known)

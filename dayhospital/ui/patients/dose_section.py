"""The doses in the side column of the patient page: the next day's at a glance, and what added up so far."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text
from dayhospital.ui.patients.dose_gauge import add_lifetimes
from dayhospital.ui.patients.dose_words import amount_text, known_drug, shown_dose, signed_text
from dayhospital.ui.patients.record import NextDoses, Record
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import IconView, InspectorSection, Label, link

_ICONS = {
    Severity.BLOCK: ("octagon-alert", "critical"),
    Severity.WARNING: ("triangle-alert", "warn"),
}


class DoseSection(InspectorSection):
    """What the next doses come to and what a life's doses add up to.

    Signals:
        asked: An act was asked for; carries its name, ``doses`` or ``earlier_doses``.
    """

    asked = Signal(str)

    def __init__(self, record: Record, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(say("Dose"), say("reference values"), parent=parent)
        coming = record.next_doses()
        if coming is not None:
            self._add_next(record, library, coming)
        add_lifetimes(self, record.lifetime(library), library)
        acts = [("doses", say("Doses…"))] if coming is not None else []
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, words in (*acts, ("earlier_doses", say("Given elsewhere…"))):
            button = link(words)
            button.clicked.connect(partial(self.asked.emit, name))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add_next(self, record: Record, library: Library, coming: NextDoses) -> None:
        plan = coming.day.plan
        when = say("{label}, {day}", label=plan.label, day=day_text(plan.planned, weekday=True))
        self.body.addWidget(Label(when, FontRole.DENSE, "text2"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for number, dose in enumerate(plan.doses):
            drug = known_drug(dose.drug, library)
            if drug is None:
                grid.addWidget(Label(dose.drug, FontRole.DENSE_MEDIUM).elided(), number, 0)
                grid.addWidget(Label(say("not in the library"), FontRole.DENSE, "warn"), number, 1)
                continue
            shown = shown_dose(dose, drug, coming.doses)
            grid.addWidget(Label(drug.shown, FontRole.DENSE_MEDIUM).elided(), number, 0)
            grid.addWidget(Label(amount_text(shown.amount), FontRole.DENSE_MEDIUM), number, 1)
            if (icon := _ICONS.get(shown.weight)) is not None:
                grid.addWidget(IconView(*icon, 14), number, 2)
        self.body.addLayout(grid)
        if (signed := next(iter(coming.doses.signed), None)) is not None:
            self.body.addWidget(Label(signed_text(signed), FontRole.DENSE, "text2").wrapped())
        for finding in _told(coming, library):
            self.body.addWidget(ReasonRow(finding, note=("info", "info")))
        self.body.addSpacing(4)


def _told(coming: NextDoses, library: Library) -> list[Finding]:
    """Return what is worth a line of its own: levels that go on, and what has changed since the signature."""
    found: list[Finding] = []
    for dose in coming.day.plan.doses:
        drug = known_drug(dose.drug, library)
        if drug is not None:
            found += shown_dose(dose, drug, coming.doses).told
    return found

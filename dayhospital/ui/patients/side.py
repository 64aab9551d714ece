"""The right column of the patient page: labs, port, dose, going home, allergies, body, practical facts."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dayhospital.clinical.discharge import DischargeAssessment
from dayhospital.clinical.port import PortAssessment
from dayhospital.clinical.port_use import PortUse
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import day_text
from dayhospital.domain.patient import Escort, Patient
from dayhospital.domain.port import PortReferral
from dayhospital.domain.result import Results
from dayhospital.ui.dialogs.care import event_text, needle_text
from dayhospital.ui.patients.dose_section import DoseSection
from dayhospital.ui.patients.port_story import PortStory
from dayhospital.ui.plan.facts import FactRows, ReasonRow, discharge_section, port_section
from dayhospital.ui.results.cards import LabSection
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import InspectorSection, Label, Panel, clear_layout, link

WIDTH = 330
ESCORTS = {
    Escort.NOT_RECORDED: "not asked",
    Escort.ALONE: "alone",
    Escort.ESCORTED: "with somebody",
    Escort.TRANSPORT: "patient transport",
}


class SideColumn(QScrollArea):
    """Facts and the acts that change them.

    Signals:
        asked: An act was asked for; carries its name.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fit()
        holder().changed.connect(self._fit)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = Panel("inspector")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        self.setWidget(inside)

    def show_patient(
        self,
        patient: Patient,
        port: PortAssessment | None,
        leaving: DischargeAssessment | None,
        use: PortUse | None,
        results: Results,
        now: datetime,
        dose: DoseSection | None,
        story: PortStory,
        follows: Sequence[Finding] = (),
    ) -> None:
        """Show what is known; ``port`` and ``leaving`` are None when nothing is planned, ``use`` without a port.

        ``follows`` are the findings about a port to come, or one no longer needed.
        """
        clear_layout(self._column)
        labs = LabSection(results, now)
        labs.asked.connect(self.asked)
        self._column.addWidget(labs)
        self._add_port(patient, port, use, now.date(), story, follows)
        if dose is not None:
            dose.asked.connect(self.asked)
            self._column.addWidget(dose)
        if leaving is not None:
            self._column.addWidget(discharge_section(leaving))
        self._add_body(patient)
        self._add_practical(patient)
        self._column.addStretch(1)

    def _fit(self) -> None:
        """Grow with the text."""
        self.setFixedWidth(holder().px(WIDTH))

    def _add_port(
        self,
        patient: Patient,
        port: PortAssessment | None,
        use: PortUse | None,
        today: date,
        story: PortStory,
        follows: Sequence[Finding],
    ) -> None:
        section = port_section(port) if port is not None else InspectorSection(say("Port"))
        held = patient.port
        if held is not None and use is not None:
            rows = FactRows()
            facts = [(say("Side"), say(held.side.value)), (say("Usable from"), day_text(held.usable_from))]
            facts.append((say("Last used"), day_text(use.last) if use.last else say("never recorded")))
            needle = next((one.needle for one in story.log if one.needle), None)
            rows.show_rows([*facts, (say("Needle"), needle_text(needle))] if needle else facts)
            section.body.addWidget(rows)
            trouble = next((one for one in story.log if one.complication), None)
            if trouble is not None:
                words = f"{event_text(trouble)}, {day_text(trouble.day)}"
                section.body.addWidget(Label(words, FontRole.DENSE_MEDIUM, "warn").wrapped())
            late = use.flush_due < today
            words = "Flush overdue since {day}" if late else "Flush due {day}"
            tone = "warn" if late else "text2"
            section.body.addWidget(Label(say(words, day=use.flush_due), FontRole.DENSE_MEDIUM, tone).wrapped())
            acts: tuple[tuple[str, str], ...] = (
                ("port_use", say("Record use…")),
                ("port_log", say("Log…")),
                ("port_remove", say("Remove…")),
            )
        else:
            acts = self._add_wish(section, story.open_referral)
        for finding in follows:
            section.body.addWidget(ReasonRow(finding, note=("info", "info")))
        self._acts(section, acts)
        self._column.addWidget(section)

    def _add_wish(self, section: InspectorSection, referral: PortReferral | None) -> tuple[tuple[str, str], ...]:
        """Say how far the wish for a port is, and return what can be done about it."""
        record = ("port", say("Record port…"))
        if referral is None:
            return (("port_ask", say("Ask for a port")), record)
        words = say("Asked for on {day} by {who}", day=referral.asked_on, who=referral.asked_by)
        section.body.addWidget(Label(words, FontRole.DENSE, "text2").wrapped())
        if referral.planned_on is not None:
            words = say("Insertion planned for {day}", day=day_text(referral.planned_on, weekday=True))
            section.body.addWidget(Label(words, FontRole.DENSE_MEDIUM).wrapped())
        return (("port_plan", say("Plan insertion…")), ("port_cancel", say("Call off…")), record)

    def _add_body(self, patient: Patient) -> None:
        section = InspectorSection(say("Condition"))
        rows = FactRows()
        weight = patient.weight
        rows.show_rows(
            [
                (say("Height"), f"{patient.height_cm:g} cm" if patient.height_cm else say("not recorded")),
                (say("Weight"), f"{weight.kg:g} kg, {day_text(weight.day)}" if weight else say("not recorded")),
                (say("ECOG"), say("not recorded") if patient.ecog is None else str(patient.ecog)),
            ]
        )
        section.body.addWidget(rows)
        self._acts(section, (("weight", say("Weight…")), ("ecog", say("ECOG…")), ("allergies", say("Allergies…"))))
        self._column.addWidget(section)

    def _add_practical(self, patient: Patient) -> None:
        section = InspectorSection(say("Practical"), last=True)
        home = patient.home
        travel = say("not asked") if home.travel_minutes is None else say("{n} min", n=home.travel_minutes)
        facts: list[tuple[str, str]] = [
            (say("Telephone"), patient.telephone),
            (say("Contact"), patient.contact),
            (say("Consultant"), patient.consultant),
            (say("Way home"), say(ESCORTS[home.escort])),
            (say("Travel home"), travel),
            (say("Language"), patient.language.upper()),
            (say("Note"), patient.note),
        ]
        rows = FactRows()
        rows.show_rows([(label, value) for label, value in facts if value])
        section.body.addWidget(rows)
        self._column.addWidget(section)

    def _acts(self, section: InspectorSection, acts: tuple[tuple[str, str], ...]) -> None:
        """Put the acts of a section below its facts."""
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, words in acts:
            button = link(words)
            button.clicked.connect(partial(self.asked.emit, name))
            row.addWidget(button)
        row.addStretch(1)
        section.body.addLayout(row)

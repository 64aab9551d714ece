"""Small blocks of facts at the sides of the plan: rows, port, going home."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dayhospital.clinical.discharge import DischargeAssessment, Leave
from dayhospital.clinical.library import Library
from dayhospital.clinical.port import PortAssessment, PortNeed
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.regimen import Regimen, Setting
from dayhospital.ui.texts import finding_text, say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets.chips import Chip
from dayhospital.ui.widgets.icon_view import IconView
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import InspectorSection

NEED_KIND = {
    PortNeed.REQUIRED: "critical",
    PortNeed.RECOMMENDED: "warn",
    PortNeed.CONSIDER: "info",
    PortNeed.NOT_NEEDED: "ok",
}
LABEL_WIDTH = 92
LEAVE_KIND = {Leave.YES: "ok", Leave.CONDITIONS: "warn", Leave.DOCTOR: "warn", Leave.NO: "critical"}


def setting_text(setting: Setting) -> str:
    """Return the words of a setting."""
    return {
        Setting.NEOADJUVANT: say("Neoadjuvant"),
        Setting.ADJUVANT: say("Adjuvant"),
        Setting.METASTATIC: say("Metastatic"),
    }[setting]


def need_text(need: PortNeed) -> str:
    """Return the words of a port need."""
    return {
        PortNeed.REQUIRED: say("Required"),
        PortNeed.RECOMMENDED: say("Recommended"),
        PortNeed.CONSIDER: say("Consider"),
        PortNeed.NOT_NEEDED: say("Not needed"),
    }[need]


def leave_text(leave: Leave) -> str:
    """Return the words of a same-day discharge verdict."""
    return {
        Leave.YES: say("Yes"),
        Leave.CONDITIONS: say("Yes, with conditions"),
        Leave.DOCTOR: say("Doctor decides"),
        Leave.NO: say("No, plan admission"),
    }[leave]


def regimen_facts(regimen: Regimen, setting: Setting, library: Library) -> list[tuple[str, str]]:
    """Return what a regimen is, as label and value."""
    rows = []
    for phase in regimen.phases:
        cycles = phase.cycles_in(setting)
        times = say("until stopped") if cycles is None else f"× {cycles}"
        drugs = ", ".join(library.drug(drug.drug).tall_man for drug in phase.drugs)
        rows.append(
            (
                phase.name,
                say("every {days} days {times}: {drugs}", days=phase.cycle_days, times=times, drugs=drugs),
            )
        )
    if regimen.cumulative_limit:
        rows.append((say("Cumulative"), regimen.cumulative_limit))
    if regimen.heart_checks:
        rows.append((say("Heart"), regimen.heart_checks))
    if regimen.no_driving:
        rows.append(
            (
                say("Driving"),
                say("not on the day: {why}", why=regimen.no_driving_reason),
            )
        )
    rows.append((say("Confidence"), regimen.confidence))
    return rows


class FactRows(QWidget):
    """Labels at the left, values at the right, as many rows as there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, (label, value) in enumerate(rows):
            name = Label(label, FontRole.DENSE, "text3").wrapped()
            name.setFixedWidth(holder().px(LABEL_WIDTH))
            self._grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Label(value, FontRole.DENSE_MEDIUM).wrapped(), number, 1, Qt.AlignmentFlag.AlignTop)


class ReasonRow(QWidget):
    """One finding: an icon for its weight and its sentence. ``note`` is icon and tone of a mere note."""

    def __init__(
        self, finding: Finding, note: tuple[str, str] = ("check", "ok"), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        icon, tone = {
            Severity.BLOCK: ("octagon-alert", "critical"),
            Severity.WARNING: ("triangle-alert", "warn"),
            Severity.NOTE: note,
        }[finding.severity]
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(8)
        row.setColumnStretch(1, 1)
        row.addWidget(IconView(icon, tone, 14), 0, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(finding_text(finding), FontRole.DENSE).wrapped(), 0, 1)


def port_section(port: PortAssessment) -> InspectorSection:
    """Return the card that says whether a port is needed and why."""
    section = InspectorSection(say("Port in place") if port.in_place else say("Port"))
    # What was advised and done is no warning any more.
    section.header.addWidget(Chip(need_text(port.need), "ok" if port.in_place else NEED_KIND[port.need]))
    for reason in port.reasons:
        section.body.addWidget(ReasonRow(reason))
    return section


def discharge_section(leaving: DischargeAssessment) -> InspectorSection:
    """Return the card that says whether the patient goes home the same day and why."""
    section = InspectorSection(say("Same-day discharge"))
    section.header.addWidget(Chip(leave_text(leaving.verdict), LEAVE_KIND[leaving.verdict]))
    section.body.addWidget(
        Label(
            say(
                "Leaves about {time} on {day}",
                time=time_text(leaving.leave_at),
                day=day_text(leaving.leave_at.date(), weekday=True, year=False),
            ),
            FontRole.DENSE_MEDIUM,
        )
    )
    # A condition is something to see to, not something that is in order.
    for reason in leaving.reasons:
        section.body.addWidget(ReasonRow(reason, note=("info", "info")))
    return section

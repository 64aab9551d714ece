"""The strip of a pathway: its steps from left to right, each with how far it is, what it is and when."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.clinical.pathways import Standing, StepStanding, Where
from dayhospital.domain.findings import Severity
from dayhospital.ui.pathways.words import what_lines, when_text, where_text
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import IconView, Label, Panel

WHERE_ICON = {
    Where.DONE: ("circle-check", "ok"),
    Where.NOW: ("circle-play", "accent"),
    Where.NEXT: ("circle-dot", "accent"),
    Where.LATER: ("circle-dashed", "text3"),
    Where.NOT_NEEDED: ("circle-slash", "text3"),
}
GROUND = {Where.NOW: "selected", Where.NEXT: "selected"}


class PathwayStrip(QWidget):
    """The steps of a pathway beside one another, or below one another where there is little room."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upright = upright
        self._row: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def show_standing(self, standing: Standing, short: Callable[[str], str]) -> None:
        """Show where a patient stands; ``short`` gives the short name of a regimen."""
        while (item := self._row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        said = []
        for number, one in enumerate(standing.steps):
            if number and not self._upright:
                self._row.addWidget(IconView("chevron-right", "text3", 14), 0, Qt.AlignmentFlag.AlignVCenter)
            lines = what_lines(one, standing.pathology, short)
            self._row.addWidget(_cell(one, lines), 0 if self._upright else 1)
            said.append(
                ", ".join(part for part in (one.step.name, where_text(one.where), *lines, when_text(one)) if part)
            )
        self.setAccessibleName("; ".join(said))


def _cell(found: StepStanding, lines: list[str]) -> QWidget:
    cell = Panel(GROUND.get(found.where, "sunken"))
    column = QVBoxLayout(cell)
    column.setContentsMargins(10, 8, 10, 8)
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(6)
    icon, tone = WHERE_ICON[found.where]
    late = any(finding.severity is Severity.WARNING for finding in found.findings)
    head.addWidget(IconView("triangle-alert", "warn", 14) if late else IconView(icon, tone, 14))
    head.addWidget(Label(found.step.name, FontRole.DENSE_STRONG).wrapped(), 1)
    head.addWidget(Label(where_text(found.where), FontRole.CAPTION, "text3"), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(head)
    for line in lines:
        column.addWidget(Label(line, FontRole.DENSE, "text2").wrapped())
    if when := when_text(found):
        column.addWidget(Label(when, FontRole.DENSE_MEDIUM, "warn" if late else "text1").wrapped())
    column.addStretch(1)
    return cell

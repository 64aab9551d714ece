"""Who this is: the banner over the patient page, and the same in one line elsewhere. The order never changes."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.patient import AllergyStatus, Patient, PatientLabel
from dayhospital.domain.tumour import Tumour
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets.badges import Avatar, PBadge
from dayhospital.ui.widgets.chips import Chip
from dayhospital.ui.widgets.icon_view import IconView
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import Divider, Panel, clear_layout
from dayhospital.ui.widgets.patient_words import PatientWords
from dayhospital.ui.widgets.receptors import ReceptorRow

_SHOWN_ALLERGIES = 3


def _row(*parts: QWidget, spacing: int = 8) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row


ROOMY = 1330
"""In a narrower window (px at text size 100 %) the initials give way and the two numbers stand one below the other."""
NAME_ROOM = 240
"""A name up to this wide, in px at text size 100 %, is never cut."""
WIDEST_NAME = 520
"""A longer name, in px at text size 100 %, is cut at its end; the tooltip has the whole."""
_SHORT_LINE = 8
"""A line of so many letters (``24-Nov``) is never cut."""


class PatientBanner(Panel):
    """Name, date of birth, two identifiers; diagnosis; receptors; port; ECOG; BSA; allergies. Never scrolls away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(18, 12, 16, 12)
        self._layout.setSpacing(14)
        self._words = PatientWords()
        self._avatar: Avatar | None = None
        self._numbers = QBoxLayout(QBoxLayout.Direction.LeftToRight)

    def show_patient(
        self, patient: Patient, tumour: Tumour | None, today: date, bsa: float | None = None, setting: str = ""
    ) -> None:
        """Show a patient.

        Args:
            patient: Who.
            tumour: The tumour under treatment, if any is recorded.
            today: For the age and the change of weight.
            bsa: Body surface in m², computed by the caller; None when height or weight is missing.
            setting: Setting and line in words ("Neoadjuvant, first line").
        """
        clear_layout(self._layout)
        self.setAccessibleName(self._words.spoken(patient, today))
        self._avatar = Avatar(patient.label.initials, "IO")
        self._layout.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._identity(patient.label, today), 0)
        self._fit()
        if tumour is not None:
            lines = [line for line in (self._words.extent(tumour), setting) if line]
            self._add(self.tr("Diagnosis"), self._words.diagnosis(tumour), lines)
            self._add_column(self.tr("Receptors"), ReceptorRow(tumour))
        self._add_port(patient, today)
        self._add_ecog(patient)
        self._add_body(patient, today, bsa)
        self._layout.addWidget(_allergies(self._words, patient), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make room in a narrow window: an identifier is never cut."""
        roomy = self.width() >= holder().px(ROOMY)
        if self._avatar is not None:
            self._avatar.setVisible(roomy)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._numbers.setDirection(beside if roomy else below)
        self._numbers.setSpacing(12 if roomy else 3)

    def _identity(self, label: PatientLabel, today: date) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(3)
        name = Label(label.name, FontRole.NAME).selectable().elided()
        name.setMaximumWidth(holder().px(WIDEST_NAME))
        name.setMinimumWidth(min(name.sizeHint().width(), holder().px(NAME_ROOM)))
        column.addWidget(name)
        column.addLayout(_row(*self._words.birth(label, today)))
        parts = self._words.identifiers(label)
        self._numbers = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for number in range(0, len(parts), 2):
            self._numbers.addLayout(_row(*parts[number : number + 2]))
        column.addLayout(self._numbers)
        column.addStretch(1)
        return box

    def _add(self, title: str, value: str, lines: list[str], tone: str = "text1") -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(value, FontRole.BODY_STRONG, tone))
        for line in lines:
            label = Label(line, FontRole.DENSE, "text2")
            column.addWidget(label if len(line) <= _SHORT_LINE else label.elided())
        self._add_column(title, box)

    def _add_column(self, title: str, content: QWidget) -> None:
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(Label(title, FontRole.DENSE, "text2"))
        column.addWidget(content)
        column.addStretch(1)
        holding = QWidget()
        holding.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(Divider(Qt.Orientation.Vertical))
        self._layout.addWidget(holding)

    def _add_port(self, patient: Patient, today: date) -> None:
        port = patient.port
        if port is None:
            self._add(self.tr("Port"), self.tr("No port"), [], "text2")
            return
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(_row(PBadge(), Label(self._words.port(port), FontRole.BODY_STRONG), spacing=6))
        for line in self._words.port_lines(port, today):
            column.addWidget(Label(line, FontRole.DENSE, "text2").elided())
        self._add_column(self.tr("Port"), box)

    def _add_ecog(self, patient: Patient) -> None:
        value = "–" if patient.ecog is None else str(patient.ecog)
        lines = [day_text(patient.ecog_day, year=False)] if patient.ecog_day else []
        self._add(self.tr("ECOG"), value, lines)

    def _add_body(self, patient: Patient, today: date, bsa: float | None) -> None:
        value = "–" if bsa is None else self.tr("{area} m²").format(area=f"{bsa:.2f}")
        self._add(self.tr("BSA"), value, self._words.body(patient, today))


class PatientLine(Panel):
    """The banner in one line, in the same order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(18, 12, 18, 12)
        self._layout.setSpacing(10)
        self._words = PatientWords()

    def show_patient(self, patient: Patient, tumour: Tumour | None, today: date) -> None:
        """Show a patient; the allergies stand last, in red when there are any."""
        clear_layout(self._layout)
        self.setAccessibleName(self._words.spoken(patient, today))
        self._layout.addWidget(Label(patient.label.name, FontRole.FIGURE).selectable())
        for part in (*self._words.birth(patient.label, today, short=True), *self._words.identifiers(patient.label)):
            self._layout.addWidget(part)
        if tumour is not None:
            for text in self._words.tumour_chips(tumour):
                self._layout.addWidget(Chip(text))
        port = patient.port
        if port is None:
            self._layout.addWidget(Chip(self.tr("No port"), icon="unplug"))
        else:
            self._layout.addWidget(Chip(self._words.port(port), icon="plug"))
        text, kind = self._words.allergy_chip(patient)
        self._layout.addWidget(Chip(text, kind))
        self._layout.addStretch(1)


def _allergies(words: PatientWords, patient: Patient) -> QWidget:
    known = patient.allergy_status is AllergyStatus.KNOWN
    unknown = patient.allergy_status is AllergyStatus.NOT_RECORDED
    kind = "critical" if known else "warn" if unknown else ""
    panel = Panel(kind or "neutral")
    panel.setMinimumWidth(holder().px(172))
    column = QVBoxLayout(panel)
    column.setContentsMargins(12, 8, 12, 8)
    column.setSpacing(3)
    icon = IconView("triangle-alert" if kind else "circle-check", kind or "ok", 15)
    column.addLayout(_row(icon, Label(words.allergy_title(patient), FontRole.BODY_STRONG, kind or "text1"), spacing=6))
    for index, allergy in enumerate(patient.allergies[:_SHOWN_ALLERGIES]):
        text = f"{allergy.substance}, {allergy.reaction}" if allergy.reaction else allergy.substance
        strong = allergy.severe or index == 0
        column.addWidget(Label(text, FontRole.BODY_STRONG if strong else FontRole.BODY, "text1").elided())
    more = len(patient.allergies) - _SHOWN_ALLERGIES
    if more > 0:
        column.addWidget(Label(f"+ {more}", FontRole.DENSE_STRONG, "critical"))
    column.addStretch(1)
    return panel

"""Two cards of the patient form with contents of their own: allergies and the tumour."""

from datetime import date

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from dayhospital.domain.patient import Allergy, AllergyStatus, Side
from dayhospital.domain.tumour import BreastSite, Her2Ish, Histology, Tumour
from dayhospital.ui.patients.fields import CardOfFields
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import Card, ChoiceBox, DateField, Label, icon_button, link

STATUSES = (AllergyStatus.NOT_RECORDED, AllergyStatus.NONE_KNOWN, AllergyStatus.KNOWN)


class AllergyLine(QWidget):
    """One allergy: the substance, the reaction, and a button that takes the line away."""

    def __init__(self, allergy: Allergy | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.substance = QLineEdit(allergy.substance if allergy else "")
        self.reaction = QLineEdit(allergy.reaction if allergy else "")
        self.severity = ChoiceBox([(False, say("not severe")), (True, say("severe"))])
        self.severity.setCurrentIndex(int(bool(allergy and allergy.severe)))
        self.substance.setPlaceholderText(say("Substance"))
        self.reaction.setPlaceholderText(say("Reaction"))
        self.remove = icon_button("x", say("Remove this allergy"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.substance, 2)
        row.addWidget(self.reaction, 2)
        row.addWidget(self.severity, 1)
        row.addWidget(self.remove)

    def allergy(self) -> Allergy | None:
        """Return the allergy, None if no substance was written."""
        substance = self.substance.text().strip()
        if not substance:
            return None
        return Allergy(substance, self.reaction.text().strip(), bool(self.severity.value()))


class AllergyCard(Card):
    """Asked or not, none known, or which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Allergies"), parent)
        self._lines: list[AllergyLine] = []
        self._group = QButtonGroup(self)
        words = {
            AllergyStatus.NOT_RECORDED: say("Not asked yet"),
            AllergyStatus.NONE_KNOWN: say("Asked: no known allergy"),
            AllergyStatus.KNOWN: say("Asked: allergic to"),
        }
        for number, status in enumerate(STATUSES):
            button = QRadioButton(words[status])
            self._group.addButton(button, number)
            self.body.addWidget(button)
        self._group.idToggled.connect(lambda *_: self._show_lines())
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.body.addLayout(self._column)
        self.more = link(say("Another allergy"))
        self.more.clicked.connect(lambda: self._add(None))
        self.body.addWidget(self.more)
        self.problem = Label("", tone="critical").wrapped()
        self.problem.hide()
        self.body.addWidget(self.problem)

    @property
    def status(self) -> AllergyStatus:
        return STATUSES[max(0, self._group.checkedId())]

    def show_allergies(self, status: AllergyStatus, allergies: tuple[Allergy, ...]) -> None:
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines.clear()
        for allergy in allergies:
            self._add(allergy)
        self._group.button(STATUSES.index(status)).setChecked(True)
        self.problem.hide()
        self._show_lines()

    def allergies(self) -> tuple[Allergy, ...]:
        """Return what is listed; nothing unless the patient is allergic to something."""
        if self.status is not AllergyStatus.KNOWN:
            return ()
        return tuple(allergy for line in self._lines if (allergy := line.allergy()) is not None)

    def check(self) -> bool:
        """Return whether the card may be saved; say what is missing if not."""
        complete = self.status is not AllergyStatus.KNOWN or bool(self.allergies())
        self.problem.setText("" if complete else say("Write at least one substance, or choose another answer."))
        self.problem.setVisible(not complete)
        return complete

    def _add(self, allergy: Allergy | None) -> None:
        line = AllergyLine(allergy)
        line.remove.clicked.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._column.addWidget(line)

    def _remove(self, line: AllergyLine) -> None:
        self._lines.remove(line)
        line.hide()
        line.deleteLater()

    def _show_lines(self) -> None:
        known = self.status is AllergyStatus.KNOWN
        if known and not self._lines:
            self._add(None)
        for line in self._lines:
            line.setVisible(known)
        self.more.setVisible(known)


def percent_choice() -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText("%")
    return field


def site_text(site: BreastSite) -> str:
    """Return where in the breast, with its ICD-10 code: ``upper outer quadrant, C50.4``."""
    place = {
        BreastSite.NIPPLE: say("nipple and areola"),
        BreastSite.CENTRAL: say("central"),
        BreastSite.UPPER_INNER: say("upper inner quadrant"),
        BreastSite.LOWER_INNER: say("lower inner quadrant"),
        BreastSite.UPPER_OUTER: say("upper outer quadrant"),
        BreastSite.LOWER_OUTER: say("lower outer quadrant"),
        BreastSite.AXILLARY_TAIL: say("axillary tail"),
        BreastSite.OVERLAPPING: say("overlapping"),
        BreastSite.UNSPECIFIED: say("not specified"),
    }[site]
    return f"{place}, {site.value}"


class TumourCard(CardOfFields):
    """The basics of the tumour, asked when a patient is registered; may stay empty."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(say("Tumour"), parent)
        self.side = ChoiceBox(
            [
                (None, say("not entered")),
                (Side.LEFT, say("left")),
                (Side.RIGHT, say("right")),
                (Side.BILATERAL, say("both sides")),
            ]
        )
        self.site = ChoiceBox([(None, say("not recorded")), *((site, site_text(site)) for site in BreastSite)])
        self.histology = ChoiceBox([(kind, say(kind.value)) for kind in Histology])
        self.diagnosed = DateField(today)
        self.grade = ChoiceBox([(None, say("not known")), *((grade, str(grade)) for grade in (1, 2, 3))])
        self.tnm, self.stage = QLineEdit(), QLineEdit()
        self.er, self.pr, self.ki67 = percent_choice(), percent_choice(), percent_choice()
        self.ihc = ChoiceBox([(None, say("not done")), *((score, f"{score}+" if score else "0") for score in range(4))])
        self.ish = ChoiceBox(
            [
                (Her2Ish.NOT_DONE, say("not done")),
                (Her2Ish.AMPLIFIED, say("amplified")),
                (Her2Ish.NOT_AMPLIFIED, say("not amplified")),
            ]
        )
        self.add(say("Side"), self.side)
        self.diagnosed_field = self.add(say("Diagnosed"), self.diagnosed)
        self.add(say("Site"), self.site)
        self.add(say("Type"), self.histology)
        self.add(say("Grade"), self.grade)
        self.add(say("TNM"), self.tnm, say("for example cT2 N1 M0"))
        self.add(say("Stage"), self.stage, say("for example IIB"))
        self.percents = [
            (self.er, self.add(say("ER, %"), self.er)),
            (self.pr, self.add(say("PR, %"), self.pr)),
            (self.ki67, self.add(say("Ki-67, %"), self.ki67)),
        ]
        self.add(say("HER2, IHC"), self.ihc)
        self.add(say("HER2, ISH"), self.ish)

    def clear(self) -> None:
        for box in (self.side, self.site, self.histology, self.grade, self.ihc, self.ish):
            box.setCurrentIndex(0)
        for field in (self.tnm, self.stage, self.er, self.pr, self.ki67):
            field.clear()
        self.diagnosed.set_day(None)

    def show_tumour(self, tumour: Tumour) -> None:
        """Show what is known of a tumour."""
        self.side.choose(tumour.side)
        self.site.choose(tumour.site)
        self.histology.choose(tumour.histology)
        self.diagnosed.set_day(tumour.diagnosed)
        self.grade.choose(tumour.grade)
        self.tnm.setText(tumour.tnm)
        self.stage.setText(tumour.stage)
        for field, value in (
            (self.er, tumour.er_percent),
            (self.pr, tumour.pr_percent),
            (self.ki67, tumour.ki67_percent),
        ):
            field.setText("" if value is None else str(value))
        self.ihc.choose(tumour.her2_ihc)
        self.ish.choose(tumour.her2_ish)

    def check(self) -> bool:
        """Return whether the card may be saved; say what is missing if not."""
        complete = True
        for field, form_field in self.percents:
            text = field.text().strip()
            wrong = bool(text) and not (text.isdigit() and int(text) <= 100)
            form_field.set_error(say("A percentage goes from 0 to 100.") if wrong else "")
            complete &= not wrong
        missing = self.side.value() is not None and self.diagnosed.day is None
        self.diagnosed_field.set_error(say("Write when it was diagnosed.") if missing else "")
        return complete and not missing

    def tumour(self, before: Tumour | None = None) -> Tumour | None:
        """Return the tumour, None when no side was entered; ``before`` is the one that was edited."""
        side, diagnosed = self.side.value(), self.diagnosed.day
        if side is None or diagnosed is None:
            return None
        er, pr, ki67 = (int(field.text()) if field.text().strip() else None for field in (self.er, self.pr, self.ki67))
        return Tumour(
            before.id if before else 0,
            side,
            self.histology.value(),
            diagnosed,
            self.grade.value(),
            self.tnm.text().strip(),
            self.stage.text().strip().upper(),
            er,
            pr,
            self.ihc.value(),
            self.ish.value(),
            ki67,
            self.site.value(),
            before.version if before else 1,
        )

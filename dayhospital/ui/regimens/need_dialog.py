"""One thing a regimen asks of a patient: what is looked at, which values will do, where it comes from."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.library import Library
from dayhospital.clinical.needs_schema import CHOICES, COMPARISONS, DRUGS, NUMBERS
from dayhospital.clinical.regimen_edit import checked_need
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.regimen import Setting
from dayhospital.errors import InvalidValue
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, FormField, Label

KINDS = {
    NeedKind.HER2: "HER2",
    NeedKind.ER: "ER",
    NeedKind.PR: "PR",
    NeedKind.HORMONE_RECEPTORS: "Hormone receptors",
    NeedKind.ALTERED: "Altered genes",
    NeedKind.RESULT: "A result",
    NeedKind.STAGE: "Stage",
    NeedKind.NODES: "Nodes",
    NeedKind.MENOPAUSE: "Menopause",
    NeedKind.PREGNANCY: "Pregnancy",
    NeedKind.ECOG: "ECOG at most",
    NeedKind.AGE: "Age at least, years",
    NeedKind.CLEARANCE: "Creatinine clearance at least, mL/min",
    NeedKind.EARLIER: "Earlier lines with",
    NeedKind.NOT_AFTER: "No progression before under",
    NeedKind.ENDOCRINE: "Endocrine resistance",
    NeedKind.BESIDE: "Given beside",
    NeedKind.ASK: "A question to the doctor",
}
"""Every kind but *any_of*, which is written as text."""
COMPARED = {
    "at_least": "at least",
    "at_most": "at most",
    "below": "below",
    "times_upper": "at most × upper limit of normal",
}
FIGURES = {NeedKind.ER: "Negative below, %", NeedKind.PR: "Negative below, %", NeedKind.EARLIER: "Lines at least"}


class NeedDialog(SmallDialog):
    """Asks for one need; ``chosen`` carries it as the library reads it. ``need`` None is a new one."""

    def __init__(self, library: Library, need: Need | None, parent: QWidget | None = None) -> None:
        title = self.tr("What it asks") if need is None else self.tr("Change what it asks")
        super().__init__(title, self.tr("Take over"), width=560, parent=parent)
        self._library, self._before = library, need
        self.kind = ChoiceBox[NeedKind]([(kind, say(words)) for kind, words in KINDS.items()])
        self.analyte = ChoiceBox[str]([(key, one.name) for key, one in analytes().items()])
        self.compare = ChoiceBox[str]([(name, say(COMPARED[name])) for name in COMPARISONS])
        self.figure, self.words, self.sources = QLineEdit(), QLineEdit(), QLineEdit()
        self.germline = QCheckBox(self.tr("Only in the germline, found in blood"))
        self.safety = QCheckBox(self.tr("Contraindicated, and not merely unfit, when it is not met"))
        self.settings = {setting: QCheckBox(setting_text(setting)) for setting in Setting}
        self._fields = {
            "analyte": FormField(self.tr("Result"), self.analyte),
            "compare": FormField(self.tr("Compared"), self.compare),
            "figure": FormField(self.tr("Figure"), self.figure),
            "words": FormField(self.tr("Any of"), self.words),
        }
        self._lay_out()
        self._fill(need)
        self.kind.currentIndexChanged.connect(self._follow)
        self.analyte.currentIndexChanged.connect(self._follow)
        self._follow()

    def value(self) -> object:
        for field in self._fields.values():
            field.set_error("")
        figure = self.figure.text().strip().replace(",", ".")
        try:
            limit = float(figure) if figure and self._fields["figure"].isVisibleTo(self) else None
        except ValueError:
            self._fields["figure"].set_error(self.tr("Write a number, for example 50."))
            return None
        if limit is None and self._needs_figure():
            self._fields["figure"].set_error(self.tr("Write the figure that is asked for."))
            return None
        if self._fields["words"].isVisibleTo(self) and not self.words.text().strip():
            self._fields["words"].set_error(self.tr("Write what will do, with commas between."))
            return None
        try:
            return checked_need(self._need(limit), self._library)
        except InvalidValue as error:
            self.complain(str(error))
            return None

    def _need(self, limit: float | None) -> Need:
        kind = self.kind.value()
        said = tuple(part.strip() for part in self.words.text().split(",") if part.strip())
        shown = self._fields["words"].isVisibleTo(self)
        before = self._before if self._before is not None and self._before.kind is kind is NeedKind.EARLIER else None
        about = {NeedKind.RESULT: self.analyte.value(), NeedKind.ASK: self.words.text().strip()}.get(kind, "")
        words = said if shown and kind is not NeedKind.ASK else ()
        if kind is NeedKind.PREGNANCY:
            words = ("excluded",)
        if kind is NeedKind.EARLIER and limit is None:
            limit = 1.0
        return Need(
            kind,
            words=words,
            about=about,
            limit=limit,
            compare=self.compare.value() if self._fields["compare"].isVisibleTo(self) else "",
            germline=kind is NeedKind.ALTERED and self.germline.isChecked(),
            lines_in=before.lines_in if before else (),
            within_days=before.within_days if before else None,
            settings=tuple(setting for setting, box in self.settings.items() if box.isChecked()),
            safety=self.safety.isChecked(),
            sources=tuple(part.strip() for part in self.sources.text().split(",") if part.strip()),
        )

    def _answers(self) -> tuple[str, ...]:
        return tuple(analytes()[self.analyte.value()].answers) if self.kind.value() is NeedKind.RESULT else ()

    def _needs_figure(self) -> bool:
        kind = self.kind.value()
        return kind in NUMBERS or (kind is NeedKind.RESULT and not self._answers())

    def _fill(self, need: Need | None) -> None:
        if need is None:
            return
        self.kind.choose(need.kind)
        if need.kind is NeedKind.RESULT:
            self.analyte.choose(need.about)
            self.compare.choose(need.compare or COMPARISONS[0])
        self.figure.setText("" if need.limit is None else f"{need.limit:g}")
        self.words.setText(need.about if need.kind is NeedKind.ASK else ", ".join(need.words))
        self.germline.setChecked(need.germline)
        self.safety.setChecked(need.safety)
        self.sources.setText(", ".join(need.sources))
        for setting, box in self.settings.items():
            box.setChecked(setting in need.settings)

    def _follow(self) -> None:
        """Show the fields the kind has, with the words that will do."""
        kind, answers = self.kind.value(), self._answers()
        result = kind is NeedKind.RESULT
        plain = kind not in NUMBERS and kind is not NeedKind.PREGNANCY and (not result or bool(answers))
        self._fields["analyte"].setVisible(result)
        self._fields["compare"].setVisible(result and not answers)
        self._fields["figure"].setVisible(self._needs_figure() or kind in FIGURES)
        self._fields["words"].setVisible(plain)
        self.germline.setVisible(kind is NeedKind.ALTERED)
        known = answers or sorted(CHOICES.get(kind, ()))
        words = ", ".join(known)
        if kind is NeedKind.ASK:
            words = self.tr("The question, as the doctor reads it.")
        elif kind is NeedKind.ALTERED:
            words = self.tr("for example: brca1, pik3ca, esr1")
        elif kind in DRUGS:
            words = self.tr("Drugs, classes or groups of the library: taxane, anti-HER2, trastuzumab.")
        self._fields["words"].set_help(words)
        self._fields["figure"].set_help(say(FIGURES[kind]) if kind in FIGURES else "")

    def _lay_out(self) -> None:
        self.form.addWidget(FormField(self.tr("What is looked at"), self.kind))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._fields["analyte"], 2)
        row.addWidget(self._fields["compare"], 2)
        row.addWidget(self._fields["figure"], 1)
        self.form.addLayout(row)
        self.form.addWidget(self._fields["words"])
        self.form.addWidget(self.germline)
        self.form.addWidget(self.safety)
        only = self.tr("Asked in these settings only; none ticked means in all")
        self.form.addWidget(Label(only, FontRole.DENSE, "text2"))
        ticks = QHBoxLayout()
        ticks.setSpacing(14)
        for box in self.settings.values():
            ticks.addWidget(box)
        ticks.addStretch(1)
        self.form.addLayout(ticks)
        hint = self.tr("Keys of the library's sources; empty means those of the regimen.")
        self.form.addWidget(FormField(self.tr("Sources"), self.sources, hint))

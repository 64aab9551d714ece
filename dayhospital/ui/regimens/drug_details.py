"""What a drug of a draft has beside dose, minutes and days: places, loading dose, how it is watched, intake, note."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from dayhospital.clinical.regimen_edit import loading_from, minutes_from, places_from
from dayhospital.domain.drug import Drug
from dayhospital.domain.regimen import ObservationMode, Place, RegimenDrug, Route
from dayhospital.errors import InvalidValue
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.regimens.words import exposures_text, observation_mode_text
from dayhospital.ui.texts import fact_text, say
from dayhospital.ui.widgets import ChoiceBox, FormField

MOST_RELOAD_DAYS = 400


class DrugDetailsDialog(SmallDialog):
    """The rest of one drug; ``chosen`` carries the drug as it is now."""

    def __init__(self, drug: RegimenDrug, known: Drug, parent: QWidget | None = None) -> None:
        super().__init__(say("Details of {drug}", drug=known.shown), self.tr("Take over"), width=560, parent=parent)
        self._drug = drug
        self.usual = ChoiceBox[Place]([(place, fact_text(place)) for place in Place])
        self.usual.choose(drug.places[0])
        self.others = {place: QCheckBox(fact_text(place)) for place in Place}
        loading = drug.loading
        self.loading = QLineEdit("" if loading is None else f"{loading.dose:g} {loading.unit}")
        self.loading.setPlaceholderText(self.tr("for example: 8 mg/kg; empty without one"))
        self.reload = QSpinBox()
        self.reload.setRange(0, MOST_RELOAD_DAYS)
        self.reload.setValue(0 if loading is None else loading.reload_after_days)
        self.reload.setSpecialValueText("–")
        self.mode = ChoiceBox[ObservationMode]([(mode, observation_mode_text(mode)) for mode in ObservationMode])
        self.mode.choose(drug.observation_mode)
        pragmatic = drug.pragmatic_observation
        self.pragmatic = QLineEdit("" if pragmatic is None else exposures_text(pragmatic))
        self.pragmatic.setPlaceholderText(self.tr("empty: as in the SmPC"))
        self.intake, self.note = QLineEdit(drug.intake), QLineEdit(drug.note)
        self.loading_field = FormField(self.tr("Loading dose"), self.loading)
        self.pragmatic_field = FormField(self.tr("Watch, pragmatic times, minutes"), self.pragmatic)
        self._lay_out()
        self._follow()
        self.usual.currentIndexChanged.connect(self._follow)
        self.usual.setFocus()

    def value(self) -> object:
        for field in (self.loading_field, self.pragmatic_field):
            field.set_error("")
        try:
            loading = loading_from(self.loading.text(), self.reload.value())
        except InvalidValue as error:
            self.loading_field.set_error(str(error))
            return None
        words = self.pragmatic.text().strip()
        try:
            pragmatic = minutes_from(words) if words else None
        except InvalidValue as error:
            self.pragmatic_field.set_error(str(error))
            return None
        ticked = [place for place, box in self.others.items() if box.isChecked()]
        return replace(
            self._drug,
            places=places_from(self.usual.value(), ticked),
            loading=loading,
            observation_mode=self.mode.value(),
            pragmatic_observation=pragmatic,
            intake=self.intake.text().strip(),
            note=self.note.text().strip(),
        )

    def _follow(self) -> None:
        """The usual place is one of the places whatever is ticked."""
        for place, box in self.others.items():
            usual = place is self.usual.value()
            box.setEnabled(not usual)
            box.setChecked(usual or (box.isChecked() if box.isEnabled() else place in self._drug.places))

    def _lay_out(self) -> None:
        places = QWidget()
        ticks = QHBoxLayout(places)
        ticks.setContentsMargins(0, 0, 0, 0)
        ticks.setSpacing(14)
        for place, box in self.others.items():
            box.setChecked(place in self._drug.places)
            ticks.addWidget(box)
        ticks.addStretch(1)
        where, load, watch = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (where, load, watch):
            row.setSpacing(12)
            self.form.addLayout(row)
        where.addWidget(FormField(self.tr("Usual place"), self.usual), 2)
        where.addWidget(FormField(self.tr("May be given in"), places), 3)
        load.addWidget(self.loading_field, 3)
        load.addWidget(FormField(self.tr("Again after, days"), self.reload), 2)
        watch.addWidget(FormField(self.tr("Watch counts"), self.mode), 1)
        watch.addWidget(self.pragmatic_field, 1)
        if self._drug.route is Route.PO or self._drug.intake:
            self.form.addWidget(FormField(self.tr("Taken"), self.intake))
        self.form.addWidget(FormField(self.tr("Note"), self.note))

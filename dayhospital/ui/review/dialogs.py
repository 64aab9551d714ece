"""Dialogs of the review page: every toxicity of a patient, sign all that is unchanged."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from dayhospital.domain.changes import Changes
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.toxicity import Toxicity
from dayhospital.queries.review import ReviewRow
from dayhospital.queries.toxicities import graded
from dayhospital.services.decisions import SignUnchanged
from dayhospital.services.toxicities import RemoveToxicity
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog, identity
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.results.tables import REMOVE
from dayhospital.ui.results.toxicity_dialog import ToxicityDialog
from dayhospital.ui.results.toxicity_tab import ToxicityTab
from dayhospital.ui.review.words import change_text, session_text
from dayhospital.ui.texts import say, say_count


class ToxicitiesDialog(SmallDialog):
    """Every toxicity of a patient, read anew after each change; one is graded, corrected or taken away here."""

    def __init__(self, context: Context, patient: PatientLabel, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Toxicities"), "", patient, width=860, parent=parent)
        self._context, self._patient = context, patient
        self.tab = ToxicityTab()
        self.tab.setMinimumHeight(300)
        self.form.addWidget(self.tab)
        self.act.hide()
        self.keep.setText(self.tr("Close"))
        self.tab.asked.connect(self._do)
        QShortcut(QKeySequence("T"), self, lambda: self._do("toxicity", None))
        context.store.changed.connect(self._changed)
        context.store.changed_elsewhere.connect(self._read)
        self.setFocusProxy(self.tab.table)
        self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter for the list: Qt would press the default button of the form that Enter has just opened."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)

    def _read(self) -> None:
        patient_id = self._patient.id
        self._context.store.ask(self, lambda connection: graded(connection, patient_id), self.tab.show_toxicities)

    def _changed(self, changes: Changes) -> None:
        if "toxicities" in changes.tables:
            self._read()

    def _do(self, name: str, about: object) -> None:
        known = about if isinstance(about, Toxicity) else None
        if name == REMOVE and known is not None:
            self._context.store.do(RemoveToxicity(known.id))
            return
        dialog = ToxicityDialog(self._patient, self._context.clock.today(), known, self)
        dialog.chosen.connect(self._context.store.do)
        dialog.open()


class SignAllDialog(SmallDialog):
    """Lists everybody who is green with nothing new, all ticked; ``chosen`` carries the command."""

    def __init__(self, rows: Sequence[ReviewRow], today: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Sign all unchanged"), "", width=620, parent=parent)
        self.list = LinesList(self.tr("Inside every rule, nothing new"), 380)
        for row in rows:
            case = row.case
            told = [change_text(change) for change in row.changes]
            if (share := case.doses.carried_share) < 1:
                told.append(say("{n} % of the dose, as the last time", n=f"{share * 100:.0f}"))
            what = f"{case.short} {case.day.label}   {session_text(case, today)}   {', '.join(told)}"
            self.list.add(Lines(identity(case.patient), what), case.treatment_day_id, ticked=True)
        self.list.itemChanged.connect(self._count)
        self.form.addWidget(self.list)
        self.list.setCurrentRow(0)
        self.list.setFocus()  # Space turns a tick, Enter signs
        self._count()

    def value(self) -> object:
        chosen = self._ticked()
        if not chosen:
            self.complain(say("Tick at least one."))
            return None
        return SignUnchanged(tuple(chosen))

    def _ticked(self) -> list[int]:
        return [one for one in self.list.ticked() if isinstance(one, int)]

    def _count(self) -> None:
        self.act.setText(say_count(len(self._ticked()), "Sign {n} go", "Sign {n} goes"))

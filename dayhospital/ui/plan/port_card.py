"""The port in the last step of a plan: whether it will be there in time, and one press to ask for it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from dayhospital.clinical.port import PortAssessment, PortNeed, assess_port_for_regimen
from dayhospital.clinical.port_insertion import TreatmentOn, lead_findings, planned_findings
from dayhospital.clinical.port_use import infuses
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import day_text
from dayhospital.domain.port import PortReferral
from dayhospital.queries.ports import referral_of
from dayhospital.services.ports import AskForPort
from dayhospital.ui.context import Context
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.facts import NEED_KIND, ReasonRow, need_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets.buttons import secondary
from dayhospital.ui.widgets.chips import Chip
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import Card, clear_layout

MOST_REASONS = 3


def port_card(context: Context, draft: PlanDraft) -> "PortCard | None":
    """Return the card of a plan, None when a port is in place or nothing speaks for one."""
    if draft.regimen is None or draft.setting is None:
        return None
    drug = context.library.drug
    need = assess_port_for_regimen(draft.regimen, draft.setting, draft.facts, draft.start, drug)
    return None if need.in_place or need.need is PortNeed.NOT_NEEDED else PortCard(context, draft, need)


class PortCard(Card):
    """Why a port, whether it is asked for, and whether it will be usable for the first vesicant."""

    def __init__(self, context: Context, draft: PlanDraft, need: PortAssessment, parent: QWidget | None = None) -> None:
        super().__init__(say("Port"), parent)
        self._context, self._draft, self._need = context, draft, need
        self.add_to_header(Chip(need_text(need.need), NEED_KIND[need.need]))
        self._read()

    def show_referral(self, referral: PortReferral | None) -> None:
        """Show how far the wish for a port is, and what that means for the first vesicant."""
        clear_layout(self.body)
        wish = referral if referral is not None and referral.is_open else None
        for finding in self._late(wish):
            self.body.addWidget(ReasonRow(finding, note=("info", "info")))
        for finding in self._need.reasons[:MOST_REASONS]:
            self.body.addWidget(ReasonRow(finding))
        if wish is None:
            self._offer_to_ask()
            return
        words = say("Asked for on {day} by {who}", day=wish.asked_on, who=wish.asked_by)
        if wish.planned_on is not None:
            words = say("Insertion planned for {day}", day=day_text(wish.planned_on, weekday=True))
        self.body.addWidget(Label(words, FontRole.DENSE_MEDIUM).wrapped())

    def _offer_to_ask(self) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        ask = secondary(say("Ask for a port"), "calendar-plus")
        ask.clicked.connect(self._ask)
        row.addWidget(ask)
        row.addStretch(1)
        self.body.addWidget(holder)

    def _ask(self) -> None:
        self._context.store.do(AskForPort(self._draft.patient.label.id), lambda _changes: self._read())

    def _read(self) -> None:
        patient_id = self._draft.patient.label.id
        self._context.store.ask(self, lambda connection: referral_of(connection, patient_id), self.show_referral)

    def _late(self, wish: PortReferral | None) -> tuple[Finding, ...]:
        draft = self._draft
        # The id of a day of a plan is its place among the choices.
        chosen = {index: offer.span.day for index, offer in enumerate(draft.choices) if offer is not None}
        treatments = [
            TreatmentOn(chosen.get(day.treatment.treatment_day_id or 0, day.planned), day.treatment)
            for day in draft.due_days()
        ]
        planned = wish.planned_on if wish is not None else None
        usable_after = draft.settings.port_usable_after_days
        today, drug = self._context.clock.today(), self._context.library.drug
        found = lead_findings(today, treatments, planned, usable_after, draft.calendar.is_open, drug)
        first = min((one for one in treatments if infuses(one.treatment)), key=lambda one: one.day, default=None)
        if found or planned is None or first is None:
            return found
        return planned_findings(planned, self._need.need, first.treatment, first.day, usable_after, drug)

"""Places for everything in the tray, to be ticked and booked as one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dayhospital.domain.board import DueDay
from dayhospital.domain.formats import day_text, span_text
from dayhospital.queries.board import board_day
from dayhospital.scheduling.place_rules import DrugLookup
from dayhospital.scheduling.propose import Proposal, days_by_distance, propose_course
from dayhospital.services.courses import BookDays, SlotChoice
from dayhospital.ui.dialogs.base import SmallDialog, identity
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.texts import finding_text, say, say_count
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Label

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class NamedProposal:
    """A proposal with the name of its best chair."""

    proposal: Proposal
    chair: str


def propose_due(
    connection: "Connection", due: Sequence[DueDay], now: datetime, drug_lookup: DrugLookup
) -> tuple[NamedProposal, ...]:
    """Look for a place for each due day on the days its window still allows."""
    days = sorted({day for one in due for day in days_by_distance(one) if day >= now.date()})
    boards = {day: board_day(connection, day) for day in days}
    names = {chair.id: chair.name for board in list(boards.values())[:1] for chair in board.chairs}
    return tuple(
        NamedProposal(one, names[one.offers[0].chair_id] if one.offers else "")
        for one in propose_course(due, boards, now, drug_lookup)
    )


class ProposalsDialog(SmallDialog):
    """Lists a place for each patient; those without a warning are ticked. ``chosen`` carries the command."""

    def __init__(self, proposals: Sequence[NamedProposal], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Proposed slots"), "", width=680, parent=parent)
        self.list = LinesList(self.tr("Proposed slots"), 400)
        for named in proposals:
            self._add(named)
        self.list.itemChanged.connect(self._count)
        self.form.addWidget(self.list)
        missing = sum(not named.proposal.offers for named in proposals)
        if missing:
            self.form.addWidget(Label(say("{n} without a place", n=missing), FontRole.DENSE_MEDIUM, "warn"))
        self._count()

    def value(self) -> object:
        chosen = self._ticked()
        if not chosen:
            self.complain(self.tr("Tick at least one session."))
            return None
        return BookDays(
            tuple(SlotChoice(one.treatment_day_id, one.offers[0].chair_id, one.offers[0].span.start) for one in chosen)
        )

    def _add(self, named: NamedProposal) -> None:
        proposal = named.proposal
        who = f"{identity(proposal.due.patient.label)}   {proposal.due.treatment.short} {proposal.due.treatment.label}"
        if not proposal.offers:
            why = " ".join(finding_text(finding) for finding in proposal.findings)
            self.list.add(Lines(who, warning=why), None, enabled=False)
            return
        offer = proposal.offers[0]
        where = (
            f"{day_text(offer.span.day, weekday=True)}   {span_text(offer.span.start, offer.span.end)}   {named.chair}"
        )
        warned = "   ".join(finding_text(finding) for finding in offer.findings)
        self.list.add(Lines(who, where, warned), proposal, ticked=not offer.findings)

    def _ticked(self) -> list[Proposal]:
        return [one for one in self.list.ticked() if isinstance(one, Proposal)]

    def _count(self) -> None:
        self.act.setText(say_count(len(self._ticked()), "Book {n} session", "Book {n} sessions"))

"""The regimens of a setting as cards, judged for the patient of a draft and put in order."""

from collections.abc import Sequence
from dataclasses import replace

from dayhospital.clinical.eligibility import judge
from dayhospital.clinical.library import Library
from dayhospital.clinical.regimen_time import regimen_minutes
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Group, Setting
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.pathway_part import next_steps
from dayhospital.ui.plan.regimen_list import RegimenCard


def regimen_cards(library: Library, policy: ObservationPolicy) -> tuple[RegimenCard, ...]:
    """Return every enabled regimen as a card, by group and name; reads the whole library, so not in the window."""
    cards = []
    for regimen in library.all():
        if regimen.enabled:
            names = [library.drug(drug).shown for drug in regimen.drug_ids]
            first, later = regimen_minutes(regimen, library.drug, policy)
            cards.append(RegimenCard(regimen, ", ".join(names), first, later))
    order = list(Group)
    return tuple(sorted(cards, key=lambda card: (order.index(card.regimen.group), card.regimen.name)))


def judged_cards(
    cards: Sequence[RegimenCard], setting: Setting, draft: PlanDraft, library: Library
) -> tuple[RegimenCard, ...]:
    """Return the cards of a setting with their verdicts.

    First the next step of the pathway that is followed, in its order, then by verdict, then by use in this unit;
    supportive ones last.
    """
    steps = next_steps(draft, setting, library)
    judged = [
        replace(
            card,
            eligibility=judge(card.regimen, setting, draft.case, draft.start),
            next_step=steps.get(card.regimen.id, ""),
        )
        for card in cards
        if setting in card.regimen.settings
    ]

    order = list(steps)

    def rank(card: RegimenCard) -> tuple[bool, int, bool, int, int, tuple[int, int, int]]:
        assert card.eligibility is not None, "each was judged"
        place = card.eligibility.rank
        supportive = card.regimen.group is Group.SUPPORTIVE
        used = draft.use.get((card.regimen.id, setting), 0)
        turn = order.index(card.regimen.id) if card.next_step else len(order)
        return card.dimmed, turn, supportive, place[0], -used, place

    return tuple(sorted(judged, key=rank))

"""The pathway in a plan: the whole of it as a strip below the list, and the regimens that are its next step."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.pathway_treatments import Taken, pause_in, planned_taken
from dayhospital.clinical.pathways import Standing, open_pathways, standing, start_findings
from dayhospital.domain.pathway import Pathway
from dayhospital.domain.regimen import Setting
from dayhospital.domain.surgery import Pathology
from dayhospital.queries.pathways import taken
from dayhospital.ui.pathways.card import short_of
from dayhospital.ui.pathways.strip import PathwayStrip
from dayhospital.ui.pathways.words import pathology_text
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, Label, clear_layout


def followed_standing(draft: PlanDraft, library: Library) -> Standing | None:
    """Return where the patient stands on the pathway she follows, None without one."""
    own = None if draft.case.tumour is None else draft.case.tumour.id
    row = next((one for one in draft.followed if one.tumour_id in {None, own}), None)
    pathway = draft.pathways.get(row.pathway) if row is not None else None
    return None if pathway is None else _standing(pathway, draft, library, ())


def next_steps(draft: PlanDraft, setting: Setting, library: Library) -> Mapping[str, str]:
    """Return the regimens that are the next step in a setting, each with the reason why."""
    found = followed_standing(draft, library)
    if found is None:
        return {}
    why = "" if found.pathology is Pathology.AWAITED else pathology_text(found.pathology)
    words = {
        one.step.name: say("Next step: {step}, {why}", step=one.step.name, why=why)
        if one.step.by_response and why
        else say("Next step: {step}", step=one.step.name)
        for one in found.next
    }
    steps: dict[str, str] = {}
    for one in found.next:
        if one.step.setting is setting:
            steps |= {name: words[one.step.name] for name in one.regimens if name not in steps}
    return steps


def next_setting(draft: PlanDraft, library: Library) -> Setting | None:
    """Return the setting of the next step of the pathway that is followed, None without one."""
    found = followed_standing(draft, library)
    steps = () if found is None else found.next
    return next((one.step.setting for one in steps if one.step.setting is not None), None)


class PathwayPart(QWidget):
    """The pathway a chosen regimen belongs to or begins, with the choice to follow it.

    Signals:
        changed: Another pathway was chosen, or none.
    """

    changed = Signal()

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.title = Label("", FontRole.SECTION).elided()
        self.choice: ChoiceBox[Pathway | None] = ChoiceBox([])
        self.choice.setAccessibleName(say("Pathway"))
        self.choice.currentIndexChanged.connect(self.changed)
        self.strip = PathwayStrip()
        self._findings = QVBoxLayout()
        self._findings.setSpacing(4)
        self._offered: tuple[str, ...] = ()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title, 1)
        head.addWidget(self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addLayout(self._findings)
        self.hide()

    def show_draft(self, draft: PlanDraft) -> PlanDraft:
        """Show what the regimen of a draft means for a pathway; return the draft with the pathway it begins."""
        clear_layout(self._findings)
        regimen, setting = draft.regimen, draft.setting
        if regimen is None or setting is None:
            self._offered = ()
            self.hide()
            return replace(draft, pathway=None)
        before = followed_standing(draft, self._library)
        if before is not None and before.step_for(regimen.id, setting) is not None:
            self._offer(())
            self._show(before.pathway, draft)
            self.title.setText(say("Pathway: {name}", name=before.pathway.name))
            for finding in start_findings(before, regimen.id, setting, draft.start):
                self._findings.addWidget(ReasonRow(finding))
            return replace(draft, pathway=None)
        open_to = open_pathways(draft.pathways, draft.case, self._library.find)
        followed = None if before is None else before.pathway
        ways = tuple(one for one in open_to if one != followed and one.begins_with(regimen.id, setting))
        self._offer(ways)
        chosen = self.choice.value() if ways else None
        self.title.setText(say("The whole pathway") if ways else "")
        self.strip.setVisible(chosen is not None)
        self.setVisible(bool(ways))
        if chosen is not None:
            self._show(chosen, draft)
        return replace(draft, pathway=chosen)

    def _offer(self, ways: tuple[Pathway, ...]) -> None:
        """Offer the pathways a regimen begins; the first is proposed, and what was chosen among the same ones stays."""
        names = tuple(one.id for one in ways)
        self.choice.setVisible(bool(ways))
        if names != self._offered:
            self._offered = names
            options: list[tuple[Pathway | None, str]] = [(one, say("Follow: {name}", name=one.name)) for one in ways]
            self.choice.offer([*options, (None, say("No pathway"))])

    def _show(self, pathway: Pathway, draft: PlanDraft) -> None:
        found = _standing(pathway, draft, self._library, (_planned(pathway, draft, self._library),))
        self.strip.show_standing(found, lambda name: short_of(self._library, name))
        self.strip.show()
        self.show()


def _planned(pathway: Pathway, draft: PlanDraft, library: Library) -> Taken:
    """Return the plan as a pathway looks at it; its days are worked out where they are not yet."""
    regimen, setting = draft.regimen, draft.setting
    assert regimen is not None and setting is not None, "a regimen was chosen"
    days = draft.days or draft.work_out(library)
    pause = pause_in(regimen.id, setting, regimen, pathway.phases)
    return planned_taken(regimen.id, regimen.name, setting, draft.start, days, regimen, pause)


def _standing(pathway: Pathway, draft: PlanDraft, library: Library, extra: tuple[Taken, ...]) -> Standing:
    given = taken(pathway, draft.case, draft.courses, library)
    return standing(pathway, draft.case, (*given, *extra), library.find)

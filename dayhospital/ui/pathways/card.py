"""The card of the patient page: the pathway of a tumour, what is missing, and the next thing to do in one click."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.pathways import Standing, Where, proposals
from dayhospital.domain.pathway import StepKind
from dayhospital.domain.surgery import Surgery
from dayhospital.ui.pathways.strip import PathwayStrip
from dayhospital.ui.pathways.words import PathwayShown
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import Button, Card, Label, link, secondary

Asked = Callable[[str, object], object]


def pathway_card(shown: PathwayShown, library: Library, asked: Asked, parent: QWidget) -> Card:
    """Return the card; ``asked`` is called with ``pathway_follow``, ``pathway_leave``, ``pathway_move``,
    ``surgery`` or ``plan``."""
    card = Card(say("Pathway"), parent)
    row = shown.row
    if row is None:
        card.body.addWidget(Label(say("This tumour follows no pathway."), tone="text2"))
        if shown.ways:
            follow = link(say("Follow a pathway…"))
            follow.clicked.connect(lambda: asked("pathway_follow", shown))
            card.add_to_header(follow)
        return card
    leave = link(say("Leave"))
    leave.clicked.connect(lambda: asked("pathway_leave", row.row))
    standing = row.standing
    if standing is None:
        card.body.addWidget(Label(say("This pathway is no longer in the library."), tone="warn").wrapped())
        card.add_to_header(leave)
        return card
    card.set_title(say("Pathway: {name}", name=standing.pathway.name))
    card.add_to_header(leave)
    strip = PathwayStrip()
    strip.show_standing(standing, lambda name: short_of(library, name))
    card.body.addWidget(strip)
    for finding in standing.findings:
        card.body.addWidget(ReasonRow(finding, note=("info", "info")))
    acts = _acts(shown, standing, library, asked)
    if acts:
        line = QHBoxLayout()
        line.setSpacing(8)
        for act in acts:
            line.addWidget(act)
        line.addStretch(1)
        card.body.addLayout(line)
    return card


def short_of(library: Library, regimen_id: str) -> str:
    """Return the short name of a regimen, its id when the library has it no more."""
    regimen = library.find(regimen_id)
    return regimen_id if regimen is None else regimen.short


def _acts(shown: PathwayShown, standing: Standing, library: Library, asked: Asked) -> list[Button]:
    """Return what comes next as buttons: surgery, its pathology, a course."""
    made: list[Button] = []

    def button(words: str, icon: str, name: str, about: object) -> None:
        act = secondary(words, icon)
        act.clicked.connect(lambda: asked(name, about))
        made.append(act)

    tumour = shown.case.tumour
    own = None if tumour is None else tumour.id
    last: Surgery | None = next((one for one in reversed(shown.case.surgeries) if one.tumour_id in {None, own}), None)
    waiting = any(one.step.kind is StepKind.SURGERY and one.where is not Where.DONE for one in standing.steps)
    planned = last is not None and not last.done(shown.case.today)
    if standing.surgery_day_missing or (waiting and not planned):
        button(say("Enter surgery…"), "calendar-plus", "surgery", own)
    elif planned:
        button(say("Change surgery…"), "pencil", "surgery", last)
    for one in standing.steps:
        if one.given and one.day is not None and one.day > shown.case.today and one.findings:
            button(say("Move {regimen}…", regimen=one.given), "calendar-clock", "pathway_move", one)
    if standing.pathology_missing:
        button(say("Enter pathology…"), "flask-conical", "surgery", last if last is not None else own)
    elif standing.next:
        for regimen in proposals(standing, shown.case, library.find)[:1]:
            button(say("Plan {regimen}", regimen=regimen.short), "calendar-plus", "plan", None)
    return made

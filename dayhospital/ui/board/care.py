"""Access and reactions of one session for the inspector: what was recorded, what follows, what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from dayhospital.clinical.port_course import vesicant_given
from dayhospital.clinical.port_insertion import seating_findings
from dayhospital.clinical.reactions import again_findings, chair_findings, reaction_findings, watch_findings
from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import time_text
from dayhospital.domain.port import VeinCheck
from dayhospital.domain.reaction import Reaction
from dayhospital.domain.session import DONE, GIVEN, NOT_LIVE, PRESENT, RUNNING
from dayhospital.queries.care import Care
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import InspectorSection, Label, link

DrugLookup = Callable[[str], Drug]
Ask = Callable[[str], object]
"""Takes the name of an act of the board."""


@dataclass(frozen=True, slots=True)
class CareFacts:
    """What the inspector shows of access and reactions."""

    access: tuple[Finding, ...] = ()
    """What speaks against seating the patient, and what the patient before her leaves behind."""
    check: VeinCheck | None = None
    offers_check: bool = False
    """Whether a vein may be checked in place of a port."""
    offers_use: bool = False
    """Whether the use of the port may be recorded."""
    offers_reaction: bool = False
    again: tuple[Finding, ...] = ()
    """What reactions on earlier days say about the drugs of today."""
    reactions: tuple[tuple[Reaction, str, tuple[Finding, ...]], ...] = ()
    """Each with the name of its drug and what follows."""


def care_facts(board: BoardDay, session: BoardSession, care: Care, drug: DrugLookup) -> CareFacts:
    """Work out what is to be shown of a session."""
    patient, day = session.patient, session.span.day
    check = care.vein_checks.get(patient.label.id)
    waiting = session.status not in GIVEN | DONE | NOT_LIVE
    usable = patient.port is not None and patient.port.usable_on(day)
    seating = seating_findings(patient.port, check is not None, session.treatment, day, drug) if waiting else ()
    here = []
    for one in care.reactions.get(session.id, ()):
        name = drug(one.drug).shown
        watched = watch_findings(one.until, session.span.end) if one.until is not None else ()
        here.append((one, name, (*watched, *reaction_findings(one, name))))
    drugs = {dose.drug for dose in session.treatment.doses}
    earlier = care.earlier.get(patient.label.id, ())
    return CareFacts(
        (*seating, *(_before(board, session, care) if waiting else ())),
        check,
        offers_check=waiting and not usable and vesicant_given(session.treatment, drug) is not None,
        offers_use=usable and session.status in PRESENT,
        offers_reaction=session.status in RUNNING,
        again=again_findings(earlier, drugs, lambda name: drug(name).shown),
        reactions=tuple(here),
    )


def _before(board: BoardDay, session: BoardSession, care: Care) -> tuple[Finding, ...]:
    """Return what a reaction of the patient before in the same chair means for this one."""
    same = [one for one in board.live if one.chair_id == session.chair_id and one.span.start < session.span.start]
    if not same or session.on_pinboard:
        return ()
    last = max(same, key=lambda one: one.span)
    found = care.reactions.get(last.id, ())
    if not found or last.status in DONE:
        return ()
    worst = max(found, key=lambda one: one.until or one.at)
    until = max(worst.until or worst.at, last.span.end)
    return chair_findings(worst.at, until, board.chair(session.chair_id).name, session.span.start)


def add_access(section: InspectorSection, facts: CareFacts, ask: Ask) -> None:
    """Add the checked vein, what speaks against seating, and what can be done, to the section about access."""
    for finding in facts.access:
        section.body.addWidget(ReasonRow(finding))
    if facts.check is not None:
        at, site = time_text(facts.check.at), facts.check.site
        words = say("Vein checked {at}: {site}, {who}", at=at, site=site, who=facts.check.by)
        section.body.addWidget(Label(words, FontRole.DENSE, "text2").wrapped())
    acts = (
        ("vein_check", say("Vein checked…"), facts.offers_check),
        ("port_use", say("Port used…"), facts.offers_use),
        ("reaction", say("Reaction…"), facts.offers_reaction),
    )
    if any(offered for _, _, offered in acts):
        section.body.addWidget(_row([(name, words) for name, words, offered in acts if offered], ask))


def reactions_section(facts: CareFacts, ask: Ask) -> InspectorSection | None:
    """Return the section with the reactions of today and what earlier ones mean, None without any."""
    if not facts.reactions and not facts.again:
        return None
    section = InspectorSection(say("Reactions"))
    for finding in facts.again:
        section.body.addWidget(ReasonRow(finding, note=("info", "info")))
    for reaction, drug, follows in facts.reactions:
        words = say("{at}  {drug}, grade {grade}", at=time_text(reaction.at), drug=drug, grade=reaction.grade)
        section.body.addWidget(Label(words, FontRole.BODY_STRONG).wrapped())
        watched = say("watched until {until}", until=reaction.until) if reaction.until is not None else ""
        parts = (say("adrenaline") if reaction.adrenaline else "", reaction.done, watched, reaction.by)
        section.body.addWidget(Label(", ".join(filter(None, parts)), FontRole.DENSE, "text2").wrapped())
        for finding in follows:
            section.body.addWidget(ReasonRow(finding, note=("info", "info")))
        section.body.addWidget(_row([(f"reaction_remove {reaction.id}", say("Take out…"))], ask))
    return section


def _row(acts: list[tuple[str, str]], ask: Ask) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for name, words in acts:
        button = link(words)
        button.clicked.connect(partial(ask, name))
        row.addWidget(button)
    row.addStretch(1)
    return holder

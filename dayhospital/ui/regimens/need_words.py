"""What a regimen asks of a patient, in the sentences of its verdict, and the card that lists them with their source."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.need_asks import asked_of
from dayhospital.clinical.needs_schema import DRUGS
from dayhospital.clinical.sources import describe
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.regimen import Regimen
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.plan.verdicts import lowered
from dayhospital.ui.texts import finding_text, say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, IconView, Label


def need_text(need: Need, library: Library) -> str:
    """Return what a need asks on one line: ``LVEF at least 50 %``, ``ER negative (below 10 %), only adjuvant``."""
    if need.kind is NeedKind.ANY_OF:
        ways = [f" {say('and')} ".join(_way(way, library)) for way in need.ways]
        return _where(need, say("either {ways}", ways=f"; {say('or')} ".join(ways)))
    drugs = {one.id: one for one in library.drugs()}
    shown = replace(need, words=tuple(drugs[word].shown if word in drugs else word for word in need.words))
    # Genes and answers are words of their own; only what is given goes by the name of the drug.
    words = finding_text(asked_of(shown if need.kind in DRUGS else need))
    if need.kind in {NeedKind.ER, NeedKind.PR} and need.limit is not None:
        words = say("{asked} (below {limit} %)", asked=words, limit=f"{need.limit:g}")
    return _where(need, words)


def need_lines(need: Need, library: Library) -> str:
    """Return the same with each of several ways on a line of its own."""
    if need.kind is not NeedKind.ANY_OF:
        return need_text(need, library)
    ways = [", ".join((first, *rest)) for first, *rest in (_way(way, library) for way in need.ways)]
    return "\n".join((_where(need, say("One of these:")), *(f"–  {way}" for way in ways)))


def need_sources(need: Need, regimen: Regimen, library: Library) -> str:
    """Return where a need comes from, one source a line; where it names none itself, those of the regimen count."""
    if need.kind is not NeedKind.ANY_OF and asked_of(need).source != "library":
        return describe(asked_of(need).source)
    if not need.sources or need.sources == regimen.sources:
        return say("As the regimen: see its sources.")
    return "\n".join(library.source(key) for key in need.sources)


def _where(need: Need, words: str) -> str:
    if not need.settings:
        return words
    where = f" {say('or')} ".join(setting_text(setting).lower() for setting in need.settings)
    return say("{asked}, only {where}", asked=words, where=where)


def _way(way: Sequence[Need], library: Library) -> list[str]:
    first, *rest = (need_text(need, library) for need in way)
    return [first, *map(lowered, rest)]


def needs_card(regimen: Regimen, library: Library) -> Card:
    """Return whom a regimen fits: what it needs, and what makes it contraindicated, each with its source."""
    card = Card(say("Whom it fits"))
    card.add_to_header(Label(say("confidence: {how}", how=regimen.confidence), FontRole.DENSE, "text2"))
    needs = [need for need in regimen.needs if not need.safety]
    safety = [need for need in regimen.needs if need.safety]
    for title, some, icon, tone in (
        (say("Needs, or it does not fit"), needs, "check", "ok"),
        (say("Safety, or it is contraindicated"), safety, "octagon-alert", "critical"),
    ):
        if some:
            card.body.addWidget(Label(title, FontRole.DENSE_STRONG, "text2"))
            card.body.addWidget(NeedRows(some, regimen, library, icon, tone))
    if not regimen.needs:
        card.body.addWidget(Label(say("It asks nothing of tumour, tests or earlier lines."), tone="text2").wrapped())
    every = say(
        "Every regimen is held against allergies, drugs of other courses, a second antibody to one target, "
        "and progression under it before."
    )
    card.body.addWidget(Label(every, FontRole.CAPTION, "text3").wrapped())
    return card


class NeedRows(QWidget):
    """One row a need: icon, sentence, and the source below it in small letters."""

    def __init__(
        self,
        needs: Sequence[Need],
        regimen: Regimen,
        library: Library,
        icon: str,
        tone: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        for row, need in enumerate(needs):
            source = need_sources(need, regimen, library)
            words = Label(need_lines(need, library), FontRole.DENSE_MEDIUM).wrapped()
            words.setAccessibleDescription(source)
            below = Label(source, FontRole.CAPTION, "text3").wrapped()
            shown = "user" if need.kind is NeedKind.ASK else icon
            grid.addWidget(IconView(shown, tone, 13), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(below, row, 2, Qt.AlignmentFlag.AlignTop)

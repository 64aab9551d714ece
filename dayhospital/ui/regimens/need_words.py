"""What a regimen asks of a patient, in the sentences of its verdict, and the card that lists them with their source."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.clinical.need_asks import asked_of
from dayhospital.clinical.sources import describe
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.regimen import Regimen
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.texts import finding_text, say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, IconView, Label


def need_text(need: Need) -> str:
    """Return what a need asks: ``LVEF at least 50 %``, ``ER negative (below 10 %), only adjuvant``."""
    if need.kind is NeedKind.ANY_OF:
        words = say("either {ways}", ways=f" {say('or')} ".join(_joined(way) for way in need.ways))
    else:
        words = finding_text(asked_of(need))
        if need.kind in {NeedKind.ER, NeedKind.PR} and need.limit is not None:
            words = say("{asked} (below {limit} %)", asked=words, limit=f"{need.limit:g}")
    if need.settings:
        where = f" {say('or')} ".join(setting_text(setting).lower() for setting in need.settings)
        words = say("{asked}, only {where}", asked=words, where=where)
    return words


def need_sources(need: Need, regimen: Regimen, library: Library) -> str:
    """Return where a need comes from, one source a line; those of the regimen where it names none itself."""
    if need.kind is not NeedKind.ANY_OF and asked_of(need).source != "library":
        return describe(asked_of(need).source)
    return "\n".join(library.source(key) for key in need.sources or regimen.sources)


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
            words = Label(need_text(need), FontRole.DENSE_MEDIUM).wrapped()
            words.setAccessibleDescription(source)
            below = Label(source, FontRole.CAPTION, "text3").wrapped()
            shown = "user" if need.kind is NeedKind.ASK else icon
            grid.addWidget(IconView(shown, tone, 13), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(below, row, 2, Qt.AlignmentFlag.AlignTop)


def _joined(way: Sequence[Need]) -> str:
    return f" {say('and')} ".join(need_text(need) for need in way)

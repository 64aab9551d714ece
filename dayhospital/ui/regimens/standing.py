"""Where a version stands: in one line over the regimen, and step by step at its side."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dayhospital.clock import Clock
from dayhospital.domain.formats import day_text
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.regimen_version import RegimenVersion, VersionState
from dayhospital.ui.regimens.words import version_state_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import IconView, InspectorSection, Label

DONE, NOW, TO_COME = ("circle-check", "ok"), ("circle-dot", "accent"), ("circle", "text3")


@dataclass(frozen=True, slots=True)
class Standing:
    """A version with whether it is the one in use; ``version`` None is the file of the program."""

    clock: Clock
    version: RegimenVersion | None = None
    in_use: bool = True

    @property
    def words(self) -> str:
        return version_state_text(None if self.version is None else self.version.state, self.in_use)

    @property
    def chip_words(self) -> str:
        return say("as shipped") if self.version is None and self.in_use else self.words

    @property
    def chip(self) -> tuple[str, str]:
        """Return kind and icon of the chip that says the state."""
        state = None if self.version is None else self.version.state
        if state is VersionState.DRAFT:
            return "warn", "pencil"
        if state is VersionState.WAITING:
            return "warn", "hourglass"
        if state is VersionState.RETIRED or not self.in_use:
            return "neutral", "history"
        return ("info", "library") if self.version is None else ("ok", "circle-check")

    def day(self, moment: datetime | None) -> str:
        return "" if moment is None else day_text(self.clock.to_local(moment).date())

    def reservation(self, regimen: Regimen) -> tuple[str, str, str]:
        """Return kind, icon and words of the line every regimen carries: who answers for its figures."""
        one = self.version
        kind, icon, words = "info", "info", say("Reference values, not approved for prescribing.")
        if one is not None and one.was_in_use:
            kind, icon = ("ok", "circle-check") if self.in_use else ("neutral", "history")
            second = say("{who} on {day}", who=one.second_by, day=self.day(one.second_at))
            words = say("Approved by {first} and {second}.", first=one.approved_by, second=second)
        elif one is not None:
            kind, icon = "warn", "pencil"
            words = say("Not in use: no course begins with this version before two people have signed it.")
        if not regimen.enabled:
            return "warn", "lock", say("Not enabled: {why}", why=regimen.regulatory_note) + "\n" + words
        return kind, icon, f"{words} {regimen.regulatory_note}".strip()


def approval_section(standing: Standing) -> InspectorSection:
    """Return the way of a version from its author to its use."""
    section = InspectorSection(say("Approval"))
    for (icon, tone), title, below in approval_steps(standing):
        section.body.addWidget(_step(icon, tone, title, below))
    return section


def approval_steps(standing: Standing) -> list[tuple[tuple[str, str], str, str]]:
    """Return icon, title and words of each step."""
    one = standing.version
    if one is None:
        where = (
            say("with the program, reference values") if standing.in_use else say("new courses begin with a later one")
        )
        steps = [(DONE, say("Written"), where)]
        return [*steps, (TO_COME, say("Signatures"), say("nobody here signed it"))]
    written = say("{who}, {day}", who="; ".join(one.writers), day=standing.day(one.written_at))
    draft = one.state is VersionState.DRAFT
    steps = [(NOW if draft else DONE, say("Written"), written)]
    waiting = NOW if one.state is VersionState.WAITING else TO_COME
    for title, who, moment, rule in (
        (say("First signature"), one.approved_by, one.approved_at, say("anybody, the author too")),
        (say("Second signature"), one.second_by, one.second_at, say("another person, not an author")),
    ):
        signed = say("{who}, {day}", who=who, day=standing.day(moment))
        steps.append((DONE, title, signed) if who else (waiting, title, rule))
        waiting = waiting if who else TO_COME
    last = {
        VersionState.APPROVED: say("new courses; running ones keep theirs")
        if standing.in_use
        else say("followed by a later one"),
        VersionState.RETIRED: say("retired; running courses keep it") if one.was_in_use else say("put away"),
    }.get(one.state, say("new courses only, running ones keep theirs"))
    done = DONE if one.state is VersionState.APPROVED and standing.in_use else TO_COME
    return [*steps, (done, say("In use"), last)]


def _step(icon: str, tone: str, title: str, below: str) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 2)
    grid.setHorizontalSpacing(9)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    grid.addWidget(IconView(icon, tone, 15), 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(Label(title, FontRole.DENSE_STRONG).wrapped(), 0, 1)
    grid.addWidget(Label(below, FontRole.CAPTION, "text2").wrapped(), 1, 1)
    return box

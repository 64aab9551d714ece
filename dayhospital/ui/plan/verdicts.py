"""How the verdict on a regimen is shown: an icon, a word and the reason, and the table of what was looked at."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dayhospital.clinical.eligibility import Eligibility, Verdict
from dayhospital.clinical.fit_case import Criterion, State
from dayhospital.clinical.library import Library
from dayhospital.clinical.sources import describe
from dayhospital.domain.formats import day_text
from dayhospital.ui.texts import finding_text, say, say_count
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets.icon_view import IconView
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import InspectorSection

VERDICT_ICON = {
    Verdict.FITS: ("circle-check", "ok"),
    Verdict.FITS_IF: ("circle-help", "info"),
    Verdict.DOES_NOT_FIT: ("circle-x", "critical"),
    Verdict.CONTRAINDICATED: ("octagon-alert", "critical"),
}
STATE_ICON = {
    State.MET: ("check", "ok"),
    State.ASK: ("user", "text2"),
    State.UNKNOWN: ("circle-help", "info"),
    State.NOT_MET: ("x", "critical"),
}
ORDER = (State.NOT_MET, State.UNKNOWN, State.ASK, State.MET)
VALUE_WIDTH = 118


def verdict_text(verdict: Verdict) -> str:
    """Return the words of a verdict."""
    return {
        Verdict.FITS: say("Fits"),
        Verdict.FITS_IF: say("Fits if known"),
        Verdict.DOES_NOT_FIT: say("Does not fit"),
        Verdict.CONTRAINDICATED: say("Contraindicated"),
    }[verdict]


def reason_line(eligibility: Eligibility) -> str:
    """Return why, in one line: what speaks against it, else what is missing, else that nothing does."""
    if eligibility.against:
        first = eligibility.against[0]
        more = len(eligibility.against) - 1
        words = say("{found}, asks for: {asked}", found=first.found, asked=lowered(finding_text(first.finding)))
        return f"{words} {say('and {n} more', n=more)}" if more else words
    if eligibility.missing:
        return ", ".join(eligibility.missing)
    if not eligibility.criteria:
        return say("asks nothing of the patient")
    met = sum(one.state is State.MET for one in eligibility.criteria)
    words = say_count(met, "{n} criterion met", "all {n} criteria met")
    asks = [finding_text(one.finding) for one in eligibility.criteria if one.state is State.ASK]
    return f"{words}; {' '.join(asks)}" if asks else words


def lowered(words: str) -> str:
    """Return words as they stand inside a sentence; abbreviations stay as they are."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def value_text(criterion: Criterion, today: date) -> str:
    """Return what was found and when, in short: the year only when it is another one."""
    state = {State.UNKNOWN: say("not known"), State.ASK: say("you decide")}.get(criterion.state, "")
    day = "" if criterion.day is None else day_text(criterion.day, year=criterion.day.year != today.year)
    return ", ".join(part for part in (criterion.value or state, day) if part)


def source_text(criterion: Criterion, regimen_sources: tuple[str, ...], library: Library) -> str:
    """Return where a criterion comes from, one source a line."""
    if criterion.finding.source != "library":
        return describe(criterion.finding.source)
    return "\n".join(library.source(key) for key in criterion.sources or regimen_sources)


class CriteriaTable(QWidget):
    """What was looked at, with an icon for how it came out, the value and the day; the source in the tooltip."""

    def __init__(
        self,
        eligibility: Eligibility,
        source: Callable[[Criterion], str],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows = sorted(eligibility.criteria, key=lambda one: ORDER.index(one.state))
        for row, criterion in enumerate(rows):
            icon, tone = STATE_ICON[criterion.state]
            label = Label(finding_text(criterion.finding), FontRole.DENSE).wrapped()
            value = Label(value_text(criterion, today), FontRole.DENSE_MEDIUM, "text2").wrapped()
            value.setFixedWidth(holder().px(VALUE_WIDTH))
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            for widget in (label, value):
                widget.setToolTip(source(criterion))
            label.setAccessibleName(f"{label.text()}: {state_text(criterion.state)}, {value.text()}")
            label.setAccessibleDescription(source(criterion))
            grid.addWidget(IconView(icon, tone, 14), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 2, Qt.AlignmentFlag.AlignTop)


def state_text(state: State) -> str:
    """Return how a criterion came out, in a word."""
    return {
        State.MET: say("met"),
        State.ASK: say("you decide"),
        State.UNKNOWN: say("not known"),
        State.NOT_MET: say("not met"),
    }[state]


def why_section(eligibility: Eligibility, source: Callable[[Criterion], str], today: date) -> InspectorSection:
    """Return the card with every criterion of a regimen."""
    title = {
        Verdict.FITS: say("Why it fits"),
        Verdict.FITS_IF: say("Why it would fit"),
        Verdict.DOES_NOT_FIT: say("Why it does not fit"),
        Verdict.CONTRAINDICATED: say("Why it is contraindicated"),
    }[eligibility.verdict]
    section = InspectorSection(title)
    section.body.addWidget(CriteriaTable(eligibility, source, today))
    return section

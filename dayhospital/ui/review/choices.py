"""The decisions as big choices with keys, and what each needs besides: the day, the dose, the reason."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dayhospital.clinical.dose_choice import (
    Lookup,
    any_reducible,
    carried_choices,
    least_percent,
    next_level_choices,
    propose,
    reduced_choices,
)
from dayhospital.clinical.gates import figure
from dayhospital.domain.chosen_dose import DoseChoice
from dayhospital.domain.course import Ending
from dayhospital.domain.decision import GOES, DecisionKind
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.gate import Colour
from dayhospital.domain.session import CancelReason
from dayhospital.queries.delays import Delay
from dayhospital.queries.gates import GateCase
from dayhospital.services.decisions import Decide
from dayhospital.ui.review.doses import DoseRows
from dayhospital.ui.review.words import reason_from
from dayhospital.ui.texts import reason_text, say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, fill_rounded
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField, Label, draw_keycap, keycap_width

DOSES = (90.0, 80.0, 75.0, 66.0, 50.0)
"""Percent offered for a reduced dose, besides what the rule gives."""


class Way(StrEnum):
    """The choices."""

    APPROVE = "approve"
    DEFER = "defer"
    MODIFY = "modify"
    CHANGE = "change"
    """Another regimen: it is chosen in the plan, and nothing changes before that is saved."""


KEYS = {Way.APPROVE: "A", Way.DEFER: "D", Way.MODIFY: "M", Way.CHANGE: "C"}
MODIFYING = {DecisionKind.GO_REDUCED: "R", DecisionKind.OMIT: "O", DecisionKind.STOP: "S"}
"""Keys that choose straight away what a modification is."""
WHY_CHANGE = (
    CancelReason.PROGRESSION,
    CancelReason.TOXICITY,
    CancelReason.COUNTS_TOO_LOW,
    CancelReason.PATIENT_WISH,
    CancelReason.DRUG_NOT_AVAILABLE,
    CancelReason.OTHER,
)
"""Why a course ends for another regimen."""
ICONS = {
    Way.APPROVE: ("circle-check", "ok"),
    Way.DEFER: ("calendar-clock", "info"),
    Way.MODIFY: ("list-filter", "text2"),
    Way.CHANGE: ("repeat", "text2"),
}


@dataclass(frozen=True, slots=True)
class Modification:
    """One way to give something else than planned."""

    kind: DecisionKind
    percent: float | None = None
    code: CancelReason = CancelReason.OTHER

    @property
    def words(self) -> str:
        if self.kind is DecisionKind.GO:
            return say("Full dose again")
        if self.kind is DecisionKind.GO_REDUCED and self.percent is None:
            return say("Next level down")
        if self.percent is not None:
            return say("Dose {percent} %", percent=figure(self.percent))
        if self.kind is DecisionKind.OMIT:
            return say("Leave this day out")
        why = {
            CancelReason.PROGRESSION: say("progression"),
            CancelReason.TOXICITY: say("toxicity"),
            CancelReason.PATIENT_WISH: say("patient's wish"),
        }[self.code]
        return say("Stop the course: {why}", why=why)


def modifications(
    percent: float | None, *, shares: bool = True, levels: bool = False, carried: float = 100.0
) -> list[tuple[Modification, str]]:
    """Return what is offered, the dose the rule gives first.

    Args:
        shares: Whether a drug of the day may be given in a share of its dose.
        levels: Whether a drug of the day has a level below.
        carried: Percent of the dose that is carried on from the last time.
    """
    by_rule = [] if percent is None or not shares else [percent]
    shown = sorted(DOSES, key=lambda dose: dose >= carried) if shares else []
    lower = [Modification(DecisionKind.GO_REDUCED)] if levels else []
    offered = [Modification(DecisionKind.GO_REDUCED, dose) for dose in by_rule] + lower
    offered += [Modification(DecisionKind.GO_REDUCED, dose) for dose in shown if dose not in by_rule]
    offered += [Modification(DecisionKind.GO)] if carried < 100 else []
    offered.append(Modification(DecisionKind.OMIT))
    offered += [
        Modification(DecisionKind.STOP, code=code)
        for code in (CancelReason.PROGRESSION, CancelReason.TOXICITY, CancelReason.PATIENT_WISH)
    ]
    return [(one, one.words) for one in offered]


def best_way(case: GateCase) -> Way:
    """Return the choice that fits the gate best: selected, never signed."""
    if case.verdict.colour is Colour.RED:
        return Way.DEFER
    return Way.MODIFY if case.verdict.percent is not None else Way.APPROVE


class ChoiceCard(QAbstractButton):
    """A choice with its icon, what it means here, and its key."""

    def __init__(self, way: Way, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = way
        self._below = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: str, below: str) -> None:
        """Say what the choice means for this patient."""
        self._below = below
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(below)
        self.setToolTip(f"{words}  {KEYS[self.way]}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, holder().px(42))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        ground = theme.selected if chosen else theme.hover if self.underMouse() else theme.surface
        fill_rounded(painter, box, 8, ground, theme.accent if chosen or self.hasFocus() else theme.line_strong)
        if chosen:
            fill_rounded(painter, box.adjusted(1, 1, -1, -1), 7, ground, theme.accent)
        icon, tone = ICONS[self.way]
        draw_icon(painter, icon, theme.colour(tone), QRectF(box.left() + 12, box.center().y() - 9, 18, 18))
        cap = keycap_width(KEYS[self.way])
        words = box.adjusted(42, 5, -cap - 18, -5)
        upper = QRectF(words.left(), words.top(), words.width(), words.height() / 2)
        draw_text(painter, upper, self.text(), holder().font(FontRole.BODY_STRONG), theme.text1)
        lower = upper.translated(0, words.height() / 2)
        draw_text(painter, lower, self._below, holder().font(FontRole.DENSE), theme.text2)
        key = QRectF(box.right() - cap - 10, box.top(), cap, box.height())
        draw_keycap(painter, key, KEYS[self.way], theme.text2, theme.line_strong)


class Choices(QWidget):
    """Approve, defer, modify or change the regimen, with the fields of the one that is chosen.

    Signals:
        changed: Another way was chosen.
        day_asked: Another day to defer to was entered; carries it.
    """

    changed = Signal()
    day_asked = Signal(object)

    def __init__(self, today: date, lookup: Lookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: GateCase | None = None
        self._lookup = lookup
        self._carried = 100.0
        """Percent of the dose of the last time, carried on."""
        self.doses = DoseRows(lookup)
        self.cards = {way: ChoiceCard(way) for way in (Way.DEFER, Way.APPROVE, Way.MODIFY, Way.CHANGE)}
        self._group = QButtonGroup(self)
        self.to = DateField(today)
        self._offered = modifications(None)
        self.change = ChoiceBox[Modification](self._offered)
        self.change.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.change.setMinimumContentsLength(10)
        self.why = ChoiceBox[CancelReason | None](
            [(None, self.tr("Choose…")), *((one, reason_text(one)) for one in WHY_CHANGE)]
        )
        self.why.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.why.setMinimumContentsLength(10)
        self.reason = QLineEdit()
        self._to = FormField(self.tr("Until"), self.to)
        self._change = FormField(self.tr("Instead"), self.change)
        self._why = FormField(self.tr("Why it ends"), self.why)
        self._reason = FormField(self.tr("Reason"), self.reason)
        self._keys = Label(self.tr("R lower dose   O leave out   S stop; again for the next"), FontRole.DENSE, "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for card in self.cards.values():
            self._group.addButton(card)
            card.clicked.connect(lambda _=False, way=card.way: self.choose(way))
            column.addWidget(card)
        column.addWidget(self.doses)
        fields = QHBoxLayout()
        fields.setSpacing(10)
        for field, share in ((self._to, 2), (self._change, 2), (self._why, 2), (self._reason, 3)):
            fields.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        column.addLayout(fields)
        column.addWidget(self._keys)
        self.to.day_changed.connect(self._day_entered)
        self.change.currentIndexChanged.connect(lambda _index: self._change_chosen())
        self.doses.changed.connect(self._fit)

    @property
    def way(self) -> Way:
        return next((way for way, card in self.cards.items() if card.isChecked()), Way.APPROVE)

    def show_case(self, case: GateCase) -> None:
        """Start anew for another treatment day, with the way that fits best selected."""
        self._case = case
        carried = propose(case.doses, self._lookup, carried_choices(case.doses))
        self._carried = least_percent(carried)
        red = case.verdict.colour is Colour.RED
        approve = self.tr("Approve anyway") if red else self.tr("Approve")
        as_before = self.tr("{n} % of the dose, as the last time").format(n=figure(self._carried))
        full = self.tr("full dose as planned") if self._carried == 100 else as_before
        needs = self.tr("asks for a reason, kept with your name") if red else full
        self.cards[Way.APPROVE].say(approve, needs)
        self.cards[Way.DEFER].say(self.tr("Defer one week"), "")
        percent = case.verdict.percent
        dose = self.tr("dose {n} % by the rule, or leave out, or stop").format(n=figure(percent)) if percent else ""
        self.cards[Way.MODIFY].say(self.tr("Modify"), dose or self.tr("lower dose, leave out, or stop"))
        words = self.tr("ends {regimen}, keeps what was given").format(regimen=case.short)
        self.cards[Way.CHANGE].say(self.tr("Change regimen"), words)
        self.why.choose(None)
        self.change.blockSignals(True)
        shares = any_reducible(case.doses, self._lookup)
        levels = bool(next_level_choices(case.doses, self._lookup))
        self._offered = modifications(percent, shares=shares, levels=levels, carried=self._carried)
        self.change.offer(self._offered)
        self.change.blockSignals(False)
        self.to.set_day(None)
        self.choose(best_way(case))

    def show_delay(self, delay: Delay, case: GateCase) -> None:
        """Show the day a hold lands on."""
        self.to.set_day(delay.to)
        when = day_text(delay.to, year=False, weekday=True)
        if case.seat is not None:
            when += f" {time_text(case.seat.start)}"
        if delay.place_free is not None and case.seat is not None:
            words = self.tr("{chair} is free") if delay.place_free else self.tr("{chair} taken: pinboard")
            when += f", {words.format(chair=case.seat.chair)}"
        week = (delay.to - case.day.planned).days
        title = self.tr("Defer one week") if week == 7 else self.tr("Defer {n} days").format(n=week)
        self.cards[Way.DEFER].say(title, when)

    def choose(self, way: Way) -> None:
        """Select a way and show its fields."""
        self.cards[way].setChecked(True)
        self._show_doses()
        self._fit()
        self._propose_reason()
        self.changed.emit()

    def modify(self, kind: DecisionKind) -> None:
        """Select a modification of a kind; if one is selected already, the next of its kind."""
        places = [n for n, (one, _) in enumerate(self._offered) if one.kind is kind]
        chosen = self.change.currentIndex() if self.way is Way.MODIFY else -1
        following = [n for n in places if n > chosen] if chosen in places else places
        self.choose(Way.MODIFY)
        self.change.setCurrentIndex((following or places)[0])

    def ending(self, today: date) -> Ending | None:
        """Return how the running course ends for another regimen, None after a complaint that nobody said why."""
        why = self.why.value()
        if self._case is None or why is None:
            self._why.set_error(self.tr("Choose why."))
            self.why.setFocus()
            return None
        return Ending(self._case.course_id, today, why, self.reason.text().strip())

    def command(self) -> Decide | None:
        """Return what is to be signed; None when the day is not entered, a dose is none, or the regimen changes."""
        if self._case is None or self.way is Way.CHANGE:
            return None
        day_id, reason = self._case.treatment_day_id, self.reason.text().strip()
        if self._doses_shown:
            doses = self.doses.choices
            if doses is None:
                return None
            kind = DecisionKind.GO_REDUCED if self.doses.least_percent < 100 else DecisionKind.GO
            return Decide(day_id, kind, reason=reason, doses=doses)
        if self.way is Way.MODIFY:
            change = self.change.value()
            return Decide(day_id, change.kind, reason=reason, stop_code=change.code)
        return None if self.to.day is None else Decide(day_id, DecisionKind.HOLD, to=self.to.day, reason=reason)

    @property
    def reason_missing(self) -> bool:
        """Whether what is chosen cannot be signed without a reason and there is none."""
        return self._needs_reason() and not self.reason.text().strip()

    def complain(self, sentence: str) -> None:
        """Say what the reason field lacks, and go there."""
        self._reason.set_error(sentence)
        self.reason.setFocus()

    @property
    def _doses_shown(self) -> bool:
        """Whether what is chosen lets the treatment go on."""
        return self.way is Way.APPROVE or (self.way is Way.MODIFY and self.change.value().kind in GOES)

    def _show_doses(self) -> None:
        """Show the doses the chosen way begins with."""
        if self._case is None:
            return
        known, change = self._case.doses, self.change.value()
        choices: tuple[DoseChoice, ...] = ()
        if self.way is Way.APPROVE:
            choices = carried_choices(known)
        elif change.kind is DecisionKind.GO_REDUCED and change.percent is None:
            choices = next_level_choices(known, self._lookup)
        elif change.percent is not None:
            choices = reduced_choices(known, self._lookup, change.percent)
        self.doses.show_doses(known, choices, reducing=self.way is Way.MODIFY)

    def _change_chosen(self) -> None:
        self._show_doses()
        self._fit()
        self._propose_reason()

    def _propose_reason(self) -> None:
        """Write what is outside a rule as the reason to hold back; going on against it, or ending, has one's own."""
        if self._case is None:
            return
        reduced = self.way is Way.MODIFY and self.change.value().kind is DecisionKind.GO_REDUCED
        against = self._case.verdict.colour is Colour.RED
        proposed = self.way is Way.DEFER or (reduced and not against)
        self.reason.setText(reason_from(self._case) if proposed else "")
        self.reason.setCursorPosition(0)

    def _needs_reason(self) -> bool:
        if self._doses_shown:
            red = self._case is not None and self._case.verdict.colour is Colour.RED
            return red or bool(self.doses.warnings)
        return self.way is not Way.CHANGE

    def _fit(self) -> None:
        """Show the fields the chosen way needs."""
        self.doses.setVisible(self._doses_shown)
        self._to.setVisible(self.way is Way.DEFER)
        self._change.setVisible(self.way is Way.MODIFY)
        self._why.setVisible(self.way is Way.CHANGE)
        self._keys.setVisible(self.way is Way.MODIFY)
        self._reason.setVisible(self.way is not Way.APPROVE or self._needs_reason())
        self._reason.clear_message()
        self._why.clear_message()

    def _day_entered(self, day: date | None) -> None:
        if day is not None:
            self.day_asked.emit(day)

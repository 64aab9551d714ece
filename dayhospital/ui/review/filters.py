"""The filters of the worklist: by colour, by day, by what is new, by consultant; what is chosen narrows together."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dayhospital.domain.gate import Colour
from dayhospital.queries.review import ChangeKind, ReviewRow
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import ChoiceBox, Panel, filter_chip

EVERY = ""
"""The choice of consultant that keeps everybody."""


class Filter(StrEnum):
    """One chip."""

    ALL = "all"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    TODAY = "today"
    TOMORROW = "tomorrow"
    BLOOD = "blood"
    TOXICITY = "toxicity"
    TESTS = "tests"


WORDS = {
    Filter.ALL: "All",
    Filter.RED: "Red",
    Filter.AMBER: "Amber",
    Filter.GREEN: "All green",
    Filter.TODAY: "Today",
    Filter.TOMORROW: "Tomorrow",
    Filter.BLOOD: "Labs changed",
    Filter.TOXICITY: "Toxicity",
    Filter.TESTS: "NGS pending",
}
ICONS = {Filter.RED: "octagon-alert", Filter.AMBER: "triangle-alert", Filter.GREEN: "circle-check"}
KEYS = {str(number): one for number, one in enumerate(Filter)}
"""0 shows all, 1 to 8 turn a chip on or off."""
GROUPS = (
    frozenset({Filter.RED, Filter.AMBER, Filter.GREEN}),
    frozenset({Filter.TODAY, Filter.TOMORROW}),
    frozenset({Filter.BLOOD, Filter.TOXICITY, Filter.TESTS}),
)
"""Of one group either of the chosen is enough; every group that has one chosen must be met."""


def meets(row: ReviewRow, which: Filter, today: date) -> bool:
    """Return whether a row is what a chip asks for."""
    planned, new = row.case.day.planned, {change.kind for change in row.changes}
    tests: dict[Filter, Callable[[], bool]] = {
        Filter.ALL: lambda: True,
        Filter.RED: lambda: row.case.verdict.colour is Colour.RED,
        Filter.AMBER: lambda: row.case.verdict.colour is Colour.AMBER,
        Filter.GREEN: lambda: row.case.verdict.colour is Colour.GREEN,
        Filter.TODAY: lambda: planned <= today,
        Filter.TOMORROW: lambda: planned == today + timedelta(days=1),
        Filter.BLOOD: lambda: bool(new & {ChangeKind.VALUE, ChangeKind.NEW_BLOOD}),
        Filter.TOXICITY: lambda: bool(row.toxicities),
        Filter.TESTS: lambda: bool(row.beside.tests),
    }
    return tests[which]()


def narrowed(
    rows: Sequence[ReviewRow], chosen: frozenset[Filter], consultant: str, today: date
) -> tuple[ReviewRow, ...]:
    """Return the rows that meet every group of chips with one chosen, of one consultant if one is named."""
    asked = [group & chosen for group in GROUPS if group & chosen]
    return tuple(
        row
        for row in rows
        if consultant in {EVERY, row.case.consultant}
        and all(any(meets(row, which, today) for which in group) for group in asked)
    )


class FilterBar(Panel):
    """The chips with their counts, and the consultants of the list.

    Signals:
        changed: Another filter was chosen.
    """

    changed = Signal()

    def __init__(self, user: str, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._user = user
        self.chips = {one: filter_chip(say(WORDS[one]), ICONS.get(one, "")) for one in Filter}
        self.consultant = ChoiceBox[str]([(EVERY, say("Every consultant"))])
        self.consultant.setAccessibleName(say("Consultant"))
        self.setAccessibleName(say("Filters"))
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 7, 18, 7)
        row.setSpacing(6)
        for key, one in KEYS.items():
            chip = self.chips[one]
            chip.setToolTip(f"{say(WORDS[one])}  {key}")
            chip.clicked.connect(lambda _=False, one=one: self._clicked(one))
            if one in {Filter.RED, Filter.TODAY, Filter.BLOOD}:
                row.addSpacing(8)
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.consultant)
        self.chips[Filter.ALL].setChecked(True)
        self.consultant.currentIndexChanged.connect(lambda _index: self._choose_consultant())

    @property
    def chosen(self) -> frozenset[Filter]:
        return frozenset(one for one, chip in self.chips.items() if chip.isChecked()) - {Filter.ALL}

    def turn(self, which: Filter) -> None:
        """Turn a chip on or off, as a click does; *all* turns the others off."""
        self.chips[which].setChecked(not self.chips[which].isChecked())
        self._clicked(which)

    def offer(self, rows: Sequence[ReviewRow], today: date) -> None:
        """Count what each chip would show of a list, and offer its consultants, one's own name first."""
        for one, chip in self.chips.items():
            count = sum(meets(row, one, today) for row in rows)
            chip.setText(f"{say(WORDS[one])}  {count}")
            chip.updateGeometry()
        kept = self.consultant.value()
        names = {row.case.consultant for row in rows if row.case.consultant} | ({kept} - {EVERY})
        ordered = sorted(names, key=lambda name: (name != self._user, name))
        self.consultant.offer([(EVERY, say("Every consultant")), *((name, name) for name in ordered)])
        blocked = self.consultant.blockSignals(True)
        self.consultant.choose(kept)
        self.consultant.blockSignals(blocked)

    def kept(self, rows: Sequence[ReviewRow], today: date) -> tuple[ReviewRow, ...]:
        """Return the rows that the filters let through."""
        return narrowed(rows, self.chosen, self.consultant.value(), today)

    def _clicked(self, which: Filter) -> None:
        if which is Filter.ALL:
            for one, chip in self.chips.items():
                chip.setChecked(one is Filter.ALL)
            self.consultant.blockSignals(True)
            self.consultant.choose(EVERY)
            self.consultant.blockSignals(False)
        else:
            self._mark_all()
        self.changed.emit()

    def _choose_consultant(self) -> None:
        self._mark_all()
        self.changed.emit()

    def _mark_all(self) -> None:
        """Show *all* as chosen when nothing narrows the list."""
        self.chips[Filter.ALL].setChecked(not self.chosen and self.consultant.value() == EVERY)

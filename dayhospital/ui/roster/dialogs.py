"""The dialogs of the roster: one duty with hours, break and chairs, and the list of kinds."""

from collections.abc import Sequence
from datetime import date, time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QTimeEdit, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import Chair, Nurse
from dayhospital.domain.roster import (
    LONGEST_SHORT,
    MOST_KINDS,
    DutyKind,
    RosterCell,
    RosterEntry,
    RosterShift,
    check_kinds,
)
from dayhospital.domain.span import Span
from dayhospital.errors import InvalidValue
from dayhospital.services.roster import ChangeDutyKinds, PaintRoster
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import FormField, Label

_CHAIRS_ABREAST = 4


class ShiftDialog(SmallDialog):
    """Hours, break and chairs of one nurse's duty on one day; ``chosen`` carries the command.

    ``others`` are her further duties of that day; they stay.
    """

    def __init__(
        self,
        nurse: Nurse,
        day: date,
        shift: RosterShift,
        others: tuple[RosterShift, ...],
        chairs: Sequence[Chair],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Duty"), self.tr("Save duty"), parent=parent)
        self._nurse, self._day, self._others = nurse, day, others
        self.form.addWidget(Label(f"{nurse.name}   {day_text(day, weekday=True)}", FontRole.BODY_STRONG))
        pause = shift.pause
        self.starts, self.ends = _clock(shift.duty.start.time()), _clock(shift.duty.end.time())
        self.has_break = QCheckBox(self.tr("With a break"))
        self.has_break.setChecked(pause is not None)
        self.pause_starts = _clock(pause.start.time() if pause else time(12, 15))
        self.pause_ends = _clock(pause.end.time() if pause else time(12, 45))
        self._pair((self.tr("From"), self.starts), (self.tr("To"), self.ends))
        self.form.addWidget(self.has_break)
        self._pair((self.tr("Break from"), self.pause_starts), (self.tr("Break to"), self.pause_ends))
        for edit in (self.pause_starts, self.pause_ends):
            edit.setEnabled(pause is not None)
            self.has_break.toggled.connect(edit.setEnabled)
        self.chairs = {chair.id: QCheckBox(chair.name) for chair in chairs}
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for number, (chair_id, box) in enumerate(self.chairs.items()):
            box.setChecked(chair_id in shift.chair_ids)
            grid.addWidget(box, number // _CHAIRS_ABREAST, number % _CHAIRS_ABREAST)
        self.form.addWidget(Label(self.tr("Looks after"), FontRole.DENSE_MEDIUM, "text2"))
        self.form.addLayout(grid)
        self.starts.setFocus()

    def value(self) -> object:
        starts, ends = _time(self.starts), _time(self.ends)
        if ends <= starts:
            self.complain(self.tr("The duty must end after it starts."))
            return None
        duty = Span.on(self._day, starts, ends)
        pause = None
        if self.has_break.isChecked():
            first, last = _time(self.pause_starts), _time(self.pause_ends)
            if not starts <= first < last <= ends:
                self.complain(self.tr("The break must lie inside the duty and end after it starts."))
                return None
            pause = Span.on(self._day, first, last)
        looks_after = frozenset(number for number, box in self.chairs.items() if box.isChecked())
        shifts = (RosterShift(duty, pause, looks_after), *self._others)
        entry = RosterEntry(tuple(sorted(shifts, key=lambda shift: shift.duty)))
        return PaintRoster((RosterCell(self._nurse.id, self._day, entry),))

    def _pair(self, *fields: tuple[str, QTimeEdit]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for label, edit in fields:
            row.addWidget(FormField(label, edit))
        row.addStretch(1)
        self.form.addLayout(row)


class KindRow:
    """The fields of one kind; what has neither short name nor name is not there."""

    def __init__(self, kind: DutyKind | None) -> None:
        self.short, self.name = QLineEdit(kind.short if kind else ""), QLineEdit(kind.name if kind else "")
        self.short.setMaxLength(LONGEST_SHORT)
        self.short.setFixedWidth(56)
        self.hours = [QLineEdit(_written(moment)) for moment in _times(kind)]
        for edit in self.hours:
            edit.setFixedWidth(74)
            edit.setPlaceholderText("–")

    @property
    def fields(self) -> tuple[QLineEdit, ...]:
        return (self.short, self.name, *self.hours)

    @property
    def blank(self) -> bool:
        return not any(field.text().strip() for field in self.fields)

    def kind(self) -> DutyKind:
        """Return the kind.

        Raises:
            InvalidValue: If something is missing or no time.
        """
        times = [_read(edit.text()) for edit in self.hours]
        return DutyKind(self.short.text().strip(), self.name.text().strip(), *times)


class KindsDialog(SmallDialog):
    """The kinds of duty and absence in the order of their number keys; ``chosen`` carries the command."""

    def __init__(self, kinds: Sequence[DutyKind], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Kinds of duty and absence"), self.tr("Save kinds"), width=660, parent=parent)
        what = self.tr("A kind without hours is an absence. What is on the roster keeps its hours and words.")
        self.form.addWidget(Label(what, FontRole.DENSE, "text2").wrapped())
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        headings = (say("Key"), say("Short"), say("Name"), say("From"), say("To"), say("Break from"), say("Break to"))
        for column, heading in enumerate(headings):
            grid.addWidget(Label(heading, FontRole.DENSE_MEDIUM, "text2"), 0, column)
        grid.setColumnStretch(2, 1)
        self.rows = [KindRow(kinds[number] if number < len(kinds) else None) for number in range(MOST_KINDS)]
        for number, row in enumerate(self.rows, start=1):
            grid.addWidget(Label(str(number), FontRole.BODY_STRONG, "text2"), number, 0)
            for column, field in enumerate(row.fields, start=1):
                field.setAccessibleName(f"{headings[column]} {number}")
                grid.addWidget(field, number, column)
        self.form.addLayout(grid)
        self.rows[0].short.setFocus()

    def value(self) -> object:
        try:
            kinds = tuple(row.kind() for row in self.rows if not row.blank)
            check_kinds(kinds)
        except InvalidValue as error:
            self.complain(str(error))
            return None
        return ChangeDutyKinds(kinds)


def _clock(moment: time) -> QTimeEdit:
    edit = QTimeEdit(QTime(moment.hour, moment.minute))
    edit.setDisplayFormat("HH:mm")
    return edit


def _time(edit: QTimeEdit) -> time:
    return time(edit.time().hour(), edit.time().minute())


def _times(kind: DutyKind | None) -> tuple[time | None, ...]:
    return (kind.starts, kind.ends, kind.pause_starts, kind.pause_ends) if kind else (None,) * 4


def _written(moment: time | None) -> str:
    return "" if moment is None else f"{moment:%H:%M}"


def _read(text: str) -> time | None:
    """Return a time as people write it, ``7:15`` or ``07:15``; nothing is none."""
    if not text.strip():
        return None
    hour, colon, minute = text.strip().partition(":")
    try:
        return time(int(hour), int(minute) if colon else 0)
    except ValueError as error:
        raise InvalidValue(say("{text} is not a time; write it as 07:15.", text=text.strip())) from error

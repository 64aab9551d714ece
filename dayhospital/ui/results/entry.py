"""The lines results are typed into: a figure with its unit, or one of the answers; and when it was taken."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from dayhospital.domain.formats import time_text
from dayhospital.domain.result import Analyte, Result
from dayhospital.errors import InvalidValue
from dayhospital.ui.board.starttime import parse_time
from dayhospital.ui.patients.fields import number_in
from dayhospital.ui.results.words import answer_text, exact_text, number_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import ChoiceBox, DateField, FormField, Label

FIELD_WIDTH, UNIT_WIDTH = 76, 112


class ValueEntry(QWidget):
    """The field of one analyte. Typing a unit of the laboratory shows what will be kept; nothing is converted unseen.

    Signals:
        changed: Something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, analyte: Analyte, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.analyte = analyte
        self.field = QLineEdit()
        self.answer = ChoiceBox([("", "—"), *((one, answer_text(analyte, one)) for one in analyte.answers)])
        self.unit = ChoiceBox((unit, unit) for unit in (analyte.unit, *analyte.other_units))
        self.setMinimumWidth(holder().px(FIELD_WIDTH + UNIT_WIDTH + 8))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if analyte.answers:
            self.answer.setAccessibleName(analyte.name)
            self.answer.currentIndexChanged.connect(self.changed)
            row.addWidget(self.answer, 1)
            self.setFocusProxy(self.answer)
            return
        self.field.setAccessibleName(f"{analyte.name}, {analyte.unit}".strip(", "))
        self.field.setFixedWidth(holder().px(FIELD_WIDTH))
        self.field.textChanged.connect(self.changed)
        self.setFocusProxy(self.field)
        row.addWidget(self.field)
        if analyte.other_units:
            self.unit.setAccessibleName(say("Unit of {analyte}", analyte=analyte.name))
            self.unit.setFixedWidth(holder().px(UNIT_WIDTH))
            self.unit.currentIndexChanged.connect(self.changed)
            row.addWidget(self.unit)
        else:
            unit = Label(analyte.unit, FontRole.DENSE, "text2")
            unit.setFixedWidth(holder().px(UNIT_WIDTH))
            row.addWidget(unit)
        row.addStretch(1)

    def show_result(self, result: Result) -> None:
        """Show what is kept, in the unit it is kept in."""
        self.answer.choose(result.answer)
        self.field.setText("" if result.value is None else exact_text(result.value))

    def kept(self) -> tuple[float | None, str]:
        """Return the value in the unit of the analyte, and the answer; None and empty if nothing was entered.

        Raises:
            InvalidValue: If what was typed is no figure.
        """
        if self.analyte.answers:
            return None, self.answer.value()
        value = number_in(self.field.text(), self.analyte.name)
        if value is not None and value < 0:
            raise InvalidValue(say("{analyte} is not below 0", analyte=self.analyte.name))
        return None if value is None else self.analyte.in_unit(value, self.unit.value()), ""

    def remark(self) -> tuple[str, str]:
        """Return what is to be said beside the field, with its tone: what will be kept, what looks wrong."""
        try:
            value, _ = self.kept()
        except InvalidValue:
            return say("Not a figure"), "critical"
        analyte = self.analyte
        if value is None:
            return "", "text2"
        if not analyte.is_plausible(value) and analyte.plausible is not None:
            lowest, highest = (exact_text(limit) for limit in analyte.plausible)
            words = say("Expected {lowest} to {highest} {unit}", lowest=lowest, highest=highest, unit=analyte.unit)
            return words.strip(), "warn"
        if self.unit.value() != analyte.unit:
            return say("Kept as {value} {unit}", value=number_text(value), unit=analyte.unit), "info"
        if analyte.upper is not None and value > analyte.upper:
            return say("Above {limit}", limit=exact_text(analyte.upper)), "critical"
        return "", "text2"


class WhenTaken(QWidget):
    """Day and time, asked once for all that is typed below."""

    def __init__(self, now: datetime, at: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.day = DateField(now.date(), at.date(), past=True)
        self.time = QLineEdit(time_text(at))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(FormField(say("Day taken"), self.day), 3)
        row.addWidget(FormField(say("Time"), self.time), 2)
        row.addStretch(2)

    def moment(self) -> datetime:
        """Return when it was taken.

        Raises:
            InvalidValue: If day or time is missing, or lies ahead.
        """
        day: date | None = self.day.day
        typed = parse_time(self.time.text())
        if day is None:
            raise InvalidValue(say("Write the day, for example 24-Nov-2026."))
        if typed is None:
            raise InvalidValue(say("Write the time, for example 07:50."))
        moment = datetime.combine(day, typed)
        if moment > self._now:
            raise InvalidValue(say("It cannot have been taken in the future; check day and time."))
        return moment


def results_in(entries: Iterable[ValueEntry], common: Result) -> tuple[Result, ...]:
    """Return a result for each field that was filled, with day, specimen and the rest of ``common``.

    Raises:
        InvalidValue: If something typed is no figure.
    """
    found = []
    for entry in entries:
        value, answer = entry.kept()
        if value is not None or answer:
            found.append(replace(common, analyte=entry.analyte.id, value=value, answer=answer))
    return tuple(found)


class AskedOnce:
    """Remembers which implausible values were asked about, so that the same ones are kept the second time."""

    def __init__(self) -> None:
        self._asked: frozenset[tuple[str, float | None]] = frozenset()

    def question(self, results: Iterable[Result], known: Iterable[Analyte]) -> str:
        """Return what to ask about values that are not plausible; empty if there are none or they were asked about."""
        by_id = {analyte.id: analyte for analyte in known}
        odd = [
            result
            for result in results
            if result.value is not None and not by_id[result.analyte].is_plausible(result.value)
        ]
        values = frozenset((result.analyte, result.value) for result in odd)
        if values <= self._asked:
            return ""
        self._asked = values
        names = ", ".join(
            f"{by_id[result.analyte].name} {exact_text(result.value or 0)} {by_id[result.analyte].unit}".strip()
            for result in odd
        )
        return say("{values}: look at the report again. Press again if it is right.", values=names)

    @property
    def checked(self) -> bool:
        """Whether somebody was asked and said yes."""
        return bool(self._asked)

"""The lists of the settings: closures of a year, chairs, nurses."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import Chair, ChairKind, Closure, ClosureKind, Nurse
from dayhospital.services.unit import AddChair, AddClosure, AddNurse, EditChair, RemoveClosure, SeedHolidays
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.texts import chair_kind_text
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, ChoiceBox, DateField, FormField, Label, icon_button, primary, secondary


class ClosureDialog(SmallDialog):
    """A day the unit itself is closed."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Close a day"), self.tr("Close day"), parent=parent)
        self.day, self.name = DateField(today), QLineEdit()
        self.form.addWidget(
            FormField(self.tr("Day"), self.day, self.tr("Sessions already booked stay; move them from the board."))
        )
        self.form.addWidget(FormField(self.tr("Why"), self.name))
        self.day.setFocus()

    def value(self) -> object:
        if self.day.day is None or not self.name.text().strip():
            self.complain(self.tr("Write the day, for example 24-Dec-2026, and why it is closed."))
            return None
        return AddClosure(self.day.day, self.name.text().strip(), ClosureKind.UNIT)


class ChairDialog(SmallDialog):
    """A chair, bed or injection room, new or changed."""

    def __init__(self, chair: Chair | None, position: int, parent: QWidget | None = None) -> None:
        title = self.tr("Edit chair") if chair else self.tr("Add chair")
        super().__init__(title, self.tr("Save chair"), parent=parent)
        self._chair = chair
        self.name, self.bay = QLineEdit(chair.name if chair else ""), QLineEdit(chair.bay if chair else "")
        self.kind = ChoiceBox((kind, chair_kind_text(kind)) for kind in ChairKind)
        self.kind.choose(chair.kind if chair else ChairKind.CHAIR)
        self.position = QSpinBox()
        self.position.setRange(1, 999)
        self.position.setValue(chair.position if chair else position)
        self.in_sight = QCheckBox(self.tr("In sight of the nurse station"))
        self.in_sight.setChecked(chair.in_sight if chair else True)
        for label, field, help_text in (
            (self.tr("Name"), self.name, self.tr("As on the board: A1, Bed 2")),
            (self.tr("Kind"), self.kind, ""),
            (self.tr("Bay"), self.bay, self.tr("Rows of one bay stand together")),
            (self.tr("Place in the order"), self.position, ""),
        ):
            self.form.addWidget(FormField(label, field, help_text))
        self.form.addWidget(self.in_sight)
        self.name.setFocus()

    def value(self) -> object:
        name, bay = self.name.text().strip(), self.bay.text().strip()
        if not name or not bay:
            self.complain(self.tr("A chair needs a name and a bay."))
            return None
        facts = (name, self.kind.value(), bay, self.position.value(), self.in_sight.isChecked())
        return AddChair(*facts) if self._chair is None else EditChair(self._chair.id, *facts)


class NurseDialog(SmallDialog):
    """A nurse of the unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Add nurse"), self.tr("Add nurse"), parent=parent)
        self.name, self.initials = QLineEdit(), QLineEdit()
        self.initials.setMaxLength(4)
        self.form.addWidget(FormField(self.tr("Name"), self.name))
        self.form.addWidget(FormField(self.tr("Initials"), self.initials, self.tr("As beside her chairs on the board")))
        self.name.setFocus()

    def value(self) -> object:
        name, initials = self.name.text().strip(), self.initials.text().strip().upper()
        if not name or not initials:
            self.complain(self.tr("A nurse needs a name and initials."))
            return None
        return AddNurse(name, initials)


class ListSection(QWidget):
    """A card with a list and the buttons that change it."""

    def __init__(self, title: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.card = Card(title)
        self.list = LinesList(title, 420)
        self.card.body.addWidget(self.list)
        self.buttons = QHBoxLayout()
        self.card.body.addLayout(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        column.addStretch(1)

    def ask(self, dialog: SmallDialog) -> None:
        """Open a dialog and run its command."""
        dialog.chosen.connect(self.context.store.do)
        dialog.open()


class ClosuresSection(ListSection):
    """Public holidays and the unit's own closures of a year.

    Signals:
        year_asked: Another year is wanted; carries it.
    """

    year_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Closed days"), context, parent)
        self.year = context.clock.today().year
        self.year_label = Label(str(self.year), FontRole.BODY_STRONG)
        for icon, step, words in (
            ("chevron-left", -1, self.tr("Year before")),
            ("chevron-right", 1, self.tr("Year after")),
        ):
            button = icon_button(icon, words)
            button.clicked.connect(lambda _=False, step=step: self.show_year(self.year + step))
            self.card.add_to_header(button)
            if step < 0:
                self.card.add_to_header(self.year_label)
        add, seed, remove = (
            primary(self.tr("Close a day…"), "plus"),
            secondary(self.tr("Add public holidays")),
            secondary(self.tr("Open the day again")),
        )
        add.clicked.connect(lambda: self.ask(ClosureDialog(context.clock.today(), self)))
        seed.clicked.connect(lambda: context.store.do(SeedHolidays(self.year)))
        remove.clicked.connect(self._remove)
        self.buttons.addWidget(remove)
        self.buttons.addStretch(1)
        self.buttons.addWidget(seed)
        self.buttons.addWidget(add)

    def show_year(self, year: int) -> None:
        self.year = year
        self.year_label.setText(str(year))
        self.year_asked.emit(year)

    def show_closures(self, closures: Sequence[Closure]) -> None:
        self.list.clear()
        words = {ClosureKind.HOLIDAY: self.tr("public holiday"), ClosureKind.UNIT: self.tr("unit closed")}
        for closure in closures:
            lines = Lines(f"{day_text(closure.day, weekday=True)}   {closure.name}", words[closure.kind])
            self.list.add(lines, closure.day)
        if not closures:
            self.list.add(Lines(self.tr("No closed days are entered for this year.")), None, enabled=False)

    def _remove(self) -> None:
        day = self.list.value()
        if isinstance(day, date):
            self.context.store.do(RemoveClosure(day))


class ChairsSection(ListSection):
    """Rows of the board in their order; Enter or a double click edits one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Chairs, beds and rooms"), context, parent)
        self._chairs: tuple[Chair, ...] = ()
        add, edit = primary(self.tr("Add chair…"), "plus"), secondary(self.tr("Edit…"))
        add.clicked.connect(lambda: self.ask(ChairDialog(None, len(self._chairs) + 1, self)))
        edit.clicked.connect(self._edit)
        self.list.itemActivated.connect(self._edit)
        self.buttons.addWidget(edit)
        self.buttons.addStretch(1)
        self.buttons.addWidget(add)

    def show_chairs(self, chairs: Sequence[Chair]) -> None:
        self._chairs = tuple(chairs)
        self.list.clear()
        for chair in chairs:
            sight = "" if chair.in_sight else self.tr("out of sight")
            below = "   ".join(part for part in (chair.bay, chair_kind_text(chair.kind), sight) if part)
            self.list.add(Lines(chair.name, below), chair)
        if not chairs:
            self.list.add(Lines(self.tr("No chairs yet. Add the first one.")), None, enabled=False)

    def _edit(self) -> None:
        chair = self.list.value()
        if isinstance(chair, Chair):
            self.ask(ChairDialog(chair, chair.position, self))


class NursesSection(ListSection):
    """The nurses of the unit."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Nurses"), context, parent)
        add = primary(self.tr("Add nurse…"), "plus")
        add.clicked.connect(lambda: self.ask(NurseDialog(self)))
        self.buttons.addStretch(1)
        self.buttons.addWidget(add)

    def show_nurses(self, nurses: Sequence[Nurse]) -> None:
        self.list.clear()
        for nurse in nurses:
            self.list.add(Lines(nurse.name, nurse.initials), nurse)
        if not nurses:
            self.list.add(
                Lines(self.tr("No nurses yet. Without a roster there are no nurse limits.")), None, enabled=False
            )

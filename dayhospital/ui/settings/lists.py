"""The lists of the settings: closures of a year, chairs, nurses."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import Chair, ChairKind, Closure, ClosureKind, Nurse
from dayhospital.services.unit import (
    AddChair,
    AddClosure,
    AddNurse,
    BringChairBack,
    BringNurseBack,
    EditChair,
    RemoveClosure,
    SeedHolidays,
    TakeChairOut,
    TakeNurseOut,
)
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.settings.rows_table import RowsTable
from dayhospital.ui.texts import chair_kind_text, say
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
        self.form.addWidget(FormField(self.tr("Initials"), self.initials, self.tr("As beside the chairs on the board")))
        self.name.setFocus()

    def value(self) -> object:
        name, initials = self.name.text().strip(), self.initials.text().strip().upper()
        if not name or not initials:
            self.complain(self.tr("A nurse needs a name and initials."))
            return None
        return AddNurse(name, initials)


class ListSection(QWidget):
    """A card with a table and the buttons that change it."""

    def __init__(self, title: str, headings: Sequence[str], context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.card = Card(title)
        self.table = RowsTable(title, headings)
        self.nothing = Label("", tone="text2").wrapped()
        self.nothing.hide()
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.card.body.addLayout(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def show_rows(self, rows: Sequence[tuple[tuple[str, ...], object]], nothing: str) -> None:
        """Show rows, or a sentence where there are none."""
        self.table.show_rows(rows)
        self.nothing.setText(nothing)
        self.nothing.setVisible(not rows)

    def ask(self, dialog: SmallDialog) -> None:
        """Open a dialog and run its command."""
        dialog.chosen.connect(self.context.store.do)
        dialog.open()


class ClosuresSection(ListSection):
    """Public holidays and the unit's own closures of a year; Delete opens a day again.

    Signals:
        year_asked: Another year is wanted; carries it.
    """

    year_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        headings = (self.tr("Day"), self.tr("Why"), self.tr("Kind"))
        super().__init__(self.tr("Closed days"), headings, context, parent)
        self.year = context.clock.today().year
        self.year_label = Label(str(self.year), FontRole.BODY_STRONG)
        self.before = icon_button("chevron-left", self.tr("Year before"))
        self.after = icon_button("chevron-right", self.tr("Year after"))
        for part in (self.before, self.year_label, self.after):
            self.card.add_to_header(part)
        self.before.clicked.connect(lambda: self.show_year(self.year - 1))
        self.after.clicked.connect(lambda: self.show_year(self.year + 1))
        self.add = primary(self.tr("Close a day…"), "plus")
        self.seed = secondary(self.tr("Add public holidays"))
        self.open_again = secondary(self.tr("Open the day again"), key="Del")
        self.add.clicked.connect(self._close)
        self.seed.clicked.connect(lambda: context.store.do(SeedHolidays(self.year)))
        self.open_again.clicked.connect(self._open)
        self.table.delete_pressed.connect(self._open)
        self.buttons.addWidget(self.open_again)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.seed)
        self.buttons.addWidget(self.add)

    def show_year(self, year: int) -> None:
        self.year = year
        self.year_label.setText(str(year))
        self.year_asked.emit(year)

    def show_closures(self, closures: Sequence[Closure]) -> None:
        words = {ClosureKind.HOLIDAY: self.tr("Public holiday"), ClosureKind.UNIT: self.tr("Unit closed")}
        rows = [((day_text(one.day, weekday=True), one.name, words[one.kind]), one.day) for one in closures]
        self.show_rows(rows, self.tr("No closed days are entered for this year."))
        self.open_again.setEnabled(bool(rows))

    def _close(self) -> None:
        self.ask(ClosureDialog(self.context.clock.today(), self))

    def _open(self) -> None:
        day = self.table.value()
        if isinstance(day, date):
            self.context.store.do(RemoveClosure(day))


class ChairsSection(ListSection):
    """Rows of the board in their order; Enter or a double click edits one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        headings = (self.tr("Order"), self.tr("Name"), self.tr("Kind"), self.tr("Bay"), self.tr("Nurse station"))
        super().__init__(self.tr("Chairs, beds and rooms"), (*headings, self.tr("Use")), context, parent)
        self._chairs: tuple[Chair, ...] = ()
        self.add = primary(self.tr("Add chair…"), "plus")
        self.edit = secondary(self.tr("Edit…"), key="↵")
        self.use = secondary("")
        self.use.clicked.connect(self._turn)
        self.table.currentCellChanged.connect(self._name_use)
        self.add.clicked.connect(self._add)
        self.edit.clicked.connect(self._edit)
        self.table.opened.connect(self._edit)
        self.buttons.addWidget(self.edit)
        self.buttons.addWidget(self.use)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.add)

    def show_chairs(self, chairs: Sequence[Chair]) -> None:
        self._chairs = tuple(chairs)
        sight = {True: self.tr("in sight"), False: self.tr("out of sight")}
        rows = [
            (
                (
                    *(str(one.position), one.name, chair_kind_text(one.kind), one.bay, sight[one.in_sight]),
                    use_text(one.retired),
                ),
                one.id,
            )
            for one in chairs
        ]
        self.show_rows(rows, self.tr("No chairs yet. Add the first one: without chairs nothing can be booked."))
        self.edit.setEnabled(bool(rows))
        self._name_use()

    def _chosen(self) -> Chair | None:
        return next((chair for chair in self._chairs if chair.id == self.table.value()), None)

    def _name_use(self) -> None:
        chair = self._chosen()
        self.use.setEnabled(chair is not None)
        self.use.setText(self.tr("Use it again") if chair and chair.retired else self.tr("Take out of use"))

    def _turn(self) -> None:
        chair = self._chosen()
        if chair is not None:
            self.context.store.do(BringChairBack(chair.id) if chair.retired else TakeChairOut(chair.id))

    def _add(self) -> None:
        last = max((chair.position for chair in self._chairs), default=0)
        self.ask(ChairDialog(None, last + 1, self))

    def _edit(self) -> None:
        chair = self._chosen()
        if chair is not None:
            self.ask(ChairDialog(chair, chair.position, self))


class NursesSection(ListSection):
    """The nurses of the unit, and the way to their duties."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        headings = (self.tr("Name"), self.tr("Initials"), self.tr("Works here"))
        super().__init__(self.tr("Nurses"), headings, context, parent)
        self._nurses: tuple[Nurse, ...] = ()
        self.use = secondary("")
        self.use.clicked.connect(self._turn)
        self.table.currentCellChanged.connect(self._name_use)
        self.roster = secondary(self.tr("Roster"), "calendar-range")
        self.roster.clicked.connect(lambda: context.navigator.roster(context.clock.today()))
        self.buttons.addWidget(self.use)
        self.add = primary(self.tr("Add nurse…"), "plus")
        self.add.clicked.connect(lambda: self.ask(NurseDialog(self)))
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.roster)
        self.buttons.addWidget(self.add)

    def show_nurses(self, nurses: Sequence[Nurse]) -> None:
        self._nurses = tuple(nurses)
        until = self.tr("until {day}")
        rows = [
            (
                (
                    *(nurse.name, nurse.initials),
                    until.format(day=day_text(nurse.retired)) if nurse.retired else self.tr("yes"),
                ),
                nurse.id,
            )
            for nurse in nurses
        ]
        self.show_rows(rows, self.tr("No nurses yet. Without a roster there are no nurse limits."))
        self._name_use()

    def _chosen(self) -> Nurse | None:
        return next((nurse for nurse in self._nurses if nurse.id == self.table.value()), None)

    def _name_use(self) -> None:
        nurse = self._chosen()
        self.use.setEnabled(nurse is not None)
        self.use.setText(self.tr("Works here again") if nurse and nurse.retired else self.tr("No longer works here"))

    def _turn(self) -> None:
        nurse = self._chosen()
        if nurse is not None:
            self.context.store.do(BringNurseBack(nurse.id) if nurse.retired else TakeNurseOut(nurse.id))


def use_text(retired: date | None) -> str:
    """Return whether a chair is used, and since when not."""
    return say("in use") if retired is None else say("out of use since {day}", day=retired)

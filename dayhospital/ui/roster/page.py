"""The roster page: a month of duties and absences, painted; one stroke is one change."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.domain.changes import Changes
from dayhospital.domain.formats import MONTHS
from dayhospital.domain.roster import NOTHING, RosterCell, RosterEntry, RosterShift, entry_of
from dayhospital.queries.roster import RosterMonth, roster_month
from dayhospital.services.roster import PaintRoster
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.roster.brushes import CHOOSE, ERASE, BrushBar
from dayhospital.ui.roster.dialogs import KindsDialog, ShiftDialog
from dayhospital.ui.roster.geometry import Cell
from dayhospital.ui.roster.grid import RosterGrid
from dayhospital.ui.roster.words import cell_text, day_words
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import EmptyState, Label, Panel, icon_button, secondary

if TYPE_CHECKING:
    from sqlalchemy import Connection

TABLES = frozenset({"unit_settings", "chairs", "nurses", "shifts", "absences", "closures", "sessions"})
WEEK = 7


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


class RosterPage(QWidget):
    """Who works when, and whether that is enough for what is booked."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._first, self._last = month_of(context.clock.today())
        self._wanted: date | None = context.clock.today()
        self._open: Cell | None = None
        self._week: tuple[RosterEntry | None, ...] = ()
        """Monday to Sunday; None is a day that the month did not show."""
        self.grid, self.brushes = RosterGrid(), BrushBar()
        self.before = icon_button("chevron-left", self.tr("Month before"), "Page Up")
        self.today = secondary(self.tr("Today"), key="H")
        self.after = icon_button("chevron-right", self.tr("Month after"), "Page Down")
        self.title = Label("", FontRole.TITLE)
        self.here, self.day = Label("", FontRole.DENSE_MEDIUM), Label("", FontRole.DENSE, "text2")
        self.empty = EmptyState(
            "users",
            self.tr("No nurses are entered yet"),
            self.tr("Enter the nurses in the settings; then their duties can be painted here."),
            self.tr("Enter nurses"),
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.grid)
        self.brushes.edit.setEnabled(False)
        self.read()

    # --- what is shown ---

    def go_to(self, day: date) -> None:
        """Show the month of a day, with the keyboard on it."""
        self._first, self._last = month_of(day)
        self._wanted = day
        self.read()

    def step(self, months: int) -> None:
        """Show the month before (−1) or after (1)."""
        edge = self._first - timedelta(days=1) if months < 0 else self._last + timedelta(days=1)
        self.go_to(edge.replace(day=1))

    def read(self) -> None:
        """Ask for the month again; what is on screen stays until the answer is there."""
        first, last = self._first, self._last

        def query(connection: "Connection") -> RosterMonth:
            return roster_month(connection, first, last)

        self._context.store.ask(self, query, self.show_month)

    def show_month(self, month: RosterMonth) -> None:
        """Show what was read, unless another month was asked for since."""
        if month.first != self._first:
            return
        self.title.setText(f"{MONTHS[month.first.month - 1]} {month.first.year}")
        self.brushes.show_kinds(month.settings.duty_kinds)
        self.brushes.edit.setEnabled(True)
        self.grid.show_month(month, self._context.clock.today())
        self._stack.setCurrentWidget(self.grid if month.nurses else self.empty)
        if self._wanted is not None:
            self.grid.go_to(self._wanted)
            self._wanted = None
        if self._open is not None:
            cell, self._open = self._open, None
            self._edit(month, cell)

    def _tell(self) -> None:
        """Say what the cell of the keyboard holds and how its day is staffed."""
        month = self.grid.month
        if month is None or not month.nurses:
            return
        row, column = self.grid.current
        self.here.setText(cell_text(month, row, column))
        self.day.setText(day_words(month, month.days[column]))

    # --- what is done ---

    def paint(self, cells: tuple[Cell, ...]) -> None:
        """Give cells the brush: one command, one undo."""
        if self.brushes.brush == ERASE:
            self.empty_cells(cells)
        elif self.brushes.brush != CHOOSE:
            self._write([self._painted(cell) for cell in cells])

    def empty_cells(self, cells: tuple[Cell, ...]) -> None:
        """Take duty and absence out of cells."""
        self._write([self._cell(cell, NOTHING) for cell in cells])

    def _paint_kind(self, number: int, cells: tuple[Cell, ...]) -> None:
        if number in self.brushes.chips:
            self.brushes.pick(number)
            self.paint(cells)

    def _painted(self, cell: Cell) -> RosterCell:
        month, kind = self._month, self.brushes.kind
        assert kind is not None
        nurse, day = month.nurses[cell[0]], month.days[cell[1]]
        shifts = month.entry(nurse.id, day).shifts
        chairs = shifts[0].chair_ids if shifts else month.usual_chairs.get(nurse.id, frozenset())
        return RosterCell(nurse.id, day, entry_of(kind, day, chairs))

    def _cell(self, cell: Cell, entry: RosterEntry) -> RosterCell:
        return RosterCell(self._month.nurses[cell[0]].id, self._month.days[cell[1]], entry)

    def _write(self, cells: list[RosterCell]) -> None:
        """Run the command for the cells that change."""
        changed = tuple(cell for cell in cells if self._month.entry(cell.nurse_id, cell.day) != cell.entry)
        if changed:
            self._context.store.do(PaintRoster(changed))

    def _copy(self, cell: Cell) -> None:
        """Keep the week of a cell, Monday to Sunday, as far as the month shows it."""
        row, column = cell
        nurse, month = self._month.nurses[row], self._month
        monday = month.days[column] - timedelta(days=month.days[column].weekday())
        days = [monday + timedelta(days=offset) for offset in range(WEEK)]
        self._week = tuple(month.entry(nurse.id, day) if month.first <= day <= month.last else None for day in days)
        self._context.navigator.say(self.tr("Copied the week of {name}").format(name=nurse.name))

    def _paste(self, cell: Cell) -> None:
        """Write the copied week over the week of a cell, each duty and absence on the same weekday."""
        row, column = cell
        month = self._month
        monday = month.days[column] - timedelta(days=month.days[column].weekday())
        days = [monday + timedelta(days=offset) for offset in range(WEEK)]
        nurse = month.nurses[row].id
        week = zip(days, self._week, strict=False)
        self._write(
            [RosterCell(nurse, day, entry.on(day)) for day, entry in week if entry and month.first <= day <= month.last]
        )

    # --- dialogs ---

    def _ask_hours(self, cell: Cell) -> None:
        """Open the dialog of a cell on what stands there when all that was painted before is written."""
        self._open = cell
        self.read()

    def _edit(self, month: RosterMonth, cell: Cell) -> None:
        nurse, day = month.nurses[cell[0]], month.days[cell[1]]
        shifts = month.entry(nurse.id, day).shifts
        usual = month.usual_chairs.get(nurse.id, frozenset[int]())
        duties = [entry_of(kind, day, usual).shifts for kind in month.settings.duty_kinds if not kind.absent]
        own = RosterShift(month.settings.hours(day), None, usual)
        shift = shifts[0] if shifts else duties[0][0] if duties else own
        self._show(ShiftDialog(nurse, day, shift, shifts[1:], month.chairs, self))

    def edit_kinds(self) -> None:
        """Open the list of kinds."""
        self._show(KindsDialog(self._month.settings.duty_kinds, self))

    def _show(self, dialog: SmallDialog) -> None:
        dialog.chosen.connect(self._context.store.do)
        dialog.open()

    # --- parts ---

    @property
    def _month(self) -> RosterMonth:
        assert self.grid.month is not None, "only a month that is shown is changed"
        return self.grid.month

    def _pick(self, brush: int) -> None:
        kind = self.brushes.kind
        day = self._first
        self.grid.preview = entry_of(kind, day, frozenset()) if kind else NOTHING if brush == ERASE else None
        self.grid.setFocus()

    def _changed(self, changes: Changes) -> None:
        if changes.tables & TABLES:
            self.read()

    def _connect(self) -> None:
        grid, store, navigator = self.grid, self._context.store, self._context.navigator
        grid.stroke.connect(self.paint)
        grid.erased.connect(self.empty_cells)
        grid.kind_asked.connect(self._paint_kind)
        grid.brush_dropped.connect(lambda: self.brushes.pick(CHOOSE))
        grid.opened.connect(self._ask_hours)
        grid.month_asked.connect(self.step)
        grid.copied.connect(self._copy)
        grid.pasted.connect(self._paste)
        grid.moved.connect(self._tell)
        self.brushes.picked.connect(self._pick)
        self.brushes.kinds_asked.connect(self.edit_kinds)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.today.clicked.connect(self._show_today)
        self.empty.acted.connect(lambda: navigator.page_asked.emit("settings"))
        store.changed.connect(self._changed)
        store.changed_elsewhere.connect(self.read)
        action = QAction(self)
        action.setShortcut(QKeySequence("H"))
        action.triggered.connect(self._show_today)
        self.addAction(action)

    def _show_today(self) -> None:
        self.go_to(self._context.clock.today())

    def _lay_out(self) -> None:
        top, bottom = Panel("header"), Panel("surface")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 0, 18, 0)
        row.setSpacing(6)
        for widget in (self.before, self.today, self.after):
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(Label(self.tr("Roster"), FontRole.TITLE))
        row.addWidget(self.title)
        row.addStretch(1)
        brushes = Panel("surface")
        inside = QHBoxLayout(brushes)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.brushes)
        lines = QVBoxLayout(bottom)
        lines.setContentsMargins(16, 8, 18, 8)
        lines.setSpacing(2)
        lines.addWidget(self.here)
        lines.addWidget(self.day)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(brushes)
        whole.addWidget(self._stack, 1)
        whole.addWidget(bottom)

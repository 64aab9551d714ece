"""The ports in place by the day of their next flush: what is late, what is booked, what may come out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dayhospital.clinical.library import Library
from dayhospital.clinical.port_use import FLUSH_REGIMEN, FlushDue, FlushState, flush_due, removal_findings
from dayhospital.domain.changes import Changes
from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import Chair, UnitSettings
from dayhospital.queries.board import board_day
from dayhospital.queries.ports import PortRow, ports_in_place
from dayhospital.queries.search import find
from dayhospital.queries.unit import chairs as read_chairs
from dayhospital.queries.unit import settings as read_settings
from dayhospital.scheduling.offers import Offer, day_offers
from dayhospital.services.plans import extra_of
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.new_session import Extra, NewSessionDialog
from dayhospital.ui.patients.tables import ROW, ListTable, RowDelegate, RowsModel, born_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import draw_text
from dayhospital.ui.widgets import (
    EmptyState,
    Label,
    Panel,
    chip_width,
    draw_chip,
    filter_chip,
    icon_button,
    prepare_table,
    primary,
    secondary,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAYS_SEARCHED = 28
"""How far the search for a free place goes from the first day on which a flush makes sense."""
NAME, BORN, NUMBER, PORT, LAST, DUE, STATE, NEXT, REMARK = range(9)
WIDTHS = {NAME: 204, BORN: 146, NUMBER: 96, PORT: 160, LAST: 112, DUE: 112, STATE: 176, NEXT: 124}
"""In px at 100 %; the remark takes what is left."""
TABLES = frozenset({"ports", "port_events", "sessions", "treatment_days", "patients", "unit_settings"})


@dataclass(frozen=True, slots=True)
class FlushRow:
    """A port with what the flush rule says of it today."""

    row: PortRow
    due: FlushDue
    state: FlushState
    covered: bool
    """What is booked rinses it in time."""
    ask_removal: bool
    """Whether to ask if it can come out."""

    @property
    def to_flush(self) -> bool:
        return self.state is not FlushState.LATER and not self.covered


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """What the booking of a flush starts from; without an offer the day and hour are typed."""

    row: PortRow
    day: date
    extra: Extra
    chairs: tuple[Chair, ...]
    offer: Offer | None


def read_ports(connection: "Connection", today: date) -> tuple[FlushRow, ...]:
    """Read every port in place, the most pressing first."""
    interval = read_settings(connection).flush_interval_days
    found = [judged(row, interval, today) for row in ports_in_place(connection, today)]
    order = list(FlushState)
    return tuple(sorted(found, key=lambda one: (one.covered, order.index(one.state), one.due.due, one.row.label.name)))


def judged(row: PortRow, interval: int, today: date) -> FlushRow:
    """Return a port with its flush and whether to ask about its removal."""
    due = flush_due(row.last_use or row.port.usable_from, interval)
    remarks = removal_findings(row.port, row.last_drug, row.planned, today)
    covered = due.covered_by(row.next_use, today)
    return FlushRow(row, due, due.state(today), covered, bool(remarks))


def find_place(connection: "Connection", row: FlushRow, library: Library, now: datetime) -> PlaceFound:
    """Return the next free place for a flush, from the first day on which it makes sense."""
    settings: UnitSettings = read_settings(connection)
    treatment = extra_of(library, library.get(FLUSH_REGIMEN), settings.observation_policy)
    extra = Extra(FLUSH_REGIMEN, treatment.regimen_name, treatment.chair_minutes)
    first, patient = max(now.date(), row.due.earliest), row.row.label.id
    fitting = (chair for chair in read_chairs(connection) if chair.kind in treatment.chair_kinds)
    chairs = tuple(chair for chair in fitting if chair.in_use_on(first))
    for offset in range(DAYS_SEARCHED):
        board = board_day(connection, first + timedelta(offset))
        if board.open:
            for offer in day_offers(board, treatment, patient, treatment.chair_minutes, now, limit=1):
                return PlaceFound(row.row, board.day, extra, chairs, offer)
    return PlaceFound(row.row, first, extra, chairs, None)


def state_chip(row: FlushRow, today: date) -> tuple[str, str]:
    """Return the words and the kind of the chip that says how pressing a flush is."""
    if row.covered and row.row.next_use is not None:
        return say("In use {day}", day=day_text(row.row.next_use, year=False)), "ok"
    if row.state is FlushState.PAST_LIMIT:
        weeks = (today - (row.row.last_use or row.row.port.usable_from)).days // 7
        return say("{n} weeks unused", n=weeks), "critical"
    if row.state is FlushState.OVERDUE:
        days = (today - row.due.due).days
        return say("Overdue 1 day") if days == 1 else say("Overdue {days} days", days=days), "warn"
    if row.state is FlushState.DUE:
        return say("Due, by {day}", day=day_text(row.due.due, year=False)), "info"
    return say("From {day}", day=day_text(row.due.earliest, year=False)), "neutral"


def ports_model(today: Callable[[], date]) -> RowsModel:
    """Return the model of the list; the chip of a state is painted by the delegate."""

    def day(value: date | None) -> str:
        return "" if value is None else day_text(value)

    return RowsModel(
        (
            (say("Patient"), lambda one: one.row.label.name),
            (say("Born"), lambda one: born_text(one.row.label, today())),
            (say("Number"), lambda one: one.row.label.hospital_number),
            (say("Port"), lambda one: f"{say(one.row.port.side.value)}, {day(one.row.port.inserted)}"),
            (say("Last used"), lambda one: day(one.row.last_use) or say("never")),
            (say("Flush due"), lambda one: day(one.due.due)),
            (say("State"), lambda one: ""),
            (say("Next infusion"), lambda one: day(one.row.next_use) or say("none booked")),
            (say("Remark"), lambda one: say("Ask about removal") if one.ask_removal else ""),
        )
    )


class PortsDelegate(RowDelegate):
    """Paints the state as a chip with icon and word, and the rest as the lists do."""

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.today = today

    def paint_cell(self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
        theme, column = holder().theme, index.column()
        if column == STATE:
            words, kind = state_chip(index.data(ROW), self.today)
            draw_chip(painter, QRectF(box.left(), box.center().y() - 10, chip_width(words, kind), 20), words, kind)
            return
        role = {NAME: FontRole.BODY_STRONG, NUMBER: FontRole.DENSE_IDENTIFIER}.get(column, FontRole.BODY)
        tone = theme.text1 if column in {NAME, DUE} else theme.text2
        draw_text(painter, box, str(index.data() or ""), holder().font(role), tone)


class PortsPage(QWidget):
    """Every port in place; a flush is booked with Enter and a yes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[FlushRow, ...] = ()
        today = context.clock.today()
        self.model = ports_model(context.clock.today)
        self.table = ListTable()
        self.table.setModel(self.model)
        self._delegate = PortsDelegate(today, self.table)
        self.table.setItemDelegate(self._delegate)
        self.table.setAccessibleName(self.tr("Ports to flush"))
        prepare_table(self.table)
        for column, width in WIDTHS.items():
            self.table.setColumnWidth(column, holder().px(width))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.only = filter_chip(self.tr("To flush only"))
        self.only.setChecked(True)
        self.only.toggled.connect(self._show)
        self.remark = Label("", FontRole.DENSE, "text3")
        self.empty = EmptyState("check", self.tr("No port waits for a flush"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._delay = QTimer(self, singleShot=True, interval=60)
        self._delay.timeout.connect(self.read)
        self.table.activated.connect(self.book)
        context.store.changed.connect(self._changed)
        context.store.changed_elsewhere.connect(self._delay.start)
        self.setFocusProxy(self.table)
        self._lay_out()
        self.read()

    def read(self) -> None:
        """Ask for the ports."""
        today = self._context.clock.today()
        self._context.store.ask(self, lambda connection: read_ports(connection, today), self.show_rows)

    def show_rows(self, rows: Sequence[FlushRow]) -> None:
        self._rows = tuple(rows)
        self._delegate.today = self._context.clock.today()
        self._show()

    def book(self) -> None:
        """Open the booking of a flush for the port chosen, at the next free place."""
        row = self.table.currentIndex().data(ROW)
        if isinstance(row, FlushRow):
            library, now = self._context.library, self._context.clock.local()
            query = self._context.store.ask
            query(self, lambda connection: find_place(connection, row, library, now), self._open_booking)

    def _open_booking(self, found: PlaceFound) -> None:
        store, offer = self._context.store, found.offer
        dialog = NewSessionDialog(
            found.day,
            found.chairs,
            (found.extra,),
            lambda text, show: store.ask(dialog, lambda connection: find(connection, text, 5), show),
            lambda _patient, show: show(()),
            chair_id=offer.chair_id if offer else None,
            start=offer.span.start if offer else None,
            parent=self,
        )
        dialog.picker.pick(found.row.label)
        dialog.act.setFocus()
        if offer is None:
            dialog.complain(self.tr("No free place was found in four weeks; choose chair and start."))
        dialog.chosen.connect(store.do)
        dialog.open()

    def _show(self) -> None:
        shown = [one for one in self._rows if one.to_flush or not self.only.isChecked()]
        self.model.show_rows(shown)
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        if shown:
            self.table.selectRow(0)
        waiting = [one for one in self._rows if one.to_flush]
        late = sum(one.state is not FlushState.DUE for one in waiting)
        words = self.tr("{late} overdue, {waiting} to flush, {all} ports in place")
        self.remark.setText(words.format(late=late, waiting=len(waiting), all=len(self._rows)))
        self._book.setEnabled(bool(shown))
        self._open.setEnabled(bool(shown))

    def _changed(self, changes: Changes) -> None:
        if changes.tables & TABLES:
            self._delay.start()

    def _open_patient(self) -> None:
        row = self.table.currentIndex().data(ROW)
        if isinstance(row, FlushRow):
            self._context.navigator.patient(row.row.label.id)

    def _lay_out(self) -> None:
        top = Panel("header")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(10)
        back = icon_button("arrow-left", self.tr("Patients"), "Esc")
        back.clicked.connect(lambda: self._context.navigator.page_asked.emit("patients"))
        QShortcut(QKeySequence("Esc"), self, back.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._open = secondary(self.tr("Open patient"), "user")
        self._open.clicked.connect(self._open_patient)
        self._book = primary(self.tr("Book flush"), "calendar-plus", "↵")
        self._book.clicked.connect(self.book)
        row.addWidget(back)
        row.addWidget(Label(self.tr("Ports to flush"), FontRole.TITLE))
        row.addSpacing(8)
        row.addWidget(self.only)
        row.addWidget(self.remark)
        row.addStretch(1)
        row.addWidget(self._open)
        row.addWidget(self._book)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._stack, 1)

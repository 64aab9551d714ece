"""The patient list: search while typing, next session at a glance."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dayhospital.domain.changes import Changes
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.identity import national_number_text
from dayhospital.domain.patient import AllergyStatus
from dayhospital.queries.patients import PatientRow, patient_list
from dayhospital.ui.context import Context
from dayhospital.ui.patients.tables import ROW, ListTable, RowDelegate, RowsModel, born_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import draw_text
from dayhospital.ui.widgets import (
    EmptyState,
    Label,
    Panel,
    SearchField,
    chip_width,
    draw_chip,
    draw_group_dot,
    draw_port_badge,
    prepare_table,
    primary,
    secondary,
)

MOST = 200
NAME, BORN, NUMBERS, REGIMEN, NEXT, FLAGS, CONSULTANT = range(7)
WIDTHS = {NAME: 232, BORN: 146, NUMBERS: 126, NEXT: 206, FLAGS: 178, CONSULTANT: 160}
"""In px at 100 %; the regimen takes what is left."""


def patient_model(today: Callable[[], date]) -> RowsModel:
    """Return the model of the list; access and allergies are painted by the delegate."""

    def numbers(row: PatientRow) -> str:
        return f"{row.label.hospital_number}\n{national_number_text(row.label.national_number)}".strip()

    def upcoming(row: PatientRow) -> str:
        return "" if row.next_start is None else f"{next_text(row, today())}  {row.next_chair}"

    return RowsModel(
        (
            (say("Patient"), lambda row: row.label.name),
            (say("Born"), lambda row: born_text(row.label, today())),
            (say("Numbers"), numbers),
            (say("Regimen"), lambda row: row.regimen_name),
            (say("Next session"), upcoming),
            (say("Access, allergies"), lambda row: ""),
            (say("Consultant"), lambda row: row.consultant),
        )
    )


def next_text(row: PatientRow, today: date) -> str:
    """Return when the next session is: ``today 14:15``, ``Wed 02-Dec 09:00``."""
    if row.next_start is None:
        return ""
    day = row.next_start.date()
    when = say("today") if day == today else day_text(day, weekday=True, year=day.year != today.year)
    return f"{when} {time_text(row.next_start)}"


class PatientDelegate(RowDelegate):
    """Paints names with their group, numbers in two lines, port and allergies as marks."""

    def paint_cell(self, painter: QPainter, inner: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
        theme, found = holder().theme, holder()
        row: PatientRow = index.data(ROW)
        text = str(index.data() or "")
        if index.column() == NAME:
            if row.colour:
                draw_group_dot(painter, QRectF(inner.left(), inner.center().y() - 4, 8, 8), row.colour, theme)
            draw_text(painter, inner.adjusted(18, 0, 0, 0), text, found.font(FontRole.BODY_STRONG), theme.text1)
        elif index.column() == NUMBERS and "\n" in text:
            first, second = text.split("\n")
            half = inner.height() / 2
            font = found.font(FontRole.DENSE_IDENTIFIER)
            draw_text(painter, QRectF(inner.left(), inner.top() + 4, inner.width(), half - 4), first, font, theme.text1)
            lower = QRectF(inner.left(), inner.center().y(), inner.width(), half - 4)
            draw_text(painter, lower, second, font, theme.text3)
        elif index.column() == FLAGS:
            self._paint_flags(painter, inner, row)
        else:
            tone = theme.text1 if index.column() in {REGIMEN, NEXT} else theme.text2
            role = FontRole.DENSE_IDENTIFIER if index.column() == NUMBERS else FontRole.BODY
            draw_text(painter, inner, text, found.font(role), tone)

    def _paint_flags(self, painter: QPainter, box: QRectF, row: PatientRow) -> None:
        if row.port:
            draw_port_badge(painter, QRectF(box.left(), box.center().y() - 8, 16, 16), holder().theme)
        words, kind = {
            AllergyStatus.KNOWN: (say("Allergy"), "critical"),
            AllergyStatus.NONE_KNOWN: ("", ""),
            AllergyStatus.NOT_RECORDED: (say("Allergies not asked"), "warn"),
        }[row.allergy_status]
        if words:
            draw_chip(painter, QRectF(box.left() + 24, box.center().y() - 10, chip_width(words, kind), 20), words, kind)


class PatientTable(ListTable):
    """Enter opens; the first letter typed goes to the search field."""

    def __init__(self, search: SearchField) -> None:
        super().__init__()
        self._search = search

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._search.setFocus()
            self._search.setText(self._search.text() + event.text())
        else:
            super().keyPressEvent(event)


class PatientsPage(QWidget):
    """Everybody the unit knows, found by name, birth date or number."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.search = SearchField(self.tr("Name, date of birth, hospital or national number"))
        self.search.setMinimumWidth(420)
        self.model = patient_model(context.clock.today)
        self.table = PatientTable(self.search)
        self.table.setModel(self.model)
        self.table.setItemDelegate(PatientDelegate(self.table))
        self.table.setAccessibleName(self.tr("Patients"))
        prepare_table(self.table)
        for column, width in WIDTHS.items():
            self.table.setColumnWidth(column, holder().px(width))
        head = self.table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(REGIMEN, QHeaderView.ResizeMode.Stretch)
        self.remark = Label("", FontRole.DENSE, "text3")
        self.empty = EmptyState("users", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._delay = QTimer(self, singleShot=True, interval=60)
        self._delay.timeout.connect(self.read)
        self.search.textChanged.connect(self._delay.start)
        self.search.returnPressed.connect(self._open_first)
        self.table.activated.connect(self._open)
        self.empty.acted.connect(context.navigator.new_patient_asked)
        context.store.changed.connect(self._changed)
        self.setFocusProxy(self.search)
        self._lay_out()
        self.read()

    def read(self) -> None:
        """Ask for the patients the text finds."""
        text, now = self.search.text(), self._context.clock.local()
        self._context.store.ask(
            self,
            lambda connection: patient_list(connection, text, MOST, now),
            lambda rows: self.show_rows(text, rows),
        )

    def show_rows(self, text: str, rows: tuple[PatientRow, ...]) -> None:
        """Show what was found, unless the text has changed since."""
        if text != self.search.text():
            return
        self.model.show_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self.empty)
        if rows:
            self.table.selectRow(0)
        elif text.strip():
            self.empty.show_fact(
                self.tr("Nobody found for “{text}”").format(text=text),
                self.tr("Accents and word order do not matter. Try fewer letters, or a birth date such as 12-03-1961."),
                self.tr("New patient"),
            )
        else:
            self.empty.show_fact(self.tr("No patients yet"), "", self.tr("New patient"))
        more = len(rows) == MOST
        found = self.tr("The first {n}; type to narrow") if more else self.tr("{n} found")
        self.remark.setText(found.format(n=len(rows)))

    def _changed(self, changes: Changes) -> None:
        if changes.patients or changes.tables & {"patients", "sessions", "courses"}:
            self._delay.start()

    def _open_first(self) -> None:
        if self.model.rowCount():
            self._open(self.model.index(max(0, self.table.currentIndex().row()), 0))

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, PatientRow):
            self._context.navigator.patient(row.label.id)

    def _lay_out(self) -> None:
        top = Panel("header")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(12)
        new = primary(self.tr("New patient"), "user-plus", "Ctrl N")
        new.clicked.connect(self._context.navigator.new_patient_asked)
        action = QAction(self)
        action.setShortcut(QKeySequence("Ctrl+N"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self._context.navigator.new_patient_asked)
        self.addAction(action)
        row.addWidget(Label(self.tr("Patients"), FontRole.TITLE))
        row.addSpacing(12)
        row.addWidget(self.search)
        row.addWidget(self.remark)
        row.addStretch(1)
        ports = secondary(self.tr("Ports to flush"), "droplet")
        ports.clicked.connect(lambda: self._context.navigator.page_asked.emit("ports"))
        row.addWidget(ports)
        row.addWidget(new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._stack, 1)

"""The page of one patient: who she is, her course in time, what is next, what was done."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCursor, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QTabBar, QTableView, QVBoxLayout, QWidget

from dayhospital.clinical.body import body_surface
from dayhospital.clinical.tumour_picture import tumour_now, tumour_picture
from dayhospital.domain.board import BoardSession
from dayhospital.domain.changes import Changes
from dayhospital.domain.course import Course, DayState, TreatmentDay
from dayhospital.printing.page import Printed
from dayhospital.printing.patient_calendar import calendar_sessions, patient_calendar
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.dialogs.move_day import MoveDayDialog
from dayhospital.ui.dialogs.preview import PreviewDialog
from dayhospital.ui.dialogs.proposals import ProposalsDialog, propose_due
from dayhospital.ui.pathways.acts import PathwayActs
from dayhospital.ui.patients import acts
from dayhospital.ui.patients.course_days import WIDTHS as COURSE_WIDTHS
from dayhospital.ui.patients.course_days import CourseDay, course_days, course_model
from dayhospital.ui.patients.dose_section import DoseSection
from dayhospital.ui.patients.overview import Overview, Told
from dayhospital.ui.patients.person_acts import PersonActs
from dayhospital.ui.patients.record import Record, read_page, read_record
from dayhospital.ui.patients.side import SideColumn
from dayhospital.ui.patients.tables import ROW, RowsModel, history_model, session_model
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.regimens.move_version import MoveVersionDialog
from dayhospital.ui.results.acts import ResultActs
from dayhospital.ui.results.cards import MarkerCard
from dayhospital.ui.results.labs_tab import LabsTab
from dayhospital.ui.results.markers_tab import MarkersTab
from dayhospital.ui.results.toxicity_tab import ToxicityTab
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import (
    Divider,
    Label,
    Menu,
    Panel,
    PatientBanner,
    icon_button,
    prepare_table,
    primary,
    secondary,
)

RESULT_KEYS = (("L", "labs"), ("B", "marker"), ("A", "ask_test"), ("T", "toxicity"))
"""Keys that enter results and toxicities, and the act of each."""


class PatientPage(QWidget):
    """One patient with banner, overview, sessions and history."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._patient_id: int | None = None
        self._stale = False
        """Whether something changed while another page was in front."""
        self.record: Record | None = None
        self.crumb = Label("", FontRole.BODY_STRONG)
        self.banner = PatientBanner()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        names = (self.tr("Overview"), self.tr("Course"), self.tr("Sessions"))
        for words in (*names, self.tr("Labs"), self.tr("Biomarkers"), self.tr("Toxicity"), self.tr("History")):
            self.tabs.addTab(words)
        self.labs, self.markers, self.toxicity = LabsTab(), MarkersTab(context.library), ToxicityTab()
        self._results, self._pathways = ResultActs(context, self), PathwayActs(context, self)
        self._person = PersonActs(context, self)
        self.overview = Overview(context.library)
        self.side = SideColumn()
        self.days = course_model(context.library, context.clock.today())
        self.sessions = session_model(self._chair_name)
        self.history = history_model()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.overview)
        self.days_table = self._table(self.days, COURSE_WIDTHS)
        self._stack.addWidget(self.days_table)
        self.sessions_table = self._table(self.sessions, (152, 126, 90, 170, 150))
        self._stack.addWidget(self.sessions_table)
        for tab in (self.labs, self.markers, self.toxicity):
            self._stack.addWidget(tab)
            tab.asked.connect(self._act)
        self._stack.addWidget(self._table(self.history, (178, 150, 0, 220)))
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.sessions_table.activated.connect(lambda index: self._open_session(index.data(ROW)))
        self.days_table.activated.connect(self._choose_row)
        self.overview.day_chosen.connect(self._choose_day)
        self.overview.session_opened.connect(self._open_session)
        self.overview.asked.connect(self._act)
        self.side.asked.connect(lambda name: self._act(name, None))
        context.store.changed.connect(self._changed)
        context.store.changed_elsewhere.connect(self._read_soon)
        self._lay_out()

    def show_patient(self, patient_id: int) -> None:
        """Show a patient."""
        if patient_id != self._patient_id:
            self.tabs.setCurrentIndex(0)
        self._patient_id = patient_id
        self.read()

    def read(self) -> None:
        """Ask for the patient again."""
        patient_id, self._stale = self._patient_id, False
        if patient_id is not None:
            library = self._context.library
            self._context.store.ask(
                self, lambda connection: read_page(connection, patient_id, library), self.show_record
            )

    def show_record(self, record: Record) -> None:
        """Show what was read."""
        if record.patient.label.id != self._patient_id:
            return
        self.record = record
        now, library = self._context.clock.local(), self._context.library
        person, course = record.patient, record.active
        weight = person.weight
        formula = record.settings.bsa_formula
        bsa = body_surface(person.height_cm, weight.kg, formula) if person.height_cm and weight else None
        line = ""
        if course is not None:
            line = self.tr("{setting}, line {n}").format(setting=setting_text(course.setting), n=course.line)
        self.crumb.setText(person.label.name)
        use = record.port_use()
        shown = replace(person, port=replace(person.port, last_access=use.last)) if person.port and use else person
        first = next(iter(record.tumours), None)
        tumour = None if first is None else tumour_now(first, tumour_picture(first, record.results))
        self.banner.show_patient(shown, tumour, now.date(), bsa, line)
        card = MarkerCard(record.results, record.requests, library, now)
        lines, endocrine = record.lines(library), record.endocrine(library, now.date())
        pathways = record.pathways(library, now.date())
        told = Told(record.results, lines, endocrine, record.metastases, pathways, record.surgeries)
        self.overview.show_patient(record.courses, record.sessions, record.tumours, card, self._chair_name, now, told)
        self.labs.show_results(record.results, now.date())
        self.markers.show_markers(record.results, record.requests, record.tumours, now.date())
        self.toxicity.show_toxicities(record.toxicities)
        self.side.show_patient(
            person,
            record.port(library, now),
            record.leaving(library, now),
            use,
            record.results,
            now,
            DoseSection(record, library),
            record.port_story,
            record.port_findings(library, now),
        )
        chairs = {chair.id: chair.name for chair in record.chairs}
        self.days.show_rows(course_days(record.courses, record.sessions, chairs))
        newest_first: list[BoardSession] = sorted(record.sessions, key=lambda one: one.span, reverse=True)
        self.sessions.show_rows(newest_first)
        self.history.show_rows(record.history)

    def print_calendar(self, patient_id: int | None = None) -> None:
        """Show the patient's calendar as it will print."""
        wanted = patient_id or self._patient_id
        if wanted is not None:
            self._context.store.ask(self, lambda connection: read_record(connection, wanted), self._preview)

    def _edit(self) -> None:
        self._context.navigator.edit_patient(self._patient_id or 0)

    def _print_shown(self) -> None:
        self.print_calendar()

    def _preview(self, record: Record) -> None:
        context = self._context
        printed = Printed(context.clock.local(), context.preferences.user)
        document = patient_calendar(
            record.patient,
            record.courses,
            calendar_sessions(record.sessions, record.chairs),
            record.settings,
            printed,
            drug=context.library.drug,
            since=context.clock.today(),
        )
        title = self.tr("Calendar of {name}").format(name=record.patient.label.name)
        sheets = (("calendar", self.tr("Calendar")),)
        PreviewDialog(title, sheets, lambda _key: document, "patient-calendar.pdf", self).open()

    def _changed(self, changes: Changes) -> None:
        if self._patient_id in changes.patients:
            self._read_soon()

    def _read_soon(self) -> None:
        """Read again, or when the page comes to the front."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    def _chair_name(self, chair_id: int) -> str:
        chairs = self.record.chairs if self.record else ()
        return next((chair.name for chair in chairs if chair.id == chair_id), "")

    def _open_session(self, session: object) -> None:
        if isinstance(session, BoardSession):
            self._context.navigator.board(session.span.day, session.id)

    def _choose_row(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, CourseDay):
            self._choose_day(row.day)

    def _choose_day(self, day: TreatmentDay) -> None:
        """Go to the session of a treatment day, or offer what can be done with one that is due."""
        record = self.record
        if record is None:
            return
        menu = Menu(self)
        board = self.tr("Show on the board")
        menu.add_row(board, "calendar-days").triggered.connect(
            lambda: self._context.navigator.board(day.plan.planned, day.session_id)
        )
        if day.state is DayState.DUE:
            menu.add_row(self.tr("Move…"), "calendar-clock").triggered.connect(
                lambda: MoveDayDialog.open_for(self._context, day.id, self)
            )
            menu.add_row(self.tr("Leave out…"), "circle-slash", ends=True).triggered.connect(
                lambda: self._ask(acts.OmitDialog(record.patient, day.id, day.plan.label, self))
            )
        menu.popup(QCursor.pos())

    def _act(self, name: str, about: object) -> None:
        """Do one of the named acts of the cards and the side column."""
        record = self.record
        if record is None:
            return
        today, person = self._context.clock.today(), record.patient
        if name in {"show_labs", "markers"}:
            self.tabs.setCurrentIndex(self._stack.indexOf(self.labs if name == "show_labs" else self.markers))
            return
        if any(some.do(name, about, record) for some in (self._results, self._pathways, self._person)):
            return
        if name == "plan":
            self._context.navigator.plan(person.label.id)
        elif name == "show":
            self.show_record(record)
        elif name == "book":
            self._book_open_days(record)
        elif name == "version" and isinstance(about, Course):
            old = self._context.library.of_course(about.regimen_id, about.regimen_version)
            MoveVersionDialog.open_for(self._context, about.id, person.label, old, self)
        elif name in {"stop", "extend"} and isinstance(about, Course):
            stop = name == "stop"
            self._ask(acts.StopDialog(person, about, today, self) if stop else acts.ExtendDialog(person, about, self))

    def _book_open_days(self, record: Record) -> None:
        """Propose a place for every day of the patient that has none."""
        due, now = record.due, self._context.clock.local()
        if not due:
            self._context.navigator.say(self.tr("Every treatment day has its session."))
            return
        self._context.store.ask(
            self,
            lambda connection: propose_due(connection, due, now, self._context.library.drug),
            lambda found: self._ask(ProposalsDialog(found, self)),
        )

    def _ask(self, dialog: SmallDialog) -> None:
        dialog.chosen.connect(self._context.store.do)
        dialog.open()

    def _table(self, model: RowsModel, widths: tuple[int, ...]) -> QTableView:
        table = QTableView()
        table.setModel(model)
        prepare_table(table, 34)
        for column, width in enumerate(widths):
            if width:
                table.setColumnWidth(column, holder().px(width))
            else:
                table.horizontalHeader().setStretchLastSection(False)
                table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        navigator = self._context.navigator
        top = Panel("header")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(8)
        back = icon_button("arrow-left", self.tr("Patients"))
        back.clicked.connect(lambda: navigator.page_asked.emit("patients"))
        edit = secondary(self.tr("Edit"), "pencil", "Ctrl E")
        edit.clicked.connect(self._edit)
        paper = secondary(self.tr("Print calendar"), "printer", "Ctrl P")
        paper.clicked.connect(self._print_shown)
        keys: list[tuple[str, Callable[[], object]]] = [("Ctrl+E", self._edit), ("Ctrl+P", self._print_shown)]
        keys += [(key, partial(self._act, name, None)) for key, name in RESULT_KEYS]
        for key, act in (*keys, ("Esc", back.click)):
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        plan = primary(self.tr("Plan a course"), "calendar-plus")
        plan.clicked.connect(lambda: navigator.plan(self._patient_id or 0))
        row.addWidget(back)
        row.addWidget(Label(self.tr("Patients  ›"), tone="text3"))
        row.addWidget(self.crumb)
        row.addStretch(1)
        for button in (edit, paper, plan):
            row.addWidget(button)
        bar = Panel("surface")
        tabs = QHBoxLayout(bar)
        tabs.setContentsMargins(18, 0, 18, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._stack, 1)
        body.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (top, self.banner, bar, Divider()):
            column.addWidget(part)
        column.addLayout(body, 1)

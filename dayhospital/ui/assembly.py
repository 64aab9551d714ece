"""Makes the pages and leads from one to the other.

Imported when the database is open, not before: pages know services, and services bring SQLAlchemy with them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from dayhospital.domain.course import Ending
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import day_text, time_text
from dayhospital.queries.patients import PatientRow, patient_list
from dayhospital.services.command import Command
from dayhospital.ui.asking import ask_reason
from dayhospital.ui.board.page import BoardPage
from dayhospital.ui.context import Context
from dayhospital.ui.palette import Palette
from dayhospital.ui.palette_model import Choice, matches, read_day
from dayhospital.ui.review.count import NeedsCount
from dayhospital.ui.texts import say_count
from dayhospital.ui.window import MainWindow

if TYPE_CHECKING:  # each is imported when it is first shown: the board is usable before
    from dayhospital.ui.patients.form import PatientForm
    from dayhospital.ui.patients.list_page import PatientsPage
    from dayhospital.ui.patients.page import PatientPage
    from dayhospital.ui.patients.ports_page import PortsPage
    from dayhospital.ui.plan.page import PlanPage
    from dayhospital.ui.regimens_page import RegimensPage
    from dayhospital.ui.review.page import ReviewPage
    from dayhospital.ui.roster.page import RosterPage
    from dayhospital.ui.settings.page import SettingsPage

FOUND = 6
"""Patients the palette shows."""


class Pages(QObject):
    """Every page of the program, the palette over them, and the ways between them."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        for name, make in (
            ("board", lambda: self.board),
            ("patients", lambda: self.patients),
            ("patient", lambda: self.patient),
            ("patient-form", lambda: self.form),
            ("ports", lambda: self.ports),
            ("plan-course", lambda: self.plan),
            ("review", lambda: self.review),
            ("regimens", lambda: self.regimens),
            ("roster", lambda: self.roster),
            ("settings", lambda: self.settings),
        ):
            window.add_page(name, make)
        self.palette = Palette(self._find, window.body)
        self.palette.closed.connect(lambda: window.show_page(window.current_page))
        self._connect()
        self.needs = NeedsCount(context, self)
        self.needs.counted.connect(self._show_needs)

    @cached_property
    def board(self) -> BoardPage:
        return BoardPage(self._context)

    @cached_property
    def patients(self) -> "PatientsPage":
        from dayhospital.ui.patients.list_page import PatientsPage

        return PatientsPage(self._context)

    @cached_property
    def patient(self) -> "PatientPage":
        from dayhospital.ui.patients.page import PatientPage

        return PatientPage(self._context)

    @cached_property
    def ports(self) -> "PortsPage":
        from dayhospital.ui.patients.ports_page import PortsPage

        return PortsPage(self._context)

    @cached_property
    def form(self) -> "PatientForm":
        from dayhospital.ui.patients.form import PatientForm

        return PatientForm(self._context)

    @cached_property
    def plan(self) -> "PlanPage":
        from dayhospital.ui.plan.page import PlanPage

        return PlanPage(self._context)

    @cached_property
    def review(self) -> "ReviewPage":
        from dayhospital.ui.review.page import ReviewPage

        return ReviewPage(self._context)

    @cached_property
    def regimens(self) -> "RegimensPage":
        from dayhospital.ui.regimens_page import RegimensPage

        return RegimensPage(self._context)

    @cached_property
    def roster(self) -> "RosterPage":
        from dayhospital.ui.roster.page import RosterPage

        return RosterPage(self._context)

    @cached_property
    def settings(self) -> "SettingsPage":
        from dayhospital.ui.settings.page import SettingsPage

        return SettingsPage(self._context)

    def _show_needs(self, count: int) -> None:
        words = say_count(count, "{n} patient needs a decision", "{n} patients need a decision") if count else ""
        self._window.rail.show_count("review", count, words)

    def show_first(self, page: str, day: date | None, patient_id: int | None) -> None:
        """Show the page the window starts with."""
        if page == "patient" and patient_id is not None:
            self._show_patient(patient_id)
        elif page == "plan-course" and patient_id is not None:
            self._plan(patient_id)
        elif page == "patient-form":
            self._new_patient()
        elif page == "roster":
            self._show_roster(day or self._context.clock.today())
        elif page in {"patients", "ports", "review", "regimens", "settings"}:
            self._show_page(page)
        else:
            self._show_board(day, None)
            if page == "palette":
                self.palette.open()
            elif page == "inspector":
                self.board.open_first()

    def _connect(self) -> None:
        navigator, store = self._context.navigator, self._context.store
        navigator.board_asked.connect(self._show_board)
        navigator.patient_asked.connect(self._show_patient)
        navigator.edit_patient_asked.connect(self._edit_patient)
        navigator.new_patient_asked.connect(self._new_patient)
        navigator.plan_asked.connect(self._plan)
        navigator.change_asked.connect(self._change_regimen)
        navigator.roster_asked.connect(self._show_roster)
        navigator.page_asked.connect(self._show_page)
        navigator.palette_asked.connect(self.palette.open)
        navigator.said.connect(lambda words, _undo: self._window.toast.show_message(words))
        store.reason_needed.connect(self._ask_reason)
        for key in ("Ctrl+K", "/"):
            action = QAction(self.tr("Search or command"), self._window)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(navigator.palette_asked)
            self._window.addAction(action)

    def _ask_reason(self, command: Command, findings: Sequence[Finding]) -> None:
        ask_reason(self._context.store, self._window, command, findings)

    def _show_page(self, name: str) -> None:
        self._window.show_page(name)
        if name == "ports":
            self._window.rail.mark("patients")
        elif name == "roster":
            self._window.rail.mark("settings")

    def _show_roster(self, day: date) -> None:
        self.roster.go_to(day)
        self._show_page("roster")

    def _show_board(self, day: date | None, session_id: int | None) -> None:
        self._window.show_page("board")
        self.board.go_to(day or self._context.clock.today(), session_id)

    def _show_patient(self, patient_id: int) -> None:
        self.patient.show_patient(patient_id)
        self._window.show_page("patient")
        self._window.rail.mark("patients")

    def _new_patient(self) -> None:
        self.form.new_patient()
        self._window.show_page("patient-form")
        self._window.rail.mark("patients")

    def _edit_patient(self, patient_id: int) -> None:
        self.form.edit_patient(patient_id)
        self._window.show_page("patient-form")

    def _plan(self, patient_id: int) -> None:
        self.plan.plan_for(patient_id)
        self._window.show_page("plan-course")
        self._window.rail.mark("patients")

    def _change_regimen(self, patient_id: int, ending: Ending, start: date) -> None:
        self.plan.change_for(patient_id, ending, start)
        self._window.show_page("plan-course")
        self._window.rail.mark("review")

    def _find(self, text: str, show: Callable[[Sequence[Choice]], None]) -> None:
        """Show what a text of the palette offers: patients from the database first, then days and commands."""
        if text.startswith(">") or not text.strip():
            show(self._commands(text.removeprefix(">").strip()))
            return
        others = [*self._days(text), *self._commands(text)]
        self._context.store.ask(
            self,
            lambda connection: patient_list(connection, text, FOUND, self._context.clock.local()),
            lambda rows: show([*(self._patient_choice(row) for row in rows), *others]),
        )

    def _patient_choice(self, row: PatientRow) -> Choice:
        navigator, label = self._context.navigator, row.label
        section = self.tr("Actions for {name}").format(name=label.family_name.upper())
        actions = [
            Choice(section, self.tr("Open patient"), lambda: navigator.patient(label.id), "user"),
            Choice(section, self.tr("Plan a course"), lambda: navigator.plan(label.id), "calendar-plus"),
            Choice(
                section, self.tr("Print patient calendar"), lambda: self.patient.print_calendar(label.id), "printer"
            ),
        ]
        aside = ""
        if row.next_start is not None:
            start = row.next_start
            today = start.date() == self._context.clock.today()
            when = self.tr("today") if today else day_text(start.date(), weekday=True, year=False)
            aside = f"{row.short} {when} {time_text(start)} {row.next_chair}".strip()
            go = self.tr("Show next session on the board")
            actions.insert(
                1, Choice(section, go, lambda: navigator.board(start.date(), row.next_session_id), "calendar-days")
            )
        return Choice(
            self.tr("Patients"),
            label.name,
            lambda: navigator.patient(label.id),
            icon="" if row.colour else "user",
            colour=row.colour,
            below=f"{day_text(label.birth_date)} · {label.hospital_number}",
            aside=aside,
            actions=tuple(actions),
        )

    def _days(self, text: str) -> list[Choice]:
        day = read_day(text, self._context.clock.today())
        if day is None:
            return []
        title = self.tr("Day board, {day}").format(day=day_text(day, weekday=True))
        return [Choice(self.tr("Go to"), title, lambda: self._show_board(day, None), "calendar-days")]

    def _commands(self, text: str) -> list[Choice]:
        act, go = self.tr("Actions"), self.tr("Go to")
        page = self._window.show_page
        store, board = self._context.store, self.board
        offered = [
            Choice(act, self.tr("New session"), board.new_session, "plus", key="N"),
            Choice(act, self.tr("New patient"), self._new_patient, "user-plus"),
            Choice(act, self.tr("Print this day"), board.print_day, "printer", key="Ctrl P"),
            Choice(act, self.tr("Undo"), store.undo, "undo-2", key="Ctrl Z"),
            Choice(act, self.tr("Redo"), store.redo, "redo-2", key="Ctrl Y"),
            Choice(go, self.tr("Board, today"), lambda: self._show_board(None, None), "calendar-days", key="Ctrl 1"),
            Choice(go, self.tr("Board, tomorrow"), board.show_tomorrow, "calendar-days"),
            Choice(go, self.tr("Patients"), lambda: page("patients"), "users", key="Ctrl 2"),
            Choice(go, self.tr("Ports to flush"), lambda: self._show_page("ports"), "droplet"),
            Choice(go, self.tr("Review"), lambda: page("review"), "clipboard-check", key="Ctrl 3"),
            Choice(go, self.tr("Regimens"), lambda: page("regimens"), "library", key="Ctrl 4"),
            Choice(go, self.tr("Roster"), lambda: self._show_page("roster"), "users"),
            Choice(go, self.tr("Settings"), lambda: page("settings"), "settings", key="Ctrl ,"),
        ]
        return [choice for choice in offered if matches(text, choice.title)]

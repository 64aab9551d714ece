"""Defers a treatment day: this one or all that follow, with every moved date shown before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidget, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.course import Course, DayState, PlannedDay
from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import PatientLabel
from dayhospital.errors import DayHospitalError
from dayhospital.queries.board import due_day
from dayhospital.queries.courses import courses
from dayhospital.queries.unit import closures, settings
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import replan
from dayhospital.services.treatment_days import MoveTreatmentDay
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.texts import finding_text
from dayhospital.ui.widgets import DateField, FormField, Label, Segmented

if TYPE_CHECKING:
    from sqlalchemy import Connection

YEARS_AHEAD = 3
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What the dialog needs to show what a move would do."""

    patient: PatientLabel
    course: Course
    index: int
    """Of the day among the course's days."""
    settings: UnitSettings
    calendar: WorkingCalendar
    today: date

    @property
    def plan(self) -> PlannedDay:
        return self.course.days[self.index].plan

    def moved(self, to: date, following: bool, library: Library) -> tuple[PlannedDay, ...]:
        """Return all days as they would be; given and omitted ones stay."""
        return replan(
            [day.plan for day in self.course.days],
            self.index,
            to,
            library.of_course(self.course.regimen_id, self.course.regimen_version),
            self.calendar,
            policy=self.settings.observation_policy,
            drug_lookup=library.drug,
            shift_following=following,
            keep={index for index, day in enumerate(self.course.days) if day.state is not DayState.DUE},
        )


def read_move(connection: "Connection", treatment_day_id: int, today: date) -> MoveFacts:
    """Read a treatment day with its whole course and the calendar around it."""
    due = due_day(connection, treatment_day_id)
    course = next(
        one for one in courses(connection, due.patient.label.id) if any(day.id == treatment_day_id for day in one.days)
    )
    index = next(number for number, day in enumerate(course.days) if day.id == treatment_day_id)
    found = settings(connection)
    last = today.replace(year=today.year + YEARS_AHEAD, month=12, day=31)
    calendar = WorkingCalendar(found, closures(connection, course.start, last))
    return MoveFacts(due.patient.label, course, index, found, calendar, today)


class MoveDayDialog(SmallDialog):
    """Asks for the new day and what goes with it; ``chosen`` carries the command."""

    def __init__(self, facts: MoveFacts, library: Library, parent: QWidget | None = None) -> None:
        plan = facts.plan
        title = self.tr("Defer {regimen} {label}").format(regimen=facts.course.regimen_short, label=plan.label)
        super().__init__(title, self.tr("Move to the new day"), facts.patient, width=540, parent=parent)
        self._facts, self._library = facts, library
        self.day = DateField(facts.today, self._suggestion())
        self.following = Segmented(
            (("all", self.tr("This and all that follow")), ("one", self.tr("Only this day"))), self.tr("What moves")
        )
        self.preview = QListWidget()
        self.preview.setMinimumHeight(170)
        self.preview.setAccessibleName(self.tr("What moves"))
        self.remark = Label("", tone="warn").wrapped()
        was = self.tr("Planned {day}, window {earliest} to {latest}").format(
            day=day_text(plan.planned, weekday=True),
            earliest=day_text(plan.window.earliest, year=False),
            latest=day_text(plan.window.latest, year=False),
        )
        self.form.addWidget(FormField(self.tr("New day"), self.day, was))
        self.form.addWidget(self.following)
        self.form.addWidget(self.preview)
        self.form.addWidget(self.remark)
        self.day.day_changed.connect(self._show)
        self.following.chosen.connect(self._show)
        self._show()
        self.day.setFocus()

    @classmethod
    def open_for(cls, context: Context, treatment_day_id: int, parent: QWidget) -> None:
        """Read what is needed, open the dialog, and run its command."""
        today = context.clock.today()

        def show(facts: MoveFacts) -> None:
            dialog = cls(facts, context.library, parent)
            dialog.chosen.connect(context.store.do)
            dialog.open()

        context.store.ask(parent, lambda connection: read_move(connection, treatment_day_id, today), show)

    def value(self) -> object:
        if self.day.day is None:
            self.complain(self.tr("Write the new day, for example 24-Nov-2026."))
            return None
        day_id = self._facts.course.days[self._facts.index].id
        return MoveTreatmentDay(day_id, self.day.day, self.following.key == "all")

    def _suggestion(self) -> date:
        """A week later on the next open day: what a deferral usually is."""
        day = self._facts.plan.planned + WEEK
        while not self._facts.calendar.is_open(day):
            day += timedelta(days=1)
        return day

    def _show(self) -> None:
        self.preview.clear()
        if self.day.day is None:
            return
        try:
            moved = self._facts.moved(self.day.day, self.following.key == "all", self._library)
        except DayHospitalError as error:
            self.complain(str(error))
            return
        before = [day.plan for day in self._facts.course.days]
        self.preview.addItems(_lines(before, moved))
        findings = dict.fromkeys(finding for plan in moved for finding in plan.findings)
        old = {finding for plan in before for finding in plan.findings}
        self.remark.setText("\n".join(finding_text(finding) for finding in findings if finding not in old))


def _lines(before: Sequence[PlannedDay], after: Sequence[PlannedDay]) -> list[str]:
    """Return a line for each day that moves: from where to where."""
    return [
        f"{new.label:<8} {day_text(old.planned, weekday=True)}  →  {day_text(new.planned, weekday=True)}"
        for old, new in zip(before, after, strict=True)
        if old.planned != new.planned
    ]

"""The plan-a-course page: four steps, one undoable change at the end."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.clinical.cumulative import heart_risks, portions
from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.library import Library
from dayhospital.clinical.look_alike import cross_selected, mistakable
from dayhospital.clinical.tumour_picture import tumour_now
from dayhospital.domain.changes import Changes
from dayhospital.domain.chosen_dose import by_day
from dayhospital.domain.course import Ending
from dayhospital.queries.chosen_doses import signed_of_patient
from dayhospital.queries.courses import courses as read_courses
from dayhospital.queries.courses import drugs_had
from dayhospital.queries.earlier_doses import chest_radiotherapy_of, earlier_doses_of
from dayhospital.queries.eligibility import case_of, use_of_regimens
from dayhospital.queries.pathways import followed_of
from dayhospital.queries.patients import patient, patient_facts
from dayhospital.queries.patients import tumours as read_tumours
from dayhospital.queries.unit import chairs as read_chairs
from dayhospital.queries.unit import closures as read_closures
from dayhospital.queries.unit import settings as read_settings
from dayhospital.services.change_regimen import ChangeRegimen
from dayhospital.services.courses import PlanCourse, SlotChoice
from dayhospital.ui.context import Context
from dayhospital.ui.plan.confirm_step import ConfirmStep
from dayhospital.ui.plan.dates_step import DatesStep
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.regimen_step import RegimenStep
from dayhospital.ui.plan.slots_step import SlotsStep
from dayhospital.ui.plan.steps import StepBar
from dayhospital.ui.plan.summary import ending_text
from dayhospital.ui.regimens.look_alike import ask_apart
from dayhospital.ui.texts import say_count
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import PatientLine
from dayhospital.ui.widgets.buttons import icon_button, primary, secondary
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import Panel

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

REGIMEN, DATES, SLOTS, CONFIRM = range(4)


@dataclass(frozen=True, slots=True)
class Start:
    """What the page reads before its first step."""

    draft: PlanDraft
    chairs: dict[int, str]


def read_start(
    connection: "Connection", patient_id: int, today: "date", library: Library, ending: Ending | None = None
) -> Start:
    """Read the patient and what the unit allows from today to two years ahead; ``ending`` as if it had ended."""
    person, known = patient(connection, patient_id), read_courses(connection, patient_id)
    known = known if ending is None else ending.of(known)
    draft = PlanDraft(
        person,
        patient_facts(connection, patient_id),
        read_tumours(connection, patient_id),
        read_settings(connection),
        read_closures(connection, today.replace(month=1, day=1), today.replace(year=today.year + 2, month=12, day=31)),
        case_of(connection, patient_id, library, today, ending=ending),
        use_of_regimens(connection),
        today,
        consultant=person.consultant,
        portions=portions(
            known,
            earlier_doses_of(connection, patient_id),
            library.drug,
            by_day(signed_of_patient(connection, patient_id)),
        ),
        heart_risks=heart_risks(person.home.high_risk, chest_radiotherapy_of(connection, patient_id)),
        pathways=library.pathways,
        followed=followed_of(connection, patient_id),
        courses=known,
        ending=ending,
        ending_short=next((one.regimen_short for one in known if ending and one.id == ending.course_id), ""),
    )
    return Start(draft, {chair.id: chair.name for chair in read_chairs(connection)})


def _kept(before: PlanDraft, new: PlanDraft) -> Case:
    """Return what is known by now, with the tumour chosen before if it is still there."""
    chosen = before.case.tumour.id if before.case.tumour else None
    tumour = next((one for one in new.tumours if one.id == chosen), new.case.tumour)
    return replace(new.case, tumour=tumour)


class PlanPage(QWidget):
    """Takes a patient from setting and regimen to booked sessions; a draft is kept while one looks elsewhere."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._drafts: dict[tuple[int, int], PlanDraft] = {}
        """By :attr:`PlanDraft.key`: a change of regimen that was left alone never gets into another plan."""
        self._draft: PlanDraft | None = None
        self._chairs: dict[int, str] = {}
        self.title = Label("", FontRole.TITLE)
        self.ends = Label("", FontRole.BODY_MEDIUM, "warn").elided()
        self.line = PatientLine()
        self.steps = StepBar((self.tr("Setting and regimen"), self.tr("Dates"), self.tr("Slots"), self.tr("Confirm")))
        self.regimen_step = RegimenStep(context)
        self.dates_step = DatesStep(context)
        self.slots_step = SlotsStep(context)
        self.confirm_step = ConfirmStep(context)
        self._stack = QStackedWidget()
        for step in (self.regimen_step, self.dates_step, self.slots_step, self.confirm_step):
            self._stack.addWidget(step)
        self.regimen_step.changed.connect(self._take_regimen)
        self.dates_step.changed.connect(self._take)
        self.slots_step.changed.connect(self._take)
        self.back = secondary(self.tr("Back"), "arrow-left").sized("footer")
        self.without = secondary(self.tr("Save course, book later")).sized("footer")
        self.forward = primary(self.tr("Continue"), key="Ctrl ↵").sized("footer")
        self.remark = Label("", tone="text2")
        self.back.clicked.connect(lambda: self._go(self._stack.currentIndex() - 1))
        self.forward.clicked.connect(self._forward)
        self.without.clicked.connect(lambda: self._save(book=False))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._forward)
        self._lay_out()

    def plan_for(self, patient_id: int) -> None:
        """Start to plan for a patient, or go on where the draft was left, with what is known by now."""
        today, library = self._context.clock.today(), self._context.library
        self._context.store.ask(
            self, lambda connection: read_start(connection, patient_id, today, library), self._show_start
        )

    def change_for(self, patient_id: int, ending: Ending, start: "date") -> None:
        """Start to plan in place of a course, which ends when the new one is saved; what was begun before is kept."""
        today, library = self._context.clock.today(), self._context.library

        def show(found: Start) -> None:
            self._show_start(replace(found, draft=replace(found.draft, start=max(start, today))))

        self._context.store.ask(
            self, lambda connection: read_start(connection, patient_id, today, library, ending), show
        )

    def go_to(self, step: int) -> None:
        """Show a step that was reached before."""
        self._go(step)

    def _show_start(self, start: Start) -> None:
        self._chairs = start.chairs
        new = start.draft
        kept = self._drafts.get(new.key)
        if kept is not None:
            case = _kept(kept, new)
            new = replace(
                kept,
                patient=new.patient,
                facts=new.facts,
                tumours=new.tumours,
                case=case,
                use=new.use,
                portions=new.portions,
                heart_risks=new.heart_risks,
                followed=new.followed,
                courses=new.courses,
                ending=new.ending,
            )
        self._begin(new)

    def _begin(self, draft: PlanDraft) -> None:
        self._draft = draft
        self.title.setText(self.tr("Plan a course") if draft.ending is None else self.tr("Change regimen"))
        self.ends.setText(ending_text(draft))
        self.ends.setVisible(draft.ending is not None)
        self._show_line(draft)
        self._go(REGIMEN)

    def _show_line(self, draft: PlanDraft) -> None:
        """Show who it is, with the receptors that count of the tumour chosen."""
        tumour = draft.case.tumour
        shown = None if tumour is None else tumour_now(tumour, draft.case.picture)
        self.line.show_patient(draft.patient, shown, self._context.clock.today())

    def _take_regimen(self, draft: PlanDraft | None) -> None:
        if draft is not None:
            before = self._draft
            same = before is not None and (before.regimen, before.setting, before.start, before.cycles) == (
                draft.regimen,
                draft.setting,
                draft.start,
                draft.cycles,
            )
            kept = before.days if before is not None and same else ()
            self._show_line(draft)
            self._take(replace(draft, days=kept, choices=before.choices if before is not None and same else ()))
        self.forward.setEnabled(draft is not None)

    def _take(self, draft: PlanDraft) -> None:
        self._draft = draft
        self._drafts[draft.key] = draft
        self._show_footer()

    def _go(self, step: int) -> None:
        if self._draft is None or not REGIMEN <= step <= CONFIRM:
            return
        self._stack.setCurrentIndex(step)
        self.steps.show_step(step)
        if step == REGIMEN:
            self.forward.setEnabled(self._draft.regimen is not None)
            self.regimen_step.show_draft(self._draft)
        elif step == DATES:
            self.dates_step.show_draft(self._draft)
        elif step == SLOTS:
            self.slots_step.show_draft(self._draft)
        else:
            self.confirm_step.show_draft(self._draft, self._chairs)
        self._show_footer()

    def _forward(self) -> None:
        if not self.forward.isEnabled():
            return
        if self._stack.currentIndex() == CONFIRM:
            self._save(book=True)
        elif self._stack.currentIndex() == REGIMEN:
            self._check_names()
        else:
            self._go(self._stack.currentIndex() + 1)

    def _check_names(self) -> None:
        """Stop at a regimen that may have been chosen in place of another with names that look alike."""
        draft, library = self._draft, self._context.library
        if draft is None or draft.regimen is None or draft.setting is None:
            return
        regimen, setting, label = draft.regimen, draft.setting, draft.patient.label

        def check(had: frozenset[str]) -> None:
            ask_apart(cross_selected(regimen, setting, library, had), label, self.window(), lambda: self._go(DATES))

        if mistakable(regimen.drug_ids, library):
            self._context.store.ask(self, lambda connection: drugs_had(connection, label.id), check)
        else:
            self._go(DATES)

    def _show_footer(self) -> None:
        draft, step = self._draft, self._stack.currentIndex()
        if draft is None:
            return
        placed = sum(offer is not None for offer in draft.choices)
        words = {
            REGIMEN: self.tr("Continue with {regimen}").format(regimen=draft.regimen.short if draft.regimen else "…"),
            DATES: self.tr("Find slots"),
            SLOTS: self.tr("Check and confirm"),
            CONFIRM: say_count(placed, "Book {n} session", "Book {n} sessions") if placed else self.tr("Save course"),
        }
        self.forward.setText(words[step])
        self.back.setEnabled(step != REGIMEN)
        self.without.setVisible(step in {SLOTS, CONFIRM} and placed > 0)
        moved = sum(day.planned != day.window.ideal for day in draft.days)
        remarks = {
            REGIMEN: self.tr("Next: dates, holidays and windows"),
            DATES: self.tr("{moved} of {all} dates moved for a closed day").format(moved=moved, all=len(draft.days)),
            SLOTS: "",
            CONFIRM: self.tr("One step, one undo"),
        }
        self.remark.setText(remarks[step])

    def _save(self, book: bool) -> None:
        """Write the course with its days, and its sessions if asked, in one command."""
        draft = self._draft
        if draft is None or draft.regimen is None or draft.setting is None:
            return
        choices = draft.choices if book else ()
        plan = PlanCourse(
            patient_id=draft.patient.label.id,
            regimen_id=draft.regimen.id,
            regimen_version=draft.regimen.version,
            setting=draft.setting,
            start=draft.start,
            consultant=draft.consultant,
            line=draft.line,
            cycles=draft.cycles,
            tumour_id=draft.case.tumour.id if draft.case.tumour else None,
            pathway=draft.pathway.id if draft.pathway else "",
            days=draft.days,
            choices=tuple(
                SlotChoice(index, offer.chair_id, offer.span.start) for index, offer in enumerate(choices) if offer
            ),
        )
        command = plan if draft.ending is None else ChangeRegimen(draft.ending, plan)
        self._context.store.do(command, self._saved)

    def _saved(self, _changes: Changes) -> None:
        if self._draft is not None:
            self._drafts.pop(self._draft.key, None)
            left, self._draft = self._draft, None
            self._leave(left)

    def _close(self) -> None:
        if self._draft is not None:
            self._leave(self._draft)

    def _leave(self, draft: PlanDraft) -> None:
        """Go where the plan was begun: to the patient, or for a change of regimen back to the review."""
        if draft.ending is None:
            self._context.navigator.patient(draft.patient.label.id)
        else:
            self._context.navigator.page_asked.emit("review")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = Panel("header")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        leave = icon_button("x", self.tr("Keep the draft and go back"))
        leave.clicked.connect(self._close)
        row.setSpacing(16)
        row.addWidget(self.title)
        row.addWidget(self.ends, 1)
        row.addStretch(1)
        row.addWidget(leave)
        foot = Panel("footer")
        foot.setFixedHeight(56)
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(18, 0, 18, 0)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.remark)
        buttons.addSpacing(8)
        buttons.addWidget(self.without)
        buttons.addWidget(self.forward)
        for part in (top, self.line, self.steps):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(foot)

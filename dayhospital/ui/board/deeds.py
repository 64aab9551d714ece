"""What the board page does with what people want: a command, or a small dialog that yields one."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from dayhospital.domain.board import BoardDay, BoardSession, DueDay
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.leaving import BedState, Leaving
from dayhospital.domain.session import PLANNED, Status
from dayhospital.domain.span import Span
from dayhospital.printing.pharmacy import Prepared
from dayhospital.printing.sheets import day_sheet
from dayhospital.queries.board import board_day, due_of_patient
from dayhospital.queries.gates import preparations_on
from dayhospital.queries.patients import patient_sessions
from dayhospital.queries.search import find
from dayhospital.scheduling.offers import Offer, check_place, offers
from dayhospital.scheduling.place_rules import DrugLookup
from dayhospital.services.command import Command
from dayhospital.services.sessions import (
    BookDay,
    FixSession,
    MoveSession,
    PutOnPinboard,
    ResizeSession,
    ReturnFromPinboard,
)
from dayhospital.services.status import ChangeStatus, LiftHold
from dayhospital.ui.asking import ask_reason
from dayhospital.ui.board.menu import session_menu
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.dialogs.block import BlockDialog
from dayhospital.ui.dialogs.care import PortEventDialog, ReactionDialog, RemoveReactionDialog, VeinDialog
from dayhospital.ui.dialogs.leaving import AdmitDialog, BedAnswerDialog, BedDialog, LeavingDialog
from dayhospital.ui.dialogs.move_day import MoveDayDialog
from dayhospital.ui.dialogs.new_session import NewSessionDialog
from dayhospital.ui.dialogs.preview import PreviewDialog
from dayhospital.ui.dialogs.proposals import NamedProposal, ProposalsDialog, propose_due
from dayhospital.ui.dialogs.reasons import CancelDialog, CorrectDialog, HoldDialog
from dayhospital.ui.dialogs.times import NamedOffer, NoteDialog, OffersDialog, WhoFitsDialog

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dayhospital.ui.board.page import BoardPage

DAYS_SEARCHED = 28
"""How far ahead a search for the next places looks."""


def next_offers(
    connection: "Connection",
    start: date,
    due: DueDay | BoardSession,
    minutes: int,
    now: datetime,
    drug_lookup: DrugLookup,
) -> tuple[NamedOffer, ...]:
    """Return the next places that fit a due day or a session, best of each day first."""
    boards = [board_day(connection, start + timedelta(days=offset)) for offset in range(DAYS_SEARCHED)]
    session_id = due.id if isinstance(due, BoardSession) else None
    found = offers(
        [board for board in boards if board.open],
        due.treatment,
        due.patient.label.id,
        minutes,
        now,
        ignore_session=session_id,
        drug_lookup=drug_lookup,
    )
    names = {chair.id: chair.name for chair in boards[0].chairs}
    return tuple(NamedOffer(offer, names[offer.chair_id]) for offer in found)


class BoardDeeds(QObject):
    """Turns the signals of the board into commands for the store."""

    def __init__(self, context: Context, page: "BoardPage") -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    # --- placing and moving ---

    def move(self, session_id: int, chair_id: int, start: datetime, findings: Sequence[Finding]) -> None:
        self._with_reason(MoveSession(session_id, chair_id, start), findings)

    def resize(self, session_id: int, minutes: int, findings: Sequence[Finding]) -> None:
        self._with_reason(ResizeSession(session_id, minutes), findings)

    def place(self, treatment_day_id: int, chair_id: int, start: datetime, findings: Sequence[Finding]) -> None:
        self._with_reason(BookDay(treatment_day_id, chair_id, start), findings)

    def pin(self, session_id: int) -> None:
        self._context.store.do(PutOnPinboard(session_id))

    def return_from_pinboard(self, session_id: int) -> None:
        self._context.store.do(ReturnFromPinboard(session_id))

    def change_status(self, session_id: int, status: Status) -> None:
        self._context.store.do(ChangeStatus(session_id, status))

    def act(self, session_id: int, name: str) -> None:
        """Do one of the named actions of a card, its menu or the inspector."""
        session = self._page.session(session_id)
        if session is None:
            return
        name, _, about = name.partition(" ")
        acts: dict[str, Callable[[BoardSession], object]] = {
            "patient": lambda one: self._context.navigator.patient(one.patient.label.id),
            "print": lambda _: self.print_day(),
            "fix": lambda one: self._context.store.do(FixSession(one.id, not one.fixed)),
            "defer": self._defer,
            "hold": self._hold,
            "cancel": self._cancel,
            "correct": lambda one: self._ask(CorrectDialog(one.id, one.patient.label, one.status, self._page)),
            "note": lambda one: self._ask(NoteDialog(one.id, one.patient.label, one.note, self._page)),
            "leave": self._leave,
            "bed": self._bed,
            "admit": lambda one: self._ask(AdmitDialog(one.id, one.patient.label, self._leaving(one).bed, self._page)),
            "find": self._find_for_session,
            "reaction": self._react,
            "reaction_remove": lambda one: self._ask(RemoveReactionDialog(one, int(about), self._page)),
            "vein_check": lambda one: self._ask(VeinDialog(one, self._page)),
            "port_use": self._use_port,
            "menu": lambda one: session_menu(self._page.panel.view, one).popup(self._menu_point()),
        }
        acts[name](session)

    def act_on_cell(self, chair_id: int, start: datetime | None, name: str) -> None:
        """Do one of the named actions of an empty place; chair 0 means the key was pressed without one."""
        view = self._page.panel.view
        if name == "unpin":
            first = self._page.panel.tray.first_pinned()
            if first is not None:
                self._page.panel.place_by_key(first.cargo)
        elif name == "find" and chair_id and start is not None:
            self._who_fits(chair_id, start)
        elif name == "find" and (session := view.session()) is not None:
            self._find_for_session(session)
        elif name == "block" and start is not None:
            self._block(chair_id, start)

    # --- dialogs ---

    def new_session(self, chair_id: int | None = None, start: datetime | None = None) -> None:
        """Ask who, what for and where; a selected patient is filled in."""
        shown = self._page.shown
        if shown is None:
            return
        store = self._context.store
        dialog = NewSessionDialog(
            shown.board.day,
            shown.board.chairs,
            self._page.answers.extras(),
            lambda text, show: store.ask(dialog, lambda connection: find(connection, text, 5), show),
            lambda patient, show: store.ask(dialog, lambda connection: due_of_patient(connection, patient), show),
            chair_id=chair_id,
            start=start,
            parent=self._page,
        )
        selected = self._page.panel.view.session()
        if selected is not None and chair_id is not None:
            dialog.picker.pick(selected.patient.label)
        self._ask(dialog)

    def find_for_due(self, due: DueDay) -> None:
        """Offer the next places for a treatment day of the tray."""
        day_id = due.treatment.treatment_day_id
        first = max(due.window.earliest, self._context.clock.today())
        if day_id is not None:
            self._offer(
                due, due.treatment.chair_minutes, first, lambda offer: BookDay(day_id, offer.chair_id, offer.span.start)
            )

    def propose_all(self) -> None:
        """Propose a place for everything in the tray, as one step to accept."""
        shown = self._page.shown
        if shown is None or not shown.due:
            self._context.navigator.say(self.tr("Everything due is placed."))
            return
        due, now, drug = shown.due, self._context.clock.local(), self._context.library.drug
        self._context.store.ask(self, lambda connection: propose_due(connection, due, now, drug), self._show_proposals)

    def print_day(self) -> None:
        """Show the day sheets as they will print."""
        shown = self._page.shown
        if shown is None:
            return
        board, now, library = shown.board, self._context.clock.local(), self._context.library
        self._context.store.ask(
            self._page,
            lambda connection: preparations_on(connection, library, board.day, now),
            lambda prepared: self._preview(board, now, prepared),
        )

    def _preview(self, board: BoardDay, now: datetime, prepared: Prepared) -> None:
        user, drug = self._context.preferences.user, self._context.library.drug
        PreviewDialog(
            self.tr("Print {day}").format(day=day_text(board.day, weekday=True)),
            (("chair", self.tr("By chair")), ("time", self.tr("By time")), ("pharmacy", self.tr("Pharmacy"))),
            lambda key: day_sheet(key, board, now, user, drug, prepared),
            f"day-{board.day.isoformat()}.pdf",
            self._page,
        ).open()

    def _with_reason(self, command: Command, findings: Sequence[Finding]) -> None:
        """Run a command; ask first why when the drop was accepted against soft limits."""
        if not findings:
            self._context.store.do(command)
            return
        ask_reason(self._context.store, self._page, command, findings)

    def _ask(self, dialog: SmallDialog) -> None:
        dialog.chosen.connect(self._context.store.do)
        dialog.open()

    def _hold(self, session: BoardSession) -> None:
        if session.hold_reason:
            self._context.store.do(LiftHold(session.id))
        else:
            self._ask(HoldDialog(session.id, session.patient.label, self._page))

    def _react(self, session: BoardSession) -> None:
        now = self._context.clock.local()
        self._ask(ReactionDialog(session, self._page.answers.drug_name, now, self._page))

    def _use_port(self, session: BoardSession) -> None:
        self._ask(PortEventDialog(session.patient.label, self._context.clock.today(), self._page))

    def _cancel(self, session: BoardSession) -> None:
        self._ask(CancelDialog(session.id, session.patient.label, session.status in PLANNED, self._page))

    def _leaving(self, session: BoardSession) -> Leaving:
        shown = self._page.shown
        return shown.leaving.get(session.id, Leaving()) if shown is not None else Leaving()

    def _leave(self, session: BoardSession) -> None:
        """Show the checks before leaving, with the date that comes next."""
        patient, today = session.patient.label, self._context.clock.today()

        def show(found: tuple[BoardSession, ...]) -> None:
            coming = [one for one in found if one.span.day > today and one.status in PLANNED and not one.on_pinboard]
            following = min(coming, key=lambda one: one.span, default=None)
            words = f"{day_text(following.span.day)} {time_text(following.span.start)}" if following else ""
            leaves = session.status is Status.READY_TO_LEAVE
            needed = self._page.answers.checks(session)
            self._ask(LeavingDialog(session.id, patient, needed, self._leaving(session), words, leaves, self._page))

        self._context.store.ask(self._page, lambda connection: patient_sessions(connection, patient.id), show)

    def _bed(self, session: BoardSession) -> None:
        bed = self._leaving(session).bed
        open_ = bed is not None and bed.state in {BedState.ASKED, BedState.GIVEN}
        if bed is not None and open_:
            self._ask(BedAnswerDialog(session.id, session.patient.label, bed, self._page))
        else:
            self._ask(BedDialog(session.id, session.patient.label, self._page))

    def _defer(self, session: BoardSession) -> None:
        day_id = session.treatment.treatment_day_id
        if day_id is not None:
            MoveDayDialog.open_for(self._context, day_id, self._page)

    def _find_for_session(self, session: BoardSession) -> None:
        today = self._context.clock.today()
        self._offer(
            session,
            session.span.minutes,
            max(session.span.day, today),
            lambda offer: MoveSession(session.id, offer.chair_id, offer.span.start),
        )

    def _offer(
        self, wanted: DueDay | BoardSession, minutes: int, first: date, command: Callable[[Offer], Command]
    ) -> None:
        now, patient, drug = self._context.clock.local(), wanted.patient.label, self._context.library.drug

        def show(found: Sequence[NamedOffer]) -> None:
            dialog = OffersDialog(
                self.tr("Next places that fit"), self.tr("Take this place"), patient, found, self._page
            )
            dialog.chosen.connect(lambda offer: self._with_reason(command(offer), offer.findings))
            dialog.open()

        self._context.store.ask(
            self, lambda connection: next_offers(connection, first, wanted, minutes, now, drug), show
        )

    def _who_fits(self, chair_id: int, start: datetime) -> None:
        shown, now = self._page.shown, self._context.clock.local()
        if shown is None:
            return
        fitting = [due for due in shown.due if self._fits(shown.board, due, chair_id, start, now)]
        place = f"{shown.board.chair(chair_id).name} {time_text(start)}"
        dialog = WhoFitsDialog(place, fitting, chair_id, start, self._page)
        self._ask(dialog)

    def _fits(self, board: BoardDay, due: DueDay, chair_id: int, start: datetime, now: datetime) -> bool:
        span = Span.lasting(start, due.treatment.chair_minutes)
        drug = self._context.library.drug
        return not check_place(board, due.treatment, due.patient.label.id, chair_id, span, now, drug_lookup=drug)

    def _block(self, chair_id: int, start: datetime) -> None:
        shown = self._page.shown
        if shown is not None:
            board = shown.board
            self._ask(BlockDialog(board.chair(chair_id), start, board.hours.end, self._page))

    def _show_proposals(self, found: Sequence[NamedProposal]) -> None:
        self._ask(ProposalsDialog(found, self._page))

    def _menu_point(self) -> QPoint:
        inspector = self._page.inspector
        return inspector.mapToGlobal(QPoint(0, inspector.height() - 60))

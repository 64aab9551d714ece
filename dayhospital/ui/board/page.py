"""The board page: reads the day, shows it in the panel, and reads again when something changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dayhospital.domain.board import BoardDay, BoardSession, DueDay
from dayhospital.domain.changes import Changes
from dayhospital.domain.leaving import Leaving
from dayhospital.queries.board import board_day, due_days, pinboard
from dayhospital.queries.care import Care, care_of_day
from dayhospital.queries.gates import GateCase, gate_case
from dayhospital.queries.leaving import leaving_on
from dayhospital.ui.board.answers import Answers
from dayhospital.ui.board.care import care_facts
from dayhospital.ui.board.deeds import BoardDeeds
from dayhospital.ui.board.geometry import RowMode
from dayhospital.ui.board.go_section import go_section
from dayhospital.ui.board.inspector import Inspector, InspectorFacts
from dayhospital.ui.board.look import ON_TIME
from dayhospital.ui.board.panel import BoardPanel
from dayhospital.ui.context import Context
from dayhospital.ui.widgets import EmptyState

if TYPE_CHECKING:
    from sqlalchemy import Connection

BOARD_TABLES = frozenset(
    {"sessions", "status_events", "treatment_days", "courses", "patients", "allergies", "ports", "tumours"}
    | {"leaving_checks", "bed_requests"}
    | {"reactions", "vein_checks"}
    | {"chairs", "nurses", "shifts", "blocks", "closures", "unit_settings"}
    | {"results", "toxicities", "decisions"}
)
"""Tables the board shows something of."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one reading of the board brings."""

    board: BoardDay
    due: tuple[DueDay, ...]
    pinned: tuple[BoardSession, ...]
    leaving: Mapping[int, Leaving] = field(default_factory=dict)
    """How far the sessions are with leaving, by session; those with nothing yet are not there."""
    care: Care = field(default_factory=Care)


def read_board(connection: "Connection", day: date, today: date) -> Shown:
    """Read a day, what is due to be booked, the pinboard, and what happened beside the sessions."""
    board = board_day(connection, day)
    due = due_days(connection, today, board.settings.due_horizon_days)
    return Shown(board, due, pinboard(connection), leaving_on(connection, day), care_of_day(connection, day))


class BoardPage(QWidget):
    """Home: one day of the unit with everything that can be done to it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._day = context.clock.today()
        self._wanted: int | None = None
        self._open_first = False
        self.shown: Shown | None = None
        self.answers = Answers(context.library)
        self.panel = BoardPanel(self.answers.sources())
        self.inspector = Inspector(self.answers.drug_name)
        self.deeds = BoardDeeds(context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.empty = EmptyState(
            "armchair",
            self.tr("This unit has no chairs yet"),
            self.tr("Enter the chairs, the nurses and the opening hours; then the day can be planned."),
            self.tr("Set up the unit"),
        )
        self.empty.acted.connect(lambda: context.navigator.page_asked.emit("settings"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panel)
        self._stack.addWidget(self.empty)
        column.addWidget(self._stack)
        self.setFocusProxy(self.panel.view)
        self._minute = QTimer(self, interval=15_000)
        self._minute.timeout.connect(self._tick)
        self._minute.start()
        self._connect()
        self.panel.view.set_row_mode(RowMode(context.preferences.row_mode))

    # --- where it looks ---

    def go_to(self, day: date, session_id: int | None = None) -> None:
        """Show a day, with a session selected if one is named."""
        self._day, self._wanted = day, session_id
        self.read()

    def show_tomorrow(self) -> None:
        self.go_to(self._context.clock.today() + timedelta(days=1))

    def read(self) -> None:
        """Ask for the day again; what is on screen stays until the answer is there."""
        day, today = self._day, self._context.clock.today()
        self._context.store.ask(self, lambda connection: read_board(connection, day, today), self.show_board)

    def show_board(self, shown: Shown) -> None:
        """Show what was read, unless another day was asked for since or something is being dragged."""
        if shown.board.day != self._day:
            return
        if self.panel.view.carrier.machine.lifted:
            QTimer.singleShot(300, self.read)
            return
        self.shown = shown
        self._stack.setCurrentWidget(self.panel if shown.board.chairs else self.empty)
        self.answers.settings = shown.board.settings
        now, today = self._context.clock.local(), self._context.clock.today()
        self.panel.show_day(shown.board, now)
        self.panel.tray.show_due(shown.due, today, self.answers.due_flags)
        names = {chair.id: chair.name for chair in shown.board.chairs}
        self.panel.tray.show_pinboard(shown.pinned, today, self.answers.flags, lambda chair: names.get(chair, ""))
        self.panel.status.show_saved(now)
        if self._wanted is not None:
            self.panel.view.select(self._wanted)
            self._wanted = None
        if self._open_first:
            self._open_first = False
            self._open_running(shown.board)
        elif self.panel.side is self.inspector:
            self.inspect(self.inspector.session_id)

    def session(self, session_id: int) -> BoardSession | None:
        """Return a session of the day or of the pinboard."""
        if self.shown is None:
            return None
        pinned = next((one for one in self.shown.pinned if one.id == session_id), None)
        return self.shown.board.session(session_id) or pinned

    # --- the inspector ---

    def inspect(self, session_id: int | None) -> None:
        """Show a session in the inspector; None, or a session that is gone, closes it."""
        session = self.session(session_id) if session_id is not None else None
        if session is None or self.shown is None:
            self.close_inspector()
            return
        board, now = self.shown.board, self._context.clock.local()
        facts = InspectorFacts(
            session,
            board.chair(session.chair_id).name,
            board.nurse_initials(session.chair_id),
            now,
            self.answers.port(session),
            self.answers.leaving(session),
            self.answers.delays(board, now).get(session.id, ON_TIME),
            self.answers.helps(board, session, now),
            self.shown.leaving.get(session.id, Leaving()),
            care_facts(board, session, self.shown.care, self._context.library.drug),
        )
        self.inspector.show_session(facts)
        self.panel.show_side(self.inspector)
        self._ask_go(session)

    def _ask_go(self, session: BoardSession) -> None:
        """Read how the gate of a session stands; an extra session has none."""
        day_id = session.treatment.treatment_day_id
        if day_id is None:
            return
        library, now = self._context.library, self._context.clock.local()

        def show(case: GateCase) -> None:
            if case.gate.decision:
                self.inspector.show_go(session.id, go_section(case, library, now))

        self._context.store.ask(self, lambda connection: gate_case(connection, library, day_id, now), show)

    def close_inspector(self) -> None:
        self.inspector.session_id = None
        self.panel.show_side(None)
        self.panel.view.setFocus()

    def open_first(self) -> None:
        """Open the inspector on a running session as soon as the day is there (pictures and tours)."""
        self._open_first = True

    def new_session(self) -> None:
        self.deeds.new_session()

    def print_day(self) -> None:
        self.deeds.print_day()

    def _open_running(self, board: BoardDay) -> None:
        best = max(
            board.live, key=lambda one: (one.status.value == "in_treatment", len(one.treatment.doses)), default=None
        )
        if best is not None:
            self.panel.view.select(best.id)
            self.inspect(best.id)

    # --- what happens ---

    def _connect(self) -> None:
        panel, deeds, store = self.panel, self.deeds, self._context.store
        view, tray = panel.view, panel.tray
        panel.header.day_asked.connect(self.go_to)
        panel.header.search_asked.connect(self._context.navigator.palette_asked)
        panel.header.new_session_asked.connect(deeds.new_session)
        panel.figures.print_asked.connect(deeds.print_day)
        panel.figures.roster_asked.connect(lambda: self._context.navigator.roster(self._day))
        view.roster_asked.connect(lambda: self._context.navigator.roster(self._day))
        panel.status.undo_asked.connect(store.undo)
        view.opened.connect(self.inspect)
        view.move_asked.connect(deeds.move)
        view.resize_asked.connect(deeds.resize)
        view.place_asked.connect(deeds.place)
        view.pinboard_asked.connect(deeds.pin)
        view.new_session_asked.connect(deeds.new_session)
        view.status_asked.connect(deeds.change_status)
        view.action_asked.connect(deeds.act)
        view.cell_asked.connect(deeds.act_on_cell)
        view.mode_changed.connect(self._keep_mode)
        view.selected.connect(self._follow_selection)
        tray.plan_asked.connect(deeds.find_for_due)
        tray.opened.connect(self.inspect)
        tray.return_asked.connect(deeds.return_from_pinboard)
        tray.patient_asked.connect(self._context.navigator.patient)
        tray.propose_all_asked.connect(deeds.propose_all)
        self.inspector.status_asked.connect(deeds.change_status)
        self.inspector.action_asked.connect(deeds.act)
        self.inspector.closed.connect(self.close_inspector)
        store.changed.connect(self._changed)
        store.changed_elsewhere.connect(self.read)
        for key, act in (
            ("Alt+Left", partial(self._step, -1)),
            ("Alt+Right", partial(self._step, 1)),
            ("H", lambda: self.go_to(self._context.clock.today())),
            ("Ctrl+P", deeds.print_day),
            ("O", deeds.propose_all),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(act)
            self.addAction(action)

    def _step(self, days: int) -> None:
        self.go_to(self._day + timedelta(days=days))

    def _changed(self, changes: Changes) -> None:
        self.panel.status.show_last(changes.title, undoable=changes.undoable)
        if changes.tables & BOARD_TABLES:
            self.read()

    def _follow_selection(self, session_id: int | None) -> None:
        if self.panel.side is self.inspector and session_id is not None and session_id != self.inspector.session_id:
            self.inspect(session_id)

    def _keep_mode(self, mode: RowMode) -> None:
        self._context.preferences.row_mode = mode.value

    def _tick(self) -> None:
        now = self._context.clock.local()
        self.panel.set_now(now)

"""The board with all that belongs to it: header, figures, grid, tray or inspector at the side, status bar."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.domain.board import BoardDay
from dayhospital.domain.formats import time_text
from dayhospital.domain.span import Span
from dayhospital.ui.board import access
from dayhospital.ui.board.checks import hint_rows
from dayhospital.ui.board.drag import Cargo, Landing, Returned
from dayhospital.ui.board.figures import FiguresRow, behind, figures_of
from dayhospital.ui.board.geometry import snap
from dayhospital.ui.board.header import DayHeader
from dayhospital.ui.board.sources import BoardSources
from dayhospital.ui.board.statusbar import HEIGHT, BoardStatusBar
from dayhospital.ui.board.tray import NARROW_WIDTH, WIDTH, Tray
from dayhospital.ui.board.view import BoardView
from dayhospital.ui.texts import say
from dayhospital.ui.theme import holder
from dayhospital.ui.widgets.feedback import Toast

NARROW = 1400 - 64
"""Below this width (the window less its rail) the small measures hold."""
SMALL_HEADER, HEADER = 50, 54
SMALL_FIGURES, FIGURES = 48, 56


class BoardPanel(QWidget):
    """Lays the parts out and connects what needs nobody else: drags from the tray, zoom, modes, spoken sentences.

    The parts are public: a page connects their signals to what it does with them.
    """

    def __init__(self, sources: BoardSources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        access.install()
        self.sources = sources
        self.header = DayHeader()
        self.figures = FiguresRow()
        self.view = BoardView(sources)
        self.tray = Tray()
        self.status = BoardStatusBar()
        self.side: QWidget = self.tray
        self.toast = Toast(self.view)
        self._offer: tuple[Cargo, Landing] | None = None
        self._only = ""
        self._middle = QHBoxLayout()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.view, 1)
        self._middle.addWidget(self.tray)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.figures)
        whole.addLayout(self._middle, 1)
        whole.addWidget(self.status)
        self._fit_sizes(self.width())
        holder().changed.connect(self._fit_anew)

    def _connect(self) -> None:
        view, tray, status = self.view, self.tray, self.status
        tray.lifted.connect(view.carrier.carry)
        tray.carried.connect(view.carrier.carry_to)
        tray.let_go.connect(view.carrier.release)
        tray.given_up.connect(view.carrier.cancel)
        tray.place_asked.connect(self.place_by_key)
        view.dragging.connect(self._dragging)
        view.zoom_changed.connect(status.show_zoom)
        view.mode_changed.connect(status.show_mode)
        view.cell_asked.connect(self._pass_new_session)
        view.refused.connect(self._explain)
        self.toast.acted.connect(self._take_offer)
        self.figures.filter_asked.connect(self._show_only)
        view.announce.connect(lambda sentence: access.announce(view, sentence))
        view.selected.connect(self._say_selected)
        view.carrier.set_pin_target(tray)
        status.zoom_asked.connect(view.set_zoom)
        status.mode_asked.connect(view.set_row_mode)

    # --- what is shown ---

    def show_day(self, board: BoardDay, now: datetime) -> None:
        """Show a day in all parts."""
        self.header.show_day(board.day, now.date())
        self.view.show_day(board, now)
        self._show_figures(board, now)
        if self.view.scene is not None:
            self.status.show_zoom(self.view.scene.geometry.px_per_hour)

    def set_now(self, now: datetime) -> None:
        """Move the now line and what depends on it."""
        if self.view.scene is None:
            return
        self.view.set_now(now)
        self._show_figures(self.view.scene.board, now)

    def _show_figures(self, board: BoardDay, now: datetime) -> None:
        self.figures.show_figures(figures_of(board, self.sources.delays(board, now)), board.hours.end)

    def show_side(self, widget: QWidget | None) -> None:
        """Put a widget (the inspector) in the tray's place; None brings the tray back."""
        wanted = widget or self.tray
        if wanted is self.side:
            return
        self.side.hide()
        if self._middle.indexOf(wanted) < 0:
            self._middle.addWidget(wanted)
        wanted.show()
        self.side = wanted

    # --- what happens inside ---

    def place_by_key(self, cargo: Cargo) -> None:
        """Lift a card of the tray onto the board for the arrow keys, at the first fit from now on."""
        scene = self.view.scene
        if scene is None:
            return
        board, now = scene.board, scene.now
        start = max(now, board.hours.start) if scene.today else board.hours.start
        chair = next((one.id for one in board.chairs if one.kind in cargo.treatment.chair_kinds), board.chairs[0].id)
        wished = Landing(chair, Span.lasting(snap(start), cargo.minutes))
        landing = self.sources.rules.nearest(board, cargo, wished, now) or wished
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.carrier.lift_cargo_by_key(cargo, landing)

    def _explain(self, returned: Returned) -> None:
        """Say why a drop was not taken, and offer what would do."""
        verdict, board = returned.verdict, self.view.scene.board if self.view.scene else None
        if verdict is None or board is None:
            return
        title, *reasons = hint_rows(board, returned.cargo, verdict, None)
        landing = verdict.landing if verdict.soft else returned.nearest
        self._offer = (returned.cargo, landing) if landing is not None else None
        action = ""
        if verdict.soft:
            action = say("Take it, with a reason")
        elif landing is not None:
            place = f"{board.chair(landing.chair_id).name} {time_text(landing.span.start)}"
            action = say("Next fit {place}", place=place)
        self.toast.show_message(title.text, action, detail=reasons[0].text, kind="warn")

    def _take_offer(self) -> None:
        if self._offer is not None:
            self.view.carrier.place(*self._offer)
            self._offer = None

    def _show_only(self, name: str) -> None:
        """Light up the sessions behind a figure; the same figure again shows all."""
        scene = self.view.scene
        if scene is None:
            return
        self._only = "" if name == self._only else name
        self.view.light_up(behind(scene.board, self._only, self.sources.delays(scene.board, scene.now)))

    def _pass_new_session(self, _chair_id: int, _start: object, name: str) -> None:
        if name == "new":
            self.header.new_session_asked.emit()

    def _dragging(self, dragging: bool) -> None:
        self.status.show_dragging(dragging)
        cargo = self.view.carrier.machine.cargo if dragging else None
        self.tray.carrying(cargo)

    def _say_selected(self, _session_id: object) -> None:
        item = self.view.selected_item()
        if item is not None:
            access.announce(self.view, access.sentence_of(self.view, item))

    def _fit_anew(self) -> None:
        self._fit_sizes(self.width())

    def _fit_sizes(self, width: int) -> None:
        found, narrow = holder(), width < NARROW
        self.header.setFixedHeight(found.px(SMALL_HEADER if narrow else HEADER))
        self.figures.setFixedHeight(found.px(SMALL_FIGURES if narrow else FIGURES))
        self.figures.narrow(narrow)
        self.status.setFixedHeight(found.px(HEIGHT))
        self.tray.setFixedWidth(found.px(NARROW_WIDTH if narrow else WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sizes(event.size().width())
        if (layout := self.layout()) is not None:
            layout.activate()

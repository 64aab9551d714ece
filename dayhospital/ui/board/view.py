"""The board widget: chairs down, time across. It shows a day and says what is wanted; it changes nothing itself."""

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.ui.board.canvas import Canvas
from dayhospital.ui.board.card import CardPainter
from dayhospital.ui.board.carrying import Carrier
from dayhospital.ui.board.find import FindBar
from dayhospital.ui.board.geometry import (
    FASTEST_ZOOM,
    SLOWEST_ZOOM,
    BoardGeometry,
    Edge,
    RowMode,
    edge_at,
    fit_zoom,
)
from dayhospital.ui.board.hover import Hover
from dayhospital.ui.board.keys import KeyMap
from dayhospital.ui.board.menu import cell_menu, session_menu, strip_menu
from dayhospital.ui.board.overlay import Frame
from dayhospital.ui.board.parts import Parts
from dayhospital.ui.board.scene import Item, Scene, axis_of, build_items, build_scene, search_hits
from dayhospital.ui.board.sources import BoardSources
from dayhospital.ui.theme import OWN_FOCUS, holder

ROOMY_ENOUGH = 25
"""Rows at least this high have 2 px around their cards, lower ones 1 px."""


class BoardView(QAbstractScrollArea):
    """Shows one day and takes the mouse and the keyboard.

    Signals:
        selected: The selected session changed; carries its id or None.
        opened: Details of a session are wanted (Enter, double click); carries its id.
        move_asked: A session was dropped; carries its id, chair id, start and the warnings that need a reason.
        resize_asked: Its right edge was dropped; carries its id, the minutes and the warnings.
        place_asked: A treatment day of the tray was dropped; carries its id, chair id, start and the warnings.
        refused: A drop was not accepted; carries the :class:`~dayhospital.ui.board.drag.Returned`.
        pinboard_asked: A session goes to the pinboard; carries its id.
        new_session_asked: An empty place was double clicked; carries chair id and start.
        status_asked: A session goes to a status; carries its id and the status.
        action_asked: Something else is wanted of a session; carries its id and the name of the action.
        cell_asked: Something is wanted of an empty place; carries chair id, start and the name of the action.
        announce: A sentence for the screen reader and the status bar.
        dragging: Something is lifted or was let go; carries whether.
        zoom_changed: Carries px per hour.
        mode_changed: Carries the :class:`RowMode`.
        roster_asked: The roster is wanted.
    """

    selected = Signal(object)
    opened = Signal(int)
    move_asked = Signal(int, int, object, object)
    resize_asked = Signal(int, int, object)
    place_asked = Signal(int, int, object, object)
    refused = Signal(object)
    pinboard_asked = Signal(int)
    new_session_asked = Signal(int, object)
    status_asked = Signal(int, object)
    action_asked = Signal(int, str)
    cell_asked = Signal(int, object, str)
    announce = Signal(str)
    dragging = Signal(bool)
    zoom_changed = Signal(float)
    mode_changed = Signal(object)
    roster_asked = Signal()

    def __init__(self, sources: BoardSources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sources = sources
        self.scene: Scene | None = None
        self.selected_id: int | None = None
        self.mode = RowMode.FIT
        self.parts = Parts(self)
        self._zoom: float | None = None
        self._search = ""
        self._lit: frozenset[int] | None = None
        self.cards = CardPainter(holder())
        self.canvas = Canvas(self, self.cards)
        self.carrier = Carrier(self)
        self.hover = Hover(self)
        self.finder = FindBar(self)
        self.keys = KeyMap(self)
        self._hovered: int | None = None
        self._built_for = QSize()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty(OWN_FOCUS, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Day board"))
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        holder().changed.connect(self._start_anew)

    # --- what is shown ---

    def show_day(self, board: BoardDay, now: datetime) -> None:
        """Show a day; selection, zoom and scroll position stay. Never called while something is dragged by the page."""
        self._lit = None
        self._build(board, now)
        if self.selected_id is not None and board.session(self.selected_id) is None:
            self.select(None)

    def set_now(self, now: datetime) -> None:
        """Move the now line; running strips and late marks follow."""
        if self.scene is not None:
            self._build(self.scene.board, now)

    def select(self, session_id: int | None, *, show: bool = True) -> None:
        """Select a session and bring it into sight; None selects nothing."""
        if session_id == self.selected_id:
            return
        self.selected_id = session_id
        if show and session_id is not None:
            self.reveal(session_id)
        self.viewport().update()
        self.selected.emit(session_id)

    def set_zoom(self, px_per_hour: float | None) -> None:
        """Set the time scale in px per hour, 40 to 240; None fits the day into the window."""
        self._zoom = None if px_per_hour is None else min(max(px_per_hour, SLOWEST_ZOOM), FASTEST_ZOOM)
        self.rebuild()
        if self.scene is not None:
            self.zoom_changed.emit(self.scene.geometry.px_per_hour)

    def set_row_mode(self, mode: RowMode) -> None:
        """Choose how high the rows are."""
        if mode is not self.mode:
            self.mode = mode
            self.rebuild()
            self.mode_changed.emit(mode)

    def set_search(self, text: str) -> int:
        """Fade what does not match; return how many match (all of them for an empty text)."""
        self._search = text
        if self.scene is None:
            return 0
        self._fade()
        return len(self.scene.board.sessions) if self.scene.hits is None else len(self.scene.hits)

    def _start_anew(self) -> None:
        """The theme or the text size changed."""
        self.cards.start_anew()
        self.canvas.start_anew()
        self.rebuild()

    def light_up(self, sessions: frozenset[int] | None) -> None:
        """Fade all but some sessions until the next click on an empty place; None shows all."""
        self._lit = sessions
        self._fade()

    def rebuild(self) -> None:
        """Lay the day out again: after a change of size, zoom, mode, theme or text size."""
        if self.scene is not None:
            self._build(self.scene.board, self.scene.now)

    @property
    def zoom(self) -> float | None:
        """Px per hour as set, None when the day is fitted."""
        return self._zoom

    def session(self) -> BoardSession | None:
        """Return the selected session."""
        item = self.selected_item()
        return item.session if item is not None else None

    def selected_item(self) -> Item | None:
        if self.scene is None or self.selected_id is None:
            return None
        return self.scene.by_id.get(self.selected_id)

    # --- layout ---

    def frame(self) -> Frame:
        """Return where the grid is in the viewport, and how far it is scrolled."""
        return self.parts.frame()

    def _build(self, board: BoardDay, now: datetime) -> None:
        axis = axis_of(board)
        self.parts.rows = max(len(board.chairs), 1)
        zoom = self._zoom or fit_zoom(max(self.viewport().width() - self.parts.left, 1), axis)
        chairs = tuple(chair.id for chair in board.chairs)
        rows = self.parts.row_height()
        geometry = BoardGeometry(axis, chairs, zoom, rows, gap=2 if rows >= ROOMY_ENOUGH else 1)
        delays = self.sources.delays(board, now)
        items = build_items(board, geometry, now, self.sources.flags, delays, self.sources.drug_name)
        self.scene = build_scene(board, geometry, now, items)
        self.scene.strips = self.sources.load(board, now, None, None)
        self._fade()
        self.carrier.scene_changed()
        self._built_for = self.viewport().size()
        self._set_scroll_ranges()
        self.canvas.forget()
        self.viewport().update()

    def _fade(self) -> None:
        if self.scene is not None:
            found = search_hits(self.scene.board, self._search)
            self.scene.hits = self._lit if self._lit is not None else found
            self.canvas.forget()
            self.viewport().update()

    def _set_scroll_ranges(self) -> None:
        if self.scene is None:
            return
        frame, geometry = self.frame(), self.scene.geometry
        for bar, content, room, set_policy in (
            (self.horizontalScrollBar(), geometry.width, frame.grid_width, self.setHorizontalScrollBarPolicy),
            (self.verticalScrollBar(), geometry.height, frame.grid_height, self.setVerticalScrollBarPolicy),
        ):
            bar.setRange(0, max(0, round(content - room)))
            bar.setPageStep(round(room))
            bar.setSingleStep(geometry.row_height)
            # Left to itself the area keeps a bar that was needed at the size before.
            needed = Qt.ScrollBarPolicy.ScrollBarAsNeeded
            set_policy(needed if bar.maximum() > 0 else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def reveal(self, session_id: int) -> None:
        """Scroll as little as needed to show a card."""
        item = self.scene.by_id.get(session_id) if self.scene else None
        if item is None:
            return
        frame = self.frame()
        for bar, low, high, room in (
            (self.horizontalScrollBar(), item.box.x, item.box.right, frame.grid_width),
            (self.verticalScrollBar(), item.box.y, item.box.bottom, frame.grid_height),
        ):
            if low < bar.value() or high > bar.value() + room:
                bar.setValue(round(low - 12 if low < bar.value() or high - low > room else high - room + 12))

    def _scrolled(self) -> None:
        self.canvas.scrolled()
        self.hover.leave()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(1100, 760)

    # --- events: painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.scene is not None and self._built_for != self.viewport().size():
            self.rebuild()  # a scroll bar came or went
        painter = QPainter(self.viewport())
        self.canvas.paint(painter, event.rect(), self._hovered)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rebuild()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.keys.enter()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # --- events: pointer ---

    def item_under(self, point: QPointF) -> Item | None:
        """Return the card at a point of the viewport."""
        frame = self.frame()
        if self.scene is None or not frame.grid.contains(point):
            return None
        return self.scene.item_at(*frame.to_content(point.x(), point.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hover.leave()
        if event.button() != Qt.MouseButton.LeftButton or self.scene is None:
            return
        point = event.position()
        item = self.item_under(point)
        if item is None:
            self._press_empty(point)
            return
        self.select(item.session.id, show=False)
        self.carrier.press(item, point)

    def _press_empty(self, point: QPointF) -> None:
        hits = self.canvas.sessions_behind_strip(point)
        if hits is not None or self._lit is not None:
            self.light_up(hits)
        if hits is None:
            self.select(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.carrier.follow(event.position(), event.modifiers()):
            return
        item = self.item_under(event.position())
        self._set_hovered(item, event.position())

    def _set_hovered(self, item: Item | None, point: QPointF) -> None:
        found = item.session.id if item is not None else None
        if found != self._hovered:
            self._hovered = found
            self.viewport().update()
        self.hover.over(item, point)
        edge = self._edge(item, point)
        shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape if item is not None else Qt.CursorShape.ArrowCursor)

    def _edge(self, item: Item | None, point: QPointF) -> Edge | None:
        if item is None:
            return None
        x, _ = self.frame().to_content(point.x(), point.y())
        return edge_at(item.box, x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.carrier.release(event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.scene is None:
            return
        item = self.item_under(event.position())
        if item is not None:
            self.opened.emit(item.session.id)
        elif self.frame().grid.contains(event.position()):
            self.new_session_asked.emit(*self.place_under(event.position()))

    def place_under(self, point: QPointF) -> tuple[int, datetime]:
        """Return the chair and the start, on a quarter of an hour, at a point of the viewport."""
        assert self.scene is not None
        x, y = self.frame().to_content(point.x(), point.y())
        moment = self.scene.geometry.moment_at(x)
        return self.scene.geometry.chair_at(y), moment - timedelta(
            minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond
        )

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hovered(None, QPointF())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self.selected_item()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            item = self.item_under(QPointF(self.viewport().mapFromGlobal(event.globalPos())))
            self.select(item.session.id if item else None, show=False)
        self.open_menu(item, event.globalPos())

    def open_menu(self, item: Item | None, at: QPoint) -> None:
        """Open the menu of a card, or of the empty place at a global point."""
        self.hover.leave()
        if item is not None:
            session_menu(self, item.session).popup(at)
            return
        point = QPointF(self.viewport().mapFromGlobal(at))
        if self.scene is not None and self.frame().grid.contains(point):
            cell_menu(self, *self.place_under(point)).popup(at)
        elif point.y() >= self.parts.strip_area(0).y():
            strip_menu(self).popup(at)

    def open_menu_of(self, session_id: int, at: QPoint) -> None:
        """Open the menu of a session at a global point."""
        item = self.scene.by_id.get(session_id) if self.scene is not None else None
        if item is not None:
            self.open_menu(item, at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.scene is not None:
            self.zoom_around(event.position().x(), 1.15 if event.angleDelta().y() > 0 else 1 / 1.15)
            event.accept()
            return
        super().wheelEvent(event)

    def zoom_around(self, x: float, factor: float) -> None:
        """Zoom and keep the moment at ``x`` of the viewport where it is."""
        assert self.scene is not None
        content_x, _ = self.frame().to_content(x, 0)
        moment = self.scene.geometry.moment_at(content_x)
        self.set_zoom(self.scene.geometry.px_per_hour * factor)
        self.horizontalScrollBar().setValue(round(self.scene.geometry.x_of(moment) - (x - self.parts.left)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            super().keyPressEvent(event)

"""The keyboard of the board: everything the mouse can do, and which key does it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from dayhospital.domain.session import NEXT, PLANNED
from dayhospital.ui.board import navigate
from dayhospital.ui.board.carrying import may_move
from dayhospital.ui.board.geometry import RowMode
from dayhospital.ui.board.navigate import Direction
from dayhospital.ui.board.starttime import ask_start

if TYPE_CHECKING:
    from dayhospital.ui.board.view import BoardView

Key = Qt.Key
_ARROWS = {
    Key.Key_Left: Direction.LEFT,
    Key.Key_Right: Direction.RIGHT,
    Key.Key_Up: Direction.UP,
    Key.Key_Down: Direction.DOWN,
}
STEP_MINUTES, FINE_MINUTES = 15, 5
ZOOM_STEP = 1.25


class KeyMap:
    """Turns keys into what the board does. Single letters come here only when no text field has the focus."""

    def __init__(self, view: "BoardView") -> None:
        self._view = view
        self._plain: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_Home: lambda: self._go(navigate.first),
            Key.Key_End: lambda: self._go(navigate.last),
            Key.Key_Period: self._go_to_now,
            Key.Key_Return: self._open,
            Key.Key_Enter: self._open,
            Key.Key_Space: self._next_status,
            Key.Key_M: self._lift,
            Key.Key_T: self._type_start,
            Key.Key_B: self._to_pinboard,
            Key.Key_V: lambda: self._view.cell_asked.emit(0, None, "unpin"),
            Key.Key_D: lambda: self._ask("defer"),
            Key.Key_P: lambda: self._ask("fix"),
            Key.Key_Delete: lambda: self._ask("cancel"),
            Key.Key_I: self._show_hover,
            Key.Key_N: self._new,
            Key.Key_F: lambda: self._view.cell_asked.emit(0, None, "find"),
            Key.Key_1: lambda: self._view.set_row_mode(RowMode.FIT),
            Key.Key_2: lambda: self._view.set_row_mode(RowMode.ROOMY),
            Key.Key_3: lambda: self._view.set_row_mode(RowMode.ZOOMED),
            Key.Key_Menu: self._menu,
            Key.Key_Slash: self._view.finder.open,
            Key.Key_Escape: self._escape,
        }
        self._with_control: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_Plus: lambda: self._zoom(ZOOM_STEP),
            Key.Key_Equal: lambda: self._zoom(ZOOM_STEP),
            Key.Key_Minus: lambda: self._zoom(1 / ZOOM_STEP),
            Key.Key_0: lambda: self._view.set_zoom(None),
        }

    def enter(self) -> None:
        """The keyboard came to the board: select what is nearest to now if nothing is."""
        if self._view.selected_id is None:
            self._go_to_now()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; return whether it meant anything."""
        key, modifiers = Key(event.key()), event.modifiers()
        if self._view.scene is None or modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if self._view.carrier.machine.lifted:
            return self._while_lifted(key, modifiers)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return self._run(self._with_control, key)
        if key is Key.Key_F10 and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._menu()
            return True
        if key in _ARROWS:
            self._walk(_ARROWS[key])
            return True
        return self._run(self._plain, key)

    @staticmethod
    def _run(table: dict[Qt.Key, Callable[[], object]], key: Qt.Key) -> bool:
        action = table.get(key)
        if action is not None:
            action()
        return action is not None

    def _while_lifted(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        carrier = self._view.carrier
        minutes = FINE_MINUTES if modifiers & Qt.KeyboardModifier.ShiftModifier else STEP_MINUTES
        steps = {Key.Key_Left: (0, -minutes), Key.Key_Right: (0, minutes), Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0)}
        if key in steps and carrier.machine.by_key:
            rows, time = steps[key]
            carrier.step(rows, time)
        elif key is Key.Key_N:
            carrier.next_fit()
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._enter_while_lifted(modifiers)
        elif key is Key.Key_B:
            self._pin_while_lifted()
        elif key is Key.Key_Escape:
            carrier.cancel()
        return True

    def _enter_while_lifted(self, modifiers: Qt.KeyboardModifier) -> None:
        """Enter drops; during a drag by mouse, or where it does not fit, it takes the nearest fit first."""
        carrier = self._view.carrier
        verdict = carrier.machine.verdict
        accept = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if verdict is not None and (verdict.fits or (verdict.soft and accept)):
            carrier.drop(accept_soft=accept)
        elif carrier.take_nearest() and not carrier.machine.by_key:
            carrier.drop()

    def _pin_while_lifted(self) -> None:
        cargo = self._view.carrier.machine.cargo
        self._view.carrier.cancel()
        if cargo is not None and cargo.session_id is not None:
            self._view.pinboard_asked.emit(cargo.session_id)

    # --- on the selected card ---

    def _walk(self, direction: Direction) -> None:
        view, session = self._view, self._view.session()
        if view.scene is None:
            return
        if session is None:
            self._go_to_now()
            return
        found = navigate.neighbour(view.scene.board, session, direction)
        if found is not None:
            view.select(found.id)

    def _go(self, find: Callable[..., object]) -> None:
        assert self._view.scene is not None
        found = find(self._view.scene.board)
        if found is not None:
            self._view.select(getattr(found, "id", None))

    def _go_to_now(self) -> None:
        scene = self._view.scene
        if scene is not None and (found := navigate.nearest(scene.board.sessions, scene.now)) is not None:
            self._view.select(found.id)

    def _open(self) -> None:
        if self._view.selected_id is not None:
            self._view.opened.emit(self._view.selected_id)

    def _next_status(self) -> None:
        session = self._view.session()
        if session is not None and (status := NEXT.get(session.status)) is not None:
            self._view.status_asked.emit(session.id, status)

    def _lift(self) -> None:
        session = self._view.session()
        if session is None:
            return
        if may_move(session):
            self._view.carrier.lift_by_key(session)
        else:
            self._view.announce.emit(self._view.tr("This session has begun and stays where it is"))

    def _type_start(self) -> None:
        item = self._view.selected_item()
        if item is not None and may_move(item.session):
            ask_start(self._view, item)

    def _to_pinboard(self) -> None:
        session = self._view.session()
        if session is not None and session.status in PLANNED:
            self._view.pinboard_asked.emit(session.id)

    def _ask(self, name: str) -> None:
        if self._view.selected_id is not None:
            self._view.action_asked.emit(self._view.selected_id, name)

    def _new(self) -> None:
        """A new session on the selected card's chair when it ends, else with nothing filled in."""
        session = self._view.session()
        if session is None:
            self._view.cell_asked.emit(0, None, "new")
        else:
            self._view.new_session_asked.emit(session.chair_id, session.span.end)

    def _show_hover(self) -> None:
        item = self._view.selected_item()
        if item is not None:
            self._view.hover.show_now(item)

    def _menu(self) -> None:
        item = self._view.selected_item()
        if item is not None:
            area = self._view.frame().to_view(item.box)
            at = self._view.viewport().mapToGlobal(QPoint(round(area.x()) + 12, round(area.bottom())))
            self._view.open_menu(item, at)

    def _escape(self) -> None:
        self._view.hover.leave()
        self._view.light_up(None)
        self._view.select(None)

    def _zoom(self, factor: float) -> None:
        self._view.zoom_around(self._view.viewport().width() / 2, factor)

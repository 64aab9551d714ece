"""Carries out a drag on the board: feeds the state machine, shows ghost, hint and free ranges, says the outcome."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtWidgets import QWidget

from dayhospital.domain.board import BoardSession
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.session import DONE, GIVEN, NOT_LIVE
from dayhospital.domain.span import Span
from dayhospital.ui.board.checks import hint_rows, spoken
from dayhospital.ui.board.drag import Cargo, Cause, DragMachine, Dropped, Landing, Outcome, Returned
from dayhospital.ui.board.geometry import Edge, edge_at
from dayhospital.ui.board.hint import Ghost, HintPanel
from dayhospital.ui.board.look import CardFlags, proposed_card
from dayhospital.ui.board.scene import Item
from dayhospital.ui.board.strips import Strip

if TYPE_CHECKING:
    from dayhospital.ui.board.view import BoardView

_GRIP_PX = 36
"""How far from its left edge a card of the tray is held."""
OF_THE_START = frozenset({"starts-in-past", "nurse-starts", "pharmacy-load", "outside-window", "wrong-chair-kind"})
"""Findings about where and when a session starts: another length does not change them."""
_SCROLL_ZONE, _SCROLL_STEP, _SCROLL_MS = 26, 14, 30


def cargo_of(session: BoardSession, cause: Cause, *, same_chair: bool = False) -> Cargo:
    """Return a session as something to carry."""
    return Cargo(
        cause,
        session.patient.label,
        session.treatment,
        session.span.minutes,
        session_id=session.id,
        chair_id=session.chair_id,
        span=session.span,
        same_chair=same_chair,
    )


def may_move(session: BoardSession) -> bool:
    """Return whether a session can still go elsewhere: nobody's infusion moves to another time."""
    return session.status not in GIVEN | NOT_LIVE | DONE


def too_short(cargo: Cargo, span: Span) -> tuple[Finding, ...]:
    """Return the warning that a length is cut below what the regimen asks for."""
    needed = cargo.treatment.chair_minutes
    if span.minutes >= min(needed, cargo.minutes):
        return ()
    return (Finding(Severity.WARNING, "shorter-than-regimen", facts={"needed": needed, "minutes": span.minutes}),)


class Carrier:
    """The drags of one board."""

    def __init__(self, view: "BoardView") -> None:
        self._view = view
        self.machine = DragMachine(self._judge, self._nearest)
        self._ghost: Ghost | None = None
        self._hint: HintPanel | None = None
        self._grip = _GRIP_PX
        self._point = QPointF()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._pin_target: QWidget | None = None
        self.strips: tuple[Strip, ...] = ()
        """The strips with what the landing would add; empty while nothing would land."""
        self._strips_for: Landing | None = None
        self._shown_lifted = False
        self._scroll = QTimer(view)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_at_edges)

    def set_pin_target(self, target: QWidget) -> None:
        """Sessions dropped on this widget go to the pinboard."""
        self._pin_target = target

    # --- the rules ---

    def _judge(self, cargo: Cargo, landing: Landing) -> tuple[Finding, ...]:
        scene = self._view.scene
        if scene is None:
            return ()
        found = self._view.sources.rules.check(scene.board, cargo, landing, scene.now)
        if cargo.cause is not Cause.RESIZE:
            return found
        return (*(finding for finding in found if finding.code not in OF_THE_START), *too_short(cargo, landing.span))

    def _nearest(self, cargo: Cargo, landing: Landing) -> Landing | None:
        scene = self._view.scene
        if scene is None or cargo.cause is Cause.RESIZE:
            return None
        return self._view.sources.rules.nearest(scene.board, cargo, landing, scene.now)

    # --- by pointer ---

    def press(self, item: Item, point: QPointF) -> None:
        """Take hold of a card at a point of the viewport; its right edge resizes, its left edge changes the start."""
        scene, session = self._view.scene, item.session
        if scene is None or session.status in NOT_LIVE | DONE:
            return
        x, y = self._view.frame().to_content(point.x(), point.y())
        edge = edge_at(item.box, x)
        if edge is not Edge.END and not may_move(session):
            return
        cause = Cause.RESIZE if edge is Edge.END else Cause.MOVE
        slack = scene.geometry.moment_at(x) - session.span.start
        self._grip = round(x - item.box.x)
        self.machine.press(cargo_of(session, cause, same_chair=edge is Edge.START), x, y, slack)

    def carry(self, cargo: Cargo) -> None:
        """Lift something from outside the board: tray, pinboard."""
        self._grip = _GRIP_PX
        self.machine.pick_up(cargo)
        self._update()

    def carry_to(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the pointer at a global point while something from outside is carried."""
        self.follow(QPointF(self._view.viewport().mapFromGlobal(point)), modifiers)

    def follow(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Follow the pointer at a point of the viewport; return whether something is held."""
        machine, scene = self.machine, self._view.scene
        if scene is None or machine.cargo is None or machine.by_key:
            return machine.by_key
        self._point, self._modifiers = point, modifiers
        frame = self._view.frame()
        inside = frame.grid.contains(point)
        if machine.lifted and not inside and machine.cargo.cause is not Cause.RESIZE:
            machine.leave()
        else:
            x, y = frame.to_content(point.x(), point.y())
            slack = timedelta(hours=self._grip / scene.geometry.px_per_hour)
            if machine.cargo.cause in (Cause.PLACE, Cause.UNPIN):
                x -= slack / timedelta(hours=1) * scene.geometry.px_per_hour
            machine.move(x, y, scene.geometry, keep_chair=bool(modifiers & Qt.KeyboardModifier.AltModifier))
        self._update()
        return True

    def release(self, modifiers: Qt.KeyboardModifier) -> None:
        """Let go of the mouse button."""
        if self.machine.by_key:
            return
        cargo = self.machine.cargo
        if self.machine.lifted and cargo is not None and cargo.session_id is not None and self._over_pinboard():
            self.machine.cancel()
            self._update()
            if cargo.cause is Cause.MOVE:
                self._view.pinboard_asked.emit(cargo.session_id)
            return
        self.drop(accept_soft=bool(modifiers & Qt.KeyboardModifier.ControlModifier))

    def _over_pinboard(self) -> bool:
        target = self._pin_target
        if target is None or not target.isVisible():
            return False
        point = self._view.viewport().mapToGlobal(self._point.toPoint())
        return target.rect().contains(target.mapFromGlobal(point))

    def drop(self, *, accept_soft: bool = False) -> None:
        """End the drag and say what was decided."""
        outcome = self.machine.drop(accept_soft=accept_soft)
        self._update()
        self._report(outcome)

    def place(self, cargo: Cargo, landing: Landing) -> None:
        """Say that something goes to a landing: taken from a toast, after its drop was refused."""
        self.machine.pick_up(cargo, landing)
        self._report(self.machine.drop(accept_soft=True))

    def cancel(self) -> bool:
        """Give up; return whether something was lifted."""
        outcome = self.machine.cancel()
        self._update()
        if outcome is not None:
            self._view.announce.emit(self._view.tr("Put back"))
        return outcome is not None

    def _report(self, outcome: Outcome | None) -> None:
        view = self._view
        if isinstance(outcome, Returned):
            view.refused.emit(outcome)
        elif isinstance(outcome, Dropped):
            cargo, landing, findings = outcome.cargo, outcome.landing, outcome.findings
            if cargo.cause is Cause.RESIZE:
                view.resize_asked.emit(cargo.session_id, landing.span.minutes, findings)
            elif cargo.session_id is not None:
                view.move_asked.emit(cargo.session_id, landing.chair_id, landing.span.start, findings)
            else:
                view.place_asked.emit(cargo.treatment.treatment_day_id, landing.chair_id, landing.span.start, findings)

    # --- by key ---

    def lift_by_key(self, session: BoardSession, cause: Cause = Cause.MOVE) -> None:
        """Lift a session where it stands, for the arrow keys."""
        self.machine.pick_up(cargo_of(session, cause), Landing(session.chair_id, session.span))
        self._update()

    def lift_cargo_by_key(self, cargo: Cargo, landing: Landing) -> None:
        """Lift something from the tray or the pinboard onto a landing, for the arrow keys."""
        self.machine.pick_up(cargo, landing)
        self._update()

    def step(self, rows: int = 0, minutes: int = 0) -> None:
        if self._view.scene is not None:
            self.machine.step(self._view.scene.geometry, rows, timedelta(minutes=minutes))
            self._update()

    def go_to(self, landing: Landing) -> None:
        """Put what is lifted somewhere: a typed start time."""
        self.machine.go_to(landing)
        self._update()

    def take_nearest(self) -> bool:
        taken = self.machine.take_nearest()
        self._update()
        return taken

    def next_fit(self) -> bool:
        """Go to the nearest fit, or from a fit to the next one after it."""
        machine, scene = self.machine, self._view.scene
        if machine.verdict is None or machine.cargo is None or scene is None:
            return False
        if machine.nearest is None:
            landing = machine.verdict.landing
            later = Landing(
                landing.chair_id,
                Span(landing.span.start + timedelta(minutes=15), landing.span.end + timedelta(minutes=15)),
            )
            found = self._view.sources.rules.nearest(scene.board, machine.cargo, later, scene.now)
            if found is None:
                return False
            machine.go_to(found)
            self._update()
            return True
        return self.take_nearest()

    # --- what is seen ---

    def scene_changed(self) -> None:
        """The day was laid out again; a drag goes on over it."""
        scene, machine = self._view.scene, self.machine
        if scene is None or not machine.lifted or machine.cargo is None:
            return
        scene.strips = self._view.sources.load(scene.board, scene.now, machine.cargo, None)
        scene.free = dict(self._view.sources.rules.free(scene.board, machine.cargo, scene.now))
        scene.dragged = machine.cargo.session_id

    def _update(self) -> None:
        lifted = self.machine.lifted
        if lifted != self._shown_lifted:
            self._shown_lifted = lifted
            self._begin() if lifted else self._end()
        if not lifted:
            return
        self._weigh()
        self._show_ghost()
        self._show_hint()
        if self._view.scene is not None:
            self._view.viewport().update(self._view.canvas.moving_region(self._view.scene))

    def _weigh(self) -> None:
        """Work out what the landing would add to the loads, once per landing."""
        verdict, scene = self.machine.verdict, self._view.scene
        landing = verdict.landing if verdict is not None else None
        if landing is None or scene is None:
            self.strips, self._strips_for = (), None
        elif landing != self._strips_for:
            self.strips = self._view.sources.load(scene.board, scene.now, self.machine.cargo, landing)
            self._strips_for = landing

    def _begin(self) -> None:
        view, window = self._view, self._view.window()
        self._ghost, self._hint = Ghost(window), HintPanel(window)
        self.scene_changed()
        view.canvas.forget()
        view.viewport().update()
        view.hover.leave()
        if not self.machine.by_key:
            view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll.start()
            self._fill_ghost()
        view.dragging.emit(True)

    def _end(self) -> None:
        view = self._view
        for widget in (self._ghost, self._hint):
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._ghost = self._hint = None
        self.strips, self._strips_for = (), None
        self._scroll.stop()
        if view.scene is not None:
            view.scene.free, view.scene.dragged = None, None
            view.scene.strips = view.sources.load(view.scene.board, view.scene.now, None, None)
        view.canvas.forget()
        view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        view.viewport().update()
        view.dragging.emit(False)

    def _fill_ghost(self) -> None:
        cargo, scene, view = self.machine.cargo, self._view.scene, self._view
        if cargo is None or scene is None or self._ghost is None or cargo.cause is Cause.RESIZE:
            return
        item = scene.by_id.get(cargo.session_id) if cargo.session_id is not None else None
        flags = item.card.flags if item is not None else CardFlags(first=cargo.treatment.first_dose)
        card = proposed_card(cargo.patient, cargo.treatment, cargo.minutes, flags, view.sources.drug_name)
        width = max(round(cargo.minutes * scene.geometry.px_per_hour / 60), 24)
        height = scene.geometry.row_height - 2 * scene.geometry.gap
        self._ghost.carry(view.cards.picture(card, width, height, view.devicePixelRatioF()))

    def _show_ghost(self) -> None:
        cargo = self.machine.cargo
        if self._ghost is None or self.machine.by_key or cargo is None or cargo.cause is Cause.RESIZE:
            return
        window = self._view.window()
        self._ghost.follow(self._view.viewport().mapTo(window, self._point.toPoint()), self._grip)

    def _show_hint(self) -> None:
        machine, scene, hint = self.machine, self._view.scene, self._hint
        if hint is None or scene is None or machine.cargo is None:
            return
        if machine.verdict is None:
            hint.hide()
            return
        rows = hint_rows(scene.board, machine.cargo, machine.verdict, machine.nearest)
        view, window = self._view.viewport(), self._view.window()
        point = self._point.toPoint()
        if machine.by_key:
            box = scene.geometry.box(machine.verdict.landing.chair_id, machine.verdict.landing.span)
            area = self._view.frame().to_view(box)
            point = QPoint(round(area.x()) + 40, round(area.bottom()))
            self._view.announce.emit(spoken(rows))
        hint.show_rows(rows, view.mapTo(window, point) + QPoint(0, 6))

    def _scroll_at_edges(self) -> None:
        grid, point = self._view.frame().grid, self._point
        moves = (
            (self._view.horizontalScrollBar(), point.x() - grid.left(), grid.right() - point.x()),
            (self._view.verticalScrollBar(), point.y() - grid.top(), grid.bottom() - point.y()),
        )
        if not grid.contains(point):
            return
        before = [bar.value() for bar, _, _ in moves]
        for bar, low, high in moves:
            if low < _SCROLL_ZONE:
                bar.setValue(bar.value() - _SCROLL_STEP)
            elif high < _SCROLL_ZONE:
                bar.setValue(bar.value() + _SCROLL_STEP)
        if before != [bar.value() for bar, _, _ in moves]:
            self.follow(point, self._modifiers)

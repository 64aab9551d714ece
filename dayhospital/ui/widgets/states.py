"""The states of a session as the eye reads them: icon, fill and frame, never colour alone."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from dayhospital.domain.session import Status
from dayhospital.ui.theme import Kind, Theme, draw_icon, holder


class BlockState(StrEnum):
    """A session's status together with what the clock and the rules say of it."""

    PROPOSED = "proposed"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    GO_AWAITED = "go_awaited"
    GO_SIGNED = "go_signed"
    ARRIVED = "arrived"
    IN_TREATMENT = "in_treatment"
    OBSERVATION = "observation"
    READY_TO_LEAVE = "ready_to_leave"
    DONE = "done"
    ON_HOLD = "on_hold"
    LATE = "late"
    RUNNING_OVER = "running_over"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    ADMITTED = "admitted"


class Strength(StrEnum):
    """How strong a block is drawn."""

    REST = "rest"
    RUNNING = "running"
    FADED = "faded"


@dataclass(frozen=True, slots=True)
class StateLook:
    """``tone`` colours the icon; ``disc`` draws it white on a disc; ``dashed`` means *not certain yet*."""

    icon: str
    tone: str
    disc: bool = False
    dashed: bool = False
    frame: str = ""
    """Tone of the frame when it is not the group's own colour."""
    strength: Strength = Strength.REST


LOOKS: dict[BlockState, StateLook] = {
    BlockState.PROPOSED: StateLook("circle-dashed", "accent", dashed=True, frame="accent"),
    BlockState.BOOKED: StateLook("circle", "text2", dashed=True),
    BlockState.CONFIRMED: StateLook("circle-dot", "text2"),
    BlockState.GO_AWAITED: StateLook("hourglass", "warn", dashed=True),
    BlockState.GO_SIGNED: StateLook("circle-check", "ok"),
    BlockState.ARRIVED: StateLook("user-check", "accent_text"),
    BlockState.IN_TREATMENT: StateLook("play", "accent", disc=True, strength=Strength.RUNNING),
    BlockState.OBSERVATION: StateLook("eye", "accent", disc=True, strength=Strength.RUNNING),
    BlockState.READY_TO_LEAVE: StateLook("door-open", "ok"),
    BlockState.DONE: StateLook("check", "text3", strength=Strength.FADED),
    BlockState.ON_HOLD: StateLook("pause", "warn", disc=True, dashed=True, frame="warn"),
    BlockState.LATE: StateLook("clock-alert", "warn"),
    BlockState.RUNNING_OVER: StateLook("timer", "critical", strength=Strength.RUNNING),
    BlockState.NO_SHOW: StateLook("user-x", "critical", strength=Strength.FADED),
    BlockState.CANCELLED: StateLook("circle-slash", "text3", strength=Strength.FADED),
    BlockState.ADMITTED: StateLook("bed", "info", strength=Strength.FADED),
}

_STATUS_STATES = {
    Status.BOOKED: BlockState.BOOKED,
    Status.CONFIRMED: BlockState.CONFIRMED,
    Status.ARRIVED: BlockState.ARRIVED,
    Status.GO_AWAITED: BlockState.GO_AWAITED,
    Status.RELEASED: BlockState.GO_SIGNED,
    Status.IN_TREATMENT: BlockState.IN_TREATMENT,
    Status.OBSERVATION: BlockState.OBSERVATION,
    Status.READY_TO_LEAVE: BlockState.READY_TO_LEAVE,
    Status.LEFT: BlockState.DONE,
    Status.NO_SHOW: BlockState.NO_SHOW,
    Status.CANCELLED: BlockState.CANCELLED,
    Status.ADMITTED: BlockState.ADMITTED,
}


def block_state(
    status: Status, *, on_hold: bool = False, late: bool = False, over: bool = False, proposed: bool = False
) -> BlockState:
    """Return the one state to draw: what needs somebody comes before how far the session is."""
    if status in {Status.LEFT, Status.NO_SHOW, Status.CANCELLED, Status.ADMITTED}:
        return _STATUS_STATES[status]
    for holds, state in (
        (proposed, BlockState.PROPOSED),
        (on_hold, BlockState.ON_HOLD),
        (over, BlockState.RUNNING_OVER),
        (late, BlockState.LATE),
    ):
        if holds:
            return state
    return _STATUS_STATES[status]


def state_text(state: BlockState) -> str:
    """Return the words of a state."""
    words = {
        BlockState.PROPOSED: QCoreApplication.translate("BlockState", "Proposed"),
        BlockState.BOOKED: QCoreApplication.translate("BlockState", "Booked"),
        BlockState.CONFIRMED: QCoreApplication.translate("BlockState", "Confirmed"),
        BlockState.GO_AWAITED: QCoreApplication.translate("BlockState", "Go awaited"),
        BlockState.GO_SIGNED: QCoreApplication.translate("BlockState", "Go signed"),
        BlockState.ARRIVED: QCoreApplication.translate("BlockState", "Arrived"),
        BlockState.IN_TREATMENT: QCoreApplication.translate("BlockState", "In treatment"),
        BlockState.OBSERVATION: QCoreApplication.translate("BlockState", "Observation"),
        BlockState.READY_TO_LEAVE: QCoreApplication.translate("BlockState", "Ready to leave"),
        BlockState.DONE: QCoreApplication.translate("BlockState", "Done"),
        BlockState.ON_HOLD: QCoreApplication.translate("BlockState", "On hold"),
        BlockState.LATE: QCoreApplication.translate("BlockState", "Late"),
        BlockState.RUNNING_OVER: QCoreApplication.translate("BlockState", "Running over"),
        BlockState.NO_SHOW: QCoreApplication.translate("BlockState", "No-show"),
        BlockState.CANCELLED: QCoreApplication.translate("BlockState", "Cancelled"),
        BlockState.ADMITTED: QCoreApplication.translate("BlockState", "Admitted"),
    }
    return words[state]


def draw_state(painter: QPainter, box: QRectF, state: BlockState, theme: Theme) -> None:
    """Draw the icon of a state into the middle of ``box``."""
    look = LOOKS[state]
    if not look.disc:
        draw_icon(painter, look.icon, theme.colour(look.tone), box)
        return
    side = min(box.width(), box.height())
    centre = box.center()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.accent if look.tone == "accent" else theme.status(Kind.WARN).fill)
    painter.drawEllipse(centre, side / 2, side / 2)
    painter.setBrush(theme.on_accent)
    if look.icon == "play":
        _draw_play(painter, centre, side)
    elif look.icon == "pause":
        _draw_pause(painter, centre, side)
    else:
        inner = side * 0.76
        draw_icon(
            painter, look.icon, theme.on_accent, QRectF(centre.x() - inner / 2, centre.y() - inner / 2, inner, inner)
        )


def _draw_play(painter: QPainter, centre: QPointF, side: float) -> None:
    x, y = centre.x() - side * 0.13, centre.y()
    triangle = [QPointF(x, y - side * 0.22), QPointF(x + side * 0.38, y), QPointF(x, y + side * 0.22)]
    painter.drawPolygon(QPolygonF(triangle))


def _draw_pause(painter: QPainter, centre: QPointF, side: float) -> None:
    width, height = side * 0.13, side * 0.4
    for shift in (-1.5, 0.5):
        painter.drawRect(QRectF(centre.x() + shift * width, centre.y() - height / 2, width, height))


class StatusIcon(QWidget):
    """The icon of a state as a widget."""

    def __init__(self, state: BlockState, side: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(side, side)
        self._state = state
        self.show_state(state)

    def show_state(self, state: BlockState) -> None:
        self._state = state
        self.setAccessibleName(state_text(state))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_state(painter, QRectF(self.rect()), self._state, holder().theme)

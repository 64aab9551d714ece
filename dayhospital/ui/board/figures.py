"""The figures row: the day in eight numbers, worked out from the board alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.formats import time_text
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.session import DONE, NOT_LIVE, PRESENT, RUNNING, Status
from dayhospital.ui.board.look import LATE_AFTER_MINUTES, ON_TIME, Delay
from dayhospital.ui.texts import say
from dayhospital.ui.theme import holder
from dayhospital.ui.widgets.buttons import secondary
from dayhospital.ui.widgets.figure import Figure
from dayhospital.ui.widgets.panels import Divider, Panel


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What the row shows."""

    booked: int
    chair_minutes: int
    """Of live sessions on chairs and beds."""
    capacity_minutes: int
    """Opening time of chairs and beds less blocked time."""
    arrived: int
    in_treatment: int
    awaited: tuple[datetime, ...]
    """Starts of the sessions whose go is awaited."""
    late: tuple[int, ...]
    """Minutes, the most first."""
    over_closing: tuple[str, ...]
    """Chairs whose session is expected to end after closing."""
    nurses: int


def figures_of(board: BoardDay, delays: Mapping[int, Delay]) -> DayFigures:
    """Return the figures of a day."""
    live = board.live
    seats = {chair.id for chair in board.chairs if chair.kind is not ChairKind.INJECTION_ROOM}
    taken = sum(session.span.minutes for session in live if session.chair_id in seats)
    blocked = sum(board.hours.shared_minutes(block.span) for block in board.blocks if block.chair_id in seats)
    late = [delays.get(session.id, ON_TIME) for session in live]
    minutes = sorted((delay.over or delay.late for delay in late if _is_late(delay)), reverse=True)
    return DayFigures(
        booked=len(live),
        chair_minutes=taken,
        capacity_minutes=len(seats) * board.hours.minutes - blocked if board.open else 0,
        arrived=sum(session.status in PRESENT | DONE for session in live),
        in_treatment=sum(session.status in RUNNING for session in live),
        awaited=tuple(session.span.start for session in live if session.status is Status.GO_AWAITED),
        late=tuple(minutes),
        over_closing=tuple(board.chair(one.chair_id).name for one in live if _after_closing(board, one, delays)),
        nurses=len(board.shifts),
    )


def _is_late(delay: Delay) -> bool:
    return max(delay.over, delay.late) >= LATE_AFTER_MINUTES


def _after_closing(board: BoardDay, session: BoardSession, delays: Mapping[int, Delay]) -> bool:
    delay = delays.get(session.id, ON_TIME)
    return session.status not in DONE and session.span.end + timedelta(minutes=delay.tail) > board.hours.end


def behind(board: BoardDay, name: str, delays: Mapping[int, Delay]) -> frozenset[int] | None:
    """Return the sessions behind a figure: ``arrived``, ``running``, ``awaited`` or ``late``; None for no name."""
    tests: dict[str, Callable[[BoardSession], bool]] = {
        "arrived": lambda one: one.status in PRESENT | DONE,
        "running": lambda one: one.status in RUNNING,
        "awaited": lambda one: one.status is Status.GO_AWAITED,
        "late": lambda one: one.status not in NOT_LIVE and _is_late(delays.get(one.id, ON_TIME)),
    }
    test = tests.get(name)
    return None if test is None else frozenset(one.id for one in board.sessions if test(one))


class FiguresRow(Panel):
    """The row.

    Signals:
        print_asked: The day sheet is wanted.
        roster_asked: The roster is wanted.
        filter_asked: A figure was clicked; carries ``awaited``, ``late``, ``running`` or ``arrived``.
    """

    print_asked = Signal()
    roster_asked = Signal()
    filter_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("header", parent)
        self._closes = ""
        self.booked = Figure(say("Booked"))
        self.time = Figure(say("Chair time"))
        self.arrived = Figure(say("Arrived")).opening()
        self.running = Figure(say("In treatment")).opening()
        self.awaited = Figure(say("Go awaited")).opening()
        self.late = Figure(say("Running late")).opening()
        self.over = Figure(say("After closing"))
        self.nurses = Figure(say("Nurses")).opening()
        self.nurses.setToolTip(say("Show the roster of the day"))
        self.print = secondary(say("Print"), "printer")
        self.print.setToolTip(say("Print the day sheet  [Ctrl P]"))
        self.print.clicked.connect(self.print_asked)
        self.nurses.clicked.connect(self.roster_asked)
        for name, figure in (
            ("arrived", self.arrived),
            ("running", self.running),
            ("awaited", self.awaited),
            ("late", self.late),
        ):
            figure.clicked.connect(lambda _=False, name=name: self.filter_asked.emit(name))
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 18, 0)
        row.setSpacing(6)
        self._all = (
            self.booked,
            self.time,
            self.arrived,
            self.running,
            self.awaited,
            self.late,
            self.over,
            self.nurses,
        )
        self._lines = []
        for figure in self._all:
            line = Divider(Qt.Orientation.Vertical)
            line.setFixedHeight(holder().px(24))
            row.addWidget(figure)
            row.addWidget(line)
            self._lines.append(line)
        row.addStretch(1)
        row.addWidget(self.print)

    def show_figures(self, figures: DayFigures, closes: datetime) -> None:
        """Show the figures of a day."""
        share = round(100 * figures.chair_minutes / figures.capacity_minutes) if figures.capacity_minutes else 0
        hours, whole = round(figures.chair_minutes / 60), round(figures.capacity_minutes / 60)
        self.booked.show_value(str(figures.booked), say("sessions"))
        self.time.show_value(str(hours), say("of {whole} h, {share} %", whole=whole, share=share))
        self.arrived.show_value(str(figures.arrived), say("of {all}", all=figures.booked))
        self.running.show_value(str(figures.in_treatment), say("chairs"))
        first = say("first {time}", time=time_text(min(figures.awaited))) if figures.awaited else ""
        alert = ("hourglass", "warn") if figures.awaited else ("", "")
        self.awaited.show_value(str(len(figures.awaited)), first, *alert)
        most = say("max +{minutes} min", minutes=figures.late[0]) if figures.late else ""
        self.late.show_value(str(len(figures.late)), most, *(("clock-alert", "warn") if figures.late else ("", "")))
        after = figures.over_closing
        rest = ", ".join(after[:2]) + ("…" if len(after) > 2 else "")
        self.over.setText(say("Over {closes}", closes=time_text(closes)))
        self.over.show_value(str(len(after)), rest, *(("moon", "critical") if after else ("", "")))
        self.nurses.show_value(str(figures.nurses))

    def narrow(self, narrow: bool) -> None:
        """Leave out the eighth figure and the word on the button in a small window."""
        self.nurses.setVisible(not narrow)
        self._lines[-1].setVisible(not narrow)

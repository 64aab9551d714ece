"""The menus of the board: at most twelve rows in four groups, each with its key."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dayhospital.domain.board import BoardSession
from dayhospital.domain.session import DONE, GIVEN, LEGAL, NEXT, NOT_LIVE, PLANNED, RUNNING, Status
from dayhospital.ui.board.carrying import may_move
from dayhospital.ui.board.starttime import ask_start
from dayhospital.ui.texts import say, status_act_text
from dayhospital.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from dayhospital.ui.board.view import BoardView

STATUS_ICONS = {
    Status.BOOKED: "circle",
    Status.CONFIRMED: "phone",
    Status.ARRIVED: "user-check",
    Status.GO_AWAITED: "hourglass",
    Status.RELEASED: "circle-check",
    Status.IN_TREATMENT: "circle-play",
    Status.OBSERVATION: "eye",
    Status.READY_TO_LEAVE: "door-open",
    Status.LEFT: "check",
    Status.NO_SHOW: "user-x",
    Status.ADMITTED: "bed",
}
_ENDS = (Status.CANCELLED, Status.NO_SHOW, Status.ADMITTED)
_MOST_STATUSES = 2


def open_once(parent: QWidget) -> Menu:
    """Return a menu that is gone when it closes."""
    menu = Menu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def offered_statuses(session: BoardSession) -> tuple[Status, ...]:
    """Return the legal next statuses, the usual one first, without the acts that end a session."""
    legal = [status for status in LEGAL[session.status] if status not in _ENDS]
    usual = NEXT.get(session.status)
    order = list(Status)
    return tuple(sorted(legal, key=lambda status: (status is not usual, order.index(status))))[:_MOST_STATUSES]


def session_menu(view: "BoardView", session: BoardSession) -> Menu:
    """Return the menu of a card."""
    menu = open_once(view)
    number = session.id
    menu.add_row(say("Open details"), "panel-right", "Enter").triggered.connect(lambda: view.opened.emit(number))
    for index, status in enumerate(offered_statuses(session)):
        row = menu.add_row(status_act_text(status), STATUS_ICONS[status], "Space" if index == 0 else "")
        row.triggered.connect(lambda _=False, to=status: view.status_asked.emit(number, to))
    menu.addSeparator()
    _moving(menu, view, session)
    menu.addSeparator()
    menu.add_row(say("Print day sheet"), "printer", "Ctrl P").triggered.connect(
        lambda: view.action_asked.emit(number, "print")
    )
    menu.add_row(say("Go to patient"), "user", "G P").triggered.connect(
        lambda: view.action_asked.emit(number, "patient")
    )
    _ending(menu, view, session)
    return menu


def _moving(menu: Menu, view: "BoardView", session: BoardSession) -> None:
    number = session.id
    stays = "" if may_move(session) else say("This session has begun and stays where it is")
    pinned = "" if session.status in PLANNED else say("Only a planned session goes to the pinboard")
    move = menu.add_row(say("Move to…"), "move", "M", why_not=stays)
    move.triggered.connect(lambda: view.carrier.lift_by_key(session))
    start = menu.add_row(say("Change start…"), "clock", "T", why_not=stays)
    start.triggered.connect(lambda: _type_start(view, number))
    if session.status in GIVEN:  # never on the pinboard again; what comes next is going home
        leave = menu.add_row(say("Before leaving…"), "clipboard-check")
        leave.triggered.connect(lambda: view.action_asked.emit(number, "leave"))
    else:
        pin = menu.add_row(say("Put on pinboard"), "inbox", "B", why_not=pinned)
        pin.triggered.connect(lambda: view.pinboard_asked.emit(number))
    fix = menu.add_row(say("Release from its place") if session.fixed else say("Fix here"), "pin", "P")
    fix.triggered.connect(lambda: view.action_asked.emit(number, "fix"))
    extra = "" if session.treatment.course_id is not None else say("Only a day of a course can be deferred")
    defer = menu.add_row(say("Defer cycle…"), "calendar-clock", "D", why_not=extra or stays)
    defer.triggered.connect(lambda: view.action_asked.emit(number, "defer"))


def _ending(menu: Menu, view: "BoardView", session: BoardSession) -> None:
    number = session.id
    if session.status in DONE | NOT_LIVE:
        return
    if session.status in RUNNING:
        reaction = menu.add_row(say("Record reaction…"), "shield-alert")
        reaction.triggered.connect(lambda: view.action_asked.emit(number, "reaction"))
    hold = say("Lift hold") if session.hold_reason else say("Put on hold…")
    menu.add_row(hold, "pause").triggered.connect(lambda: view.action_asked.emit(number, "hold"))
    if Status.CANCELLED not in LEGAL[session.status]:
        return
    menu.addSeparator()
    planned = session.status in PLANNED
    words = say("No-show or cancel…") if planned else say("Cancel…")
    menu.add_row(words, "user-x", "Del", ends=True).triggered.connect(lambda: view.action_asked.emit(number, "cancel"))


def _type_start(view: "BoardView", number: int) -> None:
    item = view.scene.by_id.get(number) if view.scene is not None else None
    if item is not None:
        ask_start(view, item)


def strip_menu(view: "BoardView") -> Menu:
    """Return the menu of the strips of nurses and pharmacy."""
    menu = open_once(view)
    menu.add_row(say("Roster of these days"), "users").triggered.connect(view.roster_asked)
    return menu


def cell_menu(view: "BoardView", chair_id: int, start: datetime) -> Menu:
    """Return the menu of an empty place."""
    menu = open_once(view)
    new = menu.add_row(say("New session here…"), "plus", "N")
    new.triggered.connect(lambda: view.new_session_asked.emit(chair_id, start))
    fits = menu.add_row(say("Find who fits…"), "search", "F")
    fits.triggered.connect(lambda: view.cell_asked.emit(chair_id, start, "find"))
    menu.addSeparator()
    block = menu.add_row(say("Block time…"), "lock")
    block.triggered.connect(lambda: view.cell_asked.emit(chair_id, start, "block"))
    return menu

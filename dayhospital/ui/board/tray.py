"""The tray beside the board: what is to be booked, and the pinboard."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dayhospital.domain.board import BoardSession, DueDay
from dayhospital.domain.formats import day_text, time_text
from dayhospital.ui.board.look import CardFlags, FlagsOf
from dayhospital.ui.board.menu import open_once
from dayhospital.ui.board.trayitems import TrayItem, due_item, filtered, pinned_item
from dayhospital.ui.board.traylist import TrayList
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import draw_text, fill_rounded, text_width
from dayhospital.ui.widgets.buttons import secondary
from dayhospital.ui.widgets.empty import EmptyState
from dayhospital.ui.widgets.fields import SearchField
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import Divider, Panel

WIDTH, NARROW_WIDTH = 276, 252
"""Px of the tray; narrow in windows below 1400 px."""
DueFlags = Callable[[DueDay], CardFlags]
_CENTRE = Qt.AlignmentFlag.AlignCenter


class TabButton(QAbstractButton):
    """A tab: words, a count on a pill, a line under the current one."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setCheckable(True)
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(say("{tab}, {count}", tab=self.text(), count=count))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        found = holder()
        words = text_width(self.text(), found.font(FontRole.BODY_STRONG))
        return QSize(round(words + self._pill() + 20), found.px(38))

    def _pill(self) -> float:
        return max(text_width(str(self._count), holder().font(FontRole.DENSE_MEDIUM)) + 11, 18.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        group = self.group()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        other = group.button(group.id(self) + step) if group is not None and step else None
        if other is None:
            super().keyPressEvent(event)
            return
        other.setFocus(Qt.FocusReason.TabFocusReason)
        other.click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        found = holder()
        theme = found.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self.isChecked()
        font = found.font(FontRole.BODY_STRONG if current else FontRole.BODY_MEDIUM)
        box = QRectF(self.rect()).adjusted(4, 0, -4, -3)
        ink = theme.text1 if current or self.underMouse() else theme.text2
        used = draw_text(painter, box, self.text(), font, ink)
        pill = QRectF(box.x() + used + 6, box.center().y() - 9, self._pill(), 18)
        fill_rounded(painter, pill, 9, theme.selected if current else theme.sunken)
        tone = theme.accent_text if current else theme.text2
        draw_text(painter, pill, str(self._count), found.font(FontRole.DENSE_MEDIUM), tone, align=_CENTRE)
        if current:
            fill_rounded(painter, QRectF(0, self.height() - 3, self.width(), 3), 1.5, theme.accent)


class Tray(Panel):
    """Two lists of cards, a filter, and the button that books them all.

    Signals:
        plan_asked: Book this treatment day (Enter, double click); carries the :class:`DueDay`.
        opened: Show a session of the pinboard; carries its id.
        return_asked: A session goes back from the pinboard to where it came from; carries its id.
        patient_asked: Go to the patient; carries the id.
        place_asked: Place a card on the board by key; carries its cargo.
        propose_all_asked: Propose slots for everything that is listed.
        lifted, carried, let_go, given_up: A card is on its way; the cargo, then global point and modifiers.
    """

    plan_asked = Signal(object)
    opened = Signal(int)
    return_asked = Signal(int)
    patient_asked = Signal(int)
    place_asked = Signal(object)
    propose_all_asked = Signal()
    lifted = Signal(object)
    carried = Signal(QPoint, object)
    let_go = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("inspector", parent)
        self.setAccessibleName(say("Tray"))
        self._today = date.min
        self._due: tuple[TrayItem, ...] = ()
        self._pinned: tuple[TrayItem, ...] = ()
        self.due_tab, self.pin_tab = TabButton(say("To book")), TabButton(say("Pinboard"))
        self.filter = SearchField(say("Filter, e.g. port, <2 h"))
        self.order, self.count = Label(say("Urgency"), FontRole.DENSE, "text2"), Label("", FontRole.DENSE, "text2")
        self.due_list, self.pin_list = TrayList(say("To book")), TrayList(say("Pinboard"))
        self.due_empty = EmptyState("check-check", say("Everything due is placed"))
        self.pin_empty = EmptyState(
            "inbox", say("The pinboard is empty"), say("Drop a session here, go to another day, and drop it there.")
        )
        self.pages = QStackedWidget()
        self.propose = secondary(say("Propose slots for all"), "wand-sparkles")
        self._lay_out()
        self._connect()
        self.due_tab.setChecked(True)
        self._show()

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setContentsMargins(8, 0, 8, 0)
        tabs.setSpacing(6)
        self._tabs = QButtonGroup(self)
        for number, tab in enumerate((self.due_tab, self.pin_tab)):
            self._tabs.addButton(tab, number)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(14, 9, 13, 7)
        head.setSpacing(8)
        head.addWidget(self.filter)
        line = QHBoxLayout()
        line.addWidget(self.order)
        line.addStretch(1)
        line.addWidget(self.count)
        head.addLayout(line)
        for widget in (self.due_list, self.due_empty, self.pin_list, self.pin_empty):
            self.pages.addWidget(widget)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 9, 13, 9)
        foot.addWidget(self.propose)
        self.propose.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(Divider())
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)
        layout.addWidget(Divider())
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._tabs.idClicked.connect(lambda _number: self._show())
        self.filter.textChanged.connect(lambda _text: self._show())
        self.propose.clicked.connect(self.propose_all_asked)
        for cards in (self.due_list, self.pin_list):
            cards.lifted.connect(lambda item: self.lifted.emit(item.cargo))
            cards.carried.connect(self.carried)
            cards.let_go.connect(self.let_go)
            cards.given_up.connect(self.given_up)
            cards.chosen.connect(self._choose)
            cards.menu_asked.connect(self._open_menu)

    # --- what is shown ---

    def show_due(self, due: tuple[DueDay, ...], today: date, flags: DueFlags) -> None:
        """Show the treatment days to book, most urgent first."""
        self._today = today
        self._due = tuple(due_item(one, flags(one)) for one in due)
        self._show()

    def show_pinboard(
        self, sessions: tuple[BoardSession, ...], today: date, flags: FlagsOf, chair: Callable[[int], str]
    ) -> None:
        """Show the sessions on the pinboard; ``chair`` names a chair."""
        self._today = today
        made = []
        for session in sessions:
            day = day_text(session.span.day, year=False, weekday=True)
            words = say(
                "from {chair}, {day} {time}", chair=chair(session.chair_id), day=day, time=time_text(session.span.start)
            )
            made.append(pinned_item(session, flags(session), words))
        self._pinned = tuple(made)
        self._show()

    def show_pin_tab(self) -> None:
        """Bring the pinboard to the front."""
        self.pin_tab.setChecked(True)
        self._show()

    def first_pinned(self) -> TrayItem | None:
        """Return the card that ``V`` places."""
        return self._pinned[0] if self._pinned else None

    def carrying(self, item_cargo: object | None) -> None:
        """Draw the place of what is on its way as an outline; None when it arrived or came back."""
        for cards in (self.due_list, self.pin_list):
            cards.set_carried(next((one for one in cards.model_of_tray.items if one.cargo == item_cargo), None))

    def _show(self) -> None:
        self.due_tab.show_count(len(self._due))
        self.pin_tab.show_count(len(self._pinned))
        pins = self.pin_tab.isChecked()
        items = filtered(self._pinned if pins else self._due, self.filter.text(), self._today)
        cards, empty = (self.pin_list, self.pin_empty) if pins else (self.due_list, self.due_empty)
        cards.show_items(items, self._today)
        self._say_why_empty(pins)
        self.pages.setCurrentWidget(cards if items else empty)
        self.order.setText(say("Oldest first") if pins else say("Urgency"))
        self.count.setText(say("{count} to place", count=len(items)))
        self.propose.setVisible(not pins)
        self.propose.setEnabled(bool(items))
        self.propose.setToolTip("" if items else say("Nothing is waiting to be booked"))

    def _say_why_empty(self, pins: bool) -> None:
        if self.filter.text().strip() and (self._pinned if pins else self._due):
            (self.pin_empty if pins else self.due_empty).show_fact(say("Nothing matches the filter"))
        elif pins:
            hint = say("Drop a session here, go to another day, and drop it there.")
            self.pin_empty.show_fact(say("The pinboard is empty"), hint)
        else:
            self.due_empty.show_fact(say("Everything due is placed"))

    # --- what is wanted ---

    def _choose(self, item: TrayItem) -> None:
        if item.due is not None:
            self.plan_asked.emit(item.due)
        elif item.session is not None:
            self.place_asked.emit(item.cargo)

    def _open_menu(self, item: TrayItem, at: QPoint) -> None:
        menu = open_once(self)
        if item.due is not None:
            menu.add_row(say("Find a slot…"), "search", "Enter").triggered.connect(
                lambda: self.plan_asked.emit(item.due)
            )
        place = menu.add_row(say("Place on this day"), "move", "" if item.due else "Enter")
        place.triggered.connect(lambda: self.place_asked.emit(item.cargo))
        if item.session is not None:
            number = item.session.id
            menu.add_row(say("Put back where it was"), "undo-2").triggered.connect(
                lambda: self.return_asked.emit(number)
            )
            menu.add_row(say("Open details"), "panel-right").triggered.connect(lambda: self.opened.emit(number))
        menu.addSeparator()
        menu.add_row(say("Go to patient"), "user", "G P").triggered.connect(
            lambda: self.patient_asked.emit(item.patient.label.id)
        )
        menu.popup(at)

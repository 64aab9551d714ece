"""The header of the board: which day, the way to other days, search, new session."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from dayhospital.domain.formats import long_day_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, fill_rounded, text_width
from dayhospital.ui.widgets.buttons import icon_button, primary, secondary
from dayhospital.ui.widgets.datefield import CalendarPopup
from dayhospital.ui.widgets.keycap import draw_keycap, keycap_width
from dayhospital.ui.widgets.panels import Panel


class DayButton(QAbstractButton):
    """The date and its week; a click opens the calendar.

    Signals:
        picked: A day was picked; carries it.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = date(2000, 1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.open_calendar)

    def show_day(self, day: date) -> None:
        self.day = day
        words = say("{day}, week {week}", day=long_day_text(day), week=day.isocalendar().week)
        self.setAccessibleName(words)
        self.setToolTip(say("Choose a day"))
        self.updateGeometry()
        self.update()

    def _week(self) -> str:
        return say("week {week}", week=self.day.isocalendar().week)

    def sizeHint(self) -> QSize:
        found = holder()
        width = text_width(long_day_text(self.day), found.font(FontRole.TITLE))
        width += text_width(self._week(), found.font(FontRole.BODY_MEDIUM))
        return QSize(round(width) + 42, found.px(34))

    def open_calendar(self) -> CalendarPopup:
        """Open the month below the date."""
        popup = CalendarPopup(self.day, self)
        popup.picked.connect(self.picked)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        popup.show()
        return popup

    def paintEvent(self, _event: QPaintEvent) -> None:
        found = holder()
        theme = found.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            fill_rounded(painter, QRectF(self.rect()), theme.radius.control, theme.hover)
        box = QRectF(self.rect()).adjusted(6, 0, 0, 0)
        used = draw_text(painter, box, long_day_text(self.day), found.font(FontRole.TITLE), theme.text1)
        rest = box.adjusted(used + 8, 1, 0, 1)
        used = draw_text(painter, rest, self._week(), found.font(FontRole.BODY_MEDIUM), theme.text2)
        chevron = QRectF(rest.x() + used + 5, box.center().y() - 6, 14, 14)
        draw_icon(painter, "chevron-down", theme.text2, chevron)


class SearchButton(QAbstractButton):
    """Looks like the search field and opens the palette, where the typing happens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(say("Search or command"))
        self.setAccessibleName(self.text())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(holder().px(150))
        self.setMaximumWidth(holder().px(250))
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def sizeHint(self) -> QSize:
        return QSize(holder().px(250), holder().px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        found = holder()
        theme = found.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        fill_rounded(painter, box, theme.radius.control, theme.surface, theme.control)
        draw_icon(painter, "search", theme.text2, QRectF(10, box.center().y() - 8, 16, 16))
        width = keycap_width("Ctrl K")
        cap = QRectF(box.right() - width - 7, 0, width, box.height())
        draw_keycap(painter, cap, "Ctrl K", theme.text2, theme.line_strong)
        room = QRectF(33, 0, cap.x() - 41, box.height())
        words = self.text()
        if text_width(words, found.font(FontRole.BODY)) > room.width():
            words = say("Search")
        draw_text(painter, room, words, found.font(FontRole.BODY), theme.text2)


class DayHeader(Panel):
    """The row over the board.

    Signals:
        day_asked: Show another day; carries it.
        search_asked: Open the palette.
        new_session_asked: Plan a new session.
    """

    day_asked = Signal(object)
    search_asked = Signal()
    new_session_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("header", parent)
        self._today = date(2000, 1, 1)
        self.before = icon_button("chevron-left", say("Day before"), "Alt ←")
        self.today = secondary(say("Today"))
        self.today.setToolTip(say("Show today  [H]"))
        self.after = icon_button("chevron-right", say("Day after"), "Alt →")
        self.day = DayButton()
        self.search = SearchButton()
        self.new_session = primary(say("New session"), "plus", "N")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 18, 0)
        row.setSpacing(6)
        for widget in (self.before, self.today, self.after, self.day):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        row.addSpacing(8)
        row.addWidget(self.new_session)
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.today.clicked.connect(lambda: self.day_asked.emit(self._today))
        self.day.picked.connect(self.day_asked)
        self.search.clicked.connect(self.search_asked)
        self.new_session.clicked.connect(self.new_session_asked)

    def show_day(self, day: date, today: date) -> None:
        """Show which day is on the board."""
        self._today = today
        self.day.show_day(day)

    def _step(self, days: int) -> None:
        self.day_asked.emit(self.day.day + timedelta(days=days))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

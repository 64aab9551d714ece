"""A date that is typed as it is said (090381, 9-3-81, 09-Mar-1981) or picked, and always shown the same way."""

import re
from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from dayhospital.domain.formats import MONTHS, day_text
from dayhospital.ui.theme import draw_icon, holder

_NAMED = re.compile(r"(\d{1,2})[\s./-]*([a-z]{3})[a-z]*[\s./-]*(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_PARTED = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{2}|\d{4})")
_SHORT = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_BUTTON = 28
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}


def parse_day(text: str, today: date, *, past: bool = False) -> date | None:
    """Return the day a text means, or None.

    Day before month, as in Europe; ISO dates are understood too. Without a year it is this one. A year of two digits
    lies between 80 years ago and 19 years ahead, or, with ``past`` (dates of birth), never ahead of today.
    """
    text = text.strip().lower()
    if found := _ISO.fullmatch(text):
        return _day(*(int(part) for part in found.groups()))
    if found := _NAMED.fullmatch(text):
        return _day(_year(found[3], today, past), _MONTH_NUMBERS.get(found[2], 0), int(found[1]))
    if found := _PARTED.fullmatch(text) or _RUN.fullmatch(text):
        return _day(_year(found[3], today, past), int(found[2]), int(found[1]))
    if found := _SHORT.fullmatch(text):
        return _day(today.year, int(found[2]), int(found[1]))
    return None


def _year(digits: str, today: date, past: bool) -> int:
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    latest = today.year if past else today.year + 19
    return year if year <= latest else year - 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DateField(QLineEdit):
    """A line for a date.

    Signals:
        day_changed: A valid day was typed or picked, or the field was emptied; carries the day or None.
    """

    day_changed = Signal(object)

    def __init__(
        self, today: date, day: date | None = None, *, past: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today, self._past = today, past
        self._day = day
        self.setPlaceholderText(self.tr("DD-Mon-YYYY"))
        self.setTextMargins(0, 0, _BUTTON - 8, 0)
        self.setMouseTracking(True)
        self.editingFinished.connect(self._read)
        self.set_day(day)

    @property
    def day(self) -> date | None:
        """The day shown, None if the field is empty or not understood."""
        return self._day

    @property
    def understood(self) -> bool:
        """Whether the text is empty or a date."""
        return not self.text().strip() or parse_day(self.text(), self._today, past=self._past) is not None

    def set_day(self, day: date | None) -> None:
        """Show a day, without a signal."""
        self._day = day
        self.setText(day_text(day) if day else "")

    def _read(self) -> None:
        day = parse_day(self.text(), self._today, past=self._past)
        if day is not None:
            self.setText(day_text(day))
        if day != self._day:
            self._day = day
            self.day_changed.emit(day)

    def _pick(self, day: date) -> None:
        if day != self._day:
            self.set_day(day)
            self.day_changed.emit(day)

    def open_calendar(self) -> None:
        """Open the calendar below the field."""
        popup = CalendarPopup(self._day or self._today, self)
        popup.picked.connect(self._pick)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self._day is not None:
            step = 1 if event.key() == Qt.Key.Key_Up else -1
            self._pick(date.fromordinal(self._day.toordinal() + step))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - _BUTTON and self.isEnabled() and not self.isReadOnly():
            self.open_calendar()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = event.position().x() > self.width() - _BUTTON
        self.setCursor(Qt.CursorShape.ArrowCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        theme = holder().theme
        tone = theme.text2 if self.isEnabled() else theme.disabled
        draw_icon(painter, "calendar-days", tone, QRectF(self.width() - 25, (self.height() - 15) / 2, 15, 15))


class CalendarPopup(QFrame):
    """A month to pick a day from.

    Signals:
        picked: A day was clicked or entered; carries it.
    """

    picked = Signal(object)

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("panel", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setGridVisible(False)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.clicked.connect(self._picked)
        self.calendar.activated.connect(self._picked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.calendar)
        # Its own hint cuts the sixth week.
        self.calendar.setMinimumSize(holder().px(300), holder().px(250))
        self._tint()
        self.setFocusProxy(self.calendar)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._tint()
        super().changeEvent(event)

    def _picked(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()

    def _tint(self) -> None:
        """Qt paints weekends red and headers grey by itself."""
        theme = holder().theme
        plain, quiet = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.text1)
        quiet.setForeground(theme.text3)
        quiet.setBackground(theme.raised)
        self.calendar.setHeaderTextFormat(quiet)
        for number in range(1, 8):
            self.calendar.setWeekdayTextFormat(Qt.DayOfWeek(number), plain if number < 6 else quiet)

"""Twelve days around one treatment day: how full each is, which are allowed, which is proposed."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dayhospital.domain.formats import WEEKDAYS, day_text
from dayhospital.domain.span import Window
from dayhospital.ui.theme.fonts import FontRole
from dayhospital.ui.theme.holder import holder

CELL_GAP = 2
HEAD, CELL, FOOT = 20, 24, 22


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of a strip: ``load`` is the share of chair time used, None when the unit is closed."""

    day: date
    load: float | None
    closed: str = ""


class DayStrip(QWidget):
    """Painted cells; a click or ``Enter`` on an open day inside the window chooses it.

    Signals:
        chosen: Another day was chosen; carries it.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._days: tuple[StripDay, ...] = ()
        self._window: Window | None = None
        self._proposed: date | None = None
        self._cursor = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: tuple[StripDay, ...], window: Window, proposed: date) -> None:
        self._days, self._window, self._proposed = days, window, proposed
        self._cursor = next((number for number, day in enumerate(days) if day.day == proposed), 0)
        self.setAccessibleName(
            self.tr("{name}, {day}, allowed from {earliest} to {latest}").format(
                name=self._name,
                day=day_text(proposed, weekday=True),
                earliest=day_text(window.earliest),
                latest=day_text(window.latest),
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, holder().px(HEAD + CELL + FOOT))

    def may_choose(self, day: StripDay) -> bool:
        """Return whether a day is open and inside the window."""
        return self._window is not None and day.load is not None and day.day in self._window

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._day_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._cursor = max(0, min(len(self._days) - 1, self._cursor + step))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._days:
            self._choose(self._cursor)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self._day_at(event.pos().x())
            if 0 <= index < len(self._days):
                QToolTip.showText(event.globalPos(), self._tip(self._days[index]), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, day in enumerate(self._days):
            self._paint_day(painter, self._cell(index), day, index)
        self._paint_window(painter)

    def _tip(self, day: StripDay) -> str:
        text = day_text(day.day, weekday=True)
        if day.load is None:
            return self.tr("{day}: closed, {why}").format(day=text, why=day.closed)
        if not self.may_choose(day):
            return self.tr("{day}: outside the window").format(day=text)
        return self.tr("{day}: {load} % of chair time used").format(day=text, load=round(day.load * 100))

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._days) and self.may_choose(self._days[index]):
            self.chosen.emit(self._days[index].day)

    def _day_at(self, x: float) -> int:
        return int(x // (self.width() / max(1, len(self._days))))

    def _cell(self, index: int) -> QRectF:
        width = self.width() / max(1, len(self._days))
        top = holder().px(HEAD)
        return QRectF(index * width, top, width - CELL_GAP, holder().px(CELL))

    def _paint_day(self, painter: QPainter, cell: QRectF, day: StripDay, index: int) -> None:
        theme = holder().theme
        proposed = day.day == self._proposed
        painter.setFont(holder().font(FontRole.CAPTION_STRONG if proposed else FontRole.CAPTION))
        painter.setPen(theme.text1 if proposed else theme.text3)
        head = QRectF(cell.left(), 0, cell.width(), holder().px(HEAD))
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, f"{WEEKDAYS[day.day.weekday()][:2]} {day.day.day:02d}")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.sunken if day.load is None else theme.heat(day.load))
        painter.drawRoundedRect(cell, 5, 5)
        if day.load is None:
            if day.closed and day.day.weekday() < 5:
                painter.setBrush(_hatch())
                painter.drawRoundedRect(cell, 5, 5)
        else:
            painter.setFont(holder().font(FontRole.DENSE_STRONG if proposed else FontRole.DENSE))
            painter.setPen(theme.text1)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(round(day.load * 100)))
        focused = self.hasFocus() and index == self._cursor
        if proposed or focused:
            pen = QPen(theme.accent, 2, Qt.PenStyle.SolidLine if proposed else Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5)

    def _paint_window(self, painter: QPainter) -> None:
        """Paint the bar of allowed days, the diamond on the due day, and the names of closed days."""
        theme = holder().theme
        inside = [index for index, day in enumerate(self._days) if self._window and day.day in self._window]
        if not inside:
            return
        y = self._cell(0).bottom() + 7
        left, right = self._cell(inside[0]).left(), self._cell(inside[-1]).right()
        bar = QRectF(left, y - 1.5, right - left, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mix(theme.accent, 0.5))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.setFont(holder().font(FontRole.CAPTION))
        for index, day in enumerate(self._days):
            cell = self._cell(index)
            if self._window and day.day == self._window.ideal:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.accent)
                centre = QPointF(cell.center().x(), y)
                painter.drawPolygon(QPolygonF([centre + QPointF(*at) for at in ((0, -5), (5, 0), (0, 5), (-5, 0))]))
            if day.closed and day.day.weekday() < 5:
                painter.setPen(theme.status("warn").text)
                width = painter.fontMetrics().horizontalAdvance(day.closed)
                left = min(max(0.0, cell.center().x() - width / 2), self.width() - width)
                painter.drawText(QRectF(left, y + 2, width + 1, 14), Qt.AlignmentFlag.AlignVCenter, day.closed)


def _hatch() -> QBrush:
    return QBrush(holder().theme.line_strong, Qt.BrushStyle.BDiagPattern)

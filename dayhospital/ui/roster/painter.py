"""Draws the roster: days over nurses, cells, and under them who is on duty against what is booked."""

from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from dayhospital.domain.formats import WEEKDAYS
from dayhospital.domain.roster import RosterEntry
from dayhospital.queries.roster import RosterMonth
from dayhospital.ui.roster.geometry import Cell, RosterGeometry
from dayhospital.ui.roster.words import TONES, entry_lines
from dayhospital.ui.texts import say, say_count
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import CENTRE, draw_text, fill_rounded, hatch

_DUTY_TINTS = (0.12, 0.20, 0.28, 0.36)
"""How strongly the kinds of duty are tinted, by their place in the list; the last goes for all further ones."""
_OWN_TINT = 0.10
"""Of duties with hours of their own."""
_TODAY_TINT = 0.07
_SIDE = 14


class RosterPainter:
    """Paints one month into a viewport."""

    def __init__(self, painter: QPainter, geometry: RosterGeometry, month: RosterMonth, today: date) -> None:
        self._painter, self._geometry, self._month, self._today = painter, geometry, month, today
        self._holder = holder()
        self._theme = holder().theme
        self._hatch = hatch(self._theme.line_strong)

    def paint(self, painted: frozenset[Cell], preview: RosterEntry | None) -> None:
        """Draw everything; ``painted`` cells show ``preview``, what the stroke would leave there."""
        painter, geometry = self._painter, self._geometry
        painter.fillRect(QRectF(0, 0, geometry.width, geometry.height), self._theme.bg)
        painter.save()
        painter.setClipRect(QRectF(0, geometry.head, geometry.width, geometry.body.height()))
        for row in range(geometry.rows):
            self._nurse(row)
        painter.setClipRect(geometry.body)
        for row in range(geometry.rows):
            for column in range(geometry.columns):
                self._cell((row, column), preview if (row, column) in painted else None)
        painter.setClipRect(QRectF(geometry.names, 0, geometry.width, geometry.height))
        for column in range(geometry.columns):
            self._head(column)
            self._foot(column)
        painter.restore()
        self._corner()

    def frame(self, cells: tuple[Cell, ...], current: Cell, *, focused: bool) -> None:
        """Draw the frame of what is chosen and of the cell the keyboard is at."""
        painter = self._painter
        painter.save()
        painter.setClipRect(self._geometry.body)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(cells) > 1:
            area = self._geometry.box(cells[0]).united(self._geometry.box(cells[-1]))
            painter.setPen(QPen(self._theme.accent, 1.5))
            painter.drawRect(area.adjusted(0.5, 0.5, -1.5, -1.5))
        painter.setPen(QPen(self._theme.accent if focused else self._theme.control, 2))
        painter.drawRect(self._geometry.box(current).adjusted(1, 1, -2, -2))
        painter.restore()

    # --- parts ---

    def _nurse(self, row: int) -> None:
        theme, geometry, nurse = self._theme, self._geometry, self._month.nurses[row]
        box = QRectF(0, geometry.y_of(row), geometry.names, geometry.row)
        self._painter.fillRect(box, theme.surface)
        upper = QRectF(_SIDE, box.y() + 5, box.width() - _SIDE - 6, box.height() / 2 - 4)
        lower = QRectF(_SIDE, box.center().y() + 1, box.width() - _SIDE - 6, box.height() / 2 - 6)
        draw_text(self._painter, upper, nurse.name, self._font(FontRole.DENSE_STRONG), theme.text1)
        count = sum(bool(self._month.entry(nurse.id, day).shifts) for day in self._month.days)
        words = f"{nurse.initials}, {say_count(count, '1 duty', '{n} duties')}"
        draw_text(self._painter, lower, words, self._font(FontRole.CAPTION), theme.text2)
        self._line(QRectF(0, box.bottom() - 1, box.width(), 1))

    def _cell(self, cell: Cell, preview: RosterEntry | None) -> None:
        theme, month, (row, column) = self._theme, self._month, cell
        day, box = month.days[column], self._geometry.box(cell)
        ground = theme.surface if month.opens_on(day) else theme.sunken
        self._painter.fillRect(box, theme.mix(theme.accent, _TODAY_TINT, ground) if day == self._today else ground)
        entry = month.entry(month.nurses[row].id, day) if preview is None else preview
        if not entry.empty:
            self._entry(box.adjusted(1, 1.5, -2, -2.5), entry)
        self._line(QRectF(box.x(), box.bottom() - 1, box.width(), 1))
        self._line(QRectF(box.right() - 1, box.y(), 1, box.height()), strong=day.weekday() == 6)

    def _entry(self, box: QRectF, entry: RosterEntry) -> None:
        theme, painter, strong = self._theme, self._painter, self._font(FontRole.DENSE_STRONG)
        short, starts, ends = entry_lines(entry, self._month.settings.duty_kinds)
        if entry.absence is not None:
            fill_rounded(painter, box, theme.radius.block, theme.sunken, theme.line_strong)
            painter.fillRect(box.adjusted(1, 1, -1, -1), self._hatch)
            middle = QRectF(box.center().x() - 12, box.center().y() - 9, 24, 18)
            fill_rounded(painter, middle, theme.radius.mark, theme.sunken)
            draw_text(painter, box, short, strong, theme.text1, align=CENTRE)
            return
        fill_rounded(painter, box, theme.radius.block, self._tint(entry), theme.text2 if theme.high_contrast else None)
        third, small = box.height() / 3, self._font(FontRole.CAPTION)
        for number, (words, font) in enumerate(((short, strong), (starts, small), (ends, small))):
            line = QRectF(box.x() - 2, box.y() + number * third, box.width() + 4, third)
            draw_text(painter, line, words, font, theme.text1, align=CENTRE)

    def _tint(self, entry: RosterEntry) -> QColor:
        kind = entry.kind_of(self._month.settings.duty_kinds)
        if kind is None:
            return self._theme.mix(self._theme.text2, _OWN_TINT)
        duties = [one for one in self._month.settings.duty_kinds if not one.absent]
        return self._theme.mix(self._theme.accent, _DUTY_TINTS[min(duties.index(kind), len(_DUTY_TINTS) - 1)])

    def _head(self, column: int) -> None:
        theme, geometry, day = self._theme, self._geometry, self._month.days[column]
        box = QRectF(geometry.x_of(column), 0, geometry.column, geometry.head)
        opens = self._month.opens_on(day)
        self._painter.fillRect(box, theme.surface if opens else theme.sunken)
        ink = theme.text1 if opens else theme.text2
        upper = QRectF(box.x(), box.y() + 3, box.width() - 1, box.height() / 2 - 4)
        lower = QRectF(box.x(), box.center().y() - 1, box.width() - 1, box.height() / 2 - 2)
        weekday = say(WEEKDAYS[day.weekday()])[:2]
        draw_text(self._painter, upper, weekday, self._font(FontRole.CAPTION), theme.text2, align=CENTRE)
        if day == self._today:
            mark = QRectF(lower.center().x() - 12, lower.y(), 24, lower.height())
            fill_rounded(self._painter, mark, theme.radius.block, theme.accent)
            ink = theme.on_accent
        draw_text(self._painter, lower, str(day.day), self._font(FontRole.DENSE_STRONG), ink, align=CENTRE)
        self._line(QRectF(box.x(), box.bottom() - 1, box.width(), 1), strong=True)

    def _foot(self, column: int) -> None:
        """Draw who is on duty over what is asked for, with a triangle where that is not enough."""
        theme, geometry, day = self._theme, self._geometry, self._month.days[column]
        box = QRectF(geometry.x_of(column), geometry.foot_top, geometry.column, geometry.foot)
        found = self._month.staffing[day]
        tone = TONES[found.cover]
        self._painter.fillRect(box, theme.surface if self._month.opens_on(day) else theme.sunken)
        if tone:
            fill_rounded(self._painter, box.adjusted(1.5, 3, -2.5, -3), theme.radius.block, theme.status(tone).soft)
        ink = theme.status(tone).text if tone else theme.text1
        on_duty, asked, missing = self._thirds(box)
        if found.nurses or found.asked:
            strong, plain = self._font(FontRole.DENSE_STRONG), self._font(FontRole.DENSE)
            draw_text(self._painter, on_duty, str(found.nurses), strong, ink, align=CENTRE)
            draw_text(self._painter, asked, str(found.asked), plain, ink, align=CENTRE)
        if tone:
            font = self._font(FontRole.CAPTION_STRONG)
            draw_text(self._painter, missing.adjusted(9, 0, 0, 0), f"−{found.missing}", font, ink, align=CENTRE)
            self._triangle(QPointF(missing.center().x() - 8, missing.center().y() + 3.5), ink)
        self._line(QRectF(box.x(), box.y(), box.width(), 1), strong=True)
        self._line(QRectF(box.x(), box.bottom() - 1, box.width(), 1))

    @staticmethod
    def _thirds(box: QRectF) -> tuple[QRectF, ...]:
        third = (box.height() - 8) / 3
        return tuple(QRectF(box.x(), box.y() + 4 + number * third, box.width() - 1, third) for number in range(3))

    def _corner(self) -> None:
        """Draw what heads the names and what the lines of the foot are."""
        theme, geometry = self._theme, self._geometry
        top = QRectF(0, 0, geometry.names, geometry.head)
        foot = QRectF(0, geometry.foot_top, geometry.names, geometry.foot)
        for box in (top, foot):
            self._painter.fillRect(box, theme.surface)
        strong, plain = self._font(FontRole.DENSE_STRONG), self._font(FontRole.DENSE)
        draw_text(self._painter, top.adjusted(_SIDE, 0, -6, -2), say("Nurses"), strong, theme.text2)
        for line, words, font, ink in zip(
            self._thirds(foot),
            (say("On duty"), say("Asked for at most"), say("Missing at most")),
            (strong, plain, plain),
            (theme.text1, theme.text2, theme.text2),
            strict=True,
        ):
            draw_text(self._painter, line.adjusted(_SIDE, 0, -4, 0), words, font, ink)
        self._line(QRectF(0, top.bottom() - 1, top.width(), 1), strong=True)
        self._line(QRectF(0, foot.y(), foot.width(), 1), strong=True)
        self._line(QRectF(0, foot.bottom() - 1, foot.width(), 1))
        self._line(QRectF(geometry.names - 1, 0, 1, foot.bottom()), strong=True)

    def _triangle(self, foot: QPointF, colour: QColor) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawPolygon(QPolygonF([foot + QPointF(-4, 0), foot + QPointF(0, -7), foot + QPointF(4, 0)]))

    def _line(self, box: QRectF, *, strong: bool = False) -> None:
        self._painter.fillRect(box, self._theme.line_strong if strong else self._theme.line)

    def _font(self, role: FontRole) -> QFont:
        return self._holder.font(role)

"""The day as rows of places across time, in black: frames, patterns and codes instead of colours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from dayhospital.clinical.discharge import Leave
from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.course import SegmentKind
from dayhospital.domain.formats import time_text
from dayhospital.domain.hospital import Block, Chair
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Span
from dayhospital.printing import marks, typeface
from dayhospital.printing.flow import BOX, Look, Run
from dayhospital.printing.session_words import Told, go_signed

AXIS = 62.0
"""Height of the hours."""
LABEL = 196.0
"""Width of the names of the places."""
TALLEST, LOWEST = 92.0, 74.0
"""Height of a row: as tall as leaves all places on one page, never lower than can be read."""
BAR = 12.0
SIZE = 30
SMALLEST = 19
SPACE = 11.0
EDGE = 7.0
"""Free on both sides of a card's words."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page: some of the day's places, and the hours of all."""

    board: BoardDay
    chairs: tuple[Chair, ...]
    told: tuple[Told, ...]
    hours: Span
    row_height: float
    continued: bool = False

    def paint(self, painter: QPainter, room: QRectF) -> None:
        grid = QRectF(room.left() + LABEL, room.top() + AXIS, room.width() - LABEL, self.row_height * len(self.chairs))
        self._paint_hours(painter, grid)
        for number, chair in enumerate(self.chairs):
            row = QRectF(grid.left(), grid.top() + number * self.row_height, grid.width(), self.row_height)
            self._paint_label(painter, room.left(), row, chair)
            for block in self.board.blocks:
                if block.chair_id == chair.id and block.span.overlaps(self.hours):
                    self._paint_block(painter, row, block)
            for told in self.told:
                if told.session.chair_id == chair.id:
                    Card(told, self._box(row, told.session.span), self._x(grid)).paint(painter)
            self._paint_rule(painter, room, row, number)

    def _x(self, grid: QRectF) -> float:
        """Return the width of one minute."""
        return grid.width() / self.hours.minutes

    def _box(self, row: QRectF, span: Span) -> QRectF:
        minute = self._x(row)
        left = row.left() + (span.start - self.hours.start).total_seconds() / 60 * minute
        wide = max(1.0, span.minutes * minute - 2.0)
        return QRectF(left + 1.0, row.top() + 5.0, wide, row.height() - 10.0)

    def _paint_hours(self, painter: QPainter, grid: QRectF) -> None:
        if self.continued:
            marks.text(painter, QPointF(grid.left() - LABEL, grid.top() - 18), "continued", typeface.SMALL)
        moment = self.hours.start
        while moment <= self.hours.end:
            left = grid.left() + (moment - self.hours.start).total_seconds() / 60 * self._x(grid)
            if moment.minute == 0:
                marks.line(painter, QPointF(left, grid.top()), QPointF(left, grid.bottom()), 1.6, marks.HAIR)
                words = time_text(moment)
                wide = typeface.width(words, typeface.CAPTION, typeface.BOLD)
                left = min(left - wide / 2, grid.right() - wide)
                marks.text(painter, QPointF(left, grid.top() - 18), words, typeface.CAPTION, typeface.BOLD)
            moment += timedelta(minutes=60 - moment.minute)
        marks.line(painter, QPointF(grid.left() - LABEL, grid.top()), grid.topRight(), 4.0)
        marks.line(painter, grid.topLeft(), grid.bottomLeft(), 4.0)

    def _paint_label(self, painter: QPainter, left: float, row: QRectF, chair: Chair) -> None:
        base = row.center().y() + typeface.ascent(SIZE, typeface.BOLD) / 2
        nurses = self.board.nurse_initials(chair.id)
        room = LABEL - 14 - (typeface.width(nurses, typeface.SMALL) + 10 if nurses else 0)
        size = _fitting(chair.name, room, SIZE)
        marks.text(painter, QPointF(left + 5, base), chair.name, size, typeface.BOLD)
        right = row.left() - 12 - typeface.width(nurses, typeface.SMALL)
        marks.text(painter, QPointF(right, base), nurses, typeface.SMALL)

    def _paint_rule(self, painter: QPainter, room: QRectF, row: QRectF, number: int) -> None:
        following = self.chairs[number + 1] if number + 1 < len(self.chairs) else None
        this = self.chairs[number]
        heavy = following is None or (following.bay, following.kind) != (this.bay, this.kind)
        start = QPointF(room.left(), row.bottom())
        marks.line(painter, start, row.bottomRight(), 4.0 if heavy else 1.6, marks.BLACK if heavy else marks.HAIR)

    def _paint_block(self, painter: QPainter, row: QRectF, block: Block) -> None:
        span = Span(max(block.span.start, self.hours.start), min(block.span.end, self.hours.end))
        box = self._box(row, span)
        marks.fill(painter, box, marks.WHITE)
        marks.hatch(painter, box, 14.0, marks.HAIR)
        marks.frame(painter, box, marks.HAIRLINE, marks.HAIR)
        size = _fitting(block.label, box.width() - 24, typeface.SMALL)
        if size < SMALLEST:
            return  # the list that follows names it
        wide = typeface.width(block.label, size)
        marks.fill(painter, QRectF(box.left() + 6, box.center().y() - 20, wide + 12, 40), marks.WHITE)
        base = box.center().y() + typeface.ascent(size) / 2
        marks.text(painter, QPointF(box.left() + 12, base), block.label, size)


def _fitting(words: str, room: float, size: int) -> int:
    """Return the largest size up to ``size`` at which a text fits, below :data:`SMALLEST` if none does."""
    while size >= SMALLEST and typeface.width(words, size, typeface.BOLD) > room:
        size -= 1
    return size


@dataclass(frozen=True, slots=True)
class Card:
    """A session in its box."""

    told: Told
    box: QRectF
    minute: float

    def paint(self, painter: QPainter) -> None:
        painter.setBrush(marks.WHITE)
        painter.setPen(marks.pen(3.2, dashed=not go_signed(self.told.session)))
        painter.drawRoundedRect(self.box, 7, 7)
        self._paint_segments(painter)
        line, size = self.line()
        if line:
            self._paint_line(painter, line, size, _width(line, size))

    def line(self) -> tuple[Sequence[Run], int]:
        """Return the first way to say it that fits, and the size of its type; nothing if not even initials fit."""
        room = self.box.width() - 2 * EDGE
        return next(((line, size) for line, size in self._lines() if _width(line, size) <= room), ((), SIZE))

    def width_of_line(self) -> float:
        line, size = self.line()
        return _width(line, size) if line else 0.0

    def _lines(self) -> Iterator[tuple[Sequence[Run], int]]:
        """Yield what the card may say, the most first; what does not fit is in the list that follows."""
        session = self.told.session
        label = session.patient.label
        given = label.given_name
        initial = f"{given[:1]}." if session.homonym and given else ""
        surname = Run(label.family_name.upper(), bold=True, size=SIZE)
        short = Run(f"{session.treatment.short} {session.treatment.label}".strip(), size=SIZE)
        name = Run(session.treatment.short, size=SIZE)
        code = Run(session.treatment.colour, look=Look.BADGE, size=SIZE)
        alarms, quiet = _flags(self.told)
        less = Run(initial, size=SIZE)
        ways: tuple[tuple[Run, ...], ...] = (
            (BOX, surname, Run(given, size=SIZE), short, *quiet, *alarms, code),
            (BOX, surname, less, short, *quiet, *alarms, code),
            (BOX, surname, less, name, *alarms, code),
            (BOX, surname, less, *alarms, code),
            (BOX, surname, less, *alarms),
            (surname, less, *alarms),
        )
        for way in ways:
            yield _shown(way), SIZE
        for size in range(SIZE - 1, SMALLEST - 1, -1):
            yield _shown((surname, less)), size
        yield (Run(label.initials, bold=True),), SIZE
        yield (Run(label.initials, bold=True),), SMALLEST

    def _paint_line(self, painter: QPainter, line: Sequence[Run], size: int, wide: float) -> None:
        full = wide > self.box.width() - 60 or len(line) > 1
        left = self.box.left() + (9 if full else (self.box.width() - wide) / 2)
        middle = self.box.top() + (self.box.height() - BAR) / 2 - 1
        for run in line:
            if run.look is Look.BADGE:
                left = self.box.right() - 9 - _run_width(run, size)  # the code stands at the end of the card
            if run.look is Look.BOX:
                marks.tick_box(painter, left, middle)
            elif run.look is Look.PLAIN:
                base = middle + typeface.ascent(size, run.weight) / 2
                marks.text(painter, QPointF(left, base), run.text, size, run.weight)
            else:
                marks.badge(painter, left, middle, run.text, size, inverse=run.look is Look.INVERSE)
            left += _run_width(run, size) + SPACE

    def _paint_segments(self, painter: QPainter) -> None:
        drugs = 0
        for part in self.told.session.treatment.segments:
            left = self.box.left() + part.start * self.minute + 4
            right = min(self.box.left() + part.end * self.minute, self.box.right() - 4)
            bar = QRectF(left, self.box.bottom() - BAR - 5, right - left - 2, BAR)
            if bar.width() < 2:
                continue
            if part.kind is SegmentKind.DRUG:
                marks.fill(painter, bar, marks.GREY if drugs % 2 else marks.BLACK)
                drugs += 1
            elif part.kind is SegmentKind.PREMEDICATION:
                marks.frame(painter, bar)
            elif part.kind is SegmentKind.OBSERVATION:
                marks.hatch(painter, bar, 6.0)
                marks.frame(painter, bar)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                marks.line(painter, bar.bottomLeft(), bar.bottomRight(), 1.6, marks.HAIR)


def _flags(told: Told) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return what outlives the treatment on a narrow card, and what does not."""
    alarms = [Run("P", look=Look.INVERSE, size=SIZE)] if told.port.missing else []
    if told.leave.verdict is Leave.NO:
        alarms.append(Run("NO", look=Look.INVERSE, size=SIZE))
    if told.session.hold_reason:
        alarms.append(Run("HOLD", look=Look.INVERSE, size=SIZE))
    quiet = [Run("P", size=SIZE)] if told.port.in_place else []
    if told.session.treatment.first_dose:
        quiet.append(Run("1st", size=SIZE))
    return tuple(alarms), tuple(quiet)


def _shown(runs: Sequence[Run]) -> tuple[Run, ...]:
    return tuple(run for run in runs if run.text or run.look is Look.BOX)


def _run_width(run: Run, size: int) -> float:
    if run.look is Look.BOX:
        return marks.TICK
    if run.look is Look.PLAIN:
        return typeface.width(run.text, size, run.weight)
    return marks.badge_width(run.text, size)


def _width(line: Sequence[Run], size: int) -> float:
    return sum(_run_width(run, size) for run in line) + SPACE * (len(line) - 1)


def hours_of(board: BoardDay, sessions: Sequence[BoardSession]) -> Span:
    """Return the hours to draw: the opening hours, and whatever starts before or ends after them."""
    starts = [board.hours.start, *(session.span.start for session in sessions)]
    ends = [board.hours.end, *(session.span.end for session in sessions)]
    return Span(_quarter_down(min(starts)), max(ends))


def timelines(board: BoardDay, told: Sequence[Told], room: QRectF) -> list[Timeline]:
    """Return the pages of the timeline; no-shows hold no place and are in the list only."""
    shown = tuple(each for each in told if each.session.status not in NOT_LIVE)
    hours = hours_of(board, [each.session for each in shown])
    most = max(1, int((room.height() - AXIS) / LOWEST))
    pages = max(1, -(-len(board.chairs) // most))
    per_page = max(1, -(-len(board.chairs) // pages))
    height = min(TALLEST, (room.height() - AXIS) / per_page)
    return [
        Timeline(board, board.chairs[first : first + per_page], shown, hours, height, continued=first > 0)
        for first in range(0, max(1, len(board.chairs)), per_page)
    ]


def _quarter_down(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)

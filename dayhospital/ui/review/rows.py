"""The worklist of the review page: one treatment day a row, painted."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from dayhospital.clinical.gates import figure, subject_name
from dayhospital.clinical.late_tests import late_tests
from dayhospital.clinical.library import Library
from dayhospital.domain.formats import day_text
from dayhospital.domain.gate import Colour
from dayhospital.queries.review import COLUMNS, ReviewRow
from dayhospital.ui.patients.dose_gauge import draw_gauge
from dayhospital.ui.results.words import name_of_test
from dayhospital.ui.review.ranges import draw_range
from dayhospital.ui.review.words import (
    DECISION_ICONS,
    MARKS,
    TONES,
    change_icon,
    change_text,
    decision_text,
    due_text,
    heart_text,
    lifetime_text,
    lifetime_tone,
    request_text,
    session_text,
    short_name,
    signature_text,
)
from dayhospital.ui.texts import finding_text, say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import LEFT, draw_text, text_width
from dayhospital.ui.widgets import draw_group_dot

NOWHERE = QModelIndex()
ROW, WAITED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
PATIENT, SESSION, CHANGED = range(3)
LEVELS = range(3, 3 + len(COLUMNS))
LIFETIME = LEVELS.stop
HEART = LIFETIME + 1
OPEN = HEART + 1
WIDTHS = {PATIENT: 200, SESSION: 136, **dict.fromkeys(LEVELS, 54), LIFETIME: 86, HEART: 56, OPEN: 102}
"""In px at 100 %; what changed takes what is left."""
IN_THE_MIDDLE = Qt.TextElideMode.ElideMiddle
"""Where a line ends with a grade, a value or the day of a cycle, its end is not cut."""
GAUGE = 6.0
"""Height of the gauge of a lifetime dose."""


class ReviewModel(QAbstractTableModel):
    """Shows rows read by the page; never queries."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._rows: tuple[ReviewRow, ...] = ()
        self._changed = say("What changed")

    def show_rows(self, rows: tuple[ReviewRow, ...], today: date, signed: bool = False) -> None:
        """Show rows; ``signed`` ones say what was decided where the others say what changed."""
        self.beginResetModel()
        self._rows, self._today = rows, today
        self._changed = say("Signed") if signed else say("What changed")
        self.endResetModel()

    def place_of(self, treatment_day_id: int) -> int:
        """Return the row of a treatment day, -1 if it is not there."""
        return next((n for n, row in enumerate(self._rows) if row.case.treatment_day_id == treatment_day_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else OPEN + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        if section in LEVELS:
            return short_name(COLUMNS[section - LEVELS.start])
        words = {
            PATIENT: say("Patient"),
            SESSION: say("Session"),
            CHANGED: self._changed,
            LIFETIME: say("Lifetime"),
            HEART: say("LVEF"),
            OPEN: say("Open"),
        }
        return words[section]

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == WAITED:
            return open_lines(row, self._today)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell_text(row, index.column(), self._today)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, index.column())
        return None

    def _tip(self, row: ReviewRow, column: int) -> str | None:
        """Return what stands behind a cell in full."""
        if column == CHANGED:
            lines = [change_text(change) for change in row.changes]
        elif column == LIFETIME:
            lines = [finding_text(finding) for one in row.beside.lifetime for finding in one.findings]
        elif column == OPEN:
            lines = [request_text(request, self._today) for request in row.beside.tests]
        else:
            lines = [finding_text(finding) for finding in row.case.verdict.findings]
        return "\n".join(lines) or None


def cell_text(row: ReviewRow, column: int, today: date) -> str:
    """Return the words of a cell, its lines one below the other."""
    case = row.case
    if column == PATIENT:
        label = case.patient
        return f"{label.name}\n{day_text(label.birth_date)}  {label.hospital_number}"
    if column == SESSION:
        return f"{session_text(case, today)}\n{case.short} {case.day.label}"
    if column == CHANGED:
        if case.decision is not None and not case.needs_decision:
            return f"{decision_text(case.decision)}\n{signature_text(case.decision)}"
        return "\n".join(change_text(change) for change in row.changes[:2]) or say("Nothing new")
    if column in LEVELS:
        result = row.latest(COLUMNS[column - LEVELS.start])
        return "–" if result is None or result.value is None else figure(result.value)
    if column == LIFETIME:
        return "–" if row.lifetime is None else lifetime_text(row.lifetime)
    if column == HEART:
        latest = row.latest("lvef")
        return "\n".join(heart_text(case.verdict.line("lvef"), latest.value if latest else None)).strip()
    return "\n".join(line.words for line in open_lines(row, today)) or "–"


@dataclass(frozen=True, slots=True)
class WaitedLine:
    """One line of what is waited for; a line with an icon begins something."""

    words: str
    icon: str = ""
    late: bool = False


def open_lines(row: ReviewRow, today: date) -> list[WaitedLine]:
    """Return what is waited for, in three lines at most: results, then the first test due."""
    names, tests = [subject_name(name) for name in row.missing], row.beside.tests
    count = names[0] if len(names) == 1 else say("{n} results", n=len(names))
    lines = [WaitedLine(count, "hourglass")] if names else []
    if not tests:
        return [*lines, WaitedLine(", ".join(names))] if len(names) > 1 else lines
    late = bool(late_tests(tests, today))
    name = name_of_test(tests[0])
    if len(tests) > 1:
        name = say("{test} + {n}", test=name, n=len(tests) - 1)
    icon = "clock-alert" if late else "hourglass"
    return [*lines, WaitedLine(name, icon, late), WaitedLine(due_text(tests[0], today), late=late)]


class ReviewDelegate(QStyledItemDelegate):
    """Paints names, changes with icons, and values over their ranges."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = holder().theme
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.selected)
            if index.column() == PATIENT:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.accent)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.line)
        row: ReviewRow = index.data(ROW)
        lines = str(index.data()).split("\n")
        inner = box.adjusted(8, 13, -4, -13)
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        lower = upper.translated(0, inner.height() / 2)
        column = index.column()
        if column == PATIENT:
            self._patient(painter, box, row, lines)
        elif column == SESSION:
            self._session(painter, upper, lower, row, lines)
        elif column == CHANGED:
            self._changes(painter, upper, lower, row, lines)
        elif column in LEVELS:
            self._level(painter, upper, lower, row, COLUMNS[column - LEVELS.start], lines[0])
        elif column == LIFETIME:
            self._lifetime(painter, upper, lower, row, lines[0])
        elif column == HEART:
            self._heart(painter, upper, lower, row, lines)
        else:
            self._open(painter, inner, index.data(WAITED))
        painter.restore()

    def _patient(self, painter: QPainter, box: QRectF, row: ReviewRow, lines: list[str]) -> None:
        """Draw the name and both identifiers; a long name takes two lines, a number is never cut."""
        theme, colour = holder().theme, row.case.verdict.colour
        strong, dense = holder().font(FontRole.BODY_STRONG), holder().font(FontRole.DENSE)
        inner, (name, numbers) = box.adjusted(32, 0, -2, 0), lines
        shown = [(name, strong, theme.text1)]
        if text_width(name, strong) > inner.width() and ", " in name:
            family, given = name.split(", ", 1)
            shown = [(f"{family},", strong, theme.text1), (given, dense, theme.text1)]
        shown.append((numbers, dense, theme.text2))
        height = inner.height() - (26 if len(shown) == 2 else 14)
        top, step = inner.center().y() - height / 2, height / len(shown)
        for number, (words, font, ink) in enumerate(shown):
            draw_text(painter, QRectF(inner.left(), top + number * step, inner.width(), step), words, font, ink)
        mark = QRectF(box.left() + 11, top + step / 2 - 7, 14, 14)
        draw_icon(painter, MARKS[colour], theme.status(TONES[colour]).text, mark)

    def _session(self, painter: QPainter, upper: QRectF, lower: QRectF, row: ReviewRow, lines: list[str]) -> None:
        theme = holder().theme
        draw_text(painter, upper, lines[0], holder().font(FontRole.BODY_MEDIUM), theme.text1)
        draw_group_dot(painter, QRectF(lower.left(), lower.center().y() - 4, 8, 8), row.case.colour, theme)
        words = lower.adjusted(14, 0, 0, 0)
        draw_text(painter, words, lines[1], holder().font(FontRole.DENSE), theme.text2, elide=IN_THE_MIDDLE)

    def _changes(self, painter: QPainter, upper: QRectF, lower: QRectF, row: ReviewRow, lines: list[str]) -> None:
        theme, case = holder().theme, row.case
        if case.decision is not None and not case.needs_decision:
            icon, tone = DECISION_ICONS[case.decision.kind]
            draw_icon(painter, icon, theme.colour(tone), QRectF(upper.left(), upper.center().y() - 7, 14, 14))
            first, second = upper.adjusted(22, 0, 0, 0), lower.adjusted(22, 0, 0, 0)
            draw_text(painter, first, lines[0], holder().font(FontRole.BODY_MEDIUM), theme.text1)
            draw_text(painter, second, lines[1], holder().font(FontRole.DENSE), theme.text2)
            return
        if len(row.changes) < 2:
            upper = upper.united(lower)
        wrapped = len(row.changes) == 1
        if not row.changes:
            draw_text(painter, upper, lines[0], holder().font(FontRole.DENSE), theme.text3)
        for box, change, words in zip((upper, lower), row.changes, lines, strict=False):
            ink = theme.text2 if change.colour is Colour.GREEN else theme.status(TONES[change.colour]).text
            draw_icon(painter, change_icon(change), ink, QRectF(box.left(), box.center().y() - 7, 14, 14))
            words_box, font = box.adjusted(20, 0, 0, 0), holder().font(FontRole.BODY)
            if wrapped and text_width(words, font) > words_box.width():
                painter.setFont(font)
                painter.setPen(theme.text1)
                painter.drawText(words_box, LEFT | Qt.TextFlag.TextWordWrap, words)
            else:
                draw_text(painter, words_box, words, font, theme.text1, elide=IN_THE_MIDDLE)

    def _level(self, painter: QPainter, upper: QRectF, lower: QRectF, row: ReviewRow, analyte: str, words: str) -> None:
        theme = holder().theme
        line, result = row.case.verdict.line(analyte), row.latest(analyte)
        stale = line is not None and line.value is None
        colour = Colour.GREEN if line is None or stale else line.colour
        ink = theme.text1 if colour is Colour.GREEN else theme.status(TONES[colour]).text
        role = FontRole.BODY_STRONG if not stale else FontRole.BODY
        draw_text(painter, upper, words, holder().font(role), theme.text3 if stale else ink)
        if result is not None and result.value is not None:
            bound, low = (line.bound, line.low) if line is not None else (None, True)
            bar = lower.adjusted(0, 0, -8, 0)
            draw_range(painter, bar, analyte, result.value, colour, bound, low, theme)

    def _heart(self, painter: QPainter, upper: QRectF, lower: QRectF, row: ReviewRow, lines: list[str]) -> None:
        theme, line = holder().theme, row.case.verdict.line("lvef")
        colour = Colour.GREEN if line is None else line.colour
        tone = None if colour is Colour.GREEN else theme.status(TONES[colour]).text
        draw_text(painter, upper, lines[0], holder().font(FontRole.BODY_STRONG), tone or theme.text1)
        if len(lines) > 1:
            draw_text(painter, lower, lines[1], holder().font(FontRole.DENSE), tone or theme.text2)

    def _lifetime(self, painter: QPainter, upper: QRectF, lower: QRectF, row: ReviewRow, words: str) -> None:
        """Draw what was given of the limit, and the gauge of the patient page with the whole planned course."""
        theme, found = holder().theme, row.lifetime
        if found is None:
            draw_text(painter, upper.united(lower), words, holder().font(FontRole.BODY), theme.text3)
            return
        tone = lifetime_tone(found)
        ink = theme.text1 if tone is None else theme.status(tone).text
        draw_text(painter, upper, words, holder().font(FontRole.BODY_STRONG), ink)
        bar = QRectF(lower.left(), lower.center().y() - GAUGE / 2, lower.width() - 8, GAUGE)
        draw_gauge(painter, bar, found, self._library.drug(found.drug).colour)

    def _open(self, painter: QPainter, box: QRectF, lines: list[WaitedLine]) -> None:
        theme = holder().theme
        if not lines:
            draw_text(painter, box, "–", holder().font(FontRole.BODY), theme.text3)
            return
        step = max(16.0, box.height() / max(2, len(lines)))
        top = box.center().y() - step * len(lines) / 2
        for number, one in enumerate(lines):
            line = QRectF(box.left(), top + number * step, box.width(), step)
            role, ink = FontRole.DENSE, theme.text2
            if one.icon:
                tone = theme.status("critical" if one.late else "warn").text
                draw_icon(painter, one.icon, tone, QRectF(line.left(), line.center().y() - 7, 14, 14))
                role, ink = FontRole.DENSE_MEDIUM, theme.text1
            ink = theme.status("critical").text if one.late else ink
            draw_text(painter, line.adjusted(19, 0, 0, 0), one.words, holder().font(role), ink)

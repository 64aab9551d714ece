"""The worklist of the review page: one treatment day a row, painted."""

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dayhospital.clinical.gates import figure, subject_name
from dayhospital.domain.formats import age, day_text
from dayhospital.domain.gate import Colour
from dayhospital.queries.review import COLUMNS, ReviewRow
from dayhospital.ui.review.ranges import draw_range
from dayhospital.ui.review.words import (
    DECISION_ICONS,
    MARKS,
    TONES,
    change_icon,
    change_text,
    decision_text,
    heart_text,
    session_text,
    short_name,
    signature_text,
)
from dayhospital.ui.texts import finding_text, say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, text_width
from dayhospital.ui.widgets import draw_group_dot

NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
PATIENT, SESSION, CHANGED = range(3)
LEVELS = range(3, 3 + len(COLUMNS))
HEART = LEVELS.stop
OPEN = HEART + 1
WIDTHS = {PATIENT: 186, SESSION: 134, **dict.fromkeys(LEVELS, 55), HEART: 66, OPEN: 86}
"""In px at 100 %; what changed takes what is left."""


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
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell_text(row, index.column(), self._today)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(finding_text(finding) for finding in row.case.verdict.findings) or None
        return None


def cell_text(row: ReviewRow, column: int, today: date) -> str:
    """Return the words of a cell, its lines one below the other."""
    case = row.case
    if column == PATIENT:
        label = case.patient
        years = say("{n} y", n=age(label.birth_date, today))
        return f"{label.name}\n{day_text(label.birth_date)} · {years}"
    if column == SESSION:
        return f"{session_text(case, today)}\n{case.short} {case.day.label}"
    if column == CHANGED:
        if case.decision is not None and not case.needs_decision:
            return f"{decision_text(case.decision)}\n{signature_text(case.decision)}"
        return "\n".join(change_text(change) for change in row.changes[:2]) or say("Nothing new")
    if column in LEVELS:
        result = row.latest(COLUMNS[column - LEVELS.start])
        return "–" if result is None or result.value is None else figure(result.value)
    if column == HEART:
        latest = row.latest("lvef")
        return "\n".join(heart_text(case.verdict.line("lvef"), latest.value if latest else None)).strip()
    return "\n".join(subject_name(name) for name in row.missing) or "–"


class ReviewDelegate(QStyledItemDelegate):
    """Paints names, changes with icons, and values over their ranges."""

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
            self._patient(painter, upper, lower, row, lines)
        elif column == SESSION:
            self._session(painter, upper, lower, row, lines)
        elif column == CHANGED:
            self._changes(painter, upper, lower, row, lines)
        elif column in LEVELS:
            self._level(painter, upper, lower, row, COLUMNS[column - LEVELS.start], lines[0])
        elif column == HEART:
            self._heart(painter, upper, lower, row, lines)
        else:
            self._open(painter, upper, lower, row, lines)
        painter.restore()

    def _patient(self, painter: QPainter, upper: QRectF, lower: QRectF, row: ReviewRow, lines: list[str]) -> None:
        theme, colour = holder().theme, row.case.verdict.colour
        mark = QRectF(upper.left() + 4, upper.center().y() - 7, 14, 14)
        draw_icon(painter, MARKS[colour], theme.status(TONES[colour]).text, mark)
        shift = 26
        strong, name, born = holder().font(FontRole.BODY_STRONG), lines[0], lines[1]
        if text_width(name, strong) > upper.width() - shift and ", " in name:
            family, given = name.split(", ", 1)
            name, born = f"{family},", f"{given} · {born.split(' · ')[0]}"
        draw_text(painter, upper.adjusted(shift, 0, 0, 0), name, strong, theme.text1)
        draw_text(painter, lower.adjusted(shift, 0, 0, 0), born, holder().font(FontRole.DENSE), theme.text2)

    def _session(self, painter: QPainter, upper: QRectF, lower: QRectF, row: ReviewRow, lines: list[str]) -> None:
        theme = holder().theme
        draw_text(painter, upper, lines[0], holder().font(FontRole.BODY_MEDIUM), theme.text1)
        draw_group_dot(painter, QRectF(lower.left(), lower.center().y() - 4, 8, 8), row.case.colour, theme)
        draw_text(painter, lower.adjusted(14, 0, 0, 0), lines[1], holder().font(FontRole.DENSE), theme.text2)

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
        if not row.changes:
            draw_text(painter, upper, lines[0], holder().font(FontRole.DENSE), theme.text3)
        for box, change, words in zip((upper, lower), row.changes, lines, strict=False):
            ink = theme.text2 if change.colour is Colour.GREEN else theme.status(TONES[change.colour]).text
            draw_icon(painter, change_icon(change), ink, QRectF(box.left(), box.center().y() - 7, 14, 14))
            draw_text(painter, box.adjusted(22, 0, 0, 0), words, holder().font(FontRole.BODY), theme.text1)

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

    def _open(self, painter: QPainter, upper: QRectF, lower: QRectF, row: ReviewRow, lines: list[str]) -> None:
        theme = holder().theme
        if not row.missing:
            draw_text(painter, upper.united(lower), lines[0], holder().font(FontRole.BODY), theme.text3)
            return
        draw_icon(painter, "hourglass", theme.status("warn").text, QRectF(upper.left(), upper.center().y() - 7, 14, 14))
        if len(lines) > 1:
            count = say("{n} results", n=len(lines))
            draw_text(painter, upper.adjusted(20, 0, 0, 0), count, holder().font(FontRole.DENSE_MEDIUM), theme.text1)
        draw_text(painter, lower, ", ".join(lines), holder().font(FontRole.DENSE), theme.text2)

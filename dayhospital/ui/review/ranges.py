"""A value on its range: a small bar with the part that is allowed, and a mark whose shape says the colour."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.clinical.gates import figure, subject_name
from dayhospital.domain.gate import Colour, GateLine
from dayhospital.ui.review.words import TONES, needs_text, unit_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, Theme, holder
from dayhospital.ui.theme.paint import LEFT, RIGHT, draw_text, fill_rounded

SCALES = {
    "neutrophils": (0.0, 6.0),
    "platelets": (0.0, 300.0),
    "haemoglobin": (6.0, 14.0),
    "creatinine": (30.0, 200.0),
    "clearance": (0.0, 120.0),
    "calcium": (1.8, 2.8),
    "temperature": (35.0, 40.0),
    "qtcf": (350.0, 500.0),
}
"""From where to where the bar of an analyte goes; others go to twice their threshold."""
BAR, MARK = 4.0, 3.6


def scale_of(subject: str, bound: float | None, value: float | None) -> tuple[float, float]:
    """Return the ends of the bar."""
    if subject in SCALES:
        return SCALES[subject]
    return 0.0, 2 * max(bound or 0.0, value or 0.0, 1e-6)


def draw_range(
    painter: QPainter,
    box: QRectF,
    subject: str,
    value: float | None,
    colour: Colour,
    bound: float | None,
    low: bool,
    theme: Theme,
) -> None:
    """Draw the bar into the middle of ``box``: green where it is allowed, a disc, triangle or square at the value."""
    first, last = scale_of(subject, bound, value)
    bar = QRectF(box.left(), box.center().y() - BAR / 2, box.width(), BAR)

    def place(number: float) -> float:
        share = (number - first) / (last - first)
        return bar.left() + bar.width() * min(1.0, max(0.0, share))

    fill_rounded(painter, bar, BAR / 2, theme.line)
    if bound is not None:
        edge = place(bound)
        allowed = (
            QRectF(edge, bar.top(), bar.right() - edge, BAR)
            if low
            else QRectF(bar.left(), bar.top(), edge - bar.left(), BAR)
        )
        fill_rounded(painter, allowed, BAR / 2, theme.mix(theme.status("ok").fill, 0.5))
    if value is not None:
        ink = theme.text1 if colour is Colour.GREEN else theme.status(TONES[colour]).text
        centre = QPointF(min(max(place(value), bar.left() + MARK), bar.right() - MARK), bar.center().y())
        draw_mark(painter, centre, colour, ink)


def draw_mark(painter: QPainter, centre: QPointF, colour: Colour, ink: QColor) -> None:
    """Draw a disc for green, a triangle for amber, a square for red."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if colour is Colour.GREEN:
        painter.drawEllipse(centre, MARK, MARK)
    elif colour is Colour.AMBER:
        up, side = QPointF(0, -MARK - 1), MARK + 1
        painter.drawPolygon(QPolygonF([centre + up, centre + QPointF(side, MARK), centre + QPointF(-side, MARK)]))
    else:
        painter.drawRect(QRectF(centre.x() - MARK, centre.y() - MARK, 2 * MARK, 2 * MARK))


class LabLine(QWidget):
    """One value against its threshold: name, the one before and the last, unit, bar, what is needed."""

    def __init__(
        self, line: GateLine, value: float | None, before: float | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._line, self._value, self._before = line, value, before
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = [subject_name(line.subject), self._shown(value), unit_text(line.subject)]
        if line.bound is not None:
            words.append(say("needs {bound}", bound=needs_text(line)))
        self.setAccessibleName(" ".join(filter(None, words)))

    @staticmethod
    def _shown(value: float | None) -> str:
        return "–" if value is None else figure(value)

    def sizeHint(self) -> QSize:
        return QSize(300, holder().px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, fonts, line = holder().theme, holder(), self._line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = self.width(), self.height()
        tone = theme.text1 if line.colour is Colour.GREEN else theme.status(TONES[line.colour]).text
        dense = fonts.font(FontRole.DENSE)
        strong = fonts.font(FontRole.DENSE_STRONG)
        name = width * 0.27
        draw_text(painter, QRectF(0, 0, name - 4, height), subject_name(line.subject), dense, theme.text1)
        last = QRectF(name, 0, width * 0.25, height)
        used = draw_text(painter, last, self._shown(self._value), strong, tone, align=RIGHT)
        if self._before is not None:
            old = last.adjusted(0, 0, -used - 5, 0)
            draw_text(painter, old, f"{figure(self._before)} →", dense, theme.text3, align=RIGHT)
        unit = QRectF(last.right() + 5, 0, width * 0.13 - 5, height)
        draw_text(painter, unit, unit_text(line.subject), fonts.font(FontRole.CAPTION), theme.text3, align=LEFT)
        bar = QRectF(width * 0.66, 0, width * 0.16, height)
        draw_range(painter, bar, line.subject, self._value, line.colour, line.bound, line.low, theme)
        rest = QRectF(bar.right() + 6, 0, width - bar.right() - 6, height)
        weak = theme.text2 if line.colour is Colour.GREEN else tone
        draw_text(painter, rest, needs_text(line), dense, weak, align=RIGHT)
        painter.fillRect(QRectF(0, height - 1, width, 1), theme.line)

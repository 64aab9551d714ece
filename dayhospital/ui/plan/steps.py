"""The steps of a plan, as numbered discs joined by a line."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.ui.theme.fonts import FontRole
from dayhospital.ui.theme.holder import holder
from dayhospital.ui.theme.icons import draw_icon

DISC = 22
GAP = 10
LINE = 52


class StepBar(QWidget):
    """Shows how far a plan is; done steps carry a tick."""

    def __init__(self, words: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._step = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, step: int) -> None:
        self._step = step
        self.setAccessibleName(
            self.tr("Step {step} of {all}, {word}").format(step=step + 1, all=len(self._words), word=self._words[step])
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, holder().px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)
        x = 18.0
        for number, word in enumerate(self._words):
            x = self._paint_step(painter, x, number, word)

    def _paint_step(self, painter: QPainter, x: float, number: int, word: str) -> float:
        """Paint one step at ``x`` and return where the next one begins, in pixels."""
        theme = holder().theme
        middle = self.height() / 2
        disc = QRectF(x, middle - DISC / 2, DISC, DISC)
        done, current = number < self._step, number == self._step
        painter.setPen(theme.accent if current else theme.control)
        painter.setBrush(theme.accent if current else theme.surface)
        if done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.status("ok").fill)
        painter.drawEllipse(disc)
        if done:
            draw_icon(painter, "check", QColor("white"), disc.adjusted(4, 4, -4, -4))
        else:
            painter.setFont(holder().font(FontRole.DENSE_STRONG))
            painter.setPen(QColor("white") if current else theme.text2)
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        font = holder().font(FontRole.BODY_STRONG if current else FontRole.BODY_MEDIUM)
        width = QFontMetricsF(font).horizontalAdvance(word) + 2
        painter.setFont(font)
        painter.setPen(theme.text1 if current or done else theme.text2)
        painter.drawText(QRectF(disc.right() + 8, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
        end = disc.right() + 8 + width + GAP
        if number < len(self._words) - 1:
            painter.fillRect(QRectF(end, middle, LINE, 1), theme.line_strong)
        return end + LINE + GAP

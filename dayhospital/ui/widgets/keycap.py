"""The little key that shows which key does the same."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import CENTRE, draw_text, text_width

HEIGHT = 18


def keycap_width(text: str) -> float:
    """Return the width in px of a key with this text."""
    return max(HEIGHT, text_width(text, holder().font(FontRole.CAPTION_MEDIUM)) + 10)


def draw_keycap(painter: QPainter, box: QRectF, text: str, ink: QColor, frame: QColor) -> None:
    """Draw a key centred in ``box``."""
    width, height = keycap_width(text), holder().px(HEIGHT)
    centre = box.center()
    cap = QRectF(round(centre.x() - width / 2), round(centre.y() - height / 2), round(width), height)
    painter.setPen(QPen(frame, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    draw_text(painter, cap, text, holder().font(FontRole.CAPTION_MEDIUM), ink, align=CENTRE)


class KeyCap(QWidget):
    """A key in running text or at the end of a row."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(keycap_width(self._text)), holder().px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = holder().theme
        draw_keycap(painter, QRectF(self.rect()), self._text, theme.text2, theme.line_strong)

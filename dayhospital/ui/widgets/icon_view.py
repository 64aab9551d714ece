"""An icon as a widget, that follows the theme."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from dayhospital.ui.theme import draw_icon, holder
from dayhospital.ui.theme.paint import fill_rounded


class IconView(QWidget):
    """A decoration: what it means is said in words beside it. ``disc`` puts it on a soft round ground of a status."""

    def __init__(
        self, name: str, tone: str = "text2", side: int = 16, disc: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._side, self._disc = name, tone, side, disc
        room = side * 2 + 4 if disc else side
        self.setFixedSize(room, room)

    def show_icon(self, name: str, tone: str) -> None:
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = holder().theme
        box = QRectF(self.rect())
        if self._disc:
            fill_rounded(painter, box, box.width() / 2, theme.status(self._disc).soft)
        spare_x, spare_y = (box.width() - self._side) / 2, (box.height() - self._side) / 2
        draw_icon(painter, self._name, theme.colour(self._tone), box.adjusted(spare_x, spare_y, -spare_x, -spare_y))

"""What changes with every move of the pointer: now line, selection, landing, axis pills; over the quiet layers."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from dayhospital.domain.formats import time_text
from dayhospital.domain.span import Span
from dayhospital.ui.board.drag import DragMachine, Landing
from dayhospital.ui.board.geometry import Box
from dayhospital.ui.board.layers import rectf
from dayhospital.ui.board.scene import Item, Scene
from dayhospital.ui.theme import FontRole, Theme, ThemeHolder, draw_icon
from dayhospital.ui.theme.paint import draw_text, fill_rounded, hatch, text_width

PILL = 20


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of the board are in the viewport, in px."""

    left: float
    axis: float
    grid_width: float
    grid_height: float
    scroll_x: int
    scroll_y: int

    @property
    def grid(self) -> QRectF:
        return QRectF(self.left, self.axis, self.grid_width, self.grid_height)

    def to_view(self, box: Box) -> QRectF:
        return rectf(box).translated(self.left - self.scroll_x, self.axis - self.scroll_y)

    def to_content(self, x: float, y: float) -> tuple[float, float]:
        return x - self.left + self.scroll_x, y - self.axis + self.scroll_y

    @property
    def origin_x(self) -> float:
        """The x of the axis' start in the viewport."""
        return self.left - self.scroll_x


class Overlay:
    """Paints in viewport coordinates."""

    def __init__(self, holder: ThemeHolder) -> None:
        self._holder = holder

    @property
    def theme(self) -> Theme:
        return self._holder.theme

    def selection(self, painter: QPainter, item: Item, frame: Frame) -> None:
        """Ring the selected card: 2 px of accent with a line of surface inside, so that it shows on any tint."""
        area = frame.to_view(item.box)
        painter.save()
        painter.setClipRect(frame.grid)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self.theme.radius.block
        painter.setPen(QPen(self.theme.surface, 1))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(QPen(self.theme.accent, 2))
        painter.drawRoundedRect(area.adjusted(-1, -1, 1, 1), radius + 1.5, radius + 1.5)
        painter.restore()

    def hovered(self, painter: QPainter, item: Item, frame: Frame) -> None:
        """Line the card under the pointer."""
        painter.save()
        painter.setClipRect(frame.grid)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.text3, 1))
        radius = self.theme.radius.block
        painter.drawRoundedRect(frame.to_view(item.box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.restore()

    def now_line(self, painter: QPainter, scene: Scene, frame: Frame, bottom: float) -> None:
        """Draw the line of now over everything, with its pill in the axis."""
        if not scene.today:
            return
        x = frame.origin_x + scene.geometry.x_of(scene.now)
        if not frame.left <= x <= frame.left + frame.grid_width:
            return
        painter.setPen(QPen(self.theme.now, 1.6))
        painter.drawLine(QLineF(x, frame.axis - 4, x, bottom))
        self.pill(painter, scene, x, frame, scene.now, self.theme.now, round_ends=True)

    def pill(
        self,
        painter: QPainter,
        scene: Scene,
        x: float,
        frame: Frame,
        moment: datetime,
        colour: QColor,
        *,
        round_ends: bool = False,
        side: int = 0,
    ) -> None:
        """Write a time on a pill in the axis; ``side`` −1 puts it left of ``x``, 1 right, 0 on it."""
        font = self._holder.font(FontRole.BODY_STRONG)
        words = time_text(moment)
        width = text_width(words, font) + 12
        shift = {-1: -width, 0: -width / 2, 1: 0}[side]
        left = min(max(x + shift, frame.left), frame.left + frame.grid_width - width)
        area = QRectF(left, (frame.axis - PILL) / 2 - 1, width, PILL)
        self._clear_hours(painter, area, frame, scene)
        fill_rounded(painter, area, PILL / 2 if round_ends else 4, colour)
        ink = self.theme.ink if self.theme.dark else self.theme.on_accent
        draw_text(painter, area, words, font, ink, align=Qt.AlignmentFlag.AlignCenter)

    def _clear_hours(self, painter: QPainter, pill: QRectF, frame: Frame, scene: Scene) -> None:
        """Take away the hours a pill would cover in part."""
        half = text_width("00:00", self._holder.font(FontRole.DENSE_MEDIUM)) / 2 + 1
        for tick in scene.geometry.ticks(60):
            x = frame.origin_x + scene.geometry.x_of(tick)
            if pill.left() - 2 < x + half and x - half < pill.right() + 2:
                painter.fillRect(QRectF(x - half, 1, 2 * half, frame.axis - 7), self.theme.surface)

    # --- dragging ---

    def landing(self, painter: QPainter, scene: Scene, machine: DragMachine, frame: Frame) -> None:
        """Draw where it would land, start and end on the axis, and the nearest fit."""
        verdict = machine.verdict
        if verdict is None or scene.geometry.row_of(verdict.landing.chair_id) is None:
            return
        painter.save()
        painter.setClipRect(frame.grid)
        if machine.nearest is not None:
            self._nearest(painter, scene, machine.nearest, frame)
        kind = "critical" if verdict.refused else "warn" if verdict.soft else "ok"
        colours = self.theme.status(kind)
        area = self._area(scene, verdict.landing, frame)
        if verdict.fits:
            fill_rounded(painter, area, 5, self.theme.mix(colours.fill, 0.14))
        else:
            fill_rounded(painter, area, 5, colours.soft)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hatch(self.theme.mix(colours.fill, 0.55), 7, 1.2))
            painter.drawRoundedRect(area, 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.fill, 2))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)
        painter.restore()
        self._axis_marks(painter, scene, verdict.landing.span, area, frame, kind)

    def _axis_marks(self, painter: QPainter, scene: Scene, span: Span, area: QRectF, frame: Frame, kind: str) -> None:
        colours = self.theme.status(kind)
        pen = QPen(colours.text, 1.2)
        pen.setDashPattern([2, 2])
        for moment in (span.start, span.end):
            x = frame.origin_x + scene.geometry.x_of(moment)
            if frame.left <= x <= frame.left + frame.grid_width:
                painter.setPen(pen)
                painter.drawLine(QLineF(x, frame.axis - 3, x, area.top()))
        fill = colours.text
        start, end = (frame.origin_x + scene.geometry.x_of(moment) for moment in (span.start, span.end))
        apart = end - start > 104
        self.pill(painter, scene, start, frame, span.start, fill, side=0 if apart else -1)
        self.pill(painter, scene, end, frame, span.end, fill, side=0 if apart else 1)

    def _nearest(self, painter: QPainter, scene: Scene, nearest: Landing, frame: Frame) -> None:
        if scene.geometry.row_of(nearest.chair_id) is None:
            return
        area = self._area(scene, nearest, frame)
        fill_rounded(painter, area, 5, self.theme.selected)
        pen = QPen(self.theme.accent, 2)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)
        chair = scene.board.chair(nearest.chair_id).name
        words = f"{chair} {time_text(nearest.span.start)}"
        font = self._holder.font(FontRole.DENSE_STRONG)
        ink = self.theme.accent_text
        draw_icon(painter, "corner-down-left", ink, QRectF(area.x() + 7, area.center().y() - 7, 14, 14))
        room = QRectF(area.x() + 26, area.y(), area.width() - 30, area.height())
        if text_width(words, font) <= room.width():
            draw_text(painter, room, words, font, ink)

    @staticmethod
    def _area(scene: Scene, landing: Landing, frame: Frame) -> QRectF:
        return frame.to_view(scene.geometry.box(landing.chair_id, landing.span))

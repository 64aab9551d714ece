"""Puts the board's layers on the screen: what rarely changes is kept as pictures, what moves is painted over them."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from dayhospital.domain.board import BoardSession
from dayhospital.domain.span import Span
from dayhospital.ui.board.card import CardPainter
from dayhospital.ui.board.drag import Landing
from dayhospital.ui.board.geometry import Box
from dayhospital.ui.board.layers import Layers
from dayhospital.ui.board.overlay import Frame, Overlay
from dayhospital.ui.board.scene import Scene
from dayhospital.ui.board.strips import paint_ghost, paint_strip, paint_strip_title
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import draw_text

if TYPE_CHECKING:
    from dayhospital.ui.board.view import BoardView

_BAY = 20
_LARGEST = 14_000_000
"""Px of the largest picture kept of all rows; what is larger is painted anew where it is seen."""


class Canvas:
    """Paints a :class:`BoardView`.

    Three steps: still pictures of rows, left column, axis and strips, made once per scene; the base, which is those put
    together at the present scroll position; and over the base, with every frame, what moves.
    """

    def __init__(self, view: "BoardView", cards: CardPainter) -> None:
        self._view = view
        self._holder = holder()
        self._layers = Layers(self._holder, cards)
        self._overlay = Overlay(self._holder)
        self._base: QPixmap | None = None
        self._old_base: QPixmap | None = None
        """Its memory is used again."""
        self._stills: dict[str, QPixmap] = {}
        self._moved: QRegion = QRegion()

    def forget(self) -> None:
        """The scene changed: paint everything again at the next frame."""
        self._base = None
        self._stills.clear()

    def start_anew(self) -> None:
        """The theme changed."""
        self._layers.start_anew()
        self.forget()

    def scrolled(self) -> None:
        """The scroll position changed: put the pictures together again."""
        self._base = None

    def paint(self, painter: QPainter, area: QRect, hovered: int | None) -> None:
        """Paint a frame into ``area`` of the viewport."""
        scene = self._view.scene
        if scene is None:
            painter.fillRect(area, self._holder.theme.bg)
            return
        if self._base is None:
            self._base = self._make_base(scene)
        painter.drawPixmap(0, 0, self._base)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._marks(painter, scene, self._view.frame(), hovered)

    def _marks(self, painter: QPainter, scene: Scene, frame: Frame, hovered: int | None) -> None:
        machine = self._view.carrier.machine
        if not machine.lifted:
            if hovered is not None and (item := scene.by_id.get(hovered)) is not None:
                self._overlay.hovered(painter, item, frame)
            if (selected := self._view.selected_item()) is not None:
                self._overlay.selection(painter, selected, frame)
        else:
            self._ghosts(painter, scene, frame)
        self._overlay.now_line(painter, scene, frame, self._view.viewport().height())
        if machine.lifted:
            self._overlay.landing(painter, scene, machine, frame)

    def moving_region(self, scene: Scene) -> QRegion:
        """Return what a step of a drag changes: axis, strips, the rows of the landings before and now."""
        frame, machine = self._view.frame(), self._view.carrier.machine
        width = self._view.viewport().width()
        region = QRegion(0, 0, width, round(frame.axis))
        strips_top = round(self._view.parts.strip_area(0).y())
        region += QRegion(0, strips_top, width, self._view.viewport().height() - strips_top)
        now = QRegion()
        landings: list[Landing | None] = [machine.nearest, machine.verdict.landing if machine.verdict else None]
        for landing in landings:
            if landing is None or scene.geometry.row_of(landing.chair_id) is None:
                continue
            box = frame.to_view(scene.geometry.box(landing.chair_id, landing.span)).adjusted(-3, -3, 3, 3).toRect()
            now += QRegion(box)
            if landing is not machine.nearest:  # the dotted lines from the axis to the landing
                now += QRegion(QRect(box.x(), 0, 6, box.bottom())) + QRegion(QRect(box.right() - 6, 0, 8, box.bottom()))
        before, self._moved = self._moved, now
        return region + before + now

    # --- the base ---

    def _make_base(self, scene: Scene) -> QPixmap:
        view, dpr = self._view.viewport(), self._view.viewport().devicePixelRatioF()
        picture = self._old_base
        if picture is None or picture.size() != view.size() * dpr:
            picture = self._old_base = _blank(view.width(), view.height(), dpr)
        painter = QPainter(picture)
        self._draw_base(painter, scene, dpr)
        painter.end()
        return picture

    def _draw_base(self, painter: QPainter, scene: Scene, dpr: float) -> None:
        frame, geometry = self._view.frame(), scene.geometry
        top, theme = frame.axis - frame.scroll_y, self._holder.theme
        below = top + geometry.height
        if below < frame.axis + frame.grid_height:
            painter.fillRect(QRectF(0, below, self._view.viewport().width(), frame.grid_height), theme.bg)
        painter.setClipRect(frame.grid)
        self._draw_content(painter, scene, frame, dpr)
        painter.setClipRect(QRectF(0, frame.axis, frame.left, frame.grid_height))
        column = self._still("column", frame.left, geometry.height, lambda still: self._draw_column(still, scene))
        painter.drawPixmap(QPointF(0, top), column)
        painter.setClipRect(QRectF(frame.left, 0, frame.grid_width, frame.axis))
        painter.drawPixmap(QPointF(frame.origin_x, 0), self._axis(scene, frame))
        painter.setClipping(False)
        painter.drawPixmap(
            0, 0, self._still("corner", frame.left, frame.axis, lambda still: self._draw_corner(still, frame))
        )
        self._draw_strips(painter, scene, frame)
        painter.fillRect(QRectF(frame.left - 1, 0, 1, self._view.viewport().height()), theme.line_strong)

    def _axis(self, scene: Scene, frame: Frame) -> QPixmap:
        width = scene.geometry.width
        area = QRectF(0, 0, width, frame.axis)
        return self._still("axis", width, frame.axis, lambda still: self._layers.axis(still, scene, area, 0))

    def _still(self, name: str, width: float, height: float, draw: Callable[[QPainter], None]) -> QPixmap:
        """Return a picture that stays as it is until the scene changes."""
        found = self._stills.get(name)
        if found is None:
            found = _blank(round(width), round(height), self._view.viewport().devicePixelRatioF())
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter)
            painter.end()
            self._stills[name] = found
        return found

    def _draw_content(self, painter: QPainter, scene: Scene, frame: Frame, dpr: float) -> None:
        """Draw grid and cards: from one picture of all of it, or only what is in sight if that would be too large."""
        width, height = scene.geometry.width, scene.geometry.height
        grid = frame.grid

        def draw(target: QPainter, sight: Box) -> None:
            self._layers.grid(target, scene)
            self._layers.blocks(target, scene, dpr)
            if scene.free is not None:
                self._layers.free_ranges(target, scene)
            self._layers.cards(target, scene, sight, dpr)

        painter.save()
        painter.translate(frame.origin_x, frame.axis - frame.scroll_y)
        if width * height * dpr * dpr > _LARGEST:
            draw(painter, Box(frame.scroll_x, frame.scroll_y, round(grid.width()), round(grid.height())))
        else:
            whole = Box(0, 0, width, height)
            painter.drawPixmap(0, 0, self._still("content", width, height, lambda still: draw(still, whole)))
        painter.restore()

    def _draw_column(self, painter: QPainter, scene: Scene) -> None:
        self._layers.column(painter, scene, self._view.parts.left, self._holder.px(_BAY))

    def _draw_corner(self, painter: QPainter, frame: Frame) -> None:
        theme, bay = self._holder.theme, self._holder.px(_BAY)
        painter.fillRect(QRectF(0, 0, frame.left, frame.axis), theme.surface)
        painter.fillRect(QRectF(0, frame.axis - 1, frame.left, 1), theme.line_strong)
        font = self._holder.font(FontRole.CAPTION_MEDIUM)
        words = QRectF(bay + 8, 0, frame.left - bay - 16, frame.axis - 4)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, words, self._view.tr("Chair"), font, theme.text2)
        draw_text(painter, words, self._view.tr("Nurse"), font, theme.text2, align=right)

    # --- the strips ---

    def _draw_strips(self, painter: QPainter, scene: Scene, frame: Frame) -> None:
        if not scene.strips:
            return
        first, last = self._view.parts.strip_area(0), self._view.parts.strip_area(len(scene.strips) - 1)
        whole = QRectF(0, first.y(), frame.left + first.width(), last.bottom() - first.y())
        theme = self._holder.theme
        painter.fillRect(whole, theme.bg)
        bars = self._still("bars", scene.geometry.width, whole.height(), lambda still: self._draw_bars(still, scene))
        titles = self._still("titles", frame.left, whole.height(), lambda still: self._draw_titles(still, scene))
        painter.save()
        painter.setClipRect(QRectF(frame.left, whole.y(), frame.grid_width, whole.height()))
        painter.drawPixmap(QPointF(frame.origin_x, whole.y()), bars)
        painter.restore()
        painter.drawPixmap(QPointF(0, whole.y()), titles)
        for index in range(len(scene.strips)):
            y = self._view.parts.strip_area(index).y()
            painter.fillRect(QRectF(0, y, whole.width(), 1), theme.line_strong if index == 0 else theme.line)

    def _strip_in(self, index: int) -> QRectF:
        """Where a strip is in the still pictures."""
        height = self._view.parts.strip_height()
        return QRectF(0, index * height, 0, height)

    def _draw_bars(self, painter: QPainter, scene: Scene) -> None:
        theme, geometry, hours = self._holder.theme, scene.geometry, scene.board.hours
        for index, strip in enumerate(scene.strips):
            area = self._strip_in(index)
            area.setWidth(geometry.width)
            left, right = geometry.x_of(hours.start), geometry.x_of(hours.end)
            painter.fillRect(area, theme.bg)
            painter.fillRect(QRectF(left, area.y(), right - left, area.height()), theme.surface)
            for tick in geometry.ticks(60):
                painter.fillRect(QRectF(round(geometry.x_of(tick)), area.y(), 1, area.height()), theme.line)
            inner = area.adjusted(0, 2, 0, -2)
            paint_strip(painter, strip, inner, geometry, left=0, now=scene.now, theme=theme)

    def _draw_titles(self, painter: QPainter, scene: Scene) -> None:
        for index, strip in enumerate(scene.strips):
            area = self._strip_in(index)
            area.setWidth(self._view.parts.left)
            painter.fillRect(area, self._holder.theme.surface)
            paint_strip_title(painter, strip, area, self._holder)

    def _ghosts(self, painter: QPainter, scene: Scene, frame: Frame) -> None:
        for index, strip in enumerate(self._view.carrier.strips):
            area = self._view.parts.strip_area(index)
            painter.save()
            painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
            inner = area.adjusted(0, 2, 0, -2)
            paint_ghost(painter, strip, inner, scene.geometry, left=frame.origin_x, theme=self._holder.theme)
            painter.restore()

    def sessions_behind_strip(self, point: QPointF) -> frozenset[int] | None:
        """Return the sessions behind the bar at a point of the viewport, None where there is no bar."""
        scene = self._view.scene
        if scene is None:
            return None
        for index, strip in enumerate(scene.strips):
            if not self._view.parts.strip_area(index).contains(point):
                continue
            x, _ = self._view.frame().to_content(point.x(), point.y())
            place = strip.bin_at(scene.geometry.moment_at(x))
            if place is None or strip.bins[place][0] <= 0:
                return None
            start = strip.start + timedelta(minutes=place * strip.minutes)
            span = Span.lasting(start, strip.minutes)
            return frozenset(one.id for one in scene.board.sessions if _counts(one, span, starts=index != 1))
        return None


def _blank(width: int, height: int, dpr: float) -> QPixmap:
    picture = QPixmap(max(round(width * dpr), 1), max(round(height * dpr), 1))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _counts(session: BoardSession, span: Span, *, starts: bool) -> bool:
    return span.start <= session.span.start < span.end if starts else session.span.overlaps(span)

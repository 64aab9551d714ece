"""The layers of the board that change rarely: grid, blocks, cards, axis, left column. Kept as pictures."""

from datetime import datetime, timedelta

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from dayhospital.domain.formats import time_text
from dayhospital.domain.hospital import Block, BlockKind, Chair, ChairKind
from dayhospital.domain.span import Span
from dayhospital.ui.board.card import FADE, CardPainter
from dayhospital.ui.board.geometry import Box
from dayhospital.ui.board.scene import Item, Scene
from dayhospital.ui.theme import FontRole, Theme, ThemeHolder, draw_icon
from dayhospital.ui.theme.paint import draw_text, fill_rounded, hatch, text_width
from dayhospital.ui.widgets.states import BlockState

CHAIR_ICONS = {ChairKind.CHAIR: "armchair", ChairKind.BED: "bed", ChairKind.INJECTION_ROOM: "syringe"}
BLOCK_ICONS = {BlockKind.OUT_OF_SERVICE: "wrench", BlockKind.RESERVED: "lock", BlockKind.BREAK: "coffee"}
SHORTEST_TAIL = 5
"""Minutes from which a shadow is drawn."""
_MISS = 0.22
"""Opacity of cards a search does not find."""


def rectf(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


class Layers:
    """Paints the quiet layers in content coordinates, clipped by the caller."""

    def __init__(self, holder: ThemeHolder, cards: CardPainter) -> None:
        self._holder, self._cards = holder, cards
        self._brushes: dict[tuple[int, int], QBrush] = {}
        self._blocks: dict[tuple[Block, int, int, float], QPixmap] = {}

    def start_anew(self) -> None:
        """The theme changed."""
        self._brushes.clear()
        self._blocks.clear()

    @property
    def theme(self) -> Theme:
        return self._holder.theme

    def hatching(self, colour: QColor, spacing: int = 7) -> QBrush:
        key = (colour.rgba(), spacing)
        if key not in self._brushes:
            self._brushes[key] = hatch(colour, spacing, 1.1)
        return self._brushes[key]

    # --- grid ---

    def grid(self, painter: QPainter, scene: Scene) -> None:
        """Draw closed time, the past, hour and row lines."""
        theme, geometry = self.theme, scene.geometry
        width, height = geometry.width, geometry.height
        painter.fillRect(QRectF(0, 0, width, height), theme.surface)
        now_x = min(max(geometry.x_of(scene.now), 0), width)
        past = width if scene.now >= geometry.span.end else now_x
        painter.fillRect(QRectF(0, 0, past, height), theme.mix(theme.bg, 0.55))
        if scene.free is not None:
            self._sunken_rows(painter, scene)
        self._lines(painter, scene)
        self._closed_time(painter, scene, height)

    def _sunken_rows(self, painter: QPainter, scene: Scene) -> None:
        for row, chair_id in enumerate(scene.geometry.chair_ids):
            if not (scene.free or {}).get(chair_id):
                box = scene.geometry.row_box(row)
                painter.fillRect(rectf(box), self.theme.sunken)

    def _lines(self, painter: QPainter, scene: Scene) -> None:
        theme, geometry = self.theme, scene.geometry
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        halves: list[QLineF] = []
        hours: list[QLineF] = []
        for tick in geometry.ticks():
            x = round(geometry.x_of(tick))
            (hours if tick.minute == 0 else halves).append(QLineF(x, 0, x, geometry.height))
        painter.setPen(QPen(theme.mix(theme.line, 0.6), 1))
        painter.drawLines(halves)
        painter.setPen(QPen(theme.line, 1))
        rows = range(1, len(geometry.chair_ids) + 1)
        painter.drawLines(
            hours + [QLineF(0, y, geometry.width, y) for y in (row * geometry.row_height - 1 for row in rows)]
        )
        painter.setPen(QPen(theme.line_strong, 1))
        ends = [(bay.last + 1) * geometry.row_height - 1 for bay in scene.bays]
        painter.drawLines([QLineF(0, y, geometry.width, y) for y in ends])

    def _closed_time(self, painter: QPainter, scene: Scene, height: float) -> None:
        for closed in closed_spans(scene):
            left, right = scene.geometry.x_of(closed.start), scene.geometry.x_of(closed.end)
            area = QRectF(left, 0, right - left, height)
            painter.fillRect(area, self.theme.mix(self.theme.sunken, 0.75))
            painter.fillRect(area, self.hatching(self.theme.line, 6))

    # --- blocks and cards ---

    def blocks(self, painter: QPainter, scene: Scene, dpr: float) -> None:
        """Draw blocked time: hatched, framed, with icon and label."""
        for block in scene.board.blocks:
            if block.chair_id in scene.geometry.chair_ids:
                box = scene.geometry.box(block.chair_id, block.span)
                painter.drawPixmap(QPointF(box.x, box.y), self._block(block, box, dpr))

    def _block(self, block: Block, box: Box, dpr: float) -> QPixmap:
        key = (block, box.width, box.height, dpr)
        if key not in self._blocks:
            picture = QPixmap(round(box.width * dpr), round(box.height * dpr))
            picture.setDevicePixelRatio(dpr)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_block(painter, QRectF(0, 0, box.width, box.height), block)
            painter.end()
            self._blocks[key] = picture
        return self._blocks[key]

    def _draw_block(self, painter: QPainter, area: QRectF, block: Block) -> None:
        theme, radius = self.theme, self.theme.radius.block
        font = self._holder.font(FontRole.DENSE_MEDIUM)
        ground = theme.mix(theme.sunken, 0.8)
        fill_rounded(painter, area, radius, ground)
        painter.setPen(QPen(theme.line_strong, 1))
        painter.setBrush(self.hatching(theme.line_strong))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        words = min(text_width(block.label, font), max(area.width() - 28, 0))
        plate = QRectF(area.x() + 3, area.y() + 1, 28 + words, area.height() - 2).intersected(
            area.adjusted(1, 1, -1, -1)
        )
        fill_rounded(painter, plate, radius - 1, ground)
        middle = area.center().y()
        if area.width() > 24:
            draw_icon(painter, BLOCK_ICONS[block.kind], theme.text3, QRectF(area.x() + 7, middle - 7, 14, 14))
        if area.width() > 56:
            draw_text(
                painter,
                QRectF(area.x() + 25, area.y(), area.width() - 28, area.height()),
                block.label,
                font,
                theme.text2,
            )

    def cards(self, painter: QPainter, scene: Scene, visible: Box, dpr: float) -> None:
        """Draw the cards that are in sight; faded while something is dragged or a search is on."""
        pictures, plain = scene.pictures, scene.free is None and scene.hits is None
        left, right, top, bottom = visible.x, visible.right, visible.y, visible.bottom
        for item in scene.items:
            box = item.box
            if box.x >= right or box.y >= bottom or box.x + box.width <= left or box.y + box.height <= top:
                continue
            picture = pictures.get(item.session.id)
            if picture is None:
                picture = pictures[item.session.id] = self._cards.picture(item.card, box.width, box.height, dpr)
            if scene.dragged == item.session.id:
                self._outline(painter, box)
                continue
            if not plain:
                painter.setOpacity(self._opacity(scene, item))
            painter.drawPixmap(box.x, box.y, picture)
            if item.delay.tail >= SHORTEST_TAIL:
                self._tail(painter, scene, item)
        painter.setOpacity(1.0)

    def _outline(self, painter: QPainter, box: Box) -> None:
        """Draw where the dragged card came from."""
        pen = QPen(self.theme.control, 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.theme.radius.block
        painter.drawRoundedRect(rectf(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    @staticmethod
    def _opacity(scene: Scene, item: Item) -> float:
        if scene.hits is not None and item.session.id not in scene.hits:
            return _MISS
        return FADE if scene.free is not None else 1.0

    def _tail(self, painter: QPainter, scene: Scene, item: Item) -> None:
        """Draw the shadow of a session: how far it is expected to reach past its booked end, red when it runs over."""
        theme = self.theme
        colours = theme.status("critical" if item.card.state is BlockState.RUNNING_OVER else "warn")
        end = item.session.span.end
        span = Span(end, end + timedelta(minutes=item.delay.tail))
        area = rectf(scene.geometry.box(item.session.chair_id, span)).adjusted(-1, 1, 0, -1)
        fill_rounded(painter, area, theme.radius.block - 1, colours.soft)
        pen = QPen(colours.fill, 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(self.hatching(theme.mix(colours.fill, 0.6), 6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        words = f"+{item.delay.tail}"
        font = self._holder.font(FontRole.CAPTION_STRONG)
        width = text_width(words, font) + 8
        if width <= area.width() + 2:
            plate = QRectF(area.center().x() - width / 2, area.center().y() - 8, width, 16)
            fill_rounded(painter, plate, 3, theme.surface)
            draw_text(painter, plate, words, font, colours.text, align=Qt.AlignmentFlag.AlignCenter)

    def free_ranges(self, painter: QPainter, scene: Scene) -> None:
        """Draw where the dragged thing may start: green, with a tick and the range of starts."""
        ok = self.theme.status("ok")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ranges in (scene.free or {}).values():
            for free in ranges:
                area = rectf(scene.geometry.box(free.chair_id, free.span))
                fill_rounded(painter, area, self.theme.radius.block, ok.soft, self.theme.mix(ok.fill, 0.55))
                self._free_words(painter, area, free.span.start, free.last)

    def _free_words(self, painter: QPainter, area: QRectF, first: datetime, last: datetime) -> None:
        ink, font = self.theme.status("ok").text, self._holder.font(FontRole.DENSE_MEDIUM)
        if area.width() > 20:
            draw_icon(painter, "check", ink, QRectF(area.x() + 6, area.center().y() - 7, 14, 14))
        room = QRectF(area.x() + 25, area.y(), area.width() - 29, area.height())
        wide = time_text(first) if first == last else f"{time_text(first)} – {time_text(last)}"
        for words in (wide, time_text(first)):
            if text_width(words, font) <= room.width():
                draw_text(painter, room, words, font, ink)
                return

    # --- axis and left column ---

    def axis(self, painter: QPainter, scene: Scene, area: QRectF, left: float) -> None:
        """Draw the hours over the grid; ``left`` is the x of the axis' start."""
        theme, font = self.theme, self._holder.font(FontRole.DENSE_MEDIUM)
        painter.fillRect(area, theme.surface)
        for tick in scene.geometry.ticks(60):
            x = left + scene.geometry.x_of(tick)
            words = time_text(tick)
            width = text_width(words, font)
            if x - width / 2 < area.left() - 2 or x + width / 2 > area.right():
                continue
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QLineF(round(x) + 0.5, area.bottom() - 5, round(x) + 0.5, area.bottom()))
            draw_text(
                painter,
                QRectF(x - 40, area.y(), 80, area.height() - 4),
                words,
                font,
                theme.text2,
                align=Qt.AlignmentFlag.AlignCenter,
            )
        painter.fillRect(QRectF(area.x(), area.bottom() - 1, area.width(), 1), theme.line_strong)

    def column(self, painter: QPainter, scene: Scene, width: float, bay_width: float) -> None:
        """Draw bay names, chairs and nurses, in content y and x from the left edge of the window."""
        theme, geometry = self.theme, scene.geometry
        painter.fillRect(QRectF(0, 0, width, geometry.height), theme.surface)
        for bay in scene.bays:
            top, bottom = bay.first * geometry.row_height, (bay.last + 1) * geometry.row_height
            self._bay(painter, QRectF(0, top, bay_width, bottom - top), bay.label)
        for row, chair in enumerate(scene.board.chairs):
            y = row * geometry.row_height
            self._chair(painter, scene, chair, QRectF(bay_width, y, width - bay_width, geometry.row_height))
            last = any(bay.last == row for bay in scene.bays)
            line = theme.line_strong if last else theme.line
            x = 0 if last else bay_width
            painter.fillRect(QRectF(x, y + geometry.row_height - 1, width - x, 1), line)

    def _bay(self, painter: QPainter, area: QRectF, label: str) -> None:
        theme, font = self.theme, self._holder.font(FontRole.CAPTION_STRONG)
        painter.fillRect(area, theme.bg)
        painter.save()
        painter.translate(area.center())
        painter.rotate(-90)
        turned = QRectF(-area.height() / 2 + 2, -area.width() / 2, area.height() - 4, area.width())
        draw_text(painter, turned, label, font, theme.text2, align=Qt.AlignmentFlag.AlignCenter)
        painter.restore()

    def _chair(self, painter: QPainter, scene: Scene, chair: Chair, area: QRectF) -> None:
        theme = self.theme
        out = out_of_service(scene, chair.id)
        name, colour = (
            (BLOCK_ICONS[out.kind], theme.status("warn").text) if out else (CHAIR_ICONS[chair.kind], theme.text3)
        )
        middle = area.center().y()
        draw_icon(painter, name, colour, QRectF(area.x() + 8, middle - 7.5, 15, 15))
        nurses = scene.board.nurse_initials(chair.id)
        small = self._holder.font(FontRole.CAPTION)
        room = area.width() - 30 - 8
        right = min(text_width(nurses, small), room * 0.5)
        bold = self._holder.font(FontRole.DENSE_STRONG)
        draw_text(
            painter, QRectF(area.x() + 30, area.y(), room - right - 3, area.height() - 1), chair.name, bold, theme.text1
        )
        nurse_area = QRectF(area.right() - 8 - right, area.y(), right + 1, area.height() - 1)
        draw_text(
            painter,
            nurse_area,
            nurses,
            small,
            theme.text2,
            align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        )


def out_of_service(scene: Scene, chair_id: int) -> Block | None:
    """Return the block that takes a chair out of service now, if any."""
    return next(
        (
            block
            for block in scene.board.blocks
            if block.chair_id == chair_id
            and block.kind is BlockKind.OUT_OF_SERVICE
            and block.span.start <= scene.now < block.span.end
        ),
        None,
    )


def closed_spans(scene: Scene) -> tuple[Span, ...]:
    """Return the closed stretches of the axis: before and after hours, or all of it on a closed day."""
    axis, hours = scene.geometry.span, scene.board.hours
    if not scene.board.open:
        return (axis,)
    spans = []
    if axis.start < hours.start:
        spans.append(Span(axis.start, min(hours.start, axis.end)))
    if hours.end < axis.end:
        spans.append(Span(max(hours.end, axis.start), axis.end))
    return tuple(spans)

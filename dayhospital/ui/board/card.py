"""Draws a session card, and keeps its picture: painting one costs 0.3 ms, showing it again almost nothing."""

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from dayhospital.ui.board import fitting
from dayhospital.ui.board.look import FADED, RUNNING, UNCERTAIN, Card, Piece, PieceKind
from dayhospital.ui.board.marks import draw_mark
from dayhospital.ui.theme import FontRole, Theme, ThemeHolder, sized_font
from dayhospital.ui.theme.paint import draw_text, hatch
from dayhospital.ui.widgets.states import LOOKS, BlockState, draw_state

STRIPE = 4
DASHES = (3.0, 2.0)
FADE = 0.55
"""Opacity of the other cards while one is dragged."""
_ICON = 13
_TEXT_X = 24
_TWO_LINES = 38
"""Cards at least this high (at 100 %) have a second line."""
_LOW = 21
"""Cards up to this height have a thin foot."""
_NAMED_STRIP = 58
"""Cards at least this high name the phases inside the strip."""
_MOST_PICTURES = 3000


@dataclass(frozen=True, slots=True)
class CardColours:
    """The colours of one card in one state."""

    fill: QColor
    frame: QColor
    stripe: QColor
    name: QColor
    second: QColor
    strip: QColor


@lru_cache(maxsize=256)
def colours_of(theme: Theme, code: str, state: BlockState) -> CardColours:
    """Return the colours of a group in a state; always the theme's own colour, or it mixed with the surface."""
    group = theme.group(code).colour
    if state in FADED:
        frame, stripe = theme.line_strong, theme.mix(group, 0.45)
        return CardColours(
            theme.mix(theme.bg, 0.5), frame, stripe, theme.text3, theme.text3, theme.mix(theme.control, 0.6)
        )
    if state in UNCERTAIN:
        tone = LOOKS[state].frame
        frame = theme.status("warn").fill if tone == "warn" else theme.colour(tone) if tone else theme.mix(group, 0.72)
        fill = theme.mix(group, theme.tint.rest) if state is BlockState.PROPOSED else theme.surface
        return CardColours(fill, frame, group, theme.text1, theme.text2, group)
    running = state in RUNNING
    fill = theme.mix(group, theme.tint.running if running else theme.tint.rest)
    frame = group if running else theme.mix(group, 0.45)
    if theme.high_contrast:
        frame = theme.text1 if running else theme.control
    return CardColours(fill, frame, group, theme.text1, theme.text2, group)


class CardPainter:
    """Paints cards in the theme in force and caches them as pictures."""

    def __init__(self, holder: ThemeHolder) -> None:
        self._holder = holder
        self._pictures: dict[tuple[Card, int, int, float], QPixmap] = {}
        self.start_anew()

    def start_anew(self) -> None:
        """Take the theme and the text size of now; every picture is painted again."""
        self._pictures.clear()
        self.theme = self._holder.theme
        self.scale = self._holder.text_scale
        self._bold = self._holder.font(FontRole.DENSE_STRONG)
        self._plain = self._holder.font(FontRole.DENSE)
        self._small = self._holder.font(FontRole.CAPTION)
        self._medium = self._holder.font(FontRole.DENSE_MEDIUM)
        self._bold_width = QFontMetricsF(self._bold).horizontalAdvance
        self._medium_width = QFontMetricsF(self._medium).horizontalAdvance
        self._small_width = QFontMetricsF(self._small).horizontalAdvance
        self._plain_width = QFontMetricsF(self._plain).horizontalAdvance
        self._hatches: dict[int, QBrush] = {}

    def picture(self, card: Card, width: int, height: int, dpr: float = 1.0) -> QPixmap:
        """Return the card as a pixmap of so many logical px; the same object as long as nothing changed."""
        key = (card, width, height, dpr)
        found = self._pictures.get(key)
        if found is None:
            if len(self._pictures) >= _MOST_PICTURES:
                self._pictures.clear()
            found = QPixmap(round(width * dpr), round(height * dpr))
            found.setDevicePixelRatio(dpr)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            self.draw(painter, QRectF(0, 0, width, height), card)
            painter.end()
            self._pictures[key] = found
        return found

    def draw(self, painter: QPainter, box: QRectF, card: Card) -> None:
        """Draw a card into ``box``, uncached."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self.theme, card.colour, card.state)
        if self.theme.high_contrast:  # tints are off, so the group is written
            card = replace(card, short=f"{card.colour} {card.short}", regimen=f"{card.colour} {card.regimen}")
        self._body(painter, box, card, colours)
        least = _TEXT_X + self._bold_width(card.initials) + 3
        if box.width() < max(fitting.XS, least):
            self._narrowest(painter, box, card, colours)
        else:
            self._strip(painter, box, card, colours)
            self._words(painter, box, card, colours)
        painter.restore()

    def _body(self, painter: QPainter, box: QRectF, card: Card, colours: CardColours) -> None:
        radius = self.theme.radius.block
        shape = QPainterPath()
        shape.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.fillPath(shape, colours.fill)
        pen = QPen(colours.frame, 1.4 if card.state in RUNNING or card.state is BlockState.ON_HOLD else 1.0)
        if card.state in UNCERTAIN:
            pen.setDashPattern(list(DASHES))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        painter.save()
        painter.setClipRect(QRectF(box.x(), box.y(), STRIPE, box.height()))
        outer = QPainterPath()
        outer.addRoundedRect(box, radius, radius)
        painter.fillPath(outer, colours.stripe)
        painter.restore()

    # --- the phase strip ---

    def _strip(self, painter: QPainter, box: QRectF, card: Card, colours: CardColours) -> None:
        named = box.height() >= _NAMED_STRIP * self.scale
        height = 14 * max(self.scale, 1) if named else (3 if box.height() < 34 else 4)
        left, right = box.x() + STRIPE + 4, box.right() - 4
        top = box.bottom() - height - (5 if named else 2.5 if box.height() > _LOW else 1.5)
        if right - left < 6:
            return
        per_minute = (right - left) / max(card.minutes, 1)
        for piece in card.pieces:
            x = left + piece.start * per_minute
            area = QRectF(x, top, max(piece.minutes * per_minute - 1.5, 1.0), height)
            self._piece(painter, area, piece, card, colours)
            if named and piece.name:
                self._phase_name(painter, area, piece, card)
        if card.passed is not None and named:
            x = left + card.passed * per_minute
            painter.setPen(QPen(self.theme.now, 1.6))
            painter.drawLine(QPointF(x, top - 1), QPointF(x, top + height + 1))

    def draw_phases(self, painter: QPainter, area: QRectF, card: Card) -> None:
        """Draw the phase strip alone, with the moment of now while it runs."""
        colours = colours_of(self.theme, card.colour, card.state)
        per_minute = area.width() / max(card.minutes, 1)
        for piece in card.pieces:
            x = area.x() + piece.start * per_minute
            part = QRectF(x, area.y(), max(piece.minutes * per_minute - 2, 1.0), area.height())
            self._piece(painter, part, piece, card, colours)
        if card.passed is not None:
            x = area.x() + card.passed * per_minute
            painter.setPen(QPen(self.theme.now, 1.6))
            painter.drawLine(QPointF(x, area.y() - 4), QPointF(x, area.bottom() + 4))

    def _piece(self, painter: QPainter, area: QRectF, piece: Piece, card: Card, colours: CardColours) -> None:
        tint = self.theme.tint
        share = {
            PieceKind.PALE: tint.premedication,
            PieceKind.SOLID: 1.0,
            PieceKind.SECOND: tint.second_drug,
            PieceKind.HATCHED: tint.observation,
        }[piece.kind]
        colour = self.theme.mix(colours.strip, share, colours.fill)
        mark = min(self.theme.radius.mark, area.height() / 2)
        done = self._done_width(area, piece, card)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, opacity in ((area, 1.0 if card.passed is None else tint.passed_rest), (done, 1.0)):
            if part is None:
                continue
            painter.setOpacity(opacity)
            painter.setBrush(colour)
            painter.drawRoundedRect(part, min(mark, part.width() / 2), mark)
            if piece.kind is PieceKind.HATCHED:
                painter.setBrush(self._hatch(self.theme.mix(colours.strip, tint.hatch, colours.fill)))
                painter.drawRect(part)
        painter.setOpacity(1.0)

    @staticmethod
    def _done_width(area: QRectF, piece: Piece, card: Card) -> QRectF | None:
        if card.passed is None or card.passed <= piece.start:
            return None
        share = min((card.passed - piece.start) / max(piece.minutes, 1), 1.0)
        return QRectF(area.x(), area.y(), area.width() * share, area.height())

    def _phase_name(self, painter: QPainter, area: QRectF, piece: Piece, card: Card) -> None:
        solid = piece.kind is PieceKind.SOLID and card.passed is None
        colour = self.theme.group(card.colour).ink if solid else self.theme.text1
        if card.state in FADED:
            colour = self.theme.text1
        room = area.adjusted(4, 0, -3, 0)
        if QFontMetricsF(self._small).horizontalAdvance(piece.name) <= room.width():
            draw_text(painter, room, piece.name, self._small, colour)

    def _hatch(self, colour: QColor) -> QBrush:
        key = colour.rgba()
        if key not in self._hatches:
            self._hatches[key] = hatch(colour, 4, 1.0)
        return self._hatches[key]

    # --- words ---

    def _words(self, painter: QPainter, box: QRectF, card: Card, colours: CardColours) -> None:
        two_lines = box.height() >= _TWO_LINES * self.scale
        line = self._line_height()
        foot = 5 if box.height() > _LOW else 4
        top = box.y() + (3 if two_lines else (box.height() - foot - line) / 2)
        head = QRectF(box.x(), top, box.width(), line)
        icon = QRectF(head.x() + STRIPE + 4, head.center().y() - _ICON / 2, _ICON, _ICON)
        draw_state(painter, icon, card.state, self.theme)
        room = box.width() - _TEXT_X - 6
        bold, bold_width = self._name_font(card)
        fitted = self._fit(card, room, bold_width)
        if two_lines and fitted.regimen:
            fitted = self._fit(replace(card, short="", label=""), room, bold_width)
        x = head.x() + _TEXT_X
        name_room = max(room, bold_width(fitted.name))
        x += draw_text(painter, QRectF(x, head.y(), name_room, line), fitted.name, bold, colours.name)
        if fitted.given:
            x += draw_text(painter, QRectF(x, head.y(), room, line), fitted.given, self._plain, colours.name)
        if fitted.regimen:
            x += fitting.GAP
            draw_text(painter, QRectF(x, head.y(), room, line), fitted.regimen, self._small, colours.second)
        self._marks(painter, head, fitted, card)
        if two_lines:
            self._second_line(
                painter, QRectF(head.x() + STRIPE + 5, head.bottom(), box.width() - 14, line), card, colours
            )

    def _fit(self, card: Card, room: float, bold: fitting.Measure) -> fitting.Fitted:
        return fitting.fit(card, room, bold, self._plain_width, self._small_width, max(self.scale, 1.0))

    def _name_font(self, card: Card) -> tuple[QFont, fitting.Measure]:
        if card.state in FADED:
            return self._medium, self._medium_width
        return self._bold, self._bold_width

    def _line_height(self) -> float:
        return round(16 * max(self.scale, 1.0))

    def _marks(self, painter: QPainter, head: QRectF, fitted: fitting.Fitted, card: Card) -> None:
        scale = max(self.scale, 1.0)
        x = head.right() - 5 - fitted.marks_width(scale)
        for mark in fitted.marks:
            width = fitting.MARK[mark] * scale
            area = QRectF(x, head.center().y() - 7 * scale, width, 14 * scale)
            draw_mark(painter, area, mark, card, self.theme)
            x += width + 2

    def _second_line(self, painter: QPainter, area: QRectF, card: Card, colours: CardColours) -> None:
        """Regimen, cycle and times; the times and then the long name give way."""
        parts = [card.regimen, card.label, card.times]
        shorter = [card.short, card.label, card.times]
        for words in (parts, shorter, shorter[:2], shorter[:1]):
            text = " · ".join(word for word in words if word)
            if self._plain_width(text) <= area.width():
                draw_text(painter, area, text, self._plain, colours.second)
                return
        draw_text(painter, area, card.short, self._plain, colours.second)

    def _narrowest(self, painter: QPainter, box: QRectF, card: Card, colours: CardColours) -> None:
        """Initials over a bar; where the state matters most its icon takes their place."""
        inner = QRectF(box.x() + STRIPE, box.y(), box.width() - STRIPE - 1, box.height())
        words = QRectF(inner.x(), inner.y() + (box.height() - 5 - 16) / 2, inner.width(), 16)
        if (
            card.state in (BlockState.LATE, BlockState.RUNNING_OVER, BlockState.NO_SHOW, BlockState.ON_HOLD)
            and inner.width() >= 12
        ):
            size = min(_ICON, inner.width())
            middle = words.center()
            draw_state(
                painter, QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size), card.state, self.theme
            )
        else:
            initials, font = self._initials(card.initials, inner.width())
            draw_text(painter, words, initials, font, colours.name, align=Qt.AlignmentFlag.AlignCenter)
        bar = min(inner.width() - 6, 24.0)
        if bar >= 4:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._bar_colour(card, colours))
            painter.drawRoundedRect(QRectF(inner.center().x() - bar / 2, box.bottom() - 5.5, bar, 3), 1.5, 1.5)

    def _initials(self, initials: str, room: float) -> tuple[str, QFont]:
        """The initials in the largest of three fonts in which they fit; the first letter alone if none does."""
        for size in (11, 10, 9):
            font = sized_font(round(size * self.scale), 600)
            if QFontMetricsF(font).horizontalAdvance(initials) <= room:
                return initials, font
        return initials[:1], sized_font(round(9 * self.scale), 600)

    def _bar_colour(self, card: Card, colours: CardColours) -> QColor:
        if card.state in RUNNING:
            return self.theme.accent
        if card.state in (BlockState.ARRIVED, BlockState.GO_SIGNED, BlockState.READY_TO_LEAVE):
            return self.theme.status("info").fill
        return (
            colours.strip if card.state in (BlockState.CONFIRMED, *FADED) else self.theme.mix(self.theme.control, 0.7)
        )

"""The hover card: who, what, when, allergy, port and leaving, after 350 ms on a card or at once by key."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from dayhospital.domain.board import BoardDay
from dayhospital.domain.formats import span_text
from dayhospital.domain.patient import AllergyStatus
from dayhospital.ui.board import spoken
from dayhospital.ui.board.look import DrugName, LeaveMark, PortMark
from dayhospital.ui.board.marks import draw_leave
from dayhospital.ui.board.scene import Item, Scene
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_shadow, draw_text, fill_rounded
from dayhospital.ui.widgets.badges import draw_port_badge

if TYPE_CHECKING:
    from dayhospital.ui.board.view import BoardView

DELAY_MS = 350
WIDTH = 332
_SHADOW, _PAD = 14, 15


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the card; ``mark`` is an icon's name, ``port``, ``leave`` or empty."""

    text: str
    role: FontRole = FontRole.DENSE
    tone: str = "text2"
    mark: str = ""
    space: int = 0
    """Px above it."""


def hover_lines(board: BoardDay, item: Item, scene: Scene, drug_name: DrugName) -> tuple[list[Line], list[Line]]:
    """Return the lines above and below the phase strip."""
    session, flags = item.session, item.card.flags
    nurses = board.nurse_initials(session.chair_id)
    place = f"{span_text(session.span.start, session.span.end)}, {board.chair(session.chair_id).name}"
    if nurses:
        place = say("{place}, nurse {nurse}", place=place, nurse=nurses)
    upper = [
        Line(session.patient.label.name, FontRole.SECTION, "text1"),
        Line(spoken.identity_text(session, scene.now), FontRole.DENSE_IDENTIFIER, "text2"),
        Line(spoken.cycle_text(session.treatment), FontRole.BODY_MEDIUM, "text1", space=7),
        Line(place),
    ]
    lower = []
    phase = spoken.phase_now(session, scene.now)
    if phase is not None:
        lower.append(Line(spoken.phase_sentence(phase, drug_name)))
    if session.hold_reason:
        lower.append(
            Line(say("On hold: {reason}", reason=session.hold_reason), FontRole.BODY_STRONG, "warn", "pause", 3)
        )
    known = session.patient.allergy_status
    tone = {AllergyStatus.KNOWN: "critical", AllergyStatus.NOT_RECORDED: "warn"}.get(known, "text2")
    role = FontRole.BODY_STRONG if known is AllergyStatus.KNOWN else FontRole.BODY
    icon = "triangle-alert" if known is not AllergyStatus.NONE_KNOWN else "check"
    lower.append(Line(spoken.allergy_text(session), role, tone, icon, 5))
    if words := spoken.port_text(session, flags):
        lower.append(Line(words, FontRole.BODY, "text1", "port", 3))
    lower.append(Line(spoken.leaving_text(session, flags), FontRole.BODY, "text1", "leave", 3))
    if session.homonym:
        words = say("Another patient of the day has the same name")
        lower.append(Line(words, FontRole.BODY_STRONG, "warn", "users", 3))
    if session.note:
        lower.append(Line(session.note, FontRole.BODY, "text2", "file-text", 3))
    return upper, lower


class HoverCard(QWidget):
    """Shows one session; lets the mouse through, so it never stands in the way."""

    def __init__(self, view: "BoardView") -> None:
        super().__init__(view.window())
        self._view = view
        self._item: Item | None = None
        self._upper: list[Line] = []
        self._lower: list[Line] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_item(self, item: Item, near: QPoint) -> None:
        """Show a session near a point of the window."""
        scene = self._view.scene
        if scene is None:
            return
        self._item = item
        self._upper, self._lower = hover_lines(scene.board, item, scene, self._view.sources.drug_name)
        found = holder()
        height = sum(self._height(line) + line.space for line in (*self._upper, *self._lower))
        self.resize(found.px(WIDTH) + 2 * _SHADOW, height + found.px(12) + 13 + 2 * _PAD - 6 + 2 * _SHADOW)
        self.setAccessibleName(self.text)
        window = self._view.window()
        x = min(max(near.x(), 0), window.width() - self.width())
        y = near.y() if near.y() + self.height() <= window.height() else near.y() - self.height() - 26
        self.move(x, max(y, 0))
        self.raise_()
        self.show()
        self.update()

    @property
    def text(self) -> str:
        return ". ".join(line.text for line in (*self._upper, *self._lower))

    def _font(self, line: Line) -> QFont:
        return holder().font(line.role)

    def _height(self, line: Line) -> int:
        return round(QFontMetricsF(self._font(line)).height() * 1.18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        found = holder()
        theme = found.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW - 2, -_SHADOW, -_SHADOW)
        draw_shadow(painter, box, theme.radius.card, theme, _SHADOW)
        fill_rounded(painter, box, theme.radius.card, theme.raised, theme.line_strong)
        inner = box.adjusted(_PAD, _PAD - 4, -_PAD, 0)
        y = self._lines(painter, inner, inner.y(), self._upper)
        y = self._phases(painter, QRectF(inner.x(), y + 7, inner.width(), found.px(12))) + 6
        y = self._lines(painter, inner, y, self._lower)
        hint = QRectF(inner.x(), y - found.px(20), inner.width(), found.px(20))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        last = self._lower[-1].text if self._lower else ""
        words = say("Enter: details")
        room = hint.width() - QFontMetricsF(found.font(FontRole.BODY)).horizontalAdvance(last) - 40
        if QFontMetricsF(found.font(FontRole.DENSE)).horizontalAdvance(words) < room:
            draw_text(painter, hint, words, found.font(FontRole.DENSE), theme.text3, align=right)

    def _lines(self, painter: QPainter, inner: QRectF, y: float, lines: list[Line]) -> float:
        theme = holder().theme
        for line in lines:
            y += line.space
            area = QRectF(inner.x(), y, inner.width(), self._height(line))
            if line.mark:
                self._mark(painter, QRectF(area.x(), area.center().y() - 7.5, 15, 15), line)
                area = area.adjusted(21, 0, 0, 0)
            draw_text(painter, area, line.text, self._font(line), theme.colour(line.tone))
            y += area.height()
        return y

    def _mark(self, painter: QPainter, area: QRectF, line: Line) -> None:
        theme, item = holder().theme, self._item
        if item is None:
            return
        if line.mark == "port":
            draw_port_badge(painter, area, theme, missing=item.card.flags.port is PortMark.MISSING)
        elif line.mark == "leave":
            draw_leave(painter, area, item.card.flags.leave or LeaveMark.HOME, theme)
        else:
            draw_icon(painter, line.mark, theme.colour(line.tone), area)

    def _phases(self, painter: QPainter, area: QRectF) -> float:
        if self._item is not None:
            self._view.cards.draw_phases(painter, area, self._item.card)
        return area.bottom()


class Hover:
    """Decides when the hover card comes and goes."""

    def __init__(self, view: "BoardView") -> None:
        self._view = view
        self._card: HoverCard | None = None
        self._waiting: Item | None = None
        self._point = QPointF()
        self._timer = QTimer(view)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._due)

    @property
    def card(self) -> HoverCard | None:
        """The card while it is shown."""
        return self._card if self._card is not None and self._card.isVisible() else None

    def over(self, item: Item | None, point: QPointF) -> None:
        """The pointer is over a card, or over none."""
        if item is None:
            self.leave()
            return
        if self._waiting is not None and item.session.id == self._waiting.session.id:
            return
        self.leave()
        self._waiting, self._point = item, point
        self._timer.start()

    def show_now(self, item: Item) -> None:
        """Show the card of a session below it, without waiting."""
        self._waiting = item
        area = self._view.frame().to_view(item.box)
        self._point = QPointF(area.x() + 24, area.bottom() - 14)
        self._due()

    def leave(self) -> None:
        """Take the card away."""
        self._timer.stop()
        self._waiting = None
        if self._card is not None:
            self._card.hide()

    def _due(self) -> None:
        if self._waiting is None:
            return
        if self._card is None or self._card.parentWidget() is not self._view.window():
            self._card = HoverCard(self._view)
        near = self._view.viewport().mapTo(self._view.window(), self._point.toPoint())
        self._card.show_item(self._waiting, near + QPoint(8, 12))

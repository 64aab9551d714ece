"""The small signs at the right end of a card. Each has a shape of its own, never colour alone."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from dayhospital.ui.board.look import Card, LeaveMark
from dayhospital.ui.theme import Theme, draw_icon
from dayhospital.ui.widgets.badges import draw_first_badge, draw_leaving, draw_port_badge


def draw_mark(painter: QPainter, area: QRectF, mark: str, card: Card, theme: Theme) -> None:
    """Draw one mark of a card; the names are those of :mod:`fitting`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark == "first":
        draw_first_badge(painter, area, card.colour, theme)
    elif mark in ("port", "missing"):
        draw_port_badge(painter, area, theme, missing=mark == "missing")
    elif mark == "leave":
        draw_leave(painter, area, card.flags.leave, theme)
    elif mark == "fixed":
        draw_icon(painter, "pin", theme.accent_text, area.adjusted(0, 1, 0, -1))
    else:
        draw_icon(painter, "users", theme.status("warn").text, area)


def draw_leave(painter: QPainter, area: QRectF, leave: LeaveMark, theme: Theme) -> None:
    """Draw how the patient leaves: house, house with a dot for a condition, with a ring for the doctor, moon."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    conditional = leave in (LeaveMark.CONDITION, LeaveMark.DOCTOR)
    draw_leaving(painter, area, theme, conditional=conditional, stays=leave is LeaveMark.OVERNIGHT)
    if leave is LeaveMark.DOCTOR:
        dot = QRectF(area.right() - 5, area.top() + 1.5, 2.6, 2.6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.surface)
        painter.drawEllipse(dot)

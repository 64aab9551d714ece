"""Typing a start time: a small line over the card."""

from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from dayhospital.domain.formats import time_text
from dayhospital.ui.board.drag import Landing
from dayhospital.ui.board.geometry import snap
from dayhospital.ui.board.scene import Item

if TYPE_CHECKING:
    from dayhospital.ui.board.view import BoardView


def parse_time(text: str) -> time | None:
    """Return the time a text means: ``1015``, ``10:15``, ``10.15``, ``10h15``, ``9``; None if it means none."""
    digits = "".join(letter for letter in text if letter.isdigit())
    if not digits or not all(letter.isdigit() or letter in " :.hH" for letter in text) or len(digits) > 4:
        return None
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


class StartField(QLineEdit):
    """Asks for a start time; Enter lifts the card there and shows what the rules say, a second Enter drops it."""

    def __init__(self, view: "BoardView", item: Item) -> None:
        super().__init__(view.viewport())
        self._view, self._item = view, item
        self.setProperty("size", "small")
        self.setAccessibleName(self.tr("Start time"))
        self.setPlaceholderText(time_text(item.session.span.start))
        area = view.frame().to_view(item.box)
        self.setFixedWidth(76)
        self.adjustSize()
        left = min(max(round(area.x()), 0), view.viewport().width() - self.width())
        self.move(left, round(area.center().y()) - self.height() // 2)
        self.returnPressed.connect(self._take)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._leave()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._view.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        typed = parse_time(self.text())
        if typed is None:
            self.setProperty("state", "error")
            self.style().polish(self)
            self.setToolTip(self.tr("A time of day, for example 10:15"))
            return
        session, view = self._item.session, self._view
        start = snap(datetime.combine(session.span.day, typed))
        view.setFocus()
        view.carrier.lift_by_key(session)
        view.carrier.go_to(Landing(session.chair_id, session.span.moved_to(start)))
        if (verdict := view.carrier.machine.verdict) is not None and verdict.fits:
            view.carrier.drop()

    def _leave(self) -> None:
        self.hide()
        self.deleteLater()


def ask_start(view: "BoardView", item: Item) -> StartField:
    """Open the field over a card."""
    field = StartField(view, item)
    field.show()
    field.setFocus(Qt.FocusReason.PopupFocusReason)
    return field

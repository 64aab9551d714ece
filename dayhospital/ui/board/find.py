"""Searching on the board: what does not match fades, the line counts, Enter steps through."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from dayhospital.ui.board import navigate
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets.buttons import icon_button
from dayhospital.ui.widgets.fields import SearchField
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import Panel

if TYPE_CHECKING:
    from dayhospital.ui.board.view import BoardView

_WIDTH = 330


class FindBar(Panel):
    """A line over the top right corner of the board; the board keeps its place under it."""

    def __init__(self, view: "BoardView") -> None:
        super().__init__("popup", view)
        self._view = view
        self.field = SearchField(say("Find on this day"))
        self.field.setAccessibleName(say("Find on this day"))
        self.count = Label("", FontRole.DENSE, "text2")
        close = icon_button("x", say("Close"), "Esc").sized("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addWidget(close)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        close.clicked.connect(self.leave)
        self.hide()

    def open(self) -> None:
        """Show the line and take the keyboard."""
        width = min(holder().px(_WIDTH), self._view.width() - 24)
        self.resize(width, self.sizeHint().height())
        self.move(self._view.width() - width - 14, self._view.parts.axis + 6)
        self.raise_()
        self.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Close the line; everything is shown again."""
        self.field.clear()
        self.hide()
        self._view.setFocus()

    def _search(self, text: str) -> None:
        found = self._view.set_search(text)
        self.count.setText(say("{count} found", count=found) if text.strip() else "")

    def _step(self, back: bool) -> None:
        """Select the next hit in reading order, round and round."""
        scene = self._view.scene
        if scene is None or not scene.hits:
            return
        hits = [one.id for one in navigate.reading_order(scene.board) if one.id in scene.hits]
        current = self._view.selected_id
        place = hits.index(current) if current in hits else (0 if back else -1)
        self._view.select(hits[(place + (-1 if back else 1)) % len(hits)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._step(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)

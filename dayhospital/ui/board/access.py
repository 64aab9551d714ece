"""The board for screen readers: a table of places, its cards as cells with the sentence of the design."""

from functools import lru_cache

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from dayhospital.domain.hospital import Chair
from dayhospital.ui.board.navigate import in_row
from dayhospital.ui.board.scene import Item
from dayhospital.ui.board.spoken import session_sentence
from dayhospital.ui.board.view import BoardView
from dayhospital.ui.texts import chair_kind_text, say

_KEPT: list[QAccessibleInterface] = []
"""Qt holds bare pointers to interfaces until the application ends, so nothing made here is ever let go."""


@lru_cache(maxsize=1)
def install() -> None:
    """Let screen readers into every board; further calls do nothing."""
    QAccessible.installFactory(_factory)


def _factory(_key: str, thing: QObject) -> QAccessibleInterface | None:
    return BoardTable(thing) if isinstance(thing, BoardView) else None


def announce(view: BoardView, sentence: str) -> None:
    """Have a sentence spoken when the screen reader has time."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, sentence))


def sentence_of(view: BoardView, item: Item) -> str:
    """Return what is spoken of a card."""
    assert view.scene is not None
    return session_sentence(
        view.scene.board, item.session, item.card.state, item.card.flags, view.scene.now, view.sources.drug_name
    )


class BoardTable(QAccessibleWidget):
    """The table; its children are the rows in board order."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view, QAccessible.Role.Table, say("Day board"))
        self.view = view
        self._rows: dict[int, RowAccess] = {}
        _KEPT.append(self)

    def _chairs(self) -> tuple[Chair, ...]:
        return self.view.scene.board.chairs if self.view.scene is not None else ()

    def childCount(self) -> int:
        return len(self._chairs())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        chairs = self._chairs()
        if not 0 <= index < len(chairs):
            return None
        chair = chairs[index]
        if chair.id not in self._rows:
            self._rows[chair.id] = RowAccess(self, chair.id)
        return self._rows[chair.id]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        chairs = [chair.id for chair in self._chairs()]
        return chairs.index(child.chair_id) if isinstance(child, RowAccess) and child.chair_id in chairs else -1


class _Part(QAccessibleInterface):
    """What rows and cells share: they are no QObjects and cannot be written to."""

    def __init__(self, table: BoardTable) -> None:
        super().__init__()
        self.table = table
        _KEPT.append(self)

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        handle: QWindow | None = self.table.view.window().windowHandle()
        return handle

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        return

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        children = (self.child(index) for index in range(self.childCount()))
        return next((child for child in children if child is not None and child.rect().contains(x, y)), None)

    def _on_screen(self, rect: QRect) -> QRect:
        view = self.table.view.viewport()
        return QRect(view.mapToGlobal(rect.topLeft()), rect.size())


class RowAccess(_Part):
    """One place; its children are its sessions by start."""

    def __init__(self, table: BoardTable, chair_id: int) -> None:
        super().__init__(table)
        self.chair_id = chair_id
        self._cells: dict[int, CellAccess] = {}

    def _ids(self) -> list[int]:
        scene = self.table.view.scene
        return [session.id for session in in_row(scene.board, self.chair_id)] if scene is not None else []

    def isValid(self) -> bool:
        scene = self.table.view.scene
        return scene is not None and scene.geometry.row_of(self.chair_id) is not None

    def parent(self) -> QAccessibleInterface:
        return self.table

    def childCount(self) -> int:
        return len(self._ids())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        ids = self._ids()
        if not 0 <= index < len(ids):
            return None
        if ids[index] not in self._cells:
            self._cells[ids[index]] = CellAccess(self, ids[index])
        return self._cells[ids[index]]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        ids = self._ids()
        return ids.index(child.session_id) if isinstance(child, CellAccess) and child.session_id in ids else -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Row

    def state(self) -> QAccessible.State:
        return QAccessible.State()

    def text(self, kind: QAccessible.Text) -> str:
        scene = self.table.view.scene
        if kind is not QAccessible.Text.Name or scene is None or not self.isValid():
            return ""
        chair = scene.board.chair(self.chair_id)
        nurse = scene.board.nurse_initials(self.chair_id)
        words = say(
            "{kind} {name}, {count} sessions",
            kind=chair_kind_text(chair.kind),
            name=chair.name,
            count=self.childCount(),
        )
        return say("{row}, nurse {nurse}", row=words, nurse=nurse) if nurse else words

    def rect(self) -> QRect:
        view, scene = self.table.view, self.table.view.scene
        row = scene.geometry.row_of(self.chair_id) if scene is not None else None
        if scene is None or row is None:
            return QRect()
        return self._on_screen(view.frame().to_view(scene.geometry.row_box(row)).toRect())


class CellAccess(_Part):
    """One session."""

    def __init__(self, row: RowAccess, session_id: int) -> None:
        super().__init__(row.table)
        self._row = row
        self.session_id = session_id

    def _item(self) -> Item | None:
        scene = self.table.view.scene
        return scene.by_id.get(self.session_id) if scene is not None else None

    def isValid(self) -> bool:
        return self._item() is not None

    def parent(self) -> QAccessibleInterface:
        return self._row

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Cell

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = state.selectable = 1
        state.selected = state.focused = int(self.table.view.selected_id == self.session_id)
        return state

    def text(self, kind: QAccessible.Text) -> str:
        item = self._item()
        return sentence_of(self.table.view, item) if item is not None and kind is QAccessible.Text.Name else ""

    def rect(self) -> QRect:
        item = self._item()
        if item is None:
            return QRect()
        return self._on_screen(self.table.view.frame().to_view(item.box).toRect())

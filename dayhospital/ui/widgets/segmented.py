"""A choice of two to four views side by side (Day, Week, Month)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from dayhospital.ui.widgets.buttons import Button
from dayhospital.ui.widgets.panels import Panel


class Segmented(Panel):
    """One of a few; arrow keys go along.

    Signals:
        chosen: The user picked another one; carries its key.
    """

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], name: str = "", parent: QWidget | None = None) -> None:
        """Args: ``options`` as (key, words), the first is chosen; ``name`` for screen readers."""
        super().__init__("sunken", parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in options]
        for index, (_, words) in enumerate(options):
            button = Button(words, "segment")
            button.setCheckable(True)
            self._group.addButton(button, index)
            layout.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._keys[index]))

    @property
    def key(self) -> str:
        return self._keys[self._group.checkedId()]

    def choose(self, key: str) -> None:
        """Show another one as chosen, without a signal."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def set_words(self, key: str, words: str) -> None:
        """Show other words on one of them."""
        self._group.button(self._keys.index(key)).setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        button = self._group.button(self._group.checkedId() + step) if step else None
        if button is None:
            super().keyPressEvent(event)
            return
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()

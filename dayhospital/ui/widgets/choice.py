"""A box to choose one of a few values."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QComboBox, QWidget

T = TypeVar("T")


class ChoiceBox(QComboBox, Generic[T]):
    """A combo box that keeps its values itself: Qt would turn a :class:`StrEnum` into a plain string."""

    def __init__(self, options: Iterable[tuple[T, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[T] = []
        self.offer(options)

    def offer(self, options: Iterable[tuple[T, str]]) -> None:
        """Offer other values, without a signal."""
        blocked = self.blockSignals(True)
        self.clear()
        self._values = []
        for value, words in options:
            self._values.append(value)
            self.addItem(words)
        self.blockSignals(blocked)

    def value(self) -> T:
        """Return the value chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: T) -> None:
        """Select a value; one that is not offered selects the first."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

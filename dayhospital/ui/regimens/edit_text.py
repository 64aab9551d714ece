"""A version as text: the YAML of the library, with the line of a mistake marked."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import repolish

PAUSE_MILLISECONDS = 250
"""So long nobody types before the text is read."""


class TextEditor(QPlainTextEdit):
    """Plain text in letters that tell l from 1 and O from 0.

    Signals:
        edited: The text was changed, and a moment has passed; carries it.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Text of the version"))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setFont(holder().font(FontRole.DENSE_IDENTIFIER))
        self._filling = False
        self._pause = QTimer(self, interval=PAUSE_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(lambda: self.edited.emit(self.toPlainText()))
        self.textChanged.connect(self._typed)

    def show_text(self, text: str) -> None:
        """Show a text from its beginning, without a signal."""
        self._filling = True
        self.setPlainText(text)
        self._filling = False
        self.mark(0)

    def finish(self) -> None:
        """Hand over at once what is waiting."""
        if self._pause.isActive():
            self._pause.stop()
            self.edited.emit(self.toPlainText())

    def mark(self, line: int) -> None:
        """Mark the line of a mistake, 0 for none."""
        self.setProperty("state", "error" if line else "")
        repolish(self)
        marks = []
        block = self.document().findBlockByNumber(line - 1)
        if line and block.isValid():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)
            looks = QTextCharFormat()
            looks.setBackground(holder().theme.status("critical").soft)
            looks.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.format = looks
            marks.append(mark)
        self.setExtraSelections(marks)

    def _typed(self) -> None:
        if not self._filling:
            self._pause.start()

"""Text in one of the design's roles and tones, that follows theme and text size."""

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from dayhospital.ui.theme import FontRole, holder

_DATE = re.compile(r"\d\d-[A-Z][a-z]{2}(-\d{4})?")
_FIRM_HYPHEN = "\N{NON-BREAKING HYPHEN}"


def repolish(widget: QWidget) -> None:
    """Let the style sheet look again at a widget's dynamic properties."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


class Label(QLabel):
    """Plain text. ``tone`` is text1 to text3, disabled, accent_text, ok, warn, critical or info."""

    def __init__(
        self, text: str = "", role: FontRole = FontRole.BODY, tone: str = "text1", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._plain = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self._role = role
        self._elided = False
        self.setProperty("tone", tone)
        self.setFont(holder().font(role))

    def wrapped(self) -> "Label":
        """Break long text into lines; returns itself."""
        self.setWordWrap(True)
        self.setText(self._plain)
        return self

    def text(self) -> str:
        return self._plain

    def setText(self, text: str) -> None:
        """Show a text; a date in a text of several lines is never broken at its hyphens."""
        self._plain = text
        super().setText(_DATE.sub(lambda found: found[0].replace("-", _FIRM_HYPHEN), text) if self.wordWrap() else text)

    def elided(self) -> "Label":
        """Cut what does not fit at its end, the tooltip has the whole; returns itself."""
        self._elided = True
        return self

    def selectable(self) -> "Label":
        """Let the text be selected and copied; returns itself."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            repolish(self)

    def set_role(self, role: FontRole) -> None:
        self._role = role
        self.setFont(holder().font(role))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            wanted = holder().font(self._role)
            if wanted != self.font():
                self.setFont(wanted)
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return (
            QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 4), hint.height()) if self._elided else hint
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elided:
            super().paintEvent(event)
            return
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        self.setToolTip(self.text() if shown != self.text() else "")
        if shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)

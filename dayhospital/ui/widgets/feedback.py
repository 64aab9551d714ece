"""A short message with one act, at the bottom centre of what it belongs to; never for errors that need an answer."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QRectF, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_shadow, fill_rounded
from dayhospital.ui.widgets.buttons import Button
from dayhospital.ui.widgets.label import Label

SECONDS = 8
_SHADOW = 12
_ABOVE_BOTTOM = 40
"""Clear of the status bar, which keeps the same sentence."""
_FADE_MS = 120
_WIDEST = 560
_ICONS = {"ok": "check", "warn": "triangle-alert", "critical": "circle-alert", "info": "info"}


class Toast(QWidget):
    """One per parent, reused: a new message replaces the old one.

    It leaves after 8 seconds, stays while the pointer or the keyboard is on it.

    Signals:
        undo_asked: The user clicked Undo.
        acted: The user clicked another act (Show, Next fit).
        gone: It left.
    """

    undo_asked = Signal()
    acted = Signal()
    gone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind, self._icon, self._undoes = "ok", "check", False
        self._milliseconds = SECONDS * 1000
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave_unless_used)
        self._opacity = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._opacity)
        self._fade = QPropertyAnimation(self._opacity, b"opacity", self)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.finished.connect(self._faded)
        parent.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        self._words = Label("", FontRole.BODY_MEDIUM, "toast_text")
        self._detail = Label("", FontRole.DENSE, "toast_muted")
        self._action = Button("", "toast")
        self._action.clicked.connect(self._act)
        self._close = Button(self.tr("Dismiss"), "toast_quiet")
        self._close.clicked.connect(self.dismiss)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self._words)
        texts.addWidget(self._detail)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(_SHADOW + 40, _SHADOW + 6, _SHADOW + 12, _SHADOW + 8)
        row.setSpacing(18)
        row.addLayout(texts)
        row.addWidget(self._action)
        row.addWidget(self._close)

    @property
    def message(self) -> str:
        """What it says now; empty when it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_message(
        self,
        words: str,
        action: str = "",
        *,
        undo: bool = False,
        detail: str = "",
        kind: str = "ok",
        icon: str = "",
        seconds: float = SECONDS,
    ) -> None:
        """Say something.

        Args:
            words: Object and verb: "MAANEVELD moved to B4 13:30".
            action: The one act offered, answered by :attr:`acted`; empty for none.
            undo: Offer Undo instead, answered by :attr:`undo_asked`.
            detail: A second line; with it comes a button that dismisses.
            kind: A status; chooses the icon unless ``icon`` names one.
            icon: Name of another icon.
            seconds: How long it stays.
        """
        self._milliseconds = round(seconds * 1000)
        self._kind, self._icon, self._undoes = kind, icon or _ICONS[kind], undo
        offered = self.tr("Undo") if undo else action
        _set_wrapped(self._words, words)
        _set_wrapped(self._detail, detail)
        self._detail.setVisible(bool(detail))
        self._action.setText(offered)
        self._action.setVisible(bool(offered))
        self._close.setVisible(bool(detail) or kind == "critical")
        self.setAccessibleName(f"{words} {detail}".strip())
        self._row.activate()  # texts that change while hidden leave the layout its old size
        self.resize(self._row.sizeHint())
        self._settle()
        self.raise_()
        self.show()
        self._fade_to(1.0)
        self._timer.start(self._milliseconds)

    def show_error(self, sentence: str) -> None:
        """Say what was refused; it can be dismissed and stays twice as long."""
        self.show_message(sentence, kind="critical", seconds=2 * SECONDS)

    def dismiss(self) -> None:
        """Let it leave now."""
        self._timer.stop()
        if not self.isHidden():
            self._fade_to(0.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._settle()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.isHidden():
            self._timer.start(self._milliseconds)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = holder().theme
        box = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW - 2, -_SHADOW, -_SHADOW)
        draw_shadow(painter, box, theme.radius.row, theme, _SHADOW)
        fill_rounded(painter, box, theme.radius.row, theme.toast_bg)
        tone = theme.colour("toast_link" if self._kind == "info" else f"toast_{self._kind}")
        draw_icon(painter, self._icon, tone, QRectF(box.x() + 13, box.center().y() - 8, 16, 16))

    def _act(self) -> None:
        self.dismiss()
        (self.undo_asked if self._undoes else self.acted).emit()

    def _leave_unless_used(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._timer.start(self._milliseconds)
        else:
            self.dismiss()

    def _settle(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - _ABOVE_BOTTOM + _SHADOW)

    def _fade_to(self, opacity: float) -> None:
        self._fade.stop()
        self._opacity.setEnabled(True)
        duration = holder().duration(_FADE_MS)
        if not duration:
            self._opacity.setOpacity(opacity)
            self._faded()
            return
        self._fade.setDuration(duration)
        self._fade.setStartValue(self._opacity.opacity() if not self.isHidden() else 0.0)
        self._fade.setEndValue(opacity)
        self._fade.start()

    def _faded(self) -> None:
        # The effect draws through a picture: only while something fades.
        self._opacity.setEnabled(self._opacity.opacity() < 1.0)
        if self._opacity.opacity() <= 0.0 and not self.isHidden():
            self.hide()
            self.gone.emit()


def _set_wrapped(label: Label, words: str) -> None:
    """Set text that breaks into lines only where it is wider than a toast may be."""
    label.setText(words)
    wide = label.fontMetrics().horizontalAdvance(words) > _WIDEST
    label.setWordWrap(wide)
    label.setFixedWidth(_WIDEST if wide else label.fontMetrics().horizontalAdvance(words) + 2)

"""What stands where nothing stands: an icon, one line of fact, the next useful step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets.buttons import link
from dayhospital.ui.widgets.icon_view import IconView
from dayhospital.ui.widgets.label import Label


class EmptyState(QWidget):
    """Icon, fact, an optional next date, an optional act.

    Signals:
        acted: The user took the step that is offered.
    """

    acted = Signal()

    def __init__(self, icon: str, fact: str, hint: str = "", action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(6)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addStretch(1)
        layout.addWidget(IconView(icon, "ok", 18, disc="ok"), 0, centre)
        layout.addSpacing(4)
        self._fact = Label(fact, FontRole.BODY_STRONG).wrapped()
        self._hint = Label(hint, FontRole.DENSE, "text2").wrapped()
        for label in (self._fact, self._hint):
            label.setAlignment(centre)
            layout.addWidget(label)
        self._hint.setVisible(bool(hint))
        self._action = link(action)
        self._action.clicked.connect(self._act)
        layout.addSpacing(4)
        layout.addWidget(self._action, 0, centre)
        self._action.setVisible(bool(action))
        layout.addStretch(1)

    def show_fact(self, fact: str, hint: str = "", action: str = "") -> None:
        """Say something else."""
        self._fact.setText(fact)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._action.setText(action)
        self._action.setVisible(bool(action))

    def _act(self) -> None:
        self.acted.emit()

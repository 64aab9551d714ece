"""How many patients need a decision, for the badge on the rail; counted anew when something about it changed."""

from PySide6.QtCore import QObject, QTimer, Signal

from dayhospital.domain.changes import Changes
from dayhospital.queries.review import NEEDING, needing
from dayhospital.ui.context import Context

PAUSE_MILLISECONDS = 300
"""What is changed in one go is counted once, after the pages have read what they show."""
FIRST_MILLISECONDS = 1500
"""After the start the board comes first: counting reads the regimens and gates of three days, in the one worker."""


class NeedsCount(QObject):
    """Counts, from the start and after each change.

    Signals:
        counted: The number of patients who need a decision in the next days.
    """

    counted = Signal(int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._count)
        context.store.changed.connect(self._changed)
        context.store.changed_elsewhere.connect(self._pause.start)
        QTimer.singleShot(FIRST_MILLISECONDS, self, self._count)

    def _changed(self, changes: Changes) -> None:
        if changes.tables & NEEDING:
            self._pause.start()

    def _count(self) -> None:
        library, now = self._context.library, self._context.clock.local()
        self._context.store.ask(self, lambda connection: needing(connection, library, now), self.counted.emit)

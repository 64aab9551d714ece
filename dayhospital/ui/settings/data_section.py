"""The data: where it is, whether it is in order, and a copy that is proved to open."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.errors import DayHospitalError
from dayhospital.ui.context import Context
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, Label, primary, secondary


class DataSection(QWidget):
    """Check and back-up of the database."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.path = Label("", FontRole.IDENTIFIER).wrapped().selectable()
        self.report = Label("", tone="text2").wrapped()
        self._waiting = False
        self.check = secondary(self.tr("Check now"))
        self.copy = primary(self.tr("Back up…"), "download")
        self.check.clicked.connect(self._check)
        self.copy.clicked.connect(self._back_up)
        card = Card(self.tr("Data and back-up"))
        card.body.addWidget(Label(self.tr("The database of this window"), FontRole.DENSE, "text2"))
        card.body.addWidget(self.path)
        hint = self.tr("A copy is made while everybody works on, and is opened and checked before it counts.")
        card.body.addWidget(Label(hint, tone="text2").wrapped())
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.check)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addWidget(self.report)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        context.store.refused.connect(self._refused)
        context.store.ask_file(self, self._show_path)

    def _show_path(self, path: Path | None) -> None:
        self.path.setText(str(path) if path else self.tr("on the server of the hospital"))
        self.copy.setEnabled(path is not None)
        self.copy.setToolTip("" if path else self.tr("A database on a server is backed up by the server."))

    def _check(self) -> None:
        self._wait(self.tr("Checking…"))
        self._context.store.check(self, self.show_report)

    def show_report(self, report: tuple[bool, str]) -> None:
        """Show what a check found."""
        good, words = report
        heading = (
            self.tr("Everything is in order.") if good else self.tr("Something is wrong; keep the last good copy.")
        )
        self._say(f"{heading}\n{words}", "ok" if good else "critical")

    def _back_up(self) -> None:
        today = self._context.clock.today().isoformat()
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Back up"),
            f"dayhospital-{today}.db",
            options=QFileDialog.Option.DontConfirmOverwrite,  # a copy never replaces a file
        )
        if name:
            self.back_up_to(Path(name))

    def back_up_to(self, path: Path) -> None:
        """Write a copy and prove that it opens."""
        self._wait(self.tr("Copying and checking…"))
        self._context.store.back_up(self, path, self._show_copy)

    def _show_copy(self, copy: Path) -> None:
        self._say(self.tr("The copy {path} was written, opened and checked.").format(path=copy), "ok")

    def _refused(self, error: DayHospitalError) -> None:
        if self._waiting:
            self._say(str(error), "critical")

    def _wait(self, words: str) -> None:
        self._say(words, "text2")
        self._waiting = True
        self.check.setEnabled(False)

    def _say(self, words: str, tone: str) -> None:
        self._waiting = False
        self.check.setEnabled(True)
        self.report.setText(words)
        self.report.set_tone(tone)

"""From nothing to a usable board, against an empty window and the import of SQLAlchemy: whole processes in turn."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measures import Row, timed

ROOT = Path(__file__).resolve().parent.parent
EMPTY_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, application.quit)

application = QApplication([])
window = Window()
window.show()
application.exec()
"""
IMPORTS = ("import sqlalchemy", "import sqlalchemy, sqlalchemy.orm")


def measure(database: Path, rounds: int) -> list[Row]:
    """Return the start against its budget, and against the import of SQLAlchemy's ORM, which is only information."""
    programs = (
        ("-c", EMPTY_WINDOW),
        *(("-c", code) for code in IMPORTS),
        ("-m", "benchmarks.usable_board", str(database)),
    )
    times: list[list[float]] = [[] for _ in programs]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "DAYHOSPITAL_DATA": folder, "PYTHONPATH": str(ROOT)}
        for _ in range(rounds + 1):
            for program, found in zip(programs, times, strict=True):
                found.append(timed(_run, program, environment))
    empty, core, orm, board = (statistics.median(found[1:]) for found in times)  # the first warms the disk's cache
    return [
        _row("start to a usable board", board, empty, "import", core),
        _row("the same, for information with the ORM", board, empty, "import with ORM", orm),
    ]


def _row(name: str, board: float, empty: float, import_name: str, imported: float) -> Row:
    against = f"empty window {empty:.2f} s + {import_name} {imported:.2f} s"
    return Row(name, f"{board:.2f} s", against, board / (empty + imported), 5.0)


def _run(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True, cwd=ROOT)

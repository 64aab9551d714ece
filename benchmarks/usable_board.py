"""Starts the program on a database and ends when the board has been painted with its day; timed from outside."""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

from dayhospital.app import load_library, open_desk
from dayhospital.clock import Clock
from dayhospital.ui.start import Program


class Watch(QObject):
    """Ends the program after the board's first paint with a day in it."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        program.store.opened.connect(self._begin)  # after the program's own slot, which makes the pages

    def _begin(self) -> None:
        assert self._program.pages is not None
        self._program.pages.board.panel.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pages = self._program.pages
        if event.type() is QEvent.Type.Paint and pages is not None and pages.board.shown is not None:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._end)
        return False

    def _end(self) -> None:
        self._program.window.close()
        self._program.application.quit()


def main() -> None:
    program = Program(Path(sys.argv[1]), Clock(), load_library(), open_desk, still=True)
    watch = Watch(program)
    program.start("board", None, None, "light", (1440, 900))
    program.run()
    del watch


if __name__ == "__main__":
    main()

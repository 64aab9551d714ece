"""Starts the program on a database and ends as soon as the board has shown its day; timed from outside."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from dayhospital.app import load_library, open_desk
from dayhospital.clock import Clock
from dayhospital.ui.start import Program


def main() -> None:
    program = Program(Path(sys.argv[1]), Clock(), load_library(), open_desk, still=True)
    program.start("board", None, None, "light", (1440, 900))

    def look() -> None:
        if program.pages is not None and program.pages.board.shown is not None:
            program.window.close()
            program.application.quit()

    timer = QTimer(interval=10)
    timer.timeout.connect(look)
    timer.start()
    program.run()


if __name__ == "__main__":
    main()

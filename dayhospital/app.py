"""The composition root: paths, log, database, desk, store, window. Nothing imports it but the command line."""

import logging
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from dayhospital import paths
from dayhospital.cli import DEMO_TIME
from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.errors import DayHospitalError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from dayhospital.services.desk import Desk
    from dayhospital.ui.start import Program

YEARS_AHEAD = 2
"""So far ahead the public holidays are entered: courses reach more than a year."""

log = logging.getLogger("dayhospital")


def open_desk(path: Path, clock: Clock, user: str, library: Library, create: bool = True) -> "Desk":
    """Open a database, bring it up to date, and return its desk. SQLAlchemy is imported here and not before.

    Raises:
        StorageError: If it cannot be opened; the sentence says why.
    """
    from dayhospital.services.desk import Desk
    from dayhospital.storage.migrate import open_database

    engine = open_database(path, create=create)
    _enter_holidays(engine, clock, library)
    return Desk(engine, clock, user, library)


def _enter_holidays(engine: "Engine", clock: Clock, library: Library) -> None:
    """Enter the public holidays of this year and the two after it, once; the unit edits them in Settings.

    A desk of its own, so that nobody's undo takes them back.
    """
    from dayhospital.queries.unit import years_without_holidays
    from dayhospital.services.desk import Desk
    from dayhospital.services.unit import SeedHolidays

    desk = Desk(engine, clock, "Dayhospital", library, station="program")
    if desk.read_only_reason:
        return
    first = clock.today().year
    for year in desk.ask(lambda connection: years_without_holidays(connection, first, first + YEARS_AHEAD)):
        desk.do(SeedHolidays(year))


def load_library() -> Library:
    return Library.load(paths.resources())


def make_demo(path: Path, today: date, seed: int, patients: int) -> int:
    """Build the demonstration hospital and say what is in it."""
    from dayhospital.services.demo.build import build_demo

    report = build_demo(path, today, seed=seed, patients=patients, now=DEMO_TIME)
    print(report)
    print(f"Demonstration hospital written to {path}")
    return 0


def ensure_demo(path: Path) -> None:
    """Build the demonstration hospital unless today's is there: a demonstration of last week shows an empty today."""
    today = Clock().today()
    stamp = path.with_suffix(".day")
    if path.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == today.isoformat():
        return
    print("Building the demonstration hospital, under a minute…", flush=True)
    make_demo(path, today, seed=7, patients=400)
    stamp.write_text(today.isoformat(), encoding="utf-8")


def check_database(path: Path) -> int:
    """Print what the check of a database found; 1 if anything is wrong."""
    from dayhospital.storage.check import check
    from dayhospital.storage.engine import open_engine

    report = check(open_engine(path, readonly=True))
    print(report)
    return 0 if report.ok else 1


def print_day(path: Path, day: date, sheet: str, out: Path) -> int:
    """Write the sheet of one day to a PDF file."""
    from PySide6.QtGui import QGuiApplication

    from dayhospital.printing.output import write_pdf
    from dayhospital.printing.sheets import day_sheet
    from dayhospital.queries.board import board_day
    from dayhospital.queries.gates import preparations_on

    _offscreen_without_screen()
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    library, clock = load_library(), Clock()
    desk = open_desk(path, clock, "print-day", library, create=False)
    try:
        now = clock.local()
        board = desk.ask(lambda connection: board_day(connection, day))
        prepared = desk.ask(lambda connection: preparations_on(connection, library, day, now))
    finally:
        desk.close()
    pages = write_pdf(day_sheet(sheet, board, now, "", library.drug, prepared), out)
    print(f"{out}: {len(board.live)} sessions on {pages} page(s)")
    del application
    return 0


def open_window(path: Path, options: Namespace, demo: bool) -> int:
    """Open the window and run until it is closed."""
    from dayhospital.ui.start import Program

    program = Program(path, clock_of(options, demo), load_library(), open_desk, demo=demo)
    _keep_log()
    sys.excepthook = _crash_handler(program)
    program.start(options.page, options.day, options.patient, options.scheme, options.size)
    return program.run()


def screenshot(path: Path, options: Namespace, demo: bool) -> int:
    """Draw one page to a PNG file."""
    from dayhospital.ui.start import Program

    _offscreen_without_screen()
    clock = clock_of(options, demo, still=True)
    program = Program(path, clock, load_library(), open_desk, demo=demo, still=True)
    program.start(options.page, options.day, options.patient, options.scheme or "light", options.size)
    program.save_picture(options.screenshot)
    print(f"{options.screenshot}: {options.page}, {options.size[0]}×{options.size[1]}")
    return 0


def clock_of(options: Namespace, demo: bool, still: bool = False) -> Clock:
    """Return the clock of the window: the machine's, or for the demonstration one that starts in a lively morning."""
    today = Clock().today()
    if options.now is not None:
        return Clock.fixed(datetime.combine(today, options.now))
    if demo:
        start = datetime.combine(today, DEMO_TIME)
        return Clock.fixed(start) if still else Clock.starting(start)
    return Clock()


def _offscreen_without_screen() -> None:
    if sys.platform.startswith("linux") and not os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _keep_log() -> None:
    """Write the log to the user's data folder: what the program did, never who the patient was."""
    handler = RotatingFileHandler(
        paths.user_data() / "dayhospital.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def crash_report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return where a bug struck, without its message: messages and variables may hold patient data."""
    frames = traceback.extract_tb(trace)
    lines = [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([kind.__name__, *lines])


def _crash_handler(program: "Program") -> "Callable[[type[BaseException], BaseException, TracebackType | None], None]":
    def handle(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, DayHospitalError):
            program.show_error(str(error))
            return
        log.error("unexpected error\n%s", crash_report(kind, trace))
        program.show_crash(crash_report(kind, trace))

    return handle

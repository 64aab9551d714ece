"""Puts the window together: theme first, window on screen, then the database, then the pages."""

import logging
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from dayhospital import paths
from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.errors import StorageError
from dayhospital.ui.context import Context, Navigator
from dayhospital.ui.preferences import Preferences
from dayhospital.ui.store import Store
from dayhospital.ui.theme.apply import apply_theme
from dayhospital.ui.theme.tokens import load_theme
from dayhospital.ui.window import MainWindow

if TYPE_CHECKING:
    from dayhospital.services.desk import Desk
    from dayhospital.ui.assembly import Pages

log = logging.getLogger(__name__)
TITLE_BAR = 40
"""Room for the title bar of the desktop in pixels; Qt knows the real one only when the window is on screen."""
OpenDesk = Callable[[Path, Clock, str, Library], "Desk"]
PICTURE_SECONDS = 60
"""How long a screenshot waits for its page before it gives up."""


class Program:
    """One running window.

    Args:
        path: The database file.
        clock: The unit's clock.
        open_desk: Opens a database; called in the worker thread, it brings SQLAlchemy with it.
        demo: Whether the window shows the demonstration hospital.
        still: Whether this is for a picture: preferences of the person are left alone and nothing polls.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        library: Library,
        open_desk: OpenDesk,
        *,
        demo: bool = False,
        still: bool = False,
    ) -> None:
        found = QApplication.instance()
        self.application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
        self.application.setApplicationName("Dayhospital")
        self._still = still
        self._clock = clock
        self._library = library
        preferences_file = paths.user_data() / ("picture.ini" if still else "preferences.ini")
        if still:
            preferences_file.unlink(missing_ok=True)
        self.preferences = Preferences(preferences_file)
        if still:
            self.preferences.user = "Hautem, Eva"
        self._scheme = ""
        self.apply_preferences()
        user = self.preferences.user
        self.store = Store(lambda: open_desk(path, clock, user, library), self.application)
        title = self.application.tr("Dayhospital, demonstration") if demo else self.application.tr("Dayhospital")
        self.window = MainWindow(self.store, self.preferences, title)
        self.navigator = Navigator(self.application)
        self.pages: Pages | None = None
        self._first_page: tuple[str, date | None, int | None] = ("board", None, None)
        self.store.opened.connect(self._fill)
        self.store.failed.connect(self.window.wait_with)
        self.window.closing.connect(self.store.close)

    def start(
        self, page: str, day: date | None, patient: int | None, scheme: str | None, size: tuple[int, int]
    ) -> None:
        """Put the window on screen and begin to open the database behind it."""
        self._first_page = (page, day, patient)
        if scheme:
            self._scheme = scheme
            self.apply_preferences()
        if self._still:
            self.window.resize(*size)
            self.window.show()
        elif self.preferences.geometry.isEmpty():
            self._show_first_time(QSize(*size))
        else:
            self.window.show()
        QTimer.singleShot(0, self.store.open)

    def run(self) -> int:
        return self.application.exec()

    def save_picture(self, path: Path) -> None:
        """Wait until the page has read what it shows, then write the window as PNG.

        Raises:
            StorageError: If the database cannot be opened or the picture cannot be written.
        """
        problems: list[str] = []
        self.store.failed.connect(problems.append)
        self._settle(lambda: bool(problems) or (self.pages is not None and self.store.idle))
        if problems:
            raise StorageError(problems[0])
        if not self.window.grab().save(str(path), "PNG"):
            raise StorageError(f"The picture {path} cannot be written. Nothing was lost; choose another folder.")
        self.window.close()

    def apply_preferences(self) -> None:
        """Draw everything in the theme, text size and motion of the preferences."""
        scheme = self._scheme or self.preferences.scheme
        if scheme == "system":
            dark = self.application.styleHints().colorScheme().name == "Dark"
            scheme = "dark" if dark else "light"
        apply_theme(
            self.application,
            load_theme(scheme),
            text_scale=self.preferences.text_size / 100,
            reduce_motion=self._still or self.preferences.reduce_motion,
        )

    def show_error(self, sentence: str) -> None:
        self.window.say_problem(sentence)

    def show_crash(self, report: str) -> None:
        """Tell of a bug: where it was, that the plan is safe, what to do."""
        self.window.say_problem(
            self.window.tr(
                "Something in the program failed. What was saved is safe. The log in {folder} says where; "
                "please send it to whoever looks after the program."
            ).format(folder=paths.user_data())
        )

    def _show_first_time(self, size: QSize) -> None:
        """Show the window in its usual size, or over the whole screen where it and its title bar do not fit."""
        room = self.window.screen().availableSize()
        self.window.resize(size.boundedTo(room))
        if size.width() < room.width() and size.height() + TITLE_BAR < room.height():
            self.window.show()
        else:
            self.window.showMaximized()

    def _fill(self, read_only_reason: str) -> None:
        """Make the pages, now that the database is open and SQLAlchemy is there."""
        from dayhospital.ui.assembly import Pages

        context = Context(
            self.store, self._library, self._clock, self.preferences, self.navigator, self.apply_preferences
        )
        self.pages = Pages(context, self.window)
        self.pages.show_first(*self._first_page)
        if read_only_reason:
            self.window.say_problem(read_only_reason)
        if not self._still:
            self.window.start_polling()

    def _settle(self, ready: Callable[[], bool]) -> None:
        """Run the event loop until something has been ready for a moment."""
        loop = QEventLoop()
        quiet = 0
        checks = 0

        def look() -> None:
            nonlocal quiet, checks
            checks += 1
            quiet = quiet + 1 if ready() else 0
            if quiet >= 6 or checks > PICTURE_SECONDS * 20:
                loop.quit()

        timer = QTimer(interval=50)
        timer.timeout.connect(look)
        timer.start()
        loop.exec()
        timer.stop()

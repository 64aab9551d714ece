"""What one person at one workstation prefers: theme, text size, the window's place, the name that stamps deeds."""

import getpass
import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from dayhospital.ui.theme.fonts import TEXT_SIZES

SCHEMES = ("system", "light", "dark")
ROW_MODES = ("fit", "roomy", "zoomed")


class Preferences:
    """Settings of this workstation, in one INI file; the unit's own settings are in the database."""

    def __init__(self, path: Path) -> None:
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def user(self) -> str:
        """The name that deeds are stamped with; the account's name until somebody enters one."""
        return str(self._file.value("user/name", "")) or getpass.getuser()

    @user.setter
    def user(self, name: str) -> None:
        self._file.setValue("user/name", name.strip())

    @property
    def initials(self) -> str:
        """Return two letters for the rail: ``HAUTEM, Eva`` is EH, ``eva hautem`` is EH."""
        family, comma, given = self.user.partition(",")
        words = re.findall(r"\w+", f"{given} {family}" if comma else family)
        return "".join(word[0] for word in (words[0], *words[-1:])[: 1 + (len(words) > 1)]).upper() if words else "?"

    @property
    def scheme(self) -> str:
        return self._choice("view/scheme", SCHEMES, "system")

    @scheme.setter
    def scheme(self, scheme: str) -> None:
        self._file.setValue("view/scheme", scheme)

    @property
    def text_size(self) -> int:
        """The text size in percent."""
        return int(self._choice("view/text_size", tuple(map(str, TEXT_SIZES)), "100"))

    @text_size.setter
    def text_size(self, percent: int) -> None:
        self._file.setValue("view/text_size", str(percent))

    @property
    def reduce_motion(self) -> bool:
        return self._choice("view/reduce_motion", ("yes", "no"), "no") == "yes"

    @reduce_motion.setter
    def reduce_motion(self, reduce: bool) -> None:
        self._file.setValue("view/reduce_motion", "yes" if reduce else "no")

    @property
    def row_mode(self) -> str:
        return self._choice("board/row_mode", ROW_MODES, "fit")

    @row_mode.setter
    def row_mode(self, mode: str) -> None:
        self._file.setValue("board/row_mode", mode)

    @property
    def geometry(self) -> QByteArray:
        value = self._file.value("window/geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("window/geometry", geometry)

    def save(self) -> None:
        self._file.sync()

    def _choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """Return a stored value; a value nobody offers counts as never set."""
        value = str(self._file.value(key, default))
        return value if value in allowed else default

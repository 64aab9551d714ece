"""Puts a theme on the application: Fusion, palette, font, style sheet, focus ring."""

from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip, QWidget

from dayhospital.errors import StorageError
from dayhospital.ui.theme.focus import FocusRing
from dayhospital.ui.theme.fonts import FontRole, load_fonts
from dayhospital.ui.theme.holder import ThemeHolder, holder
from dayhospital.ui.theme.icons import icon
from dayhospital.ui.theme.palette import palette
from dayhospital.ui.theme.stylesheet import style_sheet
from dayhospital.ui.theme.tokens import Theme

_ICON_NAME = "iconName"
_ICON_TONE = "iconTone"


class _Pictures(QObject):
    """Keeps the folder of tinted style sheet pictures as long as the application lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("themePictures")
        self._folder = QTemporaryDir()
        if not self._folder.isValid():
            raise StorageError("No temporary folder can be made for the theme. Nothing was lost: free some disk space.")

    @property
    def folder(self) -> Path:
        return Path(self._folder.path())


def apply_theme(
    app: QApplication, theme: Theme, *, text_scale: float = 1.0, reduce_motion: bool = False
) -> ThemeHolder:
    """Draw the whole application in a theme; may be called again at any time.

    Args:
        app: The application.
        theme: From :func:`dayhospital.ui.theme.load_theme`.
        text_scale: The text size setting, 0.9 to 1.3.
        reduce_motion: Whether all movements take 0 ms.

    Raises:
        StorageError: If fonts cannot be read or no temporary folder can be made.
    """
    load_fonts()
    found = holder()
    if app.style().objectName().lower() != "fusion" and not app.styleSheet():
        app.setStyle("Fusion")
    found.use(theme, text_scale, reduce_motion)
    app.setFont(found.font(FontRole.BODY))
    app.setPalette(palette(theme))
    QToolTip.setFont(found.font(FontRole.DENSE))
    QToolTip.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme, text_scale, _pictures(app).folder))
    if app.findChild(FocusRing) is None:
        FocusRing(app)
    _retint(app)
    return found


def set_icon(target: QAction | QAbstractButton, name: str, tone: str = "text2") -> None:
    """Give an action or plain button an icon that follows the theme; ``tone`` is a token, status or group code."""
    target.setProperty(_ICON_NAME, name)
    target.setProperty(_ICON_TONE, tone)
    target.setIcon(icon(name, _colour(tone)))


def _colour(tone: str) -> QColor:
    return holder().theme.colour(tone)


def _pictures(app: QApplication) -> _Pictures:
    found = app.findChild(_Pictures)
    return found if isinstance(found, _Pictures) else _Pictures(app)


def _retint(app: QApplication) -> None:
    for widget in app.allWidgets():
        targets: list[QWidget | QAction] = [widget, *widget.actions()]
        for target in targets:
            name = target.property(_ICON_NAME)
            if name and isinstance(target, QAction | QAbstractButton):
                set_icon(target, name, target.property(_ICON_TONE))

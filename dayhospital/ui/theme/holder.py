"""Where widgets find the theme of now: one :class:`ThemeHolder` that hangs on the application object.

It is not a module global: it lives and dies with the QApplication, and ``apply_theme`` is the only writer.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from dayhospital.ui.theme.fonts import FontRole, font
from dayhospital.ui.theme.tokens import Theme, load_theme

_PROPERTY = "dayhospital_theme"


class ThemeHolder(QObject):
    """The theme, text size and motion setting in force.

    Signals:
        changed: Any of them changed; painters repaint, caches are stale.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme: Theme = load_theme("light")
        self.text_scale = 1.0
        self.reduce_motion = False

    def font(self, role: FontRole) -> QFont:
        """Return the font of a role at the text size in force."""
        return font(role, self.text_scale)

    def px(self, pixels: float) -> int:
        """Return a height or width that holds text, grown with the text size. Never below its 100 % value."""
        return round(pixels * max(1.0, self.text_scale))

    def duration(self, milliseconds: int) -> int:
        """Return how long a movement takes: 0 with reduced motion."""
        return 0 if self.reduce_motion else milliseconds

    def use(self, theme: Theme, text_scale: float, reduce_motion: bool) -> None:
        """Take new settings; says so through :attr:`changed`."""
        self.theme, self.text_scale, self.reduce_motion = theme, text_scale, reduce_motion
        self.changed.emit()


def holder() -> ThemeHolder:
    """Return the holder of the running application; a light one is made if the application has none yet."""
    app = QApplication.instance()
    assert app is not None, "a theme needs a QApplication"
    found = app.property(_PROPERTY)
    if isinstance(found, ThemeHolder):
        return found
    made = ThemeHolder(app)
    app.setProperty(_PROPERTY, made)
    return made


def theme_of(widget: QObject | None = None) -> Theme:
    """Return the theme a widget is drawn in; for now one for the whole application."""
    return holder().theme

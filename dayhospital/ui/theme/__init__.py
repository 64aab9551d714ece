"""Colours, fonts, icons and the style sheet: everything that makes the program look the way it does.

``apply_theme(app, load_theme("light"))`` once; afterwards ``theme_of(widget)`` gives the colours,
``holder().font(role)`` the fonts, and ``holder().changed`` says when to repaint.
"""

from dayhospital.ui.theme.apply import apply_theme, set_icon
from dayhospital.ui.theme.focus import OWN_FOCUS
from dayhospital.ui.theme.fonts import TEXT_SIZES, FontRole, font, load_fonts, sized_font
from dayhospital.ui.theme.holder import ThemeHolder, holder, theme_of
from dayhospital.ui.theme.icons import draw_icon, icon, pixmap
from dayhospital.ui.theme.tokens import (
    STATUS_ICONS,
    GroupColours,
    Kind,
    StatusColours,
    Theme,
    ThemeName,
    contrast,
    load_theme,
    mix,
)

__all__ = [
    "OWN_FOCUS",
    "STATUS_ICONS",
    "TEXT_SIZES",
    "FontRole",
    "GroupColours",
    "Kind",
    "StatusColours",
    "Theme",
    "ThemeHolder",
    "ThemeName",
    "apply_theme",
    "contrast",
    "draw_icon",
    "font",
    "holder",
    "icon",
    "load_fonts",
    "load_theme",
    "mix",
    "pixmap",
    "set_icon",
    "sized_font",
    "theme_of",
]

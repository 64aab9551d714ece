"""The Qt palette of a theme, all roles and groups: nothing is left to the desktop's own colours."""

from PySide6.QtGui import QColor, QPalette

from dayhospital.ui.theme.tokens import Theme

Role = QPalette.ColorRole
Group = QPalette.ColorGroup


def palette(theme: Theme) -> QPalette:
    """Return the palette of a theme."""
    made = QPalette()
    for role, colour in _roles(theme).items():
        made.setColor(role, colour)
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.PlaceholderText, Role.Accent):
        made.setColor(Group.Disabled, role, theme.disabled)
    made.setColor(Group.Disabled, Role.Highlight, theme.line_strong)
    made.setColor(Group.Disabled, Role.HighlightedText, theme.text3)
    made.setColor(Group.Disabled, Role.Base, theme.sunken)
    made.setColor(Group.Disabled, Role.Button, theme.sunken)
    return made


def _roles(theme: Theme) -> dict[QPalette.ColorRole, QColor]:
    return {
        Role.Window: theme.bg,
        Role.WindowText: theme.text1,
        Role.Base: theme.surface,
        Role.AlternateBase: theme.surface,
        Role.Text: theme.text1,
        Role.PlaceholderText: theme.text3,
        Role.Button: theme.surface,
        Role.ButtonText: theme.text1,
        Role.BrightText: theme.on_accent,
        Role.Highlight: theme.accent,
        Role.HighlightedText: theme.on_accent,
        Role.Accent: theme.accent,
        Role.Link: theme.accent_text,
        Role.LinkVisited: theme.accent_text,
        Role.ToolTipBase: theme.raised,
        Role.ToolTipText: theme.text1,
        Role.Light: theme.line,
        Role.Midlight: theme.line,
        Role.Mid: theme.line_strong,
        Role.Dark: theme.control,
        Role.Shadow: theme.control,
    }

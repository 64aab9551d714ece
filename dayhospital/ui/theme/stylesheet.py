"""Fills the style sheet ``resources/themes/style.qss`` with the tokens of a theme."""

import re
from pathlib import Path

from PySide6.QtGui import QColor

from dayhospital import paths
from dayhospital.ui.theme.icons import tinted_svg
from dayhospital.ui.theme.tokens import Kind, Theme, mix

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ICON = re.compile(r"@icon\(([\w-]+),(\w+)\)")
_LENGTH = re.compile(r"@px\((\d+)\)(?:px)?")
_TOKEN = re.compile(r"@([a-z]\w*)")


def style_sheet(theme: Theme, scale: float, pictures: Path) -> str:
    """Return the finished style sheet.

    Args:
        theme: Whose colours.
        scale: Text size (1.0 is 100 %); lengths marked ``@px`` grow with it.
        pictures: An existing folder of the caller's, where the tinted arrows and ticks are written.

    Raises:
        KeyError: If the sheet names a token that does not exist.
    """
    source = (paths.resources() / "themes" / "style.qss").read_text(encoding="utf-8")
    colours = sheet_colours(theme)

    def picture(found: re.Match[str]) -> str:
        name, token = found.groups()
        path = pictures / f"{theme.name}-{name}-{token}.svg"
        if not path.exists():
            path.write_bytes(tinted_svg(name, colours[token]))
        return f'url("{path.as_posix()}")'

    text = _ICON.sub(picture, _COMMENT.sub("", source))
    text = _LENGTH.sub(lambda found: f"{round(int(found[1]) * max(1.0, scale))}px", text)
    return _TOKEN.sub(lambda found: colours[found[1]].name(), text)


def sheet_colours(theme: Theme) -> dict[str, QColor]:
    """Return every colour the sheet may name: the tokens, the statuses, and three that are mixed."""
    colours = {name: value for name, value in vars(theme).items() if isinstance(value, QColor)}
    for kind in Kind:
        status = theme.status(kind)
        colours |= {f"{kind}_text": status.text, f"{kind}_soft": status.soft, f"{kind}_fill": status.fill}
    colours["critical_hover"] = mix(theme.ink, theme.status(Kind.CRITICAL).fill, 0.18)
    colours["segment"] = theme.line_strong if theme.dark else theme.surface
    colours["segment_line"] = colours["segment"] if theme.dark else theme.line_strong
    return colours

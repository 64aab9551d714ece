"""The design tokens as Qt colours: one file, ``resources/themes/tokens.toml``, for palette, style sheet and painters.

No other module holds a colour literal.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from PySide6.QtGui import QColor

from dayhospital import paths


class ThemeName(StrEnum):
    LIGHT = "light"
    DARK = "dark"


class Kind(StrEnum):
    """What a status means; each has a colour, and an icon so that it is never colour alone."""

    OK = "ok"
    WARN = "warn"
    CRITICAL = "critical"
    INFO = "info"


STATUS_ICONS: Mapping[Kind, str] = {
    Kind.OK: "circle-check",
    Kind.WARN: "triangle-alert",
    Kind.CRITICAL: "circle-alert",
    Kind.INFO: "info",
}


@dataclass(frozen=True, slots=True)
class StatusColours:
    """``text`` on ``soft`` or on the surface; ``fill`` is for bars, discs and badges only."""

    text: QColor
    soft: QColor
    fill: QColor


@dataclass(frozen=True, slots=True)
class GroupColours:
    """The colour of a treatment group, and the text colour that is readable on it."""

    colour: QColor
    ink: QColor


@dataclass(frozen=True, slots=True)
class Radii:
    """Corner radii in px."""

    mark: int
    block: int
    control: int
    row: int
    card: int
    palette: int


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights in px at text size 100 %; ``hit`` is the smallest area anybody has to hit."""

    control: int
    small: int
    footer: int
    chip: int
    filter: int
    header: int
    hit: int


@dataclass(frozen=True, slots=True)
class Padding:
    """Side padding in px."""

    screen: int
    card: int
    row: int


@dataclass(frozen=True, slots=True)
class Tints:
    """Shares (0 to 1) of the group's colour over the surface in the parts of a session block."""

    rest: float
    running: float
    second_drug: float
    premedication: float
    observation: float
    hatch: float
    passed_rest: float
    """Opacity of what is still to come in a running phase strip."""


@dataclass(frozen=True, eq=False)
class Theme:
    """All tokens of one theme. Compared by identity, so it can key a cache."""

    name: ThemeName
    bg: QColor
    surface: QColor
    raised: QColor
    sunken: QColor
    selected: QColor
    hover: QColor
    line: QColor
    line_strong: QColor
    control: QColor
    text1: QColor
    text2: QColor
    text3: QColor
    disabled: QColor
    accent: QColor
    accent_hover: QColor
    accent_text: QColor
    on_accent: QColor
    now: QColor
    ink: QColor
    shadow: QColor
    scrim: QColor
    toast_bg: QColor
    toast_text: QColor
    toast_muted: QColor
    toast_link: QColor
    toast_ok: QColor
    toast_warn: QColor
    toast_critical: QColor
    statuses: Mapping[Kind, StatusColours]
    groups: Mapping[str, GroupColours]
    tint: Tints
    radius: Radii
    height: Heights
    padding: Padding
    heat_bounds: tuple[float, ...]
    heat_mixes: tuple[float, ...]
    high_contrast: bool = False

    @property
    def dark(self) -> bool:
        return self.name is ThemeName.DARK

    def status(self, kind: str) -> StatusColours:
        """Return the colours of ``ok``, ``warn``, ``critical`` or ``info``."""
        return self.statuses[Kind(kind)]

    def group(self, code: str) -> GroupColours:
        """Return the colours of a treatment group by its two-letter code (AN TX H2 AD IO EN BN SU)."""
        return self.groups[code]

    def colour(self, token: str) -> QColor:
        """Return a colour by name: a token (``text2``), a status (its text colour) or a group code (``TX``)."""
        if token in self.groups:
            return self.groups[token].colour
        if token in self.statuses:
            return self.statuses[Kind(token)].text
        found = getattr(self, token)
        assert isinstance(found, QColor), token
        return found

    def mix(self, colour: QColor, fraction: float, over: QColor | None = None) -> QColor:
        """Return the opaque colour of ``fraction`` (0 to 1) of ``colour`` laid over the surface, or over ``over``."""
        return mix(colour, over or self.surface, fraction)

    def heat(self, share: float) -> QColor:
        """Return the cell colour for a share of capacity used (1.0 is full)."""
        step = sum(share >= bound for bound in self.heat_bounds)
        return self.mix(self.accent, self.heat_mixes[step])

    def with_high_contrast(self) -> "Theme":
        """Return the theme with hairlines as strong as control frames and all tints off."""
        plain = {kind: replace(colours, soft=self.surface) for kind, colours in self.statuses.items()}
        tint = replace(self.tint, rest=0.0, running=0.0)
        return replace(
            self,
            line=self.control,
            line_strong=self.control,
            text2=self.text1,
            text3=self.text2,
            statuses=plain,
            tint=tint,
            high_contrast=True,
        )


def mix(colour: QColor, over: QColor, fraction: float) -> QColor:
    """Return the opaque colour of ``fraction`` (0 to 1) of ``colour`` laid over ``over``."""
    return QColor.fromRgbF(*(a * fraction + b * (1 - fraction) for a, b in zip(_rgb(colour), _rgb(over), strict=True)))


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _rgb(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def _luminance(colour: QColor) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=1)
def token_file() -> Mapping[str, Any]:
    """Return the token file as it stands, read once."""
    return tomllib.loads((paths.resources() / "themes" / "tokens.toml").read_text(encoding="utf-8"))


def _plain_colours(own: Mapping[str, Any]) -> dict[str, Any]:
    return {key: QColor(value) for key, value in own.items() if isinstance(value, str)}


def load_theme(name: str, high_contrast: bool = False) -> Theme:
    """Return the theme called ``light`` or ``dark``; the same object each time."""
    return _load(ThemeName(name), high_contrast)


@lru_cache(maxsize=4)
def _load(name: ThemeName, high_contrast: bool) -> Theme:
    if high_contrast:
        return _load(name, False).with_high_contrast()
    tokens = token_file()
    own = tokens[name]
    padding = {key: tokens["space"][key] for key in ("screen", "card", "row")}
    statuses = {Kind(kind): StatusColours(*map(QColor, colours)) for kind, colours in own["status"].items()}
    groups = {code: GroupColours(*map(QColor, colours)) for code, colours in own["group"].items()}
    return Theme(
        name=name,
        statuses=statuses,
        groups=groups,
        tint=Tints(rest=own["block_rest"], running=own["block_running"], **tokens["tint"]),
        radius=Radii(**tokens["radius"]),
        height=Heights(**tokens["height"]),
        padding=Padding(**padding),
        heat_bounds=tuple(tokens["heat"]["bounds"]),
        heat_mixes=tuple(tokens["heat"]["mixes"]),
        **_plain_colours(own),
    )

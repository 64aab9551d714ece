"""Inter, shipped with the program, in the roles of the design: tabular figures everywhere."""

from enum import StrEnum
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from dayhospital import paths
from dayhospital.errors import StorageError
from dayhospital.ui.theme.tokens import token_file

FAMILY = "Inter"
WEIGHT_FILES = ("Regular", "Medium", "SemiBold", "Bold")
TEXT_SIZES = (90, 100, 115, 130)
"""What the text size setting offers, in percent."""
SMALLEST_PX = 11


class FontRole(StrEnum):
    """What a text is; the token file says how large and heavy that is."""

    NAME = "name"
    TITLE = "title"
    FIGURE = "figure"
    SECTION = "section"
    BODY = "body"
    BODY_MEDIUM = "body_medium"
    BODY_STRONG = "body_strong"
    DENSE = "dense"
    DENSE_MEDIUM = "dense_medium"
    DENSE_STRONG = "dense_strong"
    CAPTION = "caption"
    CAPTION_MEDIUM = "caption_medium"
    CAPTION_STRONG = "caption_strong"
    IDENTIFIER = "identifier"
    """Hospital numbers, national numbers and doses: slashed zero and tailed l."""
    DENSE_IDENTIFIER = "dense_identifier"


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Give Inter to Qt, once; needs a QGuiApplication.

    Raises:
        StorageError: If a font file is missing or unreadable.
    """
    for weight in WEIGHT_FILES:
        path = paths.resources() / "fonts" / f"{FAMILY}-{weight}.ttf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            message = f"The font file {path.name} cannot be read. Nothing was lost: install the program again."
            raise StorageError(message)


def font(role: FontRole, scale: float = 1.0) -> QFont:
    """Return the font of a role; ``scale`` is the text size setting (1.0 is 100 %). No text falls below 11 px."""
    return QFont(_font(FontRole(role), scale))


@lru_cache(maxsize=128)
def _font(role: FontRole, scale: float) -> QFont:
    pixels, weight = token_file()["type"][role]
    made = sized_font(max(SMALLEST_PX, round(pixels * scale)), weight)
    if role in {FontRole.IDENTIFIER, FontRole.DENSE_IDENTIFIER}:
        made.setFeature(QFont.Tag("zero"), 1)
        made.setFeature(QFont.Tag("cv05"), 1)
    return made


def sized_font(pixels: int, weight: int = 400) -> QFont:
    """Return Inter at a size that is no role: initials in narrow blocks, badges, paper."""
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    # Hinting moves the stems of small text to whole pixels and makes widths differ between screens and paper.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made

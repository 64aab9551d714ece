"""The type on paper: Inter as it comes with the program, the system's own if it is missing."""

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from dayhospital import paths

FAMILY = "Inter"
BODY = 31
"""Height of the text of lists, in tenths of a millimetre (8.8 pt)."""
SMALL = 27
CAPTION = 29
TITLE = 52
BOLD = QFont.Weight.Bold
MEDIUM = QFont.Weight.Medium
REGULAR = QFont.Weight.Normal


@lru_cache(maxsize=1)
def _load() -> None:
    for weight in ("Regular", "Medium", "SemiBold", "Bold"):
        file = paths.resources() / "fonts" / f"{FAMILY}-{weight}.ttf"
        if file.is_file():
            QFontDatabase.addApplicationFont(str(file))


@lru_cache(maxsize=64)
def font(size: int = BODY, weight: QFont.Weight = REGULAR) -> QFont:
    """Return a font; ``size`` is in tenths of a millimetre, the unit of every page. Needs a QGuiApplication."""
    _load()
    made = QFont(FAMILY)
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    # Alternate glyphs (tabular figures, the raised colon) have no text behind them in Qt's PDF: dates would be lost
    # to search, copying and screen readers.
    made.setFeature(QFont.Tag("calt"), 0)
    return made


@lru_cache(maxsize=64)
def _metrics(size: int, weight: QFont.Weight) -> QFontMetricsF:
    return QFontMetricsF(font(size, weight))


@lru_cache(maxsize=8192)
def width(text: str, size: int = BODY, weight: QFont.Weight = REGULAR) -> float:
    """Return how wide a text is, in tenths of a millimetre."""
    return _metrics(size, weight).horizontalAdvance(text)


def ascent(size: int = BODY, weight: QFont.Weight = REGULAR) -> float:
    """Return how far the letters reach above the baseline."""
    return _metrics(size, weight).capHeight()

"""The load strips: bars in time, limits, and what a landing would add."""

from datetime import timedelta

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from dayhospital.domain.span import Span
from dayhospital.ui.board.geometry import BoardGeometry
from dayhospital.ui.board.strips import Strip, paint_ghost, paint_strip, scale_of
from dayhospital.ui.theme import holder
from tests.ui.board import sample

START = sample.at("08:00")
STRIP = Strip("Nurse starts", "max 4", START, 15, ((4.0, 4.0), (2.0, 4.0), (6.0, 4.0), (0.0, 0.0)))
GEOMETRY = BoardGeometry(Span(START, START + timedelta(hours=1)), (1,), 240.0, 28)
AREA = QRectF(0, 0, 240, 40)


def painted(ghost: tuple[float, ...] = ()) -> QImage:
    image = QImage(240, 40, QImage.Format.Format_RGB32)
    theme = holder().theme
    image.fill(theme.surface)
    painter = QPainter(image)
    paint_strip(painter, STRIP, AREA, GEOMETRY, left=0, now=START, theme=theme)
    paint_ghost(painter, STRIP.with_ghost(ghost), AREA, GEOMETRY, left=0, theme=theme)
    painter.end()
    return image


def has(image: QImage, colour: QColor, left: int, right: int) -> bool:
    return any(image.pixelColor(x, y) == colour for x in range(left, right) for y in range(40))


def test_a_moment_finds_its_bin():
    assert [STRIP.bin_at(START + timedelta(minutes=m)) for m in (-1, 0, 14, 15, 59, 60)] == [None, 0, 0, 1, 3, None]


def test_the_highest_limit_fits_with_room_for_the_triangle():
    assert 4 * scale_of(STRIP, 40) < 40 - 8


def test_an_empty_strip_has_no_scale():
    assert scale_of(Strip("", "", START, 15, ((0.0, 0.0),)), 40) == 0


def test_at_the_limit_is_amber_and_above_it_red():
    image, theme = painted(), holder().theme
    assert has(image, theme.status("warn").fill, 4, 56)
    assert not has(image, theme.status("warn").fill, 64, 116)
    assert has(image, theme.status("critical").fill, 124, 176)


def test_a_landing_is_drawn_in_accent_and_in_red_where_it_breaches():
    image, theme = painted((1.0, 1.0, 0.0, 0.0)), holder().theme
    assert has(image, theme.status("critical").fill, 4, 56)
    assert has(image, theme.accent, 64, 116)
    assert STRIP.with_ghost((1.0, 1.0, 0.0, 0.0)).breaches() == (0,)


def test_without_a_limit_there_is_no_line():
    image = painted()
    assert not has(image, holder().theme.text1, 184, 238) and has(image, holder().theme.text1, 64, 116)

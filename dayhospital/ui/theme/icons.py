"""Line icons from one source (Lucide), tinted when they are drawn and cached by name, colour, size and scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from dayhospital import paths
from dayhospital.ui.theme.holder import theme_of


def pixmap(name: str, colour: QColor, size: int, dpr: float = 1.0) -> QPixmap:
    """Return an icon as a square pixmap of ``size`` logical px, sharp on a screen of scale ``dpr``.

    Raises:
        FileNotFoundError: If there is no icon of that name in ``resources/icons``.
    """
    return _pixmap(name, colour.rgba(), size, dpr)


def icon(name: str, colour: QColor | None = None, size: int = 16) -> QIcon:
    """Return an icon in ``colour`` (else the theme's second text colour), with a disabled look.

    It keeps the colours of the theme of now; use :func:`dayhospital.ui.theme.set_icon` where it must follow the theme.
    """
    theme = theme_of()
    made = QIcon()
    for dpr in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour or theme.text2, size, dpr), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, theme.disabled, size, dpr), QIcon.Mode.Disabled)
    return made


def draw_icon(painter: QPainter, name: str, colour: QColor, box: QRectF) -> None:
    """Draw an icon into the middle of ``box``, as large as its shorter side; nothing where there is no room."""
    size = round(min(box.width(), box.height()))
    if size < 1:
        return
    device = painter.device()
    picture = pixmap(name, colour, size, device.devicePixelRatioF() if device is not None else 1.0)
    x = box.x() + (box.width() - size) / 2
    y = box.y() + (box.height() - size) / 2
    painter.drawPixmap(QRectF(x, y, size, size), picture, QRectF(picture.rect()))


def tinted_svg(name: str, colour: QColor) -> bytes:
    """Return the SVG of an icon drawn in ``colour``."""
    return _source(name).replace(b"currentColor", colour.name().encode())


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return (paths.resources() / "icons" / f"{name}.svg").read_bytes()


@lru_cache(maxsize=1024)
def _pixmap(name: str, rgba: int, size: int, dpr: float) -> QPixmap:
    colour = QColor.fromRgba(rgba)
    picture = QPixmap(round(size * dpr), round(size * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(tinted_svg(name, colour))).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture

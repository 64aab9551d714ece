"""From pages to a file, a printer or a picture, all through the same :meth:`Document.paint`."""

from errno import EACCES, ENOSPC
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSize
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from dayhospital import __version__
from dayhospital.errors import StorageError
from dayhospital.printing.page import Document

DOTS_PER_INCH = 1200
TENTHS_PER_INCH = 254.0


def write_pdf(document: Document, path: Path) -> int:
    """Write a document to a PDF file and return the number of its pages.

    An older file of that name stays until the new one is whole.

    Raises:
        StorageError: If the file cannot be written; the older one is as it was.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        # Qt does not say why it cannot write; asking the system first gives a reason.
        unfinished.write_bytes(b"")
        _write(document, unfinished)
        if b"%%EOF" not in unfinished.read_bytes()[-32:]:
            raise OSError(ENOSPC, "the disk is full", str(path))
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StorageError(
            f"{path} cannot be written: {error.strerror}. Nothing was lost: choose another place."
        ) from error
    return document.page_count()


def _write(document: Document, path: Path) -> None:
    writer = QPdfWriter(str(path))
    writer.setResolution(DOTS_PER_INCH)
    writer.setTitle(document.name)
    writer.setCreator(f"Dayhospital {__version__}")
    _set_page(writer, document, 0)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(EACCES, "the file cannot be opened", str(path))
    _paint_all(document, writer, painter, DOTS_PER_INCH)
    painter.end()


def print_document(document: Document, printer: QPagedPaintDevice, dots_per_inch: int) -> int:
    """Print a document on a printer (a ``QPrinter``) and return the number of its pages.

    Raises:
        StorageError: If the printer cannot be used.
    """
    _set_page(printer, document, 0)
    painter = QPainter()
    if not painter.begin(printer):
        raise StorageError("The printer cannot be used. Nothing was lost: check it, or write a PDF file.")
    _paint_all(document, printer, painter, dots_per_inch)
    painter.end()
    return document.page_count()


def page_image(document: Document, page: int, width: int) -> QImage:
    """Return a picture of a page, 0 for the first, ``width`` pixels wide."""
    size = document.size(page)
    scale = width / size.width()
    image = QImage(QSize(width, round(size.height() * scale)), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    document.paint(painter, page)
    painter.end()
    return image


def _set_page(device: QPagedPaintDevice, document: Document, page: int) -> None:
    landscape = document.landscape(page)
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    device.setPageLayout(layout)


def _paint_all(document: Document, device: QPagedPaintDevice, painter: QPainter, dots_per_inch: float) -> None:
    for page in range(document.page_count()):
        if page:
            _set_page(device, document, page)
            device.newPage()
        painter.save()
        painter.scale(dots_per_inch / TENTHS_PER_INCH, dots_per_inch / TENTHS_PER_INCH)
        document.paint(painter, page)
        painter.restore()

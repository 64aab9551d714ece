"""The preview: the pages themselves, then paper or a PDF file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from dayhospital.errors import DayHospitalError
from dayhospital.printing.output import page_image, print_document, write_pdf
from dayhospital.printing.page import Document
from dayhospital.ui.texts import say_count
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import draw_shadow
from dayhospital.ui.widgets import Label, Panel, Segmented, primary, secondary

PAGE_WIDTH = 980
MakeDocument = Callable[[str], Document]
"""Makes the document of a sheet by its key."""


class PageView(QWidget):
    """One page as it will lie on the table."""

    def __init__(self, document: Document, page: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = document.size(page)
        self._height = round(PAGE_WIDTH * size.height() / size.width())
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap.fromImage(page_image(document, page, round(PAGE_WIDTH * ratio)))
        self._picture.setDevicePixelRatio(ratio)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Page {page} of {all}").format(page=page + 1, all=document.page_count()))

    def sizeHint(self) -> QSize:
        return QSize(PAGE_WIDTH + 24, self._height + 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        page = QRectF(12, 8, PAGE_WIDTH, self._height)
        draw_shadow(painter, page, 2, holder().theme)
        painter.drawPixmap(page.topLeft(), self._picture)


class PreviewDialog(QDialog):
    """Shows the pages of one of several sheets; prints them or writes a PDF file."""

    def __init__(
        self,
        title: str,
        sheets: tuple[tuple[str, str], ...],
        make: MakeDocument,
        file_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(PAGE_WIDTH + 90, 780)
        self._make, self._file_name = make, file_name
        self.document = make(sheets[0][0])
        self.choice = Segmented(sheets, self.tr("Sheet"))
        self.choice.chosen.connect(self.show_sheet)
        self.remark = Label("", FontRole.DENSE, "text2")
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._lay_out(title)
        self.choice.setVisible(len(sheets) > 1)
        self.show_sheet(sheets[0][0])

    def show_sheet(self, key: str) -> None:
        """Draw the pages of a sheet."""
        self.document = self._make(key)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        for page in range(self.document.page_count()):
            column.addWidget(PageView(self.document, page), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self.remark.setText(say_count(self.document.page_count(), "{n} page", "{n} pages"))

    def print_pages(self) -> None:
        """Ask for a printer and print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        asked = QPrintDialog(printer, self)
        if asked.exec() == QDialog.DialogCode.Accepted:
            self._do(lambda: print_document(self.document, printer, printer.resolution()))

    def save_pdf(self) -> None:
        """Ask for a file and write it."""
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save as PDF"), self._file_name, self.tr("PDF files (*.pdf)")
        )
        if name:
            self._do(lambda: write_pdf(self.document, Path(name)))

    def _do(self, act: Callable[[], int]) -> None:
        try:
            pages = act()
        except DayHospitalError as error:
            self.remark.setText(str(error))
            self.remark.set_tone("critical")
            return
        self.remark.setText(say_count(pages, "{n} page done", "{n} pages done"))
        self.remark.set_tone("ok")

    def _lay_out(self, title: str) -> None:
        top, foot = Panel("header"), Panel("footer")
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 10, 18, 10)
        row.addWidget(Label(title, FontRole.TITLE))
        row.addStretch(1)
        row.addWidget(self.choice)
        close, save, paper = (
            secondary(self.tr("Close")),
            secondary(self.tr("Save as PDF…"), "download"),
            primary(self.tr("Print…"), "printer"),
        )
        close.clicked.connect(self.reject)
        save.clicked.connect(self.save_pdf)
        paper.clicked.connect(self.print_pages)
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(18, 10, 18, 10)
        buttons.addWidget(self.remark, 1)
        for button in (close, save, paper):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._scroll, 1)
        column.addWidget(foot)

"""Pages are set in type, and type needs a running Qt."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dayhospital.printing.output import write_pdf
from dayhospital.printing.page import Document

needs_reader = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@dataclass(frozen=True)
class Word:
    """A word on a page, in points."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Word") -> float:
        """Return the share of the smaller word that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        smaller = min((w.right - w.left) * (w.bottom - w.top) for w in (self, other))
        return max(0.0, wide) * max(0.0, high) / smaller if smaller else 0.0


@pytest.fixture(autouse=True)
def _qt(qapp: QApplication) -> None:
    """Run Qt for every test here."""


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[[Document], list[str]]:
    """Return what a reader finds on each page of a document."""

    def read(document: Document) -> list[str]:
        file = tmp_path / "read.pdf"
        write_pdf(document, file)
        out = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True)
        return out.stdout.decode("utf-8").split("\f")[:-1]

    return read


@pytest.fixture
def words_of(tmp_path: Path) -> Callable[[Document], list[Word]]:
    """Return every word of a document with its place."""

    def read(document: Document) -> list[Word]:
        file = tmp_path / "words.pdf"
        write_pdf(document, file)
        out = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True)
        pages = ET.fromstring(out.stdout).iter("{http://www.w3.org/1999/xhtml}page")
        return [
            Word(number, each.text or "", *(float(each.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax")))
            for number, page in enumerate(pages)
            for each in page
        ]

    return read

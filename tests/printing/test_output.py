"""From pages to files: whole or not at all, and the preview is the page itself."""

import pytest
from PySide6.QtGui import QPdfWriter

from dayhospital.errors import StorageError
from dayhospital.printing.output import DOTS_PER_INCH, page_image, print_document, write_pdf
from dayhospital.printing.sheets import day_sheet
from tests.printing.samples import PRINTED, board, library


def day_list(count=3, name="time"):
    return day_sheet(name, board(count), PRINTED.at, PRINTED.by, library().drug, {})


def darkness(image):
    """How many of a grid of points are dark."""
    points = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return sum(image.pixelColor(x, y).lightness() < 128 for x, y in points)


def test_a_file_has_as_many_pages_as_it_says(tmp_path):
    file = tmp_path / "day.pdf"
    pages = write_pdf(day_list(60), file)
    assert file.read_bytes().startswith(b"%PDF") and pages > 1
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["day.pdf"]


def test_a_folder_that_is_not_there_is_a_plain_sentence(tmp_path):
    with pytest.raises(StorageError, match=r"cannot be written: .*Nothing was lost"):
        write_pdf(day_list(), tmp_path / "nowhere" / "day.pdf")


def test_what_cannot_be_written_leaves_the_older_file(tmp_path, monkeypatch):
    file = tmp_path / "day.pdf"
    write_pdf(day_list(), file)
    older = file.read_bytes()
    monkeypatch.setattr("dayhospital.printing.output.QPainter.begin", lambda *_: False)
    with pytest.raises(StorageError, match="cannot be written"):
        write_pdf(day_list(60), file)
    assert file.read_bytes() == older
    assert not list(tmp_path.glob("*.part"))


def test_half_a_file_on_a_full_disk_is_not_taken_for_a_whole_one(tmp_path, monkeypatch):
    monkeypatch.setattr("dayhospital.printing.output._write", lambda _, part: part.write_bytes(b"%PDF-1.4 half"))
    with pytest.raises(StorageError, match="disk is full"):
        write_pdf(day_list(), tmp_path / "day.pdf")
    assert not list(tmp_path.glob("day.pdf*"))


def test_a_page_can_be_shown_at_any_width():
    document = day_list()
    small, large = page_image(document, 0, 594), page_image(document, 0, 1188)
    assert (small.width(), small.height(), large.height()) == (594, 420, 840)
    assert darkness(large) > 100


def test_an_empty_and_a_full_day_do_not_look_the_same():
    assert darkness(page_image(day_list(30, "chair"), 0, 800)) > 2 * darkness(page_image(day_list(0, "chair"), 0, 800))


def test_a_printer_gets_every_page(tmp_path):
    document = day_list(60)
    device = QPdfWriter(str(tmp_path / "printer.pdf"))
    device.setResolution(DOTS_PER_INCH)
    assert print_document(document, device, DOTS_PER_INCH) == document.page_count()
    assert (tmp_path / "printer.pdf").stat().st_size > 10_000


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_used_is_a_plain_sentence(tmp_path):
    with pytest.raises(StorageError, match="printer cannot be used"):
        print_document(day_list(), QPdfWriter(str(tmp_path / "nowhere" / "x.pdf")), DOTS_PER_INCH)


def test_lists_can_be_bound_to_one_document():
    one, two = day_list(30), day_list(30, "pharmacy")
    both = one + two
    assert both.page_count() == one.page_count() + two.page_count()

"""Invented results and tests that are waited for, and how the tests look at the parts that show them."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from dayhospital.domain.requested_test import RequestedTest
from dayhospital.domain.result import Result, Results
from dayhospital.ui.widgets import Chip
from tests.ui.patients import people
from tests.ui.patients.conftest import library

TODAY = people.TODAY
DAY = timedelta(days=1)


def blood(analyte, value, *, days=0, hour=7, of=1):
    return Result(analyte, datetime(2026, 11, 24, hour, 50) - days * DAY, value, id=of)


def marker(analyte, value=None, answer="", *, days=80, specimen="core biopsy", detail="", of=50):
    at = datetime(2026, 11, 24, 9) - days * DAY
    return Result(analyte, at, value, answer, specimen, detail, id=of, version=2)


RESULTS = (
    blood("neutrophils", 2.1, of=1),
    blood("neutrophils", 0.8, days=7, of=2),
    blood("alt", 49.0, of=3),
    blood("creatinine", 79.578, days=1, of=4),
    Result("hbsag", datetime(2026, 10, 1, 9, 30), answer="negative", id=5),
    marker("er", 0.0, days=10, specimen="liver biopsy", of=50),
    marker("er", 90.0, days=700, of=51),
    marker("pik3ca", answer="pathogenic", detail="p.H1047R, 31 %", specimen="plasma", days=20, of=52),
)
ASKED = RequestedTest("ngs_tissue", TODAY - 2 * DAY, "Dr Rietzanger", id=1, version=3)
PENDING = RequestedTest(
    "ctdna", TODAY - 14 * DAY, "Dr Rietzanger", sent_on=TODAY - 12 * DAY, due_on=TODAY + 2 * DAY, id=2
)
OVERDUE = replace(PENDING, test="germline", due_on=TODAY - DAY, id=3)


def record(results=RESULTS, requests=(PENDING,), **changes):
    return replace(people.record(library()), results=Results(results), requests=tuple(requests), **changes)


def words(widget):
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return [*labels, *(chip.text for chip in widget.findChildren(Chip) if chip.isVisibleTo(widget))]


def press(widget, text):
    found = [one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(widget)]
    assert len(found) == 1, text
    found[0].click()


def dialog(page, kind):
    found = [one for one in page.findChildren(QDialog) if isinstance(one, kind) and one.isVisible()]
    assert len(found) == 1
    return found[0]

"""What the tests of the consultant's page share: courses to decide about, the page, keys, dialogs, words."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.queries.courses import courses
from dayhospital.services.courses import BookCourse, SlotChoice
from dayhospital.services.results import RecordResults
from dayhospital.ui.review.page import ReviewPage
from dayhospital.ui.widgets import Chip, Label
from tests.hospital import TODAY

WEEK = timedelta(days=7)
GOOD = {"neutrophils": 3.0, "platelets": 250.0, "bilirubin": 0.5, "lvef": 62.0}
ANSWERS = {"pregnancy": "negative", "hbsag": "negative", "anti_hbc": "negative"}
Key, NONE, CONTROL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def begin(hospital, patient, at="", day=TODAY, blood=True, **changed):
    """Start EC, enter blood of yesterday, book the first day; return the treatment day."""
    hospital.start(patient, "ec_q3w", Setting.ADJUVANT, day)
    taken = hospital.clock.local() - timedelta(hours=20)
    found = [Result(name, taken, value) for name, value in {**GOOD, **changed}.items()] if blood else []
    found += [Result(name, taken, answer=answer) for name, answer in ANSWERS.items()]
    hospital.do(RecordResults(hospital.patients[patient], tuple(found)))
    (course,) = hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))
    if at:
        place = SlotChoice(course.days[0].id, hospital.chairs[patient % 3], hospital.at(at, day))
        hospital.do(BookCourse(course.id, (place,), "agreed"))
    return course.days[0].id


def opened(qtbot, window):
    """Return the page, read and with the focus on its list."""
    made = ReviewPage(window.context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show()
    made.activateWindow()
    settle(qtbot, window)
    made.setFocus()
    qtbot.waitUntil(made.table.hasFocus)
    return made


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)
    qtbot.wait(30)
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)


def focus(qtbot, widget):
    """Give a widget the focus back, as the window manager does when a dialog closes."""
    widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def press(qtbot, window, page, key, modifier=NONE):
    qtbot.keyClick(QApplication.focusWidget() or page, key, modifier)
    settle(qtbot, window)


def dialog(page, kind):
    found = [one for one in page.findChildren(QDialog) if isinstance(one, kind) and one.isVisible()]
    assert len(found) == 1
    return found[0]


def words(widget):
    labels = [label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget)]
    return [*labels, *(chip.text for chip in widget.findChildren(Chip) if chip.isVisibleTo(widget))]

"""A context that records, in the light theme, and one invented patient with a course."""

from functools import lru_cache

import pytest
from PySide6.QtCore import QObject, Qt

from dayhospital.clinical.library import Library
from dayhospital.ui.patients.page import PatientPage
from dayhospital.ui.theme import apply_theme, holder, load_theme
from tests.ui import recorder


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


@pytest.fixture(autouse=True)
def theme(qapp):
    wanted, found = load_theme("light"), holder()
    if found.theme is not wanted or found.text_scale != 1.0 or not qapp.styleSheet():
        apply_theme(qapp, wanted, reduce_motion=True)


@pytest.fixture
def context(qapp, tmp_path):
    parent = QObject()
    yield recorder.context(parent, tmp_path, library())
    parent.deleteLater()


@pytest.fixture
def store(context) -> recorder.RecordingStore:
    return context.store


@pytest.fixture
def opened(qtbot):
    """Show a dialog and return it with the commands it chose."""

    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.show()
        return dialog, recorder.heard(dialog.chosen)

    return show


@pytest.fixture
def page(qtbot, context):
    """The page of a patient with results."""
    from tests.ui.patients import findings

    made = PatientPage(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show_patient(7)
    made.show_record(findings.record())
    made.show()
    qtbot.wait(5)
    return made


@pytest.fixture
def show(qtbot, page):
    """Show another record; new cards appear with the next turn of the event loop."""

    def shown(record):
        page.show_record(record)
        qtbot.wait(5)

    return shown


@pytest.fixture
def shown(qtbot):
    def show(widget):
        qtbot.addWidget(widget)
        widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        widget.show()
        return widget

    return show

"""Lines of treatment on the patient page: the card, the dialog, and what each makes."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from dayhospital.domain.line import Line, Response, WhyEnded
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.services.lines import EditLine, RecordLine, RemoveLine
from dayhospital.ui.patients.line_dialog import LineDialog, line_choices
from dayhospital.ui.patients.page import PatientPage
from tests.ui.patients import people
from tests.ui.patients.conftest import library
from tests.ui.recorder import heard

TODAY = people.TODAY
LETROZOLE = Line(
    Setting.ADJUVANT, 2, date(2024, 11, 1), "Letrozole", ("letrozole",), "letrozole", date(2026, 10, 1),
    Response.NOT_RECORDED, WhyEnded.PROGRESSION, id=4, version=3,
)  # fmt: skip


@pytest.fixture
def opened(qtbot):
    def show(line=None):
        dialog = LineDialog(people.patient(), line, line_choices(library()), TODAY)
        qtbot.addWidget(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.show()
        return dialog, heard(dialog.chosen)

    return show


@pytest.fixture
def page(qtbot, context):
    made = PatientPage(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show_patient(7)
    made.show()
    return made


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def button(widget, text):
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(widget))


def shown(qtbot, page, **changes):
    page.show_record(replace(people.record(library()), **changes))
    qtbot.wait(5)


def test_a_regimen_of_the_library_needs_no_name(opened):
    dialog, chosen = opened()
    dialog.setting.choose(Setting.METASTATIC)
    dialog.number.setValue(2)
    dialog.regimen.choose("palbo_ai")
    assert not dialog.name.isVisible()
    dialog.started.set_day(date(2025, 1, 1))
    dialog.ended.set_day(date(2026, 2, 1))
    dialog.why.choose(WhyEnded.RESISTANCE)
    dialog.accept()
    line = Line(
        Setting.METASTATIC, 2, date(2025, 1, 1), regimen_id="palbo_ai", ended=date(2026, 2, 1),
        why_ended=WhyEnded.RESISTANCE,
    )  # fmt: skip
    assert chosen == [RecordLine(7, line)]


def test_something_else_has_a_name_and_drugs(opened):
    dialog, chosen = opened()
    dialog.name.setText("Trial X")
    dialog.drugs.setText("DOCEtaxel, carboplatin,")
    dialog.started.set_day(date(2025, 1, 1))
    dialog.accept()
    assert chosen[0].line.drugs == ("docetaxel", "carboplatin")
    assert chosen[0].line.name == "Trial X"


@pytest.mark.parametrize(
    ("name", "drugs", "started", "ended", "why", "said"),
    [
        ("", "", date(2025, 1, 1), None, WhyEnded.NOT_RECORDED, "Choose a regimen"),
        ("Trial X", "magic", date(2025, 1, 1), None, WhyEnded.NOT_RECORDED, "no drug magic"),
        ("Trial X", "docetaxel", None, None, WhyEnded.NOT_RECORDED, "Write the day it began"),
        ("Trial X", "docetaxel", date(2025, 1, 1), date(2024, 1, 1), WhyEnded.COMPLETED, "cannot end before"),
        ("Trial X", "docetaxel", date(2025, 1, 1), None, WhyEnded.COMPLETED, "no reason why it ended"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_done(opened, name, drugs, started, ended, why, said):
    dialog, chosen = opened()
    dialog.name.setText(name)
    dialog.drugs.setText(drugs)
    dialog.started.set_day(started)
    dialog.ended.set_day(ended)
    dialog.why.choose(why)
    dialog.accept()
    assert chosen == []
    assert said in dialog.problem.text()


def test_an_edited_line_keeps_its_id_and_version(opened):
    dialog, chosen = opened(LETROZOLE)
    dialog.response.choose(Response.STABLE)
    dialog.accept()
    assert chosen == [EditLine(replace(LETROZOLE, name="", drugs=(), response=Response.STABLE))]


def test_of_a_course_only_how_it_went_is_asked(opened):
    course = replace(LETROZOLE, id=0, version=1, course_id=5, why_ended=WhyEnded.NOT_RECORDED)
    dialog, chosen = opened(course)
    assert not dialog.started.isVisible()
    assert "Letrozole" in words(dialog)
    dialog.why.choose(WhyEnded.TOXICITY)
    dialog.accept()
    assert chosen == [RecordLine(7, replace(course, why_ended=WhyEnded.TOXICITY))]


def test_the_card_lists_lines_and_courses_and_says_what_follows(qtbot, page):
    shown(qtbot, page, recorded_lines=(LETROZOLE,))
    said = words(page.overview)
    assert "Adjuvant, line 2  ·  01-Nov-2024 – 01-Oct-2026  ·  progression  ·  elsewhere" in said
    assert "Neoadjuvant, line 1  ·  13-Oct-2026 – goes on" in said
    assert any(text.startswith("Primary endocrine resistance: back on 01-Oct-2026") for text in said)


def test_without_lines_the_card_says_so(qtbot, page):
    page.show_record(people.record(library(), with_course=False))
    qtbot.wait(5)
    assert "No line of treatment recorded." in words(page.overview)


def test_lines_are_added_edited_and_removed_from_the_card(qtbot, page, store):
    shown(qtbot, page, recorded_lines=(LETROZOLE,))
    button(page.overview, "Remove").click()
    assert store.done == [RemoveLine(4)]
    page._act("line", LETROZOLE)
    dialog = page.findChildren(LineDialog)[-1]
    dialog.accept()
    assert isinstance(store.done[-1], EditLine)


def test_the_tumour_shows_the_receptor_that_counts_and_its_change(qtbot, page):
    lost = Result("her2_ihc", datetime(2026, 11, 10, 9), answer="1+", specimen="liver biopsy")
    shown(qtbot, page, results=Results((lost,)))
    said = words(page.overview)
    assert "low, IHC 1+, liver biopsy, 10-Nov-2026" in said
    assert any(text.startswith("HER2 lost: positive on 20-Aug-2026, now low (IHC 1+)") for text in said)

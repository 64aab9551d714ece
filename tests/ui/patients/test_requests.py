"""The tests that are waited for, in the window: legal steps, their dialogs, the report that closes one."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QPushButton

from dayhospital.domain.result import Result
from dayhospital.services.requested_tests import (
    AskForTest,
    CancelTest,
    EnterTestResult,
    NeedNewBiopsy,
    PlanBiopsy,
    RecordBiopsy,
    SendSpecimen,
)
from dayhospital.ui.results.marker_dialog import ReportDialog
from dayhospital.ui.results.request_dialogs import AskTestDialog, BiopsyDialog, CancelTestDialog, SendDialog
from tests.ui.patients import people
from tests.ui.patients.findings import (
    ASKED,
    DAY,
    PENDING,
    TODAY,
    dialog,
    press,
    record,
    words,
)

# --- the tests that are waited for


def test_each_row_offers_the_steps_that_are_legal(page, show):
    show(record((), (replace(ASKED, needs_biopsy=True), PENDING)))
    buttons = [one.text() for one in page.markers.requests.findChildren(QPushButton) if one.isVisibleTo(page.markers)]
    assert buttons == ["Plan biopsy…", "Biopsy taken…", "Cancel…", "Enter result…", "Other dates…", "Cancel…"]


def test_the_story_goes_from_asking_to_the_result(page, show, store):
    def step(request, button, kind=None, fill=lambda asked: None):
        show(record((), (request,)))
        press(page.markers.requests, button)
        if kind is not None:
            asked = dialog(page, kind)
            fill(asked)
            asked.accept()
        return store.done[-1]

    needs = replace(ASKED, needs_biopsy=True)
    planned = replace(needs, biopsy_planned=TODAY)
    taken = replace(planned, biopsy_taken=TODAY)
    assert step(ASKED, "New biopsy needed") == NeedNewBiopsy(ASKED)
    tomorrow = TODAY + DAY
    assert step(needs, "Plan biopsy…", BiopsyDialog, lambda d: d.day.set_day(tomorrow)) == PlanBiopsy(needs, tomorrow)
    assert step(planned, "Move biopsy…", BiopsyDialog) == PlanBiopsy(planned, TODAY)
    assert step(planned, "Biopsy taken…", BiopsyDialog) == RecordBiopsy(planned, TODAY)
    assert step(taken, "Sent…", SendDialog) == SendSpecimen(taken, TODAY, TODAY + 21 * DAY)
    why = "too little tumour"
    assert step(taken, "Cancel…", CancelTestDialog, lambda d: d.reason.setText(why)) == CancelTest(taken, TODAY, why)


def test_the_report_closes_its_request_with_what_it_found(page, show, store):
    show(record((), (PENDING,)))
    press(page.markers.requests, "Enter result…")
    report = dialog(page, ReportDialog)
    assert set(report.entries) == {"esr1", "pik3ca"}
    assert report.about.specimen.text() == "plasma"
    report.accept()
    assert "lines left empty were not reported" in report.problem.text()
    answer, detail = report.entries["esr1"]
    answer.answer.choose("pathogenic")
    detail.setText("p.D538G, 4 %")
    report.accept()
    sent = datetime(2026, 11, 12, 9)
    found = Result("esr1", sent, None, "pathogenic", "plasma", "p.D538G, 4 %", people.TUMOUR.id)
    assert store.done == [EnterTestResult(PENDING, (found,), TODAY)]


def test_the_due_day_follows_the_day_of_sending(opened):
    asked, chosen = opened(SendDialog(people.patient(), ASKED, TODAY))
    asked.sent.setText((TODAY - DAY).isoformat())
    asked.sent.editingFinished.emit()
    asked.accept()
    assert chosen == [SendSpecimen(ASKED, TODAY - DAY, TODAY + 20 * DAY)]


def test_days_in_the_wrong_order_are_refused_in_the_dialog(opened):
    asked, chosen = opened(SendDialog(people.patient(), ASKED, TODAY))
    asked.due.set_day(TODAY - DAY)
    asked.accept()
    assert chosen == []
    assert "check the day" in asked.problem.text()
    asked, chosen = opened(BiopsyDialog(people.patient(), replace(ASKED, needs_biopsy=True), TODAY, taken=True))
    asked.day.set_day(TODAY - 5 * DAY)
    asked.accept()
    assert chosen == []
    asked, chosen = opened(CancelTestDialog(people.patient(), ASKED, TODAY))
    asked.accept()
    assert "Write why" in asked.problem.text()


def test_only_a_test_on_tissue_may_need_a_biopsy(opened):
    asked, chosen = opened(AskTestDialog(people.patient(), TODAY))
    asked.biopsy.setChecked(True)
    assert asked.biopsy.isEnabled()
    asked.note.setText("block 7")
    asked.accept()
    assert chosen == [AskForTest(7, "ngs_tissue", TODAY, True, "block 7", "Dr Rietzanger")]
    asked, chosen = opened(AskTestDialog(people.patient(), TODAY))
    asked.biopsy.setChecked(True)
    names = [asked.test.itemText(number) for number in range(asked.test.count())]
    asked.test.setCurrentIndex(names.index("Germline panel"))
    assert not asked.biopsy.isEnabled()
    asked.accept()
    assert chosen == [AskForTest(7, "germline", TODAY, False, "", "Dr Rietzanger")]


def test_a_test_that_is_gone_from_the_file_can_still_be_cancelled(page, show):
    show(record((), (replace(PENDING, test="old_panel"),)))
    buttons = [one.text() for one in page.markers.requests.findChildren(QPushButton) if one.isVisibleTo(page.markers)]
    assert buttons == ["Other dates…", "Cancel…"]
    assert "old_panel" in words(page.markers)

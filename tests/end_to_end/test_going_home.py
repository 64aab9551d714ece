"""The end of a session through the window: home with every check signed, or a bed."""

from PySide6.QtWidgets import QLabel

from dayhospital.domain.leaving import BedReason
from dayhospital.domain.session import Status
from dayhospital.ui.dialogs.leaving import AdmitDialog, BedAnswerDialog, BedDialog, LeavingDialog
from tests.end_to_end.test_working_day import dialog, on_the_board, page, sessions, settle

__all__ = ["page"]
"""The fixture of the board."""


def through_treatment(qtbot, window, session):
    for status in (Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT, Status.READY_TO_LEAVE):
        window.page.deeds.change_status(session.id, status)
        settle(qtbot, window)


def test_a_patient_leaves_with_every_check_signed(qtbot, window, hospital, page):
    window.page, session = page, on_the_board(qtbot, hospital, page)
    through_treatment(qtbot, window, session)
    page.deeds.act(session.id, "leave")
    settle(qtbot, window)
    leaving = dialog(page, LeavingDialog)
    assert "No next session" in "".join(label.text() for label in leaving.findChildren(QLabel))
    leaving._tick_all()
    leaving.accept()
    settle(qtbot, window)
    assert sessions(hospital)[0].status is Status.LEFT
    page.inspect(session.id)
    assert "Checked before leaving" in "".join(label.text() for label in page.inspector.findChildren(QLabel))


def test_who_cannot_go_home_gets_a_bed_and_is_admitted(qtbot, window, hospital, page):
    window.page, session = page, on_the_board(qtbot, hospital, page)
    through_treatment(qtbot, window, session)
    page.deeds.act(session.id, "bed")
    bed = dialog(page, BedDialog)
    bed.accept()
    assert not bed.problem.isHidden()  # a bed without a reason is not asked for
    bed.reason.choose(BedReason.FEVER)
    bed.accept()
    settle(qtbot, window)
    page.deeds.act(session.id, "bed")
    answer = dialog(page, BedAnswerDialog)
    answer.ward.setText("Ward 5B")
    answer.accept()
    settle(qtbot, window)
    page.deeds.act(session.id, "admit")
    admit = dialog(page, AdmitDialog)
    assert admit.note.text() == "Bed on Ward 5B: Fever or signs of infection"
    admit.accept()
    settle(qtbot, window)
    assert sessions(hospital)[0].status is Status.ADMITTED

"""One real day, from the window to the database and back."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QDialog

from dayhospital.domain.patient import Side
from dayhospital.domain.regimen import Setting
from dayhospital.domain.session import CancelReason, Status
from dayhospital.domain.tumour import Histology, Tumour
from dayhospital.queries.board import board_day, pinboard
from dayhospital.services.patients import RecordTumour
from dayhospital.services.sessions import BookDay
from dayhospital.ui.board.page import BoardPage
from dayhospital.ui.dialogs.block import BlockDialog
from dayhospital.ui.dialogs.move_day import MoveDayDialog
from dayhospital.ui.dialogs.new_session import NewSessionDialog
from dayhospital.ui.dialogs.proposals import ProposalsDialog
from dayhospital.ui.dialogs.reasons import CancelDialog, HoldDialog, ReasonDialog
from dayhospital.ui.dialogs.times import NoteDialog, OffersDialog
from dayhospital.ui.patients.form import PatientForm
from dayhospital.ui.patients.list_page import PatientsPage
from dayhospital.ui.plan.page import PlanPage
from dayhospital.ui.plan.regimen_list import REGIMEN
from dayhospital.ui.regimens.look_alike import ApartDialog
from dayhospital.ui.texts import finding_text
from tests.hospital import TODAY


@pytest.fixture
def page(qtbot, window):
    made = BoardPage(window.context)
    qtbot.addWidget(made)
    made.resize(1376, 900)
    made.show()
    made.go_to(TODAY)
    qtbot.waitUntil(lambda: made.shown is not None)
    return made


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)
    qtbot.wait(30)
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)


def dialog(page, kind):
    found = [child for child in page.findChildren(QDialog) if isinstance(child, kind) and child.isVisible()]
    assert len(found) == 1, f"one {kind.__name__} is open"
    return found[0]


def sessions(hospital, day=TODAY):
    return hospital.desk.ask(lambda connection: board_day(connection, day)).sessions


def book(hospital, patient, start="09:00", chair=0):
    day_id = hospital.due(patient)[0].treatment.treatment_day_id
    return hospital.do(BookDay(day_id, hospital.chairs[chair], hospital.at(start), reason="for the test"))


def test_a_patient_is_registered_found_and_opened(qtbot, window):
    form = PatientForm(window.context)
    qtbot.addWidget(form)
    form.new_patient()
    form.identity.family.setText("De Zonnevlieger")
    form.identity.given.setText("Iris")
    form.identity.birth.set_day(date(1961, 5, 17))
    form.identity.hospital.setText("H 0204 881")
    with qtbot.waitSignal(window.navigator.patient_asked) as opened:
        form.save()

    listed = PatientsPage(window.context)
    qtbot.addWidget(listed)
    listed.search.setText("iris zonne")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 1)
    with qtbot.waitSignal(window.navigator.patient_asked) as found:
        qtbot.keyClick(listed.search, Qt.Key.Key_Return)
    assert found.args == opened.args


def test_a_form_with_errors_saves_nothing_and_says_why(qtbot, window):
    form = PatientForm(window.context)
    qtbot.addWidget(form)
    form.new_patient()
    form.identity.national.setText("61.05.17-000.01")
    form.save()
    settle(qtbot, window)
    assert window.changes == []
    assert form.identity.family_field.has_error
    assert form.identity.national_field.has_error


def test_what_was_typed_is_kept_until_it_is_saved(qtbot, window):
    form = PatientForm(window.context)
    qtbot.addWidget(form)
    form.new_patient()
    form.identity.family.setText("Half")
    form.new_patient()
    assert form.identity.family.text() == "Half"


def test_a_course_is_planned_booked_and_undone_as_one_step(qtbot, window, hospital):
    plan = PlanPage(window.context)
    qtbot.addWidget(plan)
    plan.resize(1376, 900)
    plan.plan_for(hospital.patients[0])
    qtbot.waitUntil(lambda: plan.regimen_step.list.model().rowCount() > 0, timeout=20_000)
    model = plan.regimen_step.list.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data(REGIMEN).regimen.id == "tchp")
    plan.regimen_step.list.setCurrentIndex(model.index(row, 0))
    for _ in range(3):
        plan._forward()
        settle(qtbot, window)
    with qtbot.waitSignal(window.navigator.patient_asked, timeout=20_000):
        plan._forward()

    assert hospital.due(0) == ()
    assert len(sessions(hospital)) + len(sessions(hospital, TODAY + timedelta(days=1))) >= 1
    window.store.undo()
    settle(qtbot, window)
    assert sessions(hospital) == ()


def say_which(plan, name):
    """Answer the stop at names that look alike."""
    stop = dialog(plan.window(), ApartDialog)
    next(button for button in stop.answers[0].buttons() if button.text() == name).click()
    stop.accept()


def test_a_regimen_that_does_not_fit_asks_for_a_reason_and_is_then_planned(qtbot, window, hospital):
    tumour = Tumour(0, Side.LEFT, Histology.DUCTAL, TODAY - timedelta(days=30), er_percent=90, her2_ihc=0)
    hospital.do(RecordTumour(hospital.patients[0], tumour))
    plan = PlanPage(window.context)
    qtbot.addWidget(plan)
    plan.plan_for(hospital.patients[0])
    qtbot.waitUntil(lambda: plan.regimen_step.list.model().rowCount() > 0, timeout=20_000)
    model = plan.regimen_step.list.model()
    assert "trastuzumab_sc" not in {model.index(row, 0).data(REGIMEN).regimen.id for row in range(model.rowCount())}
    plan.regimen_step.which._group.button(1).click()
    names = [model.index(row, 0).data(REGIMEN).regimen.id for row in range(model.rowCount())]
    row = names.index("trastuzumab_sc")
    plan.regimen_step.list.setCurrentIndex(model.index(row, 0))
    plan._forward()
    settle(qtbot, window)
    say_which(plan, hospital.library.drug("trastuzumab_sc").shown)
    settle(qtbot, window)
    for _ in range(2):
        plan._forward()
        settle(qtbot, window)
    with qtbot.waitSignal(window.store.reason_needed, timeout=20_000) as asked:
        plan._forward()
    command, findings = asked.args
    assert finding_text(findings[0]).endswith("does not fit: HER2 IHC 0 (25-Oct-2026)")
    with qtbot.waitSignal(window.navigator.patient_asked, timeout=20_000):
        window.store.do_with_reason(command, "HER2 3+ in the second opinion")
    assert plan._drafts == {}


def test_a_due_day_is_offered_the_next_places_and_booked(qtbot, window, hospital, page):
    hospital.start(0, "pac_weekly_x12")
    page.read()
    qtbot.waitUntil(lambda: bool(page.shown.due))
    page.deeds.find_for_due(page.shown.due[0])
    settle(qtbot, window)
    offers = dialog(page, OffersDialog)
    qtbot.keyClick(offers.list, Qt.Key.Key_Return)
    settle(qtbot, window)
    booked = [one for offset in range(3) for one in sessions(hospital, TODAY + timedelta(days=offset))]
    assert [one.patient.label.family_name for one in booked] == ["Meerkoet"]


def test_everything_in_the_tray_is_proposed_and_booked_at_once(qtbot, window, hospital, page):
    for patient in range(4):
        hospital.start(patient, "pac_weekly_x12")
    page.read()
    qtbot.waitUntil(lambda: len(page.shown.due) >= 4)
    page.deeds.propose_all()
    settle(qtbot, window)
    proposals = dialog(page, ProposalsDialog)
    ticked = len(proposals.list.ticked())
    assert ticked >= 4
    proposals.accept()
    settle(qtbot, window)
    assert window.changes[-1] == f"Booked {ticked} sessions"


def test_an_extra_session_is_booked_on_an_empty_place(qtbot, window, hospital, page):
    page.deeds.new_session(hospital.chairs[1], hospital.at("14:00"))
    asked = dialog(page, NewSessionDialog)
    asked.picker.field.setText("meerk")
    asked.picker.field.textEdited.emit("meerk")
    qtbot.waitUntil(lambda: asked.picker.list.count() == 2)
    qtbot.keyClick(asked.picker.field, Qt.Key.Key_Return)
    settle(qtbot, window)
    flush = next(i for i in range(asked.what.count()) if "flush" in asked.what.itemText(i).casefold())
    asked.what.setCurrentIndex(flush)
    asked.accept()
    settle(qtbot, window)
    (one,) = sessions(hospital)
    assert (one.chair_id, one.span.start, one.treatment.regimen_id) == (
        hospital.chairs[1],
        hospital.at("14:00"),
        "port_flush",
    )


def test_the_day_runs_by_space_and_is_stamped(qtbot, window, hospital, page):
    hospital.start(0, "pac_weekly_x12")
    book(hospital, 0)
    page.read()
    qtbot.waitUntil(lambda: bool(page.shown.board.sessions))
    page.panel.view.select(page.shown.board.sessions[0].id)
    for expected in (Status.ARRIVED, Status.GO_AWAITED, Status.RELEASED, Status.IN_TREATMENT):
        qtbot.keyClick(page.panel.view, Qt.Key.Key_Space)
        settle(qtbot, window)
        qtbot.waitUntil(lambda expected=expected: page.shown.board.sessions[0].status is expected)
    assert page.shown.board.sessions[0].reached(Status.IN_TREATMENT) == hospital.at("08:00")


def test_a_session_goes_to_the_pinboard_survives_and_comes_back(qtbot, window, hospital, page):
    hospital.start(0, "pac_weekly_x12")
    session_id = book(hospital, 0)
    page.deeds.pin(session_id)
    settle(qtbot, window)
    assert sessions(hospital) == ()
    assert [one.id for one in hospital.desk.ask(pinboard)] == [session_id]
    page.deeds.return_from_pinboard(session_id)
    settle(qtbot, window)
    assert [one.id for one in sessions(hospital)] == [session_id]


def test_a_move_onto_a_taken_chair_is_refused_with_a_sentence(qtbot, window, hospital, page):
    for patient, start in ((0, "09:00"), (1, "13:00")):
        hospital.start(patient, "pac_weekly_x12")
        book(hospital, patient, start)
    moved = next(one for one in sessions(hospital) if one.span.start == hospital.at("13:00"))
    page.deeds.move(moved.id, hospital.chairs[0], hospital.at("09:30"), ())
    settle(qtbot, window)
    assert len(window.refusals) == 1 and window.refusals[0]
    assert [one.span.start for one in sessions(hospital)] == [hospital.at("09:00"), hospital.at("13:00")]


def test_a_soft_limit_asks_for_a_reason_and_keeps_it(qtbot, window, hospital, page):
    hospital.start(0, "pac_weekly_x12")
    session_id = book(hospital, 0)
    asked = []
    window.store.reason_needed.connect(lambda command, findings: asked.append((command, findings)))
    page.deeds.move(session_id, hospital.chairs[0], hospital.at("16:15"), ())
    settle(qtbot, window)
    assert sessions(hospital)[0].span.start == hospital.at("09:00")
    ((command, findings),) = asked
    assert [finding.code for finding in findings] == ["leaves-too-late", "high-risk-late-start"]
    window.store.do_with_reason(command, "escort is waiting")
    settle(qtbot, window)
    assert sessions(hospital)[0].span.start == hospital.at("16:15")


def test_cancelling_asks_for_a_coded_reason(qtbot, window, hospital, page):
    hospital.start(0, "pac_weekly_x12")
    session_id = book(hospital, 0)
    page.read()
    qtbot.waitUntil(lambda: bool(page.shown.board.sessions))
    page.deeds.act(session_id, "cancel")
    cancel = dialog(page, CancelDialog)
    cancel.reason.choose(CancelReason.OTHER)
    cancel.accept()
    assert not cancel.problem.isHidden()  # Other needs a note
    cancel.note.setText("fell off her bicycle")
    cancel.accept()
    settle(qtbot, window)
    assert sessions(hospital) == ()
    window.store.undo()
    settle(qtbot, window)
    assert len(sessions(hospital)) == 1


def on_the_board(qtbot, hospital, page):
    """Book the first patient at nine and return the session as the page shows it."""
    hospital.start(0, "pac_weekly_x12")
    book(hospital, 0)
    page.read()
    qtbot.waitUntil(lambda: bool(page.shown.board.sessions))
    return page.shown.board.sessions[0]


def test_deferring_shows_every_moved_day_and_undo_brings_them_back(qtbot, window, hospital, page):
    session = on_the_board(qtbot, hospital, page)
    page.deeds.act(session.id, "defer")
    settle(qtbot, window)
    defer = dialog(page, MoveDayDialog)
    assert defer.preview.count() == 12  # this one and all that follow
    qtbot.keyClick(defer.following, Qt.Key.Key_Right)  # only this day
    assert defer.preview.count() == 1
    assert defer.day.day == TODAY + timedelta(days=7)
    qtbot.keyClick(defer.following, Qt.Key.Key_Left)
    defer.accept()
    settle(qtbot, window)
    assert sessions(hospital) == ()
    window.store.undo()
    settle(qtbot, window)
    assert [one.span for one in sessions(hospital)] == [session.span]


def test_blocked_time_is_nobodys_until_it_is_undone(qtbot, window, hospital, page):
    page.deeds.act_on_cell(hospital.chairs[1], hospital.at("10:00"), "block")
    block = dialog(page, BlockDialog)
    block.ends.setTime(QTime(9, 0))
    block.accept()
    assert not block.problem.isHidden()  # the end must come after the start
    block.ends.setTime(QTime(12, 0))
    block.label.setText("motor repair")
    block.accept()
    settle(qtbot, window)
    session = on_the_board(qtbot, hospital, page)
    page.deeds.move(session.id, hospital.chairs[1], hospital.at("11:00"), ())
    settle(qtbot, window)
    assert len(window.refusals) == 1 and sessions(hospital)[0].chair_id == hospital.chairs[0]
    window.store.undo()  # the block, for the move never happened
    settle(qtbot, window)
    page.deeds.move(session.id, hospital.chairs[1], hospital.at("11:00"), ())
    settle(qtbot, window)
    assert sessions(hospital)[0].chair_id == hospital.chairs[1]


def test_a_session_is_held_with_a_reason_and_released(qtbot, window, hospital, page):
    session = on_the_board(qtbot, hospital, page)
    for status in (Status.ARRIVED, Status.GO_AWAITED):
        page.deeds.change_status(session.id, status)
        settle(qtbot, window)
    page.deeds.act(session.id, "hold")
    hold = dialog(page, HoldDialog)
    hold.accept()
    assert not hold.problem.isHidden()  # a hold without a reason helps nobody
    hold.reason.setText("waiting for neutrophils")
    hold.accept()
    settle(qtbot, window)
    assert sessions(hospital)[0].hold_reason == "waiting for neutrophils"
    page.deeds.act(session.id, "hold")
    settle(qtbot, window)
    assert not sessions(hospital)[0].hold_reason


def test_a_note_is_kept_and_printed(qtbot, window, hospital, page):
    session = on_the_board(qtbot, hospital, page)
    page.deeds.act(session.id, "note")
    note = dialog(page, NoteDialog)
    note.note.setText("daughter comes at noon")
    note.accept()
    settle(qtbot, window)
    assert sessions(hospital)[0].note == "daughter comes at noon"


def test_closing_and_opening_again_finds_everything(qtbot, window, hospital, page, tmp_path):
    hospital.start(0, "tchp")
    book(hospital, 0, "07:30")
    before = sessions(hospital)
    window.store.close()
    from tests.hospital import Window

    again = Window(hospital, tmp_path)
    with qtbot.waitSignal(again.store.opened):
        again.store.open()
    found: list[object] = []
    again.store.ask(again, lambda connection: board_day(connection, TODAY).sessions, found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found == [before]
    again.store.close()


def test_an_oral_regimen_has_dates_and_asks_for_no_chair(hospital):
    hospital.start(0, "letrozole", Setting.ADJUVANT)
    assert hospital.due(0) == ()


def test_reason_dialog_needs_words(qtbot):
    asked = ReasonDialog("Move session", (), None)
    qtbot.addWidget(asked)
    asked.accept()
    assert not asked.problem.isHidden()
    asked.reason.setText("patient's wish")
    with qtbot.waitSignal(asked.chosen) as signal:
        asked.accept()
    assert signal.args == ["patient's wish"]

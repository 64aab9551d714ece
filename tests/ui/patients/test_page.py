"""The page of one patient: what it shows of her, and what each of its acts asks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from dayhospital.clinical.library import UnitVersion
from dayhospital.clinical.library_writer import regimen_text
from dayhospital.domain.changes import Changes
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.patient import AllergyStatus
from dayhospital.domain.session import Status
from dayhospital.services.course_versions import MoveCourseToVersion
from dayhospital.services.patients import RecordWeight
from dayhospital.ui.dialogs.care import PortEventDialog
from dayhospital.ui.patients import acts, port_acts
from dayhospital.ui.patients.course_days import CourseDay
from dayhospital.ui.patients.page import PatientPage
from dayhospital.ui.patients.tables import ROW
from dayhospital.ui.regimens.move_version import MoveVersionDialog
from dayhospital.ui.theme import apply_theme, load_theme
from dayhospital.ui.widgets import Chip, Menu
from tests.ui.patients import people
from tests.ui.patients.conftest import library
from tests.ui.recorder import heard


@pytest.fixture
def page(qtbot, context, store):
    made = PatientPage(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show_patient(7)
    made.show_record(people.record(library()))
    made.show()
    return made


@pytest.fixture
def show(qtbot, page):
    """Show another record; new cards appear with the next turn of the event loop."""

    def shown(record):
        page.show_record(record)
        qtbot.wait(5)

    return shown


def words(widget):
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return [*labels, *(chip.text for chip in widget.findChildren(Chip) if chip.isVisibleTo(widget))]


def column(model, number):
    return [model.index(row, number).data() for row in range(model.rowCount())]


def dialog(page, kind):
    found = [one for one in page.findChildren(QDialog) if isinstance(one, kind) and one.isVisible()]
    assert len(found) == 1
    return found[0]


def press(widget, text):
    """Press the visible button with these words."""
    found = [one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(widget)]
    assert len(found) == 1, text
    found[0].click()


def test_the_banner_keeps_both_identifiers_and_the_allergy_in_sight(page):
    shown = words(page.banner)
    for expected in ("VAN WOLKENSTEYN-YILDIZBAHÇE, Ann-Sofie", "17-May-1961", "H 0204 881", "Penicillin, anaphylaxis"):
        assert expected in shown
    for number in range(4):
        page.tabs.setCurrentIndex(number)
        assert page.banner.isVisible()


def test_the_port_and_going_home_are_judged_with_reasons(page):
    shown = words(page.side)
    assert "Port in place" in shown
    assert "Same-day discharge" in shown
    assert any("Leaves about" in text for text in shown)
    assert page.record.port(library(), page._context.clock.local()).reasons


def test_an_injection_between_two_infusions_does_not_say_that_nothing_goes_into_a_vein(page, show):
    person = people.patient(port=None)
    both = people.record(library(), person)
    injections = replace(people.course(library(), "trastuzumab_sc"), id=6)
    next_one = people.sessions(person, injections)[0]
    show(replace(both, courses=(*both.courses, injections), sessions=(next_one,)))
    assert "Recommended" in words(page.side)
    assert "Nothing is given into a vein" not in words(page.side)


def test_without_anything_planned_the_page_offers_to_plan(page, context, show):
    planned = heard(context.navigator.plan_asked)
    show(people.record(library(), with_course=False))
    assert "No course yet" in words(page.overview)
    assert "Nothing is booked." in words(page.overview)
    assert "Same-day discharge" not in words(page.side)
    press(page.overview, "Plan a course")
    assert planned == [7]


def test_next_sessions_are_in_order_and_lead_to_the_board(page, context):
    went = heard(context.navigator.board_asked)
    press(page.overview, "Tue 24-Nov-2026")
    assert [day for day, _ in went] == [people.TODAY]


def test_a_course_that_was_given_leaves_nothing_next(page, show):
    record = people.record(library())
    done = tuple(replace(session, status=Status.LEFT) for session in record.sessions)
    show(replace(record, sessions=done))
    assert "Nothing is booked." in words(page.overview)


def test_the_course_tab_lists_every_day_with_window_and_state(page):
    record = page.record
    days = record.courses[0].days
    assert page.days.rowCount() == len(days)
    assert column(page.days, 0)[:2] == ["EC-wP C1D1", "EC-wP C2D1"]
    states = column(page.days, 3)
    assert states[:3] == ["given", "given", "today, 13:00 A1"]
    assert states[-1] == "left out"
    assert "to be booked" in states
    assert isinstance(page.days.index(0, 0).data(ROW), CourseDay)


def test_a_day_of_the_course_offers_to_move_it_and_to_leave_it_out(qtbot, page, store):
    page.tabs.setCurrentIndex(1)
    due = column(page.days, 3).index("to be booked")
    page.days_table.activated.emit(page.days.index(due, 0))
    menu = page.findChildren(Menu)[-1]
    assert [action.text().split("\t")[0] for action in menu.actions() if action.text()] == [
        "Show on the board",
        "Move…",
        "Leave out…",
    ]
    next(action for action in menu.actions() if action.text().startswith("Leave out")).trigger()
    menu.close()
    dialog(page, acts.OmitDialog).reject()


def test_given_days_only_lead_to_the_board(page, context):
    went = heard(context.navigator.board_asked)
    page._choose_day(page.record.courses[0].days[0])
    menu = page.findChildren(Menu)[-1]
    rows = [action for action in menu.actions() if action.text()]
    assert len(rows) == 1
    rows[0].trigger()
    menu.close()
    assert went == [(people.record(library()).courses[0].days[0].plan.planned, None)]


def test_sessions_stand_newest_first_and_open_on_the_board(qtbot, page, context):
    went = heard(context.navigator.board_asked)
    starts = [page.sessions.index(row, 0).data(ROW).span.start for row in range(page.sessions.rowCount())]
    assert starts == sorted(starts, reverse=True)
    page.tabs.setCurrentIndex(2)
    page.sessions_table.activated.emit(page.sessions.index(0, 0))
    assert went[0][0] == starts[0].date()


def test_history_says_when_who_what_and_why(page):
    assert [page.history.index(0, number).data() for number in range(4)] == [
        "23-Nov-2026 16:05",
        "Hautem, Eva",
        "Registered VAN WOLKENSTEYN",
        "asked by phone",
    ]


def test_tabs_are_changed_with_the_keyboard(qtbot, page):
    page.tabs.setFocus()
    qtbot.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.tabs.currentIndex() == 1
    assert page.days_table.isVisible()


def test_keys_edit_and_go_back(qtbot, page, context):
    edited, went = heard(context.navigator.edit_patient_asked), heard(context.navigator.page_asked)
    page.tabs.setFocus()
    qtbot.keyClick(page.tabs, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.tabs, Qt.Key.Key_Escape)
    assert (edited, went) == ([7], ["patients"])


@pytest.mark.parametrize(
    ("button", "kind"),
    [
        ("Weight…", acts.WeightDialog),
        ("ECOG…", acts.EcogDialog),
        ("Allergies…", acts.AllergyDialog),
        ("Record use…", PortEventDialog),
        ("Log…", port_acts.PortLogDialog),
        ("Remove…", acts.RemovePortDialog),
    ],
)
def test_each_act_of_the_side_column_opens_its_small_dialog(page, button, kind):
    press(page.side, button)
    opened = dialog(page, kind)
    assert 430 <= opened.minimumWidth() <= 560
    opened.reject()


def test_stopping_is_offered_for_a_course_that_goes_on(page):
    press(page.overview, "Stop…")
    opened = dialog(page, acts.StopDialog)
    assert opened.act.text() == "Stop course"
    assert not opened.act.isDefault()
    opened.reject()


def test_more_cycles_are_offered_only_where_the_regimen_has_no_end(page, show):
    assert "More cycles…" not in [one.text() for one in page.overview.findChildren(QPushButton)]
    record = people.record(library())
    show(replace(record, courses=(people.course(library(), "trastuzumab_iv_q3w"),)))
    press(page.overview, "More cycles…")
    dialog(page, acts.ExtendDialog).reject()


def test_a_dialog_runs_its_command_and_the_page_reads_again(page, store):
    press(page.side, "Weight…")
    asked = dialog(page, acts.WeightDialog)
    asked.kg.setText("64,8")
    asked.accept()
    assert store.done == [RecordWeight(7, people.TODAY, 64.8)]
    store.asked.clear()
    store.succeed(Changes("Weight", frozenset({"weights"}), frozenset(), frozenset({7})))
    assert len(store.asked) == 1
    store.changed.emit(Changes("Weight", frozenset({"weights"}), frozenset(), frozenset({8})))
    assert len(store.asked) == 1


def test_a_record_of_somebody_else_that_comes_late_is_not_shown(page):
    other = people.patient(label=people.SECOND, allergy_status=AllergyStatus.NOT_RECORDED, allergies=())
    page.show_record(replace(people.record(library()), patient=other))
    assert page.crumb.text() == people.LABEL.name


def test_no_port_offers_to_record_one_on_the_other_side_of_the_tumour(page, show):
    person = people.patient(port=None)
    show(people.record(library(), person))
    press(page.side, "Record port…")
    opened = dialog(page, acts.PortDialog)
    assert opened.side.currentText() == "right"
    opened.reject()


def test_a_regimen_that_left_the_library_does_not_break_the_page(page, show):
    record = people.record(library())
    gone = replace(record.courses[0], regimen_id="gone")
    show(replace(record, courses=(gone,), sessions=()))
    assert "This regimen is no longer in the library." in words(page.overview)


def test_a_session_of_a_regimen_that_left_the_library_is_still_judged(page, show):
    record = people.record(library())
    sessions = tuple(
        replace(session, treatment=replace(session.treatment, regimen_id="gone")) for session in record.sessions
    )
    show(replace(record, courses=(), sessions=sessions))
    assert "Same-day discharge" in words(page.side)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.15])
def test_nothing_sticks_out_of_the_side_column(qapp, page, scheme, scale, show):
    apply_theme(qapp, load_theme(scheme), text_scale=scale, reduce_motion=True)
    show(people.record(library()))
    page.grab()
    inside = page.side.widget()
    assert inside.minimumSizeHint().width() <= page.side.viewport().width()
    apply_theme(qapp, load_theme("light"), reduce_motion=True)


def test_a_change_behind_another_page_is_read_when_the_page_comes_back(page, store):
    store.asked.clear()
    page.hide()
    page.show()
    assert store.asked == []
    page.hide()
    store.changed_elsewhere.emit()
    assert store.asked == []
    page.show()
    assert len(store.asked) == 1


def test_no_date_or_time_of_the_tables_is_cut(qtbot, page):
    for number, columns in ((1, (0, 1, 2, 3)), (2, (0, 1, 2)), (6, (0,))):
        page.tabs.setCurrentIndex(number)
        table = page._stack.currentWidget()
        metrics = table.fontMetrics()
        model = table.model()
        for column in columns:
            cells = [str(model.index(row, column).data()) for row in range(model.rowCount())]
            assert max(map(metrics.horizontalAdvance, cells)) <= table.columnWidth(column) - 26


def test_an_infusion_counts_as_use_of_the_port(page, show):
    record = people.record(library())
    given = replace(record.sessions[0], status=Status.IN_TREATMENT)
    show(replace(record, sessions=(given, *record.sessions[1:])))
    assert "24-Nov-2026" in words(page.side)
    assert "last access 24-Nov" in words(page.banner)


def test_a_flush_that_is_overdue_is_said_in_amber(page, show):
    person = people.patient(port=replace(people.PORT, last_access=people.PORT.usable_from))
    show(people.record(library(), person))
    late = next(one for one in page.side.findChildren(QLabel) if one.text().startswith("Flush overdue since"))
    assert late.property("tone") == "warn"


def test_a_course_of_an_earlier_version_is_offered_the_one_in_use_with_what_differs(page, show, store):
    assert "Move to v2…" not in [button.text() for button in page.findChildren(QPushButton)]
    newer = replace(library().get("ec_wp"), version=2, note="Other words.")
    library().overlay([UnitVersion("ec_wp", 2, regimen_text(newer), approved=True)])
    try:
        show(people.record(library()))
        next(button for button in page.findChildren(QPushButton) if button.text() == "Move to v2…").click()
        store.answer(
            (Finding(Severity.WARNING, "version-session-cancelled", facts={"label": "C2D1", "day": people.TODAY}),)
        )
        move = dialog(page, MoveVersionDialog)
        assert any("now Other words" in line for line in words(move))
        assert any("so the one booked is cancelled" in line for line in words(move))
        move.act.click()
        assert store.done == []
        move.reason.setText("agreed with the patient")
        move.act.click()
        assert store.done == [MoveCourseToVersion(5, 2, "agreed with the patient")]
    finally:
        library().overlay(())

"""The settings page: what each section shows, which command it emits, what it refuses, and how keys lead through it."""

from dataclasses import fields, replace
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from dayhospital.clinical.library import Library
from dayhospital.domain.changes import Changes
from dayhospital.domain.hospital import (
    BsaFormula,
    Chair,
    ChairKind,
    Closure,
    ClosureKind,
    Nurse,
    ObservationPolicy,
    UnitSettings,
)
from dayhospital.errors import StorageError
from dayhospital.services.unit import (
    AddChair,
    AddClosure,
    AddNurse,
    ChangeSettings,
    EditChair,
    RemoveClosure,
    SeedHolidays,
)
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.settings.lists import ChairDialog, ClosureDialog, NurseDialog
from dayhospital.ui.settings.page import SettingsPage
from dayhospital.ui.settings.unit_section import CHOICES, DOSE_NUMBERS, NUMBERS, OTHERS, TEXTS, TIMES
from dayhospital.ui.theme import apply_theme, holder, load_theme
from tests.ui import recorder

SETTINGS = UnitSettings(name="Oncology day hospital", hospital="Wolkenstad", opens=time(8), starts_per_nurse=2)
CLOSURES = (
    Closure(date(2026, 11, 11), "Armistice Day", ClosureKind.HOLIDAY),
    Closure(date(2026, 12, 24), "Staff day", ClosureKind.UNIT),
)
CHAIRS = (
    Chair(11, "A1", ChairKind.CHAIR, "Bay A", 1),
    Chair(12, "Bed 1", ChairKind.BED, "Beds", 7, in_sight=False),
)
NURSES = (Nurse(3, "Lieve Duindoorn", "LD"),)
UNIT = (SETTINGS, CLOSURES, CHAIRS, NURSES)


@pytest.fixture(autouse=True)
def theme(qapp):
    wanted, found = load_theme("light"), holder()
    if found.theme is not wanted or found.text_scale != 1.0 or not qapp.styleSheet():
        apply_theme(qapp, wanted, reduce_motion=True)


@pytest.fixture
def context(qapp, tmp_path):
    parent = QObject()
    made = recorder.context(parent, tmp_path, Library.load())
    made.preferences.user = "Hautem, Eva"
    yield made
    parent.deleteLater()


@pytest.fixture
def store(context) -> recorder.RecordingStore:
    return context.store


@pytest.fixture
def page(qtbot, context, store):
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show()
    store.answer(UNIT)
    return made


def cells(table) -> list[list[str]]:
    return [
        [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]


def dialog_of(section, kind: type[SmallDialog]):
    """Return the dialog that a section has opened."""
    return section.findChildren(kind)[-1]


# --- the page -------------------------------------------------------------------------------------------------------


def test_down_goes_from_section_to_section_and_tab_into_the_form(qtbot, page):
    page.activateWindow()
    page.sections.setFocus()
    qtbot.waitUntil(page.sections.hasFocus)
    qtbot.keyClick(page.sections, Qt.Key.Key_Down)
    assert page.unit.isVisible() and not page.view.isVisible()
    qtbot.keyClick(page.sections, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None and not page.sections.hasFocus()


@pytest.mark.parametrize("table", ["unit_settings", "chairs", "nurses", "closures"])
def test_a_change_of_the_unit_is_read_again(page, store, table):
    store.changed.emit(Changes("Saved", frozenset({table}), frozenset(), frozenset()))
    assert len(store.asked) == 1


def test_a_change_of_sessions_is_not(page, store):
    store.changed.emit(Changes("Moved", frozenset({"sessions"}), frozenset(), frozenset()))
    assert store.asked == []


# --- my view --------------------------------------------------------------------------------------------------------


def test_my_view_is_written_and_applied_at_once(page, context):
    page.view.scheme.choose("dark")
    page.view.text_size.choose(115)
    page.view.motion.setChecked(True)
    preferences = context.preferences
    assert (preferences.scheme, preferences.text_size, preferences.reduce_motion) == ("dark", 115, True)
    assert len(context.applied) == 3
    assert context.store.signed == []


def test_a_name_counts_when_the_field_is_left_and_an_empty_one_is_the_account_s(qtbot, page, context):
    page.view.name.setText("  Rietzanger, Koen ")
    qtbot.keyClick(page.view.name, Qt.Key.Key_Return)
    assert context.preferences.user == "Rietzanger, Koen"
    page.view.name.clear()
    qtbot.keyClick(page.view.name, Qt.Key.Key_Return)
    assert page.view.name.text() == context.preferences.user != ""


def test_leaving_the_name_unchanged_draws_nothing_again(qtbot, page, context):
    qtbot.keyClick(page.view.name, Qt.Key.Key_Return)
    assert context.applied == []


# --- the unit -------------------------------------------------------------------------------------------------------


def test_every_setting_of_the_unit_can_be_edited_here_but_the_kinds_of_duty_which_the_roster_edits():
    edited = {*TEXTS, *TIMES, *OTHERS, *CHOICES, *(name for name, *_ in (*NUMBERS, *DOSE_NUMBERS))}
    assert edited == {field.name for field in fields(UnitSettings)} - {"duty_kinds"}


def test_the_form_shows_what_is_in_force_and_saving_it_untouched_changes_nothing(page):
    assert page.unit.name.text() == "Oncology day hospital"
    assert page.unit.opens.time().toString("HH:mm") == "08:00"
    assert page.unit.command() == ChangeSettings(SETTINGS)


def test_save_sends_every_change_in_one_command(qtbot, page, store):
    unit = page.unit
    unit.hospital.setText("Wolkenstad General ")
    unit.weekdays[5].setChecked(True)
    unit.country.setText("nl")
    unit.numbers["flush_interval_days"].setValue(56)
    unit.policy.choose(ObservationPolicy.PRAGMATIC)
    unit.save.click()
    assert store.done == [
        ChangeSettings(
            replace(
                SETTINGS,
                hospital="Wolkenstad General",
                country="NL",
                open_weekdays=frozenset(range(6)),
                flush_interval_days=56,
                observation_policy=ObservationPolicy.PRAGMATIC,
            )
        )
    ]


def test_how_doses_are_worked_out_is_chosen_and_a_cap_is_called_a_departure(page, store):
    form = page.unit
    assert form.cap_field.message == ""
    form.choices["bsa_formula"].choose(BsaFormula.DU_BOIS)
    form.choices["bsa_warning_m2"].choose(2.2)
    form.choices["bsa_cap_m2"].choose(2.0)
    form.numbers["creatinine_floor_umol_l"].setValue(60)
    assert "ASCO" in form.cap_field.message
    form.save.click()
    changed = replace(
        SETTINGS, bsa_formula=BsaFormula.DU_BOIS, bsa_warning_m2=2.2, bsa_cap_m2=2.0, creatinine_floor_umol_l=60
    )
    assert store.done == [ChangeSettings(changed)]


def test_control_s_saves(qtbot, page, store):
    page.sections.setCurrentRow(1)
    page.activateWindow()
    page.unit.name.setFocus()
    qtbot.waitUntil(page.unit.name.hasFocus)
    page.unit.name.setText("Day clinic")
    qtbot.keyClick(page.unit.name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert store.done == [ChangeSettings(replace(SETTINGS, name="Day clinic"))]


def test_closing_before_opening_is_said_at_the_field_and_nothing_is_sent(page, store):
    page.unit.closes.setTime(page.unit.opens.time())
    page.unit.save.click()
    assert page.unit.closes_field.message == "After 08:00: the unit closes after it opens."
    assert store.done == []
    page.unit.closes.setTime(page.unit.opens.time().addSecs(3600))
    page.unit.save.click()
    assert not page.unit.closes_field.has_error
    assert len(store.done) == 1


def test_a_unit_without_name_weekday_or_country_is_not_saved(page, store):
    unit = page.unit
    unit.name.setText("  ")
    unit.country.setText("Belgium")
    for box in unit.weekdays:
        box.setChecked(False)
    unit.save.click()
    assert unit.name_field.has_error and unit.country_field.has_error and not unit.days_problem.isHidden()
    assert store.done == []


def test_what_is_wrong_comes_into_view(qtbot, page):
    page.sections.setCurrentRow(1)
    page.resize(1024, 640)
    scroll = page._stack.currentWidget()
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    page.unit.name.clear()
    page.unit.save.click()
    top = page.unit.name.mapTo(scroll.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= scroll.viewport().height() - page.unit.name.height()


def test_the_pragmatic_policy_asks_for_the_signature_of_the_medical_director(page):
    assert page.unit.policy_field.message == ""
    page.unit.policy.choose(ObservationPolicy.PRAGMATIC)
    assert "signature of the medical director" in page.unit.policy_field.message
    page.unit.policy.choose(ObservationPolicy.SMPC)
    assert page.unit.policy_field.message == ""


def test_what_is_being_typed_outlives_a_change_from_another_workstation(page, store):
    page.unit.name.setText("Half typed")
    store.changed_elsewhere.emit()
    elsewhere = replace(SETTINGS, pharmacy_per_half_hour=14, hospital="Renamed")
    store.answer((elsewhere, CLOSURES, CHAIRS, NURSES))
    assert page.unit.name.text() == "Half typed"
    assert page.unit.command() == ChangeSettings(replace(elsewhere, name="Half typed"))


def test_the_wheel_over_a_field_without_focus_changes_no_limit(page):
    spin = page.unit.numbers["starts_per_nurse"]
    where = QPointF(5, 5)
    wheel = QWheelEvent(
        where,
        spin.mapToGlobal(where),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(spin, wheel)
    assert spin.value() == SETTINGS.starts_per_nurse


# --- closed days ----------------------------------------------------------------------------------------------------


def test_the_closed_days_of_the_year_say_why(page):
    assert cells(page.closures.table) == [
        ["Wed 11-Nov-2026", "Armistice Day", "Public holiday"],
        ["Thu 24-Dec-2026", "Staff day", "Unit closed"],
    ]


def test_another_year_is_read_and_an_empty_one_says_so(page, store):
    page.closures.after.click()
    assert page.closures.year_label.text() == "2027"
    store.answer((SETTINGS, (), CHAIRS, NURSES))
    assert page.closures.nothing.text() == "No closed days are entered for this year."
    assert not page.closures.nothing.isHidden()
    assert not page.closures.open_again.isEnabled()
    page.closures.seed.click()
    assert store.done == [SeedHolidays(2027)]


def test_delete_opens_the_chosen_day_again(qtbot, page, store):
    page.closures.table.setCurrentCell(1, 0)
    qtbot.keyClick(page.closures.table, Qt.Key.Key_Delete)
    assert store.done == [RemoveClosure(date(2026, 12, 24))]


def test_a_closed_day_needs_its_day_and_its_reason(qtbot, page, store):
    page.sections.setCurrentRow(2)
    page.closures.add.click()
    dialog = dialog_of(page.closures, ClosureDialog)
    dialog.act.click()
    assert not dialog.problem.isHidden() and store.done == []
    dialog.day.setText("24-12-26")
    qtbot.keyClick(dialog.day, Qt.Key.Key_Tab)
    dialog.day.editingFinished.emit()
    dialog.name.setText(" Staff day ")
    dialog.act.click()
    assert store.done == [AddClosure(date(2026, 12, 24), "Staff day", ClosureKind.UNIT)]


# --- chairs and nurses ----------------------------------------------------------------------------------------------


def test_the_chairs_stand_in_their_order_with_what_the_board_needs(page):
    assert cells(page.chairs.table) == [
        ["1", "A1", "Chair", "Bay A", "in sight", "in use"],
        ["7", "Bed 1", "Bed", "Beds", "out of sight", "in use"],
    ]


def test_enter_edits_the_chosen_chair(qtbot, page, store):
    page.chairs.table.setCurrentCell(1, 0)
    qtbot.keyClick(page.chairs.table, Qt.Key.Key_Return)
    dialog = dialog_of(page.chairs, ChairDialog)
    dialog.name.setText("Bed 9")
    dialog.in_sight.setChecked(True)
    dialog.act.click()
    assert store.done == [EditChair(12, "Bed 9", ChairKind.BED, "Beds", 7, True)]


def test_a_new_chair_comes_last_and_needs_a_name_and_a_bay(page, store):
    page.chairs.add.click()
    dialog = dialog_of(page.chairs, ChairDialog)
    dialog.act.click()
    assert dialog.problem.text() == "A chair needs a name and a bay."
    dialog.name.setText("A2")
    dialog.bay.setText("Bay A")
    dialog.kind.choose(ChairKind.INJECTION_ROOM)
    dialog.act.click()
    assert store.done == [AddChair("A2", ChairKind.INJECTION_ROOM, "Bay A", 8, True)]


def test_the_chosen_row_stays_chosen_when_the_list_is_read_again(page, store):
    page.chairs.table.setCurrentCell(1, 0)
    page.show_unit((SETTINGS, CLOSURES, (CHAIRS[1], replace(CHAIRS[0], position=8)), NURSES))
    assert page.chairs.table.value() == 12


def test_a_nurse_is_added_with_initials_in_capitals(page, store):
    page.nurses.add.click()
    dialog = dialog_of(page.nurses, NurseDialog)
    dialog.name.setText("Hava Çiçekli")
    dialog.act.click()
    assert dialog.problem.text() == "A nurse needs a name and initials."
    dialog.initials.setText("hç")
    dialog.act.click()
    assert store.done == [AddNurse("Hava Çiçekli", "HÇ")]
    assert cells(page.nurses.table) == [["Lieve Duindoorn", "LD", "yes"]]


# --- data -----------------------------------------------------------------------------------------------------------


def test_the_data_section_says_where_the_database_is(page):
    assert page.data.path.text() == str(Path("/data/unit.db"))


def test_a_check_says_what_it_found_and_in_which_tone(page):
    page.data.check.click()
    assert page.data.report.text().startswith("Everything is in order.")
    page.data.show_report((False, "journal: entry 7 was changed"))
    assert page.data.report.text().endswith("journal: entry 7 was changed")
    assert page.data.report.property("tone") == "critical"
    assert page.data.check.isEnabled()


def test_a_copy_is_said_to_have_been_opened_and_checked(page, store, tmp_path):
    page.data.back_up_to(tmp_path / "copy.db")
    assert store.copied == [tmp_path / "copy.db"]
    assert page.data.report.text() == f"The copy {tmp_path / 'copy.db'} was written, opened and checked."


def test_a_copy_that_fails_says_why_and_does_not_wait_for_ever(page, store, tmp_path, monkeypatch):
    sentence = "There is a file copy.db already. Nothing was written; choose another name."
    monkeypatch.setattr(store, "back_up", lambda *_: store.refused.emit(StorageError(sentence)))
    page.data.back_up_to(tmp_path / "copy.db")
    assert page.data.report.text() == sentence
    assert page.data.report.property("tone") == "critical"


def test_a_refusal_of_something_else_is_not_the_copy_s(page, store):
    store.refused.emit(StorageError("The chair is taken."))
    assert page.data.report.text() == ""

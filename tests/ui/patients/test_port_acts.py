"""The dialogs about a port and what the side column says of one that is to come."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.port import PortComplication, PortEvent, PortEventKind, PortReferral
from dayhospital.domain.result import Result, Results
from dayhospital.services.ports import (
    CancelPortReferral,
    PlanPortInsertion,
    RecordPortEvent,
    RemovePortEvent,
)
from dayhospital.ui.dialogs.care import PortEventDialog
from dayhospital.ui.patients import port_acts
from dayhospital.ui.patients.port_story import PortStory
from tests.ui.patients import people
from tests.ui.patients.conftest import library
from tests.ui.recorder import NOW, heard

TODAY, LABEL = people.TODAY, people.LABEL
REFERRAL = PortReferral(7, TODAY, "Dr Rietzanger", id=3)
TROUBLE = PortEvent(1, TODAY, PortEventKind.COMPLICATION, PortComplication.OCCLUSION, "Hautem, Eva", "doctor told", 9)
FLUSH = PortEvent(1, date(2026, 11, 3), PortEventKind.FLUSH, None, "Hautem, Eva", "", 8)


@pytest.fixture
def opened(qtbot):
    """Show a dialog and return it with the commands it chose."""

    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.show()
        return dialog, heard(dialog.chosen)

    return show


def words(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def test_an_access_is_recorded_with_one_press(opened):
    dialog, chosen = opened(PortEventDialog(LABEL, TODAY))
    assert not dialog.what.isVisible()
    dialog.accept()
    assert chosen == [RecordPortEvent(7, TODAY)]


def test_a_complication_says_what_went_wrong(opened):
    dialog, chosen = opened(PortEventDialog(LABEL, TODAY))
    dialog.kind.choose(PortEventKind.COMPLICATION)
    assert dialog.what.isVisible()
    dialog.what.choose(PortComplication.THROMBOSIS)
    dialog.note.setText(" arm swollen ")
    dialog.accept()
    kind, what = PortEventKind.COMPLICATION, PortComplication.THROMBOSIS
    assert chosen == [RecordPortEvent(7, TODAY, kind, what, "arm swollen")]


def test_a_use_without_its_day_is_refused(opened):
    dialog, chosen = opened(PortEventDialog(LABEL, TODAY))
    dialog.day.set_day(None)
    dialog.accept()
    assert (chosen, bool(dialog.problem.text())) == ([], True)


def test_a_line_of_the_log_is_chosen_before_it_is_taken_out(opened):
    dialog, chosen = opened(port_acts.PortLogDialog(LABEL, (TROUBLE, FLUSH)))
    assert dialog.list.count() == 2
    assert not dialog.act.isEnabled()
    dialog.accept()
    assert chosen == []
    dialog.list.setCurrentRow(1)
    assert dialog.act.isEnabled()
    dialog.accept()
    assert chosen == [RemovePortEvent(8)]


def test_a_port_without_a_log_says_so(opened):
    dialog, _ = opened(port_acts.PortLogDialog(LABEL, ()))
    assert "Nothing was recorded of this port." in words(dialog)
    assert not dialog.act.isEnabled()


def plan(opened, found):
    return opened(port_acts.PlanInsertionDialog(LABEL, REFERRAL, lambda day: found, TODAY))


def test_a_day_nothing_speaks_against_is_planned_at_once(opened):
    dialog, chosen = plan(opened, (Finding(Severity.NOTE, "port-ask-anticoagulation"),))
    assert not dialog.reason.isVisible()
    assert any("anticoagulants" in one for one in words(dialog))
    dialog.accept()
    assert chosen == [PlanPortInsertion(3, TODAY, "")]


def test_a_warning_about_the_day_asks_why(opened):
    facts = {"value": 40.0, "limit": 50.0, "taken": TODAY}
    dialog, chosen = plan(opened, (Finding(Severity.WARNING, "port-wait-platelets", facts=facts),))
    assert "Platelets 40 on 24-Nov-2026: wait until they are 50 or more" in words(dialog)
    dialog.accept()
    assert chosen == []
    dialog.reason.setText("platelets are given before")
    dialog.accept()
    assert chosen == [PlanPortInsertion(3, TODAY, "platelets are given before")]


@pytest.mark.parametrize("day", [None, TODAY - timedelta(days=1)])
def test_a_day_before_the_wish_is_refused(opened, day):
    dialog, chosen = plan(opened, ())
    dialog.day.set_day(day)
    dialog.accept()
    assert chosen == []


def test_calling_off_has_its_why(opened):
    dialog, chosen = opened(port_acts.CancelReferralDialog(LABEL, REFERRAL))
    dialog.accept()
    assert chosen == []
    dialog.note.setText("declined")
    dialog.accept()
    assert chosen == [CancelPortReferral(3, "declined")]


def test_the_dialog_judges_each_day_anew(qtbot, opened):
    blood = Results([Result(name, NOW, value) for name, value in (("platelets", 30.0), ("neutrophils", 3.0))])
    record = replace(people.record(library(), people.patient(port=None)), results=blood)
    dialog = port_acts.insertion_dialog(record, REFERRAL, library(), NOW, None)
    opened(dialog)
    # The course gave EPIrubicin on 13 October, 3 November and gives it again today.
    assert not any("cytotoxic" in one for one in words(dialog))
    dialog.day.day_changed.emit(TODAY + timedelta(days=7))
    said = "Day 7 after cytotoxic drugs of 24-Nov-2026"
    qtbot.waitUntil(lambda: any(said in one for one in words(dialog)))
    assert any("Platelets 30" in one for one in words(dialog))


# --- the record


def record(port=None, **story):
    made = people.record(library(), people.patient(port=port))
    return replace(made, port_story=PortStory(**story))


def codes(found):
    return [one.code for one in found.port_findings(library(), NOW)]


def test_a_port_that_is_missing_for_a_vesicant_today_is_too_late():
    assert codes(record()) == ["port-lead-too-short"]


def test_a_planned_port_is_measured_by_its_own_day():
    soon = replace(REFERRAL, planned_on=TODAY + timedelta(days=1))
    assert codes(record(referral=soon)) == ["port-ready-after-first"]


def test_nobody_waits_for_a_port_that_nothing_asks_for():
    made = replace(record(), courses=(), sessions=())
    assert codes(made) == []


def test_a_port_still_needed_is_not_asked_about():
    assert codes(record(people.PORT)) == []
    unused = replace(people.PORT, inserted=date(2026, 1, 5), usable_from=date(2026, 1, 6))
    assert codes(replace(record(unused), courses=(), sessions=(), due=())) == ["port-ask-removal"]

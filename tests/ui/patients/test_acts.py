"""The small dialogs of the patient page: the command each makes, and what each refuses."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from dayhospital.domain.patient import Allergy, AllergyStatus, Side
from dayhospital.domain.session import CancelReason
from dayhospital.services.courses import ExtendCourse, StopCourse
from dayhospital.services.patients import (
    EditTumour,
    RecordAllergies,
    RecordEcog,
    RecordPort,
    RecordTumour,
    RecordWeight,
    RemovePort,
)
from dayhospital.services.treatment_days import OmitTreatmentDay
from dayhospital.ui.patients import acts
from dayhospital.ui.theme import apply_theme, load_theme
from dayhospital.ui.widgets import FormField
from tests.ui.patients import people
from tests.ui.patients.conftest import library
from tests.ui.recorder import heard

TODAY = people.TODAY
COURSE = people.course(library())


@pytest.fixture
def opened(qtbot):
    """Show a dialog and return it with the commands it chose."""

    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.show()
        return dialog, heard(dialog.chosen)

    return show


def test_a_weight_is_recorded_with_comma_or_point(opened):
    dialog, chosen = opened(acts.WeightDialog(people.patient(), TODAY))
    dialog.kg.setText("64,8")
    dialog.accept()
    assert chosen == [RecordWeight(7, TODAY, 64.8)]


@pytest.mark.parametrize("text", ["", "heavy", "0", "600", "-5"])
def test_a_weight_that_cannot_be_is_refused_with_a_sentence(opened, text):
    dialog, chosen = opened(acts.WeightDialog(people.patient(), TODAY))
    dialog.kg.setText(text)
    dialog.accept()
    assert chosen == []
    assert dialog.problem.text()
    assert dialog.isVisible()


def test_a_large_change_of_weight_is_asked_about_once(opened):
    dialog, chosen = opened(acts.WeightDialog(people.patient(), TODAY))
    dialog.kg.setText("58")
    dialog.accept()
    assert chosen == []
    assert "−11 %" in dialog.problem.text()
    dialog.accept()
    assert chosen == [RecordWeight(7, TODAY, 58.0)]


def test_a_weight_without_its_day_is_refused(opened):
    dialog, chosen = opened(acts.WeightDialog(people.patient(), TODAY))
    dialog.kg.setText("65")
    dialog.day.set_day(None)
    dialog.accept()
    assert chosen == []


def test_ecog_starts_from_what_is_known(opened):
    dialog, chosen = opened(acts.EcogDialog(people.patient(ecog=1), TODAY))
    assert dialog.grade.currentText() == "ECOG 1"
    dialog.grade.choose(2)
    dialog.accept()
    assert chosen == [RecordEcog(7, TODAY, 2)]


def test_allergies_are_recorded_as_answered(opened):
    dialog, chosen = opened(acts.AllergyDialog(people.patient()))
    dialog.card.show_allergies(AllergyStatus.KNOWN, (Allergy("Iodine contrast", "rash"),))
    dialog.accept()
    assert chosen == [RecordAllergies(7, AllergyStatus.KNOWN, (Allergy("Iodine contrast", "rash"),))]
    dialog, chosen = opened(acts.AllergyDialog(people.patient()))
    dialog.card.show_allergies(AllergyStatus.NONE_KNOWN, ())
    dialog.accept()
    assert chosen == [RecordAllergies(7, AllergyStatus.NONE_KNOWN, ())]


def test_allergic_to_nothing_named_is_refused(opened):
    dialog, chosen = opened(acts.AllergyDialog(people.patient(allergy_status=AllergyStatus.NONE_KNOWN, allergies=())))
    dialog.card.show_allergies(AllergyStatus.KNOWN, ())
    dialog.accept()
    assert chosen == []


def test_a_port_is_usable_as_many_days_later_as_the_unit_says(opened):
    dialog, chosen = opened(acts.PortDialog(people.patient(port=None), Side.LEFT, TODAY, 2))
    dialog._follow(date(2026, 11, 20))
    dialog.inserted.set_day(date(2026, 11, 20))
    dialog.accept()
    assert chosen == [RecordPort(7, Side.LEFT, date(2026, 11, 20), date(2026, 11, 22))]


def test_a_port_usable_before_it_is_there_is_refused(opened):
    dialog, chosen = opened(acts.PortDialog(people.patient(port=None), None, TODAY, 1))
    dialog.usable.set_day(date(2026, 11, 1))
    dialog.accept()
    assert chosen == []
    assert "insertion" in dialog.problem.text()


def test_the_removal_of_a_port_carries_its_day(opened):
    dialog, chosen = opened(acts.RemovePortDialog(people.patient(), TODAY))
    dialog.accept()
    assert chosen == [RemovePort(7, TODAY)]


def test_a_new_tumour_is_recorded_and_a_known_one_edited_with_its_version(opened):
    dialog, chosen = opened(acts.TumourDialog(people.patient(), None, TODAY))
    dialog.accept()
    assert chosen == []
    dialog.card.show_tumour(people.TUMOUR)
    dialog.accept()
    assert chosen == [RecordTumour(7, replace(people.TUMOUR, id=0))]
    known = replace(people.TUMOUR, version=6)
    dialog, chosen = opened(acts.TumourDialog(people.patient(), known, TODAY))
    dialog.card.ki67.setText("40")
    dialog.accept()
    assert chosen == [EditTumour(replace(known, ki67_percent=40))]


def test_a_course_is_stopped_with_a_coded_reason(opened):
    dialog, chosen = opened(acts.StopDialog(people.patient(), COURSE, TODAY))
    dialog.accept()
    assert chosen == []
    dialog.reason.choose(CancelReason.PROGRESSION)
    dialog.note.setText(" scan of yesterday ")
    dialog.accept()
    assert chosen == [StopCourse(5, TODAY, CancelReason.PROGRESSION, "scan of yesterday")]


def test_more_cycles_are_planned_by_number(opened):
    dialog, chosen = opened(acts.ExtendDialog(people.patient(), COURSE))
    dialog.cycles.setValue(4)
    dialog.accept()
    assert chosen == [ExtendCourse(5, 4)]


def test_leaving_a_day_out_needs_a_reason(opened):
    dialog, chosen = opened(acts.OmitDialog(people.patient(), 104, "C4D1"))
    dialog.accept()
    assert chosen == []
    dialog.reason.setText("neutropenic fever")
    dialog.accept()
    assert chosen == [OmitTreatmentDay(104, "neutropenic fever")]


def test_every_dialog_names_the_patient_by_two_identifiers(opened):
    dialog, _ = opened(acts.StopDialog(people.patient(), COURSE, TODAY))
    shown = " ".join(label.text() for label in dialog.findChildren(QLabel)).replace("\N{NO-BREAK SPACE}", " ")
    for part in (people.LABEL.name, "17-May-1961", "H 0204 881"):
        assert part in shown


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_no_field_of_the_tumour_dialog_overlaps_its_help(qapp, opened, scale):
    apply_theme(qapp, load_theme("dark"), text_scale=scale, reduce_motion=True)
    dialog, _ = opened(acts.TumourDialog(people.patient(), people.TUMOUR, TODAY))
    dialog.grab()
    for field in dialog.findChildren(FormField):
        below = [child for child in field.findChildren(QLabel) if child.isVisible() and child.y() > field.field.y()]
        assert all(child.y() >= field.field.geometry().bottom() for child in below)
        assert field.field.height() >= field.field.minimumSizeHint().height()
        assert field.height() >= field.heightForWidth(field.width())
    apply_theme(qapp, load_theme("light"), reduce_motion=True)

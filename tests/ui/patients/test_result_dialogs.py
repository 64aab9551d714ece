"""Entering results: what is kept, in which unit, what is asked about."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel

from dayhospital.clinical.panels import panels
from dayhospital.domain.result import Result
from dayhospital.domain.tumour import Tumour
from dayhospital.services.results import RecordResults
from dayhospital.ui.results.lab_dialog import EditLabDialog, LabDialog
from dayhospital.ui.results.marker_dialog import MarkerDialog, ReportDialog
from dayhospital.ui.results.request_dialogs import AskTestDialog, BiopsyDialog, CancelTestDialog, SendDialog
from dayhospital.ui.theme import apply_theme, load_theme
from tests.ui.patients import people
from tests.ui.patients.findings import (
    ASKED,
    PENDING,
    RESULTS,
    TODAY,
    words,
)
from tests.ui.recorder import NOW

# --- entering blood results


def test_the_sheet_keeps_what_was_typed_with_day_and_time_once(opened):
    sheet, chosen = opened(LabDialog(people.patient(), NOW))
    sheet.when.time.setText("7:50")
    sheet.entries["neutrophils"].field.setText("2,1")
    sheet.entries["creatinine"].field.setText("0.9")
    sheet.entries["creatinine"].unit.choose("mg/dL")
    sheet.entries["hbsag"].answer.choose("negative")
    sheet.accept()
    at = datetime(2026, 11, 24, 7, 50)
    (command,) = chosen
    assert isinstance(command, RecordResults)
    assert (command.patient_id, command.checked) == (7, False)
    assert [(one.analyte, one.at, one.answer) for one in command.results] == [
        ("neutrophils", at, ""), ("creatinine", at, ""), ("hbsag", at, "negative"),
    ]  # fmt: skip
    assert command.results[0].value == 2.1
    assert command.results[1].value == pytest.approx(79.578)


def test_the_header_has_both_identifiers(opened):
    for made in (
        LabDialog(people.patient(), NOW),
        MarkerDialog(people.patient(), (), NOW),
        AskTestDialog(people.patient(), TODAY),
        SendDialog(people.patient(), ASKED, TODAY),
        CancelTestDialog(people.patient(), ASKED, TODAY),
        BiopsyDialog(people.patient(), ASKED, TODAY, taken=False),
        ReportDialog(people.patient(), PENDING, (), NOW),
        EditLabDialog(people.patient(), panels()[0].analytes[0], RESULTS[0], NOW),
    ):
        shown, _ = opened(made)
        assert any("17-May-1961" in text and "0204" in text for text in words(shown)), type(made)


@pytest.mark.parametrize(
    ("analyte", "text", "unit", "said", "tone"),
    [
        ("creatinine", "0.9", "mg/dL", "Kept as 79.6 µmol/L", "info"),
        ("creatinine", "97", "µmol/L", "", "text2"),
        ("creatinine", "98", "µmol/L", "Above 97", "critical"),
        ("creatinine", "20", "mg/dL", "Expected 20 to 1000 µmol/L", "warn"),
        ("creatinine", "20", "µmol/L", "", "text2"),
        ("creatinine", "19.9", "µmol/L", "Expected 20 to 1000 µmol/L", "warn"),
        ("haemoglobin", "104", "g/L", "Kept as 10.4 g/dL", "info"),
        ("platelets", "many", "10⁹/L", "Not a figure", "critical"),
        ("platelets", "", "10⁹/L", "", "text2"),
    ],
)
def test_a_remark_says_at_once_what_will_be_kept_or_looks_wrong(opened, analyte, text, unit, said, tone):
    sheet, _ = opened(LabDialog(people.patient(), NOW))
    entry = sheet.entries[analyte]
    entry.unit.choose(unit)
    entry.field.setText(text)
    assert entry.remark() == (said, tone)
    assert not said or said in words(sheet)


def test_an_implausible_value_is_asked_about_once_and_another_one_again(opened):
    sheet, chosen = opened(LabDialog(people.patient(), NOW))
    field = sheet.entries["neutrophils"].field
    field.setText("180")
    sheet.accept()
    assert chosen == []
    assert "Neutrophils 180 10⁹/L" in sheet.problem.text()
    field.setText("190")
    sheet.accept()
    assert chosen == []
    sheet.accept()
    (command,) = chosen
    assert command.checked
    assert command.results[0].value == 190.0


@pytest.mark.parametrize(
    ("change", "words_of"),
    [
        (lambda sheet: None, "at least one result"),
        (lambda sheet: sheet.entries["platelets"].field.setText("many"), "is a figure"),
        (lambda sheet: sheet.entries["platelets"].field.setText("-3"), "not below 0"),
        (lambda sheet: sheet.when.time.setText("25:00"), "Write the time"),
        (lambda sheet: sheet.when.day.set_day(None), "Write the day"),
        (lambda sheet: sheet.when.time.setText("11:21"), "in the future"),
    ],
)
def test_a_sheet_that_cannot_be_kept_says_why_and_stays(opened, change, words_of):
    sheet, chosen = opened(LabDialog(people.patient(), NOW))
    change(sheet)
    sheet.accept()
    assert chosen == []
    assert words_of in sheet.problem.text()
    assert sheet.isVisible()


def test_the_minute_of_now_is_not_the_future(opened):
    sheet, chosen = opened(LabDialog(people.patient(), NOW))
    sheet.when.time.setText("11:20")
    sheet.entries["platelets"].field.setText("171")
    sheet.accept()
    assert len(chosen) == 1


@pytest.mark.parametrize("scale", [1.0, 1.15])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sheet_fits_the_smallest_screen_and_cuts_no_name(qapp, opened, scheme, scale):
    apply_theme(qapp, load_theme(scheme), text_scale=scale, reduce_motion=True)
    sheet, _ = opened(LabDialog(people.patient(), NOW))
    assert sheet.width() <= 1366
    assert sheet.height() <= 768
    assert sheet.minimumSizeHint().width() <= sheet.width()  # nothing lies over anything
    for entry in sheet.entries.values():
        name = next(one for one in sheet.findChildren(QLabel) if one.text() == entry.analyte.name)
        assert name.fontMetrics().horizontalAdvance(name.text()) <= name.width()


# --- entering biomarkers


def test_a_biomarker_is_kept_with_specimen_and_the_only_tumour(opened):
    asked, chosen = opened(MarkerDialog(people.patient(), (people.TUMOUR,), NOW))
    asked.marker.choose("her2_ihc")
    asked.entries[asked.marker.currentIndex()].answer.choose("1+")
    asked.about.specimen.setText(" liver biopsy ")
    asked.detail.setText("4B5")
    asked.accept()
    wanted = Result("her2_ihc", NOW, answer="1+", specimen="liver biopsy", detail="4B5", tumour_id=people.TUMOUR.id)
    assert chosen == [RecordResults(7, (wanted,))]


def test_of_several_tumours_one_is_chosen_or_none(opened):
    other: Tumour = replace(people.TUMOUR, id=9)
    asked, chosen = opened(MarkerDialog(people.patient(), (people.TUMOUR, other), NOW))
    asked.entries[0].field.setText("90")
    asked.about.specimen.setText("core biopsy")
    assert asked.about.tumour.isVisible()
    asked.about.tumour.choose(9)
    asked.accept()
    assert chosen[0].results[0].tumour_id == 9


def test_what_is_inherited_belongs_to_no_tumour(opened):
    asked, chosen = opened(MarkerDialog(people.patient(), (people.TUMOUR,), NOW))
    asked.marker.choose("brca1")
    asked.entries[asked.marker.currentIndex()].answer.choose("pathogenic")
    asked.about.specimen.setText("Blood")
    asked.accept()
    assert chosen[0].results[0].tumour_id is None


def test_a_biomarker_without_value_or_specimen_is_asked_for(opened):
    asked, chosen = opened(MarkerDialog(people.patient(), (), NOW))
    asked.accept()
    assert "Write the specimen" in asked.problem.text()
    asked.about.specimen.setText("core biopsy")
    asked.accept()
    assert "what the report says of ER" in asked.problem.text()
    asked.entries[0].field.setText("140")
    asked.accept()
    assert "ER 140 %" in asked.problem.text()
    asked.accept()
    assert chosen[0].checked

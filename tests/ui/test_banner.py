"""The banner says who this is, in the same order everywhere."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dayhospital.domain.patient import AllergyStatus, Patient, Port, Side, Weight
from dayhospital.domain.tumour import Her2Ish, Histology, Tumour
from dayhospital.ui.theme import apply_theme, load_theme
from dayhospital.ui.widgets import Chip, Label, PatientBanner, PatientLine
from dayhospital.ui.widgets.patient_words import PatientWords
from dayhospital.ui.widgets.receptors import her2_text, percent_text
from tests.ui.gallery import FEMKE, HER2, JUDITH, TNBC, TODAY


@pytest.fixture(autouse=True)
def themed(qapp):
    apply_theme(qapp, load_theme("light"), reduce_motion=True)


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label)]


def test_the_banner_shows_two_identifiers_and_the_allergies(qtbot):
    banner = PatientBanner()
    qtbot.addWidget(banner)

    banner.show_patient(FEMKE, TNBC, TODAY, 1.74)

    shown = texts(banner)
    for text in ("MAANEVELD, Femke", "09-Mar-1981", "H 0198 332", "TNBC, left breast", "1.74 m²", "Allergies"):
        assert text in shown
    assert "Penicillin, anaphylaxis" in shown
    assert "weighed today, −1.1 %" in shown


@pytest.mark.parametrize(
    ("status", "words"),
    [(AllergyStatus.NONE_KNOWN, "No known allergy"), (AllergyStatus.NOT_RECORDED, "Allergies not asked")],
)
def test_not_asked_and_none_known_are_different_things(qtbot, status, words):
    banner, line = PatientBanner(), PatientLine()
    qtbot.addWidget(banner)
    qtbot.addWidget(line)
    patient = Patient(JUDITH.label, allergy_status=status)

    banner.show_patient(patient, None, TODAY)
    line.show_patient(patient, None, TODAY)

    assert words in texts(banner)
    assert words in [chip.text for chip in line.findChildren(Chip)]


def test_the_banner_fits_a_small_window(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    banner = PatientBanner()
    QVBoxLayout(page).addWidget(banner)
    banner.show_patient(FEMKE, TNBC, TODAY, 1.74, "Neoadjuvant, first line")

    assert banner.minimumSizeHint().width() <= 1280 - 64


def test_showing_another_patient_leaves_nothing_of_the_first(qtbot):
    line = PatientLine()
    qtbot.addWidget(line)
    line.show_patient(FEMKE, TNBC, TODAY)
    line.show_patient(JUDITH, HER2, TODAY)
    line.show()

    visible = [label.text() for label in line.findChildren(Label) if label.isVisible()]

    assert "MAANEVELD, Femke" not in visible
    assert "SNEPPENLAER, Judith" in visible


@pytest.mark.parametrize(("percent", "sign"), [(0, "−"), (1, "+"), (90, "+"), (None, "?")])
def test_a_hormone_receptor_is_positive_from_one_percent(percent, sign):
    assert percent_text(percent)[0] == sign


def test_her2_low_is_said_in_words():
    tumour = Tumour(1, HER2.side, Histology.DUCTAL, TODAY, her2_ihc=2, her2_ish=Her2Ish.NOT_AMPLIFIED)

    assert her2_text(tumour) == ("−", "IHC 2+, low")


@pytest.mark.parametrize("family", ["Maaneveld", "Van Wolkensteyn-Yildizbahçe van der Meulenbroeck"])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_no_identifier_is_cut_in_a_narrow_window_however_long_the_name(qapp, qtbot, scale, family):
    apply_theme(qapp, load_theme("light"), text_scale=scale, reduce_motion=True)
    label = replace(FEMKE.label, family_name=family)
    page = QWidget()
    qtbot.addWidget(page)
    banner = PatientBanner(page)
    banner.setGeometry(0, 0, 1302, 140)
    banner.show_patient(replace(FEMKE, label=label), TNBC, TODAY, 1.74, "Neoadjuvant, first line")
    page.show()

    for text in (label.hospital_number, label.national_number, "09-Mar-1981"):
        shown = next(one for one in banner.findChildren(Label) if one.text() == text)
        assert shown.width() >= shown.fontMetrics().horizontalAdvance(text)


@pytest.mark.parametrize("window", [1440, 1366])
def test_nothing_of_an_ordinary_patient_with_a_port_is_cut(qtbot, window):
    port = Port(Side.LEFT, date(2026, 10, 27), date(2026, 10, 28), date(2026, 11, 12))
    label = replace(FEMKE.label, family_name="Van Wolkensteyn", given_name="Karin", national_number="64.09.22-000.68")
    page = QWidget()
    qtbot.addWidget(page)
    banner = PatientBanner(page)
    banner.setGeometry(0, 0, window - 64, 120)
    person = replace(
        FEMKE,
        label=label,
        port=port,
        height_cm=177,
        weights=(Weight(date(2026, 10, 24), 87.7),),
        ecog=2,
        ecog_day=date(2026, 11, 21),
        allergy_status=AllergyStatus.NONE_KNOWN,
        allergies=(),
    )
    tumour = replace(TNBC, side=Side.RIGHT, grade=2, tnm="cTx N1 M1", er_percent=98, pr_percent=31, her2_ihc=1)
    banner.show_patient(person, tumour, TODAY, 2.08, "Metastatic, line 1")
    page.show()

    for shown in banner.findChildren(Label):
        if shown.isVisible():
            assert shown.width() >= shown.fontMetrics().horizontalAdvance(shown.text()), shown.text()


@pytest.mark.parametrize(("last", "words"), [(date(2026, 11, 12), "12-Nov"), (date(2025, 11, 12), "12-Nov-2025")])
def test_a_day_of_another_year_keeps_its_year(last, words):
    port = Port(Side.LEFT, date(2025, 1, 7), date(2025, 1, 8), last)
    assert PatientWords().port_lines(port, TODAY)[1] == f"last access {words}"

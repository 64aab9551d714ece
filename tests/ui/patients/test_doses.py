"""Doses on the patient page: at a glance, in the dialog with what they rest on, and what was given elsewhere."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from dayhospital.clinical.cumulative import counts
from dayhospital.domain.dosing import Amount, Reduction
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import BsaFormula, UnitSettings
from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose
from dayhospital.domain.patient import Weight
from dayhospital.domain.result import Result, Results
from dayhospital.services.earlier_doses import (
    RecordChestRadiotherapy,
    RecordEarlierDose,
    RemoveChestRadiotherapy,
    RemoveEarlierDose,
)
from dayhospital.ui.patients.dose_dialogs import RADIOTHERAPY, DosesDialog, EarlierDosesDialog
from dayhospital.ui.patients.dose_section import DoseSection
from dayhospital.ui.patients.dose_words import amount_text, confidence_text, number_text, planned_text, reductions
from dayhospital.ui.patients.page import PatientPage
from dayhospital.ui.theme import apply_theme, load_theme
from dayhospital.ui.widgets import Chip, FormField, IconView
from tests.ui.patients import people
from tests.ui.patients.conftest import library
from tests.ui.recorder import heard

TODAY = people.TODAY
WEIGHED = people.patient(weights=(Weight(TODAY, 65.2),))
EARLIER = EarlierDose("doxorubicin", 240, date(2019, 5, 3), "letter", id=4)
DRUGS = tuple(drug for drug in library().drugs() if counts(drug))


def record(regimen="ec_wp", start=date(2026, 11, 3), person=WEIGHED, **changes):
    course = people.course(library(), regimen, start)
    return replace(people.record(library(), person), courses=(course,), **changes)


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def chips(widget):
    return [chip.text for chip in widget.findChildren(Chip)]


def doses(of, settings=None):
    if settings is not None:
        of = replace(of, settings=settings)
    return DosesDialog(of.patient, of.next_doses(), library())


def press(widget, text):
    found = [one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(widget)]
    assert len(found) == 1, text
    found[0].click()


# --- words


@pytest.mark.parametrize(
    ("value", "text"), [(99.4987, "99.5"), (100.0, "100"), (1.8465, "1.85"), (9.999, "10"), (0.6, "0.6"), (0, "0")]
)
def test_a_figure_has_one_decimal_and_two_below_ten(value, text):
    assert number_text(value) == text


def test_amounts_carry_their_units_and_nothing_is_a_dash():
    assert amount_text(Amount(600, "mg + 600 mg")) == "600 mg + 600 mg"
    assert amount_text(None) == "–"
    assert (planned_text(Amount(5, "AUC")), planned_text(Amount(1.23, "mg/m²"))) == ("AUC 5", "1.23 mg/m²")


@pytest.mark.parametrize(
    ("drug", "planned", "offered"),
    [
        ("tdm1", Amount(3.6, "mg/kg"), [Reduction(), Reduction(level=1), Reduction(level=2)]),
        ("tdm1", Amount(2.4, "mg/kg"), [Reduction()]),
        ("doxorubicin", Amount(60, "mg/m²"), [Reduction(), Reduction(percent=75), Reduction(percent=50)]),
        ("pertuzumab", Amount(420, "mg"), [Reduction()]),
        ("denosumab", Amount(120, "mg"), [Reduction()]),
    ],
)
def test_only_reductions_that_exist_are_offered(drug, planned, offered):
    assert [reduction for reduction, _ in reductions(library().drug(drug), planned)] == offered


@pytest.mark.parametrize(
    ("drug", "text"),
    [
        ("doxorubicin", "Bands from knowledge"),
        ("dato", "Bands from knowledge, highest dose partly verified, levels verified"),
        ("pertuzumab", "Levels verified"),
        ("denosumab", ""),
    ],
)
def test_how_far_the_figures_were_checked_is_said(drug, text):
    assert confidence_text(library().drug(drug)) == text


# --- the section


def test_the_next_doses_and_the_gauge_are_in_the_side_column(shown):
    found = words(shown(DoseSection(record(), library())))
    assert "reference values" in found
    assert "C2D1, Tue 24-Nov-2026" in found
    assert ("EPIrubicin" in found) and ("Cyclophosphamide" in found)
    assert {"160 mg", "1000 mg"} <= set(found)
    assert "90 of 900 mg/m²" in found
    assert "With the plan 360 mg/m² by C4D1, marks at 600, 900" in found
    assert "As DOXOrubicin 241.2 mg/m², by Feijen 2019 288" in found


def test_what_is_wrong_with_a_dose_is_marked_beside_it(shown):
    calm = shown(DoseSection(record(), library()))
    assert not calm.findChildren(IconView)
    old = people.patient(weights=(Weight(date(2026, 9, 1), 65.2),))
    marked = shown(DoseSection(record(person=old), library()))
    assert len(marked.findChildren(IconView)) == 2


def test_several_anthracyclines_show_one_sum_first_and_each_by_its_bar(shown):
    found = words(shown(DoseSection(record(earlier=(EARLIER,)), library())))
    assert found.index("All as DOXOrubicin") < found.index("DOXOrubicin")
    assert "300.3 of 550 mg/m²" in found
    assert "240 mg/m² of it elsewhere" in found
    assert "By the factors of Feijen 2019 528 mg/m²" in found
    assert "With the plan 481.2 mg/m² counted as DOXOrubicin, above the warning limit of 450" in found
    assert not any(text.startswith("Marks at") for text in found)


def test_without_a_course_earlier_doses_can_still_be_entered(shown):
    of = replace(people.record(library(), with_course=False), earlier=(EARLIER,))
    section = shown(DoseSection(of, library()))
    asked = heard(section.asked)
    assert "Marks at 400, 450, 550" in words(section)
    press(section, "Given elsewhere…")
    assert asked == ["earlier_doses"]
    assert "Doses…" not in [button.text() for button in section.findChildren(QPushButton)]


def test_a_bar_draws_past_its_limit_and_when_empty(shown, qtbot):
    for mg_m2 in (1, 2000):
        of = record(earlier=(EarlierDose("doxorubicin", mg_m2, TODAY),))
        assert not shown(DoseSection(of, library())).grab().isNull()


def test_a_drug_that_left_the_library_is_named_and_breaks_nothing(shown):
    of = record()
    day = of.courses[0].days[1]
    doses_of = tuple(replace(dose, drug="formerubicin") for dose in day.plan.doses[:1])
    days = (of.courses[0].days[0], replace(day, plan=replace(day.plan, doses=doses_of)))
    of = replace(of, courses=(replace(of.courses[0], days=days),))
    assert {"formerubicin", "not in the library"} <= set(words(shown(DoseSection(of, library()))))
    assert "formerubicin is no longer in the library" in words(shown(doses(of)))


# --- the dialog of the doses


def test_each_dose_has_three_numbers_and_says_what_they_rest_on(shown):
    dialog = shown(doses(record()))
    found = words(dialog)
    assert any("not a prescription" in text for text in found)
    assert {"157 mg", "160 mg"} <= set(found), "epirubicin: calculated, banded"
    assert {"Banded, 1.9 % off", "Bands from knowledge"} <= set(found)
    assert "90 mg/m² × 1.74 m², Mosteller from 168 cm and 65.2 kg of 24-Nov-2026" in found


def test_the_units_formula_is_named(shown):
    dialog = shown(doses(record(), UnitSettings(bsa_formula=BsaFormula.DU_BOIS)))
    assert any("Du Bois from 168 cm" in text for text in words(dialog))


@pytest.mark.parametrize(("cap", "badges"), [(0.0, []), (2.0, ["Body surface capped"] * 2)])
def test_a_capped_surface_wears_a_badge(shown, cap, badges):
    large = people.patient(height_cm=180, weights=(Weight(TODAY, 90),))
    dialog = shown(doses(record(person=large), UnitSettings(bsa_cap_m2=cap)))
    assert chips(dialog) == badges


def test_a_reduction_is_tried_and_changes_nothing(shown, qtbot):
    dialog = shown(doses(record()))
    chosen = heard(dialog.chosen)
    card = dialog.cards[0]
    card.reduction.choose(Reduction(percent=75))
    qtbot.wait(5)
    found = words(card)
    assert "EPIrubicin: reduced from 90 mg/m² to 67.5 mg/m²" in found
    assert "117.7 mg" in found
    dialog.accept()
    assert chosen == [] and not dialog.isVisible()


def test_a_dose_by_auc_shows_renal_function_weight_and_the_day_of_the_creatinine(shown):
    results = Results(
        [
            Result("creatinine", datetime(2026, 11, 3, 8, 0), 60.0, id=1),
            Result("creatinine", datetime(2026, 11, 23, 8, 0), 78.0, id=2),
        ]
    )
    of = record("tchp", results=results)
    found = words(shown(doses(of)))
    text = next(one for one in found if "Calvert" in one)
    assert text.startswith("AUC 6 × (")
    assert "65 years, 65.2 kg (actual weight), creatinine 78 µmol/L of 23-Nov-2026" in text
    assert "The creatinine moved by 30 %, from 60 on 03-Nov-2026 to 78 µmol/L: work out anew" in found


def test_a_dose_that_cannot_be_worked_out_says_what_is_missing(shown):
    found = words(shown(doses(record("tchp"))))
    assert "No creatinine is recorded: a dose by AUC cannot be worked out" in found
    assert "AUC 6, not worked out" in found


def test_a_loading_dose_is_called_so_and_one_given_again_says_why(shown):
    of = record("trastuzumab_iv_q3w", TODAY)
    dialog = shown(doses(of))
    assert chips(dialog) == ["Loading dose"]
    assert "8 mg/kg × 65.2 kg of 24-Nov-2026" in words(dialog)
    coming = of.next_doses()
    again = Finding(Severity.NOTE, "loading-again", facts={"drug": "trastuzumab_iv", "days": 45})
    late = replace(coming, day=replace(coming.day, plan=replace(coming.day.plan, findings=(again,))))
    dialog = shown(DosesDialog(of.patient, late, library()))
    assert "trastuzumab: loading dose again, 45 days since the last" in words(dialog)


def test_what_the_figure_of_a_salt_means_is_said(shown):
    assert any(text.startswith("As base") for text in words(shown(doses(record("eribulin", TODAY)))))


def test_tablets_are_the_same_for_everybody(shown):
    found = words(shown(doses(record("palbo_ai", TODAY))))
    assert "The same for everybody" in found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_card_is_wider_than_the_dialog(shown, qapp, scheme):
    apply_theme(qapp, load_theme(scheme), reduce_motion=True)
    dialog = shown(doses(record("tchp")))
    assert all(card.width() <= dialog.width() - 48 for card in dialog.cards)


# --- the dialog of what was given elsewhere


@pytest.fixture
def elsewhere(shown):
    dialog = shown(EarlierDosesDialog(WEIGHED, (EARLIER,), (), DRUGS, TODAY))
    return dialog, heard(dialog.chosen)


def test_a_dose_from_elsewhere_is_entered_with_drug_sum_and_day(elsewhere):
    dialog, chosen = elsewhere
    dialog.drug.choose("epirubicin")
    dialog.amount.setText("300,5")
    dialog.until.set_day(date(2018, 2, 1))
    dialog.note.setText(" summary of 2018 ")
    dialog.accept()
    expected = EarlierDose("epirubicin", 300.5, date(2018, 2, 1), "summary of 2018")
    assert chosen == [RecordEarlierDose(7, expected)]


@pytest.mark.parametrize(
    ("drug", "amount", "day", "sentence"),
    [
        (None, "300", date(2018, 2, 1), "Choose the drug"),
        ("pld", "300", None, "Write the day"),
        ("pld", "", date(2018, 2, 1), "not possible"),
        ("pld", "much", date(2018, 2, 1), "is a figure"),
        ("pld", "2500", date(2018, 2, 1), "not possible"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(elsewhere, drug, amount, day, sentence):
    dialog, chosen = elsewhere
    dialog.drug.choose(drug)
    dialog.amount.setText(amount)
    dialog.until.set_day(day)
    dialog.accept()
    assert chosen == [] and dialog.isVisible()
    assert sentence in dialog.problem.text()


def test_a_known_dose_is_shown_and_can_be_taken_away(elsewhere):
    dialog, chosen = elsewhere
    assert any(text.startswith("DOXOrubicin 240 mg/m², until 03-May-2019") for text in words(dialog))
    press(dialog, "Remove")
    assert chosen == [RemoveEarlierDose(4)]
    assert not dialog.isVisible()


def test_radiotherapy_of_the_chest_is_entered_with_its_day_and_no_sum(elsewhere):
    dialog, chosen = elsewhere
    dialog.drug.choose(RADIOTHERAPY)
    assert not dialog.amount.isVisible()
    dialog.until.set_day(date(2001, 2, 1))
    dialog.note.setText("mantle field")
    dialog.accept()
    assert chosen == [RecordChestRadiotherapy(7, ChestRadiotherapy(date(2001, 2, 1), "mantle field"))]


def test_known_radiotherapy_is_shown_and_can_be_taken_away(shown):
    had = ChestRadiotherapy(date(2001, 2, 1), "mantle field", id=9)
    dialog = shown(EarlierDosesDialog(WEIGHED, (), (had,), DRUGS, TODAY))
    chosen = heard(dialog.chosen)
    assert "Radiotherapy of the chest, until 01-Feb-2001  mantle field" in words(dialog)
    press(dialog, "Remove")
    assert chosen == [RemoveChestRadiotherapy(9)]


def test_the_drugs_offered_are_those_that_add_up(elsewhere):
    dialog, _ = elsewhere
    assert [dialog.drug.itemText(row) for row in range(dialog.drug.count())] == [
        "Choose…",
        "DOXOrubicin",
        "EPIrubicin",
        "Pegylated liposomal DOXOrubicin",
        "Radiotherapy of the chest",
    ]
    assert len(dialog.findChildren(FormField)) == 4


# --- on the page


@pytest.fixture
def page(qtbot, context):
    made = PatientPage(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show_patient(7)
    made.show()
    return made


@pytest.fixture
def show(qtbot, page):
    """Show a record; new cards appear with the next turn of the event loop."""

    def shown(of):
        page.show_record(of)
        qtbot.wait(5)

    return shown


@pytest.mark.parametrize(("button", "kind"), [("Doses…", DosesDialog), ("Given elsewhere…", EarlierDosesDialog)])
def test_the_page_opens_the_dialogs(page, show, button, kind):
    show(record())
    press(page.side, button)
    (dialog,) = (one for one in page.findChildren(kind) if one.isVisible())
    dialog.reject()


def test_the_banner_shows_the_surface_by_the_units_formula(page, show):
    heavy = people.patient(height_cm=162, weights=(Weight(TODAY, 95),))
    show(record(person=heavy))
    assert "2.07 m²" in words(page.banner)
    show(record(person=heavy, settings=UnitSettings(bsa_formula=BsaFormula.DU_BOIS)))
    assert "1.99 m²" in words(page.banner)


def test_what_was_entered_elsewhere_is_sent_to_the_store(page, show, store):
    show(record(earlier=(EARLIER,)))
    press(page.side, "Given elsewhere…")
    (dialog,) = (one for one in page.findChildren(EarlierDosesDialog) if one.isVisible())
    press(dialog, "Remove")
    assert store.done == [RemoveEarlierDose(4)]

"""Doses that were signed, on the patient page: who chose them, what has changed since, and what they count."""

from dataclasses import replace
from datetime import date, datetime

from dayhospital.clinical.dose_choice import propose
from dayhospital.domain.chosen_dose import DoseChoice, SignedDose
from dayhospital.domain.dosing import Reduction
from dayhospital.domain.lifetime_dose import ChestRadiotherapy
from dayhospital.domain.patient import Weight
from dayhospital.ui.patients.dose_section import DoseSection
from dayhospital.ui.widgets import IconView
from tests.ui.patients.conftest import library
from tests.ui.patients.test_doses import TODAY, doses, record, words


def chosen_dose(of, percent=100.0, kg=65.2, earlier=False):
    """Epirubicin of the next day, or of the one before it, as it was signed."""
    coming = of.next_doses()
    days = [day for day in coming.course.days if day.plan.planned < coming.day.plan.planned]
    day = days[-1] if earlier else coming.day
    facts = replace(coming.facts, weight=Weight(TODAY, kg))
    choice = DoseChoice("epirubicin", Reduction(percent=percent))
    found = propose(replace(coming.doses, facts=facts), library().drug, (choice,))[0]
    at = datetime(2026, 11, 24, 7, 50)
    return SignedDose(found.chosen, day.id, day.plan.label, day.plan.planned, "Dr Rietzanger", at, "neuropathy")


def test_the_signed_dose_stands_on_the_page_with_who_and_why(shown):
    of = record()
    signed = replace(of, signed=(chosen_dose(of, 75),))
    found = words(shown(DoseSection(signed, library())))
    assert "120 mg" in found and "Chosen by Dr Rietzanger, 24-Nov 07:50. neuropathy" in found
    dialog = shown(doses(signed))
    assert dialog.cards[0].reduction.value() == Reduction(percent=75)
    assert "Chosen by Dr Rietzanger, 24-Nov 07:50. neuropathy" in words(dialog)
    dialog.cards[0].reduction.choose(Reduction())
    assert "Chosen by Dr Rietzanger, 24-Nov 07:50. neuropathy" not in words(dialog)


def test_what_has_changed_since_the_signature_stands_beside_the_dose(shown):
    of = record()
    stale = replace(of, signed=(chosen_dose(of, kg=90),))
    sentence = "EPIrubicin: 180 mg was chosen from the weight of 24-Nov-2026, 90 kg, now 65.2 kg: 14.7 % off"
    section = shown(DoseSection(stale, library()))
    assert sentence in words(section) and section.findChildren(IconView)
    assert sentence in words(shown(doses(stale)))
    assert not any("was chosen from" in text for text in words(shown(DoseSection(of, library()))))


def test_the_level_of_the_last_time_is_shown_for_the_next_one(shown):
    of = record()
    reduced = replace(of, signed=(chosen_dose(of, 75, earlier=True),))
    found = words(shown(DoseSection(reduced, library())))
    assert "120 mg" in found
    assert any(text.startswith("EPIrubicin stays at 75 %, as on C1D1") for text in found)
    assert "67.5 of 900 mg/m²" in found, "the day before counts what was chosen"
    assert "With the plan 270 mg/m² by C4D1, marks at 600, 900" in found


def test_the_gauge_says_what_lowers_the_limit(shown):
    had = ChestRadiotherapy(date(2001, 2, 1))
    lowered = record("ac_q3w", radiotherapy=(had,))
    found = words(shown(DoseSection(lowered, library())))
    assert "60 of 400 mg/m²" in found
    assert "Highest dose lowered: radiotherapy of the chest until 01-Feb-2001" in found
    usual = words(shown(DoseSection(record("ac_q3w"), library())))
    assert "60 of 550 mg/m²" in usual and not any("lowered" in text for text in usual)

"""The short words of the lists."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import dayhospital
from dayhospital.clinical.discharge import FACTORS
from dayhospital.domain.course import Dose
from dayhospital.domain.patient import AllergyStatus
from dayhospital.domain.regimen import Place
from dayhospital.domain.session import Status
from dayhospital.printing.session_words import REASON_WORDS, DrugBook, Told, dose_text, go_cell, remarks_cell
from tests.printing.samples import board, library


def words(cell):
    return " ".join(run.text for paragraph in cell for run in paragraph)


def dose(amount, unit):
    return Dose("paclitaxel", 0, 1, 1, 1, False, amount, unit, "IV", Place.DAY_HOSPITAL)


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (80.0, "mg/m2", "80 mg/m²"),
        (5.4, "mg/kg", "5.4 mg/kg"),
        (0.5, "mg", "0.5 mg"),
        (1.23, "mg/m2", "1.23 mg/m²"),
        (5.0, "AUC", "AUC 5"),
        (100, "mg", "100 mg"),
        (300, "mcg", "300 microgram"),
    ],
)
def test_a_dose_has_no_trailing_zero_and_keeps_its_leading_one(amount, unit, text):
    assert dose_text(dose(amount, unit)) == text


def test_every_dose_of_the_library_reads_as_a_figure_and_a_unit():
    for regimen in library().all():
        for phase in regimen.phases:
            for item in phase.drugs:
                text = dose_text(dose(item.dose, item.unit))
                assert re.match(r"(AUC )?\d", text) and not re.search(r"\.0\b|m2|mcg|µ", text), (regimen.id, text)


def test_every_reason_not_to_go_home_has_short_words():
    text = (Path(dayhospital.__file__).parent / "clinical" / "discharge.py").read_text("utf-8")
    codes = set(re.findall(r'(?:_no|_doctor|_condition|_note)\("([a-z-]+)"', text))
    codes |= {code for _, code in FACTORS.values()}
    assert len(codes) > 10
    assert codes <= set(REASON_WORDS)


def test_words_of_a_reason_use_only_facts_it_has():
    book = DrugBook(library().drug)
    day = board(120)
    for session in day.sessions:
        remarks_cell(Told.of(session, day.settings, book))  # a missing fact would raise


def test_allergies_not_recorded_and_none_known_are_told_apart():
    day = board(1)
    (session,) = day.sessions
    book = DrugBook(library().drug)
    unknown = replace(session, patient=replace(session.patient, allergy_status=AllergyStatus.NOT_RECORDED))
    assert "allergies not recorded" in words(remarks_cell(Told.of(unknown, day.settings, book)))
    assert "allerg" not in words(remarks_cell(Told.of(session, day.settings, book))).lower()


@pytest.mark.parametrize(
    ("status", "hold", "text"),
    [
        (Status.BOOKED, "", "awaited"),
        (Status.GO_AWAITED, "", "awaited"),
        (Status.RELEASED, "", "signed"),
        (Status.LEFT, "", "signed"),
        (Status.ARRIVED, "fever", "HOLD"),
        (Status.NO_SHOW, "", "NO SHOW"),
    ],
)
def test_the_go_follows_the_status(status, hold, text):
    (session,) = board(1).sessions
    assert words(go_cell(replace(session, status=status, hold_reason=hold))) == text

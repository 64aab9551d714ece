"""The dates of a plan show what the lifetime doses come to with it."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from dayhospital.clinical.fit_case import Case
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.lifetime_dose import Origin, Portion
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Results
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.page import DATES, PlanPage, Start
from tests.ui.patients import people
from tests.ui.patients.conftest import library

BEFORE = (Portion("doxorubicin", 240, Origin.ELSEWHERE, date(2019, 5, 3)),)


@pytest.fixture
def dates(qtbot, context, store):
    """Show the dates of a regimen for a patient and return the words at their side."""

    def show(regimen, portions=()):
        person = people.patient()
        draft = PlanDraft(
            person,
            people.facts(person),
            (),
            UnitSettings(),
            (),
            Case(person, None, Results(), (), (), people.TODAY, library().drug),
            {},
            people.TODAY,
            setting=Setting.ADJUVANT,
            regimen=library().get(regimen),
            portions=portions,
        )
        page = PlanPage(context)
        qtbot.addWidget(page)
        page.resize(1302, 768)
        page.show()
        page.plan_for(7)
        store.answer(Start(draft, {}))
        page.go_to(DATES)
        store.answer({})
        qtbot.wait(5)
        return [label.text() for label in page.dates_step.findChildren(QLabel) if label.isVisibleTo(page)]

    return show


def test_a_plan_with_an_anthracycline_shows_its_sum_with_what_was_before(dates):
    found = dates("ddac", BEFORE)
    assert "with this plan" in found
    assert "240 of 550 mg/m²" in found
    assert "With the plan 480 mg/m² by C4D1, marks at 400, 450, 550" in found
    assert "With the plan 480 mg/m² of DOXOrubicin, above the warning limit of 450" in found


def test_a_plan_that_adds_nothing_says_nothing(dates):
    assert "with this plan" not in dates("tc", BEFORE)


def test_a_first_anthracycline_is_shown_too(dates):
    found = dates("ec_q3w")
    assert "0 of 900 mg/m²" in found
    assert "With the plan 360 mg/m² by C4D1, marks at 600, 900" in found

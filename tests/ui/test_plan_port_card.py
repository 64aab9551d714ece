"""The port in the last step of a plan: said when one is missing, asked for with one press."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QPushButton

from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.library import Library
from dayhospital.domain.changes import Changes
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.port import PortReferral
from dayhospital.domain.result import Results
from dayhospital.domain.span import Span
from dayhospital.scheduling.offers import Offer
from dayhospital.services.ports import AskForPort
from dayhospital.ui.plan.confirm_step import ConfirmStep
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.port_card import PortCard, port_card
from dayhospital.ui.theme import apply_theme, load_theme
from tests.ui import recorder
from tests.ui.patients import people

LIBRARY = Library.load()
TODAY = people.TODAY


@pytest.fixture
def context(qapp, tmp_path):
    apply_theme(qapp, load_theme("light"), reduce_motion=True)
    parent = QObject()
    yield recorder.context(parent, tmp_path, LIBRARY)
    parent.deleteLater()


def draft(regimen_id="ddac_wp", start=date(2026, 12, 1), port=None) -> PlanDraft:
    person = people.patient(port=port)
    regimen = LIBRARY.get(regimen_id)
    case = Case(person, people.TUMOUR, Results(), (), (), people.TODAY, LIBRARY.drug)
    made = PlanDraft(
        person,
        people.facts(person),
        (people.TUMOUR,),
        UnitSettings(),
        (),
        case,
        {},
        start,
        regimen.settings[0],
        regimen,
    )
    return replace(made, days=made.work_out(LIBRARY))


def shown(qtbot, context, of, referral=None) -> PortCard:
    card = port_card(context, of)
    assert card is not None
    qtbot.addWidget(card)
    context.store.answer(referral)
    card.show()
    return card


def words(card) -> list[str]:
    return [one.text() for one in card.findChildren(QLabel) if one.isVisibleTo(card)]


def buttons(card) -> list[QPushButton]:
    return [one for one in card.findChildren(QPushButton) if one.isVisibleTo(card)]


@pytest.mark.parametrize(("regimen", "port"), [("letrozole", None), ("ddac_wp", people.PORT)])
def test_without_need_or_with_a_port_there_is_no_card(context, regimen, port):
    assert port_card(context, draft(regimen, port=port)) is None


def test_nothing_is_said_before_a_regimen_is_chosen(context):
    assert port_card(context, replace(draft(), regimen=None, days=())) is None


def test_one_press_asks_and_the_card_says_so(qtbot, context):
    card = shown(qtbot, context, draft())
    assert any("plan it today" in one for one in words(card))
    (button,) = buttons(card)
    assert button.text() == "Ask for a port"
    button.click()
    assert context.store.done == [AskForPort(people.LABEL.id)]
    context.store.succeed(Changes("x", frozenset(), frozenset(), frozenset(), True))
    context.store.answer(PortReferral(7, TODAY, "Dr Rietzanger", id=1))
    qtbot.waitUntil(lambda: "Asked for on 24-Nov-2026 by Dr Rietzanger" in words(card))
    assert buttons(card) == []


def test_a_referral_called_off_may_be_made_again(qtbot, context):
    gone = PortReferral(7, TODAY, "Dr Rietzanger", cancelled_on=TODAY, id=1)
    assert len(buttons(shown(qtbot, context, draft(), gone))) == 1


@pytest.mark.parametrize(("planned", "late"), [(6, False), (7, True)])
def test_the_planned_day_is_measured_against_the_first_vesicant(qtbot, context, planned, late):
    wish = PortReferral(7, TODAY, "Dr Rietzanger", TODAY + timedelta(days=planned), id=1)
    said = words(shown(qtbot, context, draft(), wish))
    assert any(one.startswith("Insertion planned for") for one in said)
    assert any("the port can be used from" in one for one in said) is late


def test_the_day_chosen_counts_and_not_the_one_worked_out(qtbot, context):
    wish = PortReferral(7, TODAY, "Dr Rietzanger", TODAY + timedelta(days=7), id=1)
    made = draft()
    start = made.days[0].planned + timedelta(days=1)
    span = Span.lasting(made.settings.hours(start).start, 120)
    chosen = replace(made, choices=(Offer(1, span, (), 0.0), *[None] * (len(made.days) - 1)))
    assert not any("the port can be used from" in one for one in words(shown(qtbot, context, chosen, wish)))


def test_the_confirm_step_has_the_card_between_course_and_days(qtbot, context):
    step = ConfirmStep(context)
    qtbot.addWidget(step)
    step.show_draft(draft(), {})
    assert len(step.findChildren(PortCard)) == 1
    step.show_draft(draft("letrozole"), {})
    qtbot.waitUntil(lambda: step.findChildren(PortCard) == [])


@pytest.mark.parametrize(("planned", "late"), [(6, False), (7, True)])
def test_a_planned_port_too_late_for_a_first_infusion_is_said_though_nothing_burns(qtbot, context, planned, late):
    """Weekly paclitaxel, no vesicant on a day of its own, asks for a port all the same."""
    wish = PortReferral(7, TODAY, "Dr Rietzanger", TODAY + timedelta(days=planned), id=1)
    said = words(shown(qtbot, context, draft("pac_weekly_x12"), wish))
    assert any("this day needs one before" in one for one in said) is late
    assert any("02-Dec-2026" in one for one in said if "needs one before" in one) is late

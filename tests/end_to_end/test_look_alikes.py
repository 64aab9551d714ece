"""Planning a course stops at a regimen that may have been chosen in place of another."""

import pytest
from PySide6.QtWidgets import QApplication

from dayhospital.domain.regimen import Setting
from dayhospital.ui.plan.page import DATES, REGIMEN, PlanPage
from dayhospital.ui.plan.regimen_list import REGIMEN as ROW
from dayhospital.ui.regimens.look_alike import ApartDialog


@pytest.fixture
def plan(qtbot, window, hospital):
    made = PlanPage(window.context)
    qtbot.addWidget(made)
    made.plan_for(hospital.patients[0])
    qtbot.waitUntil(lambda: made.regimen_step.list.model().rowCount() > 0, timeout=20_000)
    return made


def choose(plan, regimen_id, setting):
    plan.regimen_step.settings.button(list(Setting).index(setting)).click()
    model = plan.regimen_step.list.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data(ROW).regimen.id == regimen_id)
    plan.regimen_step.list.setCurrentIndex(model.index(row, 0))


def asked():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, ApartDialog) and one.isVisible()]


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window.store.idle, timeout=20_000)
    qtbot.wait(30)


def test_a_regimen_with_a_look_alike_stops_until_the_name_is_said_again(qtbot, window, plan):
    choose(plan, "pac_weekly", Setting.METASTATIC)
    plan._forward()
    settle(qtbot, window)
    (dialog,) = asked()
    assert plan._stack.currentIndex() == REGIMEN
    buttons = {button.text(): button for button in dialog.answers[0].buttons()}
    assert list(buttons) == ["Nab-PACLitaxel", "PACLitaxel"]
    buttons["Nab-PACLitaxel"].click()
    dialog.act.click()
    assert plan._stack.currentIndex() == REGIMEN
    buttons["PACLitaxel"].click()
    dialog.act.click()
    assert plan._stack.currentIndex() == DATES


def test_a_patient_who_had_the_other_form_is_asked_about(qtbot, window, plan, hospital):
    hospital.start(0, "tdxd", Setting.METASTATIC)
    choose(plan, "tchp", Setting.NEOADJUVANT)
    plan._forward()
    settle(qtbot, window)
    (dialog,) = asked()
    assert {button.text() for button in dialog.answers[0].buttons()} == {"Trastuzumab", "Trastuzumab DERUXTECAN"}
    dialog.reject()
    assert plan._stack.currentIndex() == REGIMEN


def test_nobody_is_asked_where_nothing_looks_alike(qtbot, window, plan):
    choose(plan, "letrozole", Setting.ADJUVANT)
    plan._forward()
    assert plan._stack.currentIndex() == DATES
    assert asked() == []

"""The pathway in a plan: the whole strip before it begins, the next step first after surgery."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dayhospital.clinical.fit_case import Case
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.line import Line, WhyEnded
from dayhospital.domain.pathway import FollowedPathway
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.domain.surgery import BreastSurgery, Surgery
from dayhospital.services.courses import PlanCourse
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.page import DATES, PlanPage
from dayhospital.ui.plan.regimen_step import RegimenStep
from dayhospital.ui.plan.summary import summary
from tests.ui.patients import people
from tests.ui.patients.conftest import library
from tests.ui.plan.test_regimen_step import cards, choose, words

TODAY = people.TODAY
OPERATED = TODAY - timedelta(30)


def found(answer):
    return Result("residual", datetime.combine(OPERATED, datetime.min.time()), answer=answer, specimen="breast")


def draft(*results, followed=False, operated=OPERATED):
    """Return the draft of a patient with a HER2 positive tumour; one who follows a pathway had TCHP and surgery."""
    lines: tuple[Line, ...] = ()
    surgeries: tuple[Surgery, ...] = ()
    if followed:
        lines = (
            Line(
                Setting.NEOADJUVANT, 1, TODAY - timedelta(165), "TCHP", library().get("tchp").drug_ids, "tchp",
                operated - timedelta(30), why_ended=WhyEnded.COMPLETED,
            ),
        )  # fmt: skip
        surgeries = (Surgery(operated, BreastSurgery.MASTECTOMY, tumour_id=people.TUMOUR.id),)
    well = Result("lvef", datetime(2026, 11, 20, 9), 61.0)
    case = Case(people.patient(), people.TUMOUR, Results((well, *results)), lines, (), TODAY, library().drug, surgeries)
    return PlanDraft(
        case.patient,
        people.facts(case.patient),
        (people.TUMOUR,),
        UnitSettings(),
        (),
        case,
        {},
        TODAY,
        pathways=library().pathways,
        followed=(FollowedPathway("her2_neo", TODAY, people.TUMOUR.id, 1),) if followed else (),
    )


@pytest.fixture
def step(qtbot, context):
    made = RegimenStep(context)
    qtbot.addWidget(made)
    made.resize(1302, 640)
    made.show()
    return made


def strip(step):
    return step.pathway.strip.accessibleName()


def test_a_regimen_that_begins_a_pathway_shows_the_whole_of_it(qtbot, step):
    step.show_draft(draft())
    with qtbot.waitSignal(step.changed) as told:
        choose(step, "tchp")
    assert step.pathway.isVisible()
    assert told.args[0].pathway.id == "her2_neo"
    said = strip(step)
    days = told.args[0].work_out(library())
    last = max(day.planned for day in days if day.phase == 0)
    assert said.startswith(f"Before surgery, now, TCHP, 24-Nov-2026 to {last:%d-%b-%Y}")
    window = f"{last + timedelta(14):%d-%b-%Y} to {last + timedelta(56):%d-%b-%Y}"
    assert f"Surgery, later, {window}" in said
    assert "residual tumour: T-DM1" in said
    assert "nothing left (pCR): TCHP goes on" in said
    assert ("Pathway", "Anti-HER2 before surgery, then by response") in summary(replace(told.args[0], days=days))


def test_the_pathway_can_be_declined(qtbot, step):
    step.show_draft(draft())
    choose(step, "tchp")
    with qtbot.waitSignal(step.changed) as told:
        step.pathway.choice.choose(None)
    assert told.args[0].pathway is None
    assert not step.pathway.strip.isVisible()
    choose(step, "tchp_sc")
    choose(step, "tchp")
    assert step.pathway.choice.value() is None


def test_a_regimen_that_begins_none_shows_none(step):
    step.show_draft(draft())
    choose(step, "port_flush")
    assert not step.pathway.isVisible()


@pytest.mark.parametrize(
    ("answer", "first", "why"), [("residual", "tdm1", "residual tumour"), ("none left", "phesgo", "nothing left (pCR)")]
)
def test_after_surgery_the_next_step_is_proposed_first_with_the_reason(step, answer, first, why):
    step.show_draft(draft(found(answer), followed=True))
    shown = cards(step)
    assert shown[0].regimen.id == first
    assert shown[0].next_step == f"Next step: After surgery, {why}"
    assert step._setting() is Setting.ADJUVANT
    assert [bool(card.next_step) for card in shown] == sorted((bool(card.next_step) for card in shown), reverse=True)


def test_the_next_step_belongs_to_the_pathway_that_is_followed(qtbot, step):
    step.show_draft(draft(found("residual"), followed=True))
    with qtbot.waitSignal(step.changed) as told:
        choose(step, "tdm1")
    assert told.args[0].pathway is None
    assert "Pathway: Anti-HER2 before surgery, then by response" in words(qtbot, step.pathway)
    assert not step.pathway.choice.isVisible()


@pytest.mark.parametrize(("days", "late"), [(84, False), (85, True)])
def test_a_late_start_is_said_before_it_is_planned(qtbot, step, days, late):
    day = TODAY - timedelta(days)
    result = Result("residual", datetime.combine(day, datetime.min.time()), answer="residual", specimen="breast")
    step.show_draft(draft(result, followed=True, operated=day))
    choose(step, "tdm1")
    said = words(qtbot, step.pathway)
    assert any("is late: due from" in text for text in said) is late


@pytest.mark.parametrize(("declined", "pathway"), [(False, "her2_neo"), (True, "")])
def test_the_plan_enters_the_pathway_with_the_course(qtbot, context, store, declined, pathway):
    page = PlanPage(context)
    qtbot.addWidget(page)
    page._begin(draft())
    choose(page.regimen_step, "tchp")
    if declined:
        page.regimen_step.pathway.choice.choose(None)
    page.go_to(DATES)
    page._save(book=False)
    command = store.done[-1]
    assert isinstance(command, PlanCourse)
    assert (command.regimen_id, command.pathway, command.tumour_id) == ("tchp", pathway, people.TUMOUR.id)

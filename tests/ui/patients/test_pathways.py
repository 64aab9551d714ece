"""Pathway and surgery on the patient page: the strip, what is missing, the next thing in one click, the dialogs."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dayhospital.domain.line import Line, WhyEnded
from dayhospital.domain.pathway import FollowedPathway
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.domain.surgery import AxillarySurgery, BreastSurgery, Pathology, Surgery
from dayhospital.services.pathways import FollowPathway, LeavePathway
from dayhospital.services.surgeries import EditSurgery, RecordSurgery, RemoveSurgery
from dayhospital.ui.pathways.dialogs import PathwayDialog, SurgeryDialog
from dayhospital.ui.pathways.strip import PathwayStrip
from dayhospital.ui.patients.overview import surgery_of
from dayhospital.ui.patients.timeline import SurgeryMark
from tests.ui.patients import people
from tests.ui.patients.conftest import library
from tests.ui.patients.findings import dialog, press, words
from tests.ui.recorder import heard

TODAY = people.TODAY
OPERATED = TODAY - timedelta(30)
ROW = FollowedPathway("her2_neo", TODAY, 3, id=9)
SURGERY = Surgery(OPERATED, BreastSurgery.MASTECTOMY, AxillarySurgery.SENTINEL, 3, "ypT1b N0", 2, id=4, version=6)
TCHP = Line(
    Setting.NEOADJUVANT, 1, TODAY - timedelta(165), "TCHP", library().get("tchp").drug_ids, "tchp",
    TODAY - timedelta(60), why_ended=WhyEnded.COMPLETED, id=2,
)  # fmt: skip


def found(answer, day=OPERATED):
    return Result("residual", datetime.combine(day, datetime.min.time()), answer=answer, specimen="breast", tumour_id=3)


def record(*results, **changes):
    made = people.record(library(), with_course=False)
    well = Result("lvef", datetime(2026, 11, 20, 9), 61.0)
    given = {"recorded_lines": (TCHP,), "followed": (ROW,), "surgeries": (SURGERY,)} | changes
    return replace(made, results=Results((well, *results)), **given)


def strip(page):
    return page.overview.findChild(PathwayStrip).accessibleName()


def test_the_strip_says_what_is_done_and_what_comes_by_which_pathology(show, page):
    show(record())
    assert "Pathway: Anti-HER2 before surgery, then by response" in words(page.overview)
    said = strip(page)
    assert "Before surgery, done, TCHP" in said
    assert f"Surgery, done, Sun {OPERATED:%d-%b-%Y}" in said
    assert "nothing left (pCR): Phesgo" in said and "residual tumour: T-DM1, T-DXd" in said


def test_what_is_missing_is_said_with_the_button_that_enters_it(show, page, store):
    show(record())
    said = words(page.overview)
    assert any(text.startswith(f"The pathology of the surgery of {OPERATED:%d-%b-%Y} is missing") for text in said)
    press(page.overview, "Enter pathology…")
    opened = dialog(page, SurgeryDialog)
    opened.pathology.choose(Pathology.RESIDUAL)
    opened.accept()
    assert store.done == [EditSurgery(SURGERY, Pathology.RESIDUAL)]


def test_a_surgery_without_a_day_is_asked_for(show, page, store):
    show(record(surgeries=()))
    assert any(text.startswith("Surgery was due from") for text in words(page.overview))
    press(page.overview, "Enter surgery…")
    opened = dialog(page, SurgeryDialog)
    opened.day.set_day(TODAY + timedelta(9))
    opened.axilla.choose(AxillarySurgery.CLEARANCE)
    opened.accept()
    made = Surgery(TODAY + timedelta(9), BreastSurgery.CONSERVING, AxillarySurgery.CLEARANCE, 3)
    assert store.done == [RecordSurgery(7, made, Pathology.AWAITED)]


@pytest.mark.parametrize(("answer", "button"), [("residual", "Plan T-DM1"), ("none left", "Plan Phesgo")])
def test_the_next_course_is_one_click_away(show, page, context, answer, button):
    asked = heard(context.navigator.plan_asked)
    show(record(found(answer)))
    press(page.overview, button)
    assert asked == [7]


def test_a_late_step_is_marked(show, page):
    long_ago = replace(SURGERY, day=TODAY - timedelta(85))
    show(
        record(
            found("residual", long_ago.day),
            surgeries=(long_ago,),
            recorded_lines=(replace(TCHP, started=date(2026, 1, 5), ended=TODAY - timedelta(110)),),
        )
    )
    assert any(text.startswith("After surgery was to begin from") for text in words(page.overview))


def test_without_a_pathway_one_can_be_followed(show, page, store):
    show(record(followed=()))
    assert "This tumour follows no pathway." in words(page.overview)
    press(page.overview, "Follow a pathway…")
    opened = dialog(page, PathwayDialog)
    opened.pathway.choose("her2_adj")
    opened.accept()
    assert store.done == [FollowPathway(7, "her2_adj", 3)]


def test_a_pathway_is_left(show, page, store):
    show(record())
    press(page.overview, "Leave")
    assert store.done == [LeavePathway(9)]


def test_a_pathway_the_library_has_no_more_says_so(show, page):
    show(record(followed=(replace(ROW, pathway="gone"),)))
    assert "This pathway is no longer in the library." in words(page.overview)


def test_a_tumour_that_has_spread_has_no_card(show, page):
    spread = replace(people.TUMOUR, stage="IV")
    show(replace(record(followed=()), tumours=(spread,)))
    assert not any(text.startswith(("Pathway", "This tumour follows")) for text in words(page.overview))


def test_the_tumour_card_lists_surgery_and_takes_it_away(show, page, store):
    show(record(found("residual"), recorded_lines=()))
    line = f"Surgery: {OPERATED:%d-%b-%Y}, Mastectomy, axilla: sentinel node, ypT1b N0, RCB 2, residual tumour"
    assert line in words(page.overview)
    press(page.overview, "Remove")
    assert store.done == [RemoveSurgery(4)]


@pytest.mark.parametrize(
    ("day", "pathology", "rcb", "said"),
    [
        (None, Pathology.AWAITED, None, "Write the day"),
        (TODAY + timedelta(1), Pathology.COMPLETE, None, "no pathology yet"),
        (TODAY, Pathology.RESIDUAL, 0, "nothing was left"),
        (TODAY, Pathology.COMPLETE, 1, "nothing was left"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_done(opened, day, pathology, rcb, said):
    made, chosen = opened(SurgeryDialog(people.patient(), (people.TUMOUR,), Results(), TODAY))
    made.day.set_day(day)
    made.pathology.choose(pathology)
    made.rcb.choose(rcb)
    made.accept()
    assert chosen == [] and said in made.problem.text()


def test_an_edited_surgery_shows_all_that_is_known(opened):
    results = Results((found("none left"),))
    made, chosen = opened(
        SurgeryDialog(people.patient(), (people.TUMOUR,), results, TODAY, replace(SURGERY, rcb=0, note="clips"))
    )
    made.accept()
    assert chosen == [EditSurgery(replace(SURGERY, rcb=0, note="clips"), Pathology.COMPLETE)]


def test_a_step_that_is_planned_at_another_time_can_be_moved(show, page, store):
    course = people.course(library(), "kn522", TODAY - timedelta(200))
    triple_negative = replace(people.TUMOUR, er_percent=0, pr_percent=0, her2_ihc=0)
    operated = replace(SURGERY, day=TODAY - timedelta(5))
    show(
        record(
            found("none left", operated.day),
            courses=(course,),
            tumours=(triple_negative,),
            recorded_lines=(),
            surgeries=(operated,),
            followed=(replace(ROW, pathway="kn522"),),
        )
    )
    first = next(day for day in course.days if day.plan.phase == 2)
    assert first.plan.planned > TODAY
    early = f"After surgery on {first.plan.planned:%d-%b-%Y} is too early: due from"
    assert any(text.startswith(early) for text in words(page.overview)), words(page.overview)
    press(page.overview, "Move KEYNOTE-522…")
    assert store.asked[-1][2].__qualname__.startswith("MoveDayDialog.open_for")


@pytest.mark.parametrize(("surgeries", "known"), [((), False), ((replace(SURGERY, day=TODAY + timedelta(120)),), True)])
def test_the_timeline_of_the_course_before_surgery_shows_surgery(surgeries, known):
    course = people.course(library(), "kn522", TODAY - timedelta(30))
    negative = replace(people.TUMOUR, er_percent=0, pr_percent=0, her2_ihc=0)
    row = replace(ROW, pathway="kn522")
    changes = {"courses": (course,), "tumours": (negative,), "recorded_lines": (), "followed": (row,)}
    pathways = record(**changes, surgeries=surgeries).pathways(library(), TODAY)
    mark = surgery_of(course, pathways)
    last = max(day.plan.planned for day in course.days if day.plan.phase < 2)
    if known:
        assert mark == SurgeryMark(surgeries[0].day, surgeries[0].day, known=True)
    else:
        assert mark == SurgeryMark(last + timedelta(21), last + timedelta(42), known=False)
    assert surgery_of(replace(course, setting=Setting.ADJUVANT), pathways) is None
    assert surgery_of(course, ()) is None

"""The story of a requested test: its stage follows from its days, and steps are taken in order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.domain.requested_test import RequestedTest, Stage, Step
from dayhospital.errors import InvalidValue

ASKED = date(2026, 11, 2)
DAY = timedelta(days=1)
DUE = date(2026, 11, 26)


def request(**facts):
    return RequestedTest("ngs_tissue", ASKED, "Dr Rietzanger", **facts)


def with_biopsy(**facts):
    return request(needs_biopsy=True, **facts)


SENT = request(sent_on=date(2026, 11, 12), due_on=DUE)
TAKEN = with_biopsy(biopsy_planned=date(2026, 11, 5), biopsy_taken=date(2026, 11, 6))


@pytest.mark.parametrize(
    ("made", "stage"),
    [
        (request(), Stage.ASKED),
        (with_biopsy(), Stage.ASKED),
        (with_biopsy(biopsy_planned=date(2026, 11, 5)), Stage.BIOPSY_PLANNED),
        (TAKEN, Stage.BIOPSY_TAKEN),
        (TAKEN.sent(date(2026, 11, 9), DUE), Stage.SENT),
        (SENT, Stage.SENT),
        (SENT.resulted(DUE), Stage.RESULTED),
        (SENT.cancelled(DUE, "too little tumour"), Stage.CANCELLED),
        (with_biopsy().cancelled(ASKED, "wish"), Stage.CANCELLED),
    ],
)
def test_the_stage_follows_from_the_days(made, stage):
    assert made.stage(date(2026, 11, 24)) is stage


def test_a_result_is_overdue_from_the_day_after_the_due_day():
    assert SENT.stage(DUE) is Stage.SENT
    assert SENT.stage(DUE + DAY) is Stage.OVERDUE
    assert SENT.resulted(DUE + 9 * DAY).stage(DUE + 20 * DAY) is Stage.RESULTED


STEPS = [
    (request(), (Step.SEND, Step.NEW_BIOPSY, Step.CANCEL)),
    (with_biopsy(), (Step.PLAN_BIOPSY, Step.TAKE_BIOPSY, Step.CANCEL)),
    (with_biopsy(biopsy_planned=ASKED), (Step.TAKE_BIOPSY, Step.PLAN_BIOPSY, Step.CANCEL)),
    (TAKEN, (Step.SEND, Step.NEW_BIOPSY, Step.CANCEL)),
    (SENT, (Step.ENTER_RESULT, Step.SEND, Step.NEW_BIOPSY, Step.CANCEL)),
    (SENT.resulted(DUE), ()),
    (SENT.cancelled(DUE, "wish"), ()),
]


@pytest.mark.parametrize(("made", "steps"), STEPS)
def test_the_steps_that_are_legal_and_no_others(made, steps):
    assert made.steps() == steps
    acts = {
        Step.PLAN_BIOPSY: lambda: made.with_biopsy_planned(DUE),
        Step.TAKE_BIOPSY: lambda: made.with_biopsy_taken(DUE),
        Step.SEND: lambda: made.sent(DUE, DUE),
        Step.NEW_BIOPSY: made.with_new_biopsy,
        Step.ENTER_RESULT: lambda: made.resulted(DUE),
        Step.CANCEL: lambda: made.cancelled(DUE, "wish"),
    }
    for step, act in acts.items():
        if step in steps:
            assert act() != made
        else:
            with pytest.raises(InvalidValue, match="Nothing was saved"):
                act()


def test_a_new_biopsy_begins_the_story_again_and_keeps_who_asked():
    again = SENT.with_new_biopsy()
    assert again == with_biopsy()
    assert again.steps()[0] is Step.PLAN_BIOPSY


def test_the_reason_of_a_cancelled_test_is_kept_behind_its_note():
    assert replace(SENT, note="block 7").cancelled(DUE, " too little tumour ").note == "block 7; too little tumour"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"biopsy_taken": ASKED}, "needs no biopsy"),
        ({"needs_biopsy": True, "sent_on": ASKED, "due_on": DUE}, "biopsy is not taken"),
        ({"sent_on": ASKED}, "has a due day"),
        ({"due_on": DUE}, "has a due day"),
        ({"resulted_on": DUE}, "not sent yet"),
        ({"sent_on": ASKED, "due_on": DUE, "resulted_on": DUE, "cancelled_on": DUE}, "not cancelled any more"),
    ],
)
def test_a_story_that_cannot_be_is_refused(facts, words):
    with pytest.raises(InvalidValue, match=words):
        request(**facts)


@pytest.mark.parametrize(
    "story",
    [
        lambda shift: with_biopsy(biopsy_planned=ASKED + shift),
        lambda shift: with_biopsy(biopsy_taken=ASKED + shift),
        lambda shift: request(sent_on=ASKED + shift, due_on=DUE),
        lambda shift: TAKEN.sent(date(2026, 11, 6) + shift, DUE),
        lambda shift: SENT.sent(date(2026, 11, 12), date(2026, 11, 12) + shift),
        lambda shift: SENT.resulted(date(2026, 11, 12) + shift),
        lambda shift: request().cancelled(ASKED + shift, "wish"),
    ],
)
def test_no_step_is_a_day_before_the_one_it_follows(story):
    assert story(0 * DAY)
    with pytest.raises(InvalidValue, match="check the day"):
        story(-DAY)

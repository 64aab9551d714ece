"""The filters of the worklist: what each chip lets through, and how they narrow together."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from dayhospital.domain.gate import Colour
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.queries.review import Change, ChangeKind
from dayhospital.ui.review.filters import GROUPS, ICONS, KEYS, WORDS, Filter, FilterBar, meets, narrowed
from dayhospital.ui.theme import apply_theme, load_theme

TODAY = date(2026, 11, 24)
TEST = RequestedTest("ctdna", TODAY, "Dr Rietzanger")


def row(colour=Colour.GREEN, days=0, changes=(), toxicities=(), tests=(), consultant="Dr Rietzanger"):
    """Return what the filters look at of a row."""
    day = SimpleNamespace(planned=TODAY + timedelta(days=days))
    case = SimpleNamespace(verdict=SimpleNamespace(colour=colour), day=day, consultant=consultant)
    made = tuple(Change(kind, at=datetime(2026, 11, 24)) for kind in changes)
    return SimpleNamespace(case=case, changes=made, toxicities=toxicities, beside=SimpleNamespace(tests=tests))


@pytest.mark.parametrize(
    ("which", "yes", "no"),
    [
        (Filter.RED, row(Colour.RED), row(Colour.AMBER)),
        (Filter.AMBER, row(Colour.AMBER), row(Colour.RED)),
        (Filter.GREEN, row(Colour.GREEN), row(Colour.AMBER)),
        (Filter.TODAY, row(days=0), row(days=1)),
        (Filter.TODAY, row(days=-1), row(days=2)),
        (Filter.TOMORROW, row(days=1), row(days=0)),
        (Filter.TOMORROW, row(days=1), row(days=2)),
        (Filter.BLOOD, row(changes=[ChangeKind.VALUE]), row(changes=[ChangeKind.NO_BLOOD])),
        (Filter.BLOOD, row(changes=[ChangeKind.NEW_BLOOD]), row(changes=[ChangeKind.WEIGHT])),
        (Filter.TOXICITY, row(toxicities=("nausea",)), row()),
        (Filter.TESTS, row(tests=(TEST,)), row()),
    ],
)
def test_each_chip_lets_through_what_it_says(which, yes, no):
    assert meets(yes, which, TODAY) and not meets(no, which, TODAY)
    assert meets(yes, Filter.ALL, TODAY) and meets(no, Filter.ALL, TODAY)


def test_every_chip_has_words_a_key_and_a_group():
    assert set(WORDS) == set(Filter) == set(KEYS.values()) and set(ICONS) <= set(Filter)
    assert sorted(KEYS) == list("012345678")
    assert frozenset().union(*GROUPS) == frozenset(Filter) - {Filter.ALL}


def test_chips_of_a_group_widen_and_those_of_others_narrow():
    rows = [row(Colour.RED), row(Colour.AMBER, 1), row(Colour.GREEN), row(Colour.RED, 1)]
    both = frozenset({Filter.RED, Filter.AMBER})
    assert narrowed(rows, both, "", TODAY) == (rows[0], rows[1], rows[3])
    assert narrowed(rows, both | {Filter.TOMORROW}, "", TODAY) == (rows[1], rows[3])
    assert narrowed(rows, frozenset(), "", TODAY) == tuple(rows)


def test_one_consultant_is_kept_with_what_else_is_asked_for():
    rows = [row(Colour.RED), row(Colour.RED, consultant="Dr Zomertaling"), row(consultant="Dr Zomertaling")]
    assert narrowed(rows, frozenset(), "Dr Zomertaling", TODAY) == (rows[1], rows[2])
    assert narrowed(rows, frozenset({Filter.RED}), "Dr Zomertaling", TODAY) == (rows[1],)


ROWS = (row(Colour.RED, consultant="Dr Aalscholver"), row(days=1), row(consultant="Dr Zomertaling"))


@pytest.fixture
def bar(qtbot, qapp):
    apply_theme(qapp, load_theme("light"), reduce_motion=True)
    made = FilterBar("Dr Zomertaling")
    qtbot.addWidget(made)
    made.offer(ROWS, TODAY)
    return made


def test_the_chips_count_what_they_would_show_whatever_is_chosen(bar):
    bar.turn(Filter.RED)
    bar.offer(ROWS, TODAY)
    words = {one: chip.text() for one, chip in bar.chips.items()}
    assert (words[Filter.ALL], words[Filter.RED], words[Filter.GREEN], words[Filter.TOMORROW]) == (
        "All  3",
        "Red  1",
        "All green  2",
        "Tomorrow  1",
    )


def test_ones_own_name_is_offered_first(bar):
    names = [bar.consultant.itemText(place) for place in range(bar.consultant.count())]
    assert names == ["Every consultant", "Dr Zomertaling", "Dr Aalscholver", "Dr Rietzanger"]


def test_all_takes_everything_back_and_is_on_when_nothing_narrows(bar, qtbot):
    assert bar.chips[Filter.ALL].isChecked()
    bar.turn(Filter.RED)
    bar.consultant.choose("Dr Aalscholver")
    assert not bar.chips[Filter.ALL].isChecked() and bar.kept(ROWS, TODAY) == (ROWS[0],)
    with qtbot.waitSignal(bar.changed):
        bar.turn(Filter.ALL)
    assert bar.chosen == frozenset() and bar.kept(ROWS, TODAY) == ROWS
    bar.turn(Filter.RED)
    bar.turn(Filter.RED)
    assert bar.chips[Filter.ALL].isChecked()
    bar.turn(Filter.ALL)
    assert bar.chips[Filter.ALL].isChecked(), "all cannot be turned off by itself"


def test_the_consultant_chosen_stays_when_the_list_is_read_again(bar):
    bar.consultant.choose("Dr Aalscholver")
    bar.offer(ROWS[1:], TODAY)
    assert bar.consultant.value() == "Dr Aalscholver" and bar.kept(ROWS[1:], TODAY) == ()

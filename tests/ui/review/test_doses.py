"""The doses of a go on the review page: proposed, changed by hand, reduced, and when a reason is asked for."""

import pytest

from dayhospital.clinical.library import Library
from dayhospital.domain.chosen_dose import DayDoses, DoseChoice
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.dosing import Reduction
from dayhospital.ui.review.choices import DOSES, Modification, modifications
from dayhospital.ui.review.doses import DoseRows, figures_text
from dayhospital.ui.theme import apply_theme, load_theme
from dayhospital.ui.widgets import Label
from tests.clinical.doses import FACTS, UNIT, worked
from tests.clinical.test_dose_choice import EC, TDM1, signed

SHARE = Reduction(percent=75)


@pytest.fixture
def rows(qtbot, qapp):
    apply_theme(qapp, load_theme("light"), reduce_motion=True)
    made = DoseRows(Library.load().drug)
    qtbot.addWidget(made)
    made.resize(360, 400)
    made.show()
    return made


def show(rows, *doses, choices=(), before=(), reducing=False):
    rows.show_doses(DayDoses(doses or EC, FACTS, UNIT, tuple(before)), choices, reducing)
    return rows.rows


def words(widget):
    return [label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget)]


def write(qtbot, row, text):
    row.amount.clear()
    qtbot.keyClicks(row.amount, text)


def test_each_drug_has_its_banded_dose_and_what_it_follows_from(rows):
    epirubicin, _ = show(rows)
    assert epirubicin.amount.text() == "150"
    assert "90 mg/m², calculated 149.2 mg, banded 150 mg, 0.5 % off" in words(epirubicin)
    assert rows.choices == (DoseChoice("epirubicin"), DoseChoice("cyclophosphamide"))
    assert rows.least_percent == 100 and rows.warnings == ()
    assert not epirubicin.reduction.isVisibleTo(epirubicin)


def test_another_amount_is_chosen_and_beyond_the_limit_it_is_warned_of(rows, qtbot):
    epirubicin, _ = show(rows)
    write(qtbot, epirubicin, "145")
    assert rows.choices[0] == DoseChoice("epirubicin", amount=145) and rows.warnings == ()
    write(qtbot, epirubicin, "120,5")
    assert rows.choices[0].amount == 120.5
    assert [one.code for one in rows.warnings] == ["dose-off-calculated"]
    assert "EPIrubicin: 120.5 mg is 19.3 % off the calculated 149.2 mg (limit 6 %)" in words(epirubicin)
    write(qtbot, epirubicin, "150")
    assert rows.choices[0] == DoseChoice("epirubicin") and rows.warnings == ()


@pytest.mark.parametrize("text", ["much", "0", "-5"])
def test_what_is_no_dose_is_framed_and_nothing_can_be_signed(rows, qtbot, text):
    epirubicin, _ = show(rows)
    write(qtbot, epirubicin, text)
    assert rows.choices is None and epirubicin.amount.property("state") == "error"
    write(qtbot, epirubicin, "150")
    assert rows.choices is not None and epirubicin.amount.property("state") == ""


def test_a_level_changes_the_amounts(rows):
    (tdm1,) = show(rows, *TDM1, reducing=True)
    assert tdm1.reduction.isVisibleTo(tdm1) and tdm1.amount.text() == "220"
    tdm1.reduction.setCurrentIndex(1)
    assert tdm1.amount.text() == "180" and rows.choices == (DoseChoice("tdm1", Reduction(level=1)),)
    assert rows.least_percent == pytest.approx(83.3)


def test_the_level_of_the_last_time_is_said_and_raising_it_is_warned_of(rows):
    before = [signed("epirubicin", SHARE)]
    epirubicin, _ = show(rows, choices=(DoseChoice("epirubicin", SHARE),), before=before)
    assert "EPIrubicin stays at 75 %, as on C3D1 of 03-Nov-2026 (neuropathy)" in words(epirubicin)
    assert rows.warnings == ()
    show(rows, before=before)
    assert [one.code for one in rows.warnings] == ["dose-raised"]


def test_a_share_the_library_does_not_offer_is_shown_all_the_same(rows):
    epirubicin, _ = show(rows, choices=(DoseChoice("epirubicin", Reduction(percent=66)),), reducing=True)
    assert epirubicin.reduction.currentText() == "66 %"


def test_a_flat_dose_says_only_what_it_is():
    assert figures_text(worked("pertuzumab", 420, "mg")) == "420 mg"


# --- what is offered


def shares(offered):
    return [one.percent for one, _ in offered if one.kind is DecisionKind.GO_REDUCED]


def test_the_dose_of_the_rule_comes_first_then_the_next_level():
    assert shares(modifications(50.0, levels=True)) == [50.0, None, *(dose for dose in DOSES if dose != 50)]
    assert shares(modifications(None)) == list(DOSES)
    assert shares(modifications(75.0, shares=False)) == []


def test_below_the_dose_of_the_last_time_comes_before_above_it():
    offered = modifications(None, carried=80.0)
    assert shares(offered) == [75.0, 66.0, 50.0, 90.0, 80.0]
    assert (Modification(DecisionKind.GO), "Full dose again") in offered
    assert Modification(DecisionKind.GO) not in [one for one, _ in modifications(None)]

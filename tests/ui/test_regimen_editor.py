"""The form of a draft: what is typed, set, moved and refused, with chair time and problems as one writes."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.ui.regimens.edit_drugs import DOSE, FIRST, WATCH
from dayhospital.ui.regimens.editor import RegimenEditor
from dayhospital.ui.regimens.look_alike import ApartDialog
from dayhospital.ui.regimens.minutes import MinutesBar
from dayhospital.ui.regimens.standing import Standing
from dayhospital.ui.theme import apply_theme, holder, load_theme

LIBRARY = Library.load()


@pytest.fixture(autouse=True)
def theme(qapp):
    wanted, found = load_theme("light"), holder()
    if found.theme is not wanted or found.text_scale != 1.0 or not qapp.styleSheet():
        apply_theme(qapp, wanted, reduce_motion=True)


@pytest.fixture
def draft(qtbot):
    """The editor with KEYNOTE-522."""
    made = RegimenEditor(LIBRARY)
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show_draft(LIBRARY.get("kn522"), LIBRARY.text("kn522"), "", ObservationPolicy.SMPC, Standing(Clock()))
    made.show()
    return made


def words(widget) -> str:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def dialog(kind: type):
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


@pytest.mark.parametrize(
    ("column", "typed"), [(DOSE, "much"), (DOSE, "5"), (FIRST, "half an hour"), (WATCH, "1/2/3/4")]
)
def test_what_means_nothing_is_said_and_the_cell_keeps_its_value(draft, column, typed):
    grid = draft.phase.drugs
    before = grid.item(0, column).text()
    grid.item(0, column).setText(typed)
    assert grid.item(0, column).text() == before
    assert draft._problem_panel.isVisibleTo(draft)


def test_minutes_by_exposure_change_the_chair_time_at_once(draft):
    grid = draft.phase.drugs
    before = draft.regimen.phases[0].drugs[0].infusion.first
    grid.item(0, FIRST).setText(str(before + 60))
    assert draft.regimen.phases[0].drugs[0].infusion.first == before + 60
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    bars = [bar.accessibleName() for bar in draft.findChildren(MinutesBar)]
    assert any(f"Pembrolizumab {before + 60}" in name for name in bars)


def test_space_sets_and_clears_a_day_and_shift_takes_a_run(qtbot, draft):
    def days():
        return next(one.days for one in draft.regimen.phases[0].drugs if one.drug == "carboplatin")

    grid = draft.phase.days
    grid.put(2, 7)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert days() == (1, 8)
    grid = draft.phase.days
    assert grid.place == (2, 7)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert days() == (1,)
    grid = draft.phase.days
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert days() == (1, 8, 9, 10)
    assert "CARBOplatin" in draft.phase.days.accessibleDescription()


def test_a_click_sets_a_day_and_the_last_day_stays(qtbot, draft):
    grid = draft.phase.days
    name, step, head, row = grid.measures()
    spot = QPoint(round(name + 7.5 * step), round(head + 0.5 * row))
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=spot)
    assert draft.regimen.phases[0].drugs[0].days == (1, 8)
    draft.phase._toggle(0, (1, 8))
    assert draft.regimen.phases[0].drugs[0].days == (1, 8)
    assert "at least one day" in draft._problem_line.text()


def test_words_are_typed_into_a_field_with_spaces_and_in_the_middle(qtbot, draft):
    draft.activateWindow()
    line = draft.phase.fields.name
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.selectAll()
    qtbot.keyClicks(line, "weekly part")
    line.setCursorPosition(6)
    qtbot.keyClicks(line, " pac")
    assert line.text() == "weekly pac part"
    assert draft.regimen.phases[0].name == "weekly pac part"


def test_the_text_says_the_line_of_a_mistake_and_keeps_the_form_away_until_it_is_mended(draft):
    draft.views._group.button(1).click()
    good = draft.text.toPlainText()
    assert good == draft.yaml
    draft.text.setPlainText(good.replace("group: immunotherapy", "group: magic"))
    draft.finish()
    assert draft.problem.line == 5
    assert "Line 5: Group must be one of" in draft._problem_line.text()
    draft.views._group.button(0).click()
    assert draft.views.key == "text"
    draft.text.setPlainText(good.replace("name: KEYNOTE-522", "name: KEYNOTE of the house"))
    draft.finish()
    draft.views._group.button(0).click()
    assert draft.views.key == "form"
    assert draft.fields.name.text() == "KEYNOTE of the house"


def test_adding_a_drug_that_is_taken_for_another_asks_which_one_is_meant(draft):
    before = len(draft.regimen.phases[0].drugs)
    draft._check_drug("tdxd")
    asked = dialog(ApartDialog)
    asked.act.click()
    assert asked.isVisible()
    buttons = {button.text(): button for button in asked.answers[0].buttons()}
    buttons["Trastuzumab EMTANSINE"].click()
    asked.act.click()
    assert asked.isVisible()
    assert "Trastuzumab DERUXTECAN was chosen, not Trastuzumab EMTANSINE" in words(asked)
    buttons["Trastuzumab DERUXTECAN"].click()
    asked.act.click()
    drugs = draft.regimen.phases[0].drugs
    assert len(drugs) == before + 1
    assert drugs[-1].drug == "tdxd"
    assert "dose" in draft.yaml


def test_a_drug_without_look_alikes_is_added_at_once_moved_and_taken_out(draft):
    draft._check_drug("zoledronic_acid")
    names = [one.drug for one in draft.regimen.phases[0].drugs]
    assert names[-1] == "zoledronic_acid"
    place = len(names) - 1
    sequence = draft.regimen.phases[0].drugs[place].sequence
    draft.phase._move(place, -1)
    assert draft.regimen.phases[0].drugs[place].sequence < sequence
    draft.phase._remove(place)
    assert [one.drug for one in draft.regimen.phases[0].drugs] == names[:-1]


def test_parts_are_added_and_taken_out(draft):
    draft.more.click()
    assert [phase.name for phase in draft.regimen.phases][-1] == "part 4"
    assert draft.problem is None
    draft.less.click()
    assert len(draft.regimen.phases) == 3

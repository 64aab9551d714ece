"""The form of a draft: what is typed, set, moved and refused, with chair time and problems as one writes."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from dayhospital.clinical import regimen_edit
from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.regimen import Acuity, ByExposure, Loading, ObservationMode, Place
from dayhospital.ui.regimens.drug_details import DrugDetailsDialog
from dayhospital.ui.regimens.edit_drugs import DOSE, FIRST, WATCH
from dayhospital.ui.regimens.editor import RegimenEditor
from dayhospital.ui.regimens.look_alike import ApartDialog
from dayhospital.ui.regimens.minutes import MinutesBar
from dayhospital.ui.regimens.need_dialog import NeedDialog
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
    made.show_draft(LIBRARY.get("kn522"), "", ObservationPolicy.SMPC, Standing(Clock()))
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


# --- places, loading, watch, load, rules, needs


def details(draft, drug):
    """Open the details of a drug of the part shown."""
    place = next(place for place, one in enumerate(draft.regimen.phases[draft._phase].drugs) if one.drug == drug)
    draft.phase.drugs.choose(place)
    draft.phase.details.click()
    return dialog(DrugDetailsDialog), place


def test_places_loading_watch_and_note_of_a_drug_are_written_in_the_form(draft):
    asked, place = details(draft, "pembrolizumab")
    assert asked.usual.value() is Place.DAY_HOSPITAL
    asked.others[Place.CONSULTATION].setChecked(True)
    asked.usual.choose(Place.CONSULTATION)
    asked.loading.setText("400 mg")
    asked.reload.setValue(43)
    asked.mode.choose(ObservationMode.FROM_START)
    asked.pragmatic.setText("30 / 0")
    asked.note.setText("The unit's own way")
    asked.act.click()
    drug = draft.regimen.phases[0].drugs[place]
    assert drug.places == (Place.CONSULTATION, Place.DAY_HOSPITAL)
    assert drug.loading == Loading(400, "mg", 43)
    assert (drug.observation_mode, drug.pragmatic_observation) == (ObservationMode.FROM_START, ByExposure(30, 0, 0))
    assert drug.note == "The unit's own way"
    assert draft.problem is None
    assert LIBRARY.read(draft.yaml, "kn522").phases[0].drugs[place] == drug


@pytest.mark.parametrize(
    ("loading", "days", "pragmatic", "wrong"),
    [("much", 43, "", "loading"), ("8 mg/kg", 0, "", "loading"), ("", 0, "long", "pragmatic")],
)
def test_bad_details_are_said_at_their_field_and_change_nothing(draft, loading, days, pragmatic, wrong):
    before = draft.regimen
    asked, _ = details(draft, "pembrolizumab")
    asked.loading.setText(loading)
    asked.reload.setValue(days)
    asked.pragmatic.setText(pragmatic)
    asked.act.click()
    assert asked.isVisible()
    assert asked.loading_field.has_error is (wrong == "loading")
    assert asked.pragmatic_field.has_error is (wrong == "pragmatic")
    assert draft.regimen == before
    asked.reject()


def test_the_nursing_load_has_two_figures_for_each_day_in_the_building(draft):
    load = draft.phase.load
    assert list(load.days) == [1, 8, 15]
    load.days[8][0].setValue(5)
    assert dict(draft.regimen.phases[0].acuity)[8].first == 5
    load.days[8][1].setValue(0)
    assert dict(draft.regimen.phases[0].acuity)[8] == Acuity(5, 5)
    load.days[15][0].setValue(0)
    assert 15 not in dict(draft.regimen.phases[0].acuity)
    assert draft.problem is None


def test_laboratory_rules_are_typed_and_an_unknown_one_is_said_at_the_field(draft):
    rules = draft.phase.fields.rules
    rules.setText("ici, magic")
    rules.editingFinished.emit()
    field = draft.phase.fields._fields["rules"]
    assert field.has_error
    assert "no laboratory rule magic" in field.message
    assert "magic" not in draft.regimen.phases[0].gate.rules
    rules.setText("ici, carboplatin_q3w")
    rules.editingFinished.emit()
    assert draft.regimen.phases[0].gate.rules == ("ici", "carboplatin_q3w")
    assert not field.has_error


def test_a_need_is_added_in_the_form_and_read_back(draft):
    before = len(draft.regimen.needs)
    draft.needs.add.click()
    asked = dialog(NeedDialog)
    asked.kind.choose(NeedKind.RESULT)
    asked.analyte.choose("lvef")
    asked.act.click()
    assert asked.isVisible()
    assert asked._fields["figure"].has_error
    asked.figure.setText("50")
    asked.safety.setChecked(True)
    asked.sources.setText("FK")
    asked.act.click()
    assert len(draft.regimen.needs) == before + 1
    added = draft.regimen.needs[-1]
    assert (added.about, added.limit, added.compare, added.safety) == ("lvef", 50, "at_least", True)
    assert "  - {result: lvef, at_least: 50, sources: [FK]}" in draft.yaml.splitlines()
    assert draft.problem is None


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        (NeedKind.HER2, "strong", "must be of"),
        (NeedKind.BESIDE, "aspirin", "no drug, class or group"),
        (NeedKind.ALTERED, "brca9", "must be of"),
    ],
)
def test_a_need_the_library_would_not_read_is_said_and_changes_nothing(draft, kind, written, words):
    before = draft.regimen
    draft.needs.add.click()
    asked = dialog(NeedDialog)
    asked.kind.choose(kind)
    asked.act.click()
    assert asked._fields["words"].has_error
    asked.words.setText(written)
    asked.act.click()
    assert asked.isVisible()
    assert words in asked.problem.text()
    assert draft.regimen == before
    asked.reject()


@pytest.mark.parametrize("regimen_id", ["kn522", "tchp", "tdxd", "apt", "abema_adj", "elacestrant"])
def test_every_need_comes_out_of_its_dialog_as_it_went_in(qtbot, regimen_id):
    for need in LIBRARY.get(regimen_id).needs:
        if need.kind is not NeedKind.ANY_OF:
            asked = NeedDialog(LIBRARY, need)
            qtbot.addWidget(asked)
            asked.show()
            assert asked.value() == need


def test_a_need_is_changed_and_taken_out_and_ways_lead_to_the_text(draft):
    place = next(place for place, need in enumerate(draft.regimen.needs) if need.kind is NeedKind.ECOG)
    draft.needs.list.setCurrentRow(place)
    draft.needs.change.click()
    asked = dialog(NeedDialog)
    asked.figure.setText("3")
    asked.act.click()
    assert draft.regimen.needs[place].limit == 3
    draft.needs.list.setCurrentRow(place)
    draft.needs.remove.click()
    assert all(need.kind is not NeedKind.ECOG for need in draft.regimen.needs)
    ways = Need(NeedKind.ANY_OF, ways=((Need(NeedKind.ECOG, limit=1),), (Need(NeedKind.AGE, limit=18),)))
    draft._edit(lambda regimen: regimen_edit.with_need(regimen, 0, ways), fill=True)
    draft.needs.list.setCurrentRow(0)
    draft.needs.change.click()
    assert draft.views.key == "text"


def test_the_form_says_what_is_text_only_and_leads_there(draft):
    assert "Written as text only" in words(draft)
    draft.to_text.click()
    assert draft.views.key == "text"
    assert draft.text.toPlainText() == draft.yaml

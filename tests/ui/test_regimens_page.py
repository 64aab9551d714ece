"""The regimen library page: what is listed, what filters and keys do, what a regimen shows under each policy."""

from dataclasses import replace
from functools import lru_cache

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QLabel

from dayhospital.clinical.library import Library, UnitVersion
from dayhospital.domain.changes import Changes
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.domain.regimen import Group, Setting
from dayhospital.ui.regimens import tables
from dayhospital.ui.regimens.minutes import bars_of, chair_days
from dayhospital.ui.regimens.rows import ROW, Heading, LibraryRow, library_rows
from dayhospital.ui.regimens.tables import DayMatrix, DrugTable, drugs_of
from dayhospital.ui.regimens.words import (
    biomarker_text,
    clock_text,
    dose_text,
    gate_facts,
    leaving_facts,
    watch_text,
)
from dayhospital.ui.regimens_page import LibraryFacts, RegimensPage
from dayhospital.ui.theme import apply_theme, holder, load_theme
from dayhospital.ui.widgets import Chip
from tests.ui import recorder

SMPC, PRAGMATIC = ObservationPolicy.SMPC, ObservationPolicy.PRAGMATIC


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


@pytest.fixture(autouse=True)
def theme(qapp):
    wanted, found = load_theme("light"), holder()
    if found.theme is not wanted or found.text_scale != 1.0 or not qapp.styleSheet():
        apply_theme(qapp, wanted, reduce_motion=True)


@pytest.fixture
def context(qapp, tmp_path):
    parent = QObject()
    yield recorder.context(parent, tmp_path, library())
    parent.deleteLater()


@pytest.fixture
def page(qtbot, context):
    made = RegimensPage(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show()
    context.store.answer(LibraryFacts(UnitSettings()))
    return made


def listed(page) -> list[LibraryRow]:
    model = page.list.model()
    entries = [model.index(row, 0).data(ROW) for row in range(model.rowCount())]
    return [entry for entry in entries if isinstance(entry, LibraryRow)]


def parts(page, kind: type) -> list:
    """Return the widgets of a kind in the regimen shown; what was shown before it is deleted first."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return page.detail.findChildren(kind)


def words(page) -> str:
    return "\n".join(label.text() for label in parts(page, QLabel))


def choose(page, regimen_id: str) -> None:
    model = page.list.model()
    for row in range(model.rowCount()):
        entry = model.index(row, 0).data(ROW)
        if isinstance(entry, LibraryRow) and entry.regimen.id == regimen_id:
            page.list.setCurrentIndex(model.index(row, 0))
            return
    raise AssertionError(f"{regimen_id} is not listed")


def test_every_regimen_of_the_library_is_listed_under_its_group(page):
    assert {row.regimen.id for row in listed(page)} == set(library().ids())
    model = page.list.model()
    headings = [entry for row in range(model.rowCount()) if isinstance(entry := model.index(row, 0).data(ROW), Heading)]
    assert [heading.words for heading in headings][:2] == ["Chemotherapy", "Targeted"]
    assert sum(heading.count for heading in headings) == len(library().ids())
    assert page.count.text() == f"{len(library().ids())} regimens"


def test_the_first_regimen_is_shown_and_a_heading_cannot_be_chosen(page):
    assert page.regimen == listed(page)[0].regimen
    assert not page.list.model().index(0, 0).flags() & Qt.ItemFlag.ItemIsSelectable


def test_a_drug_name_finds_the_regimens_that_contain_it_disabled_ones_too(qtbot, page):
    qtbot.keyClicks(page.search, "pertuzumab")
    found = listed(page)
    assert found and all("ertuzumab" in row.drugs for row in found)
    assert "tdxd_pertuzumab" in {row.regimen.id for row in found}


def test_group_and_setting_narrow_the_list_together(page):
    page.group.choose(Group.IMMUNOTHERAPY)
    page.setting.choose(Setting.NEOADJUVANT)
    assert "kn522" in {row.regimen.id for row in listed(page)}
    for row in listed(page):
        assert Group.IMMUNOTHERAPY in {row.regimen.group, *row.regimen.also_contains}
        assert Setting.NEOADJUVANT in row.regimen.settings


def test_what_was_chosen_stays_chosen_while_the_filter_still_shows_it(qtbot, page):
    choose(page, "kn522")
    qtbot.keyClicks(page.search, "keynote")
    assert page.regimen.id == "kn522"


def test_nothing_found_says_what_to_do_and_escape_brings_the_library_back(qtbot, page):
    qtbot.keyClicks(page.search, "zzz")
    assert listed(page) == []
    assert "No regimen fits" in words(page)
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(listed(page)) == len(library().ids())
    assert "No regimen fits" not in words(page)


def test_keys_lead_from_the_search_through_the_list_to_the_regimen(qtbot, page):
    page.activateWindow()
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    first = page.regimen
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.regimen == listed(page)[1].regimen != first
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.detail.reading.hasFocus()


def test_each_regimen_says_that_it_is_not_for_prescribing_and_a_disabled_one_why_it_is(page):
    choose(page, "tchp")
    assert "Reference values, not approved for prescribing." in words(page)
    assert "Not enabled" not in words(page)
    choose(page, "sg_pembro")
    assert "Not enabled: EU status not confirmed.\nReference values, not approved for prescribing." in words(page)


def test_every_regimen_can_be_shown_and_has_its_sources(page):
    for row in listed(page):
        page.detail.show_regimen(row.regimen, SMPC)
        shown = words(page)
        assert row.regimen.name in shown
        for key in row.regimen.sources:
            assert library().source(key) in shown


def test_the_chips_say_group_settings_port_and_emetic_risk(page):
    choose(page, "kn522")
    chips = [chip.text for chip in parts(page, Chip)]
    assert chips == [
        "Immunotherapy",
        "Chemotherapy",
        "Neoadjuvant",
        "Adjuvant",
        "Port recommended",
        "Emetic risk high",
    ]


def test_another_policy_works_the_minutes_out_again_and_keeps_the_place(context, page):
    choose(page, "trastuzumab_iv_q3w")
    before = next(row for row in listed(page) if row.regimen.id == "trastuzumab_iv_q3w")
    context.store.changed.emit(Changes("Saved", frozenset({"unit_settings"}), frozenset(), frozenset()))
    context.store.answer(LibraryFacts(replace(UnitSettings(), observation_policy=PRAGMATIC)))
    after = next(row for row in listed(page) if row.regimen.id == "trastuzumab_iv_q3w")
    assert before.first_minutes >= 360 > after.first_minutes
    assert page.regimen.id == "trastuzumab_iv_q3w"
    assert "pragmatic times" in words(page)


def test_changes_to_sessions_are_no_reason_to_read_again(context, page):
    context.store.changed.emit(Changes("Moved", frozenset({"sessions"}), frozenset(), frozenset()))
    assert context.store.asked == []


def test_days_of_equal_length_share_a_bar_and_first_and_later_are_apart_only_where_they_differ():
    regimen = library().get("kn522")
    bars = bars_of(chair_days(regimen, regimen.phases[0], library().drug, SMPC))
    assert [name for name, _ in bars] == ["Day 1", "Day 8, first", "Day 8, later", "Day 15"]
    tchp = library().get("tchp")
    assert [name for name, _ in bars_of(chair_days(tchp, tchp.phases[0], library().drug, SMPC))] == [
        "Day 1, first",
        "Day 1, later",
    ]


def test_a_drug_known_from_the_phase_before_has_the_times_of_later_doses():
    tchp = library().get("tchp")
    (maintenance,) = chair_days(tchp, tchp.phases[1], library().drug, SMPC)
    assert maintenance.first == maintenance.later


def test_tablets_need_no_chair():
    regimen = library().get("letrozole")
    assert chair_days(regimen, regimen.phases[0], library().drug, SMPC) == ()


def test_the_matrix_has_each_day_of_the_cycle_and_of_a_long_one_only_the_days_given(qtbot):
    for regimen_id, days in (("tchp", tuple(range(1, 22))), ("denosumab_q26w", (1,))):
        phase = library().get(regimen_id).phases[0]
        matrix = DayMatrix(phase, drugs_of(phase, library()))
        qtbot.addWidget(matrix)
        assert matrix.days == days


def test_no_drug_name_and_no_dose_is_cut_however_long(qtbot):
    for regimen in library().all():
        for phase in regimen.phases:
            if phase.drugs:
                table = DrugTable(drugs_of(phase, library()), SMPC)
                qtbot.addWidget(table)
                table.resize(table.minimumSizeHint())
                edges = table._columns()
                assert edges[1] >= table._name_width() - 1, regimen.id
                assert edges[2] - edges[1] >= table._dose_width() - 1, regimen.id


@pytest.mark.parametrize("width", ["narrowest", "roomy"])
def test_a_vesicant_is_marked_in_a_window_of_any_width(qtbot, width):
    phase = library().get("ac_q3w").phases[0]
    table = DrugTable(drugs_of(phase, library()), SMPC)
    qtbot.addWidget(table)
    table.resize(table.minimumSizeHint() if width == "narrowest" else QSize(900, table.sizeHint().height()))
    picture = table.grab().toImage()
    tone = holder().theme.colour("critical").rgb()
    rows = {y for y in range(picture.height()) for x in range(picture.width()) if picture.pixel(x, y) == tone}
    first, second = range(tables.HEAD, tables.HEAD + tables.ROW), range(tables.HEAD + tables.ROW, picture.height())
    assert rows & {*first}  # doxorubicin
    assert not rows & {*second}  # cyclophosphamide


def test_the_tables_say_in_words_what_they_paint(qtbot):
    phase = library().get("tchp").phases[0]
    table, matrix = (
        DrugTable(drugs_of(phase, library()), SMPC),
        DayMatrix(phase, drugs_of(phase, library())),
    )
    for widget in (table, matrix):
        qtbot.addWidget(widget)
    assert "Trastuzumab, 6 mg/kg, first 8 mg/kg, IV, 90, 30, 30 min, watch 360 / 120 / 120 from its start" in (
        table.accessibleName()
    )
    assert "DOCEtaxel: days 1" in matrix.accessibleName()


def test_the_words_of_the_library_are_those_of_the_field():
    kn522, fulvestrant = library().get("kn522"), library().get("fulvestrant")
    carboplatin = next(drug for drug in kn522.phases[0].drugs if drug.drug == "carboplatin")
    assert dose_text(carboplatin) == "AUC 5"
    assert clock_text(kn522.phases[0], kn522) == "every 21 days × 4"
    assert clock_text(fulvestrant.phases[0], fulvestrant) == "every 28 days, until stopped"
    assert gate_facts(library().get("tchp").phases[0]) == [("Neutrophils", "≥ 1.5"), ("Platelets", "≥ 100")]
    assert biomarker_text(fulvestrant) == "ER positive"
    assert ("Vesicant", "DOXOrubicin") in leaving_facts(kn522, library())


def test_the_watch_after_trastuzumab_follows_the_policy():
    dose = library().get("trastuzumab_iv_q3w").phases[0].drugs[0]
    assert watch_text(dose, SMPC) == ("360 / 120 / 120", "from its start")
    assert watch_text(dose, PRAGMATIC) == ("60 / 0 / 0", "before the next drug")


def test_a_version_that_cannot_be_read_is_counted_and_the_others_are_shown(context, page):
    own = Library.load()
    own.overlay([UnitVersion("tc", 2, "id: tc\nversion: 2\n", approved=True)])
    object.__setattr__(context, "library", own)
    page.show_rows(library_rows(own, SMPC))
    assert page.count.text() == "106 regimens, 1 cannot be read"
    assert "tc.yaml, line 1" in page.count.toolTip()

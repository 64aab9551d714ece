"""Results in the window: the tables, the card, the side column, and what their keys do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from dayhospital.services.results import EditResult, RemoveResult
from dayhospital.ui.patients.tables import ROW
from dayhospital.ui.results.lab_dialog import EditLabDialog, LabDialog
from dayhospital.ui.results.labs import TREND_ROLE
from dayhospital.ui.results.marker_dialog import MarkerDialog
from dayhospital.ui.results.request_dialogs import AskTestDialog
from dayhospital.ui.results.trend import trend_values
from dayhospital.ui.theme import apply_theme, holder, load_theme
from tests.ui.patients import people
from tests.ui.patients.findings import (
    OVERDUE,
    RESULTS,
    blood,
    dialog,
    marker,
    press,
    record,
    words,
)

LABS, MARKERS = 3, 4
ASKING = "Looked for by ALP-FUL, CAPI-FUL, INA-PAL-FUL"


def cell(page, analyte, column):
    model = page.labs.model
    rows = [row for row, line in enumerate(model.rows) if line.analyte and line.analyte.id == analyte]
    return model.index(rows[0], column)


# --- the laboratory table


def test_the_table_has_panels_analytes_and_the_newest_day_first(page):
    model = page.labs.model
    headers = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert headers == ["Analyte", "Unit", "Limit", "Trend", "24-Nov", "23-Nov", "17-Nov", "01-Oct"]
    assert [row.title for row in model.rows] == [
        "Blood counts and clotting", "Neutrophils", "Chemistry", "Creatinine", "ALT",
        "Before the first dose", "Hepatitis B surface antigen",
    ]  # fmt: skip
    shown = [cell(page, "neutrophils", column).data() for column in range(8)]
    assert shown == ["Neutrophils", "10⁹/L", "", "", "2.1", None, "0.8", None]
    assert cell(page, "hbsag", 7).data() == "Negative"


def test_a_value_above_its_limit_has_an_arrow_and_says_how_far(page):
    above, limit = cell(page, "alt", 4), cell(page, "alt", 2)
    assert (above.data(), limit.data()) == ("49 ↑", "≤ 35")
    assert "1.4 × the upper limit" in above.data(Qt.ItemDataRole.ToolTipRole)
    assert above.data(Qt.ItemDataRole.ForegroundRole) == holder().theme.status("critical").text
    assert cell(page, "creatinine", 5).data(Qt.ItemDataRole.ForegroundRole) is None


def test_a_value_at_its_limit_is_not_above_it(page, show):
    show(record((blood("alt", 35.0),)))
    assert cell(page, "alt", 4).data() == "35"


def test_a_figure_is_shortened_in_the_table_and_whole_in_the_tooltip(page):
    assert cell(page, "creatinine", 5).data() == "79.6"
    assert "79.578 µmol/L" in cell(page, "creatinine", 5).data(Qt.ItemDataRole.ToolTipRole)


def test_two_values_of_one_day_show_the_later_and_tell_of_both(page, show):
    show(record((blood("platelets", 90.0, hour=7, of=1), blood("platelets", 120.0, hour=10, of=2))))
    index = cell(page, "platelets", 4)
    assert index.data() == "120"
    assert index.data(Qt.ItemDataRole.ToolTipRole).count("10⁹/L") == 2


def test_the_line_of_values_runs_from_old_to_new(page):
    assert cell(page, "neutrophils", 3).data(TREND_ROLE) == (0.8, 2.1)
    assert trend_values([blood("alt", float(number)) for number in range(30)]) == tuple(map(float, range(9, -1, -1)))


def test_enter_corrects_a_result_and_del_takes_it_away(qtbot, page, store):
    page.tabs.setCurrentIndex(LABS)
    table = page.labs.table
    table.setCurrentIndex(cell(page, "alt", 4))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    asked = dialog(page, EditLabDialog)
    asked.entry.field.setText("39")
    asked.accept()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert store.done == [EditResult(replace(RESULTS[2], value=39.0)), RemoveResult(3)]


def test_keys_on_an_empty_cell_or_a_title_do_nothing(qtbot, page, store):
    page.tabs.setCurrentIndex(LABS)
    for index in (cell(page, "alt", 6), page.labs.model.index(0, 0)):
        page.labs.table.setCurrentIndex(index)
        qtbot.keyClick(page.labs.table, Qt.Key.Key_Delete)
        qtbot.keyClick(page.labs.table, Qt.Key.Key_Return)
    assert store.done == []
    assert [one for one in page.findChildren(QDialog) if one.isVisible()] == []


def test_without_results_every_place_offers_to_record_some(page, show):
    show(record((), ()))
    assert "No results yet" in words(page.labs)
    assert "No biomarker recorded" in words(page.markers)
    assert "No test is waited for." in words(page.markers)
    assert "No blood results yet." in words(page.side)
    press(page.labs, "Record results…")
    dialog(page, LabDialog).reject()
    press(page.overview, "Record biomarker…")
    dialog(page, MarkerDialog).reject()


@pytest.mark.parametrize(("key", "kind"), [("L", LabDialog), ("B", MarkerDialog), ("A", AskTestDialog)])
def test_one_key_opens_each_dialog(qtbot, page, key, kind):
    page.labs.table.setFocus()
    page.tabs.setCurrentIndex(LABS)
    page.labs.table.setFocus()
    qtbot.keyClick(page.labs.table, key)
    dialog(page, kind).reject()


# --- biomarkers


def test_the_newest_biomarker_stands_first_and_what_it_was_is_said(page):
    model = page.markers.model
    shown = [[model.index(row, column).data() for column in range(6)] for row in range(model.rowCount())]
    assert shown == [
        ["14-Nov-2026", "ER", "0 %", "90 % → 0 %", "liver biopsy", ""],
        ["04-Nov-2026", "PIK3CA", "Pathogenic variant", "", "plasma", "p.H1047R, 31 %. " + ASKING],
        ["24-Dec-2024", "ER", "90 %", "", "core biopsy", ""],
    ]


def test_old_results_are_dimmed_and_what_changes_treatment_stands_out(page):
    model, theme = page.markers.model, holder().theme
    colours = {
        (row, column): model.index(row, column).data(Qt.ItemDataRole.ForegroundRole)
        for row in range(3)
        for column in range(6)
    }
    assert [colours[2, column] for column in range(6)] == [theme.text3] * 6
    assert colours[0, 3] == theme.status("warn").text
    assert colours[1, 2] == theme.status("critical").text
    assert colours[0, 0] is None


def test_two_tumours_are_told_apart_in_the_table(page, show):
    second = replace(people.TUMOUR, id=4)
    both = (replace(RESULTS[5], tumour_id=3), replace(RESULTS[6], tumour_id=4))
    show(record(both, (), tumours=(people.TUMOUR, second)))
    model = page.markers.model
    assert [model.index(row, 5).data() for row in range(2)] == ["left, 20-Aug-2026"] * 2
    assert [model.index(row, 3).data() for row in range(2)] == ["", ""]


def test_a_biomarker_is_corrected_from_its_row(qtbot, page, store):
    page.tabs.setCurrentIndex(MARKERS)
    page.markers.table.setCurrentIndex(page.markers.model.index(1, 0))
    page.markers.table.setFocus()
    qtbot.keyClick(page.markers.table, Qt.Key.Key_Return)
    asked = dialog(page, MarkerDialog)
    asked.entries[0].answer.choose("none")
    asked.detail.clear()
    asked.accept()
    assert store.done == [EditResult(replace(RESULTS[7], answer="none", detail=""))]
    qtbot.keyClick(page.markers.table, Qt.Key.Key_Delete)
    assert store.done[1:] == [RemoveResult(52)]


def test_the_row_that_was_current_stays_so_after_a_change(page, show):
    page.markers.table.setCurrentIndex(page.markers.model.index(1, 0))
    page.labs.table.setCurrentIndex(cell(page, "alt", 4))
    show(record())
    assert page.markers.table.currentIndex().row() == 1
    assert page.labs.table.currentIndex().data(ROW) == RESULTS[2]


# --- the card and the side column


def test_the_card_says_what_counts_what_changed_and_what_is_pending(page):
    shown = words(page.overview)
    assert "Biomarkers and NGS" in shown
    expected = {"90 % → 0 %", "liver biopsy, 14-Nov", "Pathogenic variant", "plasma, 04-Nov"}
    assert expected <= set(shown)
    assert f"p.H1047R, 31 %. {ASKING}".replace("-", "\N{NON-BREAKING HYPHEN}") in shown
    assert shown.index("ctDNA") < shown.index("Pending") < shown.index("sent 12-Nov, due 26-Nov")


def test_what_is_late_is_said_on_the_card_and_in_the_tab(page, show):
    sentence = "Germline panel was due on 23-Nov-2026, 1 d ago: ask the laboratory"
    assert sentence not in words(page.overview)
    show(record(RESULTS, (OVERDUE,)))
    for part in (page.overview, page.markers):
        assert sentence in words(part)
        assert "Overdue" in words(part)


def test_card_and_side_lead_to_the_tabs(page):
    press(page.overview, "All results")
    assert page.tabs.currentIndex() == MARKERS
    press(page.side, "All results")
    assert page.tabs.currentIndex() == LABS


def test_the_side_column_shows_the_last_counts_with_their_time(page):
    shown = words(page.side)
    assert "today 07:50" in shown
    assert {"Neutrophils", "2.1", "Creatinine", "79.6"} <= set(shown)
    assert "µmol/L, 23-Nov 07:50" in shown
    assert "Platelets" not in shown


def test_a_card_of_many_markers_says_how_many_are_left_out(page, show):
    genes = ("brca1", "brca2", "palb2", "pik3ca", "akt1", "pten", "esr1", "erbb2", "tp53")
    both = [marker(gene, answer="none", specimen=where) for gene in genes for where in ("blood", "plasma")]
    show(record(both, ()))
    assert "and 4 more, see Biomarkers" in words(page.overview)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_draws_itself(qapp, page, scheme):
    apply_theme(qapp, load_theme(scheme), reduce_motion=True)
    for number in (0, LABS, MARKERS):
        page.tabs.setCurrentIndex(number)
        assert not page.grab().isNull()

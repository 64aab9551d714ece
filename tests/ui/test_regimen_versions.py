"""The library page with a database behind it: a version is written, mended, sent, signed, compared, taken out."""

import shutil
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from dayhospital.clinical.library import Library
from dayhospital.clinical.library_writer import regimen_text
from dayhospital.domain.regimen import Setting
from dayhospital.domain.regimen_version import VersionState
from dayhospital.queries.regimens import patients_by_version, regimen_version_rows
from dayhospital.services.desk import Desk
from dayhospital.services.regimens import ApproveRegimen, DraftRegimen, SendForApproval
from dayhospital.storage.migrate import open_database
from dayhospital.ui.regimens.dialogs import CompareDialog, CopyDialog, RetireDialog, SignDialog, WhoDialog
from dayhospital.ui.regimens.edit_drugs import DOSE
from dayhospital.ui.regimens.move_version import MoveVersionDialog
from dayhospital.ui.regimens.rows import StateFilter
from dayhospital.ui.regimens_page import RegimensPage
from dayhospital.ui.theme import apply_theme, holder, load_theme
from tests.hospital import Window, build

KN522 = "kn522"


@pytest.fixture(autouse=True)
def theme(qapp):
    wanted, found = load_theme("light"), holder()
    if found.theme is not wanted or found.text_scale != 1.0 or not qapp.styleSheet():
        apply_theme(qapp, wanted, reduce_motion=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A hospital built once; each test works on a copy of its file."""
    made = build(tmp_path_factory.mktemp("library"))
    made.desk.close()
    return made


@pytest.fixture
def hospital(built, tmp_path):
    path = tmp_path / built.path.name
    shutil.copy(built.path, path)
    library = Library.load()
    desk = Desk(open_database(path), built.clock, "Test, Nurse", library)
    yield replace(built, path=path, desk=desk, library=library)
    desk.close()


@pytest.fixture
def window(qtbot, hospital, tmp_path):
    made = Window(hospital, tmp_path)
    made.store.open()
    qtbot.waitUntil(made.settled())
    yield made
    made.store.close()


@pytest.fixture
def page(qtbot, window):
    made = RegimensPage(window.context)
    qtbot.addWidget(made)
    made.resize(1302, 900)
    made.show()
    qtbot.waitUntil(lambda: window.store.idle and made.regimen is not None)
    return made


@pytest.fixture
def settle(qtbot, window):
    return lambda: qtbot.waitUntil(window.settled())


def versions(hospital):
    return hospital.desk.ask(regimen_version_rows)


def words(widget) -> str:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def dialog(kind: type):
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def close_dialogs() -> None:
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog) and one.isVisible():
            one.reject()


@pytest.fixture
def draft(page, settle):
    """Begin a draft of KEYNOTE-522 and return the editor."""
    page.show_regimen(KN522)
    page.acts.edit()
    settle()
    assert page.bench.writing
    return page.bench.editor


def sign(hospital, user, version_id):
    desk = Desk(open_database(hospital.path), hospital.clock, user, hospital.library)
    row = next(one for one in desk.ask(regimen_version_rows) if one.id == version_id)
    desk.do(ApproveRegimen(version_id, row.version))
    desk.close()


def test_editing_begins_a_draft_that_the_list_marks(page, draft, hospital):
    (version,) = versions(hospital)
    assert (version.regimen_id, version.number, version.writers) == (KN522, 2, ("Test, Window",))
    row = next(row for row in page._rows if row.regimen.id == KN522)
    assert row.icon == ("pencil", "warn")
    assert row.version_words == "draft v2, in use v1"
    assert set(page.bench.bar.buttons) == {"compare", "retire", "discard", "save", "send"}
    page.state.choose(StateFilter.WRITTEN)
    assert page.count.text() == "1 regimen"
    page.state.choose(StateFilter.SIGNED)
    assert page.count.text() == "0 regimens"


def test_a_dose_is_typed_and_saved(page, draft, settle, hospital):
    grid = draft.phase.drugs
    row = next(row for row in range(grid.rowCount()) if grid.item(row, DOSE).text() == "AUC 5")
    grid.item(row, DOSE).setText("auc 1,5")
    assert grid.item(row, DOSE).text() == "AUC 1.5"
    assert page.bench.bar.buttons["save"].isEnabled()
    page.acts.save()
    settle()
    assert "dose: 1.5\n        unit: AUC\n        basis: auc" in versions(hospital)[0].text
    assert not page.bench.bar.buttons["save"].isEnabled()


def test_a_problem_names_part_and_drug_and_stops_saving(page, draft):
    draft.phase.fields.cycle_days.setValue(14)
    assert draft.problem.sentence.endswith("PACLitaxel: days has day 15, but the cycle has 14 days.")
    assert (draft.problem.phase, draft.problem.drug) == (0, 1)
    assert not page.bench.bar.buttons["send"].isEnabled()
    draft.phase.fields.cycle_days.setValue(21)
    assert draft.problem is None
    assert page.bench.bar.buttons["send"].isEnabled()


def test_what_is_not_saved_is_there_again_after_looking_elsewhere_and_discard_takes_it_back(page, draft):
    draft.fields.name.setText("Other name")
    draft.fields.name.textEdited.emit("Other name")
    page.show_regimen("tchp")
    assert not page.bench.writing
    page.show_regimen(KN522)
    assert page.bench.editor.regimen.name == "Other name"
    assert page.bench.bar.buttons["discard"].isEnabled()
    page.bench.discard()
    assert page.bench.editor.regimen.name == "KEYNOTE-522"


def test_sending_saves_first_and_two_people_put_it_in_use(page, draft, settle, hospital, window):
    draft.fields.name.textEdited.emit("KEYNOTE-522 of the house")
    draft.fields.note_edited.emit("Another name")
    page.acts.send()
    settle()
    settle()
    (version,) = versions(hospital)
    assert (version.state, version.note) == (VersionState.WAITING, "Another name")
    assert "KEYNOTE-522 of the house" in version.text
    assert set(page.bench.bar.buttons) == {"compare", "take_back", "approve"}
    page.acts.approve()
    dialog(SignDialog).act.click()
    settle()
    page.acts.approve()
    dialog(SignDialog).act.click()
    settle()
    assert "You signed" in window.refusals[-1]
    sign(hospital, "Consultant", version.id)
    window.store.look_elsewhere()
    settle()
    settle()
    assert page.regimen.name == "KEYNOTE-522 of the house"
    assert page.regimen.version == 2
    assert "Approved by Test, Window and Consultant on 24-Nov-2026." in words(page.detail)
    row = next(row for row in page._rows if row.regimen.id == KN522)
    assert row.icon == ("circle-check", "ok")


def test_each_version_can_be_looked_at_and_compared(page, draft, settle):
    draft.fields.name.textEdited.emit("KEYNOTE-522 of the house")
    page.acts.compare()
    compared = dialog(CompareDialog)
    assert [one.sentence for one in compared.found] == ["Name: KEYNOTE-522, now KEYNOTE-522 of the house"]
    compared.reject()
    page.bench.show_number(1)
    assert not page.bench.writing
    assert "Reference values, not approved for prescribing." in words(page.detail)
    page.bench.show_number(2)
    assert page.bench.writing


def test_a_draft_put_away_is_gone_from_the_list_and_undo_brings_it_back(page, draft, settle, hospital, window):
    page.acts.retire()
    settle()
    assert versions(hospital)[0].state is VersionState.RETIRED
    assert not page.bench.writing
    window.store.undo()
    settle()
    assert page.bench.writing


def test_an_approved_version_is_taken_out_with_a_reason(page, hospital, settle, window):
    weekly = hospital.library.get("pac_weekly")
    made = hospital.do(DraftRegimen(regimen_text(replace(weekly, note="Other words."))))
    hospital.do(SendForApproval(made))
    sign(hospital, "Pharmacist", made)
    sign(hospital, "Consultant", made)
    hospital.start(0, "pac_weekly", Setting.METASTATIC)
    window.store.look_elsewhere()
    settle()
    settle()
    page.show_regimen("pac_weekly")
    assert page.bench.patients == 1
    page.acts.retire()
    asked = dialog(RetireDialog)
    assert "1 patient goes on with it." in words(asked)
    asked.act.click()
    assert asked.isVisible()
    asked.reason.setText("recalled")
    asked.act.click()
    settle()
    assert hospital.library.get("pac_weekly").version == 1
    page.acts.who()
    settle()
    people = dialog(WhoDialog)
    assert people.list.count() == 1
    people.move_on.click()
    settle()
    move = dialog(MoveVersionDialog)
    assert "•  Note: Other words, now nothing" in words(move)
    move.act.click()
    settle()
    settle()
    assert hospital.desk.ask(patients_by_version) == {("pac_weekly", 1): 1}
    assert page.bench.patients == 1


def test_a_new_regimen_begins_as_a_copy_under_another_name(page, settle, hospital):
    page.show_regimen("tchp")
    page.acts.copy()
    asked = dialog(CopyDialog)
    asked.name.setText("TCHP")
    asked.short.setText("X")
    asked.act.click()
    assert asked.isVisible()
    asked.name.setText("TCHP of the house")
    asked.short.setText("TCHP H")
    asked.act.click()
    settle()
    settle()
    assert versions(hospital)[0].regimen_id == "tchp_of_the_house"
    assert page.bench.editor.regimen.name == "TCHP of the house"
    assert "tchp_of_the_house" not in hospital.library.ids()


def test_a_version_goes_out_as_a_file_and_comes_in_as_a_draft(page, settle, hospital, tmp_path, window):
    target = tmp_path / "out"
    target.mkdir()
    page.acts.export_to(target)
    settle()
    assert len(list(target.glob("*.yaml"))) == 107
    page.acts.export_to(target)
    settle()
    assert "holds abema_adj.yaml already" in window.refusals[-1]
    file = target / "tchp.yaml"
    page.acts.import_from(file)
    settle()
    assert "in use exactly like this" in window.refusals[-1]
    file.write_text(file.read_text(encoding="utf-8").replace("short: TCHP", "short: TCHP-X"), encoding="utf-8")
    page.acts.import_from(file)
    settle()
    assert versions(hospital)[0].note == "From tchp.yaml"
    assert page.bench.editor.regimen.short == "TCHP-X"
    file.write_text("id: tchp\nversion: one\n", encoding="utf-8")
    page.acts.import_from(file)
    assert "tchp.yaml, line 1: settings is missing" in window.refusals[-1]

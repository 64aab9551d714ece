"""Versions of regimens: written, sent, signed by two, in use for new courses; a course keeps the one it began with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dayhospital.clinical.library import Library
from dayhospital.clinical.library_writer import regimen_text
from dayhospital.domain.drug import Emetic
from dayhospital.domain.regimen import Setting
from dayhospital.domain.regimen_version import VersionState
from dayhospital.errors import Conflict, LibraryError, NotFound, Refused
from dayhospital.queries.courses import courses
from dayhospital.queries.regimens import patients_by_version, regimen_version_rows, who_is_on
from dayhospital.services.courses import ExtendCourse, PlanCourse
from dayhospital.services.desk import Desk
from dayhospital.services.regimens import (
    ApproveRegimen,
    DraftRegimen,
    EditDraft,
    ImportRegimen,
    RetireVersion,
    SendForApproval,
    TakeBackVersion,
)
from dayhospital.storage.migrate import open_database
from tests.hospital import TODAY

WEEKLY = "pac_weekly"


def versions(hospital):
    return hospital.desk.ask(regimen_version_rows)


def changed(hospital, regimen_id=WEEKLY, **phase):
    """Return the text of a regimen in use with its first phase changed."""
    regimen = hospital.library.get(regimen_id)
    first, *others = regimen.phases
    return regimen_text(replace(regimen, phases=(replace(first, **phase), *others)))


def shorter(hospital):
    """Weekly paclitaxel with every infusion in half the time."""
    drug = hospital.library.get(WEEKLY).phases[0].drugs[0]
    half = replace(drug, infusion=replace(drug.infusion, first=30, second=30, later=30))
    return changed(hospital, drugs=(half,))


def sign(hospital, user, version_id):
    """Sign as somebody, at a desk of her own."""
    desk = Desk(open_database(hospital.path), hospital.clock, user, hospital.library)
    try:
        row = next(one for one in desk.ask(regimen_version_rows) if one.id == version_id)
        return desk.do(ApproveRegimen(version_id, row.version))
    finally:
        desk.close()


def approved(hospital, text, first="Pharmacist", second="Consultant"):
    version_id = hospital.do(DraftRegimen(text))
    hospital.do(SendForApproval(version_id))
    sign(hospital, first, version_id)
    sign(hospital, second, version_id)
    return version_id


def test_a_draft_takes_the_next_number_whatever_its_text_says(hospital):
    hospital.do(DraftRegimen(shorter(hospital).replace("version: 1", "version: 77"), "Shorter infusions"))
    (draft,) = versions(hospital)
    assert (draft.regimen_id, draft.number, draft.state) == (WEEKLY, 2, VersionState.DRAFT)
    assert "version: 2\n" in draft.text
    assert draft.writers == ("Test, Nurse",)
    assert draft.note == "Shorter infusions"


def test_a_draft_changes_nothing_for_anybody(hospital):
    hospital.do(DraftRegimen(shorter(hospital)))
    assert hospital.library.get(WEEKLY).version == 1
    with pytest.raises(NotFound):
        hospital.library.get(WEEKLY, 2)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("cycle_days: 28", "cycle_days: 14", r"line \d+: phases\[1\].drugs\[1\].days has day 15"),
        ("dose: 80", "dose: eighty", r"line \d+: phases\[1\].drugs\[1\].dose must be a number"),
        ("group: chemotherapy", "group: magic", r"line \d+: group must be one of"),
        ("drug: paclitaxel", "drug: paclitaxol", r"drugs\[1\].drug is paclitaxol, which is not in drugs.yaml"),
    ],
)
def test_a_text_that_is_not_valid_is_refused_with_line_and_field(hospital, old, new, words):
    text = hospital.library.text(WEEKLY)
    assert text.count(old) == 1
    with pytest.raises(LibraryError, match=words):
        hospital.do(DraftRegimen(text.replace(old, new)))
    assert versions(hospital) == ()


def test_only_one_version_of_a_regimen_is_written_at_a_time(hospital):
    first = hospital.do(DraftRegimen(shorter(hospital)))
    with pytest.raises(Refused, match="Test, Nurse is writing version 2"):
        hospital.do(DraftRegimen(shorter(hospital)))
    hospital.do(SendForApproval(first))
    with pytest.raises(Refused, match="is writing version 2"):
        hospital.do(ImportRegimen(shorter(hospital)))
    hospital.do(RetireVersion(first))
    hospital.do(DraftRegimen(shorter(hospital)))
    assert [one.number for one in versions(hospital)] == [3, 2]


def test_two_signatures_put_a_version_in_use(hospital):
    version_id = hospital.do(DraftRegimen(shorter(hospital)))
    with pytest.raises(Conflict, match="is a draft and cannot be signed"):
        sign(hospital, "Pharmacist", version_id)
    hospital.do(SendForApproval(version_id))
    sign(hospital, "Pharmacist", version_id)
    assert hospital.library.get(WEEKLY).version == 1
    sign(hospital, "Consultant", version_id)
    assert hospital.library.get(WEEKLY).version == 2
    assert hospital.library.get(WEEKLY).phases[0].drugs[0].infusion.first == 30
    assert hospital.library.get(WEEKLY, 1).phases[0].drugs[0].infusion.first == 60
    (row,) = versions(hospital)
    assert (row.state, row.approved_by, row.second_by) == (VersionState.APPROVED, "Pharmacist", "Consultant")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("Pharmacist", "Pharmacist", "You signed"),
        ("Pharmacist", " pharmacist ", "You signed"),
        ("Test, Nurse", "test,  nurse", "You signed"),
        ("Pharmacist", "Test, Nurse", "You wrote"),
    ],
)
def test_nobody_signs_twice_and_the_author_never_last(hospital, first, second, words):
    version_id = hospital.do(DraftRegimen(shorter(hospital)))
    hospital.do(SendForApproval(version_id))
    sign(hospital, first, version_id)
    with pytest.raises(Refused, match=words):
        sign(hospital, second, version_id)
    assert hospital.library.get(WEEKLY).version == 1


def test_the_author_may_sign_first(hospital):
    approved(hospital, shorter(hospital), first="Test, Nurse")
    assert hospital.library.get(WEEKLY).version == 2


def test_everybody_who_wrote_is_an_author(hospital):
    version_id = hospital.do(DraftRegimen(shorter(hospital)))
    other = Desk(open_database(hospital.path), hospital.clock, "Pharmacist", hospital.library)
    other.do(EditDraft(version_id, 1, shorter(hospital), "again"))
    other.close()
    assert versions(hospital)[0].writers == ("Test, Nurse", "Pharmacist")
    hospital.do(SendForApproval(version_id))
    sign(hospital, "Consultant", version_id)
    with pytest.raises(Refused, match="You wrote"):
        sign(hospital, "Pharmacist", version_id)


def test_nobody_signs_another_text_than_the_one_seen(hospital):
    version_id = hospital.do(DraftRegimen(shorter(hospital)))
    hospital.do(SendForApproval(version_id))
    seen = versions(hospital)[0].version
    hospital.do(TakeBackVersion(version_id))
    hospital.do(SendForApproval(version_id))
    with pytest.raises(Conflict):
        hospital.do(ApproveRegimen(version_id, seen))


def test_a_signature_is_not_undone_and_taking_back_lets_it_fall(hospital):
    version_id = hospital.do(DraftRegimen(shorter(hospital)))
    hospital.do(SendForApproval(version_id))
    hospital.do(ApproveRegimen(version_id, versions(hospital)[0].version))
    with pytest.raises(Conflict):
        hospital.desk.undo()  # sending it: the signature came since
    assert versions(hospital)[0].approved_by == "Test, Nurse"
    hospital.do(TakeBackVersion(version_id))
    (row,) = versions(hospital)
    assert (row.state, row.approved_by, row.approved_at) == (VersionState.DRAFT, "", None)


def test_only_a_draft_is_edited_and_only_as_it_was_read(hospital):
    version_id = hospital.do(DraftRegimen(shorter(hospital)))
    hospital.do(EditDraft(version_id, 1, changed(hospital, emetic=Emetic.HIGH), "Emetic risk"))
    with pytest.raises(Conflict, match="Somebody else changed"):
        hospital.do(EditDraft(version_id, 1, shorter(hospital)))
    hospital.do(SendForApproval(version_id))
    with pytest.raises(Conflict, match="is waiting for signatures and cannot be edited"):
        hospital.do(EditDraft(version_id, 3, shorter(hospital)))


def test_an_edit_keeps_id_and_number(hospital):
    version_id = hospital.do(DraftRegimen(shorter(hospital)))
    with pytest.raises(LibraryError, match="id is ac_q3w"):
        hospital.do(EditDraft(version_id, 1, hospital.library.text("ac_q3w")))
    hospital.do(EditDraft(version_id, 1, shorter(hospital).replace("version: 1", "version: 9")))
    assert hospital.library.read(versions(hospital)[0].text).version == 2


def test_drafts_edits_sending_and_retiring_undo_and_redo(hospital):
    desk = hospital.desk
    steps = [
        lambda: DraftRegimen(shorter(hospital)),
        lambda: EditDraft(1, 1, changed(hospital, note="Other words.")),
        lambda: SendForApproval(1),
        lambda: TakeBackVersion(1),
        lambda: RetireVersion(1, "not needed"),
    ]
    seen = [versions(hospital)]
    for step in steps:
        hospital.do(step())
        seen.append(versions(hospital))

    def bare(rows):
        return [replace(row, version=0) for row in rows]

    for before in reversed(seen[:-1]):
        desk.undo()
        assert bare(versions(hospital)) == bare(before)
    for after in seen[1:]:
        desk.redo()
        assert bare(versions(hospital)) == bare(after)


def test_retiring_brings_the_version_before_back_and_undo_the_retired_one(hospital):
    version_id = approved(hospital, shorter(hospital))
    hospital.do(RetireVersion(version_id))
    assert hospital.library.get(WEEKLY).version == 1
    assert hospital.library.get(WEEKLY, 2).phases[0].drugs[0].infusion.first == 30
    hospital.desk.undo()
    assert hospital.library.get(WEEKLY).version == 2


def test_a_new_regimen_needs_no_file_and_stays_known_when_it_is_retired(hospital):
    text = regimen_text(
        replace(hospital.library.get(WEEKLY), id="house_pac", name="Paclitaxel of the house", short="HPAC")
    )
    version_id = approved(hospital, text)
    assert "house_pac" in hospital.library.ids()
    assert hospital.library.get("house_pac").version == 1
    course = hospital.start(0, "house_pac", Setting.METASTATIC)
    hospital.do(RetireVersion(version_id))
    assert "house_pac" not in hospital.library.ids()
    assert "house_pac" in hospital.library
    assert hospital.library.get("house_pac").name == "Paclitaxel of the house"
    hospital.do(ExtendCourse(course, 1))


def test_importing_what_is_in_use_word_for_word_is_refused(hospital):
    with pytest.raises(Refused, match="in use exactly like this"):
        hospital.do(ImportRegimen(hospital.library.text(WEEKLY)))
    hospital.do(ImportRegimen(shorter(hospital)))
    assert versions(hospital)[0].number == 2


def test_another_desk_follows_a_version_before_its_next_command(hospital):
    library = Library.load()
    other = Desk(open_database(hospital.path), hospital.clock, "Pharmacist", library)
    approved(hospital, shorter(hospital))
    assert library.get(WEEKLY).version == 1
    assert other.changed_elsewhere()
    assert library.get(WEEKLY).version == 2
    other.close()


def test_a_command_never_runs_with_a_library_behind_the_database(hospital):
    library = Library.load()
    other = Desk(open_database(hospital.path), hospital.clock, "Pharmacist", library)
    approved(hospital, shorter(hospital))
    other.do(DraftRegimen(library.text("ac_q3w")))
    assert library.get(WEEKLY).version == 2
    other.close()


def course_of(hospital, patient=0):
    return hospital.desk.ask(lambda connection: courses(connection, hospital.patients[patient]))[0]


def test_a_course_goes_on_with_the_version_it_began_with(hospital):
    early = hospital.start(0, WEEKLY, Setting.METASTATIC)
    approved(hospital, shorter(hospital))
    hospital.start(1, WEEKLY, Setting.METASTATIC)
    before = len(course_of(hospital).days)
    hospital.do(ExtendCourse(early, 1))
    old, new = course_of(hospital), course_of(hospital, 1)
    assert (old.regimen_version, new.regimen_version) == (1, 2)
    assert len(old.days) > before
    length = old.days[before - 1].plan.time.chair_minutes
    assert {day.plan.time.chair_minutes for day in old.days[before:]} == {length}
    assert new.days[-1].plan.time.chair_minutes < length


def test_a_course_planned_from_another_version_is_refused(hospital):
    regimen = hospital.library.get(WEEKLY)
    hospital.start(1, WEEKLY, Setting.METASTATIC)
    days = tuple(day.plan for day in course_of(hospital, 1).days)
    approved(hospital, shorter(hospital))

    def plan(version):
        patient = hospital.patients[0]
        return PlanCourse(patient, regimen.id, Setting.METASTATIC, TODAY, "Dr R", days, regimen_version=version)

    with pytest.raises(Refused, match=r"Version 2 of .* is in use since"):
        hospital.do(plan(1))
    hospital.do(plan(2))


def test_who_is_on_which_version_counts_patients_with_running_courses(hospital):
    hospital.start(0, WEEKLY, Setting.METASTATIC)
    hospital.start(1, WEEKLY, Setting.METASTATIC, TODAY + timedelta(days=1))
    approved(hospital, shorter(hospital))
    hospital.start(2, WEEKLY, Setting.METASTATIC)
    counted = hospital.desk.ask(patients_by_version)
    assert (counted[WEEKLY, 1], counted[WEEKLY, 2]) == (2, 1)
    found = hospital.desk.ask(lambda connection: who_is_on(connection, WEEKLY))
    assert [(one.regimen_version, one.patient.family_name) for one in found] == [
        (2, "Van Wolkensteyn"),
        (1, "Meerkoet"),
        (1, "Yıldızbahçe"),
    ]

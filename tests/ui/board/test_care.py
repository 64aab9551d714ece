"""Access and reactions beside the board: what the inspector says and offers, and what the dialogs make of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.hospital import Chair, ChairKind, UnitSettings
from dayhospital.domain.patient import Port, Side
from dayhospital.domain.port import VeinCheck
from dayhospital.domain.reaction import Reaction
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from dayhospital.queries.care import Care
from dayhospital.services.ports import RecordVeinCheck
from dayhospital.services.reactions import RecordReaction, RemoveReaction
from dayhospital.ui.board.care import CareFacts, add_access, care_facts, reactions_section
from dayhospital.ui.dialogs.care import ReactionDialog, RemoveReactionDialog, VeinDialog
from dayhospital.ui.widgets import InspectorSection
from tests.clinical.samples import DAY, dose, drug, patient, span_from, treatment
from tests.ui.recorder import heard

CHAIR = Chair(1, "A1", ChairKind.CHAIR, "Bay A", 1)
PORT = Port(Side.RIGHT, DAY - timedelta(9), DAY - timedelta(8))
NOW = datetime(2026, 11, 24, 10, 20)


def session(number=1, hour=9, minutes=120, status=Status.RELEASED, name="doxorubicin", port=None) -> BoardSession:
    person = patient(port=port)
    person = replace(person, label=replace(person.label, id=number))
    return BoardSession(number, 1, 1, span_from(hour, minutes=minutes), status, person, treatment(dose(name)))


def board(*sessions) -> BoardDay:
    return BoardDay(DAY, UnitSettings(), None, (CHAIR,), (), (), sessions)


def facts(one, care=None, *others) -> CareFacts:
    return care_facts(board(one, *others), one, care or Care(), drug)


def codes(found: CareFacts) -> list[str]:
    return [one.code for one in found.access]


def reaction(until: datetime, grade=2, number=1) -> Reaction:
    return Reaction(number, number, "doxorubicin", grade, NOW, False, "stopped", "Test, Nurse", until, 5)


@pytest.mark.parametrize(
    ("status", "port", "said", "check", "use"),
    [
        (Status.BOOKED, None, ["vesicant-no-access"], True, False),
        (Status.RELEASED, None, ["vesicant-no-access"], True, False),
        (Status.RELEASED, PORT, [], False, True),
        (Status.BOOKED, PORT, [], False, False),
        (Status.IN_TREATMENT, None, [], False, False),
        (Status.IN_TREATMENT, PORT, [], False, True),
        (Status.LEFT, PORT, [], False, False),
    ],
)
def test_what_is_said_and_offered_follows_status_and_port(status, port, said, check, use):
    found = facts(session(status=status, port=port))
    assert codes(found) == said
    assert (found.offers_check, found.offers_use) == (check, use)
    assert found.offers_reaction is (status is Status.IN_TREATMENT)


def test_other_drugs_need_no_check():
    found = facts(session(name="gemcitabine"))
    assert (codes(found), found.offers_check) == ([], False)


def test_a_checked_vein_silences_the_warning_and_is_named():
    checked = VeinCheck(1, NOW, "left forearm", "Test, Nurse")
    found = facts(session(), Care(vein_checks={1: checked}))
    assert (codes(found), found.check) == ([], checked)


@pytest.mark.parametrize(("minutes", "code"), [(0, "chair-after-reaction"), (1, "chair-not-free-reaction")])
def test_the_next_in_the_chair_is_told_of_a_reaction_before_her(minutes, code):
    before = session(status=Status.IN_TREATMENT)
    after = session(2, hour=12, name="gemcitabine", status=Status.BOOKED)
    until = after.span.start + timedelta(minutes=minutes)
    found = facts(after, Care({1: (reaction(until),)}), before)
    assert codes(found) == [code]


def test_a_patient_who_left_leaves_nothing_behind():
    before = session(status=Status.LEFT)
    after = session(2, hour=12, name="gemcitabine", status=Status.BOOKED)
    assert codes(facts(after, Care({1: (reaction(after.span.end),)}), before)) == []


def test_a_reaction_is_shown_with_what_follows(qtbot):
    one = session(status=Status.IN_TREATMENT)
    found = facts(one, Care({1: (reaction(one.span.end + timedelta(hours=1), grade=3),)}))
    asked: list[str] = []
    section = reactions_section(found, asked.append)
    assert section is not None
    qtbot.addWidget(section)
    section.show()
    said = [label.text() for label in section.findChildren(QLabel)]
    assert "10:20  DOXOrubicin, grade 3" in said
    assert "stopped, watched until 12:00, Test, Nurse" in said
    assert any(words.startswith("To be watched until 12:00") for words in said)
    assert any("a doctor decides" in words for words in said)
    press(section, "Take out…")
    assert asked == ["reaction_remove 5"]


def test_without_reactions_there_is_no_section():
    assert reactions_section(facts(session()), print) is None


def press(widget: QWidget, words: str) -> None:
    (button,) = [one for one in widget.findChildren(QPushButton) if one.text() == words]
    button.click()


def test_the_acts_of_access_are_asked_by_name(qtbot):
    asked: list[str] = []
    section = InspectorSection("Access")
    qtbot.addWidget(section)
    add_access(section, CareFacts(offers_check=True, offers_use=True, offers_reaction=True), asked.append)
    for words in ("Vein checked…", "Port used…", "Reaction…"):
        press(section, words)
    assert asked == ["vein_check", "port_use", "reaction"]


# --- dialogs


@pytest.fixture
def opened(qtbot):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.show()
        return dialog, heard(dialog.chosen)

    return show


def test_a_reaction_has_drug_grade_time_and_what_was_done(opened):
    dialog, chosen = opened(ReactionDialog(session(status=Status.IN_TREATMENT), str.upper, NOW))
    assert dialog.drug.currentText() == "DOXORUBICIN"
    dialog.accept()
    assert chosen == [] and dialog.problem.text()
    dialog.grade.choose(2)
    dialog.adrenaline.setChecked(True)
    dialog.done_field.setText(" stopped ")
    dialog.accept()
    assert chosen == [RecordReaction(1, "doxorubicin", 2, NOW, True, "stopped")]


def test_a_reaction_is_taken_out_with_a_reason(opened):
    dialog, chosen = opened(RemoveReactionDialog(session(), 5))
    dialog.accept()
    assert chosen == []
    dialog.reason.setText("another patient")
    dialog.accept()
    assert chosen == [RemoveReaction(5, "another patient")]


def test_a_vein_check_names_the_vein(opened):
    dialog, chosen = opened(VeinDialog(session()))
    dialog.accept()
    assert chosen == []
    dialog.site.setText("left forearm")
    dialog.accept()
    assert chosen == [RecordVeinCheck(1, "left forearm")]


def test_spans_of_the_samples_are_as_the_tests_say():
    assert session().span == Span(datetime(2026, 11, 24, 9, 0), datetime(2026, 11, 24, 11, 0))


def test_a_reaction_of_an_earlier_day_is_told_before_the_drug_is_given_again(qtbot):
    earlier = replace(reaction(NOW), at=NOW - timedelta(days=7), grade=3)
    found = facts(session(), Care(earlier={1: (earlier,)}))
    assert [one.code for one in found.again] == ["reaction-doctor-first"]
    section = reactions_section(found, print)
    assert section is not None
    qtbot.addWidget(section)
    assert [one.code for one in facts(session(name="gemcitabine"), Care(earlier={1: (earlier,)})).again] == []

"""Every dialog that acts on one patient shows her name, birth date and hospital number."""

import dataclasses
import importlib
import inspect
import pkgutil
import re

import pytest
from PySide6.QtWidgets import QLabel

import dayhospital.services
import dayhospital.ui
from dayhospital.domain.session import Status
from dayhospital.queries.about import patient_about
from dayhospital.queries.board import session
from dayhospital.queries.patients import history
from dayhospital.services.command import Command
from dayhospital.services.courses import StopCourse
from dayhospital.services.ports import AskForPort, PlanPortInsertion
from dayhospital.services.sessions import BookDay, MoveSession
from dayhospital.services.status import ChangeStatus, CorrectStatus
from dayhospital.ui.asking import ask_reason
from dayhospital.ui.dialogs.base import SmallDialog, identity
from dayhospital.ui.dialogs.reasons import ReasonDialog
from tests.hospital import TODAY

OF_NOBODY = {
    "BlockDialog": "time on a chair",
    "ClosureDialog": "the unit",
    "ChairDialog": "the unit",
    "NurseDialog": "the unit",
    "KindsDialog": "the unit",
    "ShiftDialog": "a nurse",
    "CompareDialog": "the library",
    "CopyDialog": "the library",
    "DrugDialog": "the library",
    "DrugDetailsDialog": "the library",
    "NeedDialog": "the library",
    "RetireDialog": "the library",
    "SignDialog": "the library",
    "NewSessionDialog": "its picker shows who was picked, with both",
    "ProposalsDialog": "several patients, each line with both",
    "SignAllDialog": "several patients, each line with both",
    "WhoDialog": "several patients, each line with both",
    "WhoFitsDialog": "several patients, each line with both",
}
"""Dialogs without a line about one patient, and why."""
ABOUT_SEVERAL = {"BookDays", "EnterFromPaper"}
"""Commands that meet warnings about several patients at once."""
NEVER_ASKS = {"CancelTest"}
"""Commands whose reason is their own and accepts nothing."""
REASON = "agreed with Dr Rietzanger"


def load(package):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)


def subclasses(kind):
    for one in kind.__subclasses__():
        if one.__module__.startswith("dayhospital."):  # tests have commands and dialogs of their own
            yield one
        yield from subclasses(one)


def dialogs():
    load(dayhospital.ui)
    return {one.__name__: one for one in subclasses(SmallDialog)}


def names_nobody(dialog):
    """Whether a dialog hands no patient to the frame, as its call says without the words in quotes."""
    call = inspect.getsource(dialog.__init__).partition("super().__init__(")[2].partition("\n        self")[0]
    bare = re.sub(r'"[^"]*"', "", call)
    return "patient" not in bare and ".label" not in bare


def test_each_dialog_about_one_patient_hands_her_to_the_frame():
    found = dialogs()
    assert sorted(name for name, dialog in found.items() if names_nobody(dialog)) == sorted(OF_NOBODY)


def commands_that_warn():
    load(dayhospital.services)
    for command in subclasses(Command):
        names = {*(field.name for field in dataclasses.fields(command)), *vars(command)}
        if "reason" in names and command.__name__ not in NEVER_ASKS:
            yield command.__name__, names


@pytest.mark.parametrize(("command", "names"), sorted(dict(commands_that_warn()).items()))
def test_a_command_that_may_ask_says_whom_it_is_about(command, names):
    known = {"patient_id", "session_id", "treatment_day_id", "course_id", "referral_id", "reaction_id"}
    assert names & known or command in ABOUT_SEVERAL


@pytest.fixture
def seated(hospital):
    """Return a released session of doxorubicin."""
    hospital.start(0, "ddac_wp")
    due = hospital.due(0)[0].treatment
    booked = hospital.do(BookDay(due.treatment_day_id, hospital.chairs[0], hospital.at("10:00"), reason=REASON))
    for status in (Status.ARRIVED, Status.RELEASED):
        hospital.do(ChangeStatus(booked, status))
    return booked


def test_a_command_is_about_the_patient_of_its_row(hospital, seated):
    due = hospital.due(0)[0].treatment
    referral = hospital.do(AskForPort(hospital.patients[0]))
    for command in (
        ChangeStatus(seated, Status.IN_TREATMENT),
        MoveSession(seated, hospital.chairs[1], hospital.at("11:00")),
        BookDay(due.treatment_day_id, hospital.chairs[0], hospital.at("10:00")),
        StopCourse(due.course_id, TODAY, "progression"),
        PlanPortInsertion(referral, TODAY),
        AskForPort(hospital.patients[0]),
    ):
        found = hospital.desk.ask(lambda connection, command=command: patient_about(connection, command))
        assert found.id == hospital.patients[0]
    nobody = ChangeStatus(4711, Status.ARRIVED)
    assert hospital.desk.ask(lambda connection: patient_about(connection, nobody)) is None


def test_the_stop_at_seating_says_who_is_to_be_seated(qtbot, window, hospital, seated):
    owner = ReasonDialog("owner", (), None)
    qtbot.addWidget(owner)
    window.store.reason_needed.connect(lambda command, found: ask_reason(window.store, owner, command, found))
    window.store.do(ChangeStatus(seated, Status.IN_TREATMENT))
    qtbot.waitUntil(lambda: bool(owner.findChildren(ReasonDialog)))
    (dialog,) = owner.findChildren(ReasonDialog)
    label = hospital.due(0)[0].patient.label
    assert dialog.windowTitle() == "Begin treatment"
    assert identity(label) in [one.text() for one in dialog.findChildren(QLabel)]
    assert all(words in identity(label) for words in ("MEERKOET, Femke", "09-Mar-1981", "0001"))
    dialog.reason.setText("good vein, looked at by two")
    with qtbot.waitSignal(window.store.changed):
        dialog.accept()


def test_a_correction_that_seats_keeps_its_own_reason_and_asks_for_another(qtbot, window, hospital, seated):
    owner = ReasonDialog("owner", (), None)
    qtbot.addWidget(owner)
    window.store.reason_needed.connect(lambda command, found: ask_reason(window.store, owner, command, found))
    window.store.do(CorrectStatus(seated, Status.IN_TREATMENT, "clicked too late"))
    qtbot.waitUntil(lambda: bool(owner.findChildren(ReasonDialog)))
    (dialog,) = owner.findChildren(ReasonDialog)
    dialog.reason.setText("good vein, looked at by two")
    with qtbot.waitSignal(window.store.changed):
        dialog.accept()
    kept = hospital.desk.ask(lambda connection: history(connection, hospital.patients[0]))[0]
    assert "good vein" in kept.reason
    found = hospital.desk.ask(lambda connection: session(connection, seated))
    assert found.status is Status.IN_TREATMENT

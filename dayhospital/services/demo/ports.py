"""Port stories of the demonstration hospital: old ports to flush, ports asked for, trouble, a reaction today."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from dayhospital.clinical.library import Library
from dayhospital.clinical.port import assess_port_for_regimen, port_side, strongest
from dayhospital.clinical.port_use import infuses
from dayhospital.domain.board import BoardSession, PatientFacts
from dayhospital.domain.course import Course, CourseState
from dayhospital.domain.patient import Side
from dayhospital.domain.port import Needle, PortComplication, PortEventKind
from dayhospital.domain.session import RUNNING, Status
from dayhospital.queries.board import board_day
from dayhospital.queries.courses import courses
from dayhospital.queries.patients import patient_facts, patient_sessions
from dayhospital.queries.ports import ports_in_place
from dayhospital.services.command import Command
from dayhospital.services.patients import RecordPort
from dayhospital.services.ports import AskForPort, PlanPortInsertion, RecordPortEvent
from dayhospital.services.reactions import RecordReaction

T = TypeVar("T")
WEEKS_UNUSED = (2, 5, 5, 6, 6, 7, 7, 8, 9, 11, 12, 14)
"""How long ago the old ports were flushed last."""
MOST_ASKED = 10
TROUBLE = (PortComplication.NO_BLOOD_RETURN, PortComplication.SKIN, PortComplication.OCCLUSION)
REASON = "Blood is taken on the day of the insertion"


class Stage(Protocol):
    """What the stories are told on: the builder."""

    random: Random
    moment: datetime
    now: datetime
    library: Library

    def do(self, command: Command) -> int: ...

    def read(self, query: Callable[[Connection], T]) -> T: ...


def tell_port_stories(stage: Stage, patients: Sequence[int]) -> None:
    """Give the ports of the demonstration their past and their future."""
    today = stage.now.date()
    held = stage.read(lambda connection: ports_in_place(connection, today))
    without = [one for one in patients if one not in {row.label.id for row in held}]
    for patient_id, weeks in zip(_never_infused(stage, without), WEEKS_UNUSED, strict=False):
        _old_port(stage, patient_id, today - timedelta(weeks=weeks))
    stage.moment = stage.now - timedelta(hours=1)
    for number, patient_id in enumerate(_waiting(stage, without)):
        referral = stage.do(AskForPort(patient_id))
        if number % 2:
            stage.do(PlanPortInsertion(referral, today + timedelta(days=2 + number), REASON))
        if number + 1 == MOST_ASKED:
            break
    used = [row for row in held if row.last_use is not None]
    for row, what in zip(used[::40], TROUBLE, strict=False):
        stage.do(RecordPortEvent(row.label.id, row.last_use or today, PortEventKind.COMPLICATION, what, "doctor told"))
    _react(stage, today)
    stage.moment = stage.now


def _never_infused(stage: Stage, patients: Sequence[int]) -> Iterator[int]:
    """Yield patients of tablets and injections, who may have a port of earlier years."""
    for patient_id in patients:
        if not any(infuses(one.treatment) for one in _sessions(stage, patient_id)):
            yield patient_id


def _sessions(stage: Stage, patient_id: int) -> tuple[BoardSession, ...]:
    return stage.read(lambda connection: patient_sessions(connection, patient_id))


def _old_port(stage: Stage, patient_id: int, flushed: date) -> None:
    inserted = flushed - timedelta(days=stage.random.randint(120, 400))
    side = port_side(stage.read(lambda connection: patient_facts(connection, patient_id))) or Side.RIGHT
    stage.moment = datetime.combine(flushed, time(15, 30))
    stage.do(RecordPort(patient_id, side, inserted, inserted + timedelta(days=1)))
    stage.do(RecordPortEvent(patient_id, flushed, PortEventKind.FLUSH, note="blood return good", needle=Needle(20, 20)))


def _waiting(stage: Stage, patients: Sequence[int]) -> Iterator[int]:
    """Yield patients whose running course asks for a port they have not."""
    library = stage.library
    for patient_id in patients:
        facts, running = stage.read(partial(_facts_and_courses, patient_id=patient_id))
        need = strongest(
            assess_port_for_regimen(library.get(one.regimen_id), one.setting, facts, one.start, library.drug)
            for one in running
            if one.state is CourseState.ACTIVE
        )
        if need is not None and need.missing and facts.port is None:
            yield patient_id


def _facts_and_courses(connection: Connection, patient_id: int) -> tuple[PatientFacts, tuple[Course, ...]]:
    return patient_facts(connection, patient_id), courses(connection, patient_id)


def _react(stage: Stage, today: date) -> None:
    """Let the patient who is given most react to the first drug."""
    running = [one for one in stage.read(lambda connection: board_day(connection, today)).live if one.status in RUNNING]
    most = max(running, key=lambda one: (one.status is Status.IN_TREATMENT, len(one.treatment.doses)), default=None)
    if most is None:
        return
    stage.moment = stage.now
    at = min(most.span.start + timedelta(minutes=50), stage.now.replace(second=0, microsecond=0))
    done = "stopped, antihistamine, then slower"
    stage.do(RecordReaction(most.id, most.treatment.doses[0].drug, 2, at, done=done))

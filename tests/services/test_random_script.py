"""A thousand random commands, taken back and done again; ten thousand random attempts to book."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from dayhospital.domain.hospital import BlockKind
from dayhospital.domain.lifetime_dose import EarlierDose
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.domain.roster import DUTY_KINDS, NOTHING, RosterCell, entry_of
from dayhospital.domain.session import CancelReason, Status
from dayhospital.domain.span import Span
from dayhospital.errors import DayHospitalError
from dayhospital.queries.board import board_day
from dayhospital.queries.requested_tests import requests_of
from dayhospital.services.courses import BookDays, SlotChoice, StopCourse
from dayhospital.services.earlier_doses import RecordEarlierDose, RemoveEarlierDose
from dayhospital.services.patients import RecordWeight
from dayhospital.services.requested_tests import (
    AskForTest,
    CancelTest,
    EnterTestResult,
    NeedNewBiopsy,
    PlanBiopsy,
    RecordBiopsy,
    SendSpecimen,
)
from dayhospital.services.results import RecordResults, RemoveResult
from dayhospital.services.roster import PaintRoster
from dayhospital.services.sessions import (
    BookDay,
    BookExtra,
    FixSession,
    MoveSession,
    NoteSession,
    PutOnPinboard,
    ResizeSession,
    ReturnFromPinboard,
)
from dayhospital.services.status import CancelSession, ChangeStatus, HoldSession, LiftHold, MarkNoShow
from dayhospital.services.treatment_days import MoveTreatmentDay, OmitTreatmentDay
from dayhospital.services.unit import BlockChair, BringChairBack, RemoveBlock, TakeChairOut
from dayhospital.storage import tables
from tests.hospital import TODAY, Hospital, build

KEPT = [
    table
    for table in tables.metadata.sorted_tables
    if not table.name.startswith("journal") and table.name != "overrides"
]
"""What people change; the journal of it only grows."""
REASON = "random"


@pytest.fixture
def hospital(tmp_path: Path):
    made = build(tmp_path)
    for patient, regimen in enumerate(("pac_weekly_x12", "ddec_wp", "tchp", "trastuzumab_sc")):
        made.start(patient, regimen, Setting.ADJUVANT if regimen == "trastuzumab_sc" else Setting.NEOADJUVANT)
    yield made
    made.desk.close()


def state(hospital: Hospital):
    """Return every row of every table that people change, but for its version: that only ever grows."""

    def read(connection):
        found = {}
        for table in KEPT:
            columns = [column for column in table.c if column.name != "version"]
            rows = connection.execute(select(*columns).order_by(*table.primary_key))
            found[table.name] = [tuple(row) for row in rows]
        return found

    return hospital.desk.ask(read)


class Chance:
    """Draws commands that make sense often enough, and nonsense now and then."""

    def __init__(self, hospital: Hospital, random: Random) -> None:
        self.hospital, self.random = hospital, random

    def ids(self, table) -> list[int]:
        return [*self.hospital.desk.ask(lambda c: [row.id for row in c.execute(select(table.c.id))]), 999_999]

    def start(self):
        day = TODAY + timedelta(days=self.random.randrange(10))
        return self.hospital.at("07:00", day) + timedelta(minutes=15 * self.random.randrange(46))

    def chair(self) -> int:
        return self.random.choice((*self.hospital.chairs, self.hospital.injection_room))

    def cells(self) -> tuple[RosterCell, ...]:
        """Return a stroke over some days of a nurse: a duty, an absence or nothing."""
        nurse, kind = self.random.choice(self.ids(tables.nurses)), self.random.choice((*DUTY_KINDS, None))
        first = self.start().date()
        days = [first + timedelta(days=offset) for offset in range(self.random.randrange(1, 5))]
        return tuple(RosterCell(nurse, day, entry_of(kind, day, frozenset()) if kind else NOTHING) for day in days)

    def count(self) -> Result:
        taken = self.hospital.clock.local() - timedelta(days=self.random.randrange(30))
        return Result("neutrophils", taken, self.random.randint(1, 90) / 10)

    def step(self, patient: int):
        """Return a step of a test that is waited for, legal or not; another test if there is none."""
        requests = self.hospital.desk.ask(lambda connection: requests_of(connection, patient))
        if not requests:
            return AskForTest(patient, "ctdna", TODAY)
        request = self.random.choice(requests)
        gene = Result("pik3ca", self.hospital.clock.local(), answer="none", specimen="biopsy")
        steps = (
            PlanBiopsy(request, TODAY + timedelta(days=3)),
            RecordBiopsy(request, TODAY),
            SendSpecimen(request, TODAY, TODAY + timedelta(days=self.random.randrange(30))),
            NeedNewBiopsy(request),
            EnterTestResult(request, (gene,), TODAY),
            CancelTest(request, TODAY, REASON),
        )
        return self.random.choice(steps)

    def command(self):
        random = self.random
        session = random.choice(self.ids(tables.sessions))
        day = random.choice(self.ids(tables.treatment_days))
        return random.choice(
            (
                lambda: BookDay(day, self.chair(), self.start(), reason=REASON),
                lambda: BookDays((SlotChoice(day, self.chair(), self.start()),), REASON),
                lambda: RecordEarlierDose(
                    random.choice(self.hospital.patients), EarlierDose("doxorubicin", random.choice((60, 240)), TODAY)
                ),
                lambda: RemoveEarlierDose(random.choice(self.ids(tables.earlier_doses))),
                lambda: BookExtra(
                    random.choice(self.hospital.patients), "port_flush", self.chair(), self.start(), reason=REASON
                ),
                lambda: MoveSession(session, self.chair(), self.start(), REASON),
                lambda: ResizeSession(session, random.choice((15, 60, 150, 300)), REASON),
                lambda: PutOnPinboard(session),
                lambda: ReturnFromPinboard(session),
                lambda: FixSession(session, random.random() < 0.5),
                lambda: NoteSession(session, f"note {random.randrange(99)}"),
                lambda: ChangeStatus(
                    session, random.choice((Status.CONFIRMED, Status.ARRIVED, Status.GO_AWAITED, Status.BOOKED))
                ),
                lambda: HoldSession(session, "counts"),
                lambda: LiftHold(session),
                lambda: CancelSession(session, CancelReason.PATIENT_ILL),
                lambda: MarkNoShow(session, CancelReason.TRANSPORT),
                lambda: MoveTreatmentDay(day, self.start().date(), random.random() < 0.5, REASON),
                lambda: OmitTreatmentDay(day, REASON),
                lambda: BlockChair(self.chair(), Span.lasting(self.start(), 60), BlockKind.RESERVED, "held"),
                lambda: RemoveBlock(random.choice(self.ids(tables.blocks))),
                lambda: PaintRoster(self.cells()),
                lambda: TakeChairOut(self.chair()),
                lambda: BringChairBack(self.chair()),
                lambda: RecordWeight(random.choice(self.hospital.patients), TODAY, random.randint(40, 120)),
                lambda: RecordResults(random.choice(self.hospital.patients), (self.count(),)),
                lambda: RemoveResult(random.choice(self.ids(tables.results))),
                lambda: AskForTest(random.choice(self.hospital.patients), "ngs_tissue", TODAY, random.random() < 0.5),
                lambda: self.step(random.choice(self.hospital.patients)),
                lambda: StopCourse(1, TODAY + timedelta(days=random.randrange(60)), CancelReason.TOXICITY),
            )
        )()


@pytest.mark.slow
def test_a_thousand_commands_are_taken_back_and_done_again_exactly(hospital):
    chance = Chance(hospital, Random(20261124))
    steps = []
    done = 0
    while done < 1000:
        before = state(hospital) if done % 25 == 0 else None
        try:
            changes = hospital.desk.do(chance.command())
        except DayHospitalError:
            continue
        done += 1
        if changes.undoable:
            steps.append(before)

    last = state(hospital)
    for expected in reversed(steps):
        hospital.desk.undo()
        if expected is not None:
            assert state(hospital) == expected
    for _ in steps:
        hospital.desk.redo()
    assert state(hospital) == last


@pytest.mark.slow
def test_ten_thousand_attempts_to_book_never_overlap(hospital):
    chance = Chance(hospital, Random(7))
    booked = 0
    for _ in range(10_000):
        patient = chance.random.choice(hospital.patients)
        command = BookExtra(
            patient, "port_flush", chance.chair(), chance.start(), chance.random.choice((15, 45, 90)), REASON
        )
        try:
            hospital.desk.do(command)
        except DayHospitalError:
            continue
        booked += 1

    assert booked > 100
    for offset in range(10):
        board = hospital.desk.ask(lambda c, offset=offset: board_day(c, TODAY + timedelta(days=offset)))
        for number, one in enumerate(board.sessions):
            for other in board.sessions[number + 1 :]:
                same = one.chair_id == other.chair_id or one.patient.label.id == other.patient.label.id
                assert not (same and one.span.overlaps(other.span))

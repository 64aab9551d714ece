"""Whatever is done, undone and redone in whatever order: no overlap, and every state comes back."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from dayhospital.domain.session import NOT_LIVE, CancelReason, Status
from dayhospital.errors import DayHospitalError
from dayhospital.services.sessions import BookExtra, MoveSession, PutOnPinboard, ResizeSession, ReturnFromPinboard
from dayhospital.services.status import CancelSession, ChangeStatus
from dayhospital.storage.tables import sessions, status_events
from tests.hospital import TODAY, build

REASON = "any order"
numbers = st.integers(0, 5)
quarters = st.integers(0, 12)


class AnyOrder(RuleBasedStateMachine):
    """Two lists of states stand beside the desk's undo and redo."""

    @initialize()
    def open(self):
        self.folder = TemporaryDirectory()
        self.hospital = build(Path(self.folder.name))
        while self.hospital.desk.undo_title:  # the hospital itself is not what is tried here
            self.hospital.desk._undo.pop()
        self.past = [self.state()]
        self.future = []

    def teardown(self):
        if hasattr(self, "hospital"):
            self.hospital.desk.close()
            self.folder.cleanup()

    def state(self):
        def read(connection):
            return [
                [tuple(row) for row in connection.execute(select(*columns).order_by(table.c.id))]
                for table in (sessions, status_events)
                for columns in [[column for column in table.c if column.name != "version"]]
            ]

        return self.hospital.desk.ask(read)

    def try_to(self, command):
        try:
            changes = self.hospital.desk.do(command)
        except DayHospitalError:
            assert self.state() == self.past[-1], "a refusal changes nothing"
            return
        if changes.undoable:
            self.past.append(self.state())
        else:
            assert self.state() == self.past[-1], "here only what changes nothing cannot be undone"
        if changes.tables:
            self.future.clear()

    def session(self, number):
        ids = self.hospital.desk.ask(lambda connection: connection.execute(select(sessions.c.id)).scalars().all())
        return ids[number % len(ids)] if ids else 4711

    def at(self, quarter):
        return self.hospital.at("09:00", TODAY + timedelta(days=quarter % 2)) + timedelta(minutes=15 * quarter)

    @rule(patient=st.integers(0, 3), chair=st.integers(0, 2), quarter=quarters, minutes=st.sampled_from((15, 60, 180)))
    def book(self, patient, chair, quarter, minutes):
        who, where = self.hospital.patients[patient], self.hospital.chairs[chair]
        self.try_to(BookExtra(who, "hydration", where, self.at(quarter), minutes, REASON))

    @rule(number=numbers, chair=st.integers(0, 2), quarter=quarters)
    def move(self, number, chair, quarter):
        self.try_to(MoveSession(self.session(number), self.hospital.chairs[chair], self.at(quarter), REASON))

    @rule(number=numbers, minutes=st.sampled_from((30, 90, 240)))
    def resize(self, number, minutes):
        self.try_to(ResizeSession(self.session(number), minutes, REASON))

    @rule(number=numbers, back=st.booleans())
    def pin(self, number, back):
        self.try_to((ReturnFromPinboard if back else PutOnPinboard)(self.session(number)))

    @rule(number=numbers, to=st.sampled_from((Status.CONFIRMED, Status.BOOKED, Status.ARRIVED)))
    def change(self, number, to):
        self.try_to(ChangeStatus(self.session(number), to))

    @rule(number=numbers)
    def cancel(self, number):
        self.try_to(CancelSession(self.session(number), CancelReason.OTHER))

    @precondition(lambda self: len(self.past) > 1)
    @rule()
    def undo(self):
        self.hospital.desk.undo()
        self.future.append(self.past.pop())
        assert self.state() == self.past[-1]

    @precondition(lambda self: self.future)
    @rule()
    def redo(self):
        self.hospital.desk.redo()
        self.past.append(self.future.pop())
        assert self.state() == self.past[-1]

    @invariant()
    def nobody_shares_a_chair_or_is_in_two(self):
        if not hasattr(self, "hospital"):
            return
        live = self.hospital.desk.ask(
            lambda connection: connection.execute(
                select(sessions).where(sessions.c.status.not_in(NOT_LIVE), sessions.c.on_pinboard.is_(False))
            ).all()
        )
        for number, one in enumerate(live):
            for other in live[number + 1 :]:
                apart = one.ends <= other.starts or other.ends <= one.starts
                assert apart or (one.chair_id != other.chair_id and one.patient_id != other.patient_id)


AnyOrder.TestCase.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
test_any_order = AnyOrder.TestCase

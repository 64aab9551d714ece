"""Builds the demonstration hospital through the program's own commands: same seed, same hospital."""

import contextlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from dayhospital.clinical.library import Library
from dayhospital.clinical.port import PortNeed, assess_port_for_regimen, port_side
from dayhospital.clock import Clock
from dayhospital.domain.board import DueDay
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.patient import Side, Weight
from dayhospital.domain.regimen import Route
from dayhospital.errors import NeedsReason, Refused
from dayhospital.queries.board import due_days, due_of_patient
from dayhospital.queries.patients import patient_facts, patient_sessions
from dayhospital.queries.unit import chairs as read_chairs
from dayhospital.queries.unit import closures as read_closures
from dayhospital.queries.unit import settings as read_settings
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.services.command import Command
from dayhospital.services.courses import BookCourse, SlotChoice, StartCourse
from dayhospital.services.demo.blood import fill_gates, weaken
from dayhospital.services.demo.casemix import Case, CaseMix
from dayhospital.services.demo.days import Booked, play_day
from dayhospital.services.demo.earlier import metastatic_patients, record_earlier_doses
from dayhospital.services.demo.findings import record_findings
from dayhospital.services.demo.history import line_after, record_histories
from dayhospital.services.demo.packing import Packer, Room
from dayhospital.services.demo.people import Invention, Person
from dayhospital.services.demo.ports import tell_port_stories
from dayhospital.services.demo.rooms import set_up
from dayhospital.services.demo.roster import plan_absences
from dayhospital.services.demo.versions import write_versions
from dayhospital.services.desk import Desk
from dayhospital.services.patients import RecordPort, RegisterPatient
from dayhospital.services.ports import RecordPortEvent
from dayhospital.services.sessions import BookExtra, PutOnPinboard
from dayhospital.services.treatment_days import OmitTreatmentDay, RecordGiven
from dayhospital.storage import tables
from dayhospital.storage.migrate import open_database

T = TypeVar("T")
WEEKS_BEHIND, WEEKS_AHEAD = 12, 8
EXTRAS_A_DAY = (3, 8)
"""So many extra sessions on a day, from and to."""
SESSIONS_TODAY = 80
"""Extra sessions are added today until there are so many."""
MOST_EXTRAS_TODAY = 40
LEFT_OPEN = ((2, 0.5), (2, 0.5), (4, 0.1), (6, 0.06))
"""Treatment days left in the tray, at most and with which chance: overdue, last day today, within three days, later."""
PINNED = 2
SAME_WEEKDAY = 0.12
"""So many courses more begin on the weekday of the day in the middle, which makes that day a full one."""
LONG_OVERDUE = timedelta(days=3)
NAMESAKES = 6
USER = "Demonstration"
REASON = "Agreed with the nurses of the day"
ZONE = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was built, and how the day in the middle looks."""

    patients: int
    courses: int
    sessions: int
    today: int
    unbooked: int

    def __str__(self) -> str:
        return (
            f"{self.patients} fictional patients, {self.courses} courses, {self.sessions} sessions, "
            f"{self.today} of them today, {self.unbooked} treatment days to book"
        )


class Builder:
    """Does one command after another at a clock it sets itself."""

    def __init__(self, path: Path, today: date, now: time, seed: int) -> None:
        self.today = today
        self.now = datetime.combine(today, now)
        self.random = Random(seed)
        self.seed = seed
        self._path = path
        self.library = Library.load()
        self.moment = self.now
        self.desk = self._desk_of(USER)
        self.first = today - timedelta(weeks=WEEKS_BEHIND)
        self.last = today + timedelta(weeks=WEEKS_AHEAD)
        self.booked: list[Booked] = []
        self.left_open = [0] * len(LEFT_OPEN)
        self.courses = 0

    def _utc(self) -> datetime:
        return self.moment.replace(tzinfo=ZONE).astimezone(UTC)

    def do(self, command: Command) -> int:
        """Run a command with an id drawn from the seed; return what it made, 0 if nothing."""
        return self.desk.do(command, UUID(int=self.random.getrandbits(128), version=4)).result or 0

    def read(self, query: Callable[[Connection], T]) -> T:
        """Return what a query finds."""
        return self.desk.ask(query)

    def write_versions(self) -> None:
        """Let the pharmacy write versions of regimens, half-way: some courses begin with the old, some with the new."""
        self.moment = datetime.combine(self.first, time(16, 0))
        write_versions(self._desk_of, self.library, self.seed)

    def _desk_of(self, user: str) -> Desk:
        return Desk(open_database(self._path), Clock("Europe/Brussels", self._utc), user, self.library, station="demo")

    def set_up(self) -> None:
        """Rooms, nurses, duties, closures, and what the packer knows of them."""
        self.moment = datetime.combine(self.first - timedelta(days=30), time(9, 0))
        blocks = set_up(self.do, self.first, self.last, self.today)
        read = self.desk.ask
        self.settings = read(read_settings)
        self.calendar = WorkingCalendar(
            self.settings,
            read(lambda c: read_closures(c, self.first - timedelta(days=200), self.last + timedelta(days=400))),
        )
        chairs = read(read_chairs)
        self.packer = Packer(self.settings, chairs)
        ids = {chair.name: chair.id for chair in chairs}
        for name, span in blocks:
            self.packer.block(ids[name], span)

    def patient(self, person: Person, mix: CaseMix) -> int:
        """Register somebody and give her what her case asks for; return her id."""
        case = mix.case()
        start = self._start_day()
        decided = min(start - timedelta(days=self.random.randint(5, 12)), self.today - timedelta(days=1))
        self.moment = datetime.combine(decided, time(14, self.random.randrange(60)))
        label = person.label
        patient_id = self.do(
            RegisterPatient(
                label.family_name,
                label.given_name,
                label.birth_date,
                label.sex,
                label.hospital_number,
                label.national_number,
                person.details,
                Weight(decided, person.weight_kg),
                mix.tumour(case, start),
            )
        )
        self._port(patient_id, case, start, decided)
        self._course(patient_id, case, start, person.details.consultant)
        for regimen in mix.companions(case):
            beside = Case(regimen, case.setting, case.tumour, None, ())
            self._course(
                patient_id, beside, start + timedelta(days=self.random.choice((0, 7, 14))), person.details.consultant
            )

        return patient_id

    def extras(self, mix: CaseMix, patients: Sequence[int], namesakes: Sequence[int]) -> None:
        """Book blood draws, flushes, transfusions on every open day; today for two who share a name."""
        if not patients:
            return
        for day in self._open_days():
            self.moment = datetime.combine(min(day - timedelta(days=2), self.today - timedelta(days=1)), time(16, 0))
            for _ in range(min(self.random.randint(*EXTRAS_A_DAY), len(patients) // 12)):
                self._extra(day, mix.extra(), self.random.choice(patients))
        self.moment = datetime.combine(self.today - timedelta(days=1), time(16, 30))
        for patient_id in namesakes:
            self._extra(self.today, "blood_draw", patient_id)
        for _ in range(min(MOST_EXTRAS_TODAY, len(patients) // 4)):
            if sum(one.span.day == self.today for one in self.booked) < SESSIONS_TODAY:
                self._extra(self.today, mix.extra(), self.random.choice(patients))

    def play(self) -> None:
        """Let every day up to now happen, then put a few sessions on the pinboard."""
        without_chair = self._days_without_chair()
        for day in self._open_days():
            if day <= self.today:
                sessions = [one for one in self.booked if one.span.day == day]
                play_day(self, day, sessions)
            if day in without_chair and day < self.today:
                self.do(RecordGiven(tuple(without_chair[day])))
        self.moment = self.now
        for due in self.desk.ask(lambda connection: due_days(connection, self.today, 0)):
            day_id = due.treatment.treatment_day_id
            if due.window.latest < self.today - LONG_OVERDUE and day_id is not None:
                self.do(OmitTreatmentDay(day_id, "Not given, decided at the consultation"))
        soon = [one for one in self.booked if 1 <= (one.span.day - self.today).days <= 4 and one.day_id is not None]
        for one in self.random.sample(soon, min(PINNED, len(soon))):
            self.do(PutOnPinboard(one.session_id))

    def _start_day(self) -> date:
        """Return the first day of a course: most began in the last weeks, some begin soon."""
        offset = self.random.choices(
            (
                self.random.randint(-84, -40),
                self.random.randint(-40, -8),
                self.random.randint(-7, 7),
                self.random.randint(8, 30),
            ),
            (34, 36, 18, 12),
        )[0]
        if self.random.random() < SAME_WEEKDAY:
            offset -= offset % 7  # courses run in weeks, so this fills the day that the window opens on
        day = self.today + timedelta(days=offset)
        while not self.calendar.is_open(day):
            day += timedelta(days=self.random.randint(1, 4))
        return day

    def _port(self, patient_id: int, case: Case, start: date, decided: date) -> None:
        """Give most who need one a port."""
        facts = self.desk.ask(lambda connection: patient_facts(connection, patient_id))
        regimen = self.library.get(case.regimen_id)
        found = assess_port_for_regimen(regimen, case.setting, facts, start, self.library.drug)
        chance = {PortNeed.REQUIRED: 0.9, PortNeed.RECOMMENDED: 0.8, PortNeed.CONSIDER: 0.25, PortNeed.NOT_NEEDED: 0.0}
        if self.random.random() < chance[found.need]:
            inserted = min(start - timedelta(days=self.random.randint(1, 4)), self.today - timedelta(days=1))
            self.moment = datetime.combine(max(inserted, decided), time(17, 0))
            side = port_side(facts) or Side.RIGHT
            self.do(RecordPort(patient_id, side, inserted, inserted + timedelta(days=1)))
            if start <= self.today:
                self.moment = max(self.moment, datetime.combine(start, time(9, 0)))
                self.do(RecordPortEvent(patient_id, start))
            self.moment = datetime.combine(decided, time(17, 30))

    def _course(self, patient_id: int, case: Case, start: date, consultant: str) -> None:
        while not self.calendar.is_open(start):
            start += timedelta(days=1)
        with contextlib.suppress(Refused):
            line = line_after(case.regimen_id, case.setting)
            command = StartCourse(
                patient_id, case.regimen_id, case.setting, start, consultant, line, cycles=case.cycles, reason=REASON
            )
            course_id = self.do(command)
            self.courses += 1
            self._book(course_id, patient_id)

    def _book(self, course_id: int, patient_id: int) -> None:
        """Book the days of a course that lie in the weeks of the demonstration; leave a few for the tray."""
        due = self.desk.ask(lambda connection: due_of_patient(connection, patient_id, 80))
        choices: list[SlotChoice] = []
        rooms: list[Room] = []
        for day in due:
            if day.treatment.course_id != course_id or not self.first <= day.planned <= self.last:
                continue
            if self._leave_open(day):
                continue
            room = self._room(day, patient_id)
            if room is not None and day.treatment.treatment_day_id is not None:
                choices.append(SlotChoice(day.treatment.treatment_day_id, room.chair_id, room.span.start))
                rooms.append(room)
                self.packer.take(room.chair_id, room.span, patient_id)
        if not choices:
            return
        try:
            self.do(BookCourse(course_id, tuple(choices), REASON))
        except (Refused, NeedsReason):
            for room in rooms:
                self.packer.free(room.chair_id, room.span, patient_id)
            return
        self._remember(patient_id)

    def _remember(self, patient_id: int) -> None:
        known = {one.session_id for one in self.booked}
        for session in self.desk.ask(lambda connection: patient_sessions(connection, patient_id)):
            if session.id not in known:
                self.booked.append(
                    Booked(session.id, patient_id, session.span, session.chair_id, session.treatment.treatment_day_id)
                )

    def _leave_open(self, day: DueDay) -> bool:
        """Return whether a day stays in the tray: some near today, in every degree of urgency."""
        left, ahead = (day.window.latest - self.today).days, (day.planned - self.today).days
        if not (-2 <= left <= 14 and ahead <= 11):
            return False
        band = 0 if left < 0 else 1 if left == 0 else 2 if left <= 3 else 3
        most, chance = LEFT_OPEN[band]
        if self.left_open[band] >= most or self.random.random() >= chance:
            return False
        self.left_open[band] += 1
        return True

    def _days_without_chair(self) -> dict[date, list[int]]:
        """Return the treatment days before today that need no chair, by planned date: tablets handed out."""
        table = tables.treatment_days.c
        query = select(table.id, table.planned).where(table.needs_chair.is_(False), table.planned < self.today)
        found: dict[date, list[int]] = defaultdict(list)
        for day_id, planned in self.desk.ask(lambda connection: connection.execute(query.order_by(table.id)).all()):
            found[planned].append(day_id)
        return found

    def _room(self, due: DueDay, patient_id: int) -> Room | None:
        """Return room on the planned day or the nearest open one of the window."""
        length = (due.window.latest - due.window.earliest).days + 1
        inside = (due.window.earliest + timedelta(days=offset) for offset in range(length))
        days = sorted(inside, key=lambda day: (abs(day - due.planned), day < due.planned))
        for day in days:
            if self.calendar.is_open(day) and self.first <= day <= self.last:
                room = self.packer.find(
                    day, due.treatment.chair_minutes, due.treatment.chair_kinds, patient_id, random=self.random
                )
                if room is not None:
                    return room
        return None

    def _extra(self, day: date, regimen_id: str, patient_id: int) -> None:
        regimen = self.library.get(regimen_id)
        injected = all(drug.route in {Route.SC, Route.IM} for drug in regimen.phases[0].drugs)
        minutes = {"blood_draw": 15, "port_flush": 45, "iv_iron": 75, "hydration": 165}.get(regimen_id, 180)
        kinds = (ChairKind.INJECTION_ROOM,) if injected else (ChairKind.BED, ChairKind.CHAIR)
        room = self.packer.find(day, minutes, kinds, patient_id, random=self.random)
        if room is None:
            return
        with contextlib.suppress(Refused):
            session_id = self.do(BookExtra(patient_id, regimen_id, room.chair_id, room.span.start, minutes, REASON))
            self.packer.take(room.chair_id, room.span, patient_id)
            self.booked.append(Booked(session_id, patient_id, room.span, room.chair_id, None))

    def _open_days(self) -> list[date]:
        days = [self.first + timedelta(days=offset) for offset in range((self.last - self.first).days + 1)]
        return [day for day in days if self.calendar.is_open(day)]


def build_demo(
    path: Path,
    today: date,
    seed: int = 7,
    patients: int = 400,
    now: time = time(11, 20),
    progress: Callable[[int, int], object] | None = None,
) -> DemoReport:
    """Write the demonstration hospital to a file, in place of what was there; the old one stays until the new is whole.

    On ``today`` the unit is open, weekend or not, and the day has come as far as ``now``.

    Raises:
        StorageError: If the file cannot be written.
    """
    unfinished = path.with_name(path.name + ".building")
    remove_database(unfinished)
    builder = Builder(unfinished, today, now, seed)
    try:
        builder.set_up()
        invention, mix = Invention(builder.random, today), CaseMix(builder.random, builder.library)
        alike = min(NAMESAKES, patients // 8)
        people = [invention.person() for _ in range(patients - alike)]
        people += [invention.namesake(person) for person in people[:alike]]
        ids = []
        for number, person in enumerate(people):
            if number == len(people) // 2:
                builder.write_versions()
            ids.append(builder.patient(person, mix))
            if progress is not None:
                progress(number + 1, len(people))
        builder.extras(mix, sorted({one.patient_id for one in builder.booked}), (ids[0], ids[-alike]) if alike else ())
        record_earlier_doses(builder.do, builder.desk.ask(metastatic_patients), today, builder.random)
        births = [person.label.birth_date for person in people]
        record_findings(builder, seed, tuple(zip(ids, births, strict=True)))
        fill_gates(builder)
        builder.play()
        weaken(builder)
        tell_port_stories(builder, ids)
        record_histories(builder.desk, ids, today, seed)
        plan_absences(builder.desk, today, seed)
    finally:
        builder.desk.close()
    remove_database(path)
    unfinished.replace(path)
    count = sum(one.span.day == today for one in builder.booked)
    return DemoReport(len(people), builder.courses, len(builder.booked), count, sum(builder.left_open))


def remove_database(path: Path) -> None:
    """Take away a database file with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)

"""A small hospital built through the program's commands, for tests that go from the window to the database."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import QObject

from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.domain.board import DueDay
from dayhospital.domain.hospital import ChairKind, UnitSettings
from dayhospital.domain.patient import AllergyStatus, Sex
from dayhospital.domain.regimen import Setting
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from dayhospital.queries.board import due_of_patient
from dayhospital.queries.gates import gate_case
from dayhospital.queries.patients import patient as read_patient
from dayhospital.services.command import Command
from dayhospital.services.courses import BookCourse, SlotChoice, StartCourse
from dayhospital.services.desk import Desk
from dayhospital.services.patients import EditPatient, PatientDetails, RecordWeight, RegisterPatient
from dayhospital.services.status import ChangeStatus
from dayhospital.services.unit import AddChair, AddNurse, ChangeSettings, PlanShift
from dayhospital.storage.migrate import open_database
from dayhospital.ui.context import Context, Navigator
from dayhospital.ui.preferences import Preferences
from dayhospital.ui.store import Store

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 0)
GIVEN_BY = (Status.ARRIVED, Status.RELEASED, Status.IN_TREATMENT, Status.READY_TO_LEAVE, Status.LEFT)
PEOPLE = (
    ("Meerkoet", "Femke", date(1981, 3, 9)),
    ("Yıldızbahçe", "Élise", date(1967, 8, 4)),
    ("Van Wolkensteyn", "Ann-Sofie", date(1950, 1, 1)),
    ("Meerkoet", "Ilse", date(1975, 12, 30)),
)


@dataclass
class Hospital:
    """A desk at a hospital of three chairs, a bed and an injection room, with four patients."""

    path: Path
    desk: Desk
    library: Library
    clock: Clock
    chairs: tuple[int, ...]
    injection_room: int
    patients: tuple[int, ...]

    def do(self, command: Command) -> int:
        result = self.desk.do(command).result
        return result if result is not None else 0

    def start(self, patient: int, regimen: str, setting: Setting = Setting.NEOADJUVANT, day: date = TODAY) -> int:
        return self.do(StartCourse(self.patients[patient], regimen, setting, day, "Dr Rietzanger"))

    def due(self, patient: int) -> tuple[DueDay, ...]:
        return self.desk.ask(lambda connection: due_of_patient(connection, self.patients[patient], 60))

    def give(self, course_id: int, treatment_day_id: int, day: date) -> None:
        """Book a treatment day in the first chair and give it."""
        place = SlotChoice(treatment_day_id, self.chairs[0], self.at("09:00", day))
        self.do(BookCourse(course_id, (place,), "agreed"))
        case = self.desk.ask(lambda c: gate_case(c, self.library, treatment_day_id, self.clock.local()))
        assert case.seat is not None
        for status in GIVEN_BY:
            self.do(ChangeStatus(case.seat.session_id, status, "agreed"))

    def at(self, text: str, day: date = TODAY) -> datetime:
        return datetime.combine(day, time.fromisoformat(text))


def build(folder: Path, server: str = "") -> Hospital:
    """Build the hospital in a folder, or in the empty database of a server."""
    path = folder / "hospital.db"
    library, clock = Library.load(), Clock.fixed(NOW)
    desk = Desk(open_database(server or path), clock, "Test, Nurse", library)
    desk.do(ChangeSettings(UnitSettings(name="Day hospital of the tests")))

    def made(command: Command) -> int:
        result = desk.do(command).result
        assert result is not None
        return result

    chairs = tuple(made(AddChair(f"A{n}", ChairKind.CHAIR, "Bay A", n)) for n in (1, 2, 3))
    bed = made(AddChair("Bed 1", ChairKind.BED, "Beds", 4))
    room = made(AddChair("Inj 1", ChairKind.INJECTION_ROOM, "Rooms", 5))
    nurses = [made(AddNurse(f"Nurse {n}", f"N{n}")) for n in (1, 2, 3)]
    for offset in range(14):
        day = TODAY + timedelta(days=offset)
        if day.weekday() < 5:
            for nurse in nurses:
                made(PlanShift(nurse, Span.on(day, time(7, 30), time(18, 30)), None, frozenset(chairs)))
    details = PatientDetails(allergy_status=AllergyStatus.NONE_KNOWN)
    patients = tuple(
        made(RegisterPatient(family, given, birth, Sex.FEMALE, f"H {number:04d}", "", details))
        for number, (family, given, birth) in enumerate(PEOPLE, start=1)
    )
    return Hospital(path, desk, library, clock, (*chairs, bed), room, patients)


def measure(hospital: Hospital, patient: int, height_cm: float, kg: float, day: date = TODAY) -> None:
    """Record height and weight of a patient: what doses are worked out from."""
    found = hospital.desk.ask(lambda connection: read_patient(connection, hospital.patients[patient]))
    label = found.label
    details = replace(PatientDetails.of(found), height_cm=height_cm)
    who = (label.family_name, label.given_name, label.birth_date, label.sex, label.hospital_number)
    hospital.do(EditPatient(label.id, found.version, details, *who))
    hospital.do(RecordWeight(label.id, day, kg))


class Window(QObject):
    """A context with a real store on the hospital's file, and what was said and refused."""

    def __init__(self, hospital: Hospital, folder: Path) -> None:
        super().__init__()
        self.hospital = hospital
        self.store = Store(
            lambda: Desk(open_database(hospital.path), hospital.clock, "Test, Window", hospital.library), self
        )
        self.navigator = Navigator(self)
        self.context = Context(
            self.store,
            hospital.library,
            hospital.clock,
            Preferences(folder / "preferences.ini"),
            self.navigator,
            lambda: None,
        )
        self.changes: list[str] = []
        self.refusals: list[str] = []
        self.store.changed.connect(lambda changes: self.changes.append(changes.title))
        self.store.refused.connect(lambda error: self.refusals.append(str(error)))

    def settled(self) -> Callable[[], bool]:
        return lambda: self.store.idle

"""A small day for the scheduling tests: three chairs, a bed, an injection room, one nurse."""

from datetime import date, datetime, time

from dayhospital.domain.board import BoardDay, BoardSession, PatientFacts, Treatment
from dayhospital.domain.course import Dose
from dayhospital.domain.hospital import Block, BlockKind, Chair, ChairKind, Nurse, Shift, UnitSettings
from dayhospital.domain.patient import Access, AllergyStatus, Home, PatientLabel, Sex
from dayhospital.domain.regimen import Place, PortDefault, Setting
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span, Window

DAY = date(2026, 12, 1)
EARLY = datetime(2026, 12, 1, 7, 0)
CHAIRS = (
    Chair(1, "A1", ChairKind.CHAIR, "Bay A", 1),
    Chair(2, "A2", ChairKind.CHAIR, "Bay A", 2),
    Chair(3, "A3", ChairKind.CHAIR, "Bay A", 3),
    Chair(4, "Bed 1", ChairKind.BED, "Beds", 4),
    Chair(5, "Inj 1", ChairKind.INJECTION_ROOM, "Rooms", 5),
)


def at(text: str, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(text))


def span(start: str, end: str, day: date = DAY) -> Span:
    return Span(at(start, day), at(end, day))


def person(number: int) -> PatientFacts:
    label = PatientLabel(number, f"Ooievaar{number}", "Kaat", date(1970, 1, 1), Sex.FEMALE, f"H {number:04d}")
    return PatientFacts(label, AllergyStatus.NONE_KNOWN, (), 0, None, Access(), Home(), None, "left", PortDefault.NO)


def treatment(
    minutes: int = 120,
    kinds: tuple[ChairKind, ...] = (ChairKind.CHAIR, ChairKind.BED),
    window: Window | None = None,
    acuity: int = 2,
    routes: tuple[str, ...] = ("IV",),
    day_id: int | None = 1,
) -> Treatment:
    doses = tuple(
        Dose(f"drug{number}", 0, 1, 1, 1, False, 1.0, "mg", route, Place.DAY_HOSPITAL)
        for number, route in enumerate(routes)
    )
    return Treatment(
        1,
        day_id,
        "r",
        "Regimen",
        "R",
        "TX",
        Setting.ADJUVANT,
        "C1D1",
        1,
        1,
        window,
        kinds,
        doses,
        (),
        minutes,
        minutes + 40,
        acuity,
        4,
    )


def session(
    number: int, chair: int, start: str, end: str, status: Status = Status.BOOKED, patient: int | None = None, **facts
) -> BoardSession:
    where = span(start, end)
    what = facts.pop("treatment", treatment(where.minutes))
    return BoardSession(number, 1, chair, where, status, person(patient or number), what, **facts)


def board(*sessions: BoardSession, nurses: int = 3, **changes) -> BoardDay:
    day = changes.pop("day", DAY)
    shifts = tuple(
        Shift(Nurse(number, f"Nurse {number}", f"N{number}"), span("07:00", "19:00", day)) for number in range(nurses)
    )
    return BoardDay(
        day=day,
        settings=changes.pop("settings", UnitSettings()),
        closure=changes.pop("closure", None),
        chairs=CHAIRS,
        shifts=changes.pop("shifts", shifts),
        blocks=changes.pop("blocks", ()),
        sessions=tuple(sorted(sessions, key=lambda one: one.span)),
    )


def block(chair: int, start: str, end: str) -> Block:
    return Block(1, chair, span(start, end), BlockKind.OUT_OF_SERVICE, "motor repair")

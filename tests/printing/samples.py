"""Days of any size for the paper's tests, with invented people whose names are hard to print."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dayhospital.clinical.library import Library
from dayhospital.domain.board import BoardDay, BoardSession, PatientFacts, Treatment
from dayhospital.domain.course import (
    ChairTime,
    Course,
    CourseState,
    DayState,
    Dose,
    PlannedDay,
    Segment,
    SegmentKind,
    TreatmentDay,
)
from dayhospital.domain.hospital import Block, BlockKind, Chair, ChairKind, Nurse, Shift, UnitSettings
from dayhospital.domain.patient import Access, Allergy, AllergyStatus, Escort, Home, PatientLabel, Port, Sex, Side
from dayhospital.domain.regimen import Regimen, Route, Setting
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span, Window
from dayhospital.printing.page import Printed

DAY = date(2026, 11, 24)
PRINTED = Printed(datetime(2026, 11, 24, 7, 5), "HAUTEM, Eva")
FAMILIES = (
    "Waterlelie",
    "De Zonnevlieger",
    "Yıldızbahçe",
    "Van Wolkensteyn",
    "Kwiatkówna",
    "Appelgaerde",
    "Klaproos-Kersendael van den Boterblommenberghe",
    "Du Mirabellier",
    "Li",
    "Zilverspar",
    "Ooievaer",
)
GIVEN = ("Nora", "Iris", "Selin", "Élise", "Zofia", "Ann-Sofie", "Bernadette-Charlotte", "Yu", "Griet", "")
REGIMENS = ("tchp", "pac_weekly", "kn522", "ec_q3w", "fulvestrant", "tdxd", "zoledronic_q4w", "sg", "phesgo")
STATUSES = (Status.BOOKED, Status.RELEASED, Status.IN_TREATMENT, Status.LEFT, Status.CONFIRMED, Status.ARRIVED)


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


def chairs(count: int = 22) -> tuple[Chair, ...]:
    found = []
    for number in range(count):
        kind, bay = ChairKind.CHAIR, "AB"[number % 2 if count > 40 else min(number // 8, 1)]
        name = f"{bay}{number % 8 + 1}" if number < 16 else f"A{number}"
        if count - 6 <= number < count - 2 and count > 8:
            kind, bay, name = ChairKind.BED, "Beds", f"Bed {number - count + 7}"
        elif count - 2 <= number and count > 8:
            kind, bay, name = ChairKind.INJECTION_ROOM, "Injections", f"Inj {number - count + 3}"
        found.append(Chair(number + 1, name, kind, f"Bay {bay}", number))
    return tuple(found)


def label(number: int) -> PatientLabel:
    return PatientLabel(
        number,
        FAMILIES[number % len(FAMILIES)] + (f" {number}" if number >= 50 else ""),
        GIVEN[number % len(GIVEN)],
        date(1940, 1, 1) + timedelta(days=number * 211 % 20000),
        Sex.FEMALE,
        f"H {number % 900 + 100:04d} {number * 37 % 900 + 100}",
    )


def facts(number: int, regimen: Regimen) -> PatientFacts:
    known = number % 7 == 3
    port = Port(Side.RIGHT, date(2026, 9, 1), date(2026, 9, 2)) if number % 3 == 0 else None
    return PatientFacts(
        label=label(number),
        allergy_status=AllergyStatus.KNOWN if known else AllergyStatus.NONE_KNOWN,
        allergies=(Allergy("latex"),) if known else (),
        ecog=number % 4,
        earlier_reaction_grade=2 if number % 11 == 5 else None,
        access=Access(diva_score=number % 6),
        home=Home(
            escort=tuple(Escort)[number % 4],
            lives_alone=False,
            adult_first_night=True,
            travel_minutes=20 + number % 50,
            telephone="0470 00 00 00",
        ),
        port=port,
        tumour_side="left",
        port_default=regimen.port,
    )


def treatment(regimen: Regimen, number: int) -> Treatment:
    exposure = number % 5 + 1
    phase = regimen.phases[0]
    doses = tuple(
        Dose(item.drug, 0, exposure, 1, exposure, False, item.dose, item.unit, item.route, item.places[0])
        for item in sorted(phase.drugs, key=lambda item: item.sequence)
    )
    injection = all(dose.route != Route.IV for dose in doses)
    segments, at = [Segment(SegmentKind.SETUP, 0, 10 if injection else 20)], 10 if injection else 20
    if not injection:
        segments.append(Segment(SegmentKind.PREMEDICATION, at, 30))
        at += 30
    for item in sorted(phase.drugs, key=lambda item: item.sequence):
        minutes = max(5, item.infusion.at(exposure))
        segments.append(Segment(SegmentKind.DRUG, at, minutes, item.drug))
        at += minutes
        if watch := item.observation.at(exposure) // 4:
            segments.append(Segment(SegmentKind.OBSERVATION, at, watch, item.drug))
            at += watch
    segments.append(Segment(SegmentKind.DISCHARGE, at, 5 if injection else 10))
    chair = -(-segments[-1].end // 15) * 15
    return Treatment(
        course_id=number,
        treatment_day_id=number,
        regimen_id=regimen.id,
        regimen_name=regimen.name,
        short=regimen.short,
        colour=regimen.colour,
        setting=Setting.ADJUVANT,
        label=f"C{exposure}D1",
        cycle=exposure,
        day=1,
        window=None,
        chair_kinds=(ChairKind.CHAIR,),
        doses=doses,
        segments=tuple(segments),
        chair_minutes=chair,
        stay_minutes=chair + 60,
        acuity=2,
        course_doses=6,
    )


def board(sessions: int, places: int = 22) -> BoardDay:
    """Return a day with so many sessions, packed one after the other; more than fit run on into the evening."""
    rows = chairs(places)
    free = {chair.id: datetime.combine(DAY, time(7, 30)) + timedelta(minutes=15 * (chair.id % 4)) for chair in rows}
    made = []
    for number in range(sessions):
        regimen = library().get(REGIMENS[number % len(REGIMENS)])
        what = treatment(regimen, number)
        fitting = [c for c in rows if (c.kind is ChairKind.INJECTION_ROOM) is (what.chair_minutes <= 30)] or list(rows)
        chair = min(fitting, key=lambda each: free[each.id])
        span = Span.lasting(free[chair.id], what.chair_minutes)
        free[chair.id] = span.end + timedelta(minutes=15 * (number % 2))
        made.append(_session(number, chair, span, what, regimen))
    shifts = tuple(_shift(number, rows) for number in range(4))
    blocks = (Block(1, 6, Span.on(DAY, time(7, 30), time(9)), BlockKind.OUT_OF_SERVICE, "Chair out of service"),)
    return BoardDay(
        DAY,
        UnitSettings(name="Breast Day Hospital", hospital="Westerlind General"),
        None,
        rows,
        shifts,
        blocks if sessions < 6 else (),
        tuple(sorted(made, key=lambda session: session.span.start)),
    )


def _session(number: int, chair: Chair, span: Span, what: Treatment, regimen: Regimen) -> BoardSession:
    return BoardSession(
        id=number + 1,
        version=1,
        chair_id=chair.id,
        span=span,
        status=STATUSES[number % len(STATUSES)],
        patient=facts(number, regimen),
        treatment=what,
        hold_reason="counts too low" if number % 13 == 9 else "",
        homonym=number % 17 == 4,
        note="interpreter PL" if number % 9 == 2 else "",
    )


def _shift(number: int, rows: tuple[Chair, ...]) -> Shift:
    nurse = Nurse(
        number, ("HAUTEM, Eva", "MAES, Tom", "SOETE, Kim", "LAMBIN, Dirk")[number], ("EV", "TM", "SK", "LD")[number]
    )
    ids = frozenset(chair.id for chair in rows if chair.id % 4 == number)
    return Shift(nurse, Span.on(DAY, time(7, 30), time(18, 30)), chair_ids=ids)


def with_sessions(day: BoardDay, **more: object) -> BoardDay:
    """Return the day with each session changed alike."""
    return replace(day, sessions=tuple(replace(session, **more) for session in day.sessions))  # type: ignore[arg-type]


def course(patient_id: int, regimen_id: str, days: int, every: int = 21) -> Course:
    """Return a course of so many treatment days, planned one every ``every`` days."""
    regimen = library().get(regimen_id)
    what = treatment(regimen, 0)
    made = []
    for number in range(days):
        day = date(2026, 11, 3) + timedelta(days=every * number)
        window = Window(day - timedelta(days=1), day, day + timedelta(days=3))
        time_needed = ChairTime(what.chair_minutes, what.stay_minutes, what.segments)
        plan = PlannedDay(
            f"C{number + 1}D1",
            number + 1,
            1,
            0,
            window,
            day,
            what.doses[0].place,
            (ChairKind.CHAIR,),
            what.doses,
            time_needed,
            2,
        )
        state = DayState.GIVEN if day < DAY else DayState.DUE
        made.append(TreatmentDay(number + 1, patient_id, plan, state, 1))
    return Course(
        patient_id,
        patient_id,
        regimen.id,
        1,
        regimen.name,
        regimen.short,
        regimen.colour,
        Setting.ADJUVANT,
        1,
        date(2026, 11, 3),
        "Dr. Ooievaer",
        CourseState.ACTIVE,
        tuple(made),
    )

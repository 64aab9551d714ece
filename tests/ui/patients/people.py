"""Invented people for the tests of the patient pages: long names, accents, and every kind of day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from dayhospital.clinical.library import Library
from dayhospital.domain.board import BoardSession, PatientFacts, Treatment
from dayhospital.domain.course import Course, CourseState, DayState, TreatmentDay
from dayhospital.domain.hospital import Chair, ChairKind, UnitSettings
from dayhospital.domain.patient import (
    Access,
    Allergy,
    AllergyStatus,
    Escort,
    Home,
    Patient,
    PatientLabel,
    Port,
    Sex,
    Side,
    Weight,
)
from dayhospital.domain.regimen import PortDefault, Setting
from dayhospital.domain.result import Results
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from dayhospital.domain.tumour import Histology, Tumour
from dayhospital.queries.patients import HistoryRow, PatientRow
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course
from dayhospital.ui.patients.record import Record

TODAY = date(2026, 11, 24)
LABEL = PatientLabel(7, "Van Wolkensteyn-Yıldızbahçe", "Ann-Sofie", date(1961, 5, 17), Sex.FEMALE, "H 0204 881")
SECOND = PatientLabel(8, "Kwiatkówna", "Élise", date(1975, 12, 30), Sex.FEMALE, "H 0204 990", "75.12.30-000.28")
CHAIRS = (Chair(1, "A1", ChairKind.CHAIR, "Bay A", 1), Chair(2, "Bed 1", ChairKind.BED, "Beds", 2))
TUMOUR = Tumour(3, Side.LEFT, Histology.DUCTAL, date(2026, 8, 20), 3, "cT2 N1 M0", "IIB", 0, 0, 3, ki67_percent=63)
PORT = Port(Side.RIGHT, date(2026, 9, 2), date(2026, 9, 3), date(2026, 11, 3))


def patient(**changes) -> Patient:
    made = Patient(
        LABEL,
        telephone="+32 400 00 00 07",
        consultant="Dr Rietzanger",
        height_cm=168,
        weights=(Weight(date(2026, 11, 3), 65.2), Weight(date(2026, 10, 13), 66.0)),
        ecog=0,
        ecog_day=date(2026, 11, 3),
        allergy_status=AllergyStatus.KNOWN,
        allergies=(Allergy("Penicillin", "anaphylaxis", severe=True),),
        access=Access(diva_score=1),
        home=Home(Escort.ESCORTED, travel_minutes=25),
        port=PORT,
        version=4,
    )
    return replace(made, **changes)


def course(library: Library, regimen_id: str = "ec_wp", start: date = date(2026, 10, 13)) -> Course:
    """Return a course whose days before today were given, today's and next week's booked, the third after left out."""
    regimen = library.get(regimen_id)
    calendar = WorkingCalendar(UnitSettings())
    planned = plan_course(
        regimen,
        Setting.NEOADJUVANT,
        start,
        calendar,
        policy=UnitSettings().observation_policy,
        drug_lookup=library.drug,
        cycles=None,
    )
    days = []
    for number, plan in enumerate(planned, start=1):
        past = plan.planned < TODAY
        booked = not past and plan.planned < TODAY + timedelta(days=22)
        days.append(
            TreatmentDay(100 + number, 5, plan, DayState.GIVEN if past else DayState.DUE, 1, number if booked else None)
        )
    days[-1] = replace(days[-1], state=DayState.OMITTED)
    return Course(
        5, 7, regimen.id, 1, regimen.name, regimen.short, regimen.colour, Setting.NEOADJUVANT, 1, start,
        "Dr Rietzanger", CourseState.ACTIVE, tuple(days),
    )  # fmt: skip


def facts(person: Patient) -> PatientFacts:
    return PatientFacts(
        person.label,
        person.allergy_status,
        person.allergies,
        person.ecog,
        None,
        person.access,
        person.home,
        person.port,
        "left",
        PortDefault.RECOMMENDED,
    )


def sessions(person: Patient, of: Course, status: Status = Status.BOOKED) -> tuple[BoardSession, ...]:
    found = []
    for day in of.days:
        if day.session_id is None:
            continue
        plan = day.plan
        treatment = Treatment(
            of.id, day.id, of.regimen_id, of.regimen_name, of.regimen_short, of.colour, of.setting, plan.label,
            plan.cycle, plan.day, plan.window, plan.chair_kinds, plan.doses, plan.time.segments,
            plan.time.chair_minutes, plan.time.stay_minutes, plan.acuity, len(of.days),
        )  # fmt: skip
        span = Span.lasting(datetime(plan.planned.year, plan.planned.month, plan.planned.day, 13, 0), 120)
        found.append(BoardSession(day.session_id, 1, 1, span, status, facts(person), treatment))
    return tuple(found)


def record(library: Library, person: Patient | None = None, with_course: bool = True) -> Record:
    person = person or patient()
    courses = (course(library),) if with_course else ()
    return Record(
        person,
        facts(person),
        (TUMOUR,),
        courses,
        sessions(person, courses[0]) if courses else (),
        (),
        (
            HistoryRow(
                datetime(2026, 11, 23, 16, 5), "Hautem, Eva", "Registered VAN WOLKENSTEYN", "do", "asked by phone"
            ),
        ),
        UnitSettings(),
        CHAIRS,
        Results(),
    )


def rows() -> tuple[PatientRow, ...]:
    return (
        PatientRow(
            SECOND, "TCHP", "TCHP", "H2", "Dr Rietzanger", False, AllergyStatus.NOT_RECORDED, 40,
            datetime(2026, 11, 24, 14, 15), "Bed 1",
        ),
        PatientRow(LABEL, "EC-wP", "EC, then weekly paclitaxel", "AN", "Dr Sternklar", True, AllergyStatus.KNOWN),
    )  # fmt: skip

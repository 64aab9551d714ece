"""The patient's own calendar: every treatment day and session, month by month, to take home."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from dayhospital.domain.board import BoardSession
from dayhospital.domain.course import Course, DayState, Dose, TreatmentDay
from dayhospital.domain.formats import day_text, span_text
from dayhospital.domain.hospital import Chair, UnitSettings
from dayhospital.domain.identity import national_number_text
from dayhospital.domain.patient import Patient
from dayhospital.domain.regimen import Place, Route
from dayhospital.domain.session import NOT_LIVE
from dayhospital.domain.span import Span
from dayhospital.printing.day_by_time import count_text
from dayhospital.printing.flow import Cell, Look, Paragraph, Run, legend, plain
from dayhospital.printing.page import Document, Frame, Printed
from dayhospital.printing.session_words import DrugBook, DrugLookup, drug_name, name_of
from dayhospital.printing.table import Column, Group, Row, Table

COLUMNS = (
    Column("Day", 300),
    Column("Time", 290),
    Column("Where", 330),
    Column("Treatment", 360),
    Column("What"),
)
LEGEND: Cell = (
    legend(
        "Times can change: the day hospital will tell you. Days without a time are not booked yet."
        " With fever of 38 °C or more, or if you feel ill, call the day hospital before you come."
    ),
)
NOTHING = "No treatment days are planned."
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PLACES = {Place.DAY_HOSPITAL: "Day hospital", Place.CONSULTATION: "Consultation", Place.HOME: "At home"}
ROUTES = {
    Route.IV.value: "infusion",
    Route.SC.value: "injection under the skin",
    Route.IM.value: "injection into the muscle",
    Route.PO.value: "tablets",
}


@dataclass(frozen=True, slots=True)
class CalendarSession:
    """A booked session of the patient; ``treatment_day_id`` is None for an extra one, then ``title`` says what."""

    span: Span
    chair: str
    treatment_day_id: int | None = None
    title: str = ""


def calendar_sessions(sessions: Iterable[BoardSession], chairs: Iterable[Chair]) -> tuple[CalendarSession, ...]:
    """Return the sessions a patient comes for: live ones that have their place."""
    names = {chair.id: chair.name for chair in chairs}
    return tuple(
        CalendarSession(
            session.span,
            names.get(session.chair_id, ""),
            session.treatment.treatment_day_id,
            session.treatment.regimen_name,
        )
        for session in sessions
        if session.status not in NOT_LIVE and not session.on_pinboard
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    at: datetime
    row: Row


def patient_calendar(
    patient: Patient,
    courses: Sequence[Course],
    sessions: Sequence[CalendarSession],
    settings: UnitSettings,
    printed: Printed,
    *,
    drug: DrugLookup,
    since: date | None = None,
) -> Document:
    """Return the calendar, A4 upright. ``since`` leaves out earlier days."""
    book = DrugBook(drug)
    entries = [
        entry
        for entry in (*_course_entries(courses, sessions, book), *_extra_entries(sessions))
        if since is None or entry.at.date() >= since
    ]
    entries.sort(key=lambda entry: entry.at)
    groups = tuple(
        _month_group(month, tuple(of_month))
        for month, of_month in groupby(entries, key=lambda entry: (entry.at.year, entry.at.month))
    )
    frame = _frame(patient, settings, printed)
    return Document(frame.title, tuple(Table(COLUMNS, groups, NOTHING).pages(frame)))


def _frame(patient: Patient, settings: UnitSettings, printed: Printed) -> Frame:
    return Frame(
        unit=", ".join(text for text in (settings.name, settings.hospital) if text),
        title="Treatment calendar",
        middle="",
        above_middle="",
        printed=printed,
        marks=LEGEND,
        version=f"State of {day_text(printed.at)}; replaces earlier ones",
        landscape=False,
        subject=(_subject(patient),),
        privacy="Made for the patient named above.",
    )


def _subject(patient: Patient) -> Paragraph:
    label = patient.label
    number = national_number_text(label.national_number)
    about = [f"born {day_text(label.birth_date)}", label.hospital_number, *([number] if number else [])]
    return (*name_of(label), *(Run(f"· {text}", keep=True) for text in about))


def _month_group(month: tuple[int, int], entries: tuple[_Entry, ...]) -> Group:
    year, number = month
    return Group(
        f"{MONTH_NAMES[number - 1]} {year}", count_text(len(entries), "day"), tuple(each.row for each in entries)
    )


def _course_entries(courses: Sequence[Course], sessions: Sequence[CalendarSession], book: DrugBook) -> Iterator[_Entry]:
    booked = {session.treatment_day_id: session for session in sessions if session.treatment_day_id is not None}
    for course in courses:
        for day in course.days:
            yield _day_entry(course, day, booked.get(day.id), book)


def _day_entry(course: Course, day: TreatmentDay, session: CalendarSession | None, book: DrugBook) -> _Entry:
    plan = day.plan
    treatment: Cell = (
        (
            Run(course.colour, look=Look.BADGE),
            Run(course.regimen_short),
            Run(plan.label, keep=True),
            *((Run("provisional"),) if plan.provisional else ()),
        ),
    )
    what = tuple(_what(plan.doses, book))
    if session:
        return _Entry(session.span.start, _row(session.span.day, *_booked(session), treatment, what))
    # Without a time the day stands after what has one.
    last = datetime.combine(plan.planned, time.max)
    return _Entry(last, _row(plan.planned, _open_time(day), plain(PLACES[plan.place]), treatment, what))


def _booked(session: CalendarSession) -> tuple[Cell, Cell]:
    return plain(span_text(session.span.start, session.span.end)), plain(
        ", ".join(filter(None, ("Day hospital", session.chair)))
    )


def _open_time(day: TreatmentDay) -> Cell:
    """Say what became of a day without a session, or that it still gets its time."""
    if day.state is not DayState.DUE:
        return plain(day.state.value)
    if not day.plan.needs_chair:
        return ()
    window = day.plan.window
    dates = f"{day_text(window.earliest, year=False)} to {day_text(window.latest, year=False)}"
    return ((Run("not booked yet"),), (Run(dates),))


def _what(doses: Sequence[Dose], book: DrugBook) -> Iterator[Paragraph]:
    """Yield the drugs by the way they are given, one paragraph each."""
    for way, same in groupby(doses, key=_way):
        names = ", ".join(dict.fromkeys(drug_name(book(dose.drug)) for dose in same))
        yield (Run(names), Run(f"({way})"))


def _way(dose: Dose) -> str:
    way = ROUTES.get(dose.route, dose.route)
    return f"{way}, at home" if dose.place is Place.HOME and dose.route != Route.PO else way


def _extra_entries(sessions: Sequence[CalendarSession]) -> Iterator[_Entry]:
    for session in sessions:
        if session.treatment_day_id is None:
            yield _Entry(session.span.start, _row(session.span.day, *_booked(session), plain(session.title), ()))


def _row(day: date, time: Cell, where: Cell, treatment: Cell, what: Cell) -> Row:
    return Row((plain(day_text(day, weekday=True), bold=True), time, where, treatment, what))

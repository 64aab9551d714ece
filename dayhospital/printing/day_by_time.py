"""The day as a list by start: who comes when, with both identifiers, boxes to tick and what to know."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from dayhospital.domain.board import BoardDay
from dayhospital.domain.formats import day_text, long_day_text, time_text
from dayhospital.printing.flow import BOX, Cell, legend, plain
from dayhospital.printing.page import Document, Frame, Printed
from dayhospital.printing.session_words import (
    DrugBook,
    DrugLookup,
    Told,
    go_cell,
    leave_cell,
    name_of,
    port_cell,
    remarks_cell,
    treatment_cell,
)
from dayhospital.printing.table import Column, Group, Row, Table

COLUMNS = (
    Column("In", 55),
    Column("Start", 118),
    Column("Chair", 128),
    Column("Patient", 420),
    Column("Born", 238),
    Column("Hosp. no.", 225),
    Column("Treatment", 500),
    Column("Nurse", 100),
    Column("Port", 145),
    Column("Go", 150),
    Column("Drug", 80),
    Column("End", 116),
    Column("Home", 122),
    Column("Out", 65),
    Column("Remarks"),
)
LEGEND: Cell = (
    legend(
        "In: patient seated. Drug: preparation received and checked by two. Out: discharge list done, next date handed"
        " over. Home: goes home the same day; if = under the conditions in the remarks; doctor = the doctor decides."
        " Port: advised = recommended and not in place; vein = worth considering."
    ),
)
NOTHING = "No sessions on this day."


def day_by_time(board: BoardDay, printed: Printed, drug: DrugLookup) -> Document:
    """Return the list by start, then chair."""
    frame = day_frame(board, "Day schedule by time", "sorted by start, then chair", printed, LEGEND)
    sessions = told_sessions(board, drug)
    groups = [
        _hour_group(hour, tuple(row(board, told) for told in of_hour), board)
        for hour, of_hour in groupby(sessions, key=lambda told: _hour(told.session.span.start))
    ]
    return Document(frame.title, tuple(Table(COLUMNS, tuple(groups), NOTHING).pages(frame)))


def told_sessions(board: BoardDay, drug: DrugLookup) -> list[Told]:
    """Return the sessions of the day with what the rules say, by start and board order."""
    book = DrugBook(drug)
    order = {chair.id: number for number, chair in enumerate(board.chairs)}
    sessions = sorted(board.sessions, key=lambda each: (each.span.start, order.get(each.chair_id, -1), each.id))
    return [Told.of(session, board.settings, book) for session in sessions]


def row(board: BoardDay, told: Told) -> Row:
    """Return the line of one session."""
    session = told.session
    label = session.patient.label
    box: Cell = ((BOX,),)
    return Row(
        (
            box,
            plain(time_text(session.span.start), bold=True),
            plain(board.chair(session.chair_id).name, bold=True),
            (name_of(label),),
            plain(day_text(label.birth_date), keep=True),
            plain(label.hospital_number, keep=True),
            treatment_cell(session),
            plain(board.nurse_initials(session.chair_id)),
            port_cell(told),
            go_cell(session),
            box if session.treatment.doses else (),
            plain(time_text(session.span.end)),
            leave_cell(told),
            box,
            remarks_cell(told),
        )
    )


def day_frame(board: BoardDay, title: str, above: str, printed: Printed, legend: Cell) -> Frame:
    """Return head and foot of a list of the day."""
    return Frame(
        unit=unit_line(board),
        title=title,
        middle=long_day_text(board.day),
        above_middle=above if board.open else f"{above} · {_closed(board)}",
        printed=printed,
        marks=legend,
        version=f"Day sheet {board.day.isoformat()}, state of {time_text(printed.at)}; replaces earlier prints",
    )


def unit_line(board: BoardDay) -> str:
    settings = board.settings
    return ", ".join(text for text in (settings.name, settings.hospital) if text)


def count_text(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def counts(board: BoardDay) -> str:
    """Return ``81 sessions, 22 places, 7 nurses``."""
    nurses = len({shift.nurse.id for shift in board.shifts})
    numbers: Sequence[tuple[int, str]] = (
        (len(board.live), "session"),
        (len(board.chairs), "place"),
        (nurses, "nurse"),
    )
    return ", ".join(count_text(number, word) for number, word in numbers)


def _closed(board: BoardDay) -> str:
    return f"closed: {board.closure.name}" if board.closure else "the unit is closed on this weekday"


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _hour_group(hour: datetime, rows: tuple[Row, ...], board: BoardDay) -> Group:
    return Group(time_text(hour), count_text(len(rows), "start"), rows)

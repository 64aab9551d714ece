"""The pharmacy's list: what has to be ready when, by the prescribed basis of the dose.

Doses are those of the regimen (``80 mg/m²``), never worked out for the patient: the signed prescription leads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.course import Dose, SegmentKind
from dayhospital.domain.drug import Extravasation, Stability
from dayhospital.domain.formats import time_text
from dayhospital.domain.regimen import Place, Route
from dayhospital.printing.day_by_time import count_text, day_frame
from dayhospital.printing.flow import BOX, Cell, Look, Run, legend, plain
from dayhospital.printing.page import Document, Printed
from dayhospital.printing.session_words import (
    DrugBook,
    DrugLookup,
    allergy_words,
    dose_text,
    drug_name,
    go_signed,
    identifiers,
    name_of,
    route_text,
)
from dayhospital.printing.table import Column, Group, Row, Table

LEAD_MINUTES = 15
"""Drugs are ready so long before the first of them starts."""
COLUMNS = (
    Column("Ready by", 150),
    Column("Chair", 140),
    Column("Patient, born, hosp. no.", 480),
    Column("Drug", 520),
    Column("Dose", 330),
    Column("Class", 90),
    Column("Give", 200),
    Column("Go", 160),
    Column("Made", 95),
    Column("Check", 100),
    Column("Sent", 85),
    Column("Remarks"),
)
LEGEND: Cell = (
    legend(
        "Doses are the regimen's, not worked out for the patient: the signed prescription leads. WAIT: go not signed."
        " HOLD: do not prepare. Class: A after the go only, B from the day before, C days before, R ready to use."
    ),
)
NOTHING = "Nothing to prepare on this day."
HARM_WORDS = {
    Extravasation.VESICANT: "VESICANT",
    Extravasation.IRRITANT_VESICANT: "IRRITANT/VESICANT",
    Extravasation.IRRITANT: "irritant",
}


@dataclass(frozen=True, slots=True)
class _Order:
    """What the pharmacy makes for one session."""

    ready_by: datetime
    session: BoardSession
    doses: tuple[tuple[Dose, int], ...]
    """With the minutes each runs, in the order they are given."""


def pharmacy_list(board: BoardDay, printed: Printed, drug: DrugLookup) -> Document:
    """Return the preparation list, by ready-by time in half hours."""
    above = f"by ready-by time, {LEAD_MINUTES} min before the first drug starts"
    frame = day_frame(board, "Pharmacy preparation list", above, printed, LEGEND)
    book = DrugBook(drug)
    groups = [
        _half_hour_group(start, list(orders), board, book)
        for start, orders in groupby(_orders(board), key=lambda order: _half_hour(order.ready_by))
    ]
    return Document(frame.title, tuple(Table(COLUMNS, tuple(groups), NOTHING).pages(frame)))


def _orders(board: BoardDay) -> list[_Order]:
    position = {chair.id: number for number, chair in enumerate(board.chairs)}
    orders = [order for session in board.live for order in _order_of(session)]
    return sorted(orders, key=lambda order: (order.ready_by, position.get(order.session.chair_id, -1)))


def _order_of(session: BoardSession) -> Iterator[_Order]:
    doses = [dose for dose in session.treatment.doses if dose.place is Place.DAY_HOSPITAL and dose.route != Route.PO]
    if not doses:
        return
    given = [part for part in session.treatment.segments if part.kind is SegmentKind.DRUG]
    minutes = {part.drug: part.minutes for part in given}
    order = {part.drug: number for number, part in reversed(list(enumerate(given)))}
    doses.sort(key=lambda dose: order.get(dose.drug, len(order)))
    first = min((part.start for part in given), default=0)
    ready_by = session.span.start + timedelta(minutes=first - LEAD_MINUTES)
    yield _Order(ready_by, session, tuple((dose, minutes.get(dose.drug, 0)) for dose in doses))


def _half_hour(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 30, second=0, microsecond=0)


def _half_hour_group(start: datetime, orders: list[_Order], board: BoardDay, book: DrugBook) -> Group:
    made = sum(book(dose.drug).stability is not Stability.READY for order in orders for dose, _ in order.doses)
    limit = board.settings.pharmacy_per_half_hour
    over = ", over the limit" if made > limit else ""
    end = start + timedelta(minutes=30)
    return Group(
        f"{time_text(start)} to {time_text(end)}",
        f"{count_text(made, 'preparation')}, limit {limit}{over}",
        tuple(_row(order, board, book) for order in orders),
    )


def _row(order: _Order, board: BoardDay, book: DrugBook) -> Row:
    """Return one row for a session, with its drugs as parts."""
    session = order.session
    label = session.patient.label
    return Row(
        (
            plain(time_text(order.ready_by), bold=True),
            plain(board.chair(session.chair_id).name, bold=True),
            (name_of(label), identifiers(label)),
        ),
        tuple(
            _part(dose, minutes, session, book, first=number == 0) for number, (dose, minutes) in enumerate(order.doses)
        ),
    )


def _part(dose: Dose, minutes: int, session: BoardSession, book: DrugBook, first: bool) -> tuple[Cell, ...]:
    drug = book(dose.drug)
    box: Cell = ((BOX,),)
    return (
        plain(drug_name(drug), bold=True),
        plain(dose_text(dose), bold=True, keep=True),
        plain(drug.stability.value if book.knows(dose.drug) else "?"),
        plain(route_text(dose, minutes)),
        _go_cell(session),
        box,
        box,
        box,
        _remarks(dose, session, book, first),
    )


def _go_cell(session: BoardSession) -> Cell:
    if session.hold_reason:
        return ((Run("HOLD", look=Look.INVERSE),),)
    return plain("signed") if go_signed(session) else ((Run("WAIT", look=Look.INVERSE),),)


def _remarks(dose: Dose, session: BoardSession, book: DrugBook, first: bool) -> Cell:
    """Return what to know of a drug; what concerns the patient stands beside the first."""
    heavy = ["LOADING"] if dose.loading else []
    heavy += [] if book.knows(dose.drug) else ["NOT IN THE LIBRARY"]
    harm = HARM_WORDS.get(book(dose.drug).extravasation) if book.knows(dose.drug) else None
    heavy += [harm] if harm else []
    if first:
        heavy += ["SAME NAME"] if session.homonym else []
        heavy += [words for words in allergy_words(session.patient) if words.startswith("ALLERGY")]
    return plain(", ".join(heavy), bold=True)

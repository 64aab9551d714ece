"""The pharmacy's list: what has to be ready when, in which dose, and whether it may be made yet.

A dose is the one chosen with the signed go. Where none is chosen the list has the regimen's (``80 mg/m²``) and says
to wait: nothing is worked out for the patient here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from dayhospital.clinical.dose_choice import text_of
from dayhospital.clinical.making import Making, Preparation
from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.course import Dose, SegmentKind
from dayhospital.domain.drug import Extravasation, Stability
from dayhospital.domain.formats import day_text, time_text
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
    Column("Drug", 450),
    Column("Dose", 310),
    Column("Class", 90),
    Column("Give", 200),
    Column("Go", 175),
    Column("Made", 95),
    Column("Check", 100),
    Column("Sent", 85),
    Column("Remarks"),
)
LEGEND: Cell = (
    legend(
        "OK make: go signed, dose chosen, and the class allows it. WAIT: do not make yet, the remarks say why. HOLD: do"
        " not prepare. A dose by m², kg or AUC alone is the regimen's, not chosen yet. The signed prescription leads."
        " Class: A after the go of the day, B and C from the day before, R ready to use."
    ),
)
NOTHING = "Nothing to prepare on this day."
HARM_WORDS = {
    Extravasation.VESICANT: "VESICANT",
    Extravasation.IRRITANT_VESICANT: "IRRITANT/VESICANT",
    Extravasation.IRRITANT: "irritant",
}


WAITING = {
    Making.NO_GO: "no go signed",
    Making.NO_DOSE: "no dose chosen",
    Making.DOSE_CHANGED: "{facts} changed: choose the dose again",
    Making.GO_OF_THE_DAY: "waits for the go of {day}",
    Making.TOO_EARLY: "not before {day}",
}
"""Why something is not OK to make, for the remarks."""
FACT_WORDS = {
    "dose-height-since": "height",
    "dose-weight-since": "weight",
    "dose-creatinine-since": "creatinine",
}
"""What a chosen dose rests on, by the finding that it has changed."""
Prepared = Mapping[int, Sequence[Preparation]]
"""What may be made for each treatment day."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What the pharmacy makes for one session."""

    ready_by: datetime
    session: BoardSession
    doses: tuple[tuple[Dose, int], ...]
    """With the minutes each runs, in the order they are given."""
    prepared: Sequence[Preparation] = ()

    def of(self, drug: str) -> Preparation | None:
        """Return whether a drug may be made; None outside a course, and for a drug no longer in the library."""
        return next((one for one in self.prepared if one.dose.drug == drug), None)

    def ok(self, drug: str) -> bool:
        """Return whether a drug is OK to make; outside a course the go on the board is enough."""
        found = self.of(drug)
        if self.session.hold_reason:
            return False
        if found is None:
            return go_signed(self.session) and self.session.treatment.treatment_day_id is None
        return found.making is Making.OK

    @property
    def waiting(self) -> int:
        """How many of the drugs are not OK to make."""
        return sum(not self.ok(dose.drug) for dose, _ in self.doses)


def pharmacy_list(board: BoardDay, printed: Printed, drug: DrugLookup, prepared: Prepared) -> Document:
    """Return the preparation list, by ready-by time in half hours."""
    orders = _orders(board, prepared)
    above = f"by ready-by time, {LEAD_MINUTES} min before the first drug"
    if orders:
        waiting, every = sum(order.waiting for order in orders), sum(len(order.doses) for order in orders)
        above += f"; {waiting} of {every} not OK to make"
    frame = day_frame(board, "Pharmacy preparation list", above, printed, LEGEND)
    book = DrugBook(drug)
    groups = [
        _half_hour_group(start, list(those), board, book)
        for start, those in groupby(orders, key=lambda order: _half_hour(order.ready_by))
    ]
    return Document(frame.title, tuple(Table(COLUMNS, tuple(groups), NOTHING).pages(frame)))


def _orders(board: BoardDay, prepared: Prepared) -> list[_Order]:
    position = {chair.id: number for number, chair in enumerate(board.chairs)}
    orders = [
        order
        for session in board.live
        for order in _order_of(session, prepared.get(session.treatment.treatment_day_id or 0, ()))
    ]
    return sorted(orders, key=lambda order: (order.ready_by, position.get(order.session.chair_id, -1)))


def _order_of(session: BoardSession, prepared: Sequence[Preparation]) -> Iterator[_Order]:
    doses = [dose for dose in session.treatment.doses if dose.place is Place.DAY_HOSPITAL and dose.route != Route.PO]
    if not doses:
        return
    given = [part for part in session.treatment.segments if part.kind is SegmentKind.DRUG]
    minutes = {part.drug: part.minutes for part in given}
    order = {part.drug: number for number, part in reversed(list(enumerate(given)))}
    doses.sort(key=lambda dose: order.get(dose.drug, len(order)))
    first = min((part.start for part in given), default=0)
    ready_by = session.span.start + timedelta(minutes=first - LEAD_MINUTES)
    yield _Order(ready_by, session, tuple((dose, minutes.get(dose.drug, 0)) for dose in doses), prepared)


def _half_hour(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 30, second=0, microsecond=0)


def _half_hour_group(start: datetime, orders: list[_Order], board: BoardDay, book: DrugBook) -> Group:
    made = sum(book(dose.drug).stability is not Stability.READY for order in orders for dose, _ in order.doses)
    limit = board.settings.pharmacy_per_half_hour
    over = ", over the limit" if made > limit else ""
    waiting = sum(order.waiting for order in orders)
    wait = f", {waiting} not OK to make" if waiting else ""
    end = start + timedelta(minutes=30)
    return Group(
        f"{time_text(start)} to {time_text(end)}",
        f"{count_text(made, 'preparation')}, limit {limit}{over}{wait}",
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
            _part(dose, minutes, order, book, first=number == 0) for number, (dose, minutes) in enumerate(order.doses)
        ),
    )


def _part(dose: Dose, minutes: int, order: _Order, book: DrugBook, first: bool) -> tuple[Cell, ...]:
    drug = book(dose.drug)
    box: Cell = ((BOX,),)
    return (
        plain(drug_name(drug), bold=True),
        _dose_cell(dose, order.of(dose.drug)),
        plain(drug.stability.value if book.knows(dose.drug) else "?"),
        plain(route_text(dose, minutes)),
        _go_cell(order, dose),
        box,
        box,
        box,
        _remarks(dose, order, book, first),
    )


def _dose_cell(dose: Dose, found: Preparation | None) -> Cell:
    """Return the chosen dose, and below it the calculated and the banded one where they are others."""
    signed = None if found is None or found.signed is None else found.signed.dose
    if signed is None or signed.chosen is None:
        return plain(dose_text(dose), bold=True, keep=True)
    by_auc = f"{dose_text(dose)}, " if signed.planned.unit == "AUC" else ""
    below = []
    for words, amount in (("calc.", signed.calculated), ("band", signed.banded)):
        if amount is not None and text_of(amount) != text_of(signed.chosen):
            below.append(Run(f"{words} {text_of(amount)}", keep=True))
    chosen = (Run(by_auc + text_of(signed.chosen), bold=True, keep=True),)
    return (chosen, tuple(below)) if below else (chosen,)


def _go_cell(order: _Order, dose: Dose) -> Cell:
    if order.session.hold_reason:
        return ((Run("HOLD", look=Look.INVERSE),),)
    if not order.ok(dose.drug):
        return ((Run("WAIT", look=Look.INVERSE),),)
    return plain("OK make" if order.of(dose.drug) is not None else "signed")


def _why(found: Preparation) -> str:
    """Return what a drug waits for."""
    day = found.day if found.making is Making.TOO_EARLY else found.treated
    facts = dict.fromkeys(FACT_WORDS[one.code] for one in found.findings)
    return WAITING[found.making].format(day=day_text(day, year=False), facts=" and ".join(facts))


def _remarks(dose: Dose, order: _Order, book: DrugBook, first: bool) -> Cell:
    """Return what to know of a drug and what it waits for; what concerns the patient stands beside the first."""
    session, found = order.session, order.of(dose.drug)
    heavy = [_why(found)] if found is not None and found.making is not Making.OK else []
    heavy += ["LOADING"] if dose.loading else []
    heavy += [] if book.knows(dose.drug) else ["NOT IN THE LIBRARY"]
    harm = HARM_WORDS.get(book(dose.drug).extravasation) if book.knows(dose.drug) else None
    heavy += [harm] if harm else []
    if first:
        heavy += ["SAME NAME"] if session.homonym else []
        heavy += [words for words in allergy_words(session.patient) if words.startswith("ALLERGY")]
    cell = plain(", ".join(heavy), bold=True)
    signed = None if found is None else found.signed
    if first and signed is not None:
        day = "" if signed.at.date() == session.span.day else f"{day_text(signed.at.date(), year=False)} "
        cell = (*cell, (Run(f"Go {signed.by},"), Run(f"{day}{time_text(signed.at)}", keep=True)))
    return cell

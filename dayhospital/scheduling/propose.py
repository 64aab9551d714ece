"""A place for every day of a course, or of a whole tray: consistent, inside the windows, knowing of one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dayhospital.domain.board import BoardDay, BoardSession, DueDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.session import Status
from dayhospital.domain.span import Window
from dayhospital.scheduling.offers import Offer, TimePreference, day_offers
from dayhospital.scheduling.place_rules import DrugLookup

OFFERS = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """The places found for one treatment day, best first; :attr:`findings` say why there is none."""

    treatment_day_id: int
    due: DueDay
    offers: tuple[Offer, ...]
    findings: tuple[Finding, ...] = ()


def propose_course(
    days: Sequence[DueDay],
    boards: Mapping[date, BoardDay],
    now: datetime,
    drug_lookup: DrugLookup | None = None,
) -> tuple[Proposal, ...]:
    """Return places for treatment days in the order given; each knows of the best place of those before it.

    The planned day comes first, then the other open days of the window by distance, later before earlier. Days of one
    patient keep chair and time of day where they can. ``boards`` holds the days that may be used; a day whose window
    is over gets the next of them.
    """
    used = dict(boards)
    wishes: dict[int, TimePreference] = {}
    proposals = []
    for number, due in enumerate(days):
        patient = due.patient.label.id
        found = _places(due, used, now, wishes.get(patient), drug_lookup)
        treatment_day = due.treatment.treatment_day_id
        assert treatment_day is not None, "what is due is a treatment day"
        why = () if found else (_why_not(due, used),)
        proposals.append(Proposal(treatment_day, due, found, why))
        if found:
            best = found[0]
            wishes.setdefault(patient, TimePreference(best.chair_id, best.span.start))
            used[best.span.day] = _with_booking(used[best.span.day], due, best, -1 - number)
    return tuple(proposals)


def _places(
    due: DueDay,
    boards: Mapping[date, BoardDay],
    now: datetime,
    prefer: TimePreference | None,
    drug_lookup: DrugLookup | None,
) -> tuple[Offer, ...]:
    found: list[Offer] = []
    warned: list[Offer] = []
    overdue = due.window.latest < now.date()
    for day in sorted(boards) if overdue else days_by_distance(due):
        board = boards.get(day)
        if board is None or day < now.date():
            continue
        for offer in day_offers(
            board,
            due.treatment,
            due.patient.label.id,
            due.treatment.chair_minutes,
            now,
            prefer=prefer,
            limit=OFFERS,
            drug_lookup=drug_lookup,
        ):
            (warned if offer.findings else found).append(offer)
        if len(found) >= OFFERS:
            break
    return tuple([*found, *warned][:OFFERS])


def days_by_distance(due: DueDay) -> tuple[date, ...]:
    """Return the days of a window, the planned one first, then by distance from it, later before earlier."""
    window: Window = due.window
    length = (window.latest - window.earliest).days + 1
    inside = [window.earliest + timedelta(days=offset) for offset in range(length)]
    return tuple(sorted({due.planned, *inside}, key=lambda day: (abs(day - due.planned), day < due.planned)))


def _why_not(due: DueDay, boards: Mapping[date, BoardDay]) -> Finding:
    days = [boards[day] for day in days_by_distance(due) if day in boards]
    code = "no-free-place-in-window" if any(board.open for board in days) else "no-open-day-in-window"
    facts = {"earliest": due.window.earliest, "latest": due.window.latest, "minutes": due.treatment.chair_minutes}
    return Finding(Severity.WARNING, code, facts=facts)


def _with_booking(board: BoardDay, due: DueDay, offer: Offer, session_id: int) -> BoardDay:
    """Return a day with a place taken, so that the next proposal sees it."""
    session = BoardSession(session_id, 1, offer.chair_id, offer.span, Status.BOOKED, due.patient, due.treatment)
    return replace(board, sessions=(*board.sessions, session))

"""What the tray lists, without a widget: days to book, sessions on the pinboard, and the filter over them."""

import re
from dataclasses import dataclass
from datetime import date

from dayhospital.domain.board import BoardSession, DueDay, PatientFacts, Treatment
from dayhospital.domain.formats import length_text
from dayhospital.domain.names import normalise
from dayhospital.domain.span import Window
from dayhospital.ui.board.carrying import cargo_of
from dayhospital.ui.board.drag import Cargo, Cause
from dayhospital.ui.board.look import CardFlags
from dayhospital.ui.texts import Urgency, urgency_of

_LENGTH = re.compile(r"([<>])\s*(\d+)\s*(h|min|m)?")


@dataclass(frozen=True, slots=True)
class TrayItem:
    """One card of the tray: a treatment day to book, or a session on the pinboard."""

    patient: PatientFacts
    treatment: Treatment
    minutes: int
    window: Window | None
    flags: CardFlags
    due: DueDay | None = None
    session: BoardSession | None = None
    place: str = ""
    """Where a session on the pinboard came from."""

    @property
    def cargo(self) -> Cargo:
        if self.session is not None:
            return cargo_of(self.session, Cause.UNPIN)
        return Cargo(Cause.PLACE, self.patient.label, self.treatment, self.minutes)

    @property
    def length(self) -> str:
        return length_text(self.minutes)


def due_item(due: DueDay, flags: CardFlags) -> TrayItem:
    return TrayItem(due.patient, due.treatment, due.treatment.chair_minutes, due.window, flags, due=due)


def pinned_item(session: BoardSession, flags: CardFlags, place: str) -> TrayItem:
    return TrayItem(
        session.patient,
        session.treatment,
        session.span.minutes,
        session.treatment.window,
        flags,
        session=session,
        place=place,
    )


def filtered(items: tuple[TrayItem, ...], text: str, today: date) -> tuple[TrayItem, ...]:
    """Return the items a filter leaves, in order.

    Words must all match name, number or regimen; ``port``, ``1st``, ``overdue`` and ``today`` match tags;
    ``<2 h`` and ``>45`` (minutes) match the chair time.
    """
    lengths = [(sign, int(number) * (60 if unit == "h" else 1)) for sign, number, unit in _LENGTH.findall(text)]
    words = normalise(_LENGTH.sub(" ", text)).split()
    return tuple(
        item
        for item in items
        if all(item.minutes < limit if sign == "<" else item.minutes > limit for sign, limit in lengths)
        and all(word in _hay(item, today) for word in words)
    )


def _hay(item: TrayItem, today: date) -> str:
    label, treatment = item.patient.label, item.treatment
    tags = ["port" if item.flags.port.value != "none" else "", "1st" if item.flags.first else ""]
    if item.window is not None:
        urgency = urgency_of(item.window, today)
        tags.append({Urgency.OVERDUE: "overdue", Urgency.LAST_DAY: "today"}.get(urgency, ""))
    words = normalise(
        f"{label.family_name} {label.given_name} {label.hospital_number} {treatment.regimen_name} {treatment.short}"
    )
    return " ".join((words, treatment.label.lower(), *tags))

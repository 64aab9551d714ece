"""Words for codes: findings, statuses, reasons, groups. Rules speak in codes, people in sentences; they meet here."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum

from PySide6.QtCore import QCoreApplication

from dayhospital.clinical.discharge import leave_time
from dayhospital.domain.board import BoardDay, Treatment
from dayhospital.domain.course import SegmentKind
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.session import CancelReason, Status
from dayhospital.domain.span import Span, Window
from dayhospital.ui.finding_words import CHECKS, PLAIN, WORDS, Check

CONTEXT = "texts"
_FIELD = re.compile(r"\{(\w+)\}")


def say(words: str, **facts: object) -> str:
    """Return words in the user's language with facts in place of their ``{names}``; a fact not given shows as …."""
    text = QCoreApplication.translate(CONTEXT, words)
    return _FIELD.sub(lambda found: fact_text(facts.get(found[1], "…")), text)


def say_count(number: int, one: str, many: str) -> str:
    """Return ``{n} session`` or ``{n} sessions``, whichever a number asks for."""
    return say(one if number == 1 else many, n=number)


def fact_text(value: object) -> str:
    """Return a fact as people write it."""
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Span):
        return f"{time_text(value.start)}–{time_text(value.end)}"
    if isinstance(value, Enum):
        return say(VALUES.get(str(value.value), str(value.value)))
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    if isinstance(value, tuple | list | frozenset | set):
        return ", ".join(fact_text(one) for one in value)
    return say(VALUES[value]) if isinstance(value, str) and value in VALUES else str(value)


VALUES = {
    "left": "left",
    "right": "right",
    "bilateral": "both sides",
    "chair": "a chair",
    "bed": "a bed",
    "injection_room": "an injection room",
    "day_hospital": "day hospital",
    "consultation": "consultation",
    "home": "home",
    "neoadjuvant": "neo-adjuvant",
    "adjuvant": "adjuvant",
    "metastatic": "metastatic",
    "vitals": "vitals",
    "awake": "awake",
    "walks": "walks",
    "symptoms": "symptoms",
    "line": "needle and port",
    "escort": "escort",
    "medication": "tablets for home",
    "contact": "telephone number",
    "fever_card": "neutropenia card",
    "next_date": "next date",
    "infection": "infection",
    "thrombosis": "thrombosis",
}
"""Values of enumerations that stand in facts."""


def finding_text(finding: Finding, drug_name: Callable[[str], str] | None = None) -> str:
    """Return the sentence of a finding; a code without words is shown as it is, never hidden."""
    words = WORDS.get(finding.code)
    if words is None:
        return finding.code.replace("-", " ").capitalize()
    facts: Mapping[str, object] = finding.facts
    if finding.code in PLAIN and not set(_FIELD.findall(words)) <= set(facts):
        return say(PLAIN[finding.code])
    if drug_name is not None and isinstance(drug := facts.get("drug"), str):
        facts = {**facts, "drug": drug_name(drug)}
    return say(words, **facts)


def check_of(code: str) -> Check:
    """Return which check of the hint a finding belongs to."""
    return CHECKS.get(code, Check.OTHER)


def fits_text(check: Check, board: BoardDay, treatment: Treatment, span: Span) -> str:
    """Return what stands beside the tick of a check nothing is wrong with; empty if there is nothing to say."""
    if check is Check.PLACE:
        return say("Chair is free")
    if check is Check.NURSES:
        return say("Nurse starts and load inside their limits")
    if check is Check.PHARMACY:
        return say("Pharmacy can have it ready")
    if check is Check.WINDOW and treatment.window is not None:
        return window_fits_text(treatment.window, board.day)
    if check is Check.LEAVING:
        leave = leave_time(treatment, span)
        return say("Leaves about {leave}, before {closes}", leave=leave, closes=board.hours.end)
    return ""


def window_fits_text(window: Window, day: date) -> str:
    """Return ``Due 22-Nov, day +2 of −2/+3``."""
    off = (day - window.ideal).days
    if off == 0:
        return say("On its due day, allowed {tolerance}", tolerance=tolerance_text(window))
    shift = say("{days} d late", days=off) if off > 0 else say("{days} d early", days=-off)
    due = day_text(window.ideal, year=False)
    return say("Due {due}, {shift}, allowed {tolerance}", due=due, shift=shift, tolerance=tolerance_text(window))


def tolerance_text(window: Window) -> str:
    """Return ``−2/+3 d``, ``±3 d`` or ``exact day``."""
    early, late = (window.ideal - window.earliest).days, (window.latest - window.ideal).days
    if early == late:
        return say("±{days} d", days=early) if early else say("exact day")
    return say("−{early}/+{late} d", early=early, late=late)


class Urgency(StrEnum):
    """How pressing a treatment day without a session is."""

    OVERDUE = "overdue"
    LAST_DAY = "last_day"
    SOON = "soon"
    LATER = "later"


def urgency_of(window: Window, today: date) -> Urgency:
    if window.latest < today:
        return Urgency.OVERDUE
    if window.latest == today:
        return Urgency.LAST_DAY
    return Urgency.SOON if window.ideal - today <= timedelta(days=2) else Urgency.LATER


def due_text(window: Window, today: date) -> str:
    """Return what the tray says of a window: ``Overdue 1 day``, ``Today, last day``, ``Wed 25-Nov −2/+3 d``."""
    urgency = urgency_of(window, today)
    if urgency is Urgency.OVERDUE:
        days = (today - window.latest).days
        return say("Overdue 1 day") if days == 1 else say("Overdue {days} days", days=days)
    if urgency is Urgency.LAST_DAY:
        return say("Today, last day")
    if window.ideal <= today:
        return say("by {day}", day=day_text(window.latest, year=False, weekday=True))
    tolerance = tolerance_text(window)
    return f"{day_text(window.ideal, year=False, weekday=True)}  {tolerance}"


STATUSES = {
    Status.BOOKED: "Booked",
    Status.CONFIRMED: "Confirmed",
    Status.ARRIVED: "Arrived",
    Status.GO_AWAITED: "Go awaited",
    Status.RELEASED: "Go signed",
    Status.IN_TREATMENT: "In treatment",
    Status.OBSERVATION: "Observation",
    Status.READY_TO_LEAVE: "Ready to leave",
    Status.LEFT: "Left",
    Status.NO_SHOW: "No-show",
    Status.CANCELLED: "Cancelled",
    Status.ADMITTED: "Admitted",
}
VALUES |= {status.value: words.lower() for status, words in STATUSES.items()}
STATUS_ACTS = {
    Status.BOOKED: "Take confirmation back",
    Status.CONFIRMED: "Mark confirmed",
    Status.ARRIVED: "Mark arrived",
    Status.GO_AWAITED: "Wait for go",
    Status.RELEASED: "Go signed",
    Status.IN_TREATMENT: "Start treatment",
    Status.OBSERVATION: "Start observation",
    Status.READY_TO_LEAVE: "Ready to leave",
    Status.LEFT: "Mark left",
    Status.NO_SHOW: "Mark no-show",
    Status.CANCELLED: "Cancel…",
    Status.ADMITTED: "Admit…",
}
REASONS = {
    CancelReason.COUNTS_TOO_LOW: "Blood counts too low",
    CancelReason.TOXICITY: "Toxicity",
    CancelReason.PATIENT_ILL: "Patient ill",
    CancelReason.PATIENT_WISH: "Patient's wish",
    CancelReason.PROGRESSION: "Progression",
    CancelReason.DRUG_NOT_AVAILABLE: "Drug not available",
    CancelReason.UNIT_CAPACITY: "No capacity in the unit",
    CancelReason.TRANSPORT: "Transport",
    CancelReason.DIED: "Patient died",
    CancelReason.BOOKED_IN_ERROR: "Booked in error",
    CancelReason.OTHER: "Other reason",
}
GROUPS = {
    "AN": "Anthracycline",
    "TX": "Taxane",
    "H2": "Anti-HER2",
    "AD": "ADC",
    "IO": "Immuno",
    "EN": "Endocrine",
    "BN": "Bone",
    "SU": "Supportive",
}
"""Short names of the treatment groups, in the order of the legend."""
SEGMENTS = {
    SegmentKind.SETUP: "Set-up",
    SegmentKind.PREMEDICATION: "Premedication",
    SegmentKind.DRUG: "Drug",
    SegmentKind.FLUSH: "Flush",
    SegmentKind.OBSERVATION: "Observation",
    SegmentKind.PROCEDURE: "Procedure",
    SegmentKind.DISCHARGE: "Leaving",
}
CHAIR_KINDS = {ChairKind.CHAIR: "Chair", ChairKind.BED: "Bed", ChairKind.INJECTION_ROOM: "Injection room"}


def status_text(status: Status) -> str:
    return say(STATUSES[status])


def status_act_text(status: Status) -> str:
    """Return what the button says that brings a session to a status."""
    return say(STATUS_ACTS[status])


def reason_text(reason: CancelReason) -> str:
    return say(REASONS[reason])


def group_text(code: str) -> str:
    """Return the name of a treatment group by its two letters."""
    return say(GROUPS[code])


def segment_text(kind: SegmentKind) -> str:
    return say(SEGMENTS[kind])


def chair_kind_text(kind: ChairKind) -> str:
    return say(CHAIR_KINDS[kind])

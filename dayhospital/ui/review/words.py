"""Words and marks of the review page."""

from datetime import date, datetime

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.gates import figure, subject_name
from dayhospital.clinical.library import Library
from dayhospital.clinical.making import Making
from dayhospital.clinical.sources import SOURCES
from dayhospital.domain.decision import Decision, DecisionKind
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.gate import CLEARANCE, Colour, GateLine
from dayhospital.domain.lifetime_dose import LifetimeDose
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.errors import NotFound
from dayhospital.queries.gates import GateCase, preparations
from dayhospital.queries.review import Change, ChangeKind
from dayhospital.ui.patients.dose_words import amount_text
from dayhospital.ui.patients.dose_words import number_text as dose_text
from dayhospital.ui.results.words import name_of_test, short_day, stage_text, story_text, term_text
from dayhospital.ui.texts import finding_text, say

TONES = {Colour.GREEN: "ok", Colour.AMBER: "warn", Colour.RED: "critical"}
"""The status of the theme for each colour of a gate."""
MARKS = {Colour.GREEN: "circle-check", Colour.AMBER: "triangle-alert", Colour.RED: "octagon-alert"}
COLOURS = {Colour.GREEN: "Inside every rule", Colour.AMBER: "A doctor decides", Colour.RED: "Outside a rule"}
CHANGE_ICONS = {
    ChangeKind.VALUE: "arrow-down",
    ChangeKind.TOXICITY: "stethoscope",
    ChangeKind.HEART: "heart-pulse",
    ChangeKind.WEIGHT: "scale",
    ChangeKind.ECOG: "user-round",
    ChangeKind.DOSE: "syringe",
    ChangeKind.NEW_BLOOD: "flask-conical",
    ChangeKind.NO_BLOOD: "hourglass",
}
DECISIONS = {
    DecisionKind.GO: "Go",
    DecisionKind.GO_REDUCED: "Go with {percent} % of the dose",
    DecisionKind.HOLD: "Held to {to}",
    DecisionKind.OMIT: "Left out",
    DecisionKind.STOP: "Course stopped",
}
DECISION_ICONS = {
    DecisionKind.GO: ("circle-check", "ok"),
    DecisionKind.GO_REDUCED: ("circle-check", "warn"),
    DecisionKind.HOLD: ("calendar-clock", "info"),
    DecisionKind.OMIT: ("circle-slash", "text2"),
    DecisionKind.STOP: ("circle-x", "critical"),
}
MAKINGS = {
    Making.OK: "OK to make",
    Making.NO_GO: "Wait: no go is signed",
    Making.NO_DOSE: "Wait: no dose is chosen",
    Making.DOSE_CHANGED: "Wait: the dose was chosen from other figures",
    Making.GO_OF_THE_DAY: "Wait: the go of the day, {day}",
    Making.TOO_EARLY: "Wait: not before {day}",
}
SHORT = {"neutrophils": "ANC", "platelets": "Plt", "haemoglobin": "Hb", "creatinine": "Crea"}
"""Names of the columns; said in full to screen readers."""


def short_name(analyte: str) -> str:
    return say(SHORT[analyte]) if analyte in SHORT else subject_name(analyte)


def change_name(change: Change) -> str:
    """Return what changed: the short name of an analyte, ECOG, or the drug with another dose."""
    if change.kind is ChangeKind.ECOG:
        return say("ECOG")
    return change.subject if change.kind is ChangeKind.DOSE else short_name(change.subject)


def change_text(change: Change) -> str:
    """Return ``ANC 0.9, was 2.2``, ``Diarrhoea grade 2``, ``LVEF 61 to 51 %``, ``New bloods 24-Nov 07:50``."""
    if change.kind is ChangeKind.NEW_BLOOD and change.at is not None:
        when = f"{day_text(change.at.date(), year=False)} {time_text(change.at)}"
        return say("New bloods {when}", when=when)
    if change.kind is ChangeKind.NO_BLOOD or change.value is None:
        return say("Results awaited")
    if change.kind is ChangeKind.TOXICITY:
        return say("{term} grade {grade}", term=term_text(change.subject), grade=figure(change.value))
    if change.kind is ChangeKind.DOSE and not change.subject:
        return say("{percent} % of the dose last time", percent=figure(change.value))
    if change.kind is ChangeKind.WEIGHT:
        return say("{value} kg, was {before}", value=figure(change.value), before=figure(change.before or 0.0))
    name, value = change_name(change), figure(change.value)
    if change.before is None:
        return f"{name} {value}"
    if change.kind is ChangeKind.HEART:
        return say("{name} {before} to {value} %", name=name, before=figure(change.before), value=value)
    return say("{name} {value}, was {before}", name=name, value=value, before=figure(change.before))


def change_icon(change: Change) -> str:
    if change.kind is ChangeKind.VALUE and change.before is not None and change.value is not None:
        return "arrow-up" if change.value > change.before else "arrow-down"
    return CHANGE_ICONS[change.kind]


def session_text(case: GateCase, today: date) -> str:
    """Return ``Tue 24-Nov 14:00``, without a time when nothing is booked."""
    day = case.day.planned if case.seat is None else case.seat.start.date()
    when = say("Today") if day == today else day_text(day, year=False, weekday=True)
    return when if case.seat is None else f"{when} {time_text(case.seat.start)}"


def place_text(case: GateCase) -> str:
    """Return the chair, or why there is none."""
    if case.seat is None:
        return say("not booked") if case.day.needs_chair else say("no chair needed")
    return say("on the pinboard") if case.seat.on_pinboard else case.seat.chair


def decision_text(decision: Decision) -> str:
    percent = "" if decision.percent is None else figure(decision.percent)
    to = "" if decision.to is None else day_text(decision.to)
    return say(DECISIONS[decision.kind], percent=percent, to=to)


def signature_text(decision: Decision) -> str:
    """Return ``Dr Rietzanger, 24-Nov 07:50``."""
    return f"{decision.by}, {moment_text(decision.at)}"


def moment_text(at: datetime) -> str:
    return f"{day_text(at.date(), year=False)} {time_text(at)}"


def needs_text(line: GateLine) -> str:
    """Return the threshold of a line: ``≥ 1.5``."""
    return "" if line.bound is None else f"{'≥' if line.low else '≤'} {figure(line.bound)}"


def unit_text(subject: str) -> str:
    return "mL/min" if subject == CLEARANCE else analytes()[subject].unit if subject in analytes() else ""


def heart_text(line: GateLine | None, value: float | None) -> tuple[str, str]:
    """Return the ejection fraction and what is to be said about it, in two lines of a narrow column."""
    if line is None:
        return ("–" if value is None else f"{figure(value)} %"), ""
    if line.value is None:
        return "–", say("missing")
    below = say("in date")
    if line.finding is not None:
        due = line.finding.facts.get("due")
        if isinstance(due, date):
            below = say("due {day}", day=day_text(due, year=False))
        else:
            below = say("−{fall} points", fall=line.finding.facts.get("fall", ""))
    return f"{figure(line.value)} %", below


def lifetime_text(found: LifetimeDose) -> str:
    """Return ``180 / 900``: what was given here and elsewhere in mg/m², and the limit."""
    limit = found.limits.hard
    so_far = dose_text(found.so_far.mg_m2)
    return so_far if limit is None else f"{so_far} / {dose_text(limit)}"


def lifetime_tone(found: LifetimeDose) -> str | None:
    """Return the status of a lifetime dose with the whole planned course; None where no limit is passed."""
    worst = max((finding.severity for finding in found.findings), default=None)
    if worst is None:
        return None
    return {Severity.BLOCK: "critical", Severity.WARNING: "warn", Severity.NOTE: "info"}[worst]


def due_text(request: RequestedTest, today: date) -> str:
    """Return ``due 26-Nov``, or how far a test is that was not sent yet."""
    if request.due_on is not None:
        return say("due {day}", day=short_day(request.due_on, today))
    return stage_text(request, today)


def request_text(request: RequestedTest, today: date) -> str:
    """Return ``Tissue NGS: asked 02-Nov, sent 12-Nov, due 26-Nov``."""
    return f"{name_of_test(request)}: {story_text(request, today)}"


def source_text(finding: Finding, library: Library) -> str:
    """Return where a finding comes from, of the rules in code or of the library."""
    if finding.source in SOURCES:
        return SOURCES[finding.source]
    try:
        return library.source(finding.source)
    except NotFound:
        return finding.source


def reason_from(case: GateCase) -> str:
    """Return the first thing that is outside a rule as the reason to hold, for the doctor to change."""
    return next((finding_text(finding) for finding in case.verdict.findings), "")


def making_lines(case: GateCase, library: Library, now: datetime) -> list[str]:
    """Return what the pharmacy may make now, one line for the drugs that wait for the same."""
    lines: dict[str, list[str]] = {}
    for one in preparations(case, library, now):
        day = one.day if one.making is Making.TOO_EARLY else case.day.planned
        words = say(MAKINGS[one.making], day=day_text(day, year=False))
        chosen = None if one.signed is None else one.signed.dose.chosen
        dose = "" if chosen is None else f" {amount_text(chosen)}"
        lines.setdefault(words, []).append(f"{one.drug.shown}{dose}")
    return [f"{', '.join(names)}: {words}" for words, names in lines.items()]


def dose_doubts(case: GateCase, library: Library, now: datetime) -> list[Finding]:
    """Return what the signed doses rest on that is another figure by now."""
    return [finding for one in preparations(case, library, now) for finding in one.findings]


_TOGETHER = {
    "gate-missing": "Missing: {names}",
    "gate-first-missing": "Missing before the first dose: {names}",
    "gate-too-old": "Too old, of {taken}: {names}",
}
"""What several findings of one kind are said as."""


def sentences(findings: tuple[Finding, ...], library: Library) -> list[tuple[str, bool, str]]:
    """Return each finding as a sentence, whether it is red, and its source; what is missing in one sentence."""
    found: dict[tuple[str, bool, str], list[Finding]] = {}
    for finding in findings:
        same = str(finding.facts.get("taken", "")) if finding.code in _TOGETHER else finding_text(finding)
        red = finding.severity is not Severity.NOTE
        found.setdefault((finding.code + same, red, source_text(finding, library)), []).append(finding)
    shown = []
    for (_, red, source), same_kind in found.items():
        first, words = same_kind[0], finding_text(same_kind[0])
        if len(same_kind) > 1:
            names = tuple(one.facts["analyte"] for one in same_kind)
            words = say(_TOGETHER[first.code], names=names, taken=first.facts.get("taken", ""))
        shown.append((words, red, source))
    return shown

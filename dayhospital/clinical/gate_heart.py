"""The heart before a treatment: when an ejection fraction is due, and what its value and fall allow."""

from datetime import date, datetime, timedelta

from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.gate import Colour, GateLine, Heart, HeartAct
from dayhospital.domain.result import Result, Results

LVEF = "lvef"
_CODES = {
    HeartAct.WATCH: "lvef-watch",
    HeartAct.REPEAT: "lvef-repeat",
    HeartAct.HOLD: "lvef-hold",
    HeartAct.STOP: "lvef-stop",
}


def heart_line(heart: Heart, results: Results, course_start: date, moment: datetime) -> GateLine:
    """Return the line of the ejection fraction under one rule, the worse of its age and its value."""
    latest = results.latest(LVEF, moment)
    if latest is None or latest.value is None:
        return GateLine(LVEF, Colour.RED, finding=_finding(Colour.RED, "lvef-missing", heart.sources))
    lines = [_age_line(heart, latest, moment), _value_line(heart, latest, results, course_start)]
    return max(lines, key=lambda line: line.colour.rank)


def lvef_fall(results: Results, latest: Result, course_start: date) -> float:
    """Return by how many points a value is below that before the course, 0 if it is not.

    Before the course is the newest value up to the day of its start; without one, the oldest there is.
    """
    every = results.all(LVEF)
    before = [one for one in every if one.at.date() <= course_start and one.value is not None]
    baseline = before[0] if before else every[-1]
    if baseline.value is None or latest.value is None:
        return 0.0
    return max(0.0, baseline.value - latest.value)


def _age_line(heart: Heart, latest: Result, moment: datetime) -> GateLine:
    due = latest.at.date() + timedelta(days=heart.interval_days)
    late = (moment.date() - due).days
    colour = Colour.GREEN if late < 0 else Colour.AMBER if late < heart.grace_days else Colour.RED
    found = None
    if colour is not Colour.GREEN:
        code = "lvef-due" if colour is Colour.AMBER else "lvef-overdue"
        found = _finding(colour, code, heart.sources, taken=latest.at.date(), due=due)
    return GateLine(LVEF, colour, latest.value, at=latest.at, finding=found)


def _value_line(heart: Heart, latest: Result, results: Results, course_start: date) -> GateLine:
    assert latest.value is not None
    fall = lvef_fall(results, latest, course_start)
    verdict = next((one for one in heart.verdicts if one.fits(latest.value, fall)), None)
    if verdict is None:
        return GateLine(LVEF, Colour.GREEN, latest.value, at=latest.at)
    facts = {"value": f"{latest.value:g}", "fall": f"{fall:g}", "weeks": verdict.weeks}
    found = _finding(verdict.colour, _CODES[verdict.act], verdict.sources, **facts)
    return GateLine(LVEF, verdict.colour, latest.value, at=latest.at, finding=found)


def _finding(colour: Colour, code: str, sources: tuple[str, ...], **facts: object) -> Finding:
    severity = Severity.WARNING if colour is Colour.RED else Severity.NOTE
    return Finding(severity, code, sources[0] if sources else "unit", facts)

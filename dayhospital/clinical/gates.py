"""Go or no-go: how the gate of a treatment day stands at a moment, line by line, each with its finding and source.

Red findings are warnings: treatment goes on against them only with a reason. Amber ones are notes: a doctor decides
and signs. Thresholds are in ``resources/gates.yaml``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.gate_heart import heart_line
from dayhospital.clinical.gate_rules import DayGate
from dayhospital.clinical.gate_surgery import surgery_line
from dayhospital.clinical.kidney import cockcroft_gault
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import age
from dayhospital.domain.gate import (
    CLEARANCE,
    OTHER,
    Asked,
    Band,
    Catalogue,
    Colour,
    GateLine,
    Limit,
    Moved,
    Together,
    Verdict,
)
from dayhospital.domain.patient import Sex
from dayhospital.domain.result import Result, Results
from dayhospital.domain.toxicity import Toxicity, unresolved

_SEVERITY = {Colour.AMBER: Severity.NOTE, Colour.RED: Severity.WARNING, Colour.GREEN: Severity.NOTE}
_ECOG_RED_ABOVE = 1
"""One step of ECOG above the limit a doctor decides, further up the gate is shut."""


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What a gate is judged by."""

    results: Results
    birth_date: date
    sex: Sex
    course_start: date
    toxicities: tuple[Toxicity, ...] = ()
    ecog: int | None = None
    weight_kg: float | None = None
    start_weight_kg: float | None = None
    """The weight at the start of the course."""
    last_given: date | None = None
    """The treatment day of the course before this one."""
    drugs: tuple[Drug, ...] = ()
    """What is given on the day."""
    surgeries: tuple[date, ...] = ()
    """The last surgery up to the day."""


def judge(gate: DayGate, facts: GateFacts, moment: datetime, rules: Catalogue) -> Verdict:
    """Return how a gate stands at a moment, the time the treatment is to begin.

    Each value is judged by every line about it; the worst colour counts, of equals the lowest dose. A
    result that is older than its line allows counts as missing.
    """
    lines = [_strictest([_limit(limit, facts, moment) for limit in same]) for same in _by_subject(gate.limits)]
    found = [line for line in lines if line is not None]
    found += [line for part in gate.together if (line := _together(part, facts.results, moment)) is not None]
    found += [line for part in gate.moved if (line := _moved(part, facts, moment)) is not None]
    hearts = [heart_line(heart, facts.results, facts.course_start, moment) for heart in gate.hearts]
    found += [worst] if (worst := _strictest(hearts)) is not None else []
    found += [line for asked in gate.asked if (line := _asked(asked, facts, moment)) is not None]
    found += _toxicities(gate, facts, moment, rules)
    found += _patient(gate, facts)
    found += [line] if (line := surgery_line(facts.drugs, facts.surgeries, moment.date())) is not None else []
    return Verdict(tuple(found))


def finding(colour: Colour, code: str, sources: tuple[str, ...], **facts: object) -> Finding:
    """Return a finding of a gate; red asks for a reason, amber informs."""
    return Finding(_SEVERITY[colour], code, sources[0] if sources else "unit", facts)


def figure(value: float) -> str:
    """Return a value as people write it, with no digit lost that a threshold could turn on: ``0.95``, ``132``."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def subject_name(subject: str) -> str:
    """Return the name of an analyte, or of the clearance."""
    return "Creatinine clearance" if subject == CLEARANCE else analytes()[subject].name


def subject_unit(subject: str) -> str:
    return "mL/min" if subject == CLEARANCE else analytes()[subject].unit


# --- figures


def _by_subject(limits: tuple[Limit, ...]) -> Iterator[list[Limit]]:
    for subject in dict.fromkeys(limit.analyte for limit in limits):
        yield [limit for limit in limits if limit.analyte == subject]


def _strictest(lines: list[GateLine]) -> GateLine | None:
    """Return the line that counts: the worst colour, of equals the lowest dose, then the strictest bound."""
    if not lines:
        return None

    def strictness(line: GateLine) -> tuple[int, float, float]:
        bound = 0.0 if line.bound is None else (line.bound if line.low else -line.bound)
        return line.colour.rank, -(line.percent or 100.0), bound

    return max(lines, key=strictness)


def _limit(limit: Limit, facts: GateFacts, moment: datetime) -> GateLine:
    factor = (analytes()[limit.analyte].upper or 1.0) if limit.times_upper else 1.0
    bound = limit.bound * factor
    value, at, problem = _value(limit, facts, moment)
    if value is None:
        colour = limit.missing if limit.required else Colour.GREEN
        found = problem if colour is not Colour.GREEN else None
        return GateLine(limit.analyte, colour, bound=bound, low=limit.low, at=at, finding=found)
    colour, band = _colour(limit, value / factor)
    line = GateLine(limit.analyte, colour, value, bound=bound, low=limit.low, at=at)
    if colour is Colour.GREEN:
        return line
    percent = band.percent if band else None
    return replace(line, percent=percent, finding=_outside(limit, value, factor, colour, band))


def _colour(limit: Limit, value: float) -> tuple[Colour, Band | None]:
    """Return the colour of a value in the terms of the limit, with the band it lies in."""
    value = round(value, 9)  # 1.8 mg/dL over 1.2 is 1.5 times, whatever the last bit says
    beyond = limit.bound - value if limit.low else value - limit.bound
    if beyond < 0 or (beyond == 0 and not limit.strict):
        return Colour.GREEN, None
    band = next((b for b in limit.bands if (value >= b.bound if limit.low else value <= b.bound)), None)
    return (Colour.RED, None) if band is None else (Colour.AMBER, band)


_OUTSIDE = {
    (False, ""): "gate-outside",
    (False, "percent"): "gate-outside-dose",
    (False, "advice"): "gate-outside-advice",
    (True, ""): "gate-outside-upper",
    (True, "percent"): "gate-outside-upper-dose",
    (True, "advice"): "gate-outside-upper-advice",
}
"""The code by whether the bound is a multiple of the upper limit, and what the band says to do."""


def bound_text(bound: float, low: bool, strict: bool) -> str:
    """Return ``≥ 1.5``, ``> 75``, ``≤ 1.2`` or ``< 38``."""
    sign = (">" if low else "<") if strict else ("≥" if low else "≤")
    return f"{sign} {figure(bound)}"


def _outside(limit: Limit, value: float, factor: float, colour: Colour, band: Band | None) -> Finding:
    facts: dict[str, object] = {
        "analyte": subject_name(limit.analyte),
        "value": figure(value),
        "unit": subject_unit(limit.analyte),
        "bound": bound_text(limit.bound, limit.low, limit.strict),
    }
    if limit.times_upper:
        facts["times"] = figure(value / factor)
    act = ""
    if band is not None and band.advice:
        act, facts["advice"] = "advice", band.advice
    elif band is not None and band.percent is not None:
        act, facts["percent"] = "percent", figure(band.percent)
    return finding(colour, _OUTSIDE[limit.times_upper, act], limit.sources, **facts)


def _value(limit: Limit, facts: GateFacts, moment: datetime) -> tuple[float | None, datetime | None, Finding | None]:
    """Return the value a limit is judged by and when it was taken, or why there is none."""
    analyte = "creatinine" if limit.analyte == CLEARANCE else limit.analyte
    result, problem = _usable(analyte, limit, facts.results, moment)
    at = None if result is None else result.at
    if problem is not None or result is None or result.value is None:
        return None, at, problem
    if limit.analyte != CLEARANCE:
        return result.value, at, None
    if facts.weight_kg is None:
        return None, at, finding(limit.missing, "gate-weight-missing", limit.sources)
    years = age(facts.birth_date, moment.date())
    return cockcroft_gault(years, facts.weight_kg, result.value, facts.sex), at, None


def _usable(analyte: str, limit: Limit, results: Results, moment: datetime) -> tuple[Result | None, Finding | None]:
    """Return the newest result of an analyte with what is wrong with its age, if anything."""
    name, result = analytes()[analyte].name, results.latest(analyte, moment)
    if result is None:
        return None, finding(limit.missing, "gate-missing", limit.sources, analyte=name)
    if not result.valid_at(moment, limit.hours):
        hours = int((moment - result.at) / timedelta(hours=1))
        facts = {"analyte": name, "taken": result.at.date(), "hours": hours, "limit": limit.hours}
        return result, finding(limit.missing, "gate-too-old", limit.sources, **facts)
    return result, None


def _multiple(analyte: str, results: Results, moment: datetime) -> float | None:
    """Return the newest value as a multiple of the upper limit of normal, None without a value in date."""
    result, upper = results.latest(analyte, moment), analytes()[analyte].upper
    if result is None or result.value is None or not upper:
        return None
    return result.value / upper if result.valid_at(moment, analytes()[analyte].valid_hours) else None


def _together(part: Together, results: Results, moment: datetime) -> GateLine | None:
    """Return a red line when every figure is beyond its bound, else nothing."""
    words = []
    for names, above in part.parts:
        found = [(name, m) for name in names if (m := _multiple(name, results, moment)) is not None and m > above]
        if not found:
            return None
        name, multiple = max(found, key=lambda one: one[1])
        words.append(f"{analytes()[name].name} {figure(multiple)} × ULN")
    facts = {"figures": tuple(words)}
    subject = part.parts[0][0][0]
    return GateLine(subject, Colour.RED, finding=finding(Colour.RED, "gate-together", part.sources, **facts))


def _moved(part: Moved, facts: GateFacts, moment: datetime) -> GateLine | None:
    """Return a line when a figure moved since the treatment day before."""
    now = facts.results.latest(part.analyte, moment)
    since = facts.last_given
    if now is None or now.value is None or since is None or now.at.date() <= since:
        return None
    before = facts.results.latest(part.analyte, datetime(since.year, since.month, since.day, 23, 59))
    if before is None or not before.value:
        return None
    percent = round(abs(now.value - before.value) / before.value * 100, 9)
    if percent <= part.note_percent:
        return None
    colour = Colour.AMBER if percent > part.amber_percent else Colour.GREEN
    words = {
        "analyte": analytes()[part.analyte].name,
        "before": figure(before.value),
        "value": figure(now.value),
        "percent": figure(round(percent)),
    }
    return GateLine(
        part.analyte, colour, now.value, at=now.at, finding=finding(colour, "gate-moved", part.sources, **words)
    )


# --- tests, toxicity, the patient


def _asked(asked: Asked, facts: GateFacts, moment: datetime) -> GateLine | None:
    """Return the line of a test before a first dose, None when it does not concern the patient."""
    if asked.sex is not None and facts.sex is not asked.sex:
        return None
    if asked.below_age is not None and age(facts.birth_date, moment.date()) >= asked.below_age:
        return None
    name, result = analytes()[asked.analyte].name, facts.results.latest(asked.analyte, moment)
    if result is None or not result.valid_at(moment, asked.hours):
        if not asked.required:
            return None
        code = "gate-first-missing" if result is None else "gate-first-too-old"
        taken = {} if result is None else {"taken": result.at.date()}
        why = finding(Colour.RED, code, asked.sources, analyte=name, **taken)
        return GateLine(asked.analyte, Colour.RED, at=result.at if result else None, finding=why)
    colour = Colour.GREEN
    if result.answer in asked.red:
        colour = Colour.RED
    elif result.answer in asked.amber:
        colour = Colour.AMBER
    why_not = finding(colour, "gate-answer", asked.sources, analyte=name, answer=result.answer)
    found = None if colour is Colour.GREEN else why_not
    return GateLine(asked.analyte, colour, answer=result.answer, at=result.at, finding=found)


def _toxicities(gate: DayGate, facts: GateFacts, moment: datetime, rules: Catalogue) -> list[GateLine]:
    lines = []
    for toxicity in unresolved(facts.toxicities, moment.date()):
        named = [hold for hold in gate.holds if hold.term == toxicity.term]
        holds = named or [hold for hold in gate.holds if hold.term == OTHER]
        colour: Colour = Colour.GREEN
        source: tuple[str, ...] = ()
        for hold in [] if toxicity.term in rules.excepted else holds:
            reached = _grade_colour(toxicity.grade, hold.amber, hold.red)
            if reached.rank > colour.rank:
                colour, source = reached, hold.sources
        name = rules.terms.get(toxicity.term, toxicity.term)
        words = {"term": name, "grade": toxicity.grade, "ctcae": toxicity.ctcae.value}
        found = None if colour is Colour.GREEN else finding(colour, "gate-toxicity", source, **words)
        lines.append(GateLine(toxicity.term, colour, float(toxicity.grade), low=False, finding=found))
    return lines


def _grade_colour(grade: int, amber: int | None, red: int | None) -> Colour:
    if red is not None and grade >= red:
        return Colour.RED
    return Colour.AMBER if amber is not None and grade >= amber else Colour.GREEN


def _patient(gate: DayGate, facts: GateFacts) -> Iterator[GateLine]:
    """Yield what the condition of the patient says: ECOG, and weight since the start."""
    if gate.ecog_most is not None and facts.ecog is not None and facts.ecog > gate.ecog_most:
        colour = Colour.RED if facts.ecog > gate.ecog_most + _ECOG_RED_ABOVE else Colour.AMBER
        why = Finding(_SEVERITY[colour], "gate-ecog", "practice", {"ecog": facts.ecog, "most": gate.ecog_most})
        yield GateLine("ecog", colour, float(facts.ecog), bound=float(gate.ecog_most), low=False, finding=why)
    start, now = facts.start_weight_kg, facts.weight_kg
    if gate.weight_percent is None or not start or now is None:
        return
    percent = round(abs(now - start) / start * 100, 9)
    if percent >= gate.weight_percent:
        words = {"before": figure(start), "value": figure(now), "percent": figure(round(percent, 1))}
        changed = Finding(Severity.NOTE, "gate-weight", "practice", words)
        yield GateLine("weight", Colour.AMBER, now, bound=start, finding=changed)

"""Blood, toxicities and decisions of the demonstration: of those treated in the next days, some red, some amber."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Protocol

from dayhospital.clinical.library import Library
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.gate import CLEARANCE, Colour, Limit
from dayhospital.domain.result import Result
from dayhospital.domain.toxicity import Toxicity
from dayhospital.queries.gates import GateCase, due_cases
from dayhospital.queries.review import review
from dayhospital.services.command import Command
from dayhospital.services.decisions import Decide, SignUnchanged
from dayhospital.services.demo.days import Booked
from dayhospital.services.demo.doses import measure_kidneys, reduce_some, weigh, weigh_again
from dayhospital.services.desk import Desk
from dayhospital.services.patients import RecordEcog, RecordWeight
from dayhospital.services.results import RecordResults
from dayhospital.services.toxicities import RecordToxicity

DAYS = 2
RANGES = {
    "neutrophils": (2.0, 5.2, 1),
    "platelets": (135, 310, 0),
    "haemoglobin": (9.8, 13.2, 1),
    "creatinine": (52, 78, 0),
    "bilirubin": (0.3, 0.9, 1),
    "alt": (14, 34, 0),
    "ast": (14, 34, 0),
    "alp": (60, 110, 0),
    "glucose": (80, 115, 0),
    "calcium": (2.2, 2.45, 2),
    "tsh": (1.0, 3.8, 1),
    "ft4": (13, 18, 1),
    "cortisol": (280, 480, 0),
    "hba1c": (5.0, 6.0, 1),
    "urine_protein": (0.05, 0.3, 2),
    "qtcf": (390, 435, 0),
}
"""Lowest and highest value of somebody who is well, and decimals, in the unit of the analyte."""
ANSWERS = {"pregnancy": "negative", "hbsag": "negative", "anti_hbc": "negative", "dpyd": "normal"}
MISHAPS = ((Colour.RED, 0.14), (Colour.AMBER, 0.16))
"""How many of those not treated yet come with a value outside its limit."""
COMPLAINTS = ("fatigue", "nausea", "diarrhoea", "stomatitis", "neuropathy")
WEIGHT_LEFT = 0.93
"""Of one who has lost weight."""
HEART_BEFORE = timedelta(days=6)


class Hospital(Protocol):
    """What is asked of the builder."""

    today: date
    now: datetime
    moment: datetime
    random: Random
    library: Library
    desk: Desk
    booked: list[Booked]

    def do(self, command: Command) -> int: ...


def fill_gates(hospital: Hospital) -> None:
    """Enter results for those planned from today on, and sign what a doctor has signed by the morning of today.

    Whoever is treated before the time that the window shows is well: she would not be in the chair otherwise.
    """
    today = hospital.today
    reduce_some(hospital)
    for case in _cases(hospital):
        early = case.seat is None or case.moment <= hospital.now
        drawn = datetime.combine(min(case.day.planned - timedelta(days=1), today), time(8, 0))
        if drawn.date() == today:
            drawn = datetime.combine(today, time(7, 0)) + timedelta(minutes=hospital.random.randrange(30))
        hospital.moment = max(drawn, datetime.combine(today, time(7, 40)))
        colour = Colour.GREEN if early else _colour(hospital.random)
        if case.day.planned - today >= timedelta(days=2) and hospital.random.random() < 0.2:
            continue  # blood still to come
        hospital.do(RecordResults(case.patient.id, tuple(_results(hospital, case, drawn, colour))))
        if not early and hospital.random.random() < 0.25:
            grade = hospital.random.choices((1, 2, 3), (6, 3, 1))[0]
            day = max(today - timedelta(days=hospital.random.randint(1, 5)), case.facts.course_start)
            if day <= today:
                toxicity = Toxicity(hospital.random.choice(COMPLAINTS), grade, day)
                hospital.do(RecordToxicity(case.patient.id, toxicity))
    weigh(hospital, _cases(hospital))
    _sign(hospital)
    weigh_again(hospital)
    measure_kidneys(hospital)


def weaken(hospital: Hospital) -> None:
    """Let one who is still to come have lost weight since the treatment before, and one be weaker; both were well.

    For after the past has been played: only then is there a treatment before.
    """
    hospital.moment = hospital.now
    rows = hospital.desk.ask(lambda c: review(c, hospital.library, hospital.now)).needs
    known = [row for row in rows if row.unchanged and row.beside.before is not None]
    weighed = [row for row in known if row.beside.before is not None and row.beside.before.weight_kg is not None]
    thinner = next(iter(weighed), None)
    weaker = next((row for row in known if row is not thinner and row.case.facts.ecog == 0), None)
    if thinner is not None and thinner.case.facts.weight_kg is not None:
        kg = round(thinner.case.facts.weight_kg * WEIGHT_LEFT, 1)
        hospital.do(RecordWeight(thinner.case.patient.id, hospital.today, kg))
    if weaker is not None:
        hospital.do(RecordEcog(weaker.case.patient.id, hospital.today, 2))


def _cases(hospital: Hospital) -> list[GateCase]:
    today, last = hospital.today, hospital.today + timedelta(days=DAYS)
    start = datetime.combine(today, time(7, 0))
    found = hospital.desk.ask(lambda c: due_cases(c, hospital.library, start, today, last))
    return [case for case in found if case.gate.decision]


def _sign(hospital: Hospital) -> None:
    """Sign a go for everybody who is green and treated by now, and a few decisions of other kinds."""
    hospital.moment = datetime.combine(hospital.today, time(7, 50))
    cases = _cases(hospital)
    treated = [case for case in cases if case.seat is not None and case.seat.start <= hospital.now]
    green = tuple(case.treatment_day_id for case in treated if case.verdict.colour is Colour.GREEN)
    if green:
        hospital.do(SignUnchanged(green))
    amber = [case for case in cases if case.verdict.colour is Colour.AMBER and case.verdict.percent is not None]
    for case in amber[:1]:
        hospital.do(
            Decide(
                case.treatment_day_id, DecisionKind.GO_REDUCED, case.verdict.percent, reason="By the bands of the rule"
            )
        )


def _colour(random: Random) -> Colour:
    drawn = random.random()
    for colour, share in MISHAPS:
        if drawn < share:
            return colour
        drawn -= share
    return Colour.GREEN


def _results(hospital: Hospital, case: GateCase, drawn: datetime, colour: Colour) -> Iterable[Result]:
    """Yield the results of one patient: today's, those of three weeks ago, and what is asked before a first dose."""
    random = hospital.random
    limits = {limit.analyte: limit for limit in case.gate.limits if limit.low}
    wanted = {"haemoglobin", "creatinine"}
    wanted |= {"creatinine" if limit.analyte == CLEARANCE else limit.analyte for limit in case.gate.limits}
    wanted |= {name for part in case.gate.together for names, _ in part.parts for name in names}
    mishap = next((limits[name] for name in ("neutrophils", "platelets") if name in limits), None)
    for analyte in sorted(wanted & set(RANGES)):
        digits, value = RANGES[analyte][2], _well(random, analyte)
        yield Result(analyte, drawn - timedelta(days=21), value)
        value = round(value * random.uniform(0.92, 1.08), digits)
        if mishap is not None and analyte == mishap.analyte and colour is not Colour.GREEN:
            value = round(_outside(random, mishap, colour), digits)
        yield Result(analyte, drawn, value)
    for asked in case.gate.asked:
        if asked.analyte in ANSWERS:
            yield Result(asked.analyte, drawn, answer=ANSWERS[asked.analyte])
    if case.gate.hearts:
        base = random.randint(59, 68)
        before = datetime.combine(case.facts.course_start, time(11)) - HEART_BEFORE
        if before < drawn:
            yield Result("lvef", before, float(base))
        if (drawn - before).days > 60 and random.random() < 0.8:
            yield Result("lvef", drawn - timedelta(days=9), float(base - random.choice((0, 1, 2, 3, 6, 11))))


def _well(random: Random, analyte: str) -> float:
    low, high, digits = RANGES[analyte]
    return round(random.uniform(low, high), digits)


def _outside(random: Random, limit: Limit, colour: Colour) -> float:
    """Return a value beyond a lowest limit: inside its bands for amber, past them for red."""
    last = limit.bands[-1].bound if limit.bands else limit.bound
    if colour is Colour.AMBER and limit.bands:
        return last + (limit.bound - last) * random.uniform(0.1, 0.8)
    return last * random.uniform(0.55, 0.9)

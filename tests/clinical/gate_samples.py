"""Treatment days of the real library and blood results for the tests of the gates. All people are invented."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from dayhospital.clinical.gate_rules import DayGate, day_gate
from dayhospital.clinical.gate_schema import catalogue
from dayhospital.clinical.gates import GateFacts, judge
from dayhospital.clinical.library import Library
from dayhospital.domain.course import PlannedDay
from dayhospital.domain.gate import GateLine, Limit, Verdict
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result, Results
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course

START = date(2026, 11, 3)
MOMENT = datetime(2026, 11, 24, 9, 0)
TAKEN = MOMENT - timedelta(hours=24)
HEALTHY = {
    "neutrophils": 3.0,
    "platelets": 250.0,
    "haemoglobin": 12.0,
    "creatinine": 60.0,
    "bilirubin": 0.5,
    "alt": 20.0,
    "ast": 20.0,
    "alp": 80.0,
    "glucose": 90.0,
    "calcium": 2.3,
    "tsh": 2.0,
    "ft4": 15.0,
    "cortisol": 380.0,
    "hba1c": 5.5,
    "lvef": 62.0,
    "qtcf": 420.0,
    "urine_protein": 0.1,
}
NEGATIVE = {"pregnancy": "negative", "hbsag": "negative", "anti_hbc": "negative", "dpyd": "normal"}


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


@lru_cache(maxsize=64)
def planned(regimen_id: str, setting: Setting) -> dict[str, PlannedDay]:
    regimen, drug = library().get(regimen_id), library().drug
    days = plan_course(
        regimen, setting, START, WorkingCalendar(UnitSettings()), ObservationPolicy.SMPC, drug_lookup=drug, cycles=None
    )
    return {day.label: day for day in days}


def gate_of(regimen_id: str, label: str, setting: Setting | None = None) -> DayGate:
    """Return the gate of a day of a regimen, by default in its first setting."""
    regimen = library().get(regimen_id)
    where = setting or regimen.settings[0]
    return day_gate(regimen, where, planned(regimen_id, where)[label], catalogue())


def gate_with(limit: Limit) -> DayGate:
    """Return a gate of one limit alone."""
    return DayGate(decision=True, limits=(limit,))


def results(hours: float = 24, **changed: float | str | None) -> Results:
    """Return healthy results taken so many hours before, with some changed or (None) left out."""
    at = MOMENT - timedelta(hours=hours)
    found = []
    for name, value in {**HEALTHY, **NEGATIVE, **changed}.items():
        if isinstance(value, str):
            found.append(Result(name, at, answer=value))
        elif value is not None:
            found.append(Result(name, at, value))
    return Results(found)


def facts(found: Results | None = None, **more: object) -> GateFacts:
    """Return the facts of a woman of 45 years and 60 kg."""
    base: dict[str, object] = {
        "results": results() if found is None else found,
        "birth_date": date(1981, 3, 9),
        "sex": Sex.FEMALE,
        "course_start": START,
        "ecog": 1,
        "weight_kg": 60.0,
        "start_weight_kg": 60.0,
    }
    return GateFacts(**{**base, **more})  # type: ignore[arg-type]


def verdict(gate: DayGate, given: GateFacts | None = None) -> Verdict:
    return judge(gate, given or facts(), MOMENT, catalogue())


def line_of(found: Verdict, subject: str) -> GateLine:
    """Return the line of a verdict about a subject, which must be there."""
    line = found.line(subject)
    assert line is not None, f"nothing about {subject}"
    return line

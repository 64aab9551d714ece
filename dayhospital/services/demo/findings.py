"""Invents what was found about the people of the demonstration hospital: counts, receptors, heart, genes.

Everything is drawn from the seed and the patient's id alone, so that the plan of the hospital does not depend on it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Protocol

from dayhospital.clinical.library import Library
from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.domain.course import Course
from dayhospital.domain.regimen import Setting
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.domain.result import Result
from dayhospital.domain.tumour import Her2Ish, Tumour
from dayhospital.queries.courses import courses as read_courses
from dayhospital.queries.patients import tumours as read_tumours
from dayhospital.queries.requested_tests import requests_of
from dayhospital.services.command import Command
from dayhospital.services.demo.days import Booked
from dayhospital.services.demo.people import demonstration_file
from dayhospital.services.desk import Desk
from dayhospital.services.requested_tests import (
    AskForTest,
    CancelTest,
    EnterTestResult,
    PlanBiopsy,
    RecordBiopsy,
    SendSpecimen,
)
from dayhospital.services.results import RecordResults

LAST_DAYS = 6
"""So many treatment days of each patient have their counts."""
CHEMISTRY_DAYS = 3
ANOTHER_BIOPSY = 0.18
LVEF_WEEKS = 12
FERTILE_UNTIL = 50
"""Up to this age a pregnancy test is asked before the first dose."""


class Stage(Protocol):
    """What is played on: the builder."""

    moment: datetime
    now: datetime
    library: Library
    desk: Desk
    booked: list[Booked]

    def do(self, command: Command) -> int: ...


@dataclass(frozen=True, slots=True)
class Found:
    """One patient, her own source of chance, and what is known of her."""

    patient_id: int
    born: date
    random: Random
    courses: tuple[Course, ...]
    tumours: tuple[Tumour, ...]
    now: datetime

    @property
    def start(self) -> date:
        return min((course.start for course in self.courses), default=self.now.date())


def record_findings(stage: Stage, seed: int, people: Sequence[tuple[int, date]]) -> None:
    """Enter what was found: everything of a patient in one command, then the tests that are waited for.

    Args:
        people: Ids and dates of birth.
    """
    treated: dict[int, list[Booked]] = {}
    for booked in stage.booked:
        if booked.day_id is not None:
            treated.setdefault(booked.patient_id, []).append(booked)
    for patient_id, born in people:
        found = _read(stage, seed, patient_id, born)
        results = [
            *_receptors(found),
            *_before_first_dose(found),
            *_heart(found, stage.library),
            *_blood(found, treated.get(patient_id, [])),
        ]
        stage.moment = stage.now
        if results:
            stage.do(RecordResults(patient_id, tuple(sorted(results, key=lambda one: (one.at, one.analyte)))))
        _tests(stage, found)


def _read(stage: Stage, seed: int, patient_id: int, born: date) -> Found:
    return Found(
        patient_id,
        born,
        Random(f"findings {seed} {patient_id}"),
        stage.desk.ask(lambda connection: read_courses(connection, patient_id)),
        stage.desk.ask(lambda connection: read_tumours(connection, patient_id)),
        stage.now,
    )


def _receptors(found: Found) -> Iterator[Result]:
    """Yield what the pathologist found in each tumour, and now and then in a metastasis years later."""
    random = found.random
    for tumour in found.tumours:
        at = datetime.combine(tumour.diagnosed, time(11, random.choice((0, 20, 40))))
        if at > found.now:
            continue
        common = Result("", at, 0.0, specimen=f"core biopsy, {tumour.side.value}", tumour_id=tumour.id)
        figures = (("er", tumour.er_percent), ("pr", tumour.pr_percent), ("ki67", tumour.ki67_percent))
        yield from (replace(common, analyte=name, value=float(value)) for name, value in figures if value is not None)
        if tumour.her2_ihc is not None:
            answer = f"{tumour.her2_ihc}+" if tumour.her2_ihc else random.choice(("0", "0 with staining"))
            yield replace(common, analyte="her2_ihc", value=None, answer=answer)
        if tumour.her2_ish is not Her2Ish.NOT_DONE:
            answer = "amplified" if tumour.her2_ish is Her2Ish.AMPLIFIED else "not amplified"
            yield replace(common, analyte="her2_ish", value=None, answer=answer)
        if tumour.triple_negative:
            cps = float(random.choice((0, 1, 5, 10, 15, 22, 35)))
            yield replace(common, analyte="pd_l1_cps", value=cps, detail="22C3")
        if tumour.stage == "IV" and random.random() < ANOTHER_BIOPSY:
            yield from _metastasis(found, tumour, common)


def _metastasis(found: Found, tumour: Tumour, common: Result) -> Iterator[Result]:
    """Yield what a biopsy of a metastasis found some time after the diagnosis: less PR, HER2 a step up or down."""
    random = found.random
    days = (found.start - tumour.diagnosed).days - 10
    if days < 100:
        return
    at = common.at + timedelta(days=random.randint(90, days))
    again = replace(common, at=at, specimen=random.choice(demonstration_file("findings")["again"]))
    if tumour.er_percent:
        yield replace(again, analyte="er", value=float(max(20, tumour.er_percent - random.choice((0, 10, 30)))))
    if tumour.pr_percent is not None:
        yield replace(again, analyte="pr", value=float(max(0, tumour.pr_percent - 40)))
    if tumour.her2_ihc in {0, 1}:
        yield replace(again, analyte="her2_ihc", value=None, answer="1+" if tumour.her2_ihc == 0 else "0 with staining")


def _before_first_dose(found: Found) -> Iterator[Result]:
    """Yield what is asked once before treatment begins."""
    if not found.courses:
        return
    random = found.random
    at = _not_ahead(datetime.combine(found.start - timedelta(days=random.randint(3, 9)), time(9, 30)), found.now)
    for analyte, chance in (("hbsag", 0.01), ("anti_hbc", 0.05)):
        yield Result(analyte, at, answer="positive" if random.random() < chance else "negative")
    if (found.start - found.born).days < FERTILE_UNTIL * 365:
        yield Result("pregnancy", at, answer="negative")
    if any(course.regimen_id in demonstration_file("findings")["dpyd"] for course in found.courses):
        yield Result("dpyd", at, answer=random.choices(("normal", "intermediate"), (95, 5))[0])


def _heart(found: Found, library: Library) -> Iterator[Result]:
    """Yield the ejection fractions of those whose regimen asks for them: before the start and every three months."""
    watched = [one for one in found.courses if one.regimen_id in library.ids()]
    watched = [one for one in watched if library.get(one.regimen_id).heart_checks]
    if not watched:
        return
    start = min(course.start for course in watched)
    day = start - timedelta(days=found.random.randint(4, 12))
    while True:
        at = datetime.combine(day, time(14, 0))
        if at > found.now:
            return
        yield Result("lvef", at, _draw(found.random, demonstration_file("findings")["lvef"]))
        day += timedelta(weeks=LVEF_WEEKS, days=found.random.randint(-5, 5))


def _blood(found: Found, sessions: Sequence[Booked]) -> Iterator[Result]:
    """Yield counts before the last treatment days, chemistry on the newest of them; from today on ``blood.py`` does."""
    random, figures = found.random, demonstration_file("findings")
    today = found.now.date()
    days = sorted({(one.span.day, one.span.start) for one in sessions if one.span.day < today})[-LAST_DAYS:]
    own = {name: random.gauss(0, 0.6) for name in (*figures["counts"], *figures["chemistry"])}
    drawn: list[datetime] = []
    for day, start in days:
        early = start.time() < time(10, 0) or random.random() < 0.3
        at = datetime.combine(day - timedelta(days=1), time(15, 10)) if early else datetime.combine(day, time(7, 50))
        at -= timedelta(minutes=random.randrange(0, 50, 5))
        if at <= found.now and (not drawn or at > drawn[-1]):
            drawn.append(at)
    for number, at in enumerate(drawn):
        for name, figure in figures["counts"].items():
            low = figures["low_neutrophils"]
            tired = name == "neutrophils" and random.random() < low["chance"]
            value = round(random.uniform(low["from"], low["to"]), 1) if tired else _draw(random, figure, own[name])
            yield Result(name, at, value)
        for name, figure in figures["chemistry"].items():
            if name != "creatinine" and len(drawn) - number > CHEMISTRY_DAYS:
                continue
            high = figures["high_alt"]
            ill = name == "alt" and random.random() < high["chance"]
            usual = _draw(random, figure, own[name])
            yield Result(name, at, float(random.randint(high["from"], high["to"])) if ill else usual)


def _draw(random: Random, figure: Sequence[float], own: float = 0.0) -> float:
    """Return a value around the mean, moved by what is the patient's own (in spreads)."""
    mean, spread, lowest, digits = figure
    drawn = max(lowest, mean + spread * (0.75 * own + 0.65 * random.gauss(0, 1)))
    return float(round(drawn, int(digits)))


def _not_ahead(at: datetime, now: datetime) -> datetime:
    return min(at, now.replace(hour=8, minute=0))


def _tests(stage: Stage, found: Found) -> None:
    """Ask for tests and take each as far as its stage says."""
    if not found.courses:
        return
    figures: dict[str, Any] = demonstration_file("findings")
    setting: Setting = found.courses[0].setting
    for name, chance in figures["tests"][setting.value].items():
        if found.random.random() >= chance:
            continue
        stages = figures["stages"]
        how_far = found.random.choices(tuple(stages), tuple(stages.values()))[0]
        if how_far in {"taken", "planned"} and not molecular_tests()[name].on_tissue:
            how_far = "sent"
        _play(stage, found, name, how_far)


def _play(stage: Stage, found: Found, name: str, how_far: str) -> None:
    """Ask for one test and do what happened with it until now."""
    random, today = found.random, found.now.date()
    test = molecular_tests()[name]
    biopsy = how_far in {"taken", "planned"}
    ago = {
        "resulted": test.turnaround_days + random.randint(12, 70),
        "sent": random.randint(4, test.turnaround_days),
        "overdue": test.turnaround_days + random.randint(6, 12),
        "taken": random.randint(8, 10),
        "planned": random.randint(3, 6),
        "asked": random.randint(0, 4),
        "cancelled": random.randint(20, 60),
    }[how_far]
    asked = today - timedelta(days=ago)

    def at(day: date) -> None:
        stage.moment = min(datetime.combine(day, time(15, 30)), found.now)

    def read() -> RequestedTest:
        every = stage.desk.ask(lambda connection: requests_of(connection, found.patient_id))
        return next(one for one in every if one.test == name)

    at(asked)
    consultant = found.courses[0].consultant
    stage.do(AskForTest(found.patient_id, name, asked, biopsy, asked_by=consultant))
    if biopsy:
        planned = asked + timedelta(days=7)
        stage.do(PlanBiopsy(read(), planned))
        if how_far == "taken":
            at(planned)
            stage.do(RecordBiopsy(read(), planned))
    elif how_far == "cancelled":
        at(asked + timedelta(days=3))
        stage.do(CancelTest(read(), asked + timedelta(days=3), "Too little tumour in the block"))
    elif how_far != "asked":
        sent = asked + timedelta(days=2)
        at(sent)
        stage.do(SendSpecimen(read(), sent, sent + timedelta(days=test.turnaround_days)))
        if how_far == "resulted":
            came = sent + timedelta(days=test.turnaround_days + random.randint(-3, 4))
            at(came)
            stage.do(EnterTestResult(read(), _genes(found, name, datetime.combine(sent, time(9, 0))), came))


def _genes(found: Found, name: str, at: datetime) -> tuple[Result, ...]:
    """Return what a test found: a variant here and there, none in most genes."""
    random, variants, test = found.random, demonstration_file("findings")["variants"], molecular_tests()[name]
    results = []
    for analyte in test.analytes:
        has = random.random() < variants[analyte]["chance"]
        detail = random.choice(variants[analyte]["details"]) if has else ""
        answer = "pathogenic" if has else "uncertain" if random.random() < 0.04 else "none"
        results.append(Result(analyte, at, answer=answer, specimen=test.specimen, detail=detail))
    return tuple(results)

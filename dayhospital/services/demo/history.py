"""What the people of the demonstration hospital had before, and the findings by which regimens are judged."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from dayhospital.clinical.library import Library
from dayhospital.clinical.pathways import has_spread, open_pathways
from dayhospital.domain.course import Course
from dayhospital.domain.formats import age
from dayhospital.domain.line import Line, Response, WhyEnded
from dayhospital.domain.metastasis import MetastaticSite
from dayhospital.domain.patient import PatientLabel, Sex
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.domain.surgery import AxillarySurgery, BreastSurgery, Pathology, Surgery
from dayhospital.domain.tumour import Tumour
from dayhospital.queries.courses import courses
from dayhospital.queries.eligibility import case_of
from dayhospital.queries.patients import patient, tumours
from dayhospital.services.demo.people import demonstration_file
from dayhospital.services.desk import Desk
from dayhospital.services.lines import RecordLine
from dayhospital.services.metastases import RecordMetastases
from dayhospital.services.pathways import FollowPathway
from dayhospital.services.results import RecordResults
from dayhospital.services.surgeries import RecordSurgery

EVERY = 2
"""One patient in so many has findings; of the others they are still to come."""
MENOPAUSE = 51
"""The usual age."""


def line_after(regimen_id: str, setting: Setting) -> int:
    """Return the number of the line a regimen is, after what was given before it in its setting."""
    before: Sequence[Mapping[str, Any]] = demonstration_file("casemix")["earlier"].get(regimen_id, ())
    return 1 + len([one for one in before if one["setting"] == setting.value])


def record_histories(desk: Desk, patients: Sequence[int], today: date, seed: int) -> None:
    """Record findings and earlier lines, by a random stream of its own: the rest of the hospital stays as it is."""
    random = Random(seed + 1)
    for number, patient_id in enumerate(patients):
        label, tumour, first = desk.ask(partial(_read, patient_id=patient_id))
        results = list(_results(random, label, tumour, today)) if number % EVERY == 0 else []
        if first is not None:
            for line, found in _lines(random, first):
                desk.do(RecordLine(patient_id, line), _id(random))
                if found is not None and line.ended is not None and tumour is not None:
                    surgery = _surgery(patient_id, tumour.id, min(line.ended + timedelta(days=30), today))
                    desk.do(RecordSurgery(patient_id, surgery, found), _id(random))
        if results:
            desk.do(RecordResults(patient_id, tuple(results)), _id(random))
        if tumour is not None:
            _follow(desk, random, patient_id, tumour.id, today)
    spread = Random(seed + 2)
    for patient_id in patients:
        _, tumour, _ = desk.ask(partial(_read, patient_id=patient_id))
        if tumour is not None and tumour.stage.startswith("IV"):
            desk.do(RecordMetastases(patient_id, dict(_metastases(spread, tumour.diagnosed, today)), {}), _id(spread))


def _follow(desk: Desk, random: Random, patient_id: int, tumour_id: int, today: date) -> None:
    """Let a patient follow the pathway her first treatment begins, operated before it where it came after surgery."""
    assert desk.library is not None, "the demonstration has a library"
    found = desk.ask(partial(_pathway, desk.library, patient_id, today))
    if found is None:
        return
    pathway, first = found
    desk.do(FollowPathway(patient_id, pathway, tumour_id), _id(random))
    if first.setting is Setting.ADJUVANT:
        surgery = _surgery(patient_id, tumour_id, first.started - timedelta(days=28 + patient_id % 30))
        desk.do(RecordSurgery(patient_id, surgery), _id(random))


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _read(connection: Connection, patient_id: int) -> tuple[PatientLabel, Tumour | None, Course | None]:
    """Return who it is, the tumour, and the first course that had something given before it."""
    earlier = demonstration_file("casemix")["earlier"]
    found = (course for course in courses(connection, patient_id) if course.regimen_id in earlier)
    label = patient(connection, patient_id).label
    return label, next(iter(tumours(connection, patient_id)), None), next(found, None)


def _results(random: Random, label: PatientLabel, tumour: Tumour | None, today: date) -> Iterator[Result]:
    """Yield findings of the last weeks; a new biopsy of a metastasis for some."""

    def some_days_ago(least: int, most: int) -> datetime:
        return datetime.combine(today - timedelta(days=random.randint(least, most)), time(8, 30))

    blood = some_days_ago(1, 6)
    yield Result("lvef", some_days_ago(10, 80), float(random.choice((48, 55, 58, 60, 61, 63, 65))))
    yield Result("bilirubin", blood, random.choice((0.3, 0.4, 0.5, 0.6, 0.8, 1.4)))
    yield Result("creatinine", blood, float(random.randint(48, 105)))
    if label.sex is Sex.FEMALE:
        after = age(label.birth_date, today) >= MENOPAUSE
        yield Result("menopause", some_days_ago(20, 60), answer="postmenopausal" if after else "premenopausal")
        if not after:
            yield Result("pregnancy", blood, answer="negative")
    if tumour is not None and tumour.stage.startswith("IV") and random.random() < 0.5:
        biopsy = max(some_days_ago(5, 60), datetime.combine(tumour.diagnosed, time(9, 0)))
        yield Result("her2_ihc", biopsy, answer=random.choice(("0", "1+", "1+", "3+")), specimen="Liver biopsy")
        yield Result("pd_l1_cps", biopsy, float(random.choice((0, 1, 5, 10, 20))), specimen="Liver biopsy")


def _metastases(random: Random, diagnosed: date, today: date) -> Iterator[tuple[MetastaticSite, date]]:
    """Yield one to three sites with the day each was found, bone the most often."""
    for site in random.choices(tuple(MetastaticSite), (60, 30, 25, 8, 6, 15, 5, 3, 2, 1), k=random.randint(1, 3)):
        yield site, min(diagnosed + timedelta(days=random.randint(7, 40)), today)


def _surgery(patient_id: int, tumour_id: int, day: date) -> Surgery:
    breast = BreastSurgery.CONSERVING if patient_id % 2 else BreastSurgery.MASTECTOMY
    axilla = AxillarySurgery.CLEARANCE if patient_id % 5 == 0 else AxillarySurgery.SENTINEL
    return Surgery(day, breast, axilla, tumour_id)


def _pathway(library: Library, patient_id: int, today: date, connection: Connection) -> tuple[str, Line] | None:
    """Return the pathway that the first treatment of early disease begins, and that treatment; None without one."""
    case = case_of(connection, patient_id, library, today)
    early = [line for line in case.lines if line.setting is not Setting.METASTATIC]
    if has_spread(case):
        return None
    ways = open_pathways(library.pathways, case, library.find)
    begun = ((one.id, line) for line in early for one in ways if one.begins_with(line.regimen_id, line.setting))
    return next(begun, None)


def _lines(random: Random, course: Course) -> Iterator[tuple[Line, Pathology | None]]:
    """Yield what was given before a course, with what the operation after it found, the last one first."""
    before = demonstration_file("casemix")["earlier"][course.regimen_id]
    ended = course.start - timedelta(days=random.randint(60, 100))
    for number, given in reversed(list(enumerate(before))):
        setting = Setting(given["setting"])
        begun = ended - timedelta(weeks=random.randint(18, 60))
        yield (
            Line(
                setting,
                1 + sum(one["setting"] == given["setting"] for one in before[:number]),
                begun,
                regimen_id=given["regimen"],
                ended=ended,
                response=Response.PARTIAL,
                why_ended=WhyEnded.PROGRESSION if setting is Setting.METASTATIC else WhyEnded.COMPLETED,
            ),
            Pathology(given["found"]) if "found" in given else None,
        )
        ended = begun - timedelta(days=random.randint(40, 900))

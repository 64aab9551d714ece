"""What the people of the demonstration hospital had before, and the findings by which regimens are judged."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from uuid import UUID

from sqlalchemy import Connection

from dayhospital.domain.formats import age
from dayhospital.domain.line import Line, Response, WhyEnded
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.domain.tumour import Tumour
from dayhospital.queries.patients import patient, tumours
from dayhospital.services.desk import Desk
from dayhospital.services.lines import RecordLine
from dayhospital.services.results import RecordResults

EVERY = 2
"""One patient in so many has findings; of the others they are still to come."""
MENOPAUSE = 51
"""The usual age."""


def record_histories(desk: Desk, patients: Sequence[int], today: date, seed: int) -> None:
    """Record findings and earlier lines, by a random stream of its own: the rest of the hospital stays as it is."""
    random = Random(seed + 1)
    for patient_id in patients[::EVERY]:
        born, tumour = desk.ask(partial(_read, patient_id=patient_id))
        results = tuple(_results(random, age(born, today), tumour, today))
        desk.do(RecordResults(patient_id, results), _id(random))
        if tumour is not None:
            for line in _lines(random, tumour, today):
                desk.do(RecordLine(patient_id, line), _id(random))


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _read(connection: Connection, patient_id: int) -> tuple[date, Tumour | None]:
    born = patient(connection, patient_id).label.birth_date
    return born, next(iter(tumours(connection, patient_id)), None)


def _results(random: Random, years: int, tumour: Tumour | None, today: date) -> Iterator[Result]:
    """Yield findings of the last weeks; a new biopsy of a metastasis for some."""

    def some_days_ago(least: int, most: int) -> datetime:
        return datetime.combine(today - timedelta(days=random.randint(least, most)), time(8, 30))

    blood = some_days_ago(1, 6)
    yield Result("lvef", some_days_ago(10, 80), float(random.choice((48, 55, 58, 60, 61, 63, 65))))
    yield Result("bilirubin", blood, random.choice((0.3, 0.4, 0.5, 0.6, 0.8, 1.4)))
    yield Result("creatinine", blood, float(random.randint(48, 105)))
    menopause = "postmenopausal" if years >= MENOPAUSE else "premenopausal"
    yield Result("menopause", some_days_ago(20, 60), answer=menopause)
    if menopause == "premenopausal":
        yield Result("pregnancy", blood, answer="negative")
    if tumour is not None and tumour.stage.startswith("IV") and random.random() < 0.5:
        biopsy = max(some_days_ago(5, 60), datetime.combine(tumour.diagnosed, time(9, 0)))
        yield Result("her2_ihc", biopsy, answer=random.choice(("0", "1+", "1+", "3+")), specimen="Liver biopsy")
        yield Result("pd_l1_cps", biopsy, float(random.choice((0, 1, 5, 10, 20))), specimen="Liver biopsy")


def _lines(random: Random, tumour: Tumour, today: date) -> Iterator[Line]:
    """Yield what a metastatic tumour was treated with elsewhere, years ago."""
    if not tumour.stage.startswith("IV"):
        return
    begun = tumour.diagnosed - timedelta(days=random.randint(900, 1600))
    ended = begun + timedelta(weeks=20)
    yield Line(
        Setting.ADJUVANT, 1, begun, regimen_id="ec_wp", ended=ended, why_ended=WhyEnded.COMPLETED, note="Elsewhere"
    )
    if (tumour.er_percent or 0) > 0:
        back = min(today, tumour.diagnosed - timedelta(days=random.choice((10, 200, 420))))
        yield Line(
            Setting.ADJUVANT,
            2,
            ended + timedelta(days=20),
            regimen_id=random.choice(("tamoxifen", "letrozole")),
            ended=back,
            response=Response.NOT_RECORDED,
            why_ended=random.choice((WhyEnded.PROGRESSION, WhyEnded.COMPLETED)),
        )

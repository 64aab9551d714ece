"""The check inside a unit of work reads a part of the day and must find what the whole day would."""

import random
from datetime import date, time, timedelta
from functools import partial

import pytest

from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import Sex
from dayhospital.domain.span import Span
from dayhospital.errors import DayHospitalError
from dayhospital.queries.board import board_day, due_day, due_of_patient
from dayhospital.scheduling.offers import check_place
from dayhospital.services import checks
from dayhospital.services.courses import StartCourse
from dayhospital.services.patients import RegisterPatient
from dayhospital.services.sessions import BookDay, PutOnPinboard
from dayhospital.services.unit import ChangeSettings
from dayhospital.storage.work import UnitOfWork
from tests.hospital import TODAY

REGIMENS = ("pac_weekly_x12", "ddac", "trastuzumab_sc", "tchp")
REASON = "a day at its limits"


@pytest.fixture
def crowded(hospital):
    """A day at its limits: twenty patients, odd opening hours, few nurses, a slow pharmacy."""
    tight = UnitSettings(opens=time(7, 50), closes=time(18, 20), acuity_per_nurse=2, pharmacy_per_half_hour=2)
    hospital.do(ChangeSettings(tight))
    chance = random.Random(11)
    waiting = []
    for number in range(20):
        patient = hospital.do(RegisterPatient(f"Crowd{number}", "Kaat", date(1970, 1, 1), Sex.FEMALE, f"C {number}"))
        regimen = hospital.library.get(REGIMENS[number % len(REGIMENS)])
        hospital.do(StartCourse(patient, regimen.id, regimen.settings[0], TODAY, "Dr Rietzanger", reason=REASON))
        due = hospital.desk.ask(partial(due_of_patient, patient_id=patient))
        waiting.append(due[0].treatment.treatment_day_id)
    rooms = (*hospital.chairs, hospital.injection_room)
    booked = 0
    for day_id in waiting:
        for _ in range(30):
            start = hospital.at("08:20") + timedelta(
                minutes=5 * chance.choice((0, 1, 2, 30, 60, chance.randrange(110)))
            )
            command = BookDay(day_id, chance.choice(rooms), start, chance.choice((None, 60, 95)), REASON)
            try:
                session = hospital.do(command)
            except DayHospitalError:
                continue
            booked += 1
            if booked % 5 == 0:
                hospital.do(PutOnPinboard(session))
            break
    assert booked >= 8
    return hospital, waiting


def test_a_part_of_the_day_finds_what_the_whole_day_finds(crowded):
    hospital, waiting = crowded
    chance = random.Random(12)
    rooms = (*hospital.chairs, hospital.injection_room)
    seen: set[str] = set()

    def compare(connection):
        work = UnitOfWork(connection, hospital.clock, "Test", hospital.library)
        whole = board_day(connection, TODAY)
        for _ in range(1500):
            due = due_day(connection, chance.choice(waiting))
            span = Span.lasting(
                hospital.at("07:30") + timedelta(minutes=5 * chance.randrange(130)), chance.choice((10, 45, 90, 240))
            )
            request = checks.Request(due.patient, due.treatment, chance.choice(rooms), span)
            expected = check_place(
                whole,
                due.treatment,
                due.patient.label.id,
                request.chair_id,
                span,
                hospital.clock.local(),
                drug_lookup=hospital.library.drug,
            )
            assert checks.findings(work, request) == expected
            seen.update(finding.code for finding in expected)

    hospital.desk.ask(compare)
    assert seen >= {"chair-taken", "patient-already-booked", "nurse-starts", "nurse-load", "pharmacy-load"}

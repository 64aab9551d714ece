"""Finding and listing patients."""

from datetime import date, timedelta

import pytest

from dayhospital.domain.patient import Sex, Side
from dayhospital.domain.session import CancelReason
from dayhospital.errors import NotFound
from dayhospital.queries.patients import patient, patient_list, patient_sessions
from dayhospital.queries.search import find
from dayhospital.services.patients import RecordPort, RegisterPatient
from dayhospital.services.sessions import BookExtra
from dayhospital.services.status import CancelSession
from tests.hospital import TODAY


def names(hospital, text, limit=20):
    return [label.name for label in hospital.desk.ask(lambda connection: find(connection, text, limit))]


def rows(hospital, text="", limit=200, now=None):
    moment = now or hospital.clock.local()
    return hospital.desk.ask(lambda connection: patient_list(connection, text, limit, moment))


@pytest.mark.parametrize(
    "text",
    [
        "yıldızbahçe",
        "YILDIZBAHCE",
        "elise yildiz",
        "yildiz elise",
        "04-08-1967",
        "4/8/1967",
        "1967-08-04",
        "04081967",
        "4 aug 1967",
        "H 0002",
        "h0002",
        "bahce 1967-08-04",
        "19670804",
        "040867",
        "elise 04.08.67",
    ],
)
def test_a_patient_is_found_however_she_is_written(hospital, text):
    assert names(hospital, text) == ["YILDIZBAHÇE, Élise"]


def test_a_national_number_finds_with_and_without_its_dots(hospital):
    hospital.do(RegisterPatient("Roos", "An", date(1961, 5, 17), Sex.FEMALE, "H 9", "61.05.17-000.16"))
    assert names(hospital, "61.05.17-000.16") == names(hospital, "61051700016") == ["ROOS, An"]


@pytest.mark.parametrize("number", ["04081967", "040867"])
def test_a_hospital_number_that_could_be_a_date_is_found_beside_who_was_born_then(hospital, number):
    hospital.do(RegisterPatient("Roos", "An", date(1961, 5, 17), Sex.FEMALE, number))
    assert set(names(hospital, number)) == {"ROOS, An", "YILDIZBAHÇE, Élise"}


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "' OR 1=1 --", "meerkoet zofia"])
def test_what_nobody_has_finds_nobody(hospital, text):
    assert names(hospital, text) == []


def test_names_that_begin_with_the_text_come_first(hospital):
    hospital.do(RegisterPatient("Van Meerdael", "An", date(1961, 5, 17), Sex.FEMALE, "H 9"))
    assert names(hospital, "meer") == ["MEERKOET, Femke", "MEERKOET, Ilse", "VAN MEERDAEL, An"]
    assert names(hospital, "meer", 2) == ["MEERKOET, Femke", "MEERKOET, Ilse"]


def test_the_list_is_alphabetical_and_names_the_next_session(hospital):
    hospital.start(0, "tchp")
    tomorrow = TODAY + timedelta(days=1)
    for day in (tomorrow + timedelta(days=1), tomorrow):
        last = hospital.do(
            BookExtra(hospital.patients[0], "blood_draw", hospital.chairs[1], hospital.at("09:00", day), 15, "x")
        )
    hospital.do(RecordPort(hospital.patients[0], Side.LEFT, TODAY, TODAY))
    found = rows(hospital)
    assert [row.label.name for row in found] == [
        "MEERKOET, Femke",
        "MEERKOET, Ilse",
        "VAN WOLKENSTEYN, Ann-Sofie",
        "YILDIZBAHÇE, Élise",
    ]
    first, second, *_ = found
    assert (first.short, first.colour, first.port) == ("TCHP", "H2", True)
    assert (first.next_session_id, first.next_start, first.next_chair) == (last, hospital.at("09:00", tomorrow), "A2")
    assert (second.short, second.port, second.next_start) == ("", False, None)


def test_past_and_cancelled_sessions_are_not_next(hospital):
    at = hospital.at("09:00")
    session_id = hospital.do(BookExtra(hospital.patients[0], "blood_draw", hospital.chairs[1], at, 15, "x"))
    assert rows(hospital, "femke", now=at + timedelta(days=1))[0].next_start is None
    hospital.do(CancelSession(session_id, CancelReason.PATIENT_WISH))
    assert rows(hospital, "femke")[0].next_start is None
    listed = hospital.desk.ask(lambda connection: patient_sessions(connection, hospital.patients[0]))
    assert [found.id for found in listed] == [session_id], "her page still has it"


def test_a_patient_who_is_gone_is_said_plainly(hospital):
    with pytest.raises(NotFound, match="no longer there"):
        hospital.desk.ask(lambda connection: patient(connection, 4711))

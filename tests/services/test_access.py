"""Nobody is seated for a vesicant with no access, however it is entered; a planned port counts when booking."""

from datetime import date

import pytest

from dayhospital.domain.port import Needle, PortComplication, PortEventKind
from dayhospital.domain.regimen import Setting
from dayhospital.domain.session import Status
from dayhospital.errors import InvalidValue, NeedsReason
from dayhospital.queries.board import session
from dayhospital.services.ports import (
    AskForPort,
    CancelPortReferral,
    PlanPortInsertion,
    RecordPortEvent,
    RecordVeinCheck,
)
from dayhospital.services.sessions import BookDay
from dayhospital.services.status import ChangeStatus, CorrectStatus, EnterFromPaper, PaperEntry
from dayhospital.ui.texts import finding_text
from tests.hospital import TODAY
from tests.services.access import REASON, good_counts, log, put_in, wish


def test_a_correction_that_seats_asks_for_access_as_the_step_does(hospital, seated):
    with pytest.raises(NeedsReason) as asked:
        hospital.do(CorrectStatus(seated, Status.IN_TREATMENT, "clicked too late"))
    assert [one.code for one in asked.value.findings] == ["vesicant-no-access"]
    correct = CorrectStatus(seated, Status.IN_TREATMENT, "clicked too late").accepting("vein looked at by two")
    assert (correct.reason, correct.in_spite) == ("clicked too late", "vein looked at by two")
    hospital.do(correct)
    assert hospital.desk.ask(lambda c: session(c, seated)).status is Status.IN_TREATMENT


@pytest.mark.parametrize(
    ("to", "asks"), [(Status.GO_AWAITED, False), (Status.OBSERVATION, True), (Status.READY_TO_LEAVE, True)]
)
def test_a_correction_asks_only_where_the_drug_has_been_given_by_it(hospital, seated, to, asks):
    correct = CorrectStatus(seated, to, "clicked wrongly")
    if asks:
        with pytest.raises(NeedsReason):
            hospital.do(correct)
    else:
        hospital.do(correct)


def test_a_correction_among_the_seated_asks_nobody_twice(hospital, seated):
    hospital.do(ChangeStatus(seated, Status.IN_TREATMENT, "good vein"))
    hospital.do(ChangeStatus(seated, Status.READY_TO_LEAVE))
    hospital.do(CorrectStatus(seated, Status.IN_TREATMENT, "clicked too early"))


def test_a_vein_checked_lets_a_correction_seat(hospital, seated):
    hospital.do(RecordVeinCheck(hospital.patients[0], "left forearm"))
    hospital.do(CorrectStatus(seated, Status.IN_TREATMENT, "clicked too late"))


def on_paper(hospital, booked, at="07:30"):
    return EnterFromPaper((PaperEntry(booked, ((Status.IN_TREATMENT, hospital.at(at)),)),))


def test_a_vesicant_entered_from_paper_asks_for_access_with_the_name(hospital, seated):
    with pytest.raises(NeedsReason) as asked:
        hospital.do(on_paper(hospital, seated))
    (found,) = asked.value.findings
    assert (found.code, found.source) == ("vesicant-began-without-access", "esmo-eons-extravasation")
    assert (
        finding_text(found)
        == "STOP: DOXOrubicin of MEERKOET, Femke on 24-Nov-2026 began with no usable port and no vein checked"
    )
    assert hospital.desk.ask(lambda c: session(c, seated)).status is Status.RELEASED
    hospital.do(on_paper(hospital, seated).accepting("vein checked, on the paper sheet"))
    assert hospital.desk.ask(lambda c: session(c, seated)).status is Status.IN_TREATMENT


@pytest.mark.parametrize(("usable", "asks"), [(0, False), (1, True)])
def test_paper_is_judged_by_the_port_of_its_day(hospital, seated, usable, asks):
    put_in(hospital, days_ago=0, usable=usable)
    if asks:
        with pytest.raises(NeedsReason):
            hospital.do(on_paper(hospital, seated))
    else:
        hospital.do(on_paper(hospital, seated))


def test_paper_that_seats_nobody_asks_nothing(hospital, seated):
    hospital.do(CorrectStatus(seated, Status.ARRIVED, "clicked too early"))
    hospital.do(EnterFromPaper((PaperEntry(seated, ((Status.RELEASED, hospital.at("07:30")),)),)))


# --- a port that is planned


@pytest.fixture
def waiting(hospital):
    """Dose-dense AC from Thursday on, and a port asked for; return the treatment day."""
    hospital.start(0, "ddac_wp", day=date(2026, 11, 26))
    good_counts(hospital)
    return hospital.due(0)[0].treatment.treatment_day_id


def plan_port(hospital, day):
    hospital.do(PlanPortInsertion(hospital.do(AskForPort(hospital.patients[0])), day, REASON))


@pytest.mark.parametrize(("planned", "late"), [(date(2026, 11, 25), False), (date(2026, 11, 26), True)])
def test_a_booking_before_the_planned_port_is_usable_names_the_date(hospital, waiting, planned, late):
    plan_port(hospital, planned)
    book = BookDay(waiting, hospital.chairs[0], hospital.at("10:00", date(2026, 11, 26)))
    if not late:
        hospital.do(book)
        return
    with pytest.raises(NeedsReason) as asked:
        hospital.do(book)
    (found,) = [one for one in asked.value.findings if one.code == "port-planned-later"]
    assert (found.source, found.facts["ready"]) == ("port-lead-time", date(2026, 11, 27))
    assert "27-Nov-2026" in finding_text(found)
    hospital.do(book.accepting("by a vein that was checked"))


def test_a_port_called_off_or_in_no_longer_stands_in_the_way(hospital, waiting):
    plan_port(hospital, date(2026, 12, 3))
    book = BookDay(waiting, hospital.chairs[0], hospital.at("10:00", date(2026, 11, 26)))
    with pytest.raises(NeedsReason):
        hospital.do(book)
    put_in(hospital, days_ago=0)
    hospital.do(book)
    hospital.desk.undo()
    hospital.desk.undo()
    hospital.do(CancelPortReferral(wish(hospital).id, "declined"))
    hospital.do(book)


def test_what_needs_no_port_is_booked_before_it(hospital):
    hospital.start(0, "pembro_q6w", Setting.METASTATIC, date(2026, 11, 26))
    good_counts(hospital)
    plan_port(hospital, date(2026, 12, 3))
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    assert "port-planned-later" not in codes_of(
        hospital, BookDay(day_id, hospital.chairs[0], hospital.at("10:00", date(2026, 11, 26)))
    )


def codes_of(hospital, command):
    try:
        hospital.do(command)
    except NeedsReason as asked:
        return {one.code for one in asked.findings}
    return set()


# --- the needle


def test_the_log_keeps_the_needle_of_an_access(hospital):
    put_in(hospital)
    hospital.do(RecordPortEvent(hospital.patients[0], TODAY, needle=Needle(20, 25)))
    hospital.do(RecordPortEvent(hospital.patients[0], TODAY, PortEventKind.FLUSH, needle=Needle(22)))
    assert [one.needle for one in log(hospital)] == [Needle(22), Needle(20, 25)]


@pytest.mark.parametrize(
    ("gauge", "length", "there"), [(19, 15, True), (22, 38, True), (18, 20, False), (23, 20, False), (20, 14, False)]
)
def test_a_needle_has_a_size_that_is_made(gauge, length, there):
    if there:
        assert Needle(gauge, length).length_mm == length
    else:
        with pytest.raises(InvalidValue, match="look at its packet"):
            Needle(gauge, length)


def test_a_complication_has_no_needle(hospital):
    put_in(hospital)
    wrong = RecordPortEvent(
        hospital.patients[0], TODAY, PortEventKind.COMPLICATION, PortComplication.SKIN, needle=Needle(20, 20)
    )
    with pytest.raises(InvalidValue, match="no needle"):
        hospital.do(wrong)

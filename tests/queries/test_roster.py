"""The roster of a month: who is on it, what stands in its cells, how its days are staffed."""

from datetime import date, time, timedelta

from dayhospital.domain.roster import DUTY_KINDS, RosterCell, entry_of
from dayhospital.domain.span import Span
from dayhospital.queries.board import board_day
from dayhospital.queries.roster import roster_month
from dayhospital.queries.unit import nurses
from dayhospital.scheduling.staffing import staffing
from dayhospital.services.roster import PaintRoster
from dayhospital.services.sessions import BookExtra
from dayhospital.services.unit import AddClosure, PlanShift
from tests.hospital import TODAY

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
LEAVE = DUTY_KINDS[3]


def month(hospital, first=FIRST, last=LAST):
    return hospital.desk.ask(lambda connection: roster_month(connection, first, last))


def test_a_month_has_every_day_every_nurse_and_the_duties_of_its_days_only(hospital):
    found = month(hospital)
    assert (len(found.days), found.days[0], found.days[-1]) == (30, FIRST, LAST)
    assert [nurse.name for nurse in found.nurses] == ["Nurse 1", "Nurse 2", "Nurse 3"]
    assert {day for _, day in found.entries} == {TODAY + timedelta(days=offset) for offset in (0, 1, 2, 3, 6)}
    assert found.entry(found.nurses[0].id, TODAY).shifts[0].chair_ids == frozenset(hospital.chairs[:3])
    assert found.entry(found.nurses[0].id, FIRST).empty


def test_weekends_and_closures_are_closed(hospital):
    hospital.do(AddClosure(date(2026, 11, 12), "Team day"))
    found = month(hospital)
    assert not found.opens_on(date(2026, 11, 12)) and not found.opens_on(date(2026, 11, 14))
    assert found.opens_on(date(2026, 11, 13))


def test_the_staffing_of_each_day_is_that_of_its_board(hospital):
    for patient, start in enumerate(("09:00", "09:00", "13:00")):
        chair = hospital.chairs[patient]
        hospital.do(BookExtra(hospital.patients[patient], "hydration", chair, hospital.at(start), reason="x"))
    found = month(hospital)
    for day in (TODAY, TODAY + timedelta(days=1), FIRST):
        board = hospital.desk.ask(lambda connection, day=day: board_day(connection, day))
        assert found.staffing[day] == staffing(board)
    assert (found.staffing[TODAY].nurses, found.staffing[TODAY].asked, found.staffing[TODAY].missing) == (3, 2, 0)


def test_a_leave_makes_a_booked_day_short(hospital):
    for patient in range(3):
        chair = hospital.chairs[patient]
        hospital.do(BookExtra(hospital.patients[patient], "hydration", chair, hospital.at("09:00"), reason="x"))
    assert month(hospital).staffing[TODAY].missing == 0
    first = month(hospital).nurses[0].id
    hospital.do(PaintRoster((RosterCell(first, TODAY, entry_of(LEAVE, TODAY, frozenset())),)))
    short = month(hospital).staffing[TODAY]
    assert (short.nurses, short.asked, short.missing, short.worst) == (2, 3, 1, hospital.at("09:00"))


def test_usual_chairs_are_those_of_the_last_duty_with_any(hospital):
    nurse = hospital.desk.ask(nurses)[0].id
    day = TODAY + timedelta(days=40)
    hospital.do(PlanShift(nurse, Span.on(day, time(8), time(16)), None, frozenset(hospital.chairs[3:])))
    hospital.do(PlanShift(nurse, Span.on(day + timedelta(days=1), time(8), time(16))))
    assert month(hospital).usual_chairs[nurse] == frozenset(hospital.chairs[:3])
    january = month(hospital, date(2027, 1, 1), date(2027, 1, 31))
    assert january.usual_chairs[nurse] == frozenset(hospital.chairs[3:])

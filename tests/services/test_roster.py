"""Strokes over the roster, kinds of duty, and what is taken out of use: undone and done again exactly."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from dayhospital.domain.roster import DUTY_KINDS, NOTHING, Absence, DutyKind, RosterCell, RosterEntry, entry_of
from dayhospital.domain.session import CancelReason
from dayhospital.domain.span import Span
from dayhospital.errors import Conflict, InvalidValue, NotFound, Refused
from dayhospital.queries import board, unit
from dayhospital.queries.roster import roster_month
from dayhospital.scheduling.offers import day_offers
from dayhospital.services.roster import ChangeDutyKinds, PaintRoster
from dayhospital.services.sessions import BookExtra, PutOnPinboard
from dayhospital.services.status import CancelSession
from dayhospital.services.unit import (
    BringChairBack,
    BringNurseBack,
    ChangeSettings,
    PlanShift,
    TakeChairOut,
    TakeNurseOut,
)
from dayhospital.storage import tables
from tests.hospital import TODAY

EARLY, LEAVE = DUTY_KINDS[0], DUTY_KINDS[3]
FREE = date(2027, 1, 4)
"""A Monday without duties."""
KEPT = (tables.shifts, tables.absences, tables.nurses, tables.chairs, tables.unit_settings)


def ask(hospital, query, *arguments):
    return hospital.desk.ask(lambda connection: query(connection, *arguments))


def rows(hospital):
    """Return every row that this is about, but for its version, which only grows."""

    def read(connection):
        return {
            table.name: {
                row.id: tuple(value for name, value in row._mapping.items() if name != "version")
                for row in connection.execute(select(table))
            }
            for table in KEPT
        }

    return hospital.desk.ask(read)


def nurses(hospital):
    return [nurse.id for nurse in ask(hospital, unit.nurses)]


def early(day):
    return entry_of(EARLY, day, frozenset()).shifts[0].duty


def entry(hospital, nurse, day):
    return ask(hospital, roster_month, day, day).entry(nurse, day)


def cells(nurse, first, kind, days=5, chairs=frozenset()):
    return tuple(
        RosterCell(nurse, day, entry_of(kind, day, chairs))
        for day in (first + timedelta(days=offset) for offset in range(days))
    )


def test_a_stroke_is_one_change_undone_and_done_again_exactly(hospital):
    nurse = nurses(hospital)[0]
    before = rows(hospital)
    chairs = frozenset(hospital.chairs[:2])
    changes = hospital.desk.do(PaintRoster(cells(nurse, FREE, EARLY, chairs=chairs)))
    assert changes.title == "Nurse 1: on duty, 5 days from 04-Jan-2027"
    assert changes.days == {FREE + timedelta(days=offset) for offset in range(5)}
    (planned,) = ask(hospital, unit.shifts, FREE)
    assert (planned.duty, planned.pause, planned.chair_ids) == (EARLY.duty(FREE), EARLY.pause(FREE), chairs)
    after = rows(hospital)
    assert len(after["shifts"]) == len(before["shifts"]) + 5
    hospital.desk.undo()
    assert rows(hospital) == before
    hospital.desk.redo()
    assert rows(hospital) == after


def test_a_painted_absence_takes_the_duty_away_and_gives_it_back_in_the_same_undo(hospital):
    nurse = nurses(hospital)[0]
    before, there = rows(hospital), entry(hospital, nurse, TODAY)
    assert there.shifts
    changes = hospital.desk.do(PaintRoster(cells(nurse, TODAY, LEAVE, days=1)))
    assert changes.title == "Nurse 1: Leave, 24-Nov-2026"
    assert changes.tables >= {"shifts", "absences"} and TODAY in changes.days
    assert entry(hospital, nurse, TODAY).absence == Absence("V", "Leave")
    assert len(ask(hospital, board.board_day, TODAY).shifts) == 2
    hospital.desk.undo()
    assert rows(hospital) == before
    assert entry(hospital, nurse, TODAY) == there


def test_a_duty_replaces_an_absence_and_nothing_replaces_both(hospital):
    nurse = nurses(hospital)[0]
    hospital.do(PaintRoster(cells(nurse, FREE, LEAVE, days=1)))
    hospital.do(PaintRoster(cells(nurse, FREE, DUTY_KINDS[4], days=1)))
    assert entry(hospital, nurse, FREE).absence == Absence("T", "Training")
    hospital.do(PaintRoster(cells(nurse, FREE, EARLY, days=1)))
    assert entry(hospital, nurse, FREE) == entry_of(EARLY, FREE, frozenset())
    assert not rows(hospital)["absences"]
    changes = hospital.desk.do(PaintRoster((RosterCell(nurse, FREE),)))
    assert changes.title == "Nurse 1: nothing planned, 04-Jan-2027"
    assert entry(hospital, nurse, FREE) == NOTHING


def test_a_duty_into_the_next_day_stops_the_whole_stroke(hospital):
    nurse = nurses(hospital)[0]
    night = Span(datetime.combine(FREE, time(20)), datetime.combine(FREE + timedelta(days=1), time(8)))
    hospital.do(PlanShift(nurse, night))
    before = rows(hospital)
    with pytest.raises(Conflict, match="on duty then already"):
        hospital.do(PaintRoster(cells(nurse, FREE + timedelta(days=1), EARLY, days=3)))
    assert rows(hospital) == before


def test_several_nurses_in_one_stroke_are_counted_in_the_sentence(hospital):
    first, second, _ = nurses(hospital)
    mixed = (*cells(first, FREE, EARLY, days=1), *cells(second, FREE, LEAVE, days=1))
    assert hospital.desk.do(PaintRoster(mixed)).title == "2 nurses: several changes, 04-Jan-2027"


def test_a_single_duty_is_not_planned_on_a_day_of_absence(hospital):
    nurse = nurses(hospital)[0]
    hospital.do(PaintRoster(cells(nurse, FREE, LEAVE, days=1)))
    with pytest.raises(Conflict, match="absent on 04-Jan-2027 \\(Leave\\)"):
        hospital.do(PlanShift(nurse, early(FREE)))
    hospital.do(PlanShift(nurse, early(FREE + timedelta(days=1))))


def test_the_kinds_of_duty_are_the_unit_s_and_what_was_painted_keeps_its_words(hospital):
    nurse = nurses(hospital)[0]
    hospital.do(PaintRoster(cells(nurse, FREE, LEAVE, days=1)))
    night = DutyKind("N", "Night", time(12), time(20, 30), time(15), time(15, 20))
    hospital.do(ChangeDutyKinds((night, DutyKind("H", "Holiday"))))
    assert ask(hospital, unit.settings).duty_kinds == (night, DutyKind("H", "Holiday"))
    assert entry(hospital, nurse, FREE).absence == Absence("V", "Leave")
    hospital.desk.undo()
    assert ask(hospital, unit.settings).duty_kinds == DUTY_KINDS
    with pytest.raises(InvalidValue):
        hospital.do(ChangeDutyKinds((night, night)))


# --- out of use ------------------------------------------------------------------------------------------------------


def book(hospital, day=TODAY, start="10:00", patient=0):
    starts = hospital.at(start, day)
    return hospital.do(BookExtra(hospital.patients[patient], "hydration", hospital.chairs[0], starts, reason="x"))


def test_a_chair_with_sessions_to_come_stays_in_use_and_says_how_many_and_when(hospital):
    later = TODAY + timedelta(days=2)
    first, second = book(hospital, later), book(hospital, later + timedelta(days=1), patient=1)
    with pytest.raises(Conflict, match="A1 has 2 sessions to come, the first on Thu 26-Nov-2026"):
        hospital.do(TakeChairOut(hospital.chairs[0]))
    hospital.do(CancelSession(first, CancelReason.PATIENT_ILL))
    with pytest.raises(Conflict, match="A1 has 1 session to come on Fri 27-Nov-2026"):
        hospital.do(TakeChairOut(hospital.chairs[0]))
    hospital.do(PutOnPinboard(second))
    with pytest.raises(Conflict, match="1 session to come"):
        hospital.do(TakeChairOut(hospital.chairs[0]))


def test_a_chair_out_of_use_is_on_no_board_and_in_no_offer_until_it_is_back(hospital):
    chair = hospital.chairs[0]
    before = rows(hospital)
    full = ask(hospital, unit.load_ahead, TODAY, TODAY)[TODAY].capacity_minutes
    hospital.do(TakeChairOut(chair))
    shown = ask(hospital, board.board_day, TODAY)
    assert [one.name for one in shown.chairs] == ["A2", "A3", "Bed 1", "Inj 1"]
    assert len(ask(hospital, board.board_day, TODAY - timedelta(days=1)).chairs) == 5
    assert ask(hospital, unit.load_ahead, TODAY, TODAY)[TODAY].capacity_minutes == full * 4 // 5
    hospital.start(0, "pac_weekly_x12")
    due = hospital.due(0)[0]
    offers = day_offers(shown, due.treatment, hospital.patients[0], due.treatment.chair_minutes, hospital.clock.local())
    assert offers and chair not in {offer.chair_id for offer in offers}
    with pytest.raises(Refused, match="chair out of use"):
        book(hospital)
    hospital.do(BringChairBack(chair))
    assert len(ask(hospital, board.board_day, TODAY).chairs) == 5
    book(hospital)
    assert rows(hospital)["chairs"] == before["chairs"]


def test_taking_a_chair_out_is_undone_and_done_again_exactly(hospital):
    before = rows(hospital)
    hospital.do(TakeChairOut(hospital.chairs[0]))
    after = rows(hospital)
    assert after != before
    hospital.desk.undo()
    assert rows(hospital) == before
    hospital.desk.redo()
    assert rows(hospital) == after


def test_a_chair_out_of_use_stays_on_a_day_on_which_somebody_sat_in_it(hospital):
    session = book(hospital)
    hospital.do(CancelSession(session, CancelReason.PATIENT_ILL))
    hospital.do(TakeChairOut(hospital.chairs[0]))
    assert len(ask(hospital, board.board_day, TODAY).chairs) == 4
    hospital.desk.undo()
    hospital.desk.undo()
    shown = replace(ask(hospital, board.board_day, TODAY))
    out = tuple(replace(one, retired=TODAY) for one in shown.chairs)
    assert [one.name for one in board._rows(out, TODAY, shown.sessions)] == ["A1"]
    offers = day_offers(
        replace(shown, chairs=out), shown.sessions[0].treatment, hospital.patients[1], 60, hospital.clock.local()
    )
    assert offers == ()


def test_a_nurse_who_leaves_takes_her_coming_duties_along_and_keeps_those_that_were(hospital):
    nurse = nurses(hospital)[0]
    yesterday = TODAY - timedelta(days=1)
    hospital.do(PlanShift(nurse, Span.on(yesterday, time(7, 30), time(16))))
    hospital.do(PaintRoster(cells(nurse, FREE, LEAVE, days=1)))
    before = rows(hospital)
    changes = hospital.desk.do(TakeNurseOut(nurse))
    assert changes.title == "Took Nurse 1 off the list, with 9 duties to come"
    after = rows(hospital)
    assert not after["absences"]
    assert entry(hospital, nurse, yesterday).shifts
    assert entry(hospital, nurse, TODAY).shifts, "she is on duty now"
    assert entry(hospital, nurse, TODAY + timedelta(days=1)) == NOTHING
    hospital.desk.undo()
    assert rows(hospital) == before
    hospital.desk.redo()
    assert rows(hospital) == after


def test_a_nurse_who_left_is_neither_on_duty_nor_absent_any_more_until_she_is_back(hospital):
    nurse = nurses(hospital)[0]
    hospital.do(TakeNurseOut(nurse))
    for command in (PlanShift(nurse, early(FREE)), PaintRoster(cells(nurse, FREE, LEAVE, days=1))):
        with pytest.raises(Conflict, match="no longer works here"):
            hospital.do(command)
    assert nurse not in {one.id for one in ask(hospital, roster_month, FREE, FREE).nurses}
    assert nurse in {one.id for one in ask(hospital, roster_month, TODAY, TODAY).nurses}
    hospital.do(BringNurseBack(nurse))
    hospital.do(PaintRoster(cells(nurse, FREE, EARLY, days=1)))
    assert entry(hospital, nurse, FREE).shifts


# --- zone and name ---------------------------------------------------------------------------------------------------


def test_another_zone_moves_the_clock_and_no_moment_and_no_plan(hospital):
    session = book(hospital)
    settings, moment = ask(hospital, unit.settings), hospital.clock.utc()
    hospital.do(ChangeSettings(replace(settings, zone="America/New_York")))
    assert hospital.clock.local() == datetime(2026, 11, 24, 2, 0)
    assert hospital.clock.utc() == moment
    assert ask(hospital, board.session, session).span.start == hospital.at("10:00")
    hospital.desk.undo()
    assert hospital.clock.local() == datetime(2026, 11, 24, 8, 0)


@pytest.mark.parametrize("zone", ["Europe/Wolkenstad", "", "../etc"])
def test_a_zone_nobody_knows_is_refused(hospital, zone):
    with pytest.raises(InvalidValue, match="no time zone"):
        hospital.do(ChangeSettings(replace(ask(hospital, unit.settings), zone=zone)))
    assert ask(hospital, unit.settings).zone == "Europe/Brussels"


def test_another_name_stamps_at_once_and_undoes_its_own_steps_only(hospital):
    hospital.do(TakeChairOut(hospital.chairs[0]))
    mine = hospital.desk.undo_title
    hospital.desk.sign_as("Hautem, Eva")
    assert hospital.desk.undo_title is None
    with pytest.raises(NotFound):
        hospital.desk.undo()
    hospital.do(TakeChairOut(hospital.chairs[1]))
    signed = select(tables.journal_entries.c.by).order_by(tables.journal_entries.c.id)
    users = ask(hospital, lambda connection: connection.execute(signed).scalars().all())
    assert users[-2:] == ["Test, Nurse", "Hautem, Eva"]
    hospital.desk.sign_as("Test, Nurse")
    assert hospital.desk.undo_title == mine


def test_a_cell_that_holds_several_duties_is_written_whole(hospital):
    nurse = nurses(hospital)[0]
    morning, evening = Span.on(FREE, time(7), time(11)), Span.on(FREE, time(15), time(18))
    shift = entry_of(EARLY, FREE, frozenset()).shifts[0]
    both = RosterEntry((replace(shift, duty=morning, pause=None), replace(shift, duty=evening, pause=None)))
    hospital.do(PaintRoster((RosterCell(nurse, FREE, both),)))
    assert entry(hospital, nurse, FREE) == both

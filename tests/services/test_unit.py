"""Rooms, duties, blocks, closures and settings."""

from dataclasses import replace
from datetime import date, time

import pytest

from dayhospital.domain.hospital import BlockKind, ChairKind, ClosureKind, ObservationPolicy
from dayhospital.domain.span import Span
from dayhospital.errors import Conflict, InvalidValue, NotFound
from dayhospital.queries import unit
from dayhospital.services.sessions import BookExtra
from dayhospital.services.unit import (
    AddChair,
    AddClosure,
    AddNurse,
    BlockChair,
    ChangeSettings,
    EditChair,
    PlanShift,
    RemoveBlock,
    RemoveClosure,
    RemoveShift,
    SeedHolidays,
)
from tests.hospital import TODAY


def ask(hospital, query, *arguments):
    return hospital.desk.ask(lambda connection: query(connection, *arguments))


def test_settings_are_kept_field_by_field(hospital):
    before = ask(hospital, unit.settings)
    wanted = replace(
        before,
        opens=time(8, 15),
        open_weekdays=frozenset({0, 2, 4}),
        observation_policy=ObservationPolicy.PRAGMATIC,
        due_horizon_days=21,
    )
    hospital.do(ChangeSettings(wanted))
    assert ask(hospital, unit.settings) == wanted
    hospital.desk.undo()
    assert ask(hospital, unit.settings) == before


def test_rows_keep_their_order_and_their_names_apart(hospital):
    hospital.do(AddChair("A0", ChairKind.CHAIR, "Bay A", 0, False))
    assert [chair.name for chair in ask(hospital, unit.chairs)][:2] == ["A0", "A1"]
    with pytest.raises(Conflict):
        hospital.do(AddChair("A1", ChairKind.BED, "Beds", 9))
    first = ask(hospital, unit.chairs)[0]
    hospital.do(EditChair(first.id, "A9", ChairKind.BED, "Beds", 99))
    assert ask(hospital, unit.chairs)[-1].name == "A9"


def test_a_nurse_has_one_duty_at_a_time_with_the_break_inside(hospital):
    nurse = hospital.do(AddNurse("Jo Osselaer", "JO"))
    day = date(2027, 1, 4)
    duty = Span.on(day, time(7, 30), time(16, 0))
    shift = hospital.do(PlanShift(nurse, duty, Span.on(day, time(12), time(12, 30)), frozenset(hospital.chairs[:2])))
    (planned,) = ask(hospital, unit.planned_shifts, day, day)
    assert (planned.id, planned.shift.nurse.initials, planned.shift.chair_ids) == (
        shift,
        "JO",
        frozenset(hospital.chairs[:2]),
    )
    with pytest.raises(Conflict):
        hospital.do(PlanShift(nurse, Span.on(day, time(15), time(18))))
    with pytest.raises(InvalidValue):
        hospital.do(PlanShift(nurse, Span.on(day, time(16), time(18)), Span.on(day, time(12), time(13))))
    hospital.do(RemoveShift(shift))
    assert ask(hospital, unit.shifts, day) == ()


def test_a_chair_in_use_is_not_blocked(hospital):
    hospital.do(BookExtra(hospital.patients[0], "hydration", hospital.chairs[0], hospital.at("10:00"), reason="x"))
    span = Span.lasting(hospital.at("11:00"), 60)
    with pytest.raises(Conflict, match="A1 has a session"):
        hospital.do(BlockChair(hospital.chairs[0], span, BlockKind.BREAK, "Break"))
    block = hospital.do(
        BlockChair(hospital.chairs[0], Span.lasting(hospital.at("07:30"), 60), BlockKind.BREAK, "Break")
    )
    assert [found.id for found in ask(hospital, unit.blocks, TODAY)] == [block]
    hospital.do(RemoveBlock(block))
    assert ask(hospital, unit.blocks, TODAY) == ()


def test_public_holidays_are_seeded_once_and_may_be_taken_back(hospital):
    year = 2029
    hospital.do(AddClosure(date(year, 7, 20), "Bridge day", ClosureKind.UNIT))
    hospital.do(SeedHolidays(year))
    seeded = ask(hospital, unit.closures, date(year, 1, 1), date(year, 12, 31))
    assert date(year, 7, 21) in {closure.day for closure in seeded}
    hospital.do(SeedHolidays(year))
    assert ask(hospital, unit.closures, date(year, 1, 1), date(year, 12, 31)) == seeded
    hospital.do(RemoveClosure(date(year, 7, 21)))
    with pytest.raises(NotFound):
        hospital.do(RemoveClosure(date(year, 7, 21)))


def test_the_load_ahead_counts_live_minutes_and_no_room_on_closed_days(hospital):
    hospital.do(BookExtra(hospital.patients[0], "hydration", hospital.chairs[0], hospital.at("10:00"), 120, "x"))
    loads = ask(hospital, unit.load_ahead, TODAY, date(2026, 11, 29))
    assert (loads[TODAY].sessions, loads[TODAY].chair_minutes) == (1, 120)
    assert loads[TODAY].share == pytest.approx(120 / loads[TODAY].capacity_minutes)
    sunday = loads[date(2026, 11, 29)]
    assert (sunday.capacity_minutes, sunday.share) == (0, 0.0)
